"""Evidence and Numbers in the browser: the dossier, a contradiction, a day in a link, a phone."""

import re

import pytest
from playwright.sync_api import expect

from sahel_map.basis import Basis
from sahel_map.i18n import date_text
from sahel_map.measures.nearby import nearby_events
from sahel_map.rules import parse_day
from sahel_map.selection import Selection

pytestmark = pytest.mark.browser

EVENT = "2025-09-14-lakamane-convoy"
TANKERS = "lakamane-convoy-tankers"
KNOWN = "2025-06-03"
PHONE_PAGES = [
    ("/evidence", {"event": EVENT}),
    ("/evidence", {"part": "contradictions", "contradiction": TANKERS}),
    ("/evidence", {"part": "sources"}),
    ("/evidence", {"part": "known", "known": KNOWN}),
    ("/numbers", {}),
    ("/numbers", {"numbers": "forces"}),
]


def head(tab):
    """Return the head of the open dossier."""
    return tab.page.locator(".dossier").get_by_role("heading").first


def chart_of(tab, measure):
    """Return the chart that stands under the heading of a measure."""
    heading = tab.page.locator("[data-testid=stMarkdown]", has_text=re.compile(f"^{measure}"))
    charts = tab.page.locator("[data-testid=stVegaLiteChart]")
    expect(heading).to_have_count(1)
    names = tab.page.locator(
        "[data-testid=stMarkdown]:has(strong), [data-testid=stVegaLiteChart]"
    ).all()
    kinds = [name.get_attribute("data-testid") for name in names]
    place = next(i for i, name in enumerate(names) if measure in (name.text_content() or ""))
    return charts.nth(kinds[:place].count("stVegaLiteChart"))


def cards(tab):
    return tab.page.locator("[class*=st-key-contradiction-]")


def test_dossier_draws_every_claim_of_tankers_with_its_claimant_and_number(tab):
    tab.open(path="/evidence", event=EVENT)
    expect(head(tab)).to_have_text("Escorted tanker convoy burned near Lakamané")
    chart = chart_of(tab, "Tankers destroyed")
    said = {
        "RFI": "at least 20",
        "hauliers": "40",
        "African Initiative": "at least 40",
        "ACLED": "at least 50",
        "source close to JNIM": "80",
        "Tanakra": "130",
    }
    texts = chart.locator("svg text")
    for claimant, number in said.items():
        expect(texts.filter(has_text=re.compile(f"^{claimant}\u200b*$"))).to_have_count(1)
        expect(texts.filter(has_text=re.compile(f"^{number}$"))).not_to_have_count(0)
    expect(chart.locator(".mark-symbol path").first).to_be_attached()
    tab.settle()


def test_dossier_chart_says_who_printed_a_claim(tab):
    tab.open(path="/evidence", event=EVENT)
    tab.wait_for_map()
    chart = chart_of(tab, "Tankers destroyed")
    point = chart.locator(".mark-symbol path").last
    point.scroll_into_view_if_needed()
    point.hover()
    tip = tab.page.locator("#vg-tooltip-element")
    expect(tip).to_contain_text("Claimant")
    expect(tip).to_contain_text("Printed by")


def test_dossier_map_marks_its_event_among_those_near_it(tab, data):
    near = nearby_events(data.events, EVENT, km=100, days=60)
    near = near[near["confidence"] != "unverified"]
    tab.open(path="/evidence", event=EVENT)
    tab.wait_for_map()
    tab.expect_events(len(near) + 1)
    expect(tab.dot(EVENT)).to_have_count(1)
    expect(tab.map.locator("path.chosen")).to_have_count(1)
    expect(tab.map.locator("path.extent.near")).not_to_have_count(0)
    assert tab.frame.evaluate("SahelMap.state.view.selected") == EVENT
    centre = tab.frame.evaluate("Object.values(SahelMap.state.map.getCenter())")
    event = data.events.loc[EVENT]
    assert centre == pytest.approx([event["lat"], event["lon"]], abs=0.6)


def test_dossier_map_leads_to_a_neighbour_and_moves_there(tab, data):
    tab.open(path="/evidence", event=EVENT)
    tab.wait_for_map()
    tab.frame.evaluate("SahelMap.state.map.setZoom(6, { animate: false })")
    # The last is drawn over the others.
    other = tab.map.locator(f'path.dot[data-event]:not([data-event="{EVENT}"])').last
    event_id = other.get_attribute("data-event")
    tab.redrawn_after(other.click)
    tab.expect_url(event=event_id)
    expect(head(tab)).to_have_text(data.events.at[event_id, "title"])


def test_panel_of_an_event_leads_to_its_dossier(tab, data):
    tab.open_map(event=EVENT)
    tab.panel.get_by_role("link", name="Open the dossier").click()
    expect(head(tab)).to_have_text(data.events.at[EVENT, "title"])
    tab.wait_for_map()
    assert "/evidence" in tab.page.url
    tab.expect_url(event=EVENT)


def test_dossier_of_another_event_is_picked_by_its_name(tab, data):
    other = "2025-06-02-timbuktu"
    tab.open(path="/evidence", event=EVENT)
    tab.wait_for_map()
    box = tab.page.locator(".st-key-dossier-event").get_by_role("combobox")
    box.click()
    box.fill(data.events.at[other, "title"])
    tab.page.get_by_role("option").first.click()
    expect(head(tab)).to_have_text(data.events.at[other, "title"])
    tab.expect_url(event=other)


