"""``corridors draw`` and ``corridors snap``: the lines of the roads."""

from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from sahel_map.cli.base import Folder, fail, load, print_table, say
from sahel_map.cli.roads import corridors
from sahel_map.errors import DataError
from sahel_map.exports import plain_records
from sahel_map.i18n import gettext as _
from sahel_map.lines import LINES_FILE, draw_legs, write_legs
from sahel_map.roads import convert_waypoints
from sahel_map.schema import TABLES
from sahel_map.settings import data_dir
from sahel_map.snapping import read_road_layer, snap_legs
from sahel_map.tables import read_table

__all__ = ["draw", "snap"]


def _drawn(folder: Path) -> Any:  # noqa: ANN401  (a GeoDataFrame of legs)
    name = "corridor_waypoints.csv"
    try:
        read = read_table(folder / name, TABLES[name])
    except DataError as error:
        raise fail(str(error), 1) from error
    if read.rows.empty:
        raise fail(_("{file} has no usable row: there is nothing to draw.").format(file=name), 1)
    return draw_legs(convert_waypoints(read.rows))


@corridors.command(help=_("Draw the straight lines between the waypoints into corridors.geojson."))
def draw(folder: Folder = None) -> None:
    """Draw the straight lines between the waypoints into corridors.geojson."""
    where = folder or data_dir()
    legs = _drawn(where)
    path = where / "geo" / LINES_FILE
    path.parent.mkdir(exist_ok=True)
    write_legs(legs, path)
    say(_("{n} legs written to {path}.").format(n=len(legs), path=path))


@corridors.command(help=_("Lay the lines along the roads of a map layer, where a path is found."))
def snap(
    *,
    roads: Annotated[
        Path, typer.Argument(help=_("A layer of road lines: GeoPackage, GeoJSON ..."))
    ],
    dry: Annotated[bool, typer.Option("--dry-run", help=_("Only report; write nothing."))] = False,
    folder: Folder = None,
) -> None:
    """Lay the lines along the roads of a map layer, where a path is found."""
    where = folder or data_dir()
    legs = _drawn(where)
    modes = load(where).roads.corridors["mode"]
    by_road = legs["corridor_id"].map(modes).eq("road")
    try:
        lines = read_road_layer(roads, legs[by_road])
    except DataError as error:
        raise fail(str(error), 1) from error
    snapped = snap_legs(legs[by_road], lines)
    result = pd.concat([snapped.legs, legs[~by_road]], ignore_index=True)
    counts = result.assign(on_road=result["drawn"] == "road").groupby("corridor_id")
    report = counts.agg(legs=("seq", "size"), on_road=("on_road", "sum"), km=("length_km", "sum"))
    report["km"] = report["km"].round(0)
    rows = plain_records(report.reset_index())
    print_table(_("Legs along real roads"), rows, {name: name for name in rows[0]}, of=None)
    if len(snapped.kept):
        kept = plain_records(snapped.kept)
        columns = ("from_place", "to_place", "reason")
        headings = {name: name for name in columns}
        print_table(_("Legs that keep their straight line"), kept, headings, of=None)
    if not dry:
        write_legs(result, where / "geo" / LINES_FILE)
        text = _("Written to {path}; `sahel-map corridors draw` undoes it.")
        say(text.format(path=where / "geo" / LINES_FILE))
