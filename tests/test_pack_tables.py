"""The files of a pack: what is shown and nothing else, each with its selection."""

import dataclasses
import datetime as dt
import io
import json

import pandas as pd
import pytest
from printed_fixtures import content_made, leaf_made, sources_made

from sahel_map.measures.road_days import road_days
from sahel_map.pack.tables import leaf_files, pack_files
from sahel_map.road_exports import status_table
from sahel_map.scenes.scene import Scene
from sahel_map.scenes.sight import Line

pytest_plugins = ["dataset_fixtures"]

DAY = dt.date(2025, 11, 1)


def table(files, name) -> pd.DataFrame:
    """Return a CSV file of a pack as a table."""
    return pd.read_csv(io.BytesIO(files[name]), encoding="utf-8-sig")


@pytest.fixture
def of_roads(data):
    """A view of the roads of a day."""
    found = road_days(data.verified(), data.roads)
    roads = status_table(found, data.roads, DAY)
    return leaf_made(
        data, scene=Scene("corridors"), selection="Roads on 1 November", tables={"roads": roads}
    )


@pytest.fixture
def withheld(restricted):
    """A view of restricted events, as a scene gives it: none of them in it."""
    return leaf_made(
        restricted, drawings=(), lines=(Line("Who said it."),), events=restricted.events.iloc[:0]
    )


def test_events_are_given_as_rows_and_as_points(data):
    shown = data.verified().iloc[:3]
    files = leaf_files(leaf_made(data, events=shown))

    assert list(table(files, "events.csv")["event_id"]) == list(shown.index)
    features = json.loads(files["events.geojson"])["features"]
    assert [feature["id"] for feature in features] == list(shown.index)


def test_every_file_states_its_selection_and_version(data):
    files = leaf_files(leaf_made(data, selection="Ambush, in Kayes"))

    assert set(files) == {
        "events.csv",
        "events.geojson",
        "numbers.csv",
        "sources.csv",
        "statements.csv",
    }
    for name in files:
        if name.endswith(".csv"):
            rows = table(files, name)
            assert set(rows["selection"]) == {"Ambush, in Kayes"}
            assert set(rows["data_version"]) == {data.version}
    said = json.loads(files["events.geojson"])["metadata"]
    assert said["selection"] == "Ambush, in Kayes"


def test_the_basis_of_a_view_is_part_of_its_selection(data):
    name = data.sources.index[0]
    scene = Scene("attacks", {"known": DAY, "without": (name,)})
    files = leaf_files(leaf_made(data, scene=scene, selection="All kinds of events."))

    assert set(table(files, "numbers.csv")["selection"]) == {
        f"All kinds of events. As known on 1 November 2025. without {name}"
    }


def test_key_numbers_are_given_with_both_ends(data):
    rows = table(leaf_files(leaf_made(data)), "numbers.csv").set_index("code")

    assert list(rows.loc["deaths", ["low", "high"]]) == [3, 25]
    assert rows.at["deaths", "text"] == "3 to 25"
    assert rows.at["deaths", "remark"] == "2 events without a figure"


def test_statements_name_their_sources(data):
    lines = (Line("One.", ("a", "b")), Line("Two."))
    rows = table(leaf_files(leaf_made(data, lines=lines)), "statements.csv")

    assert list(rows["text"]) == ["One.", "Two."]
    assert list(rows["source_ids"].fillna("")) == ["a;b", ""]


def test_a_view_that_shows_no_event_has_no_file_of_events(data):
    files = leaf_files(leaf_made(data, events=data.events.iloc[:0], lines=(), numbers=()))

    assert set(files) == {"sources.csv"}


def test_the_licence_of_a_source_is_not_taken_for_that_of_the_file(data):
    leaf = leaf_made(data, sources=sources_made(2, licence="copyright", note="Seen in print."))
    rows = table(leaf_files(leaf), "sources.csv")

    assert list(rows["source_licence"]) == ["copyright", "copyright"]
    assert list(rows["source_note"]) == ["Seen in print.", "Seen in print."]
    assert rows["licence"].str.startswith("CC BY 4.0").all()


def test_roads_are_given_with_their_status_and_their_lines(of_roads, data):
    files = leaf_files(of_roads)

    roads = data.roads.corridors
    assert list(table(files, "roads.csv")["corridor_id"]) == list(roads["corridor_id"])
    lines = json.loads(files["roads.geojson"])["features"]
    assert {line["geometry"]["type"] for line in lines} == {"MultiLineString"}
    assert {line["properties"]["day"] for line in lines} == {"2025-11-01"}