def test_contradiction_opens_by_click_with_our_reading_and_its_sources(tab, data):
    tab.open(path="/evidence", part="contradictions", find="tanakra")
    card = tab.page.locator(f".st-key-contradiction-{TANKERS}")
    expect(card.locator(".reading")).not_to_be_visible()
    card.locator("summary").click()
    expect(card.locator(".reading")).to_be_visible()
    expect(card.locator(".reading")).to_contain_text("Our reading:")
    expect(card.locator(".reading")).to_contain_text(data.contradictions.at[TANKERS, "reading"])
    positions = data.positions.query("contradiction_id == @TANKERS")
    expect(card.locator("li")).to_have_count(len(positions))
    for link in card.locator("a").all():
        assert link.get_attribute("href").startswith("http")
        assert "noopener" in link.get_attribute("rel")
    assert card.locator(".reading a").count() > 0
    assert card.locator("li a").count() >= len(positions)
    tab.settle()


def test_contradiction_is_put_into_the_address_and_opens_from_it(visit):
    maker = visit()
    maker.open(path="/evidence", part="contradictions", find="tanakra")
    maker.page.locator(f".st-key-contradiction-{TANKERS} summary").click()
    maker.press(f"link-{TANKERS}")
    maker.expect_url(part="contradictions", find="tanakra", contradiction=TANKERS)
    maker.settle()
    reader = visit()
    reader.page.goto(maker.page.url)
    card = reader.page.locator(f".st-key-contradiction-{TANKERS}")
    expect(card.locator(".reading")).to_be_visible()
    reader.settle()


def test_contradiction_leads_to_the_dossier_of_its_event(tab, data):
    tab.open(path="/evidence", part="contradictions", contradiction=TANKERS)
    tab.page.locator(f".st-key-open-{TANKERS}-{EVENT} button").click()
    expect(head(tab)).to_have_text(data.events.at[EVENT, "title"])
    tab.wait_for_map()
    assert tab.query["event"] == [EVENT]


def test_search_narrows_the_contradictions(tab, data):
    tab.open(path="/evidence", part="contradictions", confidence="unverified")
    expect(tab.page.get_by_text(f"{len(data.contradictions)} contradictions.")).to_be_visible()
    tab.settle()  # the cards come one after another: all of them before they are counted
    before = cards(tab).count()
    tab.page.locator(".st-key-find input").fill("haidara")
    tab.page.keyboard.press("Enter")
    expect(cards(tab).first).to_contain_text("Haïdara")
    tab.expect_url(part="contradictions", confidence="unverified", find="haidara")
    tab.settle()
    assert 0 < cards(tab).count() < before


def test_link_of_a_day_opens_the_same_day_for_another_reader(visit, data):
    narrow = Basis(parse_day(KNOWN)).narrow(data)
    maker = visit()
    maker.open(path="/evidence", part="known")
    maker.press(f"known-{KNOWN}")
    notice = maker.page.locator(".st-key-basis-notice")
    expect(notice).to_contain_text(narrow.sentence())
    maker.expect_url(part="known", known=KNOWN)
    maker.settle()
    maker.page.get_by_role("link", name="Attacks").click()
    maker.wait_for_map()
    maker.expect_url(part="known", known=KNOWN)

    reader = visit()
    reader.page.goto(maker.page.url)
    reader.wait_for_map()
    outcome = Selection().outcome(narrow.data.events)
    for tab in (maker, reader):
        notice = tab.page.locator(".st-key-basis-notice")
        expect(notice).to_contain_text(f"As known on {date_text(parse_day(KNOWN))}")
        tab.expect_events(len(outcome.drawn))
        tab.expect_rows(len(outcome.events))
    reader.redrawn_after(lambda: reader.press("whole"))
    expect(reader.page.locator(".st-key-basis-notice")).to_have_count(0)
    reader.expect_events(len(Selection().outcome(data.events).drawn))


def test_numbers_open_from_the_menu_with_their_sources(tab):
    tab.open_map()
    tab.page.get_by_role("link", name="Numbers").click()
    card = tab.page.locator('.card:has(.what:text-is("JNIM attacks in half a year"))')
    expect(card).to_contain_text("280 attacks")
    expect(card.locator(".ours")).to_contain_text("Ours counts a curated sample")
    expect(card).to_contain_text("Responsible Statecraft, 2025")
    for link in tab.page.locator(".card a").all():
        assert link.get_attribute("href").startswith("http")
    tab.switch("numbers", "Forces")
    expect(tab.page.get_by_role("heading", name=re.compile("HTS and the Taliban"))).to_be_visible()
    tab.expect_url(numbers="forces")
    tab.settle()


@pytest.mark.parametrize(
    ("path", "query"), PHONE_PAGES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_phone_does_not_scroll_sideways(phone, path, query):
    phone.open(path=path, **query)
    expect(phone.page.get_by_text("no legal opinion on any border")).to_be_attached()
    phone.settle()
    phone.page.wait_for_timeout(500)  # charts take the width of the page after it is drawn
    assert phone.sideways() <= 0
    parts = ".stMain h3, .stMain summary, .stMain .event, .stMain .card, .stMain svg.marks text"
    outside = phone.page.locator(parts).evaluate_all(
        """(parts) => parts.filter((part) => part.getBoundingClientRect().right > innerWidth + 1)
             .map((part) => part.textContent.slice(0, 60))"""
    )
    assert outside == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_row_that_picks_an_event_shows_its_words_whole(tab, lang):
    tab.page.set_viewport_size({"width": 1440, "height": 900})
    tab.open(path="/evidence", event=EVENT, lang=lang)
    button = tab.page.locator(".st-key-dossier-picker [data-testid=stPopoverButton]:visible")
    words = button.locator("[data-testid=stMarkdownContainer]")
    expect(words).to_be_visible()

    assert words.evaluate("(node) => node.scrollWidth <= node.clientWidth")
    assert button.bounding_box()["height"] >= 38
