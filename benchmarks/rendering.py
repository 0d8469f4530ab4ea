"""A million texts against Jinja's `Template.render`, row by row: a part of `run.py`.

Both ways are given the same columns, chunk by chunk as the reader gives them.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from jinja2 import Environment
from run import Comparison

from batchsms.texts.template import compile_template

ROWS = 1_000_000
QUICK_ROWS = 50_000
CHUNK = 5_000
"""Rows that the reader gives at a time."""

HEADERS = ("ad", "soyad", "son_odeme", "bakiye")
SOURCE = (
    "Sayın {{ ad }} {{ soyad }}, {{ son_odeme }} son ödeme tarihli {{ bakiye }} TL bakiyeniz "
    "bulunmaktadır. Ödediyseniz bu mesajı dikkate almayınız."
)
FILTERED = (
    "Sayın {{ ad|isim }} {{ soyad|upper }}, {{ son_odeme }} tarihli borcunuz {{ bakiye }} TL"
    "{% if bakiye %}, hemen ödeyin{% endif %}."
)

Columns = Sequence[Sequence[object]]


def comparisons(count: int) -> list[Comparison]:
    """Return what is compared: the same template on texts, on typed cells and on cells with gaps."""
    _ours(SOURCE, _texts(CHUNK))  # what is made ready once is not counted, here as there
    _usual(SOURCE, _texts(CHUNK))
    texts = _texts(count)
    typed = _typed(texts, count)
    gaps = [[None if at % 5 == 0 else cell for at, cell in enumerate(column)] for column in texts]
    return [
        Comparison(
            f"render {count:,} texts with four variables, {what}",
            lambda columns=columns, source=source: _ours(source, columns),  # type: ignore[misc]
            lambda columns=columns, source=usual: _usual(source, columns),  # type: ignore[misc]
            aim=aim,
        )
        for what, source, usual, columns, aim in (
            ("all of them text", SOURCE, SOURCE, texts, 1 / 5),
            ("a date and a number among them", SOURCE, SOURCE, typed, 1 / 2),
            ("one in five empty", SOURCE, SOURCE, [texts[0], gaps[1], *texts[2:]], 1 / 3),
            ("two filters and a condition", FILTERED, FILTERED.replace("|isim", "|title"), typed, 1.5),
        )
    ]


def _ours(source: str, columns: Columns) -> int:
    template = compile_template(source, "bench", HEADERS)
    made = 0
    for start in range(0, len(columns[0]), CHUNK):
        chunk = [column[start : start + CHUNK] for column in columns]
        made += len(template.texts(chunk, len(chunk[0])))
    return made


def _usual(source: str, columns: Columns) -> int:
    template = Environment(autoescape=False).from_string(source)  # noqa: S701 -- texts are no HTML
    made = 0
    for row in zip(*columns, strict=True):
        template.render(dict(zip(HEADERS, row, strict=True)))
        made += 1
    return made


def _texts(count: int) -> list[list[str]]:
    numbers = range(count)
    return [
        [f"AYŞE {number}" for number in numbers],
        [f"Yılmaz {number % 977}" for number in numbers],
        [f"{number % 28 + 1:02}.01.2026" for number in numbers],
        [f"{number % 5000},50" for number in numbers],
    ]


def _typed(texts: Columns, count: int) -> Columns:
    days = [date(2026, 1, 1) + timedelta(number % 365) for number in range(count)]
    return [texts[0], texts[1], days, [number * 1.25 for number in range(count)]]
