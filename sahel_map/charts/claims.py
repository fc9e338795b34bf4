"""Claims side by side: who says which number, on one scale."""

from typing import Any, Final, cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import localised
from sahel_map.claims import spread
from sahel_map.i18n import gettext, join_list
from sahel_map.wording import number_range_text

__all__ = ["claims_chart"]

_ROW: Final = 30
"""Pixels a claimant."""


def _rows(claims: pd.DataFrame, publishers: pd.Series) -> pd.DataFrame:
    """Return a row for each claimant and number, with everybody who prints it."""
    rows: list[dict[str, Any]] = []
    keys = ["claimant", "claimant_kind", "scope", "low", "high"]
    for values, group in claims.groupby(keys, dropna=False, sort=False):
        claimant, kind, scope, low, high = cast("tuple[Any, ...]", values)
        first, last = (None if pd.isna(end) else int(end) for end in (low, high))
        name = gettext(claimant)
        if scope != "event":
            name = f"{name} ({v.label(v.SCOPES, scope)})"
        rows.append(
            {
                "claimant": name,
                "kind": v.label(v.CLAIMANT_KINDS, kind),
                "code": kind,
                "own": scope == "event",
                "start": first if first is not None else 0,
                "end": last if last is not None else first,
                "at": first if first is not None else last,
                "bound": "max" if first is None else "min" if last is None else "both",
                "number": number_range_text(low, high),
                "printed": join_list(sorted(set(group["source_id"].map(publishers)))),
                "note": "; ".join(dict.fromkeys(gettext(note) for note in group["note"] if note)),
            }
        )
    table = pd.DataFrame(rows).sort_values(["at", "end"], kind="stable")
    # One claimant may have said several numbers: each has a line of its own.
    again = table.groupby("claimant").cumcount()
    repeated = again.map(lambda n: "\u200b" * n)  # equal to the eye, apart for the axis
    return table.assign(claimant=table["claimant"] + repeated)


def claims_chart(claims: pd.DataFrame, sources: pd.DataFrame) -> alt.LayerChart:
    """Return the claims of one measure as marks on a common scale from zero.

    A bar runs from the lowest to the highest number of a claim, an arrow marks a bare minimum or
    maximum; the band behind them is the range over all claims about this event alone.

    Args:
        claims: Claims of one measure that carry a number.
        sources: Sources indexed by ``source_id`` with ``publisher``.
    """
    table = _rows(claims, sources["publisher"])
    kinds = [code for code in v.CLAIMANT_KINDS if code in set(table["code"])]
    base = alt.Chart(table).encode(
        y=alt.Y(
            "claimant:N",
            sort=list(table["claimant"]),
            title=None,
            axis=alt.Axis(labelLimit=240, ticks=False, domain=False, labelPadding=8),
        ),
        color=alt.Color(
            "kind:N",
            title=None,
            scale=alt.Scale(
                domain=[v.label(v.CLAIMANT_KINDS, code) for code in kinds],
                range=[v.CLAIMANT_KINDS[code].colour for code in kinds],
            ),
            legend=None,
        ),
        opacity=alt.condition("datum.own", alt.value(1), alt.value(0.45)),
        tooltip=[
            alt.Tooltip("claimant:N", title=gettext("Claimant")),
            alt.Tooltip("number:N", title=gettext("Number")),
            alt.Tooltip("printed:N", title=gettext("Printed by")),
            alt.Tooltip("note:N", title=gettext("Note")),
        ],
    )
    x = alt.X(
        "at:Q",
        title=None,
        scale=alt.Scale(zero=True, nice=True),
        axis=alt.Axis(tickMinStep=1, grid=True, tickCount=6),
    )
    bars = base.mark_bar(height=7, cornerRadius=3).encode(x=alt.X("start:Q"), x2="end:Q")
    points = base.mark_point(filled=True, size=130).encode(
        x=x,
        shape=alt.Shape(
            "bound:N",
            legend=None,
            scale=alt.Scale(
                domain=["both", "min", "max"], range=["circle", "triangle-right", "triangle-left"]
            ),
        ),
    )
    ends = base.transform_filter("datum.end > datum.at").mark_point(filled=True, size=130)
    words = base.mark_text(align="left", dx=12, fontSize=13, fontWeight="bold").encode(
        x=alt.X("end:Q"), text="number:N", color=alt.value("#808890")
    )
    layers = [bars.transform_filter("datum.bound == 'both'"), points, ends.encode(x="end:Q"), words]
    band = _band(claims)
    chart = alt.layer(*([band, *layers] if band else layers))
    said = [f"{row.claimant}: {row.number}" for row in cast("Any", table.itertuples())]
    return cast(
        "alt.LayerChart", localised(chart.properties(height=alt.Step(_ROW)), "; ".join(said))
    )


def _band(claims: pd.DataFrame) -> alt.Chart | None:
    low, high, _ = spread(claims[claims["scope"] == "event"])
    if low is None or high is None or low == high:
        return None
    frame = pd.DataFrame({"low": [low], "high": [high]})
    rect = alt.Chart(frame).mark_rect(color="#808890", opacity=0.13)
    return cast("alt.Chart", rect.encode(x="low:Q", x2="high:Q"))
