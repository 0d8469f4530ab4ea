"""Texts → messages: each distinct text once, with what it costs."""

import hashlib
from array import array
from collections.abc import Sequence

from batchsms.journal.draft import Draft
from batchsms.segments import length
from batchsms.texts import Rendered

__all__ = ["NO_MESSAGE", "Messages"]

NO_MESSAGE = -1
"""In place of a message's id, where a row has no text."""


class Messages:
    """The distinct texts so far, told apart by a digest: texts themselves are not kept in memory."""

    def __init__(self, draft: Draft) -> None:
        self.segments = array("q")
        self.longest_text = 0
        self._draft = draft
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
        digest = hashlib.blake2b(rendered.text.encode(), digest_size=16).digest()
        if (known := self._known.get(digest)) is None:
            known = self._known[digest] = len(self._known)
            counted = length(rendered.text)
            segments = counted.segments if rendered.text.strip() else 0
            self.segments.append(segments)
            new.append((known, rendered.text, counted.encoding, segments))
        return known
