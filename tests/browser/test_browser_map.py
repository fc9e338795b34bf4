"""The map: clicks, stacks, modes, and that it stays the same map while filters change."""

import re

import pytest
from playwright.sync_api import expect

from sahel_map.measures.counts import count_by_unit
from sahel_map.rules import split_list
from sahel_map.selection import Selection

pytestmark = pytest.mark.browser

EVENT = "2025-09-14-lakamane-convoy"
CONVOYS = {"type": "convoy_attack", "from": "2025-07-01", "to": "2025-09-30"}


@pytest.fixture(scope="module")
def stack(data):
    """Return the ids of the most crowded place of the default view in Kayes, in date order."""
    drawn = Selection(regions=("Kayes",)).outcome(data.events).drawn
    crowds = [list(ids) for ids in drawn.groupby(["lat", "lon"]).groups.values()]
    return max(crowds, key=len)


def test_click_on_a_dot_opens_its_panel_with_title_and_sources(tab, data):
    event = data.events.loc[EVENT]
    tab.open_map(**CONVOYS)
    expect(tab.panel).to_have_count(0)
    tab.dot(EVENT).click()
    expect(tab.panel.get_by_role("heading").first).to_have_text(event["title"])
    expect(tab.panel).to_contain_text(event["summary"])
    expect(tab.panel).to_contain_text(event["conflicts"])
    expect(tab.map.locator("path.chosen")).to_have_count(1)
    tab.expect_url(**CONVOYS, event=EVENT)
    links = tab.panel.locator("li a")
    addresses = [
        url for url in data.sources.loc[split_list(event["source_ids"]), "url"].tolist() if url
    ]
    assert addresses
    assert [link.get_attribute("href") for link in links.all()] == addresses
    for link in links.all():
        assert link.get_attribute("target") == "_blank"
        assert "noopener" in link.get_attribute("rel").split()
    assert tab.panel.locator("li").count() == len(split_list(event["source_ids"]))


def test_previous_and_next_walk_in_date_order_and_close_clears_the_url(tab, data):
    order = list(
        Selection(types=("convoy_attack",), actors=("jnim",), countries=("MLI",))
        .outcome(data.events)
        .events.index
    )[:4]
    last_day = data.events.loc[order, "date_end"].max().date().isoformat()
    link = {"type": "convoy_attack", "actor": "jnim", "country": "MLI", "to": last_day}
    tab.open_map(**link, event=order[0])
    expect(tab.button("event-previous")).to_be_disabled()
    for event_id in order[1:]:
        tab.press("event-next")
        tab.expect_url(**link, event=event_id)
        expect(tab.panel.get_by_role("heading").first).to_have_text(
            data.events.at[event_id, "title"]
        )
    expect(tab.button("event-next")).to_be_disabled()
    for event_id in order[-2::-1]:
        tab.press("event-previous")
        tab.expect_url(**link, event=event_id)
        expect(tab.panel.get_by_role("heading").first).to_have_text(
            data.events.at[event_id, "title"]
        )
    tab.press("event-close")
    expect(tab.panel).to_have_count(0)
    tab.expect_url(**link)
    assert "event" not in tab.query
    expect(tab.map.locator("path.chosen")).to_have_count(0)


def test_buttons_of_the_panel_have_names_for_screen_readers(tab):
    tab.open_map(**CONVOYS, event=EVENT)
    for name in ("Previous event in date order", "Next event in date order", "Close"):
        expect(tab.panel.get_by_role("button", name=name)).to_be_visible()


def test_click_on_a_stack_fans_it_out_and_says_how_many_are_coded_here(tab, data, stack):
    lat, lon = data.events.loc[stack[0], ["lat", "lon"]]
    tab.open_map(region="Kayes")
    ring = tab.stack(lat, lon)
    expect(ring.locator("text")).to_have_text(str(len(stack)))
    for event_id in stack:
        expect(tab.dot(event_id)).to_have_count(0)
    ring.hover()
    expect(tab.map.locator(".tip")).to_contain_text(f"{len(stack)} events coded here")
    ring.click()
    for event_id in stack:
        expect(tab.dot(event_id)).to_be_visible()
    expect(tab.panel).to_contain_text(f"{len(stack)} events coded here")
    tab.settle()
    tab.dot(stack[0]).click()
    tab.expect_url(region="Kayes", event=stack[0])
    expect(tab.panel.get_by_role("heading").first).to_have_text(data.events.at[stack[0], "title"])
    tab.settle()
    ring.click()
    for event_id in stack:
        expect(tab.dot(event_id)).to_have_count(0)


