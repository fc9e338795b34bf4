"""The Overview in a browser: text before the map, links to the views behind, a phone's layout."""

import re

import pytest
from playwright.sync_api import expect

from sahel_map.i18n import date_text
from sahel_map.selection import Selection

pytestmark = pytest.mark.browser

CARDS = ("attacks", "deaths", "roads", "sieges", "share", "areas")
WHEN = """
addEventListener("DOMContentLoaded", () => {
  window.seen = {};
  const look = () => {
    const found = {
      text: document.querySelector(".st-key-overview-head h1")?.textContent,
      cards: document.querySelectorAll(".finding").length === 6,
      map: document.querySelector("iframe[src*=streamlit_folium]"),
    };
    for (const [what, there] of Object.entries(found))
      if (there && !(what in window.seen)) window.seen[what] = performance.now();
    requestAnimationFrame(look);
  };
  look();
});
"""


def card(tab, code):
    """Return one card of the page."""
    return tab.page.locator(f".st-key-finding-{code}")


def open_overview(tab, **query):
    """Open the first page and wait until all of it is there."""
    tab.open(**query)
    tab.wait_for_map()


def test_the_text_stands_before_the_map_comes(tab, data):
    tab.page.add_init_script(WHEN)

    open_overview(tab)

    expect(tab.page.locator(".st-key-overview-head h1")).to_have_text(
        f"Data to {date_text(data.days[1])}"
    )
    seen = tab.page.evaluate("window.seen")
    assert seen["text"] < seen["cards"] < seen["map"]


def test_nothing_of_the_page_leaves_the_host(tab):
    open_overview(tab)

    assert tab.watch.foreign() == []


def test_a_card_opens_the_attacks_that_it_counts_and_back_returns(tab, data):
    open_overview(tab, span="90")
    told = card(tab, "attacks").locator(".figure b").inner_text()

    card(tab, "attacks").get_by_role("link").click()

    expect(tab.sentence).to_contain_text(f"{told} of {len(data.events)} events are selected")
    expect(tab.page).to_have_url(re.compile(r"/attacks\?.*from="))
    tab.settle()
    tab.page.go_back()
    expect(card(tab, "attacks").locator(".figure b")).to_have_text(told)


def test_cards_open_the_day_of_the_roads_and_the_slices_of_the_share(tab, data):
    open_overview(tab)
    counts = re.search(r"\((\d+) of (\d+)\)", card(tab, "share").inner_text())

    card(tab, "roads").get_by_role("link").click()

    expect(tab.page.locator(".road-day b")).to_have_text(date_text(data.days[1]))
    tab.settle()
    tab.page.go_back()
    card(tab, "share").get_by_role("link").click()
    inside, attacks = counts.groups()
    expect(tab.page.locator(".reading-list").first).to_contain_text(
        re.compile(f"{attacks} attacks are listed, {inside} of them")
    )
    tab.settle()


def test_a_latest_event_opens_on_the_map(tab, data):
    open_overview(tab)
    newest = Selection().outcome(data.events).latest(1).iloc[0]

    tab.page.locator(".st-key-latest a").first.click()

    expect(tab.panel).to_contain_text(newest["title"])
    tab.wait_for_map()


def test_another_span_changes_the_figures_and_keeps_the_map(tab):
    open_overview(tab)
    tab.map.evaluate("(node) => { node.mark = 'kept'; }")

    tab.redrawn_after(lambda: tab.page.get_by_text("Last 30 days").click())

    expect(tab.page.locator(".overview")).to_contain_text("30 days each")
    assert tab.map.evaluate("(node) => node.mark") == "kept"
    tab.expect_url(span="30")


def test_a_dot_of_the_small_map_is_named_with_the_way_to_its_dossier(tab):
    open_overview(tab, span="90")

    tab.map.locator("path.dot[data-event]").first.click()

    line = tab.page.locator(".st-key-overview-event")
    expect(line.get_by_role("link", name="Open the dossier")).to_be_visible()
    tab.settle()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_phone_shows_one_column_with_the_map_last_and_no_sideways_scroll(phone, language):
    open_overview(phone, lang=language, span="90")

    boxes = [card(phone, code).bounding_box() for code in CARDS]
    assert len({round(box["x"]) for box in boxes}) == 1
    latest = phone.page.locator(".st-key-latest").bounding_box()
    below = phone.page.locator(".st-key-overview-stage").bounding_box()
    assert max(box["y"] for box in boxes) < latest["y"] < below["y"]
    assert phone.sideways() <= 0


def test_every_card_of_a_wide_page_is_as_tall_as_its_neighbours(tab):
    open_overview(tab)

    boxes = [card(tab, code).bounding_box() for code in CARDS]

    rows = {}
    for box in boxes:
        rows.setdefault(round(box["y"]), set()).add(round(box["height"]))
    assert len(rows) == 3
    assert all(len(heights) == 1 for heights in rows.values())
