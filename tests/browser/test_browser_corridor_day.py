"""The day of the road map: slider, steps, field, milestones and play; the map stays the same."""

import datetime as dt
import re

import pytest
from chart_marks import chart_mark
from playwright.sync_api import expect

from sahel_map import vocabulary as v
from sahel_map.measures.road_days import road_days
from sahel_map.rules import parse_day

pytestmark = pytest.mark.browser

DAY = "2025-10-17"
WATCH = """(box) => {
  box.days = [];
  new MutationObserver(() => box.days.push(box.dataset.day))
    .observe(box, { attributes: true, attributeFilter: ["data-day"] });
}"""


@pytest.fixture(scope="module")
def found(data):
    return road_days(data.verified(), data.roads, buffer_km=10.0)


@pytest.fixture
def expect_day(tab, data, found):
    """Wait until map, summary, slider and address are those of a day, on the same map as before."""
    uses = data.roads.legs[["leg_id", "corridor_id"]]
    order = list(v.STATUSES)

    def expect_all(day, **query):
        expect(tab.map).to_have_attribute("data-day", day)
        tab.settle()
        states = found.on(parse_day(day))["status"]
        ranks = uses["corridor_id"].map(states).map(order.index).groupby(uses["leg_id"]).min()
        drawn = tab.map.locator("path.road[data-status]").evaluate_all(
            "(paths) => paths.map((path) => [path.dataset.leg, path.dataset.status])"
        )
        assert dict(drawn) == {leg: order[rank] for leg, rank in ranks.items()}
        closed = int((states == "closed").sum())
        chip = tab.page.locator(".road-day span", has_text=v.STATUSES["closed"].label)
        expect(chip).to_have_text(f"{closed} {v.STATUSES['closed'].label.lower()}")
        tab.expect_url(on=day, **query)
        assert tab.map.evaluate("(box) => box.mark") == "kept", "the map was loaded anew"
        assert stage(tab).evaluate("(frame) => frame.mark") == "kept", "the frame was replaced"

    return expect_all


def stage(tab):
    return tab.page.locator(".st-key-road-stage iframe")


@pytest.fixture
def opened(tab):
    """Open the Roads page by a link and mark its map and its frame."""

    def open_page(**query):
        tab.open(path="/corridors", **query)
        tab.wait_for_map()
        expect(tab.map).to_have_attribute("data-drawn", "roads")
        for node in (tab.map, stage(tab)):
            node.evaluate("(node) => { node.mark = 'kept'; }")
        return tab

    return open_page


def after(day, days):
    return (parse_day(day) + dt.timedelta(days=days)).isoformat()


def play_button(tab, word):
    return tab.page.locator(".st-key-road-play").get_by_role("button", name=word)


def days_shown(tab):
    """Return the days that the map has shown since it was watched."""
    return tab.map.evaluate("(box) => box.days")


def wait_for_days(tab, count):
    tab.frame.wait_for_function(
        "(count) => document.querySelector('#map_div').days.length >= count", arg=count
    )


def pause(tab):
    """Stop the days and return the day on which they stopped, when the map shows it."""
    tab.press("road-play")
    expect(play_button(tab, "Play")).to_be_visible()
    tab.settle()
    [day] = tab.query["on"]
    expect(tab.map).to_have_attribute("data-day", day)
    return day


def test_arrow_keys_on_the_slider_move_the_day(opened, expect_day):
    tab = opened(on=DAY)
    slider = tab.page.locator(".st-key-road-slider").get_by_role("slider")
    slider.focus()
    tab.page.keyboard.press("ArrowRight")
    expect_day(after(DAY, 1))
    slider.focus()
    for _ in range(5):
        tab.page.keyboard.press("ArrowLeft")
    expect_day(after(DAY, -4))


def test_step_buttons_move_by_the_chosen_step(opened, expect_day):
    tab = opened(on=DAY)
    tab.press("road-on")
    expect_day("2025-10-24")
    tab.switch("step", "month")
    tab.expect_url(on="2025-10-24", step="month")
    tab.settle()
    tab.press("road-back")
    expect_day("2025-09-24", step="month")
    tab.switch("step", "day")
    tab.expect_url(on="2025-09-24", step="day")
    tab.settle()
    tab.press("road-back")
    expect_day("2025-09-23", step="day")


def test_step_buttons_have_names_for_screen_readers(opened):
    tab = opened(on=DAY)
    for name in ("One step back", "One step on"):
        expect(tab.page.get_by_role("button", name=name)).to_be_visible()


def test_day_typed_in_the_field_is_shown(opened, expect_day):
    tab = opened(on=DAY)
    tab.page.locator(".st-key-road-field [role=spinbutton]").first.click()
    tab.page.keyboard.type("20250914")
    tab.page.keyboard.press("Escape")  # closes the calendar
    expect_day("2025-09-14")


