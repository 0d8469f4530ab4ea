"""Reports are read on from where they were left, and waited for with growing pauses."""

import math
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from model_gateway import START, a_campaign, recipients

from batchsms.clock import Watch
from batchsms.gateway.account import AccountUnansweredError
from batchsms.gateway.delivery_report import ReportPage
from batchsms.journal.deliveries import deliveries_of, open_reports
from batchsms.journal.transitions import Answer, Journal
from batchsms.sending.delivery import ReportReader, wait_for_reports


@dataclass
class Time:
    """A clock that pauses move on, and that ends a run at a moment."""

    now: object = START
    ends_at: object = None
    pauses: list[float] = field(default_factory=list)

    def pause(self, seconds):
        """Let seconds pass."""
        self.pauses.append(seconds)
        self.now += timedelta(seconds=seconds)

    @property
    def watch(self):
        """The watch of a run."""
        return Watch(lambda: self.now, self.pause, lambda: bool(self.ends_at and self.now >= self.ends_at))


@dataclass
class Reports:
    """A gateway's reports: answers in their order, the last one for ever; and which pages were asked for."""

    answers: list[object]
    asked: list[int] = field(default_factory=list)

    def page(self, _order_id, number):
        """Return what comes next."""
        self.asked.append(number)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def page(status, *codes, is_last=True, first=0):
    """Return a page of an order, a code for each of its numbers."""
    rows = tuple((905_300_000_000 + first + at, code) for at, code in enumerate(codes))
    return ReportPage(status, rows, Decimal(2), is_last)


@pytest.fixture
def database(tmp_path):
    """Give a campaign file with one accepted order of three."""
    with Journal.open(a_campaign(tmp_path / "liste.campaign", [recipients(3)])) as journal:
        attempt = journal.begin(1, START)
        journal.end(1, attempt, Answer("accepted", "accepted", code=200, gateway_id="7"), START)
        yield journal.database


def read(database, *answers, time=None):
    """Read the reports once, and return the pages asked for and the recipients per outcome."""
    reports = Reports(list(answers))
    reading = ReportReader(database, reports, (time or Time()).watch).read(lambda _count: None)
    return reading, reports.asked, deliveries_of(database).words


def test_three_reports_in_a_row_that_cannot_be_read_end_the_reading(tmp_path):
    """A proxy's page in the place of every answer costs three requests, not one for each order."""
    orders = [recipients(1, first) for first in range(5)]
    with Journal.open(a_campaign(tmp_path / "cok.campaign", orders)) as journal:
        for order in range(1, 6):
            answer = Answer("accepted", "accepted", code=200, gateway_id=str(order))
            journal.end(order, journal.begin(order, START), answer, START)
        reading, asked, _words = read(journal.database, AccountUnansweredError("a page"))
    assert ("a page", [1, 1, 1], False) == (reading.stopped_by, asked, reading.is_whole)


LOST = AccountUnansweredError("lost", is_reached=False)
FIRST = page(113, 111, 110, is_last=False)
SECOND = page(114, 112, first=2)


def test_a_second_half_that_finds_the_order_finished_reads_the_first_again(database):
    """What waited on a page of the first half is not left waiting by a report that is finished."""
    assert [1, 2] == read(database, FIRST, LOST)[1]
    _reading, asked, words = read(database, SECOND, page(114, 111, 112, is_last=False), SECOND)
    assert ([2, 1, 2], {"delivered": 1, "undelivered": 2}, []) == (asked, words, open_reports(database))


def test_a_final_report_is_not_asked_for_again(database):
    """Nothing in it can change."""
    read(database, page(114, 111, 112, 111))
    assert [] == read(database, LOST)[1]


@pytest.mark.parametrize("status", [113, 114, 119, 455, 456])
def test_what_is_open_is_asked_for_again(database, status):
    """Waiting numbers, and an order whose code is not known, keep a report open."""
    answer = AccountUnansweredError("no", code=status) if status > 400 else page(status, 111, 110, 111)
    read(database, answer)
    assert 1 == len(open_reports(database))


def test_an_order_that_was_not_sent_has_undelivered_rows(database):
    """115: whoever is not delivered is undelivered, named or not."""
    assert {"undelivered": 2, "delivered": 1} == read(database, page(115, 111, 110))[2]
    assert [] == open_reports(database)


def test_a_report_that_repeats_a_page_for_ever_is_not_believed(database):
    """A gateway that does not know of pages is no endless loop."""
    reading, asked, _words = read(database, page(114, 111, 111, is_last=False))
    assert ({"7": "The report does not end"}, [1, 2]) == (reading.unreadable, asked)


def wait(database, *answers, seconds=math.inf, time=None):
    """Wait for the reports, and return how long each pause was, and how the last reading went."""
    time = time or Time()
    reader = ReportReader(database, Reports(list(answers)), time.watch)
    reading = wait_for_reports(
        lambda: reader.read(lambda _count: None), time.watch, seconds, lambda _reading: None
    )
    return time.pauses, reading


OPEN, FINAL = page(113, 111, 110, 110), page(114, 111, 111, 112)


def test_pauses_grow_until_all_is_final(database):
    """A lost connection on the way is waited out too."""
    pauses, reading = wait(database, OPEN, LOST, OPEN, FINAL)
    assert ([10.0, 15.0, 22.5], True, 0) == (pauses, reading.is_whole, reading.open_orders)


def test_waiting_ends_when_its_time_is_over(database):
    """The last look is at the end of the time, not before."""
    assert [10.0, 15.0, 5.0] == wait(database, OPEN, seconds=30)[0]


def test_pauses_have_a_bound(database):
    """Five minutes are the longest."""
    assert 300.0 == max(wait(database, OPEN, seconds=7_200)[0])


def test_waiting_ends_when_it_is_asked_to(database):
    """Ctrl-C in a pause leaves the reading before it as it was: whole."""
    pauses, reading = wait(database, OPEN, time=Time(ends_at=START + timedelta(seconds=20)))
    assert ([10.0, 15.0], True) == (pauses, reading.is_whole)


@pytest.mark.parametrize("code", [401, 455])
def test_what_no_time_heals_is_not_waited_for(database, code):
    """Refused credentials and an order that the gateway does not have."""
    assert [] == wait(database, AccountUnansweredError("no", code=code))[0]
