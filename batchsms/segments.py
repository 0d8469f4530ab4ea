"""Texts → encoding and number of segments, which is what a message costs.

Alphabets: 3GPP TS 23.038, the default alphabet (6.2.1), its extension table (6.2.1.1) and the
Turkish national language tables (A.2.1, A.3.1). Lengths: a message of one segment holds 160
septets, 155 with a Turkish table or 70 UTF-16 units; of several, 153, 149 or 67 each.

The vendor appends its operator code " B186" to each text and counts it, which takes five
characters off once. Its published single-segment limits are 155, 150 and 65. Which alphabet it
picks, whether the seven Turkish letters cost one or two, and the limits of longer texts are not
published; `docs/costs.md` says what is assumed.
"""

from dataclasses import dataclass
from math import ceil

__all__ = ["ENCODINGS", "MOST_SEGMENTS", "Encoding", "Length", "Tariff", "beyond", "length"]

MOST_SEGMENTS = 7


@dataclass(frozen=True)
class Tariff:
    """What the vendor does not publish, and what is therefore a setting.

    `reserve` is the number of characters that its operator code takes off each text;
    `turkish_letter_cost` is what each of the seven Turkish letters counts, 1 or 2.
    """

    reserve: int = 5
    turkish_letter_cost: int = 1


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
ENCODINGS = (GSM7, TURKISH, UCS2)
"""From the cheapest to the dearest."""

_USUAL = Tariff()


@dataclass(frozen=True)
class Length:
    """What a text costs: the name of its encoding (`gsm7`, `turkish`, `ucs2`) and its segments."""

    encoding: str
    segments: int


def length(text: str, tariff: Tariff = _USUAL) -> Length:
    """Return the encoding that a text needs and the segments (credits) that it then takes."""
    marks = frozenset(text)
    encoding = _encoding(marks)
    doubled = _doubled(encoding, tariff)
    if marks & doubled or encoding is UCS2:
        costs = _costs(encoding, text, doubled)
        flat = _segments(encoding, sum(costs), tariff)
        # A character of two units does not straddle two segments.
        return Length(encoding.name, flat if flat == 1 else _unbroken(encoding, costs, tariff))
    return Length(encoding.name, _segments(encoding, len(text), tariff))


def beyond(text: str, encoding: str) -> frozenset[str]:
    """Return the characters of a text that an encoding (`gsm7`, `turkish`) cannot carry."""
    marks = frozenset(text) - _DEFAULT_ALPHABET - _EXTENSION
    return marks - _TURKISH if encoding == TURKISH.name else marks


def _encoding(marks: frozenset[str]) -> Encoding:
    beyond_default = marks - _DEFAULT_ALPHABET - _EXTENSION
    if not beyond_default:
        return GSM7
    return TURKISH if beyond_default <= _TURKISH else UCS2


def _doubled(encoding: Encoding, tariff: Tariff) -> frozenset[str]:
    if encoding is TURKISH and tariff.turkish_letter_cost > 1:
        return _EXTENSION | _TURKISH
    return _EXTENSION


def _costs(encoding: Encoding, text: str, doubled: frozenset[str]) -> list[int]:
    if encoding is UCS2:
        return [2 if mark > _LAST_OF_ONE_UNIT else 1 for mark in text]
    return [2 if mark in doubled else 1 for mark in text]


def _segments(encoding: Encoding, units: int, tariff: Tariff) -> int:
    units += tariff.reserve
    return 1 if units <= encoding.single else ceil(units / encoding.multi)


def _unbroken(encoding: Encoding, costs: list[int], tariff: Tariff) -> int:
    full, used = 0, 0
    for cost in [*costs, *[1] * tariff.reserve]:
        if used + cost > encoding.multi:
            full, used = full + 1, 0
        used += cost
    return full + 1
