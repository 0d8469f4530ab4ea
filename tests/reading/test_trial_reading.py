import io
import sys
import zipfile

import pytest
from corpus.makers import ods, written, xls, xlsb, zipped
from runs import begun

from batchsms.errors import InputError
from batchsms.reading.workbooks import trial_reading

ROWS = [("Ad", "Telefon"), ("Ali", "0530 000 00 01")]
KINDS = {"xls": xls, "ods": ods, "xlsb": xlsb}


def ending(monkeypatch, python):
    """Have the process that reads do something else."""
    monkeypatch.setattr(trial_reading, "_command", lambda *_of: [sys.executable, "-c", python])


def refusal(path, kind="xls"):
    """Give the error with which a workbook is refused."""
    with pytest.raises(InputError) as caught:
        trial_reading.check_by_reading(path, kind, "")
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_that_can_be_read_passes(tmp_path, kind):
    """Nothing is said of a workbook whose reading ends."""
    trial_reading.check_by_reading(written(tmp_path / "liste", KINDS[kind](ROWS)), kind, "")


def test_a_workbook_that_ends_its_reader_is_refused(tmp_path, monkeypatch):
    """Where reading ends the process, that is the other one, and the user is told of the file."""
    ending(monkeypatch, "import os; os.abort()")
    error = refusal(tmp_path / "liste.xls")
    assert "unreadable_workbook" == error.code
    assert "liste.xls cannot be read as a workbook" in error.message
    assert "save it again as .xlsx" in error.hint


def test_a_workbook_whose_reading_does_not_end_is_refused(tmp_path, monkeypatch):
    """Nobody waits for ever."""
    monkeypatch.setattr(trial_reading, "_SECONDS", 0.2)
    ending(monkeypatch, "import time; time.sleep(60)")
    assert "does not end" in refusal(tmp_path / "liste.xls").message


def test_where_no_process_can_begin_the_workbook_is_read_all_the_same(tmp_path, monkeypatch):
    """A Python that finds no batchsms says nothing about a file."""
    ending(monkeypatch, "import there_is_none")
    trial_reading.check_by_reading(tmp_path / "liste.xls", "xls", "")
    monkeypatch.setattr(sys, "executable", "")
    trial_reading.check_by_reading(tmp_path / "liste.xls", "xls", "")


def test_what_lies_beside_a_list_is_not_run(tmp_path, monkeypatch):
    """A folder of lists may hold a file that is called as a module is."""
    (tmp_path / "zipfile.py").write_text("raise SystemExit(70)")
    monkeypatch.chdir(tmp_path)
    trial_reading.check_by_reading(written(tmp_path / "liste", ods(ROWS)), "ods", "")


def test_a_user_never_sees_the_readers_own_panic(tmp_path, environment):
    """Of a damaged workbook stderr has the error and the hint, and no word of the reader."""
    written(tmp_path / "liste.xlsb", without_the_end_of_its_sheet_record(xlsb(ROWS)))
    campaign = ("--text", "a", "--sender", "APITEST", "--iys", "none")
    _out, said = begun(tmp_path, environment, "preview", "liste.xlsb", *campaign).communicate(timeout=60)
    assert ["error: liste.xlsb cannot be read as a workbook. It is damaged.", "hint:"] == [
        said.splitlines()[0],
        said.splitlines()[1][:5],
    ]
    assert 2 == len(said.splitlines())


def without_the_end_of_its_sheet_record(content):
    """Return a binary workbook whose record of its sheet has two bytes, at which the reader panics."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    book = parts["xl/workbook.bin"]
    at = book.index(b"\x9c\x01") + 2
    short = book[:at] + b"\x02" + book[at + 1 : at + 3] + book[at + 1 + book[at] :]
    return zipped(parts | {"xl/workbook.bin": short})
