"""The pages for approval and of the results: what stands on them, in a real browser and as files."""

import re

import pytest
from lists import a_list, people, sheet

ATTACK = '<script>alert(1)</script><img src=x onerror="alert(2)">'
TEXT = "Merhaba {{ ad }}"
CAMPAIGN = ("--text", TEXT, "--sender", "APITEST", "--iys", "none", "--order-size", "2")
HEADERS = ("Ad", "Telefon", "Şehir")
ROWS = [
    *(
        (*person, city)
        for person, city in zip(people(5), ("İzmir", "Ankara", ATTACK, None, "İzmir"), strict=True)
    ),
    (ATTACK, "0530 000 00 09", "Van"),
    ("Sabit", "0212 555 00 00", "Van"),
]


@pytest.fixture
def liste(tmp_path):
    """Write a list, of which a name and a city are an attack."""
    return a_list(tmp_path / "liste.xlsx", *ROWS, headers=HEADERS)


@pytest.fixture
def approval(tmp_path, liste, batchsms):
    """Write the page for approval, and return where it is."""

    def write(*arguments, name="onay.html"):
        ended = batchsms("preview", liste.name, *CAMPAIGN, "--html", name, "--quiet", *arguments)
        assert 0 == ended.code, ended.err
        return tmp_path / name

    return write


@pytest.fixture
def sent(tmp_path, liste, batchsms, sandbox):
    """Send the list; the third order is refused, and one number does not get its message."""
    sandbox.account({"undelivered": ["5300000001"]})
    sandbox.faults({"send": {"plan": {"3": {"kind": "code", "code": 451}}}})
    to = ("--yes", "--gateway-url", sandbox.gateway_url)
    ended = batchsms("send", liste.name, *CAMPAIGN, "--preflight", "off", *to)
    batchsms("report", "liste.campaign", "--gateway-url", sandbox.gateway_url)
    return ended


@pytest.fixture
def outcome(tmp_path, sent, batchsms):
    """Write the page of the results, and return where it is."""

    def write(*arguments):
        ended = batchsms("results", "liste.campaign", "--html", "sonuc.html", *arguments)
        assert 0 == ended.code, ended.err
        return tmp_path / "sonuc.html"

    return write


def test_the_page_tells_what_will_be_sent_to_how_many(approval, show):
    """Who sends what when, to how many, what it costs, who is left out and why."""
    words = show(approval("--credit-price", "0,10")).inner_text("main")
    for told in (
        *("6 messages, of 7 rows in the list", "APITEST", "At once, when it is sent", "6 credits"),
        *("0.60 TL", "landline", "liste.xlsx", "Order 1", "Merhaba Kişi 0"),
    ):
        assert told in words, told


@pytest.mark.parametrize("which", ["approval", "outcome"])
def test_a_page_is_whole_without_a_network(request, show, which):
    """Nothing is asked for but the file itself."""
    page = request.getfixturevalue(which)()
    tab = show(page)
    assert [page.as_uri()] == [url for url in tab.asked if not url.startswith("data:")]


def test_what_a_list_holds_stays_text(tmp_path, approval, outcome, show):
    """A name that is markup is shown as it stands, on both pages, with numbers in full or masked."""
    for page in (approval("--chart-column", "Şehir"), approval("--show-numbers", name="b.html"), outcome()):
        tab = show(page)
        assert 0 == tab.locator("img").count()
    assert ATTACK in show(approval(name="c.html")).inner_text("main")
    (tmp_path / "b.html").unlink()


@pytest.mark.parametrize("which", ["approval", "outcome"])
def test_a_page_can_be_used_by_anybody(request, show, violations, which):
    """The accessibility checker finds nothing, in light and dark, with all folds open."""
    tab = show(request.getfixturevalue(which)())
    for fold in tab.locator("summary").all():
        fold.click()
    assert [] == violations(tab)


def test_numbers_are_masked_unless_they_are_wanted(approval):
    """On the whole page, the requests included."""
    full = re.compile("5300000000|905300000000")
    assert not full.search(approval().read_text(encoding="utf-8"))
    shown = approval("--show-numbers", name="b.html")
    assert full.search(shown.read_text(encoding="utf-8"))
    shown.unlink()  # pages that show numbers must be wanted


def test_a_plan_has_one_fingerprint(tmp_path, approval, liste, batchsms, sandbox):
    """On the page, in the plan, and where it is sent."""
    planned = batchsms("plan", liste.name, *CAMPAIGN, "--json").json["fingerprint"]
    sent = batchsms("send", "liste.campaign", "--yes", "--json", "--gateway-url", sandbox.gateway_url)
    assert planned == sent.json["fingerprint"]
    assert planned in approval().read_text(encoding="utf-8")


