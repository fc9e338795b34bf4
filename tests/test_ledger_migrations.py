"""The tables of the ledger: made once and whole, on both databases, as the schema says."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from alembic import autogenerate, command, config, runtime, script

from sahel_map.errors import StoreError
from sahel_map.ledger import head, migrate, migrating, open_ledger, revision
from sahel_map.ledger.schema import METADATA

pytest_plugins = ["ledger_fixtures"]


def _ours(_thing, name, kind, _reflected, _compared):
    # What PostGIS and the events keep in the same database is no business of the ledger.
    return not (kind == "table" and name in {"spatial_ref_sys", "event_part", "event_value"})


# What each of them does, in a process of its own.
REPLICA = """
import pathlib, sys
from sahel_map.ledger import migrate, open_ledger, revision
place = sys.argv[1]
opened = open_ledger(place if "://" in place else pathlib.Path(place))
migrate(opened)
print(revision(opened))
opened.close()
"""


def test_the_migrations_make_what_the_schema_says(ledger):
    with ledger.begin() as connection:
        context = runtime.migration.MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": _ours}
        )
        differences = autogenerate.compare_metadata(context, METADATA)

    assert differences == []


def test_the_names_of_files_give_the_revision_that_alembic_finds():
    plan = config.Config()
    plan.set_main_option("script_location", str(migrating._SCRIPTS))

    assert head() == script.ScriptDirectory.from_config(plan).get_current_head()


def test_a_new_ledger_has_no_revision_and_a_migrated_one_the_newest(empty):
    before = revision(empty)
    migrate(empty)

    assert before is None
    assert revision(empty) == head()


def test_migrating_again_changes_nothing(ledger):
    with ledger.begin() as connection:
        connection.execute(sa.text("INSERT INTO blob VALUES ('a', 1, '')"))

    migrate(ledger)

    with ledger.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM blob")).scalar_one() == 1


def test_a_ledger_newer_than_the_software_is_refused(ledger):
    with ledger.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="newer version of this software: it is at revision 9999"):
        migrate(ledger)
    with pytest.raises(StoreError, match="9999"):
        revision(ledger)


def test_a_migration_that_fails_leaves_nothing(empty, monkeypatch):
    real = command.upgrade

    def broken(plan, target):
        real(plan, target)
        raise RuntimeError

    monkeypatch.setattr(command, "upgrade", broken)
    with pytest.raises(RuntimeError):
        migrate(empty)
    with empty.begin() as connection:
        left = set(sa.inspect(connection).get_table_names()) - {"spatial_ref_sys"}

    assert left == set()
    monkeypatch.undo()
    migrate(empty)
    assert revision(empty) == head()


def test_replicas_that_start_together_migrate_once(place):
    command = [sys.executable, "-c", REPLICA, str(place)]

    replicas = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ)
        for _ in range(3)
    ]

    assert [replica.communicate(timeout=60)[0] for replica in replicas] == [f"{head()}\n"] * 3


def test_threads_that_start_together_migrate_once(empty):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: migrate(empty), range(4)))

    assert revision(empty) == head()


def test_a_folder_with_a_percent_sign_in_its_name_takes_a_ledger(tmp_path):
    opened = open_ledger(tmp_path / "100%" / "store.sqlite")
    migrate(opened)

    assert revision(opened) == head()
    opened.close()
