"""A file → what it is, by its content: its name may say anything."""

import codecs
import zipfile
from collections.abc import Callable
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _

__all__ = ["TEXT", "WORKBOOKS", "empty", "kind_of", "protected"]

TEXT = "text"
WORKBOOKS = frozenset({"xlsx", "xls", "xlsb", "ods"})
"""Workbooks that can be read; `xlsx` stands for .xlsm too."""

_HEAD = 4_096
_LOCK = "~$"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"
# Each of these would be read as text of one odd column; the user is better served with what it is.
_OTHERS: dict[bytes, Callable[[], str]] = {
    b"%PDF": lambda: _("a PDF"),
    b"\x89PNG": lambda: _("a picture"),
    b"\xff\xd8\xff": lambda: _("a picture"),
    b"GIF8": lambda: _("a picture"),
    b"RIFF": lambda: _("a picture or a sound"),
    b"\x1f\x8b": lambda: _("a compressed file"),
    b"7z\xbc\xaf": lambda: _("a compressed file"),
    b"Rar!": lambda: _("a compressed file"),
    b"BZh": lambda: _("a compressed file"),
    b"{\\rtf": lambda: _("a text document (RTF)"),
    b"SQLite format 3\x00": lambda: _("a database"),
    b"BEGIN:VCARD": lambda: _("a file of contacts (vCard)"),
    b"MIME-Version:": lambda: _("a web page (MHTML)"),
    b'{"': lambda: _("a JSON file"),
    b'[{"': lambda: _("a JSON file"),
}


def kind_of(path: Path) -> str:
    """Return `xlsx`, `xls`, `xlsb`, `ods` or `text`.

    Raises `InputError` that says what the file is where it is none of these, or cannot be read.
    """
    if path.is_dir():
        raise InputError(
            "unreadable_file",
            _("{path} is a folder, not a list").format(path=path),
            hint=_("name the file in it"),
        )
    if path.exists() and not path.is_file():
        raise InputError(
            "unreadable_file",
            _("{path} is no file, and can be read once at most").format(path=path),
            hint=_("save the list as a file, and give that"),
        )
    head = _head(path)
    if path.name.startswith(_LOCK):
        raise InputError(
            "no_list",
            _("{path} is not the list but a mark that Excel keeps beside it while it is open").format(
                path=path
            ),
            hint=_("give the list itself: {name}").format(name=path.name.removeprefix(_LOCK)),
        )
    if not head:
        raise empty(path)
    if head.startswith(_ZIP):
        return _of_zip(path)
    if head.startswith(_OLE):
        return _of_ole(path)
    if named := next((name for magic, name in _OTHERS.items() if head.startswith(magic)), None):
        raise _no_list(path, named())
    if _is_markup(head):
        is_excel_xml = _SPREADSHEET_2003 in head
        raise _no_list(path, _("an XML spreadsheet of 2003") if is_excel_xml else _("a web page (HTML)"))
    return TEXT


def empty(path: Path) -> InputError:
    """Return the error of a list in which nothing stands."""
    return InputError(
        "empty_file",
        _("{path} is empty").format(path=path),
        hint=_("save the list again; it needs a row of column names and a row for each recipient"),
    )


def protected(path: Path) -> InputError:
    """Return the error of a workbook that asks for a password."""
    return InputError(
        "protected_workbook",
        _("{path} is protected with a password").format(path=path),
        hint=_("open it in Excel, save it without the password, and give that file"),
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError as error:
        raise InputError(
            "no_such_file",
            _("there is no file {path}").format(path=path),
            hint=_("check the name and the folder"),
        ) from error
    except OSError as error:
        raise InputError(
            "unreadable_file",
            _("{path} cannot be read: {error}").format(path=path, error=error.strerror),
            hint=_("close it where it is open, or copy it to another place"),
        ) from error


def _of_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:_HEAD] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(
            "unreadable_workbook",
            _("{path} is a damaged workbook: {error}").format(path=path, error=error),
            hint=_("open it in Excel and save it again as .xlsx"),
        ) from error
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names) or "xl/_rels/workbook.xml.rels" in names:
        return "xlsx"
    if any(name.endswith(".iwa") for name in names):
        raise _no_list(path, _("a document of Apple's Numbers or Pages"))
    if any(name.startswith("word/") for name in names):
        raise _no_list(path, _("a Word document"))
    raise _no_list(path, _("a zip archive"))


def _of_ole(path: Path) -> str:
    """Tell the files in Microsoft's old container apart by the names of their streams."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise protected(path)
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise _no_list(path, _("an old Office document, but no workbook"))


def _is_markup(head: bytes) -> bool:
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = head.decode(encoding, "replace").lstrip().casefold()
    return text.startswith(
        ("<!doctype", "<!--", "<html", "<head", "<body", "<table", "<meta", "<?xml", "<style", "<div")
    )


def _no_list(path: Path, what: str) -> InputError:
    return InputError(
        "no_list",
        _("{path} is {what}, not a list").format(path=path, what=what),
        hint=_("open it in Excel and save it as .xlsx, or give the list that it was made from"),
    )
