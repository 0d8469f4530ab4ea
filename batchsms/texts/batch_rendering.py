"""Many rows of values → texts, all in one compiled loop where that gives what row by row would give.

A template that only prints, branches, loops and filters is put, as a syntax tree, into the body of a
loop over the rows. A row that fails there is rendered once more, alone, for its reason; rows
that lack a value that is printed in any case never enter. Everything else goes row by row.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import repeat, takewhile
from typing import Any, NamedTuple

from jinja2 import Template, nodes

from batchsms.texts.environment import (
    PRINTED,
    TextSandbox,
    assigned_names,
    insert_bounds,
    is_printed,
    plain_prints,
    with_filter,
)
from batchsms.texts.missing_value import Missing, column_of
from batchsms.texts.row_rendering import FAILURES, Cells, Inputs, Rendered, RowRenderer
from batchsms.texts.text_cleaning import clean_all
from batchsms.texts.turkish.value_to_text import MOST_CHARACTERS, text_of

__all__ = ["LoopRenderer", "loop_renderer"]

_new_rendered = tuple.__new__  # a named tuple's own constructor takes twice as long

_ROWS = f"{PRINTED}rows"
_FEW = 50

_SAFE_IN_A_LOOP = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.With, nodes.FilterBlock),
    *(nodes.Assign, nodes.AssignBlock, nodes.NSRef, nodes.Name, nodes.Const, nodes.List, nodes.Tuple),
    *(nodes.Dict, nodes.Pair, nodes.Keyword, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Compare),
    *(nodes.Operand, nodes.BinExpr, nodes.UnaryExpr, nodes.Concat, nodes.Call, nodes.Getattr),
    *(nodes.Getitem, nodes.Slice),
)


class LoopRenderer(NamedTuple):
    """A template in a loop over rows.

    `through` makes texts of columns up to the first row that fails: of the values of some columns,
    then of others as text. They are told by their position among the names of the template, as
    `values` and `printed`; `needed` are printed in every row, the first `leading`
    of them before anything that can fail.
    """

    by_row: RowRenderer
    through: Callable[[Inputs], Iterable[str]]
    values: Sequence[int]
    printed: Sequence[int]
    needed: Sequence[int]
    leading: int

    def render(self, cells: Cells) -> list[Rendered]:
        """Return the text of each row, as `Alone` would."""
        aside = self._set_aside(cells)
        if not aside:
            return self._render_all(cells)
        stays = [at not in aside for at in range(cells.row_count)]
        made = iter(self._render_all(cells.where(stays)))
        return [
            next(made) if staying else aside[at] or self.by_row.render_row(cells.row(at))
            for at, staying in enumerate(stays)
        ]

    def _set_aside(self, cells: Cells) -> dict[int, Rendered | None]:
        """Return the rows that lack a needed value, with their reason where no other can come first."""
        aside: dict[int, Rendered | None] = {}
        for order, position in enumerate(self.needed):
            if Missing in cells.kinds[position]:
                for at, value in enumerate(cells.columns[position]):
                    if isinstance(value, Missing) and at not in aside:
                        certain = order < self.leading
                        aside[at] = Rendered("", "missing_value", column_of(value)) if certain else None
        return aside

    def _render_all(self, cells: Cells) -> list[Rendered]:
        """Return texts; a row that fails is rendered alone, and the loop begins again behind it."""
        rows: list[Rendered] = []
        failures = 0
        while len(rows) < cells.row_count:
            rest = cells.after(len(rows))
            if failures > _FEW and failures * 2 > len(rows):
                return rows + self.by_row.render(rest)
            texts = self._run(rest)
            rows += map(_new_rendered, repeat(Rendered), zip(clean_all(texts), repeat(""), repeat("")))
            if len(rows) < cells.row_count:
                failures += 1
                rows.append(self.by_row.render_row(cells.row(len(rows))))
        return rows

    def _run(self, cells: Cells) -> list[str]:
        """Return the text of each row up to the first that fails."""
        inputs = [cells.columns[position] for position in self.values]
        inputs += [_as_text(cells.columns[position], cells.kinds[position]) for position in self.printed]
        texts: list[str] = []
        with suppress(*FAILURES):
            deque(map(texts.append, self.through(inputs)), maxlen=0)
        if max(map(len, texts), default=0) > MOST_CHARACTERS:
            return list(takewhile(lambda text: len(text) <= MOST_CHARACTERS, texts))
        return texts


def loop_renderer(by_row: RowRenderer, source: str) -> LoopRenderer | None:
    """Return a template in a loop, or None where it must go row by row."""
    environment = by_row.environment
    tree = environment.parse(source)
    if not by_row.names or "loop" in by_row.names or not _is_safe(tree):
        return None
    needed, leading = _needed(tree, by_row.names)
    printed = _print_plainly(tree, frozenset(by_row.names))
    used = {name.name for name in tree.find_all(nodes.Name)}
    values = [name for name in by_row.names if name in used]
    names = [*values, *(PRINTED + name for name in printed)]
    through = _join_pieces(tree, names) or _compile_loop(environment, tree, names)
    at = by_row.names.index
    return through and LoopRenderer(
        by_row, through, list(map(at, values)), list(map(at, printed)), list(map(at, needed)), leading
    )


def _join_pieces(tree: nodes.Template, names: Sequence[str]) -> Callable[[Inputs], Iterable[str]] | None:
    """Return what joins the pieces of a template that does nothing but print, or None."""
    pieces: list[str | int] = []
    for node in tree.body:
        for child in node.nodes if isinstance(node, nodes.Output) else [node]:
            if isinstance(child, nodes.TemplateData):
                pieces.append(child.data)
            elif isinstance(child, nodes.Name) and is_printed(child):
                pieces.append(names.index(child.name))
            else:
                return None

    def through(columns: Inputs) -> Iterable[str]:
        parts = (repeat(piece) if isinstance(piece, str) else columns[piece] for piece in pieces)
        return map("".join, zip(*parts, strict=False))  # what stands in every row has no end

    return through


def _compile_loop(
    environment: TextSandbox, tree: nodes.Template, names: Sequence[str]
) -> Callable[[Inputs], Iterable[str]] | None:
    """Return a compiled loop, or None where it would be nested too deeply."""
    try:
        code = environment.compile(_wrap_in_loop(environment, tree, names), _ROWS, _ROWS)
    except (SyntaxError, RecursionError, MemoryError):
        return None
    template = Template.from_code(environment, code, environment.globals)

    def through(columns: Inputs) -> Iterable[str]:
        rows = zip(*columns, strict=True)
        return template.root_render_func(template.new_context({_ROWS: rows}))

    return through


def _is_safe(tree: nodes.Template) -> bool:
    """Return whether a template does in a loop what it does alone."""
    return all(
        isinstance(node, _SAFE_IN_A_LOOP) and not getattr(node, "recursive", False)
        for node in tree.find_all(nodes.Node)
    )


def _needed(tree: nodes.Template, names: Sequence[str]) -> tuple[list[str], int]:
    """Return the columns that are printed in every row, and how many of them before all else."""
    printed = [child for node in tree.body if isinstance(node, nodes.Output) for child in node.nodes]
    own = assigned_names(tree)
    needed = [
        child.name
        for child in printed
        if isinstance(child, nodes.Name) and child.name in names and child.name not in own
    ]
    leading = 0
    for node in tree.body:
        children = node.nodes if isinstance(node, nodes.Output) else [node]
        for child in children:
            if isinstance(child, nodes.Name) and child.name in needed:
                leading += 1
            elif not isinstance(child, nodes.TemplateData):
                return needed, leading
    return needed, leading


def _print_plainly(tree: nodes.Template, names: frozenset[str]) -> list[str]:
    """Let columns that are printed as they are be taken as text; return their names."""
    plain: dict[str, None] = {}
    for name in plain_prints(tree):
        if name.name in names:
            plain[name.name] = None
            name.name = PRINTED + name.name
    return list(plain)


def _wrap_in_loop(environment: TextSandbox, tree: nodes.Template, names: Sequence[str]) -> nodes.Template:
    """Return a tree that renders a template for each of the rows, and yields one text for each."""
    insert_bounds(tree, environment)
    renewal = with_filter(nodes.Const(None, lineno=1), " renew")
    tree.body.insert(0, nodes.ExprStmt(renewal, lineno=1))
    row = nodes.FilterBlock(tree.body, nodes.Filter(None, " text", [], [], None, None, lineno=1), lineno=1)
    target = nodes.Tuple([nodes.Name(name, "store", lineno=1) for name in names], "store", lineno=1)
    rows = nodes.Name(_ROWS, "load", lineno=1)
    loop = nodes.For(target, rows, [row], [], None, False, lineno=1)  # noqa: FBT003 -- Jinja's field `recursive`
    wrapped = nodes.Template([loop], lineno=1)
    wrapped.set_environment(environment)
    return wrapped


def _as_text(values: Sequence[Any], kinds: frozenset[type]) -> Sequence[Any]:
    """Return values as they are printed; the first that cannot be stays, and fails where it is used."""
    if kinds == {str}:
        return values
    if len(kinds) > 1:
        return list(map(_printable, values))
    texts = {value: _printable(value) for value in set(values)}
    return [texts[value] for value in values]


def _printable(value: object) -> object:
    if isinstance(value, Missing):
        return value
    try:
        return text_of(value)
    except FAILURES:
        return _Unprintable()


class _Unprintable:
    """A value that fails only where it is printed."""

    def __str__(self) -> str:
        raise ValueError
