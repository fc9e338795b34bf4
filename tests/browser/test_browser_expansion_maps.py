"""The Expansion page's maps: what they draw is what Python computes; two maps move as one."""

import pytest
from playwright.sync_api import expect

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import slice_name
from sahel_map.maps.slices import shown_attacks, slice_colours
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.slicing import Cutting, slices_of

pytestmark = pytest.mark.browser

OTHER = "slice-stage-other"
DRAWN = """(box) => {
  const paths = (name) => [...box.querySelectorAll(name)];
  const layers = (name) => {
    const found = [];
    SahelMap.state.map.eachLayer((layer) => {
      if (layer._path?.classList.contains(name)) found.push(layer);
    });
    return found;
  };
  return {
    areas: paths("path.area-reached").map((path) => path.dataset.area),
    fresh: paths('path.area-reached[data-fresh="1"]').map((path) => path.dataset.area),
    colours: Object.fromEntries(
      paths("path.area-reached").map((path) => [path.dataset.area, path.getAttribute("fill")])),
    events: SahelMap.state.view.events.map((event) => event.id),
    dots: paths("path.dot[data-event]").length,
    stacks: paths(".stack").length,
    track: layers("centre").map((dot) => [dot.getLatLng().lat, dot.getLatLng().lng]),
    hollow: layers("centre").map((dot) => dot._path.classList.contains("few")),
    current: layers("centre").map((dot) => dot._path.classList.contains("current")),
    ellipses: paths("path.ellipse").length,
    southwest: layers("southwest").map((shape) => shape.getBounds().toBBoxString().split(",").map(Number)),
  };
}"""  # noqa: E501


@pytest.fixture(scope="module")
def cut(data):
    return lambda by="phase", **terms: expansion(
        data, slices_of(data, Cutting(by))[0], Terms(**terms)
    )


@pytest.fixture(scope="module")
def order(spread):
    return [piece.slice_id for piece in spread.slices]


def expect_drawn(shown, data, found, at, *, cumulative=True):
    """Check that the map draws a slice as Python has it."""
    shown.expect_slice(found.slices[at].slice_id)
    ids = shown_attacks(found, at, cumulative=cumulative)
    places = data.events.loc[ids, ["lat", "lon"]].dropna()
    expect(shown.box).to_have_attribute("data-events", str(len(places)))
    drawn = shown.box.evaluate(DRAWN)
    assert sorted(drawn["events"]) == sorted(places.index)
    sizes = places.groupby(["lat", "lon"]).size()
    assert (drawn["dots"], drawn["stacks"]) == ((sizes == 1).sum(), (sizes > 1).sum())
    reached = found.areas[found.areas["latest"] <= str(found.slices[at].last)]
    assert sorted(drawn["areas"]) == sorted(reached["area_id"])
    fresh = reached[reached["at"] == at]["area_id"]
    assert sorted(drawn["fresh"]) == sorted(fresh)
    palette = slice_colours(len(found.slices))
    named = reached[reached["at"] >= 0].set_index("area_id")["at"]
    assert {area: drawn["colours"][area] for area in named.index} == {
        area: palette[number] for area, number in named.items()
    }
    track = found.table.iloc[: at + 1].dropna(subset="lon")
    wanted = track[["lat", "lon"]].to_numpy().ravel().tolist()
    assert [degree for at in drawn["track"] for degree in at] == pytest.approx(wanted, abs=1e-4)
    assert drawn["hollow"] == list(track["placed"] < 5)
    assert drawn["current"] == [number == at for number in track.index]
    assert drawn["ellipses"] == int(found.table["major_km"].notna().iloc[at])
    units = data.admin1.loc[sorted(found.southwest.units)].geometry.bounds.to_numpy().tolist()
    assert len(drawn["southwest"]) == len(units)
    for here, there in zip(sorted(drawn["southwest"]), sorted(units), strict=True):
        assert here == pytest.approx(there, abs=0.05)


# --- what is drawn ---


@pytest.mark.parametrize("areas", ["hex3", "region"])
@pytest.mark.parametrize(("through", "cumulative"), [("slice", False), ("since", True)])
def test_map_draws_a_slice_as_python_measures_it(tab, data, cut, areas, through, cumulative):
    found = cut(areas=areas)
    names = [piece.slice_id for piece in found.slices]
    at = names.index("fuel-blockade")
    shown = tab.open_slices(areas=areas, through=through, slice=names[at])
    expect_drawn(shown, data, found, at, cumulative=cumulative)
    for key, number in (("back", at - 1), ("back", at - 2), ("on", at - 1)):
        tab.press(f"slice-{key}")
        expect_drawn(shown, data, found, number, cumulative=cumulative)
        tab.settle()
    shown.expect_same()


def test_map_follows_the_choices_of_time_group_and_south_west(tab, data, cut):
    shown = tab.open_slices(years="all", through="slice")
    for key, option, terms in (
        ("group", v.GROUPS["all"].label, {"group": "all"}),
        ("by", v.SLICINGS["half"].label, {"by": "half", "group": "all"}),
    ):
        tab.redrawn_after(lambda key=key, option=option: tab.switch(key, option))
        found = cut(**terms)
        expect_drawn(shown, data, found, found.number(None), cumulative=False)
    shown.expect_same()


def test_other_definition_of_the_south_west_is_outlined(tab, data, cut):
    found = cut(region_set="with-segou")
    shown = tab.open_slices(southwest="with-segou")
    expect_drawn(shown, data, found, found.number(None))


