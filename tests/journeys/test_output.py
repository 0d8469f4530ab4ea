"""Output that nobody reads, or that cannot be written: the work is done all the same, and it is said."""

import subprocess
import sys
from pathlib import Path

import pytest
from lists import a_list, people, sheet
from privacy import CREDENTIALS
from runs import CAMPAIGN, states

FULL = Path("/dev/full")
needs_a_full_device = pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is full")


@pytest.fixture
def type_to(tmp_path, environment):
    """Run the real command line with its output going somewhere, and return exit code and stderr."""

    def run(output, *arguments, **more):
        ended = subprocess.run(
            [sys.executable, "-m", "batchsms", *map(str, arguments)],
            cwd=tmp_path,
            env=environment | CREDENTIALS | more,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stderr

    return run


@pytest.fixture
def type_to_full(type_to):
    """Run the real command line with its output going to a full device."""

    def run(*arguments):
        with FULL.open("w") as full:
            return type_to(full, *arguments)

    return run


@pytest.fixture
def read_first_line(tmp_path, environment):
    """Read the first line of what the command line prints, as `head -1` does; return exit code and stderr."""

    def run(*arguments):
        with subprocess.Popen(
            [sys.executable, "-m", "batchsms", *arguments],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            process.stdout.readline()
            process.stdout.close()
            err = process.stderr.read()
            return process.wait(timeout=60), err.decode()

    return run


@needs_a_full_device
def test_unbuffered_output_is_no_different(tmp_path, type_to):
    """Where Python was asked not to buffer, as servers do, the full device is no defect either."""
    with FULL.open("w") as full:
        code, err = type_to(full, "--version", PYTHONUNBUFFERED="1")

    assert (2, "error: The output cannot be written: No space left on device\n") == (code, err)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes it")
def test_an_output_that_was_never_open_is_no_defect(tmp_path, environment):
    """Started with its output closed, the command does its work in silence."""
    a_list(tmp_path / "liste.csv", *people(2))
    command = [sys.executable, "-m", "batchsms", "plan", "liste.csv", *CAMPAIGN]

    ended = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *command],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )

    assert (0, True) == (ended.returncode, (tmp_path / "liste.campaign").exists())


@needs_a_full_device
@pytest.mark.parametrize("speaking", [(), ("--json",)])
def test_a_send_whose_output_cannot_be_written_sends(tmp_path, type_to_full, sandbox, speaking):
    """What was sent is in the file, one sentence says what is wrong, and the code is the campaign's."""
    a_list(tmp_path / "liste.csv", *people(3))

    code, err = type_to_full(
        "send", "liste.csv", *CAMPAIGN, "--yes", "--gateway-url", sandbox.gateway_url, *speaking
    )

    assert (0, 3) == (code, len(sandbox.taken()))
    assert err.endswith("error: The output cannot be written: No space left on device\n")
    assert ["accepted"] * 3 == states(sheet(tmp_path / "liste.results.xlsx"))


@needs_a_full_device
@pytest.mark.parametrize(
    "command",
    [("preview", "liste.csv", *CAMPAIGN), ("plan", "liste.csv", *CAMPAIGN, "--json"), ("--help",)],
    ids=lambda command: command[0],
)
def test_what_could_not_be_shown_is_no_success(tmp_path, type_to_full, command):
    """A command that is asked for its words alone, and cannot write them, does not end with 0."""
    a_list(tmp_path / "liste.csv", *people(3))

    code, err = type_to_full(*command)

    assert (2, 1) == (code, err.count("error: "))
    assert (command[0] == "plan") == (tmp_path / "liste.campaign").exists()


@pytest.mark.parametrize(
    ("command", "codes"),
    [
        (("preview", "liste.csv", *CAMPAIGN, "--order-size", "1", "--xml", "-"), {141}),
        (("preview", "liste.csv", *CAMPAIGN, "--limit", "1", "--xml", "-"), {0, 141}),
        (("preview", "liste.csv", *CAMPAIGN), {0, 141}),
        (("--help",), {0, 141}),
    ],
)
def test_a_reader_that_goes_ends_it_quietly(tmp_path, read_first_line, command, codes):
    """`| head -1` gets its line, and nothing is called a defect."""
    a_list(tmp_path / "liste.csv", *people(900))

    code, err = read_first_line(*command)

    assert "error" not in err
    assert code in codes


def test_letters_that_an_output_lacks_do_not_end_the_command(tmp_path, type_to):
    """Where the output has an old encoding, what can be said is said, and JSON is still whole."""
    a_list(tmp_path / "liste.csv", ("Ayşe 🌷", "0530 000 00 01"))

    code, err = type_to(subprocess.DEVNULL, "preview", "liste.csv", *CAMPAIGN, PYTHONIOENCODING="ascii")

    assert (0, "") == (code, err)
