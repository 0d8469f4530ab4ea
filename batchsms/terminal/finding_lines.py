"""What was found in a list → lines: how many errors, warnings and notes, and then each."""

from collections import Counter
from collections.abc import Iterator, Sequence

from batchsms.i18n import _
from batchsms.reading.findings import Finding, said

__all__ = ["finding_lines"]


def finding_lines(findings: Sequence[Finding]) -> str:
    """Return findings as lines of text, `""` where there are none."""
    return "\n".join(_lines(findings)) if findings else ""


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    count = Counter(finding.severity for finding in findings)
    heading = _("Found in the list (errors: {errors}, warnings: {warnings}, notes: {notes}):")
    yield heading.format(errors=count["error"], warnings=count["warning"], notes=count["info"])
    marks = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    width = max(map(len, marks.values()))
    for finding in findings:
        yield f"  {marks[finding.severity]:<{width}}  {said(finding)}"
