"""What a purge has emptied, would empty, or has left → lines, and the object of each file."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from batchsms.clock import TURKEY
from batchsms.i18n import _, ngettext

if TYPE_CHECKING:
    from batchsms.journal.purging import Purge
    from batchsms.purging.purge import Outcome, Stand

__all__ = ["outcome_json", "outcome_lines", "purge_line", "unfinished_lines"]


def outcome_lines(outcomes: "Sequence[Outcome]") -> str:
    """Return what was emptied, a file a line."""
    return "\n".join(line for one in outcomes if one.stand.what == "purged" for line in _lines(one))


def _lines(outcome: "Outcome") -> Iterator[str]:
    path = outcome.stand.path
    if outcome.stand.is_draft:
        yield _("Removed: {path}, which a plan that was stopped had left").format(path=path)
        return
    yield ngettext("Purged: {path}, {count:,} row", "Purged: {path}, {count:,} rows", outcome.rows).format(
        path=path, count=outcome.rows
    )
    for one in outcome.results:
        yield "  " + _("and its results {path}").format(path=one)


def unfinished_lines(stands: "Sequence[Stand]") -> str:
    """Return what is said of campaigns that are old enough, and not over."""
    head = ngettext(
        "{count:,} campaign is old enough, but not finished, and keeps its data:",
        "{count:,} campaigns are old enough, but not finished, and keep their data:",
        len(stands),
    )
    return "\n".join([head.format(count=len(stands)), *(f"  {stand.path}" for stand in stands)])


def purge_line(purge: "Purge | None") -> str:
    """Return what a status says of a purge, `""` where there was none."""
    if purge is None:
        return ""
    if purge.ended_at is None:
        return _(
            "Its purge began on {date} and was stopped, so that traces may be left. Purge its folder again."
        ).format(date=_day(purge.began_at))
    return _("Purged on {date}: its cells, numbers and texts are gone for good").format(
        date=_day(purge.ended_at)
    )


def outcome_json(outcome: "Outcome") -> dict[str, object]:
    """Return one file for the JSON object."""
    stand = outcome.stand
    return {
        "file": str(stand.path),
        "what": stand.what,
        "rows": outcome.rows,
        "results": [str(path) for path in outcome.results],
        "left": [str(path) for path in outcome.left],
        "error": stand.error.code if stand.error else None,
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(TURKEY).strftime("%d.%m.%Y")
