"""The events of a database come back with all their versions, and answer as they did."""

import pandas as pd
import pytest
from backup_rows import fill
from postgis_rows import KEY, enter, made_rows, written

from sahel_map.backup import backup, checksum, restore
from sahel_map.importers.folder import DatasetFolder
from sahel_map.selection import Selection
from sahel_map.store.ref import Ref

pytest_plugins = ["postgis_fixtures"]


def rows(store, version: int) -> pd.DataFrame:
    """Return the events of a version as its folder has them."""
    return pd.read_parquet(DatasetFolder(store.folder(Ref(KEY, version))).file("events"))


def indexes(store) -> list[str]:
    """Return the indexes of the tables of events."""
    asked = "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'event%%' ORDER BY indexname"
    with store.ledger.begin() as connection:
        return list(connection.exec_driver_sql(asked).scalars())


@pytest.fixture
def full(in_postgis, tmp_path):
    """A store with a dataset of two versions and everything else that a team makes."""
    enter(in_postgis, KEY, written(tmp_path, "one.csv", made_rows(40)))
    enter(in_postgis, KEY, written(tmp_path, "two.csv", made_rows(30, seed=2, first=20)))
    with in_postgis.ledger.begin() as connection:
        fill(connection)
    return in_postgis


@pytest.fixture
def restored(full, make_store, cluster, tmp_path):
    """What a backup of that store makes of an empty database."""
    backup(full, tmp_path / "b")
    other = make_store("other", cluster.database())
    restore(other, tmp_path / "b")
    return other


def test_all_versions_of_a_dataset_come_back(full, restored):
    assert checksum(restored) == checksum(full)
    assert [one.number for one in restored.versions(KEY)] == [2, 1]
    for number in (1, 2):
        pd.testing.assert_frame_equal(rows(restored, number), rows(full, number))
    assert rows(restored, 1)["event_id"].tolist() != rows(restored, 2)["event_id"].tolist()


def test_a_restored_database_answers_questions_as_before(full, restored):
    assert indexes(restored) == indexes(full)
    for selection in (Selection(), Selection(text="eclair"), Selection(countries=("MLI",))):
        counts = [one.queries(Ref(KEY)).count(selection) for one in (full, restored)]
        assert counts[0] == counts[1] > 0


def test_a_restored_dataset_takes_the_next_version(restored, tmp_path):
    made = enter(restored, KEY, written(tmp_path, "three.csv", made_rows(5, seed=3)))

    assert made.number == 3
