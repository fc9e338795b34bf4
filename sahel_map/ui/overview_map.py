"""The small map of the landing page: a fragment, which comes after all text."""

from typing import Final

import streamlit as st

from sahel_map.i18n import ngettext, number_text
from sahel_map.maps import tiles_group
from sahel_map.outcome import Outcome
from sahel_map.scenes.event_map import event_map
from sahel_map.selection import Selection
from sahel_map.server.tiles import tile_address
from sahel_map.store import Dataset
from sahel_map.ui import basis, view
from sahel_map.ui.controls import opened_event
from sahel_map.ui.datasets import shown_key
from sahel_map.ui.fragments import fragment
from sahel_map.ui.leaflet import show_map

__all__ = ["overview_map"]

_KEY: Final = "overview-map"
_HEIGHT: Final = 380


def _on_click() -> None:
    clicked = view.returned(_KEY) or {}
    view.change(**({"event": str(clicked["event"])} if clicked.get("event") else {}))


@fragment
def overview_map(outcome: Outcome, selection: Selection, data: Dataset) -> None:
    """Draw the events of the last days, and name the one that is clicked.

    Args:
        outcome: The events.
        selection: What selects them.
        data: The data they come from.
    """
    with st.container(key="overview-stage"):
        if outcome.many:
            key = shown_key()
            layer = tiles_group(
                tile_address("points", key, data.version, selection, basis.shown().basis),
                kind="points",
                events=outcome.points,
                categories=outcome.kinds,
            )
        else:
            layer = event_map(outcome, data, "points", selected=view.get("event"))
        show_map(data, layer, key=_KEY, height=_HEIGHT, on_change=_on_click)
    absent = len(outcome) - outcome.points
    if absent:
        text = ngettext(
            "{n} is not on the map: no more than its region or country is known.",
            "{n} are not on the map: no more than their region or country is known.",
            absent,
        )
        st.caption(text.format(n=number_text(absent)))
    opened_event(data, key="overview-event")
