"""The small maps: one ground and scale, every mark on it, and paths that lead back to the places.

What a path draws is read back out of its text, as a browser would, and compared with H3 and the
boundary layer.
"""

import base64
import dataclasses
import itertools
import math
import re
from xml.etree import ElementTree as ET

import h3
import numpy as np
import pytest
import shapely
from expansion_fixtures import SITES, Hit, made, spans
from slice_fixtures import CUTS, GAO, HITS, MOPTI, ROUND, TIMBUKTU

from sahel_map.basis import Basis
from sahel_map.maps.multiples import ground_of, multiple
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.slicing import Cutting
from sahel_map.server.lifespan import spread
from sahel_map.ui import templates

BYS = ("phase", "year", "half", "quarter", "month")
KINDS = ("hex3", "hex4", "region")


def drawn_paths(text):
    """Return the rings of an SVG path, as lists of points."""
    rings = []
    for start, moves in re.findall(r"M(-?\d+ -?\d+)l([-\d ]+)z", text):
        x, y = (int(n) for n in start.split())
        numbers = [int(n) for n in moves.split()]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        points = itertools.accumulate(steps, lambda at, by: (at[0] + by[0], at[1] + by[1]),
                                      initial=(x, y))  # fmt: skip
        rings.append(list(points))
    assert len(rings) == text.count("M")
    return rings


def place_of(ground, x, y):
    """Return longitude and latitude of a point of the drawing, from its scale alone."""
    return ground.west + x / (ground.squeeze * ground.scale), ground.north - y / ground.scale


def middle(ground, ring):
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    return place_of(ground, *np.mean(corners, axis=0))


def cells_in(ground, text, resolution=3):
    """Return the H3 cells that a path draws."""
    places = [middle(ground, ring) for ring in drawn_paths(text)]
    return [h3.latlng_to_cell(lat, lon, resolution) for lon, lat in places]


def picture(found, at):
    """Return a small map as the page sends it, unpacked."""
    kind, packed = templates.picture("multiple.svg", **multiple(found, at)).split(",")
    assert kind == "data:image/svg+xml;base64"
    return base64.b64decode(packed)


def on_drawing(ground, x, y):
    return 0 <= x <= ground.width and 0 <= y <= ground.height


@pytest.fixture(scope="module")
def found(data):
    return expansion(made(data, *HITS), CUTS)


@pytest.fixture(scope="module")
def bundled():
    """The bundled phases with hexagons."""
    return spread(Basis(), Cutting("phase"), Terms())[0]


def test_all_small_maps_share_ground_and_scale(bundled):
    grounds = [multiple(bundled, at)["ground"] for at in range(len(bundled.slices))]

    assert len(grounds) > 5
    assert {id(ground) for ground in grounds} == {id(grounds[0])}
    heads = {re.search(rb"<svg[^>]*>", picture(bundled, at))[0] for at in range(3)}
    assert len(heads) == 1


def test_scale_is_the_same_across_and_along_at_the_middle_of_the_drawing(bundled):
    ground = ground_of(bundled)
    _, lat = place_of(ground, 0, ground.height / 2)

    assert ground.squeeze == pytest.approx(math.cos(math.radians(lat)), abs=0.002)
    assert ground.point(ground.west, ground.north) == (0, 0)
    east = float(bundled.units.total_bounds[2])
    assert ground.point(east, ground.north) == (ground.width, 0)


def test_dots_are_the_attacks_of_the_slice_that_have_a_place(found):
    wanted = [
        [SITES["Koulikoro"], GAO],  # two attacks on one spot are one dot
        [SITES["Sikasso"], SITES["Koulikoro"]],
        [*[(ROUND[0] + n / 50, ROUND[1]) for n in range(1, 6)], SITES["Bamako"]],
        [],
    ]

    for at, places in enumerate(wanted):
        small = multiple(found, at)
        unit = 1 / small["ground"].scale  # degrees, and a little more across
        dots = [place_of(small["ground"], *dot) for dot in small["dots"]]
        assert len(dots) == len(set(dots)) <= len(places)
        for dot in dots:
            assert any(dot == pytest.approx(place, abs=unit) for place in places)
        for place in places:
            assert any(dot == pytest.approx(place, abs=unit) for dot in dots)
    assert [len(multiple(found, at)["dots"]) for at in (0, 1, 3)] == [2, 2, 0]


