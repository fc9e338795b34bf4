"""What rests on whom, counted by hand over four events and four sources."""

import dataclasses

import pandas as pd
import pytest

from sahel_map.basis import Basis
from sahel_map.measures.sourcing import (
    LARGE,
    figures,
    rest_on_leads,
    single_sourced,
    source_load,
)

WEST, ROAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-02-east-road",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)


def in_numbers(data) -> dict[str, tuple]:
    """Return the figures by name as pairs."""
    return {row["figure"]: (row["low"], row["high"]) for row in figures(data)}


def test_an_event_on_one_document_or_on_repeats_of_one_voice_is_named(evidence):
    table = single_sourced(evidence.events, evidence)

    expected = pd.DataFrame({"documents": [2, 1], "voices": [1, 1]}, index=[ROAD, MALI])
    pd.testing.assert_frame_equal(table, expected, check_index_type=False)


def test_one_document_that_repeats_two_voices_is_still_one_document(evidence):
    sources = evidence.sources.copy()
    sources.loc["news-late", "origin"] = "AFP;Reuters"

    table = single_sourced(evidence.events, dataclasses.replace(evidence, sources=sources))

    assert table.loc[MALI].to_dict() == {"documents": 1, "voices": 2}


def test_a_voice_is_the_origin_and_not_who_printed_it(evidence):
    sources = evidence.sources.copy()
    sources.loc[["no-date", "news-late"], "origin"] = ["News One", "News Two"]

    table = single_sourced(evidence.events, dataclasses.replace(evidence, sources=sources))

    assert table["voices"].to_dict() == {ROAD: 1, GOURMA: 1, MALI: 1}


def test_no_events_rest_on_nobody(evidence):
    table = single_sourced(evidence.events.iloc[:0], evidence)

    assert list(table.columns) == ["documents", "voices"]
    assert table.empty


def test_each_source_carries_what_cites_it(evidence):
    load = source_load(evidence.events, evidence)

    expected = pd.DataFrame(
        {
            "events": [2, 2, 2, 1],
            "alone": [0, 0, 1, 0],
            "claims": [2, 2, 2, 1],
            "numbers": [1, 0, 1, 0],
            "positions": [2, 1, 1, 0],
        },
        index=["news-one", "news-two", "news-late", "no-date"],
    )
    pd.testing.assert_frame_equal(load.drop(columns="checked"), expected, check_index_type=False)
    assert set(load["checked"]) == {pd.Timestamp("2025-12-01")}


def test_only_the_events_looked_at_are_counted_and_the_oldest_review_is_told(evidence):
    events = evidence.events.loc[[WEST, ROAD]].assign(
        last_checked=pd.to_datetime(["2025-11-01", "2025-10-01"])
    )

    load = source_load(events, evidence)

    assert load["events"].tolist() == [2, 1, 1, 0]
    assert load["claims"].tolist() == [2, 1, 1, 0]
    assert load["checked"].dropna().dt.strftime("%Y-%m-%d").to_dict() == {
        "news-one": "2025-10-01",
        "news-two": "2025-10-01",
        "news-late": "2025-11-01",
    }


def test_a_source_that_nothing_cites_carries_nothing(evidence):
    load = source_load(evidence.events.iloc[:0], evidence)

    assert load[["events", "alone", "claims"]].to_numpy().sum() == 0
    assert load["checked"].isna().all()


def test_figures_are_counts_and_sums_of_one_measure_at_a_time(evidence):
    assert in_numbers(evidence) == {
        "events": (4, 4),
        "events_on_map": (3, 3),
        "south_west_percent": (0.0, 0.0),
        "large_attacks": (0, 0),
        "single_document": (1, 1),
        "single_voice": (2, 2),
        "sources": (4, 4),
        "claims": (7, 7),
        "soldiers_killed": (13, 15),
        "foreign_forces_killed": (0, 0),
        "militia_killed": (0, 0),
        "civilians_killed": (0, 40),
        "people_killed": (0, 0),
        "militants_killed": (0, 0),
    }


def test_figures_without_a_source_are_those_of_the_rest(evidence):
    after = in_numbers(Basis(without=("news-late",)).narrow(evidence).data)

    assert after["events"] == (3, 3)
    assert after["soldiers_killed"] == (13, 13)
    assert after["single_document"] == (1, 1)
    assert after["single_voice"] == (2, 2)
    assert (after["sources"], after["claims"]) == ((3, 3), (5, 5))


@pytest.mark.parametrize(
    ("measure", "low", "large"),
    [
        ("soldiers_killed", LARGE, 1),
        ("soldiers_killed", LARGE - 1, 0),
        ("civilians_killed", LARGE, 1),
        ("militants_killed", LARGE, 0),
        ("soldiers_killed", None, 0),
    ],
)
def test_a_large_attack_is_counted_by_its_victims_and_its_lowest_number(
    evidence, measure, low, large
):
    events = evidence.events.copy()
    events.loc[WEST, ["fatalities_measure", "fatalities_low"]] = [measure, low or pd.NA]
    events.loc[WEST, "fatalities_high"] = 400

    assert in_numbers(dataclasses.replace(evidence, events=events))["large_attacks"] == (
        large,
        large,
    )


def test_the_share_of_the_south_west_is_of_located_events_in_mali(evidence):
    events = evidence.events.copy()
    events.loc[WEST, "admin1"] = "Kayes"
    events.loc[[GOURMA, MALI], "admin1"] = "Sikasso"

    changed = dataclasses.replace(evidence, events=events)

    assert in_numbers(changed)["south_west_percent"] == (50.0, 50.0)


def test_leads_are_no_figures(six):
    assert in_numbers(six)["events"] == (5, 5)
    assert in_numbers(six)["single_voice"] == (5, 5)


def test_nothing_has_figures_too(evidence):
    nothing = in_numbers(Basis(without=tuple(evidence.sources.index)).narrow(evidence).data)

    assert nothing.pop("south_west_percent") == (None, None)
    assert set(nothing.values()) == {(0, 0)}


def test_loads_of_the_bundled_sources_add_up(data):
    load = source_load(data.events, data)

    assert load["events"].sum() == data.events["source_ids"].str.count(";").add(1).sum()
    assert load["claims"].sum() == len(data.claims)
    assert load["numbers"].sum() == len(data.indicators)
    assert (load["alone"] <= load["events"]).all()
    alone = single_sourced(data.events, data)["documents"] == 1
    assert load["alone"].sum() == alone.sum()


@pytest.mark.parametrize(
    ("source_ids", "lead"),
    [
        ("news-late", True),
        ("news-late;no-date", True),
        ("news-late;news-one", False),
        ("news-one", False),
    ],
)
def test_what_only_compilers_carry_is_a_lead(evidence, source_ids, lead):
    sources = evidence.sources.copy()
    sources.loc[["news-late", "no-date"], "note"] = "Compiler: a public list."
    sources.loc["news-one", "note"] = "Compares a compiler: none."
    data = dataclasses.replace(evidence, sources=sources)

    assert rest_on_leads(pd.Series([source_ids]), data).tolist() == [lead]


def test_of_nothing_nothing_is_a_lead(evidence):
    assert rest_on_leads(evidence.sources["source_id"].iloc[:0], evidence).tolist() == []
