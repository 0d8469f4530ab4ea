"""A line → lines that are no wider than a terminal."""

import textwrap

__all__ = ["WIDTH", "wrapped"]

WIDTH = 100
"""Columns; longer lines are hard to read, however wide the terminal is."""


def wrapped(line: str, *, indent: int = 0) -> str:
    """Return a line broken between words, what follows the first of them indented."""
    return textwrap.fill(
        line, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )
