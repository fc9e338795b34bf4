"""The changing layer of the expansion: attacks, areas by first arrival, and who is left out."""

import re

import h3
import pytest
from expansion_fixtures import SITES, Hit, attacks_of, spans
from slice_fixtures import (
    CUTS,
    GAO,
    HITS,
    MOPTI,
    ROUND,
    TIMBUKTU,
    legend_items,
    view_in,
    wire,
    worded,
)
from streamlit_folium import generate_leaflet_string

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import slice_span
from sahel_map.i18n import activate
from sahel_map.maps import Manner, base_map, slice_caption, slice_group
from sahel_map.maps.slice_legend import BEFORE_COLOUR, LOOSE_COLOUR, slice_colours
from sahel_map.maps.slices import shown_attacks
from sahel_map.measures.expansion import Terms, expansion

NAMES = ("Kayes", "Koulikoro", "Sikasso", "Bamako")


def cell(place, resolution=3):
    """Return the H3 cell of (lon, lat)."""
    return h3.latlng_to_cell(place[1], place[0], resolution)


@pytest.fixture(scope="module")
def told(data):
    return worded(data, *HITS)


@pytest.fixture(scope="module")
def found(told):
    return expansion(told, CUTS)


@pytest.fixture
def shown(told, found):
    """Return what the script is handed of a slice."""

    def show(at, measured=None, **manner):
        return view_in(wire(slice_group(measured or found, told, at, Manner(**manner))))

    return show


def drawn(view):
    return [event["id"] for event in view["events"]]


def areas(view):
    return {area["id"]: area for area in view["areas"]}


def test_attacks_of_a_slice_are_those_that_fit_it_in_order_of_date(shown):
    assert drawn(shown(0)) == ["a1", "a2", "a3"]
    assert drawn(shown(1)) == ["b1", "b2"]
    assert drawn(shown(2)) == ["c1", "c2", "c3", "c4", "c5", "c-wide"]
    assert drawn(shown(3)) == []


def test_attacks_since_the_start_are_all_that_end_by_the_last_day(shown):
    first = ["old", "a1", "a2", "a3"]

    assert drawn(shown(0, cumulative=True)) == first
    assert drawn(shown(1, cumulative=True)) == [*first, "loose", "b1", "b2"]
    assert drawn(shown(3, cumulative=True)) == drawn(shown(2, cumulative=True))
    assert len(drawn(shown(3, cumulative=True))) == 13


def test_attack_known_by_its_region_alone_is_listed_and_not_drawn(found, shown):
    assert shown_attacks(found, 0, cumulative=False) == ["a1", "a-region", "a2", "a3"]
    assert "a-region" not in drawn(shown(0, cumulative=True))


@pytest.mark.parametrize(
    ("at", "cumulative", "drawn_of", "others"),
    [
        (0, False, (3, 4), ["1 is known", "1 fits no", "1 unverified"]),
        (1, False, (2, 2), ["1 fits no", "1 unverified"]),
        (3, False, (0, 0), ["1 unverified"]),
        (3, True, (13, 14), ["1 is known", "1 unverified"]),
    ],
)
def test_caption_counts_what_is_drawn_and_each_kind_that_is_not(
    found, told, at, cumulative, drawn_of, others
):
    caption = slice_caption(found, told, at, cumulative=cumulative)
    _, counts, *rest = caption.split("; ")

    assert [int(n) for n in re.findall(r"\d+", counts)] == list(drawn_of)
    assert len(rest) == len(others)
    assert all(part.startswith(words) for part, words in zip(rest, others, strict=True))


def test_caption_speaks_of_no_lead_where_leads_count(told):
    measured = expansion(told, CUTS, Terms(floor="unverified"))
    caption = slice_caption(measured, told, 1, cumulative=False)

    assert caption.split("; ")[1].startswith("3 of 3 ")
    assert "unverified" not in caption


def test_caption_names_the_days_of_a_slice_once(found, told):
    caption = slice_caption(found, told, 1, cumulative=False)

    assert caption.count(slice_span(CUTS[1])) == 1


