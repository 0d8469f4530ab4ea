"""What later runs ask of a campaign file, and what becomes of it when they take over."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from model_gateway import START, a_campaign, recipients

from batchsms.journal.cancellations import begin_cancel, cancelled_orders, end_cancel, plan_again
from batchsms.journal.database import Database
from batchsms.journal.earlier_run import close, has_work, held_rows
from batchsms.journal.tally import tally_of
from batchsms.journal.transitions import Answer, Journal

ACCEPTED = Answer("accepted", "accepted", code=200, gateway_id="7")
UNKNOWN = Answer("unknown", "unknown", detail="ReadTimeout")
REJECTED = Answer("rejected", "rejected", code=452)


@pytest.fixture
def path(tmp_path):
    """Publish a campaign of four orders of one recipient."""
    return a_campaign(tmp_path / "liste.campaign", [recipients(1, number) for number in range(4)])


@pytest.fixture
def journal(path):
    """Bring its orders into the states accepted, unknown, rejected and planned."""
    with Journal.open(path) as opened:
        for order, answer in enumerate((ACCEPTED, UNKNOWN, REJECTED), start=1):
            opened.end(order, opened.begin(order, START), answer, START)
        yield opened


def test_a_row_is_held_that_was_sent_or_may_be_or_will_be(journal):
    """Rejected ones alone are left to later runs."""
    assert [0, 1, 3] == sorted(held_rows(journal.database))
    assert has_work(journal.database)


def test_what_is_closed_leaves_its_planned_orders_to_later_runs(journal, path):
    """They are cancelled for good, and no other order is."""
    assert 1 == close(journal.database, START)

    with closing(Database.open(path)) as database:
        assert {"accepted": 1, "unknown": 1, "rejected": 1, "cancelled": 1} == tally_of(database).recipients
        assert [0, 1] == sorted(held_rows(database))
    assert journal.next_planned() is None
    assert 0 == close(journal.database, START)


def test_what_is_closed_is_never_planned_again(journal):
    """Neither what it never posted, nor what was cancelled before."""
    begin_cancel(journal.database, 1, START)
    end_cancel(journal.database, 1, "cancelled", 200, START)
    before = cancelled_orders(journal.database)
    close(journal.database, START)

    assert ([1], []) == ([one.order_id for one in before], cancelled_orders(journal.database))
    with pytest.raises(sqlite3.IntegrityError, match="the campaign is closed"):
        plan_again(journal.database, before, "")


def test_only_closing_cancels_what_was_never_posted(journal):
    """A planned order of an open file is never cancelled behind its back."""
    with pytest.raises(sqlite3.IntegrityError, match="the campaign is not closed"):
        journal.database.execute("UPDATE orders SET state = 'cancelled' WHERE id = 4")


def test_what_the_records_do_not_reach_any_more_is_no_work(journal):
    """An order stays unknown when nobody can find out; a planned one is to be sent whatever its age."""
    assert has_work(journal.database, START + timedelta(days=11))
    close(journal.database, START)

    assert has_work(journal.database, START + timedelta(days=9))
    assert not has_work(journal.database, START + timedelta(days=11))


def test_a_run_that_is_over_has_no_work(journal):
    """What is accepted or rejected is done with."""
    journal.claim(2, "8", START)
    close(journal.database, START)
    assert not has_work(journal.database)
