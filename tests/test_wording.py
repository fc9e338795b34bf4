"""The facts of one event in words, never more precise than they are known."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from sahel_map.i18n import activate
from sahel_map.wording import (
    claim_text,
    dates_text,
    deaths_text,
    indicator_text,
    join_text,
    number_range_text,
    pair_text,
    precision_text,
    published_text,
    quantity_text,
    where_text,
)


def plain(text: str) -> str:
    """Return text with plain spaces and hyphens: typography is Babel's business."""
    for space in "\u00a0\u202f\u2009":
        text = text.replace(space, " ")
    return text.replace("–", "-")


def dated(precision: str, start: str, end: str) -> SimpleNamespace:
    """Return what ``dates_text`` reads of an event."""
    return SimpleNamespace(
        date_precision=precision, date_start=pd.Timestamp(start), date_end=pd.Timestamp(end)
    )


def deaths(
    low: int | None,
    high: int | None,
    measure: str = "soldiers_killed",
    *,
    open_ended: bool = False,
) -> SimpleNamespace:
    """Return what ``deaths_text`` reads of an event."""
    low, high = (pd.NA if n is None else n for n in (low, high))
    return SimpleNamespace(
        fatalities_measure=measure,
        fatalities_low=low,
        fatalities_high=high,
        fatalities_open=open_ended,
    )


def published(
    low: float | None, high: float | None, unit: str, qualifier: str = ""
) -> SimpleNamespace:
    """Return what ``indicator_text`` reads of a published number."""
    low, high = (pd.NA if n is None else n for n in (low, high))
    return SimpleNamespace(low=low, high=high, unit=unit, qualifier=qualifier)


def joined(method: str, flag: str = "", km: object = pd.NA, admin1: str = "Timbuktu"):
    """Return what ``join_text`` reads of an event."""
    return SimpleNamespace(
        admin1=admin1,
        admin1_method=method,
        admin1_flag=flag,
        admin1_distance_km=km,
        admin1_stated="Mopti",
    )


@pytest.mark.parametrize(
    ("event", "english", "french"),
    [
        (dated("day", "2025-07-02", "2025-07-02"), "2 July 2025", "2 juillet 2025"),
        (dated("day", "2025-07-01", "2025-07-01"), "1 July 2025", "1er juillet 2025"),
        (dated("range", "2025-11-13", "2025-11-14"), "13-14 November 2025", "13-14 novembre 2025"),
        (
            dated("week", "2020-10-05", "2020-10-11"),
            "week of 5 October 2020",
            "semaine du 5 octobre 2020",
        ),
        (dated("month", "2025-08-01", "2025-08-31"), "August 2025", "août 2025"),
        (
            dated("quarter", "2025-10-01", "2025-12-31"),
            "October 2025 to December 2025",
            "octobre 2025 à décembre 2025",
        ),
        (dated("year", "2017-01-01", "2017-12-31"), "2017", "2017"),
    ],
)
def test_a_date_is_told_no_more_precisely_than_it_is_known(event, english, french):
    assert plain(dates_text(event)) == english
    activate("fr")
    assert plain(dates_text(event)) == french


def test_a_span_over_two_months_names_both():
    text = dates_text(dated("range", "2019-09-30", "2019-10-01"))

    assert re.fullmatch(r"30 Sept?(ember)? - 1 Oct(ober)? 2019", plain(text))


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (deaths(None, None), "Deaths not reported"),
        (deaths(None, None, ""), "Deaths not reported"),
        (deaths(0, 0), "Soldiers killed: 0"),
        (deaths(1, 1, "civilians_killed"), "Civilians killed: 1"),
        (deaths(0, 3, "militants_killed"), "Militants killed: 0 to 3"),
        (deaths(30, 100), "Soldiers killed: 30 to 100"),
        (deaths(30, 100, open_ended=True), "Soldiers killed: 30 to 100 or more"),
        (deaths(20, None), "Soldiers killed: at least 20"),
        (deaths(20, None, open_ended=True), "Soldiers killed: at least 20"),
        (deaths(20, 20, open_ended=True), "Soldiers killed: at least 20"),
        (deaths(None, 40), "Soldiers killed: up to 40"),
        (deaths(1200, 1300, "people_killed"), "People killed: 1,200 to 1,300"),
        (deaths(3, 5, ""), "Deaths: 3 to 5"),
    ],
)
def test_deaths_are_told_with_who_is_counted_and_missing_is_not_zero(event, text):
    assert deaths_text(event) == text