def test_a_page_of_a_campaign_file_is_that_of_its_list(tmp_path, approval, liste, batchsms):
    """But for the time at which it was made."""
    of_list = approval()
    batchsms("plan", liste.name, *CAMPAIGN)
    batchsms("preview", "liste.campaign", "--html", "b.html")
    made = re.compile(r"Made by batchsms on [0-9. :]+")
    of_file = (tmp_path / "b.html").read_text(encoding="utf-8")
    assert made.sub("", of_list.read_text(encoding="utf-8")) == made.sub("", of_file)


def test_recipients_are_counted_by_a_column(approval, show):
    """The most frequent first; a column that is not there is an error that names those that are."""
    words = show(approval("--chart-column", "şehir")).inner_text("section:has(#numbers)")
    assert re.search(r"İzmir\s+2", words)
    assert re.search(r"\(empty\)\s+1", words)


def test_a_column_that_is_not_there_is_refused(batchsms, liste):
    """With those that are."""
    refused = batchsms(
        "preview", liste.name, *CAMPAIGN, "--html", "a.html", "--chart-column", "Ülke", "--json"
    )
    assert (2, "no_such_column") == (refused.code, refused.json["error"]["code"])


def test_the_results_tell_what_became_of_it(outcome, show):
    """Per state and code, delivery, and the rows that lack it with what to do."""
    words = show(outcome()).inner_text("main")
    for told in ("4 of 6 messages accepted", "451", "undelivered", "landline"):
        assert told in words, told


def test_failed_rows_can_be_searched(outcome, show):
    """With the keyboard alone, whatever the case and the marks."""
    tab = show(outcome())
    whole = tab.locator("#failed tbody tr:visible").count()
    tab.keyboard.press("Tab")
    tab.get_by_label("Search in these rows").focus()
    tab.keyboard.type("LANDLİNE")
    assert 4 == whole
    assert 1 == tab.locator("#failed tbody tr:visible").count()


def test_a_page_fits_paper(approval, show, browser):
    """It prints on A4 without being cut."""
    tab = show(approval())
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 680, "height": 900})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 680


def test_unknown_orders_are_told_with_what_to_do(tmp_path, liste, batchsms, sandbox):
    """The page has the commands."""
    sandbox.faults({"send": {"plan": {"1": "drop_after"}}, "lists": {"unavailable": True}})
    to = ("--yes", "--gateway-url", sandbox.gateway_url)
    batchsms("send", liste.name, *CAMPAIGN, "--settle-after", "0", *to)
    batchsms("results", "liste.campaign", "--html", "sonuc.html")
    assert "batchsms send liste.campaign" in (tmp_path / "sonuc.html").read_text(encoding="utf-8")


def test_a_page_is_not_written_over_anything_else(tmp_path, liste, batchsms, approval):
    """Nor over the list; an earlier page is replaced; only its owner can read it."""
    (tmp_path / "baska.html").write_text("<p>bizim", encoding="utf-8")
    refused = batchsms("preview", liste.name, *CAMPAIGN, "--html", "baska.html", "--json")
    ending = batchsms("preview", liste.name, *CAMPAIGN, "--html", "liste.xlsx", "--json")
    first, again = approval(), approval()

    assert [2, 2] == [refused.code, ending.code]
    assert "<p>bizim" == (tmp_path / "baska.html").read_text(encoding="utf-8")
    assert 7 == len(sheet(liste))
    assert (first, 0) == (again, first.stat().st_mode & 0o077)


def test_a_night_has_a_page(tmp_path, batchsms, show, violations):
    """The morning sees it in a browser; the name of a folder is text, whatever it is."""
    campaign = tmp_path / "kampanyalar" / "<img src=x>"
    campaign.mkdir(parents=True)
    a_list(campaign / "liste.csv", *people(2))
    (campaign / "campaign.toml").write_text(
        f'list = "liste.csv"\ntext = "{TEXT}"\nsender = "APITEST"\niys = "none"\n', encoding="utf-8"
    )
    batchsms("nightly", "kampanyalar", "--sandbox", "--yes")
    (page,) = (tmp_path / "kampanyalar").rglob("summary.html")

    tab = show(page)

    assert "All is well: 2 messages accepted" in tab.inner_text("main")
    assert "<img src=x>" in tab.inner_text("main")
    assert 0 == tab.locator("img").count()
    assert [] == violations(tab)


def test_a_page_speaks_turkish(tmp_path, batchsms, liste, show, violations):
    """In the user's language, and says so to a screen reader."""
    batchsms("preview", liste.name, *CAMPAIGN, "--html", "onay.html", "--lang", "tr")
    tab = show(tmp_path / "onay.html")
    assert "tr" == tab.locator("html").get_attribute("lang")
    assert "Kim neden dışarıda kalıyor" in tab.inner_text("main")
    assert [] == violations(tab)


def test_an_empty_campaign_has_a_page_too(tmp_path, batchsms):
    """Nobody gets a message, and the page says why."""
    a_list(tmp_path / "liste.csv", ("Ali", "0212 555 00 00"))
    batchsms("preview", "liste.csv", *CAMPAIGN, "--html", "onay.html")
    assert "landline" in (tmp_path / "onay.html").read_text(encoding="utf-8")
