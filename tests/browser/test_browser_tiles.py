"""Many events: tiles that the server draws, hexagons, and the events of a place."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from benchmarks.made_acled import write_made_acled
from sahel_map.importers.reading import Wish
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.outcome import FEW

pytestmark = pytest.mark.browser

ROWS = 8_000
BAMAKO = (12.64, -8.0)
LOADED = """() => {
  const tiles = [...document.querySelectorAll("img.leaflet-tile")];
  return tiles.length > 3 && tiles.every((tile) => tile.complete && tile.naturalWidth > 0);
}"""
PAINTED = """() => {
  const canvas = document.createElement("canvas");
  const ink = canvas.getContext("2d");
  return [...document.querySelectorAll("img.leaflet-tile")].filter((tile) => {
    canvas.width = tile.naturalWidth;
    canvas.height = tile.naturalHeight;
    ink.drawImage(tile, 0, 0);
    const { data } = ink.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, place) => place % 4 === 3 && value > 100);
  }).length;
}"""
SOURCES = "() => [...document.querySelectorAll('img.leaflet-tile')].map((tile) => tile.src)"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with a dataset of made events, and how many there are."""
    folder = tmp_path_factory.mktemp("made")
    counts = write_made_acled(folder / "made.csv", ROWS)
    today = dt.datetime.now(tz=dt.UTC).date()
    import_file(folder / "made.csv", folder / "data", Wish(Terms(today=today)))
    return folder / "data", counts["events"]


@pytest.fixture(scope="module")
def made_server(start_server, made):
    return start_server(data=made[0])


@pytest.fixture
def many(visit, made_server):
    return visit(on=made_server)


def mark(tab):
    """Put a mark on the map's frame, which is lost when the map is loaded anew."""
    tab.map.evaluate("(node) => { node.mark = 'kept'; }")


def expect_tiles(tab):
    tab.frame.wait_for_function(LOADED, timeout=60_000)
    assert tab.frame.evaluate(PAINTED) > 0


def where(tab, lat, lon):
    """Return where on the map a place is drawn."""
    return tab.frame.evaluate(
        "(place) => { const { x, y } = SahelMap.state.map.latLngToContainerPoint(place);"
        " return { x, y }; }",
        [lat, lon],
    )


def test_many_points_are_drawn_as_tiles(many, made):
    many.open_map()

    expect(many.map).to_have_attribute("data-mode", "tiles")
    expect_tiles(many)
    assert f"{made[1]:,} of {made[1]:,} events are selected" in many.sentence.inner_text()
    expect(many.map.locator("path.dot")).to_have_count(0)
    expect(many.map.locator(".legend")).to_contain_text("Click for the events of a place.")


def test_heat_of_many_events_is_drawn_as_tiles(many):
    many.open_map()
    mark(many)

    many.redrawn_after(lambda: many.switch("show", "Heat"))

    expect_tiles(many)
    assert all("/heat/" in address for address in many.frame.evaluate(SOURCES))
    assert many.map.evaluate("(node) => node.mark") == "kept"


def test_many_events_are_counted_in_hexagons_of_the_width_that_is_chosen(many):
    many.open_map(show="hexagons")
    cells = many.map.locator("path.hexagon")
    expect(cells.first).to_be_attached()
    before = cells.count()

    many.redrawn_after(lambda: many.switch("hex", "119 km"))

    assert 10 < cells.count() < before
    many.map.hover(position=where(many, *BAMAKO))
    expect(many.map.locator(".tip")).to_contain_text("per 10,000 km²")


def test_many_events_are_counted_by_region(many):
    many.open_map(show="regions")

    expect(many.map).to_have_attribute("data-mode", "regions")
    shaded = many.map.locator("path.unit[data-count]:not([data-count=''])")
    expect(shaded.first).to_be_attached()
    assert shaded.count() > 9


def test_a_click_lists_the_events_of_a_place_and_opens_one(many):
    many.open_map()
    expect_tiles(many)
    mark(many)

    many.map.click(position=where(many, *BAMAKO))
    expect(many.panel).to_contain_text("events at this place")
    listed = many.panel.locator("[class*=st-key-near-acled] button")
    words = listed.first.inner_text()
    assert listed.count() > 1
    listed.first.click()
    title = many.panel.get_by_role("heading").first
    expect(title).to_be_visible()
    assert title.inner_text() in words
    many.panel.get_by_role("button", name="Back to the place").click()

    expect(many.panel).to_contain_text("events at this place")
    assert many.map.evaluate("(node) => node.mark") == "kept"


def test_the_list_of_a_place_closes_and_the_map_stays(many):
    many.open_map()
    mark(many)
    many.map.click(position=where(many, *BAMAKO))
    expect(many.panel).to_be_visible()

    many.press("near-close")

    expect(many.panel).to_have_count(0)
    many.expect_url()
    assert many.map.evaluate("(node) => node.mark") == "kept"


def test_a_link_opens_the_list_of_a_place(many):
    many.open_map(near="12.64,-8.0,6.25")

    expect(many.panel).to_contain_text("events at this place")
    expect(many.map.locator("path.chosen")).to_have_count(1)


def test_few_events_are_points_again_on_the_same_ground(many):
    many.open_map()
    expect_tiles(many)
    mark(many)
    ground = "() => JSON.stringify(SahelMap.state.map.getBounds())"
    before = many.frame.evaluate(ground)

    many.redrawn_after(lambda: many.choose("country", "Niger"))

    expect(many.map).to_have_attribute("data-mode", "points")
    expect(many.map.locator("img.leaflet-tile")).to_have_count(0)
    assert 0 < int(many.map.get_attribute("data-events")) < FEW
    assert many.frame.evaluate(ground) == before
    assert many.map.evaluate("(node) => node.mark") == "kept"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tiles_are_asked_for_in_the_theme_of_the_page(visit, made_server, theme):
    tab = visit(on=made_server, color_scheme=theme)

    tab.open_map()

    expect_tiles(tab)
    addresses = tab.frame.evaluate(SOURCES)
    assert addresses
    assert all(f"theme={theme}" in address for address in addresses)


def test_tiles_follow_a_change_of_theme(many):
    many.open_map()
    expect_tiles(many)

    many.page.emulate_media(color_scheme="dark")

    many.frame.wait_for_function(
        "() => [...document.querySelectorAll('img.leaflet-tile')]"
        ".some((tile) => tile.src.includes('theme=dark'))"
    )
    expect_tiles(many)
    assert not [address for address in many.frame.evaluate(SOURCES) if "theme=light" in address]


def test_a_phone_has_sharp_tiles_and_nothing_is_clipped(visit, made_server):
    tab = visit(
        on=made_server, width=390, height=844, is_mobile=True, has_touch=True, device_scale_factor=2
    )

    tab.open_map(near="12.64,-8.0,6.25")

    expect_tiles(tab)
    assert all("scale=2" in address for address in tab.frame.evaluate(SOURCES))
    expect(tab.panel).to_contain_text("events at this place")
    assert tab.sideways() <= 0


def test_hexagons_count_the_bundled_events(tab, data):
    tab.open_map(show="hexagons")

    cells = tab.map.locator("path.hexagon")
    expect(cells.first).to_be_attached()
    points = data.verified()
    assert 0 < cells.count() <= points["lat"].notna().sum()
    cells.first.hover(force=True)
    expect(tab.map.locator(".tip")).to_contain_text("event")
