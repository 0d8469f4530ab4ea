"""What a file shows of being a campaign file, before it is opened as a database."""

from pathlib import Path

__all__ = ["APPLICATION_ID", "SUFFIX", "holds_campaign", "is_campaign_file", "is_database"]

APPLICATION_ID = 0x62736D73
SUFFIX = ".campaign"
_APPLICATION_ID_AT = 68  # bytes from the start of an SQLite file
_SQLITE_MAGIC = b"SQLite format 3\x00"


def is_campaign_file(path: Path) -> bool:
    """Return whether a path is meant as a campaign file: by its name, or by its first bytes."""
    return path.suffix == SUFFIX or is_database(path)


def holds_campaign(path: Path) -> bool:
    """Return whether a file is a campaign file, whatever its name: its first bytes say so."""
    header = _first_bytes(path, _APPLICATION_ID_AT + 4)
    return header.startswith(_SQLITE_MAGIC) and header[_APPLICATION_ID_AT:] == APPLICATION_ID.to_bytes(4)


def is_database(path: Path) -> bool:
    """Return whether a file is one of SQLite's: its first bytes say so."""
    return _first_bytes(path, len(_SQLITE_MAGIC)) == _SQLITE_MAGIC


def _first_bytes(path: Path, count: int) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for, and emptied
            return b""
        with path.open("rb") as file:
            return file.read(count)
    except OSError:
        return b""
