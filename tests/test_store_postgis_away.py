"""The database goes away and comes back: before the start, in the middle, and while one reads."""

import pytest
from import_fixtures import imported
from postgis_rows import EDITOR, KEY, enter, made_rows, written

from sahel_map.errors import StoreAwayError
from sahel_map.importers.folder import DatasetFolder
from sahel_map.selection import Selection
from sahel_map.store import Ref
from sahel_map.store.postgis import entering, reading

pytest_plugins = ["postgis_fixtures"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """Ask again at once: a test has no half minute."""
    monkeypatch.setattr("sahel_map.store.postgis.known._SECONDS", 0.0)
    monkeypatch.setattr("sahel_map.store.postgis.known._PATIENCE", 0)


@pytest.fixture
def stoppable(cluster):
    """The server, running again after the test however that has ended."""
    running = [True]

    class Server:
        def stop(self):
            cluster.stop("immediate")
            running[0] = False

        def start(self):
            if not running[0]:
                cluster.start()
                running[0] = True

    server = Server()
    yield server
    server.start()


@pytest.fixture
def entered(in_postgis, tmp_path):
    """A store with one version of forty events, and a copy of it."""
    enter(in_postgis, KEY, written(tmp_path, "old.csv", made_rows(40)))
    in_postgis.folder(Ref(KEY))
    return in_postgis


@pytest.fixture
def newer(tmp_path):
    """A file with ten more events."""
    return written(tmp_path, "new.csv", made_rows(50))


def test_without_a_database_a_new_host_says_so(make_store, stoppable):
    stoppable.stop()
    store = make_store("fresh")

    with pytest.raises(StoreAwayError):
        store.keys()
    assert store.away
    assert store.folder(Ref()) == store._base


def test_a_host_that_starts_without_the_database_shows_what_it_has(entered, make_store, stoppable):
    entered.close()
    stoppable.stop()
    again = make_store("cache")

    assert again.keys() == [KEY]
    assert DatasetFolder(again.folder(Ref(KEY))).about()["events_count"] == 40
    assert again.away


def test_what_is_here_stays_readable_and_everything_comes_back(entered, newer, stoppable):
    state = entered.state(Ref(KEY))
    stoppable.stop()

    assert entered.state(Ref(KEY)) == state
    assert entered.away
    assert entered.folder(Ref(KEY)).is_dir()
    entered.touch(KEY)
    with pytest.raises(StoreAwayError):
        entered.queries(Ref(KEY)).count(Selection())
    with pytest.raises(StoreAwayError):
        enter(entered, KEY, newer)
    stoppable.start()

    assert entered.state(Ref(KEY)) == state
    assert not entered.away
    assert enter(entered, KEY, newer).number == 2


def test_an_import_that_is_cut_off_leaves_the_version_before(
    entered, newer, stoppable, monkeypatch
):
    enter_rows = entering.enter_rows

    def enter_and_stop(*given, **more):
        enter_rows(*given, **more)
        stoppable.stop()

    monkeypatch.setattr(entering, "enter_rows", enter_and_stop)
    with entered.workplace(KEY) as folder:
        imported(newer, folder)
        with pytest.raises(StoreAwayError, match="nothing was written"):
            entered.take(KEY, folder, EDITOR, act="imported")
    stoppable.start()
    monkeypatch.undo()

    assert [one.number for one in entered.versions(KEY)] == [1]
    assert entered.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 40
    assert enter(entered, KEY, newer).number == 2
    assert entered.queries(Ref(KEY)).count(Selection(confidence="unverified")) == 50


@pytest.mark.usefixtures("entered")
def test_a_copy_that_is_cut_off_is_none(make_store, stoppable, monkeypatch):
    other = make_store("other")
    other.keys()
    copied_out = reading.copied_out

    def stop_and_copy(*given):
        stoppable.stop()
        return copied_out(*given)

    monkeypatch.setattr(reading, "copied_out", stop_and_copy)
    with pytest.raises(StoreAwayError):
        other.folder(Ref(KEY))
    left = [path.name for path in (other._cache / "versions" / KEY).iterdir()]
    stoppable.start()
    monkeypatch.undo()

    assert [name for name in left if not name.endswith(".lock")] == []
    assert DatasetFolder(other.folder(Ref(KEY))).about()["events_count"] == 40
