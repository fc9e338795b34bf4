"""The mean centre's track, the ellipse and the legend of a slice, as the map script gets them."""

import dataclasses
import datetime as dt
import itertools
import math

import pytest
from expansion_fixtures import Hit, in_plane, spans
from pyproj import Transformer
from slice_fixtures import CUTS, GAO, HITS, MOPTI, legend_items, view_in, wire, worded

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import slice_name
from sahel_map.geodesy import CENTRE_CRS
from sahel_map.maps import Manner, slice_group
from sahel_map.maps.slice_legend import BEFORE_COLOUR, LOOSE_COLOUR, slice_colours
from sahel_map.maps.slices import slice_caption
from sahel_map.measures.expansion import Terms, expansion

HOSTILE = "</script><script>alert(1)</script>`${x}` {{ 7 * 7 }} {% x %} {# y #} & <b>\u2028"
TURNED = math.radians(60)
_forth = Transformer.from_crs("EPSG:4326", CENTRE_CRS, always_xy=True)


def along(name, far, across, **more):
    """Return an attack so many km along a line that runs 60 degrees from grid north."""
    east = far * math.sin(TURNED) + across * math.cos(TURNED)
    north = far * math.cos(TURNED) - across * math.sin(TURNED)
    return in_plane(name, east, north, **more)


CROSS = [along("n", 100, 0), along("s", -100, 0), along("e", 0, 20), along("w", 0, -20)]
"""Half-axes of 100 and 20 km: sqrt(2 * 2 * 100**2 / 4), and the like across."""


