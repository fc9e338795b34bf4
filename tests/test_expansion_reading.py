"""The reading of a slice: whole sentences from the numbers, checked against the ellipsoid."""

import dataclasses
import re

import pytest
from expansion_fixtures import WGS84, Hit, made, spans
from told_fixtures import PLACES, some, told

from sahel_map.expansion_reading import reading
from sahel_map.i18n import activate
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.road_days import road_days
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.vocabulary.expansion import AREAS, SLICINGS

TWO = {"source_ids": "one;south"}
UNCHANGED = "No other precision, source, confidence or definition changes it."
SLICES = spans(
    ("2025-01-05", "2025-01-31"),
    ("2025-02-01", "2025-02-28"),
    ("2025-03-01", "2025-03-31"),
    ("2025-04-01", "2025-04-30"),
    ("2025-05-01", "2025-05-31"),
    ("2026-01-01", "2026-01-31"),
)


def km(region: str, other: tuple[float, float] = BAMAKO) -> str:
    """Return how far the place of a region lies from another."""
    return f"{WGS84.inv(*PLACES[region], *other)[2] / 1000:.0f} km"


@pytest.fixture(scope="module")
def known(data):
    """Attacks from 5 January to 10 May 2025, of which three fit no single month."""
    return told(
        data,
        some("mopti", 20, "2025-01-05", **TWO),
        some("near", 5, "2025-01-20", "Koulikoro", **TWO),
        some("march", 10, "2025-03-10", "Koulikoro", **TWO),
        some("april", 1, "2025-04-12", "Sikasso", **TWO),
        some("may", 1, "2025-05-02", **TWO),
        some("low", 1, "2025-05-10", "Koulikoro", confidence="low", **TWO),
        some("loose", 2, "2025-03-25", "Koulikoro", last="2025-04-05", **TWO),
        some("later", 1, "2025-04-20", last="2025-05-03", **TWO),
    )


@pytest.fixture(scope="module")
def found(known):
    return expansion(known, SLICES)


def test_a_full_slice_is_told_with_counts_arrivals_and_its_middle(known, found):
    texts = reading(found, 0, known)

    assert texts[:5] == [
        "25 attacks are listed, 5 of them in the south-west: 20% (95% interval 9% to 39%).",
        UNCHANGED,
        (
            "First attack listed in Mopti: Attack mopti-0, 5 January 2025, Attack mopti-1, 5"
            " January 2025, Attack mopti-2, 5 January 2025 or 17 others."
        ),
        (
            "First attack listed in Koulikoro: Attack near-0, 20 January 2025, Attack near-1, 20"
            " January 2025, Attack near-2, 20 January 2025 or 2 others."
        ),
        "2 hexagons are reached for the first time in the data.",
    ]
    assert re.fullmatch(
        r"The mean centre of 25 placed attacks lies \d+ km north-east of Bamako\.", texts[5]
    )
    assert texts[6:] == [
        f"The nearest was {km('Koulikoro')} from Bamako, half of them within {km('Mopti')}."
    ]


def test_the_first_slice_is_compared_with_none(known, found):
    texts = " ".join(reading(found, 0, known))

    assert "In “" not in texts
    assert "of the one before" not in texts


def test_an_empty_slice_inside_the_data_lists_no_attack(known, found):
    assert reading(found, 1, known) == ["No attack is listed."]


def test_a_slice_outside_the_data_has_no_count_and_names_the_days_that_have(known, found):
    assert reading(found, 5, known) == [
        "These days lie outside the data, which run from 5 January 2025 to 10 May 2025."
    ]


def test_intervals_that_do_not_overlap_are_told_apart_over_an_empty_slice(known, found):
    texts = reading(found, 2, known)

    assert texts[:4] == [
        "10 attacks are listed, 10 of them in the south-west: 100% (95% interval 72% to 100%).",
        UNCHANGED,
        "In “5–31 January 2025” the share was 20%; the two intervals do not overlap.",
        "2 attacks have imprecise dates that fit no single slice, and are left out.",
    ]
    assert re.fullmatch(r"That is \d+ km west of the one before\.", texts[5])


def test_a_rising_share_whose_interval_overlaps_may_be_chance(data):
    """Of five attacks one lies inside, then three: 4 to 62 and 23 to 88 percent."""
    known = told(
        data,
        some("first", 4, "2025-01-06", **TWO),
        some("first-near", 1, "2025-01-07", "Koulikoro", **TWO),
        some("next", 2, "2025-02-06", **TWO),
        some("next-near", 3, "2025-02-07", "Koulikoro", **TWO),
    )

    assert (
        "In “5–31 January 2025” the share was 20%; the two intervals overlap, so it may be chance."
    ) in reading(expansion(known, SLICES), 1, known)


