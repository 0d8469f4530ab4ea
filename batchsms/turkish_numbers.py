"""Numbers that a sentence asks for with separators → as Turkish writes them: 1.234,50."""

import string
from typing import Any

__all__ = ["TurkishNumbers"]

_SEPARATORS = str.maketrans(",.", ".,")


class TurkishNumbers(string.Formatter):
    """Fills in sentences as `str.format` does, but for what is to have separators (`{count:,}`)."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return a value as it is written."""
        written: str = format(value, format_spec)
        return written.translate(_SEPARATORS) if "," in format_spec else written
