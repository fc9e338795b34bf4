"""Headless Chromium and the moments at which ``painted.js`` saw the map painted."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Frame, Page, sync_playwright

__all__ = ["chromium", "marks", "now", "settle", "the_map", "visit"]

_PAINTED: Final = Path(__file__).with_name("painted.js")
_FLAGS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
_SIZE: Final[Any] = {"width": 1440, "height": 900}
_PATIENCE: Final = 60_000
"""Milliseconds a page may take."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the system's Chromium, or Playwright's own where there is none."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, url: str) -> Iterator[Page]:
    """Open a page as a new visitor: empty cache, no cookies."""
    context = browser.new_context(viewport=_SIZE, locale="en-GB")
    context.set_default_timeout(_PATIENCE)
    context.add_init_script(path=_PAINTED)
    page = context.new_page()
    try:
        page.goto(url, wait_until="commit")
        yield page
    finally:
        context.close()


def marks(page: Page, *wanted: str, after: float = 0.0) -> dict[str, float]:
    """Wait until every wanted moment has come; return the first of each, in epoch milliseconds.

    Args:
        page: A page opened by ``visit``.
        wanted: Names of moments as ``painted.js`` notes them.
        after: Only moments later than this count.
    """
    page.wait_for_function(
        """([wanted, after]) => wanted.every((what) =>
             (window.marks || []).some((m) => m.what === what && m.at > after))""",
        arg=[list(wanted), after],
    )
    noted = page.evaluate("() => window.marks")
    first: dict[str, float] = {}
    for mark in noted:
        if mark["at"] > after:
            first.setdefault(mark["what"], mark["at"])
    return first


def now(page: Page) -> float:
    """Return the page's clock, in epoch milliseconds."""
    return float(page.evaluate("() => performance.timeOrigin + performance.now()"))


def settle(page: Page) -> None:
    """Wait until no script runs and the page has had half a second of rest."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(500)


def the_map(page: Page) -> Frame:
    """Return the frame that holds the map.

    Raises:
        LookupError: The page has no map.
    """
    found = [frame for frame in page.frames if "streamlit_folium" in frame.url]
    if not found:
        message = f"{page.url} shows no map: is `make frontend` done?"
        raise LookupError(message)
    return found[-1]
