"""What a small run imports: each library that it does not need would take longer than the run itself."""

import subprocess
import sys

import pytest

HEAVY = {"numpy", "pandas", "httpx", "babel", "xlsxwriter", "python_calamine", "wcwidth", "aiohttp"} | {
    "batchsms.event_log.log_file",
    "batchsms.pinging",
}
"""Libraries for large lists, workbooks, the wire, other letters; what only --log and --ping need."""
OF_PLANS = HEAVY | {"jinja2", "filelock"}
OF_FILES = OF_PLANS | {"sqlite3", "csv", "xml", "logging"}
RUN = """
import sys
from batchsms.__main__ import main
sys.argv = ["batchsms", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    print("ended with", end.code, file=sys.stderr)
print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def folder(tmp_path):
    """Give a folder with a list of three rows, a template and a campaign file."""
    rows = "".join(f"Ali,053000000{row:02},10\n" for row in range(3))
    (tmp_path / "liste.csv").write_text(f"ad,gsm,tutar\n{rows}", encoding="utf-8")
    (tmp_path / "metin.txt").write_text("Sayın {{ ad }}, borcunuz {{ tutar }} TL.", encoding="utf-8")
    return tmp_path


def run(folder, *arguments, **environment):
    """Run a command; return its exit code, what it printed, and what it imported."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        check=False,
        cwd=folder,
        env={"PATH": "", **environment},
        capture_output=True,
        encoding="utf-8",
    )
    *_words, ended, modules = done.stderr.splitlines()
    return int(ended.rpartition(" ")[2]), done.stdout, set(modules.split())


PLAN = ("liste.csv", "--template", "metin.txt", "--sender", "ACME", "--iys", "none")


@pytest.mark.parametrize(
    ("arguments", "code", "unneeded"),
    [
        (["--help"], 0, OF_FILES),
        (["--version"], 0, OF_FILES),
        (["snd"], 2, OF_FILES),
        (["send", "--help"], 0, OF_FILES),
        (["send", "liste.csv", "--nope"], 2, OF_FILES),
        (["send", "liste.csv"], 2, OF_PLANS | {"sqlite3"}),
        (["preview", *PLAN], 0, HEAVY),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_small_run_imports_what_it_uses(folder, arguments, code, unneeded):
    """Help, errors of usage and a preview of a small text file do without what others need."""
    ended, _out, modules = run(folder, *arguments)

    assert (code, set()) == (ended, modules & unneeded)


def test_a_status_needs_no_library_of_plans(folder):
    """How far a campaign is stands in its file alone."""
    assert run(folder, "plan", *PLAN, "-o", "liste.campaign")[0] == 0
    ended, out, modules = run(folder, "status", "liste.campaign")

    assert (4, True, set()) == (ended, "3  planned" in out, modules & (OF_PLANS | {"logging"}))


@pytest.mark.parametrize(
    ("typed", "completed"),
    [("batchsms pre", "preview"), ("batchsms send --sen", "--sender"), ("batchsms send --iys B", "BIREYSEL")],
)
def test_what_is_typed_is_completed_at_once(folder, typed, completed):
    """The shell asks at each press of a key: no library of plans is imported for that."""
    words = str(len(typed.split()) - 1)
    _code, out, modules = run(folder, _BATCHSMS_COMPLETE="bash_complete", COMP_WORDS=typed, COMP_CWORD=words)

    assert ([completed], set()) == ([line.split(",")[1] for line in out.splitlines()], modules & OF_FILES)
