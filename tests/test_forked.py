import shutil
import subprocess
import sys
from pathlib import Path

import forked
import pytest
from lists import a_list, people
from runs import CAMPAIGN

from batchsms.sandbox.server import running

pytestmark = pytest.mark.skipif(not forked.IS_POSSIBLE, reason="there are no forks")

SEND = ("send", "liste.csv", *CAMPAIGN, "--sandbox", "--yes")


@pytest.fixture
def run_each_way(tmp_path, environment, run_command):
    """Run a row of commands in forks, and in processes begun anew, each in a folder of its own."""

    def run(*commands):
        for name, way in (("forked", run_command), ("anew", forked.run_anew)):
            folder = tmp_path / name
            folder.mkdir()
            a_list(folder / "liste.csv", *people(3))
            yield [_ended(way, command, folder, environment) for command in commands]

    return run


def _ended(way, command, folder, environment):
    ended = way(command, folder=folder, environment=environment, seconds=60)
    there = sorted(path.name for path in folder.iterdir())
    return ended.returncode, ended.stdout, ended.stderr.replace(str(folder), ""), there


@pytest.mark.parametrize(
    ("codes", "commands"),
    [
        ([0], [("preview", "liste.csv", *CAMPAIGN)]),
        ([0, 4], [("plan", "liste.csv", *CAMPAIGN), ("status", "liste.campaign")]),
        ([0, 0], [SEND, ("results", "liste.sandbox.campaign", "-o", "sonuc.csv")]),
        ([2], [("preview", "yok.csv", *CAMPAIGN, "--json")]),
        ([0], [("--help",)]),
        ([2], [("status", "--no-such-option")]),
    ],
    ids=lambda value: "" if isinstance(value[0], int) else "-".join(command[0] for command in value),
)
def test_a_fork_does_what_a_process_begun_anew_does(run_each_way, codes, commands):
    """Exit codes, what is printed, and what files there are then, are the same for every command."""
    in_forks, anew = run_each_way(*commands)

    assert codes == [code for code, *_rest in anew]
    assert anew == in_forks


def test_a_sandbox_in_a_fork_ends_as_one_begun_anew_does(run_each_way):
    """A port that is taken is told in the same words, with the same exit code."""
    with running() as other:
        port = other.url.rpartition(":")[2]

        in_forks, anew = run_each_way(("sandbox", "--port", port))

    assert 2 == anew[0][0]
    assert anew == in_forks


def test_the_installed_command_starts(environment):
    """What users type is there, and is this program."""
    command = shutil.which("batchsms", path=Path(sys.executable).parent)

    ended = subprocess.run([command, "--version"], env=environment, capture_output=True, check=True)

    assert ended.stdout.startswith(b"batchsms, version ")


def test_what_is_read_at_the_start_of_python_is_not_forked(tmp_path, environment, run_command):
    """A variable that Python reads before its first line has its effect."""
    heeded = environment | {"PYTHONWARNINGS": "nonsense"}

    ended = run_command(["--version"], folder=tmp_path, environment=heeded, seconds=60)

    assert "Invalid -W option ignored" in ended.stderr


def test_a_fork_that_takes_too_long_is_killed(tmp_path, environment):
    """The command is given up, and the next one has an exit code of its own."""
    with forked.ForkServer(environment) as server:
        with pytest.raises(TimeoutError):
            server.run(["sandbox", "--port", "0"], folder=tmp_path, environment=environment, seconds=0.3)
        ended = server.run(["status", "yok"], folder=tmp_path, environment=environment, seconds=60)

    assert 2 == ended.returncode
