"""One road: what it is, its blockades, and every incident along it."""

import datetime as dt
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.charts.evidence import evidence_chart
from sahel_map.charts.road import along_chart
from sahel_map.i18n import date_text, ngettext, number_text
from sahel_map.i18n import gettext as _
from sahel_map.measures.corridors import corridor_measures, incidents, monthly_density
from sahel_map.measures.status import RoadDays
from sahel_map.road_exports import table_csv
from sahel_map.road_wording import (
    imposer_text,
    length_text,
    reason_text,
    share_text,
    spell_name,
    spell_text,
)
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import heading, plain
from sahel_map.ui.event_card import source_words, words
from sahel_map.ui.road_table import provenance
from sahel_map.ui.team_part import spells_part
from sahel_map.wording import dates_text

__all__ = ["road_dossier", "show_spells", "spell_card"]


def _picker(data: Dataset) -> str | None:
    names = data.roads.corridors["short_name"].map(_)
    wanted: str | None = view.get("road")
    if wanted and wanted not in names.index:
        st.warning(_("There is no road {road}; choose one.").format(road=plain(str(wanted))))
        view.carry(road=None)
        wanted = None
    row = st.container(horizontal=True, vertical_alignment="bottom")
    row.selectbox(
        _("Road"),
        list(names.index),
        format_func=lambda corridor_id: names[corridor_id],
        placeholder=_("Choose a road"),
        **view.controlled("road"),
    )
    if wanted:
        row.button(_("Show all roads"), on_click=view.restore, args=("road",), key="road-none")
    return wanted


def _share(row: Any, data: Dataset) -> dict[str, str]:  # noqa: ANN401
    source = data.sources.loc[row.source_id]
    names = data.roads.corridors["short_name"]
    others = [_(names[name]) for name in row.corridor_ids if name in names.index]
    return {
        "number": share_text(row),
        "claimant": _(row.claimant),
        "year": row.year,
        "together": ", ".join(others) if len(others) > 1 else "",
        "note": _(row.note),
        "source": str(source["publisher"]),
        "url": str(source["url"]),
    }


def spell_card(spell: Any, data: Dataset, state: str = "") -> dict[str, Any]:  # noqa: ANN401
    """Return what the templates show of a blockade spell."""
    return {
        "name": spell_name(spell),
        "state": state,
        "when": spell_text(spell),
        "status": v.label(v.SPELL_STATUSES, spell.status),
        "passage": v.label(v.PASSAGES, spell.passage) if spell.passage else "",
        "who": imposer_text(spell),
        "summary": _(spell.summary),
        "demands": _(spell.demands),
        "effects": _(spell.effects),
        "confidence": v.label(v.CONFIDENCE, spell.confidence),
        "sources": [source_words(row) for row in data.cited(spell.source_ids).itertuples()],
    }


def show_spells(cards: list[dict[str, Any]]) -> None:
    """Show spells as cards that open, with their sources."""
    labels = {
        "demands": _("Demands"),
        "effects": _("Effects"),
        "who": _("Imposed by"),
        "confidence": _("Confidence"),
        "undated": _("undated"),
        "sources": _("Sources"),
    }
    templates.show("spells.html", spells=cards, labels=labels)


def _spells(corridor_id: str, data: Dataset, day: dt.date) -> list[dict[str, Any]]:
    mine = data.roads.spells_of(corridor_id).sort_values("start", ascending=False)
    cards = []
    for spell in mine.itertuples():
        row: Any = spell
        held = row.end if pd.notna(row.end) else row.last_confirmed
        at = pd.Timestamp(day)
        state = ""
        if row.start <= at <= held:
            state = _("in force on this day")
        elif pd.isna(row.end) and at > held:
            state = _("not confirmed any more")
        cards.append(spell_card(row, data, state))
    for card in cards:
        card["open"] = card is next((c for c in cards if c["state"]), None)
    return cards


def _facts(corridor: Any, found: RoadDays, data: Dataset, day: dt.date) -> list[tuple[str, str]]:  # noqa: ANN401
    mine = incidents(found, corridor.corridor_id)
    until = pd.Timestamp(day)
    past = mine[mine["day"] <= until]
    month = monthly_density(found, data.roads, corridor.corridor_id)
    now: Any = month[month.index <= until].tail(1)
    density = number_text(round(float(now["density"].iloc[0]), 3)) if len(now) else "0"
    in_mali = float(now["density_mali"].iloc[0]) if len(now) else float("nan")
    text = _("{n} per 10 km").format(n=density)
    if pd.notna(in_mali):
        text += _("; {n} on its legs in Mali").format(n=number_text(round(in_mali, 3)))
    facts = [
        (_("Runs from"), f"{_(corridor.from_place)} – {_(corridor.to_place)}"),
        (_("Length"), f"{length_text(corridor)}. {_(corridor.length_note)}"),
        (_("Road numbers"), ", ".join(corridor.road_numbers)),
        (_("Border posts"), ", ".join(map(_, corridor.border_post))),
        (_("Carries"), ", ".join(map(_, corridor.commodities))),
        (_("Attacks so far"), number_text(len(past))),
        (_("Last attack"), _last(past, found, day)),
        (_("This month"), text),
        (_("Note"), _(corridor.note)),
        (_("Grade of the line"), v.label(v.CONFIDENCE, corridor.confidence)),
    ]
    return [(name, value) for name, value in facts if value]


