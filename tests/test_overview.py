"""The findings of the overview: what they say, when an arrow stands, and where they lead."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from sahel_map.basis import Basis
from sahel_map.measures.deaths import Deaths
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.extents import Extent
from sahel_map.measures.recent import recent
from sahel_map.measures.slices import own_slices
from sahel_map.overview import DIRECTIONS, cautions, findings, spans_text
from sahel_map.scenes.parameters import PARAMS
from sahel_map.selection import Selection
from sahel_map.server import lifespan

pytest_plugins = ["recent_fixtures"]

CODES = ["attacks", "deaths", "roads", "sieges", "share", "areas"]


def changed(found, *, before=None, now=None):
    """Return the figures with some values changed."""
    return dataclasses.replace(
        found,
        before=dataclasses.replace(found.before, **(before or {})),
        now=dataclasses.replace(found.now, **(now or {})),
    )


def finding(found, data, code):
    """Return one finding."""
    [mine] = [one for one in findings(found, data) if one.code == code]
    return mine


@pytest.fixture
def many(found):
    """The figures with so many attacks that they can be compared, none over the edge."""
    return changed(
        found,
        before={"attacks": 20, "straddling": 0, "by_region": {"Mopti": 15, "Sikasso": 5}},
        now={"attacks": 30, "straddling": 0, "by_region": {"Mopti": 12, "Sikasso": 18}},
    )


def test_there_is_a_finding_for_each_figure_in_order(found, summer):
    assert [one.code for one in findings(found, summer)] == CODES


def test_every_direction_has_a_sign_and_words_of_its_own():
    assert len({way.sign for way in DIRECTIONS.values()}) == len(DIRECTIONS) == 4
    assert len({way.label for way in DIRECTIONS.values()}) == 4


def test_attacks_say_how_many_and_where_they_changed_most(many, summer):
    attacks = finding(many, summer, "attacks")

    assert (attacks.value, attacks.before, attacks.direction) == ("30", "20", "up")
    assert attacks.reason == "Largest change: Sikasso, from 5 to 18."


def test_fewer_attacks_point_down(many, summer):
    fewer = changed(many, now={"attacks": 19})

    assert finding(fewer, summer, "attacks").direction == "down"


def test_too_few_attacks_have_no_arrow_and_say_why(found, summer):
    attacks = finding(found, summer, "attacks")

    assert attacks.direction == "unclear"
    assert attacks.reason.startswith("Too few to compare.")


def test_attacks_over_the_edge_that_could_turn_the_answer_take_the_arrow(many, summer):
    loose = changed(many, before={"straddling": 10})

    attacks = finding(loose, summer, "attacks")

    assert attacks.direction == "unclear"
    assert "ranges overlap" in attacks.reason
    assert any("reach beyond these days: 0, before 10" in note for note in attacks.notes)


def test_days_without_data_before_take_every_arrow_that_rests_on_events(many, summer):
    cut = changed(many, before={"covered": 12})

    ways = {one.code: one for one in findings(cut, summer)}

    for code in ("attacks", "deaths", "share", "areas"):
        assert ways[code].direction == "unclear", code
    assert "do not cover" in ways["attacks"].reason
    assert any("cover 12 of the 30 days" in text for text in cautions(cut))


@pytest.mark.parametrize(
    ("before", "now", "way", "value"),
    [
        (Deaths(10, 20, True, 0), Deaths(21, 30, True, 0), "up", "21 to 30"),
        (Deaths(21, 30, True, 0), Deaths(10, 20, True, 0), "down", "10 to 20"),
        (Deaths(10, 20, True, 0), Deaths(20, 30, True, 0), "unclear", "20 to 30"),
        (Deaths(10, 20, False, 0), Deaths(90, 99, True, 0), "unclear", "90 to 99"),
        (Deaths(10, 10, True, 0), Deaths(90, 99, False, 0), "up", "90 to 99 or more"),
    ],
)
def test_deaths_have_an_arrow_only_where_their_ranges_lie_apart(
    many, summer, before, now, way, value
):
    deaths = finding(
        changed(many, before={"deaths": before}, now={"deaths": now}), summer, "deaths"
    )

    assert (deaths.direction, deaths.value) == (way, value)
    assert bool(deaths.reason.startswith(("The two", "Some"))) == (way == "unclear")


def test_attacks_of_which_none_has_a_number_are_not_called_deadless(many, summer):
    silent = changed(many, now={"deaths": Deaths(0, 0, True, 30)})

    deaths = finding(silent, summer, "deaths")

    assert (deaths.value, deaths.direction) == ("not reported", "unclear")
    assert any("30 of 30" in note for note in deaths.notes)


def test_deaths_of_different_people_are_told_apart(many, summer):
    whose = {"soldiers_killed": Deaths(6, 10, True, 0), "": Deaths(1, 4, False, 0)}

    notes = finding(changed(many, now={"deaths_by_measure": whose}), summer, "deaths").notes

    assert notes[0] == "Soldiers killed: 6 to 10; Deaths: 1 to 4 or more"


def test_roads_say_which_changed_and_how_many_are_in_each_status(found, summer):
    roads = finding(found, summer, "roads")

    assert (roads.value, roads.before, roads.direction) == ("2 of 3", "1 of 3", "up")
    assert roads.reason == "Changed: North road (open before, now closed) and 1 other."
    assert roads.notes[0] == "31 August 2025: 2 closed and 1 contested"


def test_roads_without_data_take_the_arrow(found, summer):
    unknown = found.before.statuses.replace("open", "no_data")

    roads = finding(changed(found, before={"statuses": unknown}), summer, "roads")

    assert (roads.direction, roads.before) == ("unclear", "1 to 3 of 3")
    assert "2 roads lack data" in roads.reason


def test_sieges_name_the_towns_that_came(found, summer):
    sieges = finding(found, summer, "sieges")

    assert (sieges.value, sieges.before, sieges.direction) == ("1 to 2", "1", "unclear")
    assert "Added: Beta." in sieges.reason


def test_sieges_name_the_towns_that_went_or_are_not_confirmed_any_more(found, summer):
    towns = found.now.towns
    alpha = towns[towns["place"] == "Alpha"].assign(state="unconfirmed")

    sieges = finding(changed(found, before={"towns": towns}, now={"towns": alpha}), summer,
                     "sieges")  # fmt: skip

    assert "No longer confirmed: Alpha." in sieges.reason
    assert "Ended: Beta." in sieges.reason


def test_the_share_says_its_counts_and_both_intervals(found, summer):
    share = finding(found, summer, "share")

    assert (share.value, share.before) == ("67% (2 of 3)", "50% (1 of 2)")
    assert "95% interval 21% to 94%, before 9% to 91%" in share.notes


def test_the_share_has_an_arrow_where_the_intervals_lie_apart(found, summer):
    apart = changed(
        found,
        before={"measured": 100, "inside": 10, "share": Extent(0.05, 0.18)},
        now={"measured": 100, "inside": 40, "share": Extent(0.31, 0.5)},
    )

    assert finding(apart, summer, "share").direction == "up"


def test_without_attacks_there_is_no_share(found, summer):
    none = changed(found, before={"measured": 0, "inside": 0, "share": None})

    share = finding(none, summer, "share")

    assert (share.before, share.direction) == ("no attacks", "unclear")


def test_new_areas_say_where_they_are(found, summer):
    areas = finding(found, summer, "areas")

    assert areas.value == "1 to 2"
    assert "In Koulikoro." in areas.reason


def test_what_the_data_lack_is_left_out(found, summer):
    bare = changed(found, before={"statuses": None, "towns": None},
                   now={"statuses": None, "towns": None})  # fmt: skip

    assert [one.code for one in findings(bare, summer)] == ["attacks", "deaths", "share", "areas"]


def test_the_compared_days_are_said(found):
    assert spans_text(found) == "2–31 August 2025 against 3 July – 1 August 2025, 30 days each."


def test_a_sample_is_called_one(found):
    assert any("not a census" in text for text in cautions(found))
    assert cautions(dataclasses.replace(found, full=True)) == ()


def test_choices_are_values_of_the_view(found, summer):
    for one in findings(found, summer):
        for name, value in one.choices.items():
            assert PARAMS[name].read(PARAMS[name].texts(value)) == value, (one.code, name)


def test_no_choice_is_longer_than_an_address_allows(found, summer):
    assert all(len(str(value)) < 200 for one in findings(found, summer)
               for value in one.choices.values())  # fmt: skip


@pytest.mark.parametrize("days", [30, 90])
def test_the_view_behind_the_attacks_has_as_many_of_them(data, days):
    figures = lifespan.recent(Selection(), Basis(), days)

    attacks = finding(figures, data, "attacks")

    choices = attacks.choices
    behind = Selection(first=choices["from"], last=choices["to"], types=choices["type"])
    assert attacks.value == str(len(behind.outcome(data.events)))


@pytest.mark.parametrize("days", [30, 90])
def test_the_view_behind_the_share_has_the_same_counts(data, days):
    figures = lifespan.recent(Selection(), Basis(), days)

    choices = finding(figures, data, "share").choices

    slices, problems = own_slices(choices["own"], data.days[1])
    assert problems == []
    assert slices[1].slice_id == choices["slice"]
    terms = Terms(choices["group"], choices["southwest"], choices["areas"])
    table = expansion(data, slices, terms).table
    assert list(table["inside"]) == [figures.before.inside, figures.now.inside]
    assert list(table["attacks"]) == [figures.before.measured, figures.now.measured]
    assert list(table["new_areas"]) == [figures.before.new_areas.low, figures.now.new_areas.low]


def test_the_days_that_are_selected_do_not_count():
    narrow = Selection(first=dt.date(2020, 1, 1), last=dt.date(2020, 1, 2))

    assert lifespan.recent(narrow, Basis(), 30) is lifespan.recent(Selection(), Basis(), 30)


def test_events_of_one_day_are_no_span_to_compare_with(data):
    day = pd.Timestamp("2025-09-14")
    events = data.events[(data.events["date_start"] == day) & (data.events["date_end"] == day)]
    one_day = dataclasses.replace(data, events=events)

    figures = recent(one_day, Selection(), 30)

    assert figures.before.covered == 0
    ways = {one.direction for one in findings(figures, one_day) if one.code != "sieges"}
    assert ways == {"unclear"}
