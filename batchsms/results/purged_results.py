"""Results of a purged campaign: which files they are, by what stands in them, and what is left of them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from batchsms.errors import BatchsmsError, Unavailable
from batchsms.i18n import _
from batchsms.journal.database import Database
from batchsms.journal.purging import Signs
from batchsms.journal.rows import result_rows
from batchsms.output_files import free_names
from batchsms.paths import planned_results, results_path
from batchsms.reading.cells import Cell
from batchsms.reading.grid import CHUNK_ROWS, Grid
from batchsms.result_columns import RESULT_COLUMNS
from batchsms.results.earlier_results import RESULTS, header_of, is_earlier_results
from batchsms.results.table_file import Table, in_blocks, replace_with_table
from batchsms.results.writer import columns_of, outcome_cells

__all__ = ["ResultsFiles", "check_readable", "empty_results", "is_emptied", "usual_places"]

_PERSONAL = frozenset({"sms_number", "sms_text", "sms_detail"})
_LEFT = tuple(name for name in RESULT_COLUMNS if name not in _PERSONAL)


class ResultsFiles:
    """The results files among some files, each read when it is first asked for."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = [path.resolve() for path in paths]
        self._read: dict[Path, Signs | None] = {}

    def of(self, campaign: Signs, places: Sequence[Path]) -> list[Path]:
        """Return the results of a campaign: among these files, and at its own places.

        A file is its results where all numbers, order ids and times are the campaign's. Without a time only
        its place and the count of its rows can tell.
        """
        own = {path.resolve() for path in places}
        return [path for path in sorted({*self._paths, *own}) if self._is_of(path, campaign, own)]

    def _is_of(self, path: Path, campaign: Signs, own: set[Path]) -> bool:
        found = self._signs(path)
        if found is None:
            return False
        is_within = (
            found.numbers <= campaign.numbers
            and found.order_ids <= campaign.order_ids
            and found.times <= campaign.times
        )
        return is_within and bool(found.times or (path in own and found.rows == campaign.rows))

    def _signs(self, path: Path) -> Signs | None:
        if path not in self._read:
            self._read[path] = _signs_of(path)
        return self._read[path]


def usual_places(campaign: Path, planned: str) -> list[Path]:
    """Return the files that stand where a campaign's results are written, under its name or a free one."""
    named = {planned_results(campaign, planned), results_path(campaign, None)}
    either = {path.with_suffix(suffix) for path in named for suffix in RESULTS.endings}
    return [path for one in sorted(either) for path in free_names(one) if path.is_file()]


def check_readable(paths: Iterable[Path]) -> None:
    """Raise `Unavailable` where nobody can tell whose results a file holds."""
    for path in paths:
        try:
            path.open("rb").close()
        except OSError as error:
            raise _not_purged(path, error) from error


def is_emptied(path: Path) -> bool:
    """Return whether a file is results that were purged."""
    return header_of(path) in {_LEFT, _LEFT[:-1]}


def empty_results(database: Database, path: Path) -> None:
    """Write results anew without the list's cells, numbers and texts. Raises `Unavailable`."""
    columns = columns_of(database)
    kept = [at for at, name in enumerate(columns) if name not in _PERSONAL]
    table = Table(_("Results"), [columns[at] for at in kept], in_blocks(_rows(database, kept)), ())
    try:
        replace_with_table(table, path)
    except OSError as error:
        raise _not_purged(path, error) from error


def _not_purged(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        "results_not_purged",
        _("The results {path} cannot be purged: {error}").format(path=path, error=error.strerror or error),
        hint=_("Close the file where it is open, and see that it can be read and written; then purge again"),
    )


def _rows(database: Database, kept: Sequence[int]) -> Iterator[list[Cell]]:
    first = 0
    while rows := result_rows(database, first, CHUNK_ROWS):
        for row in rows:
            cells = outcome_cells(row)
            yield [cells[at] for at in kept]
        first += CHUNK_ROWS


def _signs_of(path: Path) -> Signs | None:
    """Return what stands in a results file, None for any other file, and for one that cannot be read."""
    if not path.is_file() or not is_earlier_results(path):
        return None
    numbers, order_ids, times, count = set[int](), set[str](), set[str](), 0
    try:
        for number, order_id, at in _cells(path):
            count += 1
            if number:
                numbers.add(int(number))
            order_ids.update(filter(None, (order_id,)))
            times.update(filter(None, (at,)))
    except (BatchsmsError, OSError, ValueError):
        return None
    return Signs(frozenset(numbers), frozenset(order_ids), frozenset(times), count)


def _cells(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield number, order id and time of each row."""
    grid = _grid(path)
    _row, header = grid.peek[0]
    names = [str(name) for name in header]
    first = names.index(RESULT_COLUMNS[0])
    columns = [first + RESULT_COLUMNS.index(name) for name in ("sms_number", "sms_order_id", "sms_time")]
    for row, cells in grid.rows(len(names)):
        if row > _row:
            number, order_id, at = (_word(cells[column]) for column in columns)
            yield number, order_id, at


def _word(cell: object) -> str:
    """Return a cell as the results had it: who saves them may turn digits into a number."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _grid(path: Path) -> Grid:
    if path.suffix.lower() == ".csv":
        from batchsms.reading.text_file import grid_of_text  # noqa: PLC0415 - where there is one

        return grid_of_text(path, "", ";")
    from batchsms.reading.workbooks.workbook import grids_of_workbook  # noqa: PLC0415 - as above

    return next(iter(list(grids_of_workbook(path, "xlsx", ""))))
