"""Between which values the headline figures lie under other choices, worked by hand."""

import datetime as dt

import pytest
from plain_expansion import plain_values
from sensitivity_fixtures import make_data, north

from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.slices import calendar_slices

JANUARY, FEBRUARY = calendar_slices("month", dt.date(2024, 1, 1), dt.date(2024, 2, 1))


def row_of(bands, figure, at):
    """The row of a figure in a slice."""
    return bands[(bands["figure"] == figure) & (bands["at"] == at)].iloc[0]


def band_of(bands, figure, at):
    """What a row says of its ends: value, variant and detail of each."""
    return tuple(row_of(bands, figure, at).loc["low":"high_detail"])


ON_PAPER = [
    # January: of Kayes, Ségou and Mopti, and a lead in Gao.
    {**north(100), "source_ids": "p1", "admin1_id": "ML-1"},
    {**north(200), "source_ids": "p1;p2", "admin1_id": "ML-1", "geo_precision": "town",
     "confidence": "medium"},
    {**north(300), "source_ids": "q1", "admin1_id": "ML-4", "geo_precision": "near",
     "confidence": "low"},
    {**north(400), "source_ids": "q2", "admin1_id": "ML-5"},
    {**north(50), "source_ids": "x", "admin1_id": "ML-7", "confidence": "unverified"},
    # February: Ségou again, as P and Q say, and Timbuktu.
    {**north(200), "date_start": "2024-02-05", "source_ids": "p1;q1", "admin1_id": "ML-4"},
    {**north(600), "date_start": "2024-02-06", "source_ids": "q2", "admin1_id": "ML-6"},
]  # fmt: skip
SAID_BY = {"p1": ("P", ""), "p2": ("Press", "P"), "q1": ("Q", ""), "q2": ("Q", ""), "x": ("X", "")}
JANUARY_ON_PAPER = {
    # What is left: kilometres from Bamako, of which in the south-west, areas, median, mean.
    ("", ""): ("100 200 300 400", 2 / 4, 3, 250, 250),
    ("precise", ""): ("100 200 400", 2 / 3, 2, 200, 700 / 3),
    ("confidence", "high"): ("100 400", 1 / 2, 2, 250, 250),
    ("confidence", "medium"): ("100 200 400", 2 / 3, 2, 200, 700 / 3),
    ("leads", "unverified"): ("50 100 200 300 400", 2 / 5, 4, 200, 210),
    ("source", "p1"): ("200 300 400", 1 / 3, 3, 300, 300),
    ("source", "p2"): ("100 200 300 400", 2 / 4, 3, 250, 250),
    ("source", "q1"): ("100 200 400", 2 / 3, 2, 200, 700 / 3),
    ("source", "q2"): ("100 200 300", 2 / 3, 2, 200, 200),
    ("publisher", "P"): ("300 400", 0, 2, 350, 350),
    ("publisher", "Q"): ("100 200", 1, 1, 150, 150),
}


@pytest.fixture
def on_paper(data):
    return make_data(data, ON_PAPER, SAID_BY)


def test_each_choice_gives_the_figures_that_are_counted_on_paper(on_paper):
    values = plain_values(on_paper, (JANUARY, FEBRUARY), Terms(areas="region"))

    assert values.pop(("share", 0, "definition", "with-segou")) == 3 / 4
    choices_made = {key[2:] for key in values if key[1] == 0}
    assert choices_made == set(JANUARY_ON_PAPER)
    for choice, (far, share, areas, median, mean) in JANUARY_ON_PAPER.items():
        assert values["share", 0, *choice] == pytest.approx(share)
        assert values["new_areas", 0, *choice] == areas
        assert values["median_km", 0, *choice] == pytest.approx(median)
        assert values["nearest_km", 0, *choice] == pytest.approx(float(far.split()[0]))
        assert values["centre_km", 0, *choice] == pytest.approx(mean, abs=1)  # a mean in a plane


def test_each_band_runs_from_the_lowest_to_the_highest_figure_on_paper(on_paper):
    bands = expansion(on_paper, (JANUARY, FEBRUARY), Terms(areas="region")).bands

    without_p, without_q = ("publisher", "P"), ("publisher", "Q")
    leads = ("leads", "unverified")
    assert band_of(bands, "share", 0) == (0, *without_p, 1, *without_q)
    assert band_of(bands, "new_areas", 0) == (1, *without_q, 4, *leads)
    for figure, low, low_choice, high, high_choice, within in [
        ("median_km", 150, without_q, 350, without_p, 1e-6),
        ("nearest_km", 50, leads, 300, without_p, 1e-6),
        ("centre_km", 150, without_q, 350, without_p, 1),  # a mean in a plane
    ]:
        near_low, near_high = pytest.approx(low, abs=within), pytest.approx(high, abs=within)
        assert band_of(bands, figure, 0) == (near_low, *low_choice, near_high, *high_choice)


def test_a_band_counts_the_numbers_that_went_in(on_paper):
    bands = expansion(on_paper, (JANUARY, FEBRUARY), Terms(areas="region")).bands

    # As chosen, precise, two grades and leads; the other definition for the share alone. Without
    # p2 no attack is lost; p1's is not the only one in Kayes; only p1 and P have the nearest.
    counted = bands[bands["at"] == 0].set_index("figure")["variants"].to_dict()
    assert counted == {
        "share": 6 + 5, "new_areas": 5 + 4, "median_km": 5 + 5, "nearest_km": 5 + 2,
        "centre_km": 5 + 5,
    }  # fmt: skip


def test_an_area_whose_first_attack_falls_away_is_reached_in_the_later_slice(on_paper):
    bands = expansion(on_paper, (JANUARY, FEBRUARY), Terms(areas="region")).bands

    # Timbuktu is new in February, and without q1, which alone had it in January, Ségou is too;
    # without q2 Timbuktu falls away and nothing takes its place.
    row = row_of(bands, "new_areas", 1)
    assert (row["low"], row["low_variant"], row["low_detail"]) == (0, "source", "q2")
    assert row["high"] == 2


def test_a_source_is_named_without_which_nothing_is_left(data):
    found = make_data(
        data,
        [
            {"source_ids": "p1"},
            {"source_ids": "p1", "geo_precision": "area"},
            {"date_start": "2024-02-05", "source_ids": "p1;p2"},
            {"date_start": "2024-02-05", "source_ids": "q1", "geo_precision": "area"},
        ],
        SAID_BY,
    )

    bands = expansion(found, (JANUARY, FEBRUARY), Terms(areas="region")).bands

    emptied = bands.pivot_table(index="figure", columns="at", values="emptied", aggfunc="first")
    for figure in ("median_km", "nearest_km", "centre_km"):
        # In February what is placed rests on two documents, and both of them on P.
        assert list(emptied.loc[figure]) == ["p1", "P"]
    assert list(emptied.loc["share"]) == ["p1", ""]
    assert list(emptied.loc["new_areas"]) == ["", ""]  # no areas is a number
