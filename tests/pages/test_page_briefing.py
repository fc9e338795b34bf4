"""The Briefings page, and a briefing being put together and presented, without a browser."""

import dataclasses
import json
import shutil
from urllib.parse import parse_qs

import pytest

from sahel_map.briefing import bundled, read_briefing, write_briefing
from sahel_map.server.drafts import DRAFTS
from sahel_map.server.headers import OWNER_COOKIE

OWNER = "the-secret-of-this-browser"
WESTERN = "western-offensive"


@pytest.fixture(autouse=True)
def cookie(monkeypatch):
    """A browser that is known again; its draft goes with the test."""
    cookies = {OWNER_COOKIE: OWNER}
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.cookies", cookies)
    yield
    DRAFTS.keep(OWNER, None)


def steps_of(page):
    return [box.label for box in page.app.expander if box.label[:1].isdigit()]


def draft(slug=WESTERN, steps=3):
    """Keep a short copy of a bundled briefing as the reader's own."""
    whole = bundled()[slug]
    short = dataclasses.replace(whole, steps=whole.steps[:steps], slug="")
    DRAFTS.keep(OWNER, short)
    return short


def test_every_bundled_briefing_is_offered(visit):
    page = visit(page="briefing")

    for briefing in bundled().values():
        assert briefing.title in page.words.replace("\\", "")
    assert len([link for link in page.app.get("page_link") if link.proto.label == "Present"]) == 4


def test_without_a_briefing_of_ones_own_the_page_says_how_to_begin(visit):
    page = visit(page="briefing")

    assert any(text.startswith("Nothing yet.") for text in page.captions)


def test_a_bundled_briefing_is_made_ones_own(visit):
    page = visit(page="briefing").press(key=f"take-{WESTERN}")

    assert len(steps_of(page)) == len(bundled()[WESTERN].steps)
    assert DRAFTS.of(OWNER).title == bundled()[WESTERN].title


def test_the_own_briefing_outlives_the_session(visit):
    draft()

    assert len(steps_of(visit(page="briefing"))) == 3


def test_steps_are_moved_and_removed(visit):
    first, second, third = (step.title for step in draft().steps)

    page = visit(page="briefing").press(key="step-down-1")
    assert [step.title for step in DRAFTS.of(OWNER).steps] == [second, first, third]

    page.press(key="step-remove-3")
    assert [step.title for step in DRAFTS.of(OWNER).steps] == [second, first]


def test_the_words_of_a_step_are_changed(visit):
    draft()

    page = visit(page="briefing")
    page.set("text_input", "step-title-2", "Another title")
    page.set("text_area", "step-note-2", "A caption <b>as it is</b>.")

    step = DRAFTS.of(OWNER).steps[1]
    assert (step.title, step.note) == ("Another title", "A caption <b>as it is</b>.")


def test_a_title_cannot_be_emptied(visit):
    before = draft().steps[0].title

    visit(page="briefing").set("text_input", "step-title-1", "   ")

    assert DRAFTS.of(OWNER).steps[0].title == before


@pytest.mark.parametrize("slug", [*bundled()])
def test_every_step_of_every_briefing_is_presented(visit, slug):
    for number, step in enumerate(bundled()[slug].steps, start=1):
        page = visit(briefing=slug, at=str(number), page=step.scene.page)

        assert any(step.title in text.replace("\\", "") for text in page.texts)
        expected = {name: texts if len(texts) > 1 else texts[0]
                    for name, texts in step.scene.query().items()}  # fmt: skip
        shown = {name: text for name, text in page.query.items() if name not in {"briefing", "at"}}
        assert shown == expected


def test_a_link_that_names_only_the_step_opens_its_page(visit):
    page = visit(page="overview", briefing=WESTERN, at="6")

    assert "**Every road through time**" in page.texts
    assert page.query["on"] == "2025-09-03"


def links(page):
    return {link.proto.label: link.proto for link in page.app.get("page_link")}


def test_a_step_leads_on_and_back_and_can_be_left(visit):
    steps = bundled()[WESTERN].steps
    page = visit(page="evidence", briefing=WESTERN, at="2", event="2025-07-01-kayes")

    back, on = links(page)["Back"], links(page)["Next"]
    assert parse_qs(back.query_string) == steps[0].scene.query() | {
        "briefing": [WESTERN], "lang": ["en"],
    }  # fmt: skip
    assert parse_qs(on.query_string) == steps[2].scene.query() | {
        "briefing": [WESTERN], "at": ["3"], "lang": ["en"],
    }  # fmt: skip
    page.press(key="story-leave")
    assert "briefing" not in page.query


