"""Text → lines that fit a terminal, measured in its columns: an emoji takes two of them."""

import re
import shutil
from typing import TextIO

__all__ = ["WIDEST", "width_of", "wrapped"]

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""

_NARROWEST = 20
"""Columns; in fewer there is no room for a word beside a number."""
_FIRST_CELL = re.compile(r" *\S+ {2,}(?=\S)| *")
_WIDEST_CELL = 16
_COMMAND = re.compile(r"(?<![^ ])batchsms [a-z].*$")
_KEPT_BLANK = "\ue000"  # of private use, so that nobody writes it


def width_of(stream: TextIO) -> int | None:
    """Return how many columns a line printed to a stream may have, None where that is no terminal."""
    if not stream.isatty():
        return None
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
    from wcwidth import wrap  # noqa: PLC0415 - tables of all characters, for long lines alone

    cell = _FIRST_CELL.match(line) if hanging else None
    indent = cell.end() if cell and cell.end() <= _WIDEST_CELL else 0
    kept = _COMMAND.sub(lambda command: command[0].replace(" ", _KEPT_BLANK), line)
    lines = wrap(
        kept[indent:],
        width,
        initial_indent=kept[:indent],
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        control_codes="ignore",
    )
    return "\n".join(lines).replace(_KEPT_BLANK, " ")
