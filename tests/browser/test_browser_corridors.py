"""The Roads page in the browser: what the map draws, and what a click on it or a strip opens."""

import re

import pytest
from chart_marks import chart_mark
from playwright.sync_api import expect

from sahel_map import vocabulary as v
from sahel_map.maps import ROAD_VIEWS
from sahel_map.maps.road_layers import attacks
from sahel_map.measures.road_days import road_days
from sahel_map.measures.sieges import sieges_on
from sahel_map.rules import parse_day
from sahel_map.store import load

pytestmark = pytest.mark.browser

DAY = "2025-10-17"
ROAD = "nouakchott_gogui_bamako"
MAPS = tuple(ROAD_VIEWS)
HOSTILE = (
    "</script><script>window.__hacked=1</script> ${1+1} {{1+1}} "
    "<img src=x onerror=window.__hacked=1> $x^2$ **bold** :red[x] [a](b) تمبكتو ߒߞߏ"
)


@pytest.fixture(scope="module")
def found(data):
    return road_days(data.verified(), data.roads, buffer_km=10.0)


def open_roads(tab, **query):
    """Open the Roads page by a link and wait until its map is drawn."""
    tab.open(path="/corridors", **query)
    tab.wait_for_map()
    expect(tab.map).to_have_attribute("data-drawn", "roads")
    return tab


def drawn_legs(tab):
    """Return the status of each leg that is drawn."""
    pairs = tab.map.locator("path.road[data-status]").evaluate_all(
        "(paths) => paths.map((path) => [path.dataset.leg, path.dataset.status])"
    )
    return dict(pairs)


def gravest_of_legs(data, found, day):
    """Return the gravest status of the roads that use each leg."""
    status = found.on(parse_day(day))["status"]
    order = list(v.STATUSES)
    uses = data.roads.legs[["leg_id", "corridor_id"]]
    ranks = uses["corridor_id"].map(status).map(order.index).groupby(uses["leg_id"]).min()
    return ranks.map(lambda rank: order[rank]).to_dict()


def shown_lines(tab):
    return tab.map.locator("path.road").evaluate_all(
        "(paths) => paths.filter((path) => path.style.display !== 'none').length"
    )


def ground(tab):
    """Return the middle of the map."""
    return tab.frame.evaluate("Object.values(SahelMap.state.map.getCenter())")


def mark(tab):
    tab.map.evaluate("(box) => { box.mark = 'kept'; }")


def expect_same_map(tab):
    assert tab.map.evaluate("(box) => box.mark") == "kept", "the map was loaded anew"


def head(tab):
    return tab.page.locator(".road-head").get_by_role("heading")


def own_leg(data, corridor_id):
    """Return a leg that no other road uses."""
    legs = data.roads.legs
    uses = legs.groupby("leg_id")["corridor_id"].nunique()
    mine = legs[(legs["corridor_id"] == corridor_id) & (legs["leg_id"].map(uses) == 1)]
    return mine["leg_id"].iloc[-1]


def touch(tab, leg_id):
    """Return the wide unseen line that takes the clicks for a leg."""
    return tab.map.locator(f'path.road[data-leg="{leg_id}"] + path.road-touch')


def test_map_draws_every_leg_in_the_gravest_status_of_its_roads(tab, data, found):
    open_roads(tab, on=DAY)
    expect(tab.map).to_have_attribute("data-day", DAY)
    wanted = gravest_of_legs(data, found, DAY)
    assert drawn_legs(tab) == wanted
    assert {"closed", "escort_only", "contested", "open"} <= set(wanted.values())
    running = sieges_on(data.roads, parse_day(DAY)).drop_duplicates(["country", "place"])
    expect(tab.map.locator("path.siege")).to_have_count(len(running))
    assert tab.map.locator("path.dot[data-event]").count() > 5
    expect(tab.map.locator(".load-fault")).to_have_count(0)
    assert tab.watch.foreign() == []
    assert any("/corridors.geojson" in url for url in tab.watch.requests)


