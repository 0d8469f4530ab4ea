"""Texts that read badly, or that the law asks more of."""

import pytest

from batchsms.texts.text_warnings import TextWarning, warnings_of

FINE = "Sayın Ayşe, borcunuz 1.234,50 TL. SMS almamak için RET yazıp 0000'a gönderin. MERSİS 0123456789012345"


def found(text, *, is_commercial=False):
    """Return what is remarked upon in a text, by code."""
    warnings = TextWarning(warnings_of(text, is_commercial=is_commercial))
    return [one.code for one in TextWarning if one in warnings]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("leftover_braces", "Sayın {ad}, merhaba"),
        ("leftover_braces", "Sayın {{ ad, merhaba"),
        ("leftover_value", "Borcunuz nan TL"),
        ("leftover_value", "None Bey merhaba"),
        ("leftover_value", "Gün: NaT"),
        ("leftover_value", "Gün: null"),
        ("doubled_blanks", "Sayın  Ayşe"),
        ("empty_greeting", "Sayın, borcunuz"),
        ("empty_greeting", "Merhaba Sayın"),
        ("empty_greeting", "Sn. , borcunuz"),
        ("blank_before_comma", "Ayşe , borcunuz"),
        ("link", "Bakın: https://ornek.example/x"),
        ("link", "Bakın: www.ornek.com.tr"),
        ("link", "bit.ly/x"),
        ("wrong_letters", "Say\ufffdn Ali"),
        ("greeting_without_name", "Sayın -, borcunuz"),
        ("greeting_without_name", "Sayın ., borcunuz"),
        ("greeting_without_name", "Sayın 0, borcunuz"),
        ("greeting_without_name", "Sayın N/A, borcunuz"),
        ("greeting_without_name", "Sn. #YOK, borcunuz"),
        ("greeting_without_name", "Sevgili yok; borcunuz"),
        ("greeting_without_name", "Merhaba Sayın --"),
        ("greeting_without_name", "Sayın - Bey, borcunuz"),
        ("invisible_characters", "Ali\u200b"),
        ("invisible_characters", "Ali\u00ad Veli"),
        ("invisible_characters", "\u202eAli"),
        ("blank_lines", "a\n\n\nb"),
        ("blank_lines", "a\n \n\t\nb"),
    ],
)
def test_what_reads_badly_is_found(code, text):
    """A text that was not filled in, or not well, is remarked upon."""
    assert code in found(text)


@pytest.mark.parametrize(
    "text",
    [
        FINE,
        "Sayın Nan Hanım, Nonesi nullah ferNando",
        "Değerli müşterimiz, hoş geldiniz.",
        "Sn. Ayşe, saat 09.30'da bekleriz",
        "Bitti.Sonra",
        "Sayın 0532 abonesi, Sayın - yok değil, Sevgili yoksul",
        "Sayın Yokuş, Sayın Ali Yok, hoş geldiniz",
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "a\n\nb\nc",
        "",
    ],
)
def test_what_reads_well_is_left_alone(text):
    """Names and greetings that only look like trouble are none."""
    assert [] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "İndirim! RET yaz 0000'a gönder",
        "İndirim! İptal için IPTAL yazın",
        "SMS almak istemiyorsanız 0000'ı arayın",
        "Listeden çıkmak için 0000",
        "Ret: ornek.com/ret",
    ],
)
def test_a_commercial_text_that_can_be_refused_is_fine(text):
    """The usual words, and a link, are taken for a way to refuse further messages."""
    assert "no_refusal" not in found(text, is_commercial=True)


@pytest.mark.parametrize("text", ["Ücretsiz kargo", "Kredi fırsatı", "Sadece bugün %20 indirim B186"])
def test_a_commercial_text_without_a_way_out_is_found(text):
    """Words that only contain the usual ones, and the operator code, are no way to refuse."""
    assert ["no_refusal", "no_mersis"] == found(text, is_commercial=True)
    assert [] == found(text)


def test_a_mersis_number_is_sixteen_digits_or_called_so():
    """A commercial text with either is fine."""
    several = ["RET 0123456789012345", "RET Mersis no: 1", "RET MERSİS", "RET MERSIS"]
    assert [[]] * 4 == [found(text, is_commercial=True) for text in several]
    assert ["no_mersis"] == found("RET 01234567890123456", is_commercial=True)
