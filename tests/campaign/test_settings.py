from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.campaign.settings import checked_iys, checked_schedule, checked_sender, template_source
from batchsms.errors import InputError
from batchsms.gateway.credentials import Credentials
from batchsms.setup.credentials import checked_gateway, credentials
from batchsms.setup.hashing import account_fingerprint, hash_of

NOW = datetime(2026, 11, 24, 6, 0, 30, tzinfo=UTC)  # 09:00:30 in Turkey
VENDORS = {"ILETIMERKEZI_API_KEY": "v", "ILETIMERKEZI_API_HASH": "w"}


def refusal(check, *arguments):
    """Give the error with which a setting is refused."""
    with pytest.raises(InputError) as caught:
        check(*arguments)
    return caught.value


def test_the_hash_is_made_of_key_and_secret():
    """The hash is the lowercase hex HMAC-SHA256 of the key, with the secret as its key."""
    known = "b6a736a4b6739ac56db7e903b0ef55bda82fca63fac55d4bd1d6d62c54888b22"
    assert known == hash_of("public_key", "secret_key")


@pytest.mark.parametrize(
    ("account", "environment"),
    [
        (("k", "h"), {"BATCHSMS_KEY": "k", "BATCHSMS_HASH": "h"}),
        (("k", "h"), {"BATCHSMS_KEY": " k\n", "BATCHSMS_HASH": " h "}),
        (("k", hash_of("k", "s")), {"BATCHSMS_KEY": "k", "BATCHSMS_SECRET": "s"}),
        (("k", hash_of("k", "s")), {"BATCHSMS_KEY": "k\n", "BATCHSMS_SECRET": "s\n"}),
        (("k", "h"), {"BATCHSMS_KEY": "k", "BATCHSMS_HASH": "h", "BATCHSMS_SECRET": "s"}),
        (("v", "w"), VENDORS),
        (("k", "h"), {"BATCHSMS_KEY": "k", "BATCHSMS_HASH": "h", **VENDORS}),
        (("k", hash_of("k", "s")), {"BATCHSMS_KEY": "k", "BATCHSMS_SECRET": "s", **VENDORS}),
        (("v", "w"), {"BATCHSMS_KEY": " ", **VENDORS}),
    ],
)  # fmt: skip
def test_credentials_come_from_the_environment(account, environment):
    """A key with a hash, or with a secret; the program's own variables go before the vendor's."""
    assert Credentials(*account) == credentials(environment, "")


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"BATCHSMS_KEY": "geheim"},
        {"BATCHSMS_HASH": "geheim"},
        {"BATCHSMS_SECRET": "geheim"},
        {"BATCHSMS_KEY": "geheim", "BATCHSMS_HASH": " "},
        {"BATCHSMS_KEY": " ", "BATCHSMS_HASH": "geheim"},
    ],
)
def test_missing_credentials_are_refused_without_showing_any(environment):
    """Half of the credentials is none, and the error shows nothing of it."""
    error = refusal(credentials, environment | {"BATCHSMS_CREDENTIALS": "missing.toml"}, "")
    assert ("no_credentials", False) == (error.code, "geheim" in error.message + error.hint)


def test_a_fingerprint_tells_accounts_apart_and_nothing_else():
    """Two keys have two fingerprints; a new hash of the same key has the same one."""
    one, again, other = (
        account_fingerprint(Credentials(key, hash_))
        for key, hash_ in [("geheim", "a"), ("geheim", "b"), ("other", "a")]
    )
    assert (True, False, False) == (one == again, one == other, "geheim" in one)


@pytest.mark.parametrize("sender", ["APITEST", "apitest", "eMarka Test", "A", "12345678901", "A&B <C>"])
def test_a_sender_is_kept_as_it_is(sender):
    """The approved header is not changed, neither its case nor its blanks."""
    assert sender == checked_sender(sender)


@pytest.mark.parametrize(
    ("code", "sender"),
    [
        ("no_sender", None),
        ("no_sender", ""),
        ("no_sender", " "),
        ("bad_sender", "ABCDEFGHIJKL"),
        ("bad_sender", "ŞİRKET"),
        ("bad_sender", "Café"),
        ("bad_sender", "A\nB"),
        ("bad_sender", "A\tB"),
        ("bad_sender", "A\x00"),
    ],
)
def test_a_sender_that_no_header_can_be_is_refused(code, sender):
    """A sender is given, has at most eleven characters and none that a header cannot have."""
    assert code == refusal(checked_sender, sender).code


@pytest.mark.parametrize(("iys_list", "iys"), [("BIREYSEL", "BIREYSEL"), ("TACIR", "TACIR"), ("", "none")])
def test_the_iys_list_is_what_was_chosen(iys_list, iys):
    """`none` means an informational campaign, which has no list."""
    assert iys_list == checked_iys(iys)


def test_the_iys_list_has_no_default():
    """Without `--iys` nothing is sent, and the choices are explained."""
    error = refusal(checked_iys, None)
    assert ("no_iys", True) == (error.code, "BIREYSEL" in error.hint)


