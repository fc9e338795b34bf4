"""The map with its modes and the open event: a fragment, so that a click redraws nothing else."""

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_folium import st_folium

from sahel_map.i18n import gettext as _
from sahel_map.maps import base_map, event_group
from sahel_map.maps.events import MODES, Mode
from sahel_map.selection import Outcome
from sahel_map.store import Dataset
from sahel_map.ui import view
from sahel_map.ui.controls import choose
from sahel_map.ui.event_panel import event_panel
from sahel_map.ui.fragments import fragment

__all__ = ["head_start", "map_stage"]

_KEY = "attacks-map"
_OPENING = 0.5
_REDRAWING = 0.08
"""Seconds by which the map precedes the rest of the page, for a new visitor and at a change.

The filters, the chart and the table bring two megabytes of scripts at first, and take the browser's
one thread at each change; sent together with the map they stand before it in the queue (measured:
docs/performance.md).
"""


def _mode() -> Mode:
    return next(known for known in MODES if known == view.get("show"))


def _choices(row: DeltaGenerator) -> None:
    labels = {
        "points": _("Points"),
        "clusters": _("Clusters"),
        "heat": _("Heat"),
        "regions": _("Regions"),
    }
    choose(row, _("Show as"), labels, "show")
    if _mode() == "regions":
        row.toggle(_("per 10,000 km²"), **view.controlled("per_area"))


def _on_click() -> None:
    clicked = (view.returned(_KEY) or {}).get("event")
    view.change(**({"event": str(clicked)} if clicked else {}))


def head_start() -> None:
    """Let the browser draw the map before the rest of the page is sent."""
    time.sleep(_OPENING if view.first_run() else _REDRAWING)


@fragment
def map_stage(outcome: Outcome, data: Dataset) -> None:
    """Draw the events of a view on the map, and the open event over its edge.

    Args:
        outcome: The selected events.
        data: The data they come from.
    """
    # The map before its choices: they stand above it and are drawn while it opens.
    row = st.container(horizontal=True, vertical_alignment="center")
    chosen = view.get("event")
    with st.container(key="stage"):
        st_folium(
            base_map(data.version.rpartition("+")[2]),
            key=_KEY,
            feature_group_to_add=event_group(
                outcome.events,
                data.admin1,
                mode=_mode(),
                per_area=view.get("per_area"),
                selected=chosen,
            ),
            # The map script itself reports the clicked event; nothing else causes a run.
            returned_objects=[],
            on_change=_on_click,
            use_container_width=True,
            height=640,
        )
        _choices(row)
        if chosen:
            event_panel(chosen, outcome.events, data)
