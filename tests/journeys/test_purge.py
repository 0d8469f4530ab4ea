"""Campaigns that are long over lose their people for good, and nothing else: no file, no count."""

import errno
import json
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import moved_clock
import openpyxl
import pytest
from lists import a_list, sheet
from runs import NEXT_MONTH
from terminals import on_terminal

from batchsms.clock import now
from batchsms.journal.database import Database
from batchsms.journal.earlier_run import close
from batchsms.purging.folder import found_in as found_in_folder
from batchsms.purging.purge import looked_at, purged
from batchsms.results import purged_results
from batchsms.results.table_file import replace_with_table
from batchsms.sandbox.server import running
from batchsms.sending.run import only_sender

A_DAY = 86_400
HEADERS = ("Ad", "Telefon", "Borç")
PEOPLE = (
    ("Ayşegül Özdemir", "0530 000 00 41", "1.234,50"),
    ("Niyazi Küçük", "+90 530 000 00 42", "77,00"),
    ("Bozuk Numara", "0530 000 00", "12,00"),
    ("Ayşegül Özdemir", "5300000041", "1.234,50"),
    ("İki Numara", "0530 000 00 43 / 0530 000 00 44", "9,99"),
)
TEXT = "Sayın {{ ad }}, borcunuz {{ borc }} TL. “Gizli” hatırlatma: ödemenizi bu ay sonuna kadar yapınız."
SETTINGS = ("--text", TEXT, "--sender", "APITEST", "--iys", "none", "--fold", "typographic")
SECRETS = (
    "Ayşegül",
    "Özdemir",
    "Niyazi",
    "Küçük",
    "Bozuk",
    "1.234,50",
    "77,00",
    "Gizli",
    "hatırlatma",
    "borc",
)
NUMBERS = re.compile(rb"530[^0-9]{0,3}000[^0-9]{0,3}00[^0-9]{0,3}4[1-4]|0530 000 00")
KEPT_COLUMNS = ["sms_segments", "sms_status", "sms_order_id", "sms_code", "sms_time"]


@pytest.fixture
def folder(tmp_path):
    """Make a folder for campaigns."""
    made = tmp_path / "kampanyalar"
    made.mkdir()
    return made


@pytest.fixture
def sent(folder, send):
    """Send a campaign of a list that is removed then, as its owner has to."""

    def run(name="eski", *arguments, people=PEOPLE, code=0):
        a_list(folder / f"{name}.csv", *people, headers=HEADERS)
        ended = send(f"kampanyalar/{name}.csv", *SETTINGS, *arguments)
        assert code == ended.code, ended.err
        (folder / f"{name}.csv").unlink()
        return folder / f"{name}.campaign"

    return run


@pytest.fixture
def purge(batchsms):
    """Purge the folder some days later, as cron does, and tell it as JSON."""

    def run(*arguments, days=100, **more):
        ahead = {moved_clock.VARIABLE: str(days * A_DAY)}
        how = ("--older-than", "90d", "--yes", "--json", *arguments)
        return batchsms("purge", "kampanyalar", *how, **ahead, **more)

    return run


def contents(folder):
    """Return the bytes of a folder's files, each with what its archive holds."""
    for path in filter(Path.is_file, folder.rglob("*")):
        content = path.read_bytes()
        if content.startswith(b"PK"):
            with ZipFile(path) as archive:
                content += b"\n".join(map(archive.read, archive.namelist()))
        yield path.name, content


def found_in(folder):
    """Return what of the people is found in a folder's files, in whatever form it is written."""
    forms = {
        form
        for secret in SECRETS
        for form in (secret.encode(), json.dumps(secret)[1:-1].encode(), secret.encode("utf-16-le"))
    }
    forms |= {number.to_bytes(6, "big") for number in range(905_300_000_041, 905_300_000_045)}  # SQLite's
    return {
        (name, hit)
        for name, content in contents(folder)
        for hit in [*(form for form in forms if form in content), *NUMBERS.findall(content)]
    }


