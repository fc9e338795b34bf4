"""What of restricted events may leave: numbers over enough of them, and nothing of a single one.

Whatever is meant for others goes through here: files, and all that the command prints.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

import pandas as pd

from sahel_map.i18n import gettext, ngettext, number_text
from sahel_map.rules import split_list
from sahel_map.store import Dataset

__all__ = ["FEWEST", "aggregated", "merged_text", "named_sources", "withheld_records",
           "withheld_text", "withholding"]  # fmt: skip

FEWEST: Final = 5
"""Of fewer events than these no number is told: with one more fact it would be a record."""

_SINGLE: Final = frozenset(
    {"event_ids", "last_event_id", "last_incident", "nearest_event", "nearest_km", "days_since",
     "earliest", "latest", "places", "reading", "reason_text", "emptied", "low_detail",
     "high_detail", "share_band_low_choice", "share_band_high_choice", "share_under_threat_90"}
)  # fmt: skip
"""What measures say of single events: their names, places, days, distances and sources.

The share of a road under threat, times its length, tells how many attacks there were.
"""

_CENTRES: Final = (
    "centre_lon", "centre_lat", "centre_km", "bearing", "moved_km", "median_km", "major_km",
    "minor_km", "angle", "area_km2",
)  # fmt: skip

_RESTING: Final[Mapping[str, tuple[str, ...]]] = {
    "placed": _CENTRES,
    "attacks": ("inside", "share", "share_low", "share_high", "share_band_low", "share_band_high"),
    "events": ("per_10000_km2", "rate", "change"),
    "incidents_30": ("density_30", "density_30_mali"),
    "gateways_attacks": (),
    "straddling": (),
    "ours_events": ("ours_low", "ours_high"),
}
"""Column of a number of events to the columns that rest on these events."""

_PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "inside": ("attacks", _RESTING["attacks"]),
    "placed": ("attacks", _CENTRES),
}
"""Column of a part to that of its whole, and the columns that rest on the part.

A part is hidden also where the rest of the whole is of too few events: it is had by subtraction.
"""

_CELL: Final = ("period", "country", "admin1_id", "admin1", "event_type")
_MERGED: Final = {
    "": (),
    "months": (),
    "regions": ("admin1_id", "admin1"),
    "kinds": ("event_type",),
    "all": ("period", "country"),
}
"""Over what cells are merged, step by step, to what no longer tells them apart."""


def withheld_text() -> str:
    """Return what is withheld of restricted events, and why."""
    return gettext(
        "Single events are withheld: the licence of these data lets them be worked with, not"
        " passed on. Only aggregates are given, and none of fewer than {n} events."
    ).format(n=FEWEST)


def _dropped(names: Collection[Any]) -> set[str]:
    return set(_SINGLE) | ({"source_ids"} if "event_ids" in names else set())


def _masked(column: pd.Series, few: pd.Series) -> pd.Series:
    whole = pd.api.types.is_integer_dtype(column)
    return (column.astype("Int64") if whole else column).mask(few)


def _few(counts: pd.Series) -> pd.Series:
    return counts.between(1, FEWEST - 1).fillna(value=False).astype(bool)


def withholding(table: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Return a table of measures without what tells of single restricted events."""
    if not data.restricted:
        return table
    dropped = _dropped(table.columns)
    kept = table[[name for name in table.columns if name not in dropped]]
    if "figure" in kept:
        # The ends of a band of distances may rest on any number of events.
        kept = kept[~kept["figure"].isin({*_SINGLE, *_CENTRES})]
    for count, resting in _RESTING.items():
        if count in kept:
            few = _few(kept[count])
            columns = [name for name in (count, *resting) if name in kept]
            kept = kept.assign(**{name: _masked(kept[name], few) for name in columns})
    for part, (whole, resting) in _PARTS.items():
        if part in kept and whole in kept:
            few = _few(kept[part]) | _few(kept[whole] - kept[part])
            columns = [name for name in dict.fromkeys((part, *resting)) if name in kept]
            kept = kept.assign(**{name: _masked(kept[name], few) for name in columns})
    return kept