def _along(found: RoadDays, corridor_id: str, data: Dataset, day: dt.date) -> None:
    near = incidents(found, corridor_id, counted=False)
    if near["road_km"].isna().all():
        st.caption(_("No event of these data can be placed along the road."))
        return
    st.altair_chart(along_chart(near, data.events, data.roads, corridor_id, day), key="road-along")
    st.caption(
        _("Filled: attacks that count. Hollow: operations of the state. Names are waypoints.")
    )


def _last(past: pd.DataFrame, found: RoadDays, day: dt.date) -> str:
    if past.empty:
        return _("none on record")
    last = past["day"].max().date()
    days = (day - last).days
    text = ngettext("{day}, {n} day before", "{day}, {n} days before", days).format(
        day=date_text(last), n=number_text(days)
    )
    if found.data_days:
        text += _("; data to {day}").format(day=date_text(found.data_days[1]))
    return text


def _incident_table(found: RoadDays, corridor_id: str, data: Dataset) -> None:
    near = incidents(found, corridor_id, counted=False)
    if near.empty:
        return
    heading(_("Incidents in order"))
    about = data.events.loc[near["event_id"]]
    rows: list[Any] = list(about.itertuples())
    table = pd.DataFrame(
        {
            "day": near["day"].to_numpy(),
            "when": [dates_text(row) for row in rows],
            "title": [_(row.title) for row in rows],
            "km": near["road_km"].round().to_numpy(),
            "off": near["distance_km"].round(1).to_numpy(),
            "named": near["named"].to_numpy(),
            "counted": near["counted"].to_numpy(),
            "type": [v.label(v.EVENT_TYPES, row.event_type) for row in rows],
        }
    )
    order = list(near["event_id"])
    st.dataframe(
        table.iloc[::-1],
        key="road-incidents",
        hide_index=True,
        placeholder="",
        on_select=lambda: _on_incident(order[::-1]),
        selection_mode="single-row",
        column_config={
            "day": None,
            "when": st.column_config.TextColumn(_("When"), width=150),
            "title": st.column_config.TextColumn(_("Event"), width=360),
            "km": st.column_config.NumberColumn(_("Km from the start"), width="small"),
            "off": st.column_config.NumberColumn(
                _("Km off the line"), format="%.1f", width="small"
            ),
            "named": st.column_config.CheckboxColumn(_("Road named"), width="small"),
            "counted": st.column_config.CheckboxColumn(_("Counted"), width="small"),
            "type": st.column_config.TextColumn(_("Type")),
        },
    )
    st.caption(
        _(
            "Kilometres are missing where the place is known too loosely. Operations of the state"
            " are listed and not counted. Choose a row to open the event."
        )
    )


def _on_incident(order: list[str]) -> None:
    rows = (view.returned("road-incidents") or {}).get("selection", {}).get("rows", [])
    view.change(**({"event": order[rows[0]]} if rows else {}))


def _downloads(found: RoadDays, corridor_id: str, data: Dataset, day: dt.date) -> None:
    about = provenance(found, data, day)
    first, last = found.data_days or (day, day)
    first = max(first, dt.date(2023, 1, 1)) if last.year > 2023 else first  # noqa: PLR2004

    def weekly() -> bytes:
        table = corridor_measures(found, data.roads, corridor_id, first=first, last=last)
        return table_csv(table.assign(corridor_id=corridor_id), about)

    near = incidents(found, corridor_id, counted=False)
    files: list[tuple[str, Any, str]] = [(_("Measures, week by week"), weekly, "measures")]
    if not data.restricted:
        files.append((_("Incidents"), partial(table_csv, near, about), "incidents"))
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(_("Download this road:"))
    for label, write, name in files:
        row.download_button(
            label,
            write,
            f"{corridor_id}-{name}.csv",
            "text/csv",
            on_click="ignore",
            key=f"road-download-{name}",
            icon=":material/download:",
        )


def road_dossier(found: RoadDays, data: Dataset, day: dt.date) -> None:
    """Draw the dossier of the chosen road, or the choice of one."""
    corridor_id = _picker(data)
    if corridor_id is None:
        st.info(_("Choose a road here, on the map or among the strips."))
        return
    corridor: Any = data.roads.corridors.loc[corridor_id]
    state: Any = found.on(day).loc[corridor_id]
    status = v.STATUSES[state.status]
    full_name: str = corridor["name"]
    mine = data.roads.shares_of(corridor_id)
    templates.show(
        "road_head.html",
        name=_(full_name),
        status=_(status.label),
        colour=status.colour,
        reason=reason_text(state, data.roads),
    )
    left, right = st.columns([2, 3], gap="large")
    with left:
        templates.show(
            "road_facts.html",
            facts=_facts(corridor, found, data, day),
            shares=[_share(row, data) for row in mine.itertuples()],
            heading=_("Shares of trade, as disputed"),
            sources=[source_words(row) for row in data.cited(corridor["source_ids"]).itertuples()],
            words={**words(), "and": _("together:")},
        )
    with right:
        heading(_("Declared, enforced, observed"))
        st.altair_chart(evidence_chart(found, data.roads, corridor_id, day), key="road-evidence")
        heading(_("Along the road"))
        _along(found, corridor_id, data, day)
    _incident_table(found, corridor_id, data)
    spells = _spells(corridor_id, data, day)
    if spells:
        heading(_("Blockades that name this road"))
        show_spells(spells)
    spells_part(data.roads.spells_of(corridor_id).itertuples(), data, road=corridor_id)
    _downloads(found, corridor_id, data, day)
