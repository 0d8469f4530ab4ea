"""What the account answers is held against what a run needs."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from batchsms.gateway.account import AccountUnansweredError, Balance
from batchsms.sending.preflight import Answers, Need, judge

SENDERS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=11)
APPROVED = st.lists(SENDERS, max_size=6).map(tuple)
CREDITS = st.integers(0, 100_000)
ERRORS = st.builds(
    AccountUnansweredError,
    st.sampled_from(["The answer cannot be read", "The gateway answers 500"]),
    code=st.sampled_from([None, 401, 500, 999]),
)
BALANCES = CREDITS.map(lambda count: Balance(Decimal(0), count))
BLACKLISTED = st.none() | st.integers(0, 3)
ANSWERS = st.builds(Answers, BALANCES | ERRORS, APPROVED | ERRORS, BLACKLISTED | ERRORS)
NEEDS = st.builds(Need, SENDERS, CREDITS)


def _codes(preflight):
    return [problem.code for problem in preflight.problems]


@given(balance=BALANCES, approved=APPROVED, need=NEEDS)
def test_a_problem_is_what_the_gateway_would_refuse(balance, approved, need):
    """With both answers, a sender is exactly one of the approved, and a balance reaches to the credit."""
    wanted = []
    if need.sender not in {*approved, "APITEST"}:
        wanted.append("sender_not_approved")
    if balance.credits < need.credits:
        wanted.append("short_balance")
    for strictness in ("on", "strict"):
        found = judge(Answers(balance, approved), need, strictness)
        assert (wanted, ()) == (_codes(found), found.remarks)


@given(answers=ANSWERS, need=NEEDS)
def test_a_missing_answer_and_a_blacklist_stop_only_what_is_strict(answers, need):
    """Without strict a missing answer and blacklisted recipients are remarks; with it each is a problem."""
    usual, strict = judge(answers, need), judge(answers, need, "strict")
    asked = (answers.balance, answers.senders, answers.blacklisted)
    errors = [one for one in asked if isinstance(one, AccountUnansweredError)]
    are_blacklisted = isinstance(answers.blacklisted, int) and answers.blacklisted > 0
    is_refused = any(error.code == 401 for error in errors)

    assert ("credentials_refused" in _codes(usual)) is is_refused
    assert {"account_not_answered", "blacklisted_numbers"}.isdisjoint(_codes(usual))
    assert bool(usual.remarks) is (are_blacklisted or (bool(errors) and not is_refused))
    more = ["account_not_answered"] * (len(usual.remarks) - are_blacklisted)
    assert [*_codes(usual), *more, *["blacklisted_numbers"] * are_blacklisted] == _codes(strict)
    assert not (errors or are_blacklisted) or strict.refusal is not None


@given(
    sender=SENDERS.filter(lambda one: len(one.replace(" ", "")) > 2),
    others=st.lists(st.sampled_from(["0", "1", "22"]), max_size=3),
)
def test_another_case_is_shown_as_the_nearest(sender, others):
    """What differs in case alone is the nearest one, quoted to the letter."""
    meant = sender.swapcase()
    if meant == sender:
        meant = f"{sender} "
    found = judge(Answers(Balance(Decimal(0), 0), (*others, meant)), Need(sender, 0))
    assert f'The nearest approved one is "{meant}"' in found.problems[0].message


def test_what_is_no_gateway_does_not_hold_up_a_send():
    """A sender of megabytes, or a million of them, is neither compared nor shown."""
    long = judge(Answers(Balance(Decimal(0), 0), ("M" * 10_000_000,)), Need("MAGAZA", 0))
    many = judge(Answers(Balance(Decimal(0), 0), ("MAGAZ",) * 1_000_000), Need("MAGAZA", 0))
    assert len(long.problems[0].message) < 200
    assert '"MAGAZ"' in many.problems[0].message
