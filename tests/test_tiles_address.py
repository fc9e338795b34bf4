"""The address of a tile: what exists, what does not, and the ground it names."""

import pytest

from sahel_map.errors import SahelMapError
from sahel_map.tiles.address import TileError, Window


def test_a_tile_begins_where_its_neighbours_to_the_west_and_north_end():
    window = Window.of_tile(6, 31, 29)

    assert (window.zoom, window.left, window.top) == (6, 7936, 7424)


def test_a_tile_of_512_pixels_shows_the_same_ground_one_zoom_finer():
    window = Window.of_tile(6, 31, 29, size=512)

    assert (window.zoom, window.left, window.top) == (7, 15872, 14848)


@pytest.mark.parametrize("z", [-1, 15])
def test_a_zoom_outside_the_map_names_the_zooms_there_are(z):
    with pytest.raises(TileError, match=f"at zoom {z}: zooms are 0 to 14"):
        Window.of_tile(z, 0, 0)


@pytest.mark.parametrize(("x", "y"), [(-1, 0), (0, -1), (8, 0), (0, 8)])
def test_a_number_outside_the_world_names_the_numbers_there_are(x, y):
    with pytest.raises(TileError, match=f"{x}, {y} at zoom 3: both numbers are 0 to 7"):
        Window.of_tile(3, x, y)


@pytest.mark.parametrize("wish", [{"size": 300}, {"scale": 3}])
def test_a_size_that_is_not_drawn_names_those_that_are(wish):
    with pytest.raises(TileError, match="256 / 512 pixels wide at scale 1 / 2"):
        Window.of_tile(3, 0, 0, **wish)


def test_a_missing_tile_is_an_error_for_people_and_a_value_error():
    assert issubclass(TileError, SahelMapError)
    assert issubclass(TileError, ValueError)
