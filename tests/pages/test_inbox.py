"""The sandbox's inbox in a real browser, while a campaign is sent to it."""

import pytest
from lists import a_list, people

from batchsms.sandbox.server import running

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none", "--order-size", "1")
ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def inbox(sandbox, tab):
    """Open the inbox."""
    tab.goto(sandbox.url)
    tab.get_by_role("heading", name="Sandbox inbox").wait_for()
    return tab


@pytest.fixture
def send(tmp_path, batchsms, sandbox):
    """Send to some people in a process of its own."""

    def run(*rows):
        a_list(tmp_path / "liste.csv", *rows)
        (tmp_path / "liste.campaign").unlink(missing_ok=True)
        to = ("--yes", "--gateway-url", sandbox.gateway_url, "--settle-after", "0", "--preflight", "off")
        return batchsms("send", "liste.csv", *CAMPAIGN, *to)

    return run


def test_messages_appear_as_they_arrive(inbox, send):
    """The page is open before anything is sent, and nobody reloads it."""
    inbox.get_by_text("Nothing has arrived yet").wait_for()
    send(*people(3))
    inbox.get_by_text("Merhaba Kişi 2").wait_for()
    assert 3 == inbox.locator(".message").count()
    assert "Messages: 3" in inbox.inner_text("#totals")


def test_a_message_is_text_whatever_it_holds(inbox, send):
    """Markup in it is shown, and does nothing; its request can be read in full."""
    send((ATTACK, "0530 000 00 01"))
    inbox.get_by_text("Merhaba <script>").wait_for()
    inbox.get_by_role("button", name="Order 3").click()
    inbox.locator("#order[open]").wait_for()
    assert ATTACK in inbox.inner_text("#order-request")
    assert 0 == inbox.locator("img").count()
    inbox.keyboard.press("Escape")


def test_messages_are_searched(inbox, send):
    """By the digits of a number, or a word."""
    send(*people(3), ("Çağla", "0530 000 00 09"))
    inbox.get_by_role("searchbox").fill("cagla")
    inbox.locator(".message").nth(1).wait_for(state="detached")
    assert ["Merhaba Çağla"] == inbox.locator(".text").all_inner_texts()
    inbox.get_by_role("searchbox").fill("0530 000 00 01")
    inbox.get_by_text("Merhaba Kişi 1").wait_for()


def test_faults_are_switched_by_buttons(inbox, send, sandbox):
    """The next order meets one; all do, until it is switched off."""
    inbox.get_by_role("button", name="Next order: Too many requests (429), by a proxy").click()
    inbox.get_by_text("To come: 1").wait_for()
    always = inbox.get_by_role("button", name="Every order: Server error 500, the order is not accepted")
    always.click()
    inbox.locator("[data-always=http_500][aria-pressed=true]").wait_for()
    faults = sandbox.client.get("/sandbox/faults").json()["send"]
    inbox.get_by_role("button", name="Switch all off").click()
    inbox.get_by_text("To come: 0").wait_for()
    inbox.locator("[data-always=http_500][aria-pressed=false]").wait_for()

    assert ({"http_500": 1}, "http_429_plain") == (faults["chances"], faults["queue"][0]["kind"])
    assert 0 == send(*people(1)).code


def test_what_became_of_a_message_is_set_by_hand(inbox, send, batchsms, sandbox, tmp_path):
    """And the report of the campaign says so."""
    send(*people(2))
    inbox.get_by_label("What became of the message to +90 530 000 00 00").select_option("undelivered")
    inbox.locator("span.undelivered").wait_for()
    told = batchsms("report", "liste.campaign", "--json", "--gateway-url", sandbox.gateway_url).json
    assert (1, 1) == (told["delivered"], told["undelivered"])


def test_the_inbox_can_be_used_by_anybody(inbox, send, violations):
    """The accessibility checker finds nothing, in light and dark, and in the dialog of an order."""
    send(*people(2))
    inbox.locator(".message").nth(1).wait_for()
    assert [] == violations(inbox)
    inbox.get_by_role("button", name="Order 3").first.click()
    inbox.locator("#order[open]").wait_for()
    assert [] == violations(inbox)


def test_it_says_that_the_sandbox_has_ended(tab):
    """And goes on when it runs again at the same place."""
    with running() as server:
        tab.goto(server.url)
        tab.get_by_text("Nothing has arrived yet").wait_for()
    tab.get_by_text("The sandbox does not answer any more").wait_for()
    tab.wrong.clear()
