import io
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from corpus.makers import raw_ods, raw_xlsx, text, written, xls, xlsb, xlsx

MANGLED = Path(__file__).parents[1] / "corpus" / "mangled.py"
KINDS = ("csv", "cp1254", "utf-16", "xlsx", "xls", "ods", "xlsb")
READ_TWICE = frozenset({"xls", "ods", "xlsb"})
READ = """
import resource, sys
from pathlib import Path
from batchsms.errors import InputError
from batchsms.reading.list_reader import Layout, open_list
resource.setrlimit(resource.RLIMIT_AS, ({memory}, {memory}))
try:
    print("rows", sum(len(chunk.rows) for chunk in open_list(Path(sys.argv[1]), Layout()).chunks))
except InputError as error:
    print(error.code)
"""
MEMORY = 3 * 1024**3
SECONDS = 60

HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Telefon</t></is></c></row>'
SHEET = '<table:table table:name="L">{}</table:table>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="{}"><table:table-cell table:number-columns-repeated="{}"'
    ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)


def entities():
    """Return a document type whose entities grow to thousands of millions of letters."""
    names = "abcdefghij"
    grown = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    return f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{grown}]>'


def lying(content, name, size):
    """Return an archive in which a part claims to be smaller than it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        real = archive.getinfo(name).file_size
    return content.replace(real.to_bytes(4, "little"), size.to_bytes(4, "little"))


HARMFUL = {
    "a cell in the last corner": (
        "unreadable_workbook",
        lambda: raw_xlsx(HEADER + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    ),
    "a cell beyond all sheets": (
        "unreadable_workbook",
        lambda: raw_xlsx(HEADER + '<row r="4294967295"><c r="ZZZ4294967295"><v>1</v></c></row>'),
    ),
    "a column beyond all columns": (
        "unreadable_workbook",
        lambda: raw_xlsx(HEADER + '<row r="9"><c r="AAAAAAAAA9"><v>1</v></c></row>'),
    ),
    "cells that do not say where they are, by the thousand": (
        "unreadable_workbook",
        lambda: raw_xlsx(
            HEADER + f'<row r="2">{"<c><v>1</v></c>" * 16_384}</row><row r="1048576"><c><v>1</v></c></row>'
        ),
    ),
    "a cell that belies its row": (
        "unreadable_workbook",
        lambda: raw_xlsx(HEADER + '<row r="2"><c r="C9999999914"><v>1</v></c><c r="A3"><v>1</v></c></row>'),
    ),
    "rows in disorder": (
        "unreadable_workbook",
        lambda: raw_xlsx(
            '<row r="9"><c r="A900000"><v>1</v></c></row><row r="1"><c r="XFD1"><v>1</v></c></row>'
        ),
    ),
    "formats without values in the last corner": (
        "rows 0",
        lambda: raw_xlsx(HEADER + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
    ),
    "entities that grow": ("unreadable_workbook", lambda: raw_xlsx(HEADER, book_before=entities())),
    "tags nested a million deep": (
        "empty_file",
        lambda: raw_xlsx("<x>" * 1_000_000 + "</x>" * 1_000_000),
    ),
    "a table of texts that announces too many": (
        "unreadable_workbook",
        lambda: raw_xlsx(HEADER, sharedStrings='<sst uniqueCount="99999999999"><si><t>a</t></si></sst>'),
    ),
    "a bomb": (
        "unreadable_workbook",
        lambda: raw_xlsx(HEADER, sharedStrings=b"<sst><si><t>" + b"a" * 400_000_000 + b"</t></si></sst>"),
    ),
    "a bomb that lies": (
        "unreadable_workbook",
        lambda: lying(
            raw_xlsx(HEADER, sharedStrings=b"<sst><si><t>" + b"a" * 300_000_000 + b"</t></si></sst>"),
            "xl/sharedStrings.xml",
            1000,
        ),
    ),
    "a row of a hundred million letters": (
        "unreadable_workbook",
        lambda: raw_xlsx(b"<row>" + b"a" * 200_000_000 + b"</row>"),
    ),
    "an .ods full to the last corner": (
        "unreadable_workbook",
        lambda: raw_ods(SHEET.format(REPEATED.format(1_048_576, 16_384))),
    ),
    "an .ods with more columns than there are": (
        "unreadable_workbook",
        lambda: raw_ods(SHEET.format(REPEATED.format(1, 2**40))),
    ),
    "an .xlsb with a cell in the last corner": (
        "unreadable_workbook",
        lambda: xlsb([("Telefon",), *[()] * 200_000, (None,) * 16_000 + (1.0,)]),
    ),
    "an .xls with sizes that it cannot have": (
        "unreadable_workbook",
        lambda: (content := xls([("Telefon",)]))[:44] + b"\xff\xff\xff\x7f" + content[48:],
    ),
    "a million columns in a text": ("too_wide", lambda: b"Telefon;" * 1_000_000 + b"\n"),
    "a cell of a hundred million letters in a text": (
        "malformed_text",
        lambda: text([("Ad", "Telefon"), ("a" * 100_000_000, "x")]),
    ),
    "a quotation mark that is never closed": (
        "malformed_text",
        lambda: b'Ad;Telefon\n"' + b"Ali;0530 000 00 01\n" * 500_000,
    ),
    "merged cells over the whole sheet": (
        "rows 2",
        lambda: xlsx(
            [("Ad", "Telefon"), ("Ali", "1"), ("Veli", "2")],
            change=lambda sheet: sheet.merged_cells.add("A2:XFD1048576"),
        ),
    ),
}


def mangle(folder, kind, seed, count):
    """Have damaged files read in a process of its own; return how it ended, and at which file."""
    ended = subprocess.run(
        [sys.executable, str(MANGLED), str(folder), kind, seed, str(count)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return ended.returncode, ended.stdout.splitlines()[-1:], ended.stderr[-2000:]


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_read_or_refused(tmp_path, kind):
    """Whatever bytes of a file are damaged, it is a list or is refused, soon, and nothing else is printed."""
    count = 10 if kind in READ_TWICE else 40
    assert (0, [f"{kind} fast {count - 1}"], "") == mangle(tmp_path, kind, "fast", count)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_many_damaged_files_are_read_or_refused(tmp_path, kind):
    """The same, for some thousands of them."""
    count = 500 if kind in READ_TWICE else 2000
    assert (0, [f"{kind} slow {count - 1}"], "") == mangle(tmp_path, kind, "slow", count)


@pytest.mark.slow
@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_harms_nobody(tmp_path, name):
    """A file that is made to exhaust its reader is refused, within a minute and within memory."""
    outcome, make = HARMFUL[name]
    ended = subprocess.run(
        [sys.executable, "-c", READ.format(memory=MEMORY), str(written(tmp_path / "liste", make()))],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert (0, outcome) == (ended.returncode, ended.stdout.strip()), ended.stderr[-2000:]
