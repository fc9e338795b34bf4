"""What could be known on a day, or without a source: counted anew, and never more than that."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from sahel_map import store
from sahel_map.basis import Basis, published_by
from sahel_map.i18n import activate
from sahel_map.selection import Selection

WEST, ROAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-02-east-road",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)
AUGUST_1 = dt.date(2025, 8, 1)
FRAMES = ("events", "sources", "claims", "indicators", "contradictions", "positions")


def on(year: int, month: int, day: int) -> Basis:
    """Return the basis of a day."""
    return Basis(known=dt.date(year, month, day))


def headline(data: store.Dataset, event_id: str) -> tuple:
    """Return the range of one event with None for a missing end."""
    event = data.events.loc[event_id]
    low, high = event["fatalities_low"], event["fatalities_high"]
    ends = [None if pd.isna(end) else end for end in (low, high)]
    return (*ends, bool(event["fatalities_open"]))


@pytest.fixture
def august(evidence):
    """What was known on 1 August 2025: not ``news-late``, and nothing of ``no-date``."""
    return Basis(known=AUGUST_1).narrow(evidence)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-02", dt.date(2025, 7, 2)),
        ("2025-07", dt.date(2025, 7, 31)),
        ("2025-02", dt.date(2025, 2, 28)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2025-12", dt.date(2025, 12, 31)),
        ("2025", dt.date(2025, 12, 31)),
        ("", None),
    ],
)
def test_a_document_is_known_from_the_last_day_that_its_date_allows(text, day):
    assert published_by(text) == day


def test_a_basis_of_every_source_changes_nothing(evidence):
    narrowed = Basis().narrow(evidence)

    assert Basis().whole
    assert narrowed.data is evidence
    assert narrowed.sentence() == ""
    assert (narrowed.undated, narrowed.later, narrowed.events_left_out) == (0, 0, 0)


def test_later_and_undated_sources_are_left_out_and_counted(august):
    assert list(august.data.sources.index) == ["news-one", "news-two"]
    assert (august.later, august.undated, august.events_left_out) == (1, 1, 1)


@pytest.mark.parametrize(
    ("day", "sources", "events"),
    [
        (dt.date(2025, 7, 1), [], []),
        (dt.date(2025, 7, 2), ["news-one"], [WEST, ROAD]),
        (dt.date(2025, 7, 30), ["news-one"], [WEST, ROAD]),
        (dt.date(2025, 7, 31), ["news-one", "news-two"], [WEST, ROAD, GOURMA]),
        (dt.date(2025, 9, 9), ["news-one", "news-two"], [WEST, ROAD, GOURMA]),
        (
            dt.date(2025, 9, 10),
            ["news-one", "news-two", "news-late"],
            [WEST, ROAD, GOURMA, MALI],
        ),
    ],
)
def test_a_source_counts_from_its_day_and_one_dated_by_its_month_from_the_end(
    evidence, day, sources, events
):
    data = Basis(known=day).narrow(evidence).data

    assert list(data.sources.index) == sources
    assert list(data.events.index) == events
    assert set(data.claims["source_id"]) <= set(sources)
    assert set(data.indicators["source_id"]) <= set(sources)


def test_an_event_that_had_not_begun_is_gone_even_if_a_document_is_dated_before_it(
    evidence_folder, edit_row
):
    edit_row(evidence_folder / "sources.csv", 4, published="2025-08-02")

    data = on(2025, 8, 10).narrow(store.load(evidence_folder)).data

    assert "news-late" in data.sources.index
    assert MALI not in data.events.index


def test_headlines_are_counted_anew_from_the_claims_that_stay(evidence, august):
    assert headline(evidence, WEST) == (3, 5, False)
    assert headline(august.data, WEST) == (3, 3, False)
    assert headline(august.data, ROAD) == (10, None, True)
    assert headline(august.data, GOURMA) == (None, 40, False)
    assert headline(on(2025, 7, 30).narrow(evidence).data, ROAD) == (None, None, False)


def test_events_name_only_the_sources_that_stay(august):
    assert august.data.events["source_ids"].to_dict() == {
        WEST: "news-one",
        ROAD: "news-two;news-one",
        GOURMA: "news-two",
    }
    assert list(august.data.sources_of(WEST).index) == ["news-one"]


def test_words_written_with_later_sources_are_withheld_and_the_title_is_the_type(august):
    columns = ["title", "actor", "target", "summary", "conflicts", "withheld"]

    west, road, gourma = august.data.events[columns].to_numpy().tolist()

    assert west == ["Complex attack", "", "", "", "", True]
    assert road == ["Patrol ambushed", "JNIM", "army camp", "Gunmen attacked the camp.", "", False]
    assert gourma == ["Armed attack", "", "", "", "", True]


@pytest.mark.parametrize("word", ["gunmen", "camp", "attack on west"])
def test_a_search_cannot_find_what_is_withheld(evidence, august, word):
    def found(data: store.Dataset) -> list[str]:
        return list(Selection(text=word).outcome(data.events).events.index)

    assert WEST in found(evidence)
    assert WEST not in found(august.data)


def test_a_search_still_finds_the_place_and_what_is_not_withheld(august):
    events = august.data.events

    assert list(Selection(text="kelle").outcome(events).events.index) == [WEST]
    assert list(Selection(text="patrol").outcome(events).events.index) == [ROAD]


@pytest.mark.parametrize(
    ("day", "end", "precision"),
    [
        (dt.date(2025, 7, 31), "2025-07-31", "range"),
        (dt.date(2025, 8, 1), "2025-08-01", "range"),
        (dt.date(2025, 8, 2), "2025-08-02", "range"),
        (dt.date(2025, 8, 3), "2025-08-03", "week"),
        (dt.date(2025, 8, 4), "2025-08-03", "week"),
    ],
)
def test_an_interval_is_known_only_up_to_the_day(evidence, day, end, precision):
    event = Basis(known=day).narrow(evidence).data.events.loc[GOURMA]

    assert event["date_start"] == pd.Timestamp("2025-07-28")
    assert event["date_end"] == pd.Timestamp(end)
    assert event["date_precision"] == precision


def test_an_interval_cut_on_its_first_day_is_a_day(evidence_folder, edit_row):
    edit_row(evidence_folder / "sources.csv", 3, published="2025-07-28")

    event = on(2025, 7, 28).narrow(store.load(evidence_folder)).data.events.loc[GOURMA]

    assert event["date_start"] == event["date_end"] == pd.Timestamp("2025-07-28")
    assert event["date_precision"] == "day"


def test_nothing_says_when_we_last_checked(august):
    assert august.data.events["last_checked"].isna().all()


def test_a_day_cuts_and_hides_also_where_no_source_is_left_out(evidence_folder, edit_row):
    for line in (2, 3, 4, 5):
        edit_row(evidence_folder / "sources.csv", line, published="2025-07-30")

    narrowed = on(2025, 8, 1).narrow(store.load(evidence_folder))

    assert list(narrowed.data.events.index) == [WEST, ROAD, GOURMA]
    assert narrowed.data.events["last_checked"].isna().all()
    assert narrowed.data.events.at[GOURMA, "date_end"] == pd.Timestamp("2025-08-01")
    assert not narrowed.data.events["withheld"].any()
    assert narrowed.events_left_out == 1


def test_a_contradiction_is_shown_only_with_all_its_voices(evidence, august):
    assert list(august.data.contradictions.index) == ["road-date"]
    assert list(august.data.positions.index) == ["road-date.01", "road-date.02"]
    assert on(2025, 7, 30).narrow(evidence).data.contradictions.empty
    assert on(2025, 7, 30).narrow(evidence).data.positions.empty


def test_a_contradiction_without_the_source_of_its_reading_is_not_shown(evidence_folder, edit_row):
    edit_row(evidence_folder / "contradictions.csv", 3, reading_source_ids="news-late")

    data = on(2025, 8, 1).narrow(store.load(evidence_folder)).data

    assert data.contradictions.empty
    assert data.positions.empty


def test_without_a_source_headlines_are_counted_anew_and_words_stay(evidence):
    narrowed = Basis(without=("news-late",)).narrow(evidence)

    assert list(narrowed.data.events.index) == [WEST, ROAD, GOURMA]
    assert headline(narrowed.data, WEST) == (3, 3, False)
    assert headline(narrowed.data, ROAD) == (10, None, True)
    event = narrowed.data.events.loc[WEST]
    assert event["title"] == "Attack on West Town"
    assert event["summary"] == "Gunmen attacked the camp."
    assert event["conflicts"] == "Tolls differ."
    assert event["last_checked"] == pd.Timestamp("2025-12-01")
    assert not narrowed.data.events["withheld"].any()
    assert narrowed.data.events.at[GOURMA, "date_end"] == pd.Timestamp("2025-08-03")
    assert (narrowed.later, narrowed.undated, narrowed.events_left_out) == (0, 0, 1)


def test_without_every_source_nothing_is_left(evidence):
    data = Basis(without=tuple(evidence.sources.index)).narrow(evidence).data

    assert [len(getattr(data, name)) for name in FRAMES] == [0] * 6
    assert list(data.events.columns) == list(evidence.events.columns)


def test_a_day_and_a_source_left_out_are_taken_together(evidence):
    narrowed = Basis(known=AUGUST_1, without=("news-one",)).narrow(evidence)

    assert list(narrowed.data.sources.index) == ["news-two"]
    assert list(narrowed.data.events.index) == [ROAD, GOURMA]
    assert narrowed.data.events.at[ROAD, "withheld"]
    assert headline(narrowed.data, ROAD) == (10, None, True)


def test_without_tables_of_evidence_a_basis_still_narrows_the_events(six):
    data = Basis(without=("news-one",)).narrow(six).data

    assert list(data.events.index) == [ROAD]
    assert headline(data, ROAD) == (None, None, False)


@pytest.mark.parametrize(
    "basis",
    [
        Basis(known=AUGUST_1),
        Basis(known=dt.date(2025, 7, 1)),
        Basis(without=("news-late",)),
        Basis(known=AUGUST_1, without=("news-two",)),
    ],
)
def test_the_whole_dataset_is_not_changed_and_keeps_its_version(evidence, basis):
    before = {name: getattr(evidence, name).copy(deep=True) for name in FRAMES}

    narrowed = basis.narrow(evidence)

    for name, frame in before.items():
        pd.testing.assert_frame_equal(getattr(evidence, name), frame)
    assert narrowed.data.version == evidence.version
    assert narrowed.data.places is evidence.places
    assert narrowed.data.faults == evidence.faults


def test_kinds_of_values_stay_as_they_are(evidence, august):
    columns = ["fatalities_low", "fatalities_high", "fatalities_open", "withheld", "date_end"]

    assert list(august.data.events.columns) == list(evidence.events.columns)
    assert august.data.events.crs == evidence.events.crs
    before, after = evidence.events[columns].dtypes, august.data.events[columns].dtypes
    assert after.astype(str).to_dict() == before.astype(str).to_dict()


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [
        (
            Basis(known=AUGUST_1),
            (
                "As known on 1 August 2025; 1 later source left out; 1 undated source left out;"
                " 1 event left out"
            ),
        ),
        (
            on(2025, 7, 1),
            (
                "As known on 1 July 2025; 3 later sources left out; 1 undated source left out;"
                " 4 events left out"
            ),
        ),
        (Basis(without=("news-late",)), "without news-late; 1 event left out"),
        (
            Basis(known=AUGUST_1, without=("news-one", "news-two")),
            (
                "As known on 1 August 2025; 1 later source left out; 1 undated source left out;"
                " without news-one and news-two; 4 events left out"
            ),
        ),
    ],
)
def test_a_basis_says_in_words_what_it_leaves_out(evidence, basis, sentence):
    assert basis.narrow(evidence).sentence() == sentence


def test_the_sentence_is_in_the_language_of_the_reader(evidence):
    activate("fr")

    sentence = Basis(known=AUGUST_1).narrow(evidence).sentence()

    assert "août 2025" in sentence
    assert "left out" not in sentence


def test_a_basis_can_neither_be_changed_nor_mistaken_for_another():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Basis().known = AUGUST_1
    assert hash(Basis(AUGUST_1)) == hash(Basis(AUGUST_1))
    assert Basis(AUGUST_1) != Basis(AUGUST_1, ("news-one",))


def test_on_the_third_of_june_2025_nothing_later_is_known_of_the_bundled_data(data):
    narrowed = on(2025, 6, 3).narrow(data)

    day = pd.Timestamp("2025-06-03")
    assert len(narrowed.data.events) > 0
    assert narrowed.data.events["date_end"].max() <= day
    assert max(map(published_by, narrowed.data.sources["published"])) <= day.date()
    assert set(narrowed.data.claims["source_id"]) <= set(narrowed.data.sources.index)
    assert headline(narrowed.data, "2025-06-01-boulkessi") == (30, None, True)
    assert narrowed.later + narrowed.undated == len(data.sources) - len(narrowed.data.sources)
