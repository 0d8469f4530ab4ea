"""The first minutes with the program: it says what to type, and that works as it is printed."""

import shlex

import pytest
from lists import a_list, people

pytest.importorskip("pty", reason="terminals as files are Unix's")
from terminals import on_terminal

NO_ACCOUNT = {"BATCHSMS_KEY": "", "BATCHSMS_HASH": ""}
TEXT = "Merhaba {{ ad }}"


@pytest.fixture
def a_list_of_three(tmp_path):
    """Write a list."""
    return a_list(tmp_path / "liste.csv", *people(3))


def last_line(ended):
    """Return the last line of what was said."""
    return ended.err.strip().splitlines()[-1]


def test_without_a_command_a_terminal_shows_how_to_begin(tmp_path, environment, batchsms):
    """In ten lines, of which each command works as it is printed."""
    code, shown = on_terminal(tmp_path, environment)
    lines = shown.replace("\r", "").strip().splitlines()
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("  batchsms ")]

    made = batchsms(*commands[0], **NO_ACCOUNT)
    shown = batchsms(*commands[1], **NO_ACCOUNT)
    sent = batchsms(*commands[2], "--yes", "--json", **NO_ACCOUNT)

    assert (0, 10) == (code, len(lines))
    assert ["init", "preview", "send", "login", "send"] == [command[0] for command in commands]
    assert (0, 0, 0, 3) == (made.code, shown.code, sent.code, sent.json["accepted"]), shown.err + sent.err


def test_without_a_command_a_script_gets_the_help(batchsms):
    """As before: it has made a mistake."""
    ended = batchsms()
    assert (2, True) == (ended.code, ended.err.startswith("Usage: batchsms [OPTIONS] COMMAND [ARGS]..."))


@pytest.mark.parametrize("command", ["send", "preview"])
def test_what_a_first_command_lacks_is_told_as_a_command(a_list_of_three, batchsms, command):
    """It can be typed as it stands, and nothing goes out by it."""
    refused = batchsms(command, a_list_of_three.name, **NO_ACCOUNT)
    told = last_line(refused).partition("batchsms ")[2]
    more = ("--yes",) if command == "send" else ()

    ended = batchsms(*shlex.split(told), *more, **NO_ACCOUNT)

    assert (2, 0) == (refused.code, ended.code), refused.err + ended.err
    assert ("--sandbox" in told) == (command == "send")


def test_a_text_that_was_typed_is_not_repeated(a_list_of_three, batchsms):
    """It may hold what is nobody's business; only what is lacking is said."""
    refused = batchsms("send", a_list_of_three.name, "--text", TEXT, **NO_ACCOUNT)
    assert last_line(refused).endswith(": --sender APITEST --iys none --sandbox")
    assert "Merhaba" not in refused.err


@pytest.mark.parametrize(
    ("options", "account", "told"),
    [
        (("--sender", "APITEST", "--iys", "none"), NO_ACCOUNT, "Type next: batchsms login"),
        (("--iys", "none"), {}, "Type next: batchsms senders"),
    ],
)
def test_one_thing_that_is_lacking_names_the_command_for_it(
    a_list_of_three, batchsms, options, account, told
):
    """Credentials are stored, senders are listed."""
    refused = batchsms("send", a_list_of_three.name, "--text", TEXT, *options, **account)
    assert (2, told) == (refused.code, last_line(refused))


def test_other_trouble_comes_first(tmp_path, a_list_of_three, batchsms):
    """A command that would fail again is not recommended; JSON has no such line."""
    refused = batchsms("send", a_list_of_three.name, "--order-size", "0", **NO_ACCOUNT)
    as_json = batchsms("send", a_list_of_three.name, "--json", **NO_ACCOUNT)
    assert "type" not in last_line(refused)
    assert "type:" not in as_json.err


def test_a_list_in_the_folder_of_a_campaign_takes_its_settings(tmp_path, batchsms):
    """What a night will send can be looked at by naming the list alone."""
    batchsms("init", "demo", **NO_ACCOUNT)
    with (tmp_path / "demo" / "hosgeldin" / "campaign.toml").open("a", encoding="utf-8") as file:
        file.write('order-size = 2\nonly-new = "Telefon"\n')

    shown = batchsms("preview", "demo/hosgeldin/liste.csv", "--json")
    profile = batchsms("preview", "demo/hosgeldin/liste.csv", "--json", "--profile", "deneme")
    named = batchsms("preview", "demo/hosgeldin/liste.csv", "--config", "demo/batchsms.toml", "--json")

    assert (0, {"planned": 2}) == (shown.code, shown.json["orders"])
    assert 0 == profile.code
    assert {"no_template", "no_iys"} == {error["code"] for error in named.json["errors"]}
