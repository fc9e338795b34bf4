"""Roads: corridors with their waypoints and shares, blockades, agreements, fuel milestones."""

from collections.abc import Callable

import pandas as pd
import pandera.pandas as pa

from sahel_map import rules
from sahel_map import vocabulary as v
from sahel_map.i18n import noop

__all__ = ["AGREEMENTS", "BLOCKADES", "CORRIDORS", "CORRIDOR_SHARES", "FUEL", "WAYPOINTS"]

_text = rules.text_column
_YES_NO = ("yes", "no")


def _whole_points() -> pa.Check:
    return rules.wide(rules.whole_point, "lon", noop("both lat and lon, or neither"))


def _given_when(column: str, missing: str) -> Callable[[pd.DataFrame], pd.Series]:
    """Return the rule that a column has a value wherever another is empty."""

    def test(frame: pd.DataFrame) -> pd.Series:
        return (frame[missing] != "") | (frame[column] != "")

    return test


def _placed(frame: pd.DataFrame) -> pd.Series:
    return (frame["kind"] != "town_siege") | ((frame["lat"] != "") & (frame["place"] != ""))


def _precise_end(frame: pd.DataFrame) -> pd.Series:
    return (frame["end"] != "") | (frame["end_precision"] == "unknown")


def _counted(frame: pd.DataFrame) -> pd.Series:
    ends = [f"tankers_{what}_{end}" for what in ("destroyed", "arrived") for end in ("low", "high")]
    return (frame[ends] == "").all(axis=1) | (frame["count_scope"] != "")


CORRIDORS = pa.DataFrameSchema(
    {
        "corridor_id": _text(rules.IDENTIFIER, unique=True),
        "short_name": _text(rules.REQUIRED, unique=True),
        "name": _text(rules.REQUIRED),
        "mode": _text(rules.among(v.ROAD_MODES)),
        "road_numbers": _text(),
        "length_km": _text(rules.DECIMAL),
        "length_source_id": _text(),
        "length_note": _text(),
        "from_place": _text(rules.REQUIRED),
        "to_place": _text(rules.REQUIRED),
        "border_post": _text(),
        "commodities": _text(),
        "feeds_bamako": _text(rules.among(_YES_NO)),
        "approach": _text(),
        "source_ids": _text(rules.LIST),
        "note": _text(),
        "confidence": _text(rules.among(v.CONFIDENCE)),
    },
    checks=[
        rules.wide(
            lambda frame: (frame["length_km"] != "") == (frame["length_source_id"] != ""),
            "length_source_id",
            noop("a source where length_km is given, and none where it is not"),
        )
    ],
)

CORRIDOR_SHARES = pa.DataFrameSchema(
    {
        "corridor_id": _text(rules.LIST),
        "share_of": _text(rules.among(v.SHARES_OF)),
        "low": _text(rules.DECIMAL),
        "high": _text(rules.DECIMAL),
        "qualifier": _text(rules.among(v.QUALIFIERS)),
        "year": _text(rules.PARTIAL_DAY),
        "claimant": _text(rules.REQUIRED),
        "source_id": _text(rules.IDENTIFIER),
        "note": _text(),
    },
    checks=[
        rules.wide(rules.numbers_in_order("low", "high"), "high", noop("a number not below low")),
    ],
)

WAYPOINTS = pa.DataFrameSchema(
    {
        "corridor_id": _text(rules.IDENTIFIER),
        "seq": _text(rules.REQUIRED, rules.COUNT),
        "place": _text(rules.REQUIRED),
        "country": _text(rules.among(v.COUNTRIES)),
        "lat": _text(rules.REQUIRED, rules.LATITUDE),
        "lon": _text(rules.REQUIRED, rules.LONGITUDE),
        "coord_source": _text(rules.REQUIRED),
        "alignment_confidence": _text(rules.among(v.ALIGNMENT)),
    },
    checks=[
        rules.wide(
            lambda frame: ~frame.duplicated(["corridor_id", "seq"], keep=False),
            "seq",
            noop("a number that no other waypoint of the corridor has"),
        )
    ],
)

