"""The last days against as many before, worked out by hand."""

import dataclasses
import datetime as dt
import math

import pytest
from recent_rows import ATTACKS, with_attacks

from sahel_map.measures.extents import Extent, direction, few
from sahel_map.measures.recent import besieged, recent, restricted_roads, spans_of
from sahel_map.selection import Selection

pytest_plugins = ["recent_fixtures"]


def wilson(part, whole, z=1.959964):
    """The interval as Wilson's quadratic has it: (p - q)^2 = z^2 q (1 - q) / n, solved for q."""
    p = part / whole
    a, b, c = 1 + z**2 / whole, -(2 * p + z**2 / whole), p**2
    root = math.sqrt(b**2 - 4 * a * c)
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


@pytest.mark.parametrize("days", [30, 90])
def test_spans_have_the_same_length_and_leave_no_day_between(days):
    before, now = spans_of(dt.date(2026, 3, 1), days)

    assert now.last == dt.date(2026, 3, 1)
    assert [(cut.last - cut.first).days + 1 for cut in (before, now)] == [days, days]
    assert before.last + dt.timedelta(days=1) == now.first


@pytest.mark.parametrize(
    ("before", "now", "wanted"),
    [
        (Extent(1, 3), Extent(4, 9), "up"),
        (Extent(4, 9), Extent(1, 3), "down"),
        (Extent(1, 4), Extent(4, 9), "unclear"),
        (Extent(4, 4), Extent(4, 4), "same"),
        (Extent(4, 5), Extent(4, 5), "unclear"),
        (Extent(1, None), Extent(50, 60), "unclear"),
        (Extent(1, 3), Extent(50, None), "up"),
        (Extent(50, None), Extent(1, 3), "down"),
    ],
)
def test_a_figure_goes_up_or_down_only_where_the_ranges_lie_apart(before, now, wanted):
    assert direction(before, now) == wanted


@pytest.mark.parametrize(
    ("before", "now", "wanted"), [(2, 5, True), (3, 5, False), (2, 6, False), (0, 0, True)]
)
def test_few_are_at_most_two_before_and_five_now(before, now, wanted):
    assert few(before, now) is wanted


def test_attacks_are_counted_where_their_whole_interval_lies_in_the_days(found):
    assert (found.before.attacks, found.now.attacks) == (2, 3)


def test_an_attack_over_the_edge_is_told_for_both_spans_and_counted_for_none(found):
    assert (found.before.straddling, found.now.straddling) == (1, 1)
    assert found.now.listed == Extent(3, 4)


def test_leads_are_hidden_and_those_after_the_last_day_are_not_in_the_span(found, summer):
    assert found.now.leads_hidden == 1
    assert found.later == 0
    assert recent(summer, Selection(confidence="unverified"), 30).later == 1


def test_the_types_are_those_that_occur_in_the_order_of_the_vocabulary(found):
    assert found.now.types == ("armed_attack", "ambush")


def test_deaths_are_summed_as_ranges_and_those_without_a_number_are_told(found):
    now, before = found.now.deaths, found.before.deaths

    assert (now.low, now.known, now.limited, now.unnumbered) == (2 + 3, 5 + 3, False, 1)
    assert (before.low, before.known, before.limited, before.unnumbered) == (0, 4, True, 1)
    assert found.now.deaths_by_region == {"Sikasso": 2, "Mopti": 3}


def test_deaths_are_told_apart_by_whom_they_count(summer):
    whose = summer.events["fatalities_measure"].mask(
        summer.events.index == "first-now", "soldiers_killed"
    )
    told = dataclasses.replace(summer, events=summer.events.assign(fatalities_measure=whose))

    parts = recent(told, Selection(), 30).now.deaths_by_measure

    assert {name: (part.low, part.known) for name, part in parts.items()} == {
        "soldiers_killed": (2, 5),
        "people_killed": (3, 3),
    }


def test_the_share_in_the_southwest_has_its_counts_and_wilson_interval(found):
    assert (found.before.inside, found.before.measured) == (1, 2)
    assert (found.now.inside, found.now.measured) == (2, 3)
    low, high = wilson(2, 3)
    assert found.now.share.low == pytest.approx(low, abs=1e-6)
    assert found.now.share.high == pytest.approx(high, abs=1e-6)
    assert found.now.inside_by_region == {"Sikasso": 1, "Koulikoro": 1}


def test_an_area_is_new_where_its_first_day_lies_and_may_be_where_that_is_not_known(found):
    # Koulikoro's is new now; Sikasso's was before; Gao's lies over the edge; Mopti's is older.
    assert found.now.new_areas == Extent(1, 2)
    assert found.before.new_areas == Extent(1, 2)
    assert found.now.new_by_region == {"Koulikoro": 1}


def test_towns_under_siege_run_from_the_confirmed_to_the_possible(found):
    assert besieged(found.before.towns) == Extent(1, 1)
    assert besieged(found.now.towns) == Extent(1, 2)


def test_roads_are_those_of_the_last_day_of_each_span(found):
    assert restricted_roads(found.before.statuses) == Extent(1, 1)
    assert restricted_roads(found.now.statuses) == Extent(2, 2)


def test_a_road_without_data_may_be_closed(found):
    statuses = found.now.statuses.replace("contested", "no_data")

    assert restricted_roads(statuses) == Extent(2, 3)


def test_the_selection_chooses_attacks_and_deaths_but_not_the_share(summer, found):
    chosen = recent(summer, Selection(regions=("Mopti",), types=("ambush", "local_agreement")), 30)

    assert (chosen.before.attacks, chosen.now.attacks) == (0, 1)
    assert chosen.now.deaths.low == 3
    assert (chosen.now.inside, chosen.now.measured) == (found.now.inside, found.now.measured)


def test_types_that_are_no_attacks_leave_none(summer):
    chosen = recent(summer, Selection(types=("blockade_declared",)), 30)

    assert (chosen.now.attacks, chosen.now.straddling, chosen.now.types) == (0, 0, ())


def test_days_before_the_data_begin_are_not_covered(data):
    late = with_attacks(data, *[hit for hit in ATTACKS if hit.day >= "2025-08-01"])

    figures = recent(late, Selection(), 30)

    assert (figures.before.covered, figures.before.whole) == (1, False)
    assert figures.now.whole


def test_regions_that_no_attack_lies_in_are_not_told_of(summer):
    regions = summer.events["admin1"].astype("category").cat.add_categories(["Elsewhere"])
    many = dataclasses.replace(summer, events=summer.events.assign(admin1=regions))

    now = recent(many, Selection(), 30).now

    assert now.by_region == {"Sikasso": 1, "Koulikoro": 1, "Mopti": 1}
    assert "Elsewhere" not in {**now.deaths_by_region, **now.new_by_region}


def test_leads_alone_give_no_figures(data):
    leads = [hit for hit in ATTACKS if hit.confidence == "unverified"]

    assert recent(with_attacks(data, *leads), Selection(), 30) is None


def test_a_selection_is_asked_for_where_an_asker_is_given(summer):
    asked = []

    def ask(wanted):
        asked.append((wanted.first, wanted.last))
        return wanted.outcome(summer.events)

    recent(summer, Selection(), 30, ask=ask)

    day = dt.date.fromisoformat
    assert asked[:2] == [
        (day("2025-07-03"), day("2025-08-01")),
        (day("2025-08-02"), day("2025-08-31")),
    ]
