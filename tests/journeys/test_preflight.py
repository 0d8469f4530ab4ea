"""What the account is asked before anything is sent, and what its answers keep from being sent."""

import pytest
from lists import a_list, people, sheet
from privacy import SecretAccount
from runs import CAMPAIGN, private, states

from batchsms.sandbox.server import running

UNREADABLE = ("garbage", "http_500", "html", {"kind": "code", "code": 999})
QUICK = ("--settle-after", "0", "--timeout", "1")
MAGAZA = ("--text", "Merhaba {{ ad }}", "--sender", "Magaza", "--iys", "BIREYSEL")


@pytest.fixture
def four(tmp_path):
    """Make a list of four people."""
    return a_list(tmp_path / "liste.csv", *people(4)).name


@pytest.fixture
def nothing_posted(sandbox):
    """Tell whether no order came to the gateway, refused ones included."""
    return lambda: sandbox.requests().get("send-sms", 0) == 0


def codes(ended):
    """Return the codes of all that was wrong."""
    return [error["code"] for error in ended.json["errors"]]


@pytest.mark.parametrize(
    ("approved", "said"),
    [
        (["APITEST", "MAGAZA"], 'The nearest approved one is "MAGAZA"'),
        (["Mag aza", "BASKA"], 'The nearest approved one is "Mag aza"'),
        (["Magaza "], 'The nearest approved one is "Magaza "'),
        (["XXXX", "BANKA"], 'Among the approved ones: "BANKA", "XXXX"'),
        ([], "the account has no approved sender"),
    ],
)
def test_a_sender_that_is_not_approved_ends_the_send(four, send, sandbox, nothing_posted, approved, said):
    """The message shows the nearest one, to the letter and the blank, and nothing is posted or kept."""
    sandbox.account({"senders": approved})

    ended = send(four, *MAGAZA)

    assert (2, ["sender_not_approved"]) == (ended.code, codes(ended))
    assert 'The sender "Magaza" is not approved' in ended.err
    assert said in ended.err
    assert nothing_posted()


def test_the_test_sender_needs_no_approval(four, send, sandbox):
    """`get-sender` may leave out APITEST: the gateway decides."""
    sandbox.account({"senders": ["BASKA"]})
    assert send(four, *CAMPAIGN).json["errors"][0]["code"] == "gateway_450"


def test_a_short_balance_ends_the_send(four, send, sandbox, tmp_path, nothing_posted):
    """Both numbers are named; what the balance pays for can be sent."""
    sandbox.account({"balance": 3})

    refused = send(four, *CAMPAIGN)
    is_kept = (tmp_path / "liste.campaign").exists()
    is_unposted = nothing_posted()
    first = send(four, *CAMPAIGN, "--limit", "3", "--order-size", "1")

    assert (2, ["short_balance"], False, True) == (refused.code, codes(refused), is_kept, is_unposted)
    assert "pays for 3 credits, and 4 are needed" in refused.err
    assert (4, 3) == (first.code, first.json["accepted"]), first.err


def test_all_problems_are_told_at_once(four, send, sandbox, nothing_posted):
    """Sender and balance are one message."""
    sandbox.account({"balance": 3, "senders": ["MAGAZA"]})

    ended = send(four, *MAGAZA)

    assert (2, ["sender_not_approved", "short_balance"]) == (ended.code, codes(ended))
    assert nothing_posted()
    assert [] == private(ended.err)


def test_refused_credentials_end_the_send(four, send, sandbox, nothing_posted):
    """One question is enough, and the message says where in the panel to look."""
    ended = send(four, *CAMPAIGN, BATCHSMS_HASH="my-secret-hash")

    assert (2, ["credentials_refused"]) == (ended.code, codes(ended))
    assert "Settings, Security, Access" in ended.err
    assert "my-secret" not in ended.err + ended.out
    assert nothing_posted()
    assert "get-sender" not in sandbox.requests()


