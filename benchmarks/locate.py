"""The join: a million events at 20,000 places, and 20,000 rows of events read from a folder."""

import csv
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np

from sahel_map.locate import locate
from sahel_map.settings import STORAGE_CRS, data_dir
from sahel_map.store import Dataset, load

__all__ = ["EVENTS", "PLACES", "ROWS", "Joins", "made", "measure"]

EVENTS: Final = 1_000_000
PLACES: Final = 20_000
ROWS: Final = 20_000
_COUNTRIES: Final = ("MLI", "BFA", "NER")
_LOST: Final = 0.02
"""Share of places that are moved by some 50 km, so that some lie beyond their border."""


@dataclass(frozen=True)
class Joins:
    """Seconds for both joins of the same events, and for reading a folder.

    Attributes:
        ours: ``locate``: stated country, nearest unit, stated region and flags included.
        plain: One ``geopandas.sjoin``: the polygons that each point lies in.
        table: ``locate`` where texts are categories and points are columns.
        folder: ``store.load`` of a folder with ``ROWS`` events.
        outside: Share of events whose point lies in no unit of its country.
    """

    ours: Sequence[float]
    plain: Sequence[float]
    table: Sequence[float]
    folder: Sequence[float]
    outside: float


def made(
    data: Dataset, events: int = EVENTS, places: int = PLACES, seed: int = 6
) -> gpd.GeoDataFrame:
    """Return made events at random places inside the units of three countries.

    Each place states the region in which it lies; events are dealt out to places at random.
    """
    random = np.random.default_rng(seed)
    units = data.admin1[data.admin1["country"].isin(_COUNTRIES)]
    inside = units.sample_points(-(-places // len(units)), rng=random).explode().iloc[:places]
    lon, lat = inside.x.to_numpy(), inside.y.to_numpy()
    lost = random.random(len(inside)) < _LOST
    lon, lat = (axis + lost * random.normal(0, 0.5, len(inside)) for axis in (lon, lat))
    at = random.integers(0, len(inside), events)
    own = units.loc[inside.index[at]]
    table = own[["country", "name"]].rename(columns={"name": "admin1_stated"})
    table = table.assign(lon=lon[at], lat=lat[at]).set_axis(range(events))
    points = gpd.points_from_xy(table["lon"], table["lat"], crs=STORAGE_CRS)
    return gpd.GeoDataFrame(table, geometry=points)


def _write_folder(folder: Path, rows: int) -> None:
    """Write the bundled events again and again under new names, with their sources and places."""
    names = ("events.csv", "sources.csv", "places.csv")
    for name in names:
        shutil.copyfile(data_dir() / name, folder / name)
    shutil.copytree(data_dir() / "geo", folder / "geo")
    with (folder / names[0]).open(encoding="utf-8", newline="") as handle:
        bundled = list(csv.DictReader(handle))
    with (folder / names[0]).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(bundled[0]))
        writer.writeheader()
        for number in range(rows):
            again, which = divmod(number, len(bundled))
            row = bundled[which]
            writer.writerow(row | {"event_id": f"{row['event_id']}.{again}"})


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(runs: int) -> Joins:
    """Join the same events both ways, and read a folder, in turn."""
    data = load(data_dir())
    events, units = made(data), data.admin1
    found = locate(events, units)["admin1_method"]
    texts = dict.fromkeys(["country", "admin1_stated"], "category")
    table = events.drop(columns="geometry").astype(texts)
    bare = events[["geometry"]]
    seconds: list[list[float]] = [[], [], [], []]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_folder(folder, ROWS)
        works: list[Callable[[], object]] = [
            lambda: locate(events, units),
            lambda: gpd.sjoin(bare, units[["geometry"]], predicate="intersects"),
            lambda: locate(table, units),
            lambda: load(folder),
        ]
        for _ in range(runs):
            for taken, work in zip(seconds, works, strict=True):
                taken.append(_seconds(work))
    return Joins(*seconds, outside=float((found != "within").mean()))
