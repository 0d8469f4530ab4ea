import pytest

from batchsms.errors import InputError
from batchsms.reading.findings import Findings
from batchsms.reading.grid import Grid
from batchsms.reading.header_row import Heading, heading_of

NUMBER = "0530 000 00 01"


def heading(*rows, header_row=None, no_header=False):
    """Find the names of a list whose rows are numbered from 1; None stands for a blank row."""
    peek = [(number, row) for number, row in enumerate(rows, start=1) if row is not None]
    grid = Grid("Liste", peek, lambda _width: iter(peek), Findings())
    return heading_of(grid, header_row=header_row, no_header=no_header)


@pytest.mark.parametrize(
    ("row", "names", "rows"),
    [
        (1, ("Ad", "Telefon"), [("Ad", "Telefon"), ("Ali", NUMBER)]),
        (3, ("Ad", "Telefon"), [("Bayram", None), None, ("Ad", "Telefon"), ("Ali", NUMBER)]),
        (2, ("Ad", "Telefon"), [("Telefon listesi", None), ("Ad", "Telefon"), ("Ali", NUMBER)]),
        (2, ("Ad", "Cep"), [("Liste", "Bursa"), ("Ad", "Cep"), ("Ali", NUMBER)]),
        (1, ("Ad", "Not"), [("Ad", "Not"), ("Ali", "yok")]),
        (1, ("Telefon",), [("Telefon",), (NUMBER,)]),
        (40, ("Ad", "Telefon"), [*[("Açıklama", None)] * 39, ("Ad", "Telefon"), ("Ali", NUMBER)]),
        (2, ("Ad", "Cep"), [("Bilgi", NUMBER), ("Ad", "Cep"), ("Ali", NUMBER)]),
        (2, ("Name", "Phone"), [("Ad", "Telefon"), ("Name", "Phone"), ("Ali", NUMBER)]),
        (2, ("Ad", "Telefon No"), [("Müşteri", "İletişim Telefonu"), ("Ad", "Telefon No"), ("Ali", NUMBER)]),
        (1, ("Ad", "Telefon"), [("Ad", "Telefon"), ("Ali", "telefon yok"), ("Veli", NUMBER)]),
        (1, ("Ad", "Telefon"), [("Ad", "Telefon"), ("Telefon", "yok"), ("Veli", NUMBER)]),
    ],
)
def test_the_row_of_names_is_found(row, names, rows):
    """The names stand in the first row that names a column for phones, else in the first wide one."""
    assert Heading(row, names) == heading(*rows)


def test_names_that_name_no_phones_are_not_sure():
    """A wide row above the numbers is taken for names, and that is said: it may be a recipient."""
    rows = [("Bayram", ""), ("Ad", "İletişim"), ("Ali", NUMBER)]
    assert Heading(2, ("Ad", "İletişim"), is_sure=False) == heading(*rows)


def test_a_recipient_whose_row_holds_a_word_for_phones_is_no_row_of_names():
    """Such a word in a row without a good number does not make names of it."""
    names = ("Ad", "Numara", "Yol")
    rows = [names, ("Ali", "yok", "Telefon"), ("Veli", NUMBER, "Telefon")]
    assert Heading(1, names, is_sure=False) == heading(*rows)
    assert Heading(0, ("A", "B", "C"), is_found=False) == heading(rows[2], rows[1])


@pytest.mark.parametrize("rows", [[("Ali", NUMBER)], [("Ali", NUMBER), ("Veli", "yok")]])
def test_a_list_that_begins_with_a_number_has_no_names(rows):
    """Where a number stands in the first row, that row is a recipient, and columns are called A, B."""
    assert Heading(0, ("A", "B"), is_found=False) == heading(*rows)


def test_titles_above_a_list_without_names_are_no_rows():
    """A row with a bad number below the first good one is never taken for names."""
    rows = [("Bayram", None), ("Ali", NUMBER), ("Veli", "yok")]
    assert Heading(1, ("A", "B"), is_found=False) == heading(*rows)


def test_what_the_user_says_goes_first():
    """`--header-row` and `--no-header` go before what would be found."""
    rows = [("Ad", "Telefon"), ("Kişi", "Cep"), ("Ali", NUMBER)]
    assert Heading(2, ("Kişi", "Cep")) == heading(*rows, header_row=2)
    assert Heading(0, ("A", "B"), is_found=False) == heading(*rows, no_header=True)


@pytest.mark.parametrize("row", [0, 2, 9])
def test_a_row_of_names_that_is_not_there_is_refused(row):
    """`--header-row` must name a row that is filled, near the top."""
    with pytest.raises(InputError) as caught:
        heading(("Ad", "Telefon"), None, ("Ali", NUMBER), header_row=row)
    assert "no_such_row" == caught.value.code


def test_names_are_written_as_text_without_blanks():
    """A name is text without blanks around it, also where a number or nothing stands there."""
    assert ("Ad", "2026", "", "Telefon") == heading((" Ad\n", 2026, None, "Telefon")).names
