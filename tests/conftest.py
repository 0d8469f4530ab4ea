"""What the suites share: the real command line, and a sandbox to send to."""

import json
import os

os.environ["BATCHSMS_LANG"] = "en"  # what the suites expect, whatever the machine's own language
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import forked
import httpx
import privacy
import pytest
from hypothesis import settings
from loopback import client_of
from privacy import CREDENTIALS, SecretAccount

from batchsms.sandbox.server import running

settings.register_profile("batchsms", deadline=None, print_blob=True)
settings.load_profile("batchsms")

SECONDS_AT_MOST = 120

privacy.listen()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let no test pass in which a command has said or logged what must not be seen."""
    privacy.heard.clear()
    ended = yield
    if not item.get_closest_marker("shows_numbers"):
        leaks = [(said.arguments, found) for said in privacy.heard for found in privacy.leaks_of(said)]
        assert [] == leaks
    fixtures = getattr(item, "funcargs", {})
    if folder := fixtures.get("tmp_path"):
        assert [] == privacy.leaks_of_files(folder)
    if log := fixtures.get("environment", {}).get("BATCHSMS_LOG"):
        assert [] == privacy.leaks_of_files(Path(log).parent)
    return ended


@dataclass(frozen=True)
class Ran:
    """A command line that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object on stdout."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Sandbox:
    """A sandbox gateway, asked over HTTP as anybody could."""

    url: str
    client: httpx.Client

    @property
    def gateway_url(self) -> str:
        """The address to send to."""
        return f"{self.url}/v1"

    def orders(self) -> list[dict[str, Any]]:
        """Return every order taken, oldest first."""
        return self.client.get("/sandbox/orders").json()

    def taken(self) -> list[tuple[str, str, str]]:
        """Every recipient taken: order id, MSISDN, text; in the order they came."""
        return [
            (order["id"], f"90{number[-10:]}", message["text"])
            for order in self.orders()
            for message in order["messages"]
            for number in message["numbers"]
        ]

    def faults(self, faults: dict[str, Any]) -> None:
        """Replace the faults that are to come."""
        self.client.put("/sandbox/faults", json=faults).raise_for_status()

    def account(self, account: dict[str, Any]) -> None:
        """Change the account."""
        self.client.put("/sandbox/account", json=account).raise_for_status()

    def requests(self) -> dict[str, int]:
        """Return how many requests each endpoint has had."""
        return self.client.get("/sandbox/requests/count").json()

    def body(self, number: int) -> bytes:
        """Return the body of a post, by its number from 1."""
        return self.client.get(f"/sandbox/bodies/{number}").content


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox gateway for one test."""
    with running(account=SecretAccount(), keep_bodies=True) as server, client_of(server.url) as client:
        yield Sandbox(server.url, client)


def _of_a_user() -> dict[str, str]:
    kept = ("PATH", "SYSTEMROOT", "LANG", "TMPDIR", "TEMP", "TMP")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"BATCHSMS_LANG": "en"}


@pytest.fixture
def environment(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, str]:
    """Give the environment of a user who has set where programs are, and that all is logged."""
    form = "json" if len(request.node.name) % 2 else "text"
    log = tmp_path_factory.mktemp("log") / "all.log"
    return _of_a_user() | {"HOME": str(tmp_path), "BATCHSMS_LOG": str(log), "BATCHSMS_LOG_FORMAT": form}


@pytest.fixture(scope="session")
def run_command() -> Iterator[Callable[..., CompletedProcess[str]]]:
    """Give what runs a command in a process of its own: a fork where there are forks."""
    if not forked.IS_POSSIBLE:
        yield forked.run_anew
        return
    with forked.ForkServer(_of_a_user()) as server:
        yield server.run


@pytest.fixture
def batchsms(
    tmp_path: Path, environment: dict[str, str], run_command: Callable[..., Any]
) -> Callable[..., Ran]:
    """Run the real command line in a folder of its own, with credentials that must not be seen."""

    def run(*arguments: object, typed: str | None = None, **more: str) -> Ran:
        way = run_command if typed is None else partial(forked.run_anew, typed=typed)
        ended = way(
            [*map(str, arguments)],
            folder=tmp_path,
            environment=environment | CREDENTIALS | more,
            seconds=SECONDS_AT_MOST,
        )
        assert "Traceback" not in ended.stderr
        return Ran(ended.returncode, ended.stdout, ended.stderr)

    return run
