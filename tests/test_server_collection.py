"""Datasets that readers have loaded: whose they are, who sees them, when they go."""

import json
import os
import shutil

import pytest
from dataset_rows import KEY, OWNER

from sahel_map.errors import DataError
from sahel_map.importers.folder import DatasetFolder
from sahel_map.server import collection
from sahel_map.server.collection import (
    Reader,
    entries,
    find,
    new_key,
    remove,
    share,
    sweep,
)
from sahel_map.settings import imports_dir
from sahel_map.store import open_store
from sahel_map.store.ref import KEY as KEY_FORM

pytest_plugins = ["dataset_fixtures"]

STRANGER = "the secret of another browser"
NOT_HERE = "This dataset is not here, or it is not yours to see"
HOUR = 3600


def age(folder, hours):
    """Let a dataset have been opened so many hours ago."""
    seen = folder / ".seen"
    seen.touch()
    then = seen.stat().st_mtime - hours * HOUR
    os.utime(seen, (then, then))


def test_its_owner_finds_a_dataset(lay):
    folder = lay()

    entry = find(KEY, Reader(OWNER))

    assert (entry.key, entry.path, entry.mine) == (KEY, folder, True)
    assert (entry.restricted, entry.visible) == (True, True)
    assert entry.about["events_count"] == 3


@pytest.mark.parametrize("owner", [STRANGER, "", None, OWNER.upper(), OWNER + " "])
@pytest.mark.parametrize("kind", ["acled", "ucdp"])
def test_nobody_else_finds_a_dataset_that_is_not_shared(lay, kind, owner):
    lay(kind)

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(owner))


def test_the_digest_of_a_secret_is_not_the_secret(lay):
    lay()

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(collection.owner_digest(OWNER)))


def test_a_dataset_without_an_owner_is_nobodys(lay):
    folder = lay(owner=OWNER)
    DatasetFolder(folder).amend(owner="")

    for asks in ("", None, OWNER):
        with pytest.raises(DataError, match=NOT_HERE):
            find(KEY, Reader(asks))
        assert entries(Reader(asks)) == []


@pytest.mark.parametrize(
    "key",
    [
        "another-key-of-this-length",
        "",
        "short",
        "..",
        "../imports/a-key-that-nobody-guesses",
        "a-key-that-nobody-guesses/.",
        "a-key-that-nobody-guesses/events.parquet",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "................................",
        "/etc/passwd-and-more-of-it",
        "a-key-that-nobody-guesses\n",
        "a-key-that-nobody-guesses\x00",
        "ä-key-that-nobody-guesses",
        "k" * 65,
    ],
)
def test_a_key_that_is_wrong_is_refused_in_the_words_for_one_that_is_not_mine(lay, key):
    lay()
    with pytest.raises(DataError) as denied:
        find(KEY, Reader(STRANGER))

    with pytest.raises(DataError) as caught:
        find(key, Reader(OWNER))

    assert str(caught.value) == str(denied.value)


def test_a_folder_without_a_dataset_is_not_found(shelf):
    (shelf / KEY).mkdir()

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(OWNER))
    assert entries(Reader(OWNER)) == []


def test_keys_are_long_random_and_accepted():
    keys = {new_key() for _ in range(50)}

    assert len(keys) == 50
    assert min(map(len, keys)) >= 32
    assert all(KEY_FORM.fullmatch(key) for key in keys)


def test_only_a_digest_of_the_secret_is_on_the_disk(lay):
    folder = lay()
    share_of = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]

    find(KEY, Reader(OWNER))

    assert not any(OWNER.encode() in content for content in share_of)
    owner = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))["owner"]
    assert owner == collection.owner_digest(OWNER)
    assert len(owner) == 64


def test_a_reader_is_shown_what_is_theirs_and_what_is_shared(lay):
    lay("acled", "mine-and-restricted", OWNER, imported_at="2026-01-01")
    lay("ucdp", "theirs-and-shared", STRANGER, shared=True, imported_at="2026-03-01")
    lay("ucdp", "theirs-and-private", STRANGER, imported_at="2026-02-01")
    lay("acled", "theirs-and-restricted", STRANGER, imported_at="2026-04-01")

    def seen(owner):
        return [entry.key for entry in entries(Reader(owner))]

    assert seen(OWNER) == ["theirs-and-shared", "mine-and-restricted"]
    assert seen(None) == ["theirs-and-shared"]
    assert seen(STRANGER) == ["theirs-and-restricted", "theirs-and-shared", "theirs-and-private"]


def test_a_host_without_a_collection_has_no_datasets(monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path / "never-made"))

    assert entries(Reader(OWNER)) == []
    assert sweep() == 0


def test_an_owner_shares_a_dataset_and_takes_it_back(lay):
    lay("ucdp")

    share(KEY, Reader(OWNER), visibility="public")
    shown = find(KEY, Reader(STRANGER))

    assert (shown.visible, shown.mine) == (True, False)
    share(KEY, Reader(OWNER), visibility="private")
    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(STRANGER))