@pytest.mark.parametrize("fault", UNREADABLE, ids=str)
def test_an_account_without_an_answer_is_said_and_sent(four, send, sandbox, results, fault):
    """What is not answered is a warning; all questions with one trouble are one."""
    sandbox.faults({"account": {"queue": [fault] * 3}})

    ended = send(four, *CAMPAIGN)

    assert 0 == ended.code, ended.err
    assert ["accepted"] * 4 == states(results())
    assert 1 == ended.err.count("could not be checked before the send")
    told = ended.json["preflight"]
    assert (None, None, []) == (told["balance_credits"], told["sender_approved"], told["problems"])


@pytest.mark.parametrize("fault", UNREADABLE, ids=str)
def test_strict_ends_where_there_is_no_answer(four, send, sandbox, nothing_posted, fault):
    """With strict, a question without an answer is an error, and names what was not answered."""
    sandbox.faults({"account": {"plan": {"2": fault}}})

    ended = send(four, *CAMPAIGN, "--preflight", "strict")

    assert (2, ["account_not_answered"]) == (ended.code, codes(ended))
    assert "The sender could not be checked before the send" in ended.err
    assert nothing_posted()


def test_blacklisted_recipients_are_said_before_they_cost_an_order(four, send, sandbox, nothing_posted):
    """With strict they end the send; else they are a warning, and --suppress-blacklist takes them out."""
    sandbox.account({"blacklist": ["5300000001", "5399999999"]})

    strict = send(four, *CAMPAIGN, "--preflight", "strict")
    is_unposted = nothing_posted()
    without = send(four, *CAMPAIGN, "--preflight", "strict", "--suppress-blacklist")

    assert (2, ["blacklisted_numbers"], True) == (strict.code, codes(strict), is_unposted)
    assert "1 recipient is on the account's blacklist" in strict.err
    assert (0, 3, {"blacklisted": 1}) == (without.code, without.json["accepted"], without.json["excluded"])


def test_blacklisted_recipients_do_not_hold_up_the_others(four, send, sandbox):
    """Nobody waits for one who cannot be sent to: a warning says so, and the gateway refuses that one."""
    sandbox.account({"blacklist": ["5300000001"]})

    ended = send(four, *CAMPAIGN)

    assert (3, 3, 1) == (ended.code, ended.json["accepted"], ended.json["rejected"])
    assert "1 recipient is on the account's blacklist" in ended.err
    assert 1 == ended.json["preflight"]["blacklisted"]


def test_a_long_blacklist_is_not_waited_for(four, send, sandbox):
    """Only a blacklist of some pages is compared; a longer one is left to --suppress-blacklist."""
    sandbox.account({"blacklist": [f"53{number:08}" for number in range(100_000, 120_001)]})

    ended = send(four, *CAMPAIGN)

    assert (0, None) == (ended.code, ended.json["preflight"]["blacklisted"])
    assert 1 == sandbox.requests()["get-blacklist"]


def test_an_account_out_of_reach_is_asked_once(four, send, sandbox, results):
    """Where nothing comes back, the second question is spared, and the wait has an end."""
    sandbox.faults({"account": {"queue": ["stall_before"]}})

    ended = send(four, *CAMPAIGN, "--timeout", "1")

    assert 0 == ended.code, ended.err
    assert ["accepted"] * 4 == states(results())
    assert "get-sender" not in sandbox.requests()
    assert 1 == ended.err.count("before the send")


def test_nothing_is_asked_where_it_is_off(four, send, sandbox):
    """With off, the gateway's own answer to the first order decides."""
    sandbox.account({"senders": []})

    ended = send(four, *CAMPAIGN, "--preflight", "off")

    assert (4, None) == (ended.code, ended.json["preflight"])
    assert "get-balance" not in sandbox.requests()


