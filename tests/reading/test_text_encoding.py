import codecs
from contextlib import suppress

import pytest
from corpus.makers import text, unicode_text, written, xls, xlsx, zipped
from hypothesis import given
from hypothesis import strategies as st

from batchsms.errors import InputError
from batchsms.reading.text_encoding import Encoding, encoding_of_list, template_text

TEXT = "Sayın {{ ad }},\r\nŞükrü Çağ – 500 € borcunuz İğdır'da <b>ödenir</b>.\t\n"
ROWS = [("Ad", "Telefon"), ("Şükrü Işıl", "0530 000 00 01"), ("Veli", "0530 000 00 02")]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1254")

words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=50)


def template(tmp_path, content):
    """Give the text of a template of these bytes."""
    return template_text(written(tmp_path / "metin.txt", content), "metin.txt")


def refusal(tmp_path, content):
    """Give the error with which a template of these bytes is refused."""
    with pytest.raises(InputError) as caught:
        template(tmp_path, content)
    return caught.value


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_template_is_read_as_it_was_saved(tmp_path, encoding):
    """With a mark or without, in UTF-8, UTF-16 or Windows-1254, each letter arrives."""
    assert TEXT == template(tmp_path, TEXT.encode(encoding))


@given(words, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_no_letter_of_a_template_is_lost(tmp_path_factory, said, encoding):
    """Whatever letters a text in Unicode has, they are those of the template."""
    said = "a" + said
    path = written(tmp_path_factory.getbasetemp() / "metin", said.encode(encoding))
    assert said == template_text(path, "metin")


@given(st.binary(max_size=300) | words.map(lambda said: said.encode("cp1254", "ignore")))
def test_no_template_is_read_with_a_letter_that_is_not_in_it(tmp_path_factory, content):
    """Whatever bytes a template holds, they are read whole, or refused: nothing stands for another."""
    path = written(tmp_path_factory.getbasetemp() / "bayt", content)
    with suppress(InputError):
        said = template_text(path, "bayt")
        whole = (said, "\ufeff" + said)
        assert content in {one.encode(name, "ignore") for one in whole for name in ENCODINGS}


@pytest.mark.parametrize(
    ("said", "make"),
    [
        ("is a Word document", lambda: zipped({"word/document.xml": ""})),
        ("is a workbook", lambda: xlsx(ROWS)),
        ("is a workbook", lambda: xls(ROWS)),
        ("is a zip archive", lambda: zipped({"a.txt": ""})),
        ("is a zip archive", lambda: b"PK\x03\x04 no archive"),
        ("is an old Office document", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("is a text document (RTF)", lambda: rb"{\rtf1 Merhaba}"),
        ("is a PDF", lambda: b"%PDF-1.7"),
        ("is a picture", lambda: b"\x89PNG\r\n\x1a\n"),
        ("is a database", lambda: b"SQLite format 3\x00"),
        ("is a web page (HTML)", lambda: b"\xef\xbb\xbf <!DOCTYPE html><html>"),
        ("is a web page (HTML)", lambda: codecs.BOM_UTF16_LE + "<html>".encode("utf-16-le")),
        ("line 2: there is a control character (U+0000)", lambda: b"Merhaba\nA\0li"),
        ("line 1: there is a control character (U+0007)", lambda: b"Merhaba \x07"),
        ("line 1: there is a control character (U+0085)", "Merhaba \x85".encode),
        ("is not text in UTF-8, UTF-16 or Windows-1254", lambda: b"Merhaba \x81\xfe"),
        ("is not text in UTF-8, UTF-16 or Windows-1254", lambda: codecs.BOM_UTF16_LE + b"a\0b"),
        ("control character (U+0000)", lambda: "Merhaba".encode("utf-16-le") + b"x"),
    ],
)
def test_what_is_no_template_is_refused_as_what_it_is(tmp_path, said, make):
    """A document of another kind, a stray control character and unknown bytes never reach a customer."""
    error = refusal(tmp_path, make())
    assert ("unreadable_template", True, True) == (error.code, said in error.message, bool(error.hint))
    assert "metin.txt" in error.message


@pytest.mark.parametrize("said", ["<b>Merhaba</b>", "<!-- not --> a", '{"a": 1}', "5 < 6", ""])
def test_a_tag_is_no_offence(tmp_path, said):
    """A template may hold a `<`, begin with a tag, and be empty."""
    assert said == template(tmp_path, said.encode())


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        (Encoding("utf-8"), text(ROWS)),
        (Encoding("utf-8-sig"), text(ROWS, encoding="utf-8-sig")),
        (Encoding("cp1254"), text(ROWS, encoding="cp1254")),
        (Encoding("utf-16"), unicode_text(ROWS)),
        (Encoding("utf-16-le"), text(ROWS, encoding="utf-16-le")),
        (Encoding("utf-16-be"), text(ROWS, encoding="utf-16-be")),
        (Encoding("utf-32"), text(ROWS, encoding="utf-32")),
        (Encoding("utf-8", 1), text(ROWS).replace(b"Veli", b"V\0eli")),
        (Encoding("utf-8-sig", 1), text(ROWS, encoding="utf-8-sig").replace(b"Veli", b"V\0eli")),
        (Encoding("cp1254", 2), text(ROWS, encoding="cp1254").replace(b"Veli", b"V\0e\0li")),
    ],
)
def test_the_encoding_of_a_list_is_found_out(tmp_path, encoding, content):
    """A few stray NUL bytes are counted, and those of UTF-16 are told from them."""
    assert encoding == encoding_of_list(written(tmp_path / "liste", content))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("cut", ["\u0416" * 400, "a"])
def test_no_nul_byte_that_is_dropped_hides_utf_16(tmp_path, encoding, cut):
    """UTF-16 without a mark is read as such whatever letters it holds, or refused; never as single bytes."""
    whole = f"{cut}\r\n0530\r\n".encode(encoding)
    assert encoding == encoding_of_list(written(tmp_path / "liste", whole)).name
    with pytest.raises(InputError, match="UTF-16"):
        encoding_of_list(written(tmp_path / "liste", whole[:-1]))


@pytest.mark.parametrize("name", ["utf-16-le", "UTF_16LE"])
def test_the_users_word_goes_before_what_is_found(tmp_path, name):
    """`--encoding` is taken even where the bytes look like something else."""
    assert Encoding(name) == encoding_of_list(written(tmp_path / "liste", b"a\0b"), name)
