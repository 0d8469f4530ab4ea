"""The cells of text files as spreadsheets write them, and what is meant by them.

`="0530…"` keeps a zero, and `=+90530…` is what Excel makes of a typed plus: both are exact, and stand
for the text in them. Whatever else begins with `=` is text.
"""

import re
from collections.abc import Sequence

__all__ = ["as_before_results", "meant"]

_EXACT = re.compile(r'="((?:[^"]|"")*)"|=(\+[0-9]+)')
_BETWEEN = "\x1f"
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


def meant(cells: Sequence[str]) -> Sequence[str]:
    """Return a column with the texts that such cells stand for; the same one where there are none."""
    if not _any_begins(cells, "="):
        return cells
    return [_text_of(cell) if cell.startswith("=") else cell for cell in cells]


def as_before_results(cells: Sequence[str]) -> Sequence[str]:
    """Return a column of a results file without the apostrophe that such a file puts before a formula."""
    if not _any_begins(cells, "'"):
        return cells
    return [cell[1:] if cell.startswith(_GUARDED) else cell for cell in cells]


def _any_begins(cells: Sequence[str], mark: str) -> bool:
    """Return whether a cell may begin with a mark; one look at all of them."""
    return (_BETWEEN + mark) in _BETWEEN + _BETWEEN.join(cells)


def _text_of(cell: str) -> str:
    exact = _EXACT.fullmatch(cell.strip())
    if exact is None:
        return cell
    return exact[2] or exact[1].replace('""', '"')
