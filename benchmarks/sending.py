"""Whole sends against the floor and against what a user would write: `make bench-sending`.

Every contestant is a process of its own, against a gateway that costs next to nothing; the rounds are in
turn, and the medians count. The last line of what is printed is all of it as JSON.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BATCHSMS = str(Path(sys.executable).with_name("batchsms"))
TEXTS = {
    "unique": (
        "Sayın {{ ad }}, {{ no }} numaralı siparişiniz yola çıktı. Tutar: {{ tutar }} TL. "
        "Sorularınız için 0850 000 00 00."
    ),
    "thousand": "Sayın müşterimiz, {{ tutar[:3] }} numaralı şubemiz yarın kapalıdır. İyi günler dileriz.",
    "one": "Sayın müşterimiz, şubelerimiz yarın kapalıdır. İyi günler dileriz.",
}
PEER_ROWS = 2_000
PEERS = ("each", "client")
ROUNDS = 3
KILOBYTES = 1_024
MOST_MEGABYTES = {1_000_000: 600, 10_000_000: 1_200}


class Measured(NamedTuple):
    """Seconds of a process, and the largest that it was, in MB."""

    seconds: float
    megabytes: float


class Bar(NamedTuple):
    """What is wanted of one contestant, at most, and what was found."""

    name: str
    value: float
    most: float

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.value <= self.most


def main() -> int:
    """Run all contestants, print what they took, and return 1 where a bar does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--texts", choices=list(TEXTS), default="unique")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="batchsms-bench-") as made, gateway() as port:
        folder = Path(made)
        a_list(folder / "liste.csv", asked.rows)
        a_list(folder / "az.csv", PEER_ROWS)
        rounds = [one_round(folder, port, TEXTS[asked.texts]) for _round in range(asked.rounds)]
    figures = {name: median([found[name] for found in rounds]) for name in rounds[0]}
    bars = bars_of(figures, asked.rows)
    show(figures, bars, f"{asked.rows:,} rows, {asked.texts} texts, CSV to CSV, {asked.rounds} rounds")
    return 0 if all(bar.holds for bar in bars) else 1


def one_round(folder: Path, port: int, text: str) -> dict[str, Measured]:
    """Let each contestant do it once."""
    clear(folder)
    to = ("--yes", "--quiet", "--preflight", "off", "--gateway-url", f"http://127.0.0.1:{port}/v1")
    campaign = ("--text", text, "--sender", "APITEST", "--iys", "none", "--quiet")
    floor = (sys.executable, HERE / "floor.py")
    peer = (sys.executable, HERE / "peers.py", port, "az.csv")
    whole = {
        "floor": measured(folder, *floor, "liste.csv", "floor.csv", port),
        "reading and formatting": measured(folder, *floor, "liste.csv"),
        "send": measured(folder, BATCHSMS, "send", "liste.csv", *campaign, "--results", "a.results.csv", *to),
    }
    clear(folder)  # a campaign file beside a list is looked into when the list is planned again
    return whole | {
        "plan": measured(folder, BATCHSMS, "plan", "liste.csv", *campaign, "-o", "b.campaign"),
        "send the plan": measured(folder, BATCHSMS, "send", "b.campaign", "--results", "b.results.csv", *to),
        "results": measured(folder, BATCHSMS, "results", "b.campaign", "-o", "c.results.csv", "--quiet"),
        **{f"peer, {way}": measured(folder, *peer, way) for way in PEERS},
        "peer, nothing": measured(folder, *peer, "nothing"),
    }


def clear(folder: Path) -> None:
    """Remove what a send leaves."""
    for left in (*folder.glob("*.campaign"), *folder.glob("*.results.csv")):
        left.unlink()


def bars_of(figures: dict[str, Measured], rows: int) -> list[Bar]:
    """Return what is wanted, and what was found."""
    send, plan = figures["send"], figures["plan"]
    start = figures["peer, nothing"].seconds
    better = min(figures[f"peer, {way}"].seconds - start for way in PEERS) / PEER_ROWS
    reading = figures["reading and formatting"].seconds
    return [
        Bar("send, times the floor", send.seconds / figures["floor"].seconds, 3),
        Bar("plan, times reading and formatting", plan.seconds / reading, 4),
        Bar("send, share of the better peer's time for a recipient", send.seconds / rows / better, 1 / 50),
        Bar("largest, in MB", max(one.megabytes for one in (send, plan)), MOST_MEGABYTES.get(rows, 600)),
    ]


def show(figures: dict[str, Measured], bars: Sequence[Bar], what: str) -> None:
    """Print the figures and the bars."""
    print(what)
    for name, found in figures.items():
        print(f"  {name:<24}{found.seconds:9.2f} s {found.megabytes:8.0f} MB")
    for bar in bars:
        print(f"  {bar.name}: {bar.value:.3g} (at most {bar.most:.3g}, {'holds' if bar.holds else 'MISSED'})")
    told = {name: found._asdict() for name, found in figures.items()}
    print(json.dumps({"what": what, "figures": told, "bars": [bar._asdict() for bar in bars]}))


def median(found: Sequence[Measured]) -> Measured:
    """Return the median of the seconds, and the largest memory."""
    return Measured(
        round(statistics.median(one.seconds for one in found), 3),
        round(max(one.megabytes for one in found), 1),
    )


def measured(folder: Path, *command: object) -> Measured:
    """Run a command to its end, and return what it took."""
    begin = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - ours
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | {"BATCHSMS_KEY": "demo", "BATCHSMS_HASH": "demo", "BATCHSMS_LANG": "en"},
        stdout=subprocess.DEVNULL,
    )
    _process_id, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[:3]} ended with {process.returncode}")
    return Measured(time.perf_counter() - begin, usage.ru_maxrss / KILOBYTES)


def a_list(path: Path, rows: int) -> None:
    """Write a list in which each row has a name, a number and an amount of its own."""
    with path.open("w", encoding="utf-8") as file:
        file.write("no,ad,telefon,tutar\n")
        file.writelines(
            f"{at},Kişi {at * 7919 % 100_003},05{30 + at // 10_000_000}{at % 10_000_000:07},"
            f"{at % 9_973:04}.50\n"
            for at in range(rows)
        )


@contextmanager
def gateway() -> Iterator[int]:
    """Run the gateway, and give its port."""
    command = [sys.executable, str(HERE / "null_gateway.py")]
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout  # noqa: S101 - it has one
        yield int(process.stdout.readline())
        process.kill()


if __name__ == "__main__":
    sys.exit(main())
