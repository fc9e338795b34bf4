"""Boundary layers: read them, check what the join needs, resolve region names.

Boundaries are polygons in ``settings.STORAGE_CRS``. The bundled layer is Natural Earth 1:10m
admin-1; its vintage stands in ``geo/manifest.json`` and is part of every count.
"""

import json
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd

from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.rules import split_list
from sahel_map.settings import STORAGE_CRS

__all__ = ["ADMIN1_COLUMNS", "RegionNames", "fold", "read_admin1", "read_manifest"]

ADMIN1_COLUMNS = (
    "admin1_id", "name", "name_fr", "alt_names", "region", "country", "area_km2",
)  # fmt: skip


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Return text without accents, case or doubled spaces, for comparing names."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def read_admin1(path: Path) -> gpd.GeoDataFrame:
    """Read an admin-1 layer, indexed by ``admin1_id``, in degrees.

    Raises:
        BoundaryError: The layer is missing, has no CRS or lacks a column.
    """
    if not path.is_file():
        raise BoundaryError(gettext("The boundary layer {path} was not found.").format(path=path))
    layer = gpd.read_file(path)
    missing = [column for column in ADMIN1_COLUMNS if column not in layer.columns]
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
    return layer.to_crs(STORAGE_CRS).set_index("admin1_id", drop=False)


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