def whats(ended):
    """Return what became of the files, by name."""
    return {Path(one["file"]).name: one["what"] for one in ended.json["files"]}


def counts(ended):
    """Return what a status tells of how many there are."""
    names = ("rows", "recipients", "accepted", "rejected", "excluded", "orders", "credits", "exit_code")
    return {name: ended.json[name] for name in names}


def kept(folder):
    """Return all files of a folder with their bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_of_anybody_is_left(folder, sent, purge, batchsms):
    """No number, name, cell or text is in a byte of any file, and the counts are what they were."""
    campaign = sent()
    named = ("results", "kampanyalar/eski.campaign", "-o", "kampanyalar/sonuc.csv")
    assert 0 == batchsms(*named).code
    shutil.copy(folder / "eski.results.xlsx", folder / "eski.results-2.xlsx")
    before, status = sheet(folder / "eski.results.xlsx"), batchsms("status", campaign, "--json")
    assert len(found_in(folder)) > 20

    ended = purge()

    assert (0, {"eski.campaign": "purged"}) == (ended.code, whats(ended)), ended.err
    assert set() == found_in(folder)
    assert counts(status) == counts(batchsms("status", campaign, "--json"))
    for name in ("eski.results.xlsx", "eski.results-2.xlsx"):
        assert [{column: row[column] for column in KEPT_COLUMNS} for row in before] == sheet(folder / name)
    assert ";".join(KEPT_COLUMNS) in (folder / "sonuc.csv").read_text("utf-8-sig")
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert {"eski.campaign", "eski.results.xlsx", "eski.results-2.xlsx", "sonuc.csv"} == {
        path.name for path in folder.iterdir()
    }


def test_a_status_says_when_it_was_purged(sent, purge, batchsms):
    """The day stands in the text, and the moment in the JSON object; before there is none."""
    campaign = sent()
    before = batchsms("status", campaign, "--json")
    purge()

    after = batchsms("status", campaign, "--json")

    assert (None, True) == (before.json["purged_at"], after.json["purged_at"].endswith("+03:00"))
    day = ".".join(reversed(after.json["purged_at"][:10].split("-")))
    assert f"Purged on {day}: its cells" in batchsms("status", campaign).out


def test_again_there_is_nothing_to_do(folder, sent, purge):
    """A second purge changes no byte, and is a success."""
    sent()
    purge()
    before = kept(folder)

    again = purge()

    assert (0, [], before) == (again.code, again.json["files"], kept(folder)), again.err


@pytest.mark.parametrize(
    "command",
    [
        ("send", "eski.campaign", "--yes"),
        ("send", "eski.campaign", "--yes", "--sandbox"),
        ("send", "eski.campaign", "--dry-run"),
        ("send", "eski.campaign", "--yes", "--test-to", "0530 000 00 99"),
        ("send", "eski.campaign", "--yes", "--at", "now"),
        ("report", "eski.campaign"),
        ("cancel", "eski.campaign", "--yes"),
        ("preview", "eski.campaign"),
        ("results", "eski.campaign"),
        ("plan", "yeni.csv", *SETTINGS, "--suppress", "eski.campaign"),
    ],
    ids=lambda command: "-".join(command[:1] + command[2:5]) if command[0] != "plan" else "suppress",
)
def test_whoever_needs_what_is_gone_is_told_so(folder, sent, purge, batchsms, sandbox, command):
    """Each command that reads numbers or texts refuses in a whole sentence, and changes nothing."""
    sent()
    purge()
    a_list(folder / "yeni.csv", *PEOPLE, headers=HEADERS)
    before = kept(folder)
    places = [f"kampanyalar/{part}" if part.startswith(("eski", "yeni")) else part for part in command]

    refused = batchsms(*places, "--json", BATCHSMS_GATEWAY_URL=sandbox.gateway_url)

    assert (2, "purged") == (refused.code, refused.json["error"]["code"]), refused.err
    assert "its cells, numbers and texts are gone for good" in refused.err
    assert "hint: Its counts, orders and costs are still there: batchsms status " in refused.err
    assert before == kept(folder)
    assert 1 == len(sandbox.orders())


def test_what_is_not_over_or_too_young_is_left(folder, sent, send, purge, batchsms, sandbox):
    """Planned, unknown and scheduled orders keep their campaign whole, and so does a young event."""
    sent("yarim", "--limit", "1", code=4)
    later = NEXT_MONTH + timedelta(days=150)
    sent("ileride", "--at", f"{later:%Y-%m-%d %H:%M}")
    sandbox.faults({"send": {"plan": {"3": {"kind": "drop_after"}}}})
    a_list(folder / "bilinmez.csv", *PEOPLE, headers=HEADERS)
    assert 5 == send("kampanyalar/bilinmez.csv", *SETTINGS, "--settle-after", "0").code
    a_list(folder / "plan.csv", *PEOPLE, headers=HEADERS)
    assert 0 == batchsms("plan", "kampanyalar/plan.csv", *SETTINGS).code
    sent("genc", people=[("Can", "0530 000 00 77", "1")])
    before = kept(folder)

    ended, early = purge(), purge(days=80)

    assert {"genc.campaign": "purged"} == whats(ended), ended.err
    assert ["bilinmez", "plan", "yarim"] == [Path(path).stem for path in ended.json["unfinished"]]
    assert (0, [], []) == (early.code, early.json["files"], early.json["unfinished"])
    changed = {path.name for path, content in kept(folder).items() if before[path] != content}
    assert {"genc.campaign", "genc.results.xlsx"} == changed


def test_what_is_cancelled_is_over(folder, sent, purge, batchsms, sandbox):
    """Though it could be given another schedule: after so long nobody will."""
    campaign = sent("iptal", "--at", f"{NEXT_MONTH:%Y-%m-%d %H:%M}")
    assert 0 == batchsms("cancel", campaign, "--yes", BATCHSMS_GATEWAY_URL=sandbox.gateway_url).code

    ended = purge()

    assert (0, {"iptal.campaign": "purged"}, set()) == (ended.code, whats(ended), found_in(folder))
    assert {"cancelled"} == {row["sms_status"] for row in sheet(folder / "iptal.results.xlsx")[:2]}


def _with_a_column_behind(path):
    book = openpyxl.load_workbook(path)
    book.active.cell(1, book.active.max_column + 1, "Notum")
    book.save(path)


def test_no_file_of_anybody_else_is_touched(tmp_path, folder, sent, purge):
    """Lists, results with work of the user's in them, other databases, links and pipes stay as they are."""
    campaign = sent()
    a_list(folder / "musteriler.csv", *PEOPLE, headers=HEADERS)
    shutil.copy(folder / "eski.results.xlsx", folder / "calisma.xlsx")
    _with_a_column_behind(folder / "calisma.xlsx")
    shutil.copy(campaign, tmp_path / "disarida.campaign")
    (folder / "baglanti.campaign").symlink_to(tmp_path / "disarida.campaign")
    with closing(sqlite3.connect(folder / "baska.campaign")) as other, other:
        other.execute("CREATE TABLE campaign (purged_at TEXT)")
    (folder / "yarim.xlsx").write_bytes((folder / "eski.results.xlsx").read_bytes()[:2000])
    os.mkfifo(folder / "boru.csv")
    mine = {path for path in kept(tmp_path) if path.name not in {"eski.campaign", "eski.results.xlsx"}}
    before = {path: path.read_bytes() for path in mine}

    ended = purge()

    assert (0, {"eski.campaign": "purged"}) == (ended.code, whats(ended)), ended.err
    assert before == {path: path.read_bytes() for path in mine}


