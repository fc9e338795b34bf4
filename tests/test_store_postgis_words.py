"""The events that hold some words: found once, then one bit of each in every question."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from postgis_rows import KEY, enter, made_rows, written
from postgis_selections import selections

from sahel_map.selection import Selection
from sahel_map.store import Ref, with_events
from sahel_map.store.postgis import PostgisStore, words

ENOUGH = 400


@pytest.fixture(scope="module")
def entered(cluster, tmp_path_factory, data):
    """The address of a store with a version of made events, and the same in memory."""
    folder, address = tmp_path_factory.mktemp("words"), cluster.database()
    store = PostgisStore(address, cache=folder / "cache")
    enter(store, KEY, written(folder, "one.csv", made_rows(ENOUGH)))
    yield address, with_events(store.folder(Ref(KEY, 1)), data).events
    store.close()


@pytest.fixture
def kept(entered, tmp_path):
    """A store that has not been asked for any words, and its events in memory."""
    store = PostgisStore(entered[0], cache=tmp_path / "cache")
    yield store, entered[1]
    store.close()


@pytest.fixture(params=[0, 20, ENOUGH], ids=["bits", "either", "numbers"])
def few(request, monkeypatch):
    """Up to how many events are named one by one."""
    monkeypatch.setattr(words, "_FEW", request.param)


@pytest.fixture
def texts_read(kept):
    """The questions that have looked into the texts."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        if "search_text" in statement:
            asked.append(statement)

    engine = kept[0].ledger.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("few")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(selection=selections.filter(lambda selection: selection.text.strip()))
def test_as_many_are_found_by_bits_as_by_numbers(kept, selection):
    store, events = kept
    queries = store.queries(Ref(KEY, 1))
    chosen = events[selection.mask(events)]
    drawn = chosen[chosen["lat"].notna()]

    assert queries.count(selection) == len(chosen)
    assert len(queries.keys(selection)) == len(drawn)
    assert set(queries.nearest(selection, 14.5, -3.9, ENOUGH)["event_id"]) == set(drawn["event_id"])


@pytest.mark.usefixtures("few")
def test_texts_are_read_once_for_the_same_words(kept, texts_read):
    queries = kept[0].queries(Ref(KEY, 1))

    for text in ("some place", "Place  SOME", "some place some"):
        for precision in ("country", "town"):
            queries.tally(Selection(text=text, precision=precision))
            queries.by_period(Selection(text=text, precision=precision), "month")
            queries.nearest(Selection(text=text, precision=precision), 14.5, -3.9, 3)

    assert len(texts_read) == len(["place", "some"])
    queries.count(Selection(text="place"))
    assert len(texts_read) == len(["place", "some"])
    queries.count(Selection(text="number"))
    assert len(texts_read) == len(["place", "some", "number"])


@pytest.mark.usefixtures("few")
def test_many_words_are_a_few_questions(kept, texts_read):
    store, events = kept
    text = "some place n p l a c e m o s"
    chosen = events[Selection(text=text).mask(events)]

    assert store.queries(Ref(KEY, 1)).count(Selection(text=text)) == len(chosen) > 0
    assert len(texts_read) == 5


def test_an_event_that_came_later_has_no_bit_and_is_none_of_an_older_version(
    kept, data, tmp_path, monkeypatch
):
    monkeypatch.setattr(words, "_FEW", 0)
    store, events = kept
    older, selection = store.queries(Ref(KEY, 1)), Selection(text="place")
    held = older.count(selection)
    assert held == selection.mask(events).sum() > 0

    enter(store, KEY, written(tmp_path, "two.csv", made_rows(2 * ENOUGH, seed=4, first=5_000)))
    newer, now = store.queries(Ref(KEY)), with_events(store.folder(Ref(KEY)), data).events

    assert older.count(selection) == held
    assert newer.count(selection) == selection.mask(now).sum() > held


def test_words_that_no_text_can_hold_are_not_looked_for(kept, texts_read):
    queries = kept[0].queries(Ref(KEY, 1))

    assert queries.count(Selection(text="nul\0nul")) == 0
    assert queries.count(Selection(text="\ud800 place")) == 0
    assert not texts_read
