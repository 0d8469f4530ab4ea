"""A folder to start from: made once, and never over anything that is there."""

import os
import shlex

import pytest
from terminals import on_terminal

FILES = ("batchsms.toml", "hosgeldin/campaign.toml", "hosgeldin/liste.csv", "hosgeldin/metin.txt")
NO_ACCOUNT = {"BATCHSMS_KEY": "", "BATCHSMS_HASH": ""}


def contents(folder):
    """Return what each file of a folder holds."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def init(batchsms, sandbox):
    """Make a starter folder, with the sandbox's account."""
    return lambda *arguments, **more: batchsms(
        "init", "demo", "--gateway-url", sandbox.gateway_url, *arguments, **more
    )


def test_a_fresh_machine_needs_no_account(batchsms, tmp_path):
    """The command that is named next works as it is printed; nothing is asked without a terminal."""
    made = batchsms("init", "demo", "--json", **NO_ACCOUNT)

    assert (0, None) == (made.code, made.json["senders"])
    assert sorted(FILES) == sorted(contents(tmp_path / "demo"))
    program, *arguments = shlex.split(made.json["next"])
    shown = batchsms(*arguments, "--json", **NO_ACCOUNT)
    assert ("batchsms", 0, 3) == (program, shown.code, shown.json["recipients"])


@pytest.mark.parametrize("iys", ["none", "BIREYSEL", "TACIR"])
def test_the_sample_texts_have_no_warnings(batchsms, iys):
    """A text that only informs, and an offer with what the law wants in it."""
    made = batchsms("init", "demo", "--iys", iys, "--json", **NO_ACCOUNT)

    shown = batchsms(*shlex.split(made.json["next"])[1:], "--json", **NO_ACCOUNT)

    assert [] == [one for one in shown.json["findings"] if one["severity"] != "info"]


def test_a_second_init_changes_nothing(init, tmp_path):
    """It says what is there, and ends well; a file that was removed is made again."""
    init("--iys", "TACIR")
    (tmp_path / "demo" / "hosgeldin" / "metin.txt").write_text("Benim metnim", encoding="utf-8")
    before = contents(tmp_path / "demo")

    again = init("--sender", "APITEST", "--iys", "none", "--json")

    assert (0, [], 4) == (again.code, again.json["written"], len(again.json["kept"]))
    assert before == contents(tmp_path / "demo")
    (tmp_path / "demo" / "hosgeldin" / "liste.csv").unlink()
    assert [os.path.join("demo", "hosgeldin", "liste.csv")] == init("--json").json["written"]  # noqa: PTH118


def test_what_stands_in_the_way_is_not_written_over(init, tmp_path):
    """A file in the place of the folder, a folder in the place of a file, a link that leads nowhere."""
    (tmp_path / "demo").touch()
    assert (2, "unwritable_folder") == refused(init("--json"))
    (tmp_path / "demo").unlink()
    (tmp_path / "demo" / "hosgeldin" / "liste.csv").mkdir(parents=True)
    assert (2, "unwritable_folder") == refused(init("--json"))
    (tmp_path / "demo" / "hosgeldin" / "liste.csv").rmdir()
    (tmp_path / "demo" / "hosgeldin" / "liste.csv").symlink_to(tmp_path / "yok.csv")
    assert (2, "unwritable_folder") == refused(init("--json"))
    assert not (tmp_path / "yok.csv").exists()


def refused(ended):
    """Return the exit code and the error of a command."""
    return ended.code, ended.json["error"]["code"]


def test_the_only_sender_of_the_account_is_taken(init, sandbox, tmp_path):
    """Several are a question, and without a terminal an error that names them."""
    sandbox.account({"senders": ["Magaza", "DUKKAN"]})
    several = init("--json")
    assert (2, "no_sender") == refused(several)
    assert "DUKKAN, Magaza" in several.err
    assert not (tmp_path / "demo").exists()

    sandbox.account({"senders": ["Magaza"]})
    assert ["Magaza"] == init("--json").json["senders"]
    assert 'sender = "Magaza"' in contents(tmp_path / "demo")["batchsms.toml"]


def test_a_sender_that_is_not_approved_is_a_warning(init, tmp_path):
    """It may be approved tomorrow."""
    made = init("--sender", "Yarin")

    assert (0, True) == (
        made.code,
        "Yarin is not among the approved senders of the account: APITEST" in made.err,
    )
    assert 'sender = "Yarin"' in contents(tmp_path / "demo")["batchsms.toml"]


def test_wrong_credentials_and_senders_make_no_folder(init, tmp_path):
    """What will not work is told first."""
    assert (2, "credentials_refused") == refused(init("--json", BATCHSMS_HASH="yanlis"))
    assert (2, "bad_sender") == refused(init("--sender", "TOOLONGSENDER", "--json"))
    assert not (tmp_path / "demo").exists()


def test_an_account_out_of_reach_does_not_stop_a_start(batchsms, tmp_path):
    """Without a network the folder is made all the same."""
    made = batchsms("init", "demo", "--gateway-url", "http://127.0.0.1:9/v1")

    assert (0, True) == (made.code, "The account was not asked for its senders" in made.err)
    assert 'sender = "APITEST"' in contents(tmp_path / "demo")["batchsms.toml"]


@pytest.mark.skipif(os.name == "nt", reason="there are no terminals of this kind")
def test_a_terminal_is_asked(environment, sandbox, tmp_path):
    """Sender by number, and what is sent."""
    sandbox.account({"senders": ["Magaza", "DUKKAN"]})
    command = ("init", "demo", "--gateway-url", sandbox.gateway_url)

    code, shown = on_terminal(tmp_path, environment, *command, typed="1\n1\n", columns=200)

    assert (0, True) == (code, "1 DUKKAN, 2 Magaza" in shown)
    assert 'sender = "DUKKAN"' in contents(tmp_path / "demo")["batchsms.toml"]
    assert 'iys = "BIREYSEL"' in contents(tmp_path / "demo")["hosgeldin/campaign.toml"]


@pytest.mark.parametrize("typed", ["3\n1\n", "2\n\n", "1\nbelki\n"])
def test_an_answer_that_is_none_makes_no_folder(environment, sandbox, tmp_path, typed):
    """A number that is not there, and no answer to what the law asks."""
    sandbox.account({"senders": ["Magaza", "DUKKAN"]})

    code, _shown = on_terminal(
        tmp_path, environment, "init", "demo", "--gateway-url", sandbox.gateway_url, typed=typed
    )

    assert (2, False) == (code, (tmp_path / "demo").exists())
