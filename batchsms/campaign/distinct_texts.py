"""Texts → messages: each distinct text once, folded where that was asked for, with what it costs."""

import hashlib
from array import array
from collections.abc import Collection, Sequence

from batchsms.journal.draft import Draft
from batchsms.pricing.campaign_costs import Measures
from batchsms.pricing.folds import folded
from batchsms.pricing.segments import Tariff, length, weighed
from batchsms.texts.template import Rendered
from batchsms.texts.text_warnings import oddities

__all__ = ["NO_MESSAGE", "Messages"]

NO_MESSAGE = -1
"""In place of a message's id, where a row has no text."""

_New = list[tuple[int, str, str, int]]
_MOST_KEPT = 100


class Messages:
    """The distinct texts so far, told apart by a digest: texts themselves are not kept in memory."""

    def __init__(self, draft: Draft, folds: Collection[str], tariff: Tariff, *, is_commercial: bool) -> None:
        self.measures = Measures(tariff)
        self.oddities = array("H")
        """For each message, what is odd about it, as `oddities.oddities` has it."""
        self.longest_text = 0
        self.saved = array("H")
        """For each row, the segments that its folds save; empty without folds."""
        self.unfolded: dict[int, str] = {}
        """The texts of the first rows that a fold has changed, as they were written."""
        self._draft = draft
        self._folds = folds
        self._tariff = tariff
        self._is_commercial = is_commercial
        self._known: dict[bytes, int] = {}
        self._saved: dict[bytes, int] = {}

    def ids(self, texts: Sequence[Rendered]) -> list[int]:
        """Return the message of each text, -1 where there is no text; write those that are new."""
        new: _New = []
        if self._folds:
            ids = [self._folded_id(one, new) for one in texts]
        else:
            ids = [NO_MESSAGE if one.reason else self._id(one.text, new) for one in texts]
        self.longest_text = max(self.longest_text, *(len(text) for _id, text, *_length in new), 0)
        self._draft.add_messages(new)
        return ids

    def _id(self, text: str, new: _New) -> int:
        digest = _digest(text)
        if (known := self._known.get(digest)) is None:
            known = self._known[digest] = len(self.measures.segments)
            weight = weighed(text, self._tariff)
            segments = weight.segments if text.strip() else 0
            self.measures.add(text, weight, segments)
            self.oddities.append(oddities(text, is_commercial=self._is_commercial))
            new.append((known, text, weight.encoding.name, segments))
        return known

    def _folded_id(self, rendered: Rendered, new: _New) -> int:
        """Return the message of the next row's text as it is folded; note what that saves."""
        message, saved = NO_MESSAGE, 0
        if not rendered.reason:
            digest = _digest(rendered.text)
            if digest not in self._known:
                self._fold(rendered.text, digest, new)
            message, saved = self._known[digest], self._saved.get(digest, 0)
        if saved and len(self.unfolded) < _MOST_KEPT:
            self.unfolded[len(self.saved)] = rendered.text
        self.saved.append(saved)
        return message

    def _fold(self, text: str, digest: bytes, new: _New) -> None:
        plain = folded(text, self._folds, self._tariff)
        self._known[digest] = self._id(plain, new)
        if plain != text:
            saved = length(text, self._tariff).segments - length(plain, self._tariff).segments
            self._saved[digest] = saved


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
