"""Expansion: every measure by month over 100,000 made events, and against the plain way."""

import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from benchmarks.steps import Steps, measure_steps
from sahel_map.measures.expansion import Expansion, Terms, expansion
from sahel_map.measures.slices import calendar_slices
from sahel_map.settings import ROOT, STORAGE_CRS, data_dir
from sahel_map.store import Dataset, load

sys.path.insert(0, str(ROOT / "tests"))

__all__ = ["Measures", "made", "measure_all", "measure_play"]

EVENTS: Final = 100_000
_FIRST: Final = dt.date(2018, 1, 1)
_DAYS: Final = 8 * 365
_SOURCES: Final = 400
_MOST_PLAIN: Final = 1
"""Runs of the plain way, which takes its time."""


@dataclass(frozen=True)
class Measures:
    """Seconds for every measure of every month; ``plain`` counts anew for each source left out."""

    ours: Sequence[float]
    plain: Sequence[float]
    slices: int
    events: int


def made(data: Dataset, events: int = EVENTS, seed: int = 5) -> Dataset:
    """Return a dataset with as many made events over eight years, joined to the real regions.

    A made event takes a random bundled event's codes, a random day, one or two of 400 sources and
    a place within some 100 km of that event.
    """
    random = np.random.default_rng(seed)
    bundled = data.events[data.events["lat"].notna() & (data.events["country"] == "MLI")]
    table = bundled.iloc[random.integers(0, len(bundled), events)].reset_index(drop=True)
    days = pd.to_datetime(_FIRST) + pd.to_timedelta(random.integers(0, _DAYS, events), unit="D")
    longer = np.where(random.random(events) < 0.1, random.integers(1, 30, events), 0)  # noqa: PLR2004
    sources = np.array([f"source-{number}" for number in range(_SOURCES)])
    one, two = (sources[random.integers(0, _SOURCES, events)] for _ in range(2))
    table["source_ids"] = np.where(random.random(events) < 0.5, one, one + ";" + two)  # noqa: PLR2004
    table["date_start"] = days
    table["date_end"] = days + pd.to_timedelta(longer, unit="D")
    table["event_id"] = [f"made-{number}" for number in range(events)]
    table["lat"] += random.normal(0, 0.5, events)
    table["lon"] += random.normal(0, 0.5, events)
    points = gpd.points_from_xy(table["lon"], table["lat"], crs=STORAGE_CRS)
    frame = gpd.GeoDataFrame(table, geometry=points).set_index("event_id", drop=False)
    about = pd.DataFrame(
        {
            "publisher": [f"Publisher {number % 40}" for number in range(_SOURCES)],
            "origin": "",
            "published": "",
        },
        index=pd.Index(sources),
    )
    return replace(data, events=frame.rename_axis(index=None), sources=about)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure_all(runs: int) -> Measures:
    """Take every measure of every month, fast and by counting anew for each choice, in turn."""
    from plain_expansion import plain_bands  # noqa: PLC0415  (a module of the tests)

    data = made(load(data_dir()))
    slices = calendar_slices("month", _FIRST, _FIRST + dt.timedelta(days=_DAYS - 1))
    terms = Terms(group="all", areas="hex4")

    def fast() -> Expansion:
        return expansion(data, slices, terms)

    fast()  # imports and projections are made once
    ours, plain = [], []
    for run in range(runs):
        ours.append(_seconds(fast))
        if run < _MOST_PLAIN:
            plain.append(_seconds(lambda: plain_bands(data, slices, terms)))
    return Measures(ours, plain, len(slices), len(data.events))


def measure_play(runs: int) -> Steps:
    """Go from quarter to quarter on the map, and open the same quarters by their links."""
    turns = [divmod(turn + 2, 4) for turn in range(runs)]
    links = [f"expansion?by=quarter&slice={2023 + year}-Q{part + 1}" for year, part in turns]
    return measure_steps("expansion?by=quarter&slice=2023-Q1", "Next slice", links)
