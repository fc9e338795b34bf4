"""The last days of the data against as many days before: each headline figure as a range."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.measures.arrivals import areas_of, arrivals
from sahel_map.measures.attacks import attacks_in
from sahel_map.measures.deaths import DEATH_COLUMNS, Deaths, deaths_of
from sahel_map.measures.expansion import COUNTRY, Terms
from sahel_map.measures.extents import Extent
from sahel_map.measures.left_out import Part, counts_in
from sahel_map.measures.shares import wilson
from sahel_map.measures.sieges import besieged_towns, town_sieges
from sahel_map.measures.slices import Slice, covered_days, intervals_in, straddling
from sahel_map.measures.southwest import southwest
from sahel_map.measures.status import RoadDays
from sahel_map.outcome import Outcome
from sahel_map.selection import Selection
from sahel_map.store import Dataset

__all__ = ["CUT_OFF", "Counted", "Recent", "besieged", "recent", "restricted_roads", "spans_of"]

CUT_OFF: Final = ("closed", "escort_only")
"""Statuses in which a road is not free to travellers."""

_VIOLENT_TYPES: Final = tuple(
    code for code, kind in v.EVENT_TYPES.items() if kind.category in v.VIOLENT
)

_COLUMNS: Final = ("admin1", "event_type", "fatalities_measure", *DEATH_COLUMNS)

Ask = Callable[[Selection], Outcome]
Tally = dict[str, int]


@dataclass(frozen=True, eq=False)
class Counted:
    """What one span of days holds.

    Attributes:
        cut: The days.
        covered: How many of them lie within the days with data.
        attacks: Events of the categories ``vocabulary.VIOLENT`` whose whole interval lies within.
        straddling: Attacks whose interval reaches beyond the days, and that do not count.
        leads_hidden: Attacks within that are unverified leads, and do not count.
        types: The types of event that occur among the attacks, in the vocabulary's order.
        by_region: Region to attacks; an empty name where it is not known.
        deaths: The deaths in them, as ``deaths.deaths_of`` has it.
        deaths_by_measure: Whose deaths are counted to those of the attacks that count them; attacks
            without a number are in none.
        deaths_by_region: Region to the sum of the lowest numbers, where there are any.
        measured: Attacks that the share rests on, by the terms of the expansion.
        inside: How many of these lie in the south-west.
        share: The Wilson interval of the share, None without attacks.
        inside_by_region: Region of the south-west to its attacks.
        new_areas: Areas reached for the first time; the upper end has those too whose first day
            may lie within these days.
        new_by_region: Region to the new areas whose first attack lies in it.
        statuses: The status of each road on the last day, by ``corridor_id``; None without roads.
        towns: What ``sieges.besieged_towns`` gives for the last day; None without any siege.
    """

    cut: Slice
    covered: int
    attacks: int
    straddling: int
    leads_hidden: int
    types: tuple[str, ...]
    by_region: Tally
    deaths: Deaths
    deaths_by_measure: dict[str, Deaths]
    deaths_by_region: Tally
    measured: int
    inside: int
    share: Extent | None
    inside_by_region: Tally
    new_areas: Extent
    new_by_region: Tally
    statuses: pd.Series | None
    towns: pd.DataFrame | None

    @property
    def whole(self) -> bool:
        """Whether the data cover all of its days."""
        return self.covered == (self.cut.last - self.cut.first).days + 1

    @property
    def listed(self) -> Extent:
        """The attacks, and at most those that straddle the span besides."""
        return Extent(self.attacks, self.attacks + self.straddling)


@dataclass(frozen=True, eq=False)
class Recent:
    """The last days of the data and as many days before.

    Attributes:
        days: The length of each span.
        now: The last days.
        before: As many days before them.
        terms: By what the share and the new areas are measured.
        full: Whether the events aim at all that happened, not at a sample.
        later: Attacks after the last day that would count; only unverified leads can be.
    """

    days: int
    now: Counted
    before: Counted
    terms: Terms
    full: bool
    later: int


def spans_of(last: dt.date, days: int) -> tuple[Slice, Slice]:
    """Return the last days and, first, as many days before them.

    Args:
        last: The last day of the data.
        days: Days of each span.
    """
    width, day = dt.timedelta(days=days), dt.timedelta(days=1)
    turn = last - width
    begin, after = turn - width + day, turn + day
    return Slice(f"{begin}..{turn}", begin, turn), Slice(f"{after}..{last}", after, last)


def restricted_roads(statuses: pd.Series) -> Extent:
    """Return how many roads are closed or escort-only; those without data may be, too."""
    low = int(statuses.isin(CUT_OFF).sum())
    return Extent(low, low + int((statuses == "no_data").sum()))


def besieged(towns: pd.DataFrame) -> Extent:
    """Return how many towns are under siege: those confirmed, and all that may be."""
    return Extent(int((towns["state"] == "confirmed").sum()), len(towns))


def _tally(regions: pd.Series) -> Tally:
    # Imported regions are categories, of which most may be elsewhere.
    return {str(name): int(n) for name, n in regions.value_counts().items() if n}


def _selected(selection: Selection, first: dt.date, last: dt.date, ask: Ask) -> Outcome:
    wanted = [code for code in _VIOLENT_TYPES if not selection.types or code in selection.types]
    outcome = ask(replace(selection, first=first, last=last, types=tuple(wanted)))
    if wanted:
        return outcome
    # No type would be every type.
    return replace(outcome, mask=np.zeros_like(outcome.mask), straddling=0, leads_hidden=0)


def _listed(selection: Selection, cut: Slice, ask: Ask) -> dict[str, Any]:
    """Return what the selected attacks of a span are."""
    found = _selected(selection, cut.first, cut.last, ask)
    chosen = found.only(*_COLUMNS)
    told = chosen[chosen[["fatalities_low", "fatalities_high"]].notna().any(axis=1)]
    sums = chosen["fatalities_low"].fillna(0).groupby(chosen["admin1"], observed=True).sum()
    kinds = set(chosen["event_type"].unique())
    return {
        "attacks": len(found),
        "straddling": found.straddling,
        "leads_hidden": found.leads_hidden,
        "types": tuple(code for code in _VIOLENT_TYPES if code in kinds),
        "by_region": _tally(chosen["admin1"]),
        "deaths": deaths_of(chosen),
        "deaths_by_measure": {
            str(measure): deaths_of(group)
            for measure, group in told.groupby("fatalities_measure", observed=True)
        },
        "deaths_by_region": {str(name): int(n) for name, n in sums.items() if n},
    }


def _spread(data: Dataset, terms: Terms, cuts: tuple[Slice, ...]) -> list[dict[str, Any]]:
    """Return what the expansion measures in each span."""
    grades = list(v.CONFIDENCE)
    trusted = grades[: grades.index(terms.floor) + 1]
    every = attacks_in(data.events, group=terms.group, country=COUNTRY, weight=terms.weight)
    attacks = every.only(every.frame["confidence"].isin(trusted).to_numpy(bool))
    inside = southwest(data.admin1, terms.region_set).inside(attacks.frame).to_numpy()
    areas = areas_of(attacks, terms.areas)
    at = intervals_in(attacks.start, attacks.end, cuts)
    within, whole = counts_in(Part(attacks, at, inside, areas), len(cuts))
    low, high = wilson(within, whole)
    reached = arrivals(attacks, areas, cuts)
    first = reached["at"].to_numpy()
    new = np.bincount(first[first >= 0], minlength=len(cuts))
    ends = [reached[name].to_numpy().astype("datetime64[D]") for name in ("earliest", "latest")]
    loose = straddling(ends[0], ends[1], cuts)
    makers = np.array([ids[0] for ids in reached["event_ids"]], dtype=object)
    return [
        {
            "measured": int(whole[n]),
            "inside": int(within[n]),
            "share": Extent(float(low[n]), float(high[n])) if whole[n] else None,
            "inside_by_region": _tally(attacks.frame["admin1"][(at == n) & inside]),
            "new_areas": Extent(int(new[n]), int(new[n] + loose[n])),
            "new_by_region": _tally(attacks.frame["admin1"].loc[makers[first == n]]),
        }
        for n in range(len(cuts))
    ]


def recent(
    data: Dataset,
    selection: Selection,
    days: int,
    *,
    roads: RoadDays | None = None,
    ask: Ask | None = None,
) -> Recent | None:
    """Measure the last days of the data against as many days before.

    Attacks and deaths follow the selection, its days aside. Of the rest only its confidence
    counts: a share needs the whole country, and roads and sieges are no events. Share and new
    areas are those of ``measures.expansion`` by its own terms.

    Args:
        data: The data.
        selection: What the reader has chosen.
        days: The length of each span, days.
        roads: The statuses of the roads, None where there are none.
        ask: Returns what a selection selects; by default it is found anew.

    Returns:
        The figures, or None where no event is more than an unverified lead.
    """
    if data.days is None or data.limits is None:
        return None
    ask = ask or (lambda wanted: wanted.outcome(data.events))
    last = data.days[1]
    cuts, terms = spans_of(last, days), Terms(floor=selection.confidence)
    covered = covered_days(cuts, data.days)
    sieges = not town_sieges(data.roads).empty
    before, now = (
        Counted(
            cut=cut,
            covered=int(days_with_data),
            **_listed(selection, cut, ask),
            **spread,
            statuses=None if roads is None else roads.on(cut.last)["status"],
            towns=besieged_towns(data.roads, cut.last) if sieges else None,
        )
        for cut, days_with_data, spread in zip(
            cuts, covered, _spread(data, terms, cuts), strict=True
        )
    )
    later = _selected(selection, last + dt.timedelta(days=1), data.limits[1], ask)
    return Recent(days, now, before, terms, data.full, len(later))
