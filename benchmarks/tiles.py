"""Tiles: a million made events drawn on the server, beside one folium marker for each event."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import folium
import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.maps.legend import HEAT
from sahel_map.settings import data_dir
from sahel_map.tiles.draw import heat_scale, heat_tile, points_tile
from sahel_map.tiles.grid import BITS, Chosen, Grid, places_of
from sahel_map.tiles.nearest import nearest

__all__ = ["EVENTS", "PLAIN", "ZOOMS", "Drawn", "Tiles", "made", "measure"]

EVENTS: Final = 1_000_000
ZOOMS: Final = (4, 5, 6, 7, 8, 9)
"""At zoom 4 nearly all of Mali lies in one tile."""

PLAIN: Final = (1_000, 10_000)
"""Events drawn the plain way; more of them say nothing more."""

_DAYS: Final = 14 * 365
_SPREADS: Final = {0.0: 0.3, 0.02: 0.25, 0.12: 0.25, 0.45: 0.2}
"""Degrees from a town, and the share of events that lie about so far from it."""


@dataclass(frozen=True)
class Drawn:
    """Seconds to draw something, the bytes it is sent as, and the events in it."""

    seconds: Sequence[float]
    size: int
    events: int


@dataclass(frozen=True)
class Tiles:
    """What was measured; ``points`` and ``heat`` by zoom, ``plain`` by number of events."""

    build: Sequence[float]
    subset: Sequence[float]
    scale: Sequence[float]
    click: Sequence[float]
    memory: int
    points: Mapping[int, Drawn]
    heat: Mapping[int, Drawn]
    plain: Mapping[int, Drawn]


def made(events: int = EVENTS, seed: int = 3) -> pd.DataFrame:
    """Return made events around the towns of Mali: few towns have most, some lie far from any."""
    random = np.random.default_rng(seed)
    places = pd.read_csv(data_dir() / "places.csv").dropna(subset=["lat", "lon"])
    towns = places[(places["country"] == "MLI") & (places["kind"] == "settlement")]
    weights = random.pareto(1.1, len(towns)) + 0.05
    town = random.choice(len(towns), events, p=weights / weights.sum())
    spread = random.choice(list(_SPREADS), events, p=list(_SPREADS.values()))
    lat, lon = (
        towns[name].to_numpy()[town] + random.normal(0, 1, events) * spread
        for name in ("lat", "lon")
    )
    # Each town has a kind of its own beside the others.
    own = random.integers(0, len(v.CATEGORIES), len(towns))[town]
    kind = np.where(random.random(events) < 0.4, own,  # noqa: PLR2004
                    random.integers(0, len(v.CATEGORIES), events))  # fmt: skip
    days = random.integers(0, _DAYS, events)
    return pd.DataFrame(
        {
            "lat": lat,
            "lon": lon,
            "category": np.array(list(v.CATEGORIES))[kind],
            "date_start": pd.Timestamp("2012-01-01") + pd.to_timedelta(days, unit="D"),
        }
    )


def _times(work: Callable[[], object], runs: int) -> list[float]:
    work()  # what is made once, such as the stamps of dots
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def _fullest(chosen: Chosen, zoom: int) -> tuple[int, int, int]:
    """Return column, row and number of events of the tile that has the most."""
    columns, rows = (place >> (BITS - zoom) for place in places_of(chosen.keys))
    counts = np.bincount(rows * 2**zoom + columns)
    row, column = divmod(int(counts.argmax()), 2**zoom)
    return column, row, int(counts.max())


def _plain(events: pd.DataFrame) -> str:
    page = folium.Map(location=(17, -4), zoom_start=6)
    for event in events.itertuples():
        colour = v.CATEGORIES[str(event.category)].colour
        folium.CircleMarker((event.lat, event.lon), 4, color=colour, fill=True).add_to(page)
    html: str = page.get_root().render()
    return html


def _measure_plain(events: pd.DataFrame, number: int, runs: int) -> Drawn:
    some = events.head(number)
    return Drawn(_times(lambda: _plain(some), runs), len(_plain(some).encode()), number)


def measure(runs: int) -> Tiles:
    """Draw the fullest tile of each zoom and answer a click in the town that has the most."""
    events = made()
    grid = Grid.of(events)
    chosen = grid.every
    mask = np.random.default_rng(1).random(len(events)) < 0.5  # noqa: PLR2004
    points, heat = {}, {}
    for zoom in ZOOMS:
        x, y, number = _fullest(chosen, zoom)
        peak = heat_scale(chosen, zoom)

        def dots(zoom: int = zoom, x: int = x, y: int = y) -> bytes:
            return points_tile(chosen, zoom, x, y)

        def surface(zoom: int = zoom, x: int = x, y: int = y, peak: int = peak) -> bytes:
            return heat_tile(chosen, zoom, x, y, ramp=HEAT, peak=peak)

        points[zoom] = Drawn(_times(dots, runs), len(dots()), number)
        heat[zoom] = Drawn(_times(surface, runs), len(surface()), number)
    town = events.groupby(["lat", "lon"]).size().idxmax()
    return Tiles(
        build=_times(lambda: Grid.of(events), runs),
        subset=_times(lambda: grid.subset(mask), runs),
        scale=_times(lambda: heat_scale(chosen, 6), runs),
        click=_times(lambda: nearest(chosen, events, *town, zoom=8), runs),
        memory=chosen.keys.nbytes + chosen.positions.nbytes,
        points=points,
        heat=heat,
        plain={number: _measure_plain(events, number, min(runs, 3)) for number in PLAIN},
    )