def test_a_table_without_lines_is_given_as_rows_alone(data):
    slices = pd.DataFrame({"slice_id": ["one"], "attacks": [7]})
    files = leaf_files(leaf_made(data, tables={"slices": slices}))

    assert list(table(files, "slices.csv")["attacks"]) == [7]
    assert "slices.geojson" not in files


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(data):
    files = leaf_files(leaf_made(data, lines=(Line("=HYPERLINK(1)"),)))

    assert list(table(files, "statements.csv")["text"]) == ["'=HYPERLINK(1)"]


def test_of_restricted_events_only_counts_are_given(withheld, restricted):
    files = leaf_files(withheld)

    assert set(files) == {"counts.csv", "sources.csv"}
    rows = table(files, "counts.csv")
    assert rows["withheld"].str.contains("Single events are withheld").all()
    text = b"".join(files.values()).decode()
    names = {*restricted.events["event_id"], *restricted.events["place"]} - {
        *restricted.events["admin1"],
        "",
    }
    assert [name for name in names if name in text] == []


def test_counts_are_those_of_the_selection(withheld, restricted):
    events = restricted.events
    kind = events["event_type"].iloc[0]
    scene = Scene("attacks", {"type": (kind,), "confidence": "unverified"})
    sight = dataclasses.replace(withheld.sight, scene=scene)
    rows = table(leaf_files(dataclasses.replace(withheld, sight=sight)), "counts.csv")

    cells = {
        (event.date_start.strftime("%Y-%m"), event.country, event.admin1_id, event.event_type)
        for event in events.itertuples()
    }
    assert rows["cells"].sum() == len([cell for cell in cells if cell[3] == kind]) < len(cells)


def test_a_page_that_is_not_about_a_selection_has_no_counts(withheld):
    sight = dataclasses.replace(withheld.sight, scene=Scene("numbers"))

    assert set(leaf_files(dataclasses.replace(withheld, sight=sight))) == {"sources.csv"}


def test_tables_beside_restricted_events_lose_what_tells_of_single_ones(withheld):
    rows = pd.DataFrame({"slice_id": ["one"], "attacks": [3], "nearest_event": ["acled-mli1"]})
    sight = dataclasses.replace(withheld.sight, tables={"slices": rows})
    slices = table(leaf_files(dataclasses.replace(withheld, sight=sight)), "slices.csv")

    assert "nearest_event" not in slices
    assert slices["attacks"].isna().all()


def test_sources_that_restricted_events_cite_are_not_named(withheld, restricted):
    cited = {name for listed in restricted.events["source_ids"] for name in listed.split(";")}
    whole = pack_files(content_made(restricted, withheld))

    for files in (leaf_files(withheld), whole):
        named = set(table(files, "sources.csv")["source_id"])
        assert named
        assert named.isdisjoint(cited)


def test_all_sources_are_listed_once_with_their_views(data):
    both = sources_made(3)
    content = content_made(
        data, leaf_made(data, 1, sources=both), leaf_made(data, 2, sources=both.iloc[1:])
    )
    rows = table(pack_files(content), "sources.csv").set_index("source_id")

    assert dict(rows["views"]) == {"source-1": "1", "source-2": "1;2", "source-3": "1;2"}


def test_a_pack_without_views_has_an_empty_list_of_sources(data):
    assert table(pack_files(content_made(data)), "sources.csv").empty


def test_the_citation_covers_the_whole_and_each_view(data):
    content = content_made(data, leaf_made(data, title="Kayes", selection="In Kayes"))
    text = pack_files(content)["citation.txt"].decode()

    assert text.startswith("Cite it so.\n")
    assert "Accessed 1 March 2026. View: “Kayes”. Filters: In Kayes." in text


def test_the_read_me_lists_views_files_versions_and_licences(data):
    content = content_made(
        data, leaf_made(data, title="Kayes\nand on", selection="In Kayes"), cautions=("Mind.",)
    )
    text = pack_files(content)["README.txt"].decode()

    assert (
        "1. Kayes and on\n   Selection: In Kayes\n   tables/01-…/: events.csv, events.geojson"
        in text
    )
    assert f"Version: {data.version}" in text
    assert "Made on: 1 March 2026" in text
    assert "- Mind." in text
    assert "CC BY 4.0" in text
    assert "public domain" in text
    assert "withheld" not in text


def test_a_pack_without_tables_does_not_promise_them(data):
    content = content_made(data, leaf_made(data))

    assert "events.csv" not in pack_files(content, tables=False)["README.txt"].decode()


def test_the_read_me_says_what_was_withheld(withheld, data):
    text = pack_files(content_made(data, withheld))["README.txt"].decode()

    assert "Single events are withheld" in text
