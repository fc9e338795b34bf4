"""Comments on an event: the team's among itself, and in nothing that is shown or handed out."""

from team_fixtures import AWA, BOB

from sahel_map import agreeing
from sahel_map.people import ANYBODY
from sahel_map.store import open_store

EVENT = "2025-09-14-lakamane-convoy"
WORDS = "The point is too far west"


def keys(page):
    return {button.key for button in page.app.button}


def test_a_comment_stands_under_the_event_with_name_and_time(visit, log_in):
    log_in(AWA)
    page = visit(event=EVENT)
    page.app.text_area(key=f"comment-text-{EVENT}").set_value(WORDS)

    page.press(key="comment-send")
    [said] = agreeing.comments(open_store(), BOB, EVENT)
    [shown] = [body for body in page.html if 'class="comment"' in body]
    assert "awa@example.org" in shown
    assert f"{said.at:%H:%M} UTC" in shown
    assert WORDS in shown
    assert page.app.text_area(key=f"comment-text-{EVENT}").value == ""
    assert "1 comment of the team" in [box.label for box in page.app.expander]


def test_an_empty_comment_is_asked_for_words(visit, log_in):
    log_in(AWA)
    page = visit(event=EVENT)

    page.app.button(key="comment-send").click()
    page.app.run()
    assert [error.value for error in page.app.error] == ["comment\\: write something first\\."]


def test_a_comment_is_text_and_nothing_else(visit, log_in):
    log_in(BOB)
    agreeing.comment(open_store(), AWA, EVENT, "<img src=x onerror=alert(1)> **bold**")

    [shown] = [body for body in visit(event=EVENT).html if 'class="comment"' in body]
    assert "&lt;img src=x onerror=alert(1)&gt; **bold**" in shown


def test_only_ones_own_comment_is_taken_back(visit, log_in):
    log_in(BOB)
    mine = agreeing.comment(open_store(), BOB, EVENT, "Mine.")
    theirs = agreeing.comment(open_store(), AWA, EVENT, "Theirs.")
    page = visit(event=EVENT)

    assert f"comment-back-{theirs.id}" not in keys(page)
    page.press(key=f"comment-back-{mine.id}")
    assert [said.text for said in agreeing.comments(open_store(), BOB, EVENT)] == ["Theirs."]
    assert "Mine." not in page.words


def test_comments_are_in_nothing_that_is_downloaded_and_in_no_public_view(visit, log_in, files):
    log_in(AWA)
    agreeing.comment(open_store(), AWA, EVENT, WORDS)

    assert WORDS in visit(event=EVENT).words
    visit(page="evidence", event=EVENT)
    visit(page="data")
    assert len(files) > 3
    for name, made in files.items():
        body = made.read() if hasattr(made, "read") else made
        assert WORDS.encode() not in (body.encode() if isinstance(body, str) else body), name
    log_in(ANYBODY)
    for page in ("attacks", "evidence"):
        assert WORDS not in visit(page=page, event=EVENT).words


def test_comments_are_not_shown_while_a_briefing_is_presented(visit, log_in):
    log_in(AWA)
    agreeing.comment(open_store(), AWA, EVENT, WORDS)

    page = visit(event=EVENT, briefing="tour", at="2")
    assert page.panel is not None
    assert WORDS not in page.words
