"""Between which values the figures of the expansion lie under other choices, choice by choice.

Slow on purpose: for every choice the events are filtered anew, and every figure of every slice is
counted anew from what is left, with nothing carried over from one choice to the next.
``sahel_map.measures.sensitivity`` has to agree with it, and is measured against it.

What of a band is decided, and what is not:

* ``low``, ``high`` and ``emptied`` are. No two documents can each empty a slice, since everything
  in it would have to rest on either alone; a document goes before its publisher.
* Several choices can give the lowest value, and the last digits of a mean depend on the order of
  adding. Which of them is named is left open: ``plain_values`` tells whether the one that is named
  gives that value.
* ``variants`` counts the numbers that went in. Every choice is one, but a source only where it
  bears on the figure: for the share, the median and the centre where an event that goes into it
  is lost; for new areas and the nearest attack where the number itself changes.
"""

import datetime as dt
import math
import statistics
from collections.abc import Iterator
from typing import NamedTuple

import h3
import pandas as pd
from pyproj import Transformer

from sahel_map.geodesy import CENTRE_CRS, GEOD
from sahel_map.measures.attacks import attacks_in
from sahel_map.measures.expansion import Terms
from sahel_map.measures.southwest import southwest

BAMAKO = (-7.97522, 12.60915)
GRADES = ["high", "medium", "low", "unverified"]
DEFINITIONS = ["southwest", "with-segou", "new-borders"]
FIGURES = ["share", "new_areas", "median_km", "nearest_km", "centre_km"]

_to_plane = Transformer.from_crs(4326, CENTRE_CRS, always_xy=True)
_to_degrees = Transformer.from_crs(CENTRE_CRS, 4326, always_xy=True)


class Event(NamedTuple):
    """What an event says; ``km``, ``x`` and ``y`` are None where its place is not known."""

    first: dt.date
    last: dt.date
    at: int | None
    precision: str
    confidence: str
    sources: frozenset[str]
    voices: frozenset[str]
    lies_in: frozenset[str]
    area: str
    weight: int
    km: float | None
    x: float | None
    y: float | None


class Choice(NamedTuple):
    """A choice, the definition of the south-west in it, and the events that are left."""

    variant: str
    detail: str
    definition: str
    events: list[Event]


class Figure(NamedTuple):
    """A figure of a slice, None where there is none, and what changes if a source bears on it."""

    value: float | None
    basis: float | None


def slice_of(first, last, slices):
    """Return the number of the slice that holds all of these days, or None."""
    for number, cut in enumerate(slices):
        if cut.first <= first and last <= cut.last:
            return number
    return None


def _km_to_bamako(lon, lat):
    return GEOD.inv(lon, lat, *BAMAKO)[2] / 1000


def _names(text):
    return frozenset(name.strip() for name in text.split(";") if name.strip())


def _area(row, kind, placed):
    if kind in {"hex3", "hex4"}:
        return h3.latlng_to_cell(row.lat, row.lon, int(kind[-1])) if placed else ""
    named = row.admin1_id if kind == "region" else getattr(row, "admin2_id", "")
    return "" if pd.isna(named) else named


def _weight(row, weight):
    if weight == "events":
        return 1
    return 0 if pd.isna(row.fatalities_low) else int(row.fatalities_low)


def _told_definitions(data):
    """Return the definitions that differ in the boundary layer that is loaded."""
    carved = southwest(data.admin1, "southwest").carved
    return [code for code in DEFINITIONS if carved or code != "new-borders"]


def events_of(data, slices, terms) -> list[Event]:
    """Return all attacks, leads included, as rows."""
    frame = attacks_in(data.events, group=terms.group, country="MLI").frame
    inside = {code: set(frame.index[southwest(data.admin1, code).inside(frame)])
              for code in DEFINITIONS}  # fmt: skip
    said = {
        source.Index: _names(source.origin) or _names(source.publisher)
        for source in data.sources[["origin", "publisher"]].itertuples()
    }
    events = []
    for row in frame.itertuples():
        placed = not pd.isna(row.lat) and row.geo_precision in {"exact", "town", "near"}
        first, last, sources = row.date_start.date(), row.date_end.date(), _names(row.source_ids)
        x, y = _to_plane.transform(row.lon, row.lat) if placed else (None, None)
        events.append(
            Event(
                first,
                last,
                slice_of(first, last, slices),
                row.geo_precision,
                row.confidence,
                sources,
                frozenset(voice for name in sources for voice in said[name]),
                frozenset(code for code in DEFINITIONS if row.Index in inside[code]),
                _area(row, terms.areas, placed),
                _weight(row, terms.weight),
                _km_to_bamako(row.lon, row.lat) if placed else None,
                x,
                y,
            )
        )
    return events


def _from(events, grade):
    return [event for event in events if GRADES.index(event.confidence) <= GRADES.index(grade)]


