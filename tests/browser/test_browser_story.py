"""Briefings in a browser: put together, presented, sent; links, frames and previews of views."""

import json
import re
import urllib.request
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from sahel_map.briefing import bundled, read_briefing

pytestmark = pytest.mark.browser

WESTERN = "western-offensive"


def add(dashboard, title, note=""):
    """Add the open view to the reader's briefing."""
    page = dashboard.page
    page.get_by_role("button", name="Share and brief").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Briefing").click()
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_label("Caption, for everybody").fill(note)
    dialog.get_by_role("button", name="Add to my briefing").click()
    expect(dialog).to_be_hidden()
    dashboard.settle()


def saved(dashboard):
    """Return the file of the reader's own briefing."""
    dashboard.open(path="/briefing")
    with dashboard.page.expect_download() as waiting:
        dashboard.press("file-mine")
    return waiting.value.path().read_bytes()


def step_text(dashboard):
    return dashboard.page.locator(".st-key-story-buttons")


def test_a_briefing_made_on_one_machine_opens_on_another_with_the_same_views(
    visit, start_server, tmp_path
):
    here = visit()
    here.open_map(**{"from": "2025-07-01", "to": "2025-07-31", "show": "clusters"})
    first = here.digest
    add(here, "July", "What July brought.")
    here.open(path="/corridors", on="2025-10-17")
    expect(here.page.locator(".st-key-road-stage iframe")).to_be_visible()
    here.settle()
    add(here, "Mid-October")
    raw = saved(here)
    assert [step.title for step in read_briefing(raw).briefing.steps] == ["July", "Mid-October"]
    path = tmp_path / "sent.json"
    path.write_bytes(raw)

    there = visit(on=start_server())
    there.open(path="/briefing")
    there.page.locator(".st-key-briefing-file input[type=file]").set_input_files(path)
    there.press("briefing-open")
    there.page.locator(".st-key-present-mine a").click()

    expect(step_text(there)).to_contain_text("July")
    there.wait_for_map()
    assert there.digest == first
    there.expect_url(**{"from": "2025-07-01", "to": "2025-07-31", "show": "clusters",
                        "briefing": "mine"})  # fmt: skip
    there.page.keyboard.press("ArrowRight")
    expect(step_text(there)).to_contain_text("Mid-October")
    there.expect_url(on="2025-10-17", briefing="mine", at="2")


def test_arrow_keys_go_through_the_steps_and_escape_leaves(visit):
    steps = bundled()[WESTERN].steps
    dashboard = visit()
    dashboard.open(path="/", briefing=WESTERN)

    expect(step_text(dashboard)).to_contain_text(steps[0].title)
    dashboard.wait_for_map()
    dashboard.page.keyboard.press("ArrowRight")
    expect(step_text(dashboard)).to_contain_text(steps[1].title)
    dashboard.page.keyboard.press("ArrowLeft")
    expect(step_text(dashboard)).to_contain_text(steps[0].title)
    expect(dashboard.page.locator("[data-testid=stSidebar]")).to_be_hidden()
    expect(dashboard.page.locator("[data-testid=stHeader]")).to_be_hidden()
    dashboard.page.keyboard.press("Escape")

    expect(step_text(dashboard)).to_have_count(0)
    expect(dashboard.page.locator("[data-testid=stSidebar]")).to_be_visible()


def test_back_in_the_browser_goes_a_step_back(visit):
    steps = bundled()[WESTERN].steps
    dashboard = visit()
    dashboard.open(path="/attacks", briefing=WESTERN)
    expect(step_text(dashboard)).to_contain_text(steps[0].title)
    dashboard.settle()
    dashboard.page.locator(".st-key-story-on a").click()
    expect(step_text(dashboard)).to_contain_text(steps[1].title)
    dashboard.settle()

    dashboard.page.go_back()

    expect(step_text(dashboard)).to_contain_text(steps[0].title)


