"""Questions whose answers are known: of data made for them, and of the bundled ones, anew."""

import dataclasses

import pytest
from expansion_fixtures import WGS84, Hit, spans
from told_fixtures import PLACES, some, told

from sahel_map.expansion_questions import questions
from sahel_map.expansion_wording import slice_name
from sahel_map.measures.attacks import BAMAKO
from sahel_map.measures.expansion import expansion

SLICES = spans(
    ("2025-01-01", "2025-01-31"),
    ("2025-02-01", "2025-04-30"),
    ("2025-05-01", "2025-05-31"),
    ("2025-06-01", "2025-06-30"),
)
A, B, C, D = (slice_name(cut) for cut in SLICES)
CODES = [
    "last-region", "largest-share", "fastest", "densest", "moved", "nearest", "rests", "straddling",
]  # fmt: skip
TWO = {"source_ids": "one;south"}
GROUPS = {
    "mopti": some("mopti", 8, "2025-01-01", **TWO),
    "near": some("near", 1, "2025-01-20", "Koulikoro", **TWO),
    "spring": some("spring", 12, "2025-02-10", **TWO),
    "segou": some("segou", 3, "2025-03-10", "Ségou", **TWO),
    "rain": some("rain", 4, "2025-05-10", "Koulikoro", **TWO),
    "weak": some("weak", 4, "2025-05-11", "Koulikoro", confidence="low", **TWO),
    "centre": some("centre", 2, "2025-05-12", **TWO),
    "bamako": some("bamako", 1, "2025-06-02", "Bamako", **TWO),
    "sikasso": some("sikasso", 2, "2025-06-20", "Sikasso", **TWO),
    "loose": [Hit("loose", "2025-05-25", *PLACES["Mopti"], last="2025-06-30", **TWO)],
}


def asked(data, slices=SLICES, **changed):
    """Return the questions by their code, of the attacks above with some of them replaced."""
    groups = (GROUPS | changed).values()
    known = told(data, *groups)
    return {question.code: question for question in questions(expansion(known, slices), known)}


def right(question) -> str:
    return question.options[question.answer]


def sound(question) -> None:
    """Check what holds of every question."""
    assert 2 <= len(question.options) <= 4, question
    assert len(set(question.options)) == len(question.options), question
    assert 0 <= question.answer < len(question.options), question
    assert question.text.endswith("?"), question
    for text in (question.text, question.why, *question.options):
        assert text.strip() == text != ""
        assert not any(word in text for word in ("nan", "None", "<NA>", "{", "}", "  ")), text


@pytest.fixture(scope="module")
def known(data):
    return asked(data)


def test_data_made_for_it_give_all_eight_questions_in_order(known):
    assert list(known) == CODES
    for question in known.values():
        sound(question)


def test_the_last_region_reached_is_asked_for_with_its_first_attack(known):
    question = known["last-region"]

    assert question.text == "In which slice does the first listed attack in Sikasso fall?"
    assert (question.options, right(question)) == ((A, B, C, D), D)
    assert question.why == (
        "Attack sikasso-0, 20 June 2025. It is the first attack in Sikasso among the loaded"
        " events; earlier ones that nobody listed would change the answer."
    )
    assert question.event_ids == ("sikasso-0", "sikasso-1")


def test_the_largest_share_is_asked_for_among_slices_with_five_attacks(known):
    """Of three attacks in June all lie in the south-west: too few. May has 8 in 10."""
    question = known["largest-share"]

    assert question.text == (
        "Of the slices with at least 5 attacks, which has the largest share in the south-west?"
    )
    assert (question.options, right(question)) == ((A, B, C), C)
    assert question.why == (
        "80% (95% interval 49% to 94%) here, 11% (95% interval 2% to 43%) in"
        f" “{A}”. The two intervals do not overlap."
    )


def test_intervals_of_the_two_largest_shares_that_overlap_are_said_to(data):
    question = asked(data, near=some("near", 9, "2025-01-20", "Koulikoro"))["largest-share"]

    assert right(question) == C
    assert question.why.endswith(
        "The two intervals overlap: chance alone may have made the difference."
    )


def test_the_busiest_slice_is_that_with_the_most_attacks_for_its_days(known):
    """February to April has 15 in 89 days, January 9 and May 10 in 31."""
    question = known["fastest"]

    assert question.text == (
        "Slices differ in length. Of those with at least 30 days of data, which had the most"
        " attacks for its days?"
    )
    assert right(question) == C
    assert {A, B, C} <= set(question.options)
    assert question.why == (
        f"9.7 for every 30 days. Of these slices “{B}” has the most attacks, 15: a longer slice"
        " holds more without being busier."
    )


def test_the_slice_with_the_most_attacks_takes_the_place_of_no_other_option(known):
    assert known["fastest"].options == (A, B, C, D)


def test_a_busiest_slice_that_also_holds_the_most_attacks_is_said_to(data):
    question = asked(data, spring=[])["fastest"]

    assert question.why == ("9.7 for every 30 days; it also holds the most attacks, 10.")


def test_the_densest_region_is_not_the_one_with_the_most_attacks(known, data):
    area = data.admin1.set_index("name")["area_km2"]
    question = known["densest"]

    assert question.options == ("Bamako", "Koulikoro", "Mopti", "Ségou")
    assert right(question) == "Bamako"
    density = 10_000 / area["Bamako"]
    assert question.why == f"{density:.1f} per 10,000 km². Mopti has the most attacks, 22."


