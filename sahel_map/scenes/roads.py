"""The Roads page as a scene: the roads and besieged towns on a day, or one of them."""

import datetime as dt
from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, gettext, number_text
from sahel_map.maps import ROAD_VIEWS, ScriptGroup, road_caption, road_group
from sahel_map.maps.road_layers import deals_shown, placed
from sahel_map.measures.gateways import approaches, gateways, trade_exposed
from sahel_map.measures.sieges import besieged_towns
from sahel_map.measures.status import RoadDays
from sahel_map.road_exports import status_table
from sahel_map.road_wording import (
    approaches_text,
    exposure_text,
    gateways_text,
    reason_text,
    spell_text,
)
from sahel_map.scenes.choices import buffer_in, day_in
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.counted import count
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight
from sahel_map.scenes.withheld import bare, may_be_shown
from sahel_map.store import Dataset
from sahel_map.withholding import withholding
from sahel_map.wording import number_range_text, pair_text

__all__ = ["roads"]


def _numbers(found: RoadDays, data: Dataset, day: dt.date, attacks: int) -> list[KeyNumber]:
    counts = found.on(day)["status"].value_counts()
    numbers = [
        KeyNumber.of(
            f"roads_{code}",
            gettext("Roads: {status}").format(status=gettext(status.label)),
            int(counts.get(code, 0)),
        )
        for code, status in v.STATUSES.items()
        if counts.get(code, 0)
    ]
    running = besieged_towns(data.roads, day)
    sure, possible = int((running["state"] == "confirmed").sum()), len(running)
    numbers.append(
        KeyNumber(
            "towns_under_siege",
            gettext("Towns under siege"),
            number_range_text(sure, possible),
            sure,
            possible,
            gettext("certain, and possible at most"),
        )
    )
    return [*numbers, count("attacks_90", gettext("Attacks near roads, 90 days"), attacks, data)]


def _spell_lines(data: Dataset, day: dt.date, selected: str | None) -> list[Line]:
    """Return the blockades of a road that are in force, each with its sources."""
    if not selected:
        return []
    spells = data.roads.spells_of(selected)
    at = pd.Timestamp(day)
    held = spells["end"].fillna(spells["last_confirmed"])
    rows: list[Any] = list(spells[(spells["start"] <= at) & (held >= at)].itertuples())
    return [
        Line(
            pair_text(spell_text(row), gettext(row.summary)) if row.summary else spell_text(row),
            tuple(data.cited(row.source_ids).index),
        )
        for row in rows
    ]


def _lines(found: RoadDays, data: Dataset, day: dt.date, selected: str | None) -> list[Line]:
    if selected:
        state: Any = found.on(day).loc[[selected]].itertuples()
        own = [] if data.restricted else [Line(reason_text(next(state), data.roads))]
        return [*own, *_spell_lines(data, day, selected)]
    if found.data_days is None or not found.data_days[0] <= day <= found.data_days[1]:
        return []
    facts = [
        gateways_text(gateways(found, data.roads, day)),
        ""
        if data.restricted
        else approaches_text(approaches(data.verified(), found, data.roads, day)),
        exposure_text(trade_exposed(found, data.roads, day), data.roads),
    ]
    return [Line(text) for text in facts if text]


def _cited(data: Dataset, day: dt.date, states: pd.DataFrame, selected: str | None) -> list[str]:
    """Return the source lists of what decides the statuses and of what is drawn."""
    tables = data.roads
    deciding = [name for name in states["spell_id"] if name in tables.blockades.index]
    lists = [str(tables.blockades.at[name, "source_ids"]) for name in deciding]
    if not selected:
        lists += list(besieged_towns(tables, day)["source_ids"])
        lists += list(deals_shown(tables, day, recent=True)["source_ids"])
    return lists


def _map(found: RoadDays, data: Dataset, day: dt.date, name: str, selected: str | None) -> Drawing:
    group: ScriptGroup = road_group(
        data.events, found, data.roads, day, name=name, selected=selected
    )
    caption = road_caption(found, data.roads, day, name=name, selected=selected)
    caution = gettext(
        "Statuses are ours, by published rules, from a curated sample: “open” means that"
        " nothing is recorded here, not that the road is safe."
    )
    if data.restricted:
        return Drawing(group.function, bare(group.view), caution)
    return Drawing(group.function, group.view, f"{caption} {caution}")


def roads(at: Vantage) -> Sight:
    """Return what the Roads page shows: all roads on a day, or one of them."""
    scene, data = at.scene, at.data
    found = at.ground.statuses(at.basis, buffer_in(scene.get, data))
    day, name = day_in(scene.get, found), scene.get("map")
    wanted = scene.get("road")
    selected = wanted if wanted in data.roads.corridors.index else None
    states = found.on(day)
    shown = states if selected is None else states.loc[[selected]]
    near = placed(found, day, selected)
    events = data.events.loc[list(near["event_id"])]
    label = gettext(ROAD_VIEWS[name].label)
    if selected:
        label = gettext(str(data.roads.corridors.at[selected, "short_name"]))
    table = status_table(found, data.roads, day)
    if selected:
        table = table[table["corridor_id"] == selected]
    words = gettext("Roads on {day}; attacks within {km} km of a road count").format(
        day=date_text(day), km=number_text(found.buffer_km)
    )
    return Sight(
        scene=scene,
        data=data,
        title=gettext("{what} on {day}").format(what=label, day=date_text(day)),
        selection=words,
        drawings=(_map(found, data, day, name, selected),),
        numbers=tuple(_numbers(found, data, day, int(near["counted"].sum()))),
        lines=tuple(_lines(found, data, day, selected)),
        sources=cited_sources([*_cited(data, day, shown, selected), *events["source_ids"]], data),
        events=may_be_shown(events, data),
        tables={
            "roads": withholding(table, data),
            "sieges": besieged_towns(data.roads, day),
        },
    )
