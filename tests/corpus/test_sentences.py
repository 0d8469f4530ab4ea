import re

import pytest
from corpus.makers import text, written, xlsx
from corpus.plans import planned

from batchsms.reading.findings import Finding, said
from batchsms.texts.text_warnings import CHECKS

KNOWN = (
    "detected",
    "rows_above_header",
    "no_header",
    "names_guessed",
    "hidden_row",
    "hidden_rows_included",
    "hidden_columns",
    "hidden_unknown",
    "merged_cells",
    "formula_without_value",
    "error_value",
    "error_text",
    "raw_number",
    "number_format",
    "duplicate_header",
    "unnamed_column",
    "other_sheets",
    "nul_bytes",
    "bad_number",
    "split_number",
    "suppression",
    "unreadable_suppression",
    "several_texts",
    *(check.warning.code for check in CHECKS),
    "same_text",
    "column_matched",
    "braces_without_columns",
    "over_max_recipients",
    "over_max_credits",
)


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        (
            (
                "1 row is hidden or filtered out and is skipped: A, row 3. To send to it, use "
                "--hidden-rows include."
            ),
            Finding("hidden_row", "warning", 1, ["A, row 3"]),
        ),
        (
            (
                "2,000 rows are hidden or filtered out and are skipped: A, rows 3, 4 …. To send to them, use "
                "--hidden-rows include."
            ),
            Finding("hidden_row", "warning", 2_000, ["A, row 3", "A, row 4"]),
        ),
        (
            "1 row has a landline or service number and is skipped: Liste!B7. SMS needs a mobile number.",
            Finding("landline", "error", 1, ["Liste!B7"]),
        ),
        (
            "1 row looks like a total or a note and is skipped: row 7",
            Finding("not_a_recipient", "info", 1, ["row 7"]),
        ),
        (
            "2 rows have texts of more than 7 segments and are skipped: rows 7, 9. Shorten the text.",
            Finding("too_long", "error", 2, ["row 7", "row 9"]),
        ),
        (
            (
                "1 cell that is needed holds an error such as #N/A, and counts as empty: Liste!B7. "
                "Correct its formula."
            ),
            Finding("error_value", "error", 1, ["Liste!B7"]),
        ),
        (
            (
                "3 numbers with a fraction are sent as they are stored, such as 1234,5: Liste!B2, "
                "B4 … (Tutar (B)). In the template, put |tl behind the name for 1.234,50 TL, |yuzde for a "
                "percentage, or |sayi(2)."
            ),
            Finding("raw_number", "warning", 3, ["Liste!B2", "Liste!B4"], ["Tutar (B)"]),
        ),
        (
            "The template fails on 2 rows, which are skipped: rows 2, 3. The first error is: bölme",
            Finding("template_error", "error", 2, ["row 2", "row 3"], ["bölme"]),
        ),
    ],
)
def test_a_finding_is_said_in_a_sentence(sentence, finding):
    """One is one, many are many, and the first addresses stand in the sentence."""
    assert sentence == said(finding)


@pytest.mark.parametrize("code", KNOWN)
@pytest.mark.parametrize("count", [1, 2])
def test_every_finding_has_a_sentence_for_one_and_for_many(code, count):
    """No sentence says "1 rows", and none has a gap that was not filled."""
    sentence = said(Finding(code, "info", count, ["x"] * count, ["y"]))
    assert not re.search(r"{\w|{{|}}", sentence)
    assert not sentence.startswith(("1 rows", "1 columns", "1 cells", "2 row ", "2 column ", "2 cell "))


def test_what_makes_a_row_fail_unseen_is_an_error(tmp_path):
    """A needed cell that only looks empty is no remark, but an error."""
    rows = [("Ad", "Telefon"), ("#N/A", "0530 000 00 01"), ("Veli", "0530 000 00 02"), ("Can", "=B2")]
    found = planned(written(tmp_path / "liste", xlsx(rows))).severities
    assert found.items() >= {"error_value": "error", "formula_without_value": "error"}.items()


def test_cells_that_nothing_needs_are_not_spoken_of(tmp_path):
    """A column that neither the text nor the sending uses may hold what it likes."""
    rows = [("Ad", "Telefon", "Not"), ("Ali", "0530 000 00 01", "#N/A"), ("Veli", "0530 000 00 02", "=A1")]
    assert {} == planned(written(tmp_path / "liste", xlsx(rows))).findings
    assert {} == planned(written(tmp_path / "liste", text(rows))).findings
