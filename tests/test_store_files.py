"""Datasets in the folder of imports: their versions, what is kept of them, what is refused."""

import json
import os
import shutil

import pytest
from dataset_rows import KEY, OWNER
from import_fixtures import csv_text, imported
from record_fixtures import GED

from sahel_map.errors import ConflictError, StoreAwayError, StoreError
from sahel_map.importers.folder import DatasetFolder
from sahel_map.people import Person, Role
from sahel_map.settings import ROOT
from sahel_map.store import Ref, host_versions, open_dataset, stamp
from sahel_map.store.files import LEDGER_FILE, FileStore
from sahel_map.store.version_folders import digest_of, version_folder

pytest_plugins = ["dataset_fixtures"]

ANA = Person("https://login.example ana", "ana@example.org", Role.editor)


@pytest.fixture
def store(shelf):
    made = FileStore(shelf, base=ROOT / "data", cache=shelf / ".cache")
    yield made
    made.close()


@pytest.fixture
def bring(store, tmp_path):
    """Import rows of UCDP GED as the next version of a dataset."""

    def load(*rows, key=KEY, note=""):
        file = tmp_path / "ucdp.csv"
        file.write_text(csv_text([GED | row for row in rows], list(GED)), encoding="utf-8")
        with store.workplace(key) as folder:
            imported(file, folder)
            return store.take(key, folder, ANA, act="imported", note=note)

    return load


def ids(folder):
    return sorted(open_dataset(folder).events["event_id"])


def test_each_import_is_a_version_with_who_made_it_and_why(store, bring):
    first = bring({"id": "1"}, note="the first")
    second = bring({"id": "1"}, {"id": "2"}, note="more of them")

    assert store.versions(KEY) == [second, first]
    assert (first.number, first.who_name, first.act) == (1, "ana@example.org", "imported")
    assert (first.note, first.events, first.added) == ("the first", 1, None)
    assert (second.number, second.note, second.events) == (2, "more of them", 2)
    assert (second.added, second.changed, second.removed) == (1, 0, 0)
    assert first.digest != second.digest
    assert first.about["format"] == "ucdp"


def test_a_changed_value_is_counted(bring):
    bring({"id": "1", "best": "3", "high": "9"}, {"id": "2"})

    second = bring({"id": "1", "best": "4", "high": "9"}, {"id": "2"})

    assert (second.added, second.changed, second.removed) == (0, 1, 0)


def test_an_older_version_is_there_as_it_was(store, bring):
    bring({"id": "1"})
    was = digest_of(store.folder(Ref(KEY)))
    bring({"id": "1"}, {"id": "2"})

    assert ids(store.folder(Ref(KEY, 1))) == ["ged-1"]
    assert ids(store.folder(Ref(KEY, 2))) == ids(store.folder(Ref(KEY))) == ["ged-1", "ged-2"]
    assert digest_of(store.folder(Ref(KEY, 1))) == was


def test_a_version_shares_its_files_with_the_dataset(store, bring):
    bring({"id": "1"})

    held, kept = (
        DatasetFolder(store.folder(ref)).file("events") for ref in (Ref(KEY), Ref(KEY, 1))
    )

    assert held.samefile(kept)


def test_where_links_fail_files_are_copied(store, bring, monkeypatch):
    def refuse(*_names):
        raise OSError

    monkeypatch.setattr(os, "link", refuse)

    bring({"id": "1"})

    held, kept = (
        DatasetFolder(store.folder(ref)).file("events") for ref in (Ref(KEY), Ref(KEY, 1))
    )
    assert not held.samefile(kept)
    assert held.read_bytes() == kept.read_bytes()


def test_a_version_does_not_say_whose_it_is(store, lay):
    lay("ucdp", visibility="public", delay_days=3)

    [version] = store.versions(KEY)
    said = json.loads((store.folder(Ref(KEY, 1)) / "dataset.json").read_text(encoding="utf-8"))

    assert said == version.about
    assert {"owner", "shared", "visibility", "delay_days"} & set(said) == set()


def test_a_dataset_of_before_there_were_versions_gets_its_first(store, lay):
    lay("ucdp", owner_name="ana@example.org")

    [version] = store.versions(KEY)

    assert (version.number, version.who_name, version.act) == (1, "ana@example.org", "imported")
    assert version.at.isoformat(timespec="seconds") == store.about(KEY)["imported_at"]
    assert store.versions(KEY) == [version]


def test_an_import_that_was_not_entered_is_entered_at_the_next_look(store, bring, tmp_path):
    bring({"id": "1"})
    file = tmp_path / "more.csv"
    file.write_text(csv_text([GED | {"id": "1"}, GED | {"id": "2"}], list(GED)), encoding="utf-8")
    imported(file, store.folder(Ref(KEY)))

    newest, first = store.versions(KEY)

    assert (newest.number, newest.events, newest.added, first.number) == (2, 2, 1, 1)
    assert ids(store.folder(Ref(KEY, 2))) == ["ged-1", "ged-2"]


def test_a_folder_that_was_left_before_it_was_entered_is_made_anew(store, bring):
    bring({"id": "1"})
    left = version_folder(store.path / KEY, 2)
    left.mkdir()
    (left / "dataset.json").write_text("{}", encoding="utf-8")

    bring({"id": "1"}, {"id": "2"})

    assert ids(store.folder(Ref(KEY, 2))) == ["ged-1", "ged-2"]


