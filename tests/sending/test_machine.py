"""The campaign file against a gateway that fails in every way it may: nobody twice, nobody forgotten."""

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from model_gateway import (
    SENDER,
    START,
    WRONG_URL,
    a_world,
    answers,
    cut,
    fails,
    fails_after,
    garbage,
    late,
    numbers,
    page_200,
    page_503,
    says,
    times_out,
    times_out_after,
)

from batchsms.clock import ON_THE_WIRE
from batchsms.errors import BatchsmsError, Unavailable

SCHEDULE = START + timedelta(hours=6)
MAY_BE_TAKEN = {"accepted", "unknown", "submitting"}
OWN_404 = b"<response><status><code>404</code><message>no such address</message></status></response>"
LONGEST_LAG = 50  # minutes; with the longest delay it stays below an hour

FAULTS = {
    "none": None,
    "refused": fails(httpx.ConnectError),
    "connect_timeout": fails(httpx.ConnectTimeout),
    "dropped": fails(httpx.ReadError),
    "dropped_after": fails_after(httpx.RemoteProtocolError),
    "timeout": times_out,
    "timeout_after": times_out_after,
    "cut": cut,
    "garbage": answers(garbage, taken=False),
    "garbage_after": answers(garbage, taken=True),
    "page": answers(page_503, taken=False),
    "page_after": answers(page_503, taken=True),
    "portal": answers(page_200, taken=False),
    "portal_after": answers(page_200, taken=True),
    "503": says(503),
    "429": says(429, retry_after="7"),
    "500": says(500),
    "402": says(402),
    "401": says(401),
    "999": says(999),
}


class CrashError(BaseException):
    """The process is gone."""


class Steps:
    """Counts the steps of a run, and ends it, or its disk, at one of them."""

    def __init__(self, at, *, kind):
        self.left = at
        self.kind = kind

    def step(self):
        """Go one step further, or no further."""
        self.left -= 1
        if self.kind == "crash" and self.left == 0:
            raise CrashError

    def watch_file(self, journal):
        """Count each statement of a campaign file as a step."""
        execute = journal.database.execute

        def stepping(statement, values=()):
            self.step()
            writes = statement.startswith(("BEGIN", "INSERT", "UPDATE", "COMMIT"))
            if writes and self.kind == "disk" and self.left < 0:
                raise Unavailable("unwritable_campaign_file", "the disk is full")
            return execute(statement, values)

        journal.database.execute = stepping


