"""What the owner of a list should know of its plan, as findings; a few of them stop a send."""

from collections.abc import Collection, Iterable

import numpy as np

from batchsms.campaign.budget import exceeded
from batchsms.campaign.exclusions import hidden_positions
from batchsms.campaign.gathering import Gathered
from batchsms.campaign.packing import Column, first_rows
from batchsms.campaign.settings import Budget
from batchsms.campaign.source import OpenSource
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.findings import EXAMPLES, STOPPING, Finding, said
from batchsms.reading.wrong_letters import FEW_TEXTS
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
        if finding.severity == "error" and finding.code in STOPPING and finding.code not in allowed:
            raise InputError(
                finding.code,
                said(finding),
                hint=_("Nothing was sent. If the texts are right as they are, add --allow {name}.").format(
                    name=finding.code
                ),
            )


def remark_on_rows(source: OpenSource, rows: Gathered, going: Column) -> None:
    """Note hidden rows that are sent to all the same, and numbers that get several texts."""
    table = source.table
    if source.source.hidden_rows == "include":
        for row in rows.sheet_rows[hidden_positions(rows.sheet_rows, table.hidden)].tolist():
            table.findings.add("hidden_rows_included", table.addresses.row(row))
    first = first_rows(rows.numbers[going], np.zeros_like(going))
    for row in rows.sheet_rows[going[first != np.arange(len(going))]].tolist():
        table.findings.add("several_texts", table.addresses.cell(source.phone, row))


def remark_on_texts(source: OpenSource, rows: Gathered, going: Column) -> None:
    """Note what is remarked upon in the texts that go: how many rows have such a text, and which first."""
    table = source.table
    rows.printed.report(table, rows.sheet_rows, going)
    of_recipients = rows.messages[going]
    warnings = rows.texts.warnings()[of_recipients]
    for check in CHECKS:
        having = going[(warnings & check.warning.value) > 0]
        if len(having):
            places = [table.addresses.row(row) for row in rows.sheet_rows[having[:EXAMPLES]].tolist()]
            severity = _severity(check, len(having), len(going))
            table.findings.add(check.warning.code, *places, severity=severity, count=len(having))
    if len(table.addresses.columns) > 1 and len(going) > 1 and (of_recipients == of_recipients[0]).all():
        table.findings.add("same_text", severity="info", count=len(going))


def _severity(check: Check, count: int, going: int) -> str:
    """Return how grave it is that so many of the texts that go have something: a few may have it by right."""
    is_of_a_few = count <= FEW_TEXTS and count < going
    return "warning" if check.warning is TextWarning.WRONG_LETTERS and is_of_a_few else check.severity


def remark_on_budget(source: OpenSource, recipients: int, credits_in_all: int, budget: Budget) -> None:
    """Note each limit that the campaign exceeds."""
    for limit in exceeded(recipients, credits_in_all, budget):
        source.table.findings.add(limit.code, severity="error", count=1, details=[limit.sentence])
