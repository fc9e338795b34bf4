"""Facts of the roads in words: no more precise than they are known, and who says them."""

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest

from sahel_map import vocabulary as v
from sahel_map.i18n import activate
from sahel_map.measures.gateways import Approach, Exposure
from sahel_map.measures.road_days import road_days
from sahel_map.measures.status import REASONS
from sahel_map.road_wording import (
    about_day_text,
    approaches_text,
    exposure_text,
    gateways_text,
    length_text,
    reason_text,
    share_text,
    spell_name,
    spell_text,
)

OUT_OF_DATE = "an earlier blockade (Ban on river traffic) is not confirmed after 20 July 2025"
IN_WORDS = {
    "enforced_attack": "blockade enforced by JNIM; last attack 3 days before",
    "nothing_passes": "by the sources nothing passes (Siege of a town: West Town)",
    "enforced": "blockade enforced by JNIM; last attack 3 days before",
    "eased": "blockade by JNIM partly eased; last attack 3 days before",
    "only_convoys": "by the sources only convoys pass (Siege of a town: West Town)",
    "declared": "blockade by JNIM declared or disputed, not shown to be enforced",
    "touched": "touched by another measure (Siege of a town: West Town)",
    "recent_attack": "last attack 3 days before",
    "lit_share": "12% of its length had an attack nearby within 90 days",
    "out_of_date": OUT_OF_DATE,
    "clear": "no blockade and no attack within 30 days in these events",
    "no_events": "no event recorded in its countries within 30 days",
    "outside": "outside the days with event data",
}
BY_SPELL = {
    "enforced_attack", "nothing_passes", "enforced", "eased", "only_convoys", "declared", "touched"
}  # fmt: skip


def state(reason, *, days=3, stale=""):
    """Return the status of a road on a day, by the siege of West Town where a spell decides."""
    return SimpleNamespace(
        reason=reason,
        spell_id="west-siege" if reason in BY_SPELL else "",
        stale_spell_id="river-ban" if reason == "out_of_date" else stale,
        days_since=days,
        lit_share=0.123,
    )


@pytest.mark.parametrize("reason", list(REASONS))
def test_every_reason_is_told_in_words(evidence, reason):
    assert reason_text(state(reason), evidence.roads) == IN_WORDS[reason]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "last attack on this day"),
        (1, "last attack 1 day before"),
        (2, "last attack 2 days before"),
        (1200, "last attack 1,200 days before"),
    ],
)
def test_the_last_attack_is_counted_in_days(evidence, days, words):
    assert reason_text(state("recent_attack", days=days), evidence.roads) == words


def test_a_blockade_without_any_attack_on_record_speaks_of_none(evidence):
    words = [reason_text(state(r, days=pd.NA), evidence.roads) for r in ("enforced", "eased")]

    assert words == ["blockade enforced by JNIM", "blockade by JNIM partly eased"]


def test_a_blockade_that_nobody_confirms_is_added_but_not_outside_the_data(evidence):
    clear, outside = (
        reason_text(state(reason, stale="river-ban"), evidence.roads)
        for reason in ("clear", "outside")
    )

    assert clear == f"{IN_WORDS['clear']}; {OUT_OF_DATE}"
    assert outside == IN_WORDS["outside"]


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("recent_attack", "dernière attaque 3 jours plus tôt"),
        ("enforced", "blocus appliqué, auteur\u00a0: JNIM\u202f; dernière attaque"),
    ],
)
def test_reasons_are_told_in_french(evidence, reason, words):
    activate("fr")
    text = reason_text(state(reason), evidence.roads)

    assert text.startswith(words)


def test_every_status_of_the_bundled_roads_has_its_reason_in_words(data):
    found = road_days(data.verified(), data.roads)
    days = [dt.date(2025, month, 20) for month in range(1, 13)]

    for language in ("en", "fr"):
        activate(language)
        for day in days:
            texts = [reason_text(row, data.roads) for row in found.on(day).itertuples()]
            assert all(texts)
            assert "{" not in "".join(texts)


@pytest.mark.parametrize(
    ("precision", "words"),
    [
        ("day", "14 July 2025"),
        ("week", "around 14 July 2025"),
        ("month", "July 2025"),
        ("quarter", "around July 2025"),
        ("year", "2025"),
        ("unknown", "14 July 2025, precision not known"),
    ],
)
def test_a_day_is_told_no_more_precisely_than_it_is_known(precision, words):
    assert about_day_text(pd.Timestamp("2025-07-14"), precision) == words