def test_the_results_of_a_campaign_that_is_not_due_stay(folder, sent, purge, batchsms):
    """Where one campaign has written its results in another's place, what is in them tells whose they are."""
    sent("eski")
    sent("yeni", "--results", "kampanyalar/eski.results.xlsx", people=[*PEOPLE, ("Can", "05300000077", "1")])
    with closing(sqlite3.connect(folder / "yeni.campaign")) as file, file:
        file.execute("UPDATE orders SET reported_at = '2099-01-01T10:00:00+03:00'")
    before = (folder / "eski.results.xlsx").read_bytes()

    ended = purge()

    assert (0, {"eski.campaign": "purged"}) == (ended.code, whats(ended)), ended.err
    assert [str(Path("kampanyalar/eski.results.xlsx"))] == ended.json["files"][0]["left"]
    assert "kampanyalar/eski.results.xlsx was left as it is: " in ended.err
    assert before == (folder / "eski.results.xlsx").read_bytes()


def test_results_of_the_same_ids_and_people_are_told_by_their_times(folder, batchsms, purge):
    """Each sandbox numbers its orders alike: a later run's results are not the earlier one's."""
    a_list(folder / "liste.csv", *PEOPLE, headers=HEADERS)
    for name in ("a", "b"):
        to = ("--yes", "--sandbox", "-o", f"kampanyalar/{name}.campaign")
        assert 0 == batchsms("send", "kampanyalar/liste.csv", *SETTINGS, *to).code
    with closing(sqlite3.connect(folder / "b.sandbox.campaign")) as file, file:
        file.execute("UPDATE orders SET reported_at = '2099-01-01T10:00:00+03:00'")
    before = kept(folder)

    ended = purge()

    changed = {path.name for path, content in kept(folder).items() if before[path] != content}
    assert (0, {"a.sandbox.campaign", "a.sandbox.results.xlsx"}) == (ended.code, changed), ended.err


