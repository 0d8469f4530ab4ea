"""A Jinja2 template and columns → one text per row, or the reason why a row has none.

A template sees the columns of the list under their own names, where those are Jinja names, and
under their slugs (`Müşteri Adı` → `musteri_adi`). Values are stripped; an empty one is missing:
`if` and `default` see it as absent, and printing it excludes the row, so that no "Sayın ," goes.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NoReturn

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.sandbox import SandboxedEnvironment

from batchsms.cells import column_letters
from batchsms.errors import InputError
from batchsms.folding import slug
from batchsms.words import _

__all__ = ["Rendered", "TextTemplate", "clean", "compiled"]

Cells = Sequence[object]

# What a template's own doing can raise, for one row, from within Jinja's filters and Python's types.
_FAILURES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Rendered:
    """One row's text, or why it has none.

    `reason` is `""`, `missing_value` (`about` names the column) or `template_error` (`about` is
    Jinja's own sentence).
    """

    text: str
    reason: str = ""
    about: str = ""


@dataclass(frozen=True)
class TextTemplate:
    """A template that was checked against the columns of a list.

    `columns` maps each name that the template uses to the position of its column.
    """

    template: Template
    headers: tuple[str, ...]
    columns: Mapping[str, int]

    def texts(self, columns: Sequence[Cells], count: int) -> list[Rendered]:
        """Return the text of each of `count` rows; equal values are rendered once."""
        if not self.columns:
            return [self._rendered(())] * count
        seen: dict[tuple[tuple[object, ...], ...], Rendered] = {}
        texts: list[Rendered] = []
        for row in zip(*(columns[position] for position in self.columns.values()), strict=True):
            # 1, 1.0 and True are one key of a dict and three texts
            key = (tuple(map(type, row)), row)
            if (known := seen.get(key)) is None:
                known = seen[key] = self._rendered(row)
            texts.append(known)
        return texts

    def _rendered(self, row: Sequence[object]) -> Rendered:
        values = {
            name: self._seen(position, cell)
            for (name, position), cell in zip(self.columns.items(), row, strict=True)
        }
        try:
            return Rendered(clean(self.template.render(values)))
        except _MissingValueError as error:
            return Rendered("", "missing_value", error.column)
        except UndefinedError as error:
            return Rendered("", "template_error", str(error))
        except _FAILURES as error:
            return Rendered("", "template_error", f"{type(error).__name__}: {error}")

    def _seen(self, position: int, cell: object) -> object:
        value = cell.strip() if isinstance(cell, str) else cell
        if value is None or value == "":
            return _Missing(self.headers[position])
        return value


def compiled(source: str, name: str, headers: Sequence[str]) -> TextTemplate:
    """Return the template, compiled and checked against the headers of the list.

    Raises `InputError` that names the line of a syntax error, or the column that the list lacks,
    wherever in the template the name stands. `name` is the template's file, or `--text`.
    """
    environment = _environment()
    try:
        tree = environment.parse(source)
        template = environment.from_string(source)
        wanted = sorted(meta.find_undeclared_variables(tree) - environment.globals.keys())
    except TemplateSyntaxError as error:
        raise InputError(
            "template_error",
            _("{place}, line {line}: {error}").format(place=name, line=error.lineno, error=error.message),
            hint=_("mend the template; nothing was sent"),
        ) from error
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise InputError(
            "template_error",
            _("{place}: the template is nested too deeply").format(place=name),
            hint=_("simplify the template; nothing was sent"),
        ) from error
    places = _Names(tuple(headers))
    columns = {wish: places.position(wish, name, _line_of(tree, wish)) for wish in wanted}
    return TextTemplate(template, tuple(headers), columns)


@dataclass(frozen=True)
class _Names:
    """Which names stand for which columns."""

    headers: tuple[str, ...]

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        positions: dict[str, list[int]] = {}
        for position, header in enumerate(self.headers):
            for name in {_composed(header.strip()), slug(header)}:
                if name.isidentifier():
                    positions.setdefault(name, []).append(position)
        return positions

    def position(self, name: str, template: str, line: int) -> int:
        found = self._positions.get(_composed(name), [])
        if not found:
            raise self._unknown(name, template, line)
        if len(found) > 1:
            raise self._ambiguous(name, template, line)
        return found[0]

    def _ambiguous(self, name: str, template: str, line: int) -> InputError:
        columns = ", ".join(
            f"{self.headers[at]} ({column_letters(at + 1)})" for at in self._positions[_composed(name)]
        )
        return InputError(
            "ambiguous_column",
            _("{place}, line {line}: {name} stands for more than one column: {columns}").format(
                place=template, line=line, name=name, columns=columns
            ),
            hint=_("rename one of these columns in the list"),
        )

    def _unknown(self, name: str, template: str, line: int) -> InputError:
        near = get_close_matches(slug(name) or name, self._positions, n=1)
        columns = ", ".join(self._shown())
        return InputError(
            "unknown_column",
            _("{place}, line {line}: the list has no column {name}").format(
                place=template, line=line, name=name
            ),
            hint=_("did you mean {near}? The columns are: {columns}").format(near=near[0], columns=columns)
            if near
            else _("the columns are: {columns}").format(columns=columns),
        )

    def _shown(self) -> list[str]:
        return [slug(header) or header for header in self.headers if header]


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _line_of(tree: nodes.Template, name: str) -> int:
    return next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1)


class _MissingValueError(UndefinedError):
    """A template used the value of a column that is empty in this row."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class _Missing(Undefined):
    """An empty cell: false in `if`, equal to `""`, known to `default`; any other use fails the row."""

    __slots__ = ()

    def __init__(self, column: str) -> None:
        super().__init__(name=column)

    def _fail(self, *_arguments: object, **_options: object) -> NoReturn:
        raise _MissingValueError(str(self._undefined_name))

    __str__ = __repr__ = __html__ = __format__ = __getattr__ = __getitem__ = __call__ = _fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _fail
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __pow__ = __rpow__ = _fail
    __int__ = __float__ = __complex__ = __neg__ = __pos__ = __abs__ = __round__ = _fail
    __iter__ = __reversed__ = _fail
    __lt__ = __le__ = __gt__ = __ge__ = _fail

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __contains__(self, _item: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Missing) or other == ""

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash("")


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, finalize=_printed, autoescape=False)
    # What is random, or made to show off, has no place in a text that a preview must foretell.
    for name in ("lipsum", "cycler", "joiner"):
        del environment.globals[name]
    del environment.filters["random"]
    environment.policies["json.dumps_function"] = _json
    return environment


