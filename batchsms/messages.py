"""Texts → messages: each distinct text once, with what it costs."""

import hashlib
from array import array
from collections.abc import Collection, Sequence

from batchsms.folds import folded
from batchsms.journal.draft import Draft
from batchsms.segments import Tariff, length
from batchsms.texts import Rendered

__all__ = ["NO_MESSAGE", "Messages"]

NO_MESSAGE = -1
"""In place of a message's id, where a row has no text."""


class Messages:
    """The distinct texts so far, told apart by a digest: texts themselves are not kept in memory."""

    def __init__(self, draft: Draft, folds: Collection[str], tariff: Tariff) -> None:
        self.segments = array("q")
        self.longest_text = 0
        self._draft = draft
        self._folds = folds
        self._tariff = tariff
        self._known: dict[bytes, int] = {}

    def ids(self, texts: Sequence[Rendered]) -> list[int]:
        """Return the message of each text, -1 where there is no text; write those that are new."""
        new: list[tuple[int, str, str, int]] = []
        ids = [self._id(rendered, new) for rendered in texts]
        self.longest_text = max(self.longest_text, *(len(text) for _id, text, *_length in new), 0)
        self._draft.add_messages(new)
        return ids

    def _id(self, rendered: Rendered, new: list[tuple[int, str, str, int]]) -> int:
        if rendered.reason:
            return NO_MESSAGE
        digest = _digest(rendered.text)
        if (known := self._known.get(digest)) is None:
            text = folded(rendered.text, self._folds, self._tariff) if self._folds else rendered.text
            known = self._known[digest] = self._id_of(
                text, digest if text == rendered.text else _digest(text), new
            )
        return known

    def _id_of(self, text: str, digest: bytes, new: list[tuple[int, str, str, int]]) -> int:
        """Return the message of a text that is as it will be sent."""
        if (known := self._known.get(digest)) is None:
            known = self._known[digest] = len(self.segments)
            counted = length(text, self._tariff)
            segments = counted.segments if text.strip() else 0
            self.segments.append(segments)
            new.append((known, text, counted.encoding, segments))
        return known


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
