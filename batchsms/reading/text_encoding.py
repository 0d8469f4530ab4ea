"""The bytes of a text file → its encoding, and of a template its text. Nothing is ever replaced.

A byte order mark tells; else a text is UTF-16 where that is plain from its NUL bytes, UTF-8 where all
of it is, and otherwise Windows-1254, or Mac Turkish where its letters tell. Detectors are of no use:
they call Turkish text cp1252.
"""

import codecs
import io
import unicodedata
from pathlib import Path
from typing import BinaryIO, NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.file_kind import HEAD_BYTES, check_is_plain_text, marked_encoding

__all__ = ["Encoding", "encoding_of_list", "template_text"]

_BLOCK = 256 * 1024  # even, so that the bytes of a UTF-16 character stay together
_MANY_NULS = 0.2  # of all bytes; a text in UTF-16 has nearly one in two
_ONE_SIDED = 0.01
_WINDOWS, _MAC = "cp1254", "mac_turkish"
_LETTERS_OF_MACS, _LETTERS_OF_WINDOWS = "üöçğşĞ".encode(_MAC), "üöçğışÖÇĞ".encode(_WINDOWS)
_LETTERS = (_LETTERS_OF_MACS, _LETTERS_OF_WINDOWS)
_BEGINNING = 4 * 1024 * 1024  # as much as the letters of a list need to tell
_ENOUGH_KINDS = 3
_CLEARLY_MORE = 4
_WITHOUT_A_MARK = {1: "utf-16-le", 0: "utf-16-be"}
"""Where the NUL bytes of Latin text stand in UTF-16, at odd or at even places → the encoding."""
_CONTROLS_OF_TEXT = frozenset("\t\n\r\f")


class Encoding(NamedTuple):
    """How a text file is encoded, and how many NUL bytes lie in it that belong to no character."""

    name: str
    nuls: int = 0


def encoding_of_list(path: Path, named: str = "") -> Encoding:
    """Return the encoding of a list, which may have a few stray NUL bytes; `named` is the user's word for it.

    Raises `InputError` where there is no such encoding, or where it seems to be UTF-16 and is not whole.
    """
    with path.open("rb") as file:
        if named:
            return _named(named, file)
        if marked := marked_encoding(file.read(HEAD_BYTES)):
            return Encoding(marked, _count(file) if marked == "utf-8-sig" else 0)
        file.seek(0)
        found = _Found()
        while block := file.read(_BLOCK):
            found.add(block)
    if not found.seems_utf_16:
        return Encoding("utf-8" if found.is_all_utf_8 else _turkish(_beginning(path)), found.nuls)
    if found.utf_16 and _decodes(path, found.utf_16):
        return Encoding(found.utf_16)
    raise InputError(
        "undecodable_text",
        _("{path} seems to be UTF-16 without a byte order mark, and parts of it are missing").format(
            path=path
        ),
        hint=_("Save it again as UTF-8 or .xlsx, or name its encoding with --encoding"),
    )


def template_text(path: Path, name: str) -> str:
    """Return the text of a template file, which errors call by `name`. Raises `InputError`, and `OSError`.

    What is no plain text, or holds a character that no text has, is refused as what it is.
    """
    content = path.read_bytes()
    check_is_plain_text(path, content[:HEAD_BYTES], name)
    text = _decoded(content)
    if text is None:
        raise InputError(
            "unreadable_template",
            _("{path} is not text in UTF-8, UTF-16 or Windows-1254").format(path=name),
            hint=_("Open it in an editor, and save it as UTF-8"),
        )
    for at, mark in enumerate(text):
        if mark not in _CONTROLS_OF_TEXT and unicodedata.category(mark) == "Cc":
            raise InputError(
                "unreadable_template",
                _("{path}, line {line}: there is a control character (U+{code:04X}) in the text").format(
                    path=name, line=text.count("\n", 0, at) + 1, code=ord(mark)
                ),
                hint=_("Delete the character, or type the line again; then save the file as UTF-8"),
            )
    return text


