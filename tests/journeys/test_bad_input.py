"""Bad input ends in one clear sentence and exit 2, with nothing sent and no file left behind."""

import os

import pytest
from lists import TEXT, a_list, people


def arguments(**changes):
    """Return the options of a campaign, some of them changed or left out."""
    chosen = {"text": TEXT, "sender": "APITEST", "iys": "BIREYSEL"} | changes
    return [part for name, value in chosen.items() if value is not None for part in (f"--{name}", value)]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"sender": "TOOLONGSENDER"}, "bad_sender", "the limit is 11"),
        ({"sender": "ŞİRKET"}, "bad_sender", "Turkish"),
        ({"sender": None}, "no_sender", "--sender"),
        ({"sender": "APITEST "}, "bad_sender", 'hint: Remove the blank: --sender "APITEST"\n'),
        ({"sender": "\tAPI TEST"}, "bad_sender", 'hint: Remove the blank: --sender "API TEST"\n'),
        ({"iys": None}, "no_iys", "BIREYSEL"),
        ({"at": "tomorrow"}, "bad_schedule", "DD/MM/YYYY HH:MM"),
        ({"at": "20/01/2099 13:45:00"}, "bad_schedule", "without seconds"),
        ({"at": "20/01/2022 13:45"}, "past_schedule", "is in the past"),
        ({"text": None}, "no_template", "--template"),
        ({"text": "Merhaba {{ ad"}, "template_error", "line 1"),
        ({"text": "Sayın\n{{ soyad }}"}, "unknown_column", "line 2"),
        ({"text": None, "template": "yok.txt"}, "unreadable_template", "yok.txt"),
        ({"results": "yok/sonuc.xlsx"}, "bad_results_path", "--results"),
        ({"results": "sonuc.pdf"}, "bad_results_path", ".xlsx or .csv"),
        ({"campaign": "yok/liste.campaign"}, "bad_campaign_path", "--campaign"),
        ({"phone-column": "Ad Soyad"}, "no_phone_column", "Ad, Telefon"),
        ({"encoding": "klingon"}, "unknown_encoding", "klingon"),
    ],
)
def test_a_wrong_option_is_named(tmp_path, batchsms, sandbox, changes, code, said):
    """The sentence names what is wrong and what to do; the JSON object has the same with a code."""
    a_list(tmp_path / "liste.csv", *people(2))

    ended = batchsms(
        "send", "liste.csv", *arguments(**changes), "--yes", "--json", "--gateway-url", sandbox.gateway_url
    )

    assert 2 == ended.code == ended.json["exit_code"], ended.err
    assert code == ended.json["error"]["code"]
    assert said in ended.err
    assert [] == sandbox.orders()
    assert ["liste.csv"] == [path.name for path in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, "no_such_file", "liste.csv"),
        (b"", "empty_file", "liste.csv is empty"),
        (b"\n  \n", "empty_file", "liste.csv is empty"),
        ("Ad;Şehir\nAyşe;İzmir\n".encode(), "no_phone_column", "Ad, Şehir"),
        (b"Ad;Telefon\nA;05300000001;x;y\n", "ragged_row", "row 2"),
        (b"PK\x03\x04 this is no workbook", "unreadable_workbook", "liste.csv"),
    ],
)
def test_a_list_that_cannot_be_read_is_named(tmp_path, batchsms, sandbox, content, code, said):
    """The sentence names the file, and where in it the trouble is."""
    if content is not None:
        (tmp_path / "liste.csv").write_bytes(content)

    ended = batchsms(
        "send", "liste.csv", *arguments(), "--yes", "--json", "--gateway-url", sandbox.gateway_url
    )

    assert 2 == ended.code, ended.err
    assert code == ended.json["error"]["code"], ended.err
    assert said in ended.err
    assert [] == sandbox.orders()
    assert {"liste.csv"} >= {path.name for path in tmp_path.iterdir()}


def test_credentials_are_asked_for_by_name(tmp_path, batchsms):
    """Without credentials the sentence says which variables to set."""
    a_list(tmp_path / "liste.csv", *people(1))

    ended = batchsms("send", "liste.csv", *arguments(), "--yes", BATCHSMS_KEY="", BATCHSMS_HASH="")

    assert 2 == ended.code
    assert "BATCHSMS_KEY" in ended.err
    assert ["liste.csv"] == [path.name for path in tmp_path.iterdir()]


def test_an_unencrypted_gateway_elsewhere_is_refused(tmp_path, batchsms):
    """Credentials and numbers go unencrypted to this machine alone."""
    a_list(tmp_path / "liste.csv", *people(1))

    ended = batchsms("send", "liste.csv", *arguments(), "--yes", "--gateway-url", "http://sms.example/v1")

    assert 2 == ended.code
    assert "https" in ended.err


