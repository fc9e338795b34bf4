"""Our own table, imported as a team imports its own: measures are those of the bundled events."""

import datetime as dt
import random

import numpy as np
import pandas as pd
import pytest

from sahel_map.measures.attacks import attacks_in
from sahel_map.measures.counts import count_by_period, count_by_unit
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.nearby import nearby_events
from sahel_map.measures.road_days import road_days
from sahel_map.measures.roadside import DEFAULT_BUFFER_KM
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.measures.sourcing import source_load
from sahel_map.selection import Selection
from sahel_map.tiles.grid import Grid
from sahel_map.tiles.hexagons import Hexagons

pytest_plugins = ["dataset_fixtures"]

SELECTIONS = [
    Selection(),
    Selection(confidence="unverified"),
    Selection(confidence="high"),
    Selection(types=("ambush", "ied")),
    Selection(actors=("isgs",)),
    Selection(countries=("BFA", "NER")),
    Selection(regions=("kayes", "Ségou")),
    Selection(precision="town"),
    Selection(first=dt.date(2025, 7, 1), last=dt.date(2025, 9, 1)),
    Selection(text="fuel convoy"),
    Selection(actors=("jnim",), first=dt.date(2025, 1, 1), text="KAYES"),
]


def measured(data):
    """The measures of the expansion of a dataset, on the named slices."""
    slices, problems = slices_of(data, Cutting())
    assert problems == []
    return expansion(data, slices, Terms())


@pytest.mark.parametrize("selection", SELECTIONS, ids=lambda one: one.sentence())
def test_our_own_table_gives_the_same_selection_once_imported(ours, data, selection):
    expected, found = (selection.outcome(one.events) for one in (data, ours))

    assert list(found.events.index) == [name.lower() for name in expected.events.index]
    assert found.sentence() == expected.sentence()
    assert len(expected) > 0


@pytest.mark.parametrize("period", ["month", "week"])
def test_our_own_table_gives_the_same_counts_by_period(ours, data, period):
    expected, loose = count_by_period(data.events, period=period)

    table, left = count_by_period(ours.events, period=period)

    pd.testing.assert_frame_equal(table, expected)
    assert left == loose


def test_our_own_table_gives_the_same_counts_by_unit(ours, data):
    expected, wider = count_by_unit(data.events, data.admin1)

    table, left = count_by_unit(ours.events, ours.admin1)

    pd.testing.assert_frame_equal(table, expected)
    assert left == wider


@pytest.mark.parametrize("group", ["jnim", "all"])
def test_our_own_table_gives_the_same_attacks(ours, data, group):
    expected, found = (attacks_in(one.events, group=group) for one in (data, ours))

    assert len(found) == len(expected) > 50
    for name in ("start", "end", "placed", "x", "y", "bamako_km"):
        np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))


def test_our_own_table_gives_the_same_measures_of_the_expansion(ours, data):
    pd.testing.assert_frame_equal(
        measured(ours).table, measured(data).table, check_dtype=False, check_categorical=False
    )


def test_our_own_table_gives_the_same_status_of_the_roads(ours, data):
    expected, found = (
        road_days(one.verified(), one.roads, buffer_km=DEFAULT_BUFFER_KM) for one in (data, ours)
    )

    columns = ["corridor_id", "day", "named", "line_km"]
    pd.testing.assert_frame_equal(found.near[columns], expected.near[columns], check_dtype=False)
    np.testing.assert_array_equal(found.reason, expected.reason)
    assert expected.near["named"].sum() > 20


def test_our_own_table_has_the_same_neighbours(ours, data):
    for event_id in random.Random(6).sample(list(ours.events.index), 12):
        expected = nearby_events(data.events, event_id)
        found = nearby_events(ours.events, event_id)

        pd.testing.assert_frame_equal(
            found[["distance_km", "days"]], expected[["distance_km", "days"]]
        )


def test_our_own_table_gives_the_same_tiles_and_hexagons(ours, data):
    np.testing.assert_array_equal(Grid.of(ours.events).every.keys, Grid.of(data.events).every.keys)
    mask = Selection().outcome(data.events).mask
    pd.testing.assert_frame_equal(
        Hexagons.of(ours.events, 4).counts(mask), Hexagons.of(data.events, 4).counts(mask)
    )


def test_our_own_table_loads_its_sources_alike(ours, data):
    expected, found = (source_load(one.events, one) for one in (data, ours))
    known = [f"by-{name}" for name in expected.index if f"by-{name}" in found.index]

    # Identifiers with a sign that a source id of ours may not have are spelled otherwise.
    assert len(known) > 100
    for column in ("events", "alone"):
        assert list(found.loc[known, column]) == [
            expected.loc[name.removeprefix("by-"), column] for name in known
        ]
