"""What a template may spend on one row, and operations that stay within it.

A runaway inside Python's C code cannot be interrupted, so each operation whose result can be far
larger than what it is given is estimated before it is done.
"""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from jinja2 import TemplateRuntimeError, TemplateSyntaxError
from jinja2.environment import Environment
from jinja2.sandbox import SandboxedFormatter

from batchsms.i18n import _
from batchsms.texts.turkish.value_to_text import (
    MOST_CHARACTERS,
    percent_operand,
    strftime,
    text_of,
    too_long_error,
)

__all__ = [
    "MOST_ITEMS",
    "WIDEST",
    "Allowance",
    "Formatter",
    "UnsuitableError",
    "bounded_padding",
    "bounded_range",
    "check_size",
    "join_texts",
    "power_of",
    "product_of",
    "remainder_or_format",
    "replace_text",
    "sum_of",
]

MOST_STEPS = 20_000
"""Steps of one row: a turn of a loop, a call, a filter, a hundred characters that are worked on."""
MOST_ITEMS = 10_000
"""Items of a list and everything that stands in it."""

_CHARACTERS_OF_A_STEP = 100
_MOST_BITS = 256
WIDEST = 1000
"""Of a field in a pattern, or an indent."""


class UnsuitableError(TemplateSyntaxError):
    """What Jinja could read and what has no place in a text; its message is in plain words already."""


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
            raise TemplateRuntimeError(
                _("the template takes more than {most:,} steps for one text").format(most=MOST_STEPS)
            )

    def spend_on(self, value: object) -> None:
        """Take the steps of working on a value."""
        if isinstance(value, str):
            self.spend(1 + len(value) // _CHARACTERS_OF_A_STEP)
        elif isinstance(value, list | tuple | dict | range):
            self.spend(1 + len(value))
        else:
            self.spend(1)

    def spend_on_each(self, values: Iterable[object]) -> Iterator[object]:
        """Take a step for each value that is drawn."""
        for value in values:
            self.spend(1)
            yield value


def check_size(value: Any) -> Any:
    """Return a result; raise `TemplateRuntimeError` where it is too large."""
    if isinstance(value, str):
        if len(value) > MOST_CHARACTERS:
            raise too_long_error()
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
            raise TemplateRuntimeError(_("a list holds more than {most:,} items").format(most=MOST_ITEMS))
    return weight


def bounded_range(*bounds: int) -> range:
    """Return `range`, of no more items than a list may have."""
    made = range(*bounds)
    if len(made) > MOST_ITEMS:
        raise TemplateRuntimeError(_("a range holds more than {most:,} numbers").format(most=MOST_ITEMS))
    return made


def sum_of(left: Any, right: Any) -> Any:
    """Return `left + right`."""
    return check_size(left + right)


def product_of(left: Any, right: Any) -> Any:
    """Return `left * right`."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, str | list | tuple) and isinstance(other, int):
            most = MOST_CHARACTERS if isinstance(one, str) else MOST_ITEMS
            if len(one) * other > most:
                raise too_long_error()
            return check_size(left * right)
    if isinstance(left, int) and isinstance(right, int):
        _check_bits(left.bit_length() + right.bit_length())
    return left * right


def power_of(left: Any, right: Any) -> Any:
    """Return `left ** right`."""
    if isinstance(left, int) and isinstance(right, int) and right > 0:
        _check_bits(left.bit_length() * right)
    return left**right


def remainder_or_format(left: Any, right: Any) -> Any:
    """Return `left % right`: a rest, or a text that is filled in."""
    if not isinstance(left, str):
        return operator.mod(left, right)
    values = right if isinstance(right, tuple | dict) else (right,)
    filled: Any
    if isinstance(values, dict):
        filled = {key: percent_operand(value) for key, value in values.items()}
        sizes = [len(str(value)) for value in filled.values()]
    else:
        filled = tuple(map(percent_operand, values))
        sizes = [len(str(value)) for value in filled]
    if len(left) + _width(left, max(sizes, default=0)) > MOST_CHARACTERS:
        raise too_long_error()
    return check_size(left % filled)


_DIRECTIVE = re.compile(r"%(?:\([^()]*\))?[-#0 +]*([0-9]*)(?:\.([0-9]*))?(.?)", re.DOTALL)
_LONGEST_NUMBER = 400


def _width(text: str, longest: int) -> int:
    """Return at most how many characters the values take that are put into a text."""
    width = 0
    for found in _DIRECTIVE.finditer(text):
        if found[3] in {"*", "("}:
            raise TemplateRuntimeError(_("write the width in the pattern as digits"))
        width += max(_bounded_width(found[1]) + _bounded_width(found[2]), longest)
        width += _LONGEST_NUMBER if found[3] in set("eEfFgG") else 0
    return width


def _bounded_width(digits: str | None) -> int:
    width = int(digits[:10]) if digits else 0
    if width > WIDEST:
        raise too_long_error()
    return width


def bounded_padding(pad: Callable[..., str]) -> Callable[..., str]:
    """Return `center`, `ljust` and their like for reasonable widths."""

    def pad_within(text: str, width: int, *fill: str) -> str:
        if width > MOST_CHARACTERS:
            raise too_long_error()
        return pad(text, width, *fill)

    return pad_within


def replace_text(text: str, old: object, new: object, count: int = -1) -> str:
    """Return a text in which one part stands for another."""
    out, into = text_of(old), text_of(new)
    hits = text.count(out) if count < 0 else min(count, text.count(out))
    if len(text) + hits * max(len(into) - len(out), 0) > MOST_CHARACTERS:
        raise too_long_error()
    return text.replace(out, into, hits)


def join_texts(separator: str, values: Iterable[object]) -> str:
    """Return values as one text."""
    parts: list[str] = []
    size = -len(separator)
    for value in values:
        part = text_of(value)
        parts.append(part)
        size += len(part) + len(separator)
        if size > MOST_CHARACTERS:
            raise too_long_error()
    return separator.join(parts)


class Formatter(SandboxedFormatter):
    """`format` of a text: values in Turkish, no wide fields, no more characters than a text may have."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._size = 0

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return one value as text."""
        if any(int(digits[:10]) > WIDEST for digits in re.findall("[0-9]+", format_spec)):
            raise too_long_error()
        text = _format_value(value, format_spec)
        self._size += len(text)
        if self._size > MOST_CHARACTERS:
            raise too_long_error()
        return text

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Return a value before it is formatted; `!r` and `!s` show what a reader would see."""
        return value if conversion is None else text_of(value)


def _format_value(value: Any, spec: str) -> str:
    if not spec:
        return text_of(value)
    if hasattr(type(value), "strftime"):
        return strftime(value, spec)
    if isinstance(value, int | float) and not isinstance(value, bool):
        text_of(value)
        return format(value, spec)
    return format(str(text_of(value)), spec)


def _check_bits(bits: int) -> None:
    if bits > _MOST_BITS:
        raise TemplateRuntimeError(_("the result of a calculation is too large"))
