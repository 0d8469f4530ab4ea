"""Texts → numbers: each distinct text gets the next one. A million texts are not kept in memory."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from batchsms.campaign.messages.text_index import TextIndex

__all__ = ["KnownTexts"]

_MOST_KEPT = 50_000  # texts


class KnownTexts:
    """The distinct texts so far. The first are kept; of any further one its hash is.

    `stored` returns a text that is not kept, by its number: that texts are equal is never taken for granted.
    """

    def __init__(self, stored: Callable[[int], str]) -> None:
        self.count = 0
        self._stored = stored
        self._kept: dict[str, int] = {}
        self._others: TextIndex | None = None

    def place(self, texts: Sequence[str]) -> tuple[list[int], list[str]]:
        """Return the number of each text, and those texts that are new, in the order of their numbers."""
        kept = self._kept
        unseen = [text for text in dict.fromkeys(texts) if text not in kept]
        others = self._others.numbers_of(unseen) if self._others else {}
        new = [text for text in unseen if text not in others] if others else unseen
        numbers = range(self.count, self.count + len(new))
        self.count += len(new)
        self._keep(new, numbers)
        if len(new) == len(texts):
            return list(numbers), new
        numbered = others | dict(zip(new, numbers, strict=True))
        return [numbered[text] if text in numbered else kept[text] for text in texts], new

    def positions(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the number of each of these texts that is known."""
        found = {text: self._kept[text] for text in texts if text in self._kept}
        if self._others:
            found |= self._others.numbers_of([text for text in texts if text not in found])
        return found

    def _keep(self, texts: Sequence[str], numbers: range) -> None:
        room = max(0, _MOST_KEPT - len(self._kept))
        self._kept.update(zip(texts[:room], numbers, strict=False))
        if len(texts) > room:
            if self._others is None:
                from batchsms.campaign.messages.text_index import TextIndex  # noqa: PLC0415 - numpy

                self._others = TextIndex(self._stored)
            self._others.add(texts[room:], numbers[room:])
