"""The Turkish national language tables of 3GPP TS 23.038 as the standard has them, position by position."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.pricing.segments import length
from batchsms.pricing.tariff import Tariff

# 6.2.1, the default alphabet, and A.3.1, the Turkish locking shift table: rows of sixteen, from 0x00.
DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
)
LOCKING = (
    "@£$¥€éùıòÇ\nĞğ\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "İABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "çabcdefghijklmno",
    "pqrstuvwxyzäöñüà",
)
# 6.2.1.1, what stands behind an escape, and A.2.1, what Turkish adds there.
EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
}
SINGLE_SHIFT = {0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "ı", 0x73: "ş"}

OCTETS = 140
LANGUAGE_HEADER = 4  # its length, and one element of three octets that names the table
JOINED_HEADER = LANGUAGE_HEADER + 5  # and the element that joins parts
OPERATOR_CODE = " B186"

LETTERS = "".join(SINGLE_SHIFT.values())
IN_BOTH = "".join(sorted(set("".join(DEFAULT)) & set("".join(LOCKING)) - {"\x1b"}))
texts = st.text(st.sampled_from(IN_BOTH + LETTERS * 4 + "".join(EXTENSION.values())), max_size=500)


def septets(header):
    """Return how many septets an SMS has room for beside a header of so many octets."""
    return (OCTETS - header) * 8 // 7


def parts(text, table, shifted):
    """Split a text into parts as the standard codes it; a shifted pair is never parted."""
    sizes = [1 if mark in table else 2 for mark in text if mark in table or mark in shifted]
    assert len(text) == len(sizes)
    if sum(sizes) <= septets(LANGUAGE_HEADER):
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > septets(JOINED_HEADER):
            count, used = count + 1, 0
        used += size
    return count


def test_the_tables_are_whole():
    """Each has 128 positions, and the Turkish one brings in the seven letters and the euro."""
    assert [128, 128] == [len("".join(table)) for table in (DEFAULT, LOCKING)]
    assert LETTERS == "".join(
        sorted(set("".join(LOCKING)) - set("".join(DEFAULT)) - {"€"}, key=LETTERS.index)
    )


@pytest.mark.parametrize("mark", sorted(set("".join(DEFAULT)) - {"\x1b"}))
def test_what_the_default_alphabet_has_needs_no_other(mark):
    """Every character of the standard's table, and no guess about any, is plain and takes one place."""
    assert ("gsm7", 1) == (length(mark * 155).encoding, length(mark * 155).segments)
    assert 2 == length(mark * 156).segments


@given(texts.filter(lambda text: set(text) & set(LETTERS)))
def test_turkish_texts_are_coded_by_the_locking_table(text):
    """Where a Turkish letter counts one, the count is that of a text in the Turkish alphabet."""
    coded = parts(text + OPERATOR_CODE, set("".join(LOCKING)), set(EXTENSION.values()))

    assert ("turkish", coded) == (length(text).encoding, length(text).segments)


@given(texts.filter(lambda text: set(text) & set(LETTERS)))
def test_turkish_letters_that_count_two_are_coded_by_the_single_shift_table(text):
    """Where a Turkish letter counts two, the count is that of the default alphabet with shifted letters."""
    shifted = {*EXTENSION.values(), *SINGLE_SHIFT.values()}
    coded = parts(text + OPERATOR_CODE, set("".join(DEFAULT)), shifted)

    assert coded == length(text, Tariff(turkish_letter_cost=2)).segments


@given(texts)
def test_the_euro_is_never_taken_for_cheaper_than_the_standard_has_it(text):
    """It is one septet in the Turkish alphabet and two elsewhere; two are counted, which is safe."""
    table = set("".join(LOCKING))
    coded = parts(text + "ş€" + OPERATOR_CODE, table, set(EXTENSION.values()))

    assert coded <= length(text + "ş€").segments
