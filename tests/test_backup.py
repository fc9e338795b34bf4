"""A store in one file and back: equal stores have equal checksums, and nothing is half restored."""

import gzip
import hashlib
import io
import json
import os
import tarfile
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from backup_rows import HOSTILE, fill, fill_wide, make_wide

from sahel_map.backup import backup, check, checksum, restore, writing
from sahel_map.errors import StoreError
from sahel_map.ledger import schema

pytest_plugins = ["dataset_fixtures", "backup_fixtures"]


def rows(store, table: sa.Table) -> list:
    """Return all rows of a table."""
    with store.ledger.begin() as connection:
        return list(connection.execute(sa.select(table).order_by(*table.primary_key)))


def bare(store) -> bool:
    """Return whether no table of a store holds anything."""
    return all(not rows(store, table) for table in schema.METADATA.sorted_tables)


def rewritten(path, change) -> None:
    """Write the members of a backup anew after a change of their list."""
    with tarfile.open(path) as tar:
        members = [(info.name, tar.extractfile(info).read()) for info in tar]
    members = change(members)
    with tarfile.open(path, "w:gz") as tar:
        for name, body in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))


def test_a_store_of_files_comes_back_as_it_was(loaded, file_store, tmp_path):
    before = checksum(loaded)
    manifest = backup(loaded, tmp_path / "b")
    other = file_store("other")

    restore(other, tmp_path / "b")

    assert checksum(other) == before == manifest.checksum
    assert sorted(other.keys()) == sorted(loaded.keys())
    assert [one.number for one in other.versions("key-of-a-ucdp-file")] == [1]
    for table in schema.METADATA.sorted_tables:
        if table is not schema.DATASETS:  # when it was opened last
            assert rows(other, table) == rows(loaded, table)


def test_the_files_of_datasets_come_back_byte_by_byte(loaded, file_store, tmp_path):
    backup(loaded, tmp_path / "b")
    other = file_store("other")

    restore(other, tmp_path / "b")

    for key in loaded.keys():  # noqa: SIM118
        for path in (loaded.path / key).rglob("[!.]*"):
            if path.is_file():
                same = other.path / path.relative_to(loaded.path)
                assert same.read_bytes() == path.read_bytes()
    assert not (other.path / ".restoring").exists()


def test_versions_share_their_files_in_the_backup(loaded, tmp_path):
    manifest = backup(loaded, tmp_path / "b")

    names = [*(loaded.path / "key-of-a-ucdp-file").rglob("*.parquet")]
    files = {hashlib.sha256(path.read_bytes()).hexdigest() for path in names}
    assert (len(names), len(files)) == (2, 1)
    assert f"files/{files.pop()}" in manifest.members


def full_and_empty(database_store):
    """Return a store with rows of every kind, and one with the same tables and none."""
    store, other = database_store(), database_store()
    with store.ledger.begin() as connection:
        fill(connection)
        fill_wide(connection)
    with other.ledger.begin() as connection:
        make_wide(connection)
    return store, other


def test_a_database_comes_back_as_it_was(database_store, tmp_path):
    store, other = full_and_empty(database_store)
    before = checksum(store)

    backup(store, tmp_path / "b")
    restore(other, tmp_path / "b")

    assert checksum(other) == before
    asked = sa.text("SELECT dataset, at, ST_AsText(point), codes FROM a_row ORDER BY dataset")
    both = []
    for one in (store, other):
        with one.ledger.begin() as connection:
            both.append(connection.execute(asked).all())
    assert both[0] == both[1]
    assert both[0][0][2:] == ("POINT(-4 15)", ["x", HOSTILE])


def test_new_rows_of_a_restored_database_are_numbered_after_the_old_ones(database_store, tmp_path):
    store, other = full_and_empty(database_store)
    backup(store, tmp_path / "b")
    restore(other, tmp_path / "b")

    with other.ledger.begin() as connection:
        audit = schema.AUDIT.insert().values(who="", who_name="", role="admin", act="x", detail={})
        key = connection.execute(audit).inserted_primary_key
        unit = connection.exec_driver_sql("INSERT INTO unit (name) VALUES ('n') RETURNING id")

        assert key == (2,)
        assert unit.scalar_one() == 3


