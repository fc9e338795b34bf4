"""Our own figure beside a published one, where the loaded data can say something about it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.basis import published_by
from sahel_map.claims import HEADLINE, headlines, total
from sahel_map.geodesy import GEOD
from sahel_map.i18n import noop
from sahel_map.measures.attacks import attributed
from sahel_map.measures.sieges import siege_series
from sahel_map.measures.sourcing import LARGE, SOUTH_WEST
from sahel_map.rules import split_list
from sahel_map.store import Dataset

__all__ = ["COMPARED", "Computed", "computed"]

_SAMPLE: Final = noop(
    "Ours counts a curated sample of events, theirs aims at all of them: the difference says more"
    " about coverage than about the war."
)
_DATASETS: Final = noop(
    "Both aim at all events; they come from different datasets, whose rules of counting differ."
)
_STRAIGHT: Final = noop(
    "Ours is the shortest line over the ground between the two points; a road is longer."
)
_RATIO: Final = noop("Ours is worked out from the other figures that the same sources publish.")
_TANKERS: Final = noop(
    "Ours adds up, event by event, the lowest and the highest claims about single attacks;"
    " running totals are left out, and attacks without a number count as nothing."
)
_SOLDIERS: Final = noop(
    "Ours adds up the lows and highs of the events listed here in which deaths of soldiers are"
    " counted; attacks without a number count as nothing."
)


_TOWNS: Final = noop(
    "Ours counts the towns whose siege the tables hold with a dated source: from those confirmed"
    " on the quietest day of the period to those possible on the worst. Theirs aims at all towns."
)


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure of our own: its range, how many events it rests on, why it may differ.

    ``reason`` is a gettext source string; ``events`` is None where no event is involved.
    """

    low: float
    high: float
    reason: str
    events: int | None = None


_COLUMNS: Final = [
    "country", "admin1", "event_type", "category", "actor_groups", *HEADLINE, "fatalities_measure",
]  # fmt: skip
"""What is counted here; the words of an event stay in the dataset."""


def _why(data: Dataset) -> str:
    return _DATASETS if data.full else _SAMPLE


def _in_period(data: Dataset, row: Any) -> pd.DataFrame | None:  # noqa: ANN401
    """Return the events that lie wholly in a figure's period, None when its start is unknown.

    A period without an end runs to the day on which its source can have come out at the latest.
    """
    last = row.period_end or published_by(str(data.sources.at[row.source_id, "published"]))
    if not row.period_start or not last:
        return None
    events = data.events
    inside = events["date_start"] >= pd.Timestamp(row.period_start)
    inside &= events["date_end"] <= pd.Timestamp(last)
    inside &= events["confidence"] != "unverified"
    return pd.DataFrame(events)[_COLUMNS][inside]


def _attacks(data: Dataset, row: Any, *, countries: tuple[str, ...]) -> pd.DataFrame | None:  # noqa: ANN401
    events = _in_period(data, row)
    if events is None:
        return None
    events = events[attributed(events, "jnim") & events["category"].isin(v.VIOLENT)]
    return events[events["country"].isin(countries)] if countries else events


