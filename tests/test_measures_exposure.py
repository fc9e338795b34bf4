"""How many gateways had each status in a slice, counted by hand on roads of one leg."""

import datetime as dt

import pandas as pd
import pytest
from expansion_fixtures import spans
from road_fixtures import Attack, Stop, far, make_events, make_roads

from sahel_map.measures.exposure import exposure
from sahel_map.measures.road_days import road_days
from sahel_map.measures.status import STATUS_CODES

JUNE = spans(("2025-06-01", "2025-06-30"))
EXTENT = tuple(far(f"cover-{month}", f"2025-{month:02d}-01") for month in range(5, 9))
"""An event a month from 1 May to 1 August, 400 km away: in June no road is without data."""

CLOSED = {"corridor_ids": "west", "start": "2025-06-11", "end": "2025-06-20",
          "end_precision": "day", "status": "lifted", "passage": "none"}  # fmt: skip


def gateways(*spells, feeds=("west", "east")):
    """Two roads to Bamako, a third that does not lead there, each 60 km from the next."""
    names = {"west": 0, "east": 60, "other": 120}
    stops = {name: [Stop("A", 0, at), Stop("B", 30, at)] for name, at in names.items()}
    more = {name: {"feeds_bamako": "yes" if name in feeds else "no"} for name in names}
    return make_roads(stops, corridors=more, spells=spells)


def exposed(roads, slices=JUNE, *attacks, **more) -> pd.DataFrame:
    return exposure(road_days(make_events(*EXTENT, *attacks), roads, **more), roads, slices)


def test_a_gateway_that_is_closed_for_10_of_30_days_is_a_third_of_a_gateway():
    row = exposed(gateways(CLOSED)).iloc[0]

    assert (row["days"], row["gateways"], row["attacks"]) == (30, 2, 0)
    assert row["closed"] == pytest.approx(10 / 30)
    assert row["open"] == pytest.approx(50 / 30)
    assert row[["escort_only", "contested", "no_data"]].tolist() == [0, 0, 0]


def test_two_gateways_closed_at_once_add_up():
    both = CLOSED | {"corridor_ids": "west;east", "end": "2025-06-13"}

    row = exposed(gateways(both)).iloc[0]

    assert row["closed"] == pytest.approx(2 * 3 / 30)


def test_each_slice_has_its_own_days_at_both_edges():
    slices = spans(
        ("2025-06-01", "2025-06-11"), ("2025-06-12", "2025-06-20"), ("2025-06-21", "2025-06-30")
    )

    table = exposed(gateways(CLOSED), slices)

    assert table["days"].tolist() == [11, 9, 10]
    assert table["closed"].tolist() == pytest.approx([1 / 11, 1, 0])
    assert list(table.index) == [0, 1, 2]


def test_the_statuses_add_up_to_the_gateways():
    slices = spans(("2025-04-15", "2025-05-20"), ("2025-05-21", "2025-06-15"), *[
        ("2025-06-16", "2025-06-16"), ("2025-06-17", "2025-08-20"),
    ])  # fmt: skip
    span = {"first": dt.date(2025, 4, 10), "last": dt.date(2025, 8, 20)}

    table = exposed(gateways(CLOSED), slices, Attack("hit", "2025-07-10", 5), **span)

    assert list(table.columns) == ["days", "gateways", *STATUS_CODES, "attacks"]
    assert table[list(STATUS_CODES)].sum(axis=1).tolist() == pytest.approx([2] * 4)
    # 16 days of April lie before the data and 19 of August after it; an event covers 30 days, so
    # that of 1 May leaves out the 31st.
    wanted = [2 * 16 / 36, 2 * 1 / 26, 0, 2 * 19 / 65]
    assert table["no_data"].tolist() == pytest.approx(wanted)


def test_a_road_that_does_not_feed_bamako_is_no_gateway():
    elsewhere = CLOSED | {"corridor_ids": "other"}

    row = exposed(gateways(elsewhere)).iloc[0]

    assert (row["gateways"], row["closed"], row["open"]) == (2, 0, 2)


def test_a_slice_without_days_has_no_mean():
    slices = spans(("2024-01-01", "2024-12-31"), ("2025-06-01", "2025-06-30"))

    table = exposed(gateways(), slices)

    assert table["days"].tolist() == [0, 30]
    assert table["gateways"].tolist() == [2, 2]
    assert table.loc[0, list(STATUS_CODES)].isna().all()
    assert table.loc[1, "open"] == 2
    assert table["attacks"].tolist() == [0, 0]


def test_attacks_near_or_naming_a_gateway_count_once_in_their_slice():
    slices = spans(("2025-06-01", "2025-06-30"), ("2025-07-01", "2025-07-31"))

    table = exposed(
        gateways(), slices,
        Attack("near-both", "2025-06-30", 15, 30, corridor_id=("west", "east")),
        Attack("first-day", "2025-07-01", 15),
        Attack("last-day", "2025-07-31", 15),
        Attack("named", "2025-06-01", corridor_id=("east",)),
        Attack("other-road", "2025-06-10", 15, 140),
        Attack("strike", "2025-06-10", 15, event_type="drone_strike"),
    )  # fmt: skip

    assert table["attacks"].tolist() == [2, 2]


def test_without_gateways_nothing_is_exposed():
    row = exposed(gateways(CLOSED, feeds=()), JUNE, Attack("hit", "2025-06-10", 5)).iloc[0]

    assert (row["gateways"], row["attacks"], row["days"]) == (0, 0, 30)
    assert row[list(STATUS_CODES)].tolist() == [0] * 5


def test_without_slices_the_table_is_empty():
    table = exposed(gateways(), ())

    assert table.empty
    assert list(table.columns) == ["days", "gateways", *STATUS_CODES, "attacks"]
