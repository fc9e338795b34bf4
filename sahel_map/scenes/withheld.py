"""What a scene may pass on of restricted events: counts of enough events, no single one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.basis import Narrowed
from sahel_map.i18n import date_text, gettext
from sahel_map.maps.road_legend import road_legend
from sahel_map.scenes.sight import Line
from sahel_map.store import Dataset
from sahel_map.withholding import FEWEST, named_sources

__all__ = [
    "bare_roads",
    "bare_slices",
    "basis_text",
    "may_be_shown",
    "may_be_told",
    "told_lines",
    "too_few",
]  # fmt: skip


def too_few(n: int, data: Dataset) -> bool:
    """Return whether a count of restricted events is too low to be passed on."""
    return data.restricted and 0 < n < FEWEST


def may_be_told(n: int, total: int, data: Dataset) -> bool:
    """Return whether a part may stand beside its whole: neither it nor the rest is too few."""
    return not (too_few(n, data) or too_few(total - n, data))


def may_be_shown(events: pd.DataFrame, data: Dataset) -> gpd.GeoDataFrame:
    """Return the events that may leave the dashboard: none of a restricted dataset."""
    return gpd.GeoDataFrame(events.iloc[:0] if data.restricted else events)


def told_lines(lines: tuple[Line, ...], data: Dataset) -> tuple[Line, ...]:
    """Return statements without the names of sources that restricted events cite."""
    if not data.restricted:
        return lines
    allowed = set(named_sources(data))
    return tuple(
        replace(line, source_ids=tuple(name for name in line.source_ids if name in allowed))
        for line in lines
    )


def basis_text(narrowed: Narrowed) -> str:
    """Return in a sentence what a view rests on; empty where it rests on every source.

    Of restricted events neither the sources that are left out are named nor the events that go
    with them counted: a source may carry a single one.
    """
    if narrowed.basis.whole or not narrowed.data.restricted:
        words = narrowed.sentence()
        return f"{words[:1].upper()}{words[1:]}." if words else ""
    known = narrowed.basis.known
    parts = [
        gettext("As known on {day}.").format(day=date_text(known)) if known else "",
        gettext("Some sources are left out.") if narrowed.basis.without else "",
    ]
    return " ".join(filter(None, parts))


def bare_roads(view: Mapping[str, Any], buffer_km: float) -> dict[str, Any]:
    """Return a view of roads without what rests on single events, with the legend of the rest.

    Args:
        view: The view as the map script is handed it.
        buffer_km: How far from a road attacks count, kilometres.
    """
    bared: dict[str, Any] = {
        **view,
        "events": [],
        "glow": [],
        # The reason names the last attack and its day.
        "roads": {name: {**state, "reason": ""} for name, state in view["roads"].items()},
    }
    return {**bared, "legend": road_legend(bared, buffer_km)}


def bare_slices(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return a view of a slice without what rests on single events, with the legend of the rest."""
    southwest = {"colour": v.SOUTHWEST_COLOUR, "weight": 2.4, "dash": ""}
    items = [{"line": southwest, "text": gettext("The south-west")}]
    legend = {**view["legend"], "parts": [{"title": gettext("Lines"), "items": items}]}
    emptied: dict[str, Any] = {"events": [], "areas": [], "track": [], "ellipse": []}
    return {**view, **emptied, "selected": None, "legend": legend}
