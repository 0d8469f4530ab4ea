"""Credentials that are stored once: checked, kept where only their owner can read, and removed."""

import os
import stat

import pytest
from privacy import HASH, KEY

TYPED = f"{KEY}\n{HASH}\n"
BACKEND = '''
import json, os
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Keyring(KeyringBackend):
    """A keyring in a file, as a test can look into it."""

    priority = 1
    path = os.path.join(os.path.dirname(__file__), "keyring.json")

    def _entries(self):
        if os.environ.get("KEYRING_IS_LOCKED"):
            raise KeyringLocked("the words of a library: demo")
        return json.load(open(self.path)) if os.path.exists(self.path) else {}

    def _keep(self, entries):
        with open(self.path, "w") as file:
            json.dump(entries, file)

    def get_password(self, service, username):
        return self._entries().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        self._keep({**self._entries(), f"{service}/{username}": password})

    def delete_password(self, service, username):
        entries = self._entries()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        self._keep(entries)
'''
NO_VARIABLES = {"BATCHSMS_KEY": "", "BATCHSMS_HASH": ""}


@pytest.fixture
def keyring(tmp_path):
    """Give the environment of a computer that has a keyring."""
    (tmp_path / "a_keyring.py").write_text(BACKEND, encoding="utf-8")
    return {"PYTHONPATH": str(tmp_path), "PYTHON_KEYRING_BACKEND": "a_keyring.Keyring"}


@pytest.fixture
def run(batchsms, sandbox):
    """Run a command that asks the sandbox, without credentials in the environment."""

    def run(command, *arguments, **more):
        to = () if command == "logout" else ("--gateway-url", sandbox.gateway_url)
        return batchsms(command, *arguments, *to, **NO_VARIABLES | more)

    return run


@pytest.fixture
def file(tmp_path):
    """Give the place of the credentials file of a user whose home is the test's folder."""
    return tmp_path / ".config" / "batchsms" / "credentials.toml"


