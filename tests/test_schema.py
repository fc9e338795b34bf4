"""Every rule of every table: what breaks it is named, with what would have been right."""

import pytest

from sahel_map import schema, vocabulary
from sahel_map.schema import OPTIONAL, TABLES
from sahel_map.tables import read_table

IDENTIFIER = "lower-case letters, digits, hyphens, dots and underscores"
A_VALUE = "a value; this column may not be empty"
A_DAY = "a date written YYYY-MM-DD"
PARTIAL = "empty, or a date written YYYY, YYYY-MM or YYYY-MM-DD"
COUNT = "empty, or a whole number"
DECIMAL = "empty, or a number"
LANGUAGE = "a language code of ISO 639, such as fr; und if unknown"
SOME = "one or more values, separated by semicolons"
MEASURE = "one of: soldiers_killed, foreign_forces_killed, militia_killed, civilians_killed"
VOICE = "one of: authorities, russian, other_state, jnim, isgs, fla, local, press, research"
WEB = "empty, or an address that begins with http or https"
COUNTRY = "one of: MLI, BFA, NER, MRT, SEN, GIN, CIV, DZA, BEN, TGO, GHA, NGA"
NUMBER = "empty, or a number between"
SURE = "one of: high, medium, low, unverified"
PERIOD = "one of: day, week, month, quarter, year, unknown"
MAYBE_A_DAY = "empty, or a date written YYYY-MM-DD"

