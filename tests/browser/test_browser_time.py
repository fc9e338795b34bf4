"""The timeline chooses dates; the sidebar's quick periods and date fields do too."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from sahel_map.selection import Selection

pytestmark = pytest.mark.browser


def brush(tab, start, end):
    """Drag over the bars, from one share of their width to another."""
    chart = tab.page.locator("[data-testid=stVegaLiteChart] svg .background").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    height = box["y"] + box["height"] / 2
    tab.page.mouse.move(box["x"] + start * box["width"], height)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + end * box["width"], height, steps=10)
    tab.page.mouse.up()


def chosen_dates(tab):
    return [dt.date.fromisoformat(tab.query[name][0]) for name in ("from", "to")]


def test_brush_over_the_bars_chooses_dates_and_all_dates_clears_them(tab, data):
    tab.open_map(country="MLI")
    tab.redrawn_after(lambda: brush(tab, 0.5, 0.8))
    first, last = chosen_dates(tab)
    days = data.events["date_start"]
    assert days.min().date() < first < last < days.max().date()
    outcome = Selection(first=first, last=last, countries=("MLI",)).outcome(data.events)
    tab.expect_events(len(outcome.drawn))
    tab.expect_rows(len(outcome.events))
    tab.redrawn_after(lambda: tab.press("timeline-all"))
    tab.expect_url(country="MLI")
    tab.expect_events(len(Selection(countries=("MLI",)).outcome(data.events).drawn))


def test_brush_can_be_drawn_backwards_moved_and_drawn_anew(tab):
    tab.open_map()
    tab.redrawn_after(lambda: brush(tab, 0.8, 0.5))
    drawn = chosen_dates(tab)
    assert drawn[0] < drawn[1]
    tab.redrawn_after(lambda: brush(tab, 0.6, 0.7))  # inside it: moves it
    moved = chosen_dates(tab)
    assert drawn[0] < moved[0]
    assert drawn[1] < moved[1]
    tab.redrawn_after(lambda: brush(tab, 0.1, 0.3))
    anew = chosen_dates(tab)
    assert anew[0] < anew[1] < drawn[0]


def test_click_beside_the_bars_keeps_the_dates(tab):
    tab.open_map(**{"from": "2025-01-01", "to": "2025-12-31"})
    before = tab.digest
    chart = tab.page.locator("[data-testid=stVegaLiteChart] svg .background").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    tab.page.mouse.click(box["x"] + 5, box["y"] + 5)
    tab.switch("bars", "per week")
    tab.expect_url(**{"from": "2025-01-01", "to": "2025-12-31"}, bars="week")
    assert tab.digest == before


def test_quick_period_sets_the_dates(tab, data):
    last = data.verified()["date_end"].max().date()
    first = last - dt.timedelta(days=89)
    tab.open_map()
    tab.redrawn_after(lambda: tab.switch("span", "90 d"))
    tab.expect_url(**{"from": first.isoformat(), "to": last.isoformat()})
    tab.expect_events(len(Selection(first=first, last=last).outcome(data.events).drawn))


def test_dates_typed_in_the_sidebar_filter(tab, data):
    first = dt.date(2025, 7, 1)
    tab.open_map()

    def type_date():
        tab.page.locator(".st-key-from [role=spinbutton]").first.click()
        tab.page.keyboard.type("20250701")
        tab.page.keyboard.press("Escape")  # closes the calendar

    tab.redrawn_after(type_date)
    tab.expect_url(**{"from": first.isoformat()})
    tab.expect_events(len(Selection(first=first).outcome(data.events).drawn))


def test_words_typed_in_the_search_filter(tab, data):
    tab.open_map()

    def search():
        tab.page.locator(".st-key-q input").fill("tombouctou")
        tab.page.keyboard.press("Enter")

    tab.redrawn_after(search)
    tab.expect_url(q="tombouctou")
    outcome = Selection(text="tombouctou").outcome(data.events)
    assert len(outcome.events) > 1
    tab.expect_events(len(outcome.drawn))
    expect(tab.sentence).to_contain_text("“tombouctou”")
