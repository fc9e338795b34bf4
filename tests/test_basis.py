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
ROADS = ("corridors", "legs", "shares", "blockades", "agreements", "fuel")
WORDS = ["summary", "demands", "effects"]


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


def spell_on(data: store.Dataset, spell_id: str, day: dt.date) -> dict:
    """Return a spell as it was known on a day, with days as text."""
    spells = Basis(known=day).narrow(data).data.roads.blockades
    days = spells.select_dtypes("datetime").apply(lambda column: column.dt.strftime("%Y-%m-%d"))
    return spells.assign(**days).loc[spell_id].to_dict()


@pytest.mark.parametrize(
    ("day", "spells"),
    [
        (dt.date(2025, 7, 1), []),
        (dt.date(2025, 7, 2), ["west-siege"]),
        (dt.date(2025, 7, 9), ["west-siege"]),
        (dt.date(2025, 7, 10), ["west-siege", "east-checkpoints"]),
        (dt.date(2025, 7, 31), ["west-siege", "east-checkpoints", "river-ban"]),
        (dt.date(2025, 9, 9), ["west-siege", "east-checkpoints", "river-ban"]),
        (dt.date(2025, 9, 10), ["west-siege", "east-checkpoints", "fuel-ban", "river-ban"]),
    ],
)
def test_a_spell_is_known_once_it_has_begun_and_a_source_is_out(evidence, day, spells):
    roads = Basis(known=day).narrow(evidence).data.roads

    assert list(roads.blockades.index) == spells


def test_a_spell_that_starts_later_is_gone_even_if_a_document_is_dated_before_it(
    evidence_folder, edit_row
):
    edit_row(evidence_folder / "sources.csv", 4, published="2025-08-02")

    roads = on(2025, 8, 31).narrow(store.load(evidence_folder)).data.roads

    assert "fuel-ban" not in roads.blockades.index
    assert "fuel-ban" in Basis().narrow(store.load(evidence_folder)).data.roads.blockades.index


def test_an_end_that_had_not_come_is_not_known_and_a_lifted_spell_held_on(evidence):
    before = spell_on(evidence, "east-checkpoints", dt.date(2025, 8, 14))

    assert pd.isna(before["end"])
    assert pd.isna(before["possible_to"])
    assert (before["end_precision"], before["status"]) == ("unknown", "enforced")
    assert before["last_confirmed"] == before["confirmed_to"] == "2025-08-14"


def test_an_end_is_known_on_its_day(evidence):
    spell = spell_on(evidence, "east-checkpoints", dt.date(2025, 8, 15))

    assert (spell["end"], spell["end_precision"], spell["status"]) == (
        "2025-08-15",
        "month",
        "lifted",
    )
    assert (spell["confirmed_to"], spell["possible_to"]) == ("2025-08-01", "2025-08-31")


def test_a_status_that_is_not_lifted_stays(evidence):
    roads = on(2025, 8, 1).narrow(evidence).data.roads

    assert roads.blockades["status"].to_dict() == {
        "west-siege": "enforced",
        "east-checkpoints": "enforced",
        "river-ban": "partially_eased",
    }


@pytest.mark.parametrize(
    ("day", "confirmed"),
    [
        (dt.date(2025, 7, 2), "2025-07-02"),
        (dt.date(2025, 8, 1), "2025-07-02"),
        (dt.date(2025, 9, 9), "2025-07-02"),
        (dt.date(2025, 9, 10), "2025-08-20"),
    ],
)
def test_a_spell_is_confirmed_no_later_than_its_latest_source_came_out(evidence, day, confirmed):
    spell = spell_on(evidence, "west-siege", day)

    assert spell["last_confirmed"] == spell["confirmed_to"] == confirmed
    assert spell["confirmed_from"] == "2025-07-01"


def test_a_confirmation_is_never_put_before_the_start(evidence_folder, edit_row):
    edit_row(evidence_folder / "blockades.csv", 2, start="2025-07-20")

    spell = spell_on(store.load(evidence_folder), "west-siege", dt.date(2025, 8, 1))

    assert spell["last_confirmed"] == "2025-07-20"
    assert spell["confirmed_from"] == spell["confirmed_to"] == "2025-07-20"


