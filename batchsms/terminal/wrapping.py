"""Text → lines that fit a terminal, measured in its columns: an emoji takes two of them."""

import re
from typing import Any, TextIO

__all__ = ["WIDEST", "width_of", "wrapped"]

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""

_NARROWEST = 20
"""Columns; in fewer there is no room for a word beside a number."""
_FIRST_CELL = re.compile(r" *\S+ {2,}(?=\S)| *")
_WIDEST_CELL = 16
_COMMAND = re.compile(r"(?<![^ ])batchsms [a-z].*$")
_NARROW = re.compile("[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u20a0-\u20bf\u2190-\u21ff\ue000]*")
"""What takes one column each: Latin letters, quotation marks and dashes, currencies, arrows."""
_KEPT_BLANK = "\ue000"  # of private use, so that nobody writes it


def width_of(stream: TextIO) -> int | None:
    """Return how many columns a line printed to a stream may have, None where that is no terminal."""
    if not stream.isatty():
        return None
    import shutil  # noqa: PLC0415 - for terminals alone

    return max(_NARROWEST, min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST))


def wrapped(text: str, width: int, *, hanging: bool = True) -> str:
    """Return text with each line broken between words.

    Where it is `hanging`, what follows the first part of a line begins below its second cell, or as far
    in as the line does. A command to type, which ends its line, is never broken: it is to be copied.
    """
    return "\n".join(_wrapped(line, width, hanging=hanging) for line in text.split("\n"))


def _wrapped(line: str, width: int, *, hanging: bool) -> str:
    if 2 * len(line) <= width or (line.isascii() and len(line) <= width):
        return line
    cell = _FIRST_CELL.match(line) if hanging else None
    indent = cell.end() if cell and cell.end() <= _WIDEST_CELL else 0
    kept = _COMMAND.sub(lambda command: command[0].replace(" ", _KEPT_BLANK), line)
    lines = _lines(kept[indent:], width, kept[:indent], " " * indent)
    return "\n".join(lines).replace(_KEPT_BLANK, " ")


def _lines(text: str, width: int, first: str, others: str) -> list[str]:
    how: dict[str, Any] = {
        "initial_indent": first,
        "subsequent_indent": others,
        "break_long_words": False,
        "break_on_hyphens": False,
    }
    if _NARROW.fullmatch(text):
        import textwrap  # noqa: PLC0415 - for long lines alone

        return textwrap.wrap(text, width, **how)
    from wcwidth import wrap  # noqa: PLC0415 - tables of all characters

    return wrap(text, width, control_codes="ignore", **how)
