"""Rules between tables: every identifier leads somewhere, every headline follows its claims."""

from collections.abc import Iterator, Mapping

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


def check_events(reads: Reads) -> list[Fault]:
    """Name the references of events that lead nowhere, also those of rows broken otherwise."""
    name, events = "events.csv", reads["events.csv"].text
    listed = set(reads["sources.csv"].text["source_id"])
    usable = set(reads["sources.csv"].rows["source_id"])
    places = set(reads["places.csv"].text["place_id"])
    faults = []
    for row, text, place in zip(
        events.index, events["source_ids"], events["place_id"], strict=True
    ):
        sources = split_list(text)
        missing = [source for source in sources if source not in listed]
        faults += [Fault(name, int(row), "source_ids", source, _SOURCE) for source in missing]
        if sources and not missing and usable.isdisjoint(sources):
            faults.append(Fault(name, int(row), "source_ids", text, _USABLE))
        if place not in places:
            faults.append(Fault(name, int(row), "place_id", place, _PLACE))
    # A folder without roads says nothing of those that its events name.
    return [*faults, *_broken_links(reads, name)] if reads["corridors.csv"].records else faults


def _broken_links(reads: Reads, name: str) -> Iterator[Fault]:
    for file, column, target, key, rule in _LINKS:
        if file != name:
            continue
        listed, usable = set(reads[target].text[key]), set(reads[target].rows[key])
        for row, text in reads[file].text[column].items():
            named = split_list(text)
            missing = [value for value in named if value not in listed]
            for value in missing:
                yield Fault(file, int(str(row)), column, value, rule)
            # What is said without a usable source is not shown.
            if target == "sources.csv" and named and not missing and usable.isdisjoint(named):
                yield Fault(file, int(str(row)), column, text, _USABLE)


def _unlisted_sources(reads: Reads) -> Iterator[Fault]:
    """Name claims about one event whose source the event itself does not cite."""
    events = reads["events.csv"].text
    cited = dict(zip(events["event_id"], events["source_ids"].map(split_list), strict=True))
    claims = reads["claims.csv"].text
    own = claims[claims["scope"].isin(["event", "part"])]
    listed = set(reads["sources.csv"].text["source_id"])
    for row, events_of, source in zip(own.index, own["event_ids"], own["source_id"], strict=True):
        for event_id in split_list(events_of):
            if source in listed and source not in cited.get(event_id, [source]):
                rule = noop("one of the sources of its event: {values}")
                packed = packed_rule(rule, cited[event_id])
                yield Fault("claims.csv", int(row), "source_id", source, packed)


def _one_event(reads: Reads) -> Iterator[Fault]:
    claims = reads["claims.csv"].text
    several = claims["event_ids"].map(lambda text: len(split_list(text)) > 1).astype(bool)
    for row, text in claims.loc[
        several & claims["scope"].isin(["event", "part"]), "event_ids"
    ].items():
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
    usable = set(claims.rows.index)
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
    spoken = {e for text in claims.text["event_ids"] for e in split_list(text)}
    usable = convert_claims(claims.rows)
    ranges = headlines(usable, rows.set_index("event_id")["fatalities_measure"])
    faults = []
    for row, event in rows.iterrows():
        event_id = str(event["event_id"])
        if event_id not in spoken:
            rule = noop("at least one row of claims.csv about this event")
            faults.append(Fault("events.csv", int(str(row)), "event_id", event_id, rule, "warning"))
        if event_id in unsure:
            continue
        given = f"{event['fatalities_low']}-{event['fatalities_high']}"
        ends = [str(ranges.at[event_id, name]) for name in HEADLINE[:2]]
        wanted = "-".join("" if end == "<NA>" else end for end in ends)
        if given != wanted:
            rule = packed_rule(noop("the range that its claims give: {values}"), [wanted])
            faults.append(Fault("events.csv", int(str(row)), "fatalities_low", given, rule))
    return faults


def repeated_addresses(read: TableRead) -> list[Fault]:
    """Name the sources that stand in the table twice; they stay usable."""
    addresses = read.rows["url"]
    repeated = addresses[(addresses != "") & addresses.duplicated(keep=False)]
    return [
        Fault("sources.csv", int(str(row)), "url", url, UNIQUE) for row, url in repeated.items()
    ]
