"""What a template may spend on one row, and operations that stay within it.

A runaway inside Python's C code cannot be interrupted, so each operation whose result can be far
larger than what it is given is reckoned up before it is done.
"""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from jinja2 import TemplateRuntimeError
from jinja2.environment import Environment
from jinja2.sandbox import SandboxedFormatter

from batchsms.i18n import _
from batchsms.texts.turkish.value_to_text import MOST_CHARACTERS, formattable, overlong, strftime, written

__all__ = [
    "Allowance",
    "Formatter",
    "checked",
    "joined",
    "padded",
    "percent",
    "power",
    "replaced",
    "span",
    "sum_of",
    "times",
    "weigh",
]

MOST_STEPS = 20_000
"""Steps of one row: a turn of a loop, a call, a filter, a hundred characters that are worked on."""
MOST_ITEMS = 10_000
"""Items of a list and everything that stands in it."""

_CHARACTERS_OF_A_STEP = 100
_MOST_BITS = 256
_WIDEST = 1000


class Allowance:
    """How many steps are left for the row that is being rendered."""

    def __init__(self) -> None:
        self.steps = MOST_STEPS

    def renew(self) -> None:
        """Begin another row."""
        self.steps = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Take steps; raise `TemplateRuntimeError` where none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise TemplateRuntimeError(_("the template runs too long for one text"))

    def spend_on(self, value: object) -> None:
        """Take the steps of working on a value."""
        if isinstance(value, str):
            self.spend(1 + len(value) // _CHARACTERS_OF_A_STEP)
        elif isinstance(value, list | tuple | dict | range):
            self.spend(1 + len(value))
        else:
            self.spend(1)

    def counted(self, values: Iterable[object]) -> Iterator[object]:
        """Take a step for each value that is drawn."""
        for value in values:
            self.spend(1)
            yield value


def checked(value: Any) -> Any:
    """Return a result; raise `TemplateRuntimeError` where it is too large."""
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            raise overlong()
    elif isinstance(value, list | tuple | dict):
        weigh(value)
    return value


def weigh(value: Collection[object]) -> int:
    """Return how many items and hundreds of characters a collection holds, all depths together.

    What holds one thing many times is as heavy as the text that it would make.
    """
    open_values: list[object] = [value]
    weight = 0
    while open_values:
        inner = open_values.pop()
        weight += 1
        if isinstance(inner, str):
            weight += len(inner) // _CHARACTERS_OF_A_STEP
        elif isinstance(inner, range):
            weight += len(inner)
        elif isinstance(inner, list | tuple | dict):
            if weight + len(open_values) + len(inner) <= MOST_ITEMS + 1:
                open_values.extend(inner)
                open_values.extend(inner.values() if isinstance(inner, dict) else ())
            else:
                weight += MOST_ITEMS
        if weight > MOST_ITEMS + 1:
            raise TemplateRuntimeError(_("a list has more than {most:,} items").format(most=MOST_ITEMS))
    return weight


def span(*bounds: int) -> range:
    """Return `range`, of no more items than a list may have."""
    made = range(*bounds)
    if len(made) > MOST_ITEMS:
        raise TemplateRuntimeError(_("a range has more than {most:,} numbers").format(most=MOST_ITEMS))
    return made


def sum_of(left: Any, right: Any) -> Any:
    """Return `left + right`."""
    return checked(left + right)


def times(left: Any, right: Any) -> Any:
    """Return `left * right`."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | list | tuple) and isinstance(other, int):
            most = MOST_CHARACTERS if isinstance(one, str) else MOST_ITEMS
            if len(one) * other > most:
                raise overlong()
            return checked(left * right)
    if isinstance(left, int) and isinstance(right, int):
        _check_bits(left.bit_length() + right.bit_length())
    return left * right


def power(left: Any, right: Any) -> Any:
    """Return `left ** right`."""
    if isinstance(left, int) and isinstance(right, int) and right > 0:
        _check_bits(left.bit_length() * right)
    return left**right


def percent(left: Any, right: Any) -> Any:
    """Return `left % right`: a rest, or a text that is filled in."""
    if not isinstance(left, str):
        return operator.mod(left, right)
    values = right if isinstance(right, tuple | dict) else (right,)
    filled: Any
    if isinstance(values, dict):
        filled = {key: formattable(value) for key, value in values.items()}
        sizes = [len(str(value)) for value in filled.values()]
    else:
        filled = tuple(map(formattable, values))
        sizes = [len(str(value)) for value in filled]
    if len(left) + _width(left, max(sizes, default=0)) > MOST_CHARACTERS:
        raise overlong()
    return checked(left % filled)


_DIRECTIVE = re.compile(r"%(?:\([^()]*\))?[-#0 +]*([0-9]*)(?:\.([0-9]*))?(.?)", re.DOTALL)
_LONGEST_NUMBER = 400


def _width(text: str, longest: int) -> int:
    """Return at most how many characters the values take that are put into a text."""
    width = 0
    for found in _DIRECTIVE.finditer(text):
        if found[3] in {"*", "("}:
            raise TemplateRuntimeError(_("a width must be written out as digits"))
        width += max(_bounded_width(found[1]) + _bounded_width(found[2]), longest)
        width += _LONGEST_NUMBER if found[3] in set("eEfFgG") else 0
    return width


def _bounded_width(digits: str | None) -> int:
    width = int(digits[:10]) if digits else 0
    if width > _WIDEST:
        raise overlong()
    return width


def padded(pad: Callable[..., str]) -> Callable[..., str]:
    """Return `center`, `ljust` and their like for reasonable widths."""

    def pad_within(text: str, width: int, *fill: str) -> str:
        if width > MOST_CHARACTERS:
            raise overlong()
        return pad(text, width, *fill)

    return pad_within


def replaced(text: str, old: object, new: object, count: int = -1) -> str:
    """Return a text in which one part stands for another."""
    out, into = written(old), written(new)
    hits = text.count(out) if count < 0 else min(count, text.count(out))
    if len(text) + hits * max(len(into) - len(out), 0) > MOST_CHARACTERS:
        raise overlong()
    return text.replace(out, into, hits)


def joined(separator: str, values: Iterable[object]) -> str:
    """Return values as one text."""
    parts: list[str] = []
    size = -len(separator)
    for value in values:
        part = written(value)
        parts.append(part)
        size += len(part) + len(separator)
        if size > MOST_CHARACTERS:
            raise overlong()
    return separator.join(parts)


class Formatter(SandboxedFormatter):
    """`format` of a text: values in Turkish, no wide fields, no more characters than a text may have."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._size = 0

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one value as text."""
        if any(int(digits[:10]) > _WIDEST for digits in re.findall("[0-9]+", format_spec)):
            raise overlong()
        text = _formatted(value, format_spec)
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise overlong()
        return text

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Return a value before it is formatted; `!r` and `!s` show what a reader would see."""
        return value if conversion is None else written(value)


def _formatted(value: Any, spec: str) -> str:
    if not spec:
        return written(value)
    if hasattr(type(value), "strftime"):
        return strftime(value, spec)
    if isinstance(value, int | float) and not isinstance(value, bool):
        written(value)
        return format(value, spec)
    return format(str(written(value)), spec)


def _check_bits(bits: int) -> None:
    if bits > _MOST_BITS:
        raise TemplateRuntimeError(_("a calculation gives too large a number"))
