"""Numbers as they may be shown: no error, note or name of a column tells whose they are."""

import re

__all__ = ["masked", "without_numbers"]

_LONG_NUMBER = re.compile(r"[0-9](?:[\s().\-_/]*[0-9]){9,}")


def without_numbers(words: str) -> str:
    """Return words as they may be shown: any ten digits or more in them are an ellipsis.

    Where a recipient was taken for the row of names, even the name of a column is a number.
    """
    return _LONG_NUMBER.sub("…", words)


def masked(number: int) -> str:
    """Return a number as it may be shown: `90530*****67`."""
    digits = str(number)
    return f"{digits[:5]}*****{digits[-2:]}"