class CampaignMachine(RuleBasedStateMachine):
    """Plans, sends, breaks, waits and goes on, in any order."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.exempt = set()
        self.is_crowded = False
        self.world = None

    @initialize(
        sizes=st.lists(st.integers(1, 7), min_size=1, max_size=6),
        kind=st.sampled_from(["plain", "plain", "twins", "blacklist", "alike", "scheduled"]),
        bad=st.sets(st.integers(0, 25), max_size=3),
        skew=st.sampled_from([0, 0, 3, -3]),
    )
    def plan(self, sizes, kind, bad, skew):
        """Plan a campaign of small orders.

        Two orders have the same numbers (twins), or all but one that is blacklisted (alike); or the
        orders are scheduled, for a time that comes while the campaign is sent.
        """
        orders, first = [], 0
        for at, size in enumerate(sizes):
            orders.append([(number, f"Merhaba {at}") for number in numbers(size, first)])
            first += size
        if kind in {"twins", "alike"}:
            orders.insert(1, [(number, "Yine") for number, _text in orders[0]])
        if kind == "alike":
            for order, blocked in zip(orders, numbers(2, 1_000), strict=False):
                order.append((blocked, order[0][1]))
        self.kind = kind
        self.all = [recipient for order in orders for recipient in order]
        send_at = SCHEDULE.strftime(ON_THE_WIRE) if kind == "scheduled" else ""
        self.world = a_world(self.folder, *orders, send_at=send_at, skew_hours=0 if send_at else skew)
        self.gateway = self.world.gateway
        self.gateway.bad = {numbers(1, at)[0] for at in bad}
        if kind == "blacklist":
            self.gateway.blacklist = {order[0][0] for order in orders if len(order) > 1}
        if kind == "alike":
            self.gateway.blacklist = set(numbers(2, 1_000))

    # --- what happens to a campaign

    @rule(
        minutes=st.one_of(st.integers(0, 15), st.integers(0, 300)),
        faults=st.lists(
            st.one_of(
                st.sampled_from(["timeout_after", *FAULTS]),
                st.floats(0.6, 9.5).map(lambda delay: round(delay, 1)),
            ),
            max_size=5,
        ),
        lag=st.one_of(st.just(0), st.integers(0, LONGEST_LAG)),
        lists=st.sampled_from(["", "", "", "500", "garbage", "unread"]),
        dated=st.booleans(),
        end=st.sampled_from(["", "", "", "crash", "crash", "disk"]),
        at=st.integers(1, 150),
        concurrency=st.integers(1, 3),
        limit=st.one_of(st.none(), st.none(), st.integers(1, 12)),
        resend=st.sampled_from([False] * 7 + [True]),
    )
    def send(self, minutes, faults, lag, lists, dated, end, at, concurrency, limit, resend):
        """Let time pass, and send the file, or go on with it, until something ends the run or the process.

        The posts of the run fail in these ways, the list lags by so many minutes or cannot be had,
        and the answers have a date or not. A number among the faults is of minutes: so late does a
        post arrive, after its client has given up.
        """
        self.world.clock.go_on(minutes=minutes)
        self.gateway.faults.clear()
        self.gateway.faults.extend(
            self._late(fault) if isinstance(fault, float) else FAULTS[fault] for fault in faults
        )
        self.gateway.lag = timedelta(minutes=lag)
        self.gateway.lists = lists
        self.gateway.dated = dated or bool(self.world.skew)
        if resend:
            self._exempt_what_is_unknown()
        self._run(Steps(at, kind=end), concurrency=concurrency, limit=limit, resend_unknown=resend)

    @rule(minutes=st.integers(20, 300), at=st.integers(0, 5))
    def somebody_else(self, minutes, at):
        """Let another campaign of the same sender send to the numbers of one order of ours, some time later.

        Not within a quarter of an hour of our own: nothing could then tell the two apart.
        """
        self.world.clock.go_on(minutes=minutes)
        groups = [order.recipients for order in self.gateway.posts]
        if groups:
            others = [(number, "Other") for number, _text in groups[at % len(groups)]]
            self.gateway.arrive()
            self.gateway.take(SENDER, others, self.world.clock.now)
            self.world.clock.go_on(minutes=1)
            self.is_crowded = True

    @rule(
        answer=st.sampled_from(
            [
                (404, b"<html>no such page</html>"),
                (405, b""),
                (404, OWN_404),
                (200, OWN_404),
                (200, b"<html>Hm</html>"),
            ]
        )
    )
    def send_to_a_wrong_address(self, answer):
        """Send the file to an address at which something else answers, which takes nothing."""
        self.gateway.elsewhere = answer
        self._run(Steps(0, kind=""), url=WRONG_URL)

    def _exempt_what_is_unknown(self):
        """Remember who may get it twice, since the user asks for it."""
        states = self.world.by_recipient()
        self.exempt |= {who for who, state in states.items() if state in {"unknown", "submitting"}}

    def _late(self, minutes):
        """Delay a first post by up to ten minutes, and a repeat by less than its timeout and a minute.

        What it is guarded for leaves so much of the gateway's ten minutes.
        """

        def fault(gateway, asked):
            is_first = sum(post.key == asked.key for post in gateway.posts) == 1
            return late(minutes=minutes if is_first else min(minutes, 1.4))(gateway, asked)

        return fault

    def _run(self, steps, **pace):
        self.world.prepare = steps.watch_file
        self.gateway.on_request = lambda _path: steps.step()
        with suppress(CrashError, BatchsmsError):
            self.world.run(**pace)

    # --- what must always hold

    @invariant()
    def nobody_got_it_twice(self):
        """No recipient was taken twice, unless the user asked for it."""
        if self.world:
            twice = {who for who, times in self._taken().items() if times > 1}
            assert set() == twice - self.exempt

    @invariant()
    def the_file_tells_the_truth(self):
        """Everybody has one state; the accepted were taken; the taken are accepted, or in doubt."""
        if self.world:
            states = self.world.by_recipient()
            taken = self._taken()
            assert set(self.all) == set(states)
            assert set() == {who for who, state in states.items() if state == "accepted" and not taken[who]}
            assert set() == {who for who in taken if states[who] not in MAY_BE_TAKEN}

    @invariant()
    def nothing_is_posted_after_its_time(self):
        """No order is posted whose schedule has passed."""
        if self.world and self.kind == "scheduled":
            sends = [at for path, at in self.gateway.requests if path == "send-sms"]
            assert [] == [at for at in sends if at >= SCHEDULE]

    def _taken(self):
        """Count how many times each of our recipients was taken."""
        ours = set(self.all)
        return Counter({who: times for who, times in self.gateway.times_taken().items() if who in ours})

    def teardown(self):
        """With every fault gone, and hours passing, the file comes to an end: nobody is forgotten."""
        try:
            if self.world:
                self._finish()
        finally:
            shutil.rmtree(self.folder)

    def _finish(self):
        self.gateway.faults.clear()
        self.gateway.lag, self.gateway.lists, self.gateway.dated = timedelta(0), "", True
        for _time in range(8):
            if not {"planned", "submitting", "unknown"} & set(self.world.states()):
                break
            self.world.clock.go_on(hours=2)
            self._run(Steps(0, kind=""))
        self.nobody_got_it_twice()
        self.the_file_tells_the_truth()
        states = self.world.by_recipient()
        bad = {who for who in self.all if who[0] in self.gateway.bad}
        blocked = {who for who in self.all if who[0] in self.gateway.blacklist} - bad
        late = {"planned"} if self.kind == "scheduled" else set()
        assert {"rejected", "unknown"} | late >= {states[who] for who in bad}
        assert {"accepted", "rejected", "unknown"} | late >= {states[who] for who in blocked}
        assert {"accepted", "unknown"} | late >= {states[who] for who in set(self.all) - bad - blocked}
        # What stays unknown does so because the list has an order that cannot be told from it.
        if "unknown" in states.values() and self.kind != "scheduled":
            claimed = set(self.world.orders("gateway_id"))
            assert [order for order in self.gateway.taken if order.order_id not in claimed]
            assert self.exempt or self.is_crowded or self.kind in {"twins", "alike"}


FEW = settings(
    max_examples=40, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)

TestCampaign = CampaignMachine.TestCase
TestCampaign.settings = FEW


class DeepCampaignMachine(CampaignMachine):
    """The same, longer."""


TestDeepCampaign = pytest.mark.slow(DeepCampaignMachine.TestCase)
TestDeepCampaign.settings = settings(FEW, max_examples=1_000, stateful_step_count=20)