def test_attacks_fade_with_their_age(tab, data, found):
    open_roads(tab, on=DAY)
    wanted = {one["id"]: one["fade"] for one in attacks(data.events, found, parse_day(DAY), None)}
    drawn = tab.map.locator("path.dot[data-event]").evaluate_all(
        """(dots) => Object.fromEntries(dots.map((dot) => {
          const drawn = getComputedStyle(dot), hollow = dot.classList.contains("missing");
          return [dot.dataset.event, Number(hollow ? drawn.strokeOpacity : drawn.fillOpacity)];
        }))"""
    )
    assert drawn == wanted
    assert len(set(drawn.values())) > 1


def test_page_opens_from_the_menu_on_the_last_day_with_event_data(tab, found):
    tab.open_map()
    tab.page.get_by_role("link", name="Roads").click()
    expect(tab.map).to_have_attribute("data-drawn", "roads")
    expect(tab.map).to_have_attribute("data-day", found.data_days[1].isoformat())
    tab.settle()
    assert "/corridors" in tab.page.url


def test_click_on_a_strip_opens_its_road_and_moves_the_map_to_it(tab, data):
    open_roads(tab, on=DAY)
    mark(tab)
    before = ground(tab)
    chart_mark(tab, "line", "Nouakchott road").dispatch_event("click")
    expect(head(tab)).to_have_text(data.roads.corridors.at[ROAD, "name"])
    tab.expect_url(on=DAY, road=ROAD, panel="road")
    expect(tab.map.locator("path.chosen-road")).to_have_count(
        int((data.roads.legs["corridor_id"] == ROAD).sum())
    )
    expect(tab.map.locator("path.band").first).to_be_attached()
    assert ground(tab) != pytest.approx(before, abs=0.3)
    expect_same_map(tab)


def test_click_on_a_leg_opens_its_road_and_show_all_roads_closes_it(tab, data):
    open_roads(tab, on=DAY)
    mark(tab)
    before = ground(tab)
    touch(tab, own_leg(data, ROAD)).dispatch_event("click")
    expect(head(tab)).to_have_text(data.roads.corridors.at[ROAD, "name"])
    tab.expect_url(on=DAY, road=ROAD, panel="road")
    expect(tab.map.locator("path.chosen-road").first).to_be_attached()
    assert ground(tab) != pytest.approx(before, abs=0.3)
    tab.settle()
    tab.press("road-none")
    tab.expect_url(on=DAY, panel="road")
    expect(tab.map.locator("path.chosen-road, path.band")).to_have_count(0)
    assert ground(tab) == pytest.approx(before, abs=0.1)
    expect_same_map(tab)


def test_second_click_on_a_shared_leg_goes_on_to_the_next_road(tab, data):
    legs = data.roads.legs
    shared = legs.groupby("leg_id")["corridor_id"].agg(set)
    leg_id = next(leg for leg, roads in shared.items() if ROAD in roads and len(roads) > 1)
    open_roads(tab, on=DAY, panel="road")
    names = data.roads.corridors["name"]
    seen = []
    for _ in shared[leg_id]:
        tab.redrawn_after(lambda: touch(tab, leg_id).dispatch_event("click"))
        seen.append(tab.query["road"][0])
        expect(head(tab)).to_have_text(names[seen[-1]])
    assert sorted(seen) == sorted(shared[leg_id])


def test_leg_says_its_roads_with_status_and_reason_before_it_is_clicked(tab, data, found):
    open_roads(tab, on=DAY, road=ROAD)
    touch(tab, own_leg(data, ROAD)).dispatch_event("mouseover")
    tip = tab.map.locator(".tip")
    label = v.STATUSES[found.on(parse_day(DAY)).at[ROAD, "status"]].label
    expect(tip.locator("b")).to_have_text(f"Nouakchott road: {label}")