def test_a_confirmation_after_the_day_is_cut_to_the_day(evidence_folder, edit_row):
    edit_row(evidence_folder / "sources.csv", 4, published="2025-07-04")

    spell = spell_on(store.load(evidence_folder), "west-siege", dt.date(2025, 8, 1))

    assert spell["last_confirmed"] == "2025-08-01"


def test_an_end_is_known_only_with_a_source_that_can_have_told_it(evidence_folder, edit_row):
    edit_row(evidence_folder / "blockades.csv", 3, source_ids="news-one;news-late")
    data = store.load(evidence_folder)

    before = spell_on(data, "east-checkpoints", dt.date(2025, 9, 1))
    after = spell_on(data, "east-checkpoints", dt.date(2025, 9, 10))

    assert (after["end"], after["status"]) == ("2025-08-15", "lifted")
    assert pd.isna(before["end"])
    assert (before["end_precision"], before["status"]) == ("unknown", "enforced")
    assert before["last_confirmed"] == "2025-07-10"


def test_words_of_spells_agreements_and_fuel_that_rest_on_later_sources_are_withheld(august):
    roads = august.data.roads

    assert roads.blockades.loc["west-siege", WORDS].tolist() == ["", "", ""]
    assert roads.blockades.loc["river-ban", WORDS].tolist() == [
        "Nobody may leave the town.",
        "The army is to go.",
        "Prices doubled.",
    ]
    assert roads.agreements.loc["west-deal", ["summary", "outcome"]].tolist() == ["", ""]
    assert roads.agreements.at["old-talks", "summary"] == "Farmers may go to their fields."
    words = ["summary", "claimant_note", "label"]
    assert roads.fuel.loc["fuel-1", words].tolist() == ["", "", ""]
    assert roads.fuel.loc["fuel-2", words].tolist() == [
        "Tankers burned.",
        "Drivers counted.",
        "Ambush",
    ]


def test_numbers_of_fuel_that_rest_on_a_later_source_too_are_gone_and_others_stay(evidence, august):
    fuel = august.data.roads.fuel

    assert list(fuel.index) == ["fuel-1", "fuel-2", "fuel-3"]
    assert fuel.filter(like="tankers_").loc["fuel-1"].isna().all()
    assert fuel.at["fuel-3", "tankers_arrived_high"] == 60
    assert str(fuel["tankers_destroyed_low"].dtype) == "Int64"
    assert "fuel-3" not in on(2025, 7, 30).narrow(evidence).data.roads.fuel.index
    assert (
        on(2025, 9, 10).narrow(evidence).data.roads.fuel.at["fuel-1", "tankers_destroyed_low"] == 3
    )


def test_fuel_that_had_not_come_is_gone_even_if_a_document_is_dated_before_it(
    evidence_folder, edit_row
):
    edit_row(evidence_folder / "sources.csv", 4, published="2025-08-02")

    roads = on(2025, 8, 29).narrow(store.load(evidence_folder)).data.roads

    assert list(roads.fuel.index) == ["fuel-1", "fuel-2", "fuel-3"]


def test_agreements_that_had_not_been_made_are_gone_and_undated_ones_stay(
    evidence_folder, edit_row
):
    edit_row(evidence_folder / "agreements.csv", 2, date="2025-08-02")

    roads = on(2025, 8, 1).narrow(store.load(evidence_folder)).data.roads

    assert list(roads.agreements.index) == ["old-talks"]


@pytest.mark.parametrize("basis", [Basis(known=AUGUST_1), Basis(without=("news-late",))])
def test_shares_and_lengths_follow_their_source(evidence, basis):
    roads = basis.narrow(evidence).data.roads
    corridors = roads.corridors

    assert roads.shares["source_id"].tolist() == ["news-one"]
    assert list(corridors.index) == list(evidence.roads.corridors.index)
    assert corridors["length_km"].isna().tolist() == [False, True, True]
    assert corridors["estimated"].tolist() == [False, True, True]
    assert corridors.at["west_east", "road_km"] == 115
    assert corridors.at["north_river", "road_km"] == pytest.approx(110.63 / 0.92, abs=0.1)
    assert corridors.at["north_river", "length_note"] == ""
    assert corridors["source_ids"].tolist() == ["news-one", "news-two", ""]
    assert roads.legs is evidence.roads.legs


