"""What people of a team see of agreeing: the form, the queue, the decision, the versions."""

import html

import pytest
from team_fixtures import AWA, BOB, EVE

from sahel_map import agreeing
from sahel_map.people import ANYBODY
from sahel_map.server import lifespan
from sahel_map.store import open_store

EVENT = "2025-09-14-lakamane-convoy"
OTHER = "2024-07-25-tinzaouaten"
SPELL = "kayes-2025a"
SOURCE = "thurston-202507"


def form(visit, asked=f"events.csv/{EVENT}", **query):
    return visit(page="review", suggest=asked, **query)


def give_reasons(page):
    page.set("selectbox", "suggest-rests-on", SOURCE)
    return page.set("text_area", "suggest-why", "The toll was corrected.")


def suggest(person, title="Another title", record=EVENT):
    row = agreeing.current(open_store(), "events.csv", record)
    return agreeing.suggest(
        open_store(), person, table="events.csv", record=record, act="change",
        after={**row, "title": title}, source="https://news.example/1", note="Misspelt.",
    )  # fmt: skip


def said(page, kind):
    """Return the messages of a page, without the marks that keep them from being Markdown."""
    return " ".join(message.value.replace("\\", "") for message in getattr(page.app, kind))


def keys(page):
    return {button.key for button in page.app.button}


def links(page):
    return [
        (link.proto.label, link.proto.query_string)
        for link in page.app.get("page_link")
        if link.proto.query_string
    ]


def press(page, key):
    """Press a button whose answer may be an error."""
    page.app.button(key=key).click()
    page.app.run()
    assert not page.app.exception


@pytest.mark.parametrize("login", ["off", "optional"])
def test_the_public_sees_nothing_of_it_and_nothing_is_asked(visit, log_in, monkeypatch, login):
    log_in(ANYBODY)
    monkeypatch.setenv("SAHEL_MAP_LOGIN", login)
    monkeypatch.setattr("sahel_map.ui.team.open_store", lambda: pytest.fail("the store was asked"))

    page = visit(event=EVENT)
    assert page.panel is not None
    assert not links(page)
    assert "comments" not in page.words
    assert "Suggest" not in visit(page="corridors", panel="road", road="dakar_kayes_bamako").words


def test_a_viewer_comments_and_does_not_suggest(visit, log_in):
    log_in(EVE)

    page = visit(event=EVENT)
    assert "comment-send" in keys(page)
    assert not [query for _label, query in links(page) if "suggest" in query]


def test_an_event_leads_to_the_form_of_a_change_and_of_a_claim(visit, log_in):
    log_in(AWA)

    found = dict(links(visit(event=EVENT)))
    assert f"suggest=events.csv%2F{EVENT}" in found["Suggest a change"]
    assert f"suggest=claims.csv%2F%2B{EVENT}" in found["New record"]
    assert any(f"suggest=claims.csv%2F{EVENT}.08" in query for query in found.values())


def test_deaths_follow_from_claims_and_are_not_entered(visit, log_in):
    log_in(AWA)

    assert form(visit).app.number_input(key="suggest-fatalities_low").disabled
    assert not form(visit, f"claims.csv/{EVENT}.08").app.number_input(key="suggest-low").disabled


def test_a_road_leads_to_the_form_of_a_new_status_and_of_each_record(visit, log_in, data):
    log_in(AWA)
    road = "dakar_kayes_bamako"

    found = [query for _label, query in links(visit(page="corridors", panel="road", road=road))]
    assert any(f"suggest=blockades.csv%2F%2B{road}" in query for query in found)
    for spell in data.roads.spells_of(road).index:
        assert any(f"suggest=blockades.csv%2F{spell}" in query for query in found)


@pytest.mark.parametrize(
    ("language", "asked"),
    [("en", "events.csv/"), ("fr", "claims.csv/"), ("en", "sources.csv/"),
     ("fr", "blockades.csv/"), ("en", "agreements.csv/"), ("fr", f"events.csv/{EVENT}")],
)  # fmt: skip
def test_every_form_opens_in_whatever_language(visit, log_in, language, asked):
    log_in(AWA)

    page = visit(language, "review", suggest=asked)
    assert "suggest-send" in keys(page)
    assert "suggest-why" in {area.key for area in page.app.text_area}


def test_the_form_shows_what_would_change_before_it_is_sent(visit, log_in):
    log_in(AWA)

    page = form(visit).set("text_input", "suggest-title", "Convoy <b>burned</b>")
    [shown] = [body for body in page.html if 'class="difference"' in body]
    assert shown.count("<dt>") == 1
    assert "Escorted tanker convoy burned near Lakamané</del>" in shown
    assert "Convoy &lt;b&gt;burned&lt;/b&gt;</ins>" in shown


