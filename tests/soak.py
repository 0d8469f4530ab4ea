"""Faults, kills, signals and full disks by chance, campaign after campaign, for as long as is asked.

    python tests/soak.py [SECONDS] [SEED]

Each campaign meets its own sandbox with faults that its seed decides, until it has been run a few
times; then the faults end and it is driven to its end. Then nobody may have been sent to twice,
and everybody must stand in the results as what the gateway's own record says. Prints figures;
ends with 1 where somebody was sent to twice or forgotten, or a run ended in a defect.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import click
from lists import sheet
from privacy import SecretAccount
from runs import a_campaign, begun, next_send, taken_by, twice, untrue

from batchsms.sandbox.account import Account
from batchsms.sandbox.faults import KINDS, Fault, Faults, ListFaults, Schedule
from batchsms.sandbox.server import RunningSandbox, running

SECONDS = 600
MOST_FAULTY_RUNS = 6
MOST_RUNS_TO_THE_END = 12
MOST_SECONDS_PER_RUN = 60
HALTING_CODES = (401, 402, 450, 457, 470, 999)
ENDS = {0, 2, 3, 4, 5, -signal.SIGINT, -signal.SIGTERM}
"""How a run may end; of a signal it dies where it comes before the first post or after the last word."""
UNSTEADY = ("http_429_xml", "http_429_plain", "http_503_xml", "http_503_xml_after")
"""Kinds after which a run pauses; too many of them and a soak does nothing but pause."""


@dataclass
class Figures:
    """What was done, and what came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    exit_codes: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Return all figures as lines of text."""
        lines = [f"{name:<14}{count:>8,}" for name, count in self.counts.items()]
        lines += [f"fault {kind:<22}{count:>6,}" for kind, count in sorted(self.faults.items())]
        lines += [f"exit code {code:<4}{count:>14,}" for code, count in sorted(self.exit_codes.items())]
        return "\n".join([*lines, *self.wrong])


class _Counted(Schedule):
    """A schedule of faults that counts those that it hands out."""

    figures: Figures

    def draw(self, number: int) -> Fault | None:
        """Give the fault of that request, and count it."""
        fault = super().draw(number)
        if fault:
            self.figures.faults[fault.kind] += 1
        return fault


def main(seconds: float, seed: int) -> int:
    """Soak for some seconds; return the exit code."""
    click.echo(f"seed {seed}")
    figures = Figures(Counter(dict.fromkeys(("campaigns", "orders", "posts", "runs", "kills"), 0)))
    deadline = time.monotonic() + seconds
    with _a_folder() as folder:
        while time.monotonic() < deadline:
            _soak(folder / "campaign", seed, figures)
            shutil.rmtree(folder / "campaign")
            seed += 1
    for name in ("unknown left", "twice", "forgotten"):
        figures.counts[name] += 0
    click.echo(figures)
    return 1 if figures.wrong else 0


@contextmanager
def _a_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="batchsms-soak-") as folder:
        yield Path(folder)


def _soak(folder: Path, seed: int, figures: Figures) -> None:
    """Take one campaign through its faults and to its end."""
    chance = random.Random(seed)  # noqa: S311 - a campaign that can be had again
    a_campaign(folder, chance.randint(1, 40))
    size = chance.choice((1, 1, 2, 5, 20))
    faults = _faults(chance, seed, figures)
    with running(account=_account(chance), faults=faults) as server:
        for _run in range(chance.randint(1, MOST_FAULTY_RUNS)):
            faults.lists = _list_faults(chance)
            _disturbed(_start(folder, server, size, chance), server, chance, figures)
        faults.send, faults.reports, faults.lists = Schedule(), Schedule(), ListFaults()
        code = _to_the_end(folder, server, size, figures)
        _judge(folder, server, code, seed, figures)


def _account(chance: random.Random) -> Account:
    blacklisted = chance.sample(range(40), chance.choice((0, 0, 1, 2)))
    return SecretAccount(blacklist=frozenset(f"530{number:07}" for number in blacklisted))


def _faults(chance: random.Random, seed: int, figures: Figures) -> Faults:
    kinds = [kind for kind in KINDS if kind != "code"]
    share = chance.choice((0.1, 0.3, 0.6)) / len(kinds)
    chances = {kind: share / 3 if kind in UNSTEADY else share for kind in kinds}
    codes = {chance.randint(1, 60): Fault("code", code=chance.choice(HALTING_CODES)) for _code in range(2)}
    slow = {number: Fault("stall", seconds=0.1) for number in range(1, 400) if chance.random() < 0.2}
    send = _Counted(plan=slow | codes, chances=chances, seed=seed)
    reports = _Counted(chances=dict.fromkeys(("drop_before", "garbage", "html", "http_500"), 0.02), seed=seed)
    send.figures = reports.figures = figures
    return Faults(send=send, reports=reports)


def _list_faults(chance: random.Random) -> ListFaults:
    return chance.choice(
        (
            ListFaults(),
            ListFaults(),
            ListFaults(lag_seconds=chance.uniform(0, 20)),
            ListFaults(leaves_out=1),
            ListFaults(unavailable=True),
            ListFaults(report_456=True),
        )
    )


# --- runs


def _start(
    folder: Path, server: RunningSandbox, size: int, chance: random.Random | None = None
) -> subprocess.Popen[str]:
    """Begin the next run; with faults, at a pace of its own."""
    arguments: list[object] = ["--timeout", 1, "--settle-after", 0]
    if chance:
        arguments[-1] = chance.choice((0, 0, 1))
        arguments += ["--concurrency", chance.choice((1, 1, 4))]
        arguments += chance.choice(([], [], ["--rate", 20], ["--limit", 3]))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BATCHSMS_")}
    return begun(folder, environment, *next_send(folder, server.gateway_url, *arguments, order_size=size))


def _disturbed(
    process: subprocess.Popen[str], server: RunningSandbox, chance: random.Random, figures: Figures
) -> None:
    """Let a run be, or do it harm at some moment; it ends in any case."""
    harm = chance.choice(("none", "kill", "kill", "SIGINT", "SIGTERM", "twice", "disk"))
    _wait_for_a_post(process, server)
    time.sleep(chance.uniform(0, 1))
    if process.poll() is None:
        _harm(process, harm, figures)
    _ended(process, figures, was_killed=harm == "kill")


def _wait_for_a_post(process: subprocess.Popen[str], server: RunningSandbox) -> None:
    before = sum(server.counts.values())
    deadline = time.monotonic() + MOST_SECONDS_PER_RUN
    while process.poll() is None and sum(server.counts.values()) == before and time.monotonic() < deadline:
        time.sleep(0.01)


def _harm(process: subprocess.Popen[str], harm: str, figures: Figures) -> None:
    names = {"kill": "kills", "disk": "full disks"}
    if harm != "none":
        figures.counts[names.get(harm, "signals")] += 1
    match harm:
        case "kill":
            process.kill()
        case "SIGINT" | "SIGTERM":
            process.send_signal(getattr(signal, harm))
        case "twice":
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
        case "disk":
            _fill_the_disk(process)


def _fill_the_disk(process: subprocess.Popen[str]) -> None:
    """Let a process write no more than a few bytes to any file, where the system can do that."""
    import resource  # noqa: PLC0415 - not everywhere

    with suppress(ProcessLookupError):
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1000, 1000))


def _ended(process: subprocess.Popen[str], figures: Figures, *, was_killed: bool = False) -> int:
    """Wait for a run to end, and count it."""
    try:
        _out, err = process.communicate(timeout=MOST_SECONDS_PER_RUN)
    except subprocess.TimeoutExpired:
        process.kill()
        figures.counts["too long"] += 1
        _out, err = process.communicate()
        was_killed = True
    figures.counts["runs"] += 1
    figures.exit_codes[process.returncode] += 1
    if not was_killed and process.returncode not in ENDS:
        figures.wrong.append(f"a run ended with {process.returncode}: {err}")
    return process.returncode


def _to_the_end(folder: Path, server: RunningSandbox, size: int, figures: Figures) -> int:
    """Go on, without any more faults, until nothing is planned or unknown, or no run changes that."""
    code = -1
    for _run in range(MOST_RUNS_TO_THE_END):
        code = _ended(_start(folder, server, size), figures)
        if code in {0, 3}:
            break
    return code


# --- judgement


def _judge(folder: Path, server: RunningSandbox, code: int, seed: int, figures: Figures) -> None:
    """Hold the results against the gateway's own record."""
    rows = sheet(folder / "liste.results.xlsx")
    taken = taken_by(server.account)
    with closing(sqlite3.connect(folder / "liste.campaign")) as file:
        orders = file.execute("SELECT COUNT(*) FROM orders").fetchone()[0]
    again, denied = twice(taken), untrue(rows, taken)
    planned = [row for row in rows if row["sms_status"] == "planned"]
    unsent = {(number, text) for _order, number, text in taken} - {
        (row["sms_number"], row["sms_text"]) for row in rows
    }
    figures.counts.update(
        {
            "campaigns": 1,
            "orders": orders,
            "posts": server.counts["send-sms"],
            "unknown left": sum(row["sms_status"] == "unknown" for row in rows),
            "twice": len(again),
            "forgotten": len(denied) + len(planned) + len(unsent),
        }
    )
    if again or denied or planned or unsent or code not in {0, 3, 5}:
        figures.wrong.append(
            f"seed {seed}, exit code {code}: {len(again)} twice, {len(denied)} not as the gateway has it, "
            f"{len(planned)} planned, {len(unsent)} not in the results"
        )


if __name__ == "__main__":
    given = [int(value) for value in sys.argv[1:]]
    sys.exit(main(given[0] if given else SECONDS, given[1] if len(given) > 1 else int(time.time())))
