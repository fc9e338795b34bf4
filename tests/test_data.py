"""The bundled tables as a whole: complete, sourced, placed, and in words of their own."""

import csv
import re

import pytest

from sahel_map import settings
from sahel_map import vocabulary as v
from sahel_map.boundaries import RegionNames
from sahel_map.rules import split_list
from sahel_map.schema import TABLES

FORBIDDEN = re.compile(
    r"\b(?:seeds?|seed-\d+|github|terrorist\w*|junta\w*|juntes?)\b", re.IGNORECASE
)
FOUNDING = [
    ("bamako", "2024-09-17", "Bamako"),
    ("nioro-du-sahel", "2025-01-06", "Kayes"),
    ("boulkessi", "2025-06-01", "Mopti"),
    ("timbuktu", "2025-06-02", "Timbuktu"),
    ("boulkessi", "2025-06-05", "Mopti"),
    ("diboli", "2025-07-01", "Kayes"),
    ("kayes", "2025-07-01", "Kayes"),
    ("sandare", "2025-07-01", "Kayes"),
    ("nioro-du-sahel", "2025-07-01", "Kayes"),
    ("gogui", "2025-07-01", "Kayes"),
    ("molodo", "2025-07-01", "Ségou"),
    ("niono", "2025-07-01", "Ségou"),
    ("tenenkou", "2025-08-01", "Mopti"),
    ("tonka", "2025-11-06", "Timbuktu"),
    ("tonka", "2025-11-07", "Timbuktu"),
]


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("events", 177),
        ("claims", 250),
        ("sources", 350),
        ("indicators", 60),
        ("contradictions", 30),
        ("positions", 60),
    ],
)
def test_all_that_was_researched_is_in(data, table, least):
    frame = getattr(data, table)

    assert len(frame) >= least
    assert frame.index.is_unique


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("corridors", 29),
        ("legs", 450),
        ("shares", 9),
        ("blockades", 65),
        ("agreements", 20),
        ("fuel", 74),
    ],
)
def test_all_that_was_researched_of_the_roads_is_in(data, table, least):
    frame = getattr(data.roads, table)

    assert len(frame) >= least
    assert frame.index.is_unique


def test_the_tables_have_no_error_and_no_row_is_left_out(data):
    assert data.errors() == []
    assert len(data.rejected) == 0


def test_every_event_has_a_claim(data):
    spoken = {event_id for ids in data.claims["event_ids"] for event_id in ids}

    assert [event_id for event_id in data.events.index if event_id not in spoken] == []


def test_no_address_stands_twice(data):
    addresses = data.sources.loc[data.sources["url"] != "", "url"]

    assert addresses[addresses.str.rstrip("/").duplicated()].tolist() == []


def test_every_source_has_a_language(data):
    assert [key for key, code in data.sources["language"].items() if not code] == []
    assert {"en", "fr"} <= set(data.sources["language"])


def test_every_claim_number_and_position_rests_on_sources_that_exist(data):
    known = set(data.sources.index)

    assert set(data.claims["source_id"]) <= known
    assert set(data.indicators["source_id"]) <= known
    lists = [*data.positions["source_ids"], *data.contradictions["reading_source_ids"]]
    assert {source for text in lists for source in split_list(text)} <= known


def test_an_event_says_whose_deaths_it_counts_if_and_only_if_a_claim_gives_a_number(data):
    numbered = data.events["fatalities_low"].notna() | data.events["fatalities_high"].notna()
    measured = data.events["fatalities_measure"] != ""

    assert data.events.index[numbered & ~measured].tolist() == []
    assert data.events.index[measured & ~numbered].tolist() == []


def test_every_contradiction_has_two_positions_that_differ(data):
    different = data.positions.groupby("contradiction_id")["position"].nunique()

    assert set(different.index) == set(data.contradictions.index)
    assert different[different < 2].index.tolist() == []


@pytest.mark.parametrize(("place", "day", "region"), FOUNDING)
def test_the_incidents_the_project_began_with_are_there(data, place, day, region):
    events = data.events
    there = events[(events["place_id"] == place) & (events["date_start"] == day)]

    assert len(there) >= 1
    assert set(there["admin1_stated"]) == {region}


@pytest.mark.parametrize(
    ("place", "region"),
    [
        ("boulkessi", "Mopti"),
        ("tenenkou", "Mopti"),
        ("timbuktu", "Timbuktu"),
        ("tonka", "Timbuktu"),
    ],
)
def test_every_event_of_a_place_is_joined_to_its_region_by_its_point(data, place, region):
    there = data.events[data.events["place_id"] == place]

    assert len(there) >= 1
    assert set(there["admin1"]) == {region}
    assert set(there["admin1_method"]) == {"within"}


def test_every_event_names_sources_that_exist_and_none_twice(data):
    for event_id, text in data.events["source_ids"].items():
        sources = split_list(text)
        assert sources, event_id
        assert len(set(sources)) == len(sources), event_id
        assert set(sources) <= set(data.sources.index), event_id


def test_every_source_is_used_or_says_why_it_stands_there(data):
    lists = [
        *data.events["source_ids"],
        *data.positions["source_ids"],
        *data.contradictions["reading_source_ids"],
    ]
    used = {source for text in lists for source in split_list(text)}
    used |= {*data.claims["source_id"], *data.indicators["source_id"]}
    roads = data.roads
    used |= {*roads.shares["source_id"], *roads.corridors["length_source_id"]}
    for table in (roads.corridors, roads.blockades, roads.agreements, roads.fuel):
        used |= {source for text in table["source_ids"] for source in split_list(text)}
    unused = data.sources.loc[~data.sources.index.isin(list(used))]

    assert unused.index[unused["note"] == ""].tolist() == []


