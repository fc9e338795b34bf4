"""Rivers and lakes of data/geo/, from a TopoJSON file of Natural Earth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.geometry
from geo_common import DEGREES, REGION, read_table, rounded, stop

if TYPE_CHECKING:
    from pathlib import Path


def read_topology(path: Path, layer: str) -> gpd.GeoDataFrame:
    """Decode one layer of a TopoJSON file and join the names of waters.csv by position."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(arc, axis=0) * scale + offset for arc in topology["arcs"]]

    def coordinates(node: list[Any]) -> Any:  # noqa: ANN401 - nested as deep as the geometry
        if not isinstance(node[0], int):
            return [coordinates(child) for child in node]
        pieces = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in node]
        return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])

    shapes = [
        shapely.geometry.shape({"type": item["type"], "coordinates": coordinates(item["arcs"])})
        for item in topology["objects"][layer]["geometries"]
    ]
    table = read_table("waters")
    names = table[table["layer"] == layer]
    names = names.set_index(pd.to_numeric(names["source_index"]))
    frame = gpd.GeoDataFrame(geometry=shapes, crs=DEGREES)
    frame = frame[frame.intersects(REGION)].join(names)
    unnamed = frame.index[frame["name"].isna()].tolist()
    if unnamed:
        stop(f"waters.csv has no name for {layer} {unnamed} of {path.name}: add them.")
    return frame


def build_rivers(path: Path) -> gpd.GeoDataFrame:
    """Join the pieces of each river and cut them at the region's edge."""
    pieces = read_topology(path, "rivers")
    rivers = pieces.dissolve("name", aggfunc={"name_fr": "first", "rank": "first"}).reset_index()
    merged = gpd.GeoSeries(shapely.line_merge(rivers.geometry.to_numpy()), crs=DEGREES)
    rivers["rank"] = pd.to_numeric(rivers["rank"])
    rivers["geometry"] = rounded(merged.intersection(REGION))
    return rivers.sort_values(["rank", "name"])


def build_lakes(path: Path) -> gpd.GeoDataFrame:
    """Return the region's lakes."""
    lakes = read_topology(path, "lakes").sort_values("name")
    return lakes.assign(geometry=rounded(lakes.geometry))
