"""What the account answers, and what is not believed of it."""

from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest

from batchsms.gateway.account import Account, AccountUnansweredError, Balance
from batchsms.gateway.client import Gateway
from batchsms.gateway.credentials import Credentials


def account(*answers):
    """Return an account that gives these answers, one after the other."""
    left = iter(answers)

    def handler(_request):
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(200, stream=httpx.ByteStream(answer))

    gateway = Gateway(
        "https://gateway.test/v1",
        timeout=1.0,
        clock=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        transport=httpx.MockTransport(handler),
    )
    return Account(gateway, Credentials("a-key", "a-hash"))


def answer(rest="", code="200", words="x"):
    """Return the bytes of one answer."""
    status = f"<status><code>{code}</code><message>{words}</message></status>"
    return f"<response>{status}{rest}</response>".encode()


def page(numbers, count):
    """Return one page of a blacklist that states a count."""
    rows = "".join(f"<number>+90{number}</number>" for number in numbers)
    return answer(f"<blacklist><count>{count}</count>{rows}</blacklist>")


NUMBERS = [f"530000{number:04}" for number in range(1_003)]


def test_a_balance_is_lira_and_credits():
    """The balance has the amount to the last decimal, and the credits."""
    body = answer("<balance><amount>134.0000</amount><sms>1340</sms></balance>")
    assert account(body).balance() == Balance(Decimal("134.0000"), 1340)


def test_senders_keep_case_and_blanks():
    """A sender is what the gateway calls it, blanks at its ends too."""
    body = answer("<senders><sender> Magaza</sender><sender>MAGAZA 2</sender></senders>")
    assert account(body).senders() == (" Magaza", "MAGAZA 2")


def test_a_new_account_has_no_senders():
    """No sender is an answer."""
    assert account(answer("<senders/>")).senders() == ()


def test_a_blacklist_is_read_to_its_last_page():
    """Pages are asked for until one is not full."""
    asked = account(page(NUMBERS[:1_000], 1_003), page(NUMBERS[1_000:], 1_003)).blacklist()
    assert asked == {int(f"90{number}") for number in NUMBERS}


@pytest.mark.parametrize(
    "second",
    [
        answer(code="503"),
        httpx.ReadTimeout("late"),
        page(NUMBERS[1_000:1_002], 1_003),
        page(NUMBERS[:1_000], 1_003),
    ],
)
def test_half_a_blacklist_is_none(second):
    """A page that fails, lacks a number or repeats the one before leaves no list that seems whole."""
    with pytest.raises(AccountUnansweredError):
        account(page(NUMBERS[:1_000], 1_003), second).blacklist()


@pytest.mark.parametrize("question", ["balance", "senders", "blacklist"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x1f\x8b\x08",
        b"<html></html>",
        b"<!DOCTYPE x><response/>",
        answer(),
        answer(code="two"),
        answer("<balance><amount>x</amount><sms>1</sms></balance>"),
        answer("<balance><amount>1</amount></balance>"),
        answer("<senders><name>x</name></senders>"),
        answer("<blacklist><count>1</count><number>123</number></blacklist>"),
        answer("<blacklist><count>x</count></blacklist>"),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("late"),
    ],
)
def test_what_cannot_be_read_is_no_answer(question, body):
    """Whatever comes in place of an answer is said as a reason, never a crash or a guess."""
    with pytest.raises(AccountUnansweredError):
        getattr(account(body), question)()


def test_an_unknown_code_is_shown_as_it_is():
    """A code that no table has is shown with its words, and without credentials or numbers."""
    words = "Yok a-key a-hash 905300000001"
    with pytest.raises(AccountUnansweredError, match="answers 999: Yok") as raised:
        account(answer(code="999", words=words)).balance()
    assert raised.value.code == 999
    assert not any(part in str(raised.value) for part in ("a-key", "a-hash", "905300000001"))