def test_the_account_is_shown_before_the_question(four, batchsms, sandbox):
    """Balance, sender and İYS choice stand above the question."""
    sandbox.account({"balance": 1_234})
    ended = batchsms("send", four, *CAMPAIGN, "--yes", "--gateway-url", sandbox.gateway_url)
    for said in (
        "pays for 1,234 credits; 4 are needed",
        'Sender: "APITEST" is approved',
        "commercial messages, to be checked against the list BIREYSEL",
    ):
        assert said in ended.out
    informational = ("--text", "Bilgi", "--sender", "APITEST", "--iys", "none")
    looked = batchsms("preview", four, *informational, "--preflight", "--gateway-url", sandbox.gateway_url)
    assert "informational messages" in looked.out


def test_a_plan_is_checked_when_it_is_sent(four, batchsms, send, sandbox, results, nothing_posted):
    """A campaign file whose balance is short stays as it was, and goes once credit is loaded."""
    batchsms("plan", four, *CAMPAIGN)
    sandbox.account({"balance": 3})

    refused = send("liste.campaign")
    is_unposted = nothing_posted()
    sandbox.account({"balance": 4})
    sent = send("liste.campaign")

    assert (2, ["short_balance"], True) == (refused.code, codes(refused), is_unposted)
    assert (0, ["accepted"] * 4) == (sent.code, states(results()))


@pytest.mark.parametrize(
    ("lists", "code", "first"), [({}, 2, "accepted"), ({"unavailable": True}, 5, "unknown")]
)
def test_unknown_orders_are_settled_all_the_same(four, send, sandbox, results, lists, code, first):
    """A preflight that fails posts nothing, but settles and tells what may have been accepted."""
    sandbox.faults({"send": {"queue": ["drop_after"]}, "lists": {"unavailable": True}})
    begun = send(four, *CAMPAIGN, *QUICK, "--order-size", "2", "--limit", "2")
    posts = sandbox.requests()["send-sms"]
    sandbox.account({"balance": 0})
    sandbox.faults({"lists": lists})

    ended = send("liste.campaign", *QUICK)

    assert 5 == begun.code, begun.err
    assert (code, ["short_balance"]) == (ended.code, codes(ended)), ended.err
    assert [first] * 2 + ["planned"] * 2 == states(results())
    assert posts == sandbox.requests()["send-sms"]
    assert ("order 1: 2 recipients" in ended.err) == (first == "unknown")


def test_a_preview_asks_where_it_is_told_to(four, batchsms, sandbox, nothing_posted):
    """`preview --preflight` shows the plan and what is wrong with the account, of a list and of a file."""
    batchsms("plan", four, *CAMPAIGN)
    to = ("--preflight", "--gateway-url", sandbox.gateway_url)
    good = batchsms("preview", four, *CAMPAIGN, *to, "--json")
    sandbox.account({"balance": 3})
    short = [batchsms("preview", *of, *to, "--json") for of in ((four, *CAMPAIGN), ("liste.campaign",))]
    sandbox.faults({"account": {"queue": ["garbage"] * 3}})
    mute = batchsms("preview", four, *CAMPAIGN, *to, "--json")

    assert 0 == good.code, good.err
    assert {
        "sender": "APITEST",
        "sender_approved": True,
        "needed_credits": 4,
        "balance_credits": 10_000_000,
        "blacklisted": 0,
        "remarks": [],
        "problems": [],
    } == good.json["preflight"]
    for ended in short:
        assert (2, ["short_balance"], 4) == (ended.code, codes(ended), ended.json["recipients"])
        assert ["short_balance"] == ended.json["preflight"]["problems"]
    assert (2, ["account_not_answered"]) == (mute.code, codes(mute))
    assert nothing_posted()


