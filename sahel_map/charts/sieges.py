"""Towns under siege through time: for certain, and possibly."""

import datetime as dt
from typing import cast

import altair as alt
import pandas as pd

from sahel_map.charts.dates import day_rule, localised
from sahel_map.i18n import country_text, date_text, gettext

__all__ = ["siege_chart"]


def siege_chart(series: pd.DataFrame, country: str, day: dt.date, *, top: int) -> alt.LayerChart:
    """Return the number of besieged towns of a country: a solid band below a pale one.

    Args:
        series: As ``measures.sieges.siege_series`` returns it.
        country: ISO 3166-1 alpha-3 code.
        day: The day of the map, drawn as a line.
        top: The upper end of the axis, so that countries can be compared.
    """
    mine = series[series["country"] == country]
    turns = mine[["confirmed", "possible"]].diff().ne(0).any(axis=1)
    turns.iloc[-1:] = True
    table = mine[turns]
    table = table.assign(when=[date_text(when.date()) for when in table["day"]], zero=0)
    x = alt.X(
        "day:T",
        title=None,
        axis=alt.Axis(grid=False, format="%Y", labelOverlap=True, tickCount=10),
    )
    tooltip = [
        alt.Tooltip("when:N", title=gettext("From")),
        alt.Tooltip("confirmed:Q", title=gettext("Confirmed")),
        alt.Tooltip("possible:Q", title=gettext("Possible")),
    ]
    y = alt.Y(
        "possible:Q",
        title=country_text(country),
        scale=alt.Scale(domain=[0, top]),
        axis=alt.Axis(tickMinStep=1, tickCount=4, gridOpacity=0.4),
    )
    base = alt.Chart(table)
    pale = base.mark_area(interpolate="step-after", color="#a6423a", opacity=0.22).encode(
        x=x, y=y, y2="confirmed:Q", tooltip=tooltip
    )
    solid = base.mark_area(interpolate="step-after", color="#a6423a", opacity=0.85).encode(
        x=x, y="confirmed:Q", y2="zero:Q", tooltip=tooltip
    )
    layers = alt.layer(pale, solid, day_rule(day)).properties(height=130)
    words = gettext("Towns under siege through time, confirmed and possible: {country}.")
    return cast("alt.LayerChart", localised(layers, words.format(country=country_text(country))))
