import pytest

from batchsms.texts.turkish.suffixes import CASES, with_suffix

DATIVES = """
Ayşe'ye Fatma'ya Emine'ye Hatice'ye Zeynep'e Elif'e Meryem'e Şerife'ye Zehra'ya Sultan'a Hanife'ye
Merve'ye Özlem'e Esra'ya Büşra'ya Kübra'ya Gül'e Songül'e Nurcan'a Pınar'a Işıl'a Gönül'e Betül'e
Ümmühan'a Gülsüm'e Melek'e Havva'ya Nesrin'e Sevim'e Yıldız'a Aysel'e Filiz'e Ebru'ya Arzu'ya
Mehmet'e Mustafa'ya Ahmet'e Ali'ye Hüseyin'e Hasan'a İbrahim'e İsmail'e Osman'a Yusuf'a Murat'a
Ömer'e Ramazan'a Halil'e Süleyman'a Abdullah'a Mahmut'a Recep'e Salih'e Fatih'e Kadir'e Emre'ye
Hakan'a Adem'e Bekir'e Serkan'a Yaşar'a Orhan'a Umut'a Uğur'a Onur'a Oğuz'a Özgür'e Cüneyt'e Yakup'a
Eyüp'e Talat'a İhsan'a Sedat'a Nihat'a Ferhat'a Faruk'a Haluk'a Tarık'a Ünal'a Erdal'a Vural'a
Kartal'a Koray'a Olcay'a Gülay'a Tuğçe'ye Ege'ye Öykü'ye Gökçe'ye Tuna'ya Arda'ya Doğa'ya Ece'ye
Su'ya Can'a Cem'e Efe'ye Kaan'a Kağan'a Nuh'a Ok'a Cengiz'e Özcan'a Öz'e Yılmaz'a Kaya'ya Demir'e
Kemal'e Hilal'e Cemal'e Celal'e Bilal'e Nihal'e Zuhal'e İkbal'e Meral'e Gökalp'e Alp'e Resul'e
Bob'a Chris'e George'a Charles'a Mike'a Steve'e Kate'e James'e John'a Jack'e Harry'ye Tony'ye Alex'e
Felix'e Joe'ya Michael'a Google'a YouTube'a Facebook'a iPhone'a Renault'ya
İstanbul'a Ankara'ya İzmir'e Muş'a Tokat'a Ordu'ya Iğdır'a Sinop'a
TL'ye PTT'ye TBMM'ye KDV'ye SMS'e GSM'e ABD'ye A.Ş.'ye Ltd.'e
AYŞE'ye MURAT'a İHSAN'a ILGAZ'a KEMAL'e kâzım'a Kâmil'e
2026'ya 2025'e 2024'e 2023'e 1'e 2'ye 6'ya 9'a 10'a 20'ye 30'a 40'a 50'ye 60'a 70'e 80'e 90'a 100'e 1.000'e
1000000'a 1.234,50'ye 500,00'e 09:00'a 14:30'a 18.00'e 0'a
"""


def whole(form):
    """Give the name that was declined; the last apostrophe parts it from its suffix."""
    return form.rpartition("'")[0]


@pytest.mark.parametrize("form", DATIVES.split())
def test_a_name_has_the_suffix_that_its_last_vowel_asks_for(form):
    """To whom: Turkish names, thin vowels, foreign names as they are heard, digits and abbreviations."""
    assert form == with_suffix(whole(form), "e")


@pytest.mark.parametrize(
    "forms",
    [
        "Ayşe'ye Ayşe'yi Ayşe'nin Ayşe'de Ayşe'den Ayşe'yle",
        "Murat'a Murat'ı Murat'ın Murat'ta Murat'tan Murat'la",
        "Songül'e Songül'ü Songül'ün Songül'de Songül'den Songül'le",
        "Umut'a Umut'u Umut'un Umut'ta Umut'tan Umut'la",
        "Öykü'ye Öykü'yü Öykü'nün Öykü'de Öykü'den Öykü'yle",
        "Arzu'ya Arzu'yu Arzu'nun Arzu'da Arzu'dan Arzu'yla",
        "Kemal'e Kemal'i Kemal'in Kemal'de Kemal'den Kemal'le",
        "Resul'e Resul'ü Resul'ün Resul'de Resul'den Resul'le",
        "Talat'a Talat'ı Talat'ın Talat'ta Talat'tan Talat'la",
        "Elif'e Elif'i Elif'in Elif'te Elif'ten Elif'le",
        "Yunus'a Yunus'u Yunus'un Yunus'ta Yunus'tan Yunus'la",
        "Melek'e Melek'i Melek'in Melek'te Melek'ten Melek'le",
        "Genç'e Genç'i Genç'in Genç'te Genç'ten Genç'le",
        "Memiş'e Memiş'i Memiş'in Memiş'te Memiş'ten Memiş'le",
        "Semih'e Semih'i Semih'in Semih'te Semih'ten Semih'le",
        "Recep'e Recep'i Recep'in Recep'te Recep'ten Recep'le",
        "Bob'a Bob'u Bob'un Bob'da Bob'dan Bob'la",
        "Chris'e Chris'i Chris'in Chris'te Chris'ten Chris'le",
        "George'a George'u George'un George'da George'dan George'la",
        "Alex'e Alex'i Alex'in Alex'te Alex'ten Alex'le",
        "2026'ya 2026'yı 2026'nın 2026'da 2026'dan 2026'yla",
        "1923'e 1923'ü 1923'ün 1923'te 1923'ten 1923'le",
        "1940'a 1940'ı 1940'ın 1940'ta 1940'tan 1940'la",
        "TL'ye TL'yi TL'nin TL'de TL'den TL'yle",
    ],
)
def test_each_case_has_its_suffix(forms):
    """To, the object, of, at, from and with: apostrophe, buffer letter, vowel and consonant fit the name."""
    expected = forms.split()
    assert expected == [with_suffix(whole(expected[0]), case) for case in ("e", "i", "in", "de", "den", "le")]


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Ayşe Nur Öz'e", "Ayşe Nur Öz"),
        ("Ali Bey'e", "Ali Bey"),
        ("Ayşe Hanım'a", "Ayşe Hanım"),
        ("Mustafa Kemal'e", "Mustafa Kemal"),
        ("", ""),
    ],
)
def test_the_last_word_decides(form, name):
    """A name of several words takes the suffix of its last one; no name, no suffix."""
    assert form == with_suffix(name, "e")


@pytest.mark.parametrize("name", ["...", "???", "(", "X", "漢字", "Ω", "-", "²", "٣"])
@pytest.mark.parametrize("case", CASES)
def test_whatever_stands_for_a_name_gets_a_suffix(case, name):
    """What has no vowel that Turkish knows is read as if it ended in e, and fails nothing."""
    assert with_suffix(name, case).startswith(f"{name}'")
