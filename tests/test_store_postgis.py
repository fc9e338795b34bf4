"""Datasets in the database: versions, what is said of them, copies, and who comes first."""

import shutil
import threading
import time

import numpy as np
import pytest
import sqlalchemy as sa
from alembic import autogenerate, runtime
from import_fixtures import imported
from postgis_rows import EDITOR, KEY, enter, made_rows, written

from sahel_map.errors import ConflictError, StoreError
from sahel_map.importers.folder import DatasetFolder
from sahel_map.ledger.schema import BLOBS
from sahel_map.ledger.schema import METADATA as LEDGER
from sahel_map.ledger.versions import bodies_of, keep_files
from sahel_map.selection import Selection
from sahel_map.store import Ref, host
from sahel_map.store.postgis import PostgisStore
from sahel_map.store.postgis import copies as copies_module
from sahel_map.store.postgis import laid as laid_module
from sahel_map.store.postgis import store as store_module
from sahel_map.store.postgis.copies import Copies
from sahel_map.store.postgis.merging import positions_for
from sahel_map.store.postgis.tables import METADATA, PARTS, tables_of
from sahel_map.store.records import bytes_of, records, text_of, with_record

pytest_plugins = ["postgis_fixtures"]


@pytest.fixture
def old(tmp_path):
    """A file of forty events."""
    return written(tmp_path, "old.csv", made_rows(40))


@pytest.fixture
def new(tmp_path):
    """Of those forty three have changed, and five are new."""
    rows = [row | {"notes": "Changed."} if n < 3 else row for n, row in enumerate(made_rows(40))]
    return written(tmp_path, "new.csv", rows + made_rows(5, seed=8, first=900))


def rows_in(store, end=""):
    """How many rows the one dataset of a store has, of all its versions."""
    with store.ledger.begin() as connection:
        part = connection.execute(sa.select(PARTS.c.part)).scalar_one()
        table = sa.table(f"event_{part}{end}")
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def tables_in(store):
    """The tables of events that a database has."""
    with store.ledger.begin() as connection:
        names = sa.inspect(connection).get_table_names()
    return {name for name in names if name.startswith("event_")}


def test_the_migration_makes_what_the_tables_say(in_postgis):
    in_postgis.keys()
    with in_postgis.ledger.begin() as connection:
        context = runtime.migration.MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _one, name, kind, _reflected, _compared: (
                    not (kind == "table" and name in {"spatial_ref_sys", *LEDGER.tables})
                ),
            },
        )
        differences = autogenerate.compare_metadata(context, METADATA)

    assert differences == []


def test_versions_say_who_made_them_and_what_they_changed(in_postgis, old, new):
    enter(in_postgis, KEY, old)
    enter(in_postgis, KEY, new)

    second, first = in_postgis.versions(KEY)

    assert (first.number, first.events, first.added) == (1, 40, None)
    assert (second.number, second.events) == (2, 45)
    assert (second.added, second.changed, second.removed) == (5, 3, 0)
    assert second.who_name == EDITOR.name
    assert second.act == "imported"


def test_rows_that_stay_are_kept_once(in_postgis, old, new):
    enter(in_postgis, KEY, old)
    enter(in_postgis, KEY, new)

    assert (
        rows_in(in_postgis)
        == rows_in(in_postgis, "_code")
        == rows_in(in_postgis, "_find")
        == 40 + 3 + 5
    )
    assert in_postgis.queries(Ref(KEY, 1)).count(Selection(confidence="unverified")) == 40
    assert in_postgis.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 45


def test_who_imports_second_is_told_that_somebody_was_faster(in_postgis, make_store, old, new):
    other = make_store("other")
    enter(in_postgis, KEY, old)

    with other.workplace(KEY) as folder:
        enter(in_postgis, KEY, new)
        imported(new, folder)
        with pytest.raises(ConflictError, match="version 2"):
            other.take(KEY, folder, EDITOR, act="imported")

    assert [one.number for one in other.versions(KEY)] == [2, 1]
    assert rows_in(in_postgis) == 48


