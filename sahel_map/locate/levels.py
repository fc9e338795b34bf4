"""The join to districts and communes below admin-1, where a layer of them is there."""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd

from sahel_map.boundaries import fold
from sahel_map.locate.nearest import nearest_units
from sahel_map.locate.places import (
    Numbers,
    Places,
    check_degrees,
    distinct,
    numbered,
    places_of,
    told,
    units_at,
)
from sahel_map.rules import split_list
from sahel_map.settings import JOIN_TOLERANCE_KM

__all__ = ["LEVEL_METHODS", "locate_level", "locate_levels"]

LEVEL_METHODS: Final = ("within", "nearest", "stated", "imprecise", "none")
"""How a unit was found, or why not: the point is too imprecise, or nothing leads to a unit."""

_WITHIN, _NEAREST, _STATED, _IMPRECISE, _NONE = range(len(LEVEL_METHODS))

_PRECISE: Final = ("exact", "town")
"""What is known within a few kilometres; a circle of 25 or 50 km covers several districts."""

_WIDER: Final = {2: ("region", "country"), 3: ("district", "region", "country")}
"""What is known only for an area wider than a unit of the level.

Files that know no more than the region often state the district of its capital all the same.
"""

_KIND: Final = re.compile(
    r"\b(?:region|cercle|province|district|commune)s?\b(?: d'| de l'| (?:de la|des|du|de|of)\b)?"
)

Frame = TypeVar("Frame", bound=pd.DataFrame)


def _bare(name: str) -> str:
    """Return a name without accents, case, hyphens and the words for the kind of unit."""
    plain = fold(name).replace("-", " ")
    bare = " ".join(_KIND.sub(" ", plain).split())
    return bare or " ".join(plain.split())


class _Names:
    """The names of a layer's units, by country."""

    def __init__(self, units: gpd.GeoDataFrame) -> None:
        self._found: dict[tuple[str, str], list[int]] = {}
        self._parents = [str(parent) for parent in units["parent_id"]]
        columns = zip(units["name"], units["alt_names"], units["country"], strict=True)
        for position, (name, others, country) in enumerate(columns):
            for bare in {_bare(one) for one in (name, *split_list(others))} - {""}:
                self._found.setdefault((country, bare), []).append(position)

    def position(self, name: str, country: str, parent: str = "") -> int:
        """Return the unit of a name, of several that of the parent; -1 when that is not one."""
        found = self._found.get((country, _bare(name)), [])
        if len(found) > 1:
            found = [unit for unit in found if self._parents[unit] == parent]
        return found[0] if len(found) == 1 else -1


def _by_name(events: pd.DataFrame, units: gpd.GeoDataFrame, level: int) -> Numbers:
    """Return for each event the position of the unit that its sources state, or -1."""
    if f"admin{level}_stated" not in events:
        return np.full(len(events), -1, dtype=np.intp)
    above = f"admin{level - 1}_id"
    columns = [events[f"admin{level}_stated"], events["country"]]
    columns += [events[above]] if above in events else []
    found = [numbered(column) for column in columns]
    numbers, first = distinct(*(codes for codes, _ in found))
    names = _Names(units)
    keys = zip(*([texts[code] for code in codes[first]] for codes, texts in found), strict=True)
    return np.array([names.position(*key) for key in keys], dtype=np.intp)[numbers]


def _at_border(
    events: pd.DataFrame, places: Places, within: Numbers, units: gpd.GeoDataFrame
) -> Numbers:
    """Return the nearest unit to each place that ``locate`` found just outside its country."""
    near = np.full(len(within), -1, dtype=np.intp)
    if "admin1_method" not in events:
        return near
    outside = np.unique(places.of_event[(events["admin1_method"] == "nearest").to_numpy()])
    outside = outside[outside >= 0]
    outside = outside[within[outside] < 0]
    shapes, country = units.geometry.to_numpy(), units["country"].to_numpy(object)
    drawn = ~(units.geometry.isna() | units.geometry.is_empty).to_numpy()
    for code in set(places.country[outside]):
        own = np.flatnonzero(drawn & (country == code))
        lost = outside[places.country[outside] == code]
        if len(own):
            found, km = nearest_units(places.lon[lost], places.lat[lost], shapes[own])
            near[lost] = np.where(km <= JOIN_TOLERANCE_KM, own[found], -1)
    return near


def locate_level(events: Frame, units: gpd.GeoDataFrame, level: int) -> Frame:
    """Join events to the units of a level below admin-1, inside their stated country.

    Only an event known to its site or town is joined by its point: to the unit it lies in, or to
    the nearest where ``locate`` found it beside the border of its country. The others, and those
    whose point lies in no unit, are joined by the unit that their sources state, if any; but never
    one whose place is known only for an area wider than a unit.

    Args:
        events: Points in degrees (EPSG:4326) as ``locate`` takes them, ``country`` and
            ``geo_precision``; where they are there, ``admin1_method``, ``admin{level}_stated`` (a
            name) and the id of the unit above, which decides between units of one name.
        units: Units in degrees, indexed by their id, with ``name``, ``alt_names`` (a ``;`` list),
            ``parent_id`` and ``country``. It may be empty.
        level: 2 or 3.

    Returns:
        The events on the caller's index, in the same order, with ``admin{level}_id`` and
        ``admin{level}``, "" where it is not known, and ``admin{level}_method`` (one of
        ``LEVEL_METHODS``). The texts are categories where a column of stated names holds them.

    Raises:
        CRSError: Either frame is not in degrees.
    """
    precision, codes = numbered(events["geo_precision"])
    precise = np.array([code in _PRECISE for code in codes], dtype=bool)[precision]
    wider = np.array([code in _WIDER[level] for code in codes], dtype=bool)[precision]
    placed = near = unit = np.full(len(events), -1, dtype=np.intp)
    if len(units):
        check_degrees("locate_level()", events, units)
        places = places_of(events, where=precise)
        within = units_at(places, units)
        placed = np.append(within, -1)[places.of_event]
        near = np.append(_at_border(events, places, within, units), -1)[places.of_event]
        stated = np.where(wider, -1, _by_name(events, units, level))
        unit = np.select([placed >= 0, near >= 0], [placed, near], stated)
    method = np.select(
        [placed >= 0, near >= 0, unit >= 0, ~precise],
        [_WITHIN, _NEAREST, _STATED, _IMPRECISE],
        _NONE,
    )
    called, names = pd.factorize(np.array([*units.get("name", []), ""], dtype=object))
    texts: dict[str, tuple[list[str], Numbers]] = {
        f"admin{level}_id": (["", *map(str, units.index)], unit + 1),
        f"admin{level}": ([*map(str, names)], called[unit]),
        f"admin{level}_method": ([*LEVEL_METHODS], method),
    }
    columns = events.columns.intersection(["admin1_stated", f"admin{level}_stated"])
    categorical = any(isinstance(events[name].dtype, pd.CategoricalDtype) for name in columns)
    joined = {name: told(*each, categorical=categorical) for name, each in texts.items()}
    return events.join(pd.DataFrame(joined, index=events.index))


def locate_levels(events: Frame, finer: Mapping[int, gpd.GeoDataFrame]) -> Frame:
    """Join events to every level below admin-1 that is there; see ``locate_level``.

    Args:
        events: Events that ``locate`` has joined.
        finer: Level to its units.
    """
    for level in sorted(finer):
        events = locate_level(events, finer[level], level)
    return events
