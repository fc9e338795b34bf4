"""What every map of a file is made of, once: libraries, map script, style and layers."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from sahel_map.boundaries import level_file
from sahel_map.errors import PackError
from sahel_map.frontend import local_path
from sahel_map.i18n import gettext
from sahel_map.lines import LINES_FILE
from sahel_map.maps.base import map_config
from sahel_map.settings import geo_dir

__all__ = ["layer_names", "layers", "parts"]

_DECIMALS: Final = 3
"""Decimals of a degree that are kept of a boundary: some 100 m, less than its generalisation."""

_DRAWN: Final = frozenset(
    {"admin1_id", "admin2_id", "admin3_id", "alignment", "corridor_id", "country", "drawn",
     "from_place", "leg_id", "name", "name_fr", "parent_id", "rank", "role", "to_place"}
)  # fmt: skip
"""The properties of a feature that the map script reads."""

_BASE: Final = ("admin0.geojson", "admin1.geojson", "rivers.geojson", "lakes.geojson",
                "towns.geojson")  # fmt: skip

_PLUGINS: Final[Mapping[str, str]] = {"clusters": "cluster", "heat": "heat"}
"""How events are drawn to the key of the library that draws them so."""


def _library(key: str) -> str:
    path = local_path(key)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PackError(
            gettext(
                "The map library {name} is not on this host, and a file that needs no network must"
                " hold it. Install the map libraries with `make frontend`."
            ).format(name=path.name)
        ) from error
    # What a library would load, its symbols and source maps, is not in the file.
    text = re.sub(r"//# sourceMappingURL=.*", "", text)
    return re.sub(r"url\([^)]*\)", "none", text) if path.suffix == ".css" else text


def _own(name: str) -> str:
    return files("sahel_map.maps").joinpath("static", name).read_text(encoding="utf-8")


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401  (nested lists of any depth)
    """Return coordinates with fewer decimals, without points that fall on the one before."""
    if isinstance(coordinates[0], int | float):
        return [round(value, _DECIMALS) for value in coordinates]
    kept: list[Any] = []
    for part in map(_rounded, coordinates):
        if not kept or part != kept[-1] or isinstance(part[0], list):
            kept.append(part)
    return kept


def _feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    geometry = feature["geometry"]
    return {
        "type": "Feature",
        "properties": {
            name: value for name, value in feature["properties"].items() if name in _DRAWN
        },
        "geometry": geometry and {**geometry, "coordinates": _rounded(geometry["coordinates"])},
    }


@cache
def _layer(path: Path, _changed: float) -> dict[str, Any]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {"type": "FeatureCollection", "features": [_feature(feature) for feature in features]}


def layer_names(views: Iterable[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """Return the layers that maps need.

    Args:
        views: The function of the map script and what it draws, of each map.
    """
    names = dict.fromkeys(_BASE)
    for function, view in views:
        if function == "roads":
            names[LINES_FILE] = None
        names |= dict.fromkeys(level_file(level) for level in view.get("levels") or ())
    return list(names)


def layers(names: Iterable[str]) -> dict[str, Any]:
    """Return layers by name, as small as they can be drawn; one that a host lacks is empty."""
    found = {}
    for name in names:
        path = geo_dir() / name
        known = path.is_file()
        found[name] = (
            _layer(path, path.stat().st_mtime)
            if known
            else {"type": "FeatureCollection", "features": []}
        )
    return found


def parts(views: Iterable[tuple[str, Mapping[str, Any]]], frame: str) -> dict[str, Any]:
    """Return the texts and layers that the maps of a file share.

    Args:
        views: The function of the map script and what it draws, of each map.
        frame: The script that makes a map in its frame.

    Raises:
        PackError: A map library is not on this host.
    """
    drawn = list(views)
    modes = {str(view.get("mode")) for _function, view in drawn}
    libraries = ["leaflet", *(key for mode, key in _PLUGINS.items() if mode in modes)]
    own = ["map", *sorted({function for function, _view in drawn} - {"show"})]
    return {
        "styles": [_library("leaflet-css"), _own("map.css")],
        "scripts": [*map(_library, libraries), *(_own(f"{name}.js") for name in own), frame],
        "config": {**map_config(), "layers": layers(layer_names(drawn))},
    }
