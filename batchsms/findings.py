"""What was found in a list that its owner should know, counted and with the first addresses."""

from collections.abc import Callable
from dataclasses import dataclass, field

from batchsms.reasons import title
from batchsms.words import _

__all__ = ["Finding", "Findings", "said"]

_EXAMPLES = 5


@dataclass
class Finding:
    """One kind of finding. `severity` is `error`, `warning` or `info`; examples are addresses."""

    code: str
    severity: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return the finding as `preview --json` has it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "count": self.count,
            "examples": self.examples,
            "message": said(self),
        }


@dataclass
class Findings:
    """All findings of one list, in the order in which they first came."""

    _kinds: dict[str, Finding] = field(default_factory=dict)

    def add(self, code: str, address: str, *, severity: str = "warning", count: int = 1) -> None:
        """Note one finding at an address, or several of a kind that begin there."""
        finding = self._kinds.setdefault(code, Finding(code, severity))
        finding.count += count
        if len(finding.examples) < _EXAMPLES:
            finding.examples.append(address)

    def all(self) -> list[Finding]:
        """Return the findings."""
        return list(self._kinds.values())


_SENTENCES: dict[str, Callable[[], str]] = {
    "detected": lambda: _("read as {examples}"),
    "rows_above_header": lambda: _("{count} rows above the column names are left out: {examples}"),
    "no_header": lambda: _("the list has no column names; its columns are called A, B, C"),
    "hidden_rows": lambda: _(
        "{count} rows are hidden or filtered out and are not sent to (--hidden-rows include sends to them): "
        "{examples}"
    ),
    "hidden_rows_included": lambda: _("{count} hidden rows are sent to: {examples}"),
    "hidden_columns": lambda: _("{count} columns are hidden, and can be used all the same: {examples}"),
    "hidden_unknown": lambda: _("this kind of file cannot be asked whether rows are hidden: {examples}"),
    "merged_cells": lambda: _("{count} merged cells count for each of their rows: {examples}"),
    "formula_without_value": lambda: _(
        "{count} formulas have no stored value and count as empty; open the workbook in Excel and save it: "
        "{examples}"
    ),
    "error_value": lambda: _("{count} cells hold an error such as #N/A and count as empty: {examples}"),
    "duplicate_header": lambda: _("{count} columns have the name of another: {examples}"),
    "unnamed_column": lambda: _("{count} columns with values have no name: {examples}"),
    "other_sheets": lambda: _("{count} more sheets are not read: {examples}"),
    "nul_bytes": lambda: _("the file holds NUL bytes, which were left out: {examples}"),
}


def said(finding: Finding) -> str:
    """Return a finding as a sentence."""
    examples = ", ".join(finding.examples)
    if finding.count > len(finding.examples) > 0:
        examples = _("{examples} …").format(examples=examples)
    if finding.code in _SENTENCES:
        return _SENTENCES[finding.code]().format(count=finding.count, examples=examples)
    return _("{count:,} rows left out, {title}: row {examples}").format(
        count=finding.count, title=title(finding.code), examples=examples
    )