def test_list_of_events_coded_here_opens_another_of_them(tab, data, stack):
    tab.open_map(region="Kayes", event=stack[-1])
    tab.panel.locator("summary").filter(has_text="coded here").click()
    tab.panel.get_by_role("button", name=data.events.at[stack[0], "title"]).click()
    tab.expect_url(region="Kayes", event=stack[0])
    expect(tab.panel.get_by_role("heading").first).to_have_text(data.events.at[stack[0], "title"])


def test_stack_opens_from_the_keyboard(tab, data, stack):
    lat, lon = data.events.loc[stack[0], ["lat", "lon"]]
    tab.open_map(region="Kayes")
    tab.stack(lat, lon).focus()
    tab.page.keyboard.press("Enter")
    expect(tab.panel.get_by_role("heading").first).to_have_text(data.events.at[stack[-1], "title"])


def test_panel_works_from_the_keyboard(tab, data, stack):
    tab.open_map(region="Kayes", event=stack[-1])
    tab.button("event-previous").focus()
    tab.page.keyboard.press("Enter")
    expect(tab.panel.get_by_role("heading").first).not_to_have_text(
        data.events.at[stack[-1], "title"]
    )
    tab.settle()
    tab.button("event-close").focus()
    tab.page.keyboard.press("Enter")
    expect(tab.panel).to_have_count(0)
    tab.expect_url(region="Kayes")


def test_filter_change_keeps_the_map_its_pan_and_its_zoom(tab):
    tab.open_map()
    tab.frame.evaluate("SahelMap.state.map.options.inertia = false")  # no gliding after a drag
    tab.map.locator(".leaflet-control-zoom-in").click()
    box = tab.page.locator("iframe[src*=streamlit_folium]").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    where = "[SahelMap.state.map.getZoom(), ...Object.values(SahelMap.state.map.getCenter())]"
    still = "!SahelMap.state.map._animatingZoom && !SahelMap.state.map._panAnim?._inProgress"
    tab.frame.wait_for_function(still)
    start = tab.frame.evaluate(where)
    tab.page.mouse.move(*middle)
    tab.page.mouse.down()
    tab.page.mouse.move(middle[0] - 120, middle[1] + 60, steps=8)
    tab.page.mouse.up()
    tab.frame.wait_for_function(still)
    moved = tab.frame.evaluate(where)
    assert moved != start
    tab.frame.evaluate("window.sameMap = SahelMap.state.map")
    tab.page.locator("iframe[src*=streamlit_folium]").evaluate("(frame) => { frame.mark = 1 }")

    tab.redrawn_after(lambda: tab.choose("type", "Ambush"))
    tab.redrawn_after(lambda: tab.page.locator(".st-key-span").get_by_text("365 d").click())

    assert tab.frame.evaluate("window.sameMap === SahelMap.state.map")
    assert tab.page.locator("iframe[src*=streamlit_folium]").evaluate("(frame) => frame.mark") == 1
    assert tab.frame.evaluate(where) == pytest.approx(moved, abs=1e-6)


def test_map_that_is_hidden_for_a_moment_shows_the_same_ground_again(tab):
    tab.open_map()
    where = "() => [SahelMap.state.map.getZoom(), ...Object.values(SahelMap.state.map.getCenter())]"
    before = tab.map.evaluate(where)

    frame = tab.page.locator("iframe[src*=streamlit_folium]")
    for height in ("0px", ""):
        frame.evaluate("(frame, height) => { frame.style.height = height; }", height)
        tab.page.wait_for_timeout(80)
    tab.page.wait_for_timeout(600)  # a glide would take a quarter of a second

    assert tab.map.evaluate(where) == pytest.approx(before, abs=0.1)


