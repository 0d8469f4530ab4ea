"""What batchsms does against the usual way, measured side by side in one run: `make bench`.

Each comparison prints its seconds and their ratio. The exit code is 1 where one misses its aim.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import xlsxwriter

from batchsms.reading.list_reader import Layout, open_list

ROWS = 200_000
QUICK_ROWS = 20_000


@dataclass(frozen=True)
class Comparison:
    """Two ways to do the same, each done `rounds` times, in turn, of which the fastest counts.

    `aim` is what ours may take at most, as a share of the usual way's time.
    """

    name: str
    ours: Callable[[], object]
    usual: Callable[[], object]
    aim: float
    rounds: int = 1


def main() -> int:
    """Run all comparisons; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROWS:,} rows in place of {ROWS:,}")
    count = QUICK_ROWS if parser.parse_args().quick else ROWS
    with tempfile.TemporaryDirectory(prefix="batchsms-bench-") as folder:
        met = [_measured(comparison) for comparison in comparisons(Path(folder), count)]
    return 0 if all(met) else 1


def comparisons(folder: Path, count: int) -> list[Comparison]:
    """Return all comparisons. Each is a function of this folder, or one more entry here."""
    import rendering  # noqa: PLC0415 -- they take `Comparison` from here
    import starting  # noqa: PLC0415

    texts = rendering.QUICK_ROWS if count < ROWS else rendering.ROWS
    return [*starting.comparisons(folder), *reading(folder, count), *rendering.comparisons(texts)]


def reading(folder: Path, count: int) -> list[Comparison]:
    """Compare reading a workbook with pandas and openpyxl."""
    return [
        Comparison(
            f"read {count:,} rows by 8 columns, {what}",
            lambda path=path: _read(path),  # type: ignore[misc]  # the loop's value is meant
            lambda path=path: pd.read_excel(path, engine="openpyxl"),  # type: ignore[misc]
            aim=1 / 3,
        )
        for what, path in (
            ("no row hidden", a_workbook(folder / "liste.xlsx", count)),
            ("one row hidden", a_workbook(folder / "gizli.xlsx", count, hidden_row=count // 2)),
        )
    ]


def a_workbook(path: Path, count: int, *, hidden_row: int | None = None) -> Path:
    """Write a list as a marketing team has it."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": False}) as book:
        sheet = book.add_worksheet("Liste")
        dates = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["No", "Ad", "Soyad", "Telefon", "Şehir", "Bakiye", "Son Ödeme", "Not"])
        for number in range(1, count + 1):
            sheet.write_row(
                number,
                0,
                [number, f"Ad {number % 500}", f"Soyad {number}", f"0530 {number:07}", f"İl {number % 81}"],
            )
            sheet.write_number(number, 5, number * 1.25)
            sheet.write_number(number, 6, 46_000 + number % 365, dates)
            if number % 3:
                sheet.write_string(number, 7, f"not {number % 7}")
        if hidden_row is not None:
            sheet.set_row(hidden_row, None, None, {"hidden": True})
    return path


def _read(path: Path) -> int:
    return sum(len(chunk.rows) for chunk in open_list(path, Layout()).chunks)


def _measured(comparison: Comparison) -> bool:
    rounds = [(_seconds(comparison.ours), _seconds(comparison.usual)) for _round in range(comparison.rounds)]
    ours, usual = (min(seconds) for seconds in zip(*rounds, strict=True))
    ratio = ours / usual
    met: bool = ratio <= comparison.aim
    print(f"{comparison.name}: {ours:.3g} s, usual way {usual:.3g} s, ratio {ratio:.2f}", end="")
    print(f" (aim {comparison.aim:.2f}, {'met' if met else 'MISSED'})")
    return met


def _seconds(way: Callable[[], object]) -> float:
    gc.collect()
    gc.freeze()  # what stood before is no part of either way: neither looks through it again and again
    begin = time.perf_counter()
    way()
    seconds = time.perf_counter() - begin
    gc.unfreeze()
    return seconds


if __name__ == "__main__":
    sys.exit(main())
