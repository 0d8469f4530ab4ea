"""A file → what it is, by its content: its name may say anything."""

import codecs
from collections.abc import Callable
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _

__all__ = [
    "HEAD_BYTES",
    "TEXT",
    "check_is_plain_text",
    "empty",
    "kind_of",
    "marked_encoding",
    "protected",
]

TEXT = "text"
HEAD_BYTES = 4_096
"""How many of a file's first bytes tell what it is."""

_LOCK = "~$"
_OLE, _ZIP, _WORKBOOK = "ole", "zip", frozenset({"xlsx", "xls", "xlsb", "ods"})

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""What a text begins with → its encoding, which takes the mark off. That of UTF-16 begins UTF-32's, too."""
_MARKS = {
    b"PK\x03\x04": _ZIP,
    b"PK\x05\x06": _ZIP,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": _OLE,
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"RIFF": "media",
    b"\x1f\x8b": "compressed",
    b"7z\xbc\xaf": "compressed",
    b"Rar!": "compressed",
    b"BZh": "compressed",
    b"{\\rtf": "rtf",
    b"SQLite format 3\x00": "database",
    b"BEGIN:VCARD": "vcard",
    b"MIME-Version:": "mhtml",
    b'{"': "json",
    b'[{"': "json",
}
"""What other files begin with → their kind. Each of them would be read as text of one odd column."""
_SENTENCES: dict[str, Callable[[], str]] = {
    "xlsx": lambda: _("{path} is a workbook"),
    "xls": lambda: _("{path} is a workbook"),
    "xlsb": lambda: _("{path} is a workbook"),
    "ods": lambda: _("{path} is a workbook"),
    "protected": lambda: _("{path} is protected with a password"),
    "excel_xml": lambda: _("{path} is an XML spreadsheet of 2003"),
    "word": lambda: _("{path} is a Word document"),
    "apple": lambda: _("{path} is a document of Apple's Numbers or Pages"),
    "zip": lambda: _("{path} is a zip archive"),
    "ole": lambda: _("{path} is an old Office document, but not a workbook"),
    "pdf": lambda: _("{path} is a PDF"),
    "picture": lambda: _("{path} is a picture"),
    "media": lambda: _("{path} is a picture or a sound"),
    "compressed": lambda: _("{path} is a compressed file"),
    "rtf": lambda: _("{path} is a text document (RTF)"),
    "database": lambda: _("{path} is a database"),
    "vcard": lambda: _("{path} is a file of contacts (vCard)"),
    "mhtml": lambda: _("{path} is a web page (MHTML)"),
    "html": lambda: _("{path} is a web page (HTML)"),
    "json": lambda: _("{path} is a JSON file"),
}
_MARKUP = ("<!doctype", "<html", "<?xml", "<!--", "<head", "<body", "<table", "<meta", "<style", "<div")
_WHOLE_DOCUMENT = _MARKUP[:3]  # a template may begin with any other tag
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"


def kind_of(path: Path) -> str:
    """Return `xlsx` (which stands for .xlsm too), `xls`, `xlsb`, `ods` or `text`.

    Raises `InputError` that says what the file is where it is none of these, or cannot be read.
    """
    _check_is_file(path)
    head = _head(path)
    if path.name.startswith(_LOCK):
        raise InputError(
            "no_list",
            _("{path} is not the list, but a mark that Excel keeps beside it while it is open").format(
                path=path
            ),
            hint=_("Name the list itself: {name}").format(name=path.name.removeprefix(_LOCK)),
        )
    if not head:
        raise empty(path)
    kind = _recognized(path, head, markup=_MARKUP)
    if kind == "protected":
        raise protected(path)
    if kind != TEXT and kind not in _WORKBOOK:
        raise InputError(
            "no_list",
            _SENTENCES[kind]().format(path=path),
            hint=_("Open it in Excel and save it as .xlsx, or name the list that it was made from"),
        )
    return kind


