"""One row of values → its text, or the reason why it has none."""

from collections.abc import Sequence
from itertools import compress
from typing import Any, NamedTuple

from jinja2 import Template, TemplateError

from batchsms.i18n import _
from batchsms.texts.environment import TextSandbox
from batchsms.texts.missing_value import MissingValueError
from batchsms.texts.text_cleaning import clean

__all__ = ["FAILURES", "Cells", "Inputs", "Rendered", "RowRenderer"]

Inputs = Sequence[Sequence[Any]]

# What a template's own doing can raise, for one row, from within Jinja's filters and Python's types.
FAILURES = (
    TemplateError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RuntimeError,
    StopIteration,
    TypeError,
    ValueError,
)


class Rendered(NamedTuple):
    """One row's text, or why it has none.

    `reason` is `""`, `missing_value` (`about` names the column) or `template_error` (`about` is
    a sentence that begins with file and line, the template's or Jinja's own).
    """

    text: str
    reason: str = ""
    about: str = ""


class Cells(NamedTuple):
    """The columns that a template uses, `row_count` rows of them, and the types in each column."""

    columns: Inputs
    kinds: Sequence[frozenset[type]]
    row_count: int

    def row(self, at: int) -> tuple[object, ...]:
        """Return one row."""
        return tuple([column[at] for column in self.columns])

    def after(self, rows: int) -> "Cells":
        """Return the rows behind the first."""
        columns = [column[rows:] for column in self.columns] if rows else self.columns
        return Cells(columns, self.kinds, self.row_count - rows)

    def where(self, stays: Sequence[bool]) -> "Cells":
        """Return some of the rows."""
        return Cells([list(compress(column, stays)) for column in self.columns], self.kinds, sum(stays))


class RowRenderer(NamedTuple):
    """A template that renders one row at a time."""

    environment: TextSandbox
    template: Template
    names: Sequence[str]

    def render_row(self, row: tuple[object, ...]) -> Rendered:
        """Return the text of a row."""
        values = dict(zip(self.names, row, strict=True))
        self.environment.allowance.renew()
        try:
            parts = self.template.root_render_func(self.template.new_context(values))
            return Rendered(clean(self.environment.concat(parts)))
        except MissingValueError as error:
            return Rendered("", "missing_value", error.column)
        except TemplateError as error:
            return self._failure(error, error.message or type(error).__name__)
        except FAILURES as error:
            told = _("the template does not work with the values of this row ({kind}: {error})")
            return self._failure(error, told.format(kind=type(error).__name__, error=error))

    def _failure(self, error: BaseException, told: str) -> Rendered:
        """Return why a row has no text, with the file and the line of the template that failed."""
        from traceback import walk_tb  # noqa: PLC0415 - for rows that fail alone

        name, line = str(self.template.name), 0
        for frame, compiled_line in walk_tb(error.__traceback__):
            template = frame.f_globals.get("__jinja_template__")
            if isinstance(template, Template):
                name, line = str(template.name), template.get_corresponding_lineno(compiled_line)
        about = _("{place}, line {line}: {error}") if line else _("{place}: {error}")
        return Rendered("", "template_error", about.format(place=name, line=line, error=told))

    @property
    def by_row(self) -> "RowRenderer":
        """Return this: a loop has one of these inside."""
        return self

    def render(self, cells: Cells) -> list[Rendered]:
        """Return the text of each row."""
        return [self.render_row(cells.row(at)) for at in range(cells.row_count)]