def test_no_point_lies_outside_its_country_by_more_than_the_tolerance(data):
    located = data.events[data.events["lat"].notna()]

    assert "outside_country" not in set(data.events["admin1_flag"])
    assert set(located["admin1_method"]) <= {"within", "nearest"}
    assert located["admin1_distance_km"].max() <= settings.JOIN_TOLERANCE_KM


def test_every_stated_region_is_known_to_the_boundaries(data):
    assert "unknown_region" not in set(data.events["admin1_flag"])


def test_regions_of_places_are_those_of_the_boundaries(data):
    names = RegionNames(data.admin1)
    unknown = [
        place.place_id
        for place in data.places.itertuples()
        if place.admin1 and not names.units(place.admin1, place.country)
    ]

    assert unknown == []


def test_an_event_and_its_place_agree_on_the_country(data):
    countries = data.places["country"].reindex(data.events["place_id"]).to_numpy()

    assert data.events.index[data.events["country"] != countries].tolist() == []


def test_no_event_was_checked_before_it_ended(data):
    early = data.events["last_checked"] < data.events["date_end"]

    assert data.events.index[early].tolist() == []


def test_leads_are_a_minority_that_views_leave_out(data):
    leads = data.events["confidence"] == "unverified"

    assert 0 < leads.sum() < len(data.events) / 4
    assert len(data.verified()) == len(data.events) - leads.sum()


@pytest.mark.parametrize(
    "column",
    ["title", "place", "actor", "target", "summary", "conflicts"],
)
def test_no_event_uses_a_word_that_takes_sides_or_names_our_workshop(data, column):
    found = data.events[column].str.contains(FORBIDDEN.pattern, flags=re.IGNORECASE, regex=True)

    assert data.events.index[found].tolist() == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("places", ["name", "alt_names", "coord_source", "note"]),
        # Titles and addresses are other people's words, kept as they wrote them.
        ("sources", ["publisher", "author", "origin", "note"]),
        ("claims", ["claimant", "note"]),
        ("indicators", ["subject", "title", "claimant", "note"]),
        ("contradictions", ["title", "reading"]),
        ("positions", ["holder", "position"]),
    ],
)
def test_no_row_of_another_table_uses_such_words(data, table, columns):
    frame = getattr(data, table)

    found = {
        key: text
        for column in columns
        for key, text in frame[column].items()
        if FORBIDDEN.search(text)
    }
    assert found == {}


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("corridors", ["short_name", "name", "length_note", "note"]),
        ("shares", ["claimant", "note"]),
        ("blockades", ["place", "imposed_by", "summary", "demands", "effects"]),
        ("agreements", ["place", "parties", "summary", "outcome"]),
        ("fuel", ["label", "place", "summary", "claimant_note"]),
    ],
)
def test_no_row_about_the_roads_uses_such_words(data, table, columns):
    frame = getattr(data.roads, table)

    found = {
        key: text
        for column in columns
        for key, text in frame[column].astype(str).items()
        if FORBIDDEN.search(text)
    }
    assert found == {}


def test_no_translation_uses_such_words_either():
    path = settings.ROOT / "sahel_map" / "locale" / "fr" / "LC_MESSAGES" / "data.po"

    lines = path.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if FORBIDDEN.search(line)] == []


@pytest.mark.parametrize("name", list(TABLES))
def test_a_table_is_plain_utf8_with_one_line_end(data_dir, name):
    content = (data_dir / name).read_bytes()

    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    content.decode("utf-8")


@pytest.mark.parametrize("name", list(TABLES))
def test_no_value_begins_or_ends_with_a_space(data_dir, name):
    with (data_dir / name).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))

    untidy = [
        (number, column)
        for number, row in enumerate(rows, 2)
        for column, value in row.items()
        if value != value.strip() or "  " in value
    ]
    assert untidy == []


@pytest.mark.parametrize("name", list(TABLES))
def test_every_column_is_explained_in_the_readme(data_dir, name):
    readme = (data_dir / "README.md").read_text(encoding="utf-8")
    [section] = [part for part in readme.split("\n## ") if name in part.partition("\n")[0]]

    assert [column for column in TABLES[name].columns if f"`{column}`" not in section] == []


@pytest.mark.parametrize(
    "codes",
    [
        v.EVENT_TYPES,
        v.ACTORS,
        v.CONFIDENCE,
        v.GEO_PRECISION,
        v.DATE_PRECISION,
        v.SOURCE_KINDS,
        v.SOURCE_LICENCES,
        v.PLACE_KINDS,
        v.MEASURES,
        v.SCOPES,
        v.CLAIMANT_KINDS,
        v.CONTRADICTION_TOPICS,
        v.CONTRADICTION_KINDS,
        v.INDICATOR_TOPICS,
        v.SPELL_KINDS,
        v.SPELL_STATUSES,
        v.SPELL_PRECISION,
        v.AGREEMENT_KINDS,
        v.FUEL_KINDS,
        v.ROAD_MODES,
        v.SHARES_OF,
        v.ALIGNMENT,
        *([code for code in table if code] for table in (v.PASSAGES, v.DESTINATIONS)),
        [code for code in v.COUNT_SCOPES if code],
    ],
)
def test_every_code_is_explained_in_the_readme(data_dir, codes):
    readme = (data_dir / "README.md").read_text(encoding="utf-8")

    assert [code for code in codes if f"`{code}`" not in readme] == []


def test_the_readme_gives_the_number_of_events(data, data_dir):
    readme = (data_dir / "README.md").read_text(encoding="utf-8")

    assert f"All {len(data.events)} researched incidents are in" in readme
