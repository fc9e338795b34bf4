"""The map with its modes and the open event: a fragment, so that a click redraws nothing else."""

import time
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map.i18n import gettext as _
from sahel_map.outcome import Outcome
from sahel_map.server.turns import SCRIPTS
from sahel_map.store import Dataset
from sahel_map.ui import view
from sahel_map.ui.controls import choose
from sahel_map.ui.datasets import shown_key
from sahel_map.ui.event_layer import chosen_mode, event_layer, levels, tiled
from sahel_map.ui.event_panel import event_panel, near_panel
from sahel_map.ui.fragments import fragment
from sahel_map.ui.leaflet import show_map

__all__ = ["head_start", "map_stage"]

_KEY = "attacks-map"
_WIDTHS: Final = {"3": 119, "4": 45, "5": 17}
"""H3 resolution to the mean width of its cells, km: twice the edge (h3geo.org, "Cell statistics
across resolutions": 59.8, 22.6 and 8.5 km)."""
_OPENING = 0.5
_REDRAWING = 0.08
"""Seconds by which the map precedes the rest of the page, for a new visitor and at a change.

The filters, the chart and the table bring two megabytes of scripts at first, and take the browser's
one thread at each change; sent together with the map they stand before it in the queue (measured:
docs/performance.md).
"""
_PATIENCE = 3.0
"""Seconds for which the maps of other sessions go before the rest of this page."""


def _choices(row: DeltaGenerator) -> None:
    labels = {
        "points": _("Points"),
        "clusters": _("Clusters"),
        "heat": _("Heat"),
        "hexagons": _("Hexagons"),
        "regions": _("Regions"),
    }
    choose(row, _("Show as"), labels, "show")
    mode = chosen_mode()
    if mode in {"regions", "hexagons"}:
        row.toggle(_("per 10,000 km²"), **view.controlled("per_area"))
    if mode == "hexagons":
        sizes = {size: _("{n} km").format(n=width) for size, width in _WIDTHS.items()}
        choose(row, _("Width of a hexagon"), sizes, "hex")
    if mode == "regions" and (offered := levels()):
        choose(row, _("Units that are shaded"), offered, "level")


def _on_click() -> None:
    clicked = view.returned(_KEY) or {}
    if clicked.get("event"):
        view.change(event=str(clicked["event"]))
    elif clicked.get("place"):
        view.change(event=None, near=str(clicked["place"]))
    else:
        view.change()


def head_start() -> None:
    """Let the browser draw the map before the rest of the page is sent."""
    lead = _OPENING if view.first_run() else _REDRAWING
    with SCRIPTS.pause(_PATIENCE):
        time.sleep(lead)


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
        layer = event_layer(outcome, data, shown_key())
        show_map(data, layer, key=_KEY, height=640, on_change=_on_click)
        _choices(row)
        if chosen:
            event_panel(chosen, outcome, data)
        elif tiled(outcome) and view.get("near"):
            near_panel(view.get("near"))
