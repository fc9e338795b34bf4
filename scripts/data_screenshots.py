"""Take the pictures of docs/import.md: made-up files on the Data page, and many events on the map.

Usage: make and import a file of made-up events, serve it, and take the pictures::

    .venv/bin/python -m benchmarks.made_acled made.csv --rows 200000
    .venv/bin/sahel-map import made.csv --out made --title "Made-up events"
    SAHEL_MAP_IMPORTS=$(mktemp -d) .venv/bin/sahel-map serve --data made
    .venv/bin/python -m scripts.data_screenshots [URL]
"""

import io
import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image, ImageColor
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.made_acled import write_made_acled
from sahel_map import vocabulary as v

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZES: Final = {"desktop": (1440, 900), "phone": (390, 844)}
FLAGS: Final = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
]  # fmt: skip
WAIT: Final = 120_000

TABLE: Final = """Jour;Lieu;Pays;Nature;Latitude;Longitude;Morts;Auteur
03/07/2025;Village inventé;Mali;Embuscade;14,52;-4,21;3;JNIM
05/07/2025;Marché inventé;Mali;Vol de bétail;14,61;-4,48;0;inconnu
11/07/2025;Gué inventé;Burkina Faso;Mine;13,91;-1,62;;JNIM
"""
"""Rows of events that never were, under headings of no known format."""


def settle(page: Page) -> None:
    """Wait until the page has nothing left to do."""
    idle = "[data-testid=stApp][data-test-script-state=notRunning]"
    page.wait_for_selector(idle, timeout=WAIT)
    page.wait_for_timeout(2500)  # fonts, tiles and the last labels
    page.wait_for_selector(idle, timeout=WAIT)


def hand_over(page: Page, url: str, name: str, content: bytes) -> None:
    """Open the Data page and give it a file."""
    page.goto(f"{url}data")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.locator(".st-key-import button").wait_for(timeout=WAIT)
    settle(page)


def show(page: Page, selector: str) -> None:
    """Bring a part of the page to the top of the window."""
    page.locator(selector).first.evaluate(
        "(node) => { node.scrollIntoView({ block: 'start' });"
        " document.querySelector('.stMain').scrollBy(0, -72); }"  # what stays at the top
    )
    page.wait_for_timeout(500)


def save(page: Page, name: str) -> None:
    """Save what is seen in few colours, so that the file stays small."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    # The colours of the legend stand in few dots and would else be merged with each other.
    kinds = [ImageColor.getrgb(term.colour) for term in v.CATEGORIES.values()]
    commonest = picture.quantize(256 - len(kinds), kmeans=2).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*commonest[: 3 * (256 - len(kinds))], *itertools.chain(*kinds)])
    few = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)
    print(name, (FOLDER / f"{name}.png").stat().st_size // 1000, "kB")


def columns(page: Page, url: str) -> None:
    """Show which column of a made-up table is which."""
    hand_over(page, url, "made-up-table.csv", TABLE.encode())
    show(page, "[data-testid=stFileUploader]")


def report(page: Page, url: str, file: bytes) -> None:
    """Show what became of the rows of a made-up file."""
    hand_over(page, url, "made-up-events.csv", file)
    page.locator(".st-key-import button").click()
    page.locator(".st-key-report-figures").wait_for(timeout=WAIT)
    settle(page)
    show(page, "h3:has-text('Report of the last import')")


def many(page: Page, url: str, query: str) -> None:
    """Show many made-up events on the map."""
    page.goto(f"{url}attacks?{query}")
    page.frame_locator("iframe").first.locator("#map_div[data-mode]").wait_for(timeout=WAIT)
    settle(page)
    page.wait_for_timeout(5000)


def take(browser: Browser, name: str, size: str, scheme: str, go: Callable[[Page], None]) -> None:
    """Save one picture."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page = context.new_page()
    go(page)
    save(page, f"{name}-{size}-{scheme}")
    context.close()


def main() -> int:
    """Take the pictures."""
    url = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8501/"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium was not found: install Debian's package chromium.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.csv"
        write_made_acled(made, 8_000, dirty=0.04)
        file = made.read_bytes()
    everywhere = [("desktop", "light"), ("desktop", "dark"), ("phone", "light")]
    views: list[tuple[str, Callable[[Page], None], list[tuple[str, str]]]] = [
        ("columns", lambda page: columns(page, url), [("desktop", "light")]),
        ("report", lambda page: report(page, url, file), everywhere),
        ("tiles", lambda page: many(page, url, ""), everywhere),
        ("hexagons", lambda page: many(page, url, "show=hexagons"), everywhere[:2]),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, go, shapes in views:
            for size, scheme in shapes:
                take(browser, name, size, scheme, go)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
