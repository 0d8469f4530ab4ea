"""Runs that are killed at any moment: in the end, nobody twice and nobody forgotten."""

import random
import time

import pytest
from lists import sheet
from privacy import SecretAccount
from runs import a_campaign, begun, next_send, states, taken_by, twice, until, untrue

from batchsms.sandbox.faults import Fault, Faults, Schedule
from batchsms.sandbox.server import running

ORDERS = 50
KILLS = 25
SECONDS_PER_REPLY = 0.02
QUICK = ("--settle-after", "0", "--timeout", "5")

pytestmark = pytest.mark.slow


def _slow():
    every = range(1, 100 * ORDERS)
    return Faults(send=Schedule(plan={n: Fault("stall", seconds=SECONDS_PER_REPLY) for n in every}))


def _killed(process, server, chance):
    """Kill a run at a moment of any of its phases, most often while it posts; tell whether it was alive."""
    if chance.random() < 0.3:
        time.sleep(chance.uniform(0, 1.2))
    else:
        before = sum(server.counts.values())
        until(lambda: sum(server.counts.values()) > before or process.poll() is not None)
        time.sleep(chance.uniform(0, 0.3))
    was_alive = process.poll() is None
    process.kill()
    process.communicate()
    return was_alive


@pytest.mark.parametrize("seed", range(4))
def test_kills_make_nobody_get_it_twice_and_forget_nobody(tmp_path, environment, seed):
    """A campaign that is killed 25 times and gone on with reaches every recipient exactly once."""
    chance = random.Random(seed)  # noqa: S311 - a run that can be had again
    count, kills = 0, 0
    deadline = time.monotonic() + 120
    while kills < KILLS:
        count += 1
        assert time.monotonic() < deadline, f"seed {seed}: only {kills} kills in time"
        folder = a_campaign(tmp_path / str(count), ORDERS)
        with running(account=SecretAccount(), faults=_slow()) as server:
            while kills < KILLS and len(server.account.orders) < ORDERS:
                pace = ("--concurrency", chance.choice((1, 1, 4)))
                send = next_send(folder, server.gateway_url, *QUICK, *pace)
                kills += _killed(begun(folder, environment, *send), server, chance)
            _end(folder, environment, server, seed)


def _end(folder, environment, server, seed):
    """Go on until nothing is left to do, and hold the results against the gateway's record."""
    for _again in range(5):
        process = begun(folder, environment, *next_send(folder, server.gateway_url, *QUICK))
        _out, err = process.communicate(timeout=60)
        if process.returncode == 0:
            break
    rows = sheet(folder / "liste.results.xlsx")
    taken = taken_by(server.account)
    assert 0 == process.returncode, f"seed {seed}: {err}"
    assert [] == twice(taken), f"seed {seed}"
    assert [] == untrue(rows, taken), f"seed {seed}"
    assert ["accepted"] * ORDERS == states(rows), f"seed {seed}"
    assert ORDERS == len(taken), f"seed {seed}"
