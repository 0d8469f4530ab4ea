from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.numbers.masking import masked
from batchsms.numbers.msisdn import msisdn, msisdns
from batchsms.numbers.suggestions import number_in_two_cells, numbers_in, suggestion

FIRST, LAST = 905_000_000_000, 905_999_999_999
REASONS = {
    "empty_number",
    "damaged_number",
    "several_numbers",
    "landline",
    "foreign_number",
    "bad_number",
}

PREFIXES = ("", "0", "90", "+90", "0090", "+90 ", "90 ", "0 ", "00 90 ", "(+90) ", "+ 90-")
SEPARATORS = ("", " ", "-", ".", "\xa0", "  ", " - ", "\u2011", "\u200b", "\u202f", "_")
SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")  # noqa: RUF001 - full width is meant
AROUND = ("", " ", "\xa0", "\t", "\u200e", "\ufeff", "\n", "'")

nationals = st.from_regex(r"5[0-9]{9}", fullmatch=True)


def grouped(digits, separator, *, brackets=False):
    """Write digits as people group them: three, three, and the rest in pairs."""
    first = f"({digits[:3]})" if brackets else digits[:3]
    return separator.join(part for part in (first, digits[3:6], digits[6:8], digits[8:]) if part)


@st.composite
def decorated(draw, digits):
    """Dress digits up: a prefix, blanks, dots or dashes, brackets, another script, marks around."""
    written = draw(st.sampled_from(PREFIXES)) + grouped(
        digits, draw(st.sampled_from(SEPARATORS)), brackets=draw(st.booleans())
    )
    written = written.translate(str.maketrans("0123456789", draw(st.sampled_from(SCRIPTS))))
    return draw(st.sampled_from(AROUND)) + written + draw(st.sampled_from(AROUND[:-1]))


@pytest.mark.parametrize(
    "cell",
    [
        "905301234567",
        "+90 530 123 45 67",
        "5301234567",
        "05301234567",
        "00905301234567",
        "0530 123 45 67",
        "(0530) 123 45 67",
        "0 (530) 123-45-67",
        "+90 (530) 123 45 67",
        "(+90) 530 1234567",
        "0530.123.45.67",
        "530.1234567",
        "0530-123-45-67",
        "0530\u2013123\u201345\u201367",
        "0530\xa0123\xa045\xa067",
        "\u200e+905301234567\u202c",
        "0530\u200b1234567",
        "0530\xad1234567",
        "\ufeff5301234567",
        "０５３０１２３４５６７",  # noqa: RUF001 - full width is meant
        "\uff0b905301234567",
        "٠٥٣٠١٢٣٤٥٦٧",
        "'05301234567",
        " '0530 123 45 67 ",
        "\t05301234567\n",
        5301234567,
        905301234567,
        5301234567.0,
        905301234567.0,
        "5301234567.0",
        "05301234567,00",
        "+905301234567.0",
        "0530 123 45 67.0",
        "5.301234567E9",
        "5,301234567E+09",
        "9.05301234567e+11",
        '="05301234567"',
        '="+90 530 123 45 67"',
        "=+905301234567",
        "tel:05301234567",
        "tel:+905301234567",
        "TEL:+90-530-123-45-67",
        "tel:+90(530)123.45.67",
        "5.3012345670E9",
    ],
)
def test_a_mobile_number_is_read_in_every_usual_shape(cell):
    """Blanks, brackets, dots, dashes, other digits and exact numeric forms all give the same number."""
    assert 905301234567 == msisdn(cell)


