"""A Jinja2 template and columns → one text per row, or the reason why a row has none.

A template sees the columns of the list under their own names, where those are Jinja names, and
under their slugs (`Müşteri Adı` → `musteri_adi`). Values are stripped; an empty one is missing:
`if` and `default` see it as absent, and printing it excludes the row, so that no "Sayın ," goes.
`docs/templates.md` shows what else a template can do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batchsms.pricing.segments import USUAL_TARIFF, Tariff
from batchsms.texts.batch_rendering import LoopRenderer, loop_renderer
from batchsms.texts.column_names import ColumnNames
from batchsms.texts.environment import TextSandbox
from batchsms.texts.missing_value import Missing
from batchsms.texts.row_rendering import Cells, Rendered, RowRenderer
from batchsms.texts.template_files import compile_files

__all__ = ["TextTemplate", "compile_template"]

_NUMBERS = frozenset({bool, int, float})


@dataclass(frozen=True)
class TextTemplate:
    """A template that was checked against the columns of a list.

    `columns` maps each name that the template uses to the position of its column. `printed` are the
    positions of those that it prints as they are, without a filter, in whatever way it is rendered.
    """

    renderer: RowRenderer | LoopRenderer
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    printed: tuple[int, ...] = ()

    def texts(self, columns: Sequence[Sequence[Any]], count: int) -> list[Rendered]:
        """Return the text of each of `count` rows; equal values are rendered once."""
        if not self.columns:
            return [self.renderer.by_row.render_row(())] * count
        seen = [_seen(columns[at], self.headers[at]) for at in self.columns.values()]
        kinds = [frozenset(map(type, column)) for column in seen]
        # 1, 1.0 and True are equal to a computer, and three texts to a reader
        mixed = [column for column, kind in zip(seen, kinds, strict=True) if len(kind & _NUMBERS) > 1]
        keys = [*seen, *(list(map(type, column)) for column in mixed)]
        distinct = dict.fromkeys(zip(*keys, strict=True))
        if len(distinct) == count:
            return self.renderer.render(Cells(seen, kinds, count))
        once = list(zip(*distinct, strict=True))[: len(seen)]
        texts = self.renderer.render(Cells(once, kinds, len(distinct)))
        known = dict(zip(distinct, texts, strict=True))
        return [known[key] for key in zip(*keys, strict=True)]


def compile_template(
    source: str,
    name: str,
    headers: Sequence[str],
    *,
    folder: Path | None = None,
    tariff: Tariff = USUAL_TARIFF,
) -> TextTemplate:
    """Return the template, compiled and checked against the headers of the list.

    Raises `InputError` that names the file and line of a syntax error, or of a name that is no
    column, wherever it stands. `name` is the template's file, or `--text`; `folder` is where the
    files that it may include lie; `tariff` is what texts are shortened by.
    """
    environment = TextSandbox(tariff)
    template, parts = compile_files(environment, source, name, folder)
    columns = ColumnNames(tuple(headers), frozenset(environment.globals)).positions(parts)
    by_row = RowRenderer(environment, template, tuple(columns))
    plain = {name for part in parts if part.sees_columns for name in part.printed}
    printed = {position for name, position in columns.items() if name in plain}
    return TextTemplate(
        loop_renderer(by_row, source) or by_row, tuple(headers), columns, tuple(sorted(printed))
    )


def _seen(column: Sequence[Any], header: str) -> list[Any]:
    """Return the values as a template sees them: stripped, and those of empty cells missing."""
    missing = Missing(header)
    kinds = set(map(type, column))
    if kinds == {str}:
        stripped = list(map(str.strip, column))
        return stripped if all(stripped) else [text or missing for text in stripped]
    if kinds.isdisjoint(_CHANGED):
        return list(column)
    return [_value(cell, missing) for cell in column]


_CHANGED = frozenset({str, float, type(None)})


def _value(cell: object, missing: Missing) -> object:
    if cell is None:
        return missing
    if isinstance(cell, str):
        return cell.strip() or missing
    # a zero below nothing is zero
    return cell + 0.0 if isinstance(cell, float) else cell
