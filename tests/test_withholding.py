"""What may leave of restricted events: merged counts, and numbers over enough of them."""

import pandas as pd
import pytest

from sahel_map.exports import Provenance, counts_csv, plain_records
from sahel_map.withholding import (
    FEWEST,
    aggregated,
    merged_text,
    named_sources,
    withheld_records,
    withheld_text,
    withholding,
)

pytest_plugins = ["dataset_fixtures"]

MOPTI = ("MLI", "ML-5", "Mopti")
SEGOU = ("MLI", "ML-4", "Segou")
EST = ("BFA", "BF-E", "Est")


def made(*cells):
    """Return events, cell by cell: month, unit, kind and how many of how many deaths each."""
    rows = [
        {
            "date_start": pd.Timestamp(f"{month}-03"),
            "country": country,
            "admin1_id": unit,
            "admin1": name,
            "event_type": kind,
            "fatalities_low": deaths,
            "fatalities_high": deaths + 1,
        }
        for month, (country, unit, name), kind, number, deaths in cells
        for _ in range(number)
    ]
    columns = ["date_start", "country", "admin1_id", "admin1", "event_type", "fatalities_low",
               "fatalities_high"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    kinds = {"date_start": "datetime64[s]", "fatalities_low": "Int64", "fatalities_high": "Int64"}
    return frame.astype(kinds)


def rows_of(table):
    """Return the rows of a table of counts, without the names of units."""
    names = ["period", "country", "admin1_id", "event_type", "merged", "cells", "events",
             "fatalities_low", "fatalities_high"]  # fmt: skip
    return {tuple(row[name] for name in names) for row in plain_records(table)}


def test_a_cell_of_enough_events_stands_as_it_is():
    table = aggregated(made(("2025-07", MOPTI, "ied", 5, 2)))

    # Five events of 2 to 3 deaths each.
    assert rows_of(table) == {("2025-07", "MLI", "ML-5", "ied", "", 1, 5, 10, 15)}
    assert table["events_below"].isna().all()
    assert merged_text(table) == ""


def test_small_cells_merge_over_the_months_of_a_year():
    table = aggregated(
        made(
            ("2025-06", MOPTI, "ied", 6, 1),
            ("2025-07", MOPTI, "ied", 1, 90),
            ("2025-08", MOPTI, "ied", 4, 0),
        )
    )

    # 1 + 4 events; 90 deaths at least, 91 + 4 at most.
    assert rows_of(table) == {
        ("2025-06", "MLI", "ML-5", "ied", "", 1, 6, 6, 12),
        ("2025", "MLI", "ML-5", "ied", "months", 2, 5, 90, 95),
    }


def test_what_a_year_has_too_few_of_merges_over_the_regions_of_its_country():
    table = aggregated(
        made(
            ("2025-01", MOPTI, "ied", 2, 1),
            ("2025-02", MOPTI, "ied", 1, 1),
            ("2025-03", SEGOU, "ied", 4, 1),
            ("2025-03", EST, "ied", 5, 0),
        )
    )

    assert rows_of(table) == {
        ("2025", "MLI", "", "ied", "regions", 3, 7, 7, 14),
        ("2025-03", "BFA", "BF-E", "ied", "", 1, 5, 0, 5),
    }


def test_what_a_country_has_too_few_of_merges_over_kinds_then_over_everything():
    table = aggregated(
        made(
            ("2025-01", MOPTI, "ied", 3, 1),
            ("2025-02", SEGOU, "ambush", 3, 2),
            ("2024-02", SEGOU, "ambush", 2, 4),
            ("2025-03", EST, "shelling", 3, 0),
        )
    )

    # Mali's six of 2025 (3x1 + 3x2 deaths); then two of 2024 (2x4) and three of Burkina Faso.
    assert rows_of(table) == {
        ("2025", "MLI", "", "", "kinds", 2, 6, 9, 15),
        ("", "", "", "", "all", 2, 5, 8, 13),
    }


def test_too_few_events_in_all_are_told_without_a_number():
    table = aggregated(made(("2025-01", MOPTI, "ied", 1, 33), ("2024-01", SEGOU, "ambush", 3, 1)))

    assert rows_of(table) == {("", "", "", "", "all", 2, None, None, None)}
    assert list(table["events_below"]) == [FEWEST] == [5]


def test_a_row_of_events_without_region_is_told_from_merged_regions():
    nowhere = ("MLI", "", "")
    table = aggregated(
        made(
            ("2025-01", nowhere, "ied", 3, 0),
            ("2025-02", nowhere, "ied", 3, 0),
            ("2025-01", MOPTI, "ied", 3, 0),
            ("2025-01", SEGOU, "ied", 3, 0),
        )
    )

    assert rows_of(table) == {
        ("2025", "MLI", "", "ied", "months", 2, 6, 0, 6),
        ("2025", "MLI", "", "ied", "regions", 2, 6, 0, 6),
    }


def test_every_event_is_counted_in_one_row(data):
    table = aggregated(data.events)

    told = int(table["events"].sum())
    assert len(data.events) - FEWEST < told <= len(data.events)
    assert (table["events"].dropna() >= FEWEST).all()
    months = data.events["date_start"].dt.strftime("%Y-%m")
    cells = data.events.groupby([months, "country", "admin1_id", "admin1", "event_type"])
    assert int(table["cells"].sum()) == cells.ngroups


def test_nothing_selected_gives_no_counts():
    table = aggregated(made())

    assert len(table) == 0
    assert {"period", "events", "events_below"} <= set(table.columns)


def test_a_file_of_counts_says_how_many_cells_were_merged():
    events = made(
        ("2025-06", MOPTI, "ied", 6, 1),
        ("2025-07", MOPTI, "ied", 1, 9),
        ("2025-08", MOPTI, "ied", 4, 0),
    )

    text = counts_csv(events, Provenance("a selection", "1", withheld=withheld_text())).decode()

    assert "2 of 3 cells have fewer than 5 events and are merged over months" in text
    assert "none of fewer than 5 events" in text


@pytest.mark.parametrize(("placed", "told"), [(1, False), (4, False), (5, True)])
def test_a_centre_of_too_few_events_is_withheld(restricted, placed, told):
    record = {"slice_id": "s", "placed": placed, "centre_lon": -4.2, "median_km": 9.0}

    table = withholding(pd.DataFrame([record]), restricted)
    kept = withheld_records([record], restricted)[0]

    assert table["centre_lon"].notna().tolist() == [told]
    assert table["placed"].notna().tolist() == [told]
    expected = (placed, -4.2, 9.0) if told else (None, None, None)
    assert (kept["placed"], kept["centre_lon"], kept["median_km"]) == expected
    assert plain_records(table)[0] == kept


def test_no_events_are_a_number_that_is_told(restricted):
    table = withholding(pd.DataFrame({"events": [0, 1, 4, 5], "rate": [0.0, 1, 4, 5]}), restricted)

    assert plain_records(table) == [
        {"events": 0, "rate": 0.0},
        {"events": None, "rate": None},
        {"events": None, "rate": None},
        {"events": 5, "rate": 5.0},
    ]


def test_a_number_that_is_missing_stays_missing(restricted):
    table = pd.DataFrame({"incidents_30": pd.Series([pd.NA, 2, 7], dtype="Int64"), "x": [1, 2, 3]})

    kept = withholding(table, restricted)

    assert plain_records(kept[["incidents_30"]]) == [
        {"incidents_30": None}, {"incidents_30": None}, {"incidents_30": 7},
    ]  # fmt: skip
    assert list(kept["x"]) == [1, 2, 3]


def test_days_and_distances_of_a_single_event_are_withheld_of_any_number(restricted):
    record = {"days_since": 3, "nearest_km": 9.0, "earliest": "2025-07-01", "attacks": 900}

    assert withheld_records(record, restricted) == {"attacks": 900}
    assert list(withholding(pd.DataFrame([record]), restricted).columns) == ["attacks"]


def test_bands_of_distances_are_withheld(restricted):
    bands = {"share": {"low": 0.2}, "centre_km": {"low": 8.8}, "nearest_km": {"low": 1.0}}
    table = pd.DataFrame({"figure": list(bands), "low": [0.2, 8.8, 1.0]})

    assert withheld_records({"bands": bands}, restricted) == {"bands": {"share": {"low": 0.2}}}
    assert withholding(table, restricted)["figure"].tolist() == ["share"]


def test_sources_of_measures_that_name_no_event_are_those_of_our_roads_and_stay(restricted):
    table = pd.DataFrame({"corridor_id": ["road"], "source_ids": ["ours"], "places": ["x"]})

    assert list(withholding(table, restricted).columns) == ["corridor_id", "source_ids"]


def test_sources_of_restricted_events_are_not_named(restricted, data):
    assert named_sources(restricted) == list(data.sources.index)
    assert "by-whispering-gazette" in restricted.sources.index
    assert named_sources(data) == list(data.sources.index)
