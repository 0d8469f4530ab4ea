import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.reading import text_file as text_file_reading
from batchsms.reading.list_reader import Layout, open_list

DIALECTS = [
    pytest.param(encoding, delimiter, id=f"{encoding}-{name}")
    for encoding in ("utf-8", "utf-8-sig", "cp1254", "utf-16")
    for delimiter, name in ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar"))
]


@pytest.fixture
def text_file(tmp_path):
    """Give a function that writes a text file, byte for byte."""

    def written(content, encoding="utf-8"):
        path = tmp_path / "liste.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


@pytest.fixture
def workbook(tmp_path):
    """Give a function that writes rows to a workbook, whose first row is the header."""

    def written(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "liste.xlsx"
        book.save(path)
        return path

    return written


def read(path, **layout):
    """Read a whole list: its headers, and each row with its number."""
    table = open_list(path, Layout(**layout))
    rows = [
        (number, list(row))
        for chunk in table.chunks
        for number, row in zip(chunk.rows, zip(*chunk.columns, strict=True), strict=True)
    ]
    return list(table.headers), rows


def refusal(path, **layout):
    """Give the error with which a list is refused, when opened or while read."""
    with pytest.raises(InputError) as caught:
        read(path, **layout)
    return caught.value


@pytest.mark.parametrize(("encoding", "delimiter"), DIALECTS)
def test_a_text_file_is_read_as_it_was_saved(text_file, encoding, delimiter):
    """Encoding and delimiter are found out, and Turkish letters arrive."""
    lines = [("Müşteri Adı", "Telefon"), ("Şükrü Çağ", "05301234567"), ("Işıl İğdır", "+90 530 123 45 68")]
    path = text_file("".join(f"{delimiter.join(line)}\r\n" for line in lines), encoding)
    assert (list(lines[0]), [(2, list(lines[1])), (3, list(lines[2]))]) == read(path)


@pytest.mark.parametrize(
    ("origin", "encoding", "delimiter"),
    [
        ("utf-8, delimiter ,", "utf-8", ","),
        ("cp1254, delimiter ;", "cp1254", ";"),
        ("utf-8-sig, delimiter tab", "utf-8-sig", "\t"),
    ],
)
def test_what_was_found_out_is_said(text_file, origin, encoding, delimiter):
    """The encoding and the delimiter that were found can be shown."""
    assert origin in open_list(text_file(f"Ad{delimiter}Şehir\n", encoding), Layout()).detected(0)


@pytest.mark.parametrize(
    "cell",
    ["05301234567", "007", "1.0", "1e5", "5301234567.0", "1,5", "NA", "N/A", "null", "None", "nan", "NaN",
     "-", "True", "2026-03-01", "=1+1", "'x", " x ", "  ", "#N/A", "inf", "00", '5" boru'],
)  # fmt: skip
def test_a_text_file_holds_nothing_but_text(text_file, cell):
    """Leading zeros stay, `NA` is a name, and blanks are kept as they are."""
    written = '"' + cell.replace('"', '""') + '"'
    assert (["a", "b"], [(2, [cell, "x"])]) == read(text_file(f"a;b\n{written};x\n"))


@pytest.mark.parametrize("cell", ["iki\nsatır", "a;b", 'bir "söz"', "a;b\n\nc", '"', ";", "a\r\nb"])
def test_quoted_values_hold_line_ends_delimiters_and_quotes(text_file, cell):
    """A value in quotation marks is one value, and one row, whatever is in it."""
    written = '"' + cell.replace('"', '""') + '"'
    assert [(2, [cell, "x"]), (3, ["c", "d"])] == read(text_file(f"a;b\n{written};x\nc;d\n"))[1]


def test_blank_rows_are_no_rows_but_count(text_file):
    """Rows of nothing but blanks are left out; the others keep the number that a spreadsheet shows."""
    path = text_file('\n ;\nad;tel\n\nAli;1\n;\n" ";\t\nVeli;2\n\n')
    assert (["ad", "tel"], [(5, ["Ali", "1"]), (8, ["Veli", "2"])]) == read(path)


def test_an_empty_value_is_none(text_file):
    """What stands between two delimiters without anything is empty."""
    assert [(2, [None, "1", None])] == read(text_file("a;b;c\n;1;\n"))[1]


def test_a_short_row_is_filled_up(text_file):
    """A row with fewer values than columns has empty ones at its end."""
    assert [(2, ["1", None, None]), (3, ["2", "3", None])] == read(text_file("a;b;c\n1\n2;3\n"))[1]


@pytest.mark.parametrize("rest", ["3", "3;4", "3;4;5;6", ";;3", "3;;"])
@pytest.mark.parametrize(("row", "before"), [(2, ""), (4, "1;2\n\n"), (4, '"1\n\n";2\n\n')])
def test_a_row_that_is_too_wide_is_refused(text_file, row, before, rest):
    """A value more than there are columns would shift all others: the row is named."""
    error = refusal(text_file(f"a;b\n{before}1;2;{rest}\n1;2\n"))
    assert ("ragged_row", f"row {row}: there are more values than the 2 columns") == (
        error.code,
        error.message.split(", ")[-1],
    )


def test_a_row_that_is_too_wide_is_named_far_down_too(text_file):
    """The row number is right beyond the part of the file that is read at once."""
    error = refusal(text_file("a;b\n" + "1;2\n" * 12_000 + "1;2;3;4\n"))
    assert "row 12002:" in error.message


@pytest.mark.parametrize("rest", ["3", "3;4", ";4", ";;;;;7"])
def test_a_blank_row_above_the_header_widens_nothing(text_file, rest):
    """The header alone says how many values a row may have, whatever delimiters stand above it."""
    assert "row 3:" in refusal(text_file(f";;;;\na;b\n1;2;{rest}\n")).message


def test_delimiters_at_the_end_of_a_row_do_not_matter(text_file):
    """A row that ends in a delimiter is not too wide."""
    assert [(2, ["1", "2"])] == read(text_file("a;b\n1;2;\n"))[1]


PIECES = ["a", "1", "é", " ", ",", ",", ";", '"', '""', '"q"', "x,y,z", "\n", "\n", "\r\n", "\r", "sep=,\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=500)
def test_small_files_are_read_as_large_ones_are(tmp_path_factory, pieces):
    """The two ways to read a text file give the same rows, or the same sentence about the same row."""
    path = tmp_path_factory.mktemp("sizes") / "liste.csv"
    path.write_bytes(("a,b,c\n" + "".join(pieces)).encode())
    found = []
    for small in (0, path.stat().st_size):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(text_file_reading, "_SMALL", small)
            try:
                grid = text_file_reading.grid_of_text(path, "utf-8", ",")
                found.append([(number, list(row)) for number, row in grid.rows(len(grid.peek[0][1]))])
            except InputError as error:
                found.append([error.code, error.message])
    assert found[0] == found[1]


def test_many_rows_keep_their_numbers(text_file):
    """Row numbers and values are right in a list that is read in several parts."""
    _headers, rows = read(text_file("a;b\n" + "".join(f"{n};x\n\n" for n in range(11_000))))
    assert [(2 + 2 * n, [str(n), "x"]) for n in range(11_000)] == rows


def test_one_column_needs_no_delimiter(text_file):
    """A list of numbers alone is a list."""
    assert (["Telefon"], [(2, ["05301234567"])]) == read(text_file("Telefon\n05301234567\n"))


def test_the_delimiter_is_what_fits_most_rows(text_file):
    """Commas in values do not make commas the delimiter."""
    path = text_file("Ad, Soyad;Tutar\nAli, Can;1,50\nVeli;2,00\n")
    assert (["Ad, Soyad", "Tutar"], [(2, ["Ali, Can", "1,50"]), (3, ["Veli", "2,00"])]) == read(path)


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        ("a,b;c\n1,2;3\n", {"delimiter": ","}),
        ("a\tb;c\n1\t2;3\n", {"delimiter": "tab"}),
        ("a\tb;c\n1\t2;3\n", {"delimiter": "\t"}),
        ("a|b;c\n1|2;3\n", {"delimiter": "|"}),
    ],
)
def test_a_delimiter_that_is_given_is_used(text_file, content, layout):
    """`--delimiter` goes before what was found out; the tab goes by its name too."""
    assert (["a", "b;c"], [(2, ["1", "2;3"])]) == read(text_file(content), **layout)


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-9", "CP1254", "utf_8"])
def test_an_encoding_that_is_given_is_used(text_file, encoding):
    """`--encoding` goes before what was found out."""
    assert (["Şehir", "b"], [(2, ["İğdır", "x"])]) == read(
        text_file("Şehir;b\nİğdır;x\n", encoding), encoding=encoding
    )


