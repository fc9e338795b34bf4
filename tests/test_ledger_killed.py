"""A process that is killed leaves the ledger whole; a database that comes back is used again."""

import os
import subprocess
import sys

import pytest
import sqlalchemy as sa
from ledger_people import AMINATA, BAKARY

from sahel_map import agreeing
from sahel_map.errors import StoreAwayError
from sahel_map.ledger import audit, head, migrate, open_ledger, revision, versions
from sahel_map.people import ANYBODY
from sahel_map.store.host import HOST

pytest_plugins = ["ledger_fixtures"]

WEST = "2025-07-01-west-town"

# What a child does, stopped at the last moment at which nothing counts yet.
OPENED = """
import pathlib, sys, time
from types import SimpleNamespace
from sahel_map.ledger import audit, migrate, open_ledger
from sahel_map.people import Person, Role
place = sys.argv[1]
ledger = open_ledger(place if "://" in place else pathlib.Path(place))
def stopped(real):
    def run(*given, **named):
        real(*given, **named)
        print("in the middle", flush=True)
        time.sleep(600)
    return run
"""
MIGRATING = """
from alembic import command
command.upgrade = stopped(command.upgrade)
migrate(ledger)
"""
ACCEPTING = """
from sahel_map import agreeing
audit.note = stopped(audit.note)
bakary = Person("https://id.example|2", "bakary@example.org", Role.editor)
agreeing.accept(SimpleNamespace(ledger=ledger), bakary, int(sys.argv[2]), 1)
"""


def killed(script, *given):
    """Run a script in a process of its own and kill it in the middle."""
    command = [sys.executable, "-c", OPENED + script, *map(str, given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as child:
        said = child.stdout.readline()
        child.kill()
    assert said == "in the middle\n"


def test_a_migration_that_is_killed_leaves_the_old_tables(empty, place):
    killed(MIGRATING, place)

    with empty.begin() as connection:
        left = set(sa.inspect(connection).get_table_names()) - {"spatial_ref_sys"}
    assert left == set()
    assert revision(empty) is None
    migrate(empty)
    assert revision(empty) == head()


def test_an_acceptance_that_is_killed_leaves_the_old_state_and_succeeds_again(hosted, place):
    made = agreeing.suggest(
        hosted, AMINATA, table="events.csv", record=WEST, act="change",
        after={"title": "Attack at dawn"}, source="Radio",
    )  # fmt: skip

    killed(ACCEPTING, place, made.id)

    with hosted.ledger.begin() as connection:
        acts = [row["act"] for row in audit.entries(connection)]
        assert versions.current(connection, HOST) == 1
        assert len(versions.versions_of(connection, HOST)) == 1
    assert acts == ["suggest", "base"]
    assert agreeing.proposal(hosted, AMINATA, made.id).state == "open"
    assert len(agreeing.steps(hosted, AMINATA, made.id)) == 1
    assert agreeing.current(hosted, "events.csv", WEST)["title"] == "Attack on West Town"
    assert agreeing.accept(hosted, BAKARY, made.id, made.revision) == 2
    assert agreeing.current(hosted, "events.csv", WEST)["title"] == "Attack at dawn"


@pytest.fixture
def away(cluster):
    """Stop the database as a crash would; it runs again after the test, whatever happens."""
    stopped = []

    def stop():
        cluster.stop("immediate")
        stopped.append(True)

    def start():
        cluster.start()
        stopped.clear()

    yield stop, start
    if stopped:
        cluster.start()


def test_a_database_that_is_away_at_the_start_is_used_when_it_comes(database, away):
    stop, start = away
    stop()
    ledger = open_ledger(database)
    with pytest.raises(StoreAwayError, match="cannot be reached at the moment"):
        migrate(ledger)

    start()
    migrate(ledger)

    assert revision(ledger) == head()
    ledger.close()


def test_a_database_that_breaks_off_in_the_middle_is_used_again_without_a_restart(database, away):
    stop, start = away
    ledger = open_ledger(database)
    migrate(ledger)

    def broken_off():
        with ledger.begin() as connection:
            audit.note(connection, ANYBODY, "see", "lost")
            stop()
            audit.note(connection, ANYBODY, "see", "never")

    with pytest.raises(StoreAwayError):
        broken_off()
    with pytest.raises(StoreAwayError):
        revision(ledger)
    start()
    with ledger.begin() as connection:
        before = audit.entries(connection)
        audit.note(connection, ANYBODY, "see", "kept")
        after = audit.entries(connection)

    assert before == []
    assert [row["subject"] for row in after] == ["kept"]
    ledger.close()


def test_connections_that_a_restart_has_cut_are_opened_anew(database, away):
    stop, start = away
    ledger = open_ledger(database)
    migrate(ledger)

    stop()
    start()

    assert revision(ledger) == head()
    ledger.close()
