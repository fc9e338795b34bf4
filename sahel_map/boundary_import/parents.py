"""To which unit of the level above each unit belongs."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sahel_map.boundary_import.names import names_of, place_key
from sahel_map.boundary_import.remarks import Remark, counted

__all__ = ["Parents", "find_parents"]


@dataclass(frozen=True)
class Parents:
    """The unit above each unit, in their order, "" without one, and what is said of it."""

    ids: tuple[str, ...]
    remarks: tuple[Remark, ...]


def _by_area(shapes: gpd.GeoSeries, above: gpd.GeoDataFrame) -> tuple[list[str], set[int]]:
    """Return the unit above that covers most of each shape, else the nearest; and where that."""
    areas, uppers = shapes.to_numpy(), above.geometry.to_numpy()
    tree = shapely.STRtree(uppers)
    lower, upper = tree.query(areas, predicate="intersects")
    # Within a country, degrees distort all candidates of one unit alike.
    sizes = shapely.area(shapely.intersection(areas[lower], uppers[upper]))
    table = pd.DataFrame({"lower": lower, "upper": upper, "size": sizes})
    table = table[table["size"] > 0].sort_values("size", ascending=False, kind="stable")
    best = table.drop_duplicates("lower").set_index("lower")["upper"]
    outside = np.setdiff1d(np.arange(len(areas)), best.index)
    nearest = tree.nearest(areas[outside]) if len(outside) else []
    found = dict(best.items()) | dict(zip(outside, nearest, strict=True))
    ids = [str(above.index[found[place]]) for place in range(len(areas))]
    return ids, {int(place) for place in outside}


def _stated(values: Sequence[str], ids: set[str], names: dict[str, set[str]]) -> str:
    """Return the unit above that a file states by code or name, "" when it is not known."""
    for value in values:
        if value in ids:
            return value
        meant = names.get(place_key(value), set()) if value else set()
        if len(meant) == 1:
            return next(iter(meant))
    return ""


def find_parents(
    units: gpd.GeoDataFrame, above: gpd.GeoDataFrame, stated: Sequence[Sequence[str]]
) -> Parents:
    """Return the unit above each unit: the stated one where it is known, else by largest overlap.

    Args:
        units: Areas in degrees, with ``name``.
        above: The units of the level above of the same country, indexed by their ids, with
            ``name`` and ``alt_names``.
        stated: What the file says of the unit above, for each unit, the surest first.
    """
    if above.empty:
        return Parents(("",) * len(units), (Remark("no_parents"),))
    names: dict[str, set[str]] = {}
    for unit_id, own in zip(above.index, names_of(above), strict=True):
        for name in own:
            names.setdefault(place_key(name), set()).add(str(unit_id))
    known = set(above.index)
    said = [_stated(values, known, names) for values in stated]
    overlaps, outside = _by_area(units.geometry, above)
    ids = [first or second for first, second in zip(said, overlaps, strict=True)]
    pairs = zip(units["name"], said, overlaps, strict=True)
    differing = [
        str(name)
        for place, (name, first, second) in enumerate(pairs)
        if first not in {"", second} and place not in outside
    ]
    nearest = sum(said[place] == "" for place in outside)
    remarks = counted("parent_by_area", said.count("") - nearest)
    remarks += counted("parent_nearest", nearest)
    return Parents(tuple(ids), (*remarks, *counted("parent_differs", len(differing), differing)))
