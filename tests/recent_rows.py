"""Attacks, sieges and statuses made by hand round the last day of the data."""

import dataclasses

import pandas as pd
from expansion_fixtures import SITES, Hit
from road_fixtures import Stop, make_roads
from slice_fixtures import GAO, MOPTI, worded

ATTACKS = (
    Hit("old", "2025-05-10", *MOPTI),
    Hit("day-before", "2025-07-02", *SITES["Kayes"], deaths=90),
    Hit("first-before", "2025-07-03", *SITES["Sikasso"]),
    Hit("last-before", "2025-08-01", *MOPTI, deaths=0),
    Hit("over-the-edge", "2025-08-01", *GAO, last="2025-08-03", deaths=70),
    Hit("first-now", "2025-08-02", *SITES["Sikasso"], deaths=2),
    Hit("no-number", "2025-08-10", *SITES["Koulikoro"]),
    Hit("no-attack", "2025-08-15", *MOPTI, category="blockade", deaths=50),
    Hit("lead", "2025-08-20", *SITES["Kayes"], confidence="unverified", deaths=40),
    Hit("last-now", "2025-08-31", *MOPTI, deaths=3, category="road"),
    Hit("late-lead", "2025-09-10", *MOPTI, confidence="unverified"),
)
"""In 30 days to 31 August: three attacks now, two before, one over the edge; in Mali, by JNIM."""

HIGHS = {"first-now": 5, "last-before": 4}
"""The highest numbers of deaths; those of the others are not known."""

SIEGES = (
    {"spell_id": "a", "kind": "town_siege", "place": "Alpha", "last_confirmed": "2025-08-31"},
    {"spell_id": "b", "kind": "town_siege", "place": "Beta", "start": "2025-08-15",
     "last_confirmed": "2025-08-20"},
)  # fmt: skip
"""Alpha is under siege all along; Beta's siege begins now and is not confirmed to the last day."""

STATUSES = {
    "2025-08-01": {"north": "open", "south": "closed", "west": "open"},
    "2025-08-31": {"north": "closed", "south": "closed", "west": "contested"},
}


class Days:
    """The statuses of three roads, as ``RoadDays.on`` gives them."""

    def __init__(self, statuses):
        self.statuses = statuses

    def on(self, day):
        return pd.DataFrame({"status": pd.Series(self.statuses[day.isoformat()])})


def with_attacks(data, *hits):
    """Return the bundled dataset with other events and sieges."""
    kinds = {"road": "ambush", "blockade": "blockade_declared"}
    highs = [HIGHS.get(hit.event_id) for hit in hits]
    small = worded(
        data,
        *hits,
        event_type=[kinds.get(hit.category, "armed_attack") for hit in hits],
        fatalities_high=pd.array(highs, "Int64"),
        fatalities_open=[False] * len(hits),
        fatalities_measure=["people_killed"] * len(hits),
    )
    roads = make_roads(
        {name: [Stop("A", 0), Stop("B", 50)] for name in ("north", "south", "west")},
        spells=SIEGES,
    )
    named = [f"{name.title()} road" for name in roads.corridors.index]
    roads = dataclasses.replace(roads, corridors=roads.corridors.assign(short_name=named))
    return dataclasses.replace(small, roads=roads)
