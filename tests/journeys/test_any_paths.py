"""Any options with any paths: no defect, no file of the user's changed, and hints that work when typed."""

import os
import re
import shlex
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lists import a_list, people

TEXT = ("--sender", "APITEST", "--iys", "none")
PATHS = st.sampled_from(
    [
        *("liste.csv", "./liste.csv", "LISTE.csv", "metin.txt", "kara.csv", "link.csv", "hard.csv", "klasor"),
        *(
            "dun.campaign",
            "dun.results.csv",
            "baska.xlsx",
            "bos.csv",
            "yeni.csv",
            "yeni.xlsx",
            "yeni.campaign",
        ),
        *(
            "klasor/yeni.csv",
            "yok/yeni.csv",
            "liste.csv/yeni.csv",
            "",
            ".",
            "..",
            "a b.csv",
            "x" * 300,
            "-",
            "ü.csv",
        ),
        *("yok.campaign", "kilitli.campaign", "hard.csv/..", "link.csv/", "/", "klasor/../liste.csv"),
    ]
)
OPTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["--results", "--campaign", "--xml", "--suppress", "--template", "--json", "--sheet"]
        ),
        PATHS,
    ),
    max_size=3,
    unique_by=lambda option: option[0],
)
COMMANDS = st.sampled_from(["preview", "plan", "send", "results", "status"])
_OF = {
    "preview": {"--results", "--campaign", "--xml", "--suppress", "--template", "--json", "--sheet"},
    "plan": {"--results", "--campaign", "--suppress", "--template", "--json", "--sheet"},
    "send": {"--results", "--campaign", "--suppress", "--template", "--json", "--sheet"},
    "results": {"--results", "--json"},
    "status": {"--json"},
}


@pytest.fixture(scope="module")
def batchsms_in(run_command):
    """Run the real command line in any folder."""

    def run(folder, *arguments):
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder.parent)}
        ended = run_command([*map(str, arguments)], folder=folder, environment=environment, seconds=60)
        assert "Traceback" not in ended.stderr
        return ended

    return run


@pytest.fixture(scope="module")
def model(tmp_path_factory, batchsms_in):
    """Make a folder with all kinds of files, once; each example gets a copy."""
    folder = tmp_path_factory.mktemp("files")
    a_list(folder / "liste.csv", *people(3))
    a_list(folder / "kara.csv", people(3)[2])
    a_list(folder / "baska.xlsx", *people(2))
    (folder / "metin.txt").write_text("Merhaba {{ ad }}", encoding="utf-8")
    (folder / "bos.csv").touch()
    (folder / "klasor").mkdir()
    a_list(folder / "eski.csv", *people(2))
    sent = batchsms_in(
        folder, "send", "eski.csv", "--text", "Selam", *TEXT, "--sandbox", "--yes", "-o", "dun.campaign"
    )
    assert 0 == sent.returncode, sent.stderr
    (folder / "dun.sandbox.campaign").rename(folder / "dun.campaign")
    assert 0 == batchsms_in(folder, "results", "dun.campaign", "-o", "dun.results.csv").returncode
    (folder / "kilitli.campaign").write_bytes(b"SQLite format 3\x00" + bytes(100))
    return folder


def _check(model, batchsms_in, command, recipients, options):
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "files"
        shutil.copytree(model, folder)
        (folder / "link.csv").symlink_to("kara.csv")
        (folder / "hard.csv").hardlink_to(folder / "liste.csv")
        before = _kept(folder)
        typed = [part for name, path in options if name in _OF[command] for part in _option(name, path)]
        arguments = [command, recipients, *typed]
        if command in {"preview", "plan", "send"} and not recipients.endswith(".campaign"):
            arguments += [*TEXT, *([] if "--template" in typed else ["--text", "Merhaba {{ ad }}"])]
        if command == "send":
            arguments += ["--sandbox", "--yes"]
        ended = batchsms_in(folder, *arguments)
        after = _kept(folder)

        assert ended.returncode in {0, 2, 3, 4, 5}, (arguments, ended.stderr)
        assert {name for name in before if before[name] != after.get(name)} == set(), arguments
        for option, path in re.findall(
            r"^hint: .*?(--(?:results|campaign)) (.+)$", ended.stderr, re.MULTILINE
        ):
            if option in typed:
                place = shlex.split(path)[0]
                arguments[arguments.index(option) + 1] = place
                again = batchsms_in(folder, *arguments)
                assert f"{option} {path}" not in again.stderr, (arguments, again.stderr)


def _option(name, path):
    return (name,) if name == "--json" else (name, path)


def _kept(folder):
    """Return the content of the files that no command may change, links and hard links resolved."""
    names = ("liste.csv", "kara.csv", "baska.xlsx", "metin.txt", "bos.csv", "eski.csv", "kilitli.campaign")
    return {name: (folder / name).read_bytes() for name in names}


def _search(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=examples < 100,
    )


@pytest.mark.shows_numbers
@given(command=COMMANDS, recipients=PATHS, options=OPTIONS)
@_search(25)
def test_any_paths_end_in_a_sentence(model, batchsms_in, command, recipients, options):
    """Whatever is named as what, it is done or refused, and nothing of the user's changes."""
    _check(model, batchsms_in, command, recipients, options)


@pytest.mark.shows_numbers
@given(command=st.sampled_from(["preview", "plan", "send"]), options=OPTIONS)
@_search(25)
def test_any_options_of_a_good_list_end_in_a_sentence(model, batchsms_in, command, options):
    """The same where the list is good, so that what is written is reached."""
    _check(model, batchsms_in, command, "liste.csv", options)


@pytest.mark.slow
@pytest.mark.shows_numbers
@given(command=COMMANDS, recipients=st.one_of(st.just("liste.csv"), PATHS), options=OPTIONS)
@_search(300)
def test_very_many_paths_end_in_a_sentence(model, batchsms_in, command, recipients, options):
    """The same, longer, and different each time."""
    _check(model, batchsms_in, command, recipients, options)
