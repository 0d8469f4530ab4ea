from math import ceil

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from batchsms.pricing.folds import FOLDS, apply_folds, segments_if_folded
from batchsms.pricing.segments import Length, length, weight_of
from batchsms.pricing.tariff import Tariff

LONGEST = {
    "gsm7": ("a", (155, 301, 454, 607, 760, 913, 1066)),
    "turkish": ("ş", (150, 293, 442, 591, 740, 889, 1038)),
    "ucs2": ("ж", (65, 129, 196, 263, 330, 397, 464)),
}
EXTENSION = "^{}\\[~]|€\f"
TURKISH = "çĞğİıŞş"
BOUNDARIES = [
    (encoding, mark, last, segments)
    for encoding, (mark, lasts) in LONGEST.items()
    for segments, last in enumerate(lasts, start=1)
]

texts = st.text(st.sampled_from("aÇö \n" + EXTENSION + TURKISH + "âж’😀"), max_size=400)
one_unit_texts = st.text(st.sampled_from("aÇö \n" + TURKISH + "âж’"), max_size=1100)


def lengths(several):
    """Return the length of each text."""
    return [length(text) for text in several]


def plainly_counted(text):
    """Count the segments of a text without characters of two units, by division alone."""
    wide = any(mark in "âж’" for mark in text)
    turkish = any(mark in TURKISH for mark in text)
    single, multi = (70, 67) if wide else (155, 149) if turkish else (160, 153)
    charged = len(text) + len(" B186")
    return 1 if charged <= single else ceil(charged / multi)


@pytest.mark.parametrize(("encoding", "mark", "last", "segments"), BOUNDARIES)
def test_the_longest_text_of_each_count(encoding, mark, last, segments):
    """A text may be this long before the next credit, five characters kept for the operator code."""
    assert Length(encoding, segments) == length(mark * last)


@pytest.mark.parametrize(("encoding", "mark", "last", "segments"), BOUNDARIES)
def test_one_character_more_costs_one_credit_more(encoding, mark, last, segments):
    """The character after the longest text of a count begins the next segment."""
    assert Length(encoding, segments + 1) == length(mark * (last + 1))


@pytest.mark.parametrize("mark", TURKISH)
def test_each_of_the_seven_turkish_letters_changes_the_alphabet(mark):
    """One of the seven letters that the default alphabet lacks makes the whole text Turkish."""
    assert ["turkish", "turkish"] == [one.encoding for one in lengths([mark, f"Sayin {mark} Bey"])]


@pytest.mark.parametrize("mark", "ÇÖöÜüéñ@£$_\n&<>'\"")
def test_letters_of_the_default_alphabet_cost_nothing_extra(mark):
    """`Ç`, `Ö` and `Ü` need no Turkish alphabet."""
    assert [Length("gsm7", 1), Length("gsm7", 2)] == lengths([mark * 155, mark * 156])


@pytest.mark.parametrize("mark", EXTENSION)
def test_extension_characters_cost_two(mark):
    """`^ { } [ ] ~ |`, backslash and the euro sign take the room of two characters."""
    assert [Length("gsm7", 1), Length("gsm7", 2)] == lengths([mark + "a" * 153, mark + "a" * 154])


@pytest.mark.parametrize("mark", ["€", "["])
def test_extension_characters_cost_two_beside_turkish_letters(mark):
    """An extension character takes two of the Turkish alphabet's places too."""
    assert [Length("turkish", 1), Length("turkish", 2)] == lengths(
        [f"ş{mark}" + "a" * 147, f"ş{mark}" + "a" * 148]
    )


@pytest.mark.parametrize("mark", "âîû’“”–…\xa0\t`жعΑ")
def test_any_other_character_makes_the_text_unicode(mark):
    """A single typographic quote shortens the whole text's segments to those of Unicode."""
    assert [Length("ucs2", 1), Length("ucs2", 2)] == lengths([mark + "a" * 64, mark + "a" * 65])


def test_an_emoji_costs_two():
    """An emoji takes the room of two Unicode characters."""
    assert [Length("ucs2", 1), Length("ucs2", 2)] == lengths(["😀" + "a" * 63, "😀" + "a" * 64])


@pytest.mark.parametrize(
    ("segments", "text"),
    [
        (2, "a" * 152 + "€" + "a" * 146),
        (3, "a" * 152 + "€" + "a" * 147),
        (2, "ж" * 66 + "😀" + "ж" * 60),
        (3, "ж" * 66 + "😀" + "ж" * 61),
    ],
)
def test_a_character_of_two_units_is_not_cut_in_two(segments, text):
    """A character of two units that does not fit a segment's last place begins the next segment."""
    assert segments == length(text).segments


def test_an_empty_text_is_plain():
    """A text without characters needs no special alphabet."""
    assert "gsm7" == length("").encoding


