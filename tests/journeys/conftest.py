"""Sends that are watched while they run, and results that are held against the gateway's record."""

import subprocess
from collections.abc import Callable, Iterator

import pytest
from lists import sheet
from runs import begun, twice, untrue


@pytest.fixture
def send(batchsms, sandbox):
    """Send to the sandbox, without a question, and tell it as JSON."""

    def run(recipients, *arguments, **more):
        to = ("--yes", "--json", "--gateway-url", sandbox.gateway_url)
        return batchsms("send", recipients, *to, *arguments, **more)

    return run


@pytest.fixture
def start(tmp_path, environment) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Begin the command line and return it running; what still runs in the end is killed."""
    processes = []

    def run(*arguments, **more):
        processes.append(begun(tmp_path, environment, *arguments, **more))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def start_send(start, sandbox):
    """Begin to send to the sandbox, without a question."""
    return lambda recipients, *arguments, **more: start(
        "send", recipients, "--yes", "--gateway-url", sandbox.gateway_url, *arguments, **more
    )


@pytest.fixture
def results(tmp_path, sandbox):
    """Return the rows of a results file that the gateway's record has been found to bear out."""

    def read(name="liste.results.xlsx"):
        rows = sheet(tmp_path / name)
        assert [] == twice(sandbox.taken())
        assert [] == untrue(rows, sandbox.taken())
        return rows

    return read
