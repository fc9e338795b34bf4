"""The chart of the share: the data behind it and what others published, not how it is painted."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from expansion_fixtures import Hit, spans
from told_fixtures import some, told

from sahel_map import store
from sahel_map.basis import Basis
from sahel_map.charts.expansion import SLICE, published_shares, share_chart
from sahel_map.i18n import activate
from sahel_map.measures.expansion import expansion
from sahel_map.measures.slicing import Cutting, slices_of

TWO = {"source_ids": "one;south"}
SLICES = spans(
    ("2024-12-01", "2024-12-31"),
    ("2025-01-01", "2025-02-28"),
    ("2025-03-01", "2025-03-31"),
    ("2025-04-01", "2025-04-30"),
)
PUBLISHED = ["first", "last", "low", "number", "source", "when"]


@pytest.fixture(scope="module")
def silent(data):
    """The bundled data without a published share."""
    return dataclasses.replace(data, indicators=data.indicators.iloc[:0])


@pytest.fixture(scope="module")
def known(silent):
    """Attacks in three of four slices."""
    return told(
        silent,
        some("winter", 3, "2024-12-05", **TWO),
        some("near", 1, "2024-12-31", "Koulikoro", **TWO),
        some("new", 1, "2025-01-05", confidence="low", **TWO),
        some("new-near", 1, "2025-02-20", "Koulikoro", **TWO),
        some("april", 2, "2025-04-05", "Kayes"),
    )


@pytest.fixture(scope="module")
def found(known):
    return expansion(known, SLICES)


@pytest.fixture
def changed(evidence_folder, edit_row):
    """Read the published share after changes to its row and to its source's."""

    def read(source: dict[str, str] | None = None, **row: str) -> pd.DataFrame:
        edit_row(evidence_folder / "indicators.csv", 3, **row)
        edit_row(evidence_folder / "sources.csv", 4, **(source or {}))
        return published_shares(store.load(evidence_folder))

    return read


def rows_of(chart) -> list[list[dict]]:
    """Return the rows of each layer; writing the chart out checks it against Vega-Lite's schema."""
    spec = chart.to_dict()
    # Altair writes data that all layers share once, on the chart.
    data = [layer.get("data") or spec["data"] for layer in spec["layer"]]
    layers = [spec["datasets"][where["name"]] for where in data]
    return [[{key: day_of(value) for key, value in row.items()} for row in rows] for rows in layers]


def day_of(value):
    """Return a day without its hour; anything else as it is."""
    return value[:10] if isinstance(value, str) and value[4:5] == value[7:8] == "-" else value


