"""What the reader has chosen, as one frozen value; how it filters; how it reads in words."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.errors import SelectionError
from sahel_map.i18n import country_text, date_text, gettext, is_country, join_list
from sahel_map.outcome import Mask, Outcome
from sahel_map.rules import split_list

__all__ = ["DEFAULT_CONFIDENCE", "Selection"]

DEFAULT_CONFIDENCE = "low"
"""Unverified leads are off unless asked for."""

_CODES: dict[str, Collection[str]] = {"types": v.EVENT_TYPES, "actors": v.ACTORS}


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
        strange = [code for code in self.countries if not is_country(code)]
        if strange:
            self._refuse("countries", strange[0], list(v.COUNTRIES))
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
        chosen = self._kinds(events) & self._within(events) & self._trusted(events)
        return pd.Series(self._worded(events, chosen), index=events.index, name="selected")

    def _within(self, events: pd.DataFrame) -> Mask:
        chosen = np.ones(len(events), dtype=bool)
        if self.first is not None:
            chosen &= (events["date_start"] >= pd.Timestamp(self.first)).to_numpy()
        if self.last is not None:
            chosen &= (events["date_end"] <= pd.Timestamp(self.last)).to_numpy()
        return chosen

    def _touching(self, events: pd.DataFrame) -> Mask:
        chosen = np.ones(len(events), dtype=bool)
        if self.first is not None:
            chosen &= (events["date_end"] >= pd.Timestamp(self.first)).to_numpy()
        if self.last is not None:
            chosen &= (events["date_start"] <= pd.Timestamp(self.last)).to_numpy()
        return chosen

    def _trusted(self, events: pd.DataFrame) -> Mask:
        return _among(events, "confidence", _up_to(v.CONFIDENCE, self.confidence))

    def _kinds(self, events: pd.DataFrame) -> Mask:
        """Return which events every filter but days, confidence and words lets through."""
        chosen = _among(events, "geo_precision", _up_to(v.GEO_PRECISION, self.precision))
        for column, codes in (("event_type", self.types), ("country", self.countries)):
            if codes:
                chosen &= _among(events, column, codes)
        if self.regions:
            wanted = {fold(name) for name in self.regions}
            chosen &= _which(events["admin1"], lambda name: fold(name) in wanted)
        if self.actors:
            groups = set(self.actors)
            chosen &= _which(events["actor_groups"], lambda codes: not groups.isdisjoint(codes))
        if self.sources:
            cited = set(self.sources)
            chosen &= _which(
                events["source_ids"], lambda ids: not cited.isdisjoint(split_list(ids))
            )
        return chosen

    def _worded(self, events: pd.DataFrame, among: Mask) -> Mask:
        """Return which events of some have all the words: the slowest filter, so the last."""
        chosen = among
        # Each word once: an address has room for thousands, and each is a look through the texts.
        for word in dict.fromkeys(fold(self.text).split()):
            if not chosen.any():
                break
            chosen = _containing(events["search_text"], word, chosen)
        return chosen

    def outcome(self, events: pd.DataFrame) -> Outcome:
        """Return the selected events with the counts that a view must own up to."""
        within, trusted = self._within(events), self._trusted(events)
        # Whatever lies within the days touches them.
        near = self._worded(events, self._kinds(events) & self._touching(events))
        hidden = near & within & ~trusted & _among(events, "confidence", ["unverified"])
        return Outcome(
            frame=events,
            mask=near & within & trusted,
            straddling=int((near & trusted & ~within).sum()),
            leads_hidden=int(hidden.sum()),
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
            where = join_list([country_text(code) for code in self.countries], style="or")
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


def _among(events: pd.DataFrame, column: str, codes: Collection[str]) -> Mask:
    return np.array(events[column].isin(list(codes)), dtype=bool)


def _which(values: pd.Series, test: Callable[[Any], bool]) -> Mask:
    """Return which values pass a test, asked once for each distinct value."""
    codes, distinct = pd.factorize(values)
    passed = np.array([test(value) for value in distinct], dtype=bool)
    return passed[codes] if len(passed) else np.zeros(len(values), dtype=bool)


def _containing(texts: pd.Series, word: str, among: Mask) -> Mask:
    """Return which of some texts contain a word."""
    if any("\ud800" <= sign <= "\udfff" for sign in word):
        return np.zeros(len(among), dtype=bool)  # half a sign, which no text holds
    rows = np.flatnonzero(among)
    few = 2 * len(rows) < len(among)
    # As a pattern: Arrow finds patterns several times faster than it finds plain texts.
    found = (texts.iloc[rows] if few else texts).str.contains(re.escape(word)).to_numpy(bool)
    if not few:
        return among & found
    chosen = np.zeros(len(among), dtype=bool)
    chosen[rows] = found
    return chosen
