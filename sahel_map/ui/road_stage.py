"""The road map beside the strips, and what stands below: a fragment that follows the day."""

import datetime as dt
from typing import Final

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.strip import ROAD, strip_chart
from sahel_map.i18n import gettext as _
from sahel_map.maps import ROAD_VIEWS, road_caption, road_group
from sahel_map.measures.status import RoadDays
from sahel_map.scenes.choices import buffer_in
from sahel_map.server.lifespan import statuses
from sahel_map.store import Dataset
from sahel_map.ui import basis, view
from sahel_map.ui.agreement_panel import agreement_panel
from sahel_map.ui.controls import choose, opened_event
from sahel_map.ui.datasets import shown_key
from sahel_map.ui.fragments import playing_fragment
from sahel_map.ui.fuel_panel import fuel_panel
from sahel_map.ui.leaflet import show_map
from sahel_map.ui.map_stage import head_start
from sahel_map.ui.road_day import PAGE, advance, chosen_day, day_controls, milestones
from sahel_map.ui.road_dossier import road_dossier
from sahel_map.ui.road_summary import summary
from sahel_map.ui.road_table import road_downloads, road_table
from sahel_map.ui.siege_panel import siege_panel
from sahel_map.wording import pair_text

__all__ = ["roads"]

_MAP: Final = "road-map"
_STRIP: Final = "road-strip"
_TICK: Final = 1.1
"""Seconds a day stands while the days run: time to see what changed."""

_RECENT: Final = dt.timedelta(days=640)
"""How far the strips reach back unless all years are asked for."""


def _open_road(corridor_id: str) -> None:
    view.change(road=corridor_id, panel="road")


def _on_map() -> None:
    clicked = view.returned(_MAP) or {}
    if clicked.get("corridor"):
        _open_road(str(clicked["corridor"]))
    elif clicked.get("siege"):
        view.change(item=str(clicked["siege"]), panel="sieges")
    elif clicked.get("agreement"):
        view.change(item=str(clicked["agreement"]), panel="agreements")
    elif clicked.get("event"):
        view.change(event=str(clicked["event"]))
    else:
        view.change()


def _on_strip() -> None:
    picked = (view.returned(_STRIP) or {}).get("selection", {}).get(ROAD) or []
    names = [item.get("corridor_id") for item in picked if item.get("corridor_id")]
    if names:
        _open_road(str(names[-1]))
    else:
        view.change()


def _span(found: RoadDays, day: dt.date) -> tuple[dt.date, dt.date]:
    first, last = found.data_days or (day, day)
    if view.get("years") == "recent":
        first = max(first, last - _RECENT)
    # A day before the recent months is drawn too, one without any data is not.
    inside = found.data_days is not None and found.data_days[0] <= day <= found.data_days[1]
    return (min(first, day), last) if inside else (first, last)


def _strip(found: RoadDays, data: Dataset, day: dt.date) -> None:
    head = st.container(horizontal=True, vertical_alignment="center")
    words = _("Every road through time")
    head.markdown(
        f"**{words}**",
        help="  \n".join(pair_text(f"**{_(s.label)}**", _(s.meaning)) for s in v.STATUSES.values()),
    )
    head.space("stretch")
    choose(head, _("Years"), {"recent": _("recent"), "all": _("all years")}, "years")
    first, last = _span(found, day)
    st.altair_chart(
        strip_chart(found, data.roads, day, first=first, last=last, selected=view.get("road")),
        key=_STRIP,
        on_select=_on_strip,
        selection_mode=ROAD,
    )
    st.caption(
        _(
            "Thick is closed, thin is open. ▼ attack on tankers, ● convoy arrived. Click a strip to"
            " open its road."
        )
    )


def _panels(found: RoadDays, data: Dataset, day: dt.date) -> None:
    labels = {
        "roads": _("All roads"),
        "road": _("One road"),
        "fuel": _("Fuel"),
        "sieges": _("Towns under siege"),
        "agreements": _("Agreements"),
    }
    panel = choose(st.container(), _("Below the map"), labels, "panel")
    if panel == "roads":
        road_table(found, data, day)
    elif panel == "road":
        road_dossier(found, data, day)
    elif panel == "fuel":
        fuel_panel(data, day)
    elif panel == "sieges":
        siege_panel(data, day)
    else:
        agreement_panel(data, day)
    road_downloads(found, data, day)


def _map(found: RoadDays, data: Dataset, day: dt.date) -> None:
    name, selected = view.get("map"), view.get("road")
    with st.container(key="road-stage"):
        layer = road_group(data.events, found, data.roads, day, name=name, selected=selected)
        show_map(data, layer, "roads", key=_MAP, height=600, on_change=_on_map)
        drawn = road_caption(found, data.roads, day, name=name, selected=selected)
        caution = _(
            "Statuses are ours, by published rules, from a curated sample: “open” means that"
            " nothing is recorded here, not that the road is safe. The sidebar's filters do"
            " not apply here; a day or a source left out does."
        )
        st.caption(f"{drawn} {caution}")


def _found(data: Dataset) -> RoadDays:
    return statuses(basis.shown().basis, buffer_in(view.get, data), shown_key())


def _stage(data: Dataset) -> None:
    """Draw everything that follows the day."""
    found = _found(data)
    day = chosen_day(found)
    top, controls = st.container(), st.container(key="road-day")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _map(found, data, day)
    head_start()
    with top:
        maps = {name: _(chosen.label) for name, chosen in ROAD_VIEWS.items()}
        choose(st.container(key="road-maps"), _("Map"), maps, "map")
        summary(found, data, day)
    day_controls(controls, found)
    milestones(controls, data.roads, day)
    with right:
        _strip(found, data, day)
    opened_event(data, key="road-event")
    _panels(found, data, day)


def roads(data: Dataset) -> None:
    """Draw the roads on the day of the view.

    Args:
        data: The data of the view.
    """
    if data.roads.corridors.empty:
        st.info(_("This data folder has no corridors.csv: there are no roads to show."))
        return
    playing_fragment(PAGE, _TICK, lambda: advance(_found(data)), lambda: _stage(data))
