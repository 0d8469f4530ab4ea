import pytest

from batchsms.numbers.masking import without_numbers
from batchsms.reading.cell_addresses import Addresses, in_sheet
from batchsms.reading.findings import Finding, listed_examples

COLUMNS = ((2, "Ad"), (28, "Telefon"), (29, ""))


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("Telefon", "Telefon"),
        ("…", "0530 000 00 01"),
        ("+…", "+90-530-000-00-01"),
        ("_…", "_0530_000_00_01"),
        ("Cep …", "Cep 5300000001"),
        ("Borç 31.12.2026", "Borç 31.12.2026"),
        ("Dönem 2025-2026", "Dönem 2025-2026"),
    ],
)
def test_no_name_of_a_column_shows_a_phone_number(shown, name):
    """Where a recipient was taken for the names, his number is kept from errors; years and dates stay."""
    assert shown == without_numbers(name)


def test_no_address_shows_a_phone_number():
    """Neither the cell of a text file nor a column is called by a number."""
    addresses = Addresses("", ((1, "0530 000 00 01"),))
    assert ["row 7 (…)", "… (A)"] == [addresses.cell(0, 7), addresses.name(0)]


@pytest.mark.parametrize(
    ("quoted", "sheet"),
    [
        ("Liste", "Liste"),
        ("Müşteriler", "Müşteriler"),
        ("Liste_2.son", "Liste_2.son"),
        ("'Mart Listesi'", "Mart Listesi"),
        ("'Ali''nin'", "Ali'nin"),
        ("'2026'", "2026"),
        ("'A1'", "A1"),
        ("'R1C1'", "R1C1"),
        ("'a!b'", "a!b"),
    ],
)
def test_a_sheet_is_quoted_where_excel_quotes_it(quoted, sheet):
    """An address can be typed into Excel's name box, whatever the sheet is called."""
    assert f"{quoted}!B7" == in_sheet(sheet, "B7")


def test_a_cell_of_a_workbook_has_excels_own_address():
    """Columns are those of the sheet, also where the list does not begin at A."""
    addresses = Addresses("Liste", COLUMNS)
    assert ["Liste!B7", "Liste!AB7", "Liste, row 7"] == [
        addresses.cell(0, 7),
        addresses.cell(1, 7),
        addresses.row(7),
    ]


def test_a_cell_of_a_text_has_its_row_and_the_name_of_its_column():
    """A text file has no sheets and no letters; a column without a name is called by its letters."""
    addresses = Addresses("", COLUMNS)
    assert ["row 7 (Telefon)", "row 7 (AC)", "row 7"] == [
        addresses.cell(1, 7),
        addresses.cell(2, 7),
        addresses.row(7),
    ]


def test_a_column_is_called_by_its_name_and_its_letters():
    """Two columns of one name can be told apart."""
    addresses = Addresses("Liste", COLUMNS)
    assert ["Ad (B)", "AC"] == [addresses.name(0), addresses.name(2)]


@pytest.mark.parametrize(
    ("line", "examples"),
    [
        ("Liste!B7, B9", ["Liste!B7", "Liste!B9"]),
        ("Liste!B7, Ek!B9", ["Liste!B7", "Ek!B9"]),
        ("rows 7, 9 (Telefon)", ["row 7 (Telefon)", "row 9 (Telefon)"]),
        ("rows 7, 9", ["row 7", "row 9"]),
        ("row 7 (Telefon), row 9 (Ad)", ["row 7 (Telefon)", "row 9 (Ad)"]),
        ("row 7 …", ["row 7"]),
        ("Mart Listesi, rows 7, 9", ["Mart Listesi, row 7", "Mart Listesi, row 9"]),
        ("Mart, row 7, Nisan, row 9", ["Mart, row 7", "Nisan, row 9"]),
        ("kara.csv: rows 7, 9 (Telefon)", ["kara.csv: row 7 (Telefon)", "kara.csv: row 9 (Telefon)"]),
        ("kara.xlsx: Liste!B7, B9", ["kara.xlsx: Liste!B7", "kara.xlsx: Liste!B9"]),
        ("kara.csv: row 7 (Tel), ak.csv: row 9 (Tel)", ["kara.csv: row 7 (Tel)", "ak.csv: row 9 (Tel)"]),
    ],
)
def test_what_addresses_have_alike_is_said_once(line, examples):
    """A sheet or a column that several addresses share is named with the first, and more are hinted at."""
    count = len(examples) + line.endswith("…")

    assert line == listed_examples(Finding("bad_number", "error", count, examples))
