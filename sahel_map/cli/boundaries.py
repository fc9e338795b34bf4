"""``boundaries``: layers of administrative units that the reader brings."""

from pathlib import Path
from typing import Annotated

import typer

from sahel_map.boundary_import import (
    Addition,
    Choices,
    add_layer,
    check_country,
    layers_of,
    remove_level,
)
from sahel_map.boundary_import.remarks import KINDS
from sahel_map.cli.base import (
    Folder,
    Format,
    TableFormat,
    app,
    fail,
    print_json,
    print_table,
    say,
)
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext as _
from sahel_map.i18n import noop
from sahel_map.settings import data_dir

__all__ = ["add", "boundaries", "listed", "remove"]

boundaries = typer.Typer(help=_("Administrative boundaries: add your own."), no_args_is_help=True)
app.add_typer(boundaries, name="boundaries")

_KINDS = {
    "assumed": noop("assumed"),
    "repaired": noop("repaired"),
    "told": noop("to know"),
}

Level = Annotated[int | None, typer.Option(min=1, max=3, help=_("The level of the units."))]
Country = Annotated[str | None, typer.Option(help=_("The country of the units: MLI, BFA, NER ..."))]


def _printed(found: Addition, *, dry: bool) -> None:
    columns = found.columns
    known = len(found.matching.matched)
    rows = [
        (_("File"), found.file if found.layer in found.file else f"{found.file}: {found.layer}"),
        (_("Country"), found.country),
        (_("Level"), columns.level),
        (_("Units"), len(found.names)),
        (_("Rows"), found.rows),
        (_("Column of names"), columns.name),
        (_("Column of codes"), columns.code or "-"),
        (_("Column of the unit above"), ", ".join(columns.parents) or "-"),
        (_("Coordinate system"), found.reading.crs),
        (_("Encoding"), found.reading.encoding),
        (_("Source"), found.origin.source),
        (_("Vintage"), found.origin.vintage),
        (_("Licence"), found.origin.licence),
        (_("Names known from {layer}").format(layer=found.known), f"{known}/{len(found.names)}"),
        (_("Names not known there"), ", ".join(found.unknown) or "-"),
    ]
    title = _("Boundaries that would be added") if dry else _("Boundaries added")
    table = [{"what": what, "value": value} for what, value in rows]
    print_table(title, table, {"what": "", "value": ""}, of=None)
    said = sorted(found.remarks, key=lambda remark: KINDS.index(remark.kind))
    remarks = [{"kind": _(_KINDS[r.kind]), "text": r.text} for r in said]
    print_table(_("What is said of them"), remarks, {"kind": "", "text": ""}, of=None)


@boundaries.command(help=_("Add a layer of regions, cercles or communes to a data folder."))
def add(  # noqa: PLR0913  (one option for each choice)
    file: Annotated[
        Path, typer.Argument(help=_("GeoJSON, TopoJSON, GeoPackage or shapefile, also zipped."))
    ],
    *,
    folder: Folder = None,
    level: Level = None,
    name: Annotated[str | None, typer.Option(help=_("The column of the names."))] = None,
    code: Annotated[str | None, typer.Option(help=_("The column of the codes."))] = None,
    parent: Annotated[str | None, typer.Option(help=_("The column of the unit above."))] = None,
    country: Country = None,
    vintage: Annotated[str | None, typer.Option(help=_("Of when the layer is."))] = None,
    source: Annotated[str | None, typer.Option(help=_("Who made the layer."))] = None,
    licence: Annotated[
        str | None, typer.Option(help=_("The terms under which the layer may be passed on."))
    ] = None,
    layer: Annotated[
        str | None, typer.Option(help=_("The layer, where the file has several."))
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help=_("The coordinate system of the file: EPSG:32630 ..."))
    ] = None,
    form: Format = TableFormat.table,
    dry: Annotated[bool, typer.Option("--dry-run", help=_("Only report; write nothing."))] = False,
) -> None:
    """Add a layer of regions, cercles or communes to a data folder."""
    choices = Choices(
        level, name, code, parent, country, vintage, source, licence, layer, crs
    )  # fmt: skip
    where = folder or data_dir()
    try:
        found = add_layer(file, where, choices, dry=dry)
    except BoundaryError as error:
        raise fail(str(error), 1) from error
    if form is TableFormat.json:
        print_json(found.as_record() | {"dry_run": dry}, of=None)
    else:
        _printed(found, dry=dry)
    if dry:
        say(_("Nothing was written."))
    else:
        text = _("Written to {path}: {files}.")
        say(text.format(path=where / "geo", files=", ".join(found.written) or "-"))


@boundaries.command("list", help=_("Print which boundaries a data folder has, and whose."))
def listed(folder: Folder = None, form: Format = TableFormat.table) -> None:
    """Print which boundaries a data folder has, and whose."""
    try:
        rows = layers_of(folder or data_dir())
    except BoundaryError as error:
        raise fail(str(error), 1) from error
    if form is TableFormat.json:
        print_json(rows, of=None)
    else:
        shown = ("level", "country", "units", "added", "source", "vintage", "licence", "file")
        print_table(_("Boundaries"), rows, {name: name for name in shown}, of=None)
        if not all(row["as_recorded"] for row in rows):
            say(_("Some layers are not as the manifest records them: they were changed since."))


@boundaries.command(help=_("Take an added layer away; level 1 goes back to what it replaced."))
def remove(
    *,
    level: Annotated[int, typer.Option(min=1, max=3, help=_("The level of the units."))],
    country: Annotated[str, typer.Option(help=_("The country of the units: MLI, BFA, NER ..."))],
    folder: Folder = None,
) -> None:
    """Take an added layer away; level 1 goes back to what it replaced."""
    where = folder or data_dir()
    try:
        units, remarks, files = remove_level(where, level, check_country(country))
    except BoundaryError as error:
        raise fail(str(error), 1) from error
    for remark in remarks:
        say(remark.text)
    text = _("Level {level} of {country} now has {units} units. Changed: {files}.")
    say(text.format(level=level, country=country.upper(), units=units, files=", ".join(files)))