RULES = [
    ("events.csv", "event_id", "Attack 1", IDENTIFIER),
    ("events.csv", "event_id", "", IDENTIFIER),
    ("events.csv", "date_start", "01/07/2025", A_DAY),
    ("events.csv", "date_start", "", A_DAY),
    ("events.csv", "date_start", "2025-W27-2", A_DAY),
    ("events.csv", "date_end", "2025-02-30", A_DAY),
    ("events.csv", "date_precision", "decade", "one of: day, range, week, month, quarter, year"),
    ("events.csv", "title", "", A_VALUE),
    ("events.csv", "title", "  ", A_VALUE),
    ("events.csv", "place_id", "West Town", IDENTIFIER),
    ("events.csv", "place", "", A_VALUE),
    ("events.csv", "country", "mli", COUNTRY),
    ("events.csv", "country", "", COUNTRY),
    ("events.csv", "lat", "90.1", NUMBER),
    ("events.csv", "lat", "-91", NUMBER),
    ("events.csv", "lat", "10.5 N", NUMBER),
    ("events.csv", "lat", "nan", NUMBER),
    ("events.csv", "lat", "1_0.5", NUMBER),
    ("events.csv", "lat", "١٠", NUMBER),
    ("events.csv", "lon", "180.5", NUMBER),
    ("events.csv", "lon", "-inf", NUMBER),
    ("events.csv", "geo_precision", "village", "one of: exact, town, near, area, district"),
    ("events.csv", "event_type", "battle", "one of: armed_attack, complex_attack, capture_of_town"),
    ("events.csv", "actor", "", A_VALUE),
    ("events.csv", "actor_groups", "", "one or more of these, separated by semicolons: jnim, isgs"),
    ("events.csv", "actor_groups", "jnim;martians", "one or more of these, separated"),
    ("events.csv", "actor_groups", "jnim,isgs", "one or more of these, separated"),
    ("events.csv", "fatalities_measure", "deaths", "one of: , soldiers_killed, foreign_forces"),
    ("events.csv", "fatalities_measure", "tankers_destroyed", "one of: , soldiers_killed"),
    ("events.csv", "fatalities_low", "-1", COUNT),
    ("events.csv", "fatalities_low", "2.5", COUNT),
    ("events.csv", "fatalities_low", "٣", COUNT),
    ("events.csv", "fatalities_high", "about 20", COUNT),
    ("events.csv", "summary", "", A_VALUE),
    ("events.csv", "confidence", "sure", "one of: high, medium, low, unverified"),
    ("events.csv", "source_ids", "", "one or more values, separated by semicolons"),
    ("events.csv", "source_ids", " ; ", ""),
    ("events.csv", "last_checked", "today", A_DAY),
    ("sources.csv", "source_id", "News One", IDENTIFIER),
    ("sources.csv", "title", "", A_VALUE),
    ("sources.csv", "publisher", " ", A_VALUE),
    ("sources.csv", "published", "July 2025", PARTIAL),
    ("sources.csv", "published", "2025-13", PARTIAL),
    ("sources.csv", "published", "2025-07-01T10:00", PARTIAL),
    ("sources.csv", "published", "2025-07-01 or later", PARTIAL),
    ("sources.csv", "url", "www.news.example", WEB),
    ("sources.csv", "url", "ftp://news.example/1", WEB),
    ("sources.csv", "url", "javascript:alert(1)", WEB),
    ("sources.csv", "url", "https://news.example/a b", WEB),
    ("sources.csv", "kind", "rumour", "one of: news, agency, ngo, un, government, analysis, blog"),
    ("sources.csv", "language", "", LANGUAGE),
    ("sources.csv", "language", "French", LANGUAGE),
    ("sources.csv", "licence", "mine", "one of: copyright, cc-by-sa-4.0, cc-by-4.0, public-domain"),
    ("places.csv", "place_id", "Ténénkou", IDENTIFIER),
    ("places.csv", "name", "", A_VALUE),
    ("places.csv", "country", "ML", COUNTRY),
    ("places.csv", "lat", "91", NUMBER),
    ("places.csv", "lon", "181", NUMBER),
    ("places.csv", "kind", "oasis", "one of: settlement, road, area, region, country, site"),
    ("places.csv", "geonames_id", "GN-12", "empty, or a GeoNames number"),
    ("claims.csv", "claim_id", "West 1", IDENTIFIER),
    ("claims.csv", "event_ids", "", SOME),
    ("claims.csv", "claimant", "", A_VALUE),
    ("claims.csv", "claimant_kind", "rebels", VOICE),
    ("claims.csv", "measure", "deaths", MEASURE),
    ("claims.csv", "low", "about 3", COUNT),
    ("claims.csv", "high", "5.5", COUNT),
    ("claims.csv", "scope", "region", "one of: event, part, several, cumulative"),
    ("claims.csv", "source_id", "", IDENTIFIER),
    ("indicators.csv", "indicator_id", "", IDENTIFIER),
    ("indicators.csv", "topic", "weather", "one of: violence, territory, economy, forces, dist"),
    ("indicators.csv", "measure", "", IDENTIFIER),
    ("indicators.csv", "title", "", A_VALUE),
    ("indicators.csv", "low", "1,000", DECIMAL),
    ("indicators.csv", "high", "6e3", DECIMAL),
    ("indicators.csv", "unit", "leagues", "one of: percent, attacks, incidents, deaths"),
    ("indicators.csv", "qualifier", "roughly", "one of: , exactly, between, about, nearly"),
    ("indicators.csv", "period_start", "2024", "empty, or a date written YYYY-MM-DD"),
    ("indicators.csv", "period_end", "2024-02-30", "empty, or a date written YYYY-MM-DD"),
    ("indicators.csv", "claimant", "", A_VALUE),
    ("indicators.csv", "claimant_kind", "", VOICE),
    ("indicators.csv", "source_id", "", IDENTIFIER),
    ("contradictions.csv", "contradiction_id", "A toll", IDENTIFIER),
    ("contradictions.csv", "topic", "weather", "one of: tolls, dates, places, control, money"),
    ("contradictions.csv", "kind", "quarrel", "one of: dispute, definition, error"),
    ("contradictions.csv", "title", "", A_VALUE),
    ("contradictions.csv", "reading", " ", A_VALUE),
    ("contradictions.csv", "reading_source_ids", "", SOME),
    ("positions.csv", "contradiction_id", "", IDENTIFIER),
    ("positions.csv", "position_id", "", IDENTIFIER),
    ("positions.csv", "holder", "", A_VALUE),
    ("positions.csv", "holder_kind", "rebels", VOICE),
    ("positions.csv", "position", "", A_VALUE),
    ("positions.csv", "low", "some", DECIMAL),
    ("positions.csv", "high", "1e3", DECIMAL),
    ("positions.csv", "source_ids", " ; ", SOME),
    ("corridors.csv", "corridor_id", "RN 6", IDENTIFIER),
    ("corridors.csv", "short_name", "", A_VALUE),
    ("corridors.csv", "name", "", A_VALUE),
    ("corridors.csv", "mode", "air", "one of: road, river, rail"),
    ("corridors.csv", "length_km", "1,382", DECIMAL),
    ("corridors.csv", "length_km", "about 115", DECIMAL),
    ("corridors.csv", "from_place", "", A_VALUE),
    ("corridors.csv", "to_place", " ", A_VALUE),
    ("corridors.csv", "feeds_bamako", "true", "one of: yes, no"),
    ("corridors.csv", "source_ids", "", SOME),
    ("corridors.csv", "confidence", "", SURE),
    ("corridor_waypoints.csv", "corridor_id", "", IDENTIFIER),
    ("corridor_waypoints.csv", "seq", "", A_VALUE),
    ("corridor_waypoints.csv", "seq", "1.5", COUNT),
    ("corridor_waypoints.csv", "place", "", A_VALUE),
    ("corridor_waypoints.csv", "country", "Mali", COUNTRY),
    ("corridor_waypoints.csv", "lat", "", A_VALUE),
    ("corridor_waypoints.csv", "lat", "91", NUMBER),
    ("corridor_waypoints.csv", "lon", "", A_VALUE),
    ("corridor_waypoints.csv", "lon", "-181", NUMBER),
    ("corridor_waypoints.csv", "coord_source", "", A_VALUE),
    ("corridor_waypoints.csv", "alignment_confidence", "sure", "one of: high, medium, low"),
    ("corridor_shares.csv", "corridor_id", " ; ", SOME),
    ("corridor_shares.csv", "share_of", "bananas", "one of: trade, imports, overland_imports"),
    ("corridor_shares.csv", "low", "40%", DECIMAL),
    ("corridor_shares.csv", "high", "forty", DECIMAL),
    ("corridor_shares.csv", "qualifier", "roughly", "one of: , exactly, between, about, nearly"),
    ("corridor_shares.csv", "year", "2025-13", PARTIAL),
    ("corridor_shares.csv", "claimant", "", A_VALUE),
    ("corridor_shares.csv", "source_id", "", IDENTIFIER),
    ("blockades.csv", "spell_id", "", IDENTIFIER),
    ("blockades.csv", "kind", "siege", "one of: town_siege, corridor_checkpoint, transport_ban"),
    ("blockades.csv", "country", "", COUNTRY),
    ("blockades.csv", "lat", "10.5 N", NUMBER),
    ("blockades.csv", "lon", "nan", NUMBER),
    ("blockades.csv", "start", "", A_DAY),
    ("blockades.csv", "start", "2025-07", A_DAY),
    ("blockades.csv", "start_precision", "range", PERIOD),
    ("blockades.csv", "end", "2025-02-30", MAYBE_A_DAY),
    ("blockades.csv", "last_confirmed", "August 2025", MAYBE_A_DAY),
    ("blockades.csv", "status", "over", "one of: declared, enforced, partially_eased, lifted, dis"),
    ("blockades.csv", "passage", "buses", "one of: , none, convoys"),
    ("blockades.csv", "imposed_by", "", A_VALUE),
    ("blockades.csv", "summary", "", A_VALUE),
    ("blockades.csv", "source_ids", "", SOME),
    ("blockades.csv", "confidence", "sure", SURE),
    ("agreements.csv", "agreement_id", "Deal", IDENTIFIER),
    ("agreements.csv", "place", "", A_VALUE),
    ("agreements.csv", "country", "MALI", COUNTRY),
    ("agreements.csv", "lat", "-91", NUMBER),
    ("agreements.csv", "lon", "181", NUMBER),
    ("agreements.csv", "date", "2025", MAYBE_A_DAY),
    ("agreements.csv", "date_precision", "about", PERIOD),
    ("agreements.csv", "kind", "peace", "one of: local_agreement, ceasefire, siege_lifted, truce"),
    ("agreements.csv", "parties", "", SOME),
    ("agreements.csv", "summary", "", A_VALUE),
    ("agreements.csv", "source_ids", " ; ", SOME),
    ("agreements.csv", "confidence", "", SURE),
    ("fuel.csv", "milestone_id", "", IDENTIFIER),
    ("fuel.csv", "date", "", A_DAY),
    ("fuel.csv", "date_precision", "hour", PERIOD),
    ("fuel.csv", "kind", "price", "one of: tanker_attack, convoy_arrived, count, declaration"),
    ("fuel.csv", "place", "", A_VALUE),
    ("fuel.csv", "destination", "Bamako", "one of: , bamako, mali, segou, mopti, gao"),
    ("fuel.csv", "summary", "", A_VALUE),
    ("fuel.csv", "tankers_destroyed_low", "some", COUNT),
    ("fuel.csv", "tankers_destroyed_high", "5.5", COUNT),
    ("fuel.csv", "tankers_arrived_low", "-1", COUNT),
    ("fuel.csv", "tankers_arrived_high", "about 50", COUNT),
    ("fuel.csv", "count_scope", "month", "one of: , event, week, cumulative"),
    ("fuel.csv", "source_ids", "", SOME),
    ("fuel.csv", "confidence", "sure", SURE),
]

