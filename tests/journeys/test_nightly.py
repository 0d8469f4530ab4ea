"""Nights that nobody watches: what is due goes once, what was stopped goes on, and the morning can see it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

import moved_clock
import pytest
from lists import a_list, people, sheet
from privacy import CREDENTIALS
from runs import until

from batchsms.clock import TURKEY

HEADERS = ("No", "Ad", "Telefon")
SETTINGS = 'sender = "APITEST"\niys = "none"\ntext = "Merhaba {{ ad }}"\n'
TODAY = datetime.now(TURKEY).date()
SLOW = {"send": {"plan": {str(number): {"kind": "stall", "seconds": 0.4} for number in range(1, 20)}}}


def customers(count, first=0):
    """Return rows with a number of their own, a made-up name and a made-up phone number."""
    return [(1_000 + at, *person) for at, person in enumerate(people(count, first), start=first)]


def ahead(nights, hour=2):
    """Return by how many seconds a clock is ahead that stands in a night to come, counted from today's."""
    day = TODAY + timedelta(days=nights + (hour < 12))
    moment = datetime.combine(day, time(hour, 5, tzinfo=TURKEY))
    return str((moment - datetime.now(TURKEY)).total_seconds())


def name(nights=0):
    """Return the name of the folder of a night to come."""
    return (TODAY + timedelta(days=nights)).isoformat()


@pytest.fixture
def folder(tmp_path):
    """Make a folder whose campaigns share a sender."""
    made = tmp_path / "kampanyalar"
    made.mkdir()
    (made / "batchsms.toml").write_text(SETTINGS, encoding="utf-8")
    return made


@pytest.fixture
def campaign(folder):
    """Make or change a campaign of some customers."""

    def make(campaign, rows, settings=""):
        own = folder / campaign
        own.mkdir(exist_ok=True)
        a_list(own / "liste.csv", *rows, headers=HEADERS)
        (own / "campaign.toml").write_text(f'list = "liste.csv"\n{settings}', encoding="utf-8")
        return own

    return make


@pytest.fixture
def nightly(batchsms, sandbox):
    """Run a night to come against the sandbox, as cron does, and tell it as JSON."""

    def run(*arguments, nights=0, hour=2, **more):
        seconds = ahead(nights, hour)
        sandbox.account({"clock_ahead_seconds": float(seconds)})
        to = ("--yes", "--json", "--gateway-url", sandbox.gateway_url)
        return batchsms("nightly", "kampanyalar", *to, *arguments, **{moved_clock.VARIABLE: seconds} | more)

    return run


