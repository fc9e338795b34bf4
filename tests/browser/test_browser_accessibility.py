"""Every page under axe-core, in both languages and both themes, and what axe cannot see.

axe-core is a development dependency of ``frontend/``: ``make frontend`` installs it, nothing serves
it.
"""

import pytest
from playwright.sync_api import expect

from sahel_map.settings import ROOT

pytestmark = pytest.mark.browser

AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/attacks",
    "/corridors",
    "/expansion",
    "/evidence",
    "/numbers",
    "/briefing",
    "/data",
    "/about",
)
STATES = (
    ("/attacks", {"event": "2019-09-30-boulkessi"}),
    ("/attacks", {"show": "clusters"}),
    ("/attacks", {"q": "nothing has this name"}),
    ("/corridors", {"panel": "road", "road": "dakar_kayes_bamako"}),
    ("/corridors", {"panel": "fuel"}),
    ("/corridors", {"panel": "sieges"}),
    ("/corridors", {"panel": "agreements"}),
    ("/evidence", {"part": "contradictions"}),
    ("/evidence", {"part": "sources"}),
    ("/evidence", {"part": "known", "known": "2025-09-01"}),
    ("/expansion", {"stage": "two"}),
    ("/expansion", {"look": "regions", "walk": "1"}),
    ("/attacks", {"briefing": "western-offensive", "notes": "1"}),
    ("/corridors", {"embed": "true"}),
)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return found.violations
    .filter((rule) => ["serious", "critical"].includes(rule.impact))
    .flatMap((rule) => rule.nodes.map((node) =>
      [`${rule.id}: ${node.target.join(" ")}`, ...node.failureSummary.split("\\n").slice(1)]
        .join("\\n    ")));
}"""


@pytest.fixture(scope="session")
def axe():
    if not AXE.is_file():
        pytest.fail("axe-core is missing: npm ci --prefix frontend")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def faults(axe):
    """Return the violations of a page and of the maps in it, each once."""

    def find(tab):
        found = []
        for frame in tab.page.frames:
            frame.evaluate(axe)
            found += frame.evaluate(RUN)
        return list(dict.fromkeys(found))

    return find


def wait(tab):
    """Wait until a page and the maps in it stand still."""
    tab.settle()
    expect(tab.page.locator(".stMain [data-testid=stSkeleton]")).to_have_count(0)
    for frame in tab.page.locator("iframe[src*=streamlit_folium]").all():
        expect(frame.content_frame.locator("#map_div")).to_have_attribute("data-ready", "base")
    expect(tab.page.locator("[data-testid=stSidebar] [data-testid=stSkeleton]")).to_have_count(0)


def check(tab, faults, where, *, sizes=(DESKTOP,)):
    """Return the violations of the open page, in both themes and at some sizes."""
    found = {}
    for size in sizes:
        tab.page.set_viewport_size(size)
        for theme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            wait(tab)
            if lines := faults(tab):
                found[f"{where}, {theme}, {size['width']} px"] = lines
    return found


def said(found):
    return "\n".join(f"{where}\n  " + "\n  ".join(lines) for where, lines in found.items())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_serious_fault_in_both_languages_and_themes(visit, faults, path):
    tab = visit()
    found = {}

    for language, sizes in (("en", (DESKTOP,)), ("fr", (DESKTOP, PHONE))):
        tab.open(path=path, lang=language)
        found |= check(tab, faults, f"{path} in {language}", sizes=sizes)

    assert not found, said(found)


@pytest.mark.parametrize(("path", "query"), STATES)
def test_what_a_page_opens_has_no_serious_fault_in_both_themes(visit, faults, path, query):
    tab = visit()

    tab.open(path=path, **query)
    found = check(tab, faults, f"{path} {query}")

    assert not found, said(found)


def test_axe_sees_a_fault_in_a_page_and_in_a_map(tab, faults):
    tab.open_map()
    for frame in tab.page.frames:
        frame.evaluate("document.body.append(document.createElement('button'))")

    found = faults(tab)

    assert [line.partition(":")[0] for line in found].count("button-name") == len(tab.page.frames)


@pytest.mark.parametrize(("language", "title"), [("en", "Map"), ("fr", "Carte")])
def test_a_map_is_named_in_the_readers_language(tab, language, title):
    tab.open_map(lang=language)

    expect(tab.page.locator("iframe[src*=streamlit_folium]")).to_have_attribute("title", title)
    expect(tab.map).to_have_attribute("aria-label", title)
    assert tab.frame.evaluate("document.documentElement.lang") == language


def test_two_maps_of_a_page_have_two_names(tab):
    tab.open_slices(stage="two")
    tab.slice_map("slice-stage-other").wait()

    maps = tab.page.locator("iframe[src*=streamlit_folium]")

    expect(maps.nth(0)).to_have_attribute("title", "Map 1")
    expect(maps.nth(1)).to_have_attribute("title", "Map 2")


def test_every_chart_says_what_it_shows(tab):
    tab.open(path="/corridors", panel="fuel")
    tab.settle()
    charts = tab.page.locator(".stVegaLiteChart svg.marks")
    expect(charts).to_have_count(3)

    described = tab.page.locator(".stVegaLiteChart[role=graphics-document][aria-label]")

    expect(described).to_have_count(3)


def test_a_stack_opens_by_keyboard_and_its_events_after_it(tab):
    tab.open_map()
    stack = tab.map.locator(".stack").first
    stack.focus()

    tab.page.keyboard.press("Enter")

    expect(tab.map.locator(".stack[aria-expanded=true]")).to_be_focused()
    opened = tab.map.locator("path.dot[tabindex]").first
    opened.focus()
    wanted = opened.get_attribute("data-event")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(lambda url: f"event={wanted}" in url)


def test_a_map_does_not_glide_for_a_reader_who_wants_less_motion(visit):
    tab = visit(reduced_motion="reduce")
    tab.open_map()

    gliding = tab.frame.evaluate(
        """() => {
          const { map } = SahelMap.state;
          const before = map.getZoom();
          map.zoomIn(1);
          map.panBy([120, 0]);
          const moving = document.querySelectorAll(".leaflet-zoom-anim, .leaflet-pan-anim");
          return [map.getZoom() - before, moving.length];
        }"""
    )

    assert gliding == [1, 0]


@pytest.mark.parametrize("name", ["Link and citation", "Briefing", "Files"])
def test_the_dialog_that_shares_a_view_has_no_serious_fault(visit, faults, name):
    tab = visit()
    tab.open_map()
    tab.press("share")
    tab.page.get_by_role("dialog").get_by_role("tab", name=name).click()

    found = check(tab, faults, name)

    assert not found, said(found)
