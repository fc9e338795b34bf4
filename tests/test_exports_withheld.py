"""What leaves of a restricted dataset: aggregates, and nothing that tells of a single event."""

import dataclasses
import json

import pandas as pd
import pytest

from sahel_map.expansion_exports import arrival_table, band_table, slice_records, slice_table
from sahel_map.exports import (
    LICENCE,
    Provenance,
    aggregated,
    csv_bytes,
    plain_records,
    withheld_records,
    withholding,
)
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.slicing import Cutting, slices_of

pytest_plugins = ["dataset_fixtures"]

WITHHELD = "Single events are withheld"


def traces(data):
    """Whatever in a file would tell of a single event: ids, places, sources, words, points."""
    events = data.events
    names = ["event_id", "raw_id", "place", "title", "summary", "actor", "source_names"]
    told = {str(value) for name in names for value in events[name].unique()}
    told |= {source for listed in events["source_ids"] for source in listed.split(";")}
    told |= {f"{value:g}" for name in ("lat", "lon") for value in events[name].dropna()}
    # The region is what is counted by; an event known by its region alone has it as its place.
    return told - set(events["admin1"]) - {""}


def clean(text, data):
    """Whether a text has no trace of an event."""
    return [trace for trace in traces(data) if trace in text] == []


def test_the_traces_that_are_looked_for_are_those_of_the_events(restricted):
    found = traces(restricted)

    assert {"acled-mli1", "MLI2", "Hidden ford", "by-whispering-gazette", "14.5"} <= found
    assert not clean(restricted.events.to_csv(), restricted)


def test_events_are_counted_by_month_region_and_kind(restricted):
    table = aggregated(restricted.events)

    counts = table.set_index(["month", "admin1", "event_type"])
    assert list(table.columns) == [
        "month", "country", "admin1_id", "admin1", "event_type",
        "events", "fatalities_low", "fatalities_high",
    ]  # fmt: skip
    # One clash with 3 deaths in July; a looting and a clash with 11 deaths in August.
    assert counts["events"].to_dict() == {
        ("2025-07", "Mopti", "armed_clash"): 1,
        ("2025-08", "Mopti", "armed_clash"): 1,
        ("2025-08", "Mopti", "looting"): 1,
    }
    assert counts["fatalities_low"].to_dict() == {
        ("2025-07", "Mopti", "armed_clash"): 3,
        ("2025-08", "Mopti", "armed_clash"): 11,
        ("2025-08", "Mopti", "looting"): 0,
    }


def test_counts_tell_of_no_single_event(restricted):
    table = aggregated(restricted.events)
    said = Provenance.of("All kinds of events", restricted)

    assert clean(csv_bytes(table, said).decode(), restricted)
    assert clean(json.dumps(plain_records(table)), restricted)


def test_nothing_selected_gives_no_counts(restricted):
    table = aggregated(restricted.events.iloc[:0])

    assert len(table) == 0
    assert "events" in table.columns


def test_the_bundled_events_are_counted_whole(data):
    table = aggregated(data.events)

    assert int(table["events"].sum()) == len(data.events)
    assert int(table["fatalities_low"].sum()) == int(data.events["fatalities_low"].sum())


@pytest.fixture
def attacked(restricted, data):
    """The bundled attacks as if they were restricted, so that measures have something to say."""
    return dataclasses.replace(data, about=restricted.about)


def measured(data):
    slices, _ = slices_of(data, Cutting())
    return expansion(data, slices, Terms())


@pytest.mark.parametrize("kind", ["regions", "districts"])
def test_arrivals_name_no_event_and_no_source_that_told_of_it(attacked, kind):
    table = arrival_table(measured(attacked), attacked, kind=kind)
    kept = withholding(table, attacked)

    assert {"event_ids", "source_ids"} <= set(table.columns)
    assert not {"event_ids", "source_ids", "last_event_id", "places"} & set(kept.columns)
    assert len(kept) == len(table) > 0
    text = kept.to_csv()
    assert not [name for name in attacked.events.index if name in text]


def test_records_of_slices_name_no_event_and_no_source(attacked):
    records = slice_records(measured(attacked), attacked)

    kept = withheld_records(records, attacked)

    events = attacked.events
    cited = {source for listed in events["source_ids"] for source in listed.split(";")}
    cited -= {source for record in records for source in record["source_ids"]}
    told = {f'"{name}"' for name in [*events["event_id"], *events["title"], *cited]}
    assert [name for name in told if name in json.dumps(records, default=str)]
    assert [name for name in told if name in json.dumps(kept, default=str)] == []
    assert not [title for title in events["title"] if title in json.dumps(kept, default=str)]
    assert len(kept) == len(records)


