"""First map: from navigation to the first map painted, for a new visitor of a warm server."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium, marks, visit
from benchmarks.servers import BARE, OURS, Server, serving

__all__ = ["FirstMap", "measure"]

_STEPS: Final = """() => {
  const frame = document.querySelector('iframe[src*="streamlit_folium"]');
  const inside = frame.contentWindow.performance;
  const ends = (performance, part) => performance.getEntriesByType("resource")
    .filter((r) => r.name.includes(part)).map((r) => performance.timeOrigin + r.responseEnd);
  const last = (times) => times.length ? Math.max(...times) : null;
  return {
    navigation: performance.timeOrigin,
    boot: last(ends(performance, "/static/js/index.")),
    frame: inside.timeOrigin,
    scripts: last([...ends(inside, "leaflet.js"), ...ends(inside, "map.js")]),
    layers: last(ends(inside, ".geojson")),
  };
}"""
"""Moments on the way to the map, from the browser's own record of what it loaded."""


@dataclass(frozen=True)
class FirstMap:
    """Milliseconds from navigation, one entry a run.

    Attributes:
        ours: Until the base map and the events are painted.
        base: Until the base map is painted.
        events: Until the events are painted.
        bare: Until the empty map of the bare page is painted.
        ours_start: Start of our server until it answers.
        bare_start: The same for the bare page's server.
        steps: Medians of the moments on the way, ours and bare.
    """

    ours: Sequence[float]
    base: Sequence[float]
    events: Sequence[float]
    bare: Sequence[float]
    ours_start: Sequence[float]
    bare_start: Sequence[float]
    steps: dict[str, tuple[float | None, float | None]]


def _steps(page: Page) -> dict[str, float | None]:
    times: dict[str, float | None] = page.evaluate(_STEPS)
    zero = times.pop("navigation") or 0.0
    return {name: None if at is None else at - zero for name, at in times.items()}


def _visit(browser: Browser, server: Server, *wanted: str) -> dict[str, float | None]:
    with visit(browser, server.map_url) as page:
        zero = page.evaluate("() => performance.timeOrigin")
        seen = marks(page, *wanted)
        return {**_steps(page), **{name: seen[name] - zero for name in wanted}}


def _starts(runs: int) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    for _ in range(runs):
        with serving(OURS) as server:
            ours.append(server.start_seconds * 1000)
        with serving(BARE) as server:
            bare.append(server.start_seconds * 1000)
    return ours, bare


def _middle(visits: Sequence[dict[str, float | None]], name: str) -> float | None:
    values = [value for seen in visits if (value := seen.get(name)) is not None]
    return median(values) if values else None


def _column(visits: Sequence[dict[str, float | None]], name: str) -> list[float]:
    return [value for seen in visits if (value := seen[name]) is not None]


def measure(runs: int) -> FirstMap:
    """Visit both servers in turn, each time as somebody who has never been there."""
    ours, bare = [], []
    with serving(OURS) as app, serving(BARE) as empty, chromium() as browser:
        for run in range(runs + 1):
            one = _visit(browser, app, "ready", "view")
            other = _visit(browser, empty, "pane")
            if run:  # the first visit warms the servers up
                ours.append(one)
                bare.append(other)
    ours_start, bare_start = _starts(runs)
    base, events = _column(ours, "ready"), _column(ours, "view")
    return FirstMap(
        ours=[max(both) for both in zip(base, events, strict=True)],
        base=base,
        events=events,
        bare=_column(bare, "pane"),
        ours_start=ours_start,
        bare_start=bare_start,
        steps={
            name: (_middle(ours, name), _middle(bare, name))
            for name in ("boot", "frame", "scripts", "layers")
        },
    )
