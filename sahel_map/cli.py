"""The ``sahel-map`` command: serve, validate, events, doctor."""

import datetime as dt
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sahel_map import __version__, frontend, i18n, store
from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.errors import SahelMapError, SelectionError
from sahel_map.exports import Provenance, to_csv, to_geojson, to_records
from sahel_map.i18n import gettext as _
from sahel_map.schema import TABLES, parse_day
from sahel_map.selection import DEFAULT_CONFIDENCE, Selection
from sahel_map.settings import ROOT, data_dir

__all__ = ["app"]

# Before the commands are declared, so that their help is in the reader's language too.
i18n.activate((os.environ.get("LC_ALL") or os.environ.get("LANG") or "").partition("_")[0])

app = typer.Typer(
    help=_("Sahel Map: an offline conflict dashboard for Mali and the Sahel."),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

_SHOWN = {"date_start": "from", "title": "title", "place": "place", "admin1": "admin1",
          "fatalities_low": "low", "fatalities_high": "high", "event_id": "event_id"}  # fmt: skip
"""The columns of ``events`` that fit a terminal, with short headings; other formats have all."""


class TableFormat(StrEnum):
    """How a command prints."""

    table = "table"
    json = "json"


class EventFormat(StrEnum):
    """How ``events`` prints."""

    table = "table"
    csv = "csv"
    json = "json"
    geojson = "geojson"


Format = Annotated[TableFormat, typer.Option("--format", help=_("How to print."))]


def _fail(message: str, code: int = 2) -> typer.Exit:
    err.print(message, style="red", markup=False, highlight=False)
    return typer.Exit(code)


def _load(folder: Path) -> store.Dataset:
    try:
        return store.load(folder)
    except SahelMapError as error:
        raise _fail(str(error), 1) from error


def _print_table(title: str, rows: list[dict[str, Any]], columns: dict[str, str]) -> None:
    table = Table(title=Text(title), title_justify="left", header_style="bold")
    for heading in columns.values():
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if row[c] is None else str(row[c])) for c in columns))
    with out.capture() as captured:
        out.print(table)
    sys.stdout.write(captured.get())


def _print_json(rows: list[dict[str, Any]]) -> None:
    sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2, default=str) + "\n")


@app.command(help=_("Serve the dashboard until it is stopped."))
def serve(
    host: Annotated[
        str, typer.Option(help=_("Address to listen on; 0.0.0.0 for all."))
    ] = "localhost",
    port: Annotated[int, typer.Option(help=_("Port to listen on."), min=1, max=65535)] = 8501,
    base_path: Annotated[str, typer.Option(help=_("Path prefix, behind a proxy."))] = "",
) -> None:
    """Serve the dashboard until it is stopped."""
    streamlit = shutil.which("streamlit", path=str(Path(sys.executable).parent))
    if streamlit is None:
        raise _fail(_("streamlit is not installed beside this Python: run `make install`."))
    flags = [f"--server.address={host}", f"--server.port={port}"]
    if base_path:
        flags.append(f"--server.baseUrlPath={base_path}")
    command = [streamlit, "run", str(ROOT / "app.py"), *flags]
    try:
        code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603
    except KeyboardInterrupt:
        code = 0
    raise typer.Exit(code)


@app.command(
    help=_("Check every table and name all faults at once; exit 1 when there is an error.")
)
def validate(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help=_("A data folder."))
    ] = None,
    form: Format = TableFormat.table,
) -> None:
    """Check every table and name all faults at once; exit 1 when there is an error."""
    data = _load(folder or data_dir())
    rows = [fault.as_dict() for fault in data.faults]
    errors = len(data.errors())
    if form is TableFormat.json:
        _print_json(rows)
    elif rows:
        _print_table(_("Faults"), rows, {name: name for name in rows[0]})
    summary = _("{tables} tables, {events} events: {errors} errors, {warnings} warnings").format(
        tables=len(TABLES), events=len(data.events), errors=errors, warnings=len(rows) - errors
    )
    err.print(summary, style="red" if errors else "green", highlight=False)
    raise typer.Exit(1 if errors else 0)


def _day(text: str | None, name: str) -> dt.date | None:
    if text is None:
        return None
    day = parse_day(text)
    if day is None:
        message = _("{name}: {value!r} is not a date; write YYYY-MM-DD.")
        raise SelectionError(message.format(name=name, value=text))
    return day


def _known_regions(names: list[str], data: store.Dataset) -> tuple[str, ...]:
    known = set(data.admin1["name"]) | set(data.events["admin1"]) - {""}
    folded = {fold(name) for name in known}
    for name in names:
        if fold(name) not in folded:
            message = _("--region: no region is called {value!r}. Regions with events: {known}.")
            listed = ", ".join(sorted(set(data.events["admin1"]) - {""}))
            raise SelectionError(message.format(value=name, known=listed))
    return tuple(names)


