"""The symbols of a picture: their places, sizes and colours are those of the web map."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from figure_fixtures import MALI, Paper, near, over, rgb, road_view, show_view

from sahel_map.figures.areas import draw_hexagons, draw_reached, draw_track
from sahel_map.figures.clusters import clusters_of, draw_clusters
from sahel_map.figures.events import draw_events, draw_extents, places_of, radius, ring_radius
from sahel_map.figures.heat import draw_heat, heat_alpha
from sahel_map.figures.layers import MAP_CRS, Layers
from sahel_map.figures.roads import draw_lines, draw_road_symbols, draw_threat, gravest

PLACE = (14.0, -4.0)
SECOND = {"lat": 12.0, "lon": -8.0, "id": "two"}


def legs(*rows):
    """Return layers with nothing but legs along parallels: (corridors, latitude, guessed)."""
    empty = gpd.GeoDataFrame(geometry=gpd.GeoSeries([], crs=MAP_CRS))
    lines = [shapely.LineString([(-10, lat), (2, lat)]) for _, lat, _ in rows]
    found = gpd.GeoDataFrame(
        {"corridors": [row[0] for row in rows], "guessed": [row[2] for row in rows]},
        geometry=gpd.GeoSeries(lines, crs="EPSG:4326").to_crs(MAP_CRS),
    )
    return Layers(empty, empty, empty, empty, {}, found)


@pytest.mark.parametrize(
    ("deaths", "pixels"), [(None, 5.5), (0, 4), (1, 6.6), (25, 13), (10_000, 26)]
)
def test_the_radius_grows_with_the_root_of_deaths(deaths, pixels):
    assert radius(deaths) == pytest.approx(pixels)


def test_an_event_is_a_disc_of_the_colour_of_its_kind():
    paper = Paper()

    draw_events(paper.sheet, paper.extent, show_view({}))

    assert near(paper.colour_at(*PLACE), over("#d55e00", 0.88))
    assert near(paper.colour_at(*PLACE, right=7), over("#d55e00", 0.88))
    assert near(paper.colour_at(*PLACE, right=11), rgb("#ffffff"))


def test_an_event_without_a_figure_is_a_hollow_ring():
    paper = Paper()

    draw_events(paper.sheet, paper.extent, show_view({"low": None, "high": None}))

    assert near(paper.colour_at(*PLACE), over("--halo", 0.65))
    assert near(paper.colour_at(*PLACE, right=5.5), rgb("#d55e00"))


def test_a_higher_figure_is_a_dotted_ring_around_the_disc():
    view = show_view({"low": 0, "high": 25})

    drawn = draw_events(Paper().sheet, Paper().extent, view)

    assert [found.radius for found in drawn] == [13, 4]
    assert drawn[0].look.dash == (1.5, 3.0)


def test_events_of_one_point_are_a_ring_of_their_kinds_with_their_number():
    paper = Paper()
    view = show_view({"low": None}, {"id": "b", "low": None, "category": "state"})

    draw_events(paper.sheet, paper.extent, view)

    assert paper.texts() == ["2"]
    assert near(paper.colour_at(*PLACE, right=9), rgb("#d55e00"))
    assert near(paper.colour_at(*PLACE, right=-9), rgb("#009e73"))


def test_the_ring_of_the_selected_event_is_fanned_out():
    view = show_view({}, {"id": "b"}, selected="b")

    drawn = draw_events(Paper().sheet, Paper().extent, view)

    # The ring, two discs and the mark of the selected one.
    assert len(drawn) == 4
    assert ring_radius(view["events"]) == pytest.approx(11.5)


def test_large_rings_lie_under_small_ones():
    view = show_view({"low": 1}, {**SECOND, "low": 400})

    assert [some[0]["id"] for some in places_of(view["events"])] == ["two", "one"]


def test_a_place_known_to_25_km_is_a_circle_of_that_size():
    paper = Paper(((13.0, -5.0), (15.0, -3.0)))
    view = show_view({"precision": "near", "radius_m": 25_000})

    draw_extents(paper.sheet, paper.extent, view)

    # 25 km are 0.2318 degrees of longitude at 14 degrees north.
    edge = paper.extent.point(14.0, -4.0 + 0.2315)[0] - paper.extent.point(*PLACE)[0]
    assert near(paper.colour_at(*PLACE), over("#d55e00", 0.05))
    assert near(paper.colour_at(*PLACE, right=edge - 3), over("#d55e00", 0.05))
    assert near(paper.colour_at(*PLACE, right=edge + 3), rgb("#ffffff"))


def test_an_area_is_hatched():
    paper = Paper(((13.0, -5.0), (15.0, -3.0)), dots=4)
    view = show_view({"precision": "area", "radius_m": 50_000})

    draw_extents(paper.sheet, paper.extent, view)

    x, y = (int(4 * value) for value in paper.extent.point(*PLACE))
    colours = {tuple(colour) for colour in paper.pixels()[y - 40 : y + 40, x]}
    assert (255, 255, 255) in colours
    assert any(near(colour, over("#d55e00", 0.225), 6) for colour in colours)


def test_points_within_reach_of_an_earlier_one_are_one_cluster():
    points = [(0.0, 0.0), (40.0, 0.0), (300.0, 0.0), (0.0, 0.0)]

    found = clusters_of(points, 6.0)

    assert [sorted(cluster.members) for cluster in found] == [[0, 1, 3], [2]]


def test_a_cluster_has_the_number_of_its_events():
    paper = Paper()

    draw_clusters(paper.sheet, paper.extent, show_view({}, {"id": "b"}, SECOND))

    assert sorted(paper.texts()) == ["1", "2"]


def test_the_heat_of_one_event_is_a_third_of_the_most_and_three_reach_it():
    one = heat_alpha(np.array([(100.0, 100.0)]), (200, 200), 6)
    three = heat_alpha(np.array([(100.0, 100.0)] * 3), (200, 200), 6)

    # The library draws a disc of 26 pixels, blurred by 10; its middle keeps 97 percent.
    blurred = 1 - np.exp(-(26**2) / (2 * 10**2))
    assert one[100, 100] == pytest.approx(blurred / 3, abs=0.01)
    assert three[100, 100] == pytest.approx(blurred, abs=0.01)
    assert one[100, 160] == 0


def test_the_heat_has_the_colour_of_its_gradient():
    paper = Paper()
    view = show_view({}, {}, {}, {}, mode="heat", gradient={"0.2": "#f5c9a0", "1": "#7d2410"})

    draw_heat(paper.sheet, paper.extent, view)

    assert near(paper.colour_at(*PLACE), over("#7d2410", 0.97), 12)


def test_a_hexagon_has_its_shade():
    paper = Paper()
    outline = [[13.5, -4.5], [13.5, -3.5], [14.5, -3.5], [14.5, -4.5]]

    draw_hexagons(paper.sheet, paper.extent, {"cells": [{"outline": outline, "colour":
                  "var(--shade-4)"}]})  # fmt: skip

    assert near(paper.colour_at(*PLACE), over("--shade-4", 0.72))


def test_a_road_has_the_colour_and_width_of_its_status_on_a_pale_casing():
    paper = Paper(dots=4)

    draw_lines(paper.sheet, paper.extent, legs((("a",), 14.0, False)), road_view(a="closed"))

    assert near(paper.colour_at(*PLACE), rgb("#d55e00"))
    assert near(paper.colour_at(*PLACE, down=2.4), rgb("#d55e00"))
    assert near(paper.colour_at(*PLACE, down=3.4), over("--halo", 0.85))
    assert near(paper.colour_at(*PLACE, down=5), rgb("#ffffff"))


def test_a_shared_leg_is_drawn_in_the_gravest_status():
    view = road_view(a="open", b="closed", c="no_data")

    assert gravest(("a", "b", "c"), view) == "b"
    assert gravest(("unknown",), view) is None


def test_the_selected_road_is_drawn_in_its_own_status_and_wider():
    paper = Paper(dots=4)
    view = road_view(a="open", b="closed", selected="a")

    draw_lines(paper.sheet, paper.extent, legs((("a", "b"), 14.0, False)), view)

    assert near(paper.colour_at(*PLACE), rgb("#2f86c1"))
    assert near(paper.colour_at(*PLACE, down=3.2), over("--ink", 0.85))


def test_a_guessed_course_is_hatched_beside_the_road():
    plain, guessed = Paper(dots=4), Paper(dots=4)
    view = road_view(a="open")

    draw_lines(plain.sheet, plain.extent, legs((("a",), 14.0, False)), view)
    draw_lines(guessed.sheet, guessed.extent, legs((("a",), 14.0, True)), view)

    def beside(paper):
        x, y = (int(4 * value) for value in paper.extent.point(*PLACE))
        return {tuple(c) for c in paper.pixels()[y + 24, x - 60 : x + 60]}

    assert beside(plain) == {(255, 255, 255)}
    assert len(beside(guessed)) > 1


def test_a_siege_is_a_ring_with_a_core_and_a_doubtful_one_is_grey():
    paper = Paper()
    towns = [{"lat": 14.0, "lon": -4.0, "state": "confirmed"},
             {"lat": 12.0, "lon": -8.0, "state": "unconfirmed"}]  # fmt: skip

    draw_road_symbols(paper.sheet, paper.extent, {**road_view(), "sieges": towns})

    assert near(paper.colour_at(*PLACE), rgb("#a6423a"))
    assert near(paper.colour_at(*PLACE, right=13), rgb("#a6423a"), 30)
    assert near(paper.colour_at(*PLACE, right=8), over("#a6423a", 0.16))
    assert near(paper.colour_at(12.0, -8.0), rgb("--ink-soft"))


@pytest.mark.parametrize("fade", [0.95, 0.4])
def test_attacks_on_roads_fade_with_their_age(fade):
    paper = Paper()
    attack = {"lat": 14.0, "lon": -4.0, "colour": "#d55e00", "fade": fade, "counted": True}
    other = attack | {"lat": 12.0, "lon": -8.0, "counted": False}

    draw_road_symbols(paper.sheet, paper.extent, {**road_view(), "events": [attack, other]})

    assert near(paper.colour_at(*PLACE), over("#d55e00", fade))
    assert near(paper.colour_at(12.0, -8.0, right=5), over("#d55e00", fade), 30)


def test_posts_and_agreements_have_their_marks():
    paper = Paper()
    marks = {"post": "M-5,-5H5V5H-5Z", "lifted": "M0,-8L7.5,6H-7.5Z"}
    view = road_view() | {
        "marks": marks,
        "posts": [{"lat": 14.0, "lon": -4.0}],
        "agreements": [{"lat": 12.0, "lon": -8.0, "mark": "lifted"}],
    }

    draw_road_symbols(paper.sheet, paper.extent, view)

    assert near(paper.colour_at(*PLACE), rgb("--halo"))
    assert near(paper.colour_at(*PLACE, right=-4.5), rgb("--ink"), 12)
    assert near(paper.colour_at(12.0, -8.0), rgb("#009e73"))


def test_attacked_stretches_glow_more_the_more_they_were_attacked():
    paper = Paper()
    line = [[-10, 14], [2, 14]]

    draw_threat(paper.sheet, paper.extent, {**road_view(), "glow": [(line, 1.0)]})

    assert near(paper.colour_at(*PLACE, down=6), over("#d55e00", 0.38))
    assert near(paper.colour_at(*PLACE, down=9), rgb("#ffffff"))


def test_an_area_has_the_colour_of_its_slice_and_new_ones_stand_out():
    paper = Paper()
    square = [[13.0, -5.0], [13.0, -3.0], [15.0, -3.0], [15.0, -5.0]]
    east = [[lat, lon + 3] for lat, lon in square]
    areas = [{"id": "x", "rings": square, "colour": "#33638d", "fresh": True},
             {"id": "y", "rings": east, "colour": "#33638d", "fresh": False}]  # fmt: skip
    empty = gpd.GeoDataFrame(geometry=gpd.GeoSeries([], crs=MAP_CRS))
    layers = Layers(empty, empty, empty, empty, {1: empty}, empty)
    view = {"areas": areas, "southwest": [], "southwest_colour": "#d55e00"}

    draw_reached(paper.sheet, paper.extent, layers, view, 1)

    assert near(paper.colour_at(*PLACE), over("#33638d", 0.62))
    assert near(paper.colour_at(14.0, -1.0), over("#33638d", 0.4))


def test_the_mean_centre_is_hollow_where_it_rests_on_few():
    paper = Paper()
    track = [
        {"at": [12.0, -8.0], "colour": "#33638d", "few": False, "current": False},
        {"at": [14.0, -4.0], "colour": "#33638d", "few": True, "current": True},
    ]

    draw_track(paper.sheet, paper.extent, {"ellipse": [], "track": track})

    assert near(paper.colour_at(12.0, -8.0), rgb("#33638d"))
    assert not near(paper.colour_at(*PLACE, right=3, down=-3), rgb("#33638d"), 30)


def test_the_extent_of_the_tests_is_that_of_the_views():
    assert show_view()["focus"] == MALI
