"""Cancelled orders in the campaign file: who may be sent to again, and who may not."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_gateway import START, a_campaign, recipients

from batchsms.journal.cancellations import (
    begin_cancel,
    cancelled_orders,
    end_cancel,
    plan_again,
    scheduled_orders,
)
from batchsms.journal.tally import tally_of
from batchsms.journal.transitions import Answer, Journal

ORDERS, SIZE = 3, 2
AT = "01/12/2099 10:00"


@pytest.fixture
def path(tmp_path):
    """Publish a campaign of some orders, none of whose numbers stand in two."""
    several = [recipients(SIZE, 10 * number) for number in range(ORDERS)]
    return a_campaign(tmp_path / "liste.campaign", several)


def post(journal, order_id, ids):
    """Post a planned order that the gateway accepts."""
    attempt = journal.begin(order_id, START)
    journal.end(order_id, attempt, Answer("accepted", "accepted", code=200, gateway_id=next(ids)), START)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.integers(0, 9)),
        st.tuples(st.just("ask"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["cancelled", "gone", "standing"]), st.integers(0, 9)),
        st.tuples(st.just("again"), st.integers(0, 9)),
    ),
    max_size=25,
)


@given(steps)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_stands_in_two_orders_that_may_go(tmp_path_factory, steps):
    """Whatever is posted, cancelled and planned again: one order of each recipient may go, or none."""
    several = [recipients(SIZE, 10 * number) for number in range(ORDERS)]
    path = a_campaign(tmp_path_factory.mktemp("ledger") / "liste.campaign", several)
    ids = map(str, range(1, 1_000))
    with Journal.open(path) as journal:
        database = journal.database
        journal.reschedule(AT)
        posted = {}
        for step, which in steps:
            planned = [row[0] for row in database.all("SELECT id FROM planned")]
            scheduled = scheduled_orders(database)
            asked = [order for order in scheduled if order.is_asked]
            free = [order for order in scheduled if not order.is_asked]
            if step == "post" and planned:
                order_id = planned[which % len(planned)]
                posted[order_id] = journal.numbers(order_id)
                post(journal, order_id, ids)
            elif step == "ask" and free:
                begin_cancel(database, free[which % len(free)].order_id, START)
            elif step in {"cancelled", "gone", "standing"} and asked:
                end_cancel(database, asked[which % len(asked)].order_id, step, 200, START)
            elif step == "again":
                plan_again(database, cancelled_orders(database), AT)

            cancelled = {row[0] for row in database.all("SELECT id FROM orders WHERE state = 'cancelled'")}
            going = [
                number for order, numbers in posted.items() if order not in cancelled for number in numbers
            ]
            assert len(going) == len(set(going))
            tally = tally_of(database)
            assert ORDERS * SIZE == tally.recipient_count == tally.credits


@pytest.mark.parametrize("is_asked", [False, True])
def test_the_file_refuses_a_second_order_for_those_who_may_get_the_first(path, is_asked):
    """Not by the program alone: neither an accepted order nor one that is being cancelled has parts."""
    with Journal.open(path) as journal:
        journal.reschedule(AT)
        post(journal, 1, iter(["7"]))
        if is_asked:
            begin_cancel(journal.database, 1, START)
        (order,) = scheduled_orders(journal.database)
        assert is_asked == order.is_asked
        again = (
            "INSERT INTO orders (parent_id, root_id, send_at, state, recipients, credits)"
            " SELECT id, id, '', 'planned', recipients, credits FROM orders WHERE id = 1"
        )
        with pytest.raises(sqlite3.IntegrityError, match="may go has no parts"):
            journal.database.execute(again)


def test_nothing_is_cancelled_that_nobody_asked_for(path):
    """The move needs a request that stands in the file."""
    with Journal.open(path) as journal:
        journal.reschedule(AT)
        post(journal, 1, iter(["7"]))
        with pytest.raises(sqlite3.IntegrityError, match="nobody has asked"):
            journal.database.execute("UPDATE orders SET state = 'cancelled' WHERE id = 1")
        with closing(journal.database.execute("SELECT state FROM orders WHERE id = 1")) as found:
            assert ("accepted",) == found.fetchone()