def test_without_a_terminal_sending_needs_yes(tmp_path, batchsms, sandbox):
    """Nobody is there to answer the question, so nothing is sent."""
    a_list(tmp_path / "liste.csv", *people(1))

    ended = batchsms("send", "liste.csv", *arguments(), "--gateway-url", sandbox.gateway_url)

    assert 2 == ended.code
    assert "--yes" in ended.err
    assert [] == sandbox.orders()
    assert ["liste.csv"] == [path.name for path in tmp_path.iterdir()]


def test_a_list_of_which_no_row_can_be_sent_says_why_row_by_row(tmp_path, batchsms, sandbox):
    """Nothing is sent; the results say of each row what is wrong, and the mended list can be sent."""
    a_list(tmp_path / "liste.csv", ("A", "123"), ("B", ""))

    refused = batchsms("send", "liste.csv", *arguments(), "--yes", "--gateway-url", sandbox.gateway_url)
    a_list(tmp_path / "liste.csv", *people(2))
    mended = batchsms("send", "liste.csv", *arguments(), "--yes", "--gateway-url", sandbox.gateway_url)

    assert (2, 0) == (refused.code, mended.code), refused.err + mended.err
    assert "liste.results.xlsx says why" in refused.err


def test_a_list_without_rows_is_nothing_to_do(tmp_path, batchsms, sandbox):
    """A header and no rows is no fault: exit 0."""
    a_list(tmp_path / "liste.csv")

    ended = batchsms("send", "liste.csv", *arguments(), "--yes", "--gateway-url", sandbox.gateway_url)

    assert 0 == ended.code, ended.err
    assert [] == sandbox.orders()


def test_a_campaign_that_was_begun_is_not_begun_again(tmp_path, batchsms, sandbox):
    """`send LIST` a second time is refused, and says how to go on."""
    a_list(tmp_path / "liste.csv", *people(1))
    send = ("send", "liste.csv", *arguments(), "--yes", "--gateway-url", sandbox.gateway_url)
    batchsms(*send)

    again = batchsms(*send)

    assert 2 == again.code
    assert "batchsms send liste.campaign" in again.err
    assert 1 == len(sandbox.taken())


def test_a_campaign_goes_on_only_where_it_was_begun(tmp_path, batchsms, sandbox):
    """Another account, or another gateway, is refused."""
    a_list(tmp_path / "liste.csv", *people(2))
    batchsms("send", "liste.csv", *arguments(), "--limit", "1", "--yes", "--gateway-url", sandbox.gateway_url)

    other_account = batchsms(
        "send", "liste.campaign", "--yes", "--gateway-url", sandbox.gateway_url, BATCHSMS_KEY="other"
    )
    other_gateway = batchsms("send", "liste.campaign", "--yes", "--gateway-url", "http://127.0.0.1:9/v1")

    assert (2, 2) == (other_account.code, other_gateway.code)
    assert "account" in other_account.err
    assert "gateway" in other_gateway.err
    assert 1 == len(sandbox.taken())


@pytest.mark.parametrize("command", ["status", "results", "send"])
def test_a_file_that_is_no_campaign_file_is_said_to_be_none(tmp_path, batchsms, command):
    """A list, or nothing at all, in place of a campaign file is named."""
    missing = (
        batchsms(command, "yok.campaign", "--yes") if command == "send" else batchsms(command, "yok.campaign")
    )

    assert 2 == missing.code
    assert "yok.campaign" in missing.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_said_before_anything_is_sent(tmp_path, batchsms, sandbox):
    """An unwritable results folder is found before the first post."""
    a_list(tmp_path / "liste.csv", *people(1))
    (tmp_path / "kapali").mkdir(mode=0o500)

    ended = batchsms(
        "send",
        "liste.csv",
        *arguments(results="kapali/s.xlsx"),
        "--yes",
        "--gateway-url",
        sandbox.gateway_url,
    )

    assert 2 == ended.code
    assert [] == sandbox.orders()


def test_what_stands_beside_an_open_list_is_not_the_list(tmp_path, batchsms):
    """Excel's mark, a folder, a pipe and a file that went away are each called what they are."""
    (tmp_path / "~$liste.xlsx").write_bytes(b"\x03Ece" + b" " * 100)
    (tmp_path / "klasor").mkdir()
    os.mkfifo(tmp_path / "boru")
    campaign = ("--text", "a", "--sender", "APITEST", "--iys", "none")
    for said, name in (
        ("a mark that Excel keeps", "~$liste.xlsx"),
        ("is a folder", "klasor"),
        ("is not a file", "boru"),
        ("There is no file", "yok.xlsx"),
    ):
        ended = batchsms("preview", name, *campaign)
        assert 2 == ended.code
        assert said in ended.err