def test_bands_name_no_source(attacked):
    found = measured(attacked)
    table = withholding(band_table(found), attacked)

    assert {"publisher", "leads"} <= set(table["low_variant"])
    assert not {"low_detail", "high_detail", "emptied"} & set(table.columns)
    assert not [name for name in withholding(slice_table(found), attacked) if "choice" in name]


@pytest.mark.parametrize(("placed", "told"), [(1, False), (2, False), (3, True)])
def test_a_centre_of_too_few_places_is_withheld(restricted, placed, told):
    record = {"slice_id": "s", "placed": placed, "centre_lon": -4.2, "nearest_km": 9.0}

    table = withholding(pd.DataFrame([record]), restricted)
    kept = withheld_records([record], restricted)[0]

    assert table["centre_lon"].notna().tolist() == [told]
    assert table["nearest_km"].notna().tolist() == [told]
    assert (kept["centre_lon"], kept["nearest_km"]) == ((-4.2, 9.0) if told else (None, None))
    assert (table["placed"].iloc[0], kept["placed"]) == (placed, placed)


def test_nothing_is_withheld_of_what_is_not_restricted(data):
    table = pd.DataFrame({"event_ids": ["a"], "source_ids": ["b"], "places": ["c"]})

    assert withholding(table, data) is table
    assert withheld_records([{"event_ids": ["a"]}], data) == [{"event_ids": ["a"]}]


def test_sources_of_measures_that_name_no_event_are_those_of_our_roads_and_stay(restricted):
    table = pd.DataFrame({"corridor_id": ["road"], "source_ids": ["ours"], "places": ["x"]})

    assert list(withholding(table, restricted).columns) == ["corridor_id", "source_ids"]


def test_records_lose_single_events_however_deep_they_lie(restricted):
    nested = {"a": [{"event_ids": [1], "n": 2, "b": {"places": ["x"], "last_event_id": 3}}]}

    assert withheld_records(nested, restricted) == {"a": [{"n": 2, "b": {}}]}
    assert nested["a"][0]["event_ids"] == [1]


def test_a_file_says_what_is_withheld_and_why(restricted):
    said = Provenance.of("a selection", restricted)

    assert said.withheld.startswith(WITHHELD)
    assert said.as_dict()["withheld"] == said.withheld
    assert said.licence.startswith("Events: acled (ACLED), licence class restricted")
    assert said.licence.endswith(LICENCE)
    assert said.data_version == restricted.version
    assert said.full
    assert not said.as_dict()["note"]


def test_a_file_of_open_or_bundled_events_withholds_nothing(data, ours):
    bundled, own = (Provenance.of("a selection", one) for one in (data, ours))

    assert (bundled.withheld, bundled.licence) == ("", LICENCE)
    assert "withheld" not in bundled.as_dict()
    assert own.withheld == ""
    assert "licence class own" in own.licence
    assert own.as_dict()["note"] == "A curated sample, not a census."


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_command_prints_counts_of_restricted_events(run, imports, restricted, form):
    result = run("events", "--data", imports / "acled", "--format", form)

    assert result.exit_code == 0
    assert clean(result.stdout, restricted)
    assert "2025-08" in result.stdout
    assert "looting" in result.stdout
    assert WITHHELD in result.stderr
    assert "3 of 3 events are selected" in result.stderr


def test_the_command_gives_no_points_of_restricted_events(run, imports):
    result = run("events", "--data", imports / "acled", "--format", "geojson")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert WITHHELD in result.stderr
    assert "another format than geojson" in result.stderr


@pytest.mark.parametrize("form", ["table", "csv", "json", "geojson"])
def test_a_filter_does_not_single_a_restricted_event_out(run, imports, restricted, form):
    result = run("events", "--data", imports / "acled", "--text", "secret", "--format", form)

    assert clean(result.stdout, restricted)


@pytest.mark.parametrize("form", ["csv", "json", "geojson"])
def test_the_command_prints_the_events_of_an_open_dataset(run, imports, form):
    result = run("events", "--data", imports / "ucdp", "--format", form)

    assert result.exit_code == 0
    assert "ged-501" in result.stdout
    assert WITHHELD not in result.stderr
