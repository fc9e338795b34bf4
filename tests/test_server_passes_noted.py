"""What passes write into the audit log: who came and went, what was taken, who was refused."""

import pytest
from login_rows import SECRET, TILE, app, call, login, pass_of, person

from sahel_map.errors import StoreAwayError
from sahel_map.ledger import audit
from sahel_map.people import write_pass
from sahel_map.server import noted
from sahel_map.server.cookies import PASS_COOKIE
from sahel_map.store import open_store

pytest_plugins = ["login_host"]
pytestmark = pytest.mark.usefixtures("host")


def written():
    """What stands in the audit log: who, act, subject; the oldest first."""
    with open_store().ledger.begin() as connection:
        rows = audit.entries(connection)
    return [(row["who_name"], row["act"], row["subject"]) for row in reversed(rows)]


def test_log_in_log_out_and_downloads_are_noted_once_each():
    editor = f"{login('editor')}; {pass_of('editor')}"

    call("/oauth2callback", on=app(arrives="editor"))
    call("/attacks", editor)
    call(TILE, editor)
    call("/media/events.csv", editor)
    call("/media/events.csv", editor)
    call("/auth/logout", editor)
    call("/auth/logout", pass_of("editor"))

    name = "editor@editors.example"
    assert written() == [
        (name, "login", ""), (name, "export", 'filename="events.csv"'), (name, "logout", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["cors", "no-cors", "same-origin"])
def test_a_button_that_looks_whether_its_file_is_there_takes_none(mode):
    editor = f"{login('editor')}; {pass_of('editor')}"

    looked = call("/media/events.csv", editor, **{"sec-fetch-mode": mode})
    after_looking = written()
    taken = call("/media/events.csv", editor, **{"sec-fetch-mode": "navigate"})

    assert (looked.status, looked.body, looked.header("content-length")) == (200, b"", "0")
    assert looked.header("cache-control") == "no-store"
    assert after_looking == []
    assert taken.body == b"a,b"
    assert [(act, subject) for _, act, subject in written()] == [
        ("export", 'filename="events.csv"')
    ]


def test_a_log_in_of_somebody_whom_no_list_admits_is_noted():
    answer = call("/oauth2callback", on=app(arrives="stranger"))

    assert PASS_COOKIE not in answer.cookies
    assert written() == [("", "login refused", "stranger")]


def test_forged_passes_are_noted_but_fill_no_disk():
    for _ in range(40):
        call(TILE, f"{PASS_COOKIE}=forged")

    assert written() == [("", "refused", TILE)] * 5


def test_who_is_simply_not_logged_in_is_no_attacker():
    call(TILE)

    assert written() == []


def test_no_note_and_no_log_holds_a_pass_or_a_secret(caplog):
    forged = write_pass(person("admin"))[:-3]
    call(f"{TILE}?token=hidden", f"{PASS_COOKIE}={forged}")

    with open_store().ledger.begin() as connection:
        told = f"{audit.entries(connection)} {caplog.text}"
    assert "refused" in told
    assert [secret for secret in (forged, SECRET, "hidden") if secret in told] == []


def test_the_same_within_a_while_is_no_second_time_and_not_everything_is_kept_in_mind():
    lately = noted.Lately(seconds=10, most=2)

    told = [lately.first(what, now) for what, now in
            [("a", 0), ("a", 9), ("a", 19), ("b", 19), ("c", 19), ("a", 20)]]  # fmt: skip

    assert told == [True, False, True, True, True, True]


def test_held_back_refusals_are_counted_and_told_with_the_next_note():
    allowance = noted.Allowance(most=2, seconds=10)

    taken = [allowance.take(now) for now in (0, 1, 2, 3, 10.5)]

    assert taken == [0, 0, None, None, 2]


def test_who_logs_in_comes_in_while_the_ledger_is_away(monkeypatch, caplog):
    def away():
        raise StoreAwayError

    monkeypatch.setattr(noted, "open_store", away)

    answer = call("/oauth2callback", on=app(arrives="editor"))

    assert PASS_COOKIE in answer.cookies
    assert "Not in the audit log: login" in caplog.text
