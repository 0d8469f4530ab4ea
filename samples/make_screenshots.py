"""Pictures of the pages, for the documents: `make screenshots`. They show the sample list and its sandbox."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from batchsms.sandbox.server import running

HERE = Path(__file__).parent
TARGET = HERE.parent / "docs" / "pages"
BATCHSMS = Path(sys.executable).with_name("batchsms")
CAMPAIGN = (
    "--template",
    HERE.parent / "templates" / "bakiye.txt",
    "--sender",
    "APITEST",
    "--iys",
    "BIREYSEL",
)


def main() -> None:
    """Make all pictures."""
    TARGET.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright, running() as sandbox:
        folder = Path(made)
        shutil.copy(HERE / "musteriler.xlsx", folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        _run(
            folder, "preview", "musteriler.xlsx", *CAMPAIGN, "--credit-price", "0,085", "--html", "onay.html"
        )
        _picture(browser, (folder / "onay.html").as_uri(), "approval.png")
        to = ("--yes", "--gateway-url", sandbox.gateway_url)
        _run(folder, "send", "musteriler.xlsx", *CAMPAIGN, *to)
        _run(folder, "report", "musteriler.campaign", "--gateway-url", sandbox.gateway_url)
        _run(folder, "results", "musteriler.campaign", "--html", "sonuc.html")
        _picture(browser, (folder / "sonuc.html").as_uri(), "results.png")
        _picture(browser, sandbox.url, "inbox.png", wait_for=".message")
        browser.close()


def _run(folder: Path, *arguments: object) -> None:
    environment = {"BATCHSMS_KEY": "demo", "BATCHSMS_HASH": "demo", "PATH": ""}
    subprocess.run(  # noqa: S603 - ours
        [BATCHSMS, *map(str, arguments)], cwd=folder, env=environment, check=False, capture_output=True
    )


def _picture(browser: Browser, address: str, name: str, *, wait_for: str = "main") -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 1000}, color_scheme="light")
    page.goto(address)
    page.locator(wait_for).first.wait_for()
    page.screenshot(path=TARGET / name)
    page.close()


if __name__ == "__main__":
    main()
