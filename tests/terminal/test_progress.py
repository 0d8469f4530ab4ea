import pytest

from batchsms.terminal import console as console_module
from batchsms.terminal.console import Console


@pytest.fixture
def wait(monkeypatch):
    """Let seconds pass."""
    present = [0.0]
    monkeypatch.setattr(console_module.time, "monotonic", lambda: present[0])

    def pass_by(seconds):
        present[0] += seconds

    return pass_by


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
