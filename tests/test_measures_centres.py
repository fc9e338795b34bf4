"""Mean centres, ellipses and distances of slices, from points whose answer is known."""

from itertools import pairwise

import numpy as np
import pytest
from expansion_fixtures import WGS84, Hit, attacks_of, in_plane

from sahel_map.measures.attacks import BAMAKO, Attacks
from sahel_map.measures.centres import centres, distances, medians, to_degrees
from sahel_map.measures.slices import LOOSE, OUTSIDE

ELLIPSE = ["major_km", "minor_km", "angle", "area_km2"]


def points(*pairs: tuple[float, float], **more) -> Attacks:
    """Return attacks by kilometres east and north of the middle of the plane."""
    return attacks_of(*(in_plane(f"e{n}", *pair, **more) for n, pair in enumerate(pairs)))


def at(*numbers: int) -> np.ndarray:
    return np.array(numbers, dtype=int)


def one(attacks: Attacks):
    """Return the centre of attacks that all lie in one slice."""
    return centres(attacks, np.zeros(len(attacks), dtype=int), 1).iloc[0]


def turned(pairs, degrees: float) -> list[tuple[float, float]]:
    """Return points turned clockwise about the middle, as a compass turns."""
    a = np.radians(degrees)
    return [(x * np.cos(a) + y * np.sin(a), y * np.cos(a) - x * np.sin(a)) for x, y in pairs]


def test_the_centre_of_each_slice_is_the_mean_of_its_points():
    found = centres(points((0, 0), (100, 40), (-50, 10), (-70, 30)), at(0, 0, 2, 2), 3)

    assert found["placed"].tolist() == [2, 0, 2]
    assert found["x"].tolist() == pytest.approx([50_000, np.nan, -60_000], abs=0.1, nan_ok=True)
    assert found["y"].tolist() == pytest.approx([20_000, np.nan, 20_000], abs=0.1, nan_ok=True)
    assert list(found.index) == [0, 1, 2]


def test_degrees_and_the_distance_to_bamako_are_those_of_the_centre():
    row = one(points((-200, -300), (-400, -100)))

    hit = in_plane("middle", -300, -200)
    assert (row["lon"], row["lat"]) == pytest.approx((hit.lon, hit.lat), abs=1e-7)
    wanted = WGS84.inv(hit.lon, hit.lat, *BAMAKO)[2] / 1000
    assert row["centre_km"] == pytest.approx(wanted, abs=1e-3)


def test_attacks_of_no_slice_or_without_a_place_do_not_move_it():
    attacks = attacks_of(
        in_plane("a", 10, 10), in_plane("outside", 900, 0), in_plane("loose", 0, 900),
        in_plane("area", 500, 500, geo_precision="area"), Hit("none", lon=None, lat=None),
    )  # fmt: skip

    row = centres(attacks, at(0, OUTSIDE, LOOSE, 0, 0), 1).iloc[0]

    assert (row["placed"], row["x"], row["y"]) == pytest.approx((1, 10_000, 10_000), abs=0.1)


def test_a_centre_by_deaths_is_drawn_to_the_deadly_and_leaves_out_the_others():
    attacks = attacks_of(
        in_plane("ten", 100, 0, deaths=30), in_plane("one", 0, 40, deaths=10),
        in_plane("zero", -900, 0, deaths=0), in_plane("unknown", 0, -900),
        weight="deaths",
    )  # fmt: skip

    row = one(attacks)

    assert (row["placed"], row["x"], row["y"]) == pytest.approx((2, 75_000, 10_000), abs=0.1)


def test_where_all_weigh_nothing_there_is_no_centre():
    row = one(attacks_of(in_plane("zero", 1, 1, deaths=0), weight="deaths"))

    assert row["placed"] == 0
    assert row.drop("placed").isna().all()


def test_no_attacks_and_no_slices_have_no_centres():
    empty = centres(attacks_of(), at(), 2)

    assert empty["placed"].tolist() == [0, 0]
    assert empty.drop(columns="placed").isna().all(axis=None)
    assert len(centres(attacks_of(), at(), 0)) == 0


@pytest.mark.parametrize(("east", "north", "angle"), [(30, 40, 0), (40, 30, 90)])
def test_four_points_on_the_axes_have_an_ellipse_of_their_variances(east, north, angle):
    """The variance along an axis is half the squared distance, so the half-length is that."""
    row = one(points((east, 0), (-east, 0), (0, north), (0, -north)))

    assert row["major_km"] == pytest.approx(np.sqrt(2 * 40**2 / 2), abs=1e-3)
    assert row["minor_km"] == pytest.approx(np.sqrt(2 * 30**2 / 2), abs=1e-3)
    assert row["angle"] % 180 == pytest.approx(angle, abs=1e-3)
    assert row["area_km2"] == pytest.approx(np.pi * 40 * 30, rel=1e-5)


@pytest.mark.parametrize("angle", [45, 20, 110, 135, 170])
def test_the_angle_is_clockwise_from_north_to_the_longer_axis(angle):
    along_north = [(0, 100), (0, -100), (5, 0), (-5, 0)]

    row = one(points(*turned(along_north, angle)))

    assert row["angle"] == pytest.approx(angle, abs=1e-3)
    assert row["major_km"] == pytest.approx(100, abs=1e-3)
    assert row["minor_km"] == pytest.approx(5, abs=1e-3)


def test_points_towards_the_north_east_lie_at_45_degrees():
    row = one(points((50, 50), (-50, -50), (20, 22), (-20, -22)))

    assert row["angle"] == pytest.approx(45, abs=1)


