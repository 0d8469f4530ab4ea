"""The value of an empty cell, as a template sees it."""

from typing import NoReturn

from jinja2 import Undefined, UndefinedError

__all__ = ["Missing", "MissingValueError", "column_of"]


class MissingValueError(UndefinedError):
    """A template used the value of a column that is empty in this row."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


class Missing(Undefined):
    """An empty cell: false in `if`, equal to `""`, known to `default`; any other use fails the row."""

    __slots__ = ()

    def __init__(self, column: str) -> None:
        super().__init__(name=column)

    def _fail(self, *_arguments: object, **_options: object) -> NoReturn:
        raise MissingValueError(str(self._undefined_name))

    __str__ = __repr__ = __html__ = __format__ = __getattr__ = __getitem__ = __call__ = _fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _fail
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __pow__ = __rpow__ = _fail
    __int__ = __float__ = __complex__ = __neg__ = __pos__ = __abs__ = __round__ = _fail
    __iter__ = __reversed__ = _fail
    __lt__ = __le__ = __gt__ = __ge__ = _fail

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __contains__(self, _item: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Missing) or other == ""

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash("")


def column_of(value: Missing) -> str:
    """Return the header of the column whose value is missing."""
    return str(value._undefined_name)  # noqa: SLF001 -- an attribute of its own would be one that templates see
