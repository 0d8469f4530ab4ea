"""A file → chunks of typed columns, with the row numbers that a spreadsheet shows in its margin."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.cell_addresses import Addresses, column_letters, column_name
from batchsms.reading.cells import Cell
from batchsms.reading.file_kind import TEXT, empty, kind_of
from batchsms.reading.findings import Findings
from batchsms.reading.grid import (
    MOST_COLUMNS,
    Block,
    Formats,
    Formatted,
    Grid,
    Place,
    blocks_of,
    no_formats,
    too_wide,
)
from batchsms.reading.header_row import Heading, heading_of
from batchsms.reading.phone_column import phone_column
from batchsms.reading.text_cells import as_before_results, meant
from batchsms.reading.text_file import grid_of_text
from batchsms.reading.wrong_letters import has_wrong_letters
from batchsms.result_columns import RESULT_COLUMNS, STATUS_COLUMN, is_of_results

__all__ = ["Chunk", "Layout", "Table", "open_list"]

_EXACT_INTEGERS = 2**53


class Layout(NamedTuple):
    """What the user says about the file; what is empty or None is left to be found out."""

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    no_header: bool = False
    phone_column: str = ""


class Chunk(NamedTuple):
    """Consecutive rows of a table, column by column. `rows` are row numbers as a spreadsheet has them.

    `columns` are the cells as they are in the list, and `values` what they stand for: the same, but
    for texts such as `="0530…"`.
    """

    rows: list[int]
    columns: list[list[Cell]]
    values: list[list[Cell]]
    sent_before: list[int]
    """Places of the rows that an earlier results file says were sent to, or may have been."""


class Table(NamedTuple):
    """A list with its headers, whose rows can be read once. Blank rows are left out.

    `sheet` is empty for a text file, which has `encoding` and `delimiter`; `header_row` is None where
    there are no column names. `sample` holds the first rows, column by column; `hidden` are the numbers
    of hidden rows. `without_value` and `errors` give the rows, by the position of their column, in which
    a formula has no stored value, or an error stands. `formats` looks for numbers that look otherwise in
    Excel, by position.
    """

    path: Path
    sheet: str
    encoding: str
    delimiter: str
    header_row: int | None
    headers: tuple[str, ...]
    sample: list[list[Cell]]
    hidden: frozenset[int]
    findings: Findings
    chunks: Iterator[Chunk]
    addresses: Addresses
    without_value: dict[int, list[int]]
    errors: dict[int, list[int]]
    formats: Formats = no_formats

    @property
    def origin(self) -> str:
        """The sheet, or encoding and delimiter of a text file."""
        return self.sheet or f"{self.encoding} {self.delimiter}"

    def detected(self, phone: int) -> str:
        """Return the sentence that says how the list is read, with the position of its phone column."""
        if self.sheet and self.header_row is not None:
            said = _("Reading sheet {sheet}: column names are in row {row}, phone numbers in column {column}")
        elif self.sheet:
            said = _("Reading sheet {sheet}: there are no column names, phone numbers are in column {column}")
        elif self.header_row is not None:
            said = _(
                "Reading a text file ({encoding}, delimiter {delimiter}): column names are in row {row}, "
                "phone numbers in column {column}"
            )
        else:
            said = _(
                "Reading a text file ({encoding}, delimiter {delimiter}): there are no column names, phone "
                "numbers are in column {column}"
            )
        return said.format(
            sheet=self.sheet,
            encoding=self.encoding,
            delimiter=self.delimiter,
            row=self.header_row,
            column=self.addresses.name(phone),
        )


def open_list(path: Path, layout: Layout) -> Table:
    """Open a list: a workbook, or delimited text, as its content tells.

    Of several sheets the one with a phone column is taken. Raises `InputError` that names the
    file, and where in it the trouble is.
    """
    kind = kind_of(path)
    if kind == TEXT:
        return _table(path, grid_of_text(path, layout.encoding, layout.delimiter), layout)
    return _table(path, _grid_of_workbook(path, kind, layout), layout)


def _grid_of_workbook(path: Path, kind: str, layout: Layout) -> Grid:
    # Text files do without the library, which reads workbooks alone.
    from batchsms.reading.workbooks.trial_reading import check_by_reading  # noqa: PLC0415
    from batchsms.reading.workbooks.workbook import grids_of_workbook  # noqa: PLC0415

    if kind != "xlsx":
        check_by_reading(path, kind, layout.sheet)
    grids = [grid for grid in grids_of_workbook(path, kind, layout.sheet) if grid.peek]
    if not grids:
        raise empty(path)
    return _with_phones(path, grids, layout)


def _with_phones(path: Path, grids: Sequence[Grid], layout: Layout) -> Grid:
    """Return the only sheet that has a phone column."""
    if len(grids) == 1:
        return grids[0]
    fitting = [grid for grid in grids if _has_phones(grid, layout)]
    if len(fitting) > 1:
        raise _several_sheets(path, [grid.name for grid in fitting])
    if not fitting:
        raise InputError(
            "no_phone_column",
            _("No sheet of {path} has a column of phone numbers. Its sheets are: {sheets}.").format(
                path=path, sheets=", ".join(grid.name for grid in grids)
            ),
            hint=_("Name the sheet with --sheet, and the column with --phone-column"),
        )
    for other in grids:
        if other is not fitting[0]:
            fitting[0].findings.add("other_sheets", other.name, severity="info")
    return fitting[0]


def _has_phones(grid: Grid, layout: Layout) -> bool:
    heading = _heading(grid, layout)
    kept = _kept(heading)
    try:
        phone_column([heading.names[at] for at in kept], _sample(grid, heading, kept), layout.phone_column)
    except InputError as error:
        return error.code == "several_phone_columns"
    return True


def _several_sheets(path: Path, names: Sequence[str]) -> InputError:
    return InputError(
        "several_sheets",
        _("{path} has phone numbers on more than one sheet: {sheets}").format(
            path=path, sheets=", ".join(names)
        ),
        hint=_('Name the one to use, as in --sheet "{sheet}"').format(sheet=names[0]),
    )


def _heading(grid: Grid, layout: Layout) -> Heading:
    return heading_of(grid, header_row=layout.header_row, no_header=layout.no_header)


def _kept(heading: Heading) -> list[int]:
    """Return the positions of the list's own columns: those of an earlier results file are made anew."""
    return [at for at, name in enumerate(heading.names) if name not in RESULT_COLUMNS]