def test_a_length_without_its_source_names_none(evidence):
    corridors = Basis(without=("news-late",)).narrow(evidence).data.roads.corridors

    assert corridors["length_source_id"].tolist() == ["news-one", "", ""]


def test_our_notes_on_roads_are_withheld_on_a_day_and_stay_without_a_source(evidence, august):
    without = Basis(without=("news-late",)).narrow(evidence).data.roads

    assert set(august.data.roads.corridors["note"]) == {""}
    assert set(without.corridors["note"]) == {"Paved."}


def test_without_a_source_spells_keep_their_days_and_words_and_lose_only_its_name(evidence):
    roads = Basis(without=("news-late",)).narrow(evidence).data.roads
    siege = roads.blockades.loc["west-siege"]

    assert list(roads.blockades.index) == [
        "west-siege", "east-checkpoints", "fuel-ban", "river-ban",
    ]  # fmt: skip
    assert roads.blockades["source_ids"].tolist() == [
        "news-one", "news-one;news-two", "no-date", "news-two",
    ]  # fmt: skip
    assert siege["last_confirmed"] == pd.Timestamp("2025-08-20")
    assert siege["summary"] == "Nobody may leave the town."
    assert roads.blockades.at["east-checkpoints", "status"] == "lifted"
    assert list(roads.fuel.index) == ["fuel-1", "fuel-2", "fuel-3"]
    assert roads.fuel.at["fuel-1", "tankers_destroyed_high"] == 5


def test_without_every_source_roads_are_left_and_nothing_is_said_of_them(evidence):
    roads = Basis(without=tuple(evidence.sources.index)).narrow(evidence).data.roads

    assert [len(getattr(roads, name)) for name in ROADS] == [3, 5, 0, 0, 0, 0]
    assert roads.corridors["estimated"].all()


@pytest.mark.parametrize(
    "basis",
    [Basis(known=AUGUST_1), Basis(known=dt.date(2025, 7, 1)), Basis(without=("news-late",))],
)
def test_narrowed_roads_keep_their_columns_and_kinds_and_the_whole_ones_their_values(
    evidence, basis
):
    before = {name: getattr(evidence.roads, name).copy(deep=True) for name in ROADS}

    roads = basis.narrow(evidence).data.roads

    for name, frame in before.items():
        whole, narrowed = getattr(evidence.roads, name), getattr(roads, name)
        pd.testing.assert_frame_equal(whole, frame)
        assert list(narrowed.columns) == list(whole.columns)
        for kind in ("number", "datetime"):
            names = whole.select_dtypes(kind).columns
            assert list(narrowed.select_dtypes(kind).columns) == list(names), name


def test_a_basis_narrows_a_dataset_without_roads(six):
    for basis in (Basis(known=AUGUST_1), Basis(without=("news-one",))):
        roads = basis.narrow(six).data.roads

        assert [len(getattr(roads, name)) for name in ROADS] == [0] * 6


def test_in_the_middle_of_september_2025_nothing_later_is_known_of_the_bundled_roads(data):
    day = pd.Timestamp("2025-09-15")
    narrowed = Basis(known=day.date()).narrow(data).data
    spells = narrowed.roads.blockades

    assert 0 < len(spells) < len(data.roads.blockades)
    for column in ("start", "end", "last_confirmed", "confirmed_from", "confirmed_to"):
        assert not (spells[column] > day).any(), column
    assert spells["last_confirmed"].notna().all()
    assert narrowed.roads.fuel["date"].max() <= day
    assert pd.isna(spells.at["bamako-fuel-1", "end"])
    assert not (spells["end"].isna() & (spells["status"] == "lifted")).any()


PHASE_WORDS = ["title", "summary", "boundary_note"]


