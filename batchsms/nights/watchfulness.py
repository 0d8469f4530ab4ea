"""What nobody is there to see at night: a list that nobody refreshed, or one that grew as none should."""

import math
from datetime import datetime, timedelta
from pathlib import Path

from batchsms.clock import TURKEY
from batchsms.errors import InputError
from batchsms.i18n import _, ngettext

__all__ = ["check_age", "check_growth"]

_PERCENT = 100


def check_age(path: Path, max_age: float, now: datetime) -> None:
    """Raise `InputError` where a list was last changed more than `max_age` seconds ago."""
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, TURKEY)
    except OSError:  # who opens the list says it better
        return
    if now - changed > timedelta(seconds=max_age):
        raise InputError(
            "stale_list",
            _("{path} was last changed on {time}, which is longer ago than max-age allows").format(
                path=path, time=changed.strftime("%d.%m.%Y %H:%M")
            ),
            hint=_(
                "See why nobody has written it anew. To send it as it is, add --max-age with a longer time."
            ),
        )


def check_growth(rows: int, rows_before: int, max_change: float) -> None:
    """Raise `InputError` where a list has grown by more than `max_change` percent since the last run.

    That had at least one row: no campaign is made of less.
    """
    if (rows - rows_before) * _PERCENT <= max_change * rows_before:
        return
    grown = math.ceil((rows - rows_before) * _PERCENT / rows_before)
    raise InputError(
        "list_has_grown",
        ngettext(
            "The list has {count:,} row; in the last run it had {before:,}. That is {percent} % more, and "
            "max-change allows {allowed:g} %.",
            "The list has {count:,} rows; in the last run it had {before:,}. That is {percent} % more, and "
            "max-change allows {allowed:g} %.",
            rows,
        ).format(count=rows, before=rows_before, percent=grown, allowed=max_change),
        hint=_(
            "See whether the list is right. To send it, start the night again with --max-change {percent}"
        ).format(percent=grown),
    )
