from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.reading.wrong_letters import has_wrong_letters

LETTERS = "çğıöşüÇĞİÖŞÜâîûÂÎÛ"
IN_TURKISH = f"aAeEnNzZ019 .,;:!?'-–…“”€/()\n{LETTERS}"
RIGHT = (
    "Sayın Şükrü Çağrı Öğüt, kâr payınız İĞDIR'da – 1.234,50 € “bugün” ödenir… e-İmza Türkİş 😀 Åse Straße"
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("utf-8", "cp1252"),
        ("utf-8", "cp1254"),
        ("utf-8", "latin-1"),
        ("cp1254", "cp1252"),
        ("cp1254", "latin-1"),
    ],
)
@pytest.mark.parametrize("said", ["Şükrü Çağrı", "ışığı", "BAĞIŞ", "Müşteri", "ğ", "Ş"])
def test_what_was_read_in_another_encoding_is_known_by_its_letters(written, read, said):
    """The letters of a text that was decoded wrongly, and saved so, are told from those of Turkish."""
    wrong = said.encode(written).decode(read, "replace")
    assert has_wrong_letters(f"Merhaba {wrong},")


@pytest.mark.parametrize(
    "said",
    [
        "ÿşS",
        "þÿ",
        "\u201aaÛrİ",
        "KadİkšyŸn",
        "lost \ufffd letter",
        "MÃ¼ÅŸteri",
        "â\u201a¬ 5",
        "Ayşeâ€™ye",
        "Ayşeâ\x80\x99ye",
    ],
)
def test_other_ways_to_lose_letters_are_known(said):
    """A byte order mark that became text, Mac Turkish read as Windows has it, and a lost letter."""
    assert has_wrong_letters(said)


@given(st.text(IN_TURKISH).filter(lambda said: not _is_odd(said)))
def test_turkish_is_never_taken_for_wrong(said):
    """Whatever a text in Turkish letters says, none of them looks wrong."""
    assert not has_wrong_letters(said)
    assert not has_wrong_letters(RIGHT)


def _is_odd(said):
    return any(
        (before.islower() and mark in "Ûİ") or before + mark == "â€" for before, mark in pairwise(said)
    )