def test_two_first_imports_at_once_make_one_dataset(in_postgis, make_store, old):
    other = make_store("other")

    with in_postgis.workplace(KEY) as one, other.workplace(KEY) as two:
        imported(old, one)
        imported(old, two)
        in_postgis.take(KEY, one, EDITOR, act="imported")
        with pytest.raises(ConflictError):
            other.take(KEY, two, EDITOR, act="imported")

    assert len(tables_in(in_postgis)) == 2 + 3


def test_what_is_amended_is_said_and_makes_no_version(in_postgis, make_store, old, new):
    enter(in_postgis, KEY, old)
    other = make_store("other")
    in_postgis.amend(KEY, visibility="team", owner="somebody")
    enter(in_postgis, KEY, new)

    assert other.about(KEY)["visibility"] == in_postgis.about(KEY)["visibility"] == "team"
    assert in_postgis.about(KEY)["owner"] == "somebody"
    assert "owner" not in in_postgis.versions(KEY)[0].about
    assert len(in_postgis.versions(KEY)) == 2


def test_a_removed_dataset_leaves_nothing(in_postgis, old):
    enter(in_postgis, KEY, old)
    copy = in_postgis.folder(Ref(KEY))
    in_postgis.remove(KEY)

    assert in_postgis.keys() == []
    assert tables_in(in_postgis) == {"event_part", "event_value"}
    assert not copy.exists()
    with pytest.raises(StoreError):
        in_postgis.folder(Ref(KEY))


def kept_files(store):
    """How many files the ledger of a store keeps, of all versions."""
    with store.ledger.begin() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(BLOBS)).scalar_one()


def test_a_removed_dataset_leaves_no_file_but_those_of_another(in_postgis, old, new):
    other = KEY.replace("1", "2")
    enter(in_postgis, KEY, old)
    enter(in_postgis, other, new)
    with in_postgis.ledger.begin() as connection:
        [shared] = bodies_of(connection, other, 1).values()
        keep_files(connection, KEY, 1, [("a copy", shared)])
    assert kept_files(in_postgis) == 2

    in_postgis.remove(KEY)

    assert kept_files(in_postgis) == 1
    with in_postgis.ledger.begin() as connection:
        assert list(bodies_of(connection, other, 1).values()) == [shared]
    in_postgis.remove(other)
    assert kept_files(in_postgis) == 0


def test_another_host_sees_a_new_version_within_a_second(in_postgis, make_store, old, new):
    enter(in_postgis, KEY, old)
    other = make_store("other")
    before = other.state(Ref(KEY))
    enter(in_postgis, KEY, new)

    time.sleep(1.1)

    assert other.state(Ref(KEY)) != before
    assert other.state(Ref(KEY, 1)) == before


def test_an_import_is_known_here_at_once_whoever_asks_meanwhile(in_postgis, old, monkeypatch):
    board = in_postgis._board
    answered, entered = threading.Event(), threading.Event()
    ask = board._found

    def slow(before):
        found = ask(before)
        answered.set()
        entered.wait(30)
        return found

    monkeypatch.setattr(board, "_found", slow)
    somebody = threading.Thread(target=in_postgis.keys)
    somebody.start()
    answered.wait(30)
    with in_postgis.workplace(KEY) as folder:
        imported(old, folder)
        monkeypatch.setattr(board, "_found", ask)
        in_postgis.take(KEY, folder, EDITOR, act="imported")
    entered.set()

    assert in_postgis.state(Ref(KEY)) == (KEY, 1)
    somebody.join()
    assert in_postgis.state(Ref(KEY)) == (KEY, 1)


def test_the_state_is_asked_for_once_a_second(in_postgis, old, monkeypatch):
    enter(in_postgis, KEY, old)
    in_postgis.state(Ref(KEY))
    asked = []
    monkeypatch.setattr(in_postgis._board, "_ask", lambda: asked.append(1))

    for _ in range(200):
        in_postgis.state(Ref(KEY))

    assert len(asked) <= 1


@pytest.mark.parametrize(
    "key", ["", "x", "../../etc/passwd-and-more", "'; DROP TABLE dataset; --", "a" * 65, "a b" * 8]
)
def test_a_name_that_is_no_key_names_nothing(in_postgis, key):
    with pytest.raises(StoreError), in_postgis.workplace(key):
        pass
    with pytest.raises(StoreError):
        in_postgis.remove(key)
    with pytest.raises(StoreError):
        in_postgis.touch(key)


