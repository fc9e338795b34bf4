"""Points on a grid, and what is not said because it would undo that."""

import hashlib
import math
from dataclasses import replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sahel_map import vocabulary as v
from sahel_map.locate.places import Floats, distinct
from sahel_map.settings import STORAGE_CRS
from sahel_map.store.dataset import Dataset, search_text
from sahel_map.veil.evidence import about_events

__all__ = ["KM_PER_DEGREE", "grade_of", "rounded", "snapped"]

KM_PER_DEGREE: Final = 111.32
"""Length of a degree of longitude at the equator, km."""

_GRADES: Final = tuple(v.GEO_PRECISION)
_UNDRAWN: Final = "region"
"""The grade of a point that no drawn grade is coarse enough for."""

_WORDS: Final = ("target", "summary", "conflicts", "raw_id")
_BELOW_DISTRICTS: Final = ("admin3", "admin3_id", "admin3_stated")


def snapped(lat: Floats, lon: Floats, km: float) -> tuple[Floats, Floats]:
    """Return the centres of the grid cells in which points lie.

    A row of the grid is ``km / 111.32`` degrees of latitude high; within it a cell is ``km /
    (111.32 * cos(latitude of its centre))`` degrees of longitude wide, so that all cells are about
    as large. Rows are counted from the equator, cells from Greenwich.

    Args:
        lat: Latitudes, degrees (EPSG:4326), missing as NaN.
        lon: Longitudes, degrees.
        km: Side of a cell, km.
    """
    step = km / KM_PER_DEGREE
    lat = (np.floor(lat / step) + 0.5) * step
    # Beside a pole a row has no width left; the last row counts as one cell there.
    width = step / np.maximum(np.cos(np.radians(lat)), 1e-9)
    lon = (np.floor(lon / width) + 0.5) * width
    return np.clip(lat, -90, 90), np.clip(lon, -180, 180)


def grade_of(km: float) -> str:
    """Return the finest grade whose radius covers what a grid may move a point by.

    Args:
        km: Side of a cell, km: a point is moved by half of its diagonal at most.
    """
    moved = km / math.sqrt(2)
    drawn = (code for code, term in v.GEO_PRECISION.items() if (term.radius_km or 0) >= moved)
    return next(drawn, _UNDRAWN)


