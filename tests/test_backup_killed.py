"""A restore that is killed leaves the store as empty as it was, and can be done again."""

import os
import signal
import subprocess
import sys

import pytest
from backup_rows import fill, fill_wide, make_wide

from sahel_map.backup import backup, checksum, restore
from sahel_map.ledger import schema

pytest_plugins = ["dataset_fixtures", "backup_fixtures"]

CHILD = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from sahel_map.backup import folders, restore, restoring
from sahel_map.ledger import open_ledger

place, path, at = sys.argv[1:]

def stop():
    print("here", flush=True)
    time.sleep(60)

if at == "laid out":
    durable, calls = folders._durable, []
    def _durable(path):
        calls.append(path)
        durable(path)
        if len(calls) == 2:
            stop()
    folders._durable = _durable
else:
    take = restoring._Taker.take
    def _take(self, name, body):
        take(self, name, body)
        if name == at:
            stop()
    restoring._Taker.take = _take
ledger = open_ledger(place if "://" in place else Path(place))
restore(SimpleNamespace(ledger=ledger), Path(path))
"""


def killed_at(place: str, path, at: str) -> None:
    """Restore in a process of its own, and kill it at some point."""
    command = [sys.executable, "-c", CHILD, place, str(path), at]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ}) as child:
        try:
            assert child.stdout.readline() == b"here\n"
        finally:
            child.send_signal(signal.SIGKILL)


def number_of_rows(store) -> int:
    """Return how many rows all tables of a ledger have."""
    with store.ledger.begin() as connection:
        return sum(
            len(connection.execute(table.select()).all()) for table in schema.METADATA.sorted_tables
        )


@pytest.mark.parametrize("at", ["ledger/audit.jsonl", "laid out"])
def test_a_killed_restore_of_files_can_be_done_again(loaded, file_store, tmp_path, at):
    before = backup(loaded, tmp_path / "b").checksum
    target = file_store("target")
    assert number_of_rows(target) == 0

    killed_at(str(target.path / "store.sqlite"), tmp_path / "b", at)

    assert number_of_rows(target) == 0
    restore(target, tmp_path / "b")
    assert checksum(target) == before
    assert sorted(target.keys()) == sorted(loaded.keys())


@pytest.mark.parametrize("at", ["ledger/audit.jsonl", "tables/a_row.copy"])
def test_a_killed_restore_of_a_database_can_be_done_again(database_store, cluster, tmp_path, at):
    source, address = database_store(), cluster.database()
    target = database_store(address)
    with source.ledger.begin() as connection:
        fill(connection)
        fill_wide(connection)
    with target.ledger.begin() as connection:
        make_wide(connection)
    before = backup(source, tmp_path / "b").checksum

    killed_at(address, tmp_path / "b", at)

    assert number_of_rows(target) == 0
    restore(target, tmp_path / "b")
    assert checksum(target) == before
