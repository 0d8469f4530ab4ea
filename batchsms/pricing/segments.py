"""Texts → encoding and number of segments, which is what a message costs.

Alphabets: 3GPP TS 23.038, the default alphabet (6.2.1), its extension table (6.2.1.1) and the
Turkish national language tables (A.2.1, A.3.1). Lengths: a message of one segment holds 160
septets, 155 with a Turkish table or 70 UTF-16 units; of several, 153, 149 or 67 each.

The vendor appends its operator code " B186" to each text and counts it, which takes five
characters off once. Its published single-segment limits are 155, 150 and 65. Which alphabet it
picks, whether the seven Turkish letters cost one or two, and the limits of longer texts are not
published; `docs/costs.md` says what is assumed.
"""

import re
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from batchsms.pricing.tariff import USUAL_TARIFF, Tariff

__all__ = [
    "DEFAULT_ALPHABET",
    "ENCODINGS",
    "EXTENSION",
    "MOST_SEGMENTS",
    "TURKISH",
    "TURKISH_LETTERS",
    "UCS2",
    "Encoding",
    "Length",
    "Weight",
    "length",
    "weight_of",
]

MOST_SEGMENTS = 7
DEFAULT_ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
"""Those that take two places of it."""
TURKISH_LETTERS = frozenset("çĞğİıŞş")
"""Those that the default alphabet lacks."""
_BEYOND_DEFAULT = re.compile(f"[^{re.escape(''.join(DEFAULT_ALPHABET | EXTENSION))}]")
_DOUBLED = re.compile(f"[{re.escape(''.join(EXTENSION))}]")
_DOUBLED_AND_TURKISH = re.compile(f"[{re.escape(''.join(EXTENSION | TURKISH_LETTERS))}]")


class Encoding(NamedTuple):
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
"""From the cheapest to the most expensive."""

_ESCAPE = (
    "\x1b"  # on the air it stands before a character of the extension; no text of these alphabets has it
)
_LOW_SURROGATES = range(0xDC, 0xE0)


class Length(NamedTuple):
    """What a text costs: the name of its encoding (`gsm7`, `turkish`, `ucs2`) and its segments."""

    encoding: str
    segments: int


class Weight(NamedTuple):
    """What a text takes, and why.

    `units` are those of its encoding, with the operator code; `is_even` says that each character
    takes one. `expensive` are the characters beyond the default alphabet.
    """

    encoding: Encoding
    segments: int
    units: int
    is_even: bool
    expensive: frozenset[str]

    @property
    def without_turkish(self) -> int:
        """Segments of an even text of the Turkish alphabet, were its seven letters plain ones."""
        return _even_segments(GSM7, self.units)

    @property
    def excess(self) -> int:
        """How many characters, taken off the text, surely save a segment: 0, if it has just one.

        Which ones does not matter.
        """
        if self.segments == 1:
            return 0
        fewer = self.segments - 1
        room = self.encoding.single if fewer == 1 else self.encoding.multi * fewer
        if not self.is_even and fewer > 1:
            room -= fewer - 1  # at each border a place may stay empty, before a character of two units
        return max(1, self.units - room)


def length(text: str, tariff: Tariff = USUAL_TARIFF) -> Length:
    """Return the encoding that a text needs and the segments (credits) that it then takes."""
    weight = weight_of(text, tariff)
    return Length(weight.encoding.name, weight.segments)


def weight_of(text: str, tariff: Tariff = USUAL_TARIFF) -> Weight:
    """Return what a text takes."""
    expensive = frozenset(_BEYOND_DEFAULT.findall(text))
    if not expensive <= TURKISH_LETTERS:
        return _unicode_weight(text, expensive, tariff)
    encoding = TURKISH if expensive else GSM7
    doubled = _DOUBLED_AND_TURKISH if expensive and tariff.turkish_letter_cost > 1 else _DOUBLED
    if doubled.search(text) is None:
        return _even_weight(encoding, len(text) + tariff.reserve, expensive)
    spelled = doubled.sub(rf"{_ESCAPE}\g<0>", text) + " " * tariff.reserve
    segments = _segments(encoding, len(spelled), lambda end: spelled[end - 1] == _ESCAPE)
    return Weight(encoding, segments, len(spelled), is_even=False, expensive=expensive)


def _unicode_weight(text: str, expensive: frozenset[str], tariff: Tariff) -> Weight:
    spelled = (text + " " * tariff.reserve).encode("utf-16-le", "surrogatepass")
    units = len(spelled) // 2
    if units == len(text) + tariff.reserve:
        return _even_weight(UCS2, units, expensive)
    segments = _segments(UCS2, units, lambda end: spelled[2 * end + 1] in _LOW_SURROGATES)
    return Weight(UCS2, segments, units, is_even=False, expensive=expensive)


def _even_weight(encoding: Encoding, units: int, expensive: frozenset[str]) -> Weight:
    return Weight(encoding, _even_segments(encoding, units), units, is_even=True, expensive=expensive)


def _even_segments(encoding: Encoding, units: int) -> int:
    return 1 if units <= encoding.single else ceil(units / encoding.multi)


def _segments(encoding: Encoding, units: int, cuts: Callable[[int], bool]) -> int:
    """Return the segments of a text whose characters may take two units, which are not cut in two.

    `cuts` tells whether a border before a unit would do that.
    """
    if units <= encoding.single:
        return 1
    count, start = 1, 0
    while units - start > encoding.multi:
        start += encoding.multi
        start -= cuts(start)
        count += 1
    return count
