"""``corridors`` and ``sieges``: the roads and towns on a day, their measures, and their lines."""

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
import typer

from sahel_map import store
from sahel_map.basis import Basis
from sahel_map.cli.base import (
    FileFormat,
    Folder,
    Format,
    Known,
    TableFormat,
    app,
    day_option,
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
from sahel_map.exports import Provenance, plain_records
from sahel_map.i18n import gettext as _
from sahel_map.measures.corridors import Every, corridor_measures
from sahel_map.measures.gateways import gateways, trade_exposed
from sahel_map.measures.road_days import road_days
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM, buffers_of
from sahel_map.measures.sieges import sieges_on
from sahel_map.measures.status import RoadDays
from sahel_map.road_wording import exposure_text, gateways_text, reason_text
from sahel_map.settings import data_dir

__all__ = ["corridors", "measure", "sieges", "status"]

corridors = typer.Typer(
    help=_("The roads: their status, measures and lines."), no_args_is_help=True
)
app.add_typer(corridors, name="corridors")


class Period(StrEnum):
    """How often a measure is taken."""

    day = "day"
    week = "week"
    month = "month"


_SHORTEST = {"day": 1, "week": 7, "month": 28}
_MOST_ROWS = 20_000

On = Annotated[str, typer.Option("--on", help=_("The day, YYYY-MM-DD."))]
Buffer = Annotated[
    float, typer.Option("--buffer", help=_("How far from a road an attack may lie, kilometres."))
]


def _day(text: str, name: str = "--on") -> dt.date:
    try:
        day = day_option(text, name)
    except SelectionError as error:
        raise fail(str(error)) from error
    if day is None:
        raise fail(_("{name}: a date is needed.").format(name=name))
    return day


def _narrowed(folder: Path | None, known: str | None) -> store.Dataset:
    data = load(folder or data_dir())
    if data.roads.corridors.empty:
        raise fail(_("This data folder has no corridors.csv: there are no roads to show."), 1)
    return Basis(known=_day(known, "--known") if known else None).narrow(data).data


def _days(data: store.Dataset, buffer_km: float, **span: dt.date) -> RoadDays:
    allowed = buffers_of(data.roads)
    if buffer_km not in allowed:
        listed = ", ".join(f"{km:g}" for km in allowed)
        text = _("--buffer: {value:g} is not one of {allowed} (kilometres).")
        raise fail(text.format(value=buffer_km, allowed=listed))
    return road_days(data.verified(), data.roads, buffer_km=buffer_km, **span)


def _outside(found: RoadDays, day: dt.date) -> None:
    extent = found.data_days
    if extent is None:
        say(_("There are no events, so no road has a status."))
    elif not extent[0] <= day <= extent[1]:
        text = _("{day} lies outside the days with event data, {first} to {last}: no data.")
        say(text.format(day=day, first=extent[0], last=extent[1]))


def _event(data: store.Dataset, event_id: str) -> dict[str, Any] | None:
    if not event_id:
        return None
    event: Any = data.events.loc[event_id]
    return {
        "event_id": event_id,
        "date": event["date_start"].strftime("%Y-%m-%d"),
        "title": _(event.title),
        "source_ids": event["source_ids"],
    }


def _spell(data: store.Dataset, spell_id: str) -> dict[str, Any] | None:
    if not spell_id:
        return None
    spell: Any = data.roads.blockades.loc[spell_id]
    return plain_records(
        pd.DataFrame(
            [
                {
                    "spell_id": spell_id,
                    "kind": spell["kind"],
                    "status": spell["status"],
                    **{
                        name: spell[name].strftime("%Y-%m-%d") if pd.notna(spell[name]) else None
                        for name in ("start", "end", "last_confirmed")
                    },
                    "imposed_by": _(spell.imposed_by),
                    "source_ids": spell["source_ids"],
                }
            ]
        )
    )[0]


@corridors.command(help=_("Print the status of every road on a day, with reason and evidence."))
def status(
    on: On,
    known: Known = None,
    buffer_km: Buffer = DEFAULT_BUFFER_KM,
    form: Format = TableFormat.table,
    folder: Folder = None,
) -> None:
    """Print the status of every road on a day, with reason and evidence."""
    day = _day(on)
    data = _narrowed(folder, known)
    found = _days(data, buffer_km)
    rows = []
    state: Any
    for state in found.on(day).itertuples():
        last = _event(data, state.last_event_id)
        rows.append(
            {
                "corridor_id": state.Index,
                "name": _(str(data.roads.corridors.at[state.Index, "short_name"])),
                "status": state.status,
                "reason": state.reason,
                "reason_text": reason_text(state, data.roads),
                "days_since": None if pd.isna(state.days_since) else int(state.days_since),
                "share_under_threat": round(float(state.lit_share), 4),
                "last_incident": last,
                "spell": _spell(data, state.spell_id),
                "unconfirmed_spell": _spell(data, state.stale_spell_id),
            }
        )
    _outside(found, day)
    if form is TableFormat.json:
        print_json(rows, of=data)
    else:
        shown = [
            {**row, "last_incident": (row["last_incident"] or {}).get("event_id")} for row in rows
        ]
        why = "reason" if data.restricted else "reason_text"
        columns = ("name", "status", why, "days_since", "last_incident")
        print_table(on, shown, {name: name for name in columns}, of=data)
    say(gateways_text(gateways(found, data.roads, day)))
    say(exposure_text(trade_exposed(found, data.roads, day), data.roads))


@corridors.command(help=_("Print what is measured of a road, period by period."))
def measure(  # noqa: PLR0913, PLR0917  (one option for each choice)
    corridor: Annotated[str, typer.Option("--corridor", help=_("A corridor_id."))],
    first: Annotated[str, typer.Option("--from", help=_("First day, YYYY-MM-DD."))],
    last: Annotated[str, typer.Option("--to", help=_("Last day, YYYY-MM-DD."))],
    every: Annotated[Period, typer.Option("--every", help=_("Length of a period."))] = Period.week,
    known: Known = None,
    buffer_km: Buffer = DEFAULT_BUFFER_KM,
    form: Annotated[
        FileFormat, typer.Option("--format", help=_("How to print."))
    ] = FileFormat.table,
    folder: Folder = None,
) -> None:
    """Print what is measured of a road, period by period."""
    start, end = _day(first, "--from"), _day(last, "--to")
    if start > end:
        raise fail(_("--from {first} lies after --to {last}.").format(first=first, last=last))
    data = _narrowed(folder, known)
    if corridor not in data.roads.corridors.index:
        raise unknown(list(data.roads.corridors.index), corridor)
    if data.restricted and every is not Period.month:
        raise withheld(_("From one day or week to the next they could be told: --every month."))
    found = _days(data, buffer_km)
    period: Every = every.value
    wanted = (end - start).days // _SHORTEST[period]
    if wanted > _MOST_ROWS:
        message = _("That would be some {n} rows; choose fewer days or longer periods.")
        raise fail(message.format(n=wanted))
    table = corridor_measures(found, data.roads, corridor, first=start, last=end, every=period)
    for day in dict.fromkeys((start, end)):
        _outside(found, day)
    numbers = ["density_30", "density_30_mali", "share_30", "share_90"]
    table[numbers] = table[numbers].astype("Float64").round(5)
    if form is FileFormat.csv:
        about: dict[str, Any] = {
            "corridor_id": corridor,
            "buffer_km": buffer_km,
            "data_version": data.version,
        }
        if data.about:
            words = f"{corridor}; {first} - {last}; {every.value}"
            print_csv(table.assign(**about), Provenance.of(words, data), of=data)
        else:
            sys.stdout.write(table.assign(**about).to_csv(index=False, lineterminator="\n"))
        return
    rows = plain_records(table)
    if form is FileFormat.json:
        print_json(rows, of=data)
    else:
        print_table(corridor, rows, {name: name for name in table.columns}, of=data)


@app.command(help=_("Print the towns under siege on a day, confirmed and possible."))
def sieges(
    on: On, known: Known = None, form: Format = TableFormat.table, folder: Folder = None
) -> None:
    """Print the towns under siege on a day, confirmed and possible."""
    day = _day(on)
    data = _narrowed(folder, known)
    running = sieges_on(data.roads, day)
    columns = ["place", "country", "state", "status", "start", "start_precision", "end"]
    columns += ["last_confirmed", "imposed_by", "confidence", "source_ids"]
    table = running[["spell_id", *columns]].copy()
    for name in ("place", "imposed_by"):
        table[name] = table[name].map(_)
    for name in ("start", "end", "last_confirmed"):
        table[name] = table[name].dt.strftime("%Y-%m-%d")
    rows = plain_records(table)
    places = running.drop_duplicates(["country", "place"])
    sure = int((places["state"] == "confirmed").sum())
    if form is TableFormat.json:
        summary = {"on": on, "confirmed": sure, "possible": len(places), "sieges": rows}
        print_json(summary, of=data)
    else:
        shown = ("place", "country", "state", "start", "last_confirmed", "imposed_by")
        print_table(on, rows, {name: name for name in shown}, of=data)
    text = _("{sure} towns confirmed, up to {possible} possible.")
    say(text.format(sure=sure, possible=len(places)))
