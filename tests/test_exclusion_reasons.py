import pytest

from batchsms.exclusion_reasons import sentence, summary, title

REASONS = [
    "hidden_row",
    "not_a_recipient",
    "empty_number",
    "damaged_number",
    "several_numbers",
    "landline",
    "foreign_number",
    "bad_number",
    "suppressed",
    "blacklisted",
    "missing_value",
    "template_error",
    "empty_text",
    "too_long",
    "duplicate",
    "repeated_number",
]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_title_and_a_sentence(reason):
    """Each reason of the manual is counted under a title and explained in a sentence."""
    assert title(reason)
    assert sentence(reason, "x")
    assert "{examples}" in summary(reason, 2)


@pytest.mark.parametrize(
    ("reason", "about"),
    [
        ("suppressed", "ret.csv"),
        ("missing_value", "Müşteri Adı"),
        ("template_error", "ZeroDivisionError: division by zero"),
        ("too_long", "9"),
        ("duplicate", "17"),
        ("repeated_number", "17"),
        ("bad_number", "905301234567"),
        ("several_numbers", "905301234567 and 905301234568"),
    ],
)
def test_a_sentence_names_what_it_is_about(reason, about):
    """A column, a row, a file or a suggested number stands in the sentence."""
    assert about in sentence(reason, about)


def test_no_number_is_suggested_where_there_is_none():
    """A bad number without a likely meaning gets no suggestion."""
    assert "Did you mean" not in sentence("bad_number", "")


@pytest.mark.parametrize("about", ["{", "}", "{0}", "{about}", "{ad!r}"])
def test_braces_in_a_column_name_are_just_shown(about):
    """A column or an error text with braces in it stands in the sentence unchanged."""
    assert about in sentence("missing_value", about)
