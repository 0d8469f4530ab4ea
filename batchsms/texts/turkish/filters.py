"""The Turkish filters of a template: money, dates, names. `docs/templates.md` shows each."""

from collections.abc import Callable, Mapping
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateRuntimeError

from batchsms.i18n import _
from batchsms.pricing.segments import MOST_SEGMENTS, length
from batchsms.pricing.tariff import USUAL_TARIFF, Tariff
from batchsms.texts.turkish import letters
from batchsms.texts.turkish.locale_forms import formatted_amount, formatted_date
from batchsms.texts.turkish.suffixes import CASES, with_suffix
from batchsms.texts.turkish.text_to_value import date_of, number_of
from batchsms.texts.turkish.value_to_text import text_of

__all__ = ["FILTERS", "shortener"]

_MOST_DECIMALS = 10
_DATES = {"kısa": "dd.MM.yyyy", "uzun": "d MMMM yyyy", "tam": "d MMMM yyyy EEEE", "gün": "d MMMM"}
_ELLIPSIS = "..."  # the one character for it would make the whole text cost twice as much


def money(value: object, decimals: int = 2) -> str:
    """Return an amount of lira: `1.234,50 TL`."""
    return f"{_amount(value, decimals)} TL"


def number(value: object, decimals: int | None = None) -> str:
    """Return a number with points between thousands, and with as many decimals as it has or as asked."""
    return _amount(value, decimals)


def percent(value: object, decimals: int | None = None) -> str:
    """Return a share of one, as Excel holds it, in percent: 0,25 → `%25`; a text `25%` as `%25`."""
    text = text_of(value).strip()
    if text.startswith("%") or text.endswith("%"):
        return f"%{_amount(text.strip('% '), decimals)}"
    share = number_of(value)
    if abs(share) > 1:
        raise TemplateRuntimeError(
            _("{value} is more than 100 %; Excel stores 25 % as 0,25. Write 0,25 or %25.").format(value=text)
        )
    return f"%{_amount(share * 100, decimals)}"


def day(value: object, form: str = "kısa") -> str:
    """Return a date: `20.01.2026`, or in the form `uzun`, `tam` or `gün`."""
    pattern = _DATES.get(letters.lower(text_of(form)).replace("kisa", "kısa").replace("gun", "gün"))
    if pattern is None:
        raise TemplateRuntimeError(
            _("{form} is not a form of a date; the forms are {forms}").format(
                forms=", ".join(_DATES), form=form
            )
        )
    return formatted_date(date_of(value), pattern)


def weekday(value: object) -> str:
    """Return the day of the week of a date: `Salı`."""
    return formatted_date(date_of(value), "EEEE")


def clock(value: object) -> str:
    """Return the time of the day: `09:30`."""
    moment = value if isinstance(value, time) else date_of(value)
    return f"{moment:%H:%M}"


def add_suffix(value: object, case: str) -> str:
    """Return a name with the suffix of a case: `e`, `i`, `in`, `de`, `den` or `le`."""
    if case not in CASES:
        raise TemplateRuntimeError(
            _("“{suffix}” is not a suffix of names; the suffixes are {suffixes}").format(
                suffixes=", ".join(CASES), suffix=text_of(case)[:50]
            )
        )
    return with_suffix(text_of(value).strip(), case)


def shortener(tariff: Tariff) -> Callable[..., str]:
    """Return the filter `kisalt` of a campaign with a tariff."""

    def shortened(value: object, segments: int = 1) -> str:
        return _shorten(text_of(value), segments, tariff)

    return shortened


def _shorten(text: str, segments: int, tariff: Tariff) -> str:
    """Return a text that takes at most so many segments, cut after a word and ended with `...`."""
    if not 1 <= segments <= MOST_SEGMENTS:
        raise TemplateRuntimeError(_("a text can have 1 to {most} segments").format(most=MOST_SEGMENTS))
    if length(text, tariff).segments <= segments:
        return text
    fits, beyond = 0, len(text)
    while beyond - fits > 1:
        middle = (fits + beyond) // 2
        if length(text[:middle] + _ELLIPSIS, tariff).segments <= segments:
            fits = middle
        else:
            beyond = middle
    return _cut_after_word(text, fits) + _ELLIPSIS


def _cut_after_word(text: str, end: int) -> str:
    if text[end : end + 1].isspace():
        return text[:end].rstrip()
    words = text[:end].rsplit(maxsplit=1)
    return words[0].rstrip() if len(words) > 1 else text[:end]


def _amount(value: object, decimals: int | None) -> str:
    amount = number_of(value)
    if decimals is not None and not (isinstance(decimals, int) and 0 <= decimals <= _MOST_DECIMALS):
        raise TemplateRuntimeError(_("a number can have 0 to {most} decimals").format(most=_MOST_DECIMALS))
    places = min(-int(amount.as_tuple().exponent), _MOST_DECIMALS) if decimals is None else decimals
    # Babel would round halves to the even neighbour; shops and spreadsheets round them up
    rounded = amount.quantize(Decimal(1).scaleb(-max(places, 0)), ROUND_HALF_UP)
    return formatted_amount(rounded or abs(rounded), places, trimmed=decimals is None)


def _of_text(function: Callable[[str], str]) -> Callable[[object], str]:
    return lambda value: function(text_of(value))


def _case(case: str) -> Callable[[object], str]:
    return lambda value: add_suffix(value, case)


FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "tl": money,
        "sayi": number,
        "yuzde": percent,
        "tarih": day,
        "gun": weekday,
        "saat": clock,
        "upper": _of_text(letters.upper),
        "lower": _of_text(letters.lower),
        "title": _of_text(letters.title),
        "capitalize": _of_text(letters.capitalize),
        "isim": _of_text(letters.name),
        "sade": _of_text(letters.plain),
        "ekle": add_suffix,
        "yonelme": _case("e"),
        "belirtme": _case("i"),
        "tamlayan": _case("in"),
        "bulunma": _case("de"),
        "ayrilma": _case("den"),
        "birliktelik": _case("le"),
        "kisalt": shortener(USUAL_TARIFF),
    }
)
