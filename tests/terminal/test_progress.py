import pytest

from batchsms.terminal import console as console_module
from batchsms.terminal.console import Console
from batchsms.terminal.sending_facts import Facts, time_left


@pytest.fixture
def wait(monkeypatch):
    """Let seconds pass."""
    present = [0.0]
    monkeypatch.setattr(console_module.time, "monotonic", lambda: present[0])

    def pass_by(seconds):
        present[0] += seconds

    return pass_by


FACTS = Facts({"accepted": 11_990, "rejected": 10, "planned": 38_000}, 12_340)


def test_without_a_terminal_the_facts_are_told_as_well(wait, capsys):
    """How fast, how long still, credits and states, as a terminal shows them."""
    with Console("send").progress("Sending", 50_000, lambda: FACTS) as progress:
        wait(40)
        progress(12_000)

    assert (
        "Sending: 12,000 of 50,000 recipients so far (300.0 a second, 12,340 credits, 11,990 accepted, "
        "10 rejected, about 2 minutes left)\n"
    ) == capsys.readouterr().err.replace("\n", " ").strip() + "\n"


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [
        (0, 10, ""),
        (100, 10, ""),
        (99, 10, "less than a minute left"),
        (10, 60, "about 9 minutes left"),
        (1, 100, "about 3 hours left"),
    ],
)
def test_the_time_that_is_left_is_told_roughly(done, seconds, words):
    """In minutes or hours, and not at all where nobody can tell."""
    assert words == time_left(done, 100, seconds)


@pytest.mark.parametrize(
    ("silenced", "said"),
    [({}, "Sending: 12,000 of 50,000 recipients so far\n"), ({"quiet": True}, ""), ({"json": True}, "")],
)
def test_without_a_terminal_a_sentence_says_how_far_it_is(wait, capsys, silenced, said):
    """On the standard error, where it is not to be silent; there is no bar."""
    with Console("send", **silenced).progress("Sending", 50_000) as progress:
        wait(29)
        progress(6_000)
        wait(2)
        progress(12_000)
        wait(3)
        progress(50_000)

    assert ("", said) == capsys.readouterr()
