import unicodedata

import pytest

from batchsms.errors import InputError
from batchsms.reading.phone_column import phone_column

NUMBERS = ["0530 123 45 67", 5301234568, None]
NAMES = ["Ali", "Veli", "Ayşe"]


def found(headers, *columns, wanted=""):
    """Find the phone column among headers; without columns, all hold names."""
    return phone_column(headers, columns or [NAMES] * len(headers), wanted)


def refusal(headers, *columns, wanted=""):
    """Give the error for a list whose phone column is not plain."""
    with pytest.raises(InputError) as caught:
        found(headers, *columns, wanted=wanted)
    return caught.value


@pytest.mark.parametrize(
    "header",
    ["Telefon", "TELEFON", "telefon no", "Cep Telefonu", "CEP", "Tel.", "GSM", "gsm_no", "Mobil", "MOBİL",
     "Müşteri Telefonu", "Phone", "Cellphone", "msisdn", "cep-tel", unicodedata.normalize("NFD", "MOBİL")],
)  # fmt: skip
def test_the_phone_column_is_known_by_its_header(header):
    """A column headed like a phone's is the phone column, in any case and with Turkish letters."""
    assert 1 == found(["Ad", header, "Bakiye"])


@pytest.mark.parametrize("header", ["Notel", "Telif", "Otelefoni", "Açıklama"])
def test_a_header_that_only_looks_alike_is_none(header):
    """A word that merely holds the letters does not make a phone column."""
    assert "no_phone_column" == refusal(["Ad", header]).code


@pytest.mark.parametrize("header", ["", "A", "İletişim", "Numara"])
def test_the_phone_column_is_known_by_its_content(header):
    """Without a telling header, the one column of mobile numbers is the phone column."""
    assert 1 == found(["Ad", header], NAMES, NUMBERS)


def test_a_header_goes_before_content():
    """A column headed Telefon is taken although another holds numbers too."""
    assert 0 == found(["Telefon", "Yedek"], NUMBERS, NUMBERS)


def test_of_two_headers_the_one_with_numbers_is_taken():
    """Of a landline column and a mobile one, the one that holds mobile numbers is taken."""
    landlines = ["0212 123 45 67", "0312 123 45 67", None]
    assert 1 == found(["Telefon", "Cep"], landlines, NUMBERS)


def test_a_vague_header_with_numbers_goes_before_content():
    """`Numara` tells where two columns hold mobile numbers."""
    assert 1 == found(["A", "Numara"], NUMBERS, NUMBERS)


def test_a_phone_column_full_of_bad_numbers_is_still_it():
    """A column headed Telefon is the phone column whatever stands in it, so that each row gets its reason."""
    assert 0 == found(["Telefon", "Ad"], ["yok", "5,30E+09", None], NAMES)


@pytest.mark.parametrize(
    ("headers", "columns"),
    [
        (["Cep", "Telefon", "Ad"], [NUMBERS, NUMBERS, NAMES]),
        (["Cep", "Telefon", "Ad"], [[], [], []]),
        (["Cep", "Telefon", "Ad"], [NAMES, NAMES, NAMES]),
    ],
)
def test_several_phone_columns_are_listed(headers, columns):
    """Where two columns fit, nothing is guessed: the error names both and how to choose."""
    error = refusal(headers, *columns)
    assert ("several_phone_columns", True, '--phone-column "Cep"' in error.hint) == (
        error.code,
        "Cep, Telefon" in error.message,
        True,
    )


def test_without_a_phone_column_all_columns_are_listed():
    """Where no column fits, the error lists the columns that there are."""
    error = refusal(["Ad", "", "Bakiye"])
    assert ("no_phone_column", True) == (error.code, "Ad, Bakiye" in error.message)


@pytest.mark.parametrize("headers", [[], [""]])
def test_a_list_without_headers_has_no_phone_column(headers):
    """A list whose columns have no names says so."""
    assert "no_phone_column" == refusal(headers).code


@pytest.mark.parametrize("wanted", ["Yedek", " Yedek ", "YEDEK", "yedek"])
def test_the_named_column_is_taken(wanted):
    """`--phone-column` goes before everything else, exactly or but for case and blanks."""
    assert 1 == found(["Telefon", "Yedek"], NUMBERS, NAMES, wanted=wanted)


@pytest.mark.parametrize(
    "wanted", ["İLETİŞİM", "iletişim", "ILETISIM", unicodedata.normalize("NFD", "İletişim")]
)
def test_the_named_column_is_compared_as_turkish_is(wanted):
    """`--phone-column` knows that İ, I, i and ı are one when names are compared."""
    assert 1 == found(["Telefon", "İletişim"], wanted=wanted)


def test_an_exact_name_goes_before_a_similar_one():
    """Of `TEL` and `tel`, the one that is written the same is meant."""
    assert 1 == found(["TEL", "tel"], wanted="tel")


@pytest.mark.parametrize(("headers", "wanted"), [(["tel", "tel"], "tel"), (["TEL", "Tel"], "tel")])
def test_a_name_that_two_columns_have_is_refused(headers, wanted):
    """`--phone-column` must mean one column."""
    assert "several_phone_columns" == refusal(headers, wanted=wanted).code


def test_a_named_column_that_is_not_there_is_refused():
    """A `--phone-column` that the list lacks is an error that lists the columns."""
    error = refusal(["Telefon", "Ad"], wanted="Gsm")
    assert ("no_phone_column", True, True) == (
        error.code,
        "Gsm" in error.message,
        "Telefon, Ad" in error.message,
    )
