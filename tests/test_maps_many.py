"""The layer of many events: what the map script is told of tiles and of hexagons."""

import json

import numpy as np
import pytest
from tile_fixtures import events_at

from sahel_map import vocabulary as v
from sahel_map.i18n import activate
from sahel_map.maps.legend import HEAT, HEAT_DARK, SHADES, heat_legend, hexagon_legend, tile_legend
from sahel_map.maps.many import hexagon_group, tiles_group
from sahel_map.tiles.hexagons import Hexagons

ADDRESS = "../../assets/tiles/host/0/points/{z}/{x}/{y}.png?theme={theme}&scale={scale}"
BAMAKO, GAO = (12.6, -8.0), (16.3, 0.0)


def view_of(group):
    """What a group tells the map script."""
    (layer,) = group._children.values()
    return json.loads(layer.view)


def titles(legend):
    return [part["title"] for part in legend["parts"]]


def tiles(**changes):
    given = {"kind": "points", "events": 7, "categories": ["road"]} | changes
    return view_of(tiles_group(ADDRESS, **given))


def hexagons(*points, mask=None, per_area=False, **columns):
    found = Hexagons.of(events_at(*points, **columns), 3)
    mask = np.ones(len(points), dtype=bool) if mask is None else np.array(mask, dtype=bool)
    return view_of(hexagon_group(found, mask, per_area=per_area))


def test_tiles_are_fetched_by_their_address_and_no_event_is_told():
    view = tiles()

    assert (view["mode"], view["tiles"], view["heat"], view["count"]) == (
        "tiles", ADDRESS, False, 7,
    )  # fmt: skip
    assert view["events"] == []
    assert view["words"]["empty"] == ""


def test_heat_has_the_legend_of_heat():
    view = tiles(kind="heat")

    assert view["heat"] is True
    assert view["legend"] == heat_legend()
    assert (view["gradient"], view["gradient_dark"]) == (HEAT, HEAT_DARK)


def test_points_have_a_legend_of_the_kinds_that_are_there():
    legend = tiles(categories=["road", "assault"])["legend"]

    texts = [item["text"] for item in legend["parts"][0]["items"]]
    assert sorted(texts) == sorted(v.label(v.CATEGORIES, code) for code in ("road", "assault"))
    assert titles(legend) == [
        "Colour: the commonest kind",
        "Size: number of events",
        "Click for the events of a place.",
    ]


@pytest.mark.parametrize(("near", "place"), [("", None), ("14.5,-4.25,7", [14.5, -4.25])])
def test_the_place_asked_about_is_marked(near, place):
    assert tiles(near=near)["near"] == place


def test_where_nothing_is_selected_the_map_says_so():
    assert tiles(events=0)["words"]["empty"] == "No event fits this selection."
    assert hexagons(BAMAKO, mask=[False])["words"]["empty"] == "No event fits this selection."


def test_hexagons_are_shaded_by_their_events():
    view = hexagons(BAMAKO, BAMAKO, BAMAKO, GAO)

    assert view["mode"] == "hexagons"
    assert view["count"] == 4
    texts = sorted(cell["text"].partition(";")[0] for cell in view["cells"])
    assert texts == ["1 event", "3 events"]
    shades = {cell["text"].partition(";")[0]: cell["colour"] for cell in view["cells"]}
    assert shades == {"1 event": SHADES[1][0], "3 events": SHADES[1][1]}


def test_only_selected_events_are_counted():
    view = hexagons(BAMAKO, BAMAKO, GAO, mask=[True, False, False])

    assert [cell["text"].partition(";")[0] for cell in view["cells"]] == ["1 event"]
    assert view["count"] == 1


def test_a_hexagon_has_its_corners_around_its_events():
    (cell,) = hexagons(BAMAKO)["cells"]

    lats, lons = zip(*cell["outline"], strict=True)
    assert len(cell["outline"]) == 6
    assert min(lats) < BAMAKO[0] < max(lats)
    assert min(lons) < BAMAKO[1] < max(lons)


def test_densities_are_shaded_on_their_own_scale():
    view = hexagons(BAMAKO, BAMAKO, GAO, per_area=True)

    assert titles(view["legend"])[0] == "Events per 10,000 km²"
    assert all("per 10,000 km²" in cell["text"] for cell in view["cells"])


def test_what_is_known_for_a_wider_area_is_counted_and_not_shaded():
    view = hexagons(BAMAKO, GAO, geo_precision=["town", "area"])

    assert view["count"] == 1
    assert titles(view["legend"])[1] == ("1 event is known only for a wider area and is not shaded")


def test_classes_of_a_legend_do_not_overlap():
    legend = hexagon_legend([1.0, 4.0, 2500.0], per_area=False, wider=0)

    assert [item["text"] for item in legend["parts"][0]["items"]] == ["1", "2 – 4", "5 – 2,500"]
    assert [item["swatch"] for item in legend["parts"][0]["items"]] == list(SHADES[2])


def test_large_numbers_of_a_legend_are_grouped_on_both_sides():
    legend = hexagon_legend([1200.0, 5000.0], per_area=False, wider=1500)

    assert [item["text"] for item in legend["parts"][0]["items"]] == ["1 – 1,200", "1,201 – 5,000"]
    assert titles(legend)[1].startswith("1,500 events are known only")


def test_a_legend_without_classes_has_no_items():
    assert hexagon_legend([], per_area=False, wider=0)["parts"][0]["items"] == []


def test_the_layer_speaks_the_language_of_the_reader():
    activate("fr")

    assert tiles()["language"] == "fr"


def test_a_legend_names_kinds_in_the_order_of_the_vocabulary():
    legend = tile_legend(list(v.CATEGORIES)[::-1])

    colours = [item["colour"] for item in legend["parts"][0]["items"]]
    assert colours == [term.colour for term in v.CATEGORIES.values()]