@pytest.mark.parametrize(
    ("code", "content", "layout"),
    [
        ("empty_file", "", {}),
        ("empty_file", "\n\n", {}),
        ("empty_file", " ;\n;;\n", {}),
        ("empty_file", "\ufeff", {}),
        ("unknown_encoding", "a;b\n", {"encoding": "klingon"}),
        ("unknown_encoding", "a;b\n", {"encoding": "rot13"}),
        ("unknown_encoding", "a;b\n", {"encoding": "utf\0"}),
        ("undecodable_text", b"a;b\n\xfe;x\n", {"encoding": "utf-8"}),
        ("undecodable_text", b"\xfe;b\n", {"encoding": "utf-8"}),
        ("undecodable_text", b"a;b\n" + b"1;2\n" * 9_000 + b"\xfe;x\n", {"encoding": "ascii"}),
        ("undecodable_text", b"a;b\n\x81\xfe;x\n", {}),
        ("malformed_text", 'a;b\n"x;y\n1;2\n', {}),
        ("bad_delimiter", "a;;b\n", {"delimiter": ";;"}),
        ("bad_delimiter", "a;b\n", {"delimiter": '"'}),
        ("bad_delimiter", "a;b\n", {"delimiter": "\n"}),
    ],
)
def test_a_text_file_that_cannot_be_read_is_refused(text_file, code, content, layout):
    """What is wrong with a file or with what was said of it ends in one sentence that names it."""
    error = refusal(text_file(content), **layout)
    assert (code, True) == (error.code, bool(error.message and error.hint))