def test_results_in_another_folder_are_purged_where_they_are(tmp_path, sent, purge):
    """The campaign file knows their place, and a link to them is followed."""
    (tmp_path / "sonuclar").mkdir()
    sent("eski", "--results", "sonuclar/eski.csv")
    (tmp_path / "sonuclar" / "eski.csv").rename(tmp_path / "sonuclar" / "gercek.csv")
    (tmp_path / "sonuclar" / "eski.csv").symlink_to("gercek.csv")
    shutil.copy(tmp_path / "sonuclar" / "gercek.csv", tmp_path / "sonuclar" / "eski-2.csv")

    ended = purge()

    assert (0, []) == (ended.code, ended.json["files"][0]["left"]), ended.err
    assert (tmp_path / "sonuclar" / "eski.csv").is_symlink()
    assert set() == found_in(tmp_path / "sonuclar")


def test_a_copy_that_a_backup_holds_by_a_hard_link_stays(tmp_path, folder, sent, purge):
    """Results are put in the place of the earlier ones, whose bytes another name may need."""
    sent()
    backup = tmp_path / "yedek.xlsx"
    backup.hardlink_to(folder / "eski.results.xlsx")
    before = backup.read_bytes()

    assert 0 == purge().code
    assert before == backup.read_bytes()
    assert set() == found_in(folder)


def test_the_bytes_of_earlier_results_are_overwritten(folder, sent, purge):
    """Whoever has them open reads zeros then, as whoever looks at the disk may."""
    sent()

    with (folder / "eski.results.xlsx").open("rb") as earlier:
        assert 0 == purge().code
        assert set() == set(earlier.read()) - {0}


def test_a_campaign_that_was_closed_is_over(folder, batchsms, purge):
    """Nothing of it ever went, so that its place and its rows tell its results."""
    a_list(folder / "kapali.csv", *PEOPLE, headers=HEADERS)
    assert 0 == batchsms("plan", "kampanyalar/kapali.csv", *SETTINGS).code
    (folder / "kapali.csv").unlink()
    with closing(Database.open(folder / "kapali.campaign")) as database:
        assert 2 == close(database, now())
    assert 0 == batchsms("results", "kampanyalar/kapali.campaign").code

    ended = purge()

    assert (0, {"kapali.campaign": "purged"}, set()) == (ended.code, whats(ended), found_in(folder))