def stored(file, text, mode=0o600):
    """Write a credentials file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(mode)


def test_a_login_to_a_file_is_used_and_removed_again(run, file):
    """Only its owner may read it, from its folder down; a logout leaves nothing."""
    logged_in = run("login", "--file", "--json", typed=TYPED)

    assert (0, {"kind": "file", "place": str(file)}) == (logged_in.code, logged_in.json["stored"])
    assert [0o600, 0o700] == [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)]
    assert [file] == list(file.parent.iterdir())
    assert "APITEST\n" == run("senders").out
    assert "from " + str(file) in run("config").out
    assert ["file"] == run("logout", "--json").json["removed"]
    assert not file.exists()
    assert (0, "No credentials were stored\n") == (run("logout").code, run("logout").err)
    assert "no_credentials" == run("senders", "--json").json["error"]["code"]


def test_accounts_are_kept_apart(run, file):
    """Each has its name, and none is taken for another."""
    run("login", "--file", typed=TYPED)
    run("login", "--file", "--account", 'Mağaza "2"', typed=TYPED)

    assert [0, 0, 2] == [run("balance", *name).code for name in ((), account('Mağaza "2"'), account("yok"))]
    run("logout")
    assert [2, 0] == [run("balance", *name).code for name in ((), account('Mağaza "2"'))]
    assert 2 == run("balance", *account("yok"), BATCHSMS_KEY="demo", BATCHSMS_HASH="demo").code
    run("logout", *account('Mağaza "2"'))
    assert not file.exists()


def account(name):
    """Return the option that names an account."""
    return ("--account", name)


def test_a_profile_may_have_an_account(run, file, tmp_path):
    """The settings file names it, and holds no credential."""
    stored(file, '[account.magaza]\nkey = "demo"\nhash = "demo"\n')
    (tmp_path / "batchsms.toml").write_text('[profile.magaza]\naccount = "magaza"\n', encoding="utf-8")

    assert [2, 0] == [run("balance").code, run("balance", "--profile", "magaza").code]


def test_a_secret_becomes_a_hash(run, file, sandbox):
    """What is stored of a secret is the hash that it makes; a written one is made into it when it is read."""
    stored(file, 'key = "demo"\nsecret = "gizli"\n')
    refused = run("balance")

    assert (2, True) == (refused.code, "(401)" in refused.err)
    assert 2 == run("login", "--file", "--secret", typed="demo\ngizli\n").code
    assert 'secret = "gizli"' in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("demo\nyanlis-ozet\n", "credentials_refused"),
        ("", "no_credentials"),
        ("demo\n", "no_credentials"),
        ("\n\n", "no_credentials"),
        ("demo\n\x1b[31mdemo\n", "no_credentials"),
        ("demo\nözet\n", "credentials_refused"),
    ],
)
def test_what_does_not_work_is_not_stored(run, file, typed, code):
    """A refused or incomplete login leaves everything as it was, and shows nothing."""
    stored(file, 'key = "old"\nhash = "old"\n')

    ended = run("login", "--file", "--json", typed=typed)

    assert (2, code) == (ended.code, ended.json["error"]["code"])
    assert "yanlis-ozet" not in ended.out + ended.err
    assert 'key = "old"\nhash = "old"\n' == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
@pytest.mark.skipif(os.name == "nt", reason="files have no modes there")
def test_a_file_that_others_may_read_is_refused(run, file, mode):
    """As ssh does; the hint can be pasted, and nothing was sent."""
    stored(file, 'key = "demo"\nhash = "demo"\n', mode)

    ended = run("balance", "--json")

    assert (2, "open_credentials_file") == (ended.code, ended.json["error"]["code"])
    assert f"chmod 600 {file}" in ended.json["error"]["hint"]
    file.chmod(0o400)
    assert 0 == run("balance").code


@pytest.mark.parametrize(
    "text",
    [
        'key = "demo"',
        'hash = "gizli"',
        "key = 5\nhash = 'gizli'",
        "key = 'demo'\nhash = gizli",
        "[account]\na = 1",
    ],
)
def test_a_file_that_cannot_be_used_is_told_without_its_content(run, file, text):
    """No credential is shown, whatever is wrong."""
    stored(file, text)

    ended = run("balance")

    assert 2 == ended.code
    assert "gizli" not in ended.out + ended.err


def test_a_file_of_another_place_is_named(run, tmp_path):
    """BATCHSMS_CREDENTIALS is where login stores and commands look."""
    place = {"BATCHSMS_CREDENTIALS": str(tmp_path / "yer" / "anahtar.toml")}

    run("login", "--file", typed=TYPED, **place)

    assert [0, 2] == [run("balance", **place).code, run("balance").code]
    missing = run("balance", BATCHSMS_CREDENTIALS="yok.toml")
    assert (2, True) == (missing.code, "yok.toml" in missing.err)


def test_the_keyring_is_used_where_there_is_one(run, keyring, file, tmp_path):
    """Stored there, found there, removed from there; a file of before does not stay in its way."""
    stored(file, 'key = "old"\nhash = "old"\n')

    logged_in = run("login", typed=TYPED, **keyring)

    assert (0, "") == (logged_in.code, logged_in.err)
    assert not file.exists()
    assert (tmp_path / "keyring.json").exists()
    assert 0 == run("balance", **keyring).code
    assert "keyring" == run("config", "--json", **keyring).json["credentials"]["source"]
    assert ["keyring"] == run("logout", "--json", **keyring).json["removed"]
    assert 2 == run("balance", **keyring).code


def test_the_environment_goes_before_a_file_before_the_keyring(run, keyring, file):
    """Whatever else is stored."""
    run("login", typed=TYPED, **keyring)
    stored(file, 'key = "demo"\nhash = "wrong"\n')

    def source(**more):
        return run("config", "--json", **keyring | more).json["credentials"]["source"]

    assert "environment" == source(BATCHSMS_KEY="demo", BATCHSMS_HASH="demo")
    assert "file" == source()
    file.unlink()
    assert "keyring" == source()


def test_a_login_says_that_the_environment_goes_before_it(run):
    """Who has both must know which one counts."""
    ended = run("login", "--file", typed=TYPED, BATCHSMS_KEY="demo", BATCHSMS_HASH="demo")

    assert (0, True) == (ended.code, "BATCHSMS_KEY is set in the environment" in ended.err)


def test_a_locked_keyring_is_one_sentence(run, keyring):
    """Without the words of its library."""
    for command in ("balance", "logout", "login"):
        ended = run(command, typed=TYPED, **keyring, KEYRING_IS_LOCKED="1")
        assert (2, True) == (ended.code, "KeyringLocked" in ended.err)
        assert "words of a library" not in ended.err


def test_a_locked_keyring_does_not_stop_a_login_to_a_file(run, keyring, file):
    """The file goes before it."""
    ended = run("login", "--file", typed=TYPED, **keyring, KEYRING_IS_LOCKED="1")

    assert (0, True) == (ended.code, file.exists())


def test_without_a_keyring_a_login_names_the_file(run):
    """Before anything is asked."""
    ended = run("login", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")

    assert (2, True) == (ended.code, "batchsms login --file" in ended.err)
