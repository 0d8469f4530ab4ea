"""Cells → the numbers and dates that they mean. What may mean two things fails the row."""

import re
from datetime import date, datetime, time
from decimal import Decimal

from jinja2 import TemplateRuntimeError, Undefined

from batchsms.i18n import _
from batchsms.texts.turkish.locale_forms import month_numbers
from batchsms.texts.turkish.value_to_text import text_of
from batchsms.turkish_folding import fold

__all__ = ["date_of", "number_of"]

_MOST_DIGITS = 15
"""As many as a spreadsheet's number has."""

_CURRENCY = r"(?i:^(?:₺|TL|TRY)\s*|\s*(?:₺|TL|TRY)$)"
_PLAIN = "[0-9]+"
_TURKISH = r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:[. ][0-9]{3}){2,}|[0-9]+,[0-9]+"
_ENGLISH = r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|[0-9]+\.[0-9]+"
_AMBIGUOUS = "[1-9][0-9]{0,2}[.,][0-9]{3}"

_CLOCK = r"(?:[ T]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY_FIRST = r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})" + _CLOCK
_YEAR_FIRST = r"(?P<year>[0-9]{4})([-./])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})" + _CLOCK
_EITHER_FIRST = r"(?P<day>[0-9]{1,2})([-/])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})" + _CLOCK
_NAMED = r"(?P<day>[0-9]{1,2}) (?P<name>[a-z]+) (?P<year>[0-9]{4})" + _CLOCK
_MONTHS_OF_A_YEAR = 12


def number_of(value: object) -> Decimal:
    """Return the number that a cell holds or that its text means: `1.234,50`, `1234.50`, `5 TL`.

    Raises `TemplateRuntimeError` for what is no number, and for what may be two, such as `1.234`.
    """
    if isinstance(value, Undefined):
        str(value)
    if isinstance(value, str):
        return _within_digits(_number(value), value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _within_digits(Decimal(text_of(value).replace(",", ".")), value)
    raise _no_number(value)


def date_of(value: object) -> date:
    """Return the date, or date and time, that a cell holds or its text means: `20.01.2026`, `2026-01-20`.

    Raises `TemplateRuntimeError` for what is no date, and for what may be two, such as `03/04/2026`.
    """
    if isinstance(value, Undefined):
        str(value)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _date(value)
    raise _no_date(value)


def _number(text: str) -> Decimal:
    digits = re.sub(_CURRENCY, "", " ".join(text.replace("\N{MINUS SIGN}", "-").split()))
    sign, digits = ("-", digits[1:].lstrip()) if digits[:1] in {"-", "+"} else ("", digits)
    sign = sign if text.strip()[:1] != "+" else ""
    if re.fullmatch(_AMBIGUOUS, digits):
        raise TemplateRuntimeError(
            _("{text} may be a whole number or have three decimals; write it with its decimals").format(
                text=text
            )
        )
    if re.fullmatch(_PLAIN, digits):
        return Decimal(sign + digits)
    if re.fullmatch(_TURKISH, digits):
        return Decimal(sign + digits.replace(".", "").replace(" ", "").replace(",", "."))
    if re.fullmatch(_ENGLISH, digits):
        return Decimal(sign + digits.replace(",", ""))
    raise _no_number(text)


def _within_digits(number: Decimal, value: object) -> Decimal:
    if number.adjusted() >= _MOST_DIGITS:
        raise TemplateRuntimeError(
            _("{value} has more than {most} digits").format(value=text_of(value)[:50], most=_MOST_DIGITS)
        )
    return number


def _no_number(value: object) -> TemplateRuntimeError:
    return TemplateRuntimeError(_("“{value}” is not a number").format(value=text_of(value)[:50]))


def _no_date(value: object) -> TemplateRuntimeError:
    return TemplateRuntimeError(_("“{value}” is not a date").format(value=text_of(value)[:50]))


def _date(text: str) -> date:
    plain = " ".join(text.split())
    if found := re.fullmatch(_DAY_FIRST, plain) or re.fullmatch(_YEAR_FIRST, plain):
        return _build_date(text, found, int(found["day"]), int(found["month"]))
    if found := re.fullmatch(_EITHER_FIRST, plain):
        return _build_date(text, found, *_day_and_month(text, int(found["day"]), int(found["month"])))
    if (found := re.fullmatch(_NAMED, fold(plain))) and found["name"] in month_numbers():
        return _build_date(text, found, int(found["day"]), month_numbers()[found["name"]])
    raise _no_date(text)


def _day_and_month(text: str, first: int, second: int) -> tuple[int, int]:
    if first <= _MONTHS_OF_A_YEAR and second <= _MONTHS_OF_A_YEAR and first != second:
        raise TemplateRuntimeError(
            _("{text} may begin with the day or with the month; write it as 20.01.2026").format(text=text)
        )
    return (first, second) if second <= _MONTHS_OF_A_YEAR else (second, first)


def _build_date(text: str, found: re.Match[str], day: int, month: int) -> date:
    try:
        whole = date(int(found["year"]), month, day)
        if found["hour"] is None:
            return whole
        return datetime.combine(whole, time(int(found["hour"]), int(found["minute"])))
    except ValueError as error:
        raise _no_date(text) from error
