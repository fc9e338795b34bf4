"""Rules between tables: every identifier leads somewhere, every headline follows its claims."""

from collections.abc import Iterator, Mapping

import pandas as pd

from sahel_map.claims import HEADLINE, convert_claims, headlines
from sahel_map.i18n import noop
from sahel_map.rules import UNIQUE, packed_rule, split_list
from sahel_map.tables import Fault, TableRead

__all__ = [
    "check_events",
    "check_evidence",
    "few_positions",
    "headline_faults",
    "repeated_addresses",
]

Reads = Mapping[str, TableRead]

_SOURCE = noop("a source_id of sources.csv")
_USABLE = noop("at least one source whose own row is valid")
_EVENT = noop("an event_id of events.csv")
_PLACE = noop("a place_id of places.csv")
_CONTRADICTION = noop("a contradiction_id of contradictions.csv")
_CORRIDOR = noop("a corridor_id of corridors.csv")

_LINKS: list[tuple[str, str, str, str, str]] = [
    ("events.csv", "corridor_id", "corridors.csv", "corridor_id", _CORRIDOR),
    ("claims.csv", "event_ids", "events.csv", "event_id", _EVENT),
    ("claims.csv", "source_id", "sources.csv", "source_id", _SOURCE),
    ("indicators.csv", "place_ids", "places.csv", "place_id", _PLACE),
    ("indicators.csv", "source_id", "sources.csv", "source_id", _SOURCE),
    ("contradictions.csv", "event_ids", "events.csv", "event_id", _EVENT),
    ("contradictions.csv", "reading_source_ids", "sources.csv", "source_id", _SOURCE),
    ("positions.csv", "contradiction_id", "contradictions.csv", "contradiction_id", _CONTRADICTION),
    ("positions.csv", "source_ids", "sources.csv", "source_id", _SOURCE),
    ("corridors.csv", "source_ids", "sources.csv", "source_id", _SOURCE),
    ("corridors.csv", "length_source_id", "sources.csv", "source_id", _SOURCE),
    ("corridor_waypoints.csv", "corridor_id", "corridors.csv", "corridor_id", _CORRIDOR),
    ("corridor_shares.csv", "corridor_id", "corridors.csv", "corridor_id", _CORRIDOR),
    ("corridor_shares.csv", "source_id", "sources.csv", "source_id", _SOURCE),
    ("blockades.csv", "place_id", "places.csv", "place_id", _PLACE),
    ("blockades.csv", "corridor_ids", "corridors.csv", "corridor_id", _CORRIDOR),
    ("blockades.csv", "source_ids", "sources.csv", "source_id", _SOURCE),
    ("agreements.csv", "place_id", "places.csv", "place_id", _PLACE),
    ("agreements.csv", "source_ids", "sources.csv", "source_id", _SOURCE),
    ("fuel.csv", "corridor_id", "corridors.csv", "corridor_id", _CORRIDOR),
    ("fuel.csv", "event_id", "events.csv", "event_id", _EVENT),
    ("fuel.csv", "source_ids", "sources.csv", "source_id", _SOURCE),
    ("slices.csv", "source_ids", "sources.csv", "source_id", _SOURCE),
]
"""File and column that name rows of another file's column, and the rule that says so."""


class _Listed:
    """The rows that a table's identifiers may name, and what is wrong with lists that name others.

    A text is looked at once, however many rows hold it.
    """

    def __init__(self, target: TableRead, key: str, rule: str, *, usable: str = "") -> None:
        """Take the rows of a table.

        Args:
            target: The table, its broken rows included.
            key: The column of its identifiers.
            rule: What an identifier that it lacks breaks.
            usable: What a list breaks that names broken rows alone; "" where that is no fault.
        """
        self._rule, self._usable = rule, usable
        self._known, self._valid = set(target.text[key]), set(target.rows[key])

    def _faults(self, text: str) -> list[tuple[str, str]]:
        named = split_list(text)
        missing = [(value, self._rule) for value in named if value not in self._known]
        # What is said without a usable source is not shown.
        if self._usable and named and not missing and self._valid.isdisjoint(named):
            return [(text, self._usable)]
        return missing

    def check(self, file: str, texts: pd.Series) -> dict[int, list[Fault]]:
        """Return the faults of the lists of one column, by row."""
        wrong = {text: self._faults(text) for text in texts.unique()}
        rows = texts[texts.isin([text for text, faults in wrong.items() if faults])]
        column = str(texts.name)
        return {
            int(str(row)): [Fault(file, int(str(row)), column, *fault) for fault in wrong[text]]
            for row, text in rows.items()
        }


def check_events(reads: Reads) -> list[Fault]:
    """Name the references of events that lead nowhere, also those of rows broken otherwise."""
    name, events = "events.csv", reads["events.csv"].text
    sources = _Listed(reads["sources.csv"], "source_id", _SOURCE, usable=_USABLE)
    cited = sources.check(name, events["source_ids"])
    places = events.loc[~events["place_id"].isin(reads["places.csv"].text["place_id"]), "place_id"]
    at = {
        int(str(row)): [Fault(name, int(str(row)), "place_id", place, _PLACE)]
        for row, place in places.items()
    }
    faults = [
        fault for row in sorted({*cited, *at}) for fault in cited.get(row, []) + at.get(row, [])
    ]
    # A folder without roads says nothing of those that its events name.
    return [*faults, *_broken_links(reads, name)] if reads["corridors.csv"].records else faults


