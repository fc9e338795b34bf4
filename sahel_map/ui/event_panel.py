"""The open event: what is known, who says so, where they disagree, and its neighbours in time."""

import datetime as dt
from typing import Any, cast

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, month_text, ngettext
from sahel_map.i18n import gettext as _
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import plain
from sahel_map.wording import dates_text, deaths_text, join_text, where_text

__all__ = ["event_panel"]


def _published(text: str) -> str:
    match text.count("-"):
        case 2:
            return date_text(dt.date.fromisoformat(text))
        case 1:
            return month_text(dt.date.fromisoformat(f"{text}-01"))
        case _:
            return text


def _source(row: Any) -> dict[str, str]:  # noqa: ANN401  (a row of itertuples)
    return {
        "publisher": row.publisher,
        "author": row.author,
        "published": _published(row.published),
        "url": row.url,
        "title": row.title,
        "kind": v.label(v.SOURCE_KINDS, row.kind),
    }


def _facts(event: pd.Series) -> list[tuple[str, str]]:
    confidence = v.CONFIDENCE[event["confidence"]]
    precision = v.GEO_PRECISION[event["geo_precision"]]
    return [
        (_("Acted"), _(event.actor)),
        (_("Against"), _(event.target) or _("not stated")),
        (_("Type"), v.label(v.EVENT_TYPES, event["event_type"])),
        (_("Region"), join_text(event)),
        (_("Place"), f"{_(precision.label)}. {_(precision.meaning)}"),
        (_("Date"), v.label(v.DATE_PRECISION, event["date_precision"])),
        (_("Confidence"), f"{_(confidence.label)}. {_(confidence.meaning)}"),
        (_("Checked"), date_text(event["last_checked"].date())),
        (_("Identifier"), event["event_id"]),
    ]


def _details(event: pd.Series, data: Dataset) -> None:
    aliases = data.aliases_of(event["event_id"])
    lead = _("Unverified lead: no named publisher's own text has been read for it.")
    templates.show(
        "event.html",
        colour=v.colour_of(event["event_type"]),
        kind=_(v.CATEGORIES[event["category"]].label),
        title=_(event.title),
        dates=dates_text(event),
        where=where_text(event),
        aliases=", ".join(name for name in aliases if name not in {event.place, _(event.place)}),
        lead=lead if event["confidence"] == "unverified" else "",
        summary=_(event.summary),
        deaths=deaths_text(event),
        note=_(event.fatalities_note),
        conflicts=_(event.conflicts),
        facts=_facts(event),
        sources=[_source(row) for row in data.sources_of(event["event_id"]).itertuples()],
        words={
            "also": _("Also written:"),
            "dispute": _("Where sources disagree"),
            "sources": _("Sources"),
            "undated": _("undated"),
        },
    )


def _walk(event_id: str, order: list[str]) -> None:
    place = order.index(event_id) if event_id in order else None
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    before = order[place - 1] if place else None
    after = order[place + 1] if place is not None and place + 1 < len(order) else None
    steps = [
        ("previous", before, ":material/chevron_left:", _("Previous event in date order")),
        ("next", after, ":material/chevron_right:", _("Next event in date order")),
    ]
    for key, target, icon, explain in steps:
        row.button(
            explain,
            key=f"event-{key}",
            icon=icon,
            disabled=target is None,
            on_click=view.change,
            kwargs={"event": target},
            help=explain,
        )
    row.caption(
        _("{n} of {total}").format(n=place + 1, total=len(order))
        if place is not None
        else _("outside the selection")
    )
    row.space("stretch")
    row.button(
        _("Close"),
        key="event-close",
        icon=":material/close:",
        on_click=view.change,
        kwargs={"event": None},
        help=_("Close"),
        type="tertiary",
    )


def _neighbours(event: pd.Series, shown: pd.DataFrame) -> None:
    if pd.isna(event["lat"]):
        return
    here = shown[(shown["lat"] == event["lat"]) & (shown["lon"] == event["lon"])]
    others = here[here.index != event["event_id"]]
    if others.empty:
        return
    n = len(here)
    label = ngettext("{n} event coded here", "{n} events coded here", n).format(n=n)
    with st.expander(label):
        for other in others.itertuples():
            st.button(
                plain(f"{dates_text(other)}: {_(other.title)}"),
                key=f"go-{other.event_id}",
                on_click=view.change,
                kwargs={"event": other.event_id},
                type="tertiary",
            )


def event_panel(event_id: str, shown: pd.DataFrame, data: Dataset) -> None:
    """Draw the panel of an event.

    Args:
        event_id: The open event; an id that the data lack closes the panel.
        shown: The selected events in date order, for previous and next.
        data: The data the event is looked up in: a link may open one outside the selection.
    """
    if event_id not in data.events.index:
        view.change(event=None)
        return
    event = cast("pd.Series[Any]", data.events.loc[event_id])
    with st.container(key="event-panel"):
        _walk(event_id, list(shown.index))
        _details(event, data)
        _neighbours(event, shown)
