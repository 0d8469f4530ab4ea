"""Nights and days: which night a moment is of, and on which nights a campaign goes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.clock import TURKEY
from batchsms.errors import InputError
from batchsms.nights.due import is_day, is_due, next_due
from batchsms.nights.night import Night, night_of
from batchsms.nights.watchfulness import check_growth

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS = st.one_of(
    st.sampled_from([*DAYS, "pazartesi", "Çarşamba", "weekdays", "weekend", "last", "daily"]),
    st.integers(1, 31).map(str),
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(MOMENTS)
def test_each_moment_is_of_one_night(moment):
    """It lies between the night's noon and the next, wherever the machine is."""
    night = night_of(moment)
    assert night.begins <= moment < night.ends
    assert Night.of_name(night.name) == night
    assert night.ends - night.begins == timedelta(days=1)


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(11, 59, 27), (12, 0, 28), (23, 59, 28), (0, 0, 27), (2, 15, 27)]
)
def test_a_night_begins_at_noon_in_turkey(hour, minute, day):
    """Before noon it is the night that began the day before."""
    moment = datetime.combine(date(2026, 11, 28), time(hour, minute, tzinfo=TURKEY))
    assert date(2026, 11, day) == night_of(moment).day


@pytest.mark.parametrize("name", ["sandbox", "2026-11-31", "20261127", "2026-W48-5", "", ".secret"])
def test_other_names_are_no_nights(name):
    """What else lies in the folder of runs is passed over."""
    assert Night.of_name(name) is None


@given(st.lists(WORDS, max_size=3), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_next_night_is_the_first_that_is_due(words, day):
    """Each day between is not, and one comes within two months."""
    due = next_due(words, day)
    assert due is not None
    assert is_due(words, due)
    assert not any(is_due(words, day + timedelta(days=count)) for count in range(1, (due - day).days))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_words_name_the_days_that_they_say(day):
    """Of the week, of the month, and its last."""
    assert [name for name in DAYS if is_due([name], day)] == [day.strftime("%a").lower()]
    assert [number for number in range(1, 32) if is_due([str(number)], day)] == [day.day]
    assert is_due(["last"], day) == ((day + timedelta(days=1)).month != day.month)
    assert is_due(["weekdays"], day) != is_due(["weekend"], day)


@pytest.mark.parametrize(
    "word", ["mon", "PAZARTESİ", "salı", "Sali", "çarşamba", "last", "1", "31", "Weekdays", "daily"]
)
def test_a_day_is_named_in_english_or_turkish(word):
    """In any case, Turkish letters included."""
    assert is_day(word)


@pytest.mark.parametrize("word", ["", "0", "32", "firday", "mon,tue", "٣", "1.5", "-1", "first"])
def test_what_names_no_day_is_none(word):
    """A slip must not be a campaign that never goes."""
    assert not is_day(word)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 500))
def test_a_list_may_grow_as_far_as_it_is_allowed(before, now, allowed):
    """And shrink; what the error says to type lets it through."""
    try:
        check_growth(now, before, allowed)
    except InputError as error:
        assert now > before
        assert now * 100 > before * (100 + allowed)
        percent = float(error.hint.rpartition(" ")[2])
        check_growth(now, before, percent)
    else:
        assert now * 100 <= before * (100 + allowed)