def withheld_records(value: Any, data: Dataset) -> Any:  # noqa: ANN401  (what JSON holds)
    """Return nested records of measures without what tells of single restricted events."""
    if not data.restricted:
        return value
    if isinstance(value, list):
        return [withheld_records(one, data) for one in value]
    if not isinstance(value, dict):
        return value
    hidden: set[str] = set()
    for count, resting in _RESTING.items():
        n = value.get(count)
        if isinstance(n, int | float) and 0 < n < FEWEST:
            hidden |= {count, *resting}
    for part, (whole, resting) in _PARTS.items():
        n, total = value.get(part), value.get(whole)
        if not isinstance(n, int | float) or not isinstance(total, int | float):
            continue
        if any(0 < end < FEWEST for end in (n, total - n)):
            hidden |= {part, *resting}
    dropped = _dropped(value)
    # A record under the name of a distance is its band.
    dropped |= {name for name in _CENTRES if isinstance(value.get(name), dict)}
    return {
        name: None if name in hidden else withheld_records(one, data)
        for name, one in value.items()
        if name not in dropped
    }


def named_sources(data: Dataset) -> list[str]:
    """Return the sources that may be named: where events are restricted, none that they cite."""
    known = list(data.sources.index)
    if not data.restricted:
        return known
    cited = {name for listed in data.events["source_ids"].unique() for name in split_list(listed)}
    return [name for name in known if name not in cited]


def _cells(events: pd.DataFrame) -> pd.DataFrame:
    month = events["date_start"].dt.strftime("%Y-%m").rename("period")
    keys = [month, *(events[name].astype(str) for name in _CELL[1:])]
    groups = events.groupby(keys, observed=True)
    table = groups.agg(
        events=("fatalities_low", "size"),
        fatalities_low=("fatalities_low", "sum"),
        fatalities_high=("fatalities_high", "sum"),
    )
    return table.reset_index().assign(cells=1)


def aggregated(events: pd.DataFrame) -> pd.DataFrame:
    """Count events and sum their deaths per month, region and kind: what may be passed on.

    A cell of fewer than ``FEWEST`` events is merged with others of its kind: over the months of a
    year, then over the regions of a country, over kinds, over everything. An event is counted in
    one row alone, in the month in which it began, and no total stands beside the rows, so that
    what was merged cannot be had by subtraction.

    Returns:
        ``period`` (YYYY-MM, YYYY or empty), country, unit and kind, empty where merged over;
        ``merged`` (the last step of merging, empty for a plain cell), ``cells`` (how many cells a
        row holds), ``events`` and the sums of deaths. A last row that holds too few events all
        the same has no numbers, and ``FEWEST`` as ``events_below``.
    """
    rest, rows = _cells(events), []
    for step, blanked in _MERGED.items():
        if step == "months":
            rest["period"] = rest["period"].str[:4]
        rest = rest.assign(**dict.fromkeys(blanked, ""))
        rest = rest.groupby(list(_CELL), as_index=False).sum(numeric_only=True)
        enough = rest["events"] >= FEWEST
        rows.append(rest[enough].assign(merged=step))
        rest = rest[~enough]
    numbers = ["events", "fatalities_low", "fatalities_high"]
    rows.append(rest.drop(columns=numbers).assign(merged="all", events_below=FEWEST))
    kinds = dict.fromkeys([*numbers, "events_below"], "Int64")
    table = pd.concat([part.reindex(columns=[*_CELL, "merged", "cells", *numbers, "events_below"])
                       .astype(kinds) for part in rows])  # fmt: skip
    return table.sort_values(list(_CELL), kind="stable", ignore_index=True)


def merged_text(table: pd.DataFrame) -> str:
    """Return how many cells of ``aggregated`` were merged, empty where none was."""
    whole, merged = int(table["cells"].sum()), int(table.loc[table["merged"] != "", "cells"].sum())
    if not merged:
        return ""
    text = ngettext(
        "{n} of {whole} cells has fewer than {fewest} events and is merged over months, regions or"
        " kinds.",
        "{n} of {whole} cells have fewer than {fewest} events and are merged over months, regions"
        " or kinds.",
        merged,
    )
    return text.format(n=number_text(merged), whole=number_text(whole), fewest=FEWEST)