def _printed(value: object) -> object:
    """Return a value as a Turkish reader writes it: dates by day first, decimals with a comma."""
    if isinstance(value, bool):
        return "DOĞRU" if value else "YANLIŞ"  # what Excel in Turkish shows for the same cell
    if isinstance(value, datetime):
        return value.strftime("%d.%m.%Y" if value.time() == time() else "%d.%m.%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    if isinstance(value, Iterator) or (callable(value) and not isinstance(value, Undefined)):
        raise TemplateRuntimeError(
            _("a {kind} is no text; a call may lack its (), or a list its join").format(
                kind=type(value).__name__
            )
        )
    return "" if value is None else value


def _json(value: object, **options: Any) -> str:
    return json.dumps(value, default=lambda inner: str(_printed(inner)), **options)


_TO_BE_CLEANED = re.compile("[^\n -~\xa1-\u02ff]")  # all other characters need no second look
_EXCEL_ESCAPED_RETURN = "_x000D_"
_LINE_ENDS = re.compile("\r\n?")
# What XML 1.0 cannot carry, and what no phone shows: controls, surrogates, non-characters; not `\t\n\r`.
_UNSENDABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)


def clean(text: str) -> str:
    r"""Return a text that XML can carry: NFC, `\n` as the only line end, tabs as blanks, no controls."""
    if not _TO_BE_CLEANED.search(text) and _EXCEL_ESCAPED_RETURN not in text:
        return text
    text = _UNSENDABLE.sub("", text).replace(_EXCEL_ESCAPED_RETURN, "\r")
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", text)