@pytest.fixture
def start_nightly(tmp_path, environment, sandbox):
    """Begin a night to come in a process of its own; what still runs in the end is killed."""
    begun = []

    def run(*arguments, nights=0):
        sandbox.account({"clock_ahead_seconds": float(ahead(nights))})
        to = ("--yes", "--json", "--gateway-url", sandbox.gateway_url)
        command = (sys.executable, moved_clock.__file__, ahead(nights), "nightly", "kampanyalar")
        begun.append(
            subprocess.Popen(
                [*command, *to, *arguments],
                cwd=tmp_path,
                env=environment | CREDENTIALS,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
        )
        return begun[-1]

    yield run
    for process in begun:
        process.kill()
        process.communicate()


def of(ended):
    """Return what became of each campaign of a night, by name and night."""
    return {(one["name"], one["night"]): one for one in ended.json["campaigns"]}


def whats(ended):
    """Return in one word each what became of the campaigns of a night."""
    return [one["what"] for one in ended.json["campaigns"]]


def times(sandbox):
    """Return how often the numbers have got messages: `{1: 5}` for five that have one each."""
    return dict(Counter(Counter(number for _order, number, _text in sandbox.taken()).values()))


def test_a_starter_folder_sends_at_night_once(tmp_path, batchsms):
    """A fresh folder is sent to a sandbox, and the second time nothing is."""
    made = batchsms("init", "demo", "--sandbox")
    first = batchsms("nightly", "demo", "--sandbox", "--yes", "--json")
    second = batchsms("nightly", "demo", "--sandbox", "--yes", "--json")

    assert (0, 0, 0) == (made.code, first.code, second.code), first.err + second.err
    assert (["sent"], ["done"]) == (whats(first), whats(second))
    assert [3, 3] == [ended.json["campaigns"][0]["accepted"] for ended in (first, second)]
    assert ["sandbox"] == [path.name for path in (tmp_path / "demo" / "runs").iterdir()]
    assert "batchsms nightly demo --sandbox --yes" in made.err


def test_a_growing_list_is_sent_night_by_night(folder, campaign, nightly, sandbox):
    """Three nights in a row: each customer gets one message, on the first night that they are in the list."""
    ended = []
    for night, count in enumerate((4, 7, 7)):
        campaign("hosgeldin", customers(count), 'only-new = "No"')
        ended.append(nightly(nights=night))

    assert [0, 0, 0] == [one.code for one in ended], ended
    assert [["sent"], ["sent"], ["nothing_new"]] == [whats(one) for one in ended]
    assert {"already_sent": 4} == ended[1].json["campaigns"][0]["excluded"]
    assert {1: 7} == times(sandbox)
    rows = sheet(folder / "runs" / name(1) / "hosgeldin.results.xlsx")
    assert ["excluded"] * 4 + ["accepted"] * 3 == [row["sms_status"] for row in rows]
    assert name(0)[-2:] in rows[0]["sms_detail"]


def test_the_number_itself_can_tell_who_is_new(campaign, nightly, sandbox):
    """However it is written: 0530…, +90 530…, 90530…."""
    campaign("a", [(1, "Ali", "0530 000 00 01")], 'only-new = "Telefon"')
    nightly()
    campaign("a", [(9, "Ali", "+90 530 000 00 01"), (2, "Can", "5300000002")], 'only-new = "telefon"')
    nightly(nights=1)

    assert {1: 2} == times(sandbox)


def test_only_new_knows_whom_a_run_has_sent_to_that_kept_no_keys(campaign, nightly, sandbox):
    """It may be switched on later, or to another column: the cells of earlier runs tell."""
    campaign("a", customers(3))
    nightly()
    campaign("a", customers(4), 'only-new = "No"')
    nightly(nights=1)
    campaign("a", customers(5), 'only-new = "Telefon"')
    ended = nightly(nights=2)

    assert {1: 5} == times(sandbox)
    assert 1 == ended.json["campaigns"][0]["accepted"]


def test_a_row_without_a_key_is_told_and_not_sent(campaign, nightly, sandbox):
    """Nobody can tell whether it is new."""
    campaign("a", [(1, "Ali", "05300000001"), ("", "Can", "05300000002")], 'only-new = "No"')

    ended = nightly()

    assert {"missing_key": 1} == ended.json["campaigns"][0]["excluded"]
    assert {1: 1} == times(sandbox)


def test_a_faulty_row_among_those_that_were_sent_is_no_alarm(campaign, nightly):
    """There is nothing to do, and the results say which row is wrong."""
    rows = [*customers(2), (9, "Yanlış", "0212 000 00 00")]
    campaign("a", rows, 'only-new = "No"')

    assert [0, 0] == [nightly().code, nightly(nights=1).code]


def test_a_column_that_is_not_there_stops_its_campaign(campaign, nightly, sandbox):
    """The error names the column, and those that the list has."""
    campaign("a", customers(1), 'only-new = "Musteri No"')
    ended = nightly()

    assert (2, "no_such_column") == (ended.code, ended.json["campaigns"][0]["error"]["code"])
    assert "Musteri No" in ended.err
    assert {} == times(sandbox)


@pytest.mark.slow
def test_a_night_that_is_killed_goes_on_and_repeats_nothing(campaign, nightly, start_nightly, sandbox):
    """Started again the same night, it sends what it had not sent."""
    campaign("a", customers(6), "order-size = 1\nsettle-after = 0")
    campaign("b", customers(2, 10))
    sandbox.faults(SLOW)
    process = start_nightly()
    until(lambda: len(sandbox.orders()) == 3)
    process.kill()
    process.wait()
    sandbox.faults({})

    ended = nightly(hour=4)

    assert (0, ["sent", "sent"]) == (ended.code, whats(ended)), ended.err
    assert {1: 8} == times(sandbox)


@pytest.mark.slow
def test_what_a_night_has_left_is_finished_by_the_next(campaign, nightly, start_nightly, sandbox):
    """Its planned rows are not new to the next run, and nobody gets a message twice."""
    campaign("a", customers(6), 'only-new = "No"\norder-size = 1\nsettle-after = 0')
    sandbox.faults(SLOW)
    process = start_nightly()
    until(lambda: len(sandbox.orders()) == 2)
    process.kill()
    process.wait()
    sandbox.faults({})
    campaign("a", customers(8), 'only-new = "No"\nsettle-after = 0')

    ended = nightly(nights=1)

    assert (0, ["finished", "sent"]) == (ended.code, whats(ended)), ended.err
    assert {1: 8} == times(sandbox)
    assert (6, 2) == (of(ended)["a", name(0)]["accepted"], of(ended)["a", name(1)]["accepted"])


def test_a_run_that_is_to_be_closed_leaves_its_rows_to_the_next(campaign, nightly, sandbox):
    """What was not posted goes with the new list, once, and the old file never sends it."""
    rejected = {"send": {"plan": {"2": {"kind": "code", "code": 402}}}}
    settings = 'only-new = "No"\nunfinished = "close"\norder-size = 2'
    campaign("a", customers(4), settings)
    sandbox.faults(rejected)
    stopped = nightly("--preflight", "off")
    sandbox.faults({})

    ended = nightly(nights=1)

    assert (4, 2) == (stopped.code, stopped.json["campaigns"][0]["planned"])
    assert (0, ["closed", "sent"]) == (ended.code, whats(ended)), ended.err
    assert {1: 4} == times(sandbox)


def test_a_closed_run_without_only_new_wants_a_look(campaign, nightly, sandbox):
    """Nobody sends to its rows any more, so the night does not end as if all were well."""
    campaign("a", customers(4), 'unfinished = "close"\norder-size = 2')
    sandbox.faults({"send": {"plan": {"2": {"kind": "code", "code": 402}}}})
    nightly("--preflight", "off")
    sandbox.faults({})

    ended = nightly(nights=1)

    assert (4, 4) == (ended.code, of(ended)["a", name(0)]["exit_code"])
    assert 2 == of(ended)["a", name(0)]["cancelled"]


def test_what_was_cancelled_goes_with_the_next_night_and_never_again(
    tmp_path, campaign, nightly, batchsms, sandbox
):
    """A person has cancelled it to send it otherwise; the old file cannot plan it a second time."""
    at = (datetime.now(TURKEY) + timedelta(days=20)).strftime("%d.%m.%Y 10:00")
    campaign("a", customers(2), 'only-new = "No"')
    file = tmp_path / "kampanyalar" / "runs" / name(0) / "a.campaign"
    file.parent.mkdir(parents=True)
    to = ("--yes", "--gateway-url", sandbox.gateway_url)
    to_all = ("--config", "kampanyalar/batchsms.toml")
    batchsms("send", "kampanyalar/a/liste.csv", "--at", at, "-o", file, *to, *to_all)
    cancelled = batchsms("cancel", file, *to)

    ended = nightly(nights=1)
    again = batchsms("send", file, "--at", "now", *to)

    assert (0, 0, 0) == (cancelled.code, ended.code, again.code), cancelled.err + ended.err + again.err
    live = [order for order in sandbox.orders() if not order["cancelled"]]
    assert 1 == len(live)


def test_two_nights_started_together_are_one(campaign, nightly, start_nightly, sandbox):
    """The second ends at once and says why; nothing is sent twice."""
    campaign("a", customers(4), "order-size = 1")
    sandbox.faults(SLOW)
    first = start_nightly()
    until(sandbox.orders)

    second = nightly()
    out, err = first.communicate(timeout=60)

    assert (2, "night_is_running") == (second.code, second.json["error"]["code"])
    assert (0, 4) == (first.returncode, json.loads(out)["campaigns"][0]["accepted"]), err
    assert {1: 4} == times(sandbox)


@pytest.mark.slow
def test_a_night_that_is_asked_to_end_ends_in_good_order(campaign, nightly, start_nightly, sandbox):
    """What is under way is finished, the rest stays planned, the campaigns after it are not begun."""
    campaign("a", customers(6), "order-size = 1")
    campaign("b", customers(2, 10))
    sandbox.faults(SLOW)
    process = start_nightly()
    until(lambda: len(sandbox.orders()) == 2)
    process.send_signal(signal.SIGTERM)
    out, _err = process.communicate(timeout=60)
    sandbox.faults({})

    ended = nightly()

    assert (4, ["sent", "not_begun"]) == (
        process.returncode,
        [one["what"] for one in json.loads(out)["campaigns"]],
    )
    assert (0, ["sent", "sent"]) == (ended.code, whats(ended))
    assert {1: 8} == times(sandbox)


@pytest.mark.parametrize("odd", ["Kampanya [1] özel", "a.b.campaign", "-x", "a" * 120])
def test_a_campaign_may_have_any_name(campaign, nightly, sandbox, odd):
    """Its folder's name is that of its files, whatever is in it."""
    campaign(odd, customers(2), 'only-new = "No"')

    ended = [nightly(), nightly(), nightly(nights=1)]

    assert [(0, ["sent"]), (0, ["done"]), (0, ["nothing_new"])] == [(one.code, whats(one)) for one in ended]
    assert {1: 2} == times(sandbox)


@pytest.mark.parametrize("only_new", [True, False])
def test_a_damaged_run_of_an_earlier_night(folder, campaign, nightly, sandbox, only_new):
    """Nobody can tell whom it has sent to, so with only-new nothing is sent; the error names the file."""
    campaign("a", customers(3), 'only-new = "No"' if only_new else "")
    nightly()
    file = folder / "runs" / name(0) / "a.campaign"
    file.write_bytes(file.read_bytes()[:9_000])

    ended = nightly(nights=1)

    assert 2 == ended.code
    assert "a.campaign" in ended.err
    assert ({1: 3} if only_new else {2: 3}) == times(sandbox)


def test_an_unfinished_rehearsal_is_made_anew(folder, campaign, nightly, batchsms):
    """What a sandbox has taken, it has forgotten; the list may have changed meanwhile."""
    own = campaign("a", customers(2))
    file = folder / "runs" / "sandbox" / name(0) / "a.sandbox.campaign"
    file.parent.mkdir(parents=True)
    planned = batchsms("plan", own / "liste.csv", "-o", file, "--config", folder / "batchsms.toml")
    campaign("a", customers(3))

    made = nightly("--sandbox")

    assert (0, 0, 3) == (planned.code, made.code, made.json["campaigns"][0]["accepted"]), planned.err


def test_one_broken_campaign_among_five_does_not_stop_the_others(folder, campaign, nightly, sandbox):
    """It is told first, with its cause; the four are sent; the exit code says that a person must look."""
    for at, one in enumerate("abcde"):
        campaign(one, customers(2, 10 * at))
    (folder / "c" / "liste.csv").unlink()

    ended = nightly()

    assert (2, ["sent", "sent", "failed", "sent", "sent"]) == (ended.code, whats(ended))
    assert {1: 8} == times(sandbox)
    assert "liste.csv" in of(ended)["c", name(0)]["error"]["message"]
    summary = (folder / "runs" / name(0) / "summary.txt").read_text(encoding="utf-8").splitlines()
    assert ("1 campaign wants a look: c", "  c: ") == (summary[1], summary[2][:5])
    page = (folder / "runs" / name(0) / "summary.html").read_text(encoding="utf-8")
    assert "1 campaign wants a look: c" in page


def test_a_stale_list_is_refused(folder, campaign, nightly, sandbox):
    """A list that nobody has refreshed is an alarm; a person can send it all the same."""
    own = campaign("a", customers(2), 'max-age = "36h"')
    changed = datetime.now(TURKEY).timestamp() + float(ahead(0)) - 2 * 86_400
    os.utime(own / "liste.csv", (changed, changed))

    refused = nightly()
    sent = nightly("--max-age", "90d")

    assert (2, "stale_list") == (refused.code, refused.json["campaigns"][0]["error"]["code"])
    assert (0, ["sent"]) == (sent.code, whats(sent))
    assert {1: 2} == times(sandbox)


def test_a_list_that_doubled_waits_for_a_person(campaign, nightly, sandbox):
    """What the message says to type sends it."""
    campaign("a", customers(4), 'only-new = "No"\nmax-change = 50')
    nightly()
    campaign("a", customers(8), 'only-new = "No"\nmax-change = 50')

    refused = nightly(nights=1)
    sent = nightly("--max-change", "100", nights=1)

    assert (2, "list_has_grown") == (refused.code, refused.json["campaigns"][0]["error"]["code"])
    assert "--max-change 100" in refused.err
    assert (0, 4) == (sent.code, sent.json["campaigns"][0]["accepted"])
    assert {1: 8} == times(sandbox)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('onlynew = "No"', "only-new"),
        ('only_neww = "No"', "only-new"),
        ('due = ["firday"]', "firday"),
        ('results = "x.xlsx"', "results"),
        ('gateway-url = "http://127.0.0.1:1/v1"', "gateway-url"),
        ('key = "abc"', "credential"),
        ('max-age = "soon"', "soon"),
    ],
)
def test_a_wrong_key_is_told_with_its_line(campaign, nightly, sandbox, setting, told):
    """File, line, key and what was meant; the campaign is not sent, and the others are."""
    campaign("a", customers(1), setting)
    campaign("b", customers(1, 5))

    ended = nightly()

    assert (2, ["failed", "sent"]) == (ended.code, whats(ended)), ended.err
    assert "campaign.toml, line 2" in ended.err
    assert told in ended.err
    assert 1 == len(sandbox.orders())