@pytest.mark.parametrize(
    ("reason", "cell"),
    [
        ("empty_number", None),
        ("empty_number", ""),
        ("empty_number", " \xa0\t"),
        ("empty_number", "'"),
        ("empty_number", "\u200b"),
        ("damaged_number", "5,30E+09"),
        ("damaged_number", "5.30123E+09"),
        ("damaged_number", "5E+09"),
        ("damaged_number", "9.05301E+11"),
        ("damaged_number", " 5,30123e9 "),
        ("several_numbers", "05301234567/05301234568"),
        ("several_numbers", "0530 123 45 67, 0530 123 45 68"),
        ("several_numbers", "05301234567;05301234568;05301234569"),
        ("several_numbers", "05301234567\n05301234568"),
        ("several_numbers", "05301234567 05301234568"),
        ("several_numbers", "0530 123 45 67 - 0530 123 45 68"),
        ("several_numbers", "05301234567 ve 05301234568"),
        ("several_numbers", "05301234567 veya 02121234567"),
        ("several_numbers", "+905301234567+905301234568"),
        ("several_numbers", "05301234567 | +4915112345678"),
        ("landline", "0212 123 45 67"),
        ("landline", "+90 (312) 123 45 67"),
        ("landline", "2121234567"),
        ("landline", 2121234567),
        ("landline", "0442 123 45 67"),
        ("landline", "0850 123 45 67"),
        ("landline", "0800 123 45 67"),
        ("landline", "444 0 123"),
        ("landline", 4440123),
        ("foreign_number", "+49 151 12345678"),
        ("foreign_number", "0049 151 12345678"),
        ("foreign_number", "+1 (212) 555-0100"),
        ("bad_number", "530123456"),
        ("bad_number", "53012345678"),
        ("bad_number", "0530123456"),
        ("bad_number", "90530123456"),
        ("bad_number", "9053012345678"),
        ("bad_number", "6301234567"),
        ("bad_number", "O5301234567"),
        ("bad_number", "053O1234567"),
        ("bad_number", "yok"),
        ("empty_number", '=""'),
        ("damaged_number", '="5,30E+09"'),
        ("landline", "tel:+90-212-123-45-67"),
        ("bad_number", "=5301234567+0"),
        ("bad_number", "=05301234567"),
        ("bad_number", '="05301234567"&""'),
        ("bad_number", "tel:+905301234567;ext=12"),
        ("bad_number", "0"),
        ("bad_number", 0),
        ("bad_number", True),
        ("bad_number", False),
        ("bad_number", date(2026, 3, 1)),
        ("bad_number", datetime(2026, 3, 1, 9, 30)),
        ("bad_number", time(9, 30)),
        ("bad_number", timedelta(hours=30)),
        ("bad_number", float("nan")),
        ("bad_number", float("inf")),
        ("bad_number", 1e300),
    ],
)
def test_every_other_cell_has_its_reason(reason, cell):
    """A cell that holds no Turkish mobile number says in one word why it cannot be sent to."""
    assert reason == msisdn(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "530123456.0",
        "0530123456.0",
        "90530123456,0",
        "53012345.00",
        "530 123 456.0",
        "5.3012345675E9",
        530123456.7,
        5.301234567,
        5301234567.5,
        -5301234567,
        -5301234567.0,
    ],
)
def test_a_fraction_is_never_counted_as_digits_of_the_number(cell):
    """Zeros behind a decimal point complete no number, and a fraction or a negative number is none."""
    assert "bad_number" == msisdn(cell)


@given(st.data(), nationals)
def test_every_decoration_of_a_mobile_number_gives_that_number(data, digits):
    """Whatever prefix, separators, brackets and script a valid number is written with, it is read."""
    assert int(f"90{digits}") == msisdn(data.draw(decorated(digits)))


@given(st.data(), nationals, st.integers(1, 9))
def test_a_number_that_lacks_a_digit_is_never_completed(data, digits, at):
    """A number with one digit dropped is refused in every decoration."""
    assert msisdn(data.draw(decorated(digits[:at] + digits[at + 1 :]))) in REASONS


@given(st.data(), nationals, st.integers(1, 10), st.sampled_from("0123456789"))
def test_a_number_with_a_digit_too_many_is_never_cut(data, digits, at, extra):
    """A number with one digit added is refused in every decoration."""
    assert msisdn(data.draw(decorated(digits[:at] + extra + digits[at:]))) in REASONS


@given(
    nationals,
    st.sampled_from(["", "0", "90", "+90"]),
    st.integers(1, 9),
    st.sampled_from([".0", ",0", ".00"]),
)
def test_a_zero_fraction_never_stands_in_for_a_lost_digit(digits, prefix, dropped, fraction):
    """`530123456.0` is a number of nine digits, however its text ends."""
    assert msisdn(prefix + digits[:dropped] + digits[dropped + 1 :] + fraction) in REASONS


