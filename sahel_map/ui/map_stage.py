"""The map with its modes and the open event: a fragment, so that a click redraws nothing else."""

import streamlit as st
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

__all__ = ["map_stage"]

_KEY = "attacks-map"


def _modes() -> tuple[Mode, bool]:
    labels = {
        "points": _("Points"),
        "clusters": _("Clusters"),
        "heat": _("Heat"),
        "regions": _("Regions"),
    }
    row = st.container(horizontal=True, vertical_alignment="center")
    mode = choose(row, _("Show as"), labels, "show")
    per_area = False
    if mode == "regions":
        per_area = row.toggle(_("per 10,000 km²"), **view.controlled("per_area"))
    return next(known for known in MODES if known == mode), per_area


def _on_click() -> None:
    clicked = (view.returned(_KEY) or {}).get("event")
    if clicked:
        view.change(event=str(clicked))


@fragment
def map_stage(outcome: Outcome, data: Dataset) -> None:
    """Draw the events of a view on the map, and the open event over its edge.

    Args:
        outcome: The selected events.
        data: The data they come from.
    """
    mode, per_area = _modes()
    chosen = view.get("event")
    with st.container(key="stage"):
        st_folium(
            base_map(data.version.rpartition("+")[2]),
            key=_KEY,
            feature_group_to_add=event_group(
                outcome.events, data.admin1, mode=mode, per_area=per_area, selected=chosen
            ),
            # The map script itself reports the clicked event; nothing else causes a run.
            returned_objects=[],
            on_change=_on_click,
            use_container_width=True,
            height=640,
        )
        if chosen:
            event_panel(chosen, outcome.events, data)
