"""The reader's choice: what it filters, what it owns up to, how it reads in two languages."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from sahel_map import selection as selection_module
from sahel_map.boundaries import fold
from sahel_map.errors import SelectionError
from sahel_map.i18n import activate
from sahel_map.selection import Selection

WEST, MONTH, ROAD, LEAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-east-month",
    "2025-07-02-east-road",
    "2025-07-05-lead",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)
ALL = [WEST, MONTH, ROAD, LEAD, GOURMA, MALI]
JULY_1, JULY_2, JULY_31 = dt.date(2025, 7, 1), dt.date(2025, 7, 2), dt.date(2025, 7, 31)

FULL = Selection(
    first=JULY_1,
    last=JULY_31,
    types=("ambush", "ied"),
    actors=("jnim",),
    countries=("MLI",),
    regions=("Timbuktu", "Kayes"),
    sources=("news-one",),
    precision="near",
    confidence="high",
    text=" gold ",
)


@pytest.mark.parametrize(
    ("selection", "chosen"),
    [
        (Selection(), [WEST, MONTH, ROAD, GOURMA, MALI]),
        (Selection(confidence="unverified"), ALL),
        (Selection(confidence="medium"), [WEST, ROAD, GOURMA, MALI]),
        (Selection(confidence="high"), [WEST, GOURMA, MALI]),
        (Selection(types=("ambush", "statement")), [MONTH, ROAD, MALI]),
        (Selection(actors=("isgs",)), [GOURMA]),
        (Selection(actors=("isgs", "jnim")), [WEST, MONTH, ROAD, GOURMA, MALI]),
        (Selection(actors=("fla",)), []),
        (Selection(countries=("BFA",)), [GOURMA]),
        (Selection(countries=("BFA", "MLI")), [WEST, MONTH, ROAD, GOURMA, MALI]),
        (Selection(regions=("East",)), [MONTH, ROAD]),
        (Selection(regions=("wést", "EAST")), [WEST, MONTH, ROAD]),
        (Selection(regions=("Atlantis",)), []),
        (Selection(sources=("news-two",)), [ROAD]),
        (Selection(sources=("news-two", "news-one")), [WEST, MONTH, ROAD, GOURMA, MALI]),
        (Selection(sources=("news",)), []),
        (Selection(sources=("nobody",)), []),
        (Selection(sources=("news-one",), types=("ambush",)), [ROAD]),
        (Selection(precision="region"), [WEST, MONTH, ROAD, GOURMA]),
        (Selection(precision="area"), [WEST, ROAD, GOURMA]),
        (Selection(precision="near"), [WEST, ROAD]),
        (Selection(precision="town"), [WEST]),
        (Selection(precision="exact"), []),
        (Selection(text="ambushed"), [ROAD]),
        (Selection(text="JNIM isgs"), [GOURMA]),
        (Selection(text="ambushed gourma"), []),
        (Selection(text="   "), [WEST, MONTH, ROAD, GOURMA, MALI]),
        (Selection(text="kelle"), [WEST]),
        (Selection(text="KÉLLÉ"), [WEST]),
        (Selection(text=".*"), []),
        (Selection(countries=("MLI",), types=("ambush",), regions=("East",)), [ROAD]),
    ],
)
def test_each_filter_selects_what_it_says(six, selection, chosen):
    assert list(six.events.index[selection.mask(six.events)]) == chosen


@pytest.mark.parametrize(
    ("first", "last", "chosen"),
    [
        (JULY_1, JULY_1, [WEST]),
        (JULY_1, JULY_2, [WEST, ROAD]),
        (JULY_1, JULY_31, [WEST, MONTH, ROAD]),
        (JULY_2, None, [ROAD, GOURMA, MALI]),
        (None, JULY_31, [WEST, MONTH, ROAD]),
        (None, dt.date(2025, 8, 2), [WEST, MONTH, ROAD]),
        (dt.date(2025, 7, 28), dt.date(2025, 8, 3), [GOURMA]),
        (dt.date(2025, 8, 16), None, []),
    ],
)
def test_an_event_counts_only_when_its_whole_interval_is_chosen(six, first, last, chosen):
    mask = Selection(first=first, last=last).mask(six.events)

    assert list(six.events.index[mask]) == chosen


def test_the_mask_is_named_and_on_the_index_of_the_caller(six):
    shuffled = six.events.iloc[[5, 3, 0]]

    mask = Selection(countries=("MLI",)).mask(shuffled)

    pd.testing.assert_series_equal(
        mask, pd.Series([True, False, True], index=[MALI, LEAD, WEST], name="selected")
    )


def test_an_outcome_counts_who_straddles_the_chosen_days(six):
    outcome = Selection(first=JULY_1, last=JULY_2).outcome(six.events)

    assert list(outcome.events.index) == [WEST, ROAD]
    assert outcome.total == 6
    assert outcome.straddling == 1


def test_who_straddles_is_counted_under_the_other_filters_alone(six):
    days = {"first": dt.date(2025, 7, 30), "last": dt.date(2025, 8, 1)}

    assert Selection(**days).outcome(six.events).straddling == 2
    assert Selection(**days, countries=("BFA",)).outcome(six.events).straddling == 1
    assert Selection(**days, actors=("fla",)).outcome(six.events).straddling == 0


def test_nobody_straddles_where_no_day_is_chosen(six):
    assert Selection().outcome(six.events).straddling == 0


def test_hidden_leads_are_counted_where_they_would_have_been_selected(six):
    assert Selection().outcome(six.events).leads_hidden == 1
    assert Selection(types=("ied",)).outcome(six.events).leads_hidden == 1
    assert Selection(types=("ambush",)).outcome(six.events).leads_hidden == 0
    assert Selection(first=dt.date(2025, 8, 1)).outcome(six.events).leads_hidden == 0
    assert Selection(confidence="unverified").outcome(six.events).leads_hidden == 0


def test_only_events_with_a_point_are_drawn(six):
    outcome = Selection().outcome(six.events)

    assert list(outcome.drawn.index) == [WEST, ROAD, GOURMA]


def test_selecting_does_not_change_the_events(six):
    before = six.events.copy(deep=True)

    FULL.outcome(six.events)

    pd.testing.assert_frame_equal(six.events, before)


@pytest.mark.parametrize(
    ("words", "place_ids"),
    [
        ("tombouctou", {"timbuktu", "timbuktu-region"}),
        ("boulikessi", {"boulkessi"}),
        ("Tenenkou", {"tenenkou"}),
    ],
)
def test_a_place_is_found_by_its_other_spellings(data, words, place_ids):
    found = Selection(text=words, confidence="unverified").outcome(data.events).events

    assert place_ids <= set(found["place_id"])


def test_two_sources_are_cited_as_an_alternative():
    sentence = Selection(sources=("news-two", "news-one")).sentence()

    assert sentence == "All kinds of events, citing news-two or news-one, at any date"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"types": ("battle",)},
            "types: 'battle' is not known. Allowed: armed_attack, complex_att",
        ),
        ({"actors": ("jnim", "martians")}, "actors: 'martians' is not known. Allowed: jnim, isgs"),
        ({"countries": ("ML",)}, "countries: 'ML' is not known. Allowed: MLI, BFA, NER"),
        ({"precision": "village"}, "precision: 'village' is not known. Allowed: exact, town, near"),
        ({"confidence": "sure"}, "confidence: 'sure' is not known. Allowed: high, medium, low"),
    ],
)
def test_an_unknown_code_is_refused_with_what_is_allowed(change, message):
    with pytest.raises(SelectionError) as caught:
        Selection(**change)

    assert str(caught.value).startswith(message)


def test_a_refusal_is_in_the_language_of_the_reader():
    activate("fr")

    with pytest.raises(SelectionError, match="Valeurs admises"):
        Selection(precision="village")


def test_a_selection_can_neither_be_changed_nor_mistaken_for_another():
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.text = "other"
    assert hash(FULL) == hash(dataclasses.replace(FULL))
    assert dataclasses.replace(FULL, text="other") != FULL


def test_named_filters_go_back_to_their_defaults_and_the_others_stay():
    assert FULL.without("first", "last", "confidence") == dataclasses.replace(
        FULL, first=None, last=None, confidence="low"
    )
    assert FULL.without() == FULL
    assert FULL.without(*(field.name for field in dataclasses.fields(FULL))) == Selection()


@pytest.mark.parametrize(
    ("selection", "english", "french"),
    [
        (
            Selection(),
            "All kinds of events, at any date",
            "Tous les types d’événements, à toute date",
        ),
        (
            Selection(first=JULY_2, last=JULY_2),
            "All kinds of events, on 2 July 2025",
            "Tous les types d’événements, le 2 juillet 2025",
        ),
        (
            Selection(first=JULY_2),
            "All kinds of events, from 2 July 2025 on",
            "Tous les types d’événements, à partir du 2 juillet 2025",
        ),
        (
            Selection(last=JULY_1, confidence="unverified"),
            "All kinds of events, up to 1 July 2025, unverified leads included",
            (
                "Tous les types d’événements, jusqu’au 1er juillet 2025,"
                " pistes non vérifiées comprises"
            ),
        ),
        (
            dataclasses.replace(FULL, sources=()),
            (
                "Ambush or Explosive device, attributed to JNIM, in Timbuktu or Kayes, in Mali,"
                " from 1 July 2025 to 31 July 2025, placed as “near a place” or better,"
                " confidence high or better, with the words “gold”"
            ),
            (
                "Embuscade ou Engin explosif, auteur : JNIM, lieu : Tombouctou ou Kayes,"
                " lieu : Mali, du 1er juillet 2025 au 31 juillet 2025, précision du lieu"
                " « à proximité d’un lieu » ou mieux, fiabilité au moins élevée,"
                " avec les mots « gold »"
            ),
        ),
    ],
)
def test_a_selection_reads_in_both_languages(selection, english, french):
    def plain(text: str) -> str:
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    assert plain(selection.sentence()) == english
    activate("fr")
    assert plain(selection.sentence()) == french


def test_an_outcome_says_how_many_are_shown_and_why_others_are_not(six):
    two_days = Selection(first=JULY_1, last=JULY_2).outcome(six.events)
    everything = Selection().outcome(six.events)
    nothing = Selection(actors=("fla",)).outcome(six.events)

    assert two_days.sentence() == (
        "2 of 6 events are selected; 2 are on the map;"
        " 1 with an imprecise date reaches beyond these days and is left out."
    )
    assert everything.sentence() == (
        "5 of 6 events are selected; 3 are on the map; 2 are only in the table because no more"
        " than their region or country is known; 1 unverified lead is hidden."
    )
    assert nothing.sentence() == "0 of 6 events are selected."


def test_one_event_is_spoken_of_in_the_singular(six):
    one = Selection(first=dt.date(2025, 8, 15)).outcome(six.events)

    assert one.sentence() == (
        "1 of 6 events is selected; 0 are on the map; 1 is only in the table because no more"
        " than its region or country is known."
    )


def test_an_outcome_reads_in_french(six):
    activate("fr")

    sentence = Selection(first=JULY_1, last=JULY_2).outcome(six.events).sentence()

    assert sentence.startswith("2 événements sélectionnés sur 6")
    assert "1 à la date imprécise déborde de cette période et est écarté" in sentence


@pytest.mark.parametrize(
    "word", ["(", "[a", "a|b", "^", "$", "\\", "*", "?", "{2}", "\\d", "(?i)x", ".*", "\x00", "’"]
)
def test_signs_of_patterns_are_looked_for_as_they_are(six, word):
    events = six.events.assign(search_text="plain words")
    events.loc[ROAD, "search_text"] = f"before {fold(word)} after"

    assert list(events.index[Selection(text=word).mask(events)]) == [ROAD]


def test_half_a_sign_is_in_no_text(six):
    selected = Selection(text="\ud800").mask(six.events)

    assert not selected.any()


def test_words_are_looked_for_among_few_events_as_among_all(six):
    few = Selection(text="ambushed", types=("ambush",)).outcome(six.events)
    all_of_them = Selection(text="ambushed").outcome(six.events)

    assert list(few.events.index) == list(all_of_them.events.index) == [ROAD]
    assert len(Selection(text="ambushed", types=("ied",)).outcome(six.events)) == 0


def test_a_word_is_looked_for_once_and_none_where_nothing_is_left(six, monkeypatch):
    looked, contains = [], selection_module._containing

    def noted(texts, word, among):
        looked.append(word)
        return contains(texts, word, among)

    monkeypatch.setattr(selection_module, "_containing", noted)

    assert list(six.events.index[Selection(text="ambushed a " * 500).mask(six.events)]) == [ROAD]
    assert not Selection(text="nowhere ambushed").mask(six.events).any()
    assert looked == ["ambushed", "a", "nowhere"]


def test_words_count_for_straddling_events_and_hidden_leads_too(six):
    days = {"first": JULY_1, "last": JULY_2}

    assert Selection(**days, text="threats").outcome(six.events).straddling == 1
    assert Selection(**days, text="ambushed").outcome(six.events).straddling == 0
    assert Selection(text="lead").outcome(six.events).leads_hidden == 1
    assert Selection(text="ambushed").outcome(six.events).leads_hidden == 0


def test_a_country_beyond_the_vocabulary_can_be_chosen():
    assert Selection(countries=("TCD",)).sentence() == "All kinds of events, in Chad, at any date"
