from datetime import timedelta

import pytest

from batchsms.sandbox.account import Account, national
from batchsms.sandbox.requests import Message, read_order


@pytest.fixture
def take(account, order_xml):
    """Let the account answer an order, given as to `order_xml`."""
    return lambda *messages, **options: account.take(read_order(order_xml(*messages, **options)))


@pytest.mark.parametrize(
    "number", ["5301234567", "905301234567", "+905301234567", "+90 5301234567", "+90 530 123 45 67"]
)
def test_the_documented_number_formats_are_taken(take, number):
    """A number may stand in each of the three documented formats, and is kept as ten digits."""
    assert take(("Selam", number)).order.messages == (Message("Selam", ("5301234567",)),)


@pytest.mark.parametrize(
    "number",
    ["", "05301234567", "00905301234567", "530123456", "53012345678", "2121234567", "+4915112345678",
     "530 123 45 67", " 5301234567", "5301234567\n", "٥٣٠١٢٣٤٥٦٧", "5301234567.0"],
)  # fmt: skip
def test_every_other_number_is_refused(take, number):
    """One number in another format refuses the whole order."""
    assert take(("Selam", "5301234567", number)).code == 452
    assert national(number) is None


@pytest.mark.parametrize(
    ("code", "options"),
    [
        (401, {"key": "wrong"}),
        (450, {"sender": "apitest"}),
        (450, {"sender": "APITEST "}),
        (450, {"sender": ""}),
        (457, {"at": "24.11.2026 12:00"}),
        (457, {"at": "2026-11-24 12:00"}),
        (457, {"at": "24/11/2026"}),
        (457, {"at": "24/11/26 12:00"}),
        (457, {"at": "4/11/2026 12:00"}),
        (457, {"at": "31/11/2026 12:00"}),
        (457, {"at": "24/11/2026 24:00"}),
        (457, {"at": " 24/11/2026 12:00"}),
        (468, {"iys": None}),
        (468, {"iys": ""}),
        (468, {"iys": "true"}),
        (469, {"iys": "1"}),
        (469, {"iys": "1", "iys_list": ""}),
        (469, {"iys": "1", "iys_list": "INDIVIDUAL"}),
    ],
)
def test_a_wrong_order_gets_its_code(account, take, code, options):
    """Each fault of the order's own elements has its code, and nothing is taken."""
    answer = take(**options)
    assert (answer.code, answer.order, account.orders) == (code, None, ())


@pytest.mark.parametrize("iys_list", ["BIREYSEL", "TACIR"])
def test_commercial_orders_name_their_list(account, take, iys_list):
    """With iys 1, the list is one of two, and the account needs a brand."""
    assert take(iys="1", iys_list=iys_list).code == 200
    account.iys_brand = False
    assert take(("Another", "5301234567"), iys="1", iys_list=iys_list).code == 470


def test_the_list_is_ignored_without_iys(take):
    """With iys 0, whatever stands as the list is ignored."""
    assert take(iys="0", iys_list="INDIVIDUAL").code == 200


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_text_is_refused(take, text):
    """One message without a text refuses the whole order."""
    assert take(("Selam", "5301234567"), (text, "5301234568")).code == 454


def test_a_text_over_seven_sms_is_refused(take):
    """Seven SMS are taken, eight are not."""
    assert take(("a" * 1066, "5301234567")).code == 200
    assert take(("a" * 1067, "5301234567")).code == 453


def test_the_balance_must_cover_the_whole_order(account, take):
    """An order is charged by segments and recipients, or refused as a whole."""
    account.balance = 5
    assert take(("a" * 200, "5301234567", "5301234568"), ("b", "5301234569", "5301234560")).code == 402
    assert account.balance == 5
    assert take(("a" * 200, "5301234567", "5301234568"), ("b", "5301234569")).order.credits == 5
    assert account.balance == 0


def test_a_blacklisted_number_refuses_the_order(account, take):
    """Under the policy "refuse", one blocked number is enough."""
    account.blacklist = frozenset({"5301234568"})
    assert take(("Selam", "5301234567", "+90 530 123 45 68")).code == 452