def test_a_wrong_key_for_all_sends_nothing(folder, campaign, nightly, sandbox):
    """What all share is wrong for all."""
    campaign("a", customers(1))
    (folder / "batchsms.toml").write_text(SETTINGS + "max-recipient = 5\n", encoding="utf-8")

    ended = nightly()

    assert (2, "unknown_setting") == (ended.code, ended.json["error"]["code"])
    assert "batchsms.toml, line 4" in ended.err
    assert [] == sandbox.orders()


def test_what_is_not_due_waits_for_its_night(campaign, nightly, sandbox):
    """A night is due by the day on which it begins, before midnight and after."""
    tomorrow = (TODAY + timedelta(days=1)).strftime("%a").lower()
    campaign("a", customers(1), f'due = ["{tomorrow}"]')

    before, evening, morning = nightly(), nightly(nights=1, hour=23), nightly(nights=1, hour=5)

    assert (0, ["not_due"], name(1)) == (before.code, whats(before), before.json["campaigns"][0]["due"])
    assert (["sent"], ["done"]) == (whats(evening), whats(morning))
    assert {1: 1} == times(sandbox)


def test_at_night_messages_are_scheduled_for_the_morning(campaign, nightly, sandbox):
    """With quiet hours; what was stopped goes on the next day at once, as it is not late."""
    campaign("a", customers(4), 'quiet-hours = "21:00-09:00"\norder-size = 2')
    sandbox.faults({"send": {"plan": {"2": {"kind": "code", "code": 402}}}})
    stopped = nightly("--preflight", "off", hour=23)
    sandbox.faults({})

    ended = nightly(hour=10)

    assert (4, 0) == (stopped.code, ended.code), ended.err
    waits = [order["send_at"] != order["submitted_at"] for order in sandbox.orders()]
    assert [True, False] == waits
    assert {1: 4} == times(sandbox)


