"""What you see is what goes."""

import json
import re

import pytest
from lists import TEXT, a_list, people

CAMPAIGN = ("--text", TEXT, "--sender", "APITEST", "--iys", "BIREYSEL")


def masked(body):
    """Return a request as a preview shows it."""
    return re.sub(rb"<(key|hash)>[^<]*</", rb"<\1>***</", body)


def test_the_xml_of_a_preview_is_what_the_gateway_receives(tmp_path, batchsms, sandbox):
    """Byte for byte, credentials masked, order by order."""
    a_list(tmp_path / "liste.csv", *people(25), ("]]> & <b>", "05300009999"))

    batchsms("preview", "liste.csv", *CAMPAIGN, "--order-size", "10", "--xml", "xml")
    batchsms(
        "send", "liste.csv", *CAMPAIGN, "--order-size", "10", "--yes", "--gateway-url", sandbox.gateway_url
    )

    files = sorted((tmp_path / "xml").iterdir())
    assert ["0001.xml", "0002.xml", "0003.xml"] == [file.name for file in files]
    assert [file.read_bytes() for file in files] == [masked(sandbox.body(n)) for n in (1, 2, 3)]


def test_a_preview_of_a_plan_shows_what_a_send_of_it_would_post(tmp_path, batchsms, sandbox):
    """A campaign file can be looked at before it is sent."""
    a_list(tmp_path / "liste.csv", *people(3))
    batchsms("plan", "liste.csv", *CAMPAIGN)

    shown = batchsms("preview", "liste.campaign", "--xml", "-")
    batchsms("send", "liste.campaign", "--yes", "--gateway-url", sandbox.gateway_url)

    assert shown.out.encode() == masked(sandbox.body(1)) + b"\n"


def test_a_preview_sends_nothing_and_keeps_nothing(tmp_path, batchsms):
    """No credentials and no gateway are needed, and the folder stays as it was."""
    a_list(tmp_path / "liste.csv", *people(3))

    ended = batchsms(
        "preview", "liste.csv", *CAMPAIGN, BATCHSMS_KEY="", BATCHSMS_GATEWAY_URL="https://[::1]:1"
    )

    assert 0 == ended.code
    assert ["liste.csv"] == [path.name for path in tmp_path.iterdir()]


def test_dry_run_is_preview(tmp_path, batchsms):
    """`send --dry-run` shows what preview shows."""
    a_list(tmp_path / "liste.csv", *people(3))

    assert (
        batchsms("preview", "liste.csv", *CAMPAIGN).out
        == batchsms("send", "liste.csv", *CAMPAIGN, "--dry-run").out
    )


def test_counts_reasons_and_credits_are_shown_before_anything_goes(tmp_path, batchsms):
    """A preview counts who goes, who does not and why, and what it costs; numbers are masked."""
    a_list(tmp_path / "liste.csv", *people(2), ("Uzun " * 40, "05300000009"), ("X", "123"))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN).out

    assert "4 rows in the list" in shown
    assert re.search(r"3  planned, in 1 order", shown)
    assert re.search(r"1  skipped: not a Turkish mobile number", shown)
    assert "4 credits in all" in shown
    assert "row 2 (first, shortest): 90530*****00, 1 segment" in shown
    assert "5300000000" not in shown


def test_what_was_found_is_shown_with_its_addresses(tmp_path, batchsms):
    """Rows that are skipped, and what else was found, name the cells that are meant, and what to do."""
    a_list(tmp_path / "liste.xlsx", *people(2), ("", "05300000009"), ("X", "0212 123 45 67"), ("Toplam", 2))

    shown = batchsms("preview", "liste.xlsx", *CAMPAIGN).out.splitlines()

    assert {
        "          1  skipped: landline (Sheet!B5) – SMS needs a mobile number",
        "          1  skipped: a value that the text needs is empty (Sheet!A4)",
        "          1  skipped: not a recipient (Sheet, row 6)",
        "  note     Reading sheet Sheet: column names are in row 1, phone numbers in column Telefon (B)",
    } <= set(shown)