def test_milestones_lead_to_their_days_and_back_returns(opened, expect_day, data):
    schools = data.roads.fuel.loc["ft-022"]
    tab = opened(on=DAY)
    button = tab.button("milestone-ft-022")
    expect(button).to_have_text(schools["label"])
    button.click()
    expect_day(schools["date"].date().isoformat())
    tab.settle()
    tab.press("milestone-ft-010")
    expect_day("2025-09-14")
    tab.page.go_back()
    expect_day(schools["date"].date().isoformat())
    tab.page.go_back()
    expect_day(DAY)
    tab.page.go_forward()
    expect_day(schools["date"].date().isoformat())


def test_row_of_the_fuel_table_sets_the_map_to_its_day(opened, expect_day, data):
    tab = opened(on=DAY, panel="fuel")
    newest = data.roads.fuel.query("confidence != 'unverified'").iloc[-1]
    grid = tab.page.locator(".st-key-fuel-table [data-testid=stDataFrame] canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    tab.page.mouse.click(box["x"] + 14, box["y"] + 35 + 17)  # first row, column of ticks
    expect_day(newest["date"].date().isoformat(), panel="fuel")


def test_strips_reach_back_over_all_years_when_asked(opened):
    tab = opened(on=DAY)
    chart = tab.page.locator("[data-testid=stVegaLiteChart]").first
    labels = chart.locator("svg .role-axis-label text")
    early = labels.filter(has_text=re.compile(r"^[A-Z][a-z]+ (18|19|20)$"))
    expect(labels.filter(has_text=re.compile(r"^[A-Z][a-z]+ 25$")).first).to_be_attached()
    expect(early).to_have_count(0)
    tab.switch("years", "all years")
    expect(early).not_to_have_count(0)
    tab.expect_url(on=DAY, years="all")


def test_play_runs_the_days_and_pause_stops_them(opened, expect_day):
    tab = opened(on=DAY, step="day")
    tab.map.evaluate(WATCH)
    before = tab.page.evaluate("history.length")
    tab.press("road-play")
    expect(play_button(tab, "Pause")).to_be_visible()
    wait_for_days(tab, 3)
    tab.expect_url(on=DAY, step="day")
    assert tab.page.evaluate("history.length") == before
    day = pause(tab)
    days = days_shown(tab)
    assert days == [after(DAY, n) for n in range(1, len(days) + 1)]
    expect_day(day, step="day")
    assert tab.page.evaluate("history.length") == before + 1
    tab.page.wait_for_timeout(3000)  # that nothing more comes can only be waited for
    assert len(days_shown(tab)) == len(days)


def test_play_stops_by_itself_on_the_last_day_with_event_data(opened, expect_day, found):
    last = found.data_days[1].isoformat()
    tab = opened(on=after(last, -10))
    tab.map.evaluate(WATCH)
    tab.press("road-play")
    expect(tab.map).to_have_attribute("data-day", last)
    expect(play_button(tab, "Play")).to_be_visible()
    expect_day(last)
    assert days_shown(tab) == [after(last, -3), last]


def test_play_from_the_last_day_begins_a_year_before(opened, expect_day, found):
    start = after(found.data_days[1].isoformat(), -365)
    tab = opened()
    tab.map.evaluate(WATCH)
    tab.press("road-play")
    wait_for_days(tab, 2)
    day = pause(tab)
    days = days_shown(tab)
    assert days == [after(start, 7 * n) for n in range(len(days))]
    expect_day(day)


def test_day_chosen_while_the_days_run_is_where_they_go_on(opened):
    tab = opened(on=DAY)
    tab.map.evaluate(WATCH)
    tab.press("road-play")
    wait_for_days(tab, 1)
    tab.press("milestone-ft-036")
    # The day stands for a moment only, which looking at the map now and then would miss.
    tab.frame.wait_for_function(
        "(day) => document.querySelector('#map_div').days.includes(day)", arg="2025-12-13"
    )
    pause(tab)
    days = days_shown(tab)
    assert days[days.index("2025-12-06") + 1] == "2025-12-13"


def test_road_chosen_while_the_days_run_opens_and_they_run_on(opened):
    tab = opened(on=DAY)
    tab.map.evaluate(WATCH)
    tab.press("road-play")
    wait_for_days(tab, 1)
    chart_mark(tab, "line", "Nouakchott road").dispatch_event("click")
    expect(tab.page.locator(".road-head")).to_contain_text("Nouakchott")
    wait_for_days(tab, len(days_shown(tab)) + 1)
    day = pause(tab)
    tab.expect_url(on=day, road="nouakchott_gogui_bamako", panel="road")


def test_days_stop_running_on_another_page_whose_address_follows_again(opened):
    page = opened(on=DAY).page
    page.get_by_role("button", name="Play").first.click()
    expect(page.get_by_role("button", name="Pause").first).to_be_visible()

    page.get_by_role("link", name="Numbers").click()
    page.get_by_role("radio", name="Forces").click()

    expect(page).to_have_url(re.compile(r"/numbers\?.*numbers=forces"))
