"""The sources on the Evidence page, and views that leave some of them out."""

import pytest
from data_pages import browse, load
from upload_fixtures import ACLED

from sahel_map.basis import Basis
from sahel_map.measures.sourcing import single_sourced
from sahel_map.selection import Selection
from sahel_map.vocabulary import SOURCE_KINDS

PUBLISHED = "responsible-statecraft-2025"
"""The source of the 280 attacks."""


@pytest.fixture(scope="module")
def busiest(data):
    """Return the id of the source on which alone the most verified events rest."""
    cited = data.verified()["source_ids"]
    return cited[~cited.str.contains(";")].value_counts().index[0]


def test_sources_show_the_events_that_rest_on_one_voice(visit, data):
    page = visit(page="evidence", part="sources")
    alone = single_sourced(data.verified(), data)
    shown = page.table("documents")
    assert list(shown["title"]) == list(data.events.loc[alone.index, "title"])
    assert (shown["documents"] > 1).any(), "several documents may repeat one voice"
    [metric] = [m for m in page.app.metric if m.label == "Events on one voice"]
    assert metric.value == str(len(alone))


def test_sources_list_what_each_carries_most_first(visit, data):
    page = visit(page="evidence", part="sources")
    shown = page.table("alone")
    assert len(shown) == len(data.sources)
    assert shown["events"].is_monotonic_decreasing
    cited = data.verified()["source_ids"].str.split(";").explode().value_counts()
    assert shown["events"].iloc[0] == cited.max()
    [kinds] = page.charts
    counts = data.sources["kind"].map(lambda code: SOURCE_KINDS[code].label).value_counts()
    assert kinds.groupby("kind")["sources"].sum().to_dict() == counts.to_dict()


def test_picked_source_shows_what_changes_without_it_and_can_be_left_out(visit, data, busiest):
    page = visit(page="evidence", part="sources")
    row = list(page.table("alone")["title"]).index(data.sources.at[busiest, "title"])
    page.app.session_state["source-table"] = {"selection": {"rows": [row]}}
    changed = page.run().table("without").set_index("figure")
    left = len(Basis(without=(busiest,)).narrow(data).data.verified())
    assert changed.loc["Events", "with"] == str(len(data.verified()))
    assert changed.loc["Events", "without"] == str(left)
    page.press(label="Leave it out everywhere")
    assert page.query == {"part": "sources", "without": busiest}


@pytest.mark.parametrize("page", ["attacks", "evidence", "numbers", "about"])
def test_leaving_a_source_out_is_said_on_every_page(visit, data, busiest, page):
    narrow = Basis(without=(busiest,)).narrow(data)
    [notice, *_] = visit(page=page, without=[busiest]).notices
    assert notice == narrow.sentence() + "."
    assert f"without {busiest}" in notice


def test_leaving_a_source_out_changes_the_events_and_their_tolls(visit, data, busiest):
    narrow = Basis(without=(busiest,)).narrow(data)
    left = Selection().outcome(narrow.data.events)
    assert narrow.events_left_out > 0
    page = visit(without=[busiest])
    assert page.rows == len(left.events) < len(data.verified())
    assert f"of {len(narrow.data.events)} events" in page.sentence
    assert {event["id"] for event in page.map_view["events"]} == set(left.drawn.index)
    sources = page.go("evidence").set("button_group", "part", "sources").table("alone")
    assert len(sources) == len(data.sources) - 1
    page.press(key="whole")
    assert page.query == {"part": "sources"}
    assert len(page.table("alone")) == len(data.sources)
    assert page.go("attacks").rows == len(data.verified())


def test_leaving_a_source_out_takes_its_number_off_the_numbers_page(visit):
    assert "280 attacks" in visit(page="numbers").words
    assert "280 attacks" not in visit(page="numbers", without=[PUBLISHED]).words


def test_source_that_is_not_there_cannot_be_left_out(visit, data):
    page = visit(without=["no-such-source"])
    assert page.notices == []
    assert page.rows == len(data.verified())


def test_source_in_a_link_filters_the_attacks(visit, data, busiest):
    page = visit(source=[busiest])
    outcome = Selection(sources=(busiest,)).outcome(data.events)
    assert page.rows == len(outcome.events) < len(data.verified())
    assert f"citing {busiest}" in page.sentence
    assert page.query == {"source": busiest}


def test_clearing_all_filters_brings_every_event_and_source_back(visit, data, busiest):
    page = visit(source=[busiest], without=[PUBLISHED], known="2026-01-31", type=["ambush"])
    assert page.rows < len(data.verified())
    page.press(label="Clear all filters")
    assert page.query == {}
    assert page.notices == []
    assert page.rows == len(data.verified())


def test_the_sources_of_a_compiled_file_are_said_to_be_one_voice(visit, monkeypatch, tmp_path):
    browse(monkeypatch, tmp_path / "imports")
    key = load(visit(page="data"), "acled.csv", ACLED)

    page = visit(page="evidence", part="sources", data=key)

    [said] = [text for text in page.notices if "as coded by" in text]
    assert said.startswith("These events are as coded by ACLED, from 2 named sources.")
    assert "one voice" in said
    assert set(page.table("alone").set_index("title").loc[["Made-up Radio"], "origin"]) == {""}


def test_an_event_of_a_compiled_file_names_sources_as_its_compiler_does(
    visit, monkeypatch, tmp_path
):
    browse(monkeypatch, tmp_path / "imports")
    key = load(visit(page="data"), "acled.csv", ACLED)

    page = visit(data=key, event="acled-mli900001")

    assert "as coded by ACLED" in page.panel
    assert "after ACLED" not in page.panel


def test_the_sources_of_bundled_events_are_compiled_by_nobody(visit):
    page = visit(page="evidence", part="sources")

    assert not any("as coded by" in text for text in page.notices)
