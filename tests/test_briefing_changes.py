"""What a step showed is kept, and what changed since is told in sentences."""

import dataclasses

import pandas as pd
import pytest

from sahel_map.briefing import Kept, changes, freeze, step_of
from sahel_map.briefing.freezing import MOST_EVENTS, digest
from sahel_map.i18n import activate
from sahel_map.scenes import Ground, KeyNumber, Scene, look

pytest_plugins = ["dataset_fixtures"]

JULY = {"from": ["2025-07-01"], "to": ["2025-07-01"]}
KAYES, DIBOLI = "2025-07-01-kayes", "2025-07-01-diboli"


@pytest.fixture(autouse=True)
def _english():
    yield
    activate("en")


@pytest.fixture(scope="session")
def ground(data):
    """The bundled data with their measures."""
    return Ground.of(data)


def seen(ground, page="attacks", **choices):
    """Return what a page shows with some choices."""
    return look(Scene.read(page, choices), ground)


@pytest.fixture(scope="session")
def july(ground):
    """The events of 1 July 2025: eight rows."""
    return seen(ground, **JULY)


def other(sight, *, version="2", **parts):
    """Return a sight of a later data version, with other parts."""
    data = dataclasses.replace(sight.data, version=version)
    return dataclasses.replace(sight, data=data, **parts)


def shown_as(sight, name, **values):
    """Return a sight in which an event has other values."""
    events = sight.events.copy()
    for column, value in values.items():
        events[column] = events[column].astype(object)
        events.loc[name, column] = value
    return other(sight, events=events)


def test_the_same_view_of_the_same_data_has_nothing_to_say(july):
    assert changes(freeze(july), july) == []


def test_where_nothing_was_kept_there_is_nothing_to_say(july):
    assert changes(None, july) == []


def test_another_version_that_shows_the_same_says_just_that(july):
    kept = freeze(july)

    told = changes(kept, other(july))

    assert told == [
        (
            f"Kept with data version {kept.version}; the data are now version 2, and nothing"
            " shown here has changed."
        )
    ]


def test_an_event_that_is_new_is_named(july):
    kept = freeze(dataclasses.replace(july, events=july.events.drop(KAYES)))

    told = changes(kept, july)

    assert told == [f"1 event is new: Coordinated assault on the city of Kayes ({KAYES})."]


def test_an_event_that_is_no_longer_in_the_data_is_named_by_its_id(july):
    data = dataclasses.replace(july.data, version="2", events=july.data.events.drop(KAYES))
    later = dataclasses.replace(july, data=data, events=july.events.drop(KAYES))

    told = changes(freeze(july), later)

    assert told[1:] == [f"1 event is no longer in the data: {KAYES}."]


def test_an_event_that_is_only_no_longer_shown_is_told_apart_from_one_that_is_gone(july):
    told = changes(freeze(july), other(july, events=july.events.drop(KAYES)))

    assert told[1:] == [
        f"1 event is no longer shown here: Coordinated assault on the city of Kayes ({KAYES})."
    ]


@pytest.mark.parametrize(
    ("values", "fact"),
    [
        ({"date_end": pd.Timestamp("2025-07-02")}, "days"),
        ({"date_precision": "week"}, "days"),
        ({"place": "Elsewhere"}, "place"),
        ({"lat": 14.0}, "point on the map"),
        ({"geo_precision": "area"}, "point on the map"),
        ({"event_type": "ambush"}, "kind"),
        ({"actor": "somebody"}, "actor"),
        ({"fatalities_low": 3}, "deaths"),
        ({"fatalities_high": 0}, "deaths"),
        ({"title": "Another title"}, "title"),
    ],
)
def test_an_event_that_changed_is_named_with_the_fact_that_did(july, values, fact):
    told = changes(freeze(july), shown_as(july, KAYES, **values))

    assert told[1:] == [
        f"1 event changed: Coordinated assault on the city of Kayes ({KAYES}): {fact}."
    ]


def test_what_is_no_fact_of_the_map_does_not_count_as_a_change(july):
    assert len(changes(freeze(july), shown_as(july, KAYES, last_checked=pd.NaT))) == 1


def test_of_many_events_five_are_named_and_the_rest_is_counted(july):
    kept = freeze(dataclasses.replace(july, events=july.events.iloc[:0]))

    told = changes(kept, july)

    assert told[0].startswith("8 events are new: ")
    assert told[0].endswith(" and 3 others.")


def test_a_number_that_changed_is_told_with_both_texts(july):
    deaths = KeyNumber("deaths", "Deaths reported", "12 to 20", 12, 20)
    later = KeyNumber("deaths", "Deaths reported", "14 to 20", 14, 20)
    kept = freeze(dataclasses.replace(july, numbers=(deaths,)))

    told = changes(kept, dataclasses.replace(july, numbers=(later,)))

    assert told == ["Deaths reported: was 12 to 20, now 14 to 20."]