@pytest.mark.parametrize("name", ["liste.xlsx", "liste.csv"])
def test_a_plan_shows_the_same_findings_as_its_list(tmp_path, batchsms, name):
    """What was found stands in the campaign file, addresses and all."""
    a_list(tmp_path / name, *people(2), ("", "05300000009"), ("X", "0212 123 45 67"), ("Y", "5,3E+09"))
    batchsms("plan", name, *CAMPAIGN)

    assert (
        batchsms("preview", name, *CAMPAIGN, "--json").json["findings"]
        == batchsms("preview", "liste.campaign", "--json").json["findings"]
    )


def test_a_folder_that_holds_something_else_is_not_written_to(tmp_path, batchsms):
    """--xml DIR holds the orders and nothing else; an earlier preview's files are replaced."""
    a_list(tmp_path / "liste.csv", *people(3))
    preview = ("preview", "liste.csv", *CAMPAIGN, "--xml", "xml")
    batchsms(*preview, "--order-size", "1")

    again = batchsms(*preview)
    (tmp_path / "xml" / "notes.txt").write_text("mine")
    refused = batchsms(*preview)

    assert (0, 2) == (again.code, refused.code)
    assert {"0001.xml", "notes.txt"} == {path.name for path in (tmp_path / "xml").iterdir()}


@pytest.mark.parametrize("arguments", [("--json", "--xml", "-")])
def test_two_things_cannot_both_be_the_output(tmp_path, batchsms, arguments):
    """--json does not go together with --xml -."""
    a_list(tmp_path / "liste.csv", *people(1))

    assert 2 == batchsms("preview", "liste.csv", *CAMPAIGN, *arguments).code


def test_why_the_template_fails_is_said_once(tmp_path, batchsms):
    """The first failure stands beside the rows, since without it nobody could correct the template."""
    a_list(tmp_path / "liste.csv", *people(3))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN, "--text", "{{ ad|tarih }}")

    assert "3  skipped: the template fails on the row (rows 2, 3, 4)\n" in shown.out
    assert "is not a date" in shown.out


def test_a_preview_says_which_column_a_placeholder_took(tmp_path, batchsms):
    """A placeholder that is written otherwise than its column is a note, with both."""
    a_list(tmp_path / "liste.csv", *people(2))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN, "--text", "Sayın {{ A-D }}", "--json")
    found = {one["code"]: one for one in json.loads(shown.out)["findings"]}["column_matched"]

    assert ("info", 1, ["{{ A-D }} → Ad (A)"]) == (found["severity"], found["count"], found["details"])
    assert "{{ A-D }} → Ad (A)" in found["message"]


def test_what_is_wrong_in_braces_is_shown_below_the_line(tmp_path, batchsms):
    """An error of the template has a caret below the place, and the form that was meant."""
    a_list(tmp_path / "liste.csv", *people(2))
    (tmp_path / "metin.txt").write_text("Merhaba\nSayın {{ ad soy }}", encoding="utf-8")

    shown = batchsms("preview", "liste.csv", *CAMPAIGN[2:], "--template", "metin.txt")

    assert "metin.txt, line 2: {{ ad soy }} is neither" in shown.err
    assert "    {{ ad soy }}\n          ^\n" in shown.err
    assert "Did you mean {{ ad }}?" in shown.err


@pytest.mark.parametrize(
    ("code", "text"),
    [("braces_without_columns", "Sayın {isim}"), ("wrong_letters", "Say\ufffdn {{ ad }}")],
)
def test_texts_that_are_hardly_meant_are_errors_among_the_findings(tmp_path, batchsms, code, text):
    """Braces where nothing is filled in, and letters that could not be read, are more than a remark."""
    a_list(tmp_path / "liste.csv", *people(2))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN, "--text", text, "--json")

    assert "error" == {one["code"]: one["severity"] for one in json.loads(shown.out)["findings"]}[code]
