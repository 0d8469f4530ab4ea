"""How a campaign stands, on one screen however many orders it has."""

import pytest
from lists import a_list, people

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none", "--order-size", "1")


@pytest.fixture
def doubtful(tmp_path, send, sandbox):
    """Begin a campaign of sixteen orders: one is rejected, one unknown, and six are still planned."""
    a_list(tmp_path / "liste.csv", *people(16))
    sandbox.account({"blacklist": ["5300000004"]})
    sandbox.faults({"send": {"plan": {"10": "drop_after"}}, "lists": {"unavailable": True}})
    send("liste.csv", *CAMPAIGN, "--limit", "10", "--settle-after", "0")
    return "liste.campaign"


def test_what_wants_an_eye_comes_first_and_runs_are_one_line(batchsms, doubtful):
    """Rejected and unknown orders stand alone above the others, which are told from and to."""
    shown = batchsms("status", doubtful)

    lines = [line for line in shown.out.splitlines() if line.startswith(("Order", "--"))]
    assert [
        "Order 5: rejected, 1 recipient",
        "Order 10: unknown, 1 recipient",
        "Orders 1–4: accepted, 4 recipients",
        "Orders 6–9: accepted, 4 recipients",
        "Orders 11–16: planned, 6 recipients",
        "--verbose shows every order by itself",
    ] == [line.split(" (")[0] for line in lines]
    assert "(452 " in lines[0]


def test_every_order_is_shown_when_asked(batchsms, doubtful):
    """--verbose names each order with its id at the gateway, in their order, and all that happened to it."""
    shown = batchsms("status", doubtful, "--verbose").out.splitlines()

    orders = [line for line in shown if line.startswith("Order")]
    assert [f"Order {number}" for number in range(1, 17)] == [line.split(":")[0] for line in orders]
    assert "accepted, 1 recipient (order id " in orders[0]
    assert "--verbose" not in " ".join(shown)
