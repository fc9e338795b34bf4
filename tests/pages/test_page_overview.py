"""The Overview in Streamlit's own runner: what it says of which data, and where it leads."""

import datetime as dt
import re
from urllib.parse import parse_qs

import pytest
from data_pages import browse, load
from upload_fixtures import ACLED

from sahel_map.i18n import date_text
from sahel_map.selection import Selection

CARDS = ("attacks", "deaths", "roads", "sieges", "share", "areas")


@pytest.fixture
def use(monkeypatch):
    """Let the pages read another data folder."""
    return lambda folder: monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))


def cards(page):
    """Return the text of each card."""
    return [body for body in page.html if 'class="finding"' in body]


def headline(page):
    """Return what stands below the large line."""
    [text] = [body for body in page.html if 'class="overview"' in body]
    return text


def links(page):
    """Return page and query of each link of the page's own, in order."""
    protos = [node.proto for node in page.app.get("page_link")]
    protos = [proto for proto in protos if "briefing=" not in proto.query_string]
    return [(proto.page, parse_qs(proto.query_string), proto.label) for proto in protos]


def test_the_overview_is_the_first_page_and_says_the_last_day(visit, data):
    page = visit(page="overview")

    assert [title.value for title in page.app.title] == [f"Data to {date_text(data.days[1])}"]
    assert "90 days each" in headline(page)
    assert "not a census" in headline(page)
    assert len(cards(page)) == len(CARDS)


def test_all_text_stands_before_the_map(visit):
    page = visit(page="overview")

    kinds = [node.type for node in page.app._tree if getattr(node, "proto", None) is not None]

    at = kinds.index("component_instance")
    assert kinds.count("component_instance") == 1
    assert max(n for n, kind in enumerate(kinds) if kind == "page_link") < at


def test_the_days_can_be_thirty_and_stand_in_the_address(visit):
    page = visit(page="overview")

    page.set("button_group", "overview-span", "30")

    assert "30 days each" in headline(page)
    assert page.query == {"span": "30"}


def test_a_link_with_nonsense_for_days_opens_with_ninety(visit):
    assert "90 days each" in headline(visit(page="overview", span="7"))


def test_every_card_leads_to_the_view_behind_it(visit, data):
    page = visit(page="overview", span="90")

    found = links(page)[: len(CARDS)]

    last = data.days[1].isoformat()
    pages = [name for name, _query, _label in found]
    assert pages == ["attacks", "attacks", "corridors", "corridors", "expansion", "expansion"]
    assert found[0][1]["to"] == [last]
    assert found[2][1]["on"] == [last]
    assert found[3][1]["panel"] == ["sieges"]
    assert found[4][1]["by"] == ["own"]
    assert len({label for _name, _query, label in found}) == len(CARDS)


def test_links_keep_what_the_reader_has_chosen(visit):
    page = visit("fr", "overview", confidence="medium", event="x")

    for name, query, _label in links(page)[: len(CARDS)]:
        assert query["lang"] == ["fr"], name
        assert query["confidence"] == ["medium"], name
        assert "event" not in query, name


def test_the_latest_events_are_those_of_the_selection_and_open_on_the_map(visit, data):
    page = visit(page="overview", region="Kayes", to="2020-01-01")

    latest = Selection(regions=("Kayes",)).outcome(data.events).latest(8).index
    assert [query["event"] for name, query, _label in links(page)[len(CARDS) :]] == [
        [event] for event in latest
    ]
    opened = visit(event=latest[0])
    assert opened.panel


def test_the_map_shows_the_events_of_the_days(visit, data):
    page = visit(page="overview", span="90")

    query = links(page)[0][1]
    last = data.days[1]
    chosen = Selection(first=last - dt.timedelta(days=89), last=last)
    assert query["from"] == [chosen.first.isoformat()]
    shown = {event["id"] for event in page.map_view["events"]}
    assert shown == set(chosen.outcome(data.events).drawn.index)


def test_words_that_fit_nothing_leave_figures_of_nothing(visit):
    page = visit(page="overview", q="xyzzy")

    assert len(cards(page)) == len(CARDS)
    assert "<b>0</b>" in cards(page)[0]
    assert "No event fits this selection." in page.captions
    assert page.map_view["events"] == []


def test_without_roads_there_are_no_cards_of_roads(visit, folder, use):
    use(folder)

    page = visit(page="overview")

    assert len(cards(page)) == 4
    assert not any("Roads" in card for card in cards(page))


def test_without_events_the_page_says_so(visit, folder, use):
    events = folder / "events.csv"
    events.write_text(events.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    use(folder)

    page = visit(page="overview")

    assert [title.value for title in page.app.title] == ["No events yet"]
    assert cards(page) == []
    assert "nothing can be compared" in page.notices[-1]
    assert not page.app.get("component_instance")


def test_a_restricted_dataset_has_its_own_last_day(visit, monkeypatch, tmp_path):
    browse(monkeypatch, tmp_path / "imports")
    key = load(visit(page="data"), "acled.csv", ACLED)

    page = visit(page="overview", data=key)

    assert len(cards(page)) == len(CARDS)
    assert all(query["data"] == [key] for _name, query, _label in links(page))


def test_hostile_titles_are_shown_as_they_are(visit, folder, use):
    events = folder / "events.csv"
    bad = "<img src=x onerror=alert(1)> [x](http://evil.example) **b**"
    text = events.read_text(encoding="utf-8").replace("Attack on West Town", bad)
    events.write_text(text, encoding="utf-8")
    use(folder)

    labels = [label for name, query, label in links(visit(page="overview"))]

    [told] = [label for label in labels if "onerror" in label]
    assert re.search(r"(?<!\\)[<\[]", told) is None


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("span", ["30", "90"])
@pytest.mark.parametrize("known", ["2020-01-01", "2025-06-03"])
def test_the_page_opens_as_known_on_an_earlier_day(visit, language, span, known):
    page = visit(language, "overview", span=span, known=known)

    assert headline(page)


def test_leads_count_where_the_reader_wants_them(visit):
    page = visit(page="overview", confidence="unverified")

    assert "unverified leads after the last day" in headline(page)


def test_a_first_visitor_is_offered_the_tour(visit):
    page = visit(page="overview")

    [tour] = [link.proto for link in page.app.get("page_link") if "tour" in link.proto.label]
    assert parse_qs(tour.query_string)["briefing"] == ["tour"]
    assert "at" not in parse_qs(tour.query_string)
