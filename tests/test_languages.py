"""English and Turkish: every sentence is in both, and the user's own is chosen."""

import ast
import filecmp
import os
from pathlib import Path

import pytest
import translation
from forked import run_anew
from hypothesis import given
from hypothesis import strategies as st
from lists import a_list, people, sheet
from translation import CATALOGUE, PACKAGE, refresh, untranslated

from batchsms.turkish_numbers import TurkishNumbers

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none")
SAY = {"note", "warning", "text", "path", "error", "detail", "ask", "usage", "fail"}
ERRORS = {"InputError", "Unavailable", "Halted", "OutcomeUnknown", "BatchsmsError"}


def test_every_sentence_is_translated():
    """With the same placeholders, and nothing more than the code says: `make messages`."""
    assert [] == list(untranslated())


def test_what_the_program_reads_is_what_is_written(tmp_path, monkeypatch):
    """The file for the program is made of the one for people."""
    copy = tmp_path / "batchsms.po"
    copy.write_bytes(CATALOGUE.read_bytes())
    monkeypatch.setattr(translation, "CATALOGUE", copy)
    refresh()
    assert filecmp.cmp(CATALOGUE, copy, shallow=False)
    assert filecmp.cmp(CATALOGUE.with_suffix(".mo"), copy.with_suffix(".mo"), shallow=False)


def spoken(tree):
    """Yield what is handed to those who speak to the user: words of messages, hints and helps."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in ERRORS:
            yield from call.args[1:]
        elif name in SAY:
            yield from call.args
        yield from (one.value for one in call.keywords if one.arg in {"hint", "help"})


def words_of(node):
    """Return the words that a literal says itself."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return " ".join(
        part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


@pytest.mark.parametrize(
    "file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE))
)
def test_no_sentence_goes_past_the_catalogue(file):
    """A literal with a blank between letters, handed to who speaks to the user, is a sentence of somebody."""
    if "sandbox" in file.parts:  # its JSON speaks to programs
        return
    found = [words_of(node) for node in spoken(ast.parse(file.read_text(encoding="utf-8")))]
    assert [] == [
        words for words in found if any(part.isalpha() for part in words.split()) and " " in words.strip()
    ]


@given(st.integers(-(10**12), 10**12), st.decimals(-(10**6), 10**6, places=2))
def test_numbers_are_written_as_in_turkish(number, amount):
    """1,234.50 is 1.234,50; what has no separators stays."""
    told = TurkishNumbers().format("{a:,} {b:,.2f} {c}", a=number, b=amount, c="1,5 x.y")
    english = f"{number:,} {amount:,.2f}"
    assert told == english.translate(str.maketrans(",.", ".,")) + " 1,5 x.y"


@pytest.fixture
def in_turkish(tmp_path, environment):
    """Run the command line in Turkish, and return how it has ended."""

    def run(*arguments, **more):
        own = {"BATCHSMS_KEY": "demo", "BATCHSMS_HASH": "demo", "BATCHSMS_LANG": "tr"}
        return run_anew(
            [*map(str, arguments)], folder=tmp_path, environment=environment | own | more, seconds=60
        )

    return run


@pytest.mark.parametrize(
    ("arguments", "variables", "turkish"),
    [
        (("--help",), {"BATCHSMS_LANG": "tr"}, True),
        (("--lang", "tr", "--help"), {"BATCHSMS_LANG": ""}, True),
        (("send", "--lang=tr", "--help"), {"BATCHSMS_LANG": ""}, True),
        (("--help",), {"BATCHSMS_LANG": "", "LC_ALL": "tr_TR.UTF-8"}, True),
        (("--help",), {"BATCHSMS_LANG": "", "LC_ALL": "", "LANG": "tr_TR.UTF-8"}, True),
        (("--help",), {"BATCHSMS_LANG": "en", "LC_ALL": "tr_TR.UTF-8"}, False),
        (("--lang", "en", "--help"), {"BATCHSMS_LANG": "tr"}, False),
        (("--help",), {"BATCHSMS_LANG": "", "LANG": "C", "LC_ALL": ""}, False),
        (("--help",), {"BATCHSMS_LANG": "", "LC_ALL": "de_DE.UTF-8"}, False),
    ],
)
def test_the_language_is_typed_or_set_or_the_computers(in_turkish, arguments, variables, turkish):
    """In this order; English where there is no other."""
    ended = in_turkish(*arguments, **variables)
    assert (0, turkish) == (ended.returncode, "Kullanım:" in ended.stdout), ended.stderr


def test_a_campaign_speaks_turkish_from_preview_to_results(tmp_path, in_turkish, sandbox):
    """What is shown, asked, written and refused; words for machines stay as they are."""
    a_list(tmp_path / "liste.xlsx", *people(3), ("Sabit", "0212 555 00 00"))
    to = ("--yes", "--gateway-url", sandbox.gateway_url)

    shown = in_turkish("preview", "liste.xlsx", *CAMPAIGN, "--html", "onay.html")
    sent = in_turkish("send", "liste.xlsx", *CAMPAIGN, *to)
    again = in_turkish("send", "liste.xlsx", *CAMPAIGN, *to, "--json")
    wrong = in_turkish("send", "liste.xlsx", "--sendr", "x")
    rows = sheet(tmp_path / "liste.results.xlsx")

    assert "3  planlandı, 1 siparişte" in shown.stdout
    assert "atlandı: sabit hat" in shown.stdout
    assert "3  kabul edildi, 1 siparişte" in sent.stdout
    assert "hata: liste.campaign zaten var" in again.stderr
    assert '"campaign_exists"' in again.stdout
    assert "'--sendr' diye bir seçenek yok" in wrong.stderr
    assert ["accepted"] * 3 + ["excluded"] == [row["sms_status"] for row in rows]
    assert "Bu bir sabit hat ya da servis numarası. SMS için cep numarası gerekir." == rows[3]["sms_detail"]
    page = (tmp_path / "onay.html").read_text(encoding="utf-8")
    assert '<html lang="tr">' in page
    assert "Kim neden dışarıda kalıyor" in page


def test_a_settings_file_can_set_the_language(tmp_path, in_turkish):
    """From then on everything is said in it."""
    a_list(tmp_path / "liste.csv", *people(1))
    (tmp_path / "batchsms.toml").write_text('lang = "tr"\n', encoding="utf-8")
    ended = in_turkish("preview", "liste.csv", *CAMPAIGN, BATCHSMS_LANG="")
    assert "listede 1 satır" in ended.stdout


def test_an_encoding_without_turkish_letters_is_no_crash(tmp_path, in_turkish):
    """They are replaced, and the command ends as it would."""
    a_list(tmp_path / "liste.csv", *people(1))
    ended = in_turkish("preview", "liste.csv", *CAMPAIGN, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert 0 == ended.returncode, ended.stderr


def test_the_catalogue_is_part_of_the_package():
    """An installed program has it as well."""
    assert Path(PACKAGE, "locale", "tr", "LC_MESSAGES", "batchsms.mo").stat().st_size > 50_000
    assert os.environ["BATCHSMS_LANG"] == "en"
