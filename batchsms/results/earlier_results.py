"""Which files the results may be written to: free names, and earlier results, told by their columns."""

from collections.abc import Collection
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

from batchsms.i18n import _
from batchsms.output_files import OutputKind, check_output
from batchsms.paths import results_path
from batchsms.result_columns import is_of_results

__all__ = ["RESULTS", "check_results_path", "header_of", "is_earlier_results"]

_LONGEST_HEADER = 1_000_000
"""Characters; far more than the names of all columns that a sheet can have usually take."""


def check_results_path(path: Path, inputs: Collection[Path], campaign: Path) -> None:
    """Raise `InputError` where results must not be written to a path, or cannot be.

    `inputs` are the files that the campaign reads; its own file is one of those that are kept, too.
    """
    check_output(path, RESULTS, [*inputs, campaign], usual=results_path(campaign, None))


def is_earlier_results(path: Path) -> bool:
    """Return whether a file is earlier results: its last columns are ours, in their order.

    A workbook with another sheet, and a file with columns behind ours, hold work of the user's.
    """
    return is_of_results(header_of(path))


def header_of(path: Path) -> tuple[str, ...]:
    """Return the first row of a file, nothing where it cannot be read, or is a workbook of several sheets."""
    return tuple(_first_line(path) if path.suffix.lower() == ".csv" else _first_row(path))


def _first_line(path: Path) -> list[str]:
    import csv  # noqa: PLC0415 - for results that are there alone

    with (
        suppress(OSError, csv.Error, ValueError),
        path.open(encoding="utf-8-sig", errors="replace", newline="") as file,
    ):
        lines = iter(partial(file.readline, _LONGEST_HEADER), "")
        return next(csv.reader(islice(lines, 1_000), delimiter=";"), [])
    return []


def _first_row(path: Path) -> list[str]:
    if not path.is_file():
        return []
    from batchsms.results.first_row import first_row  # noqa: PLC0415 - for workbooks that are there alone

    return first_row(path)


RESULTS = OutputKind(
    "bad_results_path",
    "--results",
    (".xlsx", ".csv"),
    lambda: _("{path} does not end in .xlsx or .csv"),
    is_earlier_results,
    lambda: _("{path} already exists and is not an earlier results file. It is not written over."),
)
"""The results, which replace earlier ones."""