WIDE_RULES = [
    ("events.csv", {"date_end": "2025-06-30"}, "date_end", "a day on or after date_start"),
    (
        "events.csv",
        {"date_end": "2025-07-02"},
        "date_precision",
        "a precision that fits date_start to date_end",
    ),
    ("events.csv", {"date_precision": "range"}, "date_precision", "a precision that fits"),
    (
        "events.csv",
        {"date_precision": "week", "date_end": "2025-07-08"},
        "date_precision",
        "a precision that fits",
    ),
    (
        "events.csv",
        {"date_precision": "month", "date_end": "2025-07-30"},
        "date_precision",
        "a precision that fits",
    ),
    (
        "events.csv",
        {"date_precision": "quarter", "date_start": "2025-06-01", "date_end": "2025-08-31"},
        "date_precision",
        "a precision that fits",
    ),
    (
        "events.csv",
        {"date_precision": "year", "date_start": "2024-07-01", "date_end": "2025-06-30"},
        "date_precision",
        "a precision that fits",
    ),
    (
        "events.csv",
        {"fatalities_high": "2"},
        "fatalities_high",
        "a number not below fatalities_low",
    ),
    (
        "events.csv",
        {"geo_precision": "region"},
        "geo_precision",
        "lat and lon for exact, town, near and area",
    ),
    ("events.csv", {"geo_precision": "country"}, "geo_precision", "neither for district"),
    (
        "events.csv",
        {"lat": "", "lon": ""},
        "geo_precision",
        "lat and lon for exact, town, near and area",
    ),
    ("events.csv", {"lon": ""}, "geo_precision", "lat and lon for exact, town, near and area"),
    (
        "events.csv",
        {"geo_precision": "region", "lon": ""},
        "geo_precision",
        "lat and lon for exact, town, near and area",
    ),
    ("claims.csv", {"low": "6"}, "high", "a number not below low"),
    ("claims.csv", {"low": "", "high": ""}, "note", "for others a number, or words"),
    ("claims.csv", {"measure": "outcome", "note": "repelled"}, "note", "words and no number"),
    ("claims.csv", {"measure": "outcome", "low": "", "high": ""}, "note", "words and no number"),
    ("indicators.csv", {"low": "6001"}, "high", "a number not below low"),
    ("indicators.csv", {"low": "", "high": ""}, "low", "a number in low or high"),
    ("indicators.csv", {"period_end": "2023-12-31"}, "period_end", "a day on or after period_star"),
    ("positions.csv", {"low": "4.5"}, "high", "a number not below low"),
    (
        "corridors.csv",
        {"length_source_id": ""},
        "length_source_id",
        "a source where length_km is given, and none where it is not",
    ),
    ("corridors.csv", {"length_km": ""}, "length_source_id", "none where it is not"),
    ("corridor_shares.csv", {"low": "40.5"}, "high", "a number not below low"),
    ("blockades.csv", {"end": "2025-06-30"}, "end", "a day on or after start, or empty"),
    (
        "blockades.csv",
        {"last_confirmed": ""},
        "last_confirmed",
        "the last day a source confirms, for a spell without an end",
    ),
    (
        "blockades.csv",
        {"last_confirmed": "2025-06-30"},
        "last_confirmed",
        "a day on or after start",
    ),
    (
        "blockades.csv",
        {"end_precision": "day"},
        "end_precision",
        "unknown, for a spell without an end",
    ),
    (
        "blockades.csv",
        {"end": "2025-08-01", "end_precision": "range"},
        "end_precision",
        PERIOD,
    ),
    (
        "blockades.csv",
        {"lat": "", "lon": ""},
        "lat",
        "a place with its point, for the siege of a town",
    ),
    ("blockades.csv", {"place": ""}, "lat", "a place with its point, for the siege of a town"),
    ("blockades.csv", {"lon": ""}, "lon", "both lat and lon, or neither"),
    (
        "blockades.csv",
        {"kind": "transport_ban", "lat": ""},
        "lon",
        "both lat and lon, or neither",
    ),
    ("agreements.csv", {"lat": ""}, "lon", "both lat and lon, or neither"),
    (
        "fuel.csv",
        {"tankers_destroyed_low": "6"},
        "tankers_destroyed_high",
        "a number not below tankers_destroyed_low",
    ),
    (
        "fuel.csv",
        {"tankers_arrived_low": "60", "tankers_arrived_high": "50"},
        "tankers_arrived_high",
        "a number not below tankers_arrived_low",
    ),
    (
        "fuel.csv",
        {"count_scope": ""},
        "count_scope",
        "event, week or cumulative, where a number is given",
    ),
]
NAMES = {
    "events.csv": "event_id",
    "sources.csv": "source_id",
    "places.csv": "place_id",
    "claims.csv": "claim_id",
    "indicators.csv": "indicator_id",
    "contradictions.csv": "contradiction_id",
    "positions.csv": "position_id",
    "corridors.csv": "corridor_id",
    "corridor_waypoints.csv": "corridor_id",
    "corridor_shares.csv": "corridor_id",
    "blockades.csv": "spell_id",
    "agreements.csv": "agreement_id",
    "fuel.csv": "milestone_id",
    "slices.csv": "slice_id",
}
SHARED = ("corridor_waypoints.csv", "corridor_shares.csv")
"""Tables in which one identifier stands in many rows."""


