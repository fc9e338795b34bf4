"""Which store a host has, and that there is one of it."""

import subprocess
import sys

import pytest

from sahel_map.settings import ROOT
from sahel_map.store import open_store
from sahel_map.store.files import FileStore

pytest_plugins = ["dataset_fixtures"]


def test_without_a_database_there_are_files(shelf):
    store = open_store()

    assert isinstance(store, FileStore)
    assert store.path == shelf


@pytest.mark.usefixtures("shelf")
def test_a_process_has_one_store():
    assert open_store() is open_store()


def test_another_folder_is_another_store(shelf, tmp_path, monkeypatch):
    before = open_store()

    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path / "elsewhere"))

    assert open_store() is not before
    assert open_store().path == tmp_path / "elsewhere"
    assert before.path == shelf


def test_the_store_of_before_is_closed(shelf, tmp_path, monkeypatch):
    ledger = open_store().ledger
    with ledger.begin():
        pass
    assert ledger.engine.pool.checkedin() == 1

    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path / "elsewhere"))
    open_store()

    assert shelf.is_dir()
    assert ledger.engine.pool.checkedin() == 0


def test_who_reads_the_bundled_data_alone_loads_no_driver_of_a_database(tmp_path):
    script = (
        "import sys\n"
        "from sahel_map.server.lifespan import dataset\n"
        "assert len(dataset().events)\n"
        "print('sqlalchemy' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"SAHEL_MAP_IMPORTS": str(tmp_path / "imports"), "PATH": ""},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout.strip() == "False"
    assert not (tmp_path / "imports").exists()