def test_areas_are_those_reached_by_the_end_of_the_slice(shown):
    first = {cell(MOPTI), cell(SITES["Koulikoro"]), cell(GAO)}
    second = first | {cell(TIMBUKTU), cell(SITES["Sikasso"])}

    assert areas(shown(0)).keys() == first
    assert areas(shown(1)).keys() == second
    assert areas(shown(2)).keys() == second | {cell((ROUND[0] + 0.02, ROUND[1]))}
    assert areas(shown(3)).keys() == areas(shown(2)).keys()


def test_areas_do_not_depend_on_which_attacks_are_drawn(shown):
    assert shown(1)["areas"] == shown(1, cumulative=True)["areas"]


def test_area_has_the_colour_of_the_slice_that_first_reached_it(shown):
    colours = slice_colours(4)
    wanted = {
        cell(MOPTI): BEFORE_COLOUR,
        cell(SITES["Koulikoro"]): colours[0],
        cell(GAO): colours[0],
        cell(TIMBUKTU): LOOSE_COLOUR,
        cell(SITES["Sikasso"]): colours[1],
        cell((ROUND[0] + 0.02, ROUND[1])): colours[2],
    }

    assert {name: area["colour"] for name, area in areas(shown(3)).items()} == wanted
    assert len(set(wanted.values())) == 5


def test_area_is_fresh_in_the_slice_that_first_reached_it_alone(shown):
    fresh = [{name for name, area in areas(shown(at)).items() if area["fresh"]} for at in range(4)]

    assert fresh == [
        {cell(SITES["Koulikoro"]), cell(GAO)},
        {cell(SITES["Sikasso"])},
        {cell((ROUND[0] + 0.02, ROUND[1]))},
        set(),
    ]


def test_click_on_an_area_opens_the_event_that_first_reached_it(shown):
    reached = areas(shown(3))

    assert reached[cell(SITES["Koulikoro"])]["event"] == "a1"
    assert reached[cell(TIMBUKTU)]["event"] == "loose"
    assert reached[cell(MOPTI)]["texts"][2].endswith("old")
    assert all(len(area["texts"]) == 3 and all(area["texts"]) for area in reached.values())


@pytest.mark.parametrize(("kind", "resolution"), [("hex3", 3), ("hex4", 4)])
def test_hexagons_are_the_cells_of_h3_as_lat_lon(told, shown, kind, resolution):
    view = shown(2, expansion(told, CUTS, Terms(areas=kind)))

    assert cell(GAO, resolution) in areas(view)
    for name, area in areas(view).items():
        ring = area["rings"]
        assert ring[0] == ring[-1]
        corners = h3.cell_to_boundary(name)
        assert len(ring) == len(corners) + 1
        for corner, (lat, lon) in zip(sorted(ring[:-1]), sorted(corners), strict=True):
            assert corner == pytest.approx([lat, lon], abs=6e-5)


def test_regions_are_named_by_their_units_and_have_no_ring(data, told, shown):
    view = shown(1, expansion(told, CUTS, Terms(areas="region")))
    units = {name: unit for unit, name in data.admin1["name"].items()}

    assert {name for name, area in areas(view).items() if area["fresh"]} == set()
    first = areas(shown(0, expansion(told, CUTS, Terms(areas="region"))))
    assert {name for name, area in first.items() if area["fresh"]} == {
        units["Koulikoro"], units["Sikasso"], units["Gao"]
    }  # fmt: skip
    assert {area["rings"] is None for area in first.values()} == {True}
    assert first[units["Koulikoro"]]["texts"][0] == "Koulikoro"
    # The attack that is known by its region alone reaches it all the same.
    assert first[units["Sikasso"]]["event"] == "a-region"