def test_the_blacklist_is_skipped_when_the_list_is_planned(tmp_path, batchsms, send, sandbox):
    """Whoever is on the account's blacklist, over its pages, is skipped with a reason of its own."""
    a_list(tmp_path / "liste.csv", *people(3))
    blacklist = [f"5310{number:06}" for number in range(2_500)]
    sandbox.account({"blacklist": [*blacklist, "5300000001"]})
    to = ("--suppress-blacklist", "--gateway-url", sandbox.gateway_url, "--json")

    looked = batchsms("preview", "liste.csv", *CAMPAIGN, *to)
    planned = batchsms("plan", "liste.csv", *CAMPAIGN, "-o", "plan.campaign", *to)
    sent = send("liste.csv", *CAMPAIGN, "--suppress-blacklist")

    assert [{"blacklisted": 1}] * 3 == [ended.json["excluded"] for ended in (looked, planned, sent)]
    assert 0 == sent.code, sent.err
    rows = sheet(tmp_path / "liste.results.xlsx")
    assert ["200", "blacklisted", "200"] == [row["sms_code"] for row in rows]
    assert [rows[0]["sms_number"], rows[2]["sms_number"]] == [
        number for _order, number, _text in sandbox.taken()
    ]
    assert "the account's blacklist (2,501 numbers)" in str(looked.json["findings"])


@pytest.mark.parametrize("command", ["preview", "plan", "send"])
def test_a_blacklist_that_cannot_be_had_ends_the_command(four, tmp_path, batchsms, sandbox, command):
    """A page that is missing is an error: nothing is planned without the numbers on it."""
    sandbox.account({"blacklist": [f"5310{number:06}" for number in range(2_500)]})
    sandbox.faults({"account": {"plan": {"3": "garbage"}}})
    yes = ("--yes",) if command == "send" else ()
    to = ("--suppress-blacklist", "--gateway-url", sandbox.gateway_url, "--json", *yes)

    ended = batchsms(command, four, *CAMPAIGN, *to)

    assert (2, ["account_not_answered"]) == (ended.code, codes(ended))
    assert "blacklist could not be read" in ended.err
    assert not (tmp_path / "liste.campaign").exists()
    assert [] == sandbox.orders()


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("preview", "--suppress-blacklist"),
        ("preview", "--preflight"),
        ("plan", "--suppress-blacklist"),
        ("send", "--suppress-blacklist"),
    ],
)
def test_what_asks_the_account_needs_credentials(four, batchsms, command, option):
    """They are missed at once, with everything else."""
    dry = ("--dry-run",) if command == "send" else ()
    wrong = ("--text", "Merhaba", "--sender", "TOOLONGSENDER", "--iys", "none", "--json")
    ended = batchsms(command, four, *wrong, option, *dry, BATCHSMS_KEY="")
    assert (2, ["bad_sender", "no_credentials"]) == (ended.code, codes(ended))


def test_a_sandbox_adds_no_noise(four, batchsms):
    """The first run has nothing to say of an account that is not there."""
    ended = batchsms("send", four, *CAMPAIGN, "--sandbox", "--yes", BATCHSMS_KEY="", BATCHSMS_HASH="")
    assert 0 == ended.code, ended.err
    assert "Balance" not in ended.out + ended.err


def test_a_rehearsal_takes_the_campaigns_own_sender(four, batchsms):
    """A list and a plan can be tried in the sandbox as they will be sent."""
    batchsms("plan", four, *MAGAZA)
    for what in ((four, *MAGAZA), ("liste.campaign",)):
        ended = batchsms("send", *what, "--sandbox", "--yes", "--json")
        assert (0, 4) == (ended.code, ended.json.get("accepted")), ended.err


def test_credentials_go_to_no_other_gateway(four, batchsms, send, sandbox):
    """A file that was begun with one gateway is refused before another one is asked anything."""
    send(four, *CAMPAIGN, "--limit", "1")
    with running(account=SecretAccount()) as other:
        refused = batchsms("send", "liste.campaign", "--yes", "--json", "--gateway-url", other.gateway_url)
        assert (2, ["other_gateway"], 0) == (refused.code, codes(refused), other.counts.total())
