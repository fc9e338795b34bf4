"""Which events are attacks, what each weighs, how far it is from Bamako, and on whom it rests."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from expansion_fixtures import WGS84, Hit, attacks_of, in_plane, make_hits

from sahel_map import vocabulary as v
from sahel_map.measures.attacks import (
    BAMAKO,
    NOBODY,
    attacks_in,
    attributed,
    only_ones,
    to_bamako_km,
)
from sahel_map.measures.sourcing import voices


def ids(attacks) -> list[str]:
    return list(attacks.frame.index)


def rests_on(*texts: str, told: dict[str, list[str]] | None = None) -> list[str | None]:
    """Return the single source, or voice, on which each event rests."""
    listed = pd.Series(list(texts), index=[f"e{n}" for n in range(len(texts))], dtype=str)
    codes, names = only_ones(listed, None if told is None else pd.Series(told))
    return [names[code] if code != NOBODY else None for code in codes]


@pytest.mark.parametrize("category", list(v.CATEGORIES))
def test_only_violence_is_an_attack(category):
    expected = ["hit"] if category in ("assault", "road", "remote", "people", "site") else []

    assert ids(attacks_of(Hit("hit", category=category))) == expected


def test_only_attacks_of_the_country_and_by_the_group_count():
    hits = (
        Hit("mine"),
        Hit("abroad", country="BFA"),
        Hit("others", actor_groups=("isgs",)),
        Hit("both", actor_groups=("isgs", "jnim")),
        Hit("nobody", actor_groups=()),
    )

    assert ids(attacks_of(*hits)) == ["mine", "both"]
    assert ids(attacks_of(*hits, group="isgs")) == ["others", "both"]
    assert ids(attacks_of(*hits, group="all")) == ["mine", "others", "both", "nobody"]
    assert ids(attacks_of(*hits, country="BFA")) == ["abroad"]


def test_an_actor_whose_code_is_part_of_another_is_not_taken_for_it():
    events = make_hits(Hit("other", actor_groups=("state_other",)), Hit("none", actor_groups=()))

    assert attributed(events, "state").tolist() == [False, False]
    assert attributed(events, "state_other").tolist() == [True, False]


def test_unverified_leads_stay_in():
    assert ids(attacks_of(Hit("lead", confidence="unverified"), Hit("sure"))) == ["lead", "sure"]


def test_attacks_stand_in_the_order_of_their_last_and_then_their_first_days():
    attacks = attacks_of(
        Hit("month", "2025-07-01", last="2025-07-31"),
        Hit("late", "2025-08-01"),
        Hit("day", "2025-07-31"),
        Hit("mid", "2025-07-15"),
        Hit("again", "2025-07-31"),
    )

    assert ids(attacks) == ["mid", "month", "day", "again", "late"]
    assert attacks.start.astype(str).tolist()[:3] == ["2025-07-15", "2025-07-01", "2025-07-31"]
    assert attacks.end.astype(str).tolist()[:3] == ["2025-07-15", "2025-07-31", "2025-07-31"]
    assert len(attacks) == 5


@pytest.mark.parametrize("precision", list(v.GEO_PRECISION))
def test_an_attack_is_placed_where_its_place_is_known_well_enough(precision):
    attacks = attacks_of(Hit("hit", geo_precision=precision))

    known = precision in ("exact", "town", "near")
    assert attacks.placed.tolist() == [known]
    assert np.isfinite(attacks.x).tolist() == [known]
    assert np.isfinite(attacks.y).tolist() == [known]
    assert np.isfinite(attacks.bamako_km).tolist() == [known]


def test_an_attack_without_a_point_is_not_placed_whatever_its_precision():
    assert attacks_of(Hit("hit", lon=None, lat=None)).placed.tolist() == [False]


def test_places_are_metres_in_the_plane_of_the_centres():
    attacks = attacks_of(in_plane("hit", -300, 120), Hit("middle", lon=-4.0, lat=15.0))

    assert attacks.x.tolist() == pytest.approx([-300_000, 0], abs=0.01)
    assert attacks.y.tolist() == pytest.approx([120_000, 0], abs=0.01)


def test_each_attack_weighs_the_same_or_its_lowest_number_of_deaths():
    hits = Hit("many", deaths=12), Hit("none", deaths=0), Hit("unknown")

    assert attacks_of(*hits).weight.tolist() == [1, 1, 1]
    assert attacks_of(*hits, weight="deaths").weight.tolist() == [12, 0, 0]


def test_a_part_keeps_what_belongs_to_each_attack():
    attacks = attacks_of(
        in_plane("a", 10, 20, deaths=1), Hit("b", lat=None, lon=None, deaths=2),
        in_plane("c", 30, 40, deaths=3), weight="deaths",
    )  # fmt: skip

    part = attacks.only(np.array([False, True, True]))

    assert ids(part) == ["b", "c"]
    assert len(part) == 2
    assert part.placed.tolist() == [False, True]
    assert part.weight.tolist() == [2, 3]
    assert part.x.tolist() == pytest.approx([np.nan, 30_000], abs=0.01, nan_ok=True)
    assert ids(attacks) == ["a", "b", "c"]


def test_no_events_are_no_attacks():
    attacks = attacks_of()

    assert len(attacks) == 0
    assert [len(a) for a in (attacks.x, attacks.placed, attacks.bamako_km, attacks.weight)] == [
        0
    ] * 4


def test_measuring_does_not_change_the_events(data):
    before = data.events.copy()

    attacks_in(data.events, weight="deaths")

    pd.testing.assert_frame_equal(pd.DataFrame(data.events), pd.DataFrame(before))


def test_bamako_is_where_the_gazetteer_has_it(data):
    row = data.places.loc["bamako"]

    assert str(row["geonames_id"]) == "2460596"
    assert pytest.approx((float(row["lon"]), float(row["lat"])), abs=1e-5) == BAMAKO


def test_distances_are_those_of_the_ellipsoid():
    lon, lat = np.array([-11.44, BAMAKO[0], 0.0]), np.array([14.45, BAMAKO[1], 16.27])

    wanted = [WGS84.inv(*BAMAKO, x, y)[2] / 1000 for x, y in zip(lon, lat, strict=True)]
    assert to_bamako_km(lon, lat).tolist() == pytest.approx(wanted, abs=1e-6)
    # A degree of latitude about Bamako is 110.6 km.
    assert to_bamako_km(BAMAKO[0], BAMAKO[1] + 1) == pytest.approx(110.6, abs=0.1)


def test_what_has_no_place_has_no_distance():
    far = to_bamako_km(np.array([np.nan, -8.0, -8.0]), np.array([12.0, np.nan, 12.65]))

    assert np.isnan(far).tolist() == [True, True, False]
    assert len(to_bamako_km(np.array([]), np.array([]))) == 0


def test_an_event_rests_on_one_document_where_it_cites_a_single_one():
    assert rests_on("a", "a;b", "b", " b ; ", "a;a") == ["a", None, "b", "b", "a"]


def test_where_every_event_has_two_documents_none_rests_on_one():
    assert rests_on("a;b", "b;c") == [None, None]


def test_no_events_rest_on_no_document():
    assert rests_on() == []


def test_documents_of_one_publisher_are_one_voice():
    told = {"a": ["Press"], "b": ["Press"], "c": ["Other"]}

    assert rests_on("a;b", "a;c", "c", "a", told=told) == ["Press", None, "Other", "Press"]


def test_a_document_that_repeats_two_voices_rests_on_neither_alone():
    told = {"a": ["AFP", "Reuters"], "b": ["AFP"]}

    assert rests_on("a", "b", "a;b", told=told) == [None, "AFP", None]


def test_a_document_that_repeats_another_voice_is_that_voice(evidence):
    """``news-two`` names News One as its origin."""
    codes, names = only_ones(
        pd.Series(["news-one;news-two", "news-late;news-two"]), voices(evidence)
    )

    assert [names[code] if code != NOBODY else None for code in codes] == ["News One", None]


def test_a_cited_source_that_is_not_usable_is_no_voice(evidence):
    """An event keeps naming a source whose own row is broken, next to a usable one."""
    sources = evidence.sources.drop(index="news-late")
    told = voices(dataclasses.replace(evidence, sources=sources))

    codes, names = only_ones(pd.Series(["news-one;news-late", "news-one"]), told)

    assert [names[code] for code in codes] == ["News One", "News One"]
