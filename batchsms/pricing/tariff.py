"""What a user can set about the price of a text, apart from the tables that it is counted by."""

from typing import NamedTuple

__all__ = ["FOLD_NAMES", "USUAL_TARIFF", "Tariff"]

FOLD_NAMES = ("typographic", "turkish")
"""What `--fold` knows."""


class Tariff(NamedTuple):
    """What the vendor does not publish, and what is therefore a setting.

    `reserve` is the number of characters that its operator code takes off each text;
    `turkish_letter_cost` is what each of the seven Turkish letters counts, 1 or 2.
    """

    reserve: int = 5
    turkish_letter_cost: int = 1


USUAL_TARIFF = Tariff()
"""What is assumed where nothing is set."""
