"""What is due in a folder, and a purge of it: each campaign as its only sender, its results before itself."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from batchsms.clock import TURKEY
from batchsms.errors import BatchsmsError, Unavailable
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.purging import empty, is_over, last_event, purge_of, signs_of
from batchsms.journal.tally import tally_of
from batchsms.output_files import overwrite
from batchsms.purging.folder import Found
from batchsms.results.purged_results import (
    ResultsFiles,
    check_readable,
    empty_results,
    is_emptied,
    usual_places,
)
from batchsms.sending.answers_aside import side_file
from batchsms.sending.run import only_sender

__all__ = ["Outcome", "Stand", "looked_at", "purged"]

_LONGEST_PLAN = timedelta(days=1)
"""A draft that is younger may be that of a plan which is being made."""

What = Literal["due", "purged", "unfinished", "kept", "done", "failed"]


class Stand(NamedTuple):
    """How a file stands to a purge: `due`, `unfinished` in spite of its age, `kept` as too young, `done`.

    It `failed` where that cannot be told, for the reason in `error`.
    """

    path: Path
    what: What
    error: BatchsmsError | None = None
    is_draft: bool = False


class Outcome(NamedTuple):
    """What a purge did to a campaign of some rows, and to its results; `left` are others in their places."""

    stand: Stand
    rows: int = 0
    results: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def looked_at(found: Found, age: timedelta, moment: datetime) -> list[Stand]:
    """Return how each campaign file and each draft of a folder stands, and what cannot be looked at."""
    stands = [_stand(path, age, moment) for path in found.campaigns]
    stands += [_stand_of_draft(path, max(age, _LONGEST_PLAN), moment) for path in found.drafts]
    for path, reason in found.closed:
        message = _("{path} cannot be read: {error}").format(path=path, error=reason)
        stands.append(Stand(path, "failed", Unavailable("not_readable", message)))
    return stands


def purged(due: list[Stand], found: Found, age: timedelta, moment: datetime) -> Iterator[Outcome]:
    """Purge what is due, and yield what became of each. What fails does not stop the others."""
    sheets = ResultsFiles(found.sheets)
    for stand in due:
        try:
            yield _of_draft(stand) if stand.is_draft else _of_campaign(stand.path, sheets, age, moment)
        except BatchsmsError as error:
            yield Outcome(stand._replace(what="failed", error=_explained(error)))


def _explained(error: BatchsmsError) -> BatchsmsError:
    """Return an error as a purge says it: the hints of a send go on with sending."""
    hints = {
        "no_lock": _("See that files can be made in its folder, then purge again"),
        "unwritable_campaign_file": _(
            "Make room on the disk, or see who else is using the file, then purge again"
        ),
    }
    return Unavailable(error.code, error.message, hint=hints[error.code]) if error.code in hints else error


def _stand(path: Path, age: timedelta, moment: datetime) -> Stand:
    try:
        with closing(Database.open(path)) as database:
            return Stand(path, _what(database, age, moment))
    except BatchsmsError as error:
        return Stand(path, "failed", error)


def _what(database: Database, age: timedelta, moment: datetime) -> What:
    if purge := purge_of(database):
        return "done" if purge.ended_at else "due"
    if last_event(database) > moment - age:
        return "kept"
    return "due" if is_over(database, moment) else "unfinished"


def _stand_of_draft(path: Path, age: timedelta, moment: datetime) -> Stand:
    try:
        changed = datetime.fromtimestamp(path.stat().st_mtime, TURKEY)
    except FileNotFoundError:
        return Stand(path, "done", is_draft=True)
    except OSError as error:
        return Stand(path, "failed", _not_removed(path, error), is_draft=True)
    return Stand(path, "kept" if changed > moment - age else "due", is_draft=True)


def _of_draft(stand: Stand) -> Outcome:
    """Remove what a killed plan has left: nobody sees it, and it holds all of a list."""
    _remove(stand.path)
    return Outcome(stand._replace(what="purged"))


def _of_campaign(path: Path, sheets: ResultsFiles, age: timedelta, moment: datetime) -> Outcome:
    with only_sender(path), closing(Database.open(path)) as database:
        what = _what(database, age, moment)  # it may have been sent or purged since it was looked at
        if what != "due":
            return Outcome(Stand(path, what))
        places = usual_places(path, campaign_of(database).results_path)
        check_readable(places)
        # A purge that began has emptied the numbers, after the results.
        results = [] if purge_of(database) else sheets.of(signs_of(database), places)
        for one in results:
            empty_results(database, one)
        _remove(side_file(path))
        empty(database, moment)
        ours = set(results)
        left = [one for one in places if one.resolve() not in ours and not is_emptied(one)]
        return Outcome(Stand(path, "purged"), tally_of(database).rows, tuple(results), tuple(left))


def _remove(path: Path) -> None:
    """Overwrite a file and remove it, if it is there. Raises `Unavailable`."""
    try:
        overwrite(path)
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _not_removed(path, error) from error


def _not_removed(path: Path, error: OSError) -> Unavailable:
    return Unavailable(
        "not_removed",
        _("{path} cannot be removed: {error}").format(path=path, error=error.strerror or error),
    )
