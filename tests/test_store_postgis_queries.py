"""Questions answered by the database have the answers that the events in memory give."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from postgis_rows import ACTORS, KEY, enter, made_rows, written
from postgis_selections import HOSTILE, selections

from sahel_map.geodesy import GEOD
from sahel_map.maps.legend import HEAT
from sahel_map.measures.counts import count_by_period
from sahel_map.selection import Selection
from sahel_map.store import Ref, with_events
from sahel_map.store.postgis import PostgisStore
from sahel_map.tiles.draw import heat_scale, heat_tile, points_tile
from sahel_map.tiles.grid import Chosen, Grid
from sahel_map.zorder import BITS


@pytest.fixture(scope="module")
def asked(cluster, tmp_path_factory, data):
    """Two versions of a few hundred made events in the database, and the same in memory."""
    folder = tmp_path_factory.mktemp("queries")
    store = PostgisStore(cluster.database(), cache=folder / "cache")
    rows = made_rows(240)
    enter(store, KEY, written(folder, "one.csv", rows))
    later = [row | {"notes": "", "admin1": "Gao"} if n % 5 == 0 else row
             for n, row in enumerate(rows[30:])]  # fmt: skip
    enter(store, KEY, written(folder, "two.csv", later + made_rows(60, seed=9, first=700)))
    yield [
        (store.queries(Ref(KEY, number)), with_events(store.folder(Ref(KEY, number)), data).events)
        for number in (1, 2)
    ]
    store.close()


many = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
fewer = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(selection=selections)
def test_as_many_are_counted_as_are_selected(asked, selection):
    for queries, events in asked:
        assert queries.count(selection) == len(selection.outcome(events))


@fewer
@given(selection=selections, period=st.sampled_from(["month", "week"]))
def test_periods_have_the_counts_of_the_frame(asked, selection, period):
    for queries, events in asked:
        expected, _ = count_by_period(events[selection.mask(events)], period=period)

        assert_frame_equal(queries.by_period(selection, period), expected)


@fewer
@given(
    selection=selections,
    column=st.sampled_from(["event_type", "admin1", "country", "category", "geo_precision",
                            "confidence", "actor", "place"]),
)  # fmt: skip
def test_values_of_columns_have_the_counts_of_the_frame(asked, selection, column):
    for queries, events in asked:
        expected = events.loc[selection.mask(events), column].astype("str").value_counts()

        found = queries.by_column(selection, column)

        assert found.to_dict() == expected.to_dict()
        assert found.is_monotonic_decreasing


@fewer
@given(
    selection=selections,
    z=st.integers(0, 9),
    finer=st.integers(0, 6),
    at=st.integers(0, 400),
)
def test_cells_are_those_of_the_points(asked, selection, z, finer, at):
    for queries, events in asked:
        drawn = events[events["lat"].notna()]
        grid = Grid.of(drawn)
        columns, rows = cells_of(grid, z)
        x, y = int(columns[at % len(columns)]), int(rows[at % len(rows)])
        mask = selection.mask(drawn).to_numpy()[grid.every.positions] & (columns == x) & (rows == y)
        kinds = (grid.every.keys >> np.uint64(60)).astype(int)
        expected = pd.Series(list(zip(kinds, *cells_of(grid, z + finer), strict=True)))[mask]

        found = queries.cells(selection, z, x, y, z + finer)

        assert found.shape[1] == 4
        assert {tuple(row[:3]): row[3] for row in found.tolist()} == {
            tuple(map(int, key)): n for key, n in expected.value_counts().items()
        }


def cells_of(grid, level):
    """Column and row of the cell in which each point lies, from the picture of the keys."""
    place = grid.every.keys & np.uint64(2**60 - 1)
    columns, rows = np.zeros((2, len(place)), np.int64)
    for bit in range(BITS):
        columns |= ((place >> np.uint64(2 * bit)) & np.uint64(1)).astype(np.int64) << bit
        rows |= ((place >> np.uint64(2 * bit + 1)) & np.uint64(1)).astype(np.int64) << bit
    return columns >> (BITS - level), rows >> (BITS - level)


@fewer
@given(selection=selections, z=st.integers(3, 8))
def test_pictures_of_the_keys_are_those_of_the_frame(asked, selection, z):
    for queries, events in asked:
        grid = Grid.of(events)
        expected = grid.subset(selection.mask(events).to_numpy())
        found = Chosen.of_keys(queries.keys(selection))
        x, y = (int(place[0]) for place in cells_of(grid, z))

        assert points_tile(found, z, x, y) == points_tile(expected, z, x, y)
        peaks = [heat_scale(points, z) for points in (found, expected)]
        assert peaks[0] == peaks[1]
        assert heat_tile(found, z, x, y, ramp=HEAT, peak=peaks[0]) == heat_tile(
            expected, z, x, y, ramp=HEAT, peak=peaks[1]
        )


@fewer
@given(
    selection=selections,
    lat=st.sampled_from([14.5, 14.6, 0.0, -60.0, 89.0]),
    lon=st.sampled_from([-3.9, -3.0, 12.0, 179.5, -179.0]),
    n=st.integers(0, 30),
)
def test_the_nearest_are_those_along_the_ellipsoid(asked, selection, lat, lon, n):
    for queries, events in asked:
        chosen = events[selection.mask(events) & events["lat"].notna()]
        away = [
            (round(GEOD.inv(lon, lat, event.lon, event.lat)[2] / 1000, 6), event.event_id)
            for event in chosen.itertuples()
        ]
        expected = sorted(away)[:n]

        found = queries.nearest(selection, lat, lon, n)

        assert list(found["event_id"]) == [name for _, name in expected]
        assert found["km"].to_list() == pytest.approx([km for km, _ in expected], abs=1.1e-6)


def test_hostile_words_reach_no_command(asked):
    (queries, events), _ = asked
    before = queries.count(Selection())

    for text in (*HOSTILE[:4], "nul\0nul", "\ud800"):
        selection = Selection(text=text, regions=(text,), sources=(text,))
        assert queries.count(selection) == 0
    assert queries.count(Selection()) == before == len(events)


def test_a_sign_that_stands_for_others_stands_for_itself(asked):
    (queries, events), _ = asked
    said = events["search_text"].str

    for sign in ("%", "_", "\\", "100%", "under_score"):
        assert queries.count(Selection(text=sign)) == said.contains(sign, regex=False).sum() > 0


def test_made_events_differ_in_what_is_filtered(asked):
    _, events = asked[0]

    assert events["actor_groups"].nunique() >= len(ACTORS)
    assert len(set(events["geo_precision"])) > 1
    assert events["lat"].isna().any()
    assert (events["date_start"] != events["date_end"]).any()