def test_the_first_and_the_last_step_lead_no_further(visit):
    last = bundled()[WESTERN].steps[-1]

    first_links = links(visit(page="attacks", briefing=WESTERN, at="1"))
    last_links = links(visit(page=last.scene.page, briefing=WESTERN, at="9"))

    assert ("Back" in first_links, "Next" in first_links) == (False, True)
    assert ("Back" in last_links, "Next" in last_links) == (True, False)


def test_nothing_stands_around_a_step(visit):
    page = visit(page="attacks", briefing=WESTERN, at="1")

    assert not page.app.sidebar.text_input
    assert not [button for button in page.app.button if button.key == "share"]


def test_presenter_notes_are_shown_when_asked_for(visit):
    step = bundled()[WESTERN].steps[0]
    words = step.presenter.split(".", maxsplit=1)[0]

    hidden = visit(page="attacks", briefing=WESTERN, at="1")
    shown = visit(page="attacks", briefing=WESTERN, at="1", notes="1")

    assert words not in hidden.words
    assert words in shown.words


def test_a_step_beyond_the_last_is_the_last(visit):
    last = bundled()[WESTERN].steps[-1]

    page = visit(page=last.scene.page, briefing=WESTERN, at="999")

    assert last.title in page.words.replace("\\", "")


def test_an_unknown_briefing_shows_the_page_as_it_is(visit):
    page = visit(page="attacks", briefing="no-such-thing", at="2")

    assert page.app.sidebar.text_input
    assert page.rows
    assert any("a briefing that is not here" in notice for notice in page.notices)


def test_what_a_reader_changes_in_a_step_stays_in_the_link(visit):
    page = visit(page="attacks", briefing=WESTERN, at="1", **{"from": "2025-07-01"}, show="heat")

    assert page.query["show"] == "heat"


def test_a_file_opens_with_what_it_can_and_lists_what_it_cannot(visit):
    record = json.loads(write_briefing(bundled()[WESTERN]))
    record["steps"][0]["page"] = "no-such-page"
    record["steps"][1]["choices"]["event"] = ["1999-01-01-nothing"]

    page = visit(page="briefing")
    page.app.file_uploader(key="briefing-file").set_value(
        ("sent.json", json.dumps(record).encode(), "application/json")
    )
    page.run()
    told = " ".join(warning.value for warning in page.app.warning).replace("\\", "")
    assert "no-such-page" in told
    assert "1999-01-01-nothing" in told
    page.press(key="briefing-open")

    assert len(DRAFTS.of(OWNER).steps) == len(record["steps"]) - 1


def test_a_broken_file_is_refused_in_words(visit):
    page = visit(page="briefing")

    page.app.file_uploader(key="briefing-file").set_value(
        ("broken.json", b"{not json", "application/json")
    )
    page.app.run()

    assert not page.app.exception
    assert page.app.error


def test_a_briefing_of_other_data_says_what_changed(visit):
    short = draft(steps=1)
    step = short.steps[0]
    lost = dict(step.frozen.events) | {"1999-01-01-nothing": "0" * 42}
    old = dataclasses.replace(step.frozen, version="0.0.1+older", events=lost)
    changed = dataclasses.replace(step, frozen=old)
    DRAFTS.keep(OWNER, short.change(1, changed))

    page = visit(page="briefing")

    told = " ".join(warning.value for warning in page.app.warning).replace("\\", "")
    assert "0.0.1+older" in told
    page.press(key="step-refreeze-1")
    assert not page.app.warning


def test_the_file_of_the_own_briefing_is_what_is_kept(visit, files):
    draft()

    visit(page="briefing")

    [name] = [name for name in files if name.startswith("from-kayes")]
    assert len(read_briefing(files[name]).briefing.steps) == 3


def test_the_page_is_in_french_too(visit):
    page = visit(page="briefing", language="fr")

    assert bundled()[WESTERN].title not in page.words
    assert "Your briefing" not in [header.value for header in page.app.subheader]
    assert len(page.app.subheader) == 2


def test_a_broken_briefing_of_a_host_is_told_and_the_other_pages_go_on(
    visit, monkeypatch, data_dir, tmp_path
):
    folder = tmp_path / "data"
    shutil.copytree(data_dir, folder)
    (folder / "briefings" / "tour.json").write_text("{not json", encoding="utf-8")
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))

    overview = visit(page="overview")
    shelf = visit(page="about")
    shelf.app.switch_page("../../pages/briefing.py")
    shelf.app.run()

    assert overview.html
    assert not shelf.app.exception
    assert shelf.app.error
