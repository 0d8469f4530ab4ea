"""Values as a Turkish reader writes them: dates by day first, decimals with a comma.

Excel in Turkish shows the same: `DOĞRU` and `YANLIŞ`, `20.01.2026`, `[h]:mm` as `30:00`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined
from markupsafe import Markup

from batchsms.i18n import _
from batchsms.texts.turkish.locale_forms import formatted_date

__all__ = ["MOST_CHARACTERS", "percent_operand", "strftime", "text_of", "too_long_error"]

MOST_CHARACTERS = 40_000
"""A text, or a part of one, that is longer fails the row. A cell of Excel holds 32,767 characters."""

_LONGEST_PATTERN = 100
_MIDNIGHT = time()
_MINUTES = timedelta(minutes=1)


def text_of(value: object) -> str:
    """Return a value as text.

    Lists are written one value after another, None as nothing. Raises `TemplateRuntimeError` for
    what cannot be printed: functions, generators, infinite numbers, too many characters.
    """
    if isinstance(value, str):
        return value
    if write := _WRITERS_OF_CELLS.get(type(value)):
        return write(value)
    for kinds, write in _WRITERS:
        if isinstance(value, kinds):
            return write(value)
    if isinstance(value, Undefined):
        return str(value)
    raise TemplateRuntimeError(
        _("a {kind} cannot be printed; write () after a function, or |join after a list").format(
            kind=type(value).__name__
        )
    )


def percent_operand(value: object) -> object:
    """Return a value for the `%` of a text: still a number for `%.2f`, and Turkish for `%s`."""
    if isinstance(value, bool):
        return _TruthOperand(value)
    if isinstance(value, float):
        text_of(value)
        return _FloatOperand(value)
    return value if isinstance(value, int | Markup) else _TextOperand(text_of(value))


def strftime(moment: date | time, pattern: str) -> str:
    """Return a date or time in a pattern of `strftime`, with Turkish names of days and months."""
    if len(pattern) > _LONGEST_PATTERN:
        raise too_long_error()
    if isinstance(moment, date):
        pattern = _NAMES.sub(lambda found: _name(moment, found[0]), pattern)
    return moment.strftime(pattern)


def too_long_error() -> TemplateRuntimeError:
    """Return the error of a text that would become too long."""
    return TemplateRuntimeError(_("the text is longer than {most:,} characters").format(most=MOST_CHARACTERS))


class _TextOperand(str):
    """A text that `%r` leaves as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _FloatOperand(float):
    def __str__(self) -> str:
        return text_of(float(self))

    __repr__ = __str__


class _TruthOperand(int):
    def __str__(self) -> str:
        return text_of(bool(self))

    __repr__ = __str__


_NAMES = re.compile("%%|%[AaBb]")
_BABELS = {"%A": "EEEE", "%a": "EEE", "%B": "LLLL", "%b": "LLL"}


def _name(moment: date, directive: str) -> str:
    babels = _BABELS.get(directive)
    return formatted_date(moment, babels) if babels else directive


def _truth(value: bool) -> str:  # noqa: FBT001 -- one of the writers of values
    return "DOĞRU" if value else "YANLIŞ"


def _float(value: float) -> str:
    if not isfinite(value):
        raise TemplateRuntimeError(_("the result of a calculation is not a number"))
    digits = f"{value + 0.0:.15g}"  # a zero has no sign
    return (f"{Decimal(digits):f}" if "e" in digits else digits).replace(".", ",")


def _decimal(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _moment(value: datetime) -> str:
    clock = f" {value.hour:02}:{value.minute:02}" if value.time() != _MIDNIGHT else ""
    return f"{value.day:02}.{value.month:02}.{value.year:04}{clock}"


def _duration(value: timedelta) -> str:
    minutes = abs(value) // _MINUTES
    sign = "-" if value < timedelta() and minutes else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02}"


def _join_values(values: Iterable[object]) -> str:
    texts: list[str] = []
    size = 0
    for value in values:
        texts.append(text_of(value))
        size += len(texts[-1]) + 2
        if size > MOST_CHARACTERS:
            raise too_long_error()
    return ", ".join(texts)


def _join_pairs(values: Mapping[object, object]) -> str:
    return _join_values(f"{text_of(key)}: {text_of(value)}" for key, value in values.items())


_WRITERS: Sequence[tuple[Any, Callable[[Any], str]]] = (
    (bool, _truth),
    (int, str),
    (float, _float),
    (Decimal, _decimal),
    (datetime, _moment),
    (date, lambda value: f"{value.day:02}.{value.month:02}.{value.year:04}"),
    (time, lambda value: f"{value.hour:02}:{value.minute:02}"),
    (timedelta, _duration),
    (type(None), lambda _value: ""),
    (Mapping, _join_pairs),
    ((list, tuple, range, AbstractSet, ValuesView), _join_values),
)
_WRITERS_OF_CELLS: Mapping[type, Callable[[Any], str]] = {
    kind: write for kind, write in _WRITERS if isinstance(kind, type)
}