BLOCKADES = pa.DataFrameSchema(
    {
        "spell_id": _text(rules.IDENTIFIER, unique=True),
        "kind": _text(rules.among(v.SPELL_KINDS)),
        "place_id": _text(),
        "place": _text(),
        "country": _text(rules.among(v.COUNTRIES)),
        "lat": _text(rules.LATITUDE),
        "lon": _text(rules.LONGITUDE),
        "corridor_ids": _text(),
        "start": _text(rules.ISO_DAY),
        "start_precision": _text(rules.among(v.SPELL_PRECISION)),
        "end": _text(rules.OPTIONAL_DAY),
        "end_precision": _text(rules.among(v.SPELL_PRECISION)),
        "last_confirmed": _text(rules.OPTIONAL_DAY),
        "status": _text(rules.among(v.SPELL_STATUSES)),
        "passage": _text(rules.among(v.PASSAGES)),
        "imposed_by": _text(rules.REQUIRED),
        "summary": _text(rules.REQUIRED),
        "demands": _text(),
        "effects": _text(),
        "source_ids": _text(rules.LIST),
        "confidence": _text(rules.among(v.CONFIDENCE)),
    },
    checks=[
        rules.wide(
            rules.days_in_order("start", "end"), "end", noop("a day on or after start, or empty")
        ),
        rules.wide(
            _given_when("last_confirmed", "end"),
            "last_confirmed",
            noop("the last day a source confirms, for a spell without an end"),
        ),
        rules.wide(
            rules.days_in_order("start", "last_confirmed"),
            "last_confirmed",
            noop("a day on or after start"),
        ),
        rules.wide(_precise_end, "end_precision", noop("unknown, for a spell without an end")),
        rules.wide(_placed, "lat", noop("a place with its point, for the siege of a town")),
        _whole_points(),
    ],
)

AGREEMENTS = pa.DataFrameSchema(
    {
        "agreement_id": _text(rules.IDENTIFIER, unique=True),
        "place_id": _text(),
        "place": _text(rules.REQUIRED),
        "country": _text(rules.among(v.COUNTRIES)),
        "lat": _text(rules.LATITUDE),
        "lon": _text(rules.LONGITUDE),
        "date": _text(rules.OPTIONAL_DAY),
        "date_precision": _text(rules.among(v.SPELL_PRECISION)),
        "kind": _text(rules.among(v.AGREEMENT_KINDS)),
        "parties": _text(rules.LIST),
        "summary": _text(rules.REQUIRED),
        "outcome": _text(),
        "source_ids": _text(rules.LIST),
        "confidence": _text(rules.among(v.CONFIDENCE)),
    },
    checks=[_whole_points()],
)

FUEL = pa.DataFrameSchema(
    {
        "milestone_id": _text(rules.IDENTIFIER, unique=True),
        "date": _text(rules.ISO_DAY),
        "date_precision": _text(rules.among(v.SPELL_PRECISION)),
        "kind": _text(rules.among(v.FUEL_KINDS)),
        "corridor_id": _text(),
        "label": _text(),
        "place": _text(rules.REQUIRED),
        "destination": _text(rules.among(v.DESTINATIONS)),
        "event_id": _text(),
        "summary": _text(rules.REQUIRED),
        "tankers_destroyed_low": _text(rules.COUNT),
        "tankers_destroyed_high": _text(rules.COUNT),
        "tankers_arrived_low": _text(rules.COUNT),
        "tankers_arrived_high": _text(rules.COUNT),
        "count_scope": _text(rules.among(v.COUNT_SCOPES)),
        "claimant_note": _text(),
        "source_ids": _text(rules.LIST),
        "confidence": _text(rules.among(v.CONFIDENCE)),
    },
    checks=[
        rules.wide(
            rules.numbers_in_order("tankers_destroyed_low", "tankers_destroyed_high"),
            "tankers_destroyed_high",
            noop("a number not below tankers_destroyed_low"),
        ),
        rules.wide(
            rules.numbers_in_order("tankers_arrived_low", "tankers_arrived_high"),
            "tankers_arrived_high",
            noop("a number not below tankers_arrived_low"),
        ),
        rules.wide(
            _counted, "count_scope", noop("event, week or cumulative, where a number is given")
        ),
    ],
)
