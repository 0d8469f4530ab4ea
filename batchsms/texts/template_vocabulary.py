"""What a template knows: Jinja's own filters, tests and methods of texts, in Turkish and within bounds.

What is not here, a template does not know: `random`, `pprint`, `urlize`, `xmlattr` and `attr` have
no place in a text that a preview must foretell and that is no HTML.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any

from jinja2 import TemplateRuntimeError, Undefined, pass_context
from jinja2.filters import FILTERS as JINJA_FILTERS
from jinja2.filters import make_attrgetter
from jinja2.runtime import Context

from batchsms.i18n import _
from batchsms.pricing.tariff import Tariff
from batchsms.texts.missing_value import Missing
from batchsms.texts.rendering_bounds import (
    MOST_ITEMS,
    WIDEST,
    Allowance,
    bounded_padding,
    check_size,
    join_texts,
    remainder_or_format,
    replace_text,
)
from batchsms.texts.turkish import letters
from batchsms.texts.turkish.filters import FILTERS as TURKISH
from batchsms.texts.turkish.filters import shortener
from batchsms.texts.turkish.text_to_value import number_of
from batchsms.texts.turkish.value_to_text import MOST_CHARACTERS, text_of, too_long_error

__all__ = ["DATE_METHODS", "METHODS", "contains", "differs", "equals", "filters"]

_NOT_GIVEN = object()
_MOST_DECIMALS = 15

# Filters that take a text, and would turn anything else into Python's spelling of it.
_OF_TEXTS = ("e", "escape", "forceescape", "safe", "string", "striptags", "trim", "truncate", "wordcount")
_OF_VALUES = (
    *("abs", "dictsort", "filesizeformat", "first", "groupby", "items", "last", "list", "map", "max"),
    *("min", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "sum", "unique"),
    "urlencode",
)
_HARMLESS = ("count", "d", "default", "length")


def filters(allowance: Allowance, tariff: Tariff) -> dict[str, Callable[..., Any]]:
    """Return the filters of a template, which spend the allowance and shorten by the tariff."""
    own = {**TURKISH, **_OWN_FILTERS, "kisalt": shortener(tariff)}
    known = {name: _bounded(allowance, function) for name, function in own.items()}
    known |= {name: _bounded(allowance, JINJA_FILTERS[name]) for name in _OF_VALUES}
    known |= {name: _bounded(allowance, _text_first(JINJA_FILTERS[name])) for name in _OF_TEXTS}
    return known | {name: JINJA_FILTERS[name] for name in _HARMLESS}


def contains(allowance: Allowance, value: object, container: Any) -> bool:
    """Return `value in container`; an empty cell is part of no text, and yes and no are what they print."""
    allowance.spend_on(container)
    if isinstance(container, str) and isinstance(value, Missing):
        return False
    if isinstance(value, bool):
        return text_of(value) in container or (not isinstance(container, str) and value in container)
    return value in container


def equals(left: object, right: object) -> bool:
    """Return `left == right`; a cell of yes or no also equals what it prints, `DOĞRU` or `YANLIŞ`."""
    if left == right:
        return True
    if isinstance(left, bool):
        return isinstance(right, str) and text_of(left) == right
    return isinstance(right, bool) and isinstance(left, str) and text_of(right) == left


def differs(left: object, right: object) -> bool:
    """Return `left != right`, where `equals` says what is equal."""
    return not equals(left, right)


def _bounded(allowance: Allowance, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that takes steps for what it is given and for what it makes.

    That it is given the context keeps the compiler from trying it out by itself.
    """
    passed = getattr(getattr(function, "jinja_pass_arg", None), "name", "")

    @pass_context
    @wraps(function)
    def bounded(context: Context, value: object, *arguments: object, **options: object) -> Any:
        allowance.spend_on(value)
        if isinstance(value, Iterator):
            value = allowance.spend_on_each(value)
        result = check_size(function(*_first(context, passed), value, *arguments, **options))
        allowance.spend_on(result)
        return result

    return bounded


def _first(context: Context, passed: str) -> tuple[object, ...]:
    firsts: Mapping[str, object] = {
        "context": context,
        "eval_context": context.eval_ctx,
        "environment": context.environment,
    }
    return (firsts[passed],) if passed else ()


def _text_first(function: Callable[..., Any]) -> Callable[..., Any]:
    passed = getattr(function, "jinja_pass_arg", None)

    @wraps(function)
    def of_text(*arguments: Any, **options: object) -> Any:
        at = 1 if passed else 0
        return function(*arguments[:at], text_of(arguments[at]), *arguments[at + 1 :], **options)

    return of_text


def _to_int(value: object, default: object = _NOT_GIVEN, base: int = 10) -> object:
    if base != 10 and isinstance(value, str):  # noqa: PLR2004 -- digits of people are decimal
        return int(value, base)
    number = _to_float(value, default)
    return int(number) if isinstance(number, float) else number