def _broken_links(reads: Reads, name: str) -> Iterator[Fault]:
    for file, column, target, key, rule in _LINKS:
        if file != name:
            continue
        usable = _USABLE if target == "sources.csv" else ""
        found = _Listed(reads[target], key, rule, usable=usable).check(
            file, reads[file].text[column]
        )
        for faults in found.values():
            yield from faults


def _unlisted_sources(reads: Reads) -> Iterator[Fault]:
    """Name claims about one event whose source the event itself does not cite."""
    events = reads["events.csv"].text
    cited = dict(zip(events["event_id"], events["source_ids"].map(split_list), strict=True))
    claims = reads["claims.csv"].text
    own = claims[
        claims["scope"].isin(["event", "part"])
        & claims["source_id"].isin(reads["sources.csv"].text["source_id"])
    ]
    for row, events_of, source in zip(own.index, own["event_ids"], own["source_id"], strict=True):
        for event_id in split_list(events_of):
            if source not in cited.get(event_id, [source]):
                rule = noop("one of the sources of its event: {values}")
                packed = packed_rule(rule, cited[event_id])
                yield Fault("claims.csv", int(row), "source_id", source, packed)


def _one_event(reads: Reads) -> Iterator[Fault]:
    claims = reads["claims.csv"].text
    own = claims.loc[claims["scope"].isin(["event", "part"]), "event_ids"]
    several = [text for text in own.unique() if len(split_list(text)) > 1]
    for row, text in own[own.isin(several)].items():
        rule = noop("one event_id; a claim about several events has the scope several")
        yield Fault("claims.csv", int(str(row)), "event_ids", text, rule)


def check_evidence(reads: Reads, name: str) -> list[Fault]:
    """Name the references of one evidence table that lead nowhere."""
    faults = list(_broken_links(reads, name))
    if name == "claims.csv":
        faults += [*_unlisted_sources(reads), *_one_event(reads)]
    if name == "slices.csv":
        faults += _overlaps(reads[name])
    return faults


def _overlaps(read: TableRead) -> Iterator[Fault]:
    """Name the slices that begin before an earlier one has ended: each day has one slice."""
    rows = read.rows.sort_values(["start", "end"])
    taken, holder = "", ""
    for row, start, end, name in zip(
        rows.index, rows["start"], rows["end"], rows["slice_id"], strict=True
    ):
        if start <= taken:
            rule = packed_rule(noop("a day after the end of {values}"), [holder])
            yield Fault("slices.csv", int(row), "start", start, rule)
        else:
            taken, holder = end, name


def few_positions(reads: Reads) -> list[Fault]:
    """Name contradictions with fewer than two usable positions; they stay usable."""
    held = reads["positions.csv"].rows["contradiction_id"].value_counts()
    rows = reads["contradictions.csv"].rows
    return [
        Fault(
            "contradictions.csv",
            int(str(row)),
            "contradiction_id",
            value,
            noop("two or more valid rows in positions.csv"),
        )
        for row, value in rows["contradiction_id"].items()
        if held.get(value, 0) < 2  # noqa: PLR2004
    ]


def _events_of_broken(claims: TableRead) -> set[str]:
    """Return the events that unusable claims speak of, as far as those can be read."""
    column = claims.header.index("event_ids")
    usable = set(claims.text.index) - claims.broken
    records = [record for line, record in claims.records.items() if line not in usable]
    texts = [str(record[column]) for record in records if len(record) > column]
    return {event_id for text in texts for event_id in split_list(text)}


def headline_faults(reads: Reads) -> list[Fault]:
    """Name events whose range is not the one its claims give, and events without any claim.

    An event with a broken claim is left out: that claim is named already.
    """
    rows, claims = reads["events.csv"].rows, reads["claims.csv"]
    if not claims.records:
        return []
    unsure = _events_of_broken(claims)
    spoken = {e for text in claims.text["event_ids"].unique() for e in split_list(text)}
    usable = convert_claims(claims.rows)
    ranges = headlines(usable, rows.set_index("event_id")["fatalities_measure"])
    low, high = (ranges[name].astype("string").fillna("") for name in HEADLINE[:2])
    table = pd.DataFrame(
        {
            "event_id": rows["event_id"],
            "given": rows["fatalities_low"] + "-" + rows["fatalities_high"],
            "wanted": (low + "-" + high).to_numpy(str),
        }
    )
    silent = ~table["event_id"].isin(spoken)
    differs = (table["given"] != table["wanted"]) & ~table["event_id"].isin(unsure)
    faults = []
    for row, event_id, given, wanted in table[silent | differs].itertuples():
        if silent[row]:
            rule = noop("at least one row of claims.csv about this event")
            faults.append(Fault("events.csv", int(row), "event_id", event_id, rule, "warning"))
        if differs[row]:
            rule = packed_rule(noop("the range that its claims give: {values}"), [wanted])
            faults.append(Fault("events.csv", int(row), "fatalities_low", given, rule))
    return faults


def repeated_addresses(read: TableRead) -> list[Fault]:
    """Name the sources that stand in the table twice; they stay usable."""
    addresses = read.rows["url"]
    repeated = addresses[(addresses != "") & addresses.duplicated(keep=False)]
    return [
        Fault("sources.csv", int(str(row)), "url", url, UNIQUE) for row, url in repeated.items()
    ]
