"""The open event: what is known, who says so, where they disagree, and its neighbours in time."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.outcome import Outcome
from sahel_map.server.lifespan import near as shared_near
from sahel_map.store import Dataset
from sahel_map.ui import basis, filters, templates, view
from sahel_map.ui.controls import dossier_link, open_event
from sahel_map.ui.datasets import shown_key
from sahel_map.ui.event_card import card
from sahel_map.ui.team_part import event_part
from sahel_map.wording import dates_text, pair_text

__all__ = ["event_panel", "near_panel", "walk"]

_LISTED: Final = 40
"""Events of a place that are listed."""


def walk(event_id: str, outcome: Outcome, *, closable: bool = True) -> None:
    """Draw the buttons to the event before and after, and the one that closes the panel."""
    place, before, after = outcome.around(event_id)
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
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
        _("{n} of {total}").format(n=number_text(place + 1), total=number_text(len(outcome)))
        if place is not None
        else _("outside the selection")
    )
    if not closable:
        return
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
    box = st.expander(label)
    for other in others.itertuples():
        open_event(box, pair_text(dates_text(other), _(other.title)), other.event_id, key="go")


def event_panel(event_id: str, outcome: Outcome, data: Dataset) -> None:
    """Draw the panel of an event.

    Args:
        event_id: The open event; an id that the data lack closes the panel.
        outcome: The selected events, for previous and next.
        data: The data the event is looked up in: a link may open one outside the selection.
    """
    event = data.event(event_id)
    if event is None:
        view.change(event=None)
        return
    with st.container(key="event-panel"):
        walk(event_id, outcome)
        dossier_link()
        templates.show("event.html", card=card(event, data))
        event_part(event_id, data)
        if outcome.many:
            if view.get("near"):
                st.button(_("Back to the place"), on_click=view.restore, args=("event",))
        else:
            _neighbours(event, outcome.events)


def near_panel(near: str) -> None:
    """Draw the list of the events of a place that was clicked on a map of tiles.

    Args:
        near: Latitude, longitude and zoom, as the view holds them.
    """
    lat, lon, zoom = (float(part) for part in near.split(","))
    found = shared_near(
        filters.current(), basis.shown().basis, lat, lon, zoom=zoom, limit=_LISTED, key=shown_key()
    )
    with st.container(key="event-panel"):
        row = st.container(horizontal=True, vertical_alignment="center")
        text = ngettext("{n} event at this place", "{n} events at this place", found.found)
        row.markdown("**" + text.format(n=number_text(found.found)) + "**")
        row.space("stretch")
        row.button(
            _("Close"), key="near-close", icon=":material/close:", type="tertiary",
            on_click=view.restore, args=("near",),
        )  # fmt: skip
        if found.found > len(found.events):
            st.caption(_("The {n} nearest are listed.").format(n=len(found.events)))
        event: Any
        for event in found.events.itertuples():
            km = number_text(round(float(event.distance_km), 1))
            label = f"{pair_text(dates_text(event), _(event.title))} ({km} km)"
            open_event(st.container(), label, event.event_id, key="near")