def test_a_suggestion_needs_what_it_rests_on_and_why(visit, log_in):
    log_in(AWA)
    page = form(visit).set("text_input", "suggest-title", "Another title")

    press(page, "suggest-send")
    assert "Say what it rests on." in said(page, "error")
    assert "Say why." in said(page, "error")
    assert agreeing.queue(open_store(), AWA) == []


def test_what_is_wrong_is_said_at_its_field(visit, log_in):
    log_in(AWA)

    page = form(visit).set("text_input", "suggest-lat", "north")
    faults = [text.replace("\\", "") for text in page.captions]
    assert "empty, or a number between -90 and 90" in faults
    give_reasons(page)
    press(page, "suggest-send")
    assert "see what stands in red" in said(page, "error")
    assert agreeing.queue(open_store(), AWA) == []


def test_a_sent_suggestion_waits_and_changes_nothing(visit, log_in):
    log_in(AWA)
    page = give_reasons(form(visit).set("text_input", "suggest-title", "Another title"))

    page.press(key="suggest-send")
    [waiting] = agreeing.queue(open_store(), AWA)
    assert (waiting.record, waiting.after["title"]) == (EVENT, "Another title")
    assert (waiting.source, waiting.note) == (SOURCE, "The toll was corrected.")
    assert page.query == {"proposal": str(waiting.id)}
    assert "until a second person has accepted it" in said(page, "success")
    assert lifespan.dataset().events.at[EVENT, "title"] != "Another title"


def test_a_status_says_that_it_changes_only_when_a_second_person_accepts(visit, log_in):
    log_in(AWA)

    notices = " ".join(form(visit, f"blockades.csv/{SPELL}").notices)
    assert "It changes only when a second person has accepted" in notices


def test_a_claim_about_an_event_begins_with_it_and_gets_the_next_identifier(visit, log_in, data):
    log_in(AWA)
    page = form(visit, f"claims.csv/+{EVENT}")
    page.set("text_input", "suggest-claimant", "hauliers")
    page.set("selectbox", "suggest-claimant_kind", "local")
    page.set("selectbox", "suggest-measure", "tankers_destroyed")
    page.set("number_input", "suggest-low", 41)

    give_reasons(page).press(key="suggest-send")
    [waiting] = agreeing.queue(open_store(), AWA)
    assert waiting.after["event_ids"] == EVENT
    assert waiting.record.startswith(f"{EVENT}.")
    assert waiting.record not in data.claims.index
    assert waiting.after["low"] == "41"


def test_what_was_typed_is_there_after_another_page_was_looked_at(visit, log_in):
    log_in(AWA)
    page = form(visit).set("text_input", "suggest-title", "Another title")

    page.go("about").go("review")
    assert page.app.text_input(key="suggest-title").value == "Another title"


def test_a_change_that_was_accepted_meanwhile_is_shown_and_nothing_typed_is_lost(visit, log_in):
    log_in(AWA)
    page = form(visit).set("text_area", "suggest-summary", "Another summary.")
    first = suggest(BOB, "Their title")
    agreeing.accept(open_store(), AWA, first.id, first.revision)

    page.run()
    assert "Nothing you typed is lost" in said(page, "warning")
    assert page.app.button(key="suggest-send").disabled
    page.press(key="suggest-rebase")
    assert not page.app.button(key="suggest-send").disabled
    assert page.app.text_input(key="suggest-title").value == "Their title"
    assert page.app.text_area(key="suggest-summary").value == "Another summary."


def test_the_queue_counts_what_waits_for_the_reader_and_what_is_their_own(visit, log_in):
    log_in(AWA)
    suggest(AWA)
    suggest(BOB, record=OTHER)
    suggest(BOB, "A third title", record=OTHER)

    assert [tab.label for tab in visit(page="review").app.tabs] == [
        "Waiting (2)", "Yours (1)", "With their authors (0)", "Settled",
    ]  # fmt: skip


def test_a_suggestion_says_who_when_why_and_on_what_it_rests(visit, log_in):
    log_in(BOB)
    told = suggest(AWA, title="<script>alert(1)</script> [x](javascript:1)")

    page = visit(page="review", proposal=told.id)
    [card] = [body for body in page.html if 'class="proposal"' in body]
    assert "awa@example.org" in card
    assert f"{told.at:%H:%M} UTC" in card
    assert "Misspelt." in card
    assert 'href="https://news.example/1"' in card
    assert not any("<script>" in body for body in page.html)
    assert any(r"\[x\]" in head.value for head in page.app.subheader)