def test_one_placed_attack_has_a_place_and_no_middle_and_no_median(known, found):
    to_koulikoro = km("Sikasso", PLACES["Koulikoro"])

    assert reading(found, 3, known) == [
        "1 attack is listed, 1 in the south-west: 100% (95% interval 21% to 100%).",
        UNCHANGED,
        "In “1–31 March 2025” the share was the same.",
        "3 attacks have imprecise dates that fit no single slice, and are left out.",
        "First attack listed in Sikasso: Attack april-0, 12 April 2025.",
        "1 hexagon is reached for the first time in the data.",
        f"1 placed attack lies {km('Sikasso')} south-east of Bamako.",
        f"That is {to_koulikoro} south of the one before.",
    ]


def test_a_slice_partly_covered_says_how_much_and_overlaps_may_be_chance(known, found):
    texts = reading(found, 4, known)

    assert texts[:5] == [
        "The data cover 10 of its 31 days.",
        "2 attacks are listed, 1 of them in the south-west: 50% (95% interval 9% to 91%).",
        "The choices put it between 0% (confidence high or better) and 50% (as chosen here).",
        "In “1–30 April 2025” the share was 100%; the two intervals overlap, so it may be chance.",
        "1 attack has an imprecise date that fits no single slice, and is left out.",
    ]


@pytest.mark.parametrize(
    ("areas", "word"),
    [
        ("region", None),
        ("district", "2 districts are"),
        ("hex3", "2 hexagons are"),
        ("hex4", "2 hexagons are"),
    ],
)
def test_areas_reached_first_are_called_what_they_are(known, areas, word):
    events = known.events.assign(admin2_id=known.events["admin1_id"] + "-d")
    data = dataclasses.replace(known, events=events)

    texts = reading(expansion(data, SLICES, Terms(areas=areas)), 0, data)

    reached = [text for text in texts if "for the first time in the data" in text]
    assert reached == ([] if word is None else [f"{word} reached for the first time in the data."])


def test_an_attack_dated_by_its_month_is_not_told_as_that_of_a_day(data):
    known = told(data, [Hit("month", "2025-01-08", *PLACES["Sikasso"], last="2025-01-31")])
    texts = reading(expansion(known, SLICES), 0, known)

    [first] = [text for text in texts if text.startswith("First attack listed in Sikasso")]
    assert "8" in first.split(", ")[-1], first
    assert "31 January 2025" in first


def test_a_source_that_carries_a_slice_alone_is_named(data):
    known = told(data, some("alone", 2, "2025-01-06"))
    undated = dataclasses.replace(known, sources=known.sources.assign(published=""))

    assert reading(expansion(undated, SLICES), 0, undated)[2] == (
        f"{UNCHANGED} Without “News One” nothing would be left."
    )
    assert "one nothing" not in reading(expansion(known, SLICES), 0, known)[2]


def test_without_events_every_slice_says_so(data):
    bare = made(data, Hit("only"))
    bare = dataclasses.replace(bare, events=bare.events.iloc[:0].assign(title="", place=""))
    found = expansion(bare, SLICES)

    assert [reading(found, at, bare) for at in range(6)] == [["There are no events."]] * 6


def test_an_attack_without_a_point_is_counted_and_has_no_middle(data):
    nowhere = [Hit("nowhere", "2025-01-06", None, None, geo_precision="country", **TWO)]
    known = told(data, nowhere, some("end", 1, "2025-03-01", **TWO))

    assert reading(expansion(known, SLICES), 0, known) == [
        "The data cover 26 of its 27 days.",
        "1 attack is listed, 0 in the south-west: 0% (95% interval 0% to 79%).",
        UNCHANGED,
    ]


def test_gateways_are_told_where_roads_are_known(data):
    slices, _ = slices_of(data, Cutting("phase"))
    roads = road_days(data.verified(), data.roads)
    found = expansion(data, slices, roads=roads)

    texts = reading(found, 4, data)
    row = found.exposure.iloc[4]
    closed = round(row["closed"] + row["escort_only"], 1)
    assert texts[-1] == (
        f"On a mean day {closed:g} of Bamako's {row['gateways']:g} gateways were closed or open to"
        " convoys alone."
    )
    assert not any("gateways" in text for text in reading(expansion(data, slices), 4, data))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("by", [by for by in SLICINGS if by != "own"])
def test_no_sentence_of_the_bundled_data_lacks_a_word(data, by, language):
    activate(language)
    slices, _ = slices_of(data, Cutting(by))
    roads = road_days(data.verified(), data.roads)
    for terms in (Terms(), Terms(group="all", areas=list(AREAS)[1], weight="deaths", floor="high")):
        found = expansion(data, slices, terms, roads=roads)
        for at in range(len(slices)):
            texts = reading(found, at, data)
            assert texts
            for text in texts:
                assert not re.search(r"\bnan\b|None(?! of )|<NA>|[{}]|  |\bNaT\b", text), text
                assert text.endswith("."), text
                assert text == text.strip()
