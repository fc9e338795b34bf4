"""Events that lie alike are one spot of a dataset in the database, counted without reading them."""

import json

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from postgis_rows import KEY, enter, made_rows, written
from postgis_selections import selections

from sahel_map.errors import StoreAwayError
from sahel_map.ledger import head, revision
from sahel_map.scenes.event_map import region_columns
from sahel_map.selection import Selection
from sahel_map.store import Ref, distant, with_events
from sahel_map.store.distant import open_distant
from sahel_map.store.imported import SPOT
from sahel_map.store.postgis import PostgisStore, coding
from sahel_map.tiles.hexagons import RESOLUTIONS, Hexagons

EVERY = Selection(confidence="unverified")
some_times = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def odd_rows():
    """Rows whose places say little, or what JSON and PostgreSQL write in ways of their own."""
    odd = [
        {"admin1": 'Mo"pti\\', "latitude": "14.123456789012345"},
        {"admin1": "Ménaka", "geo_precision": "3"},
        {"latitude": "", "longitude": ""},
        {"latitude": "91", "longitude": "-3"},
        {"admin1": "", "geo_precision": "3"},
        {"longitude": "-3.0000000000000004"},
        {"longitude": "-3"},
    ]
    plain = made_rows(2 * len(odd), seed=5, first=900)
    return [row | odd[number % len(odd)] for number, row in enumerate(plain)]


@pytest.fixture(scope="module")
def store(cluster, tmp_path_factory):
    """A store with two versions of made events."""
    folder = tmp_path_factory.mktemp("spots")
    store = PostgisStore(cluster.database(), cache=folder / "cache")
    rows = made_rows(240)
    enter(store, KEY, written(folder, "one.csv", rows))
    enter(store, KEY, written(folder, "two.csv", rows[30:] + odd_rows()))
    yield store
    store.close()


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """Let the made events be more than are read, and than are drawn one by one."""
    monkeypatch.setattr(distant, "MANY", 100)
    for place in ("sahel_map.store.distant_outcome", "sahel_map.outcome"):
        monkeypatch.setattr(f"{place}.FEW", 3)


@pytest.fixture(scope="module", params=[1, 2])
def ref(request):
    return Ref(KEY, request.param)


@pytest.fixture
def far(store, ref, data):
    """The dataset as it is asked for; reading its events fails."""
    made = open_distant(store, ref, data)
    made._far._read = lambda: pytest.fail("all events were read")
    return made


@pytest.fixture(scope="module")
def near(store, ref, data):
    """The same with its events."""
    return with_events(store.folder(ref), data)


def counted(frame):
    """Return how many rows say the same, whatever their order."""
    return pd.DataFrame(frame).astype(str).value_counts().sort_index()


@some_times
@given(selection=selections, resolution=st.sampled_from(RESOLUTIONS))
def test_hexagons_of_spots_are_those_of_the_events(far, near, selection, resolution):
    theirs, mask = Hexagons.of(near.events, resolution), near.outcome(selection).mask
    counts = far.outcome(selection).at_spots()
    ours = Hexagons.of(far.spots, resolution)

    assert_frame_equal(ours.counts(counts), theirs.counts(mask))
    assert ours.left_out(counts) == theirs.left_out(mask)
    assert counts.sum() == mask.sum()


@some_times
@given(selection=selections)
def test_units_of_spots_are_those_of_the_events(far, near, selection):
    wanted = [*region_columns(near), "admin1", "admin1_method", "admin1_flag", *SPOT]
    columns = list(dict.fromkeys(wanted))

    ours = far.outcome(selection).placed(*columns)
    theirs = near.outcome(selection).placed(*columns)

    pd.testing.assert_series_equal(counted(ours), counted(theirs))


def test_spots_are_fewer_than_events_and_none_of_another_version_counts(store, data):
    for number in (1, 2):
        made = open_distant(store, Ref(KEY, number), data)
        held = store.queries(Ref(KEY, number)).by_spot(EVERY)

        assert 0 < len(held) < held[:, 1].sum() == made.total
        assert len(held) <= len(made.spots)
    assert not made.spots[list(SPOT)].duplicated().any()


def test_spots_that_are_nearly_as_many_as_events_are_not_told(cluster, tmp_path, data, monkeypatch):
    monkeypatch.setattr(coding, "MOST_SPOTS", 3)
    store = PostgisStore(cluster.database(), cache=tmp_path / "cache")
    enter(store, KEY, written(tmp_path, "one.csv", made_rows(120)))
    made = open_distant(store, Ref(KEY), data)
    found = made.outcome(EVERY)

    assert store.queries(Ref(KEY)).spots() is None
    assert found.at_spots() is None
    assert len(made.spots) == made.total == 120
    assert counted(found.placed("admin1_id")).sum() == 120
    store.close()


def test_while_the_database_is_away_the_events_are_read(store, data, monkeypatch):
    made = open_distant(store, Ref(KEY, 1), data)

    def away(*_asked):
        raise StoreAwayError

    monkeypatch.setattr(made._far.queries, "spots", away)
    monkeypatch.setattr(made._far.queries, "by_spot", away)
    found = made.outcome(EVERY)

    assert found.at_spots() is None
    assert len(found.placed("admin1_id")) == made.total == len(made.spots)


def test_a_spot_is_written_as_it_is_read():
    frame = pd.DataFrame(
        [
            [14.1, -3.0000000000000004, "town", "MLI", 'Mo"pti\\', ""],
            [np.nan, np.nan, "region", "NER", "Tillabéri\0", "Gorou’ol"],
        ],
        columns=list(SPOT),
    )

    numbers, texts = coding._spots(frame.take([1, 0, 1]))

    assert list(numbers) == [0, 1, 0]
    assert all(isinstance(json.loads(text), list) for text in texts)
    assert_frame_equal(coding.spots_of(texts), frame.take([1, 0]).reset_index(drop=True))


def test_a_dataset_of_before_is_read_until_it_is_imported_again(cluster, tmp_path, data):
    address, path = cluster.database(), written(tmp_path, "one.csv", made_rows(120))
    older = PostgisStore(address, cache=tmp_path / "older")
    enter(older, KEY, path)
    with older.ledger.begin() as connection:
        for table in ("event_1_code", "event_1_find"):
            connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN spot"))
        connection.execute(sa.text("DELETE FROM event_value WHERE kind = 'spot'"))
        connection.execute(sa.text("UPDATE event_part SET coded = 'of-before'"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0003'"))
    older.close()

    store = PostgisStore(address, cache=tmp_path / "cache")
    assert store.queries(Ref(KEY)) is None
    assert open_distant(store, Ref(KEY), data) is None
    assert len(with_events(store.folder(Ref(KEY)), data).events) == 120
    assert revision(store.ledger) == head()

    assert enter(store, KEY, path).number == 2
    made = open_distant(store, Ref(KEY), data)
    theirs = with_events(store.folder(Ref(KEY)), data)
    assert made.outcome(EVERY).at_spots().sum() == 120
    assert counted(made.outcome(EVERY).placed(*SPOT)).equals(counted(theirs.events[list(SPOT)]))
    store.close()
