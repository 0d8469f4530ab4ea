"""The campaign file as a database: how it is opened, what is synced, and what its failures mean.

`synchronous=EXTRA`: in rollback-journal mode the commit is the deletion of the journal, and only
EXTRA syncs the folder after it. With FULL a power cut may undo the last commit, and an order that
was posted would stand as planned again.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import Any, Self

from batchsms.errors import InputError, Unavailable
from batchsms.i18n import _
from batchsms.journal.file_marks import APPLICATION_ID, SUFFIX, is_database
from batchsms.output_files import overwrite

__all__ = ["Database"]

_FORMAT = 3
_ADDED_BY_FORMAT = {2: "format_2.sql", 3: "format_3.sql"}
# The sender waits for readers as long as it must: a commit that gave up could lose an order id.
_BUSY_SECONDS = 1_000_000.0
_ROWS_OF_A_STATEMENT = 50
_ROWS_AT_ONCE = 5_000
_JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"  # zeros instead: its transaction has ended


class Database:
    """An open campaign file. Used by one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path) -> Self:
        """Create an empty campaign file that only its owner can read. `path` must not exist.

        Raises `Unavailable` where there is no room for it.
        """
        _touch(path)
        return cls._made(path, _connect(path))

    @classmethod
    def temporary(cls) -> Self:
        """Create an empty campaign file without a name, which is gone when it is closed."""
        return cls._made(Path(_("of this preview")), sqlite3.connect("", isolation_level=None))

    @classmethod
    def _made(cls, path: Path, connection: sqlite3.Connection) -> Self:
        with _translated(path):
            # Until it is published a crash loses nothing but the draft.
            connection.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
                f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {_FORMAT};"
            )
            parts = "".join(map(_sql, ("schema.sql", *_ADDED_BY_FORMAT.values())))
            connection.executescript(f"BEGIN; {parts} COMMIT;")
        return cls(path, connection)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a campaign file that was published.

        Raises `InputError` for a file that is none, is damaged, or is of a newer batchsms.
        """
        if not is_database(path):
            raise _no_campaign_file(path)
        database = cls(path, _connect(path))
        try:
            database.execute("PRAGMA synchronous = EXTRA")
            database._check_format()
        except BaseException:
            database.close()
            raise
        return database

    def _check_format(self) -> None:
        if self.one("PRAGMA application_id")[0] != APPLICATION_ID:
            raise _other_database(self.path)
        if (version := self.one("PRAGMA user_version")[0]) > _FORMAT:
            raise _newer(self.path, version)
        if version < 1:
            raise _damaged(self.path, _("it has no format"))
        if version < _FORMAT:
            self._upgrade()

    def _upgrade(self) -> None:
        """Make a file of an older batchsms one of this format; what it holds stays as it is."""
        with self.transaction():
            version = self.one("PRAGMA user_version")[0]  # another process may have been first
            for made, part in _ADDED_BY_FORMAT.items():
                for statement in _statements(_sql(part)) if made > version else ():
                    self.execute(statement)
            self.execute(f"PRAGMA user_version = {_FORMAT}")

    def close(self) -> None:
        """Close the file; reading and writing end here."""
        self._connection.close()

    def check(self) -> None:
        """Raise `InputError` where the file is damaged. Reads all of it."""
        if (found := self.one("PRAGMA quick_check(1)")[0]) != "ok":
            raise _damaged(self.path, found)

    def copy(self, target: Path) -> None:
        """Copy the file as it stands to a path that must not exist."""
        _touch(target)
        with closing(_connect(target)) as other:
            self._connection.backup(other)

    # --- statements

    def all(self, query: str, *values: object) -> list[Any]:
        """Read all rows at once: a reader that lingers would hold up the sender's commit."""
        with _translated(self.path):  # fetching reads on, and may fail as executing may
            return self.execute(query, values).fetchall()

    def one(self, query: str, *values: object) -> Any:
        """Return the only row, or None where there is none."""
        return next(iter(self.all(query, *values)), None)

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Execute one statement."""
        with _translated(self.path):
            return self._connection.execute(statement, tuple(values))

    def execute_many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Execute one statement for each row of values."""
        with _translated(self.path):
            self._connection.executemany(statement, rows)

    def insert_all(self, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
        """Insert rows, many with one statement: one for each takes twice as long."""
        row = f"({', '.join('?' * len(columns))})"
        begin = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - own names
        step = _ROWS_OF_A_STATEMENT * len(columns)
        left = iter(rows)
        with _translated(self.path):
            while values := list(chain.from_iterable(islice(left, _ROWS_AT_ONCE))):
                whole = len(values) - len(values) % step
                statement = begin + ", ".join([row] * _ROWS_OF_A_STATEMENT)
                self._connection.executemany(
                    statement, [values[at : at + step] for at in range(0, whole, step)]
                )
                if rest := values[whole:]:
                    self._connection.execute(begin + ", ".join([row] * (len(rest) // len(columns))), rest)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is done within it one change, on disk when this ends, or none.

        Raises `Unavailable` where the file cannot be written.
        """
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk may have rolled it back already
                with suppress(sqlite3.Error):  # what went wrong first is what is to be said
                    self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def leaving_no_traces(self) -> Iterator[None]:
        """Overwrite in the end what is deleted within this, in the file and in its journal.

        What a statement sets aside stays in memory. Raises `Unavailable` where the file cannot be written.
        """
        for setting in ("secure_delete = ON", "temp_store = MEMORY", "journal_mode = PERSIST"):
            self.execute(f"PRAGMA {setting}")
        try:
            yield
            self.execute("VACUUM")
        finally:
            self._overwrite_journal()
            self.execute("PRAGMA journal_mode = DELETE")

    def _overwrite_journal(self) -> None:
        """Overwrite what an ended transaction has left in the journal; one that is still needed stays."""
        journal = self.path.with_name(f"{self.path.name}-journal")
        try:
            with journal.open("rb") as file:
                is_ended = not any(file.read(len(_JOURNAL_MAGIC)))
            if is_ended:
                overwrite(journal)
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unwritable(self.path, error) from error


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        # Without a code it is Python's own: a text in the file is none. That a statement of ours makes no
        # sense to SQLite comes of what the file says of its own tables.
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) == sqlite3.SQLITE_ERROR:
            raise _damaged(path, error) from error
        raise _unwritable(path, error) from error
    except UnicodeDecodeError as error:  # in SQLite's own words, which quote the file
        raise _damaged(path, error) from error
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):  # the program's own faults
        raise
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from error


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, of which a trigger holds others."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=_BUSY_SECONDS
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _sql(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _touch(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _no_campaign_file(path: Path) -> InputError:
    if not path.exists():
        return InputError(
            "no_campaign_file",
            _("There is no campaign file {path}").format(path=path),
            hint=_(
                "Check the name and the folder. A campaign file is made of a list by batchsms plan or send."
            ),
        )
    beside = path.with_suffix(SUFFIX) if path.name not in {"", ".."} else path
    hint = (
        _("The campaign file beside it is {path}").format(path=beside)
        if beside != path and beside.is_file()
        else _("A campaign file is made of a list by batchsms plan or send; its name ends in .campaign")
    )
    return InputError("no_campaign_file", _("{path} is not a campaign file").format(path=path), hint=hint)


def _other_database(path: Path) -> InputError:
    return InputError(
        "no_campaign_file", _("{path} is a database, but not a campaign file").format(path=path)
    )


def _newer(path: Path, version: int) -> InputError:
    return InputError(
        "newer_campaign_file",
        _("{path} was made by a newer batchsms (format {version})").format(path=path, version=version),
        hint=_("Update batchsms on this machine"),
    )


def _unwritable(path: Path, error: Exception) -> Unavailable:
    return Unavailable(
        "unwritable_campaign_file",
        _("The campaign file {path} cannot be read or written: {error}").format(path=path, error=error),
        hint=_("Make room on the disk, or see who else is using the file, then send it again to continue"),
    )


def _damaged(path: Path, error: object) -> InputError:
    return InputError(
        "damaged_campaign_file",
        _("The campaign file {path} is damaged: {error}").format(path=path, error=error),
        hint=_("Nothing was changed. Restore it from a copy before you send again."),
    )