@pytest.mark.parametrize(
    ("wire", "at"),
    [
        ("", None),
        ("24/11/2026 12:00", "24/11/2026 12:00"),
        ("24/11/2026 12:00", "2026-11-24 12:00"),
        ("24/11/2026 12:00", " 24/11/2026 12:00 "),
        ("01/12/2026 09:05", "1/12/2026 9:05"),
        ("24/11/2026 09:01", "24/11/2026 09:01"),
        ("24/11/2026 10:05", "24.11.2026 10:05"),
        ("24/11/2026 10:05", "2026-11-24T10:05"),
        ("24/11/2027 12:00", "24.11.2027 12:00"),
    ],
)
def test_a_schedule_goes_out_as_the_page_has_it(wire, at):
    """`--at` is Turkey's time, in several forms, and is written with two digits and without seconds."""
    assert wire == checked_schedule(at, NOW)


@pytest.mark.parametrize(
    ("code", "at"),
    [
        ("past_schedule", "24/11/2026 09:00"),
        ("past_schedule", "24/11/2026 06:30"),
        ("past_schedule", "2020-01-01 00:00"),
        ("bad_schedule", "24/11/2026 12:00:00"),
        ("bad_schedule", "2026-11-24 12:00:00"),
        ("bad_schedule", "2026-11-24T12:00:00"),
        ("bad_schedule", "24.11.2026 12:00:00"),
        ("distant_schedule", "26/11/2027 12:00"),
        ("distant_schedule", "2062-11-24 12:00"),
        ("bad_schedule", "31/11/2026 12:00"),
        ("bad_schedule", "12/24/2026 12:00"),
        ("bad_schedule", "24/11/2026 24:00"),
        ("bad_schedule", "24/11/26 12:00"),
        ("bad_schedule", "24/11/2026"),
        ("bad_schedule", "12:00"),
        ("bad_schedule", "yarın"),
        ("bad_schedule", ""),
    ],
)
def test_a_schedule_that_has_passed_or_is_none_is_refused(code, at):
    """A time with seconds, in another form or in the past would be sent at once: it is refused."""
    assert code == refusal(checked_schedule, at, NOW).code


@pytest.mark.parametrize(
    ("kept", "url"),
    [
        ("https://api.iletimerkezi.com/v1", "https://api.iletimerkezi.com/v1"),
        ("https://api.iletimerkezi.com/v1", "https://api.iletimerkezi.com/v1/"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://localhost:8080", "http://localhost:8080/"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    ],
)
def test_the_gateways_address_is_taken(kept, url):
    """An https address is taken anywhere, an http address on this machine."""
    assert kept == checked_gateway(url)


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("unsafe_gateway", "http://api.iletimerkezi.com/v1"),
        ("unsafe_gateway", "http://10.0.0.1/v1"),
        ("unsafe_gateway", "http://0.0.0.0/v1"),
        ("unsafe_gateway", "http://localhost.example.com"),
        ("unsafe_gateway", "http://127.0.0.1.example.com"),
        ("bad_gateway", "http://127.0.0.1@example.com"),
        ("bad_gateway", "https://user:geheim@example.com"),
        ("bad_gateway", "https://:geheim@example.com"),
        ("bad_gateway", "ftp://example.com"),
        ("bad_gateway", "api.iletimerkezi.com/v1"),
        ("bad_gateway", "https://"),
        ("bad_gateway", "http://[::1"),
        ("bad_gateway", ""),
    ],
)
def test_an_unsafe_address_is_refused(code, url):
    """Plain http beyond this machine, a password in the address and no address at all are refused."""
    error = refusal(checked_gateway, url)
    assert (code, False) == (error.code, "geheim" in error.message + error.hint)


@pytest.mark.parametrize("check", [checked_gateway, checked_sender, lambda at: checked_schedule(at, NOW)])
@given(text=st.text())
def test_no_setting_breaks_its_check(check, text):
    """Whatever is given as an address, a sender or a time is taken, or refused as an input."""
    with suppress(InputError):
        assert isinstance(check(text), str)


def test_the_text_is_given_on_the_command_line():
    """`--text` is the template itself."""
    assert ("Selam {{ ad }}", "--text") == template_source(None, "Selam {{ ad }}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254"])
def test_a_template_file_is_read_in_the_usual_encodings(tmp_path, encoding):
    """A template may be saved as UTF-8, with or without its mark, or as Windows saves Turkish."""
    file = tmp_path / "metin.txt"
    file.write_bytes("Sayın Şöför".encode(encoding))
    assert ("Sayın Şöför", str(file)) == template_source(file, None)


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        ("no_template", None, None),
        ("two_templates", "metin.txt", "Selam"),
        ("unreadable_template", "yok.txt", None),
        ("unreadable_template", ".", None),
        ("unreadable_template", "resim.png", None),
    ],
)
def test_a_template_must_be_one_readable_text(tmp_path, code, name, text):
    """Exactly one of a file and a text is given, and the file is text."""
    (tmp_path / "resim.png").write_bytes(b"\x89PNG\x81\x8d\x8f")
    assert code == refusal(template_source, tmp_path / name if name else None, text).code
