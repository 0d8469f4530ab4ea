"""The campaign file → a spreadsheet: every input row, its own cells unchanged, and what became of it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from batchsms.errors import Unavailable
from batchsms.exclusion_reasons import sentence
from batchsms.gateway.codes import NOT_DUE, NOT_SENT
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.list_cells import cells_of, first_cells, headers_of
from batchsms.journal.rows import ResultRow, delivery_of, has_reports, result_rows
from batchsms.reading.cells import Cell
from batchsms.result_columns import RESULT_COLUMNS
from batchsms.results.earlier_results import RESULTS
from batchsms.results.table_file import Table, write_table
from batchsms.schedule import date_of

__all__ = ["columns_of", "detail_of", "outcome_cells", "status_of", "write_results"]


def write_results(database: Database, path: Path) -> Path:
    """Write the results whole or not at all; return where they are. Raises `Unavailable`.

    Earlier results are replaced. Any other file is left as it is, and so are results that are open
    elsewhere and cannot be replaced: the next free name is taken. Only their owner can read them, as
    it is with the campaign file.
    """
    ours = columns_of(database)
    blocks = ([*own, *outcomes[: len(ours)]] for own, outcomes in _blocks(database))
    table = Table(_("Results"), [*headers_of(database), *ours], blocks, first_cells(database))
    try:
        return write_table(table, path, RESULTS, [*campaign_of(database).input_paths, database.path])
    except OSError as error:
        raise Unavailable(
            "results_not_written",
            _("The results cannot be written to {path}: {error}").format(
                path=path, error=error.strerror or error
            ),
            hint=_("Name another place with --results"),
        ) from error


def columns_of(database: Database) -> tuple[str, ...]:
    """Return the columns that the results of a campaign add: its delivery comes with the reports."""
    return RESULT_COLUMNS if has_reports(database) else RESULT_COLUMNS[:-1]


_Columns = Sequence[Sequence[Cell]]


def _blocks(database: Database) -> Iterator[tuple[_Columns, _Columns]]:
    """Yield blocks of input rows: their own columns, and the result columns."""
    for start, columns in cells_of(database):
        yield columns, _outcomes(result_rows(database, start, len(columns[0])))


def _outcomes(rows: Sequence[ResultRow]) -> _Columns:
    """Return the result columns of rows; what became of an order is said once for all that share it."""
    said: dict[tuple[object, ...], list[Cell]] = {}
    fates: list[list[Cell]] = []
    for row in rows:
        fate = row[_OWN_FIELDS:]
        if fate not in said:
            said[fate] = outcome_cells(row)[_OWN_CELLS:]
        fates.append(said[fate])
    own = zip(*map(_own_cells, rows), strict=True)
    return [*own, *zip(*fates, strict=True)]


_OWN_FIELDS = ResultRow._fields.index("segments") + 1
_OWN_CELLS = RESULT_COLUMNS.index("sms_segments") + 1
"""How many of a row's fields, and of its result columns, are its own: what follows is what became of it."""


def outcome_cells(row: ResultRow) -> list[Cell]:
    """Return what became of a row, as `RESULT_COLUMNS` have it."""
    return [
        *_own_cells(row),
        status_of(row),
        row.gateway_id,
        row.reason or (None if row.code is None else str(row.code)),
        detail_of(row),
        row.decided_at if row.code is not None else None,
        delivery_of(row) or None,
    ]


def _own_cells(row: ResultRow) -> list[Cell]:
    return [str(row.msisdn) if row.msisdn else None, row.text, row.segments]


def status_of(row: ResultRow) -> str:
    """Return what `sms_status` says of a row."""
    return "excluded" if row.state is None else row.state


_DETAILS: dict[str, Callable[[], str]] = {
    "rejected": lambda: _("Rejected by the gateway: {detail}"),
    "unknown": lambda: _("May have been accepted: {detail}. Check the panel before you send it again."),
    "planned": lambda: _("Not sent yet. Send the campaign file again to continue."),
    "cancelled": lambda: _("Cancelled before it was sent"),
}


def detail_of(row: ResultRow) -> str:
    """Return the sentence of `sms_detail` for a row."""
    if row.state is None:
        return sentence(row.reason, row.about)
    if row.state == "accepted":
        return _of_delivery(row)
    if row.is_being_cancelled:
        return _(
            "May have been cancelled, or may still go on {date}. batchsms cancel asks the gateway again."
        ).format(date=date_of(row.send_at or ""))
    return _DETAILS[status_of(row)]().format(detail=row.detail or _("it is being posted"))


def _of_delivery(row: ResultRow) -> str:
    word = delivery_of(row)
    if word.isdigit():
        sentence = _("Accepted by the gateway; its report has a code that is not known here: {code}")
        return sentence.format(code=word)
    if word == "undelivered" and row.report_status == NOT_SENT:
        return _("Not sent: the gateway has refused or cancelled the order after it was accepted (115)")
    if not word and row.report_is_final:
        return _("Accepted by the gateway; its finished report does not name this number")
    if row.send_at and (not word or row.report_status == NOT_DUE):
        return _("Accepted by the gateway; goes on {date}").format(date=date_of(row.send_at))
    return _DELIVERIES[word]()


_DELIVERIES: dict[str, Callable[[], str]] = {
    "": lambda: _("Accepted by the gateway"),
    "delivered": lambda: _("Delivered"),
    "undelivered": lambda: _(
        "Accepted by the gateway, but not delivered (112): switched off, out of reach, blocked or not in use"
    ),
    "waiting": lambda: _("Accepted by the gateway; its delivery is not known yet"),
}
