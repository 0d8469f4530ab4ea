"""A browser, as people have it; where there is none the tests that need it are skipped, but never in CI."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIETLY = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser():
    """Start Chromium, which the machine has to have: `apt-get install chromium`."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Chromium; .ci/run installs it")
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield started
        started.close()


@pytest.fixture(params=["light", "dark"])
def tab(browser, request):
    """Open a tab in which nothing may go wrong: no error, nothing refused, no request to anywhere else."""
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1000, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.wrong = []
    page.asked = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: page.wrong.append(said.text) if said.type == "error" else None)
    page.on("dialog", lambda dialog: (page.wrong.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: page.asked.append(asked.url))
    yield page
    assert [] == page.wrong
    context.close()


@pytest.fixture
def violations():
    """Return what an accessibility checker finds wrong with a page."""

    def find(page):
        found = Axe().run(page).response["violations"]
        return [(one["id"], one["nodes"][0]["html"]) for one in found]

    return find


@pytest.fixture
def show(tab):
    """Open a file of this machine."""

    def open_(path: Path):
        tab.goto(path.as_uri())
        return tab

    return open_