def test_deaths_are_told_in_french():
    activate("fr")

    toll, nothing = deaths_text(deaths(1200, 1300)), deaths_text(deaths(None, None))

    assert nothing == "Nombre de morts non communiqué"
    assert "Soldiers" not in toll
    assert "1 200 à 1 300" in plain(toll)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (None, None, ""),
        (7, 7, "7"),
        (7, 9, "7 to 9"),
        (7, None, "at least 7"),
        (None, 9, "up to 9"),
        (1.5, 1.5, "1.5"),
        (2.0, 12000.0, "2 to 12,000"),
    ],
)
def test_a_range_says_which_of_its_ends_is_open(low, high, text):
    low, high = (pd.NA if n is None else n for n in (low, high))

    assert number_range_text(low, high) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(80, 80, "80"), (20, None, "at least 20"), (None, 60, "up to 60"), (None, None, "no number")],
)
def test_a_claim_without_a_number_says_so(low, high, text):
    low, high = (pd.NA if n is None else n for n in (low, high))

    assert claim_text(SimpleNamespace(low=low, high=high)) == text


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (published(8, 8, "percent"), "8%"),
        (published(20, 20, "percent", "nearly"), "nearly 20%"),
        (published(280, 280, "attacks", "about"), "about 280 attacks"),
        (published(5000, 6000, "fighters", "between"), "5,000 to 6,000 fighters"),
        (published(17, 17, "sites", "exactly"), "17 sites"),
        (published(300, None, "tankers", "at_least"), "at least 300 tankers"),
        (published(300, 300, "tankers", "at_least"), "at least 300 tankers"),
        (published(None, 50, "people", "up_to"), "up to 50 people"),
        (published(400, None, "soldiers", "over"), "over 400 soldiers"),
        (published(400, 400, "soldiers", "over"), "over 400 soldiers"),
        (published(2.5, 2.5, "times"), "2.5 times"),
        (published(3, 3, "rank"), "rank 3"),
    ],
)
def test_a_published_number_keeps_its_unit_and_its_hedge(row, text):
    assert indicator_text(row) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-07-02", "2 July 2025"),
        ("2025-07", "July 2025"),
        ("2025", "2025"),
        ("", ""),
    ],
)
def test_a_document_is_dated_as_exactly_as_it_dates_itself(text, words):
    assert published_text(text) == words


def test_a_place_is_told_with_its_region_and_country_and_no_name_twice():
    tonka = SimpleNamespace(place="Tonka", admin1="Timbuktu", country="MLI")
    kayes = SimpleNamespace(place="Kayes", admin1="Kayes", country="MLI")
    mali = SimpleNamespace(place="Mali", admin1="", country="MLI")

    assert where_text(tonka) == "Tonka, Timbuktu, Mali"
    assert where_text(kayes) == "Kayes, Mali"
    assert where_text(mali) == "Mali"
    activate("fr")
    assert where_text(tonka) == "Tonka, Tombouctou, Mali"


def test_a_country_outside_the_vocabulary_shows_its_code():
    assert where_text(SimpleNamespace(place="X", admin1="", country="XXX")) == "X, XXX"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (joined("within", km=0.0), "Timbuktu (the point lies in it)"),
        (
            joined("nearest", "nearest", 0.274),
            "Timbuktu (nearest region of its country; the point lies 0.27 km outside it)",
        ),
        (joined("stated"), "Timbuktu (as stated by the sources)"),
        (joined("none", admin1=""), "no region (not located)"),
        (
            joined("stated", "outside_country", 55.29),
            "Timbuktu, as stated; the point lies 55.3 km outside the stated country",
        ),
        (
            joined("within", "differs", 0.0),
            "Timbuktu (the point lies in it). Sources state Mopti.",
        ),
    ],
)
def test_a_region_is_told_with_how_it_was_found(event, text):
    assert join_text(event) == text


def test_a_point_outside_its_country_without_a_stated_region_makes_sense():
    text = join_text(joined("none", "outside_country", 55.29, admin1=""))

    assert text.startswith("no region")
    assert "as stated" not in text


def test_distances_are_written_as_the_language_does():
    activate("fr")

    assert "0,27 km" in plain(join_text(joined("nearest", "nearest", 0.274)))


def test_a_precision_is_told_by_its_meaning_and_an_unknown_one_by_its_code():
    assert precision_text("near") == "Within about 25 km of the point."
    assert precision_text("village") == "village"


def test_every_bundled_event_can_be_told_in_both_languages(data):
    for language in ("en", "fr"):
        activate(language)
        for event in data.events.itertuples():
            texts = [tell(event) for tell in (dates_text, deaths_text, where_text, join_text)]
            assert all(texts), event.event_id
            assert not [text for text in texts if "nan" in text.lower().split() or "{" in text]


def test_a_single_one_of_a_kind_is_not_worded_as_many():
    assert quantity_text("sieges", 1, 1) == "1 siege"
    assert quantity_text("sieges", 1, 3) == "1 to 3 sieges"
    assert quantity_text("percent", 1, 1) == "1%"


def test_the_colon_is_that_of_the_language():
    activate("fr")

    assert plain(pair_text("Bilan", "30")) == "Bilan : 30"