def _to_float(value: object, default: object = _NOT_GIVEN) -> object:
    """Return the number that is meant; Jinja would send 0 for what it cannot read, such as `1.234,50`."""
    if isinstance(value, bool):
        return float(value)
    try:
        return float(number_of(value))
    except TemplateRuntimeError:
        if default is _NOT_GIVEN or isinstance(value, Missing):
            raise
        return default


def _int(value: object, default: object = _NOT_GIVEN, base: int = 10) -> object:
    return value if type(value) is int else _to_int(value, default, base)


def _round(value: Any, precision: int = 0, method: str = "common") -> Any:
    if abs(precision) > _MOST_DECIMALS:
        raise TemplateRuntimeError(
            _("a number can be rounded to at most {most} places").format(most=_MOST_DECIMALS)
        )
    return JINJA_FILTERS["round"](value, precision, method)


def _center(value: object, width: int = 80) -> str:
    return bounded_padding(str.center)(text_of(value), width)


def _format(value: object, *arguments: object, **options: object) -> Any:
    return remainder_or_format(text_of(value), options or arguments)


def _replace(value: object, old: object, new: object, count: int | None = None) -> str:
    return replace_text(text_of(value), old, new, -1 if count is None else count)


@pass_context
def _join(
    context: Context, value: Iterable[object], d: object = "", attribute: str | int | None = None
) -> str:
    if attribute is not None:
        value = map(make_attrgetter(context.environment, attribute), value)
    return join_texts(text_of(d), value)


def _indent(value: object, width: int | str = 4, first: bool = False, blank: bool = False) -> str:  # noqa: FBT001, FBT002 -- Jinja's signature
    text = text_of(value)
    wide = len(width) if isinstance(width, str) else width
    if wide * (len(text.splitlines()) + 1) + len(text) > MOST_CHARACTERS:
        raise too_long_error()
    return str(JINJA_FILTERS["indent"](text, width, first, blank))


def _wordwrap(
    value: object,
    width: int = 79,
    break_long_words: bool = True,  # noqa: FBT001, FBT002 -- Jinja's signature
    wrapstring: str | None = None,
    break_on_hyphens: bool = True,  # noqa: FBT001, FBT002 -- Jinja's signature
) -> str:
    import textwrap  # noqa: PLC0415 - few texts are wrapped

    paragraphs = text_of(value).splitlines()
    lines = (
        line
        for paragraph in paragraphs
        for line in textwrap.wrap(
            paragraph,
            width=min(width, MOST_CHARACTERS),
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=break_long_words,
            break_on_hyphens=break_on_hyphens,
        )
        or [""]
    )
    return join_texts("\n" if wrapstring is None else wrapstring, lines)


def _batch(value: Iterable[object], linecount: int, fill_with: object = None) -> list[object]:
    if linecount > MOST_ITEMS:
        raise too_long_error()
    return list(JINJA_FILTERS["batch"](value, linecount, fill_with))


def _slice(value: Iterable[object], slices: int, fill_with: object = None) -> list[object]:
    if slices > MOST_ITEMS:
        raise too_long_error()
    return list(JINJA_FILTERS["slice"](value, slices, fill_with))


def _tojson(value: object, indent: int | None = None) -> str:
    if indent is not None and indent > WIDEST:
        raise too_long_error()
    encoder = json.JSONEncoder(default=_json_default, indent=indent, sort_keys=True, allow_nan=False)
    text = join_texts("", encoder.iterencode(value))
    return text.translate(_NOT_IN_HTML)


_NOT_IN_HTML = str.maketrans({mark: f"\\u{ord(mark):04x}" for mark in "<>&'"})


def _json_default(value: object) -> str:
    return str(value) if isinstance(value, Undefined) else text_of(value)


_OWN_FILTERS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "batch": _batch,
        "center": _center,
        "float": _to_float,
        "format": _format,
        "indent": _indent,
        "int": _int,
        "join": _join,
        "replace": _replace,
        "round": _round,
        "slice": _slice,
        "tojson": _tojson,
        "wordwrap": _wordwrap,
    }
)

METHODS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        **{
            name: getattr(str, name)
            for name in (
                *("casefold", "count", "endswith", "find", "index", "isalnum", "isalpha", "isascii"),
                *("isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace"),
                *("istitle", "isupper", "lstrip", "partition", "removeprefix", "removesuffix", "rfind"),
                *("rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip"),
                "swapcase",
            )
        },
        "upper": letters.upper,
        "lower": letters.lower,
        "title": letters.title,
        "capitalize": letters.capitalize,
        "center": bounded_padding(str.center),
        "ljust": bounded_padding(str.ljust),
        "rjust": bounded_padding(str.rjust),
        "zfill": bounded_padding(str.zfill),
        "replace": replace_text,
        "join": join_texts,
    }
)
"""The methods of a text, called with the text first."""

DATE_METHODS = frozenset(
    {
        *("year", "month", "day", "hour", "minute", "second", "weekday", "isoweekday", "isoformat"),
        *("date", "time", "days", "seconds", "total_seconds"),
    }
)
"""What a date, time or duration may be asked. None of them knows what time it is now."""
