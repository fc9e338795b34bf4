"""The Evidence page: the dossier of an event, and the contradictions."""

import html

import pytest

from sahel_map.measures.sourcing import rest_on_leads
from sahel_map.selection import Selection

EVENT = "2025-09-14-lakamane-convoy"
TANKERS = "lakamane-convoy-tankers"


def plain(label):
    """Return the words of a label without the marks that keep them from being Markdown."""
    return label.replace("\\", "")


ALL = {"part": "contradictions", "confidence": "unverified"}
"""A link to every contradiction, also those that rest on unverified leads."""


def titles(page):
    """Return the titles of the contradictions that are drawn, in their order."""
    return [plain(card.label).split("**")[1] for card in page.app.expander]


@pytest.mark.parametrize("part", ["dossier", "contradictions", "sources", "known"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_part_opens_in_both_languages(visit, language, part):
    page = visit(language, "evidence", part=part)
    assert page.app.button_group(key="part").value == part
    assert ("dossier-event" in {box.key for box in page.app.selectbox}) == (part == "dossier")


def test_dossier_opens_the_event_of_the_link(visit, data):
    page = visit(page="evidence", event=EVENT)
    assert html.escape(data.events.at[EVENT, "title"]) in page.panel
    assert page.app.selectbox(key="dossier-event").value == EVENT
    assert page.map_view["selected"] == EVENT
    assert page.query == {"event": EVENT}


def test_dossier_without_an_event_opens_the_most_disputed_one(visit, data):
    def voices(event_id):
        claims = data.claims_of(event_id)
        told = claims[(claims["scope"] == "event") & claims["low"].notna()]
        return told["claimant"].nunique()

    page = visit(page="evidence")
    opened = page.app.selectbox(key="dossier-event").value
    assert voices(opened) == max(voices(event_id) for event_id in data.verified().index) > 2
    page = visit(page="evidence", type=["abduction"])
    opened = page.app.selectbox(key="dossier-event").value
    chosen = Selection(types=("abduction",)).outcome(data.events).events
    assert voices(opened) == max(voices(event_id) for event_id in chosen.index)


def test_dossier_lists_every_claim_of_the_event_with_its_source(visit, data):
    claims = data.claims_of(EVENT)
    shown = visit(page="evidence", event=EVENT).table("claimant")
    assert len(shown) == len(claims)
    assert set(shown["claimant"]) == set(claims["claimant"])
    assert list(shown["publisher"]) == list(
        data.sources.loc[claims["source_id"], "publisher"].to_numpy()
    )
    burned = shown[shown["what"] == "Tankers destroyed"]
    told = set(zip(burned["claimant"], burned["number"], strict=True))
    assert told >= {
        ("RFI", "at least 20"),
        ("hauliers", "40"),
        ("source close to JNIM", "80"),
        ("Tanakra", "130"),
    }


def test_dossier_charts_every_number_that_somebody_gives(visit):
    page = visit(page="evidence", event=EVENT)
    burned = page.charts[0]
    numbers = set(burned["number"].dropna())
    assert {"at least 20", "40", "80", "130"} <= numbers
    assert sorted(burned["at"].dropna()) == [20, 40, 40, 50, 80, 130]


def test_dossier_says_what_is_agreed_and_what_is_not(visit):
    page = visit(page="evidence", event=EVENT)
    [verdicts] = [body for body in page.html if body.startswith('<ul class="agreement">')]
    assert '<li class="differ"><b>Tankers destroyed: 20 to 130</b>' in verdicts
    assert '<li class="differ"><b>Tankers in the convoy: 80 to 100 or more</b>' in verdicts
    assert '<li class="one-voice"><b>Soldiers killed: 1</b>' in verdicts


def test_dossier_offers_its_claims_for_download(visit, data, files):
    visit(page="evidence", event=EVENT)
    text = files[f"claims-{EVENT}.csv"].decode("utf-8-sig")
    for claim_id in data.claims_of(EVENT)["claim_id"]:
        assert f"{claim_id}," in text


def test_dossier_of_an_unknown_event_says_so_and_opens_another(visit):
    page = visit(page="evidence", event="no-such-event")
    [warning] = page.app.warning
    assert "no-such-event" in plain(warning.value)
    assert page.panel is not None
    assert page.app.selectbox(key="dossier-event").value != "no-such-event"


def test_dossier_of_another_event_changes_the_address(visit, data):
    page = visit(page="evidence", event=EVENT)
    other = next(e for e in data.verified().index if e.startswith("2025-07-01-"))
    page.set("selectbox", "dossier-event", other)
    assert page.query == {"event": other}
    assert html.escape(data.events.at[other, "title"]) in page.panel
    assert not page.app.warning


def test_dossier_walks_and_jumps_to_the_most_disputed(visit, data):
    order = list(data.verified().index)
    page = visit(page="evidence", event=EVENT)
    page.press(key="event-next")
    assert page.query == {"event": order[order.index(EVENT) + 1]}
    page.press(key=f"disputed-{EVENT}")
    assert page.query == {"event": EVENT}


def test_dossier_names_the_neighbours_in_space_and_time(visit):
    page = visit(page="evidence", event=EVENT)
    near = [button.key for button in page.app.button if (button.key or "").startswith("near-")]
    assert near
    page.press(key=near[0])
    assert page.query == {"event": near[0].removeprefix("near-")}


def test_dossier_of_an_empty_selection_offers_a_way_back(visit):
    page = visit(page="evidence", q="xyzzy")
    assert any("No event fits" in text.value for text in page.app.text)
    assert page.panel is None
    page.press(key="empty-clear")
    assert page.query == {}
    assert page.panel is not None


def test_panel_and_dossier_word_deaths_with_their_measure(visit, data):
    soldiers = data.verified().query("fatalities_measure == 'soldiers_killed'")
    event_id = soldiers.query("fatalities_low == 30 and fatalities_high == 100").index[0]
    assert "Soldiers killed: 30 to 100" in visit(event=event_id).panel
    assert "Soldiers killed: 30 to 100" in visit(page="evidence", event=event_id).panel


def test_panel_lists_the_claims_by_measure(visit):
    panel = visit(event=EVENT).panel
    claims = panel[panel.index("<dt>Tankers destroyed</dt>") :]
    for claim in ("RFI: at least 20", "hauliers: 40", "source close to JNIM: 80"):
        assert claim in claims.partition("</dd>")[0]


def test_contradictions_are_all_there_errors_first(visit, data):
    page = visit(page="evidence", **ALL)
    assert page.captions[0].startswith(f"{len(data.contradictions)} contradictions.")
    drawn = len(page.app.expander)
    assert 0 < drawn < len(data.contradictions)
    errors = (data.contradictions["kind"] == "error").sum()
    labels = [card.label for card in page.app.expander]
    assert all("error in a document" in label for label in labels[:errors])
    assert "error in a document" not in labels[errors]
    page.set("toggle", "more-cards", True)
    assert set(titles(page)) == set(data.contradictions["title"])


def test_contradictions_are_filtered_by_topic_and_kind(visit, data):
    known = data.contradictions
    page = visit(page="evidence", **ALL)
    page.set("button_group", "topic", ["places"])
    assert set(titles(page)) == set(known.loc[known["topic"] == "places", "title"])
    page.set("button_group", "kind", ["error"])
    both = known[(known["topic"] == "places") & (known["kind"] == "error")]
    assert set(titles(page)) == set(both["title"])
    assert page.query == ALL | {"topic": "places", "kind": "error"}


def test_contradictions_that_rest_on_leads_alone_are_hidden_until_asked_for(visit, data):
    leads = rest_on_leads(data.positions["source_ids"], data)
    leads = leads.groupby(data.positions["contradiction_id"]).all()
    hidden = set(data.contradictions.loc[leads.index[leads], "title"])
    page = visit(page="evidence", part="contradictions").set("toggle", "more-cards", True)
    assert set(titles(page)) == set(data.contradictions["title"]) - hidden
    assert not hidden or f"{len(hidden)} that only compilers carry" in page.captions[0]


def test_contradictions_are_found_by_words_of_title_and_holder(visit, data):
    page = visit(page="evidence", part="contradictions")
    page.set("text_input", "find", "HAIDARA")
    assert "Death of Abdoul Djalil Haïdara, October 2025" in titles(page)
    assert len(titles(page)) < len(data.contradictions) / 4
    page.set("text_input", "find", "tanakra tankers")
    assert titles(page) == [data.contradictions.at[TANKERS, "title"]]
    assert page.query == {"part": "contradictions", "find": "tanakra tankers"}
    page.set("text_input", "find", "xyzzy")
    assert titles(page) == []
    assert page.captions[0].startswith("0 contradictions.")


def test_contradiction_of_a_link_is_open_and_first(visit, data):
    page = visit(page="evidence", part="contradictions", contradiction=TANKERS)
    first = page.app.expander[0]
    assert first.proto.expanded
    assert not any(card.proto.expanded for card in page.app.expander[1:])
    assert titles(page)[0] == data.contradictions.at[TANKERS, "title"]
    assert "20 to 130" in first.label


def test_error_in_a_document_is_marked_as_one(visit, data):
    error = data.contradictions.index[data.contradictions["kind"] == "error"][0]
    page = visit(page="evidence", part="contradictions", contradiction=error)
    assert "error in a document" in page.app.expander[0].label
    card = next(body for body in page.html if 'class="event contradiction"' in body)
    assert '<span class="error">error in a document</span>' in card
    assert data.contradictions.at[error, "reading"] in html.unescape(card)


def test_contradiction_leads_to_the_dossier_of_its_event(visit, data):
    page = visit(page="evidence", part="contradictions", contradiction=TANKERS)
    page.press(key=f"open-{TANKERS}-{EVENT}")
    assert page.query["event"] == EVENT
    assert page.app.button_group(key="part").value == "dossier"
    assert html.escape(data.events.at[EVENT, "title"]) in page.panel