def test_a_version_that_is_not_there_is_refused(in_postgis, old):
    enter(in_postgis, KEY, old)

    with pytest.raises(StoreError, match="@2"):
        in_postgis.folder(Ref(KEY, 2))
    with pytest.raises(StoreError):
        in_postgis.queries(Ref(KEY, 2))


def test_a_title_full_of_commands_is_a_title(in_postgis, old):
    title = "'; DROP TABLE event_part; -- \" %s :x {0} 100% \\"
    enter(in_postgis, KEY, old, title=title)

    assert in_postgis.about(KEY)["title"] == title
    assert in_postgis.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 40


def test_the_public_is_answered_from_the_veiled_folder_alone(in_postgis, old):
    enter(in_postgis, KEY, old)

    assert in_postgis.queries(Ref(KEY, veiled=True)) is None
    assert in_postgis.queries(Ref()) is None


def test_events_that_other_layers_located_are_not_counted_by_the_database(
    in_postgis, old, new, monkeypatch
):
    enter(in_postgis, KEY, old)
    monkeypatch.setattr(store_module, "coding", lambda: "later layers")
    monkeypatch.setattr("sahel_map.store.postgis.entering.coding", lambda: "later layers")

    assert in_postgis.queries(Ref(KEY)) is None
    enter(in_postgis, KEY, new)

    assert in_postgis.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 45
    assert in_postgis.queries(Ref(KEY, 1)) is None


def test_many_who_ask_for_a_copy_at_once_have_one(in_postgis, make_store, old, monkeypatch):
    enter(in_postgis, KEY, old)
    other = make_store("other")
    other.keys()
    made, write = [], laid_module.write_folder
    monkeypatch.setattr(laid_module, "write_folder", lambda *given: (made.append(1), write(*given)))
    found = []
    threads = [threading.Thread(target=lambda: found.append(other.folder(Ref(KEY))))
               for _ in range(6)]  # fmt: skip

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 6
    assert len(set(found)) == len(made) == 1


def test_a_copy_of_rows_that_were_tampered_with_is_refused(in_postgis, old):
    enter(in_postgis, KEY, old)
    with in_postgis.ledger.begin() as connection:
        part = connection.execute(sa.select(PARTS.c.part)).scalar_one()
        events = tables_of(part).events
        connection.execute(events.update().where(events.c.id == 1).values(title="x"))

    with pytest.raises(StoreError, match="not whole"):
        in_postgis.folder(Ref(KEY))
    assert list((in_postgis._cache / "versions" / KEY).glob("[!.]*")) == []


def test_copies_that_were_asked_for_longest_ago_go_first(tmp_path, monkeypatch):
    copies = Copies(tmp_path, most=250)

    def make(folder):
        (folder / "file").write_bytes(b"x" * 100)
        return "0123456789abcdef"

    monkeypatch.setattr("sahel_map.store.postgis.copies._IN_USE", -1.0)
    places = []
    for number in (1, 2, 3):
        places.append(copies.made(KEY, number, "", make))
        time.sleep(0.02)

    assert [place.exists() for place in places] == [False, True, True]
    assert copies.there(KEY, 2) == places[1]


def test_a_copy_is_that_of_the_version_that_the_database_has_now(make_store, old, tmp_path):
    here, there = make_store("here"), make_store("there")
    enter(here, KEY, old)
    of_before = there.folder(Ref(KEY))
    here.remove(KEY)
    enter(here, KEY, written(tmp_path, "another.csv", made_rows(7, seed=3)))

    now = there.folder(Ref(KEY))

    assert now != of_before
    assert DatasetFolder(now).about()["events_count"] == 7
    assert DatasetFolder(there.papers(Ref(KEY))).about()["events_count"] == 7


def test_a_workplace_that_ends_while_another_begins_is_no_fault(tmp_path, monkeypatch):
    copies = Copies(tmp_path)
    (tmp_path / "work" / "of-another").mkdir(parents=True)
    ages = copies_module.time.time

    def ended():
        shutil.rmtree(tmp_path / "work" / "of-another", ignore_errors=True)
        return ages()

    monkeypatch.setattr(copies_module.time, "time", ended)

    with copies.workplace(None) as folder:
        assert list(folder.iterdir()) == []
    assert not folder.exists()


