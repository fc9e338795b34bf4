"""Boundary layers: read them, check what the join needs, resolve region names.

Boundaries are polygons in ``settings.STORAGE_CRS``. The bundled layer is Natural Earth 1:10m
admin-1; its vintage stands in ``geo/manifest.json`` and is part of every count.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import geopandas as gpd

from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.rules import split_list
from sahel_map.settings import STORAGE_CRS

__all__ = [
    "ADMIN1_COLUMNS", "LEVELS", "RegionNames", "fold", "level_columns", "level_file", "level_key",
    "read_admin1", "read_finer", "read_level", "read_manifest",
]  # fmt: skip

LEVELS = (1, 2, 3)
"""Administrative levels that a folder of layers may have; the first is always there."""

ADMIN1_COLUMNS = (
    "admin1_id", "name", "name_fr", "alt_names", "region", "country", "area_km2",
)  # fmt: skip


_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text without accents, case or doubled spaces, for comparing names."""
    text = text.replace("’", "'")
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = _BEYOND_ASCII.sub(lambda c: "" if unicodedata.combining(c[0]) else c[0], plain)
    return " ".join(text.casefold().split())


def level_key(level: int) -> str:
    """Return the column that identifies the units of a level, such as ``admin2_id``."""
    return f"admin{level}_id"


def level_file(level: int) -> str:
    """Return the file of a level's units, such as ``admin2.geojson``."""
    return f"admin{level}.geojson"


def level_columns(level: int) -> tuple[str, ...]:
    """Return the columns of a level's units; ``parent_id`` is a unit of the level above."""
    if level == 1:
        return ADMIN1_COLUMNS
    return (level_key(level), "name", "alt_names", "parent_id", "country", "area_km2")


def _read_units(path: Path, level: int) -> gpd.GeoDataFrame:
    layer = gpd.read_file(path)
    missing = [column for column in level_columns(level) if column not in layer.columns]
    if missing:
        raise BoundaryError(
            gettext("The boundary layer {file} lacks the columns {columns}.").format(
                file=path.name, columns=", ".join(missing)
            )
        )
    if layer.crs is None:
        raise BoundaryError(
            gettext("The boundary layer {file} names no coordinate system.").format(file=path.name)
        )
    texts = layer.columns.drop([layer.geometry.name, "area_km2"])
    layer[texts] = layer[texts].fillna("")
    return layer.to_crs(STORAGE_CRS).set_index(level_key(level), drop=False)


def read_admin1(path: Path) -> gpd.GeoDataFrame:
    """Read an admin-1 layer, indexed by ``admin1_id``, in degrees.

    Raises:
        BoundaryError: The layer is missing, has no CRS or lacks a column.
    """
    if not path.is_file():
        raise BoundaryError(gettext("The boundary layer {path} was not found.").format(path=path))
    return _read_units(path, 1)


def read_level(folder: Path, level: int) -> gpd.GeoDataFrame:
    """Read the units of one level, indexed by ``admin{level}_id``, in degrees.

    Args:
        folder: A folder of layers, such as ``geo/`` of a data folder.
        level: One of ``LEVELS``.

    Returns:
        Polygons with ``level_columns(level)``; no row where the folder lacks the level.

    Raises:
        BoundaryError: The layer has no CRS or lacks a column.
    """
    path = folder / level_file(level)
    if path.is_file():
        return _read_units(path, level)
    empty = gpd.GeoDataFrame(
        {column: [] for column in level_columns(level)}, geometry=[], crs=STORAGE_CRS
    )
    texts = dict.fromkeys(level_columns(level), "str") | {"area_km2": "float64"}
    return empty.astype(texts).set_index(level_key(level), drop=False)


def read_finer(folder: Path) -> dict[int, gpd.GeoDataFrame]:
    """Read the levels below admin-1 that a folder of layers has, by their number.

    Raises:
        BoundaryError: A layer has no CRS or lacks a column.
    """
    layers = {level: read_level(folder, level) for level in LEVELS[1:]}
    return {level: units for level, units in layers.items() if len(units)}


def read_manifest(path: Path) -> dict[str, Any]:
    """Read the vintage, licence and origin of the layers; empty when there is no manifest."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


class RegionNames:
    """Resolve a stated region to units of a layer, blind to accents, case and spelling."""

    def __init__(self, admin1: gpd.GeoDataFrame) -> None:
        self._units: dict[tuple[str, str], set[str]] = {}
        self._regions: dict[tuple[str, str], str] = {}
        for unit in admin1.drop(columns=admin1.geometry.name).to_dict("records"):
            country, unit_id, region = unit["country"], unit["admin1_id"], unit["region"]
            for name in {unit["name"], unit["name_fr"], *split_list(unit["alt_names"]), unit_id}:
                self._add(country, name, unit_id)
            if region:
                self._add(country, region, unit_id)
                self._regions[country, fold(region)] = region
        self._names: dict[str, str] = dict(admin1["name"])

    def _add(self, country: str, name: str, unit_id: str) -> None:
        if name:
            self._units.setdefault((country, fold(name)), set()).add(unit_id)

    def units(self, name: str, country: str) -> set[str]:
        """Return the ids of the units that a stated name covers; empty when it is unknown."""
        return self._units.get((country, fold(name)), set())

    def canonical(self, name: str, country: str) -> str:
        """Return the layer's own name for a stated region, or "" when it is unknown."""
        found = self.units(name, country)
        if len(found) == 1:
            return self._names[next(iter(found))]
        return self._regions.get((country, fold(name)), "") if found else ""

    def countries(self) -> Iterable[str]:
        """Return the countries that the layer covers."""
        return sorted({country for country, _ in self._units})
