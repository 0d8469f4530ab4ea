"""What a campaign costs, and what would make it cheaper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.pricing.campaign_costs import Measures, costs_of
from batchsms.pricing.costs import Character, Costs, Saving
from batchsms.pricing.folds import FOLDS
from batchsms.pricing.segments import length, weight_of
from batchsms.pricing.tariff import Tariff

texts = st.text(st.sampled_from("aÇö €[çĞşı“’–âж😀"), max_size=320)
campaigns = st.lists(texts, min_size=1, max_size=8)
USUAL = Tariff()
tariffs = st.sampled_from([USUAL, Tariff(turkish_letter_cost=2), Tariff(reserve=0)])


def costs(several, tariff=USUAL):
    """Return what one recipient for each text costs; the rows begin with 2."""
    measures = Measures(tariff)
    for text in several:
        weight = weight_of(text, tariff)
        measures.add(text, weight, weight.segments)
    rows = range(len(several))
    return costs_of(measures, rows, rows, range(2, 2 + len(several)), None)


def credits_of(several, tariff=USUAL):
    """Return what the texts cost together, each counted alone."""
    return sum(length(text, tariff).segments for text in several)


def saved(found, change):
    """Return what a change saves, by its value."""
    return {one.value: one.credits for one in found.savings if one.change == change}


@given(campaigns, tariffs)
def test_the_shares_of_the_encodings_are_the_whole(several, tariff):
    """Recipients and credits of all encodings are those of the campaign."""
    found = costs(several, tariff)

    assert credits_of(several, tariff) == found.credits == sum(one.credits for one in found.shares)
    assert len(several) == sum(one.recipients for one in found.shares)
    assert [(one.recipients, one.credits) for one in found.shares] == [
        (sum(one.segments.values()), sum(count * of for count, of in one.segments.items()))
        for one in found.shares
    ]


@given(campaigns, tariffs, st.sampled_from(list(FOLDS)))
def test_a_fold_saves_what_is_said(several, tariff, fold):
    """The credits that a fold is said to save are those that it saves, applied text by text."""
    plain = [
        min(length(text, tariff).segments, length(text.translate(FOLDS[fold]), tariff).segments)
        for text in several
    ]

    assert credits_of(several, tariff) - sum(plain) == saved(costs(several, tariff), "fold").get(fold, 0)


@given(texts.filter(bool), tariffs, st.data())
def test_that_many_characters_less_save_a_segment(text, tariff, data):
    """Whichever characters are taken off: so many as are said to be too many save a segment."""
    found = weight_of(text, tariff)
    count = found.excess
    off = data.draw(st.sets(st.integers(0, len(text) - 1), min_size=count, max_size=count))
    shorter = "".join(mark for at, mark in enumerate(text) if at not in off)

    assert (0 == count) == (1 == found.segments)
    assert length(shorter, tariff).segments <= found.segments - (count > 0)


@pytest.mark.parametrize(("text", "count"), [("a" * 156, 1), ("a" * 302, 1), ("ş" * 153, 3), ("ж" * 66, 1)])
def test_no_more_characters_than_needed_are_too_many(text, count):
    """Just above a border, one character is one too many."""
    assert count == weight_of(text).excess


@given(campaigns, tariffs)
def test_shorter_texts_save_what_is_said(several, tariff):
    """Texts that lose so many characters at their end cost that much less, or less still."""
    for count, credits_ in saved(costs(several, tariff), "shorten").items():
        shorter = [text[: -int(count)] for text in several]
        assert credits_of(shorter, tariff) <= credits_of(several, tariff) - credits_


@given(campaigns, tariffs)
def test_doing_without_a_character_saves_what_is_said(several, tariff):
    """Without a character the campaign costs that much less, or less still."""
    for mark, credits_ in saved(costs(several, tariff), "remove").items():
        without = [text.replace(mark, "") for text in several]
        assert credits_of(without, tariff) <= credits_of(several, tariff) - credits_


def test_what_saves_most_comes_first():
    """Of the changes the first is the one that saves most, and of equals the mildest."""
    several = ["ş" * 151, "ş" * 152, "“" + "a" * 100, "🌷" + "a" * 100]

    assert [
        Saving("shorten", "2", 2),
        Saving("fold", "turkish", 2),
        Saving("fold", "typographic", 1),
    ] == costs(several).savings[:3]


def test_an_emoji_of_several_marks_is_one_to_do_without():
    """What only joins or colours an emoji goes with it."""
    assert {"\u2764": 2} == saved(costs(["❤\ufe0f" + "a" * 150]), "remove")


def test_each_character_that_makes_texts_expensive_is_named_with_its_rows():
    """The most expensive encoding comes first, and in it the character with most recipients."""
    assert [
        Character("“", "ucs2", 2, [3, 4]),
        Character("🌷", "ucs2", 1, [4]),
        Character("ş", "turkish", 1, [5]),
    ] == costs(["a", "“a”"[:-1], "“ş🌷", "ş"]).characters


def test_a_character_has_its_number_and_its_name():
    """A user can find it by the number and the name that Unicode gives it."""
    quote, control = Character("’", "ucs2", 1, [2]), Character("\x80", "ucs2", 1, [2])

    assert [("U+2019", "RIGHT SINGLE QUOTATION MARK"), ("U+0080", "")] == [
        (one.code, one.name) for one in (quote, control)
    ]


@given(campaigns)
def test_the_texts_to_be_seen_are_what_they_are_called(several):
    """No text is longer than the longest, shorter than the shortest or costs more than the most expensive."""
    shown = {kind: several[position] for kind, position in costs(several).texts.items()}

    assert several[0] == shown["first"]
    assert len(shown["longest"]) == max(map(len, several))
    assert len(shown["shortest"]) == min(map(len, several))
    assert length(shown["dearest"]).segments == max(length(text).segments for text in several)


@given(campaigns)
def test_costs_come_back_from_the_campaign_file_as_they_were(several):
    """What is stored is what was reckoned."""
    found = costs(several)

    assert found == Costs.of_stored(found.as_stored())


def test_a_campaign_without_recipients_costs_nothing():
    """Where nobody is sent to there is nothing to show."""
    assert Costs() == costs([])