cells = st.one_of(
    st.none(),
    st.text(),
    st.text("0123456789+-., ()'/Ee٣\u200b\xa0"),
    st.integers(),
    st.integers(5_000_000_000, 5_999_999_999),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(cells)
def test_every_cell_gives_a_number_or_a_known_reason(cell):
    """No cell ends the program: it is a Turkish mobile number or has one of the six reasons."""
    found = msisdn(cell)
    assert found in REASONS if isinstance(found, str) else FIRST <= found <= LAST


@given(st.integers(FIRST, LAST), st.sampled_from([str, int, float, "+{}".format]))
def test_a_canonical_number_stays_what_it_is(number, written):
    """A number that went through once comes out the same the second time."""
    assert number == msisdn(written(number))


@pytest.mark.parametrize("filler", [" ", "5301234567", "ve ", "0", "\xa0-"])
def test_a_cell_full_of_rubbish_takes_no_time(filler):
    """The longest cell that a workbook can hold is read without trouble."""
    assert msisdn("x" + filler * (32_000 // len(filler)) + "x") in REASONS


@pytest.mark.parametrize(
    "cell",
    ["90 0530 123 45 67", "+900530 123 45 67", "0 90 530 123 45 67", "9090 5301234567", "+05301234567",
     "000530 123 45 67"],
)  # fmt: skip
def test_a_stray_prefix_is_refused_and_the_number_suggested(cell):
    """A prefix typed twice is not repaired silently; the number that it hides is suggested."""
    assert ("bad_number", "905301234567") == (msisdn(cell), suggestion(cell))


@pytest.mark.parametrize(
    "cell",
    ["O53O I23 45 67", "05301234567;", "0530 123 45 67,", "\u20190530 123 45 67", "\u00b405301234567",
     "`5301234567", "tel: 05301234567", "whatsapp:+905301234567",
     "wa.me/905301234567", "Tel. 0530 123 45 67", "GSM: 530 123 45 67",
     "Telefon No: 05301234567", "'05301234567'", '"05301234567"', "O530l234567;", "tel: 90 0530 123 45 67",
     "https://wa.me/+905301234567?text=a%20b", "https://api.whatsapp.com/send?phone=905301234567&text=x",
     "whatsapp://send?phone=905301234567", "https://www.whatsapp.com/send/?phone=+905301234567"],
)  # fmt: skip
def test_a_slip_of_the_keyboard_is_refused_and_the_number_suggested(cell):
    """Letters for digits, and marks or a word around a number, are not repaired silently, but asked about."""
    assert ("bad_number", "905301234567") == (msisdn(cell), suggestion(cell))


@pytest.mark.parametrize(
    ("number", "code", "rest"),
    [
        ("905301234567", "530", "1234567"),
        ("905301234567", "0530", "123 45 67"),
        ("905301234567", 530, 1234567),
        ("905301234567", "+90 (530)", "123-45-67"),
        ("", "530", "123456"),
        ("", "212", "1234567"),
        ("", "530", None),
        ("", None, "1234567"),
        ("", "530", "12345678"),
        ("", date(2026, 3, 1), "1234567"),
        ("", "05301234567", "1234567"),
    ],
)
def test_a_number_in_two_cells_is_put_together(number, code, rest):
    """Three digits that begin with 5, and seven: anything else in two cells is no number."""
    assert number == number_in_two_cells(code, rest)


@pytest.mark.parametrize(
    ("numbers", "cell"),
    [
        (["905301234567", "905301234568"], "05301234567/05301234568"),
        (["905301234567", "905301234568"], "0530 123 45 67 ve +90 530 123 45 68"),
        (["905301234567", "905301234568"], "05301234567 05301234568"),
        (["905301234567", "905301234568", "905301234569"], "05301234567;05301234568; 5301234569"),
        (["905301234567", "02121234567"], "05301234567 veya 0212 123 45 67"),
        (["905301234567", "+4915112345678"], "05301234567 | +49 151 12345678"),
        (["905301234567", "905301234568"], "05301234567\n\n05301234568, Ali"),
        ([], "05301234567"),
        ([], None),
    ],
)
def test_the_numbers_of_a_cell_that_holds_several_are_told(numbers, cell):
    """Each is told in the order of the cell: mobile numbers whole, others as they are dialled."""
    assert numbers == numbers_in(cell)


@pytest.mark.parametrize(
    "cell",
    [None, "", "yok", "530123456", "90 0212 123 45 67", date(2026, 3, 1), 12.5, "tel: 0212 123 45 67",
     "tel:", "OlO", "05301234567 Ali", "Ali 05301234567", "S301234567"],
)  # fmt: skip
def test_nothing_is_suggested_where_no_number_hides(cell):
    """Only digits that are all there make a suggestion."""
    assert "" == suggestion(cell)


def test_a_column_gives_numbers_and_reasons_side_by_side():
    """A column is read cell by cell: 0 where there is no number, no reason where there is one."""
    assert ([905301234567, 0, 0], ["", "empty_number", "landline"]) == msisdns(
        ["0530 123 45 67", None, "0212 123 45 67"]
    )


def test_a_shown_number_hides_its_middle():
    """What is shown of a number names the operator and the last two digits only."""
    assert "90530*****67" == masked(905301234567)