def test_click_on_an_area_opens_the_event_that_reached_it_first(tab, spread):
    shown = tab.open_slices(slice="july-offensive")
    area = spread.areas[spread.areas["at"] == 3].iloc[0]
    shown.box.locator(f'path[data-area="{area.area_id}"]').dispatch_event("click")
    tab.expect_url(slice="july-offensive", event=area.event_ids[0])
    expect(tab.page.locator(".st-key-slice-event")).to_be_visible()
    shown.expect_same()


def test_regions_wait_for_boundaries_that_come_late(tab, data, cut):
    held = []

    def hold(route):
        held.append(route)

    tab.page.route("**/admin1.geojson", hold)
    tab.open(path="/expansion", areas="region", slice="bamako-attack")
    shown = tab.slice_map()
    expect(shown.box).to_have_attribute("data-drawn", "slices")
    tab.settle()
    assert held
    expect(shown.box.locator("path.area-reached")).to_have_count(0)
    tab.press("slice-on")  # asked for while it waits
    tab.expect_url(areas="region", slice="nioro-and-raids-2025")
    tab.settle()
    for route in held:
        route.continue_()
    shown.wait()
    expect_drawn(shown, data, cut(areas="region"), 2)


# --- two maps ---


@pytest.fixture
def pair(tab, order):
    """Open two slices side by side."""
    right = tab.open_slices(stage="two", slice=order[4], against=order[1])
    left = tab.slice_map(OTHER)
    left.wait()
    tab.settle()
    left.mark()
    left.holder.scroll_into_view_if_needed()
    assert left.ground == pytest.approx(right.ground, abs=1e-6)
    return left, right


def drag(tab, shown):
    """Move a map by the mouse, where nothing is drawn that could be clicked."""
    box = shown.holder.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x - 60, y + 35, steps=6)
    tab.page.mouse.up()


def stand_still(tab, *maps):
    """Wait until maps have come to rest, and check that they stay so."""
    tab.page.wait_for_timeout(1000)
    for shown in maps:
        shown.box.evaluate(
            "(box) => { box.moves = 0; SahelMap.state.map.on('move zoom', () => box.moves++); }"
        )
    tab.page.wait_for_timeout(1000)
    assert [shown.box.evaluate("(box) => box.moves") for shown in maps] == [0] * len(maps)


def test_two_maps_draw_their_slices(data, spread, pair):
    left, right = pair
    expect_drawn(left, data, spread, 1)
    expect_drawn(right, data, spread, 4)


@pytest.mark.parametrize("how", ["drag", "keys", "zoom"])
def test_map_that_is_moved_takes_the_other_along_in_both_directions(tab, pair, how):
    buttons = iter(["in", "in", "out"])

    def move(shown):
        if how == "drag":
            drag(tab, shown)
        elif how == "keys":
            shown.box.focus()
            tab.page.keyboard.press("ArrowUp")
        else:
            shown.box.locator(f".leaflet-control-zoom-{next(buttons)}").click()

    for moved, follower in (pair, pair[::-1], pair):
        before = moved.ground
        move(moved)
        stand_still(tab, moved, follower)
        after = moved.ground
        assert after != pytest.approx(before, abs=1e-3)
        assert (after[2] != before[2]) == (how == "zoom")
        assert follower.ground == pytest.approx(after, abs=1e-6)
    tab.expect_url(stage="two", slice="fuel-blockade", against="bamako-attack")
    for shown in pair:
        shown.expect_same()


def test_linked_maps_come_to_rest_also_at_the_edge_of_the_world(tab, pair):
    left, right = pair
    left.box.focus()
    for _ in range(4):
        left.box.locator(".leaflet-control-zoom-out").click(force=True)
        tab.page.wait_for_timeout(400)
    for _ in range(4):
        drag(tab, left)
    tab.page.wait_for_timeout(1000)
    stand_still(tab, left, right)
    assert right.ground == pytest.approx(left.ground, abs=1e-3)


def test_other_slice_on_the_left_changes_that_map_alone(tab, data, spread, pair, order):
    left, right = pair
    drag(tab, right)
    stand_still(tab, left, right)
    before = left.ground
    digest = right.box.get_attribute("data-view")
    box = tab.page.locator(".st-key-slice-against").get_by_role("combobox")
    box.scroll_into_view_if_needed()
    tab.page.wait_for_timeout(500)  # a list closes when the page scrolls, even so late
    box.click()
    tab.page.get_by_role("option", name=slice_name(spread.slices[3]), exact=True).click()
    expect_drawn(left, data, spread, 3)
    tab.settle()
    tab.expect_url(stage="two", slice=order[4], against=order[3])
    assert right.box.get_attribute("data-view") == digest
    for shown in pair:
        shown.expect_same()
        assert shown.ground == pytest.approx(before, abs=1e-6)


def test_maps_of_another_tab_stay_where_they_are(tab, pair, order):
    # In one context, since browsers of two readers share nothing anyway.
    other = type(tab)(tab.page.context.new_page(), tab.server, tab.watch)
    far = [other.open_slices(stage="two", slice=order[4], against=order[1]), other.slice_map(OTHER)]
    far[1].wait()
    other.settle()
    before = [shown.ground for shown in far]
    tab.page.bring_to_front()
    start = pair[0].ground
    drag(tab, pair[0])
    stand_still(tab, *pair)
    assert pair[1].ground == pytest.approx(pair[0].ground, abs=1e-6)
    assert pair[0].ground != pytest.approx(start, abs=1e-3)
    assert [shown.ground for shown in far] == before
