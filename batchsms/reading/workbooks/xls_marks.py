"""The marks of the sheets of binary workbooks (.xlsb, .xls): hidden rows, and how far each goes.

Both are sequences of records. Only the few that matter here are looked into.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from batchsms.i18n import _
from batchsms.reading.workbooks.xlsx_marks import Marks, NoMarksError, archive_of, check_extent

__all__ = ["ProtectedError", "marks_of_xls", "marks_of_xlsb"]


class ProtectedError(NoMarksError):
    """The workbook is protected with a password."""


# --- .xlsb

_ROW, _LAST_CELL = 0, 11
_ERROR_CELLS = frozenset({3, 11})  # an error; a formula whose value is one
_COLUMN = 60
_SHEET = 156
_ROW_HIDDEN = 0x10
_XLSB_COLUMNS = 16_384
_NULL = 0xFFFFFFFF


def marks_of_xlsb(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet, by its name. Raises `NoMarksError`."""
    with archive_of(path) as archive:
        links = ET.fromstring(_without_entities(archive.read("xl/_rels/workbook.bin.rels")))  # noqa: S314
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        marks: dict[str, Marks] = {}
        for kind, body in _records(archive.read("xl/workbook.bin")):
            if kind == _SHEET:
                link, after = _wide(body, 8)
                name, _after = _wide(body, after)
                target = targets.get(link, "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if part in archive.namelist():
                    marks[name] = _marks_of_records(archive.read(part))
        return marks


def _without_entities(content: bytes) -> bytes:
    if b"<!DOCTYPE" in content:
        raise NoMarksError(_("{name} declares a document type").format(name="workbook.bin.rels"))
    return content


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the body of each record; both the kind and the size are of variable length."""
    at, end = 0, len(content)
    while at < end:
        kind = content[at]
        at += 1
        if kind & _MORE and at < end:
            kind = kind & ~_MORE | (content[at] & ~_MORE) << 7
            at += 1
        size = shift = 0
        while at < end:
            byte = content[at]
            at += 1
            size |= (byte & ~_MORE) << shift
            shift += 7
            if not byte & _MORE or shift == _SIZE_BITS:
                break
        yield kind, content[at : at + size]
        at += size


_MORE, _SIZE_BITS = 0x80, 28


def _marks_of_records(content: bytes) -> Marks:
    marks = Marks()
    row = widest = 0
    for kind, body in _records(content):
        if kind > _LAST_CELL:
            if kind == _COLUMN and _number(body, 16, 1) & 1:
                last = min(_number(body, 4), _XLSB_COLUMNS - 1)
                marks.hidden_columns.update(range(_number(body, 0) + 1, last + 2))
        elif kind == _ROW:
            row = _number(body, 0) + 1
            if _number(body, 11, 1) & _ROW_HIDDEN:
                marks.hidden_rows.add(row)
        elif kind > 1:  # 1 is a formatted cell without a value
            column = _number(body, 0) + 1
            widest = max(widest, column)
            check_extent(row, widest)
            if kind in _ERROR_CELLS:
                marks.errors.append((column, row))
    return marks


def _number(body: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(body[at : at + size], "little")


def _wide(body: bytes, at: int) -> tuple[str, int]:
    size = _number(body, at)
    if size == _NULL:
        return "", at + 4
    end = at + 4 + size * 2
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


# --- .xls

_BOUND_SHEET, _FILE_PASS, _END = 0x85, 0x2F, 0x0A
_XLS_ROW, _XLS_COLUMN, _XLS_FORMULA, _XLS_ERROR = 0x208, 0x7D, 0x06, 0x205
_STRINGS, _DIMENSIONS = 0xFC, 0x200
_XLS_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD, 0xD6})
_XLS_ROWS, _XLS_COLUMNS = 65_536, 256
_XLS_ROW_HIDDEN = 0x20


def marks_of_xls(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet, by its name. Raises `NoMarksError`, and `ProtectedError`."""
    content = path.read_bytes()
    book = _stream(content)
    sheets: dict[str, int] = {}
    for kind, body in _xls_records(book, 0):
        if kind == _FILE_PASS:
            raise ProtectedError
        if kind == _STRINGS:
            _check_room(_number(body, 4), len(book))
        if kind == _BOUND_SHEET and body[8:]:
            size, is_wide = body[6], body[7] & 1
            raw = body[8 : 8 + size * (2 if is_wide else 1)]
            name = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
            sheets[name] = _number(body, 0)
    return {name: _marks_of_xls_sheet(book, at) for name, at in sheets.items()}


def _xls_records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    end = len(book)
    while at + 4 <= end:
        kind, size = book[at] | book[at + 1] << 8, book[at + 2] | book[at + 3] << 8
        yield kind, book[at + 4 : at + 4 + size]
        if kind == _END:
            return
        at += 4 + size


def _marks_of_xls_sheet(book: bytes, at: int) -> Marks:
    marks = Marks()
    for kind, body in _xls_records(book, at):
        if kind in _XLS_CELLS:
            column, row = _number(body, 2, 2) + 1, _number(body, 0, 2) + 1
            if column > _XLS_COLUMNS:
                raise NoMarksError(_("it names a column that such a workbook cannot have"))
            if _is_error(kind, body):
                marks.errors.append((column, row))
        elif kind == _DIMENSIONS:
            _check_room(_number(body, 4), _XLS_ROWS)
            _check_room(_number(body, 10, 2), _XLS_COLUMNS)
        elif kind == _XLS_ROW and _number(body, 12, 1) & _XLS_ROW_HIDDEN:
            marks.hidden_rows.add(_number(body, 0, 2) + 1)
        elif kind == _XLS_COLUMN and _number(body, 8, 1) & 1:
            last = min(_number(body, 2, 2), _XLS_COLUMNS - 1)
            marks.hidden_columns.update(range(_number(body, 0, 2) + 1, last + 2))
    return marks


def _is_error(kind: int, body: bytes) -> bool:
    if kind == _XLS_FORMULA:
        return body[6:7] == b"\2" and body[12:14] == b"\xff\xff"
    return kind == _XLS_ERROR and body[7:8] == b"\1"


_END_OF_CHAIN = 0xFFFFFFFA  # and above: no sector
_ENTRY = 128


_SMALL_SECTOR = 64


def _stream(content: bytes) -> bytes:
    """Return the stream of the workbook in Microsoft's old container of streams."""
    size = 1 << min(_number(content, 30, 2), 12)
    for at in (44, 64, 72):  # how many sectors each table takes
        _check_room(_number(content, at), len(content))
    links = _links(content, size)

    def joined(first: int) -> bytes:
        return b"".join(content[(at + 1) * size : (at + 2) * size] for at in _chained(links, first))

    streams = _streams(joined(_number(content, 48)))
    for _first, length in streams.values():
        _check_room(length, len(content))
    first, length = streams.get("Workbook") or streams.get("Book") or (_END_OF_CHAIN, 0)
    if length >= _number(content, 56):
        return joined(first)[:length]
    small = joined(streams.get("Root Entry", (_END_OF_CHAIN, 0))[0])
    small_links = _words(joined(_number(content, 60)))
    parts = (small[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR] for at in _chained(small_links, first))
    return b"".join(parts)[:length]


def _links(content: bytes, size: int) -> list[int]:
    """Return for each sector the one that follows it in its stream."""
    tables = _words(content[76:512])
    more, seen = _number(content, 68), set[int]()
    while more < _END_OF_CHAIN and more not in seen:
        seen.add(more)
        *further, more = _words(content[(more + 1) * size : (more + 2) * size]) or [_END_OF_CHAIN]
        tables += further
    if more < _END_OF_CHAIN:
        raise _damaged()
    sectors = (content[(at + 1) * size : (at + 2) * size] for at in tables if at < _END_OF_CHAIN)
    return _words(b"".join(sectors))


def _words(content: bytes) -> list[int]:
    return [word for (word,) in struct.iter_unpack("<I", content[: len(content) // 4 * 4])]


def _streams(folder: bytes) -> dict[str, tuple[int, int]]:
    """Return where each stream begins, and its length."""
    streams = {}
    for at in range(0, len(folder), _ENTRY):
        if not _number(folder, at + 66, 1):
            continue  # an entry that is not used
        name = folder[at : at + max(0, min(_number(folder, at + 64, 2), 64) - 2)]
        place = _number(folder, at + 116), _number(folder, at + 120)
        streams[name.decode("utf-16-le", "replace")] = place
    return streams


def _chained(links: list[int], first: int) -> Iterator[int]:
    for _step in range(len(links) + 1):
        if first >= len(links):
            return
        yield first
        first = links[first]
    raise _damaged()


def _check_room(wanted: int, there: int) -> None:
    """Refuse a size that the file cannot have: the reader makes room for it at once."""
    if wanted > there:
        raise _damaged()


def _damaged() -> NoMarksError:
    return NoMarksError(_("it is damaged"))
