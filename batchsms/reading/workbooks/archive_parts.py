"""The parts of a workbook that is a zip archive, read within bounds.

An archive may be damaged, lie about its sizes, or unpack to more than there is memory for; a reader
that runs out of it takes the program with it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Never
from xml.etree import ElementTree as ET

from batchsms.i18n import _

__all__ = ["NoMarksError", "archive_of", "blocks_of", "check_archive", "local", "tree_of"]

_BLOCK = 16 * 1024 * 1024
_LONGEST_ROW = 128 * 1024**2
_MOST_BYTES = 4 * 1024**3
_MOST_STRING_BYTES = 1024**3  # the texts of a workbook are kept in memory
_LARGE = 256 * 1024**2
_TIGHTEST = 400  # unpacked to packed; tables reach 20 or so
_SMALL_PART = 64 * 1024**2
_STRING_COUNT = re.compile(rb"""<(?:\w+:)?sst\b[^>]*?\buniqueCount\s*=\s*["']([0-9]+)["']""")


class NoMarksError(Exception):
    """The sheet's XML is not available, or is more than any list is. The message is a sentence."""


def check_archive(path: Path, *, but: str) -> None:
    """Refuse an archive that is damaged, or unpacks to more than any list does.

    Each part is unpacked once, but for those in the folder `but`, so that a size that lies is found
    here and not by the reader: a reader that runs out of memory takes the program with it.
    Raises `NoMarksError`.
    """
    with archive_of(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if unpacked > _MOST_BYTES or (unpacked > _LARGE and unpacked > packed * _TIGHTEST):
            raise NoMarksError(_unpacks_to(unpacked))
        for part in parts:
            if part.filename.endswith((".xml", ".rels", ".bin")) and not part.filename.startswith(but):
                _read_through(archive, part)


def blocks_of(archive: zipfile.ZipFile, name: str, end: bytes) -> Iterator[bytes]:
    """Yield a part in blocks, each of which ends with an `end`, such as that of a row."""
    rest = b""
    with archive.open(name) as file:
        while piece := file.read(_BLOCK):
            whole, mark, rest = (rest + piece).rpartition(end)
            if len(rest) > _LONGEST_ROW:
                raise NoMarksError(_("One of its rows takes more than {size} MB.").format(size=128))
            yield whole + mark
    yield rest


@contextmanager
def archive_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it, or with a part, is a `NoMarksError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        LookupError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        raise NoMarksError(_("Its archive is damaged: {error}").format(error=error)) from error
    except (NotImplementedError, RuntimeError, zipfile.LargeZipFile, StopIteration) as error:
        raise NoMarksError(_("Its archive is damaged: {error}").format(error=error)) from error


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_strings = "sharedstrings" in part.filename.casefold()
    if is_strings and part.file_size > _MOST_STRING_BYTES:
        raise NoMarksError(_unpacks_to(part.file_size))
    with archive.open(part) as file:
        first = file.read(_BLOCK)
        # The reader makes room for as many texts as are announced.
        if is_strings and _strings_announced(first) > part.file_size:
            raise NoMarksError(_("Its table of texts is damaged."))
        while file.read(_BLOCK):
            pass


def _strings_announced(head: bytes) -> int:
    if announced := _STRING_COUNT.search(head):
        return int(announced[1][:12])
    if head.startswith(_BINARY_STRINGS):
        return int.from_bytes(head[7:11], "little")
    return 0


_BINARY_STRINGS = b"\x9f\x01\x08"  # the record that begins the table of texts in an .xlsb


def _unpacks_to(size: int) -> str:
    return _("It unpacks to {size:.1f} GB, more than any list has.").format(size=size / 1024**3)


class _NoDoctype(ET.TreeBuilder):
    """Refuses document types, and with them every entity that could grow, in whatever encoding they are."""

    def doctype(self, _name: str, _pubid: str | None, _system: str | None) -> Never:
        raise NoMarksError(_("It declares a document type, which no workbook does."))


def tree_of(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """Return a part that no list makes large, as a tree. Raises `NoMarksError`."""
    if archive.getinfo(name).file_size > _SMALL_PART:
        raise NoMarksError(_("Its part {name} is too large.").format(name=name))
    return ET.fromstring(archive.read(name), ET.XMLParser(target=_NoDoctype()))  # noqa: S314 - no document types


def local(name: str) -> str:
    """Return a name of XML without its namespace."""
    return name.rsplit("}", 1)[-1]