def test_click_on_an_event_offers_its_dossier(tab, data):
    open_roads(tab, on=DAY)
    mark(tab)
    dot = tab.map.locator("path.dot[data-event]").last
    event_id = dot.get_attribute("data-event")
    dot.dispatch_event("click")
    offer = tab.page.locator(".st-key-road-event")
    expect(offer).to_contain_text(data.events.at[event_id, "title"])
    tab.expect_url(on=DAY, event=event_id)
    expect_same_map(tab)
    tab.settle()
    offer.get_by_role("link", name="Open the dossier").click()
    expect(tab.page.locator(".dossier").get_by_role("heading").first).to_have_text(
        data.events.at[event_id, "title"]
    )
    tab.wait_for_map()
    assert "/evidence" in tab.page.url
    tab.expect_url(on=DAY, event=event_id)


@pytest.mark.parametrize(
    ("chosen", "panel", "path", "item"),
    [
        ("sieges-sahel", "sieges", "path.siege", "data-siege"),
        ("agreements-centre", "agreements", "[data-agreement]", "data-agreement"),
    ],
)
def test_click_on_a_siege_or_an_agreement_opens_its_card(tab, chosen, panel, path, item):
    open_roads(tab, on=DAY, map=chosen)
    mark(tab)
    clicked = tab.map.locator(path).last
    name = clicked.get_attribute(item)
    clicked.dispatch_event("click")
    tab.expect_url(on=DAY, map=chosen, panel=panel, item=name)
    expect(tab.page.locator(".spells details[open]")).to_have_count(1)
    expect_same_map(tab)


def layers(tab):
    """Return which layers the map draws: lines, sieges, agreements and attacks."""
    counts = {"lines": shown_lines(tab)}
    for layer, path in (
        ("sieges", "path.siege"),
        ("agreements", "[data-agreement]"),
        ("attacks", "path.dot[data-event]"),
    ):
        counts[layer] = tab.map.locator(path).count()
    return {layer for layer, count in counts.items() if count}


def layers_of(name):
    view = ROAD_VIEWS[name]
    drawn = {"lines": view.roads, "sieges": view.sieges, "attacks": view.attacks}
    return {layer for layer, shown in drawn.items() if shown} | (
        {"agreements"} if view.agreements else set()
    )


def test_five_maps_open_by_link_with_their_ground_and_layers(visit):
    grounds = {}
    tab = visit()
    for name in MAPS:
        open_roads(tab, map=name, on=DAY)
        assert layers(tab) == layers_of(name), name
        grounds[name] = tuple(round(x, 2) for x in ground(tab))
        (south, west), (north, east) = ROAD_VIEWS[name].focus
        assert south < grounds[name][0] < north
        assert west < grounds[name][1] < east
    assert len(set(grounds.values())) == len(MAPS) == 5


def test_five_maps_open_by_their_buttons_on_the_same_map(tab):
    open_roads(tab, on=DAY)
    mark(tab)
    grounds = {tuple(ground(tab))}
    for name in MAPS[1:]:
        tab.redrawn_after(lambda name=name: tab.switch("map", ROAD_VIEWS[name].label))
        tab.expect_url(on=DAY, map=name)
        assert layers(tab) == layers_of(name), name
        grounds.add(tuple(ground(tab)))
    assert len(grounds) == 5
    tab.redrawn_after(lambda: tab.switch("map", "Roads"))
    tab.expect_url(on=DAY)
    assert layers(tab) == layers_of("roads")
    expect_same_map(tab)


def test_language_switch_keeps_the_day_and_the_map_and_speaks_french(tab):
    open_roads(tab, on=DAY, road=ROAD, panel="road")
    mark(tab)
    legend = tab.map.locator(".legend")
    expect(legend).to_contain_text("Legend")
    tab.redrawn_after(lambda: tab.switch("lang", "Français"))
    summary = tab.page.locator(".road-summary")
    expect(summary).to_contain_text("17 octobre 2025")
    expect(legend).to_contain_text("Légende")
    expect(tab.page.locator(".road-facts dt").first).not_to_have_text("Runs from")
    expect(tab.map).to_have_attribute("data-day", DAY)
    tab.expect_url(on=DAY, road=ROAD, panel="road")
    assert tab.frame.evaluate("SahelMap.state.view.styles.closed.label") == "Fermée"
    expect_same_map(tab)


