"""Which data pages are given: of which version, through the veil, of a store that is away."""

import datetime as dt

import pytest
from dataset_rows import KEY
from import_fixtures import csv_text, imported
from record_fixtures import GED

from sahel_map.errors import StoreAwayError, StoreError
from sahel_map.people import ANYBODY
from sahel_map.server import held
from sahel_map.server.lifespan import compared, dataset
from sahel_map.store import Ref, open_store

pytest_plugins = ["dataset_fixtures"]


@pytest.fixture
def bring(shelf, tmp_path):  # noqa: ARG001  (where they are kept)
    """Import rows of UCDP GED as the next version of a dataset."""

    def load(*rows):
        file = tmp_path / "ucdp.csv"
        file.write_text(csv_text([GED | row for row in rows], list(GED)), encoding="utf-8")
        with open_store().workplace(KEY) as folder:
            imported(file, folder)
            open_store().take(KEY, folder, ANYBODY, act="imported")

    return load


def test_each_version_is_a_dataset_of_its_own(bring):
    bring({"id": "1"})
    bring({"id": "1"}, {"id": "2"})

    assert len(dataset(KEY).events) == len(dataset(f"{KEY}@2").events) == 2
    assert len(dataset(f"{KEY}@1").events) == 1
    assert dataset(f"{KEY}@1") is dataset(f"{KEY}@1")
    assert dataset(KEY).roads is dataset().roads


def test_versions_are_compared(bring):
    bring({"id": "1"})
    bring({"id": "1"}, {"id": "2"})

    [table] = compared(f"{KEY}@1", KEY).tables

    assert (table.table, table.added, table.changed, table.removed) == ("events.csv", 1, 0, 0)


@pytest.mark.parametrize("key", ["../../etc/passwd", "short", f"{KEY}@0", f"{KEY}@x"])
def test_a_text_that_names_no_dataset_is_refused(key):
    with pytest.raises(StoreError):
        dataset(key)


def test_where_nothing_is_asked_for_the_veil_changes_nothing():
    assert dataset("~") is dataset()


def test_the_veil_of_the_host_moves_on_at_midnight(monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DELAY_DAYS", "30")
    monkeypatch.setattr(held, "_today", lambda: dt.date(2025, 9, 30))
    before = dataset("~")
    monkeypatch.setattr(held, "_today", lambda: dt.date(2025, 10, 1))

    after = dataset("~")

    assert (before.veil.up_to, after.veil.up_to) == (dt.date(2025, 8, 31), dt.date(2025, 9, 1))
    assert before.version != after.version
    assert len(before.events) <= len(after.events) < len(dataset().events)
    assert dataset().veil is None


def test_a_dataset_has_a_veil_of_its_own(bring):
    bring({"id": "1"})
    open_store().amend(KEY, round_km=10.0)

    assert dataset(f"{KEY}~").veil.round_km == 10.0
    assert dataset(KEY).veil is None
    open_store().amend(KEY, round_km=20.0)
    assert dataset(f"{KEY}~").veil.round_km == 20.0


def test_what_was_read_is_shown_while_the_store_is_away(bring, monkeypatch):
    bring({"id": "77"})  # no other test's event: equal imports of one second are the same data
    seen = dataset(KEY)

    def away(_ref):
        raise StoreAwayError

    monkeypatch.setattr(open_store(), "folder", away)

    assert dataset(KEY) is seen
    with pytest.raises(StoreAwayError):
        dataset(str(Ref(KEY, 1)))
