"""Which of a row's reasons it is skipped for."""

from hypothesis import given
from hypothesis import strategies as st

from batchsms.campaign.skipping.exclusions import Exclusions
from batchsms.exclusion_reasons import REASONS, sentence, title

ORDER = (
    *("hidden_row", "not_a_recipient", "empty_number", "damaged_number", "several_numbers", "landline"),
    *(
        "foreign_number",
        "bad_number",
        "suppressed",
        "blacklisted",
        "already_sent",
        "missing_key",
        "missing_value",
    ),
    *("template_error", "empty_text", "too_long", "duplicate", "repeated_number"),
)


def test_reasons_win_in_the_order_that_is_promised():
    """The order of the table is the documented one."""
    assert ORDER == REASONS


@given(found=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(REASONS), st.text(max_size=3))))
def test_a_row_keeps_the_first_of_its_reasons_whichever_is_found_first(found):
    """The order in which stages run decides nothing; the same reason again changes nothing."""
    exclusions = Exclusions()
    exclusions.extend(2)
    exclusions.extend(3)
    for row, reason, about in found:
        exclusions.add(row, reason, about)

    expected = {}
    for row, reason, about in found:
        if row not in expected or REASONS.index(reason) < REASONS.index(expected[row][0]):
            expected[row] = (reason, about)
    assert [expected.get(row, ("", "")) for row in range(5)] == list(
        zip(exclusions.reasons(), exclusions.about(), strict=True)
    )
    assert [row for row in range(5) if row not in expected] == exclusions.sendable().tolist()


def test_every_reason_has_a_title_and_a_sentence():
    """No row is skipped without a word."""
    assert all(title(reason) and sentence(reason, "2") for reason in REASONS)