@pytest.mark.parametrize("panel", ["roads", "road", "fuel", "sieges"])
def test_phone_shows_the_map_and_does_not_scroll_sideways(phone, panel):
    open_roads(phone, on=DAY, road=ROAD, panel=panel)
    expect(phone.page.get_by_text("no legal opinion on any border")).to_be_attached()
    phone.settle()
    phone.page.wait_for_timeout(500)  # charts take the width of the page after it is drawn
    assert phone.sideways() <= 0
    frame = phone.page.locator(".st-key-road-stage iframe")
    box = frame.bounding_box()
    assert box["width"] > 300
    assert box["height"] > 300
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    frame.scroll_into_view_if_needed()
    expect(frame).to_be_in_viewport(ratio=0.5)


def test_dark_theme_reaches_the_map_and_the_words(visit):
    tab = visit(color_scheme="dark")
    open_roads(tab, on=DAY)
    tab.frame.wait_for_selector("html.dark", state="attached")
    light = """(node) => getComputedStyle(node).color.match(/\\d+/g).slice(0, 3)
                 .every((channel) => Number(channel) > 150)"""
    assert tab.page.locator(".road-summary .road-day").evaluate(light)
    assert tab.map.locator(".legend").evaluate(light)


def hostile_roads(row):
    if row["corridor_id"] == ROAD:
        row |= {name: f"{name} {HOSTILE}" for name in ("name", "short_name", "note", "from_place")}
    return [row]


def hostile_spells(row):
    if ROAD in row["corridor_ids"] or row["kind"] == "town_siege":
        row |= {name: f"{name} {HOSTILE}" for name in ("summary", "imposed_by", "demands")}
    return [row]


def hostile_fuel(row):
    return [row | {"summary": f"fuel {HOSTILE}", "label": row["label"] and f"label {HOSTILE}"}]


@pytest.fixture(scope="module")
def hostile_folder(copy_data):
    return copy_data(corridors=hostile_roads, blockades=hostile_spells, fuel=hostile_fuel)


@pytest.fixture(scope="module")
def hostile_server(start_server, hostile_folder):
    return start_server(data=hostile_folder)


def test_hostile_text_of_the_roads_is_text(visit, hostile_server, hostile_folder, data):
    assert load(hostile_folder).rejected.empty, "the hostile rows must reach the page"
    tab = visit(on=hostile_server)
    open_roads(tab, on=DAY, panel="road", road=ROAD)
    expect(head(tab)).to_have_text(f"name {HOSTILE}")
    expect(tab.page.locator(".spells")).to_contain_text(f"summary {HOSTILE}")
    touch(tab, own_leg(data, ROAD)).dispatch_event("mouseover")
    expect(tab.map.locator(".tip b")).to_contain_text(f"short_name {HOSTILE}")
    milestone = tab.button("milestone-ft-022")
    expect(milestone).to_contain_text(f"label {HOSTILE}")
    expect(chart_mark(tab, "line", f"short_name {HOSTILE}")).to_be_attached()
    for panel in ("Fuel", "Towns under siege", "All roads"):
        tab.switch("panel", panel)
        tab.settle()
    inside = ".road-head, .road-facts, .spells, .road-summary, .st-key-road-milestones"
    marks = tab.page.locator(inside).locator("img, script, .katex, strong")
    expect(marks).to_have_count(0)
    expect(tab.map.locator(".tip img, .tip script, .legend img")).to_have_count(0)
    for frame in tab.page.frames:
        assert frame.evaluate("window.__hacked") is None
    assert not [url for url in tab.watch.requests if re.search(r"/x$", url)]
