"""Legends: only what the view contains, with bounds that a reader can check."""

import re

import pytest

from sahel_map import settings
from sahel_map.i18n import activate
from sahel_map.maps.legend import HEAT, HEAT_DARK, SHADES, event_legend, heat_legend, region_legend


def texts(legend: dict, part: int = 0) -> list[str]:
    """Return the lines of one part of a legend."""
    return [item["text"] for item in legend["parts"][part]["items"]]


def test_only_categories_that_are_drawn_are_explained_in_the_order_of_the_vocabulary(six):
    legend = event_legend(six.events, points=True)

    assert texts(legend) == [
        "Assault on a position or town",
        "Attack on the road",
        "Explosives and drones",
        "Statement or other",
    ]


def test_sizes_and_precisions_are_explained_for_points_alone(six):
    assert len(event_legend(six.events, points=True)["parts"]) == 3
    assert len(event_legend(six.events, points=False)["parts"]) == 1


def test_missing_deaths_and_no_deaths_have_symbols_of_their_own(six):
    sizes = event_legend(six.events, points=True)["parts"][1]["items"]

    by_text = {item["text"]: item.get("symbol") for item in sizes}
    assert by_text["not reported"] == "dot missing"
    assert by_text["none"] is None


def test_heat_says_that_colours_are_relative():
    legend = heat_legend()

    assert texts(legend) == ["few events", "", "", "many events"]
    assert [item["swatch"] for item in legend["parts"][0]["items"]] == [
        "var(--heat-0)", "var(--heat-1)", "var(--heat-2)", "var(--heat-3)",
    ]  # fmt: skip
    assert "relative to this view" in legend["parts"][0]["title"]


@pytest.mark.parametrize(
    ("breaks", "lines"),
    [
        ([1.0], ["1"]),
        ([3.0], ["1 – 3"]),
        ([1.0, 2.0, 9.0], ["1", "2", "3 – 9"]),
        ([2.0, 3.0, 4.0, 5.0, 1200.0], ["1 – 2", "3", "4", "5", "6 – 1,200"]),
        ([], []),
    ],
)
def test_classes_of_counts_are_whole_numbers_without_gap_or_overlap(breaks, lines):
    assert texts(region_legend(breaks, per_area=False, wider=0)) == lines


def test_classes_of_densities_touch_and_are_rounded():
    legend = region_legend([0.254, 1.5], per_area=True, wider=0)

    assert texts(legend) == ["0 – 0.25", "0.25 – 1.5"]
    assert legend["parts"][0]["title"] == "Events per 10,000 km²"


def themes():
    """Return the custom properties of the map's style sheet, of light and of dark."""
    text = (settings.ROOT / "sahel_map/maps/static/map.css").read_text(encoding="utf-8")
    return [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rule))
        for rule in re.findall(r":root(?:\.dark)? \{(.*?)\}", text, re.DOTALL)[:2]
    ]


def brightness(colour):
    return sum(int(colour[place : place + 2], 16) for place in (1, 3, 5))


@pytest.mark.parametrize(
    "ramp", [[f"shade-{n}" for n in range(5)], [f"heat-{n}" for n in range(4)]]
)
def test_much_stands_out_from_the_ground_more_than_little_in_both_themes(ramp):
    for theme in themes():
        ground = brightness(theme["land-focus"])
        apart = [abs(brightness(theme[name]) - ground) for name in ramp]

        assert apart == sorted(apart)
        assert apart[0] > 60


@pytest.mark.parametrize(("theme", "ramp"), [(0, HEAT), (1, HEAT_DARK)])
def test_the_legend_of_heat_has_the_colours_of_its_tiles(theme, ramp):
    named = [themes()[theme][f"heat-{n}"] for n in range(4)]

    assert named == list(ramp.values())
    assert list(HEAT) == list(HEAT_DARK)


def test_classes_run_from_little_to_much():
    items = region_legend([1.0, 2.0, 3.0], per_area=False, wider=0)["parts"][0]["items"]

    assert [item["swatch"] for item in items] == list(SHADES[2])


def test_there_are_shades_for_one_to_five_classes():
    assert [len(shades) for shades in SHADES] == [1, 2, 3, 4, 5]
    assert all(len(set(shades)) == len(shades) for shades in SHADES)


def test_events_of_a_wider_area_are_owned_up_to():
    none = region_legend([1.0], per_area=False, wider=0)
    two = region_legend([1.0], per_area=False, wider=2)

    assert len(none["parts"]) == 1
    assert two["parts"][1]["title"] == (
        "2 events are known only for a wider area and are not shaded"
    )


def test_a_legend_is_in_the_language_of_the_reader():
    activate("fr")

    assert region_legend([1.0], per_area=False, wider=0)["title"] == "Légende"