def test_a_number_that_is_no_longer_given_is_told(july):
    kept = freeze(dataclasses.replace(july, numbers=(KeyNumber("n", "Claims", "4", 4, 4),)))

    assert changes(kept, dataclasses.replace(july, numbers=())) == ["Claims: was 4, now nothing."]


def test_the_same_number_in_another_language_is_no_change(july):
    activate("fr")
    kept = freeze(seen(Ground.of(july.data), **JULY))
    activate("en")

    assert kept.language == "fr"
    assert changes(kept, july) == []


def test_a_road_whose_status_changed_is_told_by_its_name(ground):
    before, after = (seen(ground, "corridors", on=[day]) for day in ("2025-08-31", "2025-09-14"))
    kept = freeze(before)

    told = changes(kept, after)

    assert kept.roads["abidjan_zegoua_sikasso_bamako"] == "open"
    assert "Abidjan road, by Sikasso: was Open, now Closed." in told


def test_of_many_roads_that_changed_a_dozen_are_told_and_the_rest_is_counted(ground):
    sight = seen(ground, "corridors", on=["2025-09-14"])
    kept = freeze(sight)
    before = dataclasses.replace(kept, roads=dict.fromkeys(kept.roads, "was different"))

    told = changes(before, sight)

    assert len(kept.roads) == 29
    assert len(told) == 13
    assert told[-1] == "17 more changed."


def test_a_town_that_came_under_siege_is_told(ground):
    before, after = (seen(ground, "corridors", on=[day]) for day in ("2025-10-20", "2025-11-05"))

    assert "Léré: was nothing recorded, now under siege for certain." in changes(
        freeze(before), after
    )


def test_the_share_of_a_slice_that_changed_is_told_by_the_name_of_the_phase(ground):
    before = seen(ground, "expansion", slice=["july-offensive"])
    after = seen(ground, "expansion", slice=["july-offensive"], southwest=["with-segou"])
    kept = freeze(before)

    told = changes(kept, after)

    assert kept.slices["july-offensive"] == pytest.approx(round(7 / 13, 2))
    assert "1 July attacks and a declared blockade: was 54%, now 92%." in told


def test_of_very_many_events_the_newest_are_kept_and_the_rest_is_counted(july):
    many = pd.concat([july.events] * 70)
    many.index = pd.Index([f"e{n:03d}" for n in range(560)])
    many["date_start"] = pd.date_range("2020-01-01", periods=560)
    crowd = dataclasses.replace(july, events=many)
    fewer = many.iloc[:-1]
    data = dataclasses.replace(july.data, events=fewer)

    kept = freeze(crowd)
    told = changes(kept, dataclasses.replace(crowd, data=data, events=fewer))

    assert (kept.total, len(kept.events)) == (560, MOST_EVENTS)
    assert (min(kept.events), max(kept.events)) == ("e060", "e559")
    assert told == [
        "Events shown: were 560, now 559.", "1 event is no longer in the data: e559.",
    ]  # fmt: skip


def test_a_digest_is_the_same_for_the_same_numbers_of_any_type(july):
    event = july.events.loc[KAYES].to_dict()

    whole = {**event, "fatalities_low": 3, "fatalities_high": None}
    real = {**event, "fatalities_low": 3.0, "fatalities_high": float("nan")}

    assert digest(whole) == digest(real)
    assert len(digest(whole)) == 28


def test_a_step_is_made_of_a_view_with_its_title(july):
    step = step_of(july, note="words")

    assert step.title == july.title
    assert step.scene == july.scene
    assert set(step.frozen.events) == set(july.events.index)


def test_of_restricted_events_no_id_and_no_day_is_kept(restricted):
    shown = seen(Ground.of(restricted), event=[str(restricted.events.index[0])])

    step = step_of(shown)

    assert (step.frozen.events, step.frozen.total) == ({}, None)
    assert "days" not in step.frozen.numbers
    assert "event" not in step.scene.choices
    text = repr(step)
    assert [name for name in restricted.events.index if str(name) in text] == []


def test_what_a_sight_shows_of_restricted_events_by_mistake_is_not_kept(restricted):
    days = KeyNumber("days", "Days", "1 July 2025")
    shown = dataclasses.replace(
        seen(Ground.of(restricted)), events=restricted.events, numbers=(days,)
    )

    kept = freeze(shown)

    assert (kept.events, kept.numbers) == ({}, {})


def test_of_restricted_events_no_status_of_a_road_is_kept(restricted):
    shown = seen(Ground.of(restricted), "corridors")

    assert freeze(shown).roads == {}


def test_a_step_kept_of_restricted_events_says_nothing_of_events_elsewhere(restricted, july):
    kept = freeze(seen(Ground.of(restricted), **JULY))

    told = changes(kept, july)

    assert [line for line in told if "event" in line] == []
    assert isinstance(kept, Kept)
