"""The pack's HTML file, opened from the disk with the network off."""

import dataclasses
import json
import re

import pytest
from pack_fixtures import SIX, made
from playwright.sync_api import expect

from sahel_map.pack.html import to_html
from sahel_map.settings import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = (
    "L'`attaque` </script><script>window.__hacked=1</script> ${1+1} <img src=x onerror=alert(1)>"
)
REPORT = """
addEventListener("securitypolicyviolation", (violation) =>
  console.error(`CSP ${violation.effectiveDirective} blocked ${violation.blockedURI}`));
"""
INSIDE = re.compile(r"^(file|data|blob|about):")


@pytest.fixture(scope="module")
def six_views(data, tmp_path_factory):
    """A file with every kind of map."""
    path = tmp_path_factory.mktemp("pack") / "pack.html"
    path.write_text(to_html(made(data, *SIX)), encoding="utf-8")
    return path


@pytest.fixture
def open_file(chromium):
    """Open a file without any network; any request beyond it and any complaint is a fault."""
    contexts, asked, complaints = [], [], []

    def stop(route):
        if INSIDE.match(route.request.url):
            route.continue_()
            return
        asked.append(route.request.url)
        route.abort()

    def open_path(path, *, width=1440, height=900, bypass_csp=False, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            bypass_csp=bypass_csp,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        context.set_offline(True)
        context.route("**/*", stop)
        context.add_init_script(REPORT)
        context.on("request", lambda request: asked.append(request.url)
                   if not INSIDE.match(request.url) else None)  # fmt: skip
        context.on("console", lambda message: complaints.append(message.text)
                   if message.type == "error" else None)  # fmt: skip
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert asked == []
    assert complaints == []


def map_of(page, number):
    """Return the map of a view when it is drawn."""
    page.locator(f"#view-{number}").scroll_into_view_if_needed()
    page.locator(f"#view-{number} .map").scroll_into_view_if_needed()
    expect(page.locator(f"#view-{number} .map")).to_have_attribute("data-drawn", "yes")
    return page.frame_locator(f"#view-{number} iframe").locator("#map_div")


def test_every_map_draws_its_ground_and_what_it_shows_without_any_network(open_file, six_views):
    page = open_file(six_views)

    drawn = {
        1: "path.dot[data-event]",
        2: ".stack",
        3: "path.unit[data-count]:not([data-count=''])",
        4: "canvas.heat-canvas",
        5: "path.road[data-leg]",
        6: "path.area-reached",
    }
    for number, symbol in drawn.items():
        box = map_of(page, number)
        expect(box.locator(symbol).first).to_be_attached()
        assert box.locator("path.unit").count() > 200
        assert box.locator(".name").count() > 5
        expect(box.locator(".load-fault")).to_have_count(0)


def test_a_click_on_an_event_opens_its_details_with_their_sources(open_file, six_views, data):
    page = open_file(six_views)
    dot = map_of(page, 1).locator("path.dot[data-event]").first
    event_id = dot.get_attribute("data-event")

    dot.dispatch_event("click")

    panel = page.locator("#view-1 .details")
    expect(panel.locator("h3")).to_have_text(data.events.at[event_id, "title"])
    titles = panel.locator(".sources li")
    expect(titles).to_have_count(len(data.sources_of(event_id)))
    expect(map_of(page, 1).locator("path.chosen")).to_have_count(1)


def test_a_click_on_a_road_and_on_a_siege_tells_what_is_known_of_them(open_file, six_views):
    page = open_file(six_views)
    box, panel = map_of(page, 5), page.locator("#view-5 .details")

    box.locator("path.road-touch").first.dispatch_event("click")
    expect(panel).to_have_attribute("data-shown", re.compile("^corridor "))
    expect(panel.locator("dl").first).to_contain_text("Runs from")
    expect(box.locator("path.chosen-road").first).to_be_attached()

    box.locator("path.siege").first.dispatch_event("click")
    expect(panel).to_have_attribute("data-shown", re.compile("^siege "))
    expect(panel).to_contain_text("Imposed by")


def test_an_event_is_opened_from_the_table_and_closed_where_it_was(open_file, six_views):
    page = open_file(six_views)
    map_of(page, 1)
    button = page.locator("#view-1 button[data-event]").nth(2)
    title = button.inner_text()

    button.click()
    heading = page.locator("#view-1 .details h3")
    expect(heading).to_have_text(title)
    expect(heading).to_be_focused()

    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)
    expect(button).to_be_focused()


def test_the_arrow_keys_turn_the_leaves(open_file, six_views):
    page = open_file(six_views)
    where = page.locator("#where")

    page.keyboard.press("ArrowRight")
    expect(where).to_contain_text("1 of 6")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(where).to_contain_text("6 of 6")
    assert page.url.endswith("#view-6")
    expect(page.locator("#title-6")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(where).to_contain_text("5 of 6")


def test_the_arrow_keys_inside_a_map_move_the_map_alone(open_file, six_views):
    page = open_file(six_views)
    box = map_of(page, 1)
    before = page.url

    box.click(position={"x": 400, "y": 20})
    page.keyboard.press("ArrowRight")

    assert page.url == before


def test_maps_wait_until_they_near_the_screen_and_paper_has_them_all(open_file, six_views):
    page = open_file(six_views)
    assert page.locator("iframe").count() < 6

    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")

    expect(page.locator("iframe")).to_have_count(6)
    expect(page.locator(".map[data-drawn]")).to_have_count(6)


def test_the_button_prints_when_every_map_is_drawn(open_file, six_views):
    page = open_file(six_views)
    page.evaluate(
        "() => { window.print = () => {"
        " window.sheets = document.querySelectorAll('.map[data-drawn]').length; }; }"
    )

    page.get_by_role("button", name="Print").click()

    page.wait_for_function("() => window.sheets !== undefined")
    assert page.evaluate("() => window.sheets") == 6


def test_hostile_words_are_text_in_page_map_and_details(open_file, evidence, tmp_path):
    events = evidence.events.assign(title=HOSTILE, summary=HOSTILE)
    content = made(dataclasses.replace(evidence, events=events), ("attacks", {}), title=HOSTILE)
    leaf = dataclasses.replace(content.leaves[0], title=HOSTILE, note=HOSTILE)
    path = tmp_path / "hostile.html"
    path.write_text(to_html(dataclasses.replace(content, leaves=(leaf,))), encoding="utf-8")

    page = open_file(path)
    map_of(page, 1)
    page.locator("#view-1 button[data-event]").first.click()

    expect(page.locator("#view-1 .details h3")).to_have_text(HOSTILE)
    expect(page.locator("#view-1 .note")).to_have_text(HOSTILE)
    expect(page.locator("#title-1")).to_contain_text(HOSTILE)
    assert page.evaluate("() => window.__hacked") is None
    assert page.locator("img").count() == 0


def test_a_phone_shows_the_file_without_moving_it_sideways(open_file, six_views):
    page = open_file(six_views, width=390, height=844, is_mobile=True, has_touch=True)
    map_of(page, 1)

    assert page.evaluate("() => document.scrollingElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_file_has_no_fault_that_axe_knows(open_file, six_views, scheme):
    if not AXE.is_file():
        pytest.skip("axe-core is not installed; npm ci in frontend/ has it")
    page = open_file(six_views, color_scheme=scheme, bypass_csp=True)
    map_of(page, 1)
    page.locator("#view-1 button[data-event]").first.click()
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))

    found = page.evaluate(
        "async () => (await axe.run(document, { iframes: false,"
        " runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations"
        ".map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html)])"
    )
    assert found == [], json.dumps(found, indent=1)
