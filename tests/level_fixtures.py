"""Layers of made-up districts and communes: each bundled region of Mali's west cut in two or three.

Kayes, Koulikoro and Mopti are cut along meridians into districts of equal width, and each district
along its middle parallel into a southern and a northern commune. The names are invented.
"""

import itertools
import json
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from sahel_map.settings import AREA_CRS

PARTS = {"ML-1": 3, "ML-2": 2, "ML-5": 2}
"""Region to the number of districts that it is cut into: Kayes, Koulikoro, Mopti."""


def _strip(shape, low: float, high: float, *, upright: bool):
    """Return the part of a shape between two meridians, or between two parallels."""
    west, south, east, north = shape.bounds
    box = (low, south, high, north) if upright else (west, low, east, high)
    return shapely.intersection(shape, shapely.box(*box))


def _cut(shape, parts: int, *, upright: bool) -> list:
    first, last = shape.bounds[::2] if upright else shape.bounds[1::2]
    step = (last - first) / parts
    edges = [first + step * n for n in range(parts)] + [last]
    return [_strip(shape, low, high, upright=upright) for low, high in itertools.pairwise(edges)]


def _layer(level: int, rows: list[tuple]) -> gpd.GeoDataFrame:
    key = f"admin{level}_id"
    table = pd.DataFrame(rows, columns=[key, "name", "parent_id", "country", "geometry"])
    layer = gpd.GeoDataFrame(table.assign(alt_names=""), crs="EPSG:4326")
    layer["area_km2"] = (layer.to_crs(AREA_CRS).area / 1e6).round(3)
    return layer.set_index(key, drop=False)


def districts(admin1: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return districts such as ``ML-1-0`` ("Kayes A"), from west to east."""
    rows = [
        (f"{region}-{n}", f"{admin1.at[region, 'name']} {'ABC'[n]}", region, "MLI", part)
        for region, parts in PARTS.items()
        for n, part in enumerate(_cut(admin1.at[region, "geometry"], parts, upright=True))
    ]
    return _layer(2, rows)


def communes(above: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return communes such as ``ML-1-0-s`` ("Kayes A South"), two a district."""
    rows = [
        (f"{unit}-{side[0].lower()}", f"{above.at[unit, 'name']} {side}", unit, "MLI", part)
        for unit in above.index
        for side, part in zip(
            ("South", "North"), _cut(above.at[unit, "geometry"], 2, upright=False), strict=True
        )
    ]
    return _layer(3, rows)


def write_levels(geo: Path, *layers: gpd.GeoDataFrame) -> None:
    """Write layers into a folder of layers, under the names that their identifiers tell."""
    for layer in layers:
        name = str(layer.index.name).removesuffix("_id")
        text = json.dumps(json.loads(layer.to_json(drop_id=True)))
        (geo / f"{name}.geojson").write_text(text, encoding="utf-8")


def with_levels(source: Path, target: Path, *layers: gpd.GeoDataFrame) -> Path:
    """Return a copy of a data folder with further layers in it."""
    shutil.copytree(source, target)
    write_levels(target / "geo", *layers)
    return target