def test_a_source_that_is_no_address_of_the_web_is_no_link(visit, log_in):
    log_in(BOB)
    row = agreeing.current(open_store(), "events.csv", EVENT)
    told = agreeing.suggest(
        open_store(), AWA, table="events.csv", record=EVENT, act="change",
        after={**row, "title": "Another"}, source="javascript:alert(1)",
    )  # fmt: skip

    [card] = [b for b in visit(page="review", proposal=told.id).html if 'class="proposal"' in b]
    assert "javascript:alert(1)" in card
    assert "<a " not in card


def test_an_author_sees_why_they_cannot_accept(visit, log_in):
    log_in(AWA)
    told = suggest(AWA)

    page = visit(page="review", proposal=told.id)
    assert "somebody else has to look at it and accept it" in " ".join(page.notices)
    assert "review-accept" not in keys(page)
    page.press(key="review-withdraw")
    assert agreeing.proposal(open_store(), AWA, told.id).state == "withdrawn"


def test_sending_back_needs_a_comment(visit, log_in):
    log_in(BOB)
    told = suggest(AWA)
    page = visit(page="review", proposal=told.id)

    press(page, "review-return")
    assert "say what is missing" in said(page, "error")
    assert agreeing.proposal(open_store(), AWA, told.id).state == "open"


def test_from_suggested_to_sent_back_to_sent_again_to_accepted(visit, log_in):
    log_in(BOB)
    told = suggest(AWA)
    page = visit(page="review", proposal=told.id)
    page.set("text_area", "review-comment", "Which page?").press(key="review-return")

    log_in(AWA)
    page = visit(page="review", proposal=told.id)
    assert "Which page?" in page.words
    page = form(visit, f"again/{told.id}")
    assert page.app.text_input(key="suggest-title").value == "Another title"
    page.set("text_input", "suggest-title", "A better title").press(key="suggest-send")

    log_in(BOB)
    page = visit(page="review", proposal=told.id)
    page.set("text_area", "review-comment", "Now it is right.").press(key="review-accept")
    assert "everybody sees now" in said(page, "success")
    assert lifespan.dataset().events.at[EVENT, "title"] == "A better title"

    page = visit(event=EVENT)
    assert html.escape("A better title") in page.panel
    assert "2 versions" in [box.label for box in page.app.expander]
    assert "suggested by awa@example.org, accepted by bob@example.org" in page.words


def test_a_conflict_shows_both_versions_side_by_side(visit, log_in):
    log_in(BOB)
    first, second = suggest(AWA, "Their title"), suggest(AWA, "My title")
    agreeing.accept(open_store(), BOB, first.id, first.revision)
    page = visit(page="review", proposal=second.id)
    page.app.text_area(key="review-comment").set_value("Looks right.")

    press(page, "review-accept")
    assert "nothing was overwritten" in said(page, "error")
    [table] = [body for body in page.html if 'class="beside"' in body]
    for text in ("Escorted tanker convoy burned near Lakamané", "My title", "Their title"):
        assert f"<span>{text}</span>" in table
    log_in(AWA)
    page = form(visit, f"again/{second.id}")
    assert page.app.text_input(key="suggest-title").value == "My title"
    page.press(key="suggest-send")
    assert agreeing.proposal(open_store(), AWA, second.id).state == "open"


def test_somebody_who_acted_first_costs_nobody_their_comment(visit, log_in):
    log_in(BOB)
    told = suggest(AWA)
    page = visit(page="review", proposal=told.id)
    page.app.text_area(key="review-comment").set_value("Which page?")
    agreeing.resubmit(
        open_store(), AWA, told.id, told.revision, after={**told.after, "title": "Third"},
        source="https://news.example/2",
    )  # fmt: skip

    press(page, "review-accept")
    assert "Somebody else has acted on this suggestion meanwhile" in said(page, "error")
    assert page.app.text_area(key="review-comment").value == "Which page?"


def test_a_record_or_suggestion_that_is_not_there_is_said_to_be_missing(visit, log_in):
    log_in(AWA)

    assert "no such record" in said(form(visit, "events.csv/nowhere"), "warning")
    assert "no such record" in said(form(visit, "corridors.csv/x"), "warning")
    page = visit(page="review")
    page.app.query_params["proposal"] = "999"
    page.app.run()
    assert "There is no suggestion 999" in said(page, "error")