def test_a_restricted_dataset_is_never_shared(lay):
    lay("acled")

    with pytest.raises(DataError, match="never a restricted one"):
        share(KEY, Reader(OWNER), visibility="public")

    assert DatasetFolder(imports_dir() / KEY).about().get("shared") is not True


def test_a_restricted_dataset_that_says_it_is_shared_is_not(lay):
    lay("acled", shared=True)

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(STRANGER))
    assert entries(Reader(STRANGER)) == []


@pytest.mark.parametrize("says", ["yes", 1, "true"])
def test_only_a_plain_yes_shares(lay, says):
    lay("ucdp", shared=says)

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(STRANGER))


def test_only_its_owner_shares_or_deletes_what_is_shared(lay):
    folder = lay("ucdp", shared=True)

    with pytest.raises(DataError, match="Only its owner may share"):
        share(KEY, Reader(STRANGER), visibility="private")
    with pytest.raises(DataError, match="Only its owner may delete"):
        remove(KEY, Reader(STRANGER))

    assert find(KEY, Reader(STRANGER)).about["shared"] is True
    assert folder.is_dir()


def test_nobody_else_deletes_or_shares_what_they_cannot_see(lay):
    folder = lay("ucdp")

    with pytest.raises(DataError, match=NOT_HERE):
        remove(KEY, Reader(STRANGER))
    with pytest.raises(DataError, match=NOT_HERE):
        share(KEY, Reader(STRANGER), visibility="public")

    assert folder.is_dir()


def test_an_owner_deletes_a_dataset_with_all_its_files(lay):
    folder = lay()

    remove(KEY, Reader(OWNER))

    assert not folder.exists()


def test_old_datasets_are_swept_away_unless_they_are_shared(lay):
    kept = lay("ucdp", "shared-and-very-old", shared=True)
    fresh = lay("acled", "opened-a-while-ago")
    gone = lay("acled", "not-opened-any-more")
    age(kept, 1000)
    age(fresh, 23)
    age(gone, 25)

    assert sweep() == 1

    assert (kept.exists(), fresh.exists(), gone.exists()) == (True, True, False)


def test_what_another_window_deletes_at_the_same_moment_is_no_fault(lay, monkeypatch):
    age(lay(key="the-first-of-two-stale"), 25)
    age(lay(key="the-other-of-two-stale"), 25)
    store = open_store()
    about = store.about

    def about_the_last(key):
        said = about(key)
        for other in store.keys():  # noqa: SIM118  (no mapping)
            shutil.rmtree(store.path / other)
        return said

    monkeypatch.setattr(store, "about", about_the_last)

    assert sweep() == 0


def test_opening_a_dataset_keeps_it(lay):
    folder = lay()
    age(folder, 25)

    find(KEY, Reader(OWNER))

    assert sweep() == 0


def test_who_may_not_see_a_dataset_does_not_keep_it(lay):
    folder = lay()
    age(folder, 25)

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(STRANGER))

    assert sweep() == 1
    assert not folder.exists()


def test_a_dataset_that_nobody_has_opened_yet_goes_by_its_own_age(lay):
    folder = lay()
    now = folder.stat().st_mtime

    assert sweep(now + 23 * HOUR) == 0
    assert sweep(now + 25 * HOUR) == 1


def test_what_is_no_dataset_of_the_collection_is_not_swept(shelf):
    other = shelf / "notes of the team"
    other.mkdir()
    (shelf / "a-file-with-the-name-of-a-key").write_text("kept", encoding="utf-8")

    assert sweep(other.stat().st_mtime + 1000 * HOUR) == 0

    assert other.is_dir()


def test_uploads_whose_import_was_killed_are_swept_away_after_a_day(shelf):
    left = shelf / ".upload-left"
    left.write_text("half of a file", encoding="utf-8")
    then = left.stat().st_mtime

    sweep(then + 23 * HOUR)
    assert left.exists()

    assert sweep(then + 25 * HOUR) == 0
    assert not left.exists()


def test_an_upload_that_ends_while_it_is_swept_is_no_fault(shelf, monkeypatch):
    left = shelf / ".upload-ending"
    left.write_text("a file", encoding="utf-8")
    then = left.stat().st_mtime
    unlink = type(left).unlink

    def first(path):
        unlink(path)
        return unlink(path)

    monkeypatch.setattr(type(left), "unlink", first)

    assert sweep(then + 25 * HOUR) == 0


def test_a_dataset_that_goes_while_it_is_opened_is_not_found(lay, monkeypatch):
    folder = lay()
    entry_of = collection._entry

    def late(ref, reader):
        entry = entry_of(ref, reader)
        shutil.rmtree(folder)
        return entry

    monkeypatch.setattr(collection, "_entry", late)

    with pytest.raises(DataError, match=NOT_HERE):
        find(KEY, Reader(OWNER))