def test_two_imports_at_a_time_do_not_meet(store, lay):
    lay("ucdp")

    with store.workplace(KEY), pytest.raises(ConflictError, match="Another import"):
        store.workplace(KEY).__enter__()


def test_changing_whose_it_is_makes_no_version_and_no_other_state(store, lay):
    lay("ucdp")
    before, state = store.versions(KEY), store.state(Ref(KEY))

    store.amend(KEY, visibility="public", shared=True, owner="somebody else")

    assert store.about(KEY)["visibility"] == "public"
    assert (store.versions(KEY), store.state(Ref(KEY))) == (before, state)


def test_another_import_has_another_state_and_the_old_version_keeps_its_own(store, bring):
    bring({"id": "1"})
    newest, first = store.state(Ref(KEY)), store.state(Ref(KEY, 1))

    bring({"id": "1"}, {"id": "2"})

    assert store.state(Ref(KEY)) != newest
    assert store.state(Ref(KEY, 1)) == first


@pytest.mark.parametrize("ref", [Ref(KEY, 3), Ref("another-key-of-this-length"), Ref("", 1)])
def test_what_is_not_there_is_named(store, bring, ref):
    bring({"id": "1"})

    with pytest.raises(StoreError, match="There is no dataset or version"):
        store.folder(ref)


def test_what_is_deleted_is_gone_with_its_versions(store, bring):
    bring({"id": "1"})

    store.remove(KEY)

    assert store.keys() == []
    assert store.versions(KEY) == []
    assert store.about(KEY) == {}


def test_a_dataset_that_comes_again_under_its_key_begins_at_one(store, bring):
    bring({"id": "1"})
    bring({"id": "1"}, {"id": "2"})
    store.remove(KEY)

    assert bring({"id": "1"}).number == 1


def test_the_keys_are_those_of_folders(store, lay):
    lay("ucdp")
    (store.path / "notes of the team").mkdir()
    (store.path / "a-file-with-the-name-of-a-key").write_text("", encoding="utf-8")

    assert store.keys() == [KEY]


def test_reading_the_bundled_data_opens_no_ledger(store):
    assert store.folder(Ref()) == ROOT / "data"
    assert store.state(Ref()) == stamp(ROOT / "data")
    assert store.versions("") == []

    assert not (store.path / LEDGER_FILE).exists()
    assert not store.away


def test_a_folder_that_cannot_be_written_to_serves_the_bundled_data(tmp_path):
    blocked = tmp_path / "imports"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    store = FileStore(blocked, base=ROOT / "data", cache=tmp_path / "cache", team=True)

    assert store.folder(Ref()) == ROOT / "data"
    assert store.away
    assert (store.keys(), store.versions("")) == ([], [])
    with pytest.raises(StoreAwayError, match="cannot be written to"):
        store.workplace(KEY).__enter__()


def test_versions_of_the_host_are_seen_once_there_is_a_team(shelf, make_folder, tmp_path):
    base = make_folder(tmp_path / "tiny", [{}, {"event_id": "2025-07-02-west-town"}])
    store = FileStore(shelf, base=base, cache=tmp_path / "cache", team=True)

    [first] = store.versions("")
    folder = store.folder(Ref("", 1))

    assert (first.number, first.act) == (1, "base")
    assert (folder / "events.csv").read_bytes() == (base / "events.csv").read_bytes()
    assert store.folder(Ref()) == folder
    store.close()


def test_a_new_release_of_the_tables_is_another_version_of_the_host(shelf, make_folder, tmp_path):
    base = make_folder(tmp_path / "tiny", [{}])
    store = FileStore(shelf, base=base, cache=tmp_path / "cache", team=True)
    before = store.state(Ref())
    newer = make_folder(tmp_path / "newer", [{}, {"event_id": "2025-07-02-west-town"}])

    shutil.copyfile(newer / "events.csv", base / "events.csv")

    assert store.state(Ref()) != before
    assert [one.number for one in store.versions("")] == [2, 1]
    assert len(open_dataset(store.folder(Ref("", 1))).events) == 1
    assert len(open_dataset(store.folder(Ref())).events) == 2
    store.close()


def test_a_dataset_keeps_who_owns_it_through_an_import(store, bring):
    bring({"id": "1"})
    store.amend(KEY, owner=OWNER, owner_name="ana", visibility="team", delay_days=7, round_km=5)

    bring({"id": "1"}, {"id": "2"})

    said = store.about(KEY)
    assert (said["owner"], said["owner_name"], said["visibility"]) == (OWNER, "ana", "team")
    assert (said["delay_days"], said["round_km"]) == (7, 5)


def test_a_ledger_that_could_not_be_opened_once_is_looked_for_again(shelf, monkeypatch):
    first = FileStore(shelf, base=ROOT / "data", cache=shelf / ".cache", team=True)
    newest = first.state(Ref())
    first.close()
    store = FileStore(shelf, base=ROOT / "data", cache=shelf / ".cache", team=True)

    def away():
        raise StoreAwayError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(store._host, "_versions", away)
        assert store.state(Ref()) != newest
    monkeypatch.setattr(host_versions, "_AGAIN", 1e-9)

    assert store.state(Ref()) == newest
    assert not store.away
    store.close()
