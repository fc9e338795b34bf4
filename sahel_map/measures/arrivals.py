"""When an area was first reached: regions, districts and hexagons, with the events that made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import h3
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from sahel_map.measures.attacks import Attacks
from sahel_map.measures.slices import OUTSIDE, Slice, intervals_in

__all__ = ["AREA_COLUMNS", "FirstDays", "areas_of", "arrivals", "first_days", "hexagon"]

Array = npt.NDArray[Any]

AREA_COLUMNS: Final = {"region": "admin1_id", "district": "admin2_id"}
"""Kind of area to the column of located events that names it."""

_HEXAGONS: Final = {"hex3": 3, "hex4": 4}


def areas_of(attacks: Attacks, kind: str) -> pd.Series:
    """Return the area that each attack lies in; empty where it lies in no single known one.

    Args:
        attacks: The attacks.
        kind: One of ``vocabulary.AREAS``. Hexagons are cells of H3 (Uber, https://h3geo.org) and
            take only attacks that are placed; a cell of resolution 3 is wide enough that most
            attacks placed within 25 km lie in it or in a neighbour.
    """
    if kind in AREA_COLUMNS:
        column = AREA_COLUMNS[kind]
        if column not in attacks.frame:
            return pd.Series("", index=attacks.frame.index)
        return attacks.frame[column].fillna("")
    cells = np.full(len(attacks), "", dtype=object)
    points = np.column_stack([attacks.frame["lat"], attacks.frame["lon"]])[attacks.placed]
    places, which = np.unique(points.astype(float), axis=0, return_inverse=True)
    names = [h3.latlng_to_cell(lat, lon, _HEXAGONS[kind]) for lat, lon in places]
    if names:
        cells[attacks.placed] = np.array(names, dtype=object)[which.ravel()]
    return pd.Series(cells, index=attacks.frame.index)


def hexagon(cell: str) -> shapely.Polygon:
    """Return the outline of an H3 cell, degrees."""
    return shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)])


@dataclass(frozen=True, eq=False)
class FirstDays:
    """Between which days each area was first reached, as far as the dates say.

    Attributes:
        areas: Identifiers of the areas.
        code: The area of each attack, as a number into ``areas``, or -1.
        earliest: The earliest day on which any of an area's attacks can have happened.
        latest: The earliest day by which one of them certainly had.
    """

    areas: Array
    code: Array
    earliest: Array
    latest: Array


def _lowest(values: Array, codes: Array, size: int) -> Array:
    lowest = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(lowest, codes, values)
    return lowest


def first_days(attacks: Attacks, areas: pd.Series) -> FirstDays:
    """Return when each area was first reached; an attack without an area says nothing."""
    code, names = pd.factorize(areas.where(areas != ""), sort=True)
    use = code >= 0
    ends = [
        _lowest(days[use].astype(np.int64), code[use], len(names)).astype("datetime64[D]")
        for days in (attacks.start, attacks.end)
    ]
    return FirstDays(np.asarray(names, dtype=object), code, *ends)


def arrivals(attacks: Attacks, areas: pd.Series, slices: Sequence[Slice]) -> pd.DataFrame:
    """Return the areas in the order in which they were first reached.

    Args:
        attacks: The attacks, also those before the first slice.
        areas: What ``areas_of`` gives.
        slices: The slices.

    Returns:
        A row an area: ``area_id``, ``earliest`` and ``latest`` (days between which it was first
        reached), ``at`` (number of the slice, ``OUTSIDE`` or ``LOOSE``), ``before`` (whether it
        was reached before the first slice) and ``event_ids`` (the events any of which may have
        been the first, as a tuple).
    """
    found = first_days(attacks, areas)
    use = np.flatnonzero(found.code >= 0)
    may = use[attacks.start[use] <= found.latest[found.code[use]]]
    ids = attacks.frame.index.to_numpy()
    makers: list[list[str]] = [[] for _ in found.areas]
    for row in may:
        makers[found.code[row]].append(str(ids[row]))
    at = intervals_in(found.earliest, found.latest, slices)
    first = np.datetime64(slices[0].first) if slices else np.datetime64("NaT")
    table = pd.DataFrame(
        {
            "area_id": found.areas,
            "earliest": found.earliest.astype("datetime64[s]"),
            "latest": found.latest.astype("datetime64[s]"),
            "at": at,
            "before": (at == OUTSIDE) & (found.latest < first),
            "event_ids": [tuple(names) for names in makers],
        }
    )
    return table.sort_values(["latest", "earliest", "area_id"], ignore_index=True)