def key(name: str, text: str) -> dict[str, str]:
    """Give a row an identifier of its own."""
    names = {"short_name": text} if name == "corridors.csv" else {}
    return {NAMES[name]: text} | names


@pytest.mark.parametrize(("name", "column", "value", "allowed"), RULES)
def test_a_value_against_a_rule_is_named_and_its_row_alone_rejected(
    write_table, name, column, value, allowed
):
    broken = key(name, "second") | {column: value}
    path = write_table(name, {}, broken, key(name, "third"))

    read = read_table(path, TABLES[name])

    assert [(f.file, f.row, f.column, f.value, f.severity) for f in read.faults] == [
        (name, 3, column, value, "error")
    ]
    assert read.faults[0].allowed.startswith(allowed)
    assert list(read.rows.index) == [2, 4]
    assert list(read.rejected.index) == [3]
    assert read.rejected.at[3, column] == value


@pytest.mark.parametrize(("name", "change", "column", "allowed"), WIDE_RULES)
def test_a_row_whose_columns_disagree_is_named_under_the_column_to_mend(
    write_table, name, change, column, allowed
):
    path = write_table(name, key(name, "one"), key(name, "two") | change)

    read = read_table(path, TABLES[name])

    assert [(f.row, f.column) for f in read.faults] == [(3, column)]
    assert allowed in read.faults[0].allowed
    assert read.faults[0].value == read.rejected.at[3, column]
    assert list(read.rows.index) == [2]