def test_empty_selection_and_back_keeps_the_map(tab, data):
    tab.open_map()
    tab.frame.evaluate("window.mark = 'kept'")
    search = tab.page.locator(".st-key-q input")
    for words, count in (("xyzzy", 0), ("", len(Selection().outcome(data.events).drawn))):
        search.fill(words)
        search.press("Enter")
        expect(tab.page.locator(".st-key-empty")).to_have_count(0 if count else 1)
        tab.settle()
        expect(tab.page.locator("iframe[src*=streamlit_folium]")).to_have_count(1)
        tab.expect_events(count)
    assert tab.frame.evaluate("window.mark") == "kept"


def test_clusters_count_every_event(tab, data):
    drawn = len(Selection().outcome(data.events).drawn)
    tab.open_map()
    tab.redrawn_after(lambda: tab.switch("show", "Clusters"))
    tab.expect_url(show="clusters")
    expect(tab.map).to_have_attribute("data-mode", "clusters")
    tab.expect_events(drawn)
    tab.frame.evaluate("SahelMap.state.map.setZoom(4, { animate: false })")
    tab.frame.wait_for_function(
        """(drawn) => [...document.querySelectorAll(".stack text")]
             .reduce((sum, text) => sum + Number(text.textContent), 0) === drawn""",
        arg=drawn,
    )
    assert tab.map.locator(".stack").count() < drawn / 2
    expect(tab.map.locator("path.dot")).to_have_count(0)


def test_heat_paints_a_surface(tab, data):
    tab.open_map(show="heat")
    expect(tab.map).to_have_attribute("data-mode", "heat")
    tab.expect_events(len(Selection().outcome(data.events).drawn))
    tab.frame.wait_for_function(
        """() => {
          const canvas = document.querySelector("canvas.heat-canvas");
          if (!canvas) return false;
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value, i) => i % 4 === 3 && value > 0);
        }"""
    )
    expect(tab.map.locator("path.dot, .stack")).to_have_count(0)


def test_regions_are_shaded_by_count_or_by_area(tab, data):
    outcome = Selection().outcome(data.events)
    table, _ = count_by_unit(outcome.events, data.admin1)
    expected = sorted(int(n) for n in table["events"] if n > 0)
    tab.open_map(show="regions")
    expect(tab.map).to_have_attribute("data-mode", "regions")
    shaded = tab.map.locator("path.unit:not([data-count=''])")
    expect(shaded).to_have_count(len(expected))
    counts = shaded.evaluate_all("(paths) => paths.map((path) => Number(path.dataset.count))")
    assert sorted(counts) == expected
    colours = shaded.evaluate_all("(paths) => paths.map((path) => path.style.fill)")
    expect(tab.map.locator(".legend")).to_contain_text("Events per region")

    tab.redrawn_after(lambda: tab.page.locator(".st-key-per_area label").click())
    tab.expect_url(show="regions", per_area="1")
    expect(tab.map.locator(".legend")).to_contain_text("per 10,000 km²")
    assert shaded.evaluate_all("(paths) => paths.map((path) => path.style.fill)") != colours
    tab.redrawn_after(lambda: tab.switch("show", "Points"))
    tab.expect_events(len(outcome.drawn))
    expect(shaded).to_have_count(0)


def test_dot_says_what_it_is_before_it_is_clicked(tab, data):
    tab.open_map(**CONVOYS)
    tab.dot(EVENT).hover()
    tip = tab.map.locator(".tip")
    expect(tip).to_contain_text(data.events.at[EVENT, "title"])
    expect(tip).to_contain_text("14 September 2025")
    expect(tip).to_contain_text("Deaths not reported")


def test_row_of_the_table_opens_its_event(tab, data):
    newest = Selection().outcome(data.events).events.index[-1]
    tab.open_map()
    grid = tab.page.locator("[data-testid=stDataFrame] canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    tab.page.mouse.click(box["x"] + 14, box["y"] + 35 + 17)  # first row, column of ticks
    tab.expect_url(event=newest)
    expect(tab.panel.get_by_role("heading").first).to_have_text(
        re.compile(re.escape(data.events.at[newest, "title"]))
    )