def spans_of(phases: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return the first and last day of each phase as text."""
    days = {name: phases[name].dt.strftime("%Y-%m-%d") for name in ("start", "end")}
    return dict(zip(phases.index, zip(days["start"], days["end"], strict=True), strict=True))


@pytest.mark.parametrize(
    ("day", "phases"),
    [
        (dt.date(2025, 7, 1), {}),
        (dt.date(2025, 7, 2), {"first-days": ("2025-06-01", "2025-07-02")}),
        (dt.date(2025, 7, 31), {"first-days": ("2025-06-01", "2025-07-31")}),
        (dt.date(2025, 9, 9), {"first-days": ("2025-06-01", "2025-07-31")}),
        (
            dt.date(2025, 9, 10),
            {
                "first-days": ("2025-06-01", "2025-07-31"),
                "later-days": ("2025-08-01", "2025-08-31"),
            },
        ),
    ],
)
def test_a_phase_is_known_with_its_first_source_and_no_longer_than_the_day(evidence, day, phases):
    assert spans_of(Basis(known=day).narrow(evidence).data.phases) == phases


def test_words_of_phases_that_rest_on_later_sources_are_withheld(evidence, august):
    before = august.data.phases.loc["first-days"]
    after = on(2025, 9, 10).narrow(evidence).data.phases.loc["first-days"]

    assert before[PHASE_WORDS].tolist() == ["", "", ""]
    assert before["source_ids"] == "news-one"
    assert after[PHASE_WORDS].tolist() == [
        "The first days",
        "Attacks begin in the west.",
        "Begins with the first attack; our reading.",
    ]
    assert after["source_ids"] == "news-one;news-late"


def test_words_of_phases_whose_sources_were_all_out_stay(evidence_folder, edit_row):
    edit_row(evidence_folder / "slices.csv", 2, source_ids="news-one;news-two")

    phase = on(2025, 8, 1).narrow(store.load(evidence_folder)).data.phases.loc["first-days"]

    assert phase["title"] == "The first days"
    assert phase["source_ids"] == "news-one;news-two"


def test_a_phase_that_begins_later_is_gone_even_if_a_document_is_dated_before_it(
    evidence_folder, edit_row
):
    edit_row(evidence_folder / "slices.csv", 3, source_ids="news-one")
    data = store.load(evidence_folder)

    eve, first = (Basis(known=day).narrow(data).data.phases for day in (
        dt.date(2025, 7, 31), dt.date(2025, 8, 1)))  # fmt: skip

    assert list(eve.index) == ["first-days"]
    assert spans_of(first)["later-days"] == ("2025-08-01", "2025-08-01")


def test_without_a_source_phases_keep_their_days_and_words_and_lose_only_its_name(evidence):
    phases = Basis(without=("news-late",)).narrow(evidence).data.phases

    assert spans_of(phases) == {"first-days": ("2025-06-01", "2025-07-31")}
    assert phases.at["first-days", "title"] == "The first days"
    assert phases.at["first-days", "source_ids"] == "news-one"


@pytest.mark.parametrize(
    "basis",
    [
        Basis(known=AUGUST_1),
        Basis(known=dt.date(2025, 7, 1)),
        Basis(without=("news-late",)),
        Basis(known=AUGUST_1, without=("news-one",)),
    ],
)
def test_narrowed_phases_keep_their_columns_and_kinds_and_the_whole_ones_their_values(
    evidence, basis
):
    before = evidence.phases.copy(deep=True)

    phases = basis.narrow(evidence).data.phases

    pd.testing.assert_frame_equal(evidence.phases, before)
    assert list(phases.columns) == list(before.columns)
    assert phases[["start", "end"]].dtypes.tolist() == before[["start", "end"]].dtypes.tolist()


def test_a_basis_narrows_a_dataset_without_phases(six):
    for basis in (Basis(known=AUGUST_1), Basis(without=("news-one",))):
        assert len(basis.narrow(six).data.phases) == 0


def test_in_the_middle_of_october_2025_nothing_later_is_known_of_the_bundled_phases(data):
    day = pd.Timestamp("2025-10-15")
    narrowed = Basis(known=day.date()).narrow(data).data
    cited = {name for ids in narrowed.phases["source_ids"] for name in ids.split(";")}

    assert 0 < len(narrowed.phases) < len(data.phases)
    assert narrowed.phases["start"].max() <= narrowed.phases["end"].max() == day
    assert cited <= set(narrowed.sources.index)
    whole = narrowed.phases["source_ids"] == data.phases.loc[narrowed.phases.index, "source_ids"]
    assert (whole == (narrowed.phases["title"] != "")).all()
    assert not whole.all()
