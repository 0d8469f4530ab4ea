"""What a delivery report says, and what is not believed of it."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_account import account, answer

from batchsms.gateway.account import AccountUnansweredError
from batchsms.gateway.delivery_report import DeliveryReports, ReportPage

ROW = "<message><number>{}</number><status>{}</status></message>"


def reports(*answers):
    """Return the reports of an account that gives these answers."""
    return DeliveryReports(account(*answers))


def order(rest, status="114"):
    """Return the answer for an order of the id 7."""
    return answer(f"<order><id>7</id><status>{status}</status>{rest}</order>")


def test_a_page_has_numbers_and_codes():
    """Numbers come in each form that the vendor shows; the order's own numbers may be there."""
    rows = ROW.format("+905300000001", 111) + ROW.format("5300000002", 110) + ROW.format("905300000003", 112)
    told = "<total>3</total><delivered>1</delivered><price>1.2000</price><submitAt>x</submitAt>"
    expected = ((905300000001, 111), (905300000002, 110), (905300000003, 112))
    assert reports(order(told + rows)).page("7", 1) == ReportPage(
        114, expected, Decimal("1.2000"), is_last=True
    )


def test_codes_that_are_not_known_are_given_as_they_came():
    """A code of a message or of an order that no table has is no reason not to believe the rest."""
    found = reports(order(ROW.format("5300000002", 119), status="118")).page("7", 1)
    assert (118, ((905300000002, 119),), None) == (found.status, found.rows, found.price)


def test_a_full_page_is_not_the_last_unless_the_total_says_so():
    """A page of a thousand rows is followed by another one, and that may be empty."""
    rows = "".join(ROW.format(5300000000 + at, 111) for at in range(1000))
    found = [
        reports(order(told + rows)).page("7", number).is_last
        for told, number in (
            ("", 1),
            ("<total>1001</total>", 1),
            ("<total>2000</total>", 2),
            ("<total>x</total>", 1),
        )
    ]
    assert ([False, False, True, False], True) == (found, reports(order("")).page("7", 2).is_last)


def test_the_status_of_an_order_can_be_asked_alone():
    """One row is asked for, however many the order has."""
    assert 115 == reports(order(ROW.format("5300000002", 112), status="115")).status("7")


@pytest.mark.parametrize(
    "body",
    [
        answer(),
        answer("<order><id>7</id></order>"),
        order("", status="sent"),
        answer("<order><id>8</id><status>114</status></order>"),
        answer("<order><status>114</status></order><order><status>114</status></order>"),
        order("<message><number>5300000002</number></message>"),
        order("<message><status>111</status></message>"),
        order(ROW.format("53000", 111)),
        order(ROW.format("5300000002", "delivered")),
        order(f"<messages>{ROW.format('5300000002', 111)}</messages>"),
        order(
            "<message><number>5300000002</number><number>5300000003</number><status>111</status></message>"
        ),
        order(ROW.format("5300000002", 111))[:-30],
    ],
)
def test_what_cannot_be_read_whole_is_not_believed(body):
    """A report that lacks a part, is another order's or says it elsewhere is none."""
    with pytest.raises(AccountUnansweredError, match="cannot be read"):
        reports(body).page("7", 1)


@given(st.data())
def test_no_answer_is_a_crash(data):
    """Whatever bytes come, they are a page or a reason."""
    body = bytearray(order("<price>1.2</price>" + ROW.format("+905300000001", 111) * 2))
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=3))
    with suppress(AccountUnansweredError):
        assert isinstance(reports(bytes(body)).page("7", 1), ReportPage)


@pytest.mark.parametrize("code", [400, 401, 404, 455, 456, 999])
def test_a_refusal_has_its_code(code):
    """What the gateway answers in place of a report can be told apart."""
    with pytest.raises(AccountUnansweredError) as raised:
        reports(answer(code=str(code))).page("7", 1)
    assert code == raised.value.code