def _southwest_share(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    events = _attacks(data, row, countries=("MLI",))
    if events is None or events.empty:
        return None
    share = 100 * float(events["admin1"].isin(SOUTH_WEST).mean())
    return Computed(round(share, 1), round(share, 1), _why(data), len(events))


def _attack_count(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    events = _attacks(data, row, countries=())
    return None if events is None else Computed(len(events), len(events), _why(data), len(events))


def _large_attacks(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    events = _attacks(data, row, countries=("MLI",))
    if events is None:
        return None
    victims = events[events["fatalities_measure"] != "militants_killed"]
    sure = int((victims["fatalities_low"] >= LARGE).sum())
    top = victims["fatalities_high"].fillna(victims["fatalities_low"])
    return Computed(sure, int((top >= LARGE).sum()), _why(data), len(events))


def _of_type(kind: str, country: str) -> Callable[[Dataset, Any], Computed | None]:
    def count(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
        events = _in_period(data, row)
        if events is None or _uncoded(data, "event_type", kind):
            return None
        n = int(((events["event_type"] == kind) & (events["country"] == country)).sum())
        return Computed(n, n, _why(data), n)

    return count


def _uncoded(data: Dataset, column: str, code: str) -> bool:
    """Return whether events are imported from a file that never says this: then none is no 0."""
    return bool(data.about) and code not in data.present(column)


def _tankers(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    events = _in_period(data, row)
    if events is None or data.about:  # only claims say how many tankers were destroyed
        return None
    ranges = headlines(data.claims, pd.Series("tankers_destroyed", index=events.index))
    told = ranges[["fatalities_low", "fatalities_high"]].notna().any(axis=1)
    return Computed(*total(ranges), _TANKERS, int(told.sum()))


def _besieged(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    names = {"Burkina Faso": ("BFA",), "Mali": ("MLI",)}
    countries = names.get(row.subject)
    if not countries or not row.period_start or not row.period_end:
        return None
    first, last = (dt.date.fromisoformat(day) for day in (row.period_start, row.period_end))
    days = siege_series(data.roads, first, last, countries=countries)
    return Computed(int(days["confirmed"].min()), int(days["possible"].max()), _TOWNS)


def _soldiers(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    events = _in_period(data, row)
    if events is None or _uncoded(data, "fatalities_measure", "soldiers_killed"):
        return None
    counted = events[events["fatalities_measure"] == "soldiers_killed"]
    return Computed(*total(counted), _SOLDIERS, len(counted))


def _distance(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    places = split_list(row.place_ids)
    ends = data.places[["lon", "lat"]].replace("", None).astype(float).reindex(places).dropna()
    if len(ends) != 2:  # noqa: PLR2004
        return None
    (lon1, lat1), (lon2, lat2) = ends.to_numpy()
    km = GEOD.inv(lon1, lat1, lon2, lat2)[2] / 1000
    if km < 1:
        return None  # one point stands in for the other
    length = round(km / (1.609344 if row.unit == "miles" else 1))
    return Computed(length, length, _STRAIGHT)


def _fighters(data: Dataset, row: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return the numbers of fighters that a row's own source gives, oldest first."""
    published = data.indicators
    own = (published["source_id"] == row.source_id) & (published["measure"] == "fighters")
    found: pd.DataFrame = published[own].sort_values("period_start")
    return found


def _relative_size(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    """Divide the fighters of the two groups that a row's subject names, as "JNIM / HTS"."""
    known = _fighters(data, row).drop_duplicates("subject").set_index("subject")["low"].dropna()
    names = [name.strip() for name in row.subject.split("/")]
    if len(names) != 2 or not set(names) <= set(known.index):  # noqa: PLR2004
        return None
    ratio = round(float(known[names[0]]) / float(known[names[1]]), 2)
    return Computed(ratio, ratio, _RATIO)


def _growth(data: Dataset, row: Any) -> Computed | None:  # noqa: ANN401
    """Divide a group's latest number of fighters by its first."""
    known = _fighters(data, row)
    known = known[(known["subject"] == row.subject) & known["low"].notna() & known["high"].notna()]
    if len(known) < 2:  # noqa: PLR2004
        return None
    first, last = known.iloc[0], known.iloc[-1]
    low, high = last["low"] / first["high"], last["high"] / first["low"]
    return Computed(round(float(low), 1), round(float(high), 1), _RATIO)


COMPARED: Final[dict[str, Callable[[Dataset, Any], Computed | None]]] = {
    "southwest_share": _southwest_share,
    "attacks_half_year": _attack_count,
    "large_attacks": _large_attacks,
    "agreements": _of_type("local_agreement", "MLI"),
    "sieges_lifted": _of_type("blockade_lifted", "MLI"),
    "industrial_sites_hit": _of_type("industrial_attack", "MLI"),
    "tankers_destroyed_cumulative": _tankers,
    "besieged_towns": _besieged,
    "soldiers_killed_total": _soldiers,
    "road_distance": _distance,
    "stated_distance": _distance,
    "relative_size": _relative_size,
    "fighters_growth": _growth,
}
"""Measure of a published number to what computes ours."""


def computed(row: Any, data: Dataset) -> Computed | None:  # noqa: ANN401
    """Return our own figure beside a published one, or None where the data say nothing of it.

    Args:
        row: A row of ``Dataset.indicators``, from ``itertuples``.
        data: The data to compute from; unverified leads are left out.
    """
    compute = COMPARED.get(row.measure)
    return compute(data, row) if compute else None
