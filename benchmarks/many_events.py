"""A million events in the browser: the first map, a filter change, and what travels.

Beside them a map with a folium marker for each of some events, as most dashboards draw them.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks import sessions
from benchmarks.browser import chromium, marks, now, settle, visit
from benchmarks.made_acled import write_made_acled
from benchmarks.servers import OURS, serving
from benchmarks.wire import counting
from sahel_map.importers.reading import Wish
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.settings import ROOT

__all__ = ["EVENTS", "PLAIN", "READERS", "ManyEvents", "measure"]

EVENTS: Final = 1_000_000
PLAIN: Final = (1_000, 10_000)
"""Markers drawn one by one; more of them say nothing more."""

READERS: Final = 25
"""Sessions that arrive together at the million."""

_PLAIN_APP: Final = ROOT / "benchmarks" / "plain_many_app.py"
_TODAY: Final = dt.date(2026, 11, 1)
_CHANGES: Final = 5
"""Changes for each run that is asked for, so that a 95th percentile says something."""

_FIRST_DAY: Final = dt.date(2000, 1, 3)
_BETWEEN: Final = dt.timedelta(days=101)


@dataclass(frozen=True)
class ManyEvents:
    """What a million events take; milliseconds and bytes.

    Attributes:
        first: From navigation to base map and tiles painted, a million events.
        few: The same with the bundled events, drawn one by one.
        plain: The same with markers of folium, by their number.
        changes: From the choice of another first day to the tiles painted.
        wire: What a change carries over the wire, tiles included.
        load: What so many readers as ``READERS`` met at one server.
    """

    first: Sequence[float]
    few: Sequence[float]
    plain: Mapping[int, Sequence[float]]
    changes: Sequence[float]
    wire: Sequence[int]
    load: sessions.Load


@contextmanager
def _million() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        rows, folder = Path(scratch) / "made.csv", Path(scratch) / "made"
        write_made_acled(rows, EVENTS)
        import_file(rows, folder, Wish(Terms(today=_TODAY), format_code="acled"))
        rows.unlink()
        yield folder


def _first(browser: Browser, url: str, *wanted: str) -> float:
    with visit(browser, url) as page:
        zero = float(page.evaluate("() => performance.timeOrigin"))
        seen = marks(page, *wanted)
        return max(seen[name] for name in wanted) - zero


def _first_maps(browser: Browser, folder: Path, runs: int) -> tuple[list[float], list[float]]:
    first, few = [], []
    with serving(OURS, SAHEL_MAP_DATA=str(folder)) as many, serving(OURS) as other:
        for run in range(runs + 1):
            one = _first(browser, many.map_url, "ready", "view", "tiles")
            two = _first(browser, other.map_url, "ready", "view")
            if run:  # the first visit warms the servers up
                first.append(one)
                few.append(two)
    return first, few


def _plain_maps(browser: Browser, runs: int) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for number in PLAIN:
        with serving(_PLAIN_APP, SAHEL_MAP_EVENTS=str(number), PYTHONPATH=str(ROOT)) as server:
            taken = [_first(browser, server.map_url, "markers") for _ in range(runs + 1)]
        found[number] = taken[1:]
    return found


def _change(page: Page, turn: int) -> float:
    """Let the events begin on another day, so that no browser has its tiles yet."""
    page.locator(".st-key-from [role=spinbutton]").first.click()
    page.keyboard.type(f"{_FIRST_DAY + turn * _BETWEEN:%Y%m%d}")
    before = now(page)
    page.keyboard.press("Escape")  # closes the calendar: only then the day is chosen
    chosen = marks(page, "input", after=before)["input"]
    painted = marks(page, "tiles", after=chosen)["tiles"]
    settle(page)
    return painted - chosen


def _filter_changes(browser: Browser, folder: Path, runs: int) -> tuple[list[float], list[int]]:
    changes, wire = [], []
    with (
        serving(OURS, SAHEL_MAP_DATA=str(folder)) as server,
        counting(server.port) as proxy,
        visit(browser, proxy.url + server.map_page) as page,
    ):
        marks(page, "ready", "view", "tiles")
        settle(page)
        for turn in range(_CHANGES * (runs + 1)):
            through = proxy.bytes
            taken = _change(page, turn)
            if turn >= _CHANGES:  # the first round warms up
                changes.append(taken)
                wire.append(proxy.bytes - through)
    return changes, wire


def measure(runs: int) -> ManyEvents:
    """Make a million events, import them, and use them in the browser and without one."""
    with _million() as folder:
        with chromium() as browser:
            first, few = _first_maps(browser, folder, runs)
            changes, wire = _filter_changes(browser, folder, runs)
            plain = _plain_maps(browser, min(runs, 3))
        load = sessions.measure(READERS, folder)
    return ManyEvents(first, few, plain, changes, wire, load)
