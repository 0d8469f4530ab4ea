"""Settings: a file, its profiles, the environment and flags, and what wins over what."""

import json
import os

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lists import TEXT, a_list, people
from runs import CAMPAIGN

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH
from batchsms.commands.options.problems import problems_of
from batchsms.commands.options.quiet_hours import QUIET_HOURS
from batchsms.commands.send import send as send_command

WHOLE = f'text = "{TEXT}"\nsender = "APITEST"\niys = "none"\n'


@pytest.fixture(autouse=True)
def liste(tmp_path):
    """Give a list of two."""
    return a_list(tmp_path / "liste.csv", *people(2))


@pytest.fixture
def toml(tmp_path):
    """Write a settings file beside the list."""

    def write(text, name="batchsms.toml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def effective(batchsms):
    """Return a setting's value, source and place, as `config --json` has them."""

    def ask(name, *arguments, **more):
        shown = batchsms("config", "liste.csv", "--json", *arguments, **more)
        assert shown.code == 0, shown.err
        found = next(one for one in shown.json["settings"] if one["name"] == name)
        return found["value"], found["source"], found["place"]

    return ask


def codes(ended):
    """Return the codes of all errors of a command."""
    return [error["code"] for error in ended.json["errors"]]


def test_a_flag_goes_before_the_environment_before_a_profile_before_the_file(toml, effective):
    """Each source in turn is taken away, down to the default."""
    toml("order-size = 10\n[profile.gece]\norder_size = 20\n")
    gece, variable = ("--profile", "gece"), {"BATCHSMS_ORDER_SIZE": "30"}

    assert (40, "flag", "typed") == effective("order-size", "--order-size", 40, *gece, **variable)
    in_environment = (30, "environment", "BATCHSMS_ORDER_SIZE in the environment")
    assert in_environment == effective("order-size", *gece, **variable)
    assert (20, "file", "batchsms.toml, line 3") == effective("order-size", *gece)
    assert (20, "file", "batchsms.toml, line 3") == effective("order-size", BATCHSMS_PROFILE="gece")
    assert (10, "file", "batchsms.toml, line 1") == effective("order-size")
    toml("")
    assert (1_000, "default", "default") == effective("order-size")


def test_a_named_file_goes_before_the_lists_own_and_that_before_the_folders(toml, batchsms, tmp_path):
    """--config or its variable, else beside the list, else where one works; one file, not all of them."""
    a_list(toml("order-size = 1\n", "alt/batchsms.toml").parent / "liste.csv", *people(1))
    toml("order-size = 2\nrate = 5\n")
    toml("order-size = 3\n", "ayar.toml")

    def size(*arguments, **more):
        shown = batchsms("config", *arguments, "--json", **more).json["settings"]
        return next(one["value"] for one in shown if one["name"] == "order-size")

    assert [3, 3] == [size("alt/liste.csv", "--config", "ayar.toml"), size(BATCHSMS_CONFIG="ayar.toml")]
    assert [1, 2, 2] == [size("alt/liste.csv"), size("liste.csv"), size()]


def test_a_send_needs_nothing_but_the_list(toml, send, results):
    """What the file sets is what is sent, and keys of other commands do no harm."""
    toml(WHOLE + "xml = 'istekler'\nport = 0\norder_size = 1\n")

    ended = send("liste.csv")

    assert (0, {"accepted": 2}) == (ended.code, ended.json["orders"])
    assert ["accepted"] * 2 == [row["sms_status"] for row in results()]


def test_paths_are_relative_to_the_file(toml, batchsms, tmp_path):
    """Also where one works in another folder."""
    (tmp_path / "alt").mkdir()
    (tmp_path / "alt" / "metin.txt").write_text("Merhaba", encoding="utf-8")
    a_list(tmp_path / "alt" / "yasak.csv", *people(1))
    config = toml(
        'template = "metin.txt"\nsuppress = ["yasak.csv"]\nsender="APITEST"\niys="none"', "alt/ayar.toml"
    )

    shown = batchsms("preview", "liste.csv", "--config", config, "--json")

    assert (0, {"suppressed": 1}) == (shown.code, shown.json["excluded"])


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("ordersize = 5", "unknown_setting", "nearest one is order-size"),
        ("Sender = 'A'", "unknown_setting", "nearest one is sender"),
        ("[profil.gece]", "unknown_setting", "nearest one is profile"),
        ("order-size = '5'", "bad_setting", "a whole number, without quotes"),
        ("order-size = 5.0", "bad_setting", "a whole number, without quotes"),
        ("order-size = true", "bad_setting", "a whole number, without quotes"),
        ("order-size = 0", "bad_setting", "order-size: 0 is not in the range"),
        ("rate = '5'", "bad_setting", "a number, without quotes"),
        ("no-header = 'true'", "bad_setting", "true or false, without quotes"),
        ("suppress = 'a.csv'", "bad_setting", "an array, as in suppress = "),
        ("suppress = [1, {}]", "bad_setting", "text in quotes"),
        ("sender.name = 'A'", "bad_setting", "text in quotes"),
        ('results = "a\\u0000.csv"', "bad_setting", "text in quotes"),
        ('results = ""', "bad_setting", "results: The name is empty"),
        ("iys = 'kamu'", "bad_setting", "iys: 'kamu' is not one of"),
        ("iys = 'none'\norder-size = 1\norder_size = 2", "bad_setting", "twice, on line 5 as order-size"),
        ("sender = 'TOOLONGSENDER'", "bad_sender", "the limit is 11"),
        ("at = 2020-01-01 10:00:00", "past_schedule", "--at 2020-01-01 10:00 is in the past"),
        ("at = 2020-01-01 10:00:30", "bad_schedule", "without seconds"),
        ("credit-price = 'bedava'", "bad_price", "--credit-price bedava is not"),
        ("template = 'yok.txt'", "unreadable_template", "yok.txt cannot be read"),
        ("yes = true", "not_a_setting", "yes cannot be set in a file"),
        ("json = true", "not_a_setting", "json cannot be set in a file"),
        ("test-to = '05300000000'", "not_a_setting", "Type --test-to"),
        ("resend-unknown = true", "not_a_setting", "resend-unknown cannot be set in a file"),
        ("config = 'a.toml'", "not_a_setting", "config cannot be set in a file"),
        ("gateway-url = 'http://127.0.0.1:1/v1'", "unsafe_gateway", "name the file with --config"),
        ("ping = 'https://hc.example/gizli-anahtar'", "unsafe_ping", "name the file with --config"),
        ("key = 'gizli-anahtar'", "credentials_in_settings", "batchsms login"),
        ("BATCHSMS_HASH = 'gizli-anahtar'", "credentials_in_settings", "batchsms login"),
        ("api-hash = 'gizli-anahtar'", "credentials_in_settings", "batchsms login"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_with_its_line(toml, batchsms, line, code, told):
    """The file, the line, the key and what to do; exit code 2, and no credential is shown."""
    toml("# ayarlar\n\n\n" + line)

    ended = batchsms("send", "liste.csv", "--dry-run", "--json")

    error = next(one for one in ended.json["errors"] if one["code"] == code)
    assert 2 == ended.code
    assert "batchsms.toml, line " in error["message"]
    assert f"line {4 + line.count(chr(10))}" in error["message"]
    assert told in error["message"] + error["hint"]
    assert "gizli-anahtar" not in ended.out + ended.err


def test_all_that_is_wrong_in_a_file_is_told_at_once(toml, batchsms):
    """Together with what is wrong in the command."""
    toml("ordersize = 5\nrate = 'x'\nsender = 'TOOLONGSENDER'\n")

    ended = batchsms("send", "liste.csv", "--text", "a", "--moved", "--json")

    expected = {"unknown_setting", "bad_setting", "bad_sender", "no_iys", "usage"}
    assert (2, expected) == (ended.code, set(codes(ended)))


@pytest.mark.parametrize(
    ("text", "arguments", "told"),
    [
        ("[profile.gece]\n[profile.test]\n", ("--profile", "gec"), "Its profiles are: gece, test"),
        ("", ("--profile", "gece"), "It has no profiles"),
        (None, ("--profile", "gece"), "There is no settings file"),
        (None, ("--config", "yok.toml"), "yok.toml cannot be read"),
        ("sender 'A'", (), "batchsms.toml, line 1: this is not TOML"),
    ],
)
def test_a_file_or_profile_that_cannot_be_had_ends_the_command(toml, batchsms, text, arguments, told):
    """Nothing is guessed in its place."""
    if text is not None:
        toml(text)

    ended = batchsms("preview", "liste.csv", *CAMPAIGN, *arguments, "--json")

    assert (2, 1) == (ended.code, len(codes(ended)))
    assert told in ended.err


def test_a_named_file_may_set_the_gateway(toml, batchsms, sandbox):
    """Who names a file trusts it."""
    toml(f"gateway-url = '{sandbox.gateway_url}'", "ayar.toml")

    assert "APITEST\n" == batchsms("senders", "--config", "ayar.toml").out


@pytest.mark.parametrize("flag", [("--text", "Merhaba"), ("--profile", "metin")])
def test_a_text_that_is_nearer_takes_the_place_of_a_template(toml, batchsms, flag):
    """A template in the file and a text in a flag or a profile do not exclude each other."""
    toml("template = 'yok.txt'\nsender = 'APITEST'\niys = 'none'\n[profile.metin]\ntext = 'Merhaba'\n")

    assert 0 == batchsms("preview", "liste.csv", *flag).code


def test_a_flag_for_earlier_results_takes_the_place_of_a_setting(toml, batchsms):
    """--again and a setting not-accepted do not exclude each other; two settings do."""
    toml(WHOLE + "not-accepted = true\n")
    assert 0 == batchsms("preview", "liste.csv", "--again").code

    toml(WHOLE + "not-accepted = true\nagain = true\n")
    assert 2 == batchsms("preview", "liste.csv").code


def test_a_campaign_file_keeps_what_was_planned(toml, batchsms, send, tmp_path):
    """What a file sets for planning neither changes a campaign file nor is refused with it."""
    batchsms("plan", "liste.csv", *CAMPAIGN, "--results", "planned.csv")
    toml(
        "sender = 'BASKA'\ntemplate = 'yok.txt'\nat = '01/01/2020 10:00'\nresults = 'baska.csv'\n"
        "order-size = 7\nrate = 1000\n"
    )

    ended = send("liste.campaign")

    assert (0, {"accepted": 1}) == (ended.code, ended.json["orders"])
    assert [True, False] == [(tmp_path / name).exists() for name in ("planned.csv", "baska.csv")]


def test_a_limit_in_a_file_does_not_forbid_a_test(toml, batchsms):
    """--limit and --test-to exclude each other where both are typed."""
    toml(WHOLE + "limit = 1\n")

    ended = batchsms("send", "liste.csv", "--sandbox", "--yes", "--test-to", "0530 000 00 09")

    assert 0 == ended.code


def test_config_masks_credentials(batchsms):
    """Neither key nor hash is shown, as text or as JSON; where they come from is."""
    credentials = {"BATCHSMS_KEY": "gizli-anahtar", "BATCHSMS_HASH": "gizli-ozet"}
    shown, asked = batchsms("config", **credentials), batchsms("config", "--json", **credentials)

    assert "# credentials: key ***, hash ***, from BATCHSMS_KEY in the environment\n" in shown.out
    assert "environment" == asked.json["credentials"]["source"]
    assert "gizli" not in shown.out + shown.err + asked.out + asked.err


def test_config_shows_no_password_of_an_address(toml, batchsms):
    """An address that holds one is refused as it is anywhere else."""
    toml("gateway-url = 'https://a:gizli@sms.example/v1'", "ayar.toml")

    ended = batchsms("config", "--config", "ayar.toml")

    assert (2, False) == (ended.code, "gizli" in ended.out + ended.err)


def test_what_config_shows_is_a_settings_file(toml, batchsms):
    """Its own output sets the same values again."""
    toml(WHOLE + "suppress = ['yasak.csv']\nno-header = true\nrate = 2.5\ncredit-price = 0.085\n")
    shown = batchsms("config", "liste.csv").out
    lines = [line for line in shown.splitlines() if not line.startswith(("yes ", "gateway-url "))]

    toml("\n".join(lines))

    again = batchsms("config", "liste.csv").out.splitlines()
    values = [line.split("  # ")[0] for line in again if not line.startswith(("yes ", "gateway-url "))]
    assert [line.split("  # ")[0] for line in lines] == values


def values_of(option):
    """Return values of an option: how it is typed, and what a TOML file says."""
    kind = option.type
    if option.is_flag:
        return st.sampled_from([True])
    if isinstance(kind, click.Choice):
        one = st.sampled_from(kind.choices)
    elif kind is QUIET_HOURS:
        one = st.sampled_from(["21:00-09:00", "12:30-13:15", "off"])
    elif isinstance(kind, click.IntRange):
        one = st.integers(kind.min, kind.max or 10**9)
    elif isinstance(kind, click.FloatRange):
        one = st.floats(1e-6, 1e9)
    else:
        # no line of a command line begins with a hyphen here, which would be an option
        text = st.characters(codec="utf-8", exclude_characters="\0\x7f/", exclude_categories=["Cs"])
        one = st.text(text, min_size=1, max_size=40).filter(lambda value: not value.startswith("-"))
    return st.lists(one, min_size=1, max_size=3) if option.multiple else one


SETTABLE = [
    one for one in send_command.params if getattr(one, "is_setting", False) and one.name != "lang"
]  # in another language the place is told in other words


@pytest.mark.parametrize("option", SETTABLE, ids=lambda option: option.name)
@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_in_a_file_is_the_value_of_the_flag(option, data, tmp_path):
    """Whatever option and value: the options of a run are the same."""
    value = data.draw(values_of(option))
    flag = max(option.opts, key=len)
    values = value if option.multiple else [value]
    typed = [flag] if option.is_flag else [part for one in values for part in (flag, str(one))]
    if option.type is PATH:  # typed from the folder of the file
        typed = [part if part == flag else str(tmp_path / part) for part in typed]
    path = tmp_path / "ayar.toml"
    path.write_text(f"{flag[2:]} = {json.dumps(value, ensure_ascii=False)}\n", encoding="utf-8")
    got = []
    command = CheckedCommand("send", params=send_command.params)

    for arguments in (typed, ["--config", str(path)]):
        context = command.make_context("send", ["liste.csv", *arguments])
        problems_of(context).raise_all()
        got.append(context.params)

    assert {**got[0], "config": None} == {**got[1], "config": None}


def test_a_setting_is_no_flag_of_the_same_name(toml, batchsms):
    """`preflight` is how strict a send is; that a preview asks the account is a flag of its own."""
    toml(WHOLE + 'preflight = "strict"\n')

    assert batchsms("preview", "liste.csv").code == 0


@pytest.mark.skipif(os.name == "nt", reason="pipes as files are Unix's")
def test_what_is_no_file_is_not_waited_for(batchsms, tmp_path):
    """A pipe as settings file is refused at once."""
    os.mkfifo(tmp_path / "pipe")

    ended = batchsms("preview", "liste.csv", *CAMPAIGN, "--config", "pipe", "--json")

    assert (2, ["unreadable_settings"]) == (ended.code, codes(ended))


def test_a_profile_in_the_environment_does_not_need_a_file_everywhere(batchsms):
    """Set for all folders, it holds in those that have a settings file; typed, it must be there."""
    assert batchsms("preview", "liste.csv", *CAMPAIGN, BATCHSMS_PROFILE="gece").code == 0
    assert batchsms("preview", "liste.csv", *CAMPAIGN, "--profile", "gece").code == 2
