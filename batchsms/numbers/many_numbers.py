"""A column of cells → the mobile numbers among them, found by one pattern over all of it.

What `msisdn` says of a cell stays the definition: it is asked for each cell that is not plainly a number. A
test holds the two equal.
"""

import re
from collections.abc import Sequence

from batchsms.numbers.number_shapes import MOBILE, text_of

__all__ = ["plain_mobiles"]

_LINE = re.compile(rf"^(?:{MOBILE.pattern}|.*)$", re.MULTILINE)
_BETWEEN_DIGITS = " ()-"


def plain_mobiles(cells: Sequence[object]) -> list[str]:
    """Return the ten digits, from the 5 on, of each cell that is plainly a mobile number; `""` for others."""
    texts = [cell if isinstance(cell, str) else text_of(cell) or "" for cell in cells]
    column = "\n".join(texts)
    if column.count("\n") != len(texts) - 1:
        return [""] * len(texts)
    for mark in _BETWEEN_DIGITS:
        column = column.replace(mark, "")
    return _LINE.findall(column)