@pytest.mark.parametrize("value", ["lat", "lon"])
def test_a_place_with_half_a_point_is_refused(write_table, value):
    path = write_table("places.csv", {}, {"place_id": "second", value: ""})

    read = read_table(path, schema.PLACES)

    assert list(read.rows.index) == [2]


@pytest.mark.parametrize(
    ("precision", "start", "end"),
    [
        ("day", "2024-02-29", "2024-02-29"),
        ("range", "2025-07-01", "2025-07-02"),
        ("week", "2025-07-28", "2025-08-03"),
        ("month", "2024-02-01", "2024-02-29"),
        ("month", "2025-12-01", "2025-12-31"),
        ("quarter", "2025-10-01", "2025-12-31"),
        ("year", "2025-01-01", "2025-12-31"),
    ],
)
def test_every_date_precision_accepts_the_period_it_names(write_table, precision, start, end):
    change = {"date_precision": precision, "date_start": start, "date_end": end}

    read = read_table(write_table("events.csv", change), schema.EVENTS)

    assert read.faults == []
    assert list(read.rows.index) == [2]
    assert read.rows.at[2, "date_end"] == end


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("events.csv", {"fatalities_low": "", "fatalities_high": ""}),
        ("events.csv", {"fatalities_low": "0", "fatalities_high": "0"}),
        ("events.csv", {"fatalities_low": "20", "fatalities_high": ""}),
        ("events.csv", {"fatalities_measure": "", "fatalities_low": "", "fatalities_high": ""}),
        ("events.csv", {"actor_groups": "jnim; isgs;"}),
        ("events.csv", {"lat": "-90", "lon": "180"}),
        ("events.csv", {"lat": "", "lon": "", "geo_precision": "region"}),
        ("sources.csv", {"published": ""}),
        ("sources.csv", {"published": "2025"}),
        ("sources.csv", {"published": "2025-07"}),
        ("sources.csv", {"url": ""}),
        ("sources.csv", {"language": "und", "origin": "AFP;Reuters"}),
        ("places.csv", {"lat": "", "lon": "", "geonames_id": ""}),
        ("claims.csv", {"low": "20", "high": ""}),
        ("claims.csv", {"low": "", "high": "60"}),
        ("claims.csv", {"low": "", "high": "", "note": "several soldiers"}),
        ("claims.csv", {"measure": "outcome", "low": "", "high": "", "note": "repelled"}),
        ("claims.csv", {"event_ids": "one;two", "scope": "several"}),
        ("indicators.csv", {"low": "", "high": "0.5", "qualifier": ""}),
        ("indicators.csv", {"period_start": "", "period_end": "", "subject": ""}),
        ("contradictions.csv", {"event_ids": ""}),
        ("positions.csv", {"low": "", "high": ""}),
        ("corridors.csv", {"length_km": "", "length_source_id": "", "length_note": "Not known."}),
        ("corridors.csv", {"length_km": "115.5", "mode": "rail", "road_numbers": ""}),
        ("corridor_waypoints.csv", {"seq": "120"}),
        ("corridor_shares.csv", {"corridor_id": "west_east;north_river", "high": ""}),
        ("corridor_shares.csv", {"low": "", "year": "2025-07"}),
        ("blockades.csv", {"end": "2025-07-01", "end_precision": "day", "last_confirmed": ""}),
        ("blockades.csv", {"end": "2025-07-30", "end_precision": "unknown"}),
        ("blockades.csv", {"last_confirmed": "2025-07-01", "corridor_ids": "", "place_id": ""}),
        ("blockades.csv", {"kind": "transport_ban", "place": "", "lat": "", "lon": ""}),
        ("agreements.csv", {"date": "", "lat": "", "lon": "", "outcome": ""}),
        ("fuel.csv", {"tankers_destroyed_low": "", "tankers_destroyed_high": "1300"}),
        ("fuel.csv", {"tankers_arrived_low": "3", "count_scope": "week", "corridor_id": ""}),
        ("fuel.csv", {"destination": "", "event_id": "", "label": "", "claimant_note": ""}),
    ],
)
def test_what_a_rule_allows_is_let_in_as_it_stands(write_table, name, change):
    read = read_table(write_table(name, change), TABLES[name])

    assert read.faults == []
    assert read.rows.loc[2, list(change)].to_dict() == change