def test_a_list_may_have_a_header_alone(text_file, workbook):
    """A list without a row has its columns all the same."""
    assert [(["ad", "tel"], [])] * 2 == [read(text_file("ad;tel\n")), read(workbook(["ad", "tel"]))]


@pytest.mark.parametrize(("code", "name"), [("no_such_file", "yok.csv"), ("unreadable_file", ".")])
def test_a_file_that_is_none_is_refused(tmp_path, code, name):
    """A name that is no file's is refused, and named."""
    error = refusal(tmp_path / name)
    assert (code, True) == (error.code, str(tmp_path) in error.message)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (5301234567, 5301234567),
        (5301234567, 5301234567.0),
        (0, 0),
        (-3, -3),
        (1234.5, 1234.5),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), datetime(2026, 3, 1)),
        (datetime(2026, 3, 1, 9, 30), datetime(2026, 3, 1, 9, 30)),
        (time(9, 30), time(9, 30)),
        (timedelta(hours=30), timedelta(hours=30)),
        (True, True),
        (False, False),
        ("05301234567", "05301234567"),
        ("1.234", "1.234"),
        ("NA", "NA"),
        ("None", "None"),
        (" x ", " x "),
        ("iki\nsatır", "iki\nsatır"),
        (None, None),
        (None, "=1+1"),
    ],
)  # fmt: skip
def test_a_workbooks_cell_keeps_its_kind(workbook, cell, written):
    """Numbers stay numbers, dates dates and text text; a whole number has no `.0`, a formula may be empty."""
    found = read(workbook(["a", "b"], [written, "x"]))[1][0][1][0]
    assert (type(cell), cell) == (type(found), found)


def test_a_table_may_begin_anywhere_in_a_sheet(tmp_path):
    """A table that begins at B3 has the row numbers that Excel shows; blank rows count."""
    book = openpyxl.Workbook()
    for cell, value in {"B3": "ad", "C3": "tel", "B4": "Ali", "C4": 1, "B6": "Veli", "C7": 2}.items():
        book.active[cell] = value
    book.save(tmp_path / "liste.xlsx")
    headers, rows = read(tmp_path / "liste.xlsx")
    values = [(number, dict(zip(headers, row, strict=True))) for number, row in rows]
    assert [
        (4, {"ad": "Ali", "tel": 1}),
        (6, {"ad": "Veli", "tel": None}),
        (7, {"ad": None, "tel": 2}),
    ] == [(number, {name: row[name] for name in ("ad", "tel")}) for number, row in values]


@pytest.fixture
def two_sheets(tmp_path):
    """Give a workbook whose first sheet is hidden."""
    book = openpyxl.Workbook()
    hidden, shown = book.active, book.create_sheet("Liste")
    hidden.title, hidden.sheet_state, book.active = "Veri", "hidden", 1
    hidden.append(["gizli"])
    shown.append(["ad"])
    book.save(tmp_path / "liste.xlsx")
    return tmp_path / "liste.xlsx"


@pytest.mark.parametrize(
    ("header", "sheet"), [("ad", ""), ("ad", "Liste"), ("gizli", "Veri"), ("gizli", "1"), ("ad", "2")]
)
def test_the_first_sheet_that_is_shown_is_read(two_sheets, header, sheet):
    """A hidden sheet is passed over, unless `--sheet` names it or gives its place."""
    assert ([header], []) == read(two_sheets, sheet=sheet)


@pytest.mark.parametrize("sheet", ["liste", "LİSTE", " Liste "])
def test_a_sheet_is_found_as_people_write_its_name(two_sheets, sheet):
    """Case, blanks and Turkish letters make no difference, as with columns."""
    assert "Liste" == open_list(two_sheets, Layout(sheet=sheet)).sheet


@pytest.mark.parametrize("sheet", ["Yok", "0", "3", "list", "-1", "²"])
def test_a_sheet_that_is_not_there_is_refused(two_sheets, sheet):
    """A `--sheet` that the workbook lacks is an error that lists the sheets."""
    error = refusal(two_sheets, sheet=sheet)
    assert ("no_such_sheet", "Its sheets are: Veri, Liste") == (error.code, error.hint)


