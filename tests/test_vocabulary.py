"""Codes, labels and colours: one of each, none left over."""

import re

import pytest

from sahel_map import vocabulary as v
from sahel_map.i18n import activate

TABLES = {
    "CATEGORIES": v.CATEGORIES,
    "EVENT_TYPES": v.EVENT_TYPES,
    "ACTORS": v.ACTORS,
    "GEO_PRECISION": v.GEO_PRECISION,
    "CONFIDENCE": v.CONFIDENCE,
    "DATE_PRECISION": v.DATE_PRECISION,
    "SOURCE_KINDS": v.SOURCE_KINDS,
    "MEASURES": v.MEASURES,
    "SCOPES": v.SCOPES,
    "CLAIMANT_KINDS": v.CLAIMANT_KINDS,
    "CONTRADICTION_TOPICS": v.CONTRADICTION_TOPICS,
    "CONTRADICTION_KINDS": v.CONTRADICTION_KINDS,
    "INDICATOR_TOPICS": v.INDICATOR_TOPICS,
    "UNITS": v.UNITS,
    "STATUSES": v.STATUSES,
    "SPELL_KINDS": v.SPELL_KINDS,
    "SPELL_STATUSES": v.SPELL_STATUSES,
    "SPELL_PRECISION": v.SPELL_PRECISION,
    "PASSAGES": v.PASSAGES,
    "AGREEMENT_KINDS": v.AGREEMENT_KINDS,
    "FUEL_KINDS": v.FUEL_KINDS,
    "DESTINATIONS": v.DESTINATIONS,
    "COUNT_SCOPES": v.COUNT_SCOPES,
    "ROAD_MODES": v.ROAD_MODES,
    "SHARES_OF": v.SHARES_OF,
    "ALIGNMENT": v.ALIGNMENT,
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_two_codes_share_a_label(name, language):
    activate(language)

    labels = [v.label(TABLES[name], code).casefold() for code in TABLES[name]]

    assert len(set(labels)) == len(labels)
    assert all(labels)


@pytest.mark.parametrize(
    "name", ["EVENT_TYPES", "ACTORS", "GEO_PRECISION", "CONFIDENCE", "STATUSES", "ALIGNMENT"]
)
def test_every_code_that_readers_filter_by_is_explained(name):
    assert [code for code, term in TABLES[name].items() if not term.meaning] == []


def test_every_category_has_a_colour_of_its_own():
    colours = [term.colour for term in v.CATEGORIES.values()]

    assert [colour for colour in colours if not re.fullmatch(r"#[0-9a-f]{6}", colour)] == []
    assert len(set(colours)) == len(colours)


def test_every_category_has_a_type_and_every_type_a_category():
    assert {kind.category for kind in v.EVENT_TYPES.values()} == set(v.CATEGORIES)


def test_a_type_has_the_colour_of_its_category_and_an_unknown_one_that_of_other():
    assert v.colour_of("ambush") == v.CATEGORIES["road"].colour == "#e69f00"
    assert v.colour_of("battle") == v.CATEGORIES["other"].colour


def test_a_label_is_translated_and_an_unknown_code_shown_as_it_is():
    assert v.label(v.EVENT_TYPES, "ambush") == "Ambush"
    assert v.label(v.EVENT_TYPES, "battle") == "battle"
    activate("fr")
    assert v.label(v.EVENT_TYPES, "ambush") == "Embuscade"


def test_precisions_run_from_the_closest_to_the_widest_and_end_without_a_radius():
    radii = [term.radius_km for term in v.GEO_PRECISION.values()]

    assert list(v.GEO_PRECISION) == [
        "exact", "town", "near", "area", "district", "region", "country",
    ]  # fmt: skip
    assert radii == [1.0, 5.0, 25.0, 50.0, None, None, None]


def test_confidence_runs_from_the_most_to_the_least_trusted():
    assert list(v.CONFIDENCE) == ["high", "medium", "low", "unverified"]


def test_country_codes_are_three_letters_to_two_without_repeats():
    assert all(re.fullmatch("[A-Z]{3}", code) for code in v.COUNTRIES)
    assert all(re.fullmatch("[A-Z]{2}", code) for code in v.COUNTRIES.values())
    assert len(set(v.COUNTRIES.values())) == len(v.COUNTRIES) == 12


@pytest.mark.parametrize("part", [v.events, v.evidence, v.roads, v.terms])
def test_what_a_part_publishes_is_in_the_vocabulary(part):
    assert [name for name in part.__all__ if getattr(v, name) is not getattr(part, name)] == []


def test_deaths_are_the_measures_of_people_killed_one_for_each_side():
    assert v.DEATHS == (
        "soldiers_killed",
        "foreign_forces_killed",
        "militia_killed",
        "civilians_killed",
        "people_killed",
        "militants_killed",
    )


def test_measures_in_words_are_those_without_a_number():
    assert v.TEXTUAL == ("responsibility", "outcome", "date", "place", "account")
    assert {term.family for term in v.MEASURES.values()} == {
        "deaths", "people", "things", "money", "text",
    }  # fmt: skip


def test_every_voice_has_a_colour_of_its_own():
    colours = [term.colour for term in v.CLAIMANT_KINDS.values()]

    assert [colour for colour in colours if not re.fullmatch(r"#[0-9a-f]{6}", colour)] == []
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize("table", [v.UNITS, v.QUALIFIERS])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_units_and_hedges_have_a_place_for_the_number(table, language):
    activate(language)

    assert [code for code in table if code and v.label(table, code).count("{n}") != 1] == []


def test_a_road_status_differs_in_colour_in_dash_or_width_and_the_gravest_is_the_widest():
    statuses = list(v.STATUSES.values())

    assert list(v.STATUSES) == ["closed", "escort_only", "contested", "open", "no_data"]
    assert [s.colour for s in statuses if not re.fullmatch(r"#[0-9a-f]{6}", s.colour)] == []
    assert len({status.colour for status in statuses}) == len(statuses)
    assert len({(status.dash, status.weight) for status in statuses}) == len(statuses)
    assert statuses[0].weight == max(status.weight for status in statuses)
    assert [s.dash for s in statuses if not re.fullmatch(r"[0-9 ]*", s.dash)] == []


def test_what_counts_as_an_attack_on_a_road_is_an_event_type_and_counts_in_one_way_only():
    groups = (v.ROAD_WEIGHTS, v.TIED_WEIGHTS, v.STATE_TYPES)
    codes = [code for group in groups for code in group]

    assert set(codes) <= set(v.EVENT_TYPES)
    assert len(set(codes)) == len(codes)
    assert all(weight > 0 for weight in (*v.ROAD_WEIGHTS.values(), *v.TIED_WEIGHTS.values()))


def test_kinds_that_rules_speak_of_are_codes():
    assert set(v.CUTTING) <= set(v.SPELL_KINDS)
    assert v.ARRIVALS in v.FUEL_KINDS
    assert set(v.DATE_PRECISION) - set(v.SPELL_PRECISION) == {"range"}
