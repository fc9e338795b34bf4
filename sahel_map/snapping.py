"""Replace straight legs by shortest paths along a layer of real roads.

The layer is any that GDAL reads: an OpenStreetMap extract, Natural Earth roads, a ministry's own.
Lines are cut where they meet, waypoints are put on the nearest road, and the path between two
neighbours follows it. A leg without a credible path keeps its straight line.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pyogrio
import shapely
from shapely.ops import substring

from sahel_map.errors import DataError
from sahel_map.geodesy import PLANE_CRS, length_km, to_plane
from sahel_map.i18n import gettext
from sahel_map.settings import STORAGE_CRS

__all__ = ["DETOUR", "SHORTCUT", "TOLERANCE_KM", "Snapped", "read_road_layer", "snap_legs"]

TOLERANCE_KM: Final = 5.0
"""How far from a road a waypoint may lie: towns have some extent, and points are town centres."""

DETOUR: Final = 1.6
"""How much longer than the straight leg a path may be; roads here wind by some 10 percent."""

SHORTCUT: Final = 0.75
"""How much of the straight leg a path must have at least: a road that only crosses the way between
two places, within the tolerance of both, does not join them."""

_NEAR_KM: Final = 30.0
"""Only roads this near a leg are read: a path that strays further is a detour anyway."""

_FINE_M: Final = 40.0
"""How far the line that is kept may run off the layer's own, metres."""

_DRIVABLE: Final = frozenset(
    f"{kind}{suffix}"
    for kind in ("motorway", "trunk", "primary", "secondary", "tertiary")
    for suffix in ("", "_link")
) | {"unclassified", "residential", "road", "track", "track_grade1", "track_grade2", "track_grade3"}
"""Values of OpenStreetMap's ``highway`` (``fclass`` in Geofabrik's files) that lorries can use."""

_CLASS_COLUMNS: Final = ("highway", "fclass")


@dataclass(frozen=True)
class Snapped:
    """The legs with their new lines, and what became of each.

    Attributes:
        legs: As ``lines.draw_legs`` returns them, with ``drawn`` road where a path was found.
        kept: Legs that keep their straight line: ``leg_id``, ``from_place``, ``to_place``,
            ``reason``.
    """

    legs: gpd.GeoDataFrame
    kept: pd.DataFrame


def _layer_of(path: Path) -> str | None:
    """Return the layer of lines of a file that may have several, or the first."""
    layers = [(str(name), str(kind or "")) for name, kind in pyogrio.list_layers(path)]
    with_lines = [name for name, kind in layers if "LineString" in kind]
    return next(iter([*with_lines, *(name for name, _kind in layers)]), None)


