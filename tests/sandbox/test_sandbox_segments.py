import pytest

from batchsms.sandbox.segments import segments

LIMITS = [
    ("a", [155, 301, 454, 607, 760, 913, 1066]),
    ("ğ", [150, 293, 442, 591, 740, 889, 1038]),
    ("â", [65, 129, 196, 263, 330, 397, 464]),
]


@pytest.mark.parametrize(
    ("letter", "count", "limit"),
    [(letter, count, limit) for letter, limits in LIMITS for count, limit in enumerate(limits, 1)],
)
def test_a_text_is_charged_by_its_length_and_the_operator_code(letter, count, limit):
    """The last character that fits into a number of SMS, and the first that does not, in each alphabet."""
    assert segments(letter * limit) == count
    assert segments(letter * (limit + 1)) == count + 1


@pytest.mark.parametrize("letter", "çĞğİıŞş")
def test_seven_letters_need_the_turkish_alphabet(letter):
    """One of the seven Turkish letters outside GSM-7 leaves 150 characters for one SMS."""
    assert segments(letter + "a" * 149) == 1
    assert segments(letter + "a" * 150) == 2


@pytest.mark.parametrize("letter", "ÇÖöÜüñ@\n")
def test_other_letters_of_turkish_need_no_alphabet_of_their_own(letter):
    """Letters that GSM-7 has cost nothing extra."""
    assert segments(letter + "a" * 154) == 1


@pytest.mark.parametrize("letter", "^{}\\[~]|€\f")
def test_an_extended_character_counts_twice(letter):
    """Characters of the extension table take two places."""
    assert segments(letter + "a" * 153) == 1
    assert segments(letter + "a" * 154) == 2


def test_an_emoji_counts_as_two_units():
    """What lies outside the basic plane takes two UTF-16 units."""
    assert segments("😀" + "a" * 63) == 1
    assert segments("😀" + "a" * 64) == 2
