"""Towns under siege: how many for certain, how many possibly, and for how many days."""

import datetime as dt
from typing import Final

import pandas as pd

from sahel_map.roads import Roads

__all__ = ["SURE", "besieged_towns", "siege_days", "siege_series", "sieges_on", "town_sieges"]

SURE: Final = ("enforced", "partially_eased", "lifted")
"""Statuses of spells that sources agree were carried out; declared and disputed ones may not be."""


def town_sieges(roads: Roads) -> pd.DataFrame:
    """Return the spells that are sieges of a town, without unverified leads."""
    spells = roads.blockades[roads.blockades["kind"] == "town_siege"]
    return spells[spells["confidence"] != "unverified"]


def sieges_on(roads: Roads, day: dt.date) -> pd.DataFrame:
    """Return the sieges that are or may be in force on a day.

    Returns:
        The spells, with ``state``: ``confirmed`` where every reading of the dates has the spell
        in force and its sources agree that it was carried out, ``unconfirmed`` after the last
        confirmation of a spell without an end, else ``possible``: only declared, disputed, or
        dated too loosely. The surest spell of each place comes first.
    """
    spells, at = town_sieges(roads), pd.Timestamp(day)
    lasts = spells["possible_to"].isna() | (spells["possible_to"] >= at)
    running = spells[(spells["possible_from"] <= at) & lasts]
    sure = running["status"].isin(SURE)
    inside = (running["confirmed_from"] <= at) & (at <= running["confirmed_to"])
    late = running["end"].isna() & (at > running["last_confirmed"])
    state = pd.Series("possible", index=running.index)
    state = state.mask(sure & inside, "confirmed").mask(late, "unconfirmed")
    order = state.map({"confirmed": 0, "possible": 1, "unconfirmed": 2})
    return (
        running.assign(state=state, order=order)
        .sort_values(["order", "start"], ascending=[True, False], kind="stable")
        .drop(columns="order")
    )


def besieged_towns(roads: Roads, day: dt.date) -> pd.DataFrame:
    """Return the towns that are or may be under siege on a day, each with its surest spell."""
    return sieges_on(roads, day).drop_duplicates(["country", "place"])


def _places_per_day(
    spells: pd.DataFrame, first: pd.Series, last: pd.Series, days: pd.DatetimeIndex
) -> pd.Series:
    """Return on how many places at least one spell runs, for each day."""
    count = pd.Series(0, index=days)
    for _place, mine in spells.groupby(["country", "place"]):
        running = pd.Series(data=False, index=days)
        for name in mine.index:
            running.loc[first[name] : last[name]] = True
        count += running.astype(int)
    return count


def siege_series(
    roads: Roads, first: dt.date, last: dt.date, *, countries: tuple[str, ...] = ("MLI", "BFA")
) -> pd.DataFrame:
    """Return the number of towns under siege on each day, for certain and possibly.

    Args:
        roads: The spells.
        first: First day.
        last: Last day.
        countries: ISO 3166-1 alpha-3 codes.

    Returns:
        One row a day and country: ``day``, ``country``, ``confirmed`` and ``possible``, which is
        never less. A town with two spells counts once.
    """
    days = pd.date_range(first, last)
    spells = town_sieges(roads)
    sure = spells[spells["status"].isin(SURE)]
    tables = []
    for country in countries:
        here, mine = sure[sure["country"] == country], spells[spells["country"] == country]
        confirmed = _places_per_day(here, here["confirmed_from"], here["confirmed_to"], days)
        until = mine["possible_to"].fillna(pd.Timestamp(last))
        possible = _places_per_day(mine, mine["possible_from"], until, days)
        tables.append(
            pd.DataFrame(
                {
                    "day": days,
                    "country": country,
                    "confirmed": confirmed.to_numpy(),
                    "possible": possible.to_numpy(),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def siege_days(roads: Roads) -> pd.DataFrame:
    """Return how many days each place was under siege, as bounds.

    The lower bound runs from the latest possible start to the earliest possible end, the upper
    one from the earliest start to the latest end; a spell without an end runs to its last
    confirmation. Declared and disputed spells add to the upper bound alone.

    Returns:
        ``country``, ``place``, ``days_low``, ``days_high``, most days first.
    """
    spells = town_sieges(roads)
    until = spells["possible_to"].fillna(spells["last_confirmed"])
    low = (spells["confirmed_to"] - spells["confirmed_from"]).dt.days + 1
    table = spells[["country", "place"]].assign(
        days_low=low.clip(lower=0).where(spells["status"].isin(SURE), 0),
        days_high=(until - spells["possible_from"]).dt.days + 1,
    )
    total = table.groupby(["country", "place"], as_index=False)[["days_low", "days_high"]].sum()
    return total.sort_values("days_high", ascending=False, ignore_index=True)
