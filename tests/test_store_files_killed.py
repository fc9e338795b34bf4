"""An import into the store that is killed at any moment: before, in between, or it counts."""

import os
import signal
import subprocess
import sys

import pytest
from dataset_rows import KEY
from import_fixtures import csv_text, imported
from record_fixtures import GED

from sahel_map.people import ANYBODY
from sahel_map.settings import ROOT
from sahel_map.store import Ref, open_dataset
from sahel_map.store.files import FileStore

pytest_plugins = ["dataset_fixtures"]

SCRIPT = """
import sys
from pathlib import Path
from sahel_map.importers.reading import Wish
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.people import Person
from sahel_map.store import open_store
import datetime as dt
import sahel_map.store.file_versions as made
import sahel_map.store.version_folders as folders

file, key, stop = sys.argv[1:]

def halt(place):
    if place == stop:
        print("here", flush=True)
        sys.stdin.read()

def halting(place, step, before):
    def run(*given, **named):
        if before:
            halt(place)
        result = step(*given, **named)
        if not before:
            halt(place)
        return result
    return run

made.keep_version = halting("version folder", made.keep_version, False)
made.add_version = halting("row", made.add_version, False)
store = open_store()
with store.workplace(key) as folder:
    halt("workplace")
    wish = Wish(Terms(today=dt.date(2026, 1, 1)), format_code="ucdp")
    import_file(Path(file), folder, wish, progress=lambda done, _: halt("reading" if done else ""))
    halt("committed")
    store.take(key, folder, Person(name="ana"), act="imported")
halt("entered")
"""


@pytest.fixture
def killed(shelf, tmp_path):
    """Import two events into a dataset that holds one, and kill the import at a place."""

    def run(place):
        for name, rows in {"one": ["1"], "two": ["1", "2"]}.items():
            text = csv_text([GED | {"id": row} for row in rows], list(GED))
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        store = FileStore(shelf, base=ROOT / "data", cache=tmp_path / "cache")
        with store.workplace(KEY) as folder:
            imported(tmp_path / "one.csv", folder)
            store.take(KEY, folder, ANYBODY, act="imported")
        store.close()
        with subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "two.csv"), KEY, place],
            env={**os.environ, "SAHEL_MAP_IMPORTS": str(shelf)},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout.readline() == b"here\n"
            process.send_signal(signal.SIGKILL)
            process.wait()
        return FileStore(shelf, base=ROOT / "data", cache=tmp_path / "cache")

    return run


@pytest.mark.parametrize(
    ("place", "versions"),
    [
        ("workplace", 1),
        ("reading", 1),
        ("committed", 2),
        ("version folder", 2),
        ("row", 2),
        ("entered", 2),
    ],
)
def test_what_is_killed_leaves_whole_versions(killed, place, versions):
    store = killed(place)

    known = store.versions(KEY)

    assert [one.number for one in known] == list(range(versions, 0, -1))
    assert [one.events for one in known] == list(range(versions, 0, -1))
    assert len(open_dataset(store.folder(Ref(KEY))).events) == versions
    for one in known:
        assert len(open_dataset(store.folder(Ref(KEY, one.number))).events) == one.events
    with store.workplace(KEY):
        pass
    store.close()
