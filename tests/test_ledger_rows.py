"""What the ledger keeps beside versions: the audit log, and what readers save."""

import datetime as dt

import pytest
import sqlalchemy as sa
from ledger_people import AMINATA, CHEICK

from sahel_map.ledger import audit, saved, versions
from sahel_map.ledger.schema import AUDIT, SAVED
from sahel_map.people import ANYBODY

pytest_plugins = ["ledger_fixtures"]

HOSTILE = "'); DROP TABLE audit; --\x00\ud800<b>"


def test_the_audit_log_says_who_did_what_the_newest_first(ledger):
    with ledger.begin() as connection:
        audit.note(connection, AMINATA, "suggest", "events.csv/one", proposal=7)
        audit.note(connection, CHEICK, "publish", "abc")
        rows = audit.entries(connection)

    assert [(row["act"], row["who_name"], row["role"]) for row in rows] == [
        ("publish", "cheick@example.org", "admin"),
        ("suggest", "aminata@example.org", "editor"),
    ]
    assert rows[1]["detail"] == {"proposal": 7}
    assert rows[1]["at"].tzinfo is not None


def test_the_audit_log_is_narrowed_by_act_person_and_day(ledger):
    days = [dt.datetime(2026, 3, day, 23, 59, tzinfo=dt.UTC) for day in (1, 2, 3)]
    with ledger.begin() as connection:
        for act, person in [("see", AMINATA), ("share", AMINATA), ("share", CHEICK)]:
            audit.note(connection, person, act)
        for number, day in enumerate(days, start=1):
            connection.execute(AUDIT.update().where(AUDIT.c.id == number).values(at=day))

        def ids(**asked):
            return [row["id"] for row in audit.entries(connection, **asked)]

        assert ids(act="share") == [3, 2]
        assert ids(who=AMINATA.subject) == [2, 1]
        assert ids(who="cheick@example.org") == [3]
        assert ids(first=dt.date(2026, 3, 2)) == [3, 2]
        assert ids(last=dt.date(2026, 3, 2)) == [2, 1]
        assert ids(first=dt.date(2026, 3, 2), last=dt.date(2026, 3, 2)) == [2]


@pytest.mark.parametrize(("login", "acts"), [("off", []), ("optional", ["import"])])
def test_an_import_and_its_note_count_together(ledger, monkeypatch, login, acts):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", login)
    said = {
        "act": "imported",
        "note": "made.csv",
        "digest": "",
        "events": 3,
        "about": {"title": "Made"},
    }
    with ledger.begin() as connection:
        versions.add_version(connection, "k", AMINATA, after=0, **said)
        versions.add_version(connection, "", CHEICK, after=0, **said | {"act": "edited"})
        rows = audit.entries(connection)
        connection.rollback()

    assert [row["act"] for row in rows] == acts
    for row in rows:
        assert (row["subject"], row["who"], row["role"]) == ("k", AMINATA.subject, "editor")
        assert row["detail"] == {"title": "Made", "file": "made.csv", "version": 1, "events": 3}
    with ledger.begin() as connection:
        assert audit.entries(connection) == []
        assert versions.current(connection, "k") == 0


def test_the_audit_log_is_read_page_by_page(ledger):
    with ledger.begin() as connection:
        for number in range(5):
            audit.note(connection, ANYBODY, "see", str(number))
        first = audit.entries(connection, limit=2)
        second = audit.entries(connection, limit=2, before_id=first[-1]["id"])

    assert [row["subject"] for row in first + second] == ["4", "3", "2", "1"]


def test_whatever_somebody_types_is_noted_as_text(ledger):
    with ledger.begin() as connection:
        audit.note(connection, ANYBODY, "see", HOSTILE + "x" * 1000, text=HOSTILE, many=["\x00"])
        (row,) = audit.entries(connection)

    assert row["subject"].startswith("'); DROP TABLE audit; --\ufffd?<b>xxx")
    assert len(row["subject"]) == 500
    assert row["detail"] == {"text": "'); DROP TABLE audit; --\ufffd?<b>", "many": ["\ufffd"]}


def test_an_entry_counts_with_what_it_speaks_of_or_not_at_all(ledger):
    def fail():
        with ledger.begin() as connection:
            audit.note(connection, ANYBODY, "see")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with ledger.begin() as connection:
        assert audit.entries(connection) == []


def test_what_is_kept_again_under_its_name_takes_the_place_of_the_old(ledger):
    with ledger.begin() as connection:
        saved.keep(connection, "me", "draft", "d", {"n": 1}, title="One")
        saved.keep(connection, "me", "draft", "d", {"n": HOSTILE}, title="Two", who_name="Me")
        rows = saved.saved(connection, "me", "draft")

    assert [(row["title"], row["who_name"]) for row in rows] == [("Two", "Me")]
    assert rows[0]["body"] == {"n": "'); DROP TABLE audit; --\ufffd?<b>"}


def test_what_is_kept_is_its_owners_alone_until_it_is_shared(ledger):
    with ledger.begin() as connection:
        saved.keep(connection, "me", "briefing", "mine", {})
        saved.keep(connection, "me", "briefing", "ours", {}, shared=True)
        saved.keep(connection, "me", "view", "another kind", {}, shared=True)

        assert saved.saved(connection, "you", "briefing") == []
        assert [row["name"] for row in saved.shared(connection, "briefing")] == ["ours"]


def test_only_its_owner_forgets_what_is_kept(ledger):
    with ledger.begin() as connection:
        saved.keep(connection, "me", "briefing", "mine", {})

        assert not saved.forget(connection, "you", "briefing", "mine")
        assert saved.forget(connection, "me", "briefing", "mine")
        assert saved.saved(connection, "me", "briefing") == []


def test_old_drafts_are_swept_and_what_is_shared_stays(ledger):
    old = dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=31)
    with ledger.begin() as connection:
        for name in ("old", "old and shared", "young"):
            saved.keep(connection, "me", "draft", name, {}, shared="shared" in name)
        connection.execute(SAVED.update().where(SAVED.c.name != "young").values(at=old))

        gone = saved.sweep(connection, "draft", days=30)

        assert gone == 1
        left = connection.execute(sa.select(SAVED.c.name)).scalars()
        assert set(left) == {"old and shared", "young"}


def test_of_too_many_drafts_the_newest_stay(ledger):
    start = dt.datetime.now(tz=dt.UTC)
    with ledger.begin() as connection:
        for number in range(5):
            saved.keep(connection, str(number), "draft", "d", {})
            at = start - dt.timedelta(minutes=number)
            mine = SAVED.c.owner == str(number)
            connection.execute(SAVED.update().where(mine).values(at=at))

        gone = saved.sweep(connection, "draft", days=30, most=2)

        assert gone == 3
        assert set(connection.execute(sa.select(SAVED.c.owner)).scalars()) == {"0", "1"}