def test_a_file_in_use_is_left_and_said(folder, sent, purge):
    """Whoever sends it or fetches its reports goes on; the others are purged, and the exit code says it."""
    campaign = sent("a")
    sent("b", people=[("Can", "0530 000 00 77", "1")])
    before = campaign.read_bytes()

    with only_sender(campaign):
        ended = purge()
    again = purge()

    assert (4, {"a.campaign": "failed", "b.campaign": "purged"}) == (ended.code, whats(ended))
    assert "kampanyalar/a.campaign is in use by another process" in ended.err
    assert (0, {"a.campaign": "purged"}) == (again.code, whats(again))
    assert before != campaign.read_bytes()


def test_a_damaged_file_does_not_stop_the_others(folder, sent, purge):
    """It is said and told by the exit code; it may hold anybody's data."""
    campaign = sent("a")
    sent("b", people=[("Can", "0530 000 00 77", "1")])
    campaign.write_bytes(campaign.read_bytes()[:4096])
    (folder / "bos.campaign").write_bytes(campaign.read_bytes()[:100])

    ended = purge()

    assert (4, {"a.campaign": "failed", "b.campaign": "purged", "bos.campaign": "failed"}) == (
        ended.code,
        whats(ended),
    )
    assert ended.err.count("error: ") == 2


def test_results_that_cannot_be_written_keep_their_campaign(folder, sent, purge, monkeypatch):
    """A campaign is purged whole or told as not purged: the next purge finds all that belongs to it."""
    campaign = sent("a")
    sent("b", people=[("Can", "0530 000 00 77", "1")])
    before = campaign.read_bytes()

    def refuse(table, path):
        if path.name == "a.results.xlsx":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        replace_with_table(table, path)

    monkeypatch.setattr(purged_results, "replace_with_table", refuse)
    found, age, moment = found_in_folder(folder), timedelta(days=90), now() + timedelta(days=100)
    ended = list(purged(looked_at(found, age, moment), found, age, moment))

    assert ["failed", "purged"] == [one.stand.what for one in ended]
    assert str(ended[0].stand.error).endswith("a.results.xlsx cannot be purged: Permission denied")
    assert before == campaign.read_bytes()
    assert {"a.campaign": "purged"} == whats(purge())
    assert set() == found_in(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_results_in_a_folder_that_is_closed_keep_their_campaign(folder, sent, purge):
    """The same on a true file system, for results that were moved elsewhere in the folder."""
    campaign = sent()
    (folder / "sonuc").mkdir()
    shutil.move(folder / "eski.results.xlsx", folder / "sonuc" / "eski.xlsx")
    (folder / "sonuc").chmod(0o500)
    before = campaign.read_bytes()

    ended = purge()
    (folder / "sonuc").chmod(0o700)

    assert (4, {"eski.campaign": "failed"}) == (ended.code, whats(ended))
    assert before == campaign.read_bytes()
    assert (0, set()) == (purge().code, found_in(folder))


def test_what_a_killed_plan_has_left_is_removed(folder, purge):
    """A draft holds all of a list, and nobody sees it; one that may be in the making stays."""
    for days, name in ((0, ".liste.1.ab.campaign.draft"), (-100, ".liste.2.cd.campaign.draft")):
        draft = folder / name
        draft.write_bytes(b"SQLite format 3\x00 Niyazi")
        os.utime(draft, (draft.stat().st_mtime + days * A_DAY,) * 2)

    ended = purge(days=0)

    assert (0, [".liste.1.ab.campaign.draft"]) == (ended.code, [path.name for path in folder.iterdir()])


def test_a_dry_run_changes_nothing(folder, sent, batchsms):
    """It names what is due, without a question and without a terminal."""
    sent()
    before = kept(folder)

    shown = batchsms("purge", "kampanyalar", "--older-than", "0d", "--dry-run")

    assert (0, "To be purged: kampanyalar/eski.campaign\n") == (shown.code, shown.out), shown.err
    assert before == kept(folder)


def test_without_a_terminal_it_wants_yes(folder, sent, batchsms):
    """A purge that nobody has agreed to is refused before it looks at anything."""
    sent()
    before = kept(folder)

    refused = batchsms("purge", "kampanyalar", "--older-than", "0d", "--json")

    assert (2, "not_confirmed") == (refused.code, refused.json["error"]["code"])
    assert before == kept(folder)


@pytest.mark.parametrize(
    ("typed", "code", "is_left"), [("n\n", 2, True), ("y\n", 0, False)], ids=["no", "yes"]
)
def test_on_a_terminal_it_asks(tmp_path, environment, folder, sent, typed, code, is_left):
    """The files are named with the question, and only a yes empties them."""
    sent()

    ended, shown = on_terminal(
        tmp_path, environment, "purge", "kampanyalar", "--older-than", "0d", typed=typed
    )

    assert code == ended, shown
    assert "To be purged: kampanyalar/eski.campaign" in shown
    assert "Empty 1 campaign and its results? Cells, numbers and texts cannot be had back." in shown
    assert is_left is bool(found_in(folder))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("kampanyalar", "--yes"), "usage"),
        (("kampanyalar", "--yes", "--older-than", "90"), "usage"),
        (("kampanyalar", "--yes", "--older-than", "done"), "usage"),
        (("yok", "--yes", "--older-than", "90d"), "no_folder"),
        (("liste.csv", "--yes", "--older-than", "90d"), "no_folder"),
    ],
    ids=["no-age", "no-unit", "no-time", "no-folder", "a-file"],
)
def test_what_makes_no_sense_is_refused(tmp_path, folder, batchsms, arguments, code):
    """Wrong usage ends with 2, and names what is wrong."""
    a_list(tmp_path / "liste.csv", *PEOPLE, headers=HEADERS)

    refused = batchsms("purge", *arguments, "--json")

    assert (2, code) == (refused.code, refused.json["error"]["code"]), refused.err