@pytest.mark.parametrize("name", [name for name in TABLES if name not in SHARED])
def test_an_identifier_that_stands_twice_is_named_in_both_rows(write_table, name):
    column = NAMES[name]
    twice = {column: "twice"}
    path = write_table(name, twice, key(name, "other"), key(name, "third") | twice)

    read = read_table(path, TABLES[name])

    assert [(f.row, f.column, f.allowed) for f in read.faults] == [
        (2, column, "an identifier that stands in one row only"),
        (4, column, "an identifier that stands in one row only"),
    ]
    assert list(read.rows.index) == [3]


def test_a_corridor_has_a_short_name_of_its_own(write_table):
    read = read_table(write_table("corridors.csv", {}, {"corridor_id": "o"}), schema.CORRIDORS)

    assert [(f.row, f.column) for f in read.faults] == [(2, "short_name"), (3, "short_name")]


def test_two_waypoints_of_a_corridor_with_one_number_are_both_named(write_table):
    path = write_table(
        "corridor_waypoints.csv", {}, {"seq": "2"}, {"place": "East Town"}, {"corridor_id": "o"}
    )

    read = read_table(path, schema.WAYPOINTS)

    rule = "a number that no other waypoint of the corridor has"
    assert [(f.row, f.column, f.value, f.allowed) for f in read.faults] == [
        (2, "seq", "1", rule),
        (4, "seq", "1", rule),
    ]
    assert list(read.rows.index) == [3, 5]


