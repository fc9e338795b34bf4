"""What a store answers of many events is what the events themselves say, without reading them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from postgis_rows import KEY, enter, made_rows, written
from postgis_selections import HOSTILE, selections

from sahel_map.errors import StoreAwayError
from sahel_map.selection import Selection
from sahel_map.store import Ref, distant, with_events
from sahel_map.store.distant import open_distant
from sahel_map.store.distant_outcome import DistantOutcome
from sahel_map.store.postgis import PostgisStore
from sahel_map.tiles.grid import Grid
from sahel_map.tiles.nearest import near_asked, nearest

FEW = 40
EVERY = Selection(confidence="unverified")
some_times = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def store(cluster, tmp_path_factory):
    """A store with two versions of a few hundred made events."""
    folder = tmp_path_factory.mktemp("distant")
    store = PostgisStore(cluster.database(), cache=folder / "cache")
    rows = made_rows(240)
    enter(store, KEY, written(folder, "one.csv", rows))
    later = made_rows(60, seed=9, first=700)
    enter(store, KEY, written(folder, "two.csv", rows[30:] + later))
    yield store
    store.close()


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """Let the made events be more than are read, and than are drawn one by one."""
    monkeypatch.setattr(distant, "MANY", 100)
    monkeypatch.setattr("sahel_map.store.distant_outcome.FEW", FEW)
    monkeypatch.setattr("sahel_map.outcome.FEW", FEW)


@pytest.fixture(scope="module", params=[1, 2])
def ref(request):
    return Ref(KEY, request.param)


@pytest.fixture
def far(store, ref, data):
    """The dataset as it is asked for; reading its events fails."""
    made = open_distant(store, ref, data)
    assert made is not None
    made._far._read = lambda: pytest.fail("all events were read")
    return made


@pytest.fixture(scope="module")
def near(store, ref, data):
    """The same with its events."""
    return with_events(store.folder(ref), data)


def same(ours, theirs):
    """Compare events but for what is never shown: which codes their columns could hold."""
    assert list(ours.index) == list(theirs.index)
    plain = [pd.DataFrame(one).astype(object).drop(columns="geometry") for one in (ours, theirs)]
    assert_frame_equal(*plain, check_dtype=False, check_index_type=False)
    assert ours.geometry.to_wkt().equals(theirs.geometry.to_wkt())


def test_a_dataset_of_few_events_is_read(store, data, monkeypatch):
    monkeypatch.setattr(distant, "MANY", 100_000)

    assert open_distant(store, Ref(KEY), data) is None


def test_what_stands_around_the_events_is_the_same(far, near):
    assert far.version == near.version
    assert far.full == near.full
    assert far.restricted == near.restricted
    assert dict(far.about) == dict(near.about)
    assert_frame_equal(far.sources, near.sources)
    assert (far.days, far.limits, far.total) == (near.days, near.limits, near.total)


@pytest.mark.parametrize("column", ["country", "admin1", "event_type", "actor_groups"])
def test_the_values_of_a_filter_are_the_same(far, near, column):
    assert set(far.present(column)) == set(near.present(column))


@some_times
@given(selection=selections)
def test_a_selection_selects_the_same(far, near, selection):
    ours, theirs = far.outcome(selection), near.outcome(selection)

    assert isinstance(ours, DistantOutcome)
    assert ours.sentence() == theirs.sentence()
    assert set(ours.kinds) == set(theirs.kinds)
    assert (ours.many, ours.points, len(ours)) == (theirs.many, theirs.points, len(theirs))
    same(ours.latest(FEW), theirs.latest(FEW))
    assert_frame_equal(
        ours.latest(3, "title", "place").astype(object),
        theirs.latest(3, "title", "place").astype(object),
        check_index_type=False,
    )
    if not theirs.many:
        same(ours.events, theirs.events)
        same(ours.drawn, theirs.drawn)
        assert list(ours.only("lat").index) == list(theirs.only("lat").index)


@some_times
@given(selection=selections, chosen=st.integers(0, 10_000))
def test_an_event_has_the_same_neighbours_in_time(far, near, selection, chosen):
    theirs = near.outcome(selection)
    for event_id in (near.events.index[chosen % near.total], *theirs.latest(1).index):
        assert far.outcome(selection).around(event_id) == theirs.around(event_id)


def test_an_event_by_its_name(far, near):
    for event_id in (near.events.index[0], near.events.index[-1]):
        ours, theirs = far.event(event_id), near.event(event_id)
        assert ours is not None
        columns = [name for name in theirs.index if name != "geometry"]
        assert ours[columns].map(str).equals(theirs[columns].map(str))
        assert list(far.sources_of(event_id).index) == list(near.sources_of(event_id).index)
        assert far.aliases_of(event_id) == near.aliases_of(event_id)


@pytest.mark.parametrize("event_id", [None, "", "no-such-event", "half \ud800", *HOSTILE])
def test_an_event_that_is_not_there(far, event_id):
    assert far.event(event_id) is None
    assert far.outcome(EVERY).around(event_id or "") == (None, None, None)


def test_an_event_of_a_later_version_is_not_there(store, data):
    first, second = (with_events(store.folder(Ref(KEY, n)), data).events.index for n in (1, 2))
    name = second.difference(first)[0]

    assert open_distant(store, Ref(KEY, 1), data).event(name) is None
    assert open_distant(store, Ref(KEY, 2), data).event(name) is not None


places = st.tuples(st.floats(13.5, 15.5), st.floats(-4.5, -2), st.sampled_from([0, 360, -360]))


@some_times
@given(selections, places, st.integers(3, 12), st.sampled_from([1, 3, 12, 500]))
def test_the_events_of_a_place_are_the_same(far, near, selection, place, zoom, limit):
    lat, lon = place[0], place[1] + place[2]
    chosen = Grid.of(near.events).subset(near.outcome(selection).mask)

    theirs = nearest(chosen, near.events, lat, lon, zoom=zoom, limit=limit)
    ours = far.answer(
        lambda asked: near_asked(far, asked, selection, lat, lon, zoom=zoom, limit=limit),
        pytest.fail,
    )

    assert ours.found == theirs.found
    same(ours.events, theirs.events)
    np.testing.assert_array_equal(ours.events["distance_km"], theirs.events["distance_km"])


def test_its_events_are_read_once_and_then_used(store, ref, data, near):
    far, reads = open_distant(store, ref, data), []
    read = far._far._read
    far._far._read = lambda: reads.append(1) or read()
    before = far.outcome(EVERY)

    assert before.mask.all()
    same(far.events, near.events)
    same(before.events, near.events)
    assert reads == [1]
    assert not isinstance(far.outcome(EVERY), DistantOutcome)


def test_while_the_database_is_away_its_copy_says_the_same(store, ref, data, near, monkeypatch):
    far = open_distant(store, ref, data)
    queries = far._far.queries

    def away(*_arguments, **_named):
        msg = "away"
        raise StoreAwayError(msg)

    for name in ("tally", "days", "newest", "event", "around", "by_column"):
        monkeypatch.setattr(queries, name, away)
    selection = Selection(text="number 1")
    ours, theirs = far.outcome(selection), near.outcome(selection)

    assert ours.sentence() == theirs.sentence()
    assert far.days == near.days
    assert set(far.present("admin1")) == set(near.present("admin1"))
    same(ours.latest(5), theirs.latest(5))
    event_id = near.events.index[7]
    assert far.event(event_id)["title"] == near.event(event_id)["title"]
    assert ours.around(event_id) == theirs.around(event_id)
