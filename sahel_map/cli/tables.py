"""``validate`` and ``events``: check the tables, and print the located events."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sahel_map import store
from sahel_map import vocabulary as v
from sahel_map.basis import Basis
from sahel_map.boundaries import fold
from sahel_map.cli.base import (
    Folder,
    Format,
    Known,
    TableFormat,
    app,
    day_option,
    err,
    fail,
    load,
    print_csv,
    print_json,
    print_table,
    say,
    unknown,
    withheld,
)
from sahel_map.errors import SelectionError
from sahel_map.exports import (
    Provenance,
    about_counts,
    plain_records,
    to_csv,
    to_geojson,
    to_records,
)
from sahel_map.i18n import gettext as _
from sahel_map.outcome import Outcome
from sahel_map.schema import TABLES
from sahel_map.selection import DEFAULT_CONFIDENCE, Selection
from sahel_map.settings import data_dir
from sahel_map.withholding import aggregated, merged_text, named_sources

__all__ = ["events", "validate"]

_SHOWN = {"date_start": "from", "title": "title", "place": "place", "admin1": "admin1",
          "fatalities_low": "low", "fatalities_high": "high", "event_id": "event_id"}  # fmt: skip
"""The columns of ``events`` that fit a terminal, with short headings; other formats have all."""


class EventFormat(StrEnum):
    """How ``events`` prints."""

    table = "table"
    csv = "csv"
    json = "json"
    geojson = "geojson"


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
    data = load(folder or data_dir())
    rows = [fault.as_dict() for fault in data.faults]
    errors = len(data.errors())
    if form is TableFormat.json:
        print_json(rows, of=data)
    elif rows:
        print_table(_("Faults"), rows, {name: name for name in rows[0]}, of=data)
    summary = _("{tables} tables, {events} events: {errors} errors, {warnings} warnings").format(
        tables=len(TABLES), events=len(data.events), errors=errors, warnings=len(rows) - errors
    )
    err.print(summary, style="red" if errors else "green", highlight=False)
    raise typer.Exit(1 if errors else 0)


def _known_regions(names: list[str], data: store.Dataset) -> tuple[str, ...]:
    known = set(data.admin1["name"]) | set(data.events["admin1"]) - {""}
    folded = {fold(name) for name in known}
    for name in names:
        if fold(name) not in folded:
            message = _("--region: no region is called {value!r}. Regions with events: {known}.")
            listed = ", ".join(sorted(set(data.events["admin1"]) - {""}))
            raise SelectionError(message.format(value=name, known=listed))
    return tuple(names)


def _print_counts(
    outcome: Outcome, provenance: Provenance, form: EventFormat, *, of: store.Dataset
) -> None:
    """Print what may be passed on of restricted events: counts by month, region and kind."""
    table = aggregated(outcome.events)
    if form is EventFormat.geojson:
        raise withheld(_("Choose another format than geojson."))
    if form is EventFormat.csv:
        print_csv(table, about_counts(provenance, table), of=of)
    elif form is EventFormat.json:
        print_json(plain_records(table), of=of)
    else:
        columns = {str(name): str(name) for name in table}
        print_table(provenance.selection, plain_records(table), columns, of=of)
    if merged := merged_text(table):
        say(merged)


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
    source: Annotated[
        list[str] | None, typer.Option(help=_("Events that cite this source_id; repeatable."))
    ] = None,
    precision: Annotated[
        str, typer.Option(help=_("At least: {codes}.").format(codes=", ".join(v.GEO_PRECISION)))
    ] = "country",
    confidence: Annotated[
        str, typer.Option(help=_("At least: {codes}.").format(codes=", ".join(v.CONFIDENCE)))
    ] = DEFAULT_CONFIDENCE,
    known: Known = None,
    text: Annotated[str, typer.Option("--text", help=_("Words, accent-blind."))] = "",
    form: Annotated[
        EventFormat, typer.Option("--format", help=_("How to print."))
    ] = EventFormat.table,
    folder: Folder = None,
) -> None:
    """Print the located events, with the same filters as the page."""
    data = load(folder or data_dir())
    for name in source or ():
        if name not in data.sources.index:
            raise unknown(named_sources(data), name)
    try:
        basis = Basis(known=day_option(known, "--known"))
        selection = Selection(
            first=day_option(first, "--from"),
            last=day_option(last, "--to"),
            types=tuple(kind or ()),
            actors=tuple(actor or ()),
            countries=tuple(country or ()),
            regions=_known_regions(region or [], data),
            sources=tuple(source or ()),
            precision=precision,
            confidence=confidence,
            text=text,
        )
    except SelectionError as error:
        raise fail(str(error)) from error
    if selection.backwards:
        raise fail(_("--from {first} lies after --to {last}.").format(first=first, last=last))
    narrowed = basis.narrow(data)
    outcome = selection.outcome(narrowed.data.events)
    words = ". ".join(filter(None, [selection.sentence(), narrowed.sentence()]))
    provenance = Provenance.of(words, data)
    if data.restricted:
        _print_counts(outcome, provenance, form, of=data)
    elif form is EventFormat.json:
        print_json(to_records(outcome.events), of=data)
    elif form is EventFormat.geojson:
        sys.stdout.write(to_geojson(outcome.events, provenance).decode() + "\n")
    elif form is EventFormat.csv:
        sys.stdout.write(to_csv(outcome.events, provenance).decode("utf-8-sig"))
    else:
        print_table(words, to_records(outcome.events), _SHOWN, of=data)
    err.print(f"{words}. {outcome.sentence()}", highlight=False, markup=False)
