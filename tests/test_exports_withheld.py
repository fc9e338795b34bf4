"""What leaves of a restricted dataset: aggregates, and nothing that tells of a single event."""

import dataclasses
import json

import pandas as pd
import pytest

from sahel_map.expansion_exports import arrival_table, band_table, slice_records, slice_table
from sahel_map.exports import LICENCE, Provenance, csv_bytes, plain_records
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.withholding import aggregated, withheld_records, withholding

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


def test_counts_tell_of_no_single_event(restricted):
    table = aggregated(restricted.events)
    said = Provenance.of("All kinds of events", restricted)

    assert clean(csv_bytes(table, said).decode(), restricted)
    assert clean(json.dumps(plain_records(table)), restricted)


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

    assert "publisher" in set(table["low_variant"])
    assert not {"low_detail", "high_detail", "emptied"} & set(table.columns)
    assert not [name for name in withholding(slice_table(found), attacked) if "choice" in name]


def test_nothing_is_withheld_of_what_is_not_restricted(data):
    table = pd.DataFrame({"event_ids": ["a"], "source_ids": ["b"], "places": ["c"]})

    assert withholding(table, data) is table
    assert withheld_records([{"event_ids": ["a"]}], data) == [{"event_ids": ["a"]}]


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
