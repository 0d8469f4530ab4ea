"""What the owner of a list should know of its plan, as findings; a few of them stop a send."""

from array import array
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_

from batchsms.campaign.budget import exceeded
from batchsms.campaign.gathering import Gathered
from batchsms.campaign.packing.orders import first_rows
from batchsms.campaign.settings import Budget
from batchsms.campaign.skipping.exclusions import at_positions, hidden_positions, zeros
from batchsms.campaign.source import OpenSource
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.findings import EXAMPLES, Finding, said
from batchsms.reading.wrong_letters import FEW_TEXTS
from batchsms.stopping_findings import STOPPING_FINDINGS
from batchsms.texts.text_warnings import CHECKS, Check, TextWarning

__all__ = [
    "check_allowed",
    "check_formulas_have_values",
    "remark_on_budget",
    "remark_on_rows",
    "remark_on_texts",
]


def check_formulas_have_values(source: OpenSource, rows: Gathered) -> None:
    """Note needed cells that are read as empty though they are not; refuse a column of nothing else."""
    table = source.table
    for position in source.needed:
        unstored = table.without_value.get(position, [])
        if unstored and not rows.filled[position]:
            raise InputError(
                "formulas_without_values",
                _(
                    "{path}: column {column} holds nothing but formulas whose values were never saved, "
                    "from {address} on"
                ).format(
                    path=table.path,
                    column=table.addresses.name(position),
                    address=table.addresses.cell(position, unstored[0]),
                ),
                hint=_("Open the workbook in Excel and save it; its formulas are calculated then"),
            )
        for row in unstored:
            where = table.addresses.cell(position, row)
            table.findings.add("formula_without_value", where, severity="error")
        for row in table.errors.get(position, []):
            table.findings.add("error_value", table.addresses.cell(position, row), severity="error")


def check_allowed(findings: Iterable[Finding], allowed: Collection[str]) -> None:
    """Raise `InputError` where a finding stops the send and is not allowed."""
    for finding in findings:
        if finding.severity == "error" and finding.code == "sent_before":
            raise InputError(
                "sent_before",
                said(finding),
                hint=_("Nothing was sent. Plan or send the list with --not-accepted or with --again."),
            )
        if finding.severity == "error" and finding.code in STOPPING_FINDINGS and finding.code not in allowed:
            raise InputError(
                finding.code,
                said(finding),
                hint=_("Nothing was sent. If the texts are right as they are, add --allow {name}.").format(
                    name=finding.code
                ),
            )


def remark_on_rows(source: OpenSource, rows: Gathered, going: Sequence[int]) -> None:
    """Note hidden rows that are sent to all the same, and numbers that get several texts."""
    table = source.table
    if source.source.hidden_rows == "include":
        for at in hidden_positions(rows.sheet_rows, table.hidden):
            table.findings.add("hidden_rows_included", table.addresses.row(rows.sheet_rows[at]))
    first = first_rows(at_positions(rows.numbers, going), zeros(going))
    for at, before in enumerate(first):
        if at != before:
            row = rows.sheet_rows[going[at]]
            table.findings.add("several_texts", table.addresses.cell(source.phone, row))


def remark_on_texts(source: OpenSource, rows: Gathered, going: Sequence[int]) -> None:
    """Note what is remarked upon in the texts that go: how many rows have such a text, and which first."""
    table = source.table
    rows.printed.report(table, rows.sheet_rows, going)
    warnings = array("H", [rows.texts.warnings[rows.messages[row]] for row in going])
    seen = reduce(or_, set(warnings), 0)
    for check in CHECKS:
        if seen & check.warning.value:
            having = [row for row, found in zip(going, warnings, strict=True) if found & check.warning.value]
            places = [table.addresses.row(rows.sheet_rows[row]) for row in having[:EXAMPLES]]
            severity = _severity(check, len(having), len(going))
            table.findings.add(check.warning.code, *places, severity=severity, count=len(having))
    if len(table.addresses.columns) > 1 and len(going) > 1 and _have_one_text(rows, going):
        table.findings.add("same_text", severity="info", count=len(going))


def _have_one_text(rows: Gathered, going: Sequence[int]) -> bool:
    first = rows.messages[going[0]]
    return all(rows.messages[row] == first for row in going)


def _severity(check: Check, count: int, going: int) -> str:
    """Return how grave it is that so many of the texts that go have something: a few may have it by right."""
    is_of_a_few = count <= FEW_TEXTS and count < going
    return "warning" if check.warning is TextWarning.WRONG_LETTERS and is_of_a_few else check.severity


def remark_on_budget(source: OpenSource, recipients: int, credits_in_all: int, budget: Budget) -> None:
    """Note each limit that the campaign exceeds."""
    for limit in exceeded(recipients, credits_in_all, budget):
        source.table.findings.add(limit.code, severity="error", count=1, details=[limit.sentence])