def check_is_plain_text(path: Path, head: bytes, name: str) -> None:
    """Raise `InputError` that says what a template is where it is no plain text.

    `head` are its first bytes, and `name` is what to call it. A tag is no offence: only a whole HTML
    document is no template.
    """
    try:
        kind = _recognized(path, head, markup=_WHOLE_DOCUMENT)
    except InputError:  # a damaged container is one all the same
        kind = "zip" if _marked(head) == _ZIP else "ole"
    if kind not in {TEXT, "json"}:
        raise InputError(
            "unreadable_template",
            _SENTENCES[kind]().format(path=name),
            hint=_("Copy the text of the message into a plain text file, and save that as UTF-8"),
        )


def marked_encoding(head: bytes) -> str:
    """Return the encoding that a byte order mark tells, or `""`."""
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if head.startswith(mark)), "")


def empty(path: Path) -> InputError:
    """Return the error of a list in which nothing stands."""
    return InputError(
        "empty_file",
        _("{path} is empty").format(path=path),
        hint=_("Save the list again; it needs a row of column names and a row for each recipient"),
    )


def protected(path: Path) -> InputError:
    """Return the error of a workbook that asks for a password."""
    return InputError(
        "protected_workbook",
        _SENTENCES["protected"]().format(path=path),
        hint=_("Open it in Excel, save it without the password, and use that file"),
    )


def _check_is_file(path: Path) -> None:
    if path.is_dir():
        raise InputError(
            "unreadable_file",
            _("{path} is a folder, not a list").format(path=path),
            hint=_("Name the file in it"),
        )
    if path.exists() and not path.is_file():
        raise InputError(
            "unreadable_file",
            _("{path} is not a file that can be read more than once").format(path=path),
            hint=_("Save the list as a file, and name that"),
        )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise InputError(
            "no_such_file",
            _("There is no file {path}").format(path=path),
            hint=_("Check the name and the folder"),
        ) from error
    except OSError as error:
        raise InputError(
            "unreadable_file",
            _("{path} cannot be read: {error}").format(path=path, error=error.strerror),
            hint=_("Close it where it is open, or copy it to another place"),
        ) from error


def _marked(head: bytes) -> str:
    return next((kind for mark, kind in _MARKS.items() if head.startswith(mark)), TEXT)


def _recognized(path: Path, head: bytes, *, markup: tuple[str, ...]) -> str:
    """Return a key of `_SENTENCES`, or `text`."""
    kind = _marked(head)
    if kind == _ZIP:
        return _kind_in_zip(path)
    if kind == _OLE:
        return _kind_in_ole(path)
    text = head.decode(marked_encoding(head) or "utf-8", "replace").lstrip().casefold()
    if kind == TEXT and text.startswith(markup):
        return "excel_xml" if _SPREADSHEET_2003 in head else "html"
    return kind


def _kind_in_zip(path: Path) -> str:
    import zipfile  # noqa: PLC0415 - for archives alone

    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:HEAD_BYTES] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(
            "unreadable_workbook",
            _("{path} is a damaged workbook: {error}").format(path=path, error=error),
            hint=_("Open it in Excel and save it again as .xlsx"),
        ) from error
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") for name in names) or "xl/_rels/workbook.xml.rels" in names:
        return "xlsx"
    if any(name.endswith(".iwa") for name in names):
        return "apple"
    return "word" if any(name.startswith("word/") for name in names) else "zip"


def _kind_in_ole(path: Path) -> str:
    """Tell the files in Microsoft's old container apart by the names of their streams."""
    from batchsms.reading.ole_streams import DamagedContainerError, stream_names  # noqa: PLC0415 - for them alone

    try:
        names = stream_names(path.read_bytes())
    except DamagedContainerError as error:
        raise InputError(
            "unreadable_workbook",
            _("{path} is a damaged workbook").format(path=path),
            hint=_("Open it in Excel and save it again as .xlsx"),
        ) from error
    if "EncryptedPackage" in names:
        return "protected"
    return "xls" if names & {"Workbook", "Book"} else "ole"
