from collections import Counter
from itertools import groupby
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.campaign.packing import large_lists
from batchsms.campaign.packing import orders as small_lists


def packed(pairs, *, order_size=3, alone=0):
    """Pack rows given as pairs of number and message, as a small list and as a large one."""
    numbers, messages = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = small_lists.pack(numbers, messages, order_size=order_size, alone=alone)
    assert found == list(large_lists.pack(numbers, messages, order_size=order_size, alone=alone))
    return found


def firsts(pairs):
    """List the first row of each row's pair of number and message."""
    numbers, messages = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = small_lists.first_rows(numbers, messages)
    assert found == list(large_lists.first_rows(numbers, messages))
    return found


def in_orders(pairs, orders):
    """Give the pairs of each order, in input order."""
    return [
        [pair for pair, order in zip(pairs, orders, strict=True) if order == one]
        for one in range(max(orders, default=-1) + 1)
    ]


pairs_of = st.lists(st.tuples(st.integers(905_300_000_000, 905_300_000_006), st.integers(0, 4)), max_size=40)
sizes = st.integers(1, 7)


def by_first_row(pairs):
    """Renumber messages by their first row, as a list does."""
    ids = {}
    return [(number, ids.setdefault(message, len(ids))) for number, message in pairs]


rows = pairs_of.map(by_first_row)
distinct_rows = st.lists(
    st.tuples(st.integers(905_300_000_000, 905_399_999_999), st.integers(0, 4)),
    max_size=40,
    unique_by=lambda pair: pair[0],
).map(by_first_row)


@pytest.mark.parametrize(
    ("first", "pairs"),
    [
        ([], []),
        ([0], [(1, 0)]),
        ([0, 0, 0], [(1, 0), (1, 0), (1, 0)]),
        ([0, 1, 2, 0], [(1, 0), (1, 1), (2, 0), (1, 0)]),
        ([0, 1, 1, 0], [(9, 1), (3, 0), (3, 0), (9, 1)]),
    ],
)
def test_the_first_row_with_a_number_and_text_is_found(first, pairs):
    """Each row knows the first row that has its number and its text."""
    assert first == firsts(pairs)


@given(rows)
def test_first_rows_agree_with_a_search_by_hand(pairs):
    """The first row of a pair is where a search from the top finds it."""
    assert [pairs.index(pair) for pair in pairs] == firsts(pairs)


@pytest.mark.parametrize(
    ("orders", "pairs", "options"),
    [
        ([], [], {}),
        ([], [], {"alone": 5}),
        ([0], [(1, 0)], {}),
        ([0, 0, 0, 1], [(1, 0), (2, 0), (3, 0), (4, 0)], {}),
        ([0, 1, 2], [(1, 0), (2, 0), (3, 0)], {"order_size": 1}),
        ([0, 1, 0, 1], [(1, 0), (2, 1), (3, 0), (4, 1)], {"order_size": 2}),
        ([0, 1, 0], [(1, 0), (1, 1), (2, 0)], {}),
        ([0, 1, 1, 1], [(1, 0), (2, 0), (3, 0), (4, 0)], {"alone": 1}),
        ([0, 0, 1, 1], [(1, 0), (2, 0), (3, 0), (4, 0)], {"alone": 2}),
        ([0, 0], [(1, 0), (2, 0)], {"alone": 9}),
    ],
)
def test_rows_are_packed_by_text(orders, pairs, options):
    """Rows with one text stand together, a number once per order, and the first few rows alone."""
    assert orders == packed(pairs, **options)


@given(rows, sizes, st.integers(0, 10))
def test_every_row_is_in_one_order_and_no_order_is_empty(pairs, order_size, alone):
    """Orders are numbered without a gap, and each row has one of them."""
    orders = packed(pairs, order_size=order_size, alone=alone)
    assert (len(pairs), set(range(len(set(orders))))) == (len(orders), set(orders))


@given(rows, sizes, st.integers(0, 10))
def test_no_order_is_larger_than_allowed(pairs, order_size, alone):
    """An order holds at most as many recipients as the order size says."""
    counts = Counter(packed(pairs, order_size=order_size, alone=alone)).values()
    assert all(count <= order_size for count in counts)


@given(rows, sizes, st.integers(0, 10))
def test_a_number_stands_at_most_once_in_an_order(pairs, order_size, alone):
    """No order holds a number twice, so that a delivery report tells which text it is of."""
    orders = packed(pairs, order_size=order_size, alone=alone)
    seen = list(zip((number for number, _message in pairs), orders, strict=True))
    assert len(set(seen)) == len(seen)


@given(rows, sizes, st.integers(0, 10))
def test_the_first_rows_form_orders_of_their_own_before_all_others(pairs, order_size, alone):
    """The rows that are to go first share no order with a later row, and their orders come first."""
    orders = packed(pairs, order_size=order_size, alone=alone)
    assert max(orders[:alone], default=-1) < min(orders[alone:], default=len(pairs))


@given(distinct_rows, sizes, st.integers(0, 10))
def test_there_are_no_more_orders_than_needed(pairs, order_size, alone):
    """Where no number repeats, every order but the last is full."""
    early, late = len(pairs[:alone]), len(pairs[alone:])
    fewest = ceil(early / order_size) + ceil(late / order_size)
    assert fewest == len(set(packed(pairs, order_size=order_size, alone=alone)))


@given(distinct_rows, sizes)
def test_equal_texts_stand_together(pairs, order_size):
    """Read order by order, each text comes up in one stretch, texts in the order of their first row."""
    orders = packed(pairs, order_size=order_size)
    read = [
        message
        for order in in_orders(pairs, orders)
        for message in sorted(message for _number, message in order)
    ]
    assert sorted({message for _number, message in pairs}) == [message for message, _run in groupby(read)]


@given(rows, sizes, st.integers(0, 10))
def test_packing_again_gives_the_same_orders(pairs, order_size, alone):
    """The same rows always form the same orders."""
    first, second = (packed(pairs, order_size=order_size, alone=alone) for _time in range(2))
    assert first == second


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_keys_in_common_are_counted(keys, others):
    """Each key counts that is among the others, however often it is there."""
    count = sum(key in others for key in keys)
    assert count == small_lists.count_common(keys, others) == large_lists.count_common(keys, others)
