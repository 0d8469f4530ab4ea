import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.reading.text_delimiter import delimiter_of

DELIMITERS = (";", ",", "\t", "|")
PATH = Path("liste.csv")
WORDS = st.text("aZ09 .;,|'\"\tçşİ=+\n", max_size=12)
NUMBERS = st.integers(0, 9_999_999).map(lambda last: f"0530 {last:07}")


def found(content):
    """Give the delimiter of a text."""
    return delimiter_of(PATH, content)


def refusal(content):
    """Give the code with which a text is refused, and its hint."""
    with pytest.raises(InputError) as caught:
        found(content)
    return caught.value.code, caught.value.hint


def table(rows, delimiter, quoting=csv.QUOTE_MINIMAL):
    """Write a table as text."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows(rows)
    return written.getvalue()


@given(
    rows=st.lists(st.tuples(WORDS, NUMBERS, WORDS), min_size=1, max_size=8),
    delimiter=st.sampled_from(DELIMITERS),
    header=st.sampled_from([("Ad", "Telefon", "Not"), ("Ad, Soyad", "GSM No", "Not; ek"), None]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_a_list_of_phones_is_divided_as_it_was_written(rows, delimiter, header, quoting):
    """Whatever stands beside the numbers, with names or without, the delimiter is the one that was used."""
    assert delimiter == found(table([header, *rows] if header else rows, delimiter, quoting))


@given(st.text('a5;,|\t"\n0', max_size=60) | st.text(max_size=60))
def test_any_text_has_a_delimiter_or_a_question(content):
    """No text ends the program."""
    with suppress(InputError):
        assert found(content)


@pytest.mark.parametrize(
    ("delimiter", "content"),
    [
        (",", 'ad,gsm\n"A, B",05300000001;05300000002\n'),
        (",", "ad,gsm\nA B,05300000001;05300000002\n"),
        (";", 'Ad;Telefon\n"A, B";05300000001\n'),
        (";", "Kampanya, Mart\nAd;Telefon\nAli;05300000001\n"),
        ("|", "Ad|Telefon, cep\nAli|05300000001\n"),
        ("\t", "Ad,Soyad\tTelefon\nAli,Can\t05300000001\n"),
        (";", "Telefon\n05300000001\n"),
        (";", "Telefon\n05300000001, 05300000002\n"),
        (",", "Telefon\n05300000001;05300000002\n"),
        ("\t", "\t05300000001\t;\n"),
        (";", "Telefon;" * 40_000),
        (";", "Ad;Tel 1;Tel 2\nAli, Can;02120000000;00491510000000\nVeli;05300000001;\n"),
    ],
)
def test_a_delimiter_explains_names_numbers_and_quotes(delimiter, content):
    """Neither a comma within quotes or a name, nor two numbers in a cell, lead astray."""
    assert delimiter == found(content)


@pytest.mark.parametrize(
    ("code", "hint", "content"),
    [
        ("unclear_delimiter", '--delimiter ","', "ad,gsm\nAli;05300000001\n"),
        ("unclear_delimiter", '--delimiter ";"', "a,b;c\n1,2;3\n"),
        ("unclear_delimiter", "--delimiter tab", "a|b\tc\n1|2\t3\n"),
        ("quoted_lines", "Text to Columns", '"ad,gsm"\n"Ali,05300000001"\n'),
        ("quoted_lines", "Text to Columns", 'ad;gsm\n"Ali;05300000001"\n"Veli;05300000002"\n'),
    ],
)
def test_what_is_not_plain_is_asked(code, hint, content):
    """A tie, a contradiction and lines that are quoted whole are no matter to guess at."""
    refused = refusal(content)
    assert (code, True) == (refused[0], hint in refused[1])
