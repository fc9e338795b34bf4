"""The facts of one event in words, never more precise than they are known."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from sahel_map.i18n import activate
from sahel_map.wording import dates_text, deaths_text, join_text, precision_text, where_text


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


def deaths(low: int | None, high: int | None) -> SimpleNamespace:
    """Return what ``deaths_text`` reads of an event."""
    low, high = (pd.NA if n is None else n for n in (low, high))
    return SimpleNamespace(fatalities_low=low, fatalities_high=high)


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
    ("event", "english", "french"),
    [
        (deaths(None, None), "Deaths not reported", "Nombre de morts non communiqué"),
        (deaths(0, 0), "No deaths reported", "Aucun mort selon les sources"),
        (deaths(1, 1), "1 death reported", "1 mort signalé"),
        (deaths(2, 2), "2 deaths reported", "2 morts signalés"),
        (deaths(0, 3), "0 to 3 deaths reported", "Morts signalés : de 0 à 3"),
        (deaths(20, None), "At least 20 deaths reported", "Morts signalés : au moins 20"),
        (deaths(None, 40), "Up to 40 deaths reported", "Morts signalés : 40 au plus"),
        (deaths(1200, 1300), "1,200 to 1,300 deaths reported", "Morts signalés : de 1 200 à 1 300"),
    ],
)
def test_deaths_are_a_range_and_missing_is_not_zero(event, english, french):
    assert deaths_text(event) == english
    activate("fr")
    assert plain(deaths_text(event)) == french


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