def test_a_sandbox_run_never_counts(campaign, nightly, sandbox):
    """A rehearsal leaves the true night as it was."""
    campaign("a", customers(2), 'only-new = "No"')

    rehearsed, sent = nightly("--sandbox"), nightly()

    assert (0, 0) == (rehearsed.code, sent.code), rehearsed.err
    assert (["sent"], ["sent"]) == (whats(rehearsed), whats(sent))
    assert {1: 2} == times(sandbox)


def test_a_clock_that_is_behind_sends_nothing(campaign, nightly, sandbox):
    """A machine may start with a wrong one; its night would be sent again under the right date."""
    campaign("a", customers(1))
    nightly(nights=3)

    ended = nightly(nights=1)

    assert (4, "wrong_clock") == (ended.code, ended.json["error"]["code"])
    assert 1 == len(sandbox.orders())


def test_a_network_that_is_not_up_is_waited_for(campaign, batchsms):
    """For a time that can be set; then the campaigns are told as not sent, and nothing was planned."""
    campaign("a", customers(1), 'network-wait = "1s"')

    ended = batchsms("nightly", "kampanyalar", "--yes", "--json", "--gateway-url", "http://127.0.0.1:9/v1")

    assert (4, "no_network") == (ended.code, ended.json["campaigns"][0]["error"]["code"])