def _written(column: pd.Series, rows: pd.Series, values: Any) -> pd.Series:  # noqa: ANN401
    """Return a column with other values in some rows, categories as such."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.mask(rows, values)
    wanted = pd.unique(values[rows].astype(object)) if isinstance(values, pd.Series) else [values]
    column = column.cat.add_categories([one for one in wanted if one not in column.cat.categories])
    if isinstance(values, pd.Series):
        values = values.astype(object).where(rows).astype(column.dtype)
    return column.mask(rows, values)


def _points(lat: Floats, lon: Floats, index: pd.Index) -> gpd.GeoSeries:
    placed = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon))
    points = np.full(len(index), None, dtype=object)
    if len(placed):
        numbers, first = distinct(lon[placed], lat[placed])
        made = np.asarray(shapely.points(lon[placed][first], lat[placed][first]), dtype=object)
        points[placed] = made[numbers]
    return gpd.GeoSeries(points, index=index, crs=STORAGE_CRS)


def _moved(rows: Any, km: float) -> Any:  # noqa: ANN401  (a frame stays what it is)
    lat, lon = snapped(rows["lat"].to_numpy(float), rows["lon"].to_numpy(float), km)
    return rows.assign(lat=lat, lon=lon)


def _secret_name(event: Any) -> str:  # noqa: ANN401  (a row)
    """Return what an event is called whose id may name its place.

    Its words and its point, which the public does not see, go into it: nobody can try names.
    """
    told = "\x1f".join(
        str(value)
        for value in (event.event_id, event.lat, event.lon, event.title, event.place, event.summary)
    )
    return f"event-{hashlib.sha256(told.encode()).hexdigest()[:16]}"


def _nameless(events: gpd.GeoDataFrame, hidden: pd.Series) -> gpd.GeoDataFrame:
    """Take away the words that tell where an event was, down to its district."""
    kinds = events["event_type"].astype(object).map(lambda code: v.EVENT_TYPES[code].label)
    around = events["admin1"].astype(object)
    if "admin2" in events:
        district = events["admin2"].astype(object)
        around = district.where(district != "", around)
    changed: dict[str, Any] = {
        "title": _written(events["title"], hidden, kinds),
        "place": _written(events["place"], hidden, around),
        "place_id": _written(events["place_id"], hidden, ""),
        "withheld": events["withheld"] | hidden,
    }
    blank = [*_WORDS, *_BELOW_DISTRICTS]
    changed |= {name: _written(events[name], hidden, "") for name in blank if name in events}
    if "admin3_method" in events:
        changed["admin3_method"] = _written(events["admin3_method"], hidden, "imprecise")
    return events.assign(**changed)


def _rounded_events(events: gpd.GeoDataFrame, km: float) -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    """Return events on the grid, and the new names of those whose place is not told."""
    own = events["geo_precision"].astype(object).map(_GRADES.index).astype(int)
    grade = _GRADES.index(grade_of(km))
    hidden = (own == 0) & (grade > 0)
    rounded = _moved(events, km)
    worse = own < grade
    if _GRADES[grade] == _UNDRAWN:
        for name in ("lat", "lon"):
            rounded[name] = rounded[name].mask(worse)
    points = _points(rounded["lat"].to_numpy(float), rounded["lon"].to_numpy(float), rounded.index)
    rounded = rounded.assign(
        geo_precision=_written(rounded["geo_precision"], worse, _GRADES[grade]),
        # How far the true point lies from its unit.
        admin1_distance_km=rounded["admin1_distance_km"].mask(events["lat"].notna(), pd.NA),
    ).set_geometry(points)
    if not hidden.any():
        return rounded, {}
    names = {str(row.event_id): _secret_name(row) for row in events[hidden].itertuples()}
    rounded = _nameless(rounded, hidden)
    rounded["event_id"] = rounded["event_id"].mask(hidden, rounded["event_id"].map(names))
    return rounded.set_index("event_id", drop=False).rename_axis(index=None), names


def _renamed(ids: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(one, one) for one in ids)


def _rounded_claims(claims: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    told = claims["event_ids"].map(lambda ids: not names.keys().isdisjoint(ids)).astype(bool)
    if not told.any():
        return claims
    numbers = pd.Series([f"claim-{n}" for n in range(len(claims))], claims.index)
    claims = claims.assign(
        event_ids=claims["event_ids"].map(lambda ids: _renamed(ids, names)),
        claim_id=claims["claim_id"].mask(told, numbers),
        note=claims["note"].mask(told, ""),
    )
    return claims.set_index("claim_id", drop=False).rename_axis(index=None)


def rounded(data: Dataset, km: float) -> Dataset:
    """Return a dataset with its points on a grid, and without the words that would undo that."""
    events, names = _rounded_events(data.events, km)
    contradictions, positions = about_events(data, {*data.events.index} - names.keys())
    fuel = data.roads.fuel
    told = fuel["event_id"].isin(names)
    words = ("event_id", "label", "place", "summary", "claimant_note")
    places = data.places
    if names:
        left = data.events[~data.events.index.isin(names)]
        gone = {*data.events["place_id"].unique()} - {*left["place_id"].unique()}
        gone -= {*data.roads.blockades["place_id"], *data.roads.agreements["place_id"]}
        places = places[~places.index.isin(gone)]
        renamed = events.index.isin(names.values())
        events["search_text"] = events["search_text"].mask(
            renamed, search_text(events[renamed], places).reindex(events.index)
        )
    return replace(
        data,
        events=events,
        places=places,
        claims=_rounded_claims(data.claims, names),
        contradictions=contradictions,
        positions=positions,
        roads=replace(
            data.roads,
            blockades=_moved(data.roads.blockades, km),
            agreements=_moved(data.roads.agreements, km),
            fuel=fuel.assign(**{name: fuel[name].mask(told, "") for name in words}),
        ),
    )
