"""A list, its text and those never to be sent to → one open source of a campaign's rows."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from batchsms.campaign.settings import Content
from batchsms.reading.findings import Findings
from batchsms.reading.list_reader import Layout, Table, open_list
from batchsms.reading.phone_column import phone_column
from batchsms.texts.template import TextTemplate, compile_template

if TYPE_CHECKING:
    from batchsms.campaign.skipping.new_rows import OnlyNew
    from batchsms.campaign.skipping.suppression import Suppression

__all__ = ["OpenSource", "Source", "digest_of", "open_source"]


class Source(NamedTuple):
    """Where the rows come from. `hidden_rows` is `skip` or `include`.

    `suppress` are files of numbers that are never to be sent to; with `one_per_number` only the first
    row of a number goes, whatever the texts.
    """

    path: Path
    layout: Layout
    hidden_rows: str = "skip"
    suppress: tuple[Path, ...] = ()
    one_per_number: bool = False
    sent_before: str = "refuse"
    """What to do with rows that an earlier results file says were sent to: `refuse`, `skip` or `send`."""
    blacklist: frozenset[int] | None = None
    """The MSISDNs on the account's blacklist, where they are to be skipped."""
    only_new: "OnlyNew | None" = None
    """Which rows earlier runs of the campaign have, where they are to be skipped."""


class OpenSource(NamedTuple):
    """A list that is open, whose rows can be read once, with what each of them is held against."""

    source: Source
    table: Table
    phone: int
    """The position of the column of the numbers."""
    template: TextTemplate
    suppressions: "list[Suppression]"
    inputs: tuple[Path, ...]
    """The files that the campaign is made of: the list, the text's, those never to be sent to."""
    key: int | None
    """The position of the column by which new rows are known, where others are to be skipped."""

    @property
    def needed(self) -> tuple[int, ...]:
        """The positions of the phone column and of the columns that the template uses."""
        return tuple(sorted({self.phone, *self.template.columns.values()}))


def open_source(source: Source, content: Content) -> OpenSource:
    """Open the list, find its numbers, and check the text against its columns.

    Raises `InputError` that names the file, and where in it the trouble is.
    """
    table = open_list(source.path, source.layout)
    suppressions = _suppressions(source.suppress, table.findings)
    if source.blacklist is not None:
        from batchsms.campaign.skipping.suppression import remark_on_blacklist  # noqa: PLC0415 - see below

        remark_on_blacklist(source.blacklist, table.findings)
    phone = phone_column(table.headers, table.sample, source.layout.phone_column)
    template = compile_template(
        content.template, content.template_name, table.headers, folder=content.folder, tariff=content.tariff
    )
    table.findings.add("detected", severity="info", count=1, details=[table.detected(phone)])
    for remark in template.remarks():
        columns = [f"{{{{ {name} }}}} → {table.addresses.name(at)}" for name, at in remark.columns]
        table.findings.add(remark.code, severity=remark.severity, count=len(columns) or 1, details=columns)
    texts = _files_of_text(content, template)
    inputs = (source.path, *texts, *source.suppress)
    return OpenSource(source, table, phone, template, suppressions, inputs, _key(source, table))


def _key(source: Source, table: Table) -> int | None:
    if source.only_new is None:
        return None
    from batchsms.campaign.skipping.new_rows import key_column  # noqa: PLC0415 - for nights alone

    return key_column(table.headers, source.only_new.column)


def _suppressions(paths: Sequence[Path], findings: Findings) -> "list[Suppression]":
    if not paths:
        return []
    from batchsms.campaign.skipping.suppression import suppression_of  # noqa: PLC0415 - few campaigns have any

    return [suppression_of(path, findings) for path in paths]


def _files_of_text(content: Content, template: TextTemplate) -> list[Path]:
    if content.folder is None:
        return []
    return [Path(content.template_name), *(content.folder / name for name in template.included)]


def digest_of(path: Path) -> str:
    """Return what tells whether a list is still as it was read: its SHA-256, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
