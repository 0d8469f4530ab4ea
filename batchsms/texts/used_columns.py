"""The names that the files of a template want → the columns that they mean, or why they mean none."""

from collections.abc import Sequence
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers
from batchsms.texts.column_names import ColumnNames, ambiguous_column, position_of
from batchsms.texts.template_files import TemplatePart

__all__ = ["used_columns"]


class UsedColumns(NamedTuple):
    """The column of each name that a template uses, in the order of the names.

    `similar` are those of the names that are neither the column's own name nor its slug.
    """

    positions: dict[str, int]
    similar: frozenset[str]


def used_columns(parts: Sequence[TemplatePart], names: ColumnNames, functions: frozenset[str]) -> UsedColumns:
    """Return the columns that the parts of a template use; `functions` are the names that any text knows.

    Columns go before functions, but only by their own name or slug. Raises `InputError` for a name
    that is no column, or two.
    """
    found: dict[str, int] = {}
    similar: set[str] = set()
    for part in parts:
        known = functions | _set_elsewhere(part, parts)
        for name, line in part.wanted.items():
            position, named = position_of(name), names.named(name)
            if not part.sees_columns:
                _check_without_columns(name, part, names, known=functions | part.given, line=line)
            elif position is not None:
                found[name] = position
            elif named or name not in known:
                candidates = named or names.folded(name)
                found[name] = _only(candidates, name, f"{part.place}, line {line}", names)
                similar |= set() if named else {name}
    return UsedColumns(dict(sorted(found.items())), frozenset(similar))


def _only(candidates: Sequence[int], name: str, place: str, names: ColumnNames) -> int:
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        raise ambiguous_column(candidates, name, place, names)
    near = names.nearest(name)
    raise InputError(
        "unknown_column",
        _("{place}: the list has no column {name}").format(place=place, name=name),
        hint=_("Did you mean {near}? The columns are: {columns}.").format(near=near, columns=names.listed())
        if near
        else _("The columns are: {columns}").format(columns=names.listed()),
    )


def _check_without_columns(
    name: str, part: TemplatePart, names: ColumnNames, *, known: frozenset[str], line: int
) -> None:
    position = position_of(name)
    if position is not None or name not in known:
        raise InputError(
            "unknown_column",
            _("{place}, line {line}: {name} is not available in this file").format(
                place=part.place,
                line=line,
                name=name if position is None else without_numbers(names.headers[position]),
            ),
            hint=_("An imported file sees the columns only where the import ends in `with context`"),
        )


def _set_elsewhere(part: TemplatePart, parts: Sequence[TemplatePart]) -> frozenset[str]:
    """Return the names that a part may find set: by any file, or by a loop that it is included in."""
    names = (each.given if part is parts[0] else each.stored for each in parts)
    return frozenset[str]().union(*names)
