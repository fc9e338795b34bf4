"""Read one layer as it is: texts in the right encoding, areas in degrees."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError as UnknownCRSError

from sahel_map.boundary_import.containers import Layer
from sahel_map.boundary_import.encodings import dbf_encoding, side_file
from sahel_map.boundary_import.remarks import Remark, counted
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.settings import STORAGE_CRS

__all__ = ["Reading", "read_layer"]

_UNREADABLE = (
    pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError,
    shapely.errors.GEOSException, OSError,
)  # fmt: skip

_BYTE_BY_BYTE = "ISO-8859-1"
"""In GDAL's spelling: an encoding in which every byte is a letter, so that none is lost."""

_HALF_TURN = 180
_QUARTER_TURN = 90


@dataclass(frozen=True)
class Reading:
    """A layer as it was read.

    Attributes:
        rows: Its rows in ``settings.STORAGE_CRS``, values as they came.
        crs: The coordinate system that was taken, and ``declared``, the one the file names.
        encoding: Of the texts.
        remarks: What was assumed and repaired.
    """

    rows: gpd.GeoDataFrame
    crs: str
    declared: str
    encoding: str
    remarks: tuple[Remark, ...]


def _check_parts(layer: Layer) -> None:
    """Raise what is missing of a shapefile; only its .prj and .cpg can be done without."""
    if side_file(layer.path, ".dbf") is None:
        message = gettext(
            "{file} comes without its .dbf, which has the names: the areas alone are of no use. Put"
            " all parts (.shp, .shx, .dbf, .prj) into one folder or .zip."
        )
        raise BoundaryError(message.format(file=layer.path.name))
    if side_file(layer.path, ".shx") is None:
        message = gettext(
            "{file} comes without its .shx, the index of its areas. Put it beside the .shp, or"
            " rebuild it with `ogr2ogr --config SHAPE_RESTORE_SHX YES units.gpkg {file}`."
        )
        raise BoundaryError(message.format(file=layer.path.name))


def _frame(layer: Layer, path: Path, **options: Any) -> gpd.GeoDataFrame:  # noqa: ANN401
    with warnings.catch_warnings():
        # Every oddity of a shape is counted by the repairs; GDAL's own words name none of them.
        warnings.simplefilter("ignore")
        rows: gpd.GeoDataFrame = gpd.read_file(path, layer=layer.inner, engine="pyogrio", **options)
    return rows


def _read(layer: Layer, path: Path, **options: Any) -> tuple[gpd.GeoDataFrame, list[Remark]]:  # noqa: ANN401
    try:
        try:
            return _frame(layer, path, **options), []
        except shapely.errors.GEOSException:
            closed = _frame(layer, path, on_invalid="fix", **options)
            as_it_is = _frame(layer, path, on_invalid="ignore", **options)
    except _UNREADABLE as error:
        message = gettext(
            "{file} cannot be read: {problem}. It may be cut short; download it again."
        )
        raise BoundaryError(message.format(file=layer.path.name, problem=error)) from error
    return closed, counted(
        "unclosed", int((as_it_is.geometry.isna() & closed.geometry.notna()).sum())
    )


def _recoded(rows: gpd.GeoDataFrame, encoding: str) -> gpd.GeoDataFrame:
    """Read texts anew that were taken in byte by byte; a letter cut at its end is left out."""

    def decoded(value: object) -> object:
        if not isinstance(value, str):
            return value
        return value.encode("latin-1").decode(encoding, errors="ignore")

    texts = [n for n in rows.columns.drop([rows.geometry.name])
             if pd.api.types.is_string_dtype(rows[n]) or rows[n].dtype == object]  # fmt: skip
    recoded = rows.assign(**{name: rows[name].map(decoded) for name in texts})
    return recoded.rename(columns=decoded)


def _shapefile(layer: Layer) -> tuple[gpd.GeoDataFrame, str, list[Remark]]:
    _check_parts(layer)
    encoding, stated = dbf_encoding(layer.path)
    rows, remarks = _read(layer, layer.path, encoding=_BYTE_BY_BYTE)
    if encoding not in {"utf-8", "ascii"} or stated:
        beside = gettext("the .cpg says {stated}").format(stated=stated) if stated else gettext(
            "there is no .cpg")  # fmt: skip
        agrees = stated.lower().replace("-", "") == encoding.replace("-", "")
        if not agrees:
            remarks.append(Remark("encoding", 0, (f"{encoding} ({beside})",)))
    return _recoded(rows, encoding), encoding, remarks