def test_a_step_is_the_live_view(visit):
    dashboard = visit()
    dashboard.open(path="/attacks", briefing=WESTERN)
    dashboard.wait_for_map()

    dashboard.redrawn_after(lambda: dashboard.page.get_by_role("radio", name="Heat").click())

    dashboard.expect_url(**{"from": "2025-07-01", "to": "2025-07-01", "show": "heat",
                            "briefing": WESTERN})  # fmt: skip


def test_the_link_of_a_view_is_copied(visit):
    dashboard = visit()
    dashboard.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    dashboard.open_map(**{"from": "2025-07-01"})
    dashboard.redrawn_after(lambda: dashboard.page.get_by_role("radio", name="Clusters").click())

    dashboard.page.get_by_role("button", name="Copy link").click()

    expect(dashboard.page.locator(".copied")).to_have_text("Link copied")
    assert dashboard.page.evaluate("navigator.clipboard.readText()") == dashboard.page.url


def test_an_embedded_page_has_no_chrome_and_leads_to_the_whole_one(visit):
    dashboard = visit()
    answer = dashboard.open(path="/attacks", embed="true", **{"from": "2025-07-01"})
    dashboard.wait_for_map()
    page = dashboard.page

    for chrome in ("[data-testid=stSidebar]", ".st-key-view-tools", "[data-testid=stTopNavLink]"):
        expect(page.locator(chrome)).to_have_count(0)
    link = page.get_by_role("link", name="Open in Sahel Map")
    assert link.get_attribute("href").endswith("/attacks?lang=en&from=2025-07-01")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]


def test_a_page_that_is_not_embedded_stands_in_no_foreign_frame(visit):
    answer = visit().open(path="/attacks")

    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("language", "name"), [("en", "Attacks"), ("fr", "Attaques")])
def test_the_page_is_in_the_language_of_its_view(visit, language, name):
    dashboard = visit()
    dashboard.open(path="/attacks", lang=language)

    expect(dashboard.page.locator("html")).to_have_attribute("lang", language)
    expect(dashboard.page.get_by_role("link", name=name)).to_be_visible()


def test_the_language_of_the_page_follows_a_switch(visit):
    dashboard = visit()
    dashboard.open_map()

    dashboard.page.get_by_role("radio", name="Français").click()

    expect(dashboard.page.locator("html")).to_have_attribute("lang", "fr")


def test_a_shared_link_tells_of_its_view_and_has_a_picture(server):
    address = f"{server.base}/attacks?from=2025-07-01&lang=fr"
    with urllib.request.urlopen(address) as answer:  # noqa: S310  (our own server)
        text = answer.read().decode()

    told = dict(re.findall(r'<meta property="(og:[a-z:_]+)" content="([^"]*)">', text))
    assert told["og:title"] == "Attaques · Sahel Map"
    assert "1er juillet 2025" in told["og:description"]
    assert told["og:url"] == f"{server.base}/attacks?from=2025-07-01&amp;lang=fr"
    with urllib.request.urlopen(told["og:image"]) as answer:  # noqa: S310
        assert answer.headers["content-type"] == "image/png"
        assert answer.read(8) == b"\x89PNG\r\n\x1a\n"


def test_a_pack_is_made_with_a_bar_and_downloaded(visit):
    dashboard = visit()
    dashboard.open_map(**{"from": "2025-07-01", "to": "2025-07-01"})
    page = dashboard.page
    page.get_by_role("button", name="Share and brief").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Files").click()

    dialog.get_by_role("button", name="Make the pack").click()
    expect(dialog.locator("[data-testid=stProgress]")).to_be_visible()
    with page.expect_download(timeout=90_000) as waiting:
        dialog.get_by_role("button", name="Download the pack").click(timeout=90_000)

    with ZipFile(waiting.value.path()) as archive:
        suffixes = {name.rsplit(".", 1)[-1] for name in archive.namelist()}
        geojson = next(name for name in archive.namelist() if name.endswith(".geojson"))
        ids = {feature["id"] for feature in json.loads(archive.read(geojson))["features"]}
    assert {"html", "pdf", "png", "csv", "geojson", "txt"} <= suffixes
    assert "2025-07-01-kayes" in ids
