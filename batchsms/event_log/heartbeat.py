"""How far a long step is → a sentence now and then, for who has no progress bar before them."""

from collections.abc import Callable

from batchsms.i18n import _

__all__ = ["Heartbeat"]

_SECONDS_BETWEEN = 30.0


class Heartbeat:
    """Says at most every 30 seconds how far a step is, and nothing of one that is shorter.

    `length` is how many recipients there are to deal with; None where rows are counted, and nobody knows
    how many there are. `clock` gives seconds, and `tell` gets the sentence and the count.
    """

    def __init__(
        self,
        step: str,
        length: int | None,
        *,
        clock: Callable[[], float],
        tell: Callable[[str, int], None],
    ) -> None:
        self._step, self._length, self._clock, self._tell = step, length, clock, tell
        self._told_at = clock()

    def __call__(self, count: int) -> None:
        """Take in how far it is."""
        if self._clock() - self._told_at < _SECONDS_BETWEEN:
            return
        self._told_at = self._clock()
        if self._length is None:
            sentence = _("{step}: {count:,} rows so far")
        else:
            sentence = _("{step}: {count:,} of {length:,} recipients so far")
        self._tell(sentence.format(step=self._step, count=count, length=self._length), count)
