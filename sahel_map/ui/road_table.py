"""All roads on the day as a table, and the files to take away."""

import datetime as dt
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.exports import Provenance
from sahel_map.i18n import date_text, number_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.corridors import threatened_km, total_lengths
from sahel_map.measures.status import RoadDays
from sahel_map.road_exports import status_table, table_csv, to_road_geojson, to_road_gpkg
from sahel_map.road_wording import reason_text
from sahel_map.store import Dataset
from sahel_map.ui import basis, view
from sahel_map.ui.controls import choose
from sahel_map.withholding import withholding

__all__ = ["provenance", "road_downloads", "road_table"]

_TABLE: Final = "road-table"


def provenance(found: RoadDays, data: Dataset, day: dt.date) -> Provenance:
    """Return what a file of the roads says of itself."""
    text = _("Roads on {day}; attacks within {km} km of a road count").format(
        day=date_text(day), km=number_text(found.buffer_km)
    )
    words = ". ".join(filter(None, [text, basis.shown().sentence()]))
    return Provenance.of(words, data)


def _on_pick(order: list[str]) -> None:
    rows = (view.returned(_TABLE) or {}).get("selection", {}).get("rows", [])
    view.change(**({"road": order[rows[0]], "panel": "road"} if rows else {}))


def _table(found: RoadDays, data: Dataset, day: dt.date) -> None:
    states = found.on(day)
    rank = {code: n for n, code in enumerate(v.STATUSES)}
    states = states.assign(rank=states["status"].map(rank)).sort_values("rank", kind="stable")
    rows: list[Any] = list(states.itertuples())
    about = data.roads.corridors.loc[states.index]
    last = data.events["title"].reindex(states["last_event_id"]).fillna("")
    table = pd.DataFrame(
        {
            "name": about["short_name"].map(_),
            "status": [v.label(v.STATUSES, code) for code in states["status"]],
            "reason": [reason_text(row, data.roads) for row in rows],
            "since": states["days_since"],
            "last": last.map(_).to_numpy(),
            "share": states["lit_share"] * 100,
            "km": about["road_km"].round(),
            "carries": [", ".join(map(_, goods)) for goods in about["commodities"]],
        }
    )
    st.dataframe(
        table,
        key=_TABLE,
        hide_index=True,
        placeholder="",
        on_select=lambda: _on_pick(list(states.index)),
        selection_mode="single-row",
        height=440,
        column_config={
            "name": st.column_config.TextColumn(_("Road"), width=190),
            "status": st.column_config.TextColumn(_("Status"), width=95),
            "reason": st.column_config.TextColumn(_("Why"), width=380),
            "since": st.column_config.NumberColumn(_("Days since the last attack"), width="small"),
            "last": st.column_config.TextColumn(_("Last attack"), width=240),
            "share": st.column_config.NumberColumn(
                _("Under threat, % of length"), format="%.1f", width="small"
            ),
            "km": st.column_config.NumberColumn(_("Kilometres by road"), width="small"),
            "carries": st.column_config.TextColumn(_("Carries"), width=240),
        },
    )


def road_downloads(found: RoadDays, data: Dataset, day: dt.date) -> None:
    """Offer the roads of the day with their lines, and the tables behind them."""
    about = provenance(found, data, day)
    roads = data.roads
    table = withholding(status_table(found, roads, day), data)
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(_("Download the roads of this day:"))
    files: list[tuple[str, Any, str, str]] = [
        ("CSV", partial(table_csv, table, about), "roads.csv", "text/csv"),
        (
            "GeoJSON",
            partial(to_road_geojson, table, roads, about),
            "roads.geojson",
            "application/geo+json",
        ),
        (
            "GeoPackage",
            partial(to_road_gpkg, table, roads, about),
            "roads.gpkg",
            "application/geopackage+sqlite3",
        ),
        (_("Blockades"), partial(table_csv, roads.blockades, about), "blockades.csv", "text/csv"),
        (
            _("Agreements"),
            partial(table_csv, roads.agreements, about),
            "agreements.csv",
            "text/csv",
        ),
        (_("Fuel"), partial(table_csv, roads.fuel, about), "fuel.csv", "text/csv"),
    ]
    for label, write, name, mime in files:
        row.download_button(
            label,
            write,
            f"sahel-map-{name}",
            mime,
            on_click="ignore",
            key=f"download-{name}",
            icon=":material/download:",
        )


def road_table(found: RoadDays, data: Dataset, day: dt.date) -> None:
    """Draw the status of every road on the day, with totals and the buffer."""
    lengths = total_lengths(found, data.roads, day)
    km = {code: number_text(round(length)) for code, length in lengths.items()}
    whole = number_text(round(sum(lengths.values())))
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(
        _(
            "{closed} km of {whole} km of lines are closed and {escort} km open to convoys only;"
            " {lit} km had an attack nearby within 90 days. Stretches that roads share count once."
        ).format(
            closed=km["closed"],
            escort=km["escort_only"],
            whole=whole,
            lit=number_text(round(threatened_km(found, day))),
        )
    )
    row.space("stretch")
    buffers = {"5": "5 km", "10": "10 km", "20": "20 km"}
    if (data.roads.legs["drawn"] == "road").any():
        buffers = {"1": "1 km", **buffers}
    row.markdown(_("Attacks count within"))
    choose(row, _("Attacks count within"), buffers, "buffer")
    _table(found, data, day)
    st.caption(_("Choose a row to open the road."))
