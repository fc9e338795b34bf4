"""Take the pictures of docs/images from a running dashboard: desktop and phone, light and dark.

Usage: start ``make run`` in one terminal, then ``.venv/bin/python scripts/screenshots.py [URL]``.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def take(browser: Browser, url: str, name: str, scheme: str) -> None:
    """Save one picture of the Attacks page once its events are drawn."""
    width, height = SIZES[name]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(url)
    drawn = "#map_div[data-events][data-ready]"
    page.frame_locator("iframe").locator(drawn).wait_for(timeout=60_000)
    page.locator("[data-testid='stDataFrame']").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)  # fonts and the last labels
    page.screenshot(path=FOLDER / f"attacks-{name}-{scheme}.png")
    context.close()


def main() -> int:
    """Take the four pictures."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501/"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium was not found: install Debian's package chromium.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name in SIZES:
            for scheme in ("light", "dark"):
                take(browser, url, name, scheme)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