def test_every_precision_of_the_vocabulary_has_words_of_its_own():
    day = pd.Timestamp("2025-07-14")
    words = {about_day_text(day, precision) for precision in v.SPELL_PRECISION}

    assert len(words) == len(v.SPELL_PRECISION)


def test_a_missing_day_is_said_to_be_missing():
    assert about_day_text(pd.NaT, "day") == "date not known"


def test_a_week_is_told_in_french():
    activate("fr")

    assert about_day_text(pd.Timestamp("2025-07-14"), "week") == "14 juillet 2025 environ"


@pytest.mark.parametrize(
    ("spell_id", "words"),
    [
        ("west-siege", "1 July 2025 – no end known, last confirmed 20 August 2025"),
        ("east-checkpoints", "around 10 July 2025 – August 2025"),
        ("fuel-ban", "1 September 2025 – 5 September 2025"),
        ("river-ban", "July 2025 – no end known, last confirmed 20 July 2025"),
    ],
)
def test_a_spell_runs_to_its_end_or_to_the_last_word_of_it(evidence, spell_id, words):
    assert spell_text(evidence.roads.blockades.loc[spell_id]) == words


def test_a_spell_is_named_by_kind_and_place_where_it_has_one(evidence):
    names = [spell_name(evidence.roads.blockades.loc[s]) for s in ("west-siege", "river-ban")]

    assert names == ["Siege of a town: West Town", "Ban on river traffic"]


@pytest.mark.parametrize(
    ("low", "high", "open_ended", "number"),
    [(30, 40, False, "30 to 40"), (30, 30, False, "30"), (30, 40, True, "30 to 40 or more")],
)
def test_exposed_trade_is_a_range_of_shares_with_the_roads_they_are_of(
    evidence, low, high, open_ended, number
):
    exposure = Exposure(low, high, open_ended, ("west_east", "north_river"), ())

    assert exposure_text(exposure, evidence.roads) == (
        f"Trade exposed, by shares that sources dispute: {number} percent (East road and River)"
    )


@pytest.mark.parametrize(
    ("unstated", "words"),
    [
        (("north_river",), "; 1 such road has no stated share"),
        (("north_river", "middle_gourma"), "; 2 such roads have no stated share"),
    ],
)
def test_roads_without_a_stated_share_are_counted(evidence, unstated, words):
    exposure = Exposure(40, 40, open_ended=False, roads=("west_east",), unstated=unstated)

    assert exposure_text(exposure, evidence.roads).endswith(words)


def test_without_any_stated_share_no_number_is_given(evidence):
    exposure = Exposure(0, 0, open_ended=False, roads=(), unstated=("north_river",))

    assert exposure_text(exposure, evidence.roads) == (
        "Trade exposed: no share is stated for any closed or escorted road"
    )


@pytest.mark.parametrize(
    ("counts", "total", "parts"),
    [
        ({"closed": 3, "escort_only": 0, "contested": 5, "open": 3}, 11, {"closed": 3, "open": 3}),
        ({"closed": 1, "no_data": 10}, 11, {"closed": 1, "no data": 10}),
    ],
)
def test_gateways_are_told_with_their_sum_and_without_empty_statuses(counts, total, parts):
    text = gateways_text(counts)

    assert text.startswith(f"{total} roads feed Bamako")
    assert all(f"{status}: {n}" in text for status, n in parts.items())
    assert "escort only" not in text


def test_a_single_gateway_is_in_the_singular():
    assert gateways_text({"open": 1}) == "1 road feeds Bamako (open: 1)"


def test_approaches_are_counted_quiet_of_all():
    found = [Approach(name, name, name == "a", "", None) for name in "abc"]

    assert approaches_text(found) == "1 of 3 approaches without an attack within 30 days"


def test_a_length_is_stated_or_said_to_be_estimated(evidence):
    lengths = [length_text(row) for row in evidence.roads.corridors.itertuples()]

    assert lengths == ["115 km by road", "about 180 km, estimated from the line", "90 km by road"]


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words"),
    [
        (40, 40, "", "40% of trade"),
        (40, 60, "", "40 to 60% of trade"),
        (40, 40, "nearly", "nearly 40% of trade"),
    ],
)
def test_a_share_keeps_the_hedge_of_its_source(low, high, qualifier, words):
    share = SimpleNamespace(low=low, high=high, qualifier=qualifier, share_of="trade")

    assert share_text(share) == words
