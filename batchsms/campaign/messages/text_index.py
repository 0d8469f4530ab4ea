"""Texts → numbers, with twelve bytes for each text: its hash and its number, in sorted columns.

New texts come in a column of their own; two that are about as long are made one, so that there are few.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["TextIndex"]

_Hashes = npt.NDArray[np.int64]
_Numbers = npt.NDArray[np.int32]
_Order = npt.NDArray[np.intp]
_AS_LONG = 4
"""How many times as long as the next a column may be, to be made one with it."""


class TextIndex:
    """The numbers of many distinct texts. `stored` returns a text by its number, to compare with."""

    def __init__(self, stored: Callable[[int], str]) -> None:
        self._stored = stored
        self._columns: list[tuple[_Hashes, _Numbers]] = []
        """Hashes that ascend, and the numbers of their texts."""

    def numbers_of(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the number of each of these distinct texts that is known."""
        wanted, order = _sorted_hashes(texts)
        found = {}
        for hashes, numbers in self._columns:
            first = np.searchsorted(hashes, wanted)
            behind = np.minimum(first, len(hashes) - 1)
            for at in np.flatnonzero(hashes[behind] == wanted).tolist():
                text = texts[order[at]]
                for number in numbers[first[at] : np.searchsorted(hashes, wanted[at], "right")].tolist():
                    if self._stored(number) == text:
                        found[text] = number
        return found

    def add(self, texts: Sequence[str], numbers: Sequence[int]) -> None:
        """Add texts that are not known."""
        hashes, order = _sorted_hashes(texts)
        added = hashes, np.asarray(numbers, dtype=np.int32)[order]
        while self._columns and len(self._columns[-1][0]) <= _AS_LONG * len(added[0]):
            added = _merged(self._columns.pop(), added)
        self._columns.append(added)


def _sorted_hashes(texts: Sequence[str]) -> tuple[_Hashes, _Order]:
    """Return the hashes of texts, ascending, and where each text stands."""
    hashes = np.fromiter(map(hash, texts), dtype=np.int64, count=len(texts))
    order = np.argsort(hashes)
    return hashes[order], order


def _merged(one: tuple[_Hashes, _Numbers], other: tuple[_Hashes, _Numbers]) -> tuple[_Hashes, _Numbers]:
    hashes = np.concatenate((one[0], other[0]))
    order = np.argsort(hashes, kind="stable")  # which is quick where parts are sorted
    return hashes[order], np.concatenate((one[1], other[1]))[order]
