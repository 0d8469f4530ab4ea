from contextlib import suppress

import openpyxl
import pytest
from corpus.cases import protected_xls
from corpus.makers import ods, raw_ods, raw_xlsx, written, xls, xlsb, xlsx, zipped

from batchsms.reading.cell_addresses import column_letters, column_number
from batchsms.reading.ole_streams import DamagedContainerError, stream_of
from batchsms.reading.workbooks.archive_parts import NoMarksError, archive_of, check_archive, tree_of
from batchsms.reading.workbooks.ods_marks import marks_of_opendocument
from batchsms.reading.workbooks.xls_marks import ProtectedError, marks_of_xls
from batchsms.reading.workbooks.xlsb_marks import marks_of_xlsb
from batchsms.reading.workbooks.xlsx_marks import check_extent, marks_of

ROWS = [("Ad", "Telefon"), ("Ali", "1"), ("Veli", "2"), ("Can", "3")]


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (16_384, "XFD")])
def test_a_columns_letters_are_its_number(number, letters):
    """Columns count from A, which is 1."""
    assert (number, letters) == (column_number(letters), column_letters(number))


def marks(tmp_path, content):
    """Give the marks of the sheet `Liste` of an .xlsx."""
    return marks_of(written(tmp_path / "liste", content), "Liste")


@pytest.mark.parametrize(
    "attribute", ['hidden="1"', "hidden='true'", 'ht="0" customHeight="1"', 'hidden = "1"']
)
@pytest.mark.parametrize("place", ['<row r="2" {}>', '<row {} r="2">', '<x:row r="2" s="1" {}>'])
def test_a_hidden_row_is_known(tmp_path, attribute, place):
    """A row is hidden if its own tag says so, or if it has no height, wherever in the tag that stands."""
    sheet = (
        f'<row r="1" ht="15"/>{place.format(attribute)}<c r="A2"><v>1</v></c></row><row r="3" hidden="0"/>'
    )
    assert {2} == marks(tmp_path, raw_xlsx(sheet)).hidden_rows


def test_rows_without_numbers_are_counted(tmp_path):
    """A row that does not say its number is the next one."""
    assert {2, 7} == marks(
        tmp_path, raw_xlsx('<row/><row hidden="1"/><row r="6"/><row hidden="1"/><row/>')
    ).hidden_rows


def test_a_hidden_row_is_known_far_down(tmp_path):
    """Row numbers are right in every block of a large sheet."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 400_000))
    rows = rows.replace('<row r="399998">', '<row r="399998" hidden="1">')
    assert {399_998} == marks(tmp_path, raw_xlsx(rows)).hidden_rows


def test_hidden_columns_formulas_and_errors_are_known(tmp_path):
    """What a workbook's reader leaves out is found: hidden columns, formulas without values, errors."""

    def change(sheet) -> None:
        sheet["C2"], sheet["D3"] = "=1+1", "#N/A"
        sheet.column_dimensions.group("E", "F", hidden=True)

    found = marks(tmp_path, xlsx(ROWS, change=change))
    assert ({5, 6}, [(3, 2)], [(4, 3)]) == (found.hidden_columns, found.without_value, found.errors)


def test_a_formula_with_a_value_is_none_of_the_marks(tmp_path):
    """A stored value, the empty text included, is a value."""
    cells = '<c r="A1"><f>1</f><v>1</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>1</v></c>'
    assert [] == marks(tmp_path, raw_xlsx(f'<row r="1">{cells}</row>')).without_value


