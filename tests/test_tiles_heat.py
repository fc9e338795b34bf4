"""The heat surface: how it spreads, its scale, its colours, and that tiles join."""

import numpy as np
import pytest
from tile_fixtures import chosen_on, events_at, pixels_of

from sahel_map.tiles import draw
from sahel_map.tiles.address import TileError, Window
from sahel_map.tiles.grid import Grid
from sahel_map.tiles.heat import density

RAMP = {"0.2": "#ffff00", "1": "#ff0000"}
ZOOM = 6
WEST, NORTH = 31 * 256, 29 * 256
TILE = Window.of_tile(ZOOM, 31, 29)


def in_tile(*pixels, **columns):
    """Points at pixels of the tile 31, 29."""
    return chosen_on(ZOOM, *[(WEST + x, NORTH + y) for x, y in pixels], **columns)


def test_a_lone_event_is_worth_one_on_its_place_and_falls_off_as_a_bell():
    # The middle of a cell of 4 pixels lies between two pixels.
    blurred = density(in_tile((102.0, 62.0)), TILE)

    assert blurred[62, 102] == pytest.approx(1, abs=0.01)
    assert blurred[62, 113] == pytest.approx(np.exp(-0.5 * ((11.5**2 + 0.5**2) / 144)), abs=1e-6)
    assert blurred[0, 250] == pytest.approx(0, abs=1e-9)


def test_the_surface_holds_every_event_once():
    pixels = np.random.default_rng(1).uniform(60, 196, (500, 2))

    blurred = density(in_tile(*pixels, category=["road", "state"] * 250), TILE)

    assert blurred.sum() / (2 * np.pi * 12**2) == pytest.approx(500, rel=1e-3)


@pytest.mark.parametrize("scale", [1, 2])
def test_four_tiles_join_to_the_surface_of_their_ground(scale):
    chosen = in_tile(*np.random.default_rng(2).uniform(-60, 60, (200, 2)))

    whole = density(chosen, Window(ZOOM, WEST - 256, NORTH - 256, 512, scale))

    parts = [
        density(chosen, Window(ZOOM, WEST - 256 * west, NORTH - 256 * north, 256, scale))
        for north in (1, 0)
        for west in (1, 0)
    ]
    joined = np.block([[parts[0], parts[1]], [parts[2], parts[3]]])
    # What is cut off four standard deviations away is 3 parts in 10,000 of an event.
    assert np.abs(joined - whole).max() < 200 * np.exp(-8)


def test_the_scale_is_the_fullest_square_of_32_pixels():
    chosen = in_tile((1, 1), (31, 31), (33, 1), (65, 65), (66, 66), (95, 95),
                     category=["road", "state"] * 3)  # fmt: skip

    assert draw.heat_scale(chosen, ZOOM) == 3


def test_the_scale_of_a_tile_twice_as_large_is_that_of_the_next_zoom():
    chosen = in_tile((1, 1), (31, 31), (17, 1))

    assert draw.heat_scale(chosen, ZOOM) == 3
    assert draw.heat_scale(chosen, ZOOM, size=512) == draw.heat_scale(chosen, ZOOM + 1) == 1


def test_the_scale_of_nothing_is_nothing():
    assert draw.heat_scale(Grid.of(events_at()).every, 5) == 0


def seen(chosen, **options):
    """The pixels of the tile on a scale of 100 events."""
    return pixels_of(draw.heat_tile(chosen, ZOOM, 31, 29, ramp=RAMP, peak=100, **options))


def test_the_peak_has_the_last_colour():
    red, green, blue, alpha = seen(in_tile(*[(102, 62)] * 101))[62, 102]

    assert (red, green, blue) == (255, 0, 0)
    assert alpha == round(255 * 0.92)


def test_colours_follow_the_square_root_of_the_share():
    # 36 of 100 events: a share of 0.6, half-way between the stops at 0.2 and at 1.
    pixel = seen(in_tile(*[(102, 62)] * 36))[62, 102]

    assert pixel == pytest.approx([255, 128, 0, 255 * 0.92 * 0.6**0.75], abs=2)


def test_away_from_events_the_surface_is_transparent():
    assert seen(in_tile((102, 62)))[200, 200, 3] == 0


def test_on_fine_screens_the_same_surface_has_more_pixels():
    pixels = seen(in_tile(*[(102, 62)] * 101), scale=2)

    assert pixels.shape == (512, 512, 4)
    assert pixels[124, 204, :3].tolist() == [255, 0, 0]


def test_a_tile_without_events_is_the_shared_empty_one():
    chosen = in_tile((102, 62))

    assert draw.heat_tile(chosen, ZOOM, 3, 3, ramp=RAMP, peak=1) is draw.EMPTY


def test_a_tile_outside_the_world_is_refused():
    with pytest.raises(TileError, match="zooms are 0 to 14"):
        draw.heat_tile(in_tile((1, 1)), 15, 0, 0, ramp=RAMP, peak=1)
