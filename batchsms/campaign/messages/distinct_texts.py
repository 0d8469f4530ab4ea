"""Texts → messages: each distinct text once, folded where that was asked for, with what it costs."""

import hashlib
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from batchsms.campaign.messages.known_texts import KnownTexts
from batchsms.pricing.campaign_costs import Measures
from batchsms.pricing.costs import Folded
from batchsms.pricing.folds import apply_folds
from batchsms.pricing.segments import length
from batchsms.pricing.tariff import Tariff
from batchsms.texts.row_rendering import Rendered
from batchsms.texts.text_warnings import warnings_of

__all__ = ["NO_MESSAGE", "DistinctTexts"]

NO_MESSAGE = -1
"""In place of a message, where a row has no text."""

_MOST_KEPT = 100
_MANY = 1_000  # texts
_END = "\0"  # no text has it


class Placed(NamedTuple):
    """The message of each text, -1 where there is no text; and the messages that are new with them.

    These are the values of `StoredMessage`.
    """

    messages: Sequence[int]
    new: Iterable[tuple[int, str, str, int]]


class DistinctTexts:
    """The distinct texts so far. `stored` returns one that is not in memory any more, by its message."""

    def __init__(
        self,
        folds: Collection[str],
        tariff: Tariff,
        stored: Callable[[int], str],
        *,
        is_commercial: bool,
    ) -> None:
        self.measures = Measures(tariff)
        self.longest_text = 0
        self.warnings = array("H")
        """What is remarked upon in each message, as the value of a `TextWarning`."""
        self._saved_of_row = array("H")
        """For each row, the segments that its folds save; empty without folds."""
        self._unfolded: dict[int, str] = {}
        """The texts of the first rows that a fold has changed, as they were written."""
        self._folds = folds
        self._tariff = tariff
        self._is_commercial = is_commercial
        self._known = KnownTexts(stored)
        self._digest = hashlib.blake2b(digest_size=16)
        self._plain: dict[str, tuple[str, int]] = {}
        """The texts of the rows just placed, each as it is folded, and the segments that this saves."""

    def place(self, rendered: Sequence[Rendered]) -> Placed:
        """Take the texts of the next rows."""
        texts = [one.text for one in rendered if not one.reason]
        places, new = self._known.place(self._folded(rendered, texts) if self._folds else texts)
        messages: Sequence[int] = places
        if len(texts) < len(rendered):
            placed = iter(places)
            messages = [NO_MESSAGE if one.reason else next(placed) for one in rendered]
        return Placed(messages, self._take_in(new))

    def digest(self) -> bytes:
        """Return what tells these texts from others, in the order in which they came."""
        return self._digest.digest()

    def positions(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the message of each of these texts that has one."""
        return self._known.positions(texts)

    def forget(self) -> None:
        """Free the memory of which texts are known: all of them are placed."""
        del self._known

    def what_folds_did(self, going: Sequence[int]) -> Folded | None:
        """Return what the folds did to the texts of some rows, None where they did nothing."""
        if not self._saved_of_row:
            return None
        changed = [row for row in going if self._saved_of_row[row]]
        shown = next((row for row in changed if row in self._unfolded), None)
        before = "" if shown is None else self._unfolded[shown]
        saved = sum(self._saved_of_row[row] for row in changed)
        return Folded(len(changed), saved, shown, before) if changed else None

    def _take_in(self, new: Sequence[str]) -> Iterable[tuple[int, str, str, int]]:
        """Weigh and look over new texts; return them as they are stored."""
        self.longest_text = max(self.longest_text, *map(len, new), 0)
        self._digest.update("".join(f"{text}{_END}" for text in new).encode())
        first = len(self.warnings)
        costs = self.measures.add_all(new)
        self.warnings.extend(self._warnings(new))
        return [
            (message, text, encoding, segments)
            for message, text, (encoding, segments) in zip(
                range(first, first + len(new)), new, costs, strict=True
            )
        ]

    def _warnings(self, texts: Sequence[str]) -> Sequence[int]:
        if len(texts) < _MANY:
            return [warnings_of(text, is_commercial=self._is_commercial) for text in texts]
        from batchsms.campaign.messages.many_text_warnings import warnings_of_all  # noqa: PLC0415 - for large lists alone

        return warnings_of_all(texts, is_commercial=self._is_commercial)

    def _folded(self, rendered: Sequence[Rendered], texts: Sequence[str]) -> list[str]:
        """Return the texts of the next rows as they are folded; note what that saves."""
        before = self._plain
        self._plain = {text: before.get(text) or self._fold(text) for text in dict.fromkeys(texts)}
        for one in rendered:
            saved = 0 if one.reason else self._plain[one.text][1]
            if saved and len(self._unfolded) < _MOST_KEPT:
                self._unfolded[len(self._saved_of_row)] = one.text
            self._saved_of_row.append(saved)
        return [self._plain[text][0] for text in texts]

    def _fold(self, text: str) -> tuple[str, int]:
        plain = apply_folds(text, self._folds, self._tariff)
        if plain == text:
            return text, 0
        return plain, length(text, self._tariff).segments - length(plain, self._tariff).segments