def test_a_missing_document_stays_missing(database_store, tmp_path):
    store, other = database_store(), database_store()
    with store.ledger.begin() as connection:
        fill(connection)
    backup(store, tmp_path / "b")
    restore(other, tmp_path / "b")

    asked = sa.text("SELECT id, before IS NULL, after IS NULL FROM proposal ORDER BY id")
    found = []
    for one in (store, other):
        with one.ledger.begin() as connection:
            found.append(connection.execute(asked).all())
    assert found[0] == found[1] == [(7, True, False), (9, False, True)]


@pytest.mark.parametrize("way", ["to files", "to a database"])
def test_what_a_team_agreed_on_moves_between_files_and_databases(
    file_store, database_store, tmp_path, way
):
    stores = [file_store("one"), database_store()]
    source, target = stores if way == "to a database" else reversed(stores)
    with source.ledger.begin() as connection:
        fill(connection)
    backup(source, tmp_path / "b")

    restore(target, tmp_path / "b")

    assert checksum(target) == checksum(source)


def test_loaded_datasets_do_not_move_between_files_and_databases(loaded, database_store, tmp_path):
    backup(loaded, tmp_path / "b")
    target = database_store()

    with pytest.raises(StoreError, match="2 loaded datasets"):
        restore(target, tmp_path / "b")

    assert bare(target)


@pytest.mark.parametrize("kind", ["file_store", "database_store"])
def test_a_store_that_is_not_empty_is_not_written_to(request, kind, file_store, tmp_path):
    source = file_store("source")
    with source.ledger.begin() as connection:
        fill(connection)
    backup(source, tmp_path / "b")
    make = request.getfixturevalue(kind)
    target = make("target") if kind == "file_store" else make()
    with target.ledger.begin() as connection:
        row = {"owner": "o", "kind": "view", "name": "n", "body": {}}
        connection.execute(schema.SAVED.insert().values(**row))

    with pytest.raises(StoreError, match="not empty"):
        restore(target, tmp_path / "b")

    assert rows(target, schema.AUDIT) == []


