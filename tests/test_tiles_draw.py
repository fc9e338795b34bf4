"""Dots, pixel by pixel: where they lie, what they look like, and that tiles join."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tile_fixtures import chosen_on, events_at, pixels_of

from sahel_map import vocabulary as v
from sahel_map.tiles import draw
from sahel_map.tiles.address import TileError, Window
from sahel_map.tiles.dots import dots_of, paint
from sahel_map.tiles.grid import Grid

ZOOM = 6
WEST, NORTH = 31 * 256, 29 * 256
"""The tile of most tests: 31, 29 at zoom 6, in the middle of Mali."""

CLOSE = 4
"""How far a channel may be from what was drawn: the picture has at most 128 colours."""


def in_tile(*pixels, **columns):
    """Points at pixels of the tile."""
    return chosen_on(ZOOM, *[(WEST + x, NORTH + y) for x, y in pixels], **columns)


def seen(chosen, x=31, y=29, **options):
    """The pixels of the tile or of a neighbour."""
    return pixels_of(draw.points_tile(chosen, ZOOM, x, y, **options))


def middle_of_drawn(pixels):
    """Column and row of the middle of what is not transparent."""
    rows, columns = np.nonzero(pixels[..., 3])
    return (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2


@pytest.mark.parametrize("category", v.CATEGORIES)
def test_a_lone_event_is_a_dot_of_its_categorys_colour(category):
    colour = v.CATEGORIES[category].colour

    dot = seen(in_tile((100.5, 60.5), category=category))[60, 100]

    assert dot[:3] == pytest.approx([int(colour[at : at + 2], 16) for at in (1, 3, 5)], abs=CLOSE)
    assert dot[3] > 190


@given(st.integers(12, 243), st.integers(12, 243), st.sampled_from([1, 2]))
@settings(deadline=None, max_examples=40)
def test_a_lone_event_is_drawn_about_its_own_pixel(x, y, scale):
    pixels = seen(in_tile((x + 0.25, y + 0.25)), scale=scale)

    assert middle_of_drawn(pixels) == (x * scale, y * scale)


@pytest.mark.parametrize(("theme", "halo"), [("light", (253, 252, 248)), ("dark", (23, 29, 35))])
def test_a_dot_has_the_casing_of_the_ground_it_lies_on(theme, halo):
    chosen = in_tile((100.5, 60.5))

    row = seen(chosen, theme=theme, scale=2)[121]

    edge = 201 + round(2 * draw.point_radius(chosen, ZOOM, 1))
    assert row[edge][:3] == pytest.approx(halo, abs=12)


def test_around_a_dot_the_tile_is_transparent():
    pixels = seen(in_tile((100.5, 60.5)))

    assert np.count_nonzero(pixels[..., 3]) < 13 * 13
    assert pixels[0, 0, 3] == 0


@pytest.mark.parametrize(
    ("pixel", "neighbour", "shift"),
    [((255.5, 100.5), (32, 29), (256, 0)), ((0.5, 100.5), (30, 29), (-256, 0)),
     ((100.5, 255.5), (31, 30), (0, 256)), ((100.5, 0.5), (31, 28), (0, -256))],
)  # fmt: skip
def test_an_event_at_an_edge_is_drawn_on_both_tiles_as_one_dot(pixel, neighbour, shift):
    chosen = in_tile(pixel)
    whole = seen(in_tile((100.5, 100.5)))

    both = np.zeros((768, 768, 4), int)
    both[256:512, 256:512] = seen(chosen)
    left, top = 256 + shift[0], 256 + shift[1]
    both[top : top + 256, left : left + 256] = seen(chosen, *neighbour)

    x, y = (256 + int(part) for part in pixel)
    dot = both[y - 8 : y + 9, x - 8 : x + 9]
    assert np.abs(dot[..., 3] - whole[92:109, 92:109, 3]).max() <= CLOSE
    assert np.count_nonzero(both[..., 3]) == np.count_nonzero(whole[..., 3])


def crowd(seed, number):
    """Points all over the tile and a little beyond, of all categories."""
    random = np.random.default_rng(seed)
    kinds = random.choice(list(v.CATEGORIES), number)
    return in_tile(*random.uniform(-40, 296, (number, 2)), category=kinds)


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("number", [50, 3000])
def test_four_tiles_join_to_the_picture_of_their_ground(number, scale):
    chosen = crowd(2, number)
    big = Window(ZOOM, WEST - 256, NORTH - 256, 512, scale)

    whole = np.asarray(paint(dots_of(chosen, big), big, "light"))

    quarters = [
        Window(ZOOM, WEST - 256 * west, NORTH - 256 * north, 256, scale)
        for north in (1, 0)
        for west in (1, 0)
    ]
    parts = [np.asarray(paint(dots_of(chosen, part), part, "light")) for part in quarters]
    joined = np.block([[[parts[0]], [parts[1]]], [[parts[2]], [parts[3]]]])
    assert np.array_equal(joined, whole)


@given(st.integers(0, 400), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=30)
def test_each_chosen_event_is_counted_in_one_dot(number, seed):
    random = np.random.default_rng(seed)
    chosen = in_tile(*random.uniform(0, 256, (number, 2)))

    dots = dots_of(chosen, Window.of_tile(ZOOM, 31, 29))

    assert dots.count.sum() == number


def test_a_dot_has_the_colour_of_the_commonest_category():
    kinds = ["assault", "road", "road"]

    dots = dots_of(in_tile(*[(100.5, 60.5)] * 3, category=kinds), Window.of_tile(ZOOM, 31, 29))

    assert dots.count.tolist() == [3]
    assert [list(v.CATEGORIES)[number] for number in dots.category] == ["road"]


def test_of_equally_common_categories_the_first_of_the_vocabulary_stands():
    kinds = ["state", "road", "state", "road"]

    dots = dots_of(in_tile(*[(100.5, 60.5)] * 4, category=kinds), Window.of_tile(ZOOM, 31, 29))

    assert [list(v.CATEGORIES)[number] for number in dots.category] == ["road"]


def test_a_dot_lies_in_the_middle_of_its_events():
    chosen = in_tile((96.5, 56.5), (102.5, 58.5))

    dots = dots_of(chosen, Window.of_tile(ZOOM, 31, 29))

    assert (dots.x.tolist(), dots.y.tolist()) == (
        pytest.approx([99.5], abs=1e-4),
        pytest.approx([57.5], abs=1e-4),
    )


def test_more_events_make_a_larger_dot_and_smaller_dots_lie_on_top():
    chosen = in_tile((100.5, 60.5), *[(180.5, 60.5)] * 100)

    dots = dots_of(chosen, Window.of_tile(ZOOM, 31, 29))

    assert dots.count.tolist() == [100, 1]
    assert dots.radius[0] > dots.radius[1] + 1


def test_where_events_fill_the_ground_dots_are_smaller():
    lone, full = in_tile((100.5, 60.5)), crowd(3, 20_000)

    assert draw.point_radius(full, ZOOM, 1) < draw.point_radius(lone, ZOOM, 1) - 1


def test_the_radius_on_a_tile_twice_as_large_is_that_of_the_next_zoom():
    # Every cell of 8 pixels at the zoom has an event, and one in four at the next.
    places = [(8 * column + 1, 8 * row + 1) for column in range(16) for row in range(16)]
    chosen = in_tile(*places)

    large = draw.point_radius(chosen, ZOOM, 5, size=512)

    assert large == draw.point_radius(chosen, ZOOM + 1, 5)
    assert large > draw.point_radius(chosen, ZOOM, 5)


def test_a_tile_of_512_pixels_shows_twice_as_much_between_two_events():
    chosen = in_tile((40.5, 100.5), (90.5, 100.5))

    columns = np.nonzero(seen(chosen, size=512)[..., 3].any(axis=0))[0]

    middle = (columns.min() + columns.max()) / 2
    assert middle == pytest.approx(131, abs=1)
    assert columns.max() - columns.min() > 100


def test_a_tile_without_events_is_the_shared_empty_one():
    assert draw.points_tile(in_tile((100.5, 60.5)), ZOOM, 3, 3) is draw.EMPTY
    assert draw.points_tile(Grid.of(events_at()).every, 0, 0, 0) is draw.EMPTY
    assert not pixels_of(draw.EMPTY).any()
    assert pixels_of(draw.EMPTY).shape == (256, 256, 4)


def test_another_theme_is_refused_with_those_there_are():
    with pytest.raises(TileError, match="light / dark, not sepia"):
        draw.points_tile(in_tile((1, 1)), ZOOM, 31, 29, theme="sepia")


def test_a_tile_outside_the_world_is_refused():
    with pytest.raises(TileError, match="zoom 6"):
        draw.points_tile(in_tile((1, 1)), ZOOM, 64, 0)


def test_tiles_drawn_at_the_same_time_are_those_drawn_one_after_another():
    chosen = crowd(5, 5000)
    addresses = [(x, y) for x in (30, 31, 32) for y in (28, 29, 30)]
    alone = {place: draw.points_tile(chosen, ZOOM, *place) for place in addresses}
    together = {}

    def work(place):
        together[place] = draw.points_tile(chosen, ZOOM, *place)

    threads = [threading.Thread(target=work, args=(place,)) for place in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert together == alone