def test_settings_come_from_the_campaign_then_from_what_all_share(folder, campaign, nightly, sandbox):
    """Flags and the environment go before both, and a profile before the files' own tables."""
    (folder / "batchsms.toml").write_text(SETTINGS + '[profile.acil]\ntext = "Acil"\n', encoding="utf-8")
    campaign("a", customers(1))
    campaign("b", customers(1, 1), 'text = "Selam"')
    nightly()
    nightly("--profile", "acil", nights=1)
    nightly(nights=2, BATCHSMS_TEXT="Ortam")

    assert ["Merhaba Kişi 0", "Selam", "Acil", "Acil", "Ortam", "Ortam"] == [
        text for _order, _number, text in sandbox.taken()
    ]


def test_a_campaign_whose_folder_is_gone_is_finished_all_the_same(folder, campaign, nightly, sandbox):
    """What it had begun must not be forgotten."""
    campaign("a", customers(4), "order-size = 2")
    campaign("b", customers(1, 10))
    sandbox.faults({"send": {"plan": {"2": {"kind": "code", "code": 402}}}})
    nightly("--preflight", "off")
    sandbox.faults({})
    shutil.rmtree(folder / "a")

    ended = nightly(nights=1)

    assert (0, 4) == (ended.code, of(ended)["a", name(0)]["accepted"]), ended.err


