"""Pages of a dataset of many events in PostgreSQL: shown without reading its events."""

import pytest
from data_pages import browse
from postgis_rows import KEY, enter, made_rows, written

from sahel_map.errors import StoreAwayError
from sahel_map.selection import Selection
from sahel_map.server import held
from sahel_map.store import Ref, distant, open_store
from sahel_map.store.imported import with_events
from sahel_map.store.postgis import PostgisStore
from sahel_map.store.postgis.laid import Laid
from sahel_map.tiles.hexagons import Hexagons

FEW = 40


@pytest.fixture(scope="module")
def address(cluster, tmp_path_factory):
    """A database with made events in it, for everybody to see."""
    folder = tmp_path_factory.mktemp("many")
    address = cluster.database()
    store = PostgisStore(address, cache=folder / "cache")
    enter(store, KEY, written(folder, "made.csv", made_rows(240)), licence="open")
    store.amend(KEY, visibility="public", shared=True)
    store.close()
    return address


@pytest.fixture
def reads(address, monkeypatch, tmp_path):
    """Serve them as if they were many; return what was read of them."""
    browse(monkeypatch, tmp_path / "imports")
    monkeypatch.setenv("SAHEL_MAP_STORE", address)
    monkeypatch.setenv("SAHEL_MAP_CACHE", str(tmp_path))
    monkeypatch.setattr(distant, "MANY", 100)
    monkeypatch.setattr(held, "MANY", 100)
    for place in ("sahel_map.store.distant_outcome", "sahel_map.outcome", "sahel_map.ui.table"):
        monkeypatch.setattr(f"{place}.FEW", FEW)
    # What other tests have read is not kept for this one.
    done, known = [], PostgisStore.state
    monkeypatch.setattr(PostgisStore, "state", lambda self, ref: (known(self, ref), id(done)))

    def read(folder, base):
        done.append(folder)
        return with_events(folder, base)

    monkeypatch.setattr(distant, "with_events", read)
    return done


@pytest.fixture
def events(data):
    """The same events, read."""
    return with_events(open_store().folder(Ref(KEY)), data).events


def test_the_map_the_chart_and_the_table_need_no_events(visit, reads, events):
    told = Selection().outcome(events)
    page = visit(data=KEY)

    assert page.map_view["mode"] == "tiles"
    assert page.map_view["count"] == told.points
    assert told.sentence() in page.sentence
    assert page.rows == FEW
    assert sum(chart["events"].sum() for chart in page.charts) > 0
    assert reads == []


def test_filters_need_no_events(visit, reads):
    page = visit(data=KEY, type="protest", confidence="unverified")
    page.set("text_input", "q", "place 3")

    assert 0 < page.rows < FEW
    assert page.map_view["mode"] == "points"
    assert reads == []


def test_an_event_needs_no_others(visit, reads, events):
    event_id = events.index[100]
    page = visit(data=KEY, event=event_id, confidence="unverified")

    assert events.at[event_id, "title"] in page.panel
    assert "101 of 240" in page.captions
    page.press(key="event-next")
    assert page.query["event"] == events.index[101]
    assert reads == []


def test_a_place_needs_no_others(visit, reads, events):
    at = events[events["lat"].notna()].iloc[0]
    page = visit(data=KEY, near=f"{at.lat},{at.lon},9", confidence="unverified")
    here = (events["lat"] == at.lat) & (events["lon"] == at.lon)

    assert f"**{here.sum()} events at this place**" in page.words
    assert reads == []


@pytest.mark.parametrize(
    "page", ["overview", "corridors", "expansion", "evidence", "data", "about"]
)
def test_every_other_page_shows_them_too(visit, reads, page):
    visit(data=KEY, page=page)

    assert len(reads) <= 1, "read more than once"


@pytest.mark.parametrize("show", ["hexagons", "regions"])
def test_areas_need_no_events(visit, reads, events, show):
    page = visit(data=KEY, show=show)
    told = Selection().outcome(events)

    assert page.map_view["mode"] == show
    if show == "hexagons":
        cells = Hexagons.of(events, int(page.query.get("hex", 4)))
        assert len(page.map_view["cells"]) == len(cells.counts(told.mask))
    else:
        assert sum(unit["count"] for unit in page.map_view["units"].values()) == (
            told.only("admin1_id")["admin1_id"].ne("").sum()
        )
    assert reads == []


def test_a_view_of_all_events_reads_them_once_for_all(visit, reads):
    visit(data=KEY, page="expansion")
    before = visit(data=KEY, show="hexagons").map_view

    assert visit(data=KEY).map_view["mode"] == "tiles"
    assert before["mode"] == "hexagons"
    assert before["count"] > 0
    assert len(reads) == 1


def test_the_report_needs_no_events(visit, reads, monkeypatch):
    monkeypatch.setattr(Laid, "_write", lambda *_asked: pytest.fail("all were fetched"))

    page = visit(data=KEY, page="data")

    offered = [button.proto.label for button in page.app.get("download_button")]
    assert "Download the report" in offered
    assert reads == []


@pytest.mark.parametrize("page", ["corridors", "expansion"])
@pytest.mark.usefixtures("reads")
def test_a_page_that_needs_what_cannot_be_reached_says_so(visit, monkeypatch, page):
    def away(*_asked):
        msg = "The database cannot be reached at the moment; nothing was written."
        raise StoreAwayError(msg)

    monkeypatch.setattr(distant, "with_events", away)

    with pytest.raises(AssertionError, match="cannot be reached at the moment"):
        visit(data=KEY, page=page)
