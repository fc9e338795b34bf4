"""A first visit: what is drawn, in which language, and that nothing leaves the host."""

import json
import re

import pytest
from playwright.sync_api import expect

from sahel_map.selection import Selection

pytestmark = pytest.mark.browser


def test_first_visit_draws_every_drawable_event_and_asks_no_other_host(tab, data):
    outcome = Selection().outcome(data.events)
    tab.open_map()
    tab.expect_events(len(outcome.drawn))
    tab.expect_rows(len(outcome.events))
    events_on_map = tab.frame.evaluate("SahelMap.state.view.events.map((event) => event.id)")
    assert sorted(events_on_map) == sorted(outcome.drawn.index)
    stacked = [int(text) for text in tab.map.locator(".stack text").all_text_contents()]
    assert tab.map.locator("path.dot[data-event]").count() + sum(stacked) == len(outcome.drawn)
    assert tab.watch.requests
    assert tab.watch.foreign() == []


def test_map_has_its_boundaries_and_names(tab):
    tab.open_map()
    assert tab.map.locator("path.unit").count() > 50
    assert tab.map.locator("path.border.focus").count() == 1
    assert tab.map.locator("path.river").count() > 5
    expect(tab.map.locator(".load-fault")).to_have_count(0)
    expect(tab.map.locator(".name.town").get_by_text("Bamako", exact=True)).to_be_visible()


def test_every_page_opens_from_the_menu_and_by_its_address(tab):
    tab.open_map()
    tab.page.get_by_role("link", name="About").click()
    expect(tab.page.get_by_role("heading", name="About Sahel Map")).to_be_visible()
    tab.settle()
    for heading in ("Sources", "Words", "Licences", "How to cite"):
        expect(tab.page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    tab.page.get_by_role("link", name="Attacks").click()
    tab.wait_for_map()
    tab.open(path="/about")
    expect(tab.page.get_by_role("heading", name="About Sahel Map")).to_be_visible()
    tab.settle()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def test_headers_let_the_browser_refuse_what_would_leave(tab):
    policy = tab.open().headers["content-security-policy"]
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == "'self'"
    assert directives["connect-src"] == "'self'"
    assert "http" not in policy
    tab.wait_for_map()
    for path in (tab.frame.url, "/healthz", "/_stcore/health"):
        answer = tab.page.request.get(path if "://" in path else tab.server.base + path)
        assert answer.headers["content-security-policy"] == policy, path


def test_guard_of_these_tests_sees_faults_and_other_hosts(tab):
    tab.open_map()
    assert tab.watch.complaints == []
    for window in (tab.page, tab.frame):
        window.evaluate("fetch('https://example.org/').catch(() => 0)")
    with tab.page.expect_event("pageerror"):
        tab.page.evaluate("setTimeout(() => { throw new Error('on purpose') })")
    elsewhere = tab.server.origin.replace("localhost", "127.0.0.1") + "/healthz"
    tab.page.context.new_page().goto(elsewhere)
    complaints, requests = tab.watch.complaints[:], tab.watch.foreign()
    tab.watch.complaints.clear()
    tab.watch.requests.clear()
    assert len([text for text in complaints if "CSP connect-src" in text]) == 2
    assert any("on purpose" in text for text in complaints)
    assert elsewhere in requests


def test_health_names_the_data(tab, data):
    answer = json.loads(tab.page.request.get(f"{tab.server.base}/healthz").text())
    assert answer == {"status": "ok", "data": data.version, "events": len(data.events)}


def test_map_libraries_may_be_kept_by_the_browser(tab):
    tab.open_map()
    assets = [url for url in tab.watch.requests if "/assets/" in url]
    assert any(url.endswith("leaflet.js") for url in assets)
    for url in assets:
        answer = tab.page.request.get(url)
        assert answer.status == 200
        assert "immutable" in answer.headers["cache-control"], url
        assert "text/html" not in answer.headers["content-type"], url


def test_browser_language_is_used_when_the_link_names_none(visit):
    tab = visit(locale="fr-FR")
    tab.open_map()
    expect(tab.sentence).to_contain_text("événements")
    expect(tab.page).to_have_url(re.compile(r"[?&]lang=fr"))


def test_two_readers_keep_their_own_languages(visit):
    link = {"type": "convoy_attack", "from": "2025-07-01", "to": "2025-09-30"}
    english, french = visit(), visit()
    english.open_map(lang="en", **link)
    french.open_map(lang="fr", **link)
    for tab, word in ((english, "Sources"), (french, "Sources"), (english, "Sources")):
        tab.dot("2025-09-14-lakamane-convoy").click()
        expect(tab.panel).to_contain_text(word)
        tab.settle()
        tab.press("event-close")
        expect(tab.panel).to_have_count(0)
    french.dot("2025-09-14-lakamane-convoy").click()
    acted = re.compile("^Acted$")
    expect(french.panel.locator("dt").filter(has_text="Date")).to_have_count(1)
    expect(french.panel.locator("dt").filter(has_text=acted)).to_have_count(0)
    english.dot("2025-09-14-lakamane-convoy").click()
    expect(english.panel.locator("dt").filter(has_text=acted)).to_have_count(1)