@given(texts, st.integers(0, 400), st.sampled_from("aş€ж😀\n"))
def test_a_longer_text_is_never_cheaper(text, at, mark):
    """Adding a character anywhere never lowers what a text costs."""
    assert length(text).segments <= length(text[:at] + mark + text[at:]).segments


@given(one_unit_texts)
def test_a_plain_count_agrees(text):
    """Where no character takes two units, the cost is the length divided by what a segment holds."""
    assert plainly_counted(text) == length(text).segments


@given(texts)
def test_the_order_of_characters_changes_the_cost_by_what_is_cut_at_most(text):
    """A text costs at least its units, and at most one unit more for each segment that it fills."""
    found = length(text)
    multi = {"gsm7": 153, "turkish": 149, "ucs2": 67}[found.encoding]
    doubled = EXTENSION if found.encoding != "ucs2" else "😀"
    units = sum(2 if mark in doubled else 1 for mark in text) + 5
    assert found.segments == 1 or ceil(units / multi) <= found.segments <= ceil(units / (multi - 1))


@pytest.mark.parametrize(("letters", "segments"), [(75, 1), (76, 2)])
def test_turkish_letters_can_be_counted_twice(letters, segments):
    """Where a gateway counts the seven letters as two, half as many fit."""
    assert Length("turkish", segments) == length("ş" * letters, Tariff(turkish_letter_cost=2))


def test_the_operator_code_can_be_left_out():
    """A reserve of none leaves the standard's full lengths."""
    tariff = Tariff(reserve=0)

    assert [1, 2] == [length("a" * count, tariff).segments for count in (160, 161)]
    assert [1, 2] == [length("ş" * count, tariff).segments for count in (155, 156)]
    assert [1, 2] == [length("ж" * count, tariff).segments for count in (70, 71)]


@given(texts, st.sampled_from([Tariff(), Tariff(turkish_letter_cost=2), Tariff(reserve=0)]))
def test_a_more_expensive_letter_never_makes_a_text_cheaper(text, tariff):
    """Counting the seven letters twice, or keeping more for the code, never lowers the cost."""
    more_expensive = Tariff(tariff.reserve + 5, 2)

    assert length(text, more_expensive).segments >= length(text, tariff).segments


@given(texts, st.lists(st.sampled_from(list(FOLDS)), unique=True))
def test_a_fold_never_makes_a_text_more_expensive(text, folds):
    """A text is folded only where it gets cheaper, and else stays as it is."""
    plain = apply_folds(text, folds, Tariff())

    assert plain == text or length(plain).segments < length(text).segments


@given(texts, st.lists(st.sampled_from(list(FOLDS)), unique=True))
def test_folded_once_is_folded_for_good(text, folds):
    """What comes of a fold gets no cheaper by the same folds."""
    plain = apply_folds(text, folds, Tariff())

    assert plain == apply_folds(plain, folds, Tariff())


@given(texts, st.sampled_from(list(FOLDS)))
def test_what_a_fold_would_save_is_what_it_saves(text, fold):
    """The cost that is foretold of a fold is the cost once it is applied."""
    foretold = segments_if_folded(text, weight_of(text), fold, Tariff())

    assert length(apply_folds(text, [fold], Tariff())).segments == foretold


@pytest.mark.parametrize(
    ("text", "folds", "plain"),
    [
        ("“Ali”’nin – 5…" + "a" * 60, ["typographic"], '"Ali"\'nin - 5...' + "a" * 60),
        ("Ali’nin", ["typographic"], "Ali’nin"),
        ("ş" * 151, ["turkish"], "s" * 151),
        ("ş" * 150, ["turkish"], "ş" * 150),
        ("’ş" + "a" * 150, ["turkish", "typographic"], "'s" + "a" * 150),
        ("ş" * 151, [], "ş" * 151),
        ("Ali\u200b\u00ad \u202eVeli" + "a" * 70, ["typographic"], "Ali Veli" + "a" * 70),
        ("Ali\u200b", ["typographic", "turkish"], "Ali\u200b"),
        ("a" * 80 + " \u200b", ["typographic"], "a" * 80),
        ("’" * 66, ["typographic", "turkish"], "'" * 66),
        ("…" + "ş" * 150, ["typographic", "turkish"], "..." + "s" * 150),
    ],
)
def test_folds_make_expensive_texts_plain(text, folds, plain):
    """Quotes, dashes and Turkish letters become plain where that saves a segment."""
    assert plain == apply_folds(text, folds, Tariff())


@given(st.text(st.sampled_from("aÇö \n" + EXTENSION + "âж’😀"), max_size=600))
def test_another_program_counts_the_same(text):
    """A counter that is not ours splits the text, operator code and all, into as many parts."""
    assert len(smsutil.split(text + " B186").parts) == length(text).segments


def test_the_turkish_fold_is_of_the_letters_that_cost():
    """The seven letters that change the alphabet are those that a fold makes plain."""
    assert set(map(ord, TURKISH)) == set(FOLDS["turkish"])
