"""When a scheduled campaign goes is seen everywhere, before it is too late."""

import pytest
from lists import a_list, people, sheet
from runs import NEXT_MONTH

pytest.importorskip("pty", reason="terminals as files are Unix's")
from terminals import on_terminal

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none")
AT = ("--at", f"{NEXT_MONTH:%d.%m.%Y %H:%M}")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WORDS = f"{DAYS[NEXT_MONTH.weekday()]} {NEXT_MONTH:%d.%m.%Y %H:%M} Turkey time, in "


@pytest.fixture
def liste(tmp_path):
    """Give a list of three."""
    return a_list(tmp_path / "liste.csv", *people(3)).name


def test_every_command_says_when_a_campaign_goes(liste, batchsms, send):
    """Day of the week, time and how far away, in preview, plan, status, send and of a campaign file."""
    commands = [
        batchsms("preview", liste, *CAMPAIGN, *AT),
        batchsms("plan", liste, *CAMPAIGN, *AT),
        batchsms("preview", "liste.campaign"),
        batchsms("status", "liste.campaign"),
    ]
    told = [
        batchsms("preview", "liste.campaign", "--json"),
        batchsms("status", "liste.campaign", "--json"),
        send("liste.campaign"),
        batchsms("status", "liste.campaign", "--json"),
    ]

    assert [True] * 4 == [f"Schedule: {WORDS}" in ended.out for ended in commands]
    assert {NEXT_MONTH.isoformat()} == {ended.json["send_at"] for ended in told}


def test_what_goes_at_once_has_no_schedule(liste, batchsms, send):
    """Without --at nothing is said of a schedule, and JSON has null."""
    shown = batchsms("preview", liste, *CAMPAIGN)

    assert "Schedule" not in shown.out
    assert send(liste, *CAMPAIGN).json["send_at"] is None


@pytest.mark.parametrize("count", [2, pytest.param(1001, marks=pytest.mark.slow)])
def test_the_question_says_when_it_goes(tmp_path, environment, sandbox, count):
    """Nobody agrees to now who meant next month, nor the other way round."""
    a_list(tmp_path / "liste.csv", *people(count))
    command = ("send", "liste.csv", *CAMPAIGN, *AT, "--quiet", "--gateway-url", sandbox.gateway_url)

    code, asked = on_terminal(tmp_path, environment | {"NO_COLOR": "1"}, *command, typed="n\n", columns=200)

    question = f"Schedule 2 messages for {WORDS}" if count == 2 else f"will be scheduled for {WORDS}"
    assert (2, True, []) == (code, question in " ".join(asked.split()), sandbox.orders())


def test_a_new_schedule_is_what_is_asked_about(tmp_path, environment, liste, batchsms, sandbox):
    """With --at NEW the plan is shown with the new time, and with --at now it is now."""
    batchsms("plan", liste, *CAMPAIGN, "--at", f"{NEXT_MONTH:%d.%m.%Y} 10:00")
    to = ("--gateway-url", sandbox.gateway_url)
    plain = environment | {"NO_COLOR": "1"}

    _code, later = on_terminal(tmp_path, plain, "send", "liste.campaign", *AT, *to, typed="n\n")
    _code, at_once = on_terminal(tmp_path, plain, "send", "liste.campaign", "--at", "now", *to, typed="n\n")

    assert 2 == " ".join(later.split()).count(WORDS)
    assert ("Send 3 messages now?" in at_once, "Schedule" in at_once) == (True, False)


@pytest.mark.parametrize(
    ("iys", "hour", "is_said"),
    [
        ("BIREYSEL", "22:30", True),
        ("TACIR", "08:59", True),
        ("BIREYSEL", "09:00", False),
        ("none", "22:30", False),
    ],
)
def test_commercial_messages_at_night_are_warned_of(liste, batchsms, iys, hour, is_said):
    """Between 21:00 and 09:00 they should not come; a plan for then says so, and is made."""
    at = f"{NEXT_MONTH:%d.%m.%Y} {hour}"

    ended = batchsms("plan", liste, *CAMPAIGN, "--iys", iys, "--at", at, "--quiet")

    assert (0, is_said) == (ended.code, "Between 21:00 and 09:00" in ended.err)


def test_the_results_say_when_it_goes(tmp_path, liste, send):
    """A row that is accepted for later does not read as if the message had gone."""
    send(liste, *CAMPAIGN, *AT)

    details = {row["sms_detail"] for row in sheet(tmp_path / "liste.results.xlsx")}
    assert {f"Accepted by the gateway; goes on {WORDS.removesuffix(', in ')}"} == details


@pytest.mark.parametrize("form", ["%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_a_schedule_goes_out_in_turkeys_time_and_never_with_seconds(liste, batchsms, form, zone):
    """With seconds the gateway would send at once; and the zone of the machine changes nothing."""
    shown = batchsms("preview", liste, *CAMPAIGN, "--at", f"{NEXT_MONTH:{form}}", "--xml", "-", TZ=zone)

    assert f"<sendDateTime>{NEXT_MONTH:%d/%m/%Y %H:%M}</sendDateTime>" in shown.out
