"""Groups compared: one measure for each group, as a small bar chart."""

from typing import Any, cast

import altair as alt
import pandas as pd

from sahel_map.charts.dates import localised
from sahel_map.i18n import gettext
from sahel_map.wording import hedged_text

__all__ = ["comparison_chart"]


def comparison_chart(rows: pd.DataFrame) -> alt.LayerChart:
    """Return bars of one measure, a group each, with the number as its source hedges it.

    Args:
        rows: ``subject``, ``low``, ``high`` and ``qualifier``; one row a group.
    """
    table = pd.DataFrame(
        {
            "subject": rows["subject"].map(gettext),
            "number": [hedged_text(row) for row in rows.itertuples()],
            "value": rows["high"].fillna(rows["low"]).astype(float),
        }
    )
    base = alt.Chart(table).encode(
        y=alt.Y("subject:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("subject:N", title=gettext("Group")),
            alt.Tooltip("number:N", title=gettext("Number")),
        ],
    )
    bars = base.mark_bar(height=16, cornerRadius=3, color="#0072b2").encode(
        x=alt.X(
            "value:Q",
            title=None,
            axis=None,
            # Room for the words after the longest bar.
            scale=alt.Scale(domain=[0, 1.6 * float(table["value"].max())]),
        )
    )
    words = base.mark_text(align="left", dx=5, fontSize=13, color="#808890").encode(
        x="value:Q", text="number:N"
    )
    said = [f"{row.subject}: {row.number}" for row in cast("Any", table.itertuples())]
    chart = alt.layer(bars, words).properties(height=alt.Step(28))
    return cast("alt.LayerChart", localised(chart, "; ".join(said)))
