"""One road: where along it and when each incident happened."""

import datetime as dt
from typing import Any, Final, cast

import altair as alt
import geopandas as gpd
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import day_rule, localised
from sahel_map.i18n import gettext, number_text
from sahel_map.roads import Roads
from sahel_map.wording import dates_text

__all__ = ["along_chart"]

_TOWNS: Final = 7
"""How many waypoints are named on the axis."""

_HEIGHT: Final = 250
"""Pixels of the chart with its axis."""

_NAME: Final = 120
"""Pixels of a waypoint's name at most: it runs down the chart and must end above the axis."""


def _towns(roads: Roads, corridor_id: str) -> pd.DataFrame:
    """Return some waypoints, evenly spread, with their distance by road from the start."""
    legs = roads.legs[roads.legs["corridor_id"] == corridor_id]
    corridor: Any = roads.corridors.loc[corridor_id]
    longer = corridor["road_km"] / corridor["drawn_km"]
    names = [legs["from_place"].iloc[0], *legs["to_place"]]
    km = [0.0, *((legs["start_km"] + legs["length_km"]) * longer)]
    table = pd.DataFrame({"town": [gettext(name) for name in names], "km": km})
    places = [table["km"].iloc[-1] * part / (_TOWNS - 1) for part in range(_TOWNS)]
    nearest = {int((table["km"] - place).abs().idxmin()) for place in places}
    return table.loc[sorted(nearest)]


def along_chart(
    near: pd.DataFrame, events: gpd.GeoDataFrame, roads: Roads, corridor_id: str, day: dt.date
) -> alt.LayerChart:
    """Return the incidents of a road by distance from its start and by date.

    Args:
        near: The events of the road, as ``measures.corridors.incidents`` returns them.
        events: All events, indexed by ``event_id``.
        roads: Corridors and legs.
        corridor_id: The road.
        day: The day of the map, drawn as a line.
    """
    placed = near[near["road_km"].notna()]
    about = events.loc[placed["event_id"]]
    rows: list[Any] = list(about.itertuples())
    table = pd.DataFrame(
        {
            "km": placed["road_km"].round(0).to_numpy(),
            "day": placed["day"].to_numpy(),
            "counted": placed["counted"].to_numpy(),
            "colour": [v.colour_of(row.event_type) for row in rows],
            "title": [gettext(row.title) for row in rows],
            "when": [dates_text(row) for row in rows],
            "at": [
                gettext("{km} km from the start").format(km=number_text(round(km)))
                for km in placed["road_km"]
            ],
        }
    )
    length = float(roads.corridors["road_km"].loc[corridor_id])
    x = alt.X(
        "km:Q",
        title=gettext("Kilometres by road"),
        scale=alt.Scale(domain=[0, length], nice=False),
        axis=alt.Axis(grid=False, tickCount=8),
    )
    axis = alt.Axis(grid=True, format="%b %Y", tickCount=5, gridOpacity=0.4)
    points = (
        alt.Chart(table)
        .mark_point(size=90, strokeWidth=2)
        .encode(
            x=x,
            y=alt.Y("day:T", title=None, axis=axis),
            stroke=alt.Color("colour:N", scale=None, legend=None),
            fill=alt.condition("datum.counted", alt.Color("colour:N", scale=None), alt.value(None)),
            tooltip=[
                alt.Tooltip("title:N", title=gettext("Event")),
                alt.Tooltip("when:N", title=gettext("When")),
                alt.Tooltip("at:N", title=gettext("Where")),
            ],
        )
    )
    towns = alt.Chart(_towns(roads, corridor_id)).encode(x=x)
    ticks = towns.mark_rule(color="#808890", opacity=0.35)
    names = towns.mark_text(
        angle=90, align="left", dx=2, dy=-5, fontSize=12, limit=_NAME, color="#808890"
    )
    named = names.encode(text="town:N", y=alt.value(2))
    chart = alt.layer(ticks, named, day_rule(day, "y"), points).properties(height=_HEIGHT)
    words = gettext("Incidents on this road, by distance from its start and by date.")
    return cast("alt.LayerChart", localised(chart, words))
