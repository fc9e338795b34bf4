"""The view is the link: opened by another reader it is the same view; nonsense in it is dropped."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from sahel_map.selection import Selection

pytestmark = pytest.mark.browser

EVENT = "2025-09-14-lakamane-convoy"
LINK = {"from": "2025-07-01", "to": "2025-09-30", "type": "convoy_attack"}
SELECTION = Selection(
    first=dt.date(2025, 7, 1), last=dt.date(2025, 9, 30), types=("convoy_attack",)
)


def numbers(text):
    return sorted(re.findall(r"\d+", text))


def test_link_opens_the_same_view_for_another_reader(visit, data):
    outcome = SELECTION.outcome(data.events)
    sentences = []
    for tab in (visit(), visit()):
        tab.open_map(**LINK, event=EVENT)
        tab.expect_events(len(outcome.drawn))
        tab.expect_rows(len(outcome.events))
        expect(tab.panel.get_by_role("heading").first).to_have_text(data.events.at[EVENT, "title"])
        tab.expect_url(**LINK, event=EVENT)
        sentences.append(tab.sentence.inner_text())
    assert sentences[0] == sentences[1]
    assert "Attack on a convoy, from 1 July 2025 to 30 September 2025." in sentences[0]


def test_link_in_french_says_the_same_in_french(visit, data):
    english, french = visit(), visit()
    english.open_map(**LINK, event=EVENT)
    french.open_map(**LINK, event=EVENT, lang="fr")
    outcome = SELECTION.outcome(data.events)
    french.expect_events(len(outcome.drawn))
    french.expect_rows(len(outcome.events))
    text = french.sentence.inner_text()
    assert "1er juillet 2025" in text
    assert "30 septembre 2025" in text
    assert "événements" in text
    assert numbers(text) == numbers(english.sentence.inner_text())
    words = french.panel.inner_text()
    assert "14 septembre 2025" in words
    assert not re.search(r"\b(Acted|Against|Deaths|Checked|event|September)\b", words)
    french.expect_url(**LINK, event=EVENT)


def test_link_made_with_the_widgets_opens_the_same_view_again(visit, data):
    maker = visit()
    maker.open_map()
    maker.redrawn_after(lambda: maker.choose("type", "Attack on a convoy"))
    maker.expect_events(len(Selection(types=("convoy_attack",)).outcome(data.events).drawn))
    maker.dot(EVENT).click()
    expect(maker.panel.get_by_role("heading").first).to_have_text(data.events.at[EVENT, "title"])
    maker.expect_url(type="convoy_attack", event=EVENT)

    reader = visit()
    reader.page.goto(maker.page.url)
    reader.wait_for_map()
    expect(reader.panel.get_by_role("heading").first).to_have_text(data.events.at[EVENT, "title"])
    assert reader.sentence.inner_text() == maker.sentence.inner_text()
    assert reader.map.get_attribute("data-events") == maker.map.get_attribute("data-events")


def test_language_switch_keeps_filters_map_and_open_event(tab, data):
    outcome = SELECTION.outcome(data.events)
    tab.open_map(**LINK, event=EVENT)
    before = tab.sentence.inner_text()
    tab.frame.evaluate("window.mark = 'kept'")
    tab.redrawn_after(lambda: tab.switch("lang", "Français"))
    expect(tab.sentence).to_contain_text("1er juillet 2025")
    assert tab.query["lang"] == ["fr"]
    tab.expect_url(**LINK, event=EVENT)
    tab.expect_events(len(outcome.drawn))
    assert numbers(tab.sentence.inner_text()) == numbers(before)
    assert tab.frame.evaluate("window.mark") == "kept"


def test_filters_speak_the_new_language_and_work_after_a_switch(tab, data):
    tab.open_map(type="convoy_attack")
    tab.redrawn_after(lambda: tab.switch("lang", "Français"))
    expect(tab.page.locator(".st-key-type")).to_contain_text("Attaque d’un convoi")
    expect(tab.page.locator(".st-key-confidence [role=combobox]")).to_have_value("faible")
    tab.redrawn_after(lambda: tab.choose("type", "Embuscade"))
    assert tab.query == {"lang": ["fr"], "type": ["convoy_attack", "ambush"]}
    outcome = Selection(types=("convoy_attack", "ambush")).outcome(data.events)
    tab.expect_events(len(outcome.drawn))


def test_filter_chosen_after_a_language_switch_from_the_default_view(tab, data):
    tab.open_map()
    tab.redrawn_after(lambda: tab.switch("lang", "Français"))
    tab.redrawn_after(lambda: tab.choose("country", "Mali"))
    tab.expect_url(country="MLI")
    tab.expect_events(len(Selection(countries=("MLI",)).outcome(data.events).drawn))


def test_another_page_and_back_keeps_the_view(tab, data):
    tab.open_map(**LINK)
    before = tab.sentence.inner_text()
    tab.page.get_by_role("link", name="About").click()
    expect(tab.page.get_by_role("heading", name="About Sahel Map")).to_be_visible()
    tab.settle()
    tab.page.get_by_role("link", name="Attacks").click()
    tab.wait_for_map()
    expect(tab.sentence).to_have_text(before)
    tab.expect_url(**LINK)
    tab.expect_events(len(SELECTION.outcome(data.events).drawn))


def test_back_in_the_browser_undoes_a_filter(tab, data):
    tab.open_map()
    everything = len(Selection().outcome(data.events).drawn)
    tab.redrawn_after(lambda: tab.choose("type", "Ambush"))
    tab.expect_url(type="ambush")
    tab.redrawn_after(tab.page.go_back)
    tab.expect_events(everything)
    tab.expect_url()


def test_nonsense_in_a_link_is_dropped_without_an_error(tab, data):
    outcome = Selection().outcome(data.events)
    tab.open_map(
        **{"from": "banana", "to": "2025-99-99", "type": ["xyz", "<script>alert(1)</script>"]},
        actor="y" * 5000,
        country="';--",
        precision="${1+1}",
        confidence="9",
        show="zz",
        event="none",
        lang="xx",
        per_area="q",
        bars="<img src=x onerror=alert(1)>",
        nobody="asked",
    )
    tab.expect_events(len(outcome.drawn))
    tab.expect_rows(len(outcome.events))
    expect(tab.panel).to_have_count(0)
    expect(tab.page.locator("[data-testid=stException], [data-testid=stAlert]")).to_have_count(0)
    tab.expect_url()
    assert tab.query == {"lang": ["en"]}


def test_a_very_long_event_id_closes_the_panel(tab):
    tab.open_map(event="x" * 8000)
    expect(tab.panel).to_have_count(0)
    tab.expect_url()


def test_hostile_search_words_are_shown_as_words(tab):
    words = "<script>window.__hacked=1</script> **b** `c` <img src=x onerror=window.__hacked=1>"
    tab.open_map(q=words)
    expect(tab.sentence).to_contain_text(f"“{words}”")
    tab.expect_events(0)
    assert tab.page.evaluate("window.__hacked") is None
    assert tab.frame.evaluate("window.__hacked") is None


def test_unknown_region_gives_an_explained_empty_view_with_a_way_back(tab, data):
    tab.open_map(region="Atlantis", type="ambush")
    tab.expect_events(0)
    empty = tab.page.locator(".st-key-empty")
    expect(empty).to_contain_text("no region called “Atlantis”")
    expect(tab.map.locator(".empty-note")).to_be_visible()
    empty.get_by_role("button", name="All regions").click()
    tab.expect_url(type="ambush")
    tab.expect_events(len(Selection(types=("ambush",)).outcome(data.events).drawn))
    expect(empty).to_have_count(0)
    expect(tab.map.locator(".empty-note")).to_have_count(0)


def test_empty_view_can_be_cleared_at_once(tab, data):
    tab.open_map(region="Atlantis", q="nothing like it", to="1999-12-31")
    tab.press("empty-clear")
    tab.expect_url()
    tab.expect_events(len(Selection().outcome(data.events).drawn))
