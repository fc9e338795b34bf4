"""What rests on whom: the load of each source, events on a single one, figures without one."""

from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.claims import total
from sahel_map.rules import split_list
from sahel_map.store import Dataset

__all__ = [
    "LARGE",
    "SOUTH_WEST",
    "figures",
    "rest_on_leads",
    "single_sourced",
    "source_load",
    "voices",
]

SOUTH_WEST: Final = v.REGION_SETS["southwest"].regions
"""The regions of Mali, in the older scheme, that the expansion is measured in."""

LARGE: Final = 20
"""Deaths from which an attack is called large, as ACLED's count in "indicators.csv" does."""


def _cited(events: pd.DataFrame) -> pd.Series:
    """Return one row for each event and source it cites."""
    return events["source_ids"].map(split_list).explode().dropna()


def voices(data: Dataset) -> pd.Series:
    """Return whose reporting each source is: what it repeats, else its own publisher; as lists."""
    origin = data.sources["origin"]
    return origin.where(origin != "", data.sources["publisher"]).map(split_list)


def rest_on_leads(source_ids: pd.Series, data: Dataset) -> pd.Series:
    """Return which lists of sources hold nothing but compilers, whose word is a lead and no fact.

    Args:
        source_ids: ``;`` lists of ``source_id``.
        data: The dataset that holds the sources; the note of a compiler begins with "Compiler:".
    """
    compilers = set(data.sources.index[data.sources["note"].str.startswith("Compiler:")])
    return source_ids.map(lambda ids: compilers.issuperset(split_list(ids))).astype(bool)


def single_sourced(events: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Return the events that rest on one document, or on several that repeat one voice.

    Args:
        events: The events to look at.
        data: The dataset that holds their sources.

    Returns:
        ``documents`` and ``voices`` (distinct origins, else publishers) per event that has a
        single one of either, on ``event_id``, in the order of ``events``.
    """
    cited = _cited(events)
    cited = cited[cited.isin(data.sources.index)]
    by_event = cited.groupby(level=0, sort=False)
    told = cited.map(voices(data)).explode().groupby(level=0, sort=False).nunique()
    table = pd.DataFrame({"documents": by_event.size(), "voices": told}).reindex(events.index)
    return table[(table["documents"] == 1) | (table["voices"] == 1)].astype(int)


def source_load(events: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Return how much each source carries.

    Returns:
        On ``data.sources``' index: ``events`` that cite it, ``alone`` (events that cite nothing
        else), ``claims``, ``numbers`` (published aggregates), ``positions`` (in contradictions)
        and ``checked`` (oldest review among its events; missing where there is none).
    """
    index = data.sources.index
    cited = _cited(events)
    alone = cited[cited.groupby(level=0).transform("size") == 1]
    checked = events["last_checked"].reindex(cited.index).groupby(cited.to_numpy()).min()
    held = data.positions["source_ids"].map(split_list).explode()
    about = data.claims["event_ids"].map(lambda ids: not set(ids).isdisjoint(events.index))

    def count(ids: pd.Series) -> pd.Series:
        return ids.value_counts().reindex(index, fill_value=0).astype(int)

    return pd.DataFrame(
        {
            "events": count(cited),
            "alone": count(alone),
            "claims": count(data.claims.loc[about.astype(bool), "source_id"]),
            "numbers": count(data.indicators["source_id"]),
            "positions": count(held),
            "checked": checked.reindex(index),
        }
    )


def figures(data: Dataset) -> list[dict[str, Any]]:
    """Return the headline figures of a dataset, leads left out.

    Returns:
        ``figure`` (a code), ``low`` and ``high`` (equal for plain counts; a share in percent;
        deaths per measure as the sums of the events' own lows and highs, one measure at a time).
    """
    events = data.verified()
    in_mali = events[(events["country"] == "MLI") & events["lat"].notna()]
    west = in_mali["admin1"].isin(SOUTH_WEST)
    share = round(100 * float(west.mean()), 1) if len(in_mali) else None
    large = events["fatalities_measure"].ne("militants_killed") & (
        events["fatalities_low"] >= LARGE
    )
    alone = single_sourced(events, data)
    rows: list[dict[str, Any]] = [
        _row("events", len(events)),
        _row("events_on_map", int(events["lat"].notna().sum())),
        _row("south_west_percent", share),
        _row("large_attacks", int(large.fillna(value=False).sum())),
        _row("single_document", int((alone["documents"] == 1).sum())),
        _row("single_voice", len(alone)),
        _row("sources", len(data.sources)),
        _row("claims", len(data.claims)),
    ]
    for measure in v.DEATHS:
        counted = events[events["fatalities_measure"] == measure]
        low, high = total(counted)
        rows.append({"figure": measure, "low": low, "high": high})
    return rows


def _row(figure: str, value: float | None) -> dict[str, Any]:
    return {"figure": figure, "low": value, "high": value}
