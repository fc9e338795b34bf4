"""The expansion of a dataset whose answer is known: 60 km a quarter to the south-west."""

import datetime as dt
import statistics

import h3
import numpy as np
import pytest
from expansion_fixtures import (
    BEARING,
    INSIDE,
    QUARTERS,
    STEP_KM,
    WGS84,
    centre_of,
    drifting,
    spans,
)

from sahel_map import vocabulary as v
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.slices import OUTSIDE

PARTS = [sum(quarter.values()) for quarter in INSIDE]
NONE = spans()


@pytest.fixture(scope="module")
def known(data):
    """The dataset with the known answer."""
    return drifting(data)


@pytest.fixture(scope="module")
def found(known):
    """What is measured of it, quarter by quarter."""
    return expansion(known, QUARTERS)


def whole(data, quarter: int):
    """Return the attacks of a quarter that count and fit it."""
    events = data.events[data.events["confidence"] != "unverified"]
    return events[events["event_id"].str.startswith(f"q{quarter}-")]


def test_the_share_and_its_interval_are_those_that_were_set(found):
    table = found.table

    assert PARTS == [8, 10, 12, 13, 15, 16, 18, 20]
    assert table["slice_id"].tolist()[::7] == ["2023-Q1", "2024-Q4"]
    assert table["attacks"].tolist() == [100] * 8
    assert table["inside"].tolist() == PARTS
    assert table["share"].tolist() == pytest.approx([part / 100 for part in PARTS])
    # Worked out from (2np + z2 -+ z sqrt(z2 + 4np(1-p))) / (2(n + z2)), z2 = 3.841459.
    low = [0.0411, 0.0552, 0.0700, 0.0776, 0.0931, 0.1010, 0.1170, 0.1334]
    high = [0.1500, 0.1744, 0.1981, 0.2098, 0.2328, 0.2442, 0.2667, 0.2888]
    assert table["share_low"].tolist() == pytest.approx(low, abs=1e-4)
    assert table["share_high"].tolist() == pytest.approx(high, abs=1e-4)


def test_the_centre_goes_60_km_a_quarter_to_the_south_west(found):
    table = found.table

    assert table["placed"].tolist() == [100] * 8
    assert np.isnan(table.at[0, "moved_km"])
    assert table["moved_km"].tolist()[1:] == pytest.approx([STEP_KM] * 7, rel=1e-3)
    assert table["bearing"].tolist()[1:] == pytest.approx([BEARING] * 7, abs=0.01)
    for number in range(8):
        lon, lat = centre_of(number)
        assert (table.at[number, "lon"], table.at[number, "lat"]) == pytest.approx((lon, lat))
        km = WGS84.inv(lon, lat, *BAMAKO)[2] / 1000
        assert table.at[number, "centre_km"] == pytest.approx(km, abs=0.01)


def test_nearest_and_median_distances_are_those_of_the_ellipsoid(known, found):
    for number in range(8):
        events = whole(known, number)
        places = zip(events["lon"], events["lat"], strict=True)
        km = [WGS84.inv(*place, *BAMAKO)[2] / 1000 for place in places]
        row = found.table.loc[number]
        assert len(km) == 100
        assert row["nearest_km"] == pytest.approx(min(km), abs=0.1)
        assert row["median_km"] == pytest.approx(statistics.median(km), abs=0.1)


def test_the_nearest_attacks_are_at_koulikoro_until_bamako_is_reached(found):
    assert found.table["nearest_event"].tolist() == [
        "q0-000", "q1-000", "q2-000", "q3-000", "q4-000", "q5-000", "q6-017", "q7-019",
    ]  # fmt: skip


def test_regions_are_reached_when_they_were_set_to_be(found):
    regions = found.regions.set_index("area_id")

    assert regions["at"].to_dict() == {
        "ML-2": 0, "ML-7": 0, "ML-3": 2, "ML-1": 4, "ML-6": 4, "ML-BKO": 6,
    }  # fmt: skip
    assert regions.at["ML-3", "event_ids"] == ("q2-009",)
    assert regions.at["ML-BKO", "event_ids"] == ("q6-017",)
    assert not regions["before"].any()
    assert found.table["new_regions"].tolist() == [2, 0, 1, 0, 2, 0, 1, 0]


