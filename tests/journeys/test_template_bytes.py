"""Templates as word processors and editors save them, through the real command line, alone and included."""

import codecs

import pytest
from corpus.makers import xls, xlsx, zipped
from lists import a_list, people

SAID = "Sayın {{ ad }}, Şükrü Çağ İğdır'da."
SENT = "Sayın Kişi 0, Şükrü Çağ İğdır'da."
CAMPAIGN = ("--sender", "APITEST", "--iys", "none")
AT = pytest.mark.parametrize("name", ["metin.txt", "alt.txt"], ids=["main", "included"])


@pytest.fixture
def folder(tmp_path):
    """Give a folder with a list, and a template that may include another."""
    a_list(tmp_path / "liste.csv", *people(1))
    (tmp_path / "metin.txt").write_text("{% include 'alt.txt' %}")
    return tmp_path


@AT
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1254"])
def test_a_template_goes_out_as_it_was_written(folder, send, sandbox, name, encoding):
    """However an editor saves a template, with a mark or without, customers get its letters."""
    (folder / name).write_bytes(SAID.encode(encoding))

    ended = send("liste.csv", "--template", "metin.txt", *CAMPAIGN)

    assert 0 == ended.code, ended.err
    assert [SENT] == [text for _order, _number, text in sandbox.taken()]


@AT
@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("is a Word document", zipped({"word/document.xml": SAID})),
        ("is a workbook", xlsx([("Ad",)])),
        ("is a workbook", xls([("Ad",)])),
        ("is a text document (RTF)", rb"{\rtf1 Merhaba {{ ad }}}"),
        ("is a PDF", b"%PDF-1.7\nMerhaba"),
        ("is a web page (HTML)", b"<!DOCTYPE html>\n<p>Merhaba"),
        ("line 2: there is a control character (U+0000)", b"Merhaba\n\0"),
        ("is not text in UTF-8, UTF-16 or Windows-1254", b"Merhaba \x81\xfe"),
        ("is not text in UTF-8, UTF-16 or Windows-1254", codecs.BOM_UTF16_LE + b"a\0b"),
    ],
)
def test_what_is_no_template_is_never_sent(folder, send, sandbox, name, said, content):
    """A document, a stray NUL and bytes of no encoding are refused by what they are, with what to do."""
    (folder / name).write_bytes(content)

    ended = send("liste.csv", "--template", "metin.txt", *CAMPAIGN)

    assert (2, "unreadable_template") == (ended.code, ended.json["error"]["code"])
    assert said in ended.err
    assert name in ended.err
    assert "hint: " in ended.err
    assert [] == sandbox.orders()
