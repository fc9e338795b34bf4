"""The ground of every picture: boundaries, waters, towns and roads, projected once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import pandas as pd

from sahel_map import settings
from sahel_map.store import Dataset

__all__ = ["MAP_CRS", "Layers"]

MAP_CRS: Final = "EPSG:3857"
"""Web Mercator, metres at the equator: pictures and web map show the same ground alike."""


def _layer(name: str) -> gpd.GeoDataFrame:
    return gpd.read_file(settings.geo_dir() / f"{name}.geojson").to_crs(MAP_CRS)


def _legs(data: Dataset) -> gpd.GeoDataFrame:
    """Return each leg once, with the roads that use it in ``corridors``."""
    legs = data.roads.legs
    if legs.empty:
        columns: dict[str, list[object]] = {"corridors": [], "guessed": []}
        return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=MAP_CRS))
    users = legs.groupby("leg_id", sort=False)["corridor_id"].agg(tuple)
    once = legs.drop_duplicates("leg_id").to_crs(MAP_CRS)
    return gpd.GeoDataFrame(
        {
            "corridors": once["leg_id"].map(users),
            "guessed": (once["alignment"] == "low") & (once["drawn"] == "schematic"),
        },
        geometry=once.geometry,
    )


@dataclass(frozen=True)
class Layers:
    """What lies under the things that a view draws; all in ``MAP_CRS``, shared, read-only.

    Attributes:
        countries: ``name``, ``name_fr`` and ``role``: focus, neighbour or context.
        rivers: With ``rank``, 1 for the largest.
        lakes: Their outlines.
        towns: Points with ``name``, ``name_fr``, ``country`` and ``rank``.
        units: Level to the units of the data, by their ids; the first level is always there.
        legs: Stretches of roads: ``corridors`` that use each, and whether it is ``guessed``.
    """

    countries: gpd.GeoDataFrame
    rivers: gpd.GeoDataFrame
    lakes: gpd.GeoDataFrame
    towns: gpd.GeoDataFrame
    units: Mapping[int, gpd.GeoDataFrame]
    legs: gpd.GeoDataFrame

    @classmethod
    def of(cls, data: Dataset) -> Self:
        """Read and project the ground of a dataset.

        Args:
            data: Its units and roads are drawn; the rest is the ground that all datasets share.
        """
        units = {1: data.admin1, **data.finer}
        return cls(
            countries=_layer("admin0"),
            rivers=_layer("rivers"),
            lakes=_layer("lakes"),
            towns=_layer("towns"),
            units={level: found.to_crs(MAP_CRS) for level, found in units.items()},
            legs=_legs(data),
        )


def names_in(layer: gpd.GeoDataFrame, language: str) -> pd.Series:
    """Return the names of a layer in a language, the English one where it has no other."""
    local = f"name_{language}"
    if local not in layer:
        return layer["name"]
    return layer[local].where(layer[local].fillna("") != "", layer["name"])
