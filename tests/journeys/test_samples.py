"""The samples and templates of the project work as the README says."""

from pathlib import Path

import openpyxl
import pytest
from lists import sheet

ROOT = Path(__file__).parents[2]
LISTS = sorted(ROOT.glob("samples/musteriler.*"))
TEMPLATES = sorted(ROOT.glob("templates/*.txt"))


def rows_of(path):
    """Return the filled rows of a sample, below its header. A cell of nothing but blanks is empty."""
    if path.suffix == ".xlsx":
        rows = openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True)
        filled = [tuple(None if str(cell).isspace() else cell for cell in row) for row in rows]
        return [row for row in filled if any(cell is not None for cell in row)]
    lines = path.read_text("utf-8-sig").splitlines()[1:]
    return [line for line in lines if line.replace(";", "").strip()]


@pytest.mark.parametrize("recipients", LISTS, ids=lambda path: path.name)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_sample_is_sent_whole(tmp_path, batchsms, sandbox, recipients, template):
    """The results have each row of the list, and the gateway took just what they say."""
    ended = batchsms(
        "send",
        recipients,
        "--template",
        template,
        "--sender",
        "APITEST",
        "--iys",
        "BIREYSEL",
        "--yes",
        "--campaign",
        "musteriler.campaign",
        "--gateway-url",
        sandbox.gateway_url,
    )

    rows = sheet(tmp_path / "musteriler.results.xlsx")
    accepted = [row for row in rows if row["sms_status"] == "accepted"]
    told = [(row["sms_order_id"], row["sms_number"], row["sms_text"]) for row in accepted]
    assert 0 == ended.code, ended.err
    assert len(rows_of(recipients)) == len(rows)
    assert {"accepted", "excluded"} == {row["sms_status"] for row in rows}
    assert sorted(told) == sorted(sandbox.taken())


def test_a_sample_keeps_its_cells(tmp_path, batchsms):
    """The list's own columns come back unchanged, in their order."""
    batchsms(
        "send",
        ROOT / "samples/musteriler.xlsx",
        *("--text", "Merhaba", "--sender", "APITEST", "--iys", "none", "--sandbox", "--yes"),
        *("--campaign", "m.campaign"),
    )

    rows = openpyxl.load_workbook(tmp_path / "m.sandbox.results.xlsx").active.iter_rows(
        min_row=2, values_only=True
    )
    assert rows_of(ROOT / "samples/musteriler.xlsx") == [row[:5] for row in rows]
