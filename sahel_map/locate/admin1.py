"""The join to admin-1 units: by the point, by the nearest unit, or by the stated region."""

from dataclasses import dataclass
from typing import Any, Final, TypeVar

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.arrays import FloatingArray

from sahel_map.boundaries import RegionNames
from sahel_map.locate.nearest import nearest_units
from sahel_map.locate.places import (
    Floats,
    Numbers,
    Places,
    check_degrees,
    distinct,
    numbered,
    places_of,
    told,
    units_at,
)
from sahel_map.settings import JOIN_TOLERANCE_KM

__all__ = ["FLAGS", "METHODS", "locate"]

METHODS: Final = ("within", "nearest", "stated", "none")
"""How a unit was found: point in polygon, nearest within tolerance, by stated name, not at all."""

FLAGS: Final = ("", "nearest", "outside_country", "differs", "unknown_region")
"""What a reader should know of the join; "" when point and stated region agree."""

_WITHIN, _NEAREST, _STATED, _NONE = range(len(METHODS))
_FINE, _BESIDE, _OUTSIDE, _DIFFERS, _UNKNOWN = range(len(FLAGS))

Frame = TypeVar("Frame", bound=pd.DataFrame)


@dataclass(frozen=True)
class _Found:
    """What the points alone say, one a place: unit by position or -1, distance, a flag."""

    unit: Numbers
    km: Floats
    flag: Numbers


@dataclass(frozen=True)
class _Stated:
    """What the stated regions alone say, one a pair of country and name.

    Attributes:
        of_event: For each event the number of its pair.
        given: Whether a region is stated at all.
        name: The layer's own name of it, or the stated one where the layer has none.
        known: Whether the layer has it.
        only: The position of the one unit that it covers, -1 where it covers none or several.
        covered: All units that it covers: number of the pair times ``len(units)``, plus position.
    """

    of_event: Numbers
    given: npt.NDArray[np.bool_]
    name: npt.NDArray[Any]
    known: npt.NDArray[np.bool_]
    only: Numbers
    covered: Numbers


def _by_point(places: Places, units: gpd.GeoDataFrame, limit: float) -> _Found:
    unit = units_at(places, units)
    km = np.zeros(len(unit))
    flag = np.full(len(unit), _FINE, dtype=np.intp)
    shapes, country = units.geometry.to_numpy(), units["country"].to_numpy(object)
    drawn = ~(units.geometry.isna() | units.geometry.is_empty).to_numpy()
    for code in set(places.country[unit < 0]):
        own = np.flatnonzero(drawn & (country == code))
        if not len(own):
            continue
        lost = np.flatnonzero((unit < 0) & (places.country == code))
        near, km[lost] = nearest_units(places.lon[lost], places.lat[lost], shapes[own])
        within_reach = km[lost] <= limit
        unit[lost] = np.where(within_reach, own[near], -1)
        flag[lost] = np.where(within_reach, _BESIDE, _OUTSIDE)
    return _Found(unit, km, flag)


def _by_name(events: pd.DataFrame, units: gpd.GeoDataFrame) -> _Stated:
    country, countries = numbered(events["country"])
    stated, texts = numbered(events["admin1_stated"])
    numbers, first = distinct(country, stated)
    pairs = [(texts[stated[row]], countries[country[row]]) for row in first]
    names = RegionNames(units)
    position = {unit_id: place for place, unit_id in enumerate(units.index)}
    covers = [
        sorted(position[unit_id] for unit_id in names.units(*pair)) if pair[0] else []
        for pair in pairs
    ]
    canonical = [names.canonical(*pair) if pair[0] else "" for pair in pairs]
    return _Stated(
        of_event=numbers,
        given=np.array([text != "" for text, _ in pairs], dtype=bool),
        name=np.array(
            [own or text for own, (text, _) in zip(canonical, pairs, strict=True)], dtype=object
        ),
        known=np.array([own != "" for own in canonical], dtype=bool),
        only=np.array([some[0] if len(some) == 1 else -1 for some in covers], dtype=np.intp),
        covered=np.array(
            [pair * len(units) + unit for pair, some in enumerate(covers) for unit in some],
            dtype=np.intp,
        ),
    )


