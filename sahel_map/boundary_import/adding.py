"""Add a layer of boundaries to a data folder: read, recognise, repair, match, write."""

from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd

from sahel_map.boundaries import level_columns, level_file, level_key
from sahel_map.boundary_import.added import regroup_below
from sahel_map.boundary_import.columns import Columns, choose_columns
from sahel_map.boundary_import.containers import layers_in, the_layer
from sahel_map.boundary_import.countries import check_country, rows_of_country
from sahel_map.boundary_import.folder import (
    REPLACED,
    Folder,
    as_features,
    digest,
    read_folder,
    write_folder,
)
from sahel_map.boundary_import.headings import FAMILIES
from sahel_map.boundary_import.naming import Naming, name_units
from sahel_map.boundary_import.origins import Origin, is_added, record_layer
from sahel_map.boundary_import.parents import find_parents
from sahel_map.boundary_import.reading import Reading, read_layer
from sahel_map.boundary_import.remarks import Remark
from sahel_map.boundary_import.report import Addition, Choices
from sahel_map.boundary_import.shapes import overlap_share, repaired, same_shapes
from sahel_map.boundary_import.texts import texts
from sahel_map.boundary_import.units import make_units
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext

__all__ = ["add_layer"]

_OVERLAP = 0.001
"""Share of the area in more than one unit that is worth telling; rounding gives far less."""

_COVERED = 0.98
"""Share of the country below which it is told how much the units cover."""

_NOT_STATED = "not stated"


def _origin(rows: gpd.GeoDataFrame, columns: Columns, choices: Choices, file: Path) -> tuple[
    Origin, list[Remark]
]:  # fmt: skip
    remarks = []
    vintage = choices.vintage or ""
    if not vintage and columns.valid:
        days = sorted(set(texts(rows[columns.valid])) - {""})
        vintage = days[0][:10] if len(days) == 1 else ""
        remarks += [Remark("vintage", 0, (f"{vintage} ({columns.valid})",))] if vintage else []
    if columns.family == "gadm":
        remarks.append(Remark("gadm"))
    elif not choices.licence:
        remarks.append(Remark("unlicensed"))
    source = choices.source or FAMILIES[columns.family] or file.name
    return Origin(source, vintage or _NOT_STATED, choices.licence or _NOT_STATED), remarks


def _check_place(
    units: gpd.GeoDataFrame, before: gpd.GeoDataFrame, country: str, file: str
) -> list[Remark]:
    """Say how much of the country the units cover; raise when they lie elsewhere altogether."""
    if before.empty:
        return []
    old, new = before.union_all(), units.union_all()
    share = float(new.intersection(old).area / old.area)
    if share == 0:
        west, south, east, north = (f"{edge:.1f}" for edge in units.total_bounds)
        message = gettext(
            "{file}: its units lie between longitude {west} and {east} and latitude {south} and"
            " {north}, nowhere in {country}. If the two are swapped, or the coordinate system is"
            " another, put it right; --crs names the system."
        )
        raise BoundaryError(
            message.format(
                file=file, west=west, east=east, south=south, north=north, country=country
            )
        )
    return [] if share >= _COVERED else [Remark("coverage", 0, (f"{100 * share:.0f} %",))]


def _read(file: Path, choices: Choices) -> tuple[Reading, str, list[Remark]]:
    with layers_in(file) as layers, TemporaryDirectory(prefix="sahel-map-") as scratch:
        layer = the_layer(layers, choices.layer, file.name)
        reading = read_layer(layer, Path(scratch), crs=choices.crs)
    chosen = choices.layer is None and layer.name not in {file.stem, file.name}
    return reading, layer.name, [Remark("layer", 0, (layer.name,))] if chosen else []


def _finished(
    units: gpd.GeoDataFrame, naming: Naming, folder: Folder, columns: Columns, country: str
) -> tuple[gpd.GeoDataFrame, list[Remark]]:
    """Return the units with the columns of their level."""
    level = columns.level
    key = level_key(level)
    whole = units.rename(columns={"unit_id": key}).assign(
        alt_names=naming.alt_names, country=country
    )
    if level == 1:
        whole = whole.assign(name_fr=naming.french, region=naming.regions, region_fr=naming.regions)
        extra = [*level_columns(1)[:5], "region_fr", *level_columns(1)[5:]]
        return whole[[*extra, "geometry"]], []
    parents = find_parents(whole, folder.units(level - 1, country), list(units["stated"]))
    whole = whole.assign(parent_id=list(parents.ids))
    return whole[[*level_columns(level), "geometry"]], list(parents.remarks)


def _put_in_place(
    folder: Folder, finished: gpd.GeoDataFrame, level: int, country: str
) -> list[Remark]:
    stood = folder.replace(level_file(level), country, as_features(finished))
    if level == 1 and not is_added(folder, level, country):
        folder.replace(REPLACED, country, stood)
    return regroup_below(folder, level, country)


def add_layer(file: Path, data: Path, choices: Choices, *, dry: bool = False) -> Addition:
    """Add a layer of boundaries to a data folder.

    Units of the first level take the place of the country's in ``geo/admin1.geojson``; those of
    the second and third go to files of their own and take the place of such added before.

    Args:
        file: GeoJSON, TopoJSON, GeoPackage or shapefile, also in a .zip.
        data: A data folder; one without boundaries gets the bundled ones first.
        choices: What the reader settles.
        dry: Whether to report only.

    Raises:
        BoundaryError: The file cannot be used or leaves a choice open; nothing is changed.
    """
    country = check_country(choices.country) if choices.country else None
    folder = read_folder(data / "geo")
    reading, layer, remarks = _read(file, choices)
    rows, country, said = rows_of_country(reading.rows, country, file.name)
    options = {"--name": choices.name, "--code": choices.code, "--parent": choices.parent}
    columns = choose_columns(rows.drop(columns="geometry"), options.get, choices.level, file.name)
    origin, origin_said = _origin(rows, columns, choices, file)
    remarks += [*reading.remarks, *said, *columns.remarks]
    usable, repairs = repaired(rows, file.name)
    taken = folder.ids_elsewhere(columns.level, country)
    units, made = make_units(usable, columns, country, taken=taken, file=file.name)
    covered = _check_place(units, folder.units(1, country), country, file.name)
    naming = name_units(units, folder, columns.level, country)
    finished, parents = _finished(units, naming, folder, columns, country)
    share = overlap_share(units.geometry)
    overlap = [Remark("overlap", 0, (f"{100 * share:.1f} %",))] if share > _OVERLAP else []
    remarks += [*repairs, *made, *same_shapes(units.geometry), *overlap, *covered, *parents]
    remarks += [*naming.remarks, *_put_in_place(folder, finished, columns.level, country)]
    remarks += origin_said
    addition = Addition(
        file.name, layer, country, columns, reading, len(rows), naming.known, naming.matching,
        dict(zip(units["unit_id"], units["name"], strict=True)), origin, tuple(remarks),
    )  # fmt: skip
    record_layer(folder, addition.as_record(), columns.level, digest(file.read_bytes()))
    return addition if dry else addition.with_files(write_folder(folder))
