"""The messages of a campaign that are to be looked at → lines, their numbers masked."""

from collections.abc import Callable, Iterator, Sequence

from batchsms.i18n import _, ngettext
from batchsms.numbers.masking import masked
from batchsms.results.specimens import Specimen
from batchsms.terminal.wrapping import wrapped

__all__ = ["text_lines"]

_INDENT = "    "
_LINES_OF_A_TEXT = 3

_KINDS: dict[str, Callable[[], str]] = {
    "first": lambda: _("first"),
    "longest": lambda: _("longest"),
    "dearest": lambda: _("most expensive"),
    "shortest": lambda: _("shortest"),
}


def text_lines(specimens: Sequence[Specimen], *, width: int, verbose: bool) -> str:
    """Return messages as lines of text, at most `width` columns wide; long ones are cut unless `verbose`."""
    return "\n".join(line for one in specimens for line in _lines(one, width, verbose=verbose))


def _lines(one: Specimen, width: int, *, verbose: bool) -> Iterator[str]:
    segments = ngettext("{count} segment", "{count} segments", one.segments)
    characters = ngettext("{count} character", "{count} characters", len(one.text))
    yield _("Text of row {row} ({kinds}): {number}, {segments}, {characters}").format(
        row=one.sheet_row,
        kinds=", ".join(_KINDS[kind]() for kind in one.kinds),
        number=masked(one.msisdn),
        segments=segments.format(count=one.segments),
        characters=characters.format(count=len(one.text)),
    )
    lines = wrapped(one.text, width - len(_INDENT), hanging=False).split("\n")
    shown = lines if verbose or len(lines) <= _LINES_OF_A_TEXT else [*lines[:_LINES_OF_A_TEXT], "…"]
    for line in shown:
        yield f"{_INDENT}{line}"