def _joined(
    place: Numbers, pair: Numbers, found: _Found, stated: _Stated, units: gpd.GeoDataFrame
) -> dict[str, tuple[list[str], Numbers]]:
    """Return texts and their numbers for distinct pairs of place (-1 for none) and stated name."""
    # Without a place, the entry added at the end is taken.
    unit, flag = np.append(found.unit, -1)[place], np.append(found.flag, _FINE)[place]
    located = unit >= 0
    given, known = stated.given[pair], stated.known[pair]
    agrees = ~given | np.isin(pair * len(units) + unit, stated.covered)
    method = np.select(
        [located & (flag == _BESIDE), located, given], [_NEAREST, _WITHIN, _STATED], _NONE
    )
    odd = np.where(located, ~agrees, given & ~known & (flag == _FINE))
    flag = np.where(odd, np.where(known, _DIFFERS, _UNKNOWN), flag)
    names = np.append(units["name"].to_numpy(object), "")
    # A region that the layer lacks is kept as its sources state it.
    name, distinct_names = pd.factorize(np.where(located, names[unit], stated.name[pair]))
    return {
        "admin1_id": (["", *map(str, units.index)], np.where(located, unit, stated.only[pair]) + 1),
        "admin1": ([*map(str, distinct_names)], name),
        "admin1_method": ([*METHODS], method),
        "admin1_flag": ([*FLAGS], flag),
    }


def locate(
    events: Frame, admin1: gpd.GeoDataFrame, *, tolerance_km: float = JOIN_TOLERANCE_KM
) -> Frame:
    """Join events to admin-1 units inside their stated country.

    Args:
        events: Points in degrees (EPSG:4326), missing where only a region or country is known,
            with ``admin1_stated`` (a name) and ``country`` (ISO 3166-1 alpha-3). A frame without
            geometry has its points in ``lon`` and ``lat``.
        admin1: Units in degrees, indexed by ``admin1_id``, as ``boundaries.read_admin1`` gives.
        tolerance_km: How far outside its country a point may lie and still be joined to the
            nearest unit of that country, in kilometres on the ellipsoid.

    Returns:
        The events on the caller's index, in the same order, with ``admin1_id``, ``admin1``,
        ``admin1_method`` (one of ``METHODS``), ``admin1_distance_km`` (0 inside a unit, missing
        without a point or a unit) and ``admin1_flag`` (one of ``FLAGS``). No event is dropped.
        The texts are categories where ``admin1_stated`` holds categories.

    Raises:
        CRSError: Either frame is not in degrees.
    """
    check_degrees("locate()", events, admin1)
    places = places_of(events)
    found, stated = _by_point(places, admin1, tolerance_km), _by_name(events, admin1)
    numbers, first = distinct(places.of_event, stated.of_event)
    place, pair = places.of_event[first], stated.of_event[first]
    joined = _joined(place, pair, found, stated, admin1)
    categorical = isinstance(events["admin1_stated"].dtype, pd.CategoricalDtype)
    columns: dict[str, Any] = {
        name: told(texts, which[numbers], categorical=categorical)
        for name, (texts, which) in joined.items()
    }
    unmeasured = (found.unit < 0) & (found.flag == _FINE)
    km = np.append(np.where(unmeasured, np.nan, found.km), np.nan)[places.of_event]
    columns["admin1_distance_km"] = FloatingArray(km, np.isnan(km))
    order = ["admin1_id", "admin1", "admin1_method", "admin1_distance_km", "admin1_flag"]
    return events.join(pd.DataFrame(columns, index=events.index)[order])
