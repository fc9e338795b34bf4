"""Imported events as a dataset: the events of a folder beside the tables around them.

Roads, spells, published numbers and gazetteer are ours whatever events are loaded; claims and
contradictions speak of our own events and are left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from sahel_map import __version__
from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.geoparquet import EventsFile
from sahel_map.locate import locate, locate_levels
from sahel_map.locate.places import distinct
from sahel_map.rules import split_list
from sahel_map.settings import ROOT, STORAGE_CRS, geo_dir
from sahel_map.store.dataset import Dataset
from sahel_map.store.load import load

__all__ = ["SPOT", "located_rows", "located_spots", "open_dataset", "with_events",
           "without_events"]  # fmt: skip

_WHOLE: Final = {pa.int64(): pd.Int64Dtype()}

SPOT: Final = ("lat", "lon", "geo_precision", "country", "admin1_stated", "admin2_stated")
"""What decides where an event lies, and to which units it is joined."""

_CODED: Final = (
    "date_precision", "place", "place_id", "admin1_stated", "admin2_stated", "country",
    "geo_precision", "event_type", "coded_as", "actor", "target", "actor_groups", "corridor_id",
    "fatalities_measure", "confidence", "source_names", "flags",
)  # fmt: skip
"""Texts with few distinct values: kept as codes, so that a million rows stay small."""

_WRITTEN: Final = {
    "actor": ("",),
    "target": ("",),
    "conflicts": ("",),
    "date_precision": tuple(v.DATE_PRECISION),
}
"""Column to values that a narrower basis writes into it: a code must stand ready for each."""


def _column(file: pq.ParquetFile, name: str, order: npt.NDArray[np.intp] | None) -> pa.Array:
    """Return a column in one piece: in pieces, each step that follows is many times slower."""
    column = file.read(columns=[name]).column(0)
    if pa.types.is_string(column.type):
        # Beyond 2 GiB of text the offsets need 64 bits.
        column = column.cast(pa.large_string())
    elif pa.types.is_date(column.type):
        column = column.cast(pa.timestamp("s"))
    whole = column.unify_dictionaries().combine_chunks()
    return whole if order is None else whole.take(pa.array(order))


def _order(file: pq.ParquetFile) -> npt.NDArray[np.intp] | None:
    """Return the places of the events in date order, None where they stand in it."""
    names = ("date_start", "date_end", "event_id")
    keys = pa.table({name: _column(file, name, None) for name in names})
    order = pc.sort_indices(keys, [(name, "ascending") for name in names]).to_numpy()
    return None if (np.diff(order.astype(np.int64)) > 0).all() else order.astype(np.intp)


def _read(path: Path | BytesIO) -> pd.DataFrame:
    """Read events in date order, a column at a time: more at once would take twice the memory."""
    with pq.ParquetFile(path, read_dictionary=list(_CODED)) as file:
        names = [name for name in file.schema_arrow.names if name not in {"geometry", "stamp"}]
        order = _order(file)
        table = pa.table({name: _column(file, name, order) for name in names})
    events: pd.DataFrame = table.to_pandas(
        types_mapper=_WHOLE.get, self_destruct=True, split_blocks=True
    )
    del table
    pa.default_memory_pool().release_unused()
    return events


def _remade(codes: pd.Series, make: Callable[[str], Any]) -> pd.Categorical:
    """Return a categorical with each category made into something else; equals become one."""
    made = [make(str(category)) for category in codes.cat.categories]
    distinct = list(dict.fromkeys(made))
    number = {value: place for place, value in enumerate(distinct)}
    table = np.array([number[value] for value in made] or [0], dtype=np.int64)
    categories = pd.Index(distinct, tupleize_cols=False, dtype=object)
    return pd.Categorical.from_codes(table[codes.cat.codes.to_numpy()], categories)


def _constant(value: object, size: int) -> pd.Categorical:
    categories = pd.Index([value], tupleize_cols=False, dtype=object)
    return pd.Categorical.from_codes(np.zeros(size, dtype=np.int8), categories)


def _source_id(name: str) -> str:
    kept = "".join(sign if sign.isalnum() else "-" for sign in fold(name))
    plain = "-".join(part for part in kept.split("-") if part)
    return v.NAMED + (plain or "unnamed")


def _source_ids(names: str) -> str:
    return ";".join(dict.fromkeys(_source_id(name) for name in split_list(names)))


def _sources(names: Iterable[str], about: Mapping[str, Any]) -> pd.DataFrame:
    """Return the sources that imported events name: what is known of them is their name."""
    found: dict[str, str] = {}
    for listed in sorted(names):
        for name in split_list(str(listed)):
            found.setdefault(_source_id(name), name)
    table = pd.DataFrame({"source_id": list(found), "title": list(found.values())}, dtype="str")
    table["publisher"] = table["title"]
    for column in ("author", "published", "url", "note"):
        table[column] = ""
    licences = {"ucdp": "cc-by-4.0"}
    table = table.assign(
        kind="dataset",
        language="und",
        origin=v.FORMATS[about["format"]].label if about["format"] in v.RELAYS else "",
        licence=licences.get(about["format"], "unknown"),
    )
    return table.set_index("source_id", drop=False).rename_axis(index=None)


def _points(events: pd.DataFrame) -> gpd.GeoSeries:
    """Return the points of events, one object for all that lie at the same place."""
    lon, lat = (events[name].to_numpy(float) for name in ("lon", "lat"))
    rows = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    points = np.full(len(events), None, dtype=object)
    if len(rows):
        numbers, first = distinct(lon[rows], lat[rows])
        places = shapely.points(lon[rows][first], lat[rows][first])
        points[rows] = np.asarray(places, dtype=object)[numbers]
    return gpd.GeoSeries(points, index=events.index, crs=STORAGE_CRS)


def _events(path: Path | BytesIO, base: Dataset) -> gpd.GeoDataFrame:
    """Return imported events with the columns of ``Dataset.events``, located."""
    events = _read(path)
    size = len(events)
    drawn = [code for code, term in v.GEO_PRECISION.items() if term.radius_km]
    placed = events["geo_precision"].isin(drawn).to_numpy()
    for column in ("lat", "lon"):
        events[column] = events[column].where(placed)
    kinds = {code: kind.category for code, kind in v.EVENT_TYPES.items()}
    events = events.assign(
        category=_remade(events["event_type"], lambda code: kinds.get(code, "other")),
        actor_groups=_remade(events["actor_groups"], lambda codes: tuple(split_list(codes))),
        source_ids=_remade(events["source_names"], _source_ids),
        corridor_id=_remade(events["corridor_id"], lambda codes: tuple(split_list(codes))),
        conflicts=_constant("", size),
        last_checked=pd.Series(pd.NaT, index=events.index, dtype="datetime64[s]"),
        withheld=False,
    )
    for column, values in _WRITTEN.items():
        codes = events[column].cat
        events[column] = codes.add_categories(
            [one for one in values if one not in codes.categories]
        )
    events = events.set_index("event_id", drop=False).rename_axis(index=None)
    return located_spots(events, base)


def located_spots(spots: pd.DataFrame, base: Dataset) -> gpd.GeoDataFrame:
    """Return spots, or the events at them, joined to the units of each level.

    Args:
        spots: The columns of ``SPOT``, those of the point missing where it is not drawn.
        base: The layers that they are joined to.
    """
    frame = gpd.GeoDataFrame(spots, geometry=_points(spots))
    return locate_levels(locate(frame, base.admin1), base.finer)


def with_events(folder: Path, base: Dataset) -> Dataset:
    """Return the imported events of a folder beside the tables of another dataset.

    Args:
        folder: A folder that an import has written.
        base: The tables around the events, with the layers that these are joined to.

    Raises:
        DataError: The folder holds no imported dataset.
    """
    about, path = DatasetFolder(folder).opened()
    events = _events(path, base)
    names = events["source_names"].cat.categories
    return replace(without_events(about, names, base), events=events)


def without_events(about: Mapping[str, Any], names: Iterable[str], base: Dataset) -> Dataset:
    """Return what stands around imported events; the events are still those of the other dataset.

    Args:
        about: What dataset.json says of them.
        names: The sources that they name, ``;`` lists, each once.
        base: The tables around the events.
    """
    sources = _sources(names, about)
    digest = Path(about["events"]).stem.rpartition("-")[2]
    return replace(
        base,
        sources=pd.concat([base.sources, sources[~sources.index.isin(base.sources.index)]]),
        claims=base.claims.iloc[:0],
        contradictions=base.contradictions.iloc[:0],
        positions=base.positions.iloc[:0],
        faults=(),
        rejected=base.rejected.iloc[:0],
        version=f"{__version__}+{digest}{base.geo_version[:4]}",
        full=about.get("coverage") == "full",
        about=about,
        veil=replace(base.veil, around=True) if base.veil else None,
    )


def located_rows(rows: pa.Table, base: Dataset) -> gpd.GeoDataFrame:
    """Return some imported events as ``with_events`` would, in date order.

    Args:
        rows: Events of ``importers.canonical.SCHEMA``.
        base: The layers that they are joined to.
    """
    file = BytesIO()
    with EventsFile(file) as written:
        written.write(rows)
    return _events(file, base)


def open_dataset(folder: Path) -> Dataset:
    """Return the dataset of a folder: its tables, or the events that were imported into it.

    Around imported events stand the bundled tables, and the layers of the folder where it has any.

    Raises:
        DataError: A table is missing, empty or lacks columns.
        BoundaryError: The boundary layer is missing or unusable.
    """
    if not DatasetFolder(folder).about():
        return load(folder)
    return with_events(folder, load(ROOT / "data", geo=geo_dir(folder)))
