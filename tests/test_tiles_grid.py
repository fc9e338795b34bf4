"""The order of points: where they lie, which are taken, and how a cell finds its own."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer
from tile_fixtures import chosen_on, events_at

from sahel_map import vocabulary as v
from sahel_map.tiles.grid import (
    BITS,
    Chosen,
    Grid,
    categories_of,
    codes_of,
    places_of,
    world,
)

HALF_WORLD_M = 20037508.342789244
UNITS = st.integers(0, 2**BITS - 1)


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_places_on_the_map_are_those_of_web_mercator(lat, lon):
    transform = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform

    east, south = world(lat, lon)

    metres = (east - 0.5) * 2 * HALF_WORLD_M, (0.5 - south) * 2 * HALF_WORLD_M
    assert metres == pytest.approx(transform(lon, lat), abs=1e-3)


def test_the_middle_of_the_map_is_on_the_equator_at_greenwich():
    assert world(0, 0) == (0.5, 0.5)


def test_a_pole_lies_on_the_edge_of_the_map():
    _, south = world([90, -90], [0, 0])

    assert south == pytest.approx([0, 1], abs=1e-8)


@given(st.lists(st.tuples(UNITS, UNITS), min_size=1))
def test_a_place_on_the_curve_is_its_column_and_row_again(places):
    columns, rows = np.array(places).T

    back = places_of(codes_of(columns, rows))

    assert np.array_equal(back, [columns, rows])


def test_the_curve_runs_through_a_square_before_it_goes_to_the_next():
    codes = codes_of(np.array([0, 1, 0, 1, 2]), np.array([0, 0, 1, 1, 0]))

    assert codes.tolist() == [0, 1, 2, 3, 4]


def test_an_event_without_a_point_is_not_on_the_grid():
    grid = Grid.of(events_at((14, -4), (np.nan, np.nan), (13, -5), (12, np.nan)))

    assert sorted(grid.every.positions.tolist()) == [0, 2]
    assert grid.events == 4


def test_each_point_keeps_the_category_of_its_event():
    kinds = ["other", "assault", "state", "road"]

    every = Grid.of(events_at(*[(14, -4)] * 4, category=kinds)).every

    names = [list(v.CATEGORIES)[number] for number in categories_of(every.keys)]
    assert names == [kinds[position] for position in every.positions]


def test_categories_may_come_as_a_categorical_in_another_order():
    events = events_at((14, -4), (15, -4), category=["road", "assault"])
    table = events.assign(category=pd.Categorical(events["category"], ["road", "assault"]))

    assert np.array_equal(Grid.of(table).every.keys, Grid.of(events).every.keys)


def test_a_category_that_the_vocabulary_lacks_is_filed_under_other():
    every = Grid.of(events_at((14, -4), category="weather")).every

    assert categories_of(every.keys).tolist() == [list(v.CATEGORIES).index("other")]


def test_a_grid_of_nothing_is_empty():
    every = Grid.of(events_at()).every

    assert len(every) == 0
    assert every.occupied(10) == 0


def test_a_subset_holds_the_points_of_the_selected_events():
    events = events_at((14, -4), (np.nan, np.nan), (13, -5), (12, -6))
    mask = np.array([False, True, True, True])

    chosen = Grid.of(events).subset(mask)

    assert sorted(chosen.positions.tolist()) == [2, 3]
    assert np.all(np.diff(chosen.keys.astype(np.int64)) > 0)


def test_the_mask_of_another_frame_is_refused():
    grid = Grid.of(events_at((14, -4), (13, -5)))

    with pytest.raises(ValueError, match=r"shape \(3,\), the grid 2 events"):
        grid.subset(np.ones(3, bool))


def test_a_cell_holds_the_points_on_its_own_ground_by_category():
    # Cells of 32 pixels at zoom 5 are those of a world of 256 cells.
    chosen = chosen_on(5, (31.5, 64.5), (32.5, 64.5), (63.5, 95.5),
                       category=["assault", "assault", "road"])  # fmt: skip

    begin, end = chosen.ranges(8, np.array([0, 1, 2]), np.array([2, 2, 2]))

    kinds = list(v.CATEGORIES)
    counts = end - begin
    assert counts[kinds.index("assault")].tolist() == [1, 1, 0]
    assert counts[kinds.index("road")].tolist() == [0, 1, 0]
    assert counts.sum() == 3


def test_cells_beyond_the_world_are_empty():
    corners = [(x, y) for x in (0.5, 8191.5) for y in (0.5, 8191.5) for _ in v.CATEGORIES]
    chosen = chosen_on(5, *corners, category=list(v.CATEGORIES) * 4)

    begin, end = chosen.ranges(3, np.array([-1, -1, 8, 0, 7, 0]), np.array([0, 7, 7, -1, 8, 8]))

    assert (end - begin).sum() == 0


PLACES = st.lists(
    st.tuples(UNITS, UNITS, st.integers(0, len(v.CATEGORIES) - 1)), min_size=1, max_size=40
)


def made(places):
    """The points of columns, rows and categories."""
    columns, rows, kinds = np.array(places).T
    keys = np.sort(codes_of(columns, rows) | (kinds.astype(np.uint64) << np.uint64(2 * BITS)))
    return Chosen(keys, np.arange(len(keys), dtype=np.int32))


@given(PLACES, st.integers(0, 6))
def test_the_cells_of_a_level_share_out_all_points(places, level):
    across = np.arange(2**level)

    begin, end = made(places).ranges(level, np.tile(across, 2**level), np.repeat(across, 2**level))

    assert (end - begin).sum() == len(places)


@given(PLACES, st.integers(0, 23))
def test_the_occupied_cells_of_a_level_are_counted_once(places, level):
    shift = BITS - level
    cells = {(column >> shift, row >> shift) for column, row, _ in places}

    assert made(places).occupied(level) == len(cells)
