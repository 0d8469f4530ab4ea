"""The headers of a list → the names by which a template can mean its columns."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers
from batchsms.reading.cell_addresses import column_letters
from batchsms.turkish_folding import fold, slug

__all__ = ["ColumnNames", "ambiguous_column", "column_name", "position_of", "template_name"]

# What Jinja reads as part of its language where a value is expected; `not` is the likely one: "Not".
_RESERVED = frozenset({"and", "else", "false", "if", "in", "is", "none", "not", "or", "self", "true"})
_BY_POSITION = "1c"
"""Begins the name of a column by its position; no template can write such a name."""
_MOST_LISTED = 40
_NOT_IN_A_KEY = re.compile(r"[\W_]+")


def template_name(header: str) -> str:
    """Return the slug of a header as a template writes it: that of `Not` is `not_`."""
    name = slug(header)
    return f"{name}_" if name in _RESERVED else name


def column_name(position: int) -> str:
    """Return a name for a column by its position, which is clear whatever the headers are."""
    return f"{_BY_POSITION}{position}"


def position_of(name: str) -> int | None:
    """Return the position of a column that is named by it, None for any other name."""
    return int(name.removeprefix(_BY_POSITION)) if name.startswith(_BY_POSITION) else None


class ColumnNames:
    """The columns of a list, by their headers. Each method that looks for columns returns positions."""

    def __init__(self, headers: tuple[str, ...]) -> None:
        self.headers = headers

    def named(self, name: str) -> list[int]:
        """Return the columns whose own name or slug this is."""
        return self._names.get(_compose(name), [])

    def folded(self, text: str) -> list[int]:
        """Return the columns whose name this is but for case, marks, blanks, hyphens and punctuation."""
        return self._keys.get(_key(text), [])

    def phrased(self, text: str, *, with_punctuation: bool) -> list[int]:
        """Return the columns that a name of several words means, which is given without its blanks.

        Of columns that are alike but for case and marks it is the one that is written so. Their
        punctuation must be that of the text, unless the text has none.
        """
        found = self._unspaced.get(_unspaced(text), []) or self._unspaced_keys.get(_unspaced_key(text), [])
        return found if found or with_punctuation else self.folded(text)

    def placeholder(self, position: int) -> str:
        """Return how a template writes a column: by its slug, else by its own name."""
        header = self.headers[position]
        slug_is_clear = self.named(template_name(header)) == [position]
        return f"{{{{ {without_numbers(template_name(header) if slug_is_clear else header)} }}}}"

    def nearest(self, text: str) -> str:
        """Return the name of the column that a text is most like, or `""` where none is near."""
        from difflib import get_close_matches  # noqa: PLC0415 - for wrong names alone

        near = get_close_matches(slug(text) or text, self._names, n=1)
        return without_numbers(near[0]) if near else ""

    def listed(self) -> str:
        """Return the columns by names that work in a template, the first of them where they are many."""
        names = [without_numbers(template_name(header) or header) for header in self.headers if header]
        return ", ".join(names if len(names) <= _MOST_LISTED else [*names[:_MOST_LISTED], "…"])

    def titled(self, positions: Iterable[int]) -> str:
        """Return columns by their headers and letters: `Ad (A), AD (C)`."""
        return ", ".join(
            f"{without_numbers(self.headers[at])} ({column_letters(at + 1)})" for at in positions
        )

    @cached_property
    def _names(self) -> dict[str, list[int]]:
        columns: dict[str, list[int]] = {}
        for position, header in enumerate(self.headers):
            for name in {_compose(header.strip()), template_name(header)}:
                if name.isidentifier():
                    columns.setdefault(name, []).append(position)
        return columns

    @cached_property
    def _keys(self) -> dict[str, list[int]]:
        return self._by(_key)

    @cached_property
    def _unspaced(self) -> dict[str, list[int]]:
        return self._by(_unspaced)

    @cached_property
    def _unspaced_keys(self) -> dict[str, list[int]]:
        return self._by(_unspaced_key)

    def _by(self, key_of: Callable[[str], str]) -> dict[str, list[int]]:
        columns: dict[str, list[int]] = {}
        for position, header in enumerate(self.headers):
            if key := key_of(header):
                columns.setdefault(key, []).append(position)
        return columns


def ambiguous_column(positions: Iterable[int], name: str, place: str, names: ColumnNames) -> InputError:
    """Return the error of a name that may mean several columns; `place` is its file and line."""
    return InputError(
        "ambiguous_column",
        _("{place}: {name} fits more than one column: {columns}").format(
            place=place, name=name, columns=names.titled(positions)
        ),
        hint=_("Rename one of these columns in the list"),
    )


def _compose(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _unspaced(text: str) -> str:
    return "".join(_compose(text).split())


def _unspaced_key(text: str) -> str:
    return "".join(_without_marks(fold(text))).replace(" ", "")


def _key(text: str) -> str:
    return _NOT_IN_A_KEY.sub("", _unspaced_key(text))


def _without_marks(text: str) -> Iterator[str]:
    return (mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
