"""Texts → messages: each distinct text once, folded where that was asked for, with what it costs."""

import hashlib
from array import array
from collections.abc import Collection, Sequence
from typing import NamedTuple

from batchsms.journal.draft import StoredMessage
from batchsms.pricing.campaign_costs import Measures
from batchsms.pricing.costs import Folded
from batchsms.pricing.folds import apply_folds
from batchsms.pricing.segments import length, weight_of
from batchsms.pricing.tariff import Tariff
from batchsms.texts.row_rendering import Rendered
from batchsms.texts.text_warnings import warnings_of

__all__ = ["NO_MESSAGE", "DistinctTexts"]

NO_MESSAGE = -1
"""In place of a message, where a row has no text."""

_MOST_KEPT = 100


class Placed(NamedTuple):
    """The message of each text, -1 where there is no text; and the messages that are new with them."""

    messages: list[int]
    new: list[StoredMessage]


class DistinctTexts:
    """The distinct texts so far, told apart by a digest: texts themselves are not kept in memory."""

    def __init__(self, folds: Collection[str], tariff: Tariff, *, is_commercial: bool) -> None:
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
        self._known: dict[bytes, int] = {}
        self._saved: dict[bytes, int] = {}

    def place(self, texts: Sequence[Rendered]) -> Placed:
        """Take the texts of the next rows."""
        new: list[StoredMessage] = []
        if self._folds:
            messages = [self._folded_id(one, new) for one in texts]
        else:
            messages = [NO_MESSAGE if one.reason else self._id(one.text, new) for one in texts]
        self.longest_text = max(self.longest_text, *(len(message.text) for message in new), 0)
        return Placed(messages, new)

    def digest(self) -> bytes:
        """Return what tells these texts from others, in the order in which they came."""
        return hashlib.blake2b(b"".join(self._known), digest_size=16).digest()

    def position(self, text: str) -> int | None:
        """Return the message that has a text, None where there is none."""
        return self._known.get(_digest(text))

    def what_folds_did(self, going: Sequence[int]) -> Folded | None:
        """Return what the folds did to the texts of some rows, None where they did nothing."""
        if not self._saved_of_row:
            return None
        changed = [row for row in going if self._saved_of_row[row]]
        shown = next((row for row in changed if row in self._unfolded), None)
        before = "" if shown is None else self._unfolded[shown]
        saved = sum(self._saved_of_row[row] for row in changed)
        return Folded(len(changed), saved, shown, before) if changed else None

    def _id(self, text: str, new: list[StoredMessage]) -> int:
        digest = _digest(text)
        if (known := self._known.get(digest)) is None:
            known = self._known[digest] = len(self.measures.kind_of_message)
            weight = weight_of(text, self._tariff)
            segments = weight.segments if text.strip() else 0
            self.measures.add(text, weight, segments)
            self.warnings.append(warnings_of(text, is_commercial=self._is_commercial))
            new.append(StoredMessage(known, text, weight.encoding.name, segments))
        return known

    def _folded_id(self, rendered: Rendered, new: list[StoredMessage]) -> int:
        """Return the message of the next row's text as it is folded; note what that saves."""
        message, saved = NO_MESSAGE, 0
        if not rendered.reason:
            digest = _digest(rendered.text)
            if digest not in self._known:
                self._fold(rendered.text, digest, new)
            message, saved = self._known[digest], self._saved.get(digest, 0)
        if saved and len(self._unfolded) < _MOST_KEPT:
            self._unfolded[len(self._saved_of_row)] = rendered.text
        self._saved_of_row.append(saved)
        return message

    def _fold(self, text: str, digest: bytes, new: list[StoredMessage]) -> None:
        plain = apply_folds(text, self._folds, self._tariff)
        self._known[digest] = self._id(plain, new)
        if plain != text:
            saved = length(text, self._tariff).segments - length(plain, self._tariff).segments
            self._saved[digest] = saved


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
