"""What is to be looked at in a plan → lines: what was found in its list, and some of its messages."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from batchsms.i18n import _, ngettext
from batchsms.numbers.masking import masked
from batchsms.reading.findings import Finding, said
from batchsms.results.specimens import Specimen
from batchsms.terminal.wrapping import wrapped

__all__ = ["finding_lines", "text_lines"]

_INDENT = "    "
_LINES_OF_A_TEXT = 3

_KINDS: dict[str, Callable[[], str]] = {
    "first": lambda: _("first"),
    "longest": lambda: _("longest"),
    "dearest": lambda: _("most expensive"),
    "shortest": lambda: _("shortest"),
}


def text_lines(specimens: Sequence[Specimen], *, width: int, verbose: bool) -> str:
    """Return messages as lines of text, their numbers masked, at most `width` columns wide.

    Long ones are cut unless `verbose`.
    """
    return "\n".join(line for one in specimens for line in _lines_of_text(one, width, verbose=verbose))


def _lines_of_text(one: Specimen, width: int, *, verbose: bool) -> Iterator[str]:
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


def finding_lines(findings: Sequence[Finding]) -> str:
    """Return findings as lines of text, `""` where there are none."""
    return "\n".join(_lines_of_findings(findings)) if findings else ""


def _lines_of_findings(findings: Sequence[Finding]) -> Iterator[str]:
    count = Counter(finding.severity for finding in findings)
    heading = _("Found in the list (errors: {errors}, warnings: {warnings}, notes: {notes}):")
    yield heading.format(errors=count["error"], warnings=count["warning"], notes=count["info"])
    marks = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    width = max(map(len, marks.values()))
    for finding in findings:
        yield f"  {marks[finding.severity]:<{width}}  {said(finding)}"
