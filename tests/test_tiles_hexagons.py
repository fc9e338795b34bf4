"""Counts by hexagon against H3 itself."""

import h3
import numpy as np
import pytest
from tile_fixtures import events_at

from sahel_map.tiles.address import TileError
from sahel_map.tiles.hexagons import RESOLUTIONS, Hexagons

BAMAKO, GAO = (12.64, -8.0), (16.27, -0.04)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_every_event_lies_in_the_cell_that_h3_gives_its_place(resolution):
    random = np.random.default_rng(1)
    points = [*zip(random.uniform(10, 20, 60), random.uniform(-12, 4, 60), strict=True)]

    hexagons = Hexagons.of(events_at(*points, *points[:7]), resolution)

    cells = hexagons.cells.index[hexagons.code].tolist()
    assert cells == [h3.latlng_to_cell(*point, resolution) for point in [*points, *points[:7]]]


def test_a_count_is_told_by_number_and_by_area():
    hexagons = Hexagons.of(events_at(BAMAKO, BAMAKO, GAO), 4)

    counts = hexagons.counts(np.ones(3, bool)).set_index("cell")

    cell = h3.latlng_to_cell(*BAMAKO, 4)
    assert counts.at[cell, "events"] == 2
    assert counts.at[cell, "per_10000_km2"] == pytest.approx(20_000 / h3.cell_area(cell, "km^2"))
    assert (counts.at[cell, "lat"], counts.at[cell, "lon"]) == h3.cell_to_latlng(cell)
    assert counts["events"].sum() == 3


def test_only_selected_events_count_and_a_cell_without_any_is_left_away():
    hexagons = Hexagons.of(events_at(BAMAKO, BAMAKO, GAO), 4)

    counts = hexagons.counts(np.array([True, False, False]))

    assert counts["cell"].tolist() == [h3.latlng_to_cell(*BAMAKO, 4)]
    assert counts["events"].tolist() == [1]


def test_events_known_less_well_than_near_a_place_are_left_out_and_counted():
    precisions = ["exact", "town", "near", "area", "district", "region", "country"]
    hexagons = Hexagons.of(events_at(*[BAMAKO] * 7, geo_precision=precisions), 4)

    everything = np.ones(7, bool)

    assert hexagons.counts(everything)["events"].tolist() == [3]
    assert hexagons.left_out(everything) == 4
    assert hexagons.left_out(np.array([True] * 5 + [False] * 2)) == 2


def test_an_event_without_a_point_is_left_out():
    hexagons = Hexagons.of(events_at(BAMAKO, (np.nan, np.nan)), 4)

    assert hexagons.left_out(np.ones(2, bool)) == 1


def test_hexagons_of_nothing_are_an_empty_table():
    hexagons = Hexagons.of(events_at(), 4)

    counts = hexagons.counts(np.ones(0, bool))

    assert list(counts.columns) == ["cell", "events", "per_10000_km2", "lat", "lon"]
    assert counts.empty


def test_the_outline_of_a_cell_is_drawn_about_its_centre():
    cell = h3.latlng_to_cell(*GAO, 3)

    corners = Hexagons.outline(cell)

    assert len(corners) == 6
    assert np.mean(corners, axis=0) == pytest.approx(h3.cell_to_latlng(cell), abs=0.01)


def test_another_resolution_is_refused_with_those_there_are():
    with pytest.raises(TileError, match="3, 4, 5, not 6"):
        Hexagons.of(events_at(BAMAKO), 6)
