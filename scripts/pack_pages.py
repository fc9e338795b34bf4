"""Take the pictures of docs/images/pack-*.png: pages of the printed pack of a bundled briefing.

Usage: ``.venv/bin/python scripts/pack_pages.py``. Look at them before you commit them.
"""

import datetime as dt
from pathlib import Path
from typing import Final

from sahel_map.briefing import bundled
from sahel_map.figures import Layers
from sahel_map.i18n import activate
from sahel_map.pack import content_of
from sahel_map.pack.document import to_png
from sahel_map.pack.files import drawn_maps
from sahel_map.scenes import Ground
from sahel_map.settings import data_dir
from sahel_map.store import load

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "images"
BRIEFING: Final = "western-offensive"
PAGES: Final = {"en": (1, 2, 8), "fr": (2,)}
"""The pages that are kept, by language, from 1."""

PIXELS_PER_INCH: Final = 96


def main() -> None:
    """Set the pages and keep the chosen ones."""
    data = load(data_dir())
    for language, kept in PAGES.items():
        activate(language)
        made = dt.datetime.now(tz=dt.UTC).date()
        content = content_of(bundled()[BRIEFING], Ground.of(data), made=made)
        pages = to_png(content, drawn_maps(content, Layers.of(data)), ppi=PIXELS_PER_INCH)
        for number in kept:
            path = FOLDER / f"pack-{language}-{number}.png"
            path.write_bytes(pages[number - 1])
            print(path.name)


if __name__ == "__main__":
    main()
