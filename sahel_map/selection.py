"""What the reader has chosen, as one frozen value; how it filters; how it reads in words."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.errors import SelectionError
from sahel_map.i18n import date_text, gettext, join_list, ngettext, territory_text
from sahel_map.rules import split_list

__all__ = ["DEFAULT_CONFIDENCE", "Outcome", "Selection"]

DEFAULT_CONFIDENCE = "low"
"""Unverified leads are off unless asked for."""

_CODES: dict[str, Collection[str]] = {
    "types": v.EVENT_TYPES,
    "actors": v.ACTORS,
    "countries": v.COUNTRIES,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters of a view; the default selects every event that is not an unverified lead.

    ``first`` and ``last`` are inclusive days; an event counts only when its whole interval
    lies between them. ``regions`` are names of joined admin-1 units and may name one that the
    loaded boundaries lack: the view is then empty, and says why. ``sources`` are ids; an event
    counts when it cites any of them.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    precision: str = "country"
    confidence: str = DEFAULT_CONFIDENCE
    text: str = ""

    def __post_init__(self) -> None:
        for name, allowed in _CODES.items():
            unknown = [code for code in getattr(self, name) if code not in allowed]
            if unknown:
                self._refuse(name, unknown[0], list(allowed))
        if self.precision not in v.GEO_PRECISION:
            self._refuse("precision", self.precision, list(v.GEO_PRECISION))
        if self.confidence not in v.CONFIDENCE:
            self._refuse("confidence", self.confidence, list(v.CONFIDENCE))

    @staticmethod
    def _refuse(name: str, value: str, allowed: list[str]) -> None:
        raise SelectionError(
            gettext("{name}: {value!r} is not known. Allowed: {allowed}.").format(
                name=name, value=value, allowed=", ".join(allowed)
            )
        )

    @property
    def backwards(self) -> bool:
        """Whether the first day lies after the last, so that nothing can be selected."""
        return self.first is not None and self.last is not None and self.first > self.last

    def without(self, *names: str) -> Self:
        """Return a copy with the named filters back at their defaults."""
        defaults: dict[str, Any] = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: defaults[name] for name in names})

    def mask(self, events: pd.DataFrame) -> pd.Series:
        """Return which events are selected, as booleans on the caller's index.

        Args:
            events: Located events as ``store.Dataset.events`` holds them.
        """
        chosen = self._places_and_kinds(events) & self._grades(events)
        if self.first is not None:
            chosen &= events["date_start"] >= pd.Timestamp(self.first)
        if self.last is not None:
            chosen &= events["date_end"] <= pd.Timestamp(self.last)
        return chosen.rename("selected")

    def _places_and_kinds(self, events: pd.DataFrame) -> pd.Series:
        chosen = pd.Series(data=True, index=events.index)
        if self.types:
            chosen &= events["event_type"].isin(self.types)
        if self.countries:
            chosen &= events["country"].isin(self.countries)
        if self.regions:
            wanted = {fold(name) for name in self.regions}
            chosen &= events["admin1"].map(fold).isin(wanted)
        if self.actors:
            wanted = set(self.actors)
            chosen &= events["actor_groups"].map(lambda codes: not wanted.isdisjoint(codes))
        if self.sources:
            cited = set(self.sources)
            chosen &= (
                events["source_ids"]
                .map(lambda ids: not cited.isdisjoint(split_list(ids)))
                .astype(bool)
            )
        return chosen

    def _grades(self, events: pd.DataFrame) -> pd.Series:
        chosen = events["geo_precision"].isin(_up_to(v.GEO_PRECISION, self.precision))
        chosen &= events["confidence"].isin(_up_to(v.CONFIDENCE, self.confidence))
        for word in fold(self.text).split():
            chosen &= events["search_text"].str.contains(word, regex=False)
        return chosen

    def outcome(self, events: pd.DataFrame) -> "Outcome":
        """Return the selected events with the counts that a view must own up to."""
        chosen = events[self.mask(events)]
        undated = replace(self, first=None, last=None)
        overlap = undated.mask(events)
        if self.first is not None:
            overlap &= events["date_end"] >= pd.Timestamp(self.first)
        if self.last is not None:
            overlap &= events["date_start"] <= pd.Timestamp(self.last)
        open_to_leads = replace(self, confidence="unverified").mask(events)
        leads = int((open_to_leads & (events["confidence"] == "unverified")).sum())
        return Outcome(
            events=chosen,
            total=len(events),
            straddling=int(overlap.sum()) - len(chosen),
            leads_hidden=0 if self.confidence == "unverified" else leads,
        )

    def sentence(self) -> str:
        """Say the selection in words, in the current language, without counts."""
        parts = [
            self._types_text(),
            *self._who_and_where_text(),
            self._dates_text(),
            *self._grades_text(),
        ]
        return ", ".join(part for part in parts if part)

    def _types_text(self) -> str:
        if not self.types:
            return gettext("All kinds of events")
        return join_list([v.label(v.EVENT_TYPES, code) for code in self.types], style="or")

    def _who_and_where_text(self) -> list[str]:
        parts = []
        if self.actors:
            who = join_list([v.label(v.ACTORS, code) for code in self.actors], style="or")
            parts.append(gettext("attributed to {who}").format(who=who))
        if self.regions:
            where = join_list([gettext(name) for name in self.regions], style="or")
            parts.append(gettext("in {where}").format(where=where))
        if self.countries:
            where = join_list(
                [territory_text(v.COUNTRIES[code]) for code in self.countries], style="or"
            )
            parts.append(gettext("in {where}").format(where=where))
        if self.sources:
            cited = join_list(list(self.sources), style="or")
            parts.append(gettext("citing {sources}").format(sources=cited))
        return parts

    def _dates_text(self) -> str:
        if self.first and self.last and self.first == self.last:
            return gettext("on {day}").format(day=date_text(self.first))
        if self.first and self.last:
            return gettext("from {first} to {last}").format(
                first=date_text(self.first), last=date_text(self.last)
            )
        if self.first:
            return gettext("from {first} on").format(first=date_text(self.first))
        if self.last:
            return gettext("up to {last}").format(last=date_text(self.last))
        return gettext("at any date")

    def _grades_text(self) -> list[str]:
        parts = []
        if self.precision != "country":
            grade = v.label(v.GEO_PRECISION, self.precision)
            parts.append(gettext("placed as “{grade}” or better").format(grade=grade))
        if self.confidence == "unverified":
            parts.append(gettext("unverified leads included"))
        elif self.confidence != DEFAULT_CONFIDENCE:
            grade = v.label(v.CONFIDENCE, self.confidence)
            parts.append(gettext("confidence {grade} or better").format(grade=grade))
        if self.text.strip():
            parts.append(gettext("with the words “{text}”").format(text=self.text.strip()))
        return parts


def _up_to(grades: dict[str, v.Term] | dict[str, v.Precision], worst: str) -> list[str]:
    codes = list(grades)
    return codes[: codes.index(worst) + 1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The selected events and what was left out, so that a view can say so."""

    events: pd.DataFrame
    total: int
    straddling: int
    leads_hidden: int

    @property
    def drawn(self) -> pd.DataFrame:
        """The selected events that have a point."""
        return self.events[self.events["lat"].notna()]

    def sentence(self) -> str:
        """Say how many of how many are shown, and why others are not."""
        n, drawn = len(self.events), len(self.drawn)
        parts = [
            ngettext(
                "{n} of {total} events is selected", "{n} of {total} events are selected", n
            ).format(n=n, total=self.total)
        ]
        if n:
            parts.append(ngettext("{n} is on the map", "{n} are on the map", drawn).format(n=drawn))
        if n > drawn:
            parts.append(
                ngettext(
                    "{n} is only in the table because no more than its region or country is known",
                    "{n} are only in the table because no more than their region or country is"
                    " known",
                    n - drawn,
                ).format(n=n - drawn)
            )
        if self.straddling:
            parts.append(
                ngettext(
                    "{n} with an imprecise date reaches beyond these days and is left out",
                    "{n} with imprecise dates reach beyond these days and are left out",
                    self.straddling,
                ).format(n=self.straddling)
            )
        if self.leads_hidden:
            parts.append(
                ngettext(
                    "{n} unverified lead is hidden",
                    "{n} unverified leads are hidden",
                    self.leads_hidden,
                ).format(n=self.leads_hidden)
            )
        return gettext("; ").join(parts) + "."
