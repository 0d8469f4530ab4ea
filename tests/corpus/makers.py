"""Files as marketing teams have them, made from rows: workbooks of every kind, and text."""

import codecs
import csv
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[Any]]

# --- text


def text(
    rows: Rows,
    *,
    encoding: str = "utf-8",
    delimiter: str = ";",
    line_end: str = "\r\n",
    before: str = "",
    last_line_end: bool = True,
) -> bytes:
    """Return rows as delimited text; `before` goes above them."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    content = before + written.getvalue()
    return (content if last_line_end else content.removesuffix(line_end)).encode(encoding)


def unicode_text(rows: Rows) -> bytes:
    """Return rows as Excel's "Unicode Text" has them: UTF-16 with a mark, and tabs."""
    return codecs.BOM_UTF16_LE + text(rows, encoding="utf-16-le", delimiter="\t")


# --- .xlsx


def xlsx(
    sheets: Rows | Mapping[str, Rows],
    *,
    change: Callable[[Worksheet], object] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """Return a workbook. `change` is called with its first sheet; `hidden` are names of sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Liste": sheets}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    if change:
        change(book.worksheets[0])
    book.active = next(at for at, sheet in enumerate(book.worksheets) if sheet.sheet_state == "visible")
    return _saved(book)


def _saved(book: Any) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    "{overrides}</Types>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw_xlsx(sheet_data: str | bytes, *, book_before: str = "", **parts: str | bytes) -> bytes:
    """Return a workbook whose sheet `Liste` holds this XML; `parts` replace others, by their stem."""
    head, tail = f'<worksheet xmlns="{_MAIN}"><sheetData>', "</sheetData></worksheet>"
    if isinstance(sheet_data, str):
        sheet_data = sheet_data.encode()
    files = {
        "[Content_Types].xml": _TYPES.format(overrides=""),
        "_rels/.rels": _RELATIONS.format(
            links=f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'{book_before}<workbook xmlns="{_MAIN}" xmlns:r="{_KIND}"><sheets>'
        '<sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            links=f'<Relationship Id="r1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
            + (
                f'<Relationship Id="r2" Type="{_KIND}/sharedStrings" Target="sharedStrings.xml"/>'
                if "sharedStrings" in parts
                else ""
            )
        ),
        "xl/worksheets/sheet1.xml": head.encode() + sheet_data + tail.encode(),
    } | {f"xl/{stem}.xml": content for stem, content in parts.items()}
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return an archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()


# --- .xls


def xls(
    sheets: Rows | Mapping[str, Rows],
    *,
    change: Callable[[Any], object] | None = None,
    hidden: Sequence[str] = (),
) -> bytes:
    """Return a workbook of Excel 97. `change` is called with its first sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    of_dates = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Liste": sheets}).items():
        sheet = book.add_sheet(name)
        sheet.visibility = int(name in hidden)
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(at, place, value, *([of_dates] if isinstance(value, date) else []))
    if change:
        change(book.get_sheet(0))
    return _saved(book)


# --- .ods

_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
    '<office:automatic-styles><style:style style:name="gizli" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
)


def ods(
    sheets: Rows | Mapping[str, Rows],
    *,
    hidden: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
) -> bytes:
    """Return an OpenDocument workbook. `hidden` are names of sheets, `hidden_rows` rows of each sheet."""
    tables = ""
    for name, rows in (sheets if isinstance(sheets, Mapping) else {"Liste": sheets}).items():
        style = ' table:style-name="gizli"' if name in hidden else ""
        tables += f"<table:table table:name={quoteattr(name)}{style}>"
        for number, row in enumerate(rows, start=1):
            visibility = ' table:visibility="filter"' if number in hidden_rows else ""
            tables += f"<table:table-row{visibility}>{''.join(map(_ods_cell, row))}</table:table-row>"
        tables += "</table:table>"
    return raw_ods(tables)


def raw_ods(tables: str) -> bytes:
    """Return an OpenDocument workbook of this XML."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
            "content.xml": _ODS.format(tables=tables),
        }
    )


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind = f'office:value-type="float" office:value="{value}"'
    if isinstance(value, date | datetime):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    if isinstance(value, str):
        kind = 'office:value-type="string"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<table:table-cell {kind}>{lines}</table:table-cell>"


# --- .xlsb


def xlsb(rows: Rows, *, hidden_rows: Sequence[int] = (), first_row: int = 1, first_column: int = 1) -> bytes:
    """Return a binary workbook whose sheet `Liste` holds rows."""
    width = max(map(len, rows), default=1)
    sheet = _record(129)
    corners = (first_row - 1, first_row + len(rows) - 2, first_column - 1, first_column + width - 2)
    sheet += _record(148, struct.pack("<IIII", *corners)) + _record(145)
    for number, row in enumerate(rows, start=first_row):
        flags = 0x10 if number in hidden_rows else 0
        sheet += _record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, flags, 0, 0))
        for at, value in enumerate(row, start=first_column - 1):
            head = struct.pack("<II", at, 0)
            if isinstance(value, str):
                sheet += _record(6, head + _wide(value))
            elif value is not None:
                sheet += _record(5, head + struct.pack("<d", value))
    sheet += _record(146) + _record(130)
    book = _record(131) + _record(153, struct.pack("<III", 0, 0, 0)) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide("Liste"))
    book += _record(144) + _record(132)
    return zipped(
        {
            "[Content_Types].xml": _TYPES.format(
                overrides='<Override PartName="/xl/workbook.bin"'
                ' ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
            ),
            "_rels/.rels": _RELATIONS.format(
                links=f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="xl/workbook.bin"/>'
            ),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _RELATIONS.format(
                links=f'<Relationship Id="r1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.bin"/>'
            ),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body


def _wide(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def written(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content)
    return path