def test_deaths_weigh_in_the_ellipse_too():
    hits = [in_plane("n", 0, 50, deaths=3), in_plane("s", 0, -50, deaths=3)]
    hits += [in_plane("e", 50, 0, deaths=1), in_plane("w", -50, 0, deaths=1)]

    row = one(attacks_of(*hits, weight="deaths"))

    # Of 8 in all, 6 lie 50 km off along north and 2 along east.
    assert row["major_km"] == pytest.approx(np.sqrt(2 * 6 / 8) * 50, abs=1e-3)
    assert row["minor_km"] == pytest.approx(np.sqrt(2 * 2 / 8) * 50, abs=1e-3)


@pytest.mark.parametrize(
    "pairs",
    [
        [(0, 0), (10, 30)],  # fewer than three
        [(5, 5)],
        [(7, 7)] * 4,  # all in one place
        [(0, 0), (10, 20), (20, 40), (30, 60)],  # on a line
    ],
)
def test_points_on_a_line_have_a_centre_and_no_ellipse(pairs):
    row = one(points(*pairs))

    assert np.isfinite(row["x"])
    assert row[ELLIPSE].isna().all()


def test_the_ellipse_holds_63_percent_of_a_normal_distribution():
    """With 4,000 points the share has a standard error of 0.8 percent; 2.5 percent are allowed."""
    rng = np.random.default_rng(20250701)
    attacks = points(*turned(rng.normal(0, (20, 80), (4000, 2)), 30))
    row = one(attacks)

    a = np.radians(row["angle"])
    east, north = attacks.x - row["x"], attacks.y - row["y"]
    along = (east * np.sin(a) + north * np.cos(a)) / row["major_km"] / 1000
    across = (east * np.cos(a) - north * np.sin(a)) / row["minor_km"] / 1000
    assert np.mean(along**2 + across**2 <= 1) == pytest.approx(1 - np.exp(-1), abs=0.025)
    assert row["angle"] == pytest.approx(30, abs=2)


def test_the_track_is_geodesic_and_skips_slices_without_a_centre():
    pairs = [(0, 0), (-60, -60), (-60, 40)]
    found = centres(points(*pairs), at(0, 2, 4), 6)

    ends = [(hit.lon, hit.lat) for hit in (in_plane("", *pair) for pair in pairs)]
    steps = [WGS84.inv(*a, *b) for a, b in pairwise(ends)]
    nothing = [np.nan] * 2
    bearings = [*nothing, steps[0][0] % 360, np.nan, steps[1][0] % 360, np.nan]
    moved = [*nothing, steps[0][2] / 1000, np.nan, steps[1][2] / 1000, np.nan]
    assert found["bearing"].tolist() == pytest.approx(bearings, abs=1e-4, nan_ok=True)
    assert found["moved_km"].tolist() == pytest.approx(moved, abs=1e-3, nan_ok=True)
    assert bearings[2] == pytest.approx(225, abs=0.5)


def test_a_centre_that_stays_has_moved_nowhere():
    found = centres(points((10, 10), (10, 10)), at(0, 1), 2)

    assert found["moved_km"].tolist() == pytest.approx([np.nan, 0], abs=1e-6, nan_ok=True)


def test_degrees_of_the_middle_of_the_plane_and_of_nothing():
    lon, lat = to_degrees(np.array([0.0, np.nan]), np.array([0.0, np.nan]))

    assert lon.tolist() == pytest.approx([-4, np.nan], nan_ok=True)
    assert lat.tolist() == pytest.approx([15, np.nan], nan_ok=True)


def test_the_median_is_the_middle_value_or_between_the_two():
    values, slices = np.array([9.0, 1.0, 4.0, 8.0, 2.0, 7.0]), at(0, 0, 0, 2, 2, 3)

    assert medians(values, slices, 5).tolist() == pytest.approx(
        [4, np.nan, 5, 7, np.nan], nan_ok=True
    )


def test_no_values_have_no_median():
    assert np.isnan(medians(np.array([]), at(), 2)).all()
    assert medians(np.array([]), at(), 0).tolist() == []


def test_the_nearest_attack_of_each_slice_is_named_with_its_distance():
    lon, lat = BAMAKO
    attacks = attacks_of(
        Hit("far", lon=lon, lat=lat + 3), Hit("near", lon=lon, lat=lat + 1),
        Hit("mid", lon=lon, lat=lat + 2), Hit("other", lon=lon, lat=lat - 2),
        Hit("nearer", lon=lon, lat=lat, geo_precision="area"), Hit("no-slice", lon=lon, lat=lat),
    )  # fmt: skip

    found = distances(attacks, at(0, 0, 0, 2, 2, LOOSE), 3)

    one_deg, two_deg, below = (
        WGS84.inv(lon, lat, lon, lat + step)[2] / 1000 for step in (1, 2, -2)
    )
    assert found["nearest_event"].tolist() == ["near", "", "other"]
    assert found["nearest_km"].tolist() == pytest.approx([one_deg, np.nan, below], nan_ok=True)
    assert found["median_km"].tolist() == pytest.approx([two_deg, np.nan, below], nan_ok=True)
    assert list(found.index) == [0, 1, 2]


def test_no_attacks_and_no_slices_have_no_distances():
    found = distances(attacks_of(), at(), 2)

    assert found["nearest_event"].tolist() == ["", ""]
    assert found[["nearest_km", "median_km"]].isna().all(axis=None)
    assert len(distances(attacks_of(), at(), 0)) == 0
