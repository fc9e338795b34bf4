"""What the public sees later and on a coarser grid: nothing newer, no true point, no name of it."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahel_map import store
from sahel_map import vocabulary as v
from sahel_map.basis import published_by
from sahel_map.geodesy import GEOD
from sahel_map.veil import grade_of, snapped, veil, veil_text

pytest_plugins = ["dataset_fixtures"]

FRAMES = ("events", "sources", "places", "claims", "indicators", "contradictions", "positions",
          "phases", "rejected")  # fmt: skip
ROADS = ("corridors", "legs", "posts", "shares", "blockades", "agreements", "fuel")
TODAY = dt.date(2025, 9, 1)

latitudes = st.floats(-89, 89)
longitudes = st.floats(-180, 180)
cells = st.floats(0.1, 100)


def frames(data: store.Dataset) -> dict[str, pd.DataFrame]:
    """Return every table of a dataset by name."""
    tables = {name: getattr(data, name) for name in FRAMES}
    return tables | {name: getattr(data.roads, name) for name in ROADS}


def later_days(data: store.Dataset, cut: dt.date) -> list[str]:
    """Return the columns of all tables that hold a day after ``cut``."""
    found = []
    for name, table in frames(data).items():
        for column in table:
            values = table[column]
            if pd.api.types.is_datetime64_any_dtype(values):
                if (values > pd.Timestamp(cut)).any():
                    found.append(f"{name}.{column}")
            elif column in {"published", "period_start", "period_end"}:
                days = [published_by(text) for text in values]
                if any(day is not None and day > cut for day in days):
                    found.append(f"{name}.{column}")
    return found


def exact(data: store.Dataset, event_id: str) -> store.Dataset:
    """Return a dataset in which one event is known to its very site."""
    events = data.events.copy()
    events["geo_precision"] = events["geo_precision"].mask(events.index == event_id, "exact")
    return dataclasses.replace(data, events=events)


def test_nothing_is_veiled_without_a_delay_and_a_rounding(evidence):
    assert veil(evidence, delay_days=0, round_km=0, today=TODAY) is evidence


def test_points_go_to_the_centre_of_their_cell():
    # A degree is 111.32 km: cells of 111.32 km are one degree high, and at 0.5 degrees of
    # latitude 1 / cos(0.5 degrees) = 1.0000381 degrees wide.
    lat, lon = snapped(np.array([0.1, 0.9, -0.1]), np.array([0.1, 1.4, -0.1]), 111.32)

    assert lat.tolist() == pytest.approx([0.5, 0.5, -0.5])
    assert lon.tolist() == pytest.approx([0.50001904, 1.50005711, -0.50001904], abs=1e-8)


@given(latitudes, longitudes, cells)
def test_no_point_is_moved_by_more_than_half_a_diagonal(lat, lon, km):
    to_lat, to_lon = (float(end[0]) for end in snapped(np.array([lat]), np.array([lon]), km))

    moved = GEOD.inv(lon, lat, to_lon, to_lat)[2] / 1000
    # The grid takes the globe for a sphere, and a row for as wide as its middle.
    widening = max(1.0, math.cos(math.radians(lat)) / math.cos(math.radians(to_lat)))
    assert moved <= km / math.sqrt(2) * widening * 1.01


@given(st.floats(-60, 60), st.floats(-170, 170), cells)
def test_the_centre_of_a_cell_stays_where_it_is(lat, lon, km):
    once = snapped(np.array([lat]), np.array([lon]), km)

    assert np.allclose(snapped(*once, km), once, rtol=0, atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(
    points=st.lists(st.tuples(st.floats(9, 12), st.floats(0, 2)), min_size=4, max_size=4),
    km=st.floats(0.1, 70),
)
def test_a_veiled_event_does_not_show_its_true_point(evidence, points, km):
    events = evidence.events.copy()
    events["lat"], events["lon"] = ([point[end] for point in points] for end in (0, 1))
    data = dataclasses.replace(evidence, events=events)
    centres = snapped(events["lat"].to_numpy(), events["lon"].to_numpy(), km)

    shown = veil(data, delay_days=0, round_km=km, today=TODAY).events

    seen = [*zip(shown["lat"], shown["lon"], strict=True)]
    true = [*zip(events["lat"], events["lon"], strict=True)]
    middle = [*zip(*centres, strict=True)]
    assert all(a != b or b == c for a, b, c in zip(seen, true, middle, strict=True))
    assert [(point.y, point.x) for point in shown.geometry] == seen
    places = dict(zip(true, seen, strict=True))
    assert [places[point] for point in true] == seen


@pytest.mark.parametrize(
    ("km", "grade"),
    # Half a diagonal: 0.71, 1.41, 7.07, 35.4, 70.7 km.
    [(1, "exact"), (2, "town"), (10, "near"), (50, "area"), (100, "region")],
)
def test_the_grade_covers_half_the_diagonal_of_a_cell(km, grade):
    assert grade_of(km) == grade


def test_an_event_keeps_a_grade_that_is_coarser_already(six):
    shown = veil(six, delay_days=0, round_km=10, today=TODAY).events

    before = six.events["geo_precision"]
    order = list(v.GEO_PRECISION)
    worse = [max(code, "near", key=order.index) for code in before]
    assert shown["geo_precision"].tolist() == worse


def test_a_grid_too_coarse_for_any_drawn_grade_takes_the_points_away(six):
    shown = veil(six, delay_days=0, round_km=100, today=TODAY).events

    assert set(shown["geo_precision"]) == {"region", "country"}
    assert shown["lat"].isna().all()
    assert shown.geometry.isna().all()


def test_the_unit_of_an_event_is_that_of_its_true_point(six):
    shown = veil(six, delay_days=0, round_km=60, today=TODAY).events

    assert shown["admin1_id"].tolist() == six.events["admin1_id"].tolist()
    assert shown["admin1_distance_km"].isna().all()


def test_an_exact_site_is_named_by_its_region_alone(evidence):
    name = "2025-07-01-west-town"
    true = exact(evidence, name).events.loc[name]

    shown = veil(exact(evidence, name), delay_days=0, round_km=10, today=TODAY)

    (event,) = (row for row in shown.events.itertuples() if row.event_id.startswith("event-"))
    assert (event.place, event.place_id, event.summary) == ("West", "", "")
    assert event.title == v.EVENT_TYPES[true["event_type"]].label
    assert event.withheld
    assert name not in shown.events.index
    assert "west town" not in event.search_text


def test_no_table_names_an_exact_site(evidence):
    name = "2025-07-01-west-town"

    shown = veil(exact(evidence, name), delay_days=0, round_km=10, today=TODAY)

    tables = frames(shown) | {"legs": shown.roads.legs.drop(columns="geometry")}
    tables |= {"events": shown.events.drop(columns="geometry")}
    for table in tables.values():
        assert name not in table.astype(str).to_csv()


def test_the_claims_about_an_exact_site_stay_with_it(evidence):
    name = "2025-07-01-west-town"
    before = evidence.claims_of(name)

    shown = veil(exact(evidence, name), delay_days=0, round_km=10, today=TODAY)

    (hidden,) = (one for one in shown.events.index if one.startswith("event-"))
    claims = shown.claims_of(hidden)
    assert len(before) > 0
    assert claims["low"].tolist() == before["low"].tolist()
    assert (claims["note"] == "").all()


def test_a_town_keeps_its_name(six):
    shown = veil(six, delay_days=0, round_km=10, today=TODAY).events

    assert shown.index.tolist() == six.events.index.tolist()
    assert shown["place"].tolist() == six.events["place"].tolist()


def test_spells_and_agreements_lie_on_the_grid(evidence):
    shown = veil(evidence, delay_days=0, round_km=10, today=TODAY).roads

    for table, true in (
        (shown.blockades, evidence.roads.blockades),
        (shown.agreements, evidence.roads.agreements),
    ):
        at = snapped(true["lat"].to_numpy(), true["lon"].to_numpy(), 10)
        assert np.array_equal(table[["lat", "lon"]].to_numpy().T, np.array(at), equal_nan=True)
        assert true["lat"].notna().any()


@pytest.mark.parametrize("days", [1, 10, 31, 45, 62, 70, 400])
def test_no_table_tells_of_a_day_after_the_cut(evidence, days):
    shown = veil(evidence, delay_days=days, round_km=0, today=TODAY)

    assert later_days(evidence, shown.veil.up_to)
    assert later_days(shown, shown.veil.up_to) == []


def test_the_bundled_tables_tell_of_no_day_after_the_cut(data):
    last = data.limits[1]

    shown = veil(data, delay_days=200, round_km=0, today=last)

    assert len(shown.events) > 50
    assert later_days(shown, last - dt.timedelta(days=200)) == []


def test_an_event_that_runs_past_the_cut_is_not_there(six):
    # The week from 28 July to 3 August 2025.
    day = dt.date(2025, 8, 3)

    before, after = (
        veil(six, delay_days=7, round_km=0, today=day + dt.timedelta(days=7 + shift)).events
        for shift in (-1, 0)
    )

    assert "2025-07-28-gourma" not in before.index
    assert "2025-07-28-gourma" in after.index


def test_a_claim_about_a_later_event_too_is_not_there(evidence):
    claims = evidence.claims.copy()
    both = ("2025-07-01-west-town", "2025-08-15-mali")
    claims["event_ids"] = [both, *claims["event_ids"][1:]]
    data = dataclasses.replace(evidence, claims=claims)

    shown = veil(data, delay_days=31, round_km=0, today=TODAY)

    assert claims.index[0] not in shown.claims.index


def test_a_spell_that_goes_on_is_shown_as_known_on_the_day(data):
    cut = dt.date(2025, 8, 15)
    spell = data.roads.blockades.loc["kayes-2025a"]
    assert (spell["start"].date(), spell["end"].date()) == (
        dt.date(2025, 7, 2), dt.date(2025, 9, 2),
    )  # fmt: skip

    shown = veil(data, delay_days=10, round_km=0, today=cut + dt.timedelta(days=10))

    seen = shown.roads.blockades.loc["kayes-2025a"]
    assert pd.isna(seen["end"])
    assert seen["last_confirmed"].date() <= cut


def test_rows_that_came_broken_are_not_shown_with_their_points(folder, edit_row):
    edit_row(folder / "events.csv", 2, event_type="nonsense")
    data = store.load(folder)
    assert len(data.rejected)

    shown = veil(data, delay_days=0, round_km=5, today=TODAY)

    assert shown.rejected.empty
    assert shown.faults == ()


@pytest.mark.parametrize("name", ["ours", "restricted"])
def test_loaded_events_are_veiled_alike(request, name):
    loaded = request.getfixturevalue(name)
    cut = loaded.limits[1] - dt.timedelta(days=1)

    shown = veil(loaded, delay_days=30, round_km=10, today=cut + dt.timedelta(days=30))

    assert 0 < len(shown.events) < len(loaded.events)
    assert later_days(shown, cut) == []
    assert shown.about["title"] == loaded.about["title"]
    assert shown.about["events_count"] == len(shown.events)
    on_grid = snapped(shown.events["lat"].to_numpy(), shown.events["lon"].to_numpy(), 10)
    assert np.allclose(on_grid, shown.events[["lat", "lon"]].to_numpy().T, equal_nan=True)


def test_loaded_events_at_exact_sites_lose_their_names(ours):
    events = ours.events.copy()
    events["geo_precision"] = events["geo_precision"].cat.add_categories(["exact"])
    events.iloc[0, events.columns.get_loc("geo_precision")] = "exact"
    data = dataclasses.replace(ours, events=events)
    place = str(events["place"].iloc[0])

    shown = veil(data, delay_days=0, round_km=10, today=TODAY).events

    assert shown["place"].iloc[0] == events["admin1"].iloc[0] != place
    assert shown["raw_id"].iloc[0] == ""
    assert shown["place"].iloc[1:].tolist() == events["place"].iloc[1:].tolist()


def test_the_veil_says_so_in_words(evidence):
    shown = veil(evidence, delay_days=31, round_km=2.5, today=TODAY)

    assert veil_text(evidence) == ""
    assert veil_text(shown) == (
        "The public sees these data 31 days later: up to 1 August 2025. The public sees places"
        " rounded to a grid of 2.5 km; an exact site is named by its region or district alone."
    )


def test_the_version_of_what_the_public_sees_is_another(evidence):
    versions = {
        veil(evidence, delay_days=days, round_km=km, today=TODAY).version
        for days, km in ((0, 0), (0, 5), (0, 10), (30, 0), (31, 0), (30, 5))
    }

    assert len(versions) == 6


def test_what_stands_around_loaded_events_says_so(imports, evidence):
    around = veil(evidence, delay_days=31, round_km=0, today=TODAY)

    shown = store.with_events(imports / "ucdp", around)

    assert len(shown.roads.fuel) < len(evidence.roads.fuel)
    assert veil_text(shown).startswith("What stands around these events")
