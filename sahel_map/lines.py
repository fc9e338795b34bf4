"""The lines of the roads: legs between waypoints, drawn straight or along a real road.

A leg joins two neighbouring waypoints of a corridor. A leg that two corridors share has one
``leg_id``, whichever way they run along it, so that totals can count it once.
"""

import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from sahel_map.errors import DataError
from sahel_map.geodesy import length_km
from sahel_map.i18n import gettext
from sahel_map.settings import STORAGE_CRS

__all__ = ["LEG_COLUMNS", "LINES_FILE", "NO_LEGS", "draw_legs", "read_legs", "write_legs"]

LINES_FILE: Final = "corridors.geojson"

LEG_COLUMNS: Final = (
    "corridor_id", "seq", "leg_id", "from_place", "to_place", "from_country", "to_country",
    "alignment", "drawn", "length_km",
)  # fmt: skip
"""``alignment`` is the worse of the two ends; ``drawn`` is schematic or road."""

_WORST: Final = ("low", "medium", "high")


def _legs(rows: list[dict[str, Any]], lines: list[shapely.LineString]) -> gpd.GeoDataFrame:
    legs = gpd.GeoDataFrame(
        pd.DataFrame(rows, columns=list(LEG_COLUMNS)), geometry=lines, crs=STORAGE_CRS
    )
    legs = legs.sort_values(["corridor_id", "seq"], kind="stable").reset_index(drop=True)
    legs = legs.astype({"seq": "int64", "length_km": float})
    done = legs.groupby("corridor_id")["length_km"].cumsum()
    return legs.assign(start_km=done - legs["length_km"])


NO_LEGS: Final = _legs([], [])
"""What a dataset without roads has."""


def _leg_id(a: Any, b: Any) -> str:  # noqa: ANN401  (rows of itertuples)
    ends = sorted(f"{point.lat:.5f} {point.lon:.5f}" for point in (a, b))
    return hashlib.sha256("|".join(ends).encode()).hexdigest()[:8]


def draw_legs(waypoints: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return straight legs between the ordered waypoints of each corridor.

    Args:
        waypoints: Rows of corridor_waypoints.csv with ``seq``, ``lat`` and ``lon`` as numbers.

    Returns:
        One line a leg in degrees (EPSG:4326), in the direction of its corridor, with
        ``LEG_COLUMNS`` and ``start_km``, the length of the corridor before it.
    """
    rows, lines = [], []
    for corridor_id, stops in waypoints.sort_values("seq").groupby("corridor_id"):
        ordered: list[Any] = list(stops.itertuples())
        for seq, (a, b) in enumerate(pairwise(ordered), start=1):
            line = shapely.LineString([(a.lon, a.lat), (b.lon, b.lat)])
            grades = {a.alignment_confidence, b.alignment_confidence}
            rows.append(
                {
                    "corridor_id": corridor_id,
                    "seq": seq,
                    "leg_id": _leg_id(a, b),
                    "from_place": a.place,
                    "to_place": b.place,
                    "from_country": a.country,
                    "to_country": b.country,
                    "alignment": next(grade for grade in _WORST if grade in grades),
                    "drawn": "schematic",
                    "length_km": length_km(line),
                }
            )
            lines.append(line)
    return _legs(rows, lines)


def write_legs(legs: gpd.GeoDataFrame, path: Path) -> None:
    """Write legs as GeoJSON (RFC 7946), one feature a line, so that changes can be read."""
    features = []
    for leg in legs.to_dict("records"):
        properties = {name: leg[name] for name in LEG_COLUMNS}
        properties["length_km"] = round(float(leg["length_km"]), 2)
        points = [[round(x, 5), round(y, 5)] for x, y in leg["geometry"].coords]
        features.append(
            json.dumps(
                {
                    "type": "Feature",
                    "properties": properties,
                    "geometry": {"type": "LineString", "coordinates": points},
                },
                ensure_ascii=False,
                separators=(",", ":"),
            )
        )
    body = ",\n".join(features)
    path.write_text(
        f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', encoding="utf-8", newline="\n"
    )


def read_legs(path: Path) -> gpd.GeoDataFrame:
    """Read the legs of ``corridors.geojson``; without the file there are none.

    Lengths are measured anew from the lines, along the ellipsoid.

    Raises:
        DataError: The file is no GeoJSON of lines with ``LEG_COLUMNS``.
    """
    if not path.is_file():
        return NO_LEGS
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [{name: feature["properties"][name] for name in LEG_COLUMNS} for feature in features]
        lines = [shapely.LineString(feature["geometry"]["coordinates"]) for feature in features]
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        message = gettext(
            "{file} cannot be read as legs of corridors ({problem}); draw it again with"
            " `sahel-map corridors draw`."
        )
        raise DataError(message.format(file=path.name, problem=error)) from error
    for row, line in zip(rows, lines, strict=True):
        row["length_km"] = length_km(line)
    return _legs(rows, lines)
