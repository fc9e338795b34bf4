"""Stores with something in every table, of both kinds.

Test files that use them name this file in ``pytest_plugins``.
"""

import shutil
from types import SimpleNamespace

import pytest
from backup_rows import fill

from sahel_map.ledger import migrate, open_ledger
from sahel_map.settings import data_dir
from sahel_map.store.files import FileStore


@pytest.fixture
def file_store(tmp_path, monkeypatch):
    """Open a store of files in a folder of its own, and make it this host's."""
    opened = []

    def make(name: str) -> FileStore:
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(folder))
        opened.append(FileStore(folder, base=data_dir(), cache=folder / ".cache"))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def database_store(cluster):
    """Open a store in a database of its own."""
    opened = []

    def make(address: str | None = None) -> SimpleNamespace:
        ledger = open_ledger(address or cluster.database())
        migrate(ledger)
        opened.append(ledger)
        return SimpleNamespace(ledger=ledger)

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture
def loaded(file_store, imports):
    """A store of files with rows in every table and two loaded datasets, one with versions."""
    store = file_store("full")
    with store.ledger.begin() as connection:
        fill(connection)
    for kind, key in (("ucdp", "key-of-a-ucdp-file"), ("acled", "key-of-an-acled-file")):
        shutil.copytree(imports / kind, store.path / key)
    store.versions("key-of-a-ucdp-file")
    return store