def test_the_longest_step_of_the_mean_centre_is_asked_for(known):
    question = known["moved"]

    assert question.text == f"How far is the mean centre of “{C}” from that of “{B}”?"
    assert len(question.options) == 4
    assert question.answer == 2
    assert question.why.endswith("The earlier one rests on 15 placed attacks.")


def test_the_step_between_two_places_is_that_of_the_ellipsoid(data):
    groups = {name: [] for name in GROUPS} | {
        "first": some("first", 1, "2025-01-02", "Gao"),
        "second": some("second", 5, "2025-02-02", "Sikasso"),
    }
    question = asked(data, **groups)["moved"]

    km = WGS84.inv(*PLACES["Gao"], *PLACES["Sikasso"])[2] / 1000
    assert right(question) == f"{km:,.0f} km"
    assert question.why == (
        "Along the ground between the two centres. The earlier one rests on 1 placed attack, so a"
        " single event more would move it."
    )


def test_the_attack_nearest_to_bamako_is_asked_for(known):
    question = known["nearest"]
    km = WGS84.inv(*PLACES["Bamako"], *BAMAKO)[2] / 1000

    assert (right(question), question.event_ids) == (D, ("bamako-0",))
    assert question.why.startswith(f"Attack bamako-0: {km:.0f} km from the middle of Bamako,")


def test_the_share_that_hangs_most_on_a_choice_is_asked_for(known):
    """Without attacks of low confidence 4 of 6 in May lie inside; with Ségou 3 of 15 in spring."""
    question = known["rests"]

    assert question.text == (
        f"How large is the share of “{B}” under another choice: south-west taken as Kayes,"
        " Koulikoro, Sikasso, Bamako and Ségou?"
    )
    assert right(question) == "20%"
    assert question.why.startswith("0% with the choices made here, 20% under that one.")


def test_an_attack_that_fits_no_slice_is_asked_for(known):
    question = known["straddling"]

    assert question.text == (
        "“Attack loose” is dated no closer than 25 May 2025 to 30 June 2025. Where is it counted?"
    )
    assert right(question) == "In no slice; it is counted beside them"
    assert question.event_ids == ("loose",)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        # Everything in the south-west is gone, so none of its regions is the last.
        (
            "last-region",
            {name: [] for name in ("near", "rain", "weak", "bamako", "sikasso")},
        ),
        # January has 8 in 10, too. Shares that read the same are a tie as well.
        (
            "largest-share",
            {
                "mopti": some("mopti", 2, "2025-01-01"),
                "near": some("near", 8, "2025-01-20", "Koulikoro"),
            },
        ),
        (
            "largest-share",
            {
                "mopti": some("mopti", 40, "2025-01-01"),
                "near": some("near", 159, "2025-01-20", "Koulikoro"),
            },
        ),
        # Bamako is hit in January already.
        ("nearest", {"near": some("near", 1, "2025-01-20", "Bamako", **TWO)}),
        # All dates are of a day.
        ("straddling", {"loose": []}),
    ],
)
def test_a_tie_or_too_little_drops_the_question_alone(data, code, changed):
    found = asked(data, **changed)

    assert code not in found
    assert len(found) >= 5
    for question in found.values():
        sound(question)


def test_two_slices_as_busy_as_each_other_drop_the_question(data):
    """January and May have 31 days each, all of them with data, and ten attacks."""
    assert "fastest" not in asked(data, mopti=some("mopti", 9, "2025-01-01", **TWO))


def test_too_few_attacks_drop_the_questions_about_shares_and_centres(data):
    groups = {name: hits[:1] for name, hits in GROUPS.items()}
    found = asked(data, **groups)

    assert list(found) == ["last-region", "fastest", "densest", "nearest", "straddling"]


def test_a_centre_that_never_moves_asks_for_no_distance(data):
    groups = {name: [] for name in GROUPS} | {
        "first": some("first", 5, "2025-01-02"),
        "second": some("second", 6, "2025-02-02"),
    }

    for question in asked(data, **groups).values():
        sound(question)


def test_a_share_that_moves_by_less_than_a_percent_is_not_asked_for(data):
    """Of 400 attacks 200 lie inside, and 201 with the one in Ségou: 50 percent both."""
    groups = {name: [] for name in GROUPS} | {
        "inside": some("inside", 200, "2025-01-02", "Koulikoro", **TWO),
        "outside": some("outside", 199, "2025-01-03", **TWO),
        "segou": some("segou", 1, "2025-01-04", "Ségou", **TWO),
    }

    for question in asked(data, **groups).values():
        sound(question)


def test_a_slice_too_short_for_a_rate_is_left_out_and_the_question_says_so(data):
    """Ten days with 50 attacks: the slices that are asked about are the longer ones."""
    slices = spans(("2025-01-01", "2025-01-10"), ("2025-01-11", "2025-04-30"), ("2025-05-01",
                   "2025-06-30"))  # fmt: skip
    found = asked(data, slices, mopti=some("mopti", 50, "2025-01-01", **TWO))

    question = found["fastest"]
    assert "at least 30 days of data" in question.text
    assert "1–10 January 2025" not in question.options
    assert "Of these slices" in question.why


def test_without_slices_or_attacks_nothing_is_asked(data):
    known = told(data, *GROUPS.values())
    bare = dataclasses.replace(known, events=known.events.iloc[:0])

    assert questions(expansion(known, ()), known) == []
    assert questions(expansion(bare, SLICES), bare) == []
    assert questions(expansion(known, spans(("2031-01-01", "2031-12-31"))), known) == []
