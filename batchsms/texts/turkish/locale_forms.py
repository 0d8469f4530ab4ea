"""Numbers and dates as the Turkish locale writes them, by Babel, which the first of them imports.

Most texts have neither, and Babel takes as long to import as Jinja.
"""

# ruff: noqa: PLC0415 - that is what this module is for

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from batchsms.turkish_folding import fold

if TYPE_CHECKING:
    from babel.numbers import NumberPattern

__all__ = ["formatted_amount", "formatted_date", "month_numbers"]


@lru_cache(maxsize=65_536)  # Babel takes 20 µs, and amounts of one list are often alike
def formatted_amount(amount: Decimal, places: int, *, trimmed: bool) -> str:
    """Return a number with points between thousands and so many decimals, `trimmed`: at most so many."""
    return str(_pattern(places, trimmed=trimmed).apply(amount, "tr"))


@lru_cache(maxsize=65_536)
def formatted_date(moment: date, pattern: str) -> str:
    """Return a date in a pattern of the Unicode locale data, such as `d MMMM yyyy`."""
    from babel.dates import format_date

    return format_date(moment, pattern, locale="tr")


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the months by their folded names."""
    from babel import Locale

    return {fold(name): month for month, name in Locale("tr").months["format"]["wide"].items()}


@lru_cache
def _pattern(decimals: int, *, trimmed: bool) -> "NumberPattern":
    from babel.numbers import parse_pattern

    return parse_pattern("#,##0" + ("." + ("#" if trimmed else "0") * decimals if decimals > 0 else ""))