def _json(layer: Layer, scratch: Path) -> tuple[gpd.GeoDataFrame, str, list[Remark]]:
    content = layer.path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        path = scratch / layer.path.name
        path.write_text(content.decode("cp1252", errors="replace"), encoding="utf-8")
        rows, remarks = _read(layer, path)
        told = gettext("the file is not UTF-8, as it should be")
        return rows, "cp1252", [*remarks, Remark("encoding", 0, (f"cp1252 ({told})",))]
    rows, remarks = _read(layer, layer.path)
    return rows, "utf-8", remarks


def _stated_crs(text: str) -> CRS:
    try:
        return CRS.from_user_input(text)
    except UnknownCRSError as error:
        message = gettext("--crs {value!r} is no coordinate system; write EPSG and its number, such"
                          " as EPSG:32630.")  # fmt: skip
        raise BoundaryError(message.format(value=text)) from error


def _crs_text(crs: Any) -> str:  # noqa: ANN401  (a pyproj CRS or None)
    if crs is None:
        return ""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.name)


def _in_degrees(
    rows: gpd.GeoDataFrame, file: str, wanted: str | None
) -> tuple[gpd.GeoDataFrame, str, list[Remark]]:
    """Bring the areas to degrees, or raise why the coordinate system cannot be right."""
    bounds = np.asarray(rows.total_bounds)
    in_range = np.isfinite(bounds).all() and (
        np.abs(bounds[[0, 2]]).max() <= _HALF_TURN and np.abs(bounds[[1, 3]]).max() <= _QUARTER_TURN
    )
    remarks, crs = [], rows.crs
    if wanted is not None:
        stated = _stated_crs(wanted)
        if crs is not None and crs != stated:
            remarks.append(Remark("crs_overridden", 0, (_crs_text(crs),)))
        crs = stated
    if crs is None and in_range:
        remarks.append(Remark("crs"))
        crs = CRS(STORAGE_CRS)
    edges = ", ".join(f"{edge:.1f}" for edge in bounds)
    if crs is None:
        message = gettext(
            "{file} names no coordinate system (a shapefile: the .prj is missing), and its"
            " coordinates ({edges}) are not degrees. Name the system with --crs, such as --crs"
            " EPSG:32630."
        )
        raise BoundaryError(message.format(file=file, edges=edges))
    if crs.is_geographic and not in_range:
        message = gettext(
            "{file} is said to be in degrees ({crs}), but its coordinates ({edges}) are none. Name"
            " the right coordinate system with --crs, such as --crs EPSG:32630."
        )
        raise BoundaryError(message.format(file=file, edges=edges, crs=_crs_text(crs)))
    moved = rows.set_crs(crs, allow_override=True).to_crs(STORAGE_CRS)
    if not np.isfinite(np.asarray(moved.total_bounds)).all():
        message = gettext(
            "{file}: its coordinates ({edges}) do not lie in {crs}. Name the right coordinate"
            " system with --crs."
        )
        raise BoundaryError(message.format(file=file, edges=edges, crs=_crs_text(crs)))
    return moved, _crs_text(crs), remarks


def read_layer(layer: Layer, scratch: Path, *, crs: str | None = None) -> Reading:
    """Read a layer of areas.

    Args:
        layer: As ``containers.the_layer`` returns it.
        scratch: A folder for what has to be written anew to be read.
        crs: The coordinate system that the file is in, instead of what it says.

    Raises:
        BoundaryError: The layer cannot be read, lacks a part, has no areas, or its coordinate
            system is missing or wrong.
    """
    if layer.kind == "shp":
        rows, encoding, remarks = _shapefile(layer)
    elif layer.kind == "json":
        rows, encoding, remarks = _json(layer, scratch)
    else:
        rows, remarks = _read(layer, layer.path)
        encoding = "utf-8"
    name = layer.path.name
    if not isinstance(rows, gpd.GeoDataFrame) or rows.geometry.isna().all():
        raise BoundaryError(gettext("{file} has no row with a shape.").format(file=name))
    kinds = sorted(set(rows.geom_type.dropna()))
    if not {"Polygon", "MultiPolygon", "GeometryCollection"} & set(kinds):
        message = gettext("{file} has no areas but {kinds}: units are areas (Polygon or"
                          " MultiPolygon).")  # fmt: skip
        raise BoundaryError(message.format(file=name, kinds=", ".join(kinds)))
    declared = _crs_text(rows.crs)
    moved, used, said = _in_degrees(rows, name, crs)
    geometry = moved.geometry.rename("geometry")
    plain = pd.DataFrame(moved.drop(columns=moved.geometry.name))
    plain = plain.drop(columns="geometry", errors="ignore")
    frame = gpd.GeoDataFrame(plain, geometry=geometry, crs=STORAGE_CRS).reset_index(drop=True)
    return Reading(frame, used, declared, encoding, (*remarks, *said))