def _named(name: str, file: BinaryIO) -> Encoding:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError) as error:
        raise InputError(
            "unknown_encoding",
            _("There is no encoding {encoding}").format(encoding=name),
            hint=_("Usual ones are utf-8 and cp1254"),
        ) from error
    is_wide = codecs.lookup(name).name.startswith(("utf-16", "utf-32"))
    return Encoding(name, 0 if is_wide else _count(file))


class _Found:
    """What the blocks of a file without a mark tell."""

    def __init__(self) -> None:
        self.size = 0
        self.nuls_at = (0, 0)
        """How many NUL bytes stand at even places, and at odd ones."""
        self.line_ends = 0
        self.wide_line_ends = 0
        """Those of them with a NUL byte beside them, as all are in UTF-16."""
        self.is_utf_8 = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def add(self, block: bytes) -> None:
        even, odd = self.nuls_at
        if b"\0" in block:
            self.nuls_at = even + block[::2].count(0), odd + block[1::2].count(0)
            self.wide_line_ends += block.count(b"\n\0") + block.count(b"\0\n")
            self.wide_line_ends += block.count(b"\r\0") + block.count(b"\0\r")
        self.line_ends += block.count(b"\n") + block.count(b"\r")
        self.size += len(block)
        self.is_utf_8 = self.is_utf_8 and self._decodes(block)

    def _decodes(self, block: bytes, *, final: bool = False) -> bool:
        try:
            self._decoder.decode(block, final)
        except UnicodeDecodeError:
            return False
        return True

    @property
    def nuls(self) -> int:
        return sum(self.nuls_at)

    @property
    def is_all_utf_8(self) -> bool:
        return self.is_utf_8 and self._decodes(b"", final=True)

    @property
    def seems_utf_16(self) -> bool:
        """Whether there are too many NUL bytes, or too many at line ends, for a text of single bytes."""
        return self.nuls > self.size * _MANY_NULS or self.wide_line_ends > self.line_ends / 2

    @property
    def utf_16(self) -> str:
        """The encoding that the places of the NUL bytes tell, or `""` where these are at both sides."""
        fewer, more = sorted(self.nuls_at)
        if self.size % 2 or fewer > more * _ONE_SIDED:
            return ""
        return _WITHOUT_A_MARK[self.nuls_at.index(more)]


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_BEGINNING)


def _count(file: BinaryIO) -> int:
    file.seek(0)
    return sum(block.count(0) for block in iter(lambda: file.read(_BLOCK), b""))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            for block in iter(lambda: file.read(_BLOCK), ""):
                if not _is_written(block):
                    return False
    except UnicodeDecodeError:
        return False
    return True


def _is_written(text: str) -> bool:
    """Return whether a text has no control character but those of lines, tabs and pages."""
    return text.isprintable() or not any(
        unicodedata.category(mark) == "Cc" for mark in set(text) - _CONTROLS_OF_TEXT
    )


def _decoded(content: bytes) -> str | None:
    """Return a template's text, None where no encoding fits."""
    if marked := marked_encoding(content[:HEAD_BYTES]):
        return _strictly(content, marked)
    found = _Found()
    found.add(content)
    wide = [found.utf_16] if found.seems_utf_16 and found.utf_16 else []
    guesses = (*wide, "utf-8", _turkish(content))
    return next((text for guess in guesses if (text := _strictly(content, guess)) is not None), None)


def _turkish(content: bytes) -> str:
    """Return the encoding of a Turkish text in single bytes: that of Windows, or that of old Macs.

    Each has its letters where the other has what Turkish texts lack: š for ö, ß for ş. A letter or two
    tell nothing.
    """
    kinds = sum(byte in content for byte in _LETTERS_OF_MACS)
    of_macs, of_windows = (len(content) - len(content.translate(None, letters)) for letters in _LETTERS)
    return _MAC if kinds >= _ENOUGH_KINDS and of_macs > of_windows * _CLEARLY_MORE else _WINDOWS


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