def test_areas_drawn_as_earlier_and_fresh_are_all_that_were_reached(found):
    def cells(*places):
        return {h3.latlng_to_cell(lat, lon, 3) for lon, lat in places}

    near = (ROUND[0] + 0.02, ROUND[1])
    fresh = [cells(SITES["Koulikoro"], GAO), cells(SITES["Sikasso"]), cells(near), set()]
    reached = cells(MOPTI)
    for at, new in enumerate(fresh):
        small = multiple(found, at)
        reached |= cells(TIMBUKTU) if at == 1 else set()  # dated over the end of the first
        assert sorted(cells_in(small["ground"], small["fresh"])) == sorted(new)
        assert sorted(cells_in(small["ground"], small["earlier"])) == sorted(reached)
        reached |= new


@pytest.mark.parametrize("kind", KINDS)
def test_no_area_of_the_bundled_data_is_both_earlier_and_fresh(kind):
    found = spread(Basis(), Cutting("half"), Terms(areas=kind))[0]

    for at, cut in enumerate(found.slices):
        small = multiple(found, at)
        paths = [ring for text in (small["earlier"], small["fresh"]) for ring in text.split("z")]
        rings = [ring for ring in paths if ring]
        assert len(rings) == len(set(rings))
        reached = found.areas[found.areas["latest"].dt.date <= cut.last]
        if kind != "region":  # a region may have several rings
            assert len(rings) == len(reached)


def test_centre_and_the_one_before_are_those_of_the_track(found):
    table = found.table
    small = [multiple(found, at) for at in range(4)]

    for at in range(3):
        lon, lat = table["lon"].iloc[at], table["lat"].iloc[at]
        unit = 1 / small[at]["ground"].scale
        assert place_of(small[at]["ground"], *small[at]["centre"]) == pytest.approx(
            (lon, lat), abs=unit
        )
    assert small[0]["before"] is None
    assert [small[at]["before"] for at in (1, 2)] == [small[at]["centre"] for at in (0, 1)]
    assert (small[3]["centre"], small[3]["before"]) == (None, None)


def test_line_from_the_centre_before_leaps_over_an_empty_slice(data):
    cuts = spans(("2025-01-01", "2025-01-31"), ("2025-02-01", "2025-02-28"),
                 ("2025-03-01", "2025-03-31"))  # fmt: skip
    hits = Hit("a", "2025-01-05", *GAO), Hit("c", "2025-03-05", *MOPTI)
    found = expansion(made(data, *hits), cuts)

    assert multiple(found, 2)["before"] == multiple(found, 0)["centre"] is not None
    assert multiple(found, 1)["centre"] is None


def test_nothing_is_drawn_before_the_first_attack(data):
    cuts = spans(("2024-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31"))
    found = expansion(made(data, Hit("one", "2025-05-05", *GAO)), cuts)
    small = multiple(found, 0)

    assert (small["earlier"], small["fresh"], small["dots"]) == ("", "", [])
    assert (small["centre"], small["before"]) == (None, None)
    assert b"circle" not in picture(found, 0)
    assert picture(found, 1).count(b"<circle") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_of_the_bundled_data_lies_on_the_drawing(kind):
    found = spread(Basis(), Cutting("phase"), Terms(areas=kind))[0]
    off = set()
    for at in range(len(found.slices)):
        small = multiple(found, at)
        ground = small["ground"]
        rings = drawn_paths(small["earlier"] + small["fresh"]) if kind != "region" else []
        marks = [*small["dots"], ground.capital, *itertools.chain(*rings)]
        marks += [mark for mark in (small["centre"], small["before"]) if mark]
        off |= {mark for mark in marks if not on_drawing(ground, *mark)}

    assert off == set()


