"""The Roads page as a scene: the roads and besieged towns on a day, or one of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import date_text, gettext, number_text
from sahel_map.maps import ROAD_VIEWS, ScriptGroup, road_caption, road_group
from sahel_map.maps.road_layers import deals_shown, placed
from sahel_map.maps.roads import RoadView
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
from sahel_map.scenes.scene import Scene
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight
from sahel_map.scenes.withheld import bare_roads, may_be_shown
from sahel_map.store import Dataset
from sahel_map.withholding import withholding
from sahel_map.wording import number_range_text, pair_text

__all__ = ["roads"]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a map of the page draws: its named view, and the road that is lifted out."""

    name: str
    selected: str | None

    @classmethod
    def of(cls, scene: Scene, data: Dataset) -> "_Shown":
        name, wanted = scene.get("map"), scene.get("road")
        lifted = ROAD_VIEWS[name].roads and wanted in data.roads.corridors.index
        return cls(name, wanted if lifted else None)

    @property
    def chosen(self) -> RoadView:
        """The layers of the map."""
        return ROAD_VIEWS[self.name]


def _status_numbers(states: pd.DataFrame) -> list[KeyNumber]:
    counts = states["status"].value_counts()
    return [
        KeyNumber.of(
            f"roads_{code}",
            gettext("Roads: {status}").format(status=gettext(status.label)),
            int(counts[code]),
        )
        for code, status in v.STATUSES.items()
        if counts.get(code, 0)
    ]


def _siege_number(data: Dataset, day: dt.date) -> KeyNumber:
    running = besieged_towns(data.roads, day)
    sure, possible = int((running["state"] == "confirmed").sum()), len(running)
    return KeyNumber(
        "towns_under_siege",
        gettext("Towns under siege"),
        number_range_text(sure, possible),
        sure,
        possible,
        gettext("From sieges confirmed on the day to all that may be in force."),
    )


def _numbers(
    data: Dataset, day: dt.date, states: pd.DataFrame, shown: _Shown, attacks: int
) -> list[KeyNumber]:
    """Return the numbers of what a map draws."""
    if shown.selected:
        status = v.label(v.STATUSES, str(states.at[shown.selected, "status"]))
        label = gettext("Attacks near the road in 90 days")
        return [
            KeyNumber("status", gettext("Status"), status),
            count("attacks_90", label, attacks, data),
        ]
    chosen, numbers = shown.chosen, list[KeyNumber]()
    if chosen.roads:
        numbers += _status_numbers(states)
    if chosen.sieges:
        numbers.append(_siege_number(data, day))
    if chosen.attacks:
        label = gettext("Attacks near roads in 90 days")
        numbers.append(count("attacks_90", label, attacks, data))
    if chosen.agreements:
        n = len(deals_shown(data.roads, day, recent=chosen.roads))
        label = gettext("Agreements in the year before") if chosen.roads else gettext("Agreements")
        numbers.append(KeyNumber.of("agreements", label, n))
    return numbers


def _spells_in_force(data: Dataset, day: dt.date, road: str) -> pd.DataFrame:
    """Return the blockades of a road that are in force, as far as is known."""
    spells = data.roads.spells_of(road)
    at = pd.Timestamp(day)
    held = spells["end"].fillna(spells["last_confirmed"])
    return spells[(spells["start"] <= at) & (held >= at)]


def _spell_lines(data: Dataset, day: dt.date, road: str) -> list[Line]:
    """Return the blockades of a road that are in force, each with its sources."""
    rows: list[Any] = list(_spells_in_force(data, day, road).itertuples())
    return [
        Line(
            pair_text(spell_text(row), gettext(row.summary)) if row.summary else spell_text(row),
            tuple(data.cited(row.source_ids).index),
        )
        for row in rows
    ]


def _lines(found: RoadDays, data: Dataset, day: dt.date, shown: _Shown) -> list[Line]:
    if shown.selected:
        state: Any = found.on(day).loc[[shown.selected]].itertuples()
        own = [] if data.restricted else [Line(reason_text(next(state), data.roads))]
        return [*own, *_spell_lines(data, day, shown.selected)]
    covered = found.data_days and found.data_days[0] <= day <= found.data_days[1]
    if not covered or not shown.chosen.roads:
        return []
    near = approaches(data.verified(), found, data.roads, day)
    facts = [
        gateways_text(gateways(found, data.roads, day)),
        "" if data.restricted else approaches_text(near),
        exposure_text(trade_exposed(found, data.roads, day), data.roads),
    ]
    return [Line(text) for text in facts if text]


