import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.turkish_folding import fold, slug


@pytest.mark.parametrize(
    ("folded", "text"),
    [
        ("iys", "İYS"),
        ("iys", "iys"),
        ("iys", "IYS"),
        ("iys", "ıys"),
        ("iys", "İYS".lower()),
        ("iys", unicodedata.normalize("NFD", "İYS")),
        ("musteri adi", "MÜŞTERİ ADI"),
        ("musteri adi", "  Müşteri\n\xa0Adı "),
        ("musteri adi", unicodedata.normalize("NFD", "Müşteri Adı")),
        ("cagri ogul", "ÇAĞRI ÖĞÜL"),
        ("hakan", "Hâkân"),
        ("telefon", "ＴＥＬＥＦＯＮ"),  # noqa: RUF001 - full width is meant
        ("", " \xa0"),
    ],
)
def test_turkish_words_are_compared_without_case_and_dots(folded, text):
    """`İYS`, `iys` and `IYS` are one word, in whatever form and with whatever blanks they are typed."""
    assert folded == fold(text)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    """What is folded already stays as it is."""
    assert fold(text) == fold(fold(text))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("musteri_adi", "Müşteri Adı"),
        ("musteri_adi", unicodedata.normalize("NFD", "Müşteri Adı")),
        ("iys_izni", "İYS İzni"),
        ("borc_tl", "Borç (TL)"),
        ("son_odeme_tarihi", "Son  Ödeme\nTarihi"),
        ("_2026_bakiye", "2026 Bakiye"),
        ("_1", "1."),
        ("ad", " ad "),
        ("cafe", "Café"),
        ("", "Адрес"),
        ("", "%"),
        ("", ""),
    ],
)
def test_a_header_becomes_a_template_name(name, header):
    """A column is usable in the template under its header in small ASCII letters, words joined by `_`."""
    assert name == slug(header)


@given(st.text())
def test_a_template_name_is_a_name_or_nothing(header):
    """Whatever a header says, its template name can be written in a template."""
    name = slug(header)
    assert name == "" or (name.isidentifier() and name.isascii())