KILLED = """
import os, pathlib, signal, sys
import moved_clock
from batchsms.journal.database import Database

moved_clock.move_clock(100 * 86_400)
left = int(sys.argv[1])


def counted(function):
    def one(*arguments, **more):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments, **more)

    return one


Database.execute = counted(Database.execute)
os.fsync = counted(os.fsync)
pathlib.Path.replace = counted(pathlib.Path.replace)
pathlib.Path.unlink = counted(pathlib.Path.unlink)
from batchsms.__main__ import main

sys.argv = ["batchsms", "purge", "kampanyalar", "--older-than", "90d", "--yes"]
main()
"""


@pytest.fixture
def killed_purge(tmp_path, environment):
    """Purge in a process that is killed before its so-manieth step on the disk; return how it ended."""

    def run(steps):
        return subprocess.run(
            [sys.executable, "-c", KILLED, str(steps)],
            cwd=tmp_path,
            env=environment | {"PYTHONPATH": str(Path(__file__).parents[1])},
            capture_output=True,
            timeout=60,
            check=False,
        ).returncode

    return run


def _kill_and_go_on(folder, killed_purge, batchsms, purge, steps):
    """Purge a copy of the folder's campaign, killed after some steps, and look at what is told of it."""
    for path in folder.iterdir():
        path.unlink()
    for path in (folder.parent / "dolu").iterdir():
        shutil.copy(path, folder)
    ended = killed_purge(steps)
    status = batchsms("status", "kampanyalar/eski.campaign", "--json")
    results = batchsms("results", "kampanyalar/eski.campaign", "-o", "kampanyalar/ara.csv")
    assert 0 == status.code, (steps, status.err)
    if status.json["purged_at"]:
        assert set() == found_in(folder), steps
    assert results.code == 0 or "was purged on" in results.err, (steps, results.err)
    assert 2 == status.json["accepted"]
    assert 0 == purge().code, steps
    assert batchsms("status", "kampanyalar/eski.campaign", "--json").json["purged_at"], steps
    assert set() == found_in(folder), steps
    return ended