def test_the_two_ends_of_a_range_are_joined_in_words(write_table):
    [fault] = read_table(write_table("places.csv", {"lat": "91"}), schema.PLACES).faults

    assert fault.allowed == "empty, or a number between -90 and 90"


def test_every_coded_column_takes_its_codes_from_the_vocabulary(write_table):
    changes = [
        {"event_id": f"e{n}", "event_type": code} for n, code in enumerate(vocabulary.EVENT_TYPES)
    ]

    read = read_table(write_table("events.csv", *changes), schema.EVENTS)

    assert read.faults == []
    assert list(read.rows["event_type"]) == list(vocabulary.EVENT_TYPES)


def test_every_measure_may_be_claimed(write_table):
    changes = [
        {"claim_id": code.replace("_", "-"), "measure": code, "note": "words"}
        | ({"low": "", "high": ""} if code in vocabulary.TEXTUAL else {})
        for code in vocabulary.MEASURES
    ]

    read = read_table(write_table("claims.csv", *changes), schema.CLAIMS)

    assert read.faults == []
    assert list(read.rows["measure"]) == list(vocabulary.MEASURES)


def test_only_what_is_said_of_events_may_be_missing():
    assert set(TABLES) - set(OPTIONAL) == {"events.csv", "sources.csv", "places.csv"}