def test_what_another_machine_has_begun_is_left_to_it(folder, campaign, nightly, sandbox):
    """Two machines share the folder: each goes on only with what it has begun, and nobody gets it twice."""
    campaign("a", customers(4), 'only-new = "No"\norder-size = 2')
    campaign("b", customers(2, 10))
    sandbox.faults({"send": {"plan": {"2": {"kind": "code", "code": 402}}}})
    nightly("--preflight", "off")
    sandbox.faults({})
    with closing(sqlite3.connect(folder / "runs" / name(0) / "a.campaign")) as file, file:
        file.execute("UPDATE campaign SET home = 'baska-makine:' || home")

    same_night, next_night = nightly(), nightly(nights=1)

    assert (2, "moved_campaign") == (same_night.code, of(same_night)["a", name(0)]["error"]["code"])
    assert "done" == of(same_night)["b", name(0)]["what"]
    assert "moved_campaign" == of(next_night)["a", name(0)]["error"]["code"]
    assert "nothing_new" == of(next_night)["a", name(1)]["what"]
    counts = Counter(number for _order, number, _text in sandbox.taken())
    assert {1} == {counts[f"90530{at:07}"] for at in (0, 1)}
    assert {0} == {counts[f"90530{at:07}"] for at in (2, 3)}


def test_a_lost_secret_is_made_anew_of_the_cells(folder, campaign, nightly, sandbox):
    """Whom earlier runs have sent to is known as long as their cells are there."""
    campaign("a", customers(3), 'only-new = "No"')
    nightly()
    (folder / "runs" / ".secret").unlink()
    campaign("a", customers(4), 'only-new = "No"')

    ended = nightly(nights=1)

    assert (0, 1) == (ended.code, ended.json["campaigns"][0]["accepted"])
    assert {1: 4} == times(sandbox)


