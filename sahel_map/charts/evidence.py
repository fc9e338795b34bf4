"""One road: what was declared, what was enforced, and what was seen, on one time axis."""

import datetime as dt
from typing import Any, cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import day_rule, localised
from sahel_map.i18n import gettext
from sahel_map.measures.corridors import incidents
from sahel_map.measures.status import RoadDays, force_of
from sahel_map.road_wording import spell_name, spell_text
from sahel_map.roads import Roads

__all__ = ["evidence_chart"]


def _spells(roads: Roads, corridor_id: str, rows: dict[str, str]) -> pd.DataFrame:
    bars = []
    spell: Any
    for spell in roads.spells_of(corridor_id).itertuples():
        forces = set(force_of(spell))
        row = "touched"
        if forces & {"enforced", "eased", "nothing_passes", "only_convoys"}:
            row = "enforced"
        elif "declared" in forces:
            row = "declared"
        held = spell.end if pd.notna(spell.end) else spell.last_confirmed
        bars.append(
            {
                "row": rows[row],
                "first": spell.start,
                "last": held + pd.Timedelta(days=1),
                "name": spell_name(spell),
                "when": spell_text(spell),
                "status": v.label(v.SPELL_STATUSES, spell.status),
            }
        )
    columns = ["row", "first", "last", "name", "when", "status"]
    return pd.DataFrame(bars, columns=columns).astype(
        {"first": "datetime64[ns]", "last": "datetime64[ns]"}
    )


def evidence_chart(found: RoadDays, roads: Roads, corridor_id: str, day: dt.date) -> alt.LayerChart:
    """Return the spells that name a road above the attacks on it.

    Args:
        found: The statuses of all roads.
        roads: Spells.
        corridor_id: The road.
        day: The day of the map, drawn as a line.
    """
    rows = {
        "touched": gettext("Touched by other measures"),
        "declared": gettext("Declared or disputed"),
        "enforced": gettext("Enforced or eased"),
        "seen": gettext("Attacks seen"),
    }
    bars = _spells(roads, corridor_id, rows)
    mine = incidents(found, corridor_id)
    seen = pd.DataFrame({"row": rows["seen"], "first": mine["day"]})
    order = list(rows.values())
    y = alt.Y(
        "row:N",
        sort=order,
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(ticks=False, domain=False, labelLimit=180),
    )
    axis = alt.Axis(grid=False, format="%b %Y", labelOverlap=True, tickCount=6)
    x = alt.X("first:T", title=None, axis=axis)
    spells = (
        alt.Chart(bars)
        .mark_bar(height=13, cornerRadius=2, opacity=0.75)
        .encode(
            x=x,
            x2="last:T",
            y=y,
            color=alt.Color(
                "row:N",
                scale=alt.Scale(domain=order, range=["#9065ab", "#0072b2", "#c98500", "#d55e00"]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title=gettext("Blockade")),
                alt.Tooltip("status:N", title=gettext("Status")),
                alt.Tooltip("when:N", title=gettext("When")),
            ],
        )
    )
    ticks = alt.Chart(seen).mark_tick(thickness=2, size=14, color="#d55e00")
    layers = alt.layer(spells, ticks.encode(x=x, y=y), day_rule(day))
    return cast(
        "alt.LayerChart",
        localised(
            layers.properties(height=alt.Step(24)),
            gettext(
                "What was declared, what was enforced and which attacks were seen on this road,"
                " through time. The blockades and incidents are listed beside it."
            ),
        ),
    )
