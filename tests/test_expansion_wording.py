"""Names of slices, choices and bands in words: no more is said than the numbers hold."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from expansion_fixtures import spans

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import (
    area_slice,
    band_text,
    compass_text,
    km_text,
    missing_text,
    share_text,
    slice_name,
    slice_span,
    variant_text,
)
from sahel_map.i18n import activate, percent_text
from sahel_map.measures.slices import LOOSE, OUTSIDE, Slice, calendar_slices, own_slices

D = dt.date
UNCHANGED = "No other precision, source, confidence or definition changes it."
SOUTHWEST = "south-west taken as Kayes, Koulikoro, Sikasso, Bamako and Ségou"


def calendar(by: str, day: dt.date) -> Slice:
    """Return the calendar period that holds a day."""
    [cut] = calendar_slices(by, day, day)
    return cut


def phase(slice_id: str, title: str = "") -> Slice:
    """Return a phase from September to November 2025."""
    return Slice(slice_id, D(2025, 9, 3), D(2025, 11, 9), title)


def band(  # noqa: PLR0913
    low, high, *, chosen=0.5, variants=9, emptied="", low_is=("", ""), high_is=("", "")
):
    """Return a row of the bands."""
    return SimpleNamespace(
        chosen=chosen, low=low, low_variant=low_is[0], low_detail=low_is[1], high=high,
        high_variant=high_is[0], high_detail=high_is[1], variants=variants, emptied=emptied,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("by", "day", "name"),
    [
        ("year", D(2025, 5, 4), "2025"),
        ("year", D(987, 5, 4), "987"),
        ("half", D(2025, 6, 30), "January to June 2025"),
        ("half", D(2025, 7, 1), "July to December 2025"),
        ("quarter", D(2025, 3, 31), "Q1 2025"),
        ("quarter", D(2025, 4, 1), "Q2 2025"),
        ("quarter", D(2025, 9, 30), "Q3 2025"),
        ("quarter", D(2025, 10, 1), "Q4 2025"),
        ("month", D(2025, 2, 28), "February 2025"),
        ("month", D(2024, 12, 31), "December 2024"),
    ],
)
def test_a_calendar_slice_is_called_by_its_period(by, day, name):
    assert slice_name(calendar(by, day)) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2025-01-03..2025-01-03", "3 January 2025"),
        ("2025-01-03..2025-01-09", "3–9 January 2025"),
        ("2025-01-03..2025-02-01", "3 January – 1 February 2025"),
        ("2025-12-31", "31 December 2025 – 1 March 2026"),
    ],
)
def test_an_own_slice_is_called_by_its_days(written, name):
    [cut], _ = own_slices(written, D(2026, 3, 1))

    assert slice_name(cut) == slice_span(cut) == name


def test_a_phase_is_called_by_its_title():
    assert slice_name(phase("fuel-blockade", "The fuel blockade")) == "The fuel blockade"
    assert slice_name(phase("2025-q4", "The fuel blockade")) == "The fuel blockade"


@pytest.mark.parametrize("slice_id", ["fuel-blockade", "fuel", "2025-fuel", "2025", "2025-09"])
def test_a_phase_whose_title_is_withheld_is_called_by_its_days(slice_id):
    assert slice_name(phase(slice_id)) == "3 September – 9 November 2025"


def test_names_of_slices_follow_the_language():
    activate("fr")

    assert slice_name(calendar("month", D(2025, 8, 1))) == "août 2025"
    assert slice_name(phase("fuel-blockade")) == "3 septembre – 9 novembre 2025"
    assert slice_name(calendar("year", D(2025, 8, 1))) == "2025"


@pytest.mark.parametrize(
    ("km", "text"),
    [(0, "0 km"), (0.4, "0 km"), (12.6, "13 km"), (1234.5, "1,234 km"), (999.6, "1,000 km")],
)
def test_a_distance_is_told_in_whole_kilometres(km, text):
    assert km_text(km) == text


DIRECTIONS = [
    "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west",
]  # fmt: skip


@pytest.mark.parametrize(("number", "name"), list(enumerate(DIRECTIONS)))
@pytest.mark.parametrize("off", [-22.4, -10, 0, 10, 22.4])
def test_a_bearing_is_told_as_the_nearest_of_eight_directions(number, name, off):
    assert compass_text((45 * number + off) % 360) == name


@pytest.mark.parametrize("number", range(8))
def test_half_way_between_two_directions_one_of_the_two_is_told(number):
    edge = 45 * number + 22.5

    assert compass_text(edge) in {DIRECTIONS[number], DIRECTIONS[(number + 1) % 8]}
    assert compass_text(edge - 0.01) == DIRECTIONS[number]
    assert compass_text(edge + 0.01) == DIRECTIONS[(number + 1) % 8]


def test_a_full_turn_is_north_again():
    assert compass_text(360.0) == compass_text(359.99) == "north"


@pytest.mark.parametrize(
    ("variant", "detail", "text"),
    [
        ("", "", "as chosen here"),
        ("precise", "", "only attacks placed in a town or better"),
        ("confidence", "medium", "confidence medium or better"),
        ("leads", "unverified", "with unverified leads"),
        ("definition", "with-segou", SOUTHWEST),
        ("source", "news-one", "without the document “news-one”"),
        ("publisher", "Agence {France}", "without everything from Agence {France}"),
    ],
)
def test_another_choice_is_told_in_words(variant, detail, text):
    assert variant_text(variant, detail) == text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_other_choice_has_words_of_its_own(language):
    activate(language)
    details = {"confidence": "high", "definition": "new-borders", "source": "a", "publisher": "a"}
    texts = [variant_text(variant, details.get(variant, "")) for variant in ["", *v.VARIANTS]]

    assert len(set(texts)) == len(v.VARIANTS) + 1
    assert not any("{" in text or not text for text in texts)


def test_a_share_is_told_with_the_interval_that_chance_leaves():
    row = SimpleNamespace(attacks=25, share=0.2, share_low=0.0886, share_high=0.3913)

    assert share_text(row) == "20% (95% interval 9% to 39%)"


def test_without_attacks_there_is_no_share():
    row = SimpleNamespace(attacks=0, share=np.nan, share_low=np.nan, share_high=np.nan)

    assert share_text(row) == "no share, without attacks"


@pytest.mark.parametrize(
    "row",
    [
        band(np.nan, np.nan, chosen=np.nan, variants=0),
        band(np.nan, np.nan, variants=0),
        band(0.2, 0.4, chosen=np.nan),
        band(pd.NA, pd.NA, chosen=pd.NA, variants=3, emptied="news-one"),
    ],
)
def test_without_a_figure_there_is_no_band(row):
    assert band_text(row) == band_text(row, share=False) == ""


def test_a_band_names_the_choices_at_its_ends():
    row = band(0.2, 0.6667, low_is=("source", "news-one"), high_is=("definition", "with-segou"))

    assert band_text(row) == (
        f"The choices put it between 20% (without the document “news-one”) and 67% ({SOUTHWEST})."
    )


def test_a_band_of_kilometres_is_told_as_whole_numbers():
    row = band(99.6, 1234.4, chosen=100.0, high_is=("precise", ""))

    assert band_text(row, share=False) == (
        "The choices put it between 100 (as chosen here) and 1,234"
        " (only attacks placed in a town or better)."
    )


@pytest.mark.parametrize(("low", "high"), [(0.5, 0.5), (0.501, 0.504)])
def test_a_share_that_no_choice_moves_by_a_percent_is_said_to_stay(low, high):
    assert band_text(band(low, high)) == UNCHANGED


def test_a_distance_that_no_choice_moves_by_a_kilometre_is_said_to_stay():
    assert band_text(band(9.8, 10.2, chosen=10.0), share=False) == UNCHANGED
    assert "between 10 (" in band_text(band(9.8, 10.6, chosen=10.0), share=False)


def test_a_source_without_which_nothing_is_left_is_named():
    gone = "Without “Agence France-Presse” nothing would be left."

    assert band_text(band(0.5, 0.5, emptied="Agence France-Presse")) == f"{UNCHANGED} {gone}"
    assert band_text(band(0.0, 0.5, emptied="Agence France-Presse")).endswith(
        f"and 50% (as chosen here). {gone}"
    )


def missing(*names: str):
    return SimpleNamespace(southwest=SimpleNamespace(code="southwest", carved=False, missing=names))


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["Kayes"], "Kayes"),
        (["Kayes", "Bamako"], "Kayes or Bamako"),
        (["Kayes", "Koulikoro", "Bamako"], "Kayes, Koulikoro or Bamako"),
    ],
)
def test_regions_that_the_layer_lacks_are_named(names, text):
    assert missing_text(missing(*names)) == (
        f"The boundary layer has no region called {text}: attacks that it joins to other"
        " regions are not counted as south-west."
    )


def test_of_a_layer_that_has_all_regions_nothing_is_said():
    assert missing_text(missing()) == ""


@pytest.mark.parametrize(
    ("at", "before", "text"),
    [
        (1, False, "1–28 February 2025"),
        (0, True, "1–31 January 2025"),
        (OUTSIDE, True, "before the first slice"),
        (OUTSIDE, False, "outside all slices"),
        (LOOSE, False, "across slices"),
    ],
)
def test_an_area_is_told_with_the_slice_in_which_it_was_reached(at, before, text):
    slices = spans(("2025-01-01", "2025-01-31"), ("2025-02-01", "2025-02-28"))

    assert area_slice(at, SimpleNamespace(slices=slices), before=before) == text


def test_percents_have_no_more_digits_than_whole_ones():
    assert [percent_text(share) for share in (0, 0.004, 0.995, 1)] == ["0%", "0%", "100%", "100%"]