def test_without_a_terminal_it_needs_yes(campaign, batchsms, sandbox):
    """It says so at once, and nothing is begun."""
    campaign("a", customers(1))
    ended = batchsms("nightly", "kampanyalar", "--json", "--gateway-url", sandbox.gateway_url)
    assert (2, "not_confirmed") == (ended.code, ended.json["error"]["code"])


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_campaigns_says_how_to_begin(tmp_path, batchsms, made):
    """There is no folder, or nothing in it."""
    if made:
        (tmp_path / "bos").mkdir()
    ended = batchsms("nightly", "bos", "--yes", "--json")
    assert (2, "no_campaigns" if made else "no_folder") == (ended.code, ended.json["error"]["code"])
    assert "batchsms init bos" in ended.err


def test_cron_starts_it_with_next_to_nothing(tmp_path, campaign, sandbox):
    """No HOME, a bare PATH, LANG=C, no terminal, and / as the working folder."""
    campaign("a", [(1, "Çağla Şık", "05300000001")])

    ended = subprocess.run(
        [sys.executable, "-m", "batchsms", "nightly", tmp_path / "kampanyalar", "--yes"],
        cwd="/",
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "C",
            **CREDENTIALS,
            "BATCHSMS_GATEWAY_URL": sandbox.gateway_url,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (0, b"") == (ended.returncode, ended.stderr)
    assert b"All is well: 1 message accepted" in ended.stdout
    assert ["Merhaba Çağla Şık"] == [text for _order, _number, text in sandbox.taken()]


@pytest.mark.parametrize("kilobytes", [0, 4, 40])
def test_a_full_disk_ends_a_campaign_and_leaves_nothing_half_written(
    folder, campaign, nightly, sandbox, environment, kilobytes
):
    """No room for the secret, the campaign file, or all of it: exit code 4, and the next night sends."""
    campaign("a", customers(40), 'only-new = "No"')
    night = ["nightly", "kampanyalar", "--yes", "--json", "--gateway-url", sandbox.gateway_url]

    full = subprocess.run(
        ["/bin/sh", "-c", f'ulimit -f {kilobytes}; exec "$0" "$@"', sys.executable, "-m", "batchsms", *night],
        cwd=folder.parent,
        env=environment | CREDENTIALS,
        capture_output=True,
        timeout=60,
        check=False,
    )
    left = [path.name for path in (folder / "runs").rglob("*") if path.is_file()]
    ended = nightly(nights=1)

    assert (4, 0) == (full.returncode, ended.code), full.stdout + full.stderr
    assert {".secret", "summary.txt", "summary.html"} >= set(left)
    assert {1: 40} == times(sandbox)


def test_what_is_kept_is_for_its_owner_alone(folder, campaign, nightly):
    """Campaign files, results, the summary and the secret hold people's numbers, or lead to them."""
    campaign("a", customers(1), 'only-new = "No"')
    nightly()
    modes = {
        path.name: path.stat().st_mode & 0o077 for path in Path(folder, "runs").rglob("*") if path.is_file()
    }
    assert {0} == set(modes.values()), modes
