"""The open event: what is known, who says so, where they disagree, and its neighbours in time."""

from typing import Any, cast

import pandas as pd
import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import dossier_link, open_event
from sahel_map.ui.event_card import card
from sahel_map.wording import dates_text

__all__ = ["event_panel", "walk"]


def walk(event_id: str, order: list[str], *, closable: bool = True) -> None:
    """Draw the buttons to the event before and after, and the one that closes the panel."""
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
        open_event(box, f"{dates_text(other)}: {_(other.title)}", other.event_id, key="go")


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
        walk(event_id, list(shown.index))
        dossier_link()
        templates.show("event.html", card=card(event, data))
        _neighbours(event, shown)
