"""Many texts looked over together have what each of them has alone."""

from hypothesis import given
from hypothesis import strategies as st

from batchsms.campaign.messages.many_text_warnings import warnings_of_all
from batchsms.texts.text_warnings import warnings_of

GREETINGS = (
    "Sayın",
    "Sayın ",
    "SAYIN",
    "Sn.",
    "Sevgili ",
    " ",
    ",",
    "-",
    "yok",
    "YOK",
    "İsimsiz",
    "n/a",
    "#n/a",
)
SIGNS = ("\n", "\n \n\n", "  ", " ,", "{", "}", ".", "!", "€", "😀", "\u200b", "\u00a0", "hanım", "Ali", "")
WORDS = (
    "nan",
    "None",
    "ınan",
    "kazanan",
    "://",
    "www.",
    "Www.",
    ".com",
    ".LİNK",
    ".i",
    "kâr",
    "\u017ftop",
    "K",
)
LAW = ("iptal", "RET", "ret", "red", "mersis", "MERSİS", "1234567890123456")
WRONG = ("İ", "aİ", "aİ a", "Türkİş", "Ã¼", "â", "â€™", "Σ", "ΑΣ", "ş", "ğ")
TEXTS = st.lists(st.sampled_from([*GREETINGS, *SIGNS, *WORDS, *LAW, *WRONG]), max_size=7).map("".join)


@given(st.lists(TEXTS, max_size=5), st.booleans())
def test_many_texts_have_what_each_has_alone(texts: list[str], is_commercial: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """What a look at all of them rules out, none of them has."""
    alone = [warnings_of(text, is_commercial=is_commercial) for text in texts]
    assert warnings_of_all(texts, is_commercial=is_commercial) == alone
