"""Days as a campaign's `due` names them: `mon`, `weekdays`, `15`, `last` → the nights on which it goes."""

from collections.abc import Sequence
from datetime import date, timedelta

from batchsms.turkish_folding import fold

__all__ = ["is_day", "is_due", "next_due"]

_DAYS = (
    ("mon", "monday", "pazartesi", "pzt"),
    ("tue", "tuesday", "sali", "sal"),
    ("wed", "wednesday", "carsamba", "car"),
    ("thu", "thursday", "persembe", "per"),
    ("fri", "friday", "cuma", "cum"),
    ("sat", "saturday", "cumartesi", "cmt"),
    ("sun", "sunday", "pazar", "paz"),
)
_BY_NAME = {name: day for day, names in enumerate(_DAYS) for name in names}
_GROUPS = {
    "daily": frozenset(range(7)),
    "weekdays": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
}
_LAST = "last"
_LONGEST_MONTH = 31
_LONGEST_GAP = 62
"""Days until a day of the month comes again: the 31st of January and that of March are 59 or 60 apart."""


def is_day(word: str) -> bool:
    """Return whether a word names days: of the week, in English or Turkish, or of the month."""
    word = fold(word)
    return word in _BY_NAME or word in _GROUPS or word == _LAST or _day_of_month(word) is not None


def is_due(words: Sequence[str], day: date) -> bool:
    """Return whether a day is one of those that are named; without any, each day is."""
    return not words or any(_is(fold(word), day) for word in words)


def next_due(words: Sequence[str], day: date) -> date | None:
    """Return the first day after a day that is one of those named, None where none comes soon."""
    ahead = (day + timedelta(days=count) for count in range(1, _LONGEST_GAP + 1))
    return next((one for one in ahead if is_due(words, one)), None)


def _is(word: str, day: date) -> bool:
    if word in _BY_NAME:
        return day.weekday() == _BY_NAME[word]
    if word in _GROUPS:
        return day.weekday() in _GROUPS[word]
    if word == _LAST:
        return (day + timedelta(days=1)).day == 1
    return _day_of_month(word) == day.day


def _day_of_month(word: str) -> int | None:
    is_number = word.isascii() and word.isdigit() and len(word) <= len(str(_LONGEST_MONTH))
    return int(word) if is_number and 1 <= int(word) <= _LONGEST_MONTH else None
