"""``claims``, ``sources`` and ``numbers``: who says what, and what rests on whom."""

from typing import Annotated, Any

import typer

from sahel_map import store
from sahel_map import vocabulary as v
from sahel_map.basis import Basis
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
    print_json,
    print_table,
    unknown,
    withheld,
)
from sahel_map.errors import SelectionError
from sahel_map.exports import plain_records
from sahel_map.i18n import gettext as _
from sahel_map.measures.published import computed
from sahel_map.measures.sourcing import figures, single_sourced, source_load
from sahel_map.settings import data_dir
from sahel_map.withholding import named_sources
from sahel_map.wording import deaths_text, indicator_text

__all__ = ["claims", "numbers", "sources"]


def _known(data: store.Dataset, day: str | None) -> store.Dataset:
    try:
        narrowed = Basis(known=day_option(day, "--known")).narrow(data)
    except SelectionError as error:
        raise fail(str(error)) from error
    if day:
        err.print(narrowed.sentence(), highlight=False, markup=False)
    return narrowed.data


def _claim_records(data: store.Dataset, event_id: str) -> list[dict[str, Any]]:
    about = data.claims_of(event_id)
    cited = data.sources.loc[about["source_id"]]
    columns = ["claimant", "claimant_kind", "measure", "low", "high", "scope", "event_ids", "note"]
    table = about[["claim_id", *columns, "source_id"]].assign(
        **{name: cited[name].to_numpy() for name in ("publisher", "title", "published", "url")},
        event_ids=about["event_ids"].map(list),
    )
    return plain_records(table)


@app.command(help=_("Print who says what about an event, claim by claim, with the sources."))
def claims(
    event_id: Annotated[str, typer.Argument(help=_("An event_id of events.csv."))],
    known: Known = None,
    form: Format = TableFormat.table,
    folder: Folder = None,
) -> None:
    """Print who says what about an event, claim by claim, with the sources."""
    data = load(folder or data_dir())
    if data.restricted:
        raise withheld()
    if event_id not in data.events.index:
        raise unknown(list(data.events.index), event_id)
    data = _known(data, known)
    if event_id not in data.events.index:
        raise fail(_("Nothing about {event} had been published by then.").format(event=event_id), 1)
    rows = _claim_records(data, event_id)
    if form is TableFormat.json:
        print_json(rows, of=data)
    else:
        shown = ("measure", "claimant", "low", "high", "scope", "publisher", "published", "note")
        print_table(event_id, rows, {name: name for name in shown}, of=data)
    event = next(data.events.loc[[event_id]].itertuples())
    err.print(deaths_text(event), highlight=False, markup=False)


def _compare(data: store.Dataset, dropped: list[str]) -> list[dict[str, Any]]:
    for source in dropped:
        if source not in data.sources.index:
            raise unknown(list(data.sources.index), source)
    narrowed = Basis(without=tuple(dropped)).narrow(data)
    err.print(narrowed.sentence(), highlight=False, markup=False)
    pairs = zip(figures(data), figures(narrowed.data), strict=True)
    return [
        {
            "figure": before["figure"],
            "low": before["low"],
            "high": before["high"],
            "low_without": after["low"],
            "high_without": after["high"],
        }
        for before, after in pairs
    ]


def _alone(data: store.Dataset) -> list[dict[str, Any]]:
    events = data.verified()
    table = single_sourced(events, data)
    chosen = events.loc[table.index]
    return plain_records(
        table.assign(
            event_id=table.index,
            date_start=chosen["date_start"].dt.strftime("%Y-%m-%d"),
            title=chosen["title"].map(_),
            source_ids=chosen["source_ids"],
        )[["event_id", "date_start", "title", "documents", "voices", "source_ids"]]
    )


def _loads(data: store.Dataset) -> list[dict[str, Any]]:
    columns = ["publisher", "title", "published", "kind", "language", "origin"]
    table = data.sources[["source_id", *columns, "url"]].join(
        source_load(data.verified(), data).drop(columns="checked")
    )
    table = table.loc[named_sources(data)]
    return plain_records(table.sort_values(["events", "claims"], ascending=False, kind="stable"))


@app.command(help=_("Print how much each source carries, or what changes without one."))
def sources(
    *,
    single: Annotated[
        bool, typer.Option("--single", help=_("Events that rest on one document or one voice."))
    ] = False,
    drop: Annotated[
        list[str] | None, typer.Option(help=_("Headline figures without this source; repeatable."))
    ] = None,
    form: Format = TableFormat.table,
    folder: Folder = None,
) -> None:
    """Print how much each source carries, or what changes without one."""
    data = load(folder or data_dir())
    if data.restricted and (drop or single):
        raise withheld(_("So --single and --drop, which tell of single sources, say nothing."))
    if drop:
        rows = _compare(data, drop)
        shown, title = [*rows[0]], _("Headline figures, with and without")
    elif single:
        rows = _alone(data)
        shown = ["event_id", "documents", "voices", "source_ids"]
        title = _("Events on one document, or on several that repeat one voice")
    else:
        rows = _loads(data)
        shown = ["source_id", "kind", "language", "events", "alone", "claims", "numbers"]
        title = _("Sources")
    if form is TableFormat.json:
        print_json(rows, of=data)
    else:
        print_table(title, rows, {name: name for name in shown}, of=data)


@app.command(help=_("Print the published numbers, with our own figure where the data have one."))
def numbers(known: Known = None, form: Format = TableFormat.table, folder: Folder = None) -> None:
    """Print the published numbers, with our own figure where the data have one."""
    data = _known(load(folder or data_dir()), known)
    rows = plain_records(data.indicators)
    for row, indicator in zip(rows, data.indicators.itertuples(), strict=True):
        ours = computed(indicator, data)
        row["published"] = indicator_text(indicator)
        row["ours_low"], row["ours_high"] = (ours.low, ours.high) if ours else (None, None)
        row["ours_events"] = ours.events if ours else None
        row["why_they_differ"] = _(ours.reason) if ours else None
    if form is TableFormat.json:
        print_json(rows, of=data)
    else:
        shown = ("topic", "title", "published", "claimant", "ours_low", "ours_high", "source_id")
        print_table(_("Published numbers"), rows, {name: name for name in shown}, of=data)
    labels = ", ".join(_(term.label) for term in v.INDICATOR_TOPICS.values())
    err.print(f"{len(rows)}: {labels}", highlight=False, markup=False)
