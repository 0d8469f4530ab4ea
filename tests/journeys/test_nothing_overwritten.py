"""No file of the user's is written over: not what a campaign reads, and nothing that is not ours."""

import os
import re
import shlex
import sqlite3
import sys
import tempfile
from pathlib import Path

import openpyxl
import pytest
from lists import TEXT, a_list, people, sheet
from runs import until

CAMPAIGN = ("--sender", "APITEST", "--iys", "none")
BY_TEXT = ("--text", TEXT, *CAMPAIGN)


def _files(folder):
    """Return the content of each file of a folder, and where each link leads."""
    return {
        path.name: path.readlink() if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }


def _typed(said):
    """Return the option of the hint as the shell reads it."""
    (hint,) = re.findall(r"^hint: .*?(--(?:results|campaign|xml|record) .*)$", said, re.MULTILINE)
    return shlex.split(hint)


@pytest.fixture
def files(tmp_path):
    """Make the files of a campaign, and some that have nothing to do with it."""
    a_list(tmp_path / "list.csv", *people(3))
    a_list(tmp_path / "sup.csv", people(3)[2])
    a_list(tmp_path / "list.xlsx", *people(3))
    (tmp_path / "text.csv").write_text("{% include 'end.csv' %}{{ ad }}", encoding="utf-8")
    (tmp_path / "end.csv").write_text("Merhaba ", encoding="utf-8")
    a_list(tmp_path / "other.csv", ("a", "b"))
    book = openpyxl.Workbook()
    book.create_sheet("Ciro")
    book.save(tmp_path / "books.xlsx")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to("sup.csv")
    (tmp_path / "linked.csv").symlink_to("list.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "sup.csv")
    return tmp_path


INPUTS = ("sup.csv", "list.csv", "text.csv", "end.csv", "./sup.csv", "folder.csv/../sup.csv", "link.csv")
ALIKE = ("linked.csv", "hard.csv", "SUP.csv", "List.CSV", "END.csv")
FOREIGN = (
    "other.csv",
    "books.xlsx",
    "folder.csv",
    "list.xlsx",
    "notes.txt",
    "none/r.xlsx",
)


@pytest.mark.parametrize("name", [*INPUTS, *ALIKE, *FOREIGN])
def test_results_are_never_written_over_a_file_of_the_users(files, batchsms, sandbox, name):
    """The run is refused before anything is posted, and what its hint says works when it is typed."""
    command = (
        *("send", "list.csv", "--template", "text.csv", *CAMPAIGN, "--suppress", "sup.csv"),
        *("--yes", "--gateway-url", sandbox.gateway_url),
    )
    before = _files(files)

    refused = batchsms(*command, "--results", name)

    assert 2 == refused.code, refused.err
    assert before == _files(files)
    assert [] == sandbox.orders()
    again = batchsms(*command, *_typed(refused.err))
    assert 0 == again.code, again.err
    assert before == {name: content for name, content in _files(files).items() if name in before}
    assert 2 == len(sandbox.taken())


@pytest.mark.parametrize("name", ["list.csv", "sup.csv", "end.csv", "hard.csv", "other.csv", "list.campaign"])
def test_results_that_are_written_again_spare_what_the_plan_read(files, batchsms, name):
    """`results -o` knows the list, the texts and the suppression lists of the plan, and the campaign file."""
    plan = ("plan", "list.csv", "--template", "text.csv", *CAMPAIGN, "--suppress", "sup.csv")
    assert 0 == batchsms(*plan).code
    before = _files(files)

    refused = batchsms("results", "list.campaign", "-o", name)

    assert 2 == refused.code, refused.err
    assert before == _files(files)
    again = batchsms("results", "list.campaign", *_typed(refused.err))
    assert 0 == again.code, again.err


def test_earlier_results_are_replaced(files, batchsms, sandbox):
    """Results of the program itself are no file of the user's."""
    to = ("--yes", "--gateway-url", sandbox.gateway_url)
    batchsms("send", "list.csv", *BY_TEXT, *to, "--limit", "1")
    first = (files / "list.results.xlsx").read_bytes()

    ended = batchsms("send", "list.campaign", *to)

    assert 0 == ended.code, ended.err
    assert first != (files / "list.results.xlsx").read_bytes()
    assert ["accepted"] * 3 == [row["sms_status"] for row in sheet(files / "list.results.xlsx")]
    for name in ("a.csv", "a.xlsx"):
        assert [0, 0] == [batchsms("results", "list.campaign", "-o", name).code for _time in range(2)]
        assert not (files / f"a-2{name[1:]}").exists()


def test_results_that_a_user_works_with_are_kept(files, batchsms):
    """A sheet or a column that was added to earlier results would be lost with them."""
    batchsms("plan", "list.csv", *BY_TEXT)
    for change in (lambda book: book.create_sheet("Not"), lambda book: book.active.cell(1, 12, "Not")):
        (files / "r.xlsx").unlink(missing_ok=True)
        assert 0 == batchsms("results", "list.campaign", "-o", "r.xlsx").code
        book = openpyxl.load_workbook(files / "r.xlsx")
        change(book)
        book.save(files / "r.xlsx")

        assert 2 == batchsms("results", "list.campaign", "-o", "r.xlsx").code


def test_results_that_excel_has_saved_again_are_earlier_results(files, batchsms):
    """Another program keeps the names of the columns in another part of the workbook."""
    batchsms("plan", "list.csv", *BY_TEXT)
    batchsms("results", "list.campaign", "-o", "r.xlsx")
    openpyxl.load_workbook(files / "r.xlsx").save(files / "r.xlsx")

    assert 0 == batchsms("results", "list.campaign", "-o", "r.xlsx").code


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_results_are_for_their_owner_only(files, batchsms):
    """They hold what the campaign file holds."""
    batchsms("plan", "list.csv", *BY_TEXT)
    for name in ("r.xlsx", "r.csv"):
        batchsms("results", "list.campaign", "-o", name)
        assert 0o600 == (files / name).stat().st_mode & 0o777


@pytest.mark.parametrize(
    "name",
    ["list.csv", "other.csv", "link.csv", ".", "..", tempfile.gettempdir(), "folder.csv", "none/x.campaign"],
)
@pytest.mark.parametrize("sandbox_too", [False, True])
def test_a_campaign_file_never_takes_the_place_of_another_file(files, batchsms, name, sandbox_too):
    """A list, a folder or a file of another kind is said to be one, and the hint works when it is typed."""
    if sandbox_too:
        command = ("send", "list.csv", *BY_TEXT, "--sandbox", "--yes")
    else:
        command = ("plan", "list.csv", *BY_TEXT, "--suppress", "sup.csv")
    before = _files(files)

    ended = batchsms(*command, "-o", name)

    assert before.items() <= _files(files).items()
    if sandbox_too and name.endswith(".csv") and name != "folder.csv":
        assert 0 == ended.code, ended.err
        return
    assert 2 == ended.code
    assert "defect" not in ended.err
    hinted = _typed(ended.err)
    again = batchsms(*command, *hinted)
    assert 0 == again.code, again.err
    Path(hinted[1]).unlink(missing_ok=True)  # the one in /tmp is outside of the test's folder
    Path(hinted[1]).with_suffix(".sandbox.campaign").unlink(missing_ok=True)
    Path(hinted[1]).with_suffix(".sandbox.results.xlsx").unlink(missing_ok=True)


@pytest.mark.parametrize("option", ["-o", "--results", "--template", "--suppress"])
def test_an_empty_name_is_said_to_be_one(files, batchsms, option):
    """A variable of a script that was not set leaves an empty name."""
    ended = batchsms("plan", "list.csv", *BY_TEXT, option, "")

    assert 2 == ended.code
    assert "The name is empty" in ended.err


def test_a_campaign_that_exists_is_continued_or_another_is_begun(files, batchsms):
    """Both ways that the hint gives can be typed."""
    batchsms("plan", "list.csv", *BY_TEXT)

    refused = batchsms("plan", "list.csv", *BY_TEXT)

    assert 2 == refused.code
    assert "batchsms send list.campaign. " in refused.err
    assert ["--campaign", "list-2.campaign"] == _typed(refused.err)
    assert 0 == batchsms("plan", "list.csv", *BY_TEXT, *_typed(refused.err)).code


def test_a_sandbox_replaces_the_campaign_file_of_a_sandbox_only(files, batchsms):
    """What was sent to the gateway under a sandbox's name is not thrown away; nor is an input, or a list."""
    name = files / "list.sandbox.campaign"
    send = ("send", "list.csv", *BY_TEXT, "--sandbox", "--yes")
    assert [0, 0] == [batchsms(*send).code for _time in range(2)]

    as_input = batchsms(*send, "--suppress", name.name)
    with sqlite3.connect(name) as database:
        database.execute("UPDATE campaign SET gateway_url = 'https://api.iletimerkezi.com/v1'")
    database.close()
    as_sent = batchsms(*send)
    batchsms("plan", "list.csv", *BY_TEXT)
    as_copy = batchsms("send", "list.campaign", "--sandbox", "--yes")
    name.write_bytes((files / "list.csv").read_bytes())
    as_list = batchsms(*send)

    assert [2] * 4 == [ended.code for ended in (as_input, as_sent, as_copy, as_list)]
    assert name.read_bytes() == (files / "list.csv").read_bytes()
    assert 0 == batchsms(*send, *_typed(as_list.err)).code


def test_the_xml_goes_to_a_folder_of_its_own(files, batchsms):
    """A folder that holds anything else is refused, if only one file of the name that an order's has."""
    preview = ("preview", "list.csv", *BY_TEXT)
    (files / "0001.xml").write_text("<a/>")
    for folder in ("mine", "links", "kinds"):
        (files / folder).mkdir()
    (files / "mine" / "0001.xml").write_text("<rss/>")
    (files / "links" / "0001.xml").symlink_to("../list.csv")
    (files / "kinds" / "0001.xml").mkdir()
    before = _files(files)

    for place in (".", "mine", "links", "kinds", "list.csv", "mine/0001.xml", "/proc/x"):
        refused = batchsms(*preview, "--xml", place)
        assert 2 == refused.code, refused.err
        assert before == _files(files)
        again = batchsms(*preview, *_typed(refused.err))
        assert 0 == again.code, again.err
        for name in set(_files(files)) - set(before):
            next(files.rglob(name)).unlink()
        before = _files(files)


def test_a_template_among_the_xml_of_an_earlier_preview_is_kept(files, batchsms):
    """What looks like an order of an earlier preview may be the text of this one."""
    batchsms("preview", "list.csv", *BY_TEXT, "--xml", "xml")
    before = _files(files)

    refused = batchsms("preview", "list.csv", "--template", "xml/0001.xml", *CAMPAIGN, "--xml", "xml")

    assert 2 == refused.code
    assert before == _files(files)
    assert 0 == batchsms("preview", "list.csv", *BY_TEXT, "--xml", "xml").code


@pytest.mark.parametrize("name", ["list.csv", "books.xlsx", "folder.csv", "none/x.jsonl", "empty.json"])
def test_a_record_is_added_to_records_only(files, batchsms, name):
    """Orders are no line of a list."""
    (files / "empty.json").write_text("[]")
    before = _files(files)

    refused = batchsms("sandbox", "--port", "0", "--record", name)

    assert 2 == refused.code
    assert _typed(refused.err)[0] == "--record"
    assert before == _files(files)


_WITHOUT_THE_POWER_OF_ROOT = """
import ctypes, os, sys
for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    ctypes.CDLL(None).prctl(24, power, 0, 0, 0)  # PR_CAPBSET_DROP
os.execv(sys.executable, [sys.executable, "-m", "batchsms", *sys.argv[1:]])
"""


@pytest.mark.parametrize("option", ["--results", "--campaign", "--suppress", "--xml"])
def test_a_name_that_no_file_can_have_is_refused(files, batchsms, option):
    """A name that is too long is said to be, whatever it is of."""
    ended = batchsms("preview", "list.csv", *BY_TEXT, option, f"{'n' * 300}.csv")

    assert (2, True) == (ended.code, "The name is too long" in ended.err), ended.err


@pytest.fixture
def as_user(start):
    """Run the command line as a user who cannot write everywhere, which root could."""

    def run(*arguments):
        process = start(*arguments, wrapper=("-c", _WITHOUT_THE_POWER_OF_ROOT))
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    return run


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize("home_is_open", [True, False])
def test_a_folder_that_is_read_only_is_said_to_be(tmp_path, as_user, environment, home_is_open):
    """A list on a shared drive: the plan goes elsewhere, where the hint says, and that works."""
    (tmp_path / "shared").mkdir()
    a_list(tmp_path / "shared" / "list.csv", *people(2))
    (tmp_path / "home").mkdir(mode=0o700 if home_is_open else 0o500)
    environment["HOME"] = str(tmp_path / "home")
    for folder in (tmp_path / "shared", tmp_path):
        folder.chmod(0o500)
    plan = ("plan", "shared/list.csv", *BY_TEXT)

    code, _out, err = as_user(*plan)
    tmp_path.chmod(0o500 if home_is_open else 0o700)
    again, _out, said = as_user(*plan, *(_typed(err) if home_is_open else ("-o", "list.campaign")))
    results, _out, of_results = as_user(
        *("results", "home/list.campaign" if home_is_open else "list.campaign"), *("-o", "shared/r.csv")
    )
    for folder in (tmp_path, tmp_path / "shared"):
        folder.chmod(0o700)

    assert 2 == code
    assert "list.campaign cannot be written: Permission denied" in err
    assert home_is_open or "in a folder that you can write to, with --campaign" in err
    assert 0 == again, said
    assert 2 == results
    assert "r.csv cannot be written: Permission denied" in of_results


@pytest.mark.parametrize("name", ["results", "campaign"])
def test_what_came_in_between_is_kept_and_the_next_name_is_taken(files, start_send, sandbox, name):
    """A file that is there only when the results are written is not written over; the new name is said."""
    process = start_send("list.csv", *BY_TEXT, "--rate", "1", "--order-size", "1", "--results", "r.csv")
    until(lambda: len(sandbox.orders()) == 1)
    if name == "results":
        (files / "r.csv").write_text("Ad;Not\n")
    else:
        (files / "r.csv").hardlink_to(files / "list.campaign")
    before = (files / "r.csv").stat().st_ino

    out, err = process.communicate(timeout=60)

    assert 0 == process.returncode, err
    assert before == (files / "r.csv").stat().st_ino
    assert "Results: r-2.csv" in out
    assert (files / "r-2.csv").read_text("utf-8-sig").startswith("Ad;Telefon;sms_number")