@app.command(help=_("Print the located events, with the same filters as the page."))
def events(  # noqa: PLR0913, PLR0917  (one option for each filter of the page)
    first: Annotated[str | None, typer.Option("--from", help=_("First day, YYYY-MM-DD."))] = None,
    last: Annotated[str | None, typer.Option("--to", help=_("Last day, YYYY-MM-DD."))] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--type", help=_("Event type; repeatable."))
    ] = None,
    actor: Annotated[list[str] | None, typer.Option(help=_("Who acted; repeatable."))] = None,
    country: Annotated[
        list[str] | None, typer.Option(help=_("ISO alpha-3 code; repeatable."))
    ] = None,
    region: Annotated[list[str] | None, typer.Option(help=_("Region; repeatable."))] = None,
    precision: Annotated[
        str, typer.Option(help=_("At least: {codes}.").format(codes=", ".join(v.GEO_PRECISION)))
    ] = "country",
    confidence: Annotated[
        str, typer.Option(help=_("At least: {codes}.").format(codes=", ".join(v.CONFIDENCE)))
    ] = DEFAULT_CONFIDENCE,
    text: Annotated[str, typer.Option("--text", help=_("Words, accent-blind."))] = "",
    form: Annotated[
        EventFormat, typer.Option("--format", help=_("How to print."))
    ] = EventFormat.table,
    folder: Annotated[Path | None, typer.Option("--data", help=_("A data folder."))] = None,
) -> None:
    """Print the located events, with the same filters as the page."""
    data = _load(folder or data_dir())
    try:
        selection = Selection(
            first=_day(first, "--from"),
            last=_day(last, "--to"),
            types=tuple(kind or ()),
            actors=tuple(actor or ()),
            countries=tuple(country or ()),
            regions=_known_regions(region or [], data),
            precision=precision,
            confidence=confidence,
            text=text,
        )
    except SelectionError as error:
        raise _fail(str(error)) from error
    if selection.backwards:
        raise _fail(_("--from {first} lies after --to {last}.").format(first=first, last=last))
    outcome = selection.outcome(data.events)
    provenance = Provenance(selection.sentence(), data.version)
    if form is EventFormat.json:
        _print_json(to_records(outcome.events))
    elif form is EventFormat.geojson:
        sys.stdout.write(to_geojson(outcome.events, provenance).decode() + "\n")
    elif form is EventFormat.csv:
        sys.stdout.write(to_csv(outcome.events, provenance).decode("utf-8-sig"))
    else:
        _print_table(selection.sentence(), to_records(outcome.events), _SHOWN)
    err.print(f"{selection.sentence()}. {outcome.sentence()}", highlight=False, markup=False)


def _checks(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [{"check": "sahel-map", "state": __version__, "detail": str(ROOT)}]
    for package in ("streamlit", "streamlit-folium", "folium", "geopandas", "shapely", "pandas"):
        version = importlib.metadata.version(package)
        rows.append({"check": package, "state": version, "detail": _("installed")})
    for key, (package, _path) in frontend.FILES.items():
        local = frontend.local_path(key).is_file()
        rows.append(
            {
                "check": f"{package} ({key})",
                "state": _("local") if local else _("CDN"),
                "detail": str(frontend.local_path(key)) if local else frontend.library_url(key),
            }
        )
    data = store.load(folder)
    for name, frame in (
        ("events", data.events),
        ("sources", data.sources),
        ("places", data.places),
    ):
        rows.append({"check": name, "state": str(len(frame)), "detail": str(folder)})
    errors = len(data.errors())
    rows.append({"check": _("faults"), "state": str(errors), "detail": _("see validate")})
    rows.append({"check": _("data version"), "state": data.version, "detail": ""})
    for name, about in data.manifest.get("files", {}).items():
        rows.append({"check": name, "state": about["vintage"], "detail": about["source"]})
    return rows


@app.command(
    help=_("Say what is installed, where map libraries come from, and how old the data are.")
)
def doctor(
    folder: Annotated[Path | None, typer.Option("--data", help=_("A data folder."))] = None,
    form: Format = TableFormat.table,
) -> None:
    """Say what is installed, where map libraries come from, and how old the data are."""
    try:
        rows = _checks(folder or data_dir())
    except SahelMapError as error:
        raise _fail(str(error), 1) from error
    if form is TableFormat.json:
        _print_json(rows)
    else:
        _print_table("Sahel Map", rows, {name: name for name in rows[0]})


if __name__ == "__main__":
    app()