def test_a_published_share_has_its_days_its_number_and_its_source(evidence):
    table = published_shares(evidence)

    assert list(table.columns) == PUBLISHED
    [row] = table.to_dict("records")
    assert (row["first"], row["last"]) == (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31"))
    assert (row["low"], row["source"]) == (20.0, "News Late")
    assert row["number"].startswith("nearly 20")
    assert row["when"] == "1 January 2025 – 31 December 2025"


@pytest.mark.parametrize(
    ("published", "last"), [("2025-09-10", "2025-09-10"), ("2025-09", "2025-09-30")]
)
def test_a_period_without_an_end_runs_to_the_day_its_source_came_out(changed, published, last):
    [row] = changed({"published": published}, period_end="").to_dict("records")

    assert row["last"] == pd.Timestamp(last)


@pytest.mark.parametrize(
    ("source", "row"),
    [
        ({"published": ""}, {"period_end": ""}),
        ({}, {"period_start": ""}),
        ({}, {"low": "", "high": "20"}),
        ({"url": "no address"}, {}),
        ({}, {"measure": "fighters"}),
    ],
)
def test_a_share_without_days_number_or_usable_source_is_not_drawn(changed, source, row):
    table = changed(source, **row)

    assert (list(table.columns), len(table)) == (PUBLISHED, 0)


def test_a_share_is_not_drawn_on_a_day_before_its_source_came_out(evidence):
    before, on = (Basis(known=dt.date(2025, 9, day)).narrow(evidence).data for day in (9, 10))

    assert (len(published_shares(before)), len(published_shares(on))) == (0, 1)


def test_the_bundled_published_shares_are_drawn(data):
    table = published_shares(data)

    assert table["low"].tolist() == [8, 20]
    assert table["first"].dt.year.tolist() == table["last"].dt.year.tolist() == [2024, 2025]
    assert (table["number"] != "").all()


def test_each_slice_with_attacks_is_a_bar_a_thin_line_and_a_thick_one(found, known):
    chart = share_chart(found, known, 0)
    band, chance, line = rows_of(chart)

    assert band == chance == line
    assert [row["slice"] for row in band] == ["a", "b", "d"]
    first = {name: band[0][name] for name in ("first", "last", "share", "attacks", "when")}
    assert first == {
        "first": "2024-12-01",
        "last": "2025-01-01",
        "share": 25,
        "attacks": "4",
        "when": "1–31 December 2024",
    }
    # Wilson's interval of 1 in 4, worked out by hand.
    assert (band[0]["low"], band[0]["high"]) == (pytest.approx(4.56, abs=0.01), pytest.approx(
        69.94, abs=0.01))  # fmt: skip
    assert band[0]["text"] == "25% (95% interval 5% to 70%)"


def test_a_bar_reaches_from_the_lowest_to_the_highest_other_choice(found, known):
    bars = {row["slice"]: row for row in rows_of(share_chart(found, known, 0))[0]}

    assert (bars["b"]["band_low"], bars["b"]["share"], bars["b"]["band_high"]) == (50, 50, 100)
    assert bars["b"]["rests"] == (
        "The choices put it between 50% (as chosen here) and 100% (confidence high or better)."
    )
    assert bars["a"]["band_low"] == bars["a"]["band_high"] == 25


def test_layers_are_drawn_between_the_columns_that_they_stand_for(found, known):
    band, chance, line = share_chart(found, known, 0).to_dict()["layer"]

    def fields(layer):
        encoding = layer["encoding"]
        return {
            name: encoding[name]["field"] for name in ("x", "x2", "y", "y2") if name in encoding
        }

    assert fields(band) == {"x": "first", "x2": "last", "y": "band_low", "y2": "band_high"}
    assert fields(chance) == {"x": "middle", "y": "low", "y2": "high"}
    assert fields(line) == {"x": "first", "x2": "last", "y": "share"}


def test_a_click_chooses_a_slice_by_its_name(found, known):
    [click] = share_chart(found, known, 0).to_dict()["params"]

    assert click["name"] == SLICE == "slice"
    assert click["select"]["fields"] == ["slice"]
    assert click["select"]["type"] == "point"


def test_the_chosen_slice_has_a_colour_of_its_own(found, known):
    for at, name in enumerate("abcd"):
        colour = share_chart(found, known, at).to_dict()["layer"][0]["encoding"]["color"]
        assert f"'{name}'" in colour["condition"]["test"]
        assert colour["condition"]["value"] != colour["value"]


def domain(chart) -> list[tuple[int, int, int]]:
    ends = chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"]
    return [(end["year"], end["month"], end["date"]) for end in ends]


def test_the_axis_runs_over_all_slices_and_to_a_hundred_percent(found, known):
    chart = share_chart(found, known, 0)

    assert domain(chart) == [(2024, 12, 1), (2025, 4, 30)]
    for layer in chart.to_dict()["layer"]:
        assert layer["encoding"]["y"]["scale"]["domain"] == [0, 100]


def test_a_first_day_cuts_what_began_before_and_drops_what_had_ended(found, known):
    chart = share_chart(found, known, 1, first=dt.date(2025, 2, 10))
    band = rows_of(chart)[0]

    assert [(row["slice"], row["first"], row["last"]) for row in band] == [
        ("b", "2025-02-10", "2025-03-01"),
        ("d", "2025-04-01", "2025-05-01"),
    ]
    assert domain(chart)[0] == (2025, 2, 10)


def test_no_line_of_a_cut_slice_is_drawn_outside_the_axis(found, known):
    """The middle of January and February is 30 January: left of an axis that begins later."""
    chart = share_chart(found, known, 1, first=dt.date(2025, 2, 10))

    for row in rows_of(chart)[1]:
        assert row["first"] <= row["middle"] <= row["last"], row


def test_published_shares_are_cut_at_the_first_day_too(found, data, known):
    shares = dataclasses.replace(known, indicators=data.indicators, sources=data.sources)

    whole, cut = (
        rows_of(share_chart(found, shares, 0, first=first))[3]
        for first in (None, dt.date(2025, 2, 10))
    )

    assert [(row["first"], row["low"]) for row in whole] == [("2024-12-01", 8), ("2025-01-01", 20)]
    assert [(row["first"], row["last"], row["low"]) for row in cut] == [
        ("2025-02-10", "2025-12-31", 20)
    ]


def test_without_published_shares_no_layer_is_drawn_for_them(found, known, data):
    shares = dataclasses.replace(known, indicators=data.indicators, sources=data.sources)

    assert len(rows_of(share_chart(found, known, 0))) == 3
    assert len(rows_of(share_chart(found, shares, 0))) == 5


def test_without_any_attack_the_chart_is_empty_and_stands(known):
    bare = dataclasses.replace(known, events=known.events.iloc[:0])
    chart = share_chart(expansion(bare, SLICES), bare, 0)

    assert rows_of(chart) == [[], [], []]
    assert domain(chart) == [(2024, 12, 1), (2025, 4, 30)]


def test_one_slice_is_a_chart_too(known):
    [cut] = spans(("2024-12-31", "2024-12-31"))
    band = rows_of(share_chart(expansion(known, (cut,)), known, 0))[0]

    assert [(row["slice"], row["share"]) for row in band] == [("a", 100)]
    assert (band[0]["first"], band[0]["last"]) == ("2024-12-31", "2025-01-01")


def test_a_slice_of_two_thousand_years_is_a_chart_too(silent):
    known = told(silent, [Hit("one")])
    [cut] = spans(("0001-01-01", "2025-12-31"))

    assert rows_of(share_chart(expansion(known, (cut,)), known, 0))[0][0]["share"] == 0


@pytest.mark.parametrize("by", ["phase", "year", "half", "quarter", "month"])
def test_every_way_of_cutting_the_bundled_data_makes_a_chart(data, by):
    slices, _ = slices_of(data, Cutting(by))
    found = expansion(data, slices)
    band = rows_of(share_chart(found, data, len(slices) - 1))[0]

    assert len(band) == int((found.table["attacks"] > 0).sum()) > 0
    for row in band:
        assert 0 <= row["band_low"] <= row["share"] <= row["band_high"] <= 100
        assert row["low"] - 1e-9 <= row["share"] <= row["high"] + 1e-9
        assert row["name"]
        assert row["text"]
        assert row["rests"]


def test_the_axis_speaks_french_for_french_readers(found, known):
    english = share_chart(found, known, 0).to_dict()
    activate("fr")
    french = share_chart(found, known, 0).to_dict()

    assert "locale" not in english["config"]
    assert french["config"]["locale"]["time"]["months"][7] == "août"
    assert len(french["layer"]) == len(english["layer"])