@pytest.mark.parametrize(
    ("areas", "resolution", "new"),
    [("hex3", 3, [3, 1, 1, 1, 2, 1, 2, 1]), ("hex4", 4, None)],
)
def test_hexagons_are_reached_when_their_first_attack_was(known, areas, resolution, new):
    result = expansion(known, QUARTERS, Terms(areas=areas))

    first = {}
    for number in range(8):
        events = whole(known, number)
        for lat, lon in zip(events["lat"], events["lon"], strict=True):
            first.setdefault(h3.latlng_to_cell(lat, lon, resolution), number)
    assert dict(zip(result.areas["area_id"], result.areas["at"], strict=True)) == first
    counts = np.bincount(list(first.values()), minlength=8).tolist()
    assert result.table["new_areas"].tolist() == counts
    assert new in (None, counts)


def test_an_attack_that_fits_no_quarter_straddles_each_that_it_touches(found):
    assert found.table["straddling"].tolist() == [3, 3, 1, 1, 1, 0, 0, 0]


def test_the_days_of_each_quarter_are_those_with_data(found):
    assert found.extent == (dt.date(2023, 1, 11), dt.date(2024, 12, 21))
    assert found.table["days"].tolist() == [80, 91, 92, 92, 91, 91, 92, 82]


def test_each_region_has_the_changes_that_were_set(found):
    """Koulikoro rises from 8 in 80 days to 10 in 91: less than 10 percent."""
    kinds = found.changes.groupby("admin1_id")["kind"].agg(list)
    events = found.changes.groupby("admin1_id")["events"].agg(list)

    assert events["ML-2"] == [8, 10, 9, 9, 8, 8, 8, 3]
    assert kinds["ML-2"] == ["first", *["limited"] * 6, "fall"]
    assert kinds["ML-3"] == [
        "first", "few", "few", "large_rise", "limited", "limited", "limited", "large_rise",
    ]  # fmt: skip
    assert kinds["ML-1"] == ["first", *["few"] * 4, "large_rise", "rise", "large_rise"]
    assert kinds["ML-BKO"] == ["first", *["few"] * 7]
    assert set(found.changes["admin1_id"]) == {f"ML-{n}" for n in range(1, 9)} | {"ML-BKO"}


def test_the_share_hangs_on_the_document_and_the_voice_that_it_was_set_to(found):
    """All inside rest on one document; without News North nothing is left outside."""
    for number in range(8):
        band = found.band("share", number)
        assert (band["low"], band["low_variant"], band["low_detail"]) == (
            0,
            "source",
            "News South, August 2021",
        )
        high = band["high"], band["high_variant"], band["high_detail"]
        assert high == (1, "publisher", "News North")


def test_a_band_holds_the_value_that_is_told(found):
    for figure in v.FIGURES:
        for number in range(8):
            band = found.band(figure, number)
            assert band["low"] - 1e-6 <= found.table.at[number, figure] <= band["high"] + 1e-6


@pytest.mark.parametrize(
    ("floor", "count", "hidden"),
    [("high", 70, 40), ("medium", 80, 40), ("low", 100, 40), ("unverified", 105, 0)],
)
def test_a_floor_leaves_out_what_is_less_sure(known, floor, count, hidden):
    result = expansion(known, QUARTERS, Terms(floor=floor))

    assert result.table["attacks"].tolist() == [count] * 8
    assert result.table["share"].tolist() == pytest.approx([part / count for part in PARTS])
    assert result.leads_hidden == hidden
    assert len(result.attacks) == len(result.at) == len(result.inside) == 8 * count + 4
    band = result.band("share", 0)
    assert (band["low"], band["high"]) == (0, 1)


def test_a_slice_is_found_by_its_name_and_otherwise_the_last_with_an_attack(known, found):
    later = expansion(known, (*QUARTERS, *spans(("2025-01-01", "2025-03-31"))))

    assert found.number("2023-Q2") == 1
    assert found.number("nowhere") == found.number(None) == 7
    assert later.number(None) == 7
    assert later.number("a") == 8


def test_without_slices_only_what_is_not_sliced_is_told(known):
    result = expansion(known, NONE)

    assert len(result.table) == len(result.bands) == len(result.changes) == 0
    assert result.number(None) == 0
    assert set(result.regions["at"]) == {OUTSIDE}
    assert len(result.attacks) == 804
    assert result.leads_hidden == 40
