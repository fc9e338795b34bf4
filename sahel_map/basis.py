"""What a view rests on: the sources published by a day, and those that are not left out.

Leaving sources out is not hiding rows: the headline of every event that stays is counted anew
from the claims that stay. On an earlier day, words written with later sources are taken away
too, so that a reader sees what could be known then and no more.
"""

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.claims import HEADLINE, headlines
from sahel_map.i18n import date_text, gettext, join_list, ngettext
from sahel_map.roads import Roads, with_bounds, with_lengths
from sahel_map.rules import split_list
from sahel_map.store import Dataset, search_text

__all__ = ["Basis", "Narrowed", "as_told", "published_by"]

_WORDS: Final = ("actor", "target", "summary", "conflicts")
"""The columns of an event that are our own words, written with all its sources at hand."""


def published_by(text: str) -> dt.date | None:
    """Return the last day on which a document dated YYYY, YYYY-MM or YYYY-MM-DD can have come out.

    A document dated by its month is taken as known at the month's end: earlier would be a guess.
    """
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, parts[2] if len(parts) > 2 else last)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Basis:
    """Which sources count: those published by ``known``, without the named ones."""

    known: dt.date | None = None
    without: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every source counts."""
        return self.known is None and not self.without

    def narrow(self, data: Dataset) -> "Narrowed":
        """Return the dataset as these sources alone give it, with what was left out."""
        if self.whole:
            return Narrowed(data, self)
        days = pd.to_datetime(data.sources["published"].map(published_by))
        nothing = pd.Series(data=False, index=days.index)
        undated = nothing if self.known is None else days.isna()
        later = nothing if self.known is None else days > pd.Timestamp(self.known)
        dropped = pd.Series(data.sources.index.isin(self.without), index=days.index)
        told = as_told(data, days[~(undated | later | dropped)], known=self.known)
        return Narrowed(
            told,
            self,
            undated=int(undated.sum()),
            later=int(later.sum()),
            events_left_out=len(data.events) - len(told.events),
        )


def as_told(data: Dataset, days: pd.Series, *, known: dt.date | None) -> Dataset:
    """Return a dataset as some of its sources tell it, and as known on a day.

    Args:
        data: The whole dataset.
        days: The sources that count, with the day by which each was out; missing where nobody
            says.
        known: The day of the view, or None.
    """
    kept = set(days.index)
    contradictions, positions = _contradictions(data, kept)
    return replace(
        data,
        events=_events(data, kept, known),
        sources=data.sources[data.sources.index.isin(kept)],
        claims=data.claims[data.claims["source_id"].isin(kept)],
        indicators=data.indicators[data.indicators["source_id"].isin(kept)],
        contradictions=contradictions,
        positions=positions,
        roads=_roads(data.roads, days, known),
        phases=_phases(data.phases, kept, known),
    )


def _all_of(lists: pd.Series, kept: set[str]) -> pd.Series:
    return lists.map(lambda text: kept.issuperset(split_list(text))).astype(bool)


def _contradictions(data: Dataset, kept: set[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the contradictions that these sources show: with all their voices, or not at all."""
    positions = data.positions[_all_of(data.positions["source_ids"], kept)]
    whole = _all_of(data.contradictions["reading_source_ids"], kept)
    before = data.positions["contradiction_id"].value_counts()
    after = positions["contradiction_id"].value_counts().reindex(before.index, fill_value=0)
    complete = set(before.index[before == after])
    shown = data.contradictions[whole & data.contradictions.index.isin(complete)]
    mine = positions["contradiction_id"].isin(shown.index)
    return shown, positions[mine]


def _events(data: Dataset, kept: set[str], known: dt.date | None) -> gpd.GeoDataFrame:
    """Return the events that a kept source reports, counted anew from the kept claims."""
    # Many events cite the same sources: each list is looked at once.
    lists, texts = pd.factorize(data.events["source_ids"])
    cited = [split_list(str(text)) for text in texts]
    left = [[source for source in ids if source in kept] for ids in cited]
    stays = np.array([bool(ids) for ids in left], dtype=bool)[lists]
    if known is not None:
        stays &= (data.events["date_start"] <= pd.Timestamp(known)).to_numpy()
    # Words are copied slowly: where nothing leaves, nothing is.
    events, lists = data.events if stays.all() else data.events[stays], lists[stays]
    fewer = [len(ids) < len(all_ids) for ids, all_ids in zip(left, cited, strict=True)]
    lost = pd.Series(np.array(fewer, dtype=bool)[lists], events.index)
    named = pd.Series([";".join(ids) for ids in left], dtype="str")
    events = events.assign(source_ids=named.take(lists).set_axis(events.index))
    # Imported numbers are those of the file, not of one of the sources that it names: they stand
    # as long as one of these does. On an earlier day they may be those of a later source.
    if not data.about or known is not None:
        claims = data.claims[data.claims["source_id"].isin(kept)]
        ranges = headlines(claims, events["fatalities_measure"])
        for column in HEADLINE:
            events[column] = events[column].where(~lost, ranges[column])
    if known is not None:
        events = _unwritten(events, lost, pd.Timestamp(known))
        events["search_text"] = search_text(events, data.places)
    return events


def _unwritten(events: gpd.GeoDataFrame, lost: pd.Series, known: pd.Timestamp) -> gpd.GeoDataFrame:
    """Take away what only later sources, or we ourselves, can have known."""
    kinds = events["event_type"].map(lambda code: v.EVENT_TYPES[code].label)
    events["title"] = events["title"].where(~lost, kinds)
    for column in _WORDS:
        events[column] = events[column].where(~lost, "")
    events["withheld"] = lost
    events["last_checked"] = pd.NaT
    # An interval that runs past the day is known only up to it.
    runs_on = events["date_end"] > known
    events.loc[runs_on, "date_end"] = known
    one_day = runs_on & (events["date_start"] == known)
    events["date_precision"] = events["date_precision"].mask(runs_on, "range").mask(one_day, "day")
    return events