@pytest.mark.parametrize("chosen", ["southwest", "with-segou"])
def test_southwest_is_handed_over_as_the_units_of_its_definition(data, told, shown, chosen):
    view = shown(0, expansion(told, CUTS, Terms(region_set=chosen)))
    names = {*NAMES, *(["Ségou"] if chosen == "with-segou" else [])}
    mali = data.admin1[data.admin1["country"] == "MLI"]

    assert view["southwest"] == sorted(mali.index[mali["name"].isin(names)])
    assert view["southwest_colour"] == v.SOUTHWEST_COLOUR


def test_empty_slice_says_so_and_no_other_does(shown):
    notes = [bool(shown(at)["words"]["empty"]) for at in range(4)]

    assert notes == [False, False, False, True]
    assert not shown(3, cumulative=True)["words"]["empty"]


def test_flags_and_the_slice_reach_the_script(shown):
    plain = shown(1)
    other = shown(1, stepping=True, linked=True, selected="b1")

    names = ("stepping", "linked", "selected", "slice")
    assert [plain[name] for name in names] == [False, False, None, "b"]
    assert [other[name] for name in names] == [True, True, "b1", "b"]
    assert plain["digest"] != other["digest"]


def test_ground_shown_holds_bamako_and_every_attack_of_the_south_west(shown):
    view = shown(2)
    (south, west), (north, east) = view["focus"]

    assert view["bamako"] == pytest.approx([12.61, -7.98], abs=0.01)
    for lon, lat in SITES.values():
        assert south < lat < north
        assert west < lon < east


def test_no_slices_leave_an_empty_map(told):
    nothing = expansion(told, ())
    view = view_in(wire(slice_group(nothing, told, 0)))

    assert (view["events"], view["areas"], view["track"], view["ellipse"]) == ([], [], [], [])
    assert view["slice"] == ""
    assert slice_caption(nothing, told, 0, cumulative=True) == ""
    assert view["southwest"]


def test_every_colour_of_an_area_is_explained_also_of_one_reached_between_two_slices(data):
    apart = spans(("2025-01-01", "2025-01-31"), ("2025-03-01", "2025-03-31"))
    hits = [Hit("a", "2025-01-05", *GAO), Hit("gap", "2025-02-10", *MOPTI)]
    told = worded(data, *hits, Hit("b", "2025-03-05", *TIMBUKTU))
    view = view_in(wire(slice_group(expansion(told, apart), told, 1)))

    explained = {item["swatch"] for item in legend_items(view, 0)}
    assert {area["colour"] for area in view["areas"]} <= explained


@pytest.mark.parametrize("size", [1, 2, 5, 28, 81])
def test_every_slice_has_a_colour_of_its_own(size):
    colours = slice_colours(size)

    assert len(colours) == len(set(colours)) == size
    assert all(len(c) == 7 and c[0] == "#" and int(c[1:], 16) >= 0 for c in colours)


def test_colours_brighten_from_early_to_late():
    def light(colour):
        red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for size in (2, 9, 28):
        tones = [light(colour) for colour in slice_colours(size)]
        assert tones == sorted(tones)


def test_the_base_map_is_the_same_text_for_every_slice_and_language(told, found):
    texts = set()
    for at, language in ((0, "en"), (2, "fr")):
        activate(language)
        base_map("abc", "slices").add_child(slice_group(found, told, at))
        texts.add(generate_leaflet_string(base_map("abc", "slices")))
    assert len(texts) == 1
    assert texts != {generate_leaflet_string(base_map("other", "slices"))}


def test_only_the_map_of_the_slices_loads_their_script():
    plain, roads, slices = base_map("abc"), base_map("abc", "roads"), base_map("abc", "slices")
    scripts = [dict(base.default_js) for base in (plain, roads, slices)]

    assert ["sahel-slices" in names for names in scripts] == [False, False, True]
    assert scripts[2]["sahel-slices"].endswith("/slices.js")
    assert scripts[2].keys() == {*scripts[0], "sahel-slices"}


def test_helper_of_these_tests_makes_attacks_that_count():
    assert len(attacks_of(*HITS)) == len(HITS)
