"""Texts → encoding and number of segments, which is what a message costs.

Alphabets: 3GPP TS 23.038, the default alphabet (6.2.1), its extension table (6.2.1.1) and the
Turkish national language tables (A.2.1, A.3.1). Lengths: a message of one segment holds 160
septets, 155 with a Turkish table or 70 UTF-16 units; of several, 153, 149 or 67 each.

The vendor appends its operator code " B186" to each text and counts it, which takes five
characters off once. Its published single-segment limits are 155, 150 and 65. Which alphabet it
picks, whether the seven Turkish letters cost one or two, and the limits of longer texts are not
published; `docs/costs.md` says what is assumed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

__all__ = ["MOST_SEGMENTS", "OPERATOR_CODE_RESERVE", "Encoding", "Length", "length", "lengths"]

MOST_SEGMENTS = 7
OPERATOR_CODE_RESERVE = 5

_DEFAULT_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_LAST_OF_ONE_UNIT = "\uffff"  # beyond it UTF-16 takes two units
_TURKISH = frozenset("çĞğİıŞş")


@dataclass(frozen=True)
class Encoding:
    """One way to put a text on the air, with its capacity in its own units.

    `single` and `multi` are the units that a lone segment and each of several hold.
    """

    name: str
    single: int
    multi: int


GSM7 = Encoding("gsm7", 160, 153)
TURKISH = Encoding("turkish", 155, 149)
UCS2 = Encoding("ucs2", 70, 67)


@dataclass(frozen=True)
class Length:
    """What a text costs: the name of its encoding (`gsm7`, `turkish`, `ucs2`) and its segments."""

    encoding: str
    segments: int


def lengths(texts: Iterable[str]) -> list[Length]:
    """Return the length of each text."""
    return [length(text) for text in texts]


def length(text: str) -> Length:
    """Return the encoding that a text needs and the segments (credits) that it then takes."""
    marks = frozenset(text)
    beyond = marks - _DEFAULT_ALPHABET - _EXTENSION
    if not beyond <= _TURKISH:
        return _length(UCS2, [2 if mark > _LAST_OF_ONE_UNIT else 1 for mark in text])
    encoding = TURKISH if beyond else GSM7
    if not marks & _EXTENSION:
        return Length(encoding.name, _segments(encoding, len(text)))
    return _length(encoding, [2 if mark in _EXTENSION else 1 for mark in text])


def _length(encoding: Encoding, costs: list[int]) -> Length:
    """Count with characters of two units, which the standards do not let straddle two segments."""
    flat = _segments(encoding, sum(costs))
    return Length(encoding.name, flat if flat == 1 else _unbroken(encoding, costs))


def _segments(encoding: Encoding, units: int) -> int:
    units += OPERATOR_CODE_RESERVE
    return 1 if units <= encoding.single else ceil(units / encoding.multi)


def _unbroken(encoding: Encoding, costs: list[int]) -> int:
    full, used = 0, 0
    for cost in [*costs, *[1] * OPERATOR_CODE_RESERVE]:
        if used + cost > encoding.multi:
            full, used = full + 1, 0
        used += cost
    return full + 1