def choices(events: list[Event], terms: Terms, definitions: list[str]) -> Iterator[Choice]:
    """Yield every choice with the events that are left: first the reader's own."""
    chosen, own = _from(events, terms.floor), terms.region_set
    yield Choice("", "", own, chosen)
    precise = [event for event in chosen if event.precision in {"exact", "town"}]
    yield Choice("precise", "", own, precise)
    for grade in GRADES:
        if grade != terms.floor:
            variant = "leads" if grade == "unverified" else "confidence"
            yield Choice(variant, grade, own, _from(events, grade))
    for code in definitions:
        if code != own:
            yield Choice("definition", code, code, chosen)
    for source in sorted({name for event in chosen for name in event.sources}):
        yield Choice("source", source, own, [e for e in chosen if e.sources != {source}])
    for voice in sorted({name for event in chosen for name in event.voices}):
        yield Choice("publisher", voice, own, [e for e in chosen if e.voices != {voice}])


def first_reached(events: list[Event]) -> dict[str, tuple[dt.date, dt.date]]:
    """Return the days between which each area was first reached.

    Not before the earliest day on which any of its attacks can have begun, and not after the
    earliest day by which one of them was over.
    """
    found = {}
    for event in events:
        if event.area:
            begun, over = found.get(event.area, (event.first, event.last))
            found[event.area] = (min(begun, event.first), min(over, event.last))
    return found


def _centre_km(events):
    """Return how far the weighted mean of the places lies from Bamako."""
    weight = sum(event.weight for event in events)
    x = sum(event.weight * event.x for event in events) / weight
    y = sum(event.weight * event.y for event in events) / weight
    return _km_to_bamako(*_to_degrees.transform(x, y))


def _figures(events, definition, slices) -> dict[tuple[str, int], Figure]:
    """Return every figure of every slice, counted from these events alone."""
    mine = [[] for _ in slices]
    for event in events:
        if event.at is not None:
            mine[event.at].append(event)
    spans = first_reached(events).values()
    reached = [slice_of(first, last, slices) for first, last in spans]
    found = {}
    for at, here in enumerate(mine):
        inside = sum(definition in event.lies_in for event in here)
        far = [event.km for event in here if event.km is not None]
        weighed = [event for event in here if event.km is not None and event.weight]
        nearest = min(far, default=None)
        new = reached.count(at)
        found["share", at] = Figure(inside / len(here) if here else None, len(here))
        found["new_areas", at] = Figure(new, new)
        found["median_km", at] = Figure(statistics.median(far) if far else None, len(far))
        found["nearest_km", at] = Figure(nearest, nearest)
        found["centre_km", at] = Figure(_centre_km(weighed) if weighed else None, len(weighed))
    return found


def _all_figures(data, slices, terms) -> Iterator[tuple[Choice, dict[tuple[str, int], Figure]]]:
    events = events_of(data, slices, terms)
    for choice in choices(events, terms, _told_definitions(data)):
        found = _figures(choice.events, choice.definition, slices)
        if choice.variant == "definition":  # says where the south-west is, and nothing else
            found = {key: figure for key, figure in found.items() if key[0] == "share"}
        yield choice, found


def plain_values(data, slices, terms=None) -> dict[tuple[str, int, str, str], float | None]:
    """Return every figure of every slice under every choice: figure, slice, variant, detail."""
    return {
        (figure, at, choice.variant, choice.detail): found.value
        for choice, every in _all_figures(data, slices, terms or Terms())
        for (figure, at), found in every.items()
    }


class _Band:
    """The lowest and the highest of the values of one figure in one slice."""

    def __init__(self):
        self.own = None
        self.known = []
        self.emptied = ""
        self.variants = 0

    def add(self, choice, figure):
        if not choice.variant:
            self.own = figure
        left_out = choice.variant in {"source", "publisher"}
        if figure.value is not None:
            self.known.append((figure.value, choice.variant, choice.detail))
            self.variants += not left_out or figure.basis != self.own.basis
        elif left_out and self.own.value is not None and not self.emptied:
            self.emptied = choice.detail

    def ends(self):
        if not self.known:
            return (math.nan,) * 6
        low = min(self.known, key=lambda known: known[0])
        return (*low, *max(self.known, key=lambda known: known[0]))


def _number(figure):
    return math.nan if figure is None or figure.value is None else figure.value


def plain_bands(data, slices, terms: Terms | None = None) -> pd.DataFrame:
    """Return between which values each figure of each slice lies, as ``Expansion.bands`` does."""
    bands = {(figure, at): _Band() for figure in FIGURES for at in range(len(slices))}
    for choice, every in _all_figures(data, slices, terms or Terms()):
        for key, figure in every.items():
            bands[key].add(choice, figure)
    rows = [
        (figure, at, _number(band.own), *band.ends(), band.variants, band.emptied)
        for (figure, at), band in bands.items()
    ]
    ends = [f"{end}{name}" for end in ("low", "high") for name in ("", "_variant", "_detail")]
    return pd.DataFrame(rows, columns=["figure", "at", "chosen", *ends, "variants", "emptied"])
