"""What rests on whom: the load of each source, events on a single one, figures without one."""

from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.basis import Basis
from sahel_map.claims import HEADLINE, total
from sahel_map.rules import split_list
from sahel_map.store import Dataset

__all__ = [
    "LARGE",
    "SOUTH_WEST",
    "citing_events",
    "figures",
    "figures_without",
    "relayed",
    "rest_on_leads",
    "single_sourced",
    "source_load",
    "voices",
]

SOUTH_WEST: Final = v.REGION_SETS["southwest"].regions
"""The regions of Mali, in the older scheme, that the expansion is measured in."""

LARGE: Final = 20
"""Deaths from which an attack is called large, as ACLED's count in "indicators.csv" does."""


_COUNTED: Final = (
    "confidence", "country", "lat", "admin1", "fatalities_measure", *HEADLINE, "source_ids",
    "geometry",
)  # fmt: skip
"""What the headline figures are counted from."""


def _lists(events: pd.DataFrame) -> tuple[npt.NDArray[np.intp], list[list[str]]]:
    """Return the number of each event's list of sources, and the lists, each there once."""
    numbers, texts = pd.factorize(events["source_ids"])
    return numbers, [split_list(str(text)) for text in texts]


def citing_events(events: pd.DataFrame) -> pd.Series:
    """Return how many events cite each source, on ``source_id``."""
    numbers, lists = _lists(events)
    cited = pd.Series(lists, dtype=object).explode().dropna()
    size = np.bincount(numbers, minlength=len(lists))[cited.index]
    return pd.Series(size, dtype=int).groupby(cited.to_numpy()).sum()


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


def relayed(data: Dataset) -> int:
    """Return how many sources a compiler names for imported events; 0 where nobody relays.

    What a compiler such as ACLED reads and codes is known through it alone, so that it is one
    voice, however many it names.
    """
    if data.about.get("format") not in v.RELAYS:
        return 0
    return len(
        {name for listed in data.events["source_ids"].unique() for name in split_list(listed)}
    )


def single_sourced(events: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Return the events that rest on one document, or on several that repeat one voice.

    Args:
        events: The events to look at.
        data: The dataset that holds their sources.

    Returns:
        ``documents`` and ``voices`` (distinct origins, else publishers) per event that has a
        single one of either, on ``event_id``, in the order of ``events``.
    """
    told = voices(data).to_dict()
    numbers, lists = _lists(events)
    known = [[name for name in ids if name in told] for ids in lists]
    documents = np.array([len(ids) for ids in known], dtype=int)[numbers]
    voiced = [len({voice for name in ids for voice in told[name]}) for ids in known]
    table = pd.DataFrame(
        {"documents": documents, "voices": np.array(voiced, dtype=int)[numbers]}, events.index
    )
    return table[(table["documents"] == 1) | (table["voices"] == 1)]


def source_load(events: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Return how much each source carries.

    Returns:
        On ``data.sources``' index: ``events`` that cite it, ``alone`` (events that cite nothing
        else), ``claims``, ``numbers`` (published aggregates), ``positions`` (in contradictions)
        and ``checked`` (oldest review among its events; missing where there is none).
    """
    index = data.sources.index
    numbers, lists = _lists(events)
    size = np.bincount(numbers, minlength=len(lists))
    checked = events["last_checked"].groupby(numbers).min().reindex(range(len(lists)))
    cited = pd.Series(lists, dtype=object).explode().dropna()
    by_source = pd.DataFrame(
        {
            "events": size[cited.index],
            "alone": np.where([len(lists[place]) == 1 for place in cited.index], 1, 0),
            "checked": checked.to_numpy()[cited.index],
        }
    )
    by_source["alone"] *= by_source["events"]
    carried = by_source.groupby(cited.to_numpy())
    held = data.positions["source_ids"].map(split_list).explode()
    spoken = data.claims["event_ids"].explode()
    about = spoken.index[spoken.isin(events.index)].unique()

    def count(ids: pd.Series) -> pd.Series:
        return ids.value_counts().reindex(index, fill_value=0).astype(int)

    return pd.DataFrame(
        {
            "events": carried["events"].sum().reindex(index, fill_value=0),
            "alone": carried["alone"].sum().reindex(index, fill_value=0),
            "claims": count(data.claims.loc[about, "source_id"]),
            "numbers": count(data.indicators["source_id"]),
            "positions": count(held),
            "checked": carried["checked"].min().reindex(index),
        }
    )


def figures(data: Dataset) -> list[dict[str, Any]]:
    """Return the headline figures of a dataset, leads left out.

    Returns:
        ``figure`` (a code), ``low`` and ``high`` (equal for plain counts; a share in percent;
        deaths per measure as the sums of the events' own lows and highs, one measure at a time).
    """
    events = data.verified()
    placed = events["lat"].notna()
    west = events.loc[(events["country"] == "MLI") & placed, "admin1"].isin(SOUTH_WEST)
    share = round(100 * float(west.mean()), 1) if len(west) else None
    large = events["fatalities_measure"].ne("militants_killed") & (
        events["fatalities_low"] >= LARGE
    )
    alone = single_sourced(events, data)
    rows: list[dict[str, Any]] = [
        _row("events", len(events)),
        _row("events_on_map", int(placed.sum())),
        _row("south_west_percent", share),
        _row("large_attacks", int(large.fillna(value=False).sum())),
        _row("single_document", int((alone["documents"] == 1).sum())),
        _row("single_voice", len(alone)),
        _row("sources", len(data.sources)),
        _row("claims", len(data.claims)),
    ]
    for measure in v.DEATHS:
        counted = events["fatalities_measure"] == measure
        low, high = total(events.loc[counted, list(HEADLINE)])
        rows.append({"figure": measure, "low": low, "high": high})
    return rows


def figures_without(source_id: str, data: Dataset) -> list[dict[str, Any]]:
    """Return the headline figures of a dataset that a source is left out of, as ``figures``."""
    # The words of the events would only be copied.
    lean = replace(data, events=data.events[list(_COUNTED)])
    return figures(Basis(without=(source_id,)).narrow(lean).data)


def _row(figure: str, value: float | None) -> dict[str, Any]:
    return {"figure": figure, "low": value, "high": value}
