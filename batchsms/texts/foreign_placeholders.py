"""Placeholders of other tools in a text → the error that says how they are written here.

`{ad}`, `<ad>`, `[ad]`, `%ad%`, `#ad#` and their like are plain text to Jinja, and would go out to everybody
as they are. They count as placeholders only where they name a column of the list.
"""

import re
from collections.abc import Iterable, Iterator

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.texts.column_names import ColumnNames

__all__ = ["check_foreign"]

_IN_BRACES = r"[{\uff5b]{1,2}([^{}\uff5b\uff5d\n]{1,100})[}\uff5d]{1,2}"
_IN_OTHER_MARKS = (
    r"<{1,2}([^<>\n]{1,100})>{1,2}",
    r"\u00ab([^\u00ab\u00bb\n]{1,100})\u00bb",
    r"\[{1,2}([^\[\]\n]{1,100})\]{1,2}",
    r"\(\(([^()\n]{1,100})\)\)",
    # one mark can end a placeholder and seem to begin another, so each is looked at: `%20 %ad%`
    r"(?=%([^%\s](?:[^%\n]{,98}[^%\s])?)%)",
    r"(?=#([^#\s](?:[^#\n]{,98}[^#\s])?)#)",
)
_BEGINNINGS = frozenset("{\uff5b<\u00ab[(%#")
_FEWEST_CHARACTERS = 2
"""Of a name in other marks than braces: `[A]` may be a list's, `{A}` is hardly anything else."""
_OUTSIDE_OF_RAW = {"raw_begin": False, "raw_end": True}


def check_foreign(tokens: Iterable[tuple[int, str, str]], place: str, names: ColumnNames) -> None:
    """Raise `InputError` where a template's plain text holds another tool's placeholder for a column.

    `tokens` are the lexer's: line, type and text. What is between `raw` and `endraw` is meant as it is.
    """
    is_looked_at = True
    for line, kind, text in tokens:
        is_looked_at = _OUTSIDE_OF_RAW.get(kind, is_looked_at)
        if kind == "data" and is_looked_at:
            for start, shown, position in _found(text, names):
                raise InputError(
                    "foreign_placeholder",
                    _(
                        "{place}, line {line}: {shown} is not a placeholder here, and would be sent as it is"
                    ).format(place=place, line=line + text.count("\n", 0, start), shown=shown),
                    hint=_("Write {right}, or {literal} where the text needs just that").format(
                        right=names.placeholder(position), literal=f"{{{{ {_quoted(shown)} }}}}"
                    ),
                )


def _found(text: str, names: ColumnNames) -> Iterator[tuple[int, str, int]]:
    """Yield each placeholder for a column: where it begins, itself, and the position of the column."""
    if _BEGINNINGS.isdisjoint(text):
        return
    for pattern in (_IN_BRACES, *_IN_OTHER_MARKS):
        for found in re.finditer(pattern, text):
            name = found[1].partition("|")[0].strip()
            columns = names.named(name) or names.folded(name)
            is_name = pattern is _IN_BRACES or (len(name) >= _FEWEST_CHARACTERS and not name.isdecimal())
            if columns and is_name:
                shown = found[0] or text[found.start() : found.end(1) + 1]
                yield found.start(), shown, columns[0]


def _quoted(text: str) -> str:
    mark = '"' if "'" in text else "'"
    return f"{mark}{text}{mark}"
