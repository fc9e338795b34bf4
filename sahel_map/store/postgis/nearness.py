"""The events nearest to a place, by the index of points and then along the ellipsoid."""

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from geoalchemy2 import Geometry

from sahel_map.store.postgis.tables import Tables

__all__ = ["nearest_rows"]

_WGS84: Final[sa.ColumnElement[Any]] = sa.literal_column(
    """'SPHEROID["WGS 84",6378137,298.257223563]'::spheroid"""
)
_METRES_A_DEGREE: Final = 110_000.0
"""Fewer than any degree of latitude has, so that a box in degrees is never too small."""

_ALL: Final = 80.0
"""Degrees beyond which a box is left out: it would reach around a pole or the date line."""


def _box(lat: float, lon: float, metres: float) -> tuple[float, float, float, float] | None:
    """Return a box in degrees that holds all within some metres; None for the whole world."""
    south_north = metres / _METRES_A_DEGREE + 1e-9
    outer = abs(lat) + south_north
    if outer > _ALL:
        return None
    west_east = metres / (_METRES_A_DEGREE * math.cos(math.radians(outer))) + 1e-9
    if abs(lon) + west_east > 180:  # noqa: PLR2004
        return None
    return lon - west_east, lat - south_north, lon + west_east, lat + south_north


def nearest_rows(
    ask: Callable[[sa.Select[Any]], list[Any]],
    tables: Tables,
    where: Sequence[sa.ColumnElement[bool]],
    at: tuple[float, float],
    n: int,
) -> list[Any]:
    """Return ``event_id`` and kilometres of the nearest events, equals in the order of the ids.

    The index of points compares degrees. As many events as are wanted, however they are found, say
    how far away the nearest lie at the most; all within that distance are then measured.

    Args:
        ask: Answers a question.
        tables: Of the dataset.
        where: Which rows of ``finds`` are selected.
        at: Latitude and longitude, degrees.
        n: How many at most.
    """
    if n < 1:
        return []
    lat, lon = at[0], (at[1] + 180) % 360 - 180
    finds, events = tables.finds, tables.events
    place = sa.func.ST_SetSRID(sa.func.ST_MakePoint(lon, lat), 4326, type_=Geometry)
    away = sa.func.ST_DistanceSpheroid(finds.c.point, place, _WGS84)
    near = (
        sa.select(away.label("metres"))
        .where(*where, finds.c.point.is_not(None))
        .order_by(finds.c.point.op("<->")(place))
        .limit(n)
    )
    farthest = ask(sa.select(sa.func.max(near.subquery().c.metres)))[0][0]
    if farthest is None:
        return []
    box = _box(lat, lon, float(farthest))
    if box is not None:
        where = [*where, finds.c.point.op("&&")(sa.func.ST_MakeEnvelope(*box, 4326))]
    # To the millimetre: what is as far away is told apart by its identifier.
    rounded = sa.func.round(sa.cast(away, sa.Numeric) / 1000, 6).label("km")
    measured = (
        sa.select(events.c.event_id, rounded)
        .select_from(finds.join(events, events.c.id == finds.c.id))
        .where(*where, finds.c.point.is_not(None))
        .order_by(rounded, sa.collate(events.c.event_id, "C"))
        .limit(n)
    )
    return ask(measured)