def test_a_workplace_in_a_cache_that_cannot_be_written_to_says_so(tmp_path):
    (tmp_path / "cache").touch()

    with (
        pytest.raises(StoreError, match="cannot be written to"),
        Copies(tmp_path / "cache").workplace(None),
    ):
        pass


def test_of_many_versions_the_latest_are_kept_ready_to_answer(in_postgis, old, new, monkeypatch):
    monkeypatch.setattr(store_module, "_ANSWERING", 2)
    for path in (old, new, old):
        enter(in_postgis, KEY, path)
    refs = [Ref(KEY, number) for number in (1, 2, 3)]

    asked = [in_postgis.queries(ref) for ref in refs]

    assert [one.count(Selection(confidence="unverified")) for one in asked] == [40, 45, 45]
    assert all(in_postgis.queries(ref) is one for ref, one in zip(refs[1:], asked[1:], strict=True))
    assert in_postgis.queries(refs[0]) is not asked[0]


def test_a_dataset_of_the_name_of_a_deleted_one_is_asked_itself(in_postgis, old, new):
    enter(in_postgis, KEY, old)
    assert in_postgis.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 40
    in_postgis.remove(KEY)

    enter(in_postgis, KEY, new)

    assert in_postgis.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 45


def test_a_release_that_cannot_be_read_leaves_what_the_team_agreed_on(
    database, evidence_folder, tmp_path, monkeypatch
):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "optional")
    store = PostgisStore(database, base=evidence_folder, cache=tmp_path / "cache")
    store.state(Ref())
    with store.ledger.begin() as connection:
        tables = host.tables_of(connection, 1)
        source = next(iter(records(text_of(tables["sources.csv"]))))
        edit = with_record(text_of(tables["sources.csv"]), source, {"note": "The team's."})
        agreed = {**tables, "sources.csv": bytes_of(edit)}
        host.write_tables(connection, agreed, EDITOR, after=1, act="edited", note="why")
    store.close()
    (evidence_folder / "places.csv").write_text("nonsense\n1\n", encoding="utf-8")

    again = PostgisStore(database, base=evidence_folder, cache=tmp_path / "cache")

    assert again.state(Ref())[0] == 2
    assert again.folder(Ref()) != evidence_folder
    again.close()


def test_positions_keep_rows_that_stay_in_their_order():
    stay, held = [-1, 0, -1, -1, 2, -1], [1000, 2000, 3000]

    found = positions_for(np.array(stay), np.array(held))

    assert found[1] == 1000
    assert found[4] == 3000
    assert (found[1:] > found[:-1]).all()


def test_positions_are_given_anew_where_there_is_no_room():
    assert positions_for(np.array([0, -1, 1]), np.array([7, 8])) is None


def test_the_papers_of_an_import_come_without_its_events(make_store, old, monkeypatch):
    here, there = make_store("here"), make_store("there")
    enter(here, KEY, old)
    whole = here.folder(Ref(KEY))

    monkeypatch.setattr(
        there._laid, "_write", lambda *_asked: pytest.fail("the events were fetched")
    )
    papers = there.papers(Ref(KEY))

    names = {path.name for path in whole.iterdir() if not path.name.startswith(("events-", "."))}
    assert {path.name for path in papers.iterdir() if not path.name.startswith(".")} == names
    assert all((papers / name).read_bytes() == (whole / name).read_bytes() for name in names)
    assert here.papers(Ref(KEY)) == whole
    with pytest.raises(StoreError, match="no dataset or version"):
        there.papers(Ref(KEY, 2))


def test_papers_go_with_their_dataset(make_store, old):
    here, there = make_store("here"), make_store("there")
    enter(here, KEY, old)
    papers = there.papers(Ref(KEY))
    there.remove(KEY)

    assert not papers.exists()


def test_a_question_to_a_dataset_that_was_deleted_says_so(make_store, old):
    store = make_store()
    enter(store, KEY, old)
    queries = store.queries(Ref(KEY))
    store.remove(KEY)

    with pytest.raises(StoreError, match="deleted meanwhile"):
        queries.count(Selection())
