"""A Jinja2 template and columns → one text per row, or the reason why a row has none.

A template sees the columns of the list under their own names, where those are Jinja names, and
under their slugs (`Müşteri Adı` → `musteri_adi`). Values are stripped; an empty one is missing:
`if` and `default` see it as absent, and printing it excludes the row, so that no "Sayın ," goes.
`docs/templates.md` shows what else a template can do.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from batchsms.errors import InputError
from batchsms.pricing.tariff import USUAL_TARIFF, Tariff
from batchsms.texts.batch_rendering import LoopRenderer, loop_renderer
from batchsms.texts.column_names import ColumnNames
from batchsms.texts.column_placeholders import ColumnPlaceholders
from batchsms.texts.environment import TextSandbox
from batchsms.texts.missing_value import Missing
from batchsms.texts.row_rendering import Cells, Rendered, RowRenderer
from batchsms.texts.template_files import TemplateFile, compile_files
from batchsms.texts.used_columns import used_columns

__all__ = ["Remark", "TextTemplate", "compile_template"]

_NUMBERS = frozenset({bool, int, float})
_BRACES = frozenset("{}")


class Remark(NamedTuple):
    """A finding about a template: its code, how grave it is, and placeholders with their columns, if any."""

    code: str
    severity: str
    columns: tuple[tuple[str, int], ...] = ()


class TextTemplate(NamedTuple):
    """A template that was checked against the columns of a list.

    `columns` maps each name that the template uses to the position of its column. `printed` are the
    positions of those that it prints as they are, without a filter, in whatever way it is rendered.
    `similar` maps placeholders to columns of another name: `{{ Ad }}` to one that is headed `AD`.
    `included` names the files that it includes, by their paths in its folder.
    """

    renderer: RowRenderer | LoopRenderer
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    printed: tuple[int, ...] = ()
    similar: Mapping[str, int] = MappingProxyType({})
    included: tuple[str, ...] = ()

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

    def remarks(self) -> Iterator[Remark]:
        """Yield what is to be remarked upon in the template itself, whatever the rows hold."""
        if self.similar:
            yield Remark("column_matched", "info", tuple(self.similar.items()))
        if not self.columns and not _BRACES.isdisjoint(self.renderer.by_row.render_row(()).text):
            yield Remark("braces_without_columns", "error")


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
    file, names = TemplateFile(source, name, folder), ColumnNames(tuple(headers))
    try:
        return _compile(file, names, TextSandbox(tariff))
    except InputError:
        placeholders = ColumnPlaceholders(names, frozenset(TextSandbox(tariff).globals))
        return _compile(file, names, TextSandbox(tariff, placeholders))


def _compile(file: TemplateFile, names: ColumnNames, environment: TextSandbox) -> TextTemplate:
    template, parts = compile_files(environment, file, names)
    used = used_columns(parts, names, frozenset(environment.globals))
    by_row = RowRenderer(environment, template, tuple(used.positions))
    plain = {name for part in parts if part.sees_columns for name in part.printed}
    similar = {name: used.positions[name] for name in used.similar}
    if environment.placeholders:
        similar |= environment.placeholders.found
    return TextTemplate(
        loop_renderer(by_row, file.source) or by_row,
        names.headers,
        used.positions,
        printed=tuple(sorted({at for name, at in used.positions.items() if name in plain})),
        similar={name: at for name, at in sorted(similar.items()) if name != names.headers[at].strip()},
        included=tuple(dict.fromkeys(part.place for part in parts[1:])),
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
