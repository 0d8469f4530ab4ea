"""The account, asked by the commands that show what it holds."""

import pytest

COMMANDS = ("balance", "senders", "blacklist")


@pytest.fixture
def ask(batchsms, sandbox):
    """Ask the sandbox's account."""

    def run(command, *arguments, **more):
        return batchsms(command, "--gateway-url", sandbox.gateway_url, *arguments, **more)

    return run


def test_the_account_is_shown(ask, sandbox):
    """Each command says what the account has, as text and as JSON."""
    sandbox.account({"balance": 1_340, "senders": ["APITEST", "Magaza"], "blacklist": ["5300000002"]})
    assert "134.0000 TL, which pays for 1,340 credits" in ask("balance").out
    assert ask("balance", "--json").json["credits"] == 1_340
    assert ask("senders").out == "APITEST\nMagaza\n"
    assert ask("senders", "--json").json["senders"] == ["APITEST", "Magaza"]
    assert ask("blacklist").out == "905300000002\n"
    assert ask("blacklist", "--json").json["numbers"] == ["905300000002"]


def test_a_blacklist_is_a_list_to_suppress(tmp_path, ask, sandbox, batchsms):
    """What `blacklist` prints, over pages, is taken by --suppress number by number."""
    sandbox.account({"blacklist": [f"530000{number:04}" for number in range(1_500)]})
    (tmp_path / "kara.txt").write_text(ask("blacklist").out, encoding="utf-8")
    (tmp_path / "liste.csv").write_text("Telefon\n5300000002\n5301000001\n", encoding="utf-8")
    campaign = ("--text", "Merhaba", "--sender", "APITEST", "--iys", "none", "--json")
    ended = batchsms("preview", "liste.csv", "--suppress", "kara.txt", *campaign)
    assert ended.json["excluded"] == {"suppressed": 1}


@pytest.mark.parametrize("command", COMMANDS)
def test_refused_credentials_say_where_to_look(ask, command):
    """A 401 names the places of the panel, and shows no credential."""
    ended = ask(command, BATCHSMS_KEY="my-secret-key", BATCHSMS_HASH="my-secret-hash")
    assert ended.code == 2
    assert "(401)" in ended.err
    assert "Settings, Security, Access" in ended.err
    assert "my-secret" not in ended.err + ended.out


@pytest.mark.parametrize("command", COMMANDS)
def test_an_account_out_of_reach_is_one_sentence(batchsms, command):
    """Without a gateway, one sentence says that there was no answer, also as JSON."""
    ended = batchsms(command, "--json", "--gateway-url", "http://127.0.0.1:9")
    assert ended.code == 2
    assert ended.json["error"]["code"] == "account_not_answered"