def months(size):
    """Return as many slices of a month, from January 2020."""
    firsts = [dt.date(2020 + n // 12, n % 12 + 1, 1) for n in range(size + 1)]
    days = [(first, after - dt.timedelta(days=1)) for first, after in itertools.pairwise(firsts)]
    return spans(*[(str(first), str(last)) for first, last in days])


@pytest.fixture(scope="module")
def told(data):
    return worded(data, *HITS)


@pytest.fixture
def shown(told):
    """Return what the script is handed of a slice."""

    def show(at, cuts=CUTS, of=told, terms=None, **manner):
        return view_in(wire(slice_group(expansion(of, cuts, terms), of, at, Manner(**manner))))

    return show


def monthly(data, size):
    """Return a dataset with an attack in a hexagon of its own in each of so many months."""
    hits = [
        Hit(f"m{n}", str(cut.first), -10.0 + 1.5 * (n % 6), 12.5 + 1.5 * (n // 6))
        for n, cut in enumerate(months(size))
    ]
    return worded(data, *hits)


def test_track_has_a_point_for_each_slice_with_a_centre_up_to_this_one(told, shown):
    table = expansion(told, CUTS).table
    points = shown(3)["track"]

    assert len(points) == 3  # the last slice has no attack
    for point, (_, row) in zip(points, table.iloc[:3].iterrows(), strict=True):
        assert point["at"] == pytest.approx([row["lat"], row["lon"]], abs=6e-5)
    assert shown(1)["track"][0] == points[0]
    assert [len(shown(at)["track"]) for at in range(4)] == [1, 2, 3, 3]


def test_only_the_centre_of_this_slice_is_current(shown):
    current = [[point["current"] for point in shown(at)["track"]] for at in range(4)]

    assert current == [[True], [False, True], [False, False, True], [False, False, False]]


def test_centre_of_fewer_than_five_placed_attacks_is_marked(shown):
    # Slices a and b rest on 3 and 2 placed attacks, c on 5: its sixth is known by an area.
    assert [point["few"] for point in shown(2)["track"]] == [True, True, False]


def test_track_points_have_the_colours_of_their_slices_and_tell_how_far_they_moved(told, shown):
    table = expansion(told, CUTS).table
    points = shown(2)["track"]

    assert [point["colour"] for point in points] == slice_colours(4)[:3]
    assert [point["texts"][0] for point in points] == [slice_name(cut) for cut in CUTS[:3]]
    assert points[0]["texts"][2] == ""
    for point, moved in zip(points[1:], table["moved_km"].iloc[1:3], strict=True):
        assert str(round(moved)) in point["texts"][2].replace(",", "").split()


def test_centre_follows_the_weight(shown, data):
    hits = [Hit("few", "2025-01-05", *GAO, deaths=1), Hit("many", "2025-01-06", *MOPTI, deaths=99)]
    of = worded(data, *hits)
    each, deaths = (shown(0, of=of, terms=Terms(weight=w))["track"][0]["at"] for w in v.WEIGHTS)

    assert each[1] == pytest.approx((GAO[0] + MOPTI[0]) / 2, abs=0.1)
    assert deaths[1] == pytest.approx(MOPTI[0], abs=0.1)


def test_ellipse_runs_between_its_half_axes_along_the_longer_one(data, shown):
    view = shown(0, cuts=spans(("2025-06-01", "2025-08-01")), of=worded(data, *CROSS))
    outline = [_forth.transform(lon, lat) for lat, lon in view["ellipse"]]
    far = [math.hypot(x, y) / 1000 for x, y in outline]

    assert len(outline) > 24
    assert view["ellipse"][0] == view["ellipse"][-1]
    assert max(far) == pytest.approx(100, rel=0.01)
    assert min(far) == pytest.approx(20, rel=0.01)
    x, y = outline[far.index(max(far))]
    assert math.degrees(math.atan2(x, y)) % 180 == pytest.approx(60, abs=1)
    for x, y in outline:
        on = (x * math.sin(TURNED) + y * math.cos(TURNED)) / 100_000
        off = (x * math.cos(TURNED) - y * math.sin(TURNED)) / 20_000
        assert on**2 + off**2 == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(("size", "has"), [(0, False), (1, False), (2, False), (3, True)])
def test_ellipse_needs_three_placed_attacks(data, shown, size, has):
    whole = spans(("2025-06-01", "2025-08-01"))
    view = shown(0, cuts=whole, of=worded(data, Hit("away", "2024-01-01"), *CROSS[:size]))

    assert bool(view["ellipse"]) == has
    assert bool(view["track"]) == bool(size)


def test_legend_lists_the_slices_whose_areas_are_drawn_and_what_came_before_or_between(shown):
    colours = slice_colours(4)
    swatches = [[item["swatch"] for item in legend_items(shown(at), 0)] for at in range(4)]

    assert swatches == [
        [BEFORE_COLOUR, colours[0]],
        [BEFORE_COLOUR, colours[0], colours[1], LOOSE_COLOUR],
        [BEFORE_COLOUR, *colours[:3], LOOSE_COLOUR],
        [BEFORE_COLOUR, *colours[:3], LOOSE_COLOUR],
    ]
    texts = [item["text"] for item in legend_items(shown(3), 0)]
    assert texts[1:4] == [slice_name(cut) for cut in CUTS[:3]]


def test_legend_lists_the_kinds_of_the_drawn_attacks_alone(shown):
    def kinds(view):
        return {item["colour"] for item in legend_items(view, 1)}

    road, assault = v.CATEGORIES["road"].colour, v.CATEGORIES["assault"].colour
    assert kinds(shown(0)) == {assault}
    assert kinds(shown(1)) == {assault, road}
    assert kinds(shown(0, cumulative=True)) == {assault}
    assert all(part["items"] for part in shown(3)["legend"]["parts"])


@pytest.mark.parametrize("size", [2, 9])
def test_up_to_nine_slices_are_all_in_the_legend(data, shown, size):
    cuts = months(size)
    items = legend_items(shown(size - 1, cuts=cuts, of=monthly(data, size)), 0)

    assert [item["swatch"] for item in items] == slice_colours(size)
    assert [item["text"] for item in items] == [slice_name(cut) for cut in cuts]


def test_of_more_than_nine_slices_the_legend_lists_nine_from_first_to_last(data, shown):
    cuts, of = months(24), monthly(data, 24)
    items = legend_items(shown(23, cuts=cuts, of=of), 0)
    colours = slice_colours(24)

    assert len(items) == 9
    assert (items[0]["swatch"], items[-1]["swatch"]) == (colours[0], colours[-1])
    places = [colours.index(item["swatch"]) for item in items]
    assert places == sorted(set(places))
    assert [item["text"] for item in items] == [slice_name(cuts[n]) for n in places]
    assert len(legend_items(shown(8, cuts=cuts, of=of), 0)) == 9


def test_too_many_attacks_leave_their_areas_alone_and_the_caption_says_so(told, shown, monkeypatch):
    found = expansion(told, CUTS)
    whole, words = shown(2, cumulative=True), slice_caption(found, told, 2, cumulative=True)
    monkeypatch.setattr("sahel_map.maps.slices.MOST_POINTS", 12)
    few, said = shown(2, cumulative=True), slice_caption(found, told, 2, cumulative=True)

    assert len(whole["events"]) == 13
    assert few["events"] == []
    assert few["areas"] == whole["areas"]
    assert few["track"] == whole["track"]
    assert not few["words"]["empty"]
    assert [part.split()[0] for part in words.split("; ")[1:]] == ["13", "1", "1"]
    assert [part.split()[0] for part in said.split("; ")[1:]] == ["0", "more", "1", "1"]
    monkeypatch.setattr("sahel_map.maps.slices.MOST_POINTS", 13)
    assert len(shown(2, cumulative=True)["events"]) == 13


def test_no_text_can_end_the_script_or_start_code(told):
    cuts = tuple(dataclasses.replace(cut, title=HOSTILE) for cut in CUTS)
    names = told.admin1.assign(name=HOSTILE)
    hostile = dataclasses.replace(
        told, events=told.events.assign(title=HOSTILE, place=HOSTILE), admin1=names
    )
    found = dataclasses.replace(expansion(told, cuts, Terms(areas="region")), slices=cuts)
    script = wire(slice_group(found, hostile, 2, Manner(cumulative=True, selected=HOSTILE)))
    view = view_in(script)

    call = next(text for text in script.splitlines() if "SahelMap.slices(" in text)
    assert not set(call) & set("<>&`$\u2028")
    assert not any(opens in call for opens in ("{{", "{%", "{#"))
    assert {event["title"] for event in view["events"]} == {HOSTILE}
    assert {point["texts"][0] for point in view["track"]} == {HOSTILE}
    assert {area["texts"][0] for area in view["areas"]} == {HOSTILE}
    assert view["selected"] == HOSTILE
    assert HOSTILE in [item["text"] for item in legend_items(view, 0)]
    assert HOSTILE in slice_caption(found, hostile, 2, cumulative=False)
