"""Numbers as they may be shown: no error, note or name of a column tells whose they are."""

import re

__all__ = ["masked", "with_masked_numbers", "without_numbers"]

_LONG_NUMBER = re.compile(r"[0-9](?:[\s().\-_/]*[0-9]){9,}")

_BETWEEN = r"[\s().\-/_]{0,2}"
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?90{_BETWEEN})?\(?(?:0{_BETWEEN})?5(?:{_BETWEEN}[0-9]){{9}}(?![0-9])"
)
"""A Turkish mobile number as people write it, whatever its groups."""

_LENGTH_OF_ORDER_ID = 9


def without_numbers(words: str) -> str:
    """Return words as they may be shown: any ten digits or more in them are an ellipsis.

    Where a recipient was taken for the row of names, even the name of a column is a number.
    """
    return _LONG_NUMBER.sub("…", words)


def masked(number: int) -> str:
    """Return a number as it may be shown: `90530*****67`."""
    digits = str(number)
    return f"{digits[:5]}*****{digits[-2:]}"


def with_masked_numbers(words: str) -> str:
    """Return words with each Turkish mobile number in them, however it is written, as `90530*****67`.

    An order id of nine digits is none, and does not become one by a digit that follows it.
    """
    return _MOBILE.sub(_masked_one, words)


def _masked_one(found: re.Match[str]) -> str:
    if any(len(group) == _LENGTH_OF_ORDER_ID for group in re.findall("[0-9]+", found[0])):
        return found[0]
    return masked(int("90" + re.sub("[^0-9]", "", found[0])[-10:]))