def _cited(rows: pd.DataFrame, kept: set[str], *words: str) -> pd.DataFrame:
    """Return the rows that a kept source carries, without words that rest on others too."""
    cited = rows["source_ids"].map(split_list)
    left = cited.map(lambda ids: [source for source in ids if source in kept])
    stays = left.map(bool).astype(bool)
    rows = rows[stays].assign(source_ids=left[stays].map(";".join))
    lost = (left[stays].map(len) < cited[stays].map(len)).astype(bool)
    return rows.assign(lost=lost, **{column: rows[column].where(~lost, "") for column in words})


def _phases(phases: pd.DataFrame, kept: set[str], known: dt.date | None) -> pd.DataFrame:
    """Return the phases that kept sources carry, no longer than the day of the view."""
    words = ("title", "summary", "boundary_note") if known else ()
    rows = _cited(phases, kept, *words).drop(columns="lost")
    if known is None:
        return rows
    day = pd.Timestamp(known)
    rows = rows[rows["start"] <= day]
    return rows.assign(end=rows["end"].clip(upper=day))  # type: ignore[call-overload]


def _spells(spells: pd.DataFrame, days: pd.Series, known: dt.date | None) -> pd.DataFrame:
    """Return the spells that kept sources carry, confirmed no later than these came out."""
    rows = _cited(spells, set(days.index), *(("summary", "demands", "effects") if known else ()))
    if known is None:
        return rows.drop(columns="lost")
    day = pd.Timestamp(known)
    rows = rows[rows["start"] <= day]
    latest = pd.to_datetime(rows["source_ids"].map(lambda ids: days[split_list(ids)].max()))
    seen = rows["last_confirmed"].fillna(rows["end"]).clip(upper=day)  # type: ignore[call-overload]
    seen = seen.where(~rows["lost"] | (seen <= latest), latest).clip(lower=rows["start"])
    # An end that had not come, or that no source out by then can have told, is not known; a
    # spell that was lifted later held on.
    untold = rows["lost"] & ~(latest >= rows["confirmed_to"])
    runs_on = rows["end"].isna() | (rows["end"] > day) | untold
    return with_bounds(
        rows.drop(columns="lost").assign(
            end=rows["end"].where(~runs_on),
            passage=rows["passage"].where(~rows["lost"], ""),
            imposed_by=rows["imposed_by"].where(~rows["lost"], ""),
            end_precision=rows["end_precision"].where(~runs_on, "unknown"),
            last_confirmed=seen,
            status=rows["status"].mask(runs_on & (rows["status"] == "lifted"), "enforced"),
        )
    )


def _roads(roads: Roads, days: pd.Series, known: dt.date | None) -> Roads:
    """Return the roads as kept sources give them; a road itself needs none.

    Args:
        roads: The whole tables.
        days: The kept sources with the day by which each was out.
        known: The day of the view, or None.
    """
    kept = set(days.index)
    corridors, shares = roads.corridors, roads.shares
    sourced = corridors["length_source_id"].isin(kept)
    corridors = with_lengths(
        corridors.assign(
            length_km=corridors["length_km"].where(sourced),
            length_note=corridors["length_note"].where(sourced, ""),
            length_source_id=corridors["length_source_id"].where(sourced, ""),
            source_ids=corridors["source_ids"].map(
                lambda ids: ";".join(source for source in split_list(ids) if source in kept)
            ),
            note=corridors["note"] if known is None else "",
        )
    )
    words = ("summary", "outcome") if known else ()
    agreements = _cited(roads.agreements, kept, *words)
    fuel = _cited(roads.fuel, kept, *(("summary", "claimant_note", "label") if known else ()))
    if known is not None:
        day = pd.Timestamp(known)
        agreements = agreements[agreements["date"].isna() | (agreements["date"] <= day)]
        fuel = fuel[fuel["date"] <= day]
        # A number that rests on a later source too may be that source's.
        numbers = [name for name in fuel.columns if name.startswith("tankers_")]
        fuel = fuel.assign(**{name: fuel[name].where(~fuel["lost"]) for name in numbers})
    return replace(
        roads,
        corridors=corridors,
        shares=shares[shares["source_id"].isin(kept)],
        blockades=_spells(roads.blockades, days, known),
        agreements=agreements.drop(columns="lost"),
        fuel=fuel.drop(columns="lost"),
    )


@dataclass(frozen=True)
class Narrowed:
    """A dataset on a basis, and how much that basis leaves out."""

    data: Dataset
    basis: Basis
    undated: int = 0
    later: int = 0
    events_left_out: int = 0

    def sentence(self) -> str:
        """Say in words what the view rests on and what is left out; empty when nothing is."""
        if self.basis.whole:
            return ""
        parts = []
        if self.basis.known is not None:
            day = date_text(self.basis.known)
            parts.append(gettext("As known on {day}").format(day=day))
            n = self.later
            parts.append(
                ngettext("{n} later source left out", "{n} later sources left out", n).format(n=n)
            )
            n = self.undated
            parts.append(
                ngettext("{n} undated source left out", "{n} undated sources left out", n).format(
                    n=n
                )
            )
        if self.basis.without:
            parts.append(
                gettext("without {names}").format(names=join_list(list(self.basis.without)))
            )
        n = self.events_left_out
        parts.append(ngettext("{n} event left out", "{n} events left out", n).format(n=n))
        if self.basis.known is not None and self.data.about:
            parts.append(gettext("the loaded file does not say when its events became known"))
        return gettext("; ").join(parts)
