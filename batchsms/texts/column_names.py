"""The names in a template and the headers of a list → which name takes which column."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers
from batchsms.reading.cell_addresses import column_letters
from batchsms.texts.template_files import TemplatePart
from batchsms.turkish_folding import slug

__all__ = ["ColumnNames", "template_name"]

# What Jinja reads as part of its language where a value is expected; `not` is the likely one: "Not".
_RESERVED = frozenset({"and", "else", "false", "if", "in", "is", "none", "not", "or", "self", "true"})


def template_name(header: str) -> str:
    """Return the slug of a header as a template writes it: that of `Not` is `not_`."""
    name = slug(header)
    return f"{name}_" if name in _RESERVED else name


@dataclass(frozen=True)
class ColumnNames:
    """The names that the columns of a list have, and the functions that a template knows."""

    headers: tuple[str, ...]
    functions: frozenset[str]

    def positions(self, parts: Sequence[TemplatePart]) -> dict[str, int]:
        """Return the column of each name that a template wants, in the order of the names.

        Raises `InputError` for a name that is no column, or two.
        """
        found: dict[str, int] = {}
        for part in parts:
            known = _known(part, parts)
            for name, line in part.wanted.items():
                if not part.sees_columns:
                    self._check_without_columns(name, part, line)
                elif self._candidates(name) or name not in known | self.functions:
                    found[name] = self._position(name, part, line)
        return dict(sorted(found.items()))

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        columns: dict[str, list[int]] = {}
        for position, header in enumerate(self.headers):
            for name in {_compose(header.strip()), template_name(header)}:
                if name.isidentifier():
                    columns.setdefault(name, []).append(position)
        return columns

    def _candidates(self, name: str) -> list[int]:
        return self._columns.get(_compose(name), [])

    def _position(self, name: str, part: TemplatePart, line: int) -> int:
        candidates = self._candidates(name)
        if not candidates:
            raise self._unknown(name, part, line)
        if len(candidates) > 1:
            raise self._ambiguous(name, part, line)
        return candidates[0]

    def _check_without_columns(self, name: str, part: TemplatePart, line: int) -> None:
        if name not in self.functions | part.given:
            raise InputError(
                "unknown_column",
                _("{place}, line {line}: {name} is not available in this file").format(
                    place=part.place, line=line, name=name
                ),
                hint=_("An imported file sees the columns only where the import ends in `with context`"),
            )

    def _ambiguous(self, name: str, part: TemplatePart, line: int) -> InputError:
        columns = ", ".join(
            f"{without_numbers(self.headers[at])} ({column_letters(at + 1)})" for at in self._candidates(name)
        )
        return InputError(
            "ambiguous_column",
            _("{place}, line {line}: {name} fits more than one column: {columns}").format(
                place=part.place, line=line, name=name, columns=columns
            ),
            hint=_("Rename one of these columns in the list"),
        )

    def _unknown(self, name: str, part: TemplatePart, line: int) -> InputError:
        near = get_close_matches(slug(name) or name, self._columns, n=1)
        columns = ", ".join(self._shown())
        return InputError(
            "unknown_column",
            _("{place}, line {line}: the list has no column {name}").format(
                place=part.place, line=line, name=name
            ),
            hint=_("Did you mean {near}? The columns are: {columns}.").format(
                near=without_numbers(near[0]), columns=columns
            )
            if near
            else _("The columns are: {columns}").format(columns=columns),
        )

    def _shown(self) -> Iterator[str]:
        return (without_numbers(template_name(header) or header) for header in self.headers if header)


def _known(part: TemplatePart, parts: Sequence[TemplatePart]) -> frozenset[str]:
    """Return the names that a part may find set: by any file, or by a loop that it is taken into."""
    names = (each.given if part is parts[0] else each.stored for each in parts)
    return frozenset[str]().union(*names)


def _compose(name: str) -> str:
    return unicodedata.normalize("NFC", name)