@pytest.mark.parametrize("place", [SITES["Sikasso"], SITES["Kayes"], (2.9, 15.9), (-4.0, 21.0)])
def test_attack_its_hexagon_and_bamako_lie_on_the_drawing_wherever_it_was(data, place):
    found = expansion(made(data, Hit("one", "2025-05-05", *place)), CUTS)
    small = multiple(found, 1)
    ground = small["ground"]

    assert on_drawing(ground, *small["dots"][0])
    assert on_drawing(ground, *ground.capital)
    [ring] = drawn_paths(small["fresh"])
    assert [point for point in ring if not on_drawing(ground, *point)] == []


def test_bamako_is_drawn_where_it_is(bundled):
    ground = ground_of(bundled)

    assert place_of(ground, *ground.capital) == pytest.approx(BAMAKO, abs=1 / ground.scale)


def test_paths_of_regions_lead_back_to_their_bounds(bundled):
    ground = ground_of(bundled)
    edge = shapely.box(-20, 0, 20, ground.north + 1)  # further north the outlines are cut

    assert ground.units.keys() == set(bundled.units.index)
    for name, text in ground.units.items():
        west, south, east, north = bundled.units.geometry[name].intersection(edge).bounds
        points = np.concatenate(drawn_paths(text))
        left_top, right_low = ground.point(west, north), ground.point(east, south)
        assert points.min(axis=0) == pytest.approx(left_top, abs=2), name
        assert points.max(axis=0) == pytest.approx(right_low, abs=2), name


def test_outline_of_the_southwest_is_that_of_its_regions(data, bundled):
    ground = ground_of(bundled)
    mali = data.admin1[data.admin1["country"] == "MLI"]
    inside = mali[mali["name"].isin(["Kayes", "Koulikoro", "Sikasso", "Bamako"])]
    drawn = shapely.union_all([shapely.Polygon(ring) for ring in drawn_paths(ground.southwest)])
    true = shapely.transform(
        inside.union_all(), lambda xy: np.array([ground.point(*point) for point in xy])
    ).buffer(0)

    assert drawn.symmetric_difference(true).area < 0.03 * true.area
    wider = ground_of(expansion(data, bundled.slices, Terms(region_set="with-segou")))
    assert len(wider.southwest) > 0
    assert wider.southwest != ground.southwest
    assert wider.land == ground.land


@pytest.mark.parametrize("by", BYS)
@pytest.mark.parametrize("kind", KINDS)
def test_small_maps_are_small_and_well_formed(by, kind):
    found = spread(Basis(), Cutting(by), Terms(areas=kind))[0]

    for at in range(len(found.slices)):
        drawing = picture(found, at)
        root = ET.fromstring(drawing)  # noqa: S314  (our own)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
        assert len(drawing) < 9 * 1024, (found.slices[at].slice_id, len(drawing))


def test_layer_without_the_country_gives_the_ground_of_the_whole_layer(data):
    abroad = data.admin1[data.admin1["country"] != "MLI"]
    other = dataclasses.replace(made(data, *HITS), admin1=abroad)
    found = expansion(other, CUTS)
    small = multiple(found, 2)

    assert small["ground"].units.keys() == set(abroad.index)
    assert small["ground"].southwest == ""
    assert drawn_paths(small["ground"].land)
    assert small["dots"]
    ET.fromstring(picture(found, 2))  # noqa: S314


def test_layer_with_long_names_of_its_units_is_drawn(data):
    # geoBoundaries names its units by 20 characters and more.
    longer = {unit: f"91245867B126363958{unit}" for unit in data.admin1.index}
    admin1 = data.admin1.rename(index=longer).assign(admin1_id=list(longer.values()))
    told = made(dataclasses.replace(data, admin1=admin1), *HITS)
    found = expansion(told, CUTS, Terms(areas="region"))
    small = multiple(found, 1)

    assert len(found.areas) > 3
    assert small["earlier"]
    assert all(unit in small["ground"].units for unit in found.areas["area_id"])


def test_no_attacks_leave_the_country_alone(data):
    found = expansion(made(data, Hit("lead", confidence="unverified")), CUTS)
    small = multiple(found, 0)

    assert place_of(small["ground"], 0, 0)[1] == found.units.total_bounds[3]  # the whole north
    assert on_drawing(small["ground"], *small["ground"].capital)
    assert not small["dots"]
    assert small["ground"].southwest
