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
    "over_max_recipients",
    "over_max_credits",
)


@pytest.mark.parametrize(
    ("sentence", "finding"),
    [
        (
            "1 row is hidden or filtered out and is not sent to: A!3:3; --hidden-rows include sends to it",
            Finding("hidden_row", "warning", 1, ["A!3:3"]),
        ),
        (
            (
                "2,000 rows are hidden or filtered out and are not sent to: 3, 4 …; "
                "--hidden-rows include sends to them"
            ),
            Finding("hidden_row", "warning", 2_000, ["3", "4"]),
        ),
        (
            "1 row left out, landline: Liste!B7; give a mobile number",
            Finding("landline", "error", 1, ["Liste!B7"]),
        ),
        ("1 row left out, no recipient: row 7", Finding("not_a_recipient", "info", 1, ["row 7"])),
        (
            "2 rows left out, text too long: row 7, 9; shorten the text",
            Finding("too_long", "error", 2, ["row 7", "row 9"]),
        ),
        (
            (
                "1 cell that is needed holds an error such as #N/A, and counts as empty: Liste!B7; "
                "correct its formula"
            ),
            Finding("error_value", "error", 1, ["Liste!B7"]),
        ),
        (
            (
                "3 numbers with a fraction are printed as they are, such as 1234,5: Tutar (B): Liste!B2, B4 "
                "…; in the template put |tl behind the name for 1.234,50 TL, |yuzde for a share, or |sayi(2)"
            ),
            Finding("raw_number", "warning", 3, ["Tutar (B): Liste!B2", "Tutar (B): Liste!B4"]),
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
    sentence = said(Finding(code, "info", count, ["x"] * count))
    assert "{" not in sentence
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