def _cited(data: Dataset, day: dt.date, states: pd.DataFrame, shown: _Shown) -> list[str]:
    """Return the source lists of what decides the statuses, and of the spells of a road."""
    tables, lists = data.roads, list[str]()
    if shown.chosen.roads:
        deciding = [name for name in states["spell_id"] if name in tables.blockades.index]
        lists += [str(tables.blockades.at[name, "source_ids"]) for name in deciding]
    if shown.selected:
        lists += list(_spells_in_force(data, day, shown.selected)["source_ids"])
    return lists


def _drawn(data: Dataset, day: dt.date, shown: _Shown) -> list[str]:
    """Return the source lists of the sieges and agreements that are drawn."""
    chosen, lists = shown.chosen, list[str]()
    if chosen.sieges:
        lists += list(besieged_towns(data.roads, day)["source_ids"])
    if chosen.agreements and not shown.selected:
        lists += list(deals_shown(data.roads, day, recent=chosen.roads)["source_ids"])
    return lists


def _map(found: RoadDays, data: Dataset, day: dt.date, shown: _Shown) -> Drawing:
    group: ScriptGroup = road_group(
        data.events, found, data.roads, day, name=shown.name, selected=shown.selected
    )
    caution = gettext(
        "Statuses are ours, by published rules, from a curated sample: “open” means that"
        " nothing is recorded here, not that the road is safe."
    )
    told = [caution] if shown.chosen.roads else []
    if data.restricted and shown.chosen.attacks:
        hidden = gettext("Single attacks may not be shown.")
        return Drawing(
            group.function, bare_roads(group.view, found.buffer_km), " ".join([hidden, *told])
        )
    caption = road_caption(found, data.roads, day, name=shown.name, selected=shown.selected)
    view = bare_roads(group.view, found.buffer_km) if data.restricted else group.view
    return Drawing(group.function, view, " ".join([caption, *told]))


def _tables(found: RoadDays, data: Dataset, day: dt.date, shown: _Shown) -> dict[str, pd.DataFrame]:
    """Return the tables of what a map draws."""
    tables, chosen = dict[str, pd.DataFrame](), shown.chosen
    if chosen.roads:
        statuses = withholding(status_table(found, data.roads, day), data)
        mine = statuses["corridor_id"] == shown.selected
        tables["roads"] = statuses[mine] if shown.selected else statuses
    if chosen.sieges:
        tables["sieges"] = besieged_towns(data.roads, day)
    if chosen.agreements and not shown.selected:
        tables["agreements"] = deals_shown(data.roads, day, recent=chosen.roads)
    return tables


def _title(data: Dataset, day: dt.date, shown: _Shown) -> str:
    label = gettext(shown.chosen.label)
    if shown.selected:
        label = gettext(str(data.roads.corridors.at[shown.selected, "short_name"]))
    return gettext("{what} on {day}").format(what=label, day=date_text(day))


def roads(at: Vantage) -> Sight:
    """Return what the Roads page shows: all roads on a day, one of them, or sieges and deals."""
    scene, data = at.scene, at.data
    found = at.ground.statuses(at.basis, buffer_in(scene.get, data))
    day, shown = day_in(scene.get, found), _Shown.of(scene, data)
    states = found.on(day)
    near = placed(found, day, shown.selected)
    if not shown.chosen.attacks:
        near = near.iloc[:0]
    events = data.events.loc[list(near["event_id"])]
    title = _title(data, day, shown)
    words = gettext("Roads on {day}; attacks within {km} km of a road count").format(
        day=date_text(day), km=number_text(found.buffer_km)
    )
    own = states if shown.selected is None else states.loc[[shown.selected]]
    deciding = _cited(data, day, own, shown)
    return Sight(
        scene=scene,
        data=data,
        title=title,
        selection=words if shown.chosen.roads else title,
        drawings=(_map(found, data, day, shown),),
        numbers=tuple(_numbers(data, day, own, shown, int(near["counted"].sum()))),
        lines=tuple(_lines(found, data, day, shown)),
        sources=cited_sources(
            [*deciding, *_drawn(data, day, shown), *events["source_ids"]],
            data,
            first=";".join(deciding) if shown.selected else "",
        ),
        events=may_be_shown(events, data),
        tables=_tables(found, data, day, shown),
    )
