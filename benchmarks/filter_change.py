"""Filter change: from the click on a period to the new events painted, and what is kept."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from benchmarks.browser import chromium, marks, now, settle, the_map, visit
from benchmarks.servers import OURS, REBUILD, serving

__all__ = ["PERIODS", "FilterChange", "Kept", "choose_period", "measure"]

_CHOICES: Final = ("365 d", "90 d", "30 d", "All")
PERIODS: Final = len(_CHOICES)
"""Chosen in turn: Streamlit sends nothing anew that a browser got in its last two runs."""

_FIRST: Final = ("ready", "view")
"""What a map must show before it is complete."""

_WATCHED: Final = 4
"""Changes during which the map is filmed."""

_GAO: Final = "() => SahelMap.state.map.setView([16.27, -0.04], 7, { animate: false })"
_VIEW: Final = """() => {
  const { lat, lng } = SahelMap.state.map.getCenter();
  return [lat, lng, SahelMap.state.map.getZoom()];
}"""
_FRAME: Final = "() => document.querySelector('iframe[src*=\"streamlit_folium\"]')"

_BLANK_SHARE: Final = 0.99
"""Share of the map's area in one colour from which a picture counts as blank."""

_NEAR: Final = 6
"""Difference of a channel, of 255, within which two colours are one: pictures are JPEG."""


@dataclass(frozen=True)
class Kept:
    """What stayed through the filmed filter changes.

    Attributes:
        changes: How many there were.
        same_frame: After how many the frame element was the one from before.
        same_view: After how many the map's centre and zoom were the reader's own.
        pictures: Pictures that Chromium made of the page meanwhile.
        blank: How many of them show a map area of one colour.
    """

    changes: int
    same_frame: int
    same_view: int
    pictures: int
    blank: int


@dataclass(frozen=True)
class FilterChange:
    """Milliseconds from the click to the events painted, one entry a change, and what was kept."""

    ours: Sequence[float]
    rebuilt: Sequence[float]
    ours_kept: Kept
    rebuilt_kept: Kept


def choose_period(page: Page, turn: int) -> None:
    """Click a period in the sidebar."""
    name = _CHOICES[turn % PERIODS]
    page.locator(".st-key-span").get_by_role("radio", name=name, exact=True).click()


def _change(page: Page, turn: int, wanted: Sequence[str]) -> float:
    before = now(page)
    choose_period(page, turn)
    clicked = marks(page, "input", after=before)["input"]
    seen = marks(page, *wanted, after=clicked)
    settle(page)
    return max(seen[name] for name in wanted) - clicked


class _Film:
    """The pictures Chromium makes of a page, cut to the map."""

    def __init__(self, page: Page) -> None:
        self._pictures: list[str] = []
        self._box: Any = page.locator('iframe[src*="streamlit_folium"]').bounding_box()
        self._client = page.context.new_cdp_session(page)
        self._client.on("Page.screencastFrame", self._keep)
        self._client.send("Page.startScreencast", {"format": "jpeg", "quality": 92})

    def _keep(self, event: dict[str, Any]) -> None:
        self._pictures.append(event["data"])
        self._client.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def _is_blank(self, picture: str, height: int) -> bool:
        image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
        left, top = self._box["x"], self._box["y"]
        right, bottom = left + self._box["width"], min(top + self._box["height"], height)
        colours = np.asarray(image.crop((int(left), int(top), int(right), int(bottom))), np.int16)
        middle = np.median(colours, axis=(0, 1))
        alike = (np.abs(colours - middle) <= _NEAR).all(axis=2)
        return bool(alike.mean() >= _BLANK_SHARE)

    def stop(self, height: int) -> tuple[int, int]:
        """End the film; return how many pictures it has and how many of them are blank."""
        self._client.send("Page.stopScreencast")
        return len(self._pictures), sum(self._is_blank(one, height) for one in self._pictures)


def _kept(page: Page, wanted: Sequence[str]) -> Kept:
    same_frame = same_view = pictures = blank = 0
    height = (page.viewport_size or {"height": 0})["height"]
    for turn in range(_WATCHED):
        the_map(page).evaluate(_GAO)
        page.wait_for_timeout(300)
        view, frame = the_map(page).evaluate(_VIEW), page.evaluate_handle(_FRAME)
        film = _Film(page)
        _change(page, turn, wanted)
        filmed, empty = film.stop(height)
        pictures, blank = pictures + filmed, blank + empty
        same_frame += page.evaluate(f"(before) => before === ({_FRAME})()", frame)
        same_view += the_map(page).evaluate(_VIEW) == view
    return Kept(_WATCHED, same_frame, same_view, pictures, blank)


def measure(runs: int) -> FilterChange:
    """Change the period in the dashboard and in the one that builds its map anew, in turn."""
    ours: list[float] = []
    rebuilt: list[float] = []
    with (
        serving(OURS) as app,
        serving(REBUILD) as other,
        chromium() as browser,
        visit(browser, app.map_url) as page,
        visit(browser, other.map_url) as slow,
    ):
        for one in (page, slow):
            marks(one, *_FIRST)
            settle(one)
        for turn in range(PERIODS + runs):
            page.bring_to_front()
            first = _change(page, turn, ["view"])
            slow.bring_to_front()
            second = _change(slow, turn, _FIRST)
            if turn >= PERIODS:  # the first round warms up
                ours.append(first)
                rebuilt.append(second)
        page.bring_to_front()
        ours_kept = _kept(page, ["view"])
        slow.bring_to_front()
        return FilterChange(ours, rebuilt, ours_kept, _kept(slow, _FIRST))