def test_a_purge_that_is_killed_can_be_made_again(folder, sent, purge, batchsms, killed_purge):
    """Wherever it is killed the file tells the truth, opens, and can be purged whole."""
    sent()
    shutil.copytree(folder, folder.parent / "dolu")

    ends = [_kill_and_go_on(folder, killed_purge, batchsms, purge, steps) for steps in (30, 45, 60, 70)]

    assert -9 in ends


@pytest.mark.slow
def test_a_purge_can_be_killed_at_every_step(folder, sent, purge, batchsms, killed_purge):
    """The same for each step on the disk, until it is no longer killed."""
    sent()
    shutil.copytree(folder, folder.parent / "dolu")

    for steps in range(200):
        if _kill_and_go_on(folder, killed_purge, batchsms, purge, steps) == 0:
            break

    assert 40 < steps < 200


def test_nights_know_whom_a_purged_run_has_sent_to(tmp_path, folder, batchsms, sandbox, purge):
    """The keyed hashes stay, so that the next night sends to nobody again."""
    own = folder / "hosgeldin"
    own.mkdir()
    a_list(own / "liste.csv", *PEOPLE[:2], headers=HEADERS)
    lines = [
        'list = "liste.csv"',
        'sender = "APITEST"',
        'iys = "none"',
        f"text = '{TEXT}'",
        'only-new = "Telefon"',
    ]
    (own / "campaign.toml").write_text("\n".join(lines), encoding="utf-8")

    def night(days):
        ahead = str(days * A_DAY)
        sandbox.account({"clock_ahead_seconds": float(ahead)})
        to = ("--yes", "--json", "--gateway-url", sandbox.gateway_url)
        return batchsms("nightly", "kampanyalar", *to, **{moved_clock.VARIABLE: ahead})

    assert 0 == night(0).code
    assert ["purged"] == list(whats(purge()).values())
    a_list(own / "liste.csv", *PEOPLE[:2], ("Can", "0530 000 00 77", "1"), headers=HEADERS)
    ended = night(101)

    assert 0 == ended.code, ended.err
    assert ["905300000041", "905300000042", "905300000077"] == [
        number for _id, number, _text in sandbox.taken()
    ]
    assert set() == found_in(folder / "runs" / min(path.name for path in (folder / "runs").iterdir()))


def test_what_is_written_is_for_its_owner_alone(tmp_path, folder, batchsms, sandbox):
    """Campaign files, results, lists of a report, requests, records, credentials, whatever the mask is."""
    a_list(folder / "liste.csv", *PEOPLE, headers=HEADERS)
    address = ("--gateway-url", sandbox.gateway_url)
    earlier = os.umask(0)
    try:
        asked = [
            batchsms("send", "kampanyalar/liste.csv", *SETTINGS, "--yes", *address),
            batchsms("send", "kampanyalar/liste.csv", *SETTINGS, "--yes", "--sandbox"),
            batchsms("results", "kampanyalar/liste.campaign", "-o", "kampanyalar/sonuc.csv"),
            batchsms(
                *("report", "kampanyalar/liste.campaign", *address),
                *("--undelivered", "kampanyalar/yok.txt", "--failed", "kampanyalar/kalan.xlsx"),
            ),
            batchsms("preview", "kampanyalar/liste.csv", *SETTINGS, "--xml", "kampanyalar/xml"),
            batchsms(
                "login",
                "--file",
                *address,
                BATCHSMS_CREDENTIALS=str(folder / "hesap.toml"),
                typed="demo\ndemo\n",
            ),
        ]
        with running(record=folder / "kayit.jsonl"):
            pass
    finally:
        os.umask(earlier)

    written = [path for path in folder.rglob("*") if path.is_file() and path.name != "liste.csv"]
    assert [0] * len(asked) == [one.code for one in asked], [one.err for one in asked]
    assert 10 == len(written), written
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in written}
