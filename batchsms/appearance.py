"""Numbers that a template prints as they are, where their owner sees them otherwise in a spreadsheet."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from batchsms.addresses import Addresses
from batchsms.cells import Cell
from batchsms.findings import Findings
from batchsms.packing import Column

__all__ = ["Printed"]

_EXAMPLES = 5


@dataclass
class Printed:
    """The columns that a template prints as they are, by position, and what numbers stand in them."""

    columns: tuple[int, ...] = ()
    fractions: dict[int, "array[int]"] = field(default_factory=dict)
    """For each column the rows, counted from 0, that hold a number with a fraction."""

    def follow(self, start: int, columns: Sequence[Sequence[Cell]]) -> None:
        """Note the numbers of a chunk of columns, whose first row is the row `start`."""
        for position in self.columns:
            if float in set(map(type, columns[position])):
                self.fractions.setdefault(position, array("q")).extend(
                    row for row, cell in enumerate(columns[position], start) if _has_a_fraction(cell)
                )

    def report(self, findings: Findings, addresses: Addresses, sheet_rows: Column, going: Column) -> None:
        """Say which numbers go with their fraction as it is; `going` are the rows that are sent to."""
        found = {
            position: sheet_rows[np.intersect1d(np.array(rows, dtype=np.int64), going)]
            for position, rows in sorted(self.fractions.items())
        }
        found = {position: rows for position, rows in found.items() if len(rows)}
        of_each = max(1, _EXAMPLES // max(1, len(found)))
        for position, rows in found.items():
            shown = rows[:of_each].tolist()
            for row in shown:
                where = f"{addresses.name(position)}: {addresses.cell(position, row)}"
                more = len(rows) - len(shown) if row == shown[-1] else 0
                findings.add("raw_number", where, count=1 + more)


def _has_a_fraction(cell: Cell) -> bool:
    return cell.__class__ is float and not cell.is_integer()