def test_a_folder_with_datasets_and_no_ledger_is_not_empty(loaded, file_store, imports, tmp_path):
    backup(loaded, tmp_path / "b")
    target = file_store("target")
    (target.path / "a-key-of-somebody-else").mkdir()
    for path in (imports / "acled").iterdir():
        (target.path / "a-key-of-somebody-else" / path.name).write_bytes(path.read_bytes())

    with pytest.raises(StoreError, match="a-key-of-somebody-else"):
        restore(target, tmp_path / "b")

    assert target.keys() == ["a-key-of-somebody-else"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_is_cut_off_is_not_restored(loaded, file_store, tmp_path, share):
    path = tmp_path / "b"
    backup(loaded, path)
    os.truncate(path, int(path.stat().st_size * share))
    target = file_store("target")

    with pytest.raises(StoreError, match="no whole backup"):
        restore(target, path)

    assert bare(target)
    assert target.keys() == []


def test_an_altered_byte_is_found_wherever_it_is(loaded, tmp_path):
    path = tmp_path / "b"
    backup(loaded, path)
    whole = gzip.decompress(path.read_bytes())
    faults = []

    for place in range(600, len(whole) - 10_500, len(whole) // 40):
        # Between members a tar has bytes that mean nothing.
        if whole[place] == 0:
            continue
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        path.write_bytes(gzip.compress(changed, 1))
        with pytest.raises(StoreError, match="no whole backup"):
            check(path)
        faults.append(place)

    assert len(faults) > 10


def _dropped(members):
    return [one for one in members if one[0] != "ledger/audit.jsonl"]


def _out_of_order(members):
    return [*members, members[0]]


def _climbing(members):
    return [("../../outside", b"x"), *members]


def _absolute(members):
    return [("/tmp/outside", b"x"), *members]  # noqa: S108


def _linked(members):
    info = tarfile.TarInfo("files/" + "a" * 64)
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return [(info, b""), *members]


def _no_list(members):
    return members[:-1]


@pytest.mark.parametrize(
    "change", [_dropped, _out_of_order, _climbing, _absolute, _linked, _no_list]
)
def test_members_that_are_not_ours_are_refused(loaded, file_store, tmp_path, change):
    path = tmp_path / "b"
    backup(loaded, path)
    rewritten(path, change)
    target = file_store("target")

    with pytest.raises(StoreError, match="no whole backup"):
        restore(target, path)

    assert bare(target)
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.parametrize("name", ["../escaped", "/escaped", "a/../../escaped", ".hidden"])
def test_a_listed_file_stays_in_the_folder_of_its_dataset(loaded, file_store, tmp_path, name):
    path = tmp_path / "b"
    backup(loaded, path)

    def climb(members):
        bodies = dict(members)
        lines = bodies["folders.jsonl"].splitlines()
        first = json.loads(lines[0]) | {"path": name}
        body = b"\n".join([json.dumps(first).encode(), *lines[1:]]) + b"\n"
        told = json.loads(bodies["manifest.json"])
        told["members"]["folders.jsonl"] |= {
            "sha256": hashlib.sha256(body).hexdigest(), "size": len(body),
        }  # fmt: skip
        total = hashlib.sha256()
        for member, entry in sorted(told["members"].items()):
            total.update(f"{member}\0{entry['sha256']}\n".encode())
        told["checksum"] = total.hexdigest()
        bodies |= {"folders.jsonl": body, "manifest.json": json.dumps(told).encode()}
        return list(bodies.items())

    rewritten(path, climb)
    target = file_store("target")

    with pytest.raises(StoreError, match="which no dataset has"):
        restore(target, path)

    assert bare(target)
    assert target.keys() == []


def test_a_backup_of_a_newer_schema_is_refused(loaded, file_store, tmp_path, monkeypatch):
    monkeypatch.setattr("sahel_map.backup.writing.head", lambda: "9999")
    backup(loaded, tmp_path / "b")
    target = file_store("target")

    with pytest.raises(StoreError, match="newer version"):
        restore(target, tmp_path / "b")

    assert bare(target)


def test_a_backup_sees_one_moment_though_others_write(loaded, tmp_path, monkeypatch):
    listed = writing.listed

    def written_meanwhile(root):
        with loaded.ledger.begin() as connection:
            connection.execute(
                schema.SAVED.insert().values(owner="o", kind="view", name="late", body={})
            )
        return listed(root)

    before = checksum(loaded)
    monkeypatch.setattr("sahel_map.backup.writing.listed", written_meanwhile)

    assert backup(loaded, tmp_path / "b").checksum == before


def test_a_database_is_backed_up_as_of_one_moment(database_store, tmp_path, monkeypatch):
    store = database_store()
    with store.ledger.begin() as connection:
        fill(connection)
    before = checksum(store)
    wide_tables = writing.wide_tables

    def written_meanwhile(connection):
        with store.ledger.begin() as other:
            other.execute(schema.AUDIT.delete())
            other.execute(
                schema.SAVED.insert().values(owner="o", kind="view", name="late", body={})
            )
        return wide_tables(connection)

    monkeypatch.setattr("sahel_map.backup.writing.wide_tables", written_meanwhile)
    after = SimpleNamespace(ledger=store.ledger)

    assert backup(after, tmp_path / "b").checksum == before


def test_a_backup_that_fails_leaves_no_file(loaded, tmp_path, monkeypatch):
    def broken(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sahel_map.backup.writing.lines_of", broken)

    with pytest.raises(StoreError, match="No space left"):
        backup(loaded, tmp_path / "b")

    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "b.part").exists()