@pytest.mark.parametrize(
    ("marks_of_all", "make"),
    [
        (marks_of_opendocument, lambda: ods(ROWS, hidden_rows=[2, 4])),
        (marks_of_xlsb, lambda: xlsb(ROWS, hidden_rows=[2, 4])),
        (marks_of_xls, lambda: xls(ROWS, change=lambda sheet: _hide(sheet, 1, 3))),
        (marks_of_xls, lambda: xls([*ROWS, *[("x", "y")] * 3_000], change=lambda sheet: _hide(sheet, 1, 3))),
    ],
    ids=["ods", "xlsb", "xls", "large xls"],
)
def test_hidden_rows_are_known_in_other_workbooks(tmp_path, marks_of_all, make):
    """An .ods, .xlsb or .xls tells of its hidden rows too."""
    assert {2, 4} == marks_of_all(written(tmp_path / "liste", make()))["Liste"].hidden_rows


def _hide(sheet, *rows) -> None:
    for row in rows:
        sheet.row(row).hidden = True


def test_rows_repeated_in_an_opendocument_count_each(tmp_path):
    """A hidden row that is repeated stands for as many rows."""
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    table = (
        f'<table:table table:name="a &amp; b"><table:table-row table:number-rows-repeated="3"/>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="2">'
        f"{cell}</table:table-row>"
        f"<table:table-row>{cell}</table:table-row></table:table>"
    )
    assert {4, 5} == marks_of_opendocument(written(tmp_path / "x", raw_ods(table)))["a & b"].hidden_rows


def test_a_password_is_found(tmp_path):
    """An old workbook that asks for a password is told from a damaged one."""
    with pytest.raises(ProtectedError):
        marks_of_xls(written(tmp_path / "liste", protected_xls()))


def test_no_list_is_refused_for_its_size():
    """A full sheet of a list's columns is read; a rectangle beyond memory is refused."""
    check_extent(1_048_576, 50)
    with pytest.raises(NoMarksError):
        check_extent(1_048_576, 16_384)


def test_formats_do_not_make_a_sheet_large(tmp_path):
    """Cells that are formatted and empty do not count, however far they reach."""

    def change(sheet) -> None:
        sheet.cell(1_048_576, 16_384).font = openpyxl.styles.Font(bold=True)

    assert set() == marks(tmp_path, xlsx(ROWS, change=change)).hidden_rows


def test_an_archive_that_is_damaged_is_refused(tmp_path):
    """A part whose bytes are not what the archive says is found before the reader opens it."""
    content = bytearray(xlsx(ROWS))
    at = content.index(b"xl/styles.xml") + 60
    content[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(NoMarksError):
        check_archive(written(tmp_path / "liste", bytes(content)), but="xl/worksheets/sheet")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(tmp_path, encoding):
    """No entity of a workbook's own can grow, also where the bytes do not hold the word."""
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]>'
    content = zipped({"xl/workbook.xml": f"{head}<workbook>&a;</workbook>".encode(encoding)})
    path = written(tmp_path / "liste", content)
    with archive_of(path) as archive, pytest.raises(NoMarksError, match="document type"):
        tree_of(archive, "xl/workbook.xml")


@pytest.mark.parametrize(("at", "word"), [(44, 0x7FFFFFFF), (48, 0x7FFFFFFF), (68, 1), (76, 0)])
def test_a_container_that_leads_nowhere_is_damaged(at, word):
    """Tables that lead astray or in a circle end in an error, or in no more than the file holds."""
    content = bytearray(xls(ROWS))
    content[at : at + 4] = word.to_bytes(4, "little")
    with suppress(DamagedContainerError):
        assert len(content) >= len(stream_of(bytes(content), "Workbook"))


@pytest.mark.parametrize(
    "sheet",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="900000"><c r="A900000"><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>',
        '<row r="2"><c r="A9999999"><v>1</v></c></row>',
        '<row r="2"><c r="AAAAAAAAA2"><v>1</v></c></row>',
        '<row r="1048576"><c r="A1048577" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
)
def test_a_sheet_beyond_memory_is_refused(tmp_path, sheet):
    """The reader would make room for each cell of the rectangle, whatever says how large it is."""
    with pytest.raises(NoMarksError):
        marks(tmp_path, raw_xlsx(sheet))
