"""Two people at one record: one of them wins, the other is told, and nothing is overwritten."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from ledger_people import AMINATA, BAKARY, CHEICK

from sahel_map import agreeing
from sahel_map.errors import ConflictError
from sahel_map.ledger import open_ledger, versions
from sahel_map.store.host import HOST

pytest_plugins = ["ledger_fixtures"]

WEST = "2025-07-01-west-town"
ROAD = "2025-07-02-east-road"
SOURCE = "Radio Kayes, 2 July"


def retitled(store, title, record=WEST, person=AMINATA, **more):
    """Suggest another title of an event."""
    return agreeing.suggest(
        store, person, table="events.csv", record=record, act="change", after={"title": title},
        source=SOURCE, **more,
    )  # fmt: skip


def at_once(place, *proposals):
    """Accept suggestions at the same moment, each over connections of its own; return outcomes."""
    start = Barrier(len(proposals))

    def accepted(proposal):
        ledger = open_ledger(place)
        start.wait()
        try:
            return agreeing.accept(
                SimpleNamespace(ledger=ledger), CHEICK, proposal.id, proposal.revision
            )
        except ConflictError:
            return ConflictError
        finally:
            ledger.close()

    with ThreadPoolExecutor(len(proposals)) as pool:
        return list(pool.map(accepted, proposals))


def numbers(store):
    """Return the numbers of the versions, the newest first."""
    with store.ledger.begin() as connection:
        return [row["number"] for row in versions.versions_of(connection, HOST)]


def test_of_two_changes_of_one_record_exactly_one_wins(hosted, place):
    made = [retitled(hosted, "One"), retitled(hosted, "Two", person=BAKARY)]

    outcomes = at_once(place, *made)

    assert sorted(map(str, outcomes)) == sorted(["2", str(ConflictError)])
    winner, loser = (made[outcomes.index(one)] for one in (2, ConflictError))
    assert agreeing.current(hosted, "events.csv", WEST)["title"] == winner.after["title"]
    after = agreeing.proposal(hosted, AMINATA, loser.id)
    assert (after.state, after.before["title"]) == ("conflict", "Attack on West Town")
    assert after.after["title"] == loser.after["title"]
    assert numbers(hosted) == [2, 1]


def test_one_change_accepted_twice_at_once_makes_one_version(hosted, place):
    made = retitled(hosted, "One")

    outcomes = at_once(place, made, made)

    assert sorted(map(str, outcomes)) == sorted(["2", str(ConflictError)])
    assert numbers(hosted) == [2, 1]
    assert agreeing.proposal(hosted, AMINATA, made.id).state == "accepted"


def test_changes_of_two_records_at_once_both_count(hosted, place):
    made = [retitled(hosted, "One"), retitled(hosted, "Two", ROAD)]

    outcomes = at_once(place, *made)

    assert sorted(outcomes) == [2, 3]
    assert agreeing.current(hosted, "events.csv", WEST)["title"] == "One"
    assert agreeing.current(hosted, "events.csv", ROAD)["title"] == "Two"


def test_a_change_in_conflict_is_suggested_anew_against_what_stands_now(local):
    first, second = retitled(local, "One"), retitled(local, "Two")
    agreeing.accept(local, BAKARY, first.id, first.revision)
    with pytest.raises(ConflictError, match="nothing was overwritten"):
        agreeing.accept(local, BAKARY, second.id, second.revision)
    with pytest.raises(ConflictError):
        agreeing.accept(local, BAKARY, second.id, second.revision + 1)

    again = agreeing.resubmit(
        local, AMINATA, second.id, second.revision + 1, after={"title": "Two"}, source=SOURCE
    )

    assert (again.state, again.before["title"], again.base) == ("open", "One", 2)
    assert agreeing.accept(local, BAKARY, again.id, again.revision) == 3


@pytest.mark.parametrize("act", ["accept", "send_back", "withdraw", "resubmit"])
def test_who_acts_on_what_they_have_not_seen_is_told(local, act):
    made = retitled(local, "One")
    agreeing.resubmit(local, AMINATA, made.id, 1, after={"title": "Two"}, source=SOURCE)
    acts = {
        "accept": lambda: agreeing.accept(local, BAKARY, made.id, 1),
        "send_back": lambda: agreeing.send_back(local, BAKARY, made.id, 1, "no"),
        "withdraw": lambda: agreeing.withdraw(local, AMINATA, made.id, 1),
        "resubmit": lambda: agreeing.resubmit(
            local, AMINATA, made.id, 1, after={"title": "Three"}, source=SOURCE
        ),
    }

    with pytest.raises(ConflictError, match="Somebody else has acted"):
        acts[act]()
    after = agreeing.proposal(local, AMINATA, made.id)
    assert (after.state, after.revision, after.after["title"]) == ("open", 2, "Two")


def test_a_record_that_changed_while_its_form_was_open_is_no_ground_for_a_suggestion(local):
    seen = agreeing.current(local, "events.csv", WEST)
    made = retitled(local, "One")
    agreeing.accept(local, BAKARY, made.id, made.revision)

    with pytest.raises(ConflictError, match="has changed since you opened it"):
        retitled(local, "Two", before=seen)


SQL = "x'); DROP TABLE proposal; -- \" %s :name ${a} {0} \\"


def test_sql_in_every_text_is_kept_as_text(hosted):
    blank = agreeing.blank("sources.csv")
    texts = dict.fromkeys(("title", "publisher", "author", "origin", "note"), SQL)
    fixed = {"kind": "news", "language": "fr", "licence": "copyright"}
    made = agreeing.suggest(
        hosted, AMINATA, table="sources.csv", record="odd", act="add",
        after=blank | texts | fixed | {"source_id": "odd"}, source=SQL, note=SQL,
    )  # fmt: skip
    agreeing.send_back(hosted, BAKARY, made.id, 1, SQL)
    again = agreeing.resubmit(hosted, AMINATA, made.id, 2, after=made.after, source=SQL, note=SQL)
    agreeing.accept(hosted, BAKARY, made.id, again.revision, SQL)

    kept = agreeing.proposal(hosted, AMINATA, made.id)
    row = agreeing.current(hosted, "sources.csv", "odd")
    assert (kept.source, kept.note, kept.state) == (SQL, SQL, "accepted")
    assert {name: row[name] for name in texts} == texts
    assert [step.comment for step in agreeing.steps(hosted, AMINATA, made.id)] == ["", *[SQL] * 3]


@pytest.mark.parametrize("hostile", [SQL, "' OR 1=1 --", "events.csv'; --"])
def test_sql_in_names_finds_nothing_and_harms_nothing(hosted, hostile):
    retitled(hosted, "One")

    assert agreeing.queue(hosted, BAKARY, author=hostile) == []
    assert agreeing.queue(hosted, BAKARY, states=(hostile,)) == []
    assert agreeing.history(hosted, BAKARY, hostile, hostile) == []
    assert agreeing.comments(hosted, BAKARY, hostile) == []
    with hosted.ledger.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM proposal")).scalar_one() == 1
