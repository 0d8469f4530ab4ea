"""Many texts → which of them cost the same, told by one look at all their characters with numpy.

What `segments` and `campaign_costs` say of a text stays the definition; a test holds the two equal.
"""

from collections.abc import Sequence

import numpy as np

from batchsms.pricing.segments import DEFAULT_ALPHABET, EXTENSION, TURKISH_LETTERS
from batchsms.pricing.tariff import Tariff

__all__ = ["UNTOLD", "price_classes"]

UNTOLD = -1
"""The class of a text that has to be weighed by itself."""

_BITS = 10
_TURKISH_LETTERS = {letter: 1 << at for at, letter in enumerate(sorted(TURKISH_LETTERS))}
_DOUBLED, _BEYOND, _SHOWN = (1 << at for at in range(len(TURKISH_LETTERS), _BITS))
_LAST = 0xFFFF


def _marks() -> "np.ndarray[tuple[int], np.dtype[np.uint16]]":
    """Return what each character brings into a text, by its code; those of the other planes by the last."""
    marks = np.full(_LAST + 1, _BEYOND | _SHOWN, dtype=np.uint16)
    for letter, mark in _TURKISH_LETTERS.items():
        marks[ord(letter)] = mark | _SHOWN
    for letter in DEFAULT_ALPHABET | EXTENSION:
        marks[ord(letter)] = _DOUBLED * (letter in EXTENSION) | _SHOWN * (not letter.isspace())
    return marks


_MARKS = _marks()


def price_classes(texts: Sequence[str], tariff: Tariff) -> list[int]:
    """Return a number for each text: those that have the same cost the same, with and without any change.

    That holds where each character takes one place of an alphabet with seven bits, so that nothing but
    their count and the Turkish letters among them matter. Any other text is `UNTOLD`, and so is an
    empty one.
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    classes = np.full(len(texts), UNTOLD, dtype=np.int64)
    filled = np.flatnonzero(lengths)
    if not len(filled):
        return classes.tolist()
    starts = (np.cumsum(lengths) - lengths)[filled]
    brought = np.bitwise_or.reduceat(_MARKS[np.minimum(codes, _LAST)], starts).astype(np.int64)
    untold = _DOUBLED | _BEYOND
    if tariff.turkish_letter_cost > 1:
        untold |= sum(_TURKISH_LETTERS.values())
    classes[filled] = np.where(brought & untold, UNTOLD, lengths[filled] << _BITS | brought)
    return classes.tolist()