def test_a_blacklisted_number_may_drop_out(account, take):
    """Under the policy "drop", blocked numbers are left out and not charged, until none is left."""
    account.blacklist = frozenset({"5301234568"})
    account.blacklist_policy = "drop"
    order = take(("Selam", "5301234567", "5301234568"), ("Hey", "5301234568")).order
    assert (order.messages, order.credits) == ((Message("Selam", ("5301234567",)),), 1)
    assert take(("Selam", "5301234568")).code == 452
    assert take(("Hello", "5301234567", "5301234568", "05301234567")).code == 452


def test_a_repeat_within_ten_minutes_is_a_duplicate(clock, account, take):
    """The same order is refused for ten minutes, and taken again after."""
    first = take()
    clock.pass_(minutes=9, seconds=59)
    assert take().code == 451
    clock.pass_(seconds=1)
    second = take()
    assert second.code == 200
    assert second.order.id != first.order.id
    assert account.orders == (first.order, second.order)


def test_a_refused_repeat_does_not_prolong_the_window(clock, take):
    """The ten minutes run from the order that was taken."""
    take()
    clock.pass_(minutes=6)
    assert take().code == 451
    clock.pass_(minutes=6)
    assert take().code == 200


def test_an_order_is_a_duplicate_only_as_a_whole(take):
    """A part of an order, or its numbers in another order, is a duplicate; one new pair makes it none."""
    take(("a", "5301234567", "5301234568"), ("b", "5301234569"))
    assert take(("a", "5301234567")).code == 451
    assert take(("b", "5301234569"), ("a", "5301234568", "905301234567")).code == 451
    assert take(("b", "5301234569", "5301234567")).code == 200


def test_a_pair_taken_again_counts_from_its_last_time(clock, take):
    """A pair that was taken twice stays a duplicate for ten minutes from the second time."""
    take(("a", "5301234567"))
    clock.pass_(minutes=5)
    take(("a", "5301234567", "5301234568"))
    clock.pass_(minutes=6)
    assert take(("a", "5301234567")).code == 451


def test_another_sender_makes_no_duplicate(account, take):
    """Duplicates are looked for under one sender."""
    account.senders = frozenset({"APITEST", "OTHER"})
    take()
    assert take(sender="OTHER").code == 200


def test_a_refused_order_is_not_remembered(account, take):
    """An order that was refused for its balance is taken once the balance is there."""
    account.balance = 0
    assert take().code == 402
    account.balance = 1
    assert take().code == 200


def test_refusals_come_in_a_fixed_order(account, take):
    """Of an order with many faults, the fault of the whole request is told first."""
    account.balance = 0
    faults = {"key": "wrong", "sender": "NONE", "at": "now", "iys": "1", "iys_list": None}
    repairs = [{}, {"key": "demo"}, {"sender": "APITEST"}, {"at": ""}, {"iys_list": "TACIR"}]
    messages = [("", "1"), ("a" * 2000, "1"), ("a", "1"), ("a", "5301234567")]
    codes = []
    for repair in repairs:
        faults |= repair
        codes.append(take(messages[0], messages[1], **faults).code)
    codes += [take(message, **faults).code for message in messages[1:]]
    assert codes == [401, 450, 457, 469, 454, 453, 452, 402]


def test_an_order_goes_at_its_schedule(take):
    """A schedule is Turkey's time."""
    order = take(at="24/11/2026 18:30").order
    assert order.submitted_at.isoformat() == "2026-11-24T09:00:00+03:00"
    assert order.send_at.isoformat() == "2026-11-24T18:30:00+03:00"


@pytest.mark.parametrize("at", [None, "", "23/04/2022 09:00", "24/11/2026 18:30:00"])
def test_an_order_goes_at_once(take, at):
    """Without a schedule, with one that has passed, and with one that has seconds, an order goes at once."""
    order = take(at=at).order
    assert order.send_at == order.submitted_at


def test_order_ids_have_nine_digits(take):
    """Each order gets a new id of nine digits."""
    ids = [take((text, "5301234567")).order.id for text in "abc"]
    assert len(set(ids)) == 3
    assert all(len(order_id) == 9 and order_id.isdecimal() for order_id in ids)


def test_an_account_shows_no_hash():
    """The hash does not show in the account's repr."""
    assert "topsecret" not in repr(Account(hash="topsecret", delivery=timedelta(seconds=1)))