def _status_column(heading: Heading) -> int | None:
    """Return the column in which an earlier results file says what became of its rows, None without one."""
    return heading.names.index(STATUS_COLUMN) if STATUS_COLUMN in heading.names else None


_SENT = frozenset({"accepted", "unknown"})


def _sample(grid: Grid, heading: Heading, kept: Sequence[int]) -> list[list[Cell]]:
    below = [row for number, row in grid.peek if number > heading.row]
    return [_column([row[at] for row in below if at < len(row)]) for at in kept]


def _table(path: Path, grid: Grid, layout: Layout) -> Table:
    heading = _heading(grid, layout)
    is_text, is_results = bool(grid.delimiter), is_of_results(heading.names)
    if is_text and is_results:
        heading = heading._replace(names=tuple(as_before_results(heading.names)))
    width = len(heading.names)
    if width > MOST_COLUMNS:
        raise too_wide(path, width)
    kept = _kept(heading)
    addresses = Addresses(grid.name, tuple((at + 1, heading.names[at]) for at in kept))
    _report(grid, heading, addresses)
    blocks = grid.blocks(width) if grid.blocks else blocks_of(grid.rows(width))
    below = (block.below(heading.row) for block in blocks)
    return Table(
        path=path,
        sheet=grid.name,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        header_row=heading.row if heading.is_found else None,
        headers=tuple(heading.names[at] for at in kept),
        sample=_sample(grid, heading, kept),
        hidden=grid.hidden,
        findings=grid.findings,
        chunks=_chunks(below, kept, _status_column(heading), is_text=is_text, is_results=is_results),
        addresses=addresses,
        without_value=_by_position(grid.without_value, kept, heading.row),
        errors=_by_position(grid.errors, kept, heading.row),
        formats=lambda positions, wanted: _formats(grid, kept, positions, wanted),
    )


def _formats(
    grid: Grid, kept: Sequence[int], positions: Collection[int], wanted: bytes
) -> dict[int, Formatted]:
    """Return what the grid's cells look like, by the position of their column."""
    found = grid.formats([kept[position] + 1 for position in positions], wanted)
    return {kept.index(column - 1): formatted for column, formatted in found.items()}


def _by_position(places: Sequence[Place], kept: Sequence[int], above: int) -> dict[int, list[int]]:
    """Return the rows of cells below the row of names, by the position of their column."""
    positions = {at + 1: position for position, at in enumerate(kept)}
    rows: dict[int, list[int]] = {}
    for column, row in places:
        if row > above and column in positions:
            rows.setdefault(positions[column], []).append(row)
    return rows


def _report(grid: Grid, heading: Heading, addresses: Addresses) -> None:
    findings = grid.findings
    if not heading.is_found:
        findings.add("no_header", count=1)
    if not heading.is_sure:
        findings.add("names_guessed", addresses.row(heading.row))
    for number, _row in grid.peek:
        if number < heading.row or (number == heading.row and not heading.is_found):
            findings.add("rows_above_header", addresses.row(number), severity="info")
    seen = set[str]()
    for at, name in enumerate(heading.names):
        if has_wrong_letters(name):
            findings.add("wrong_letters", column_name(name, at + 1), severity="error")
        if name in seen:
            findings.add("duplicate_header", column_name(name, at + 1))
        if name:
            seen.add(name)
        elif any(row[at : at + 1] and row[at] not in {None, ""} for _number, row in grid.peek):
            findings.add("unnamed_column", column_letters(at + 1))


def _chunks(
    blocks: Iterator[Block], kept: Sequence[int], status: int | None, *, is_text: bool, is_results: bool
) -> Iterator[Chunk]:
    """Yield the rows; `status` is the column in which earlier results say what became of each."""
    for numbers, whole in blocks:
        if not numbers:
            continue
        cells: list[Sequence[Any]] = [whole[at] for at in kept]
        if is_text and is_results:
            cells = [as_before_results(column) for column in cells]
        columns = [_column(column) for column in cells]
        said = [meant(column) for column in cells] if is_text else cells
        values = [
            column if same is other else _column(other)
            for column, same, other in zip(columns, cells, said, strict=True)
        ]
        sent = [at for at, state in enumerate(whole[status]) if state in _SENT] if status is not None else []
        yield Chunk(list(numbers), columns, values, sent)


def _column(values: Sequence[Any]) -> list[Cell]:
    """Return a column's cells: whole numbers as `int`, nothing as None."""
    kinds = set(map(type, values))
    if float in kinds:
        return [
            int(value)
            if value.__class__ is float and value.is_integer() and abs(value) < _EXACT_INTEGERS
            else (None if value == "" else value)
            for value in values
        ]
    if kinds == {str}:
        return list(values) if all(values) else [value or None for value in values]
    if str in kinds:
        return [None if value == "" else value for value in values]
    return list(values)
