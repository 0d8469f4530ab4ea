"""What is asked on a terminal before anything goes."""

import os
import subprocess
import sys

import pytest
from lists import a_list, people
from privacy import CREDENTIALS

pty = pytest.importorskip("pty", reason="terminals as files are Unix's")

CAMPAIGN = ("--text", "Merhaba", "--sender", "APITEST", "--iys", "none")


def _slowly(*values):
    """Mark further values of a parameter as slow: they show the same as the first."""
    return [
        pytest.param(*(value if isinstance(value, tuple) else (value,)), marks=pytest.mark.slow)
        for value in values
    ]


@pytest.fixture
def answer(tmp_path, environment, sandbox):
    """Send a list from a terminal, typing an answer; return the exit code and what was asked."""

    def run(typed, *arguments):
        ours, theirs = pty.openpty()
        os.write(ours, typed.encode() + b"\n")
        command = ("-m", "batchsms", "send", "liste.csv", *CAMPAIGN)
        ended = subprocess.run(
            [sys.executable, *command, "--gateway-url", sandbox.gateway_url, *arguments],
            cwd=tmp_path,
            env=environment | CREDENTIALS,
            stdin=theirs,
            capture_output=True,
            timeout=60,
            encoding="utf-8",
            check=False,
        )
        os.close(ours)
        os.close(theirs)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stderr

    return run


@pytest.mark.parametrize("typed", ["1.001", *_slowly("1001", "1,001", "1 001", " 1001 ")])
def test_many_are_sent_to_when_their_number_is_typed(tmp_path, answer, sandbox, typed):
    """Above a thousand the number of recipients is the answer, with any mark between the thousands."""
    a_list(tmp_path / "liste.csv", *people(1001))

    code, asked = answer(typed)

    assert (0, 1001) == (code, len(sandbox.taken()))
    assert "1,001 messages will be sent now. Type this number" in asked


@pytest.mark.parametrize("typed", ["y", *_slowly("", "1000", "10,01", "1'001")])
def test_any_other_answer_is_no(tmp_path, answer, sandbox, typed):
    """A key that was hit by mistake sends nothing."""
    a_list(tmp_path / "liste.csv", *people(1001))

    assert (2, []) == (answer(typed)[0], sandbox.orders())


@pytest.mark.parametrize(("typed", "code", "taken"), [("y", 0, 3), ("", 2, 0), *_slowly(("n", 2, 0))])
def test_few_are_agreed_to_by_yes(tmp_path, answer, sandbox, typed, code, taken):
    """Up to a thousand it is asked yes or no, and no is what is taken for granted."""
    a_list(tmp_path / "liste.csv", *people(3))

    assert (code, taken) == (answer(typed)[0], len(sandbox.taken()))


def test_a_limited_run_asks_for_what_it_sends(tmp_path, answer, sandbox):
    """With --limit it is asked for the messages of this run, not of the whole campaign."""
    a_list(tmp_path / "liste.csv", *people(1001))

    code, asked = answer("y", "--limit", "2")

    assert (4, 2) == (code, len(sandbox.taken()))
    assert "Send 2 messages now?" in asked


@pytest.mark.parametrize("speaking", ["--quiet", "--json"])
def test_nobody_is_asked_without_the_counts(tmp_path, answer, speaking):
    """Where the plan is not shown, the question itself says how many go, how many do not, and why."""
    a_list(tmp_path / "liste.csv", *people(2), ("X", "0212 123 45 67"))

    _code, asked = answer("n", speaking)

    assert ["2  planned, in 1 order", "1  skipped: landline"] == [
        line.strip() for line in asked.split("\n")[1:3]
    ]
    assert asked.startswith("3 rows in the list\n")
