"""A list → what a plan makes of it, in plain values that a case can expect."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from batchsms.campaign.packing.orders import Packing
from batchsms.campaign.plan import CampaignSettings, plan_campaign
from batchsms.campaign.settings import Content
from batchsms.campaign.source import Source
from batchsms.exclusion_reasons import sentence
from batchsms.journal.list_findings import findings_of
from batchsms.journal.rows import result_rows
from batchsms.reading.list_reader import Layout
from batchsms.texts.text_warnings import CHECKS

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
MOST_ROWS = 10_000
TEXT = "Merhaba {{ ad }}"
_OF_TEXTS = {*(check.warning.code for check in CHECKS), "same_text", "several_texts"}


@dataclass(frozen=True)
class Plan:
    """What became of each row, and what was found. A row that goes has a number and a text."""

    rows: list[tuple[int, int | None, str | None, str]]
    about: dict[int, str]
    """The sentence of each row that is left out."""
    findings: dict[str, list[str]]
    """The first addresses of each finding, by its code; not what was detected."""
    details: dict[str, list[str]]
    """What the findings say in words."""
    severities: dict[str, str]
    detected: str


def planned(path: Path, *, template: str = TEXT, hidden_rows: str = "skip", **layout: object) -> Plan:
    """Plan a list in a folder of its own, and read the plan back from the campaign file."""
    content = Content(template=template, template_name="--text", sender="APITEST", iys_list="", send_at="")
    settings = CampaignSettings(
        Source(path, Layout(**layout), hidden_rows), content, Packing(order_size=1000)
    )
    with plan_campaign(
        settings, campaign=path.parent / "liste.campaign", now=NOW, progress=lambda _rows: None
    ) as draft:
        rows = result_rows(draft.database, 0, MOST_ROWS)
        findings = findings_of(draft.database)
    read = {one.code: one for one in findings if one.code not in _OF_TEXTS}
    detected = read.pop("detected")
    return Plan(
        [
            (row.sheet_row, None, None, row.reason)
            if row.reason
            else (row.sheet_row, row.msisdn, row.text, "")
            for row in rows
        ],
        {row.sheet_row: sentence(row.reason, row.about) for row in rows if row.reason},
        {code: one.examples for code, one in read.items()},
        {code: one.details for code, one in read.items() if one.details},
        {code: one.severity for code, one in read.items()},
        ", ".join(detected.details),
    )