def _info(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise DataError(gettext("The road layer {path} was not found.").format(path=path))
    try:
        info: dict[str, Any] = pyogrio.read_info(
            path, layer=_layer_of(path), force_total_bounds=True
        )
    except pyogrio.errors.DataSourceError as error:
        raise _unreadable(path, error) from error
    return info


def _unreadable(path: Path, error: Exception) -> DataError:
    message = gettext("{file} cannot be read as a map layer: {problem}. GeoPackage works best.")
    return DataError(message.format(file=path.name, problem=error))


def _check_place(info: dict[str, Any], name: str) -> None:
    if not info["crs"]:
        message = gettext(
            "{file} names no coordinate system. Set the one it is in, for instance with"
            " `ogr2ogr -a_srs EPSG:4326`."
        )
        raise DataError(message.format(file=name))
    bounds = info["total_bounds"]
    degrees = str(info["crs"]).upper() in {"EPSG:4326", "OGC:CRS84"}
    if degrees and bounds is not None and max(abs(edge) for edge in bounds) > 180:  # noqa: PLR2004
        message = gettext(
            "{file} says that it is in degrees ({crs}) but its coordinates reach to {edge}: its"
            " coordinate system is wrong. Set the right one."
        )
        edge = round(max(abs(float(edge)) for edge in bounds))
        raise DataError(message.format(file=name, crs=info["crs"], edge=edge))


def read_road_layer(path: Path, legs: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Read the roads of a layer that run near some legs, as lines in degrees.

    Args:
        path: Any file of lines that GDAL reads.
        legs: The legs to follow, in degrees.

    Raises:
        DataError: The file is missing, no map layer, without a credible coordinate system,
            without lines, or of another part of the world.
    """
    info = _info(path)
    _check_place(info, path.name)
    around = gpd.GeoSeries(
        shapely.buffer(to_plane(legs.geometry), _NEAR_KM * 1000, quad_segs=2), crs=PLANE_CRS
    ).to_crs(STORAGE_CRS)
    box = gpd.GeoSeries([shapely.box(*around.total_bounds)], crs=STORAGE_CRS)
    window = tuple(box.to_crs(info["crs"]).total_bounds)
    try:
        layer = gpd.read_file(path, layer=_layer_of(path), bbox=window)
    except pyogrio.errors.FeatureError as error:
        raise _unreadable(path, error) from error
    for column in _CLASS_COLUMNS:
        if column in layer.columns:
            layer = layer[layer[column].isin(_DRIVABLE)]
    # Heights are of no use here.
    flat = gpd.GeoSeries(shapely.force_2d(layer.geometry.to_numpy()), crs=layer.crs)
    lines: Any = flat.to_crs(STORAGE_CRS).explode(ignore_index=True)
    lines = lines[lines.geom_type == "LineString"]
    if lines.empty:
        _refuse(path, info, around.total_bounds)
    tree = shapely.STRtree(list(around))
    near = np.unique(tree.query(list(lines), predicate="intersects")[0])
    if not len(near):
        _refuse(path, info, around.total_bounds)
    return gpd.GeoSeries(list(lines.iloc[near]), crs=STORAGE_CRS)


def _refuse(path: Path, info: dict[str, Any], wanted: Iterable[float]) -> None:
    if "LineString" not in str(info["geometry_type"] or "") and info["geometry_type"] != "Unknown":
        message = gettext("{file} has no lines but {kind}: a layer of roads is needed.")
        raise DataError(message.format(file=path.name, kind=info["geometry_type"] or "-"))
    message = gettext(
        "{file} has no road near the corridors, which lie between {wanted} (west, south, east,"
        " north). The layer covers {bounds} in {crs}."
    )
    box = ", ".join(f"{edge:.1f}" for edge in wanted)
    covered = info["total_bounds"]
    bounds = "-" if covered is None else ", ".join(f"{edge:.1f}" for edge in covered)
    raise DataError(message.format(file=path.name, wanted=box, bounds=bounds, crs=info["crs"]))


def _node(point: Any) -> tuple[int, int]:  # noqa: ANN401  (a coordinate pair)
    return round(point[0]), round(point[1])


def _network(lines: gpd.GeoSeries, stops: list[shapely.Point]) -> tuple["nx.Graph[Any]", list[Any]]:
    """Return roads as a graph of metres, with a node on the nearest road of each stop.

    Stops further from every road than the tolerance have None for a node.
    """
    noded = shapely.node(shapely.multilinestrings(to_plane(lines)))
    pieces = list(shapely.get_parts(noded))
    tree = shapely.STRtree(pieces)
    found = tree.query_nearest(stops, max_distance=TOLERANCE_KM * 1000, all_matches=False)
    cuts: dict[int, set[float]] = {}
    places: list[Any] = [None] * len(stops)
    for stop, piece in found.T:
        at = float(shapely.line_locate_point(pieces[piece], stops[stop]))
        cuts.setdefault(int(piece), set()).add(at)
        places[stop] = _node(shapely.line_interpolate_point(pieces[piece], at).coords[0])
    graph: nx.Graph[Any] = nx.Graph()
    for number, piece in enumerate(pieces):
        marks = [0.0, *sorted(cuts.get(number, ())), piece.length]
        for first, last in pairwise(marks):
            part = substring(piece, first, last)
            if part.length > 0:
                ends = _node(part.coords[0]), _node(part.coords[-1])
                known = graph.get_edge_data(*ends)
                if known is None or known["metres"] > part.length:
                    graph.add_edge(*ends, metres=part.length, line=part)
    return graph, [place if place in graph else None for place in places]


def _path(graph: "nx.Graph[Any]", start: Any, end: Any) -> shapely.LineString | None:  # noqa: ANN401
    try:
        nodes = nx.shortest_path(graph, start, end, weight="metres")
    except nx.NetworkXNoPath:
        return None
    points: list[tuple[float, float]] = []
    for a, b in pairwise(nodes):
        coords = list(graph.edges[a, b]["line"].coords)
        points += coords if _node(coords[0]) == a else coords[::-1]
    return shapely.LineString(points) if len(points) > 1 else None


def snap_legs(legs: gpd.GeoDataFrame, lines: gpd.GeoSeries) -> Snapped:
    """Return legs along real roads, wherever a path within the tolerances is found.

    Args:
        legs: Straight legs of roads, as ``lines.draw_legs`` returns them.
        lines: The roads, in degrees.
    """
    unique = legs.drop_duplicates("leg_id").reset_index(drop=True)
    straight = to_plane(unique.geometry)
    ends = [shapely.Point(line.coords[end]) for line in straight for end in (0, -1)]
    graph, places = _network(lines, ends)
    found: dict[str, shapely.LineString] = {}
    kept = []
    for number, leg in enumerate(unique.to_dict("records")):
        start, end = places[2 * number], places[2 * number + 1]
        reason = ""
        if start is None or end is None:
            town = leg["from_place"] if start is None else leg["to_place"]
            reason = gettext("no road within {km:g} km of {place}").format(
                km=TOLERANCE_KM, place=town
            )
        elif (path := _path(graph, start, end)) is None:
            reason = gettext("the roads of the layer do not join the two places")
        elif not SHORTCUT <= path.length / straight[number].length <= DETOUR:
            reason = gettext("the path is {ratio:.1f} times the straight line").format(
                ratio=path.length / straight[number].length
            )
        else:
            found[str(leg["leg_id"])] = shapely.LineString(path.simplify(_FINE_M).coords)
        if reason:
            kept.append((leg["leg_id"], leg["from_place"], leg["to_place"], reason))
    columns = ["leg_id", "from_place", "to_place", "reason"]
    return Snapped(_along(legs, found), pd.DataFrame(kept, columns=columns))


def _along(legs: gpd.GeoDataFrame, found: dict[str, shapely.LineString]) -> gpd.GeoDataFrame:
    """Return legs with the lines that were found, each in its corridor's direction."""
    names = list(found)
    paths = gpd.GeoSeries([found[name] for name in names], crs=PLANE_CRS).to_crs(STORAGE_CRS)
    by_leg: dict[str, Any] = dict(zip(names, list(paths), strict=True))
    straights: list[Any] = list(legs.geometry)
    lines: list[Any] = []
    for leg_id, straight in zip(legs["leg_id"], straights, strict=True):
        line = by_leg.get(leg_id, straight)
        begin = shapely.Point(straight.coords[0])
        backwards = begin.distance(shapely.Point(line.coords[-1])) < begin.distance(
            shapely.Point(line.coords[0])
        )
        lines.append(line.reverse() if backwards else line)
    drawn = np.where(legs["leg_id"].isin(names), "road", "schematic")
    snapped = legs.assign(drawn=drawn, length_km=[length_km(line) for line in lines])
    done = snapped.groupby("corridor_id")["length_km"].cumsum()
    snapped = snapped.assign(start_km=done - snapped["length_km"])
    return snapped.set_geometry(gpd.GeoSeries(lines, index=legs.index, crs=STORAGE_CRS))