def test_a_workbook_of_charts_alone_is_refused(tmp_path):
    """A workbook without a sheet of cells has nothing to read."""
    book = openpyxl.Workbook()
    book.create_chartsheet("Grafik")
    book.remove(book["Sheet"])
    book.save(tmp_path / "liste.xlsx")
    assert "no_such_sheet" == refusal(tmp_path / "liste.xlsx").code


@pytest.mark.parametrize("rows", [[], [[" ", "\n"]]])
def test_an_empty_workbook_is_refused(workbook, rows):
    """A workbook without a filled cell is as good as empty."""
    assert "empty_file" == refusal(workbook(*rows)).code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    """An archive named like a workbook is named, with what to do."""
    with zipfile.ZipFile(tmp_path / "liste.xlsx", "w") as archive:
        archive.writestr("a.txt", "b")
    assert "no_list" == refusal(tmp_path / "liste.xlsx").code


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_workbook_that_was_cut_is_refused(workbook, share):
    """A workbook of which the end is missing is not read half."""
    path = workbook(["ad"], ["Ali"])
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert "unreadable_workbook" == refusal(path).code


def test_a_text_file_named_as_a_workbook_is_read(tmp_path):
    """What a file is says its beginning, not its name."""
    (tmp_path / "liste.xlsx").write_text("ad;tel\nAli;1\n")
    assert (["ad", "tel"], [(2, ["Ali", "1"])]) == read(tmp_path / "liste.xlsx")


turkish = st.text(st.sampled_from("aZ09 .,;|'\"\tçğıİöşüÇĞÖŞÜ€-=+_\n\xa0"), max_size=12)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(turkish, min_size=width, max_size=width), min_size=1, max_size=8)
)


def kept(rows):
    """Give what is to be read of a table's rows: those with a value, empty cells as none."""
    return [
        (number, [cell or None for cell in row])
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    ]


@pytest.mark.parametrize(("encoding", "delimiter"), DIALECTS)
@given(
    rows=tables,
    line_end=st.sampled_from(["\r\n", "\n", "\r"]),
    is_named=st.booleans(),
    is_ended=st.booleans(),
)
@settings(max_examples=30)
def test_every_table_of_texts_survives_a_text_file(
    tmp_path_factory, encoding, delimiter, rows, line_end, is_named, is_ended
):
    """Whatever texts a table holds, each dialect of a text file gives them back."""
    headers = [f"Başlık {at}" for at in range(len(rows[0]))]
    written = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL
    written.write(f"sep={delimiter}{line_end}" if is_named else "")
    csv.writer(written, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(
        [headers, *rows]
    )
    whole = written.getvalue() if is_ended else written.getvalue().removesuffix(line_end)
    path = tmp_path_factory.getbasetemp() / "tablo.csv"
    path.write_bytes(whole.encode(encoding))
    assert (headers, kept(rows)) == read(path)


@given(rows=tables)
@settings(max_examples=40)
def test_every_table_of_texts_survives_a_workbook(tmp_path_factory, rows):
    """Whatever texts a table holds, a workbook gives them back."""
    headers = [f"Başlık {at}" for at in range(len(rows[0]))]
    rows = [[cell if cell.strip() else "" for cell in row] for row in rows]  # blanks alone need not stay
    book = openpyxl.Workbook()
    for number, row in enumerate([headers, *rows], start=1):
        for at, text in enumerate(row, start=1):
            cell = book.active.cell(number, at)
            cell.value, cell.data_type = text, "s"
    path = tmp_path_factory.getbasetemp() / "tablo.xlsx"
    book.save(path)
    assert (headers, kept(rows)) == read(path)


@given(st.binary(max_size=200) | st.text().map(str.encode) | st.text('a;,\n\r"\t ').map(str.encode))
def test_no_file_breaks_the_reader(tmp_path_factory, content):
    """Whatever bytes a file holds, it is a list or it is refused with a sentence."""
    path = tmp_path_factory.getbasetemp() / "herhangi"
    path.write_bytes(content)
    with suppress(InputError):
        read(path)


@given(st.integers(0, 5000), st.binary(min_size=1, max_size=4))
@settings(max_examples=60)
def test_no_damaged_workbook_breaks_the_reader(tmp_path_factory, at, rubbish):
    """Whatever bytes of a workbook are damaged, it is read or it is refused with a sentence."""
    book = openpyxl.Workbook()
    book.active.append(["ad", "tel"])
    whole = io.BytesIO()
    book.save(whole)
    content = bytearray(whole.getvalue())
    content[at : at + len(rubbish)] = rubbish
    path = tmp_path_factory.getbasetemp() / "bozuk.xlsx"
    path.write_bytes(bytes(content))
    with suppress(InputError):
        read(path)
