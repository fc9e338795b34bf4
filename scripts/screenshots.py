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


VIEWS = {
    "overview": "",
    "attacks": "attacks",
    "evidence": "evidence?event=2025-09-14-lakamane-convoy",
    "contradictions": "evidence?part=contradictions&contradiction=lakamane-convoy-tankers",
    "known": "evidence?part=known&known=2025-06-03",
    "sources": "evidence?part=sources",
    "numbers": "numbers",
    "roads": "corridors?on=2025-09-20",
    "road": "corridors?on=2026-02-05&panel=road&road=dakar_kayes_bamako",
    "fuel": "corridors?on=2025-10-30&panel=fuel",
    "sieges": "corridors?on=2025-12-01&panel=sieges&map=sieges-sahel",
    "agreements": "corridors?on=2025-12-31&panel=agreements&map=agreements-centre",
    "expansion": "expansion?slice=fuel-blockade",
    "compare": "expansion?stage=two&against=nioro-and-raids-2025&slice=fuel-blockade&look=regions",
    "share": "expansion?slice=fuel-blockade&look=share",
    "arrivals": "expansion?slice=fuel-blockade&look=arrivals&areas=region",
    "questions": "expansion?slice=fuel-blockade&look=questions&walk=1"
    "&event=2025-09-14-lakamane-convoy",
}
"""Name of the picture to the address of the view."""
ALL_SHAPES = ("overview", "attacks", "evidence", "roads", "expansion")
"""Views pictured in both sizes and both themes; the others once, wide and light."""


def take(browser: Browser, url: str, view: str, size: str, scheme: str) -> None:
    """Save one picture of a view once everything on it is drawn."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(url + VIEWS[view])
    if VIEWS[view].startswith("corridors"):
        page.frame_locator("iframe").locator("#map_div[data-drawn]").wait_for(timeout=60_000)
        if "panel" in VIEWS[view]:
            # The map is in the first pictures; here the panel below it counts.
            page.set_viewport_size({"width": width, "height": 1500})
    elif VIEWS[view].startswith("expansion"):
        frame = page.frame_locator(".st-key-slice-stage iframe")
        frame.locator("#map_div[data-slice]").wait_for(timeout=60_000)
        if view != "expansion":
            page.set_viewport_size({"width": width, "height": 2300})
    elif view == "overview":
        drawn = "#map_div[data-events][data-ready]"
        page.frame_locator(".st-key-overview-stage iframe").locator(drawn).wait_for(timeout=60_000)
    elif view in ALL_SHAPES:
        drawn = "#map_div[data-events][data-ready]"
        page.frame_locator("iframe").locator(drawn).wait_for(timeout=60_000)
        page.locator("[data-testid='stDataFrame']").first.wait_for(timeout=60_000)
    page.get_by_text("tables CC BY 4.0").wait_for(timeout=60_000)
    page.wait_for_timeout(2500)  # fonts, charts and the last labels
    page.screenshot(path=FOLDER / f"{view}-{size}-{scheme}.png")
    context.close()


def main() -> int:
    """Take the pictures."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501/"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium was not found: install Debian's package chromium.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    shapes = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for view in VIEWS:
            for size, scheme in shapes if view in ALL_SHAPES else [("desktop", "light")]:
                take(browser, url, view, size, scheme)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
