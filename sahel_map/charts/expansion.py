"""The share in the south-west, slice by slice, with what chance and other choices leave open."""

import datetime as dt
from typing import Any, Final, cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.basis import published_by
from sahel_map.charts.dates import day_span, localised
from sahel_map.expansion_wording import band_text, share_text, slice_name, slice_span
from sahel_map.i18n import date_text, gettext, number_text
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset
from sahel_map.wording import indicator_text

__all__ = ["SLICE", "published_shares", "share_chart"]

SLICE: Final = "slice"
"""Name of the chart's selection parameter."""

_PUBLISHED: Final = "#0072b2"
_HEIGHT: Final = 320


def published_shares(data: Dataset) -> pd.DataFrame:
    """Return the published shares of violence in the south-west that have a period.

    Returns:
        ``first`` and ``last`` day, ``low`` and ``high`` (percent), ``number`` in words and
        ``source``; a period without an end runs to the day on which its source came out.
    """
    rows: list[Any] = []
    row: Any
    for row in data.indicators[data.indicators["measure"] == "southwest_share"].itertuples():
        source = data.sources.loc[row.source_id]
        ends = row.period_end or published_by(str(source["published"]))
        if not row.period_start or not ends or pd.isna(row.low):
            continue
        rows.append(
            {
                "first": pd.Timestamp(row.period_start),
                "last": pd.Timestamp(ends),
                "low": float(row.low),
                "number": indicator_text(row),
                "source": str(source["publisher"]),
                "when": f"{date_text(pd.Timestamp(row.period_start).date())} – "
                f"{date_text(pd.Timestamp(ends).date())}",
            }
        )
    return pd.DataFrame(rows, columns=["first", "last", "low", "number", "source", "when"])


def _rows(found: Expansion) -> pd.DataFrame:
    share = found.bands[found.bands["figure"] == "share"].set_index("at")
    rows = []
    row: Any
    for row in found.table[found.table["attacks"] > 0].itertuples():
        cut, band = found.slices[row.Index], share.loc[row.Index]
        first, last = pd.Timestamp(cut.first), pd.Timestamp(cut.last) + pd.Timedelta(days=1)
        rows.append(
            {
                "slice": cut.slice_id,
                "first": first,
                "last": last,
                "share": 100 * row.share,
                "low": 100 * row.share_low,
                "high": 100 * row.share_high,
                "band_low": 100 * float(band["low"]),
                "band_high": 100 * float(band["high"]),
                "name": slice_name(cut),
                "when": slice_span(cut),
                "text": share_text(row),
                "attacks": number_text(int(row.attacks)),
                "rests": band_text(found.band("share", row.Index)),
            }
        )
    columns = ["slice", "first", "last", "share", "low", "high", "band_low", "band_high",
               "name", "when", "text", "attacks", "rests"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def share_chart(
    found: Expansion, data: Dataset, at: int, *, first: dt.date | None = None
) -> alt.LayerChart:
    """Return the share of each slice, on which a click chooses a slice.

    Bars are the sensitivity band, thin lines the 95 percent Wilson interval, thick lines the
    share; dashed lines are what others published.

    Args:
        found: The measures.
        data: The data, for the published shares.
        at: The number of the chosen slice.
        first: The first day to draw; by default that of the first slice.
    """
    rows, published = _rows(found), published_shares(data)
    begin = first or found.slices[0].first
    span = day_span(begin, found.slices[-1].last)
    shown = rows[rows["last"] > pd.Timestamp(begin)]
    edge = pd.Timestamp(begin)
    shown = shown.assign(first=shown["first"].where(shown["first"] > edge, edge))
    shown = shown.assign(middle=shown["first"] + (shown["last"] - shown["first"]) / 2)
    published = published[published["last"] > pd.Timestamp(begin)]
    later = published["first"] > edge
    published = published.assign(first=published["first"].where(later, edge))
    scale = alt.Scale(domain=span)
    axis = alt.Axis(grid=False, labelOverlap=True, format="%b %Y", tickCount=8)
    x = alt.X("first:T", title=None, scale=scale, axis=axis)
    percent = alt.Scale(domain=[0, 100])
    title = gettext("Share in the south-west, percent")
    tips = [
        alt.Tooltip("name:N", title=gettext("Slice")),
        alt.Tooltip("when:N", title=gettext("When")),
        alt.Tooltip("attacks:N", title=gettext("Attacks")),
        alt.Tooltip("text:N", title=gettext("Share")),
        alt.Tooltip("rests:N", title=gettext("Rests on")),
    ]
    click = alt.selection_point(name=SLICE, fields=["slice"], on="click", empty=False)
    chosen = found.slices[at].slice_id
    colour = alt.condition(
        alt.datum["slice"] == chosen, alt.value(v.SOUTHWEST_COLOUR), alt.value("#a2724f")
    )
    y = alt.Y("share:Q", title=title, scale=percent)
    band = (
        alt.Chart(shown)
        .mark_rect(cursor="pointer", opacity=0.28)
        .encode(
            x=x,
            x2="last:T",
            y=alt.Y("band_low:Q", title=title, scale=percent),
            y2="band_high:Q",
            color=colour,
            tooltip=tips,
        )
        .add_params(click)
    )
    chance = alt.Chart(shown).mark_rule(strokeWidth=1.4, cursor="pointer")
    chance = chance.encode(
        x=alt.X("middle:T", scale=scale),
        y=alt.Y("low:Q", scale=percent),
        y2="high:Q",
        color=colour,
        tooltip=tips,
    )
    line = alt.Chart(shown).mark_rule(strokeWidth=4, cursor="pointer")
    line = line.encode(x=x, x2="last:T", y=y, color=colour, tooltip=tips)
    layers: list[Any] = [band, chance, line]
    if len(published):
        tips = [
            alt.Tooltip("number:N", title=gettext("Published")),
            alt.Tooltip("when:N", title=gettext("When")),
            alt.Tooltip("source:N", title=gettext("Source")),
        ]
        theirs = alt.Chart(published)
        y = alt.Y("low:Q", scale=percent)
        layers += [
            theirs.mark_rule(strokeWidth=2.6, strokeDash=[6, 3], color=_PUBLISHED).encode(
                x=x, x2="last:T", y=y, tooltip=tips
            ),
            theirs.mark_text(
                align="left",
                baseline="bottom",
                dy=-4,
                color=_PUBLISHED,
                fontWeight="bold",
                fontSize=12,
            ).encode(x=x, y=y, text="number:N", tooltip=tips),
        ]
    chart = alt.layer(*layers).properties(height=_HEIGHT)
    words = gettext("Share of attacks in the south-west, slice by slice:")
    said = [f"{row.name}: {row.text}" for row in cast("Any", rows.itertuples(index=False))]
    return cast("alt.LayerChart", localised(chart, f"{words} {'; '.join(said)}"))
