"""What a briefing names and the data no longer have is listed, and the rest opens."""

import dataclasses
import json

import pytest

from sahel_map.briefing import Briefing, Frozen, Kept, Step, missing, read_briefing, write_briefing
from sahel_map.errors import BriefingError
from sahel_map.scenes import Scene

pytest_plugins = ["dataset_fixtures"]


def story(page="attacks", **choices) -> Briefing:
    """Return a briefing of one step."""
    return Briefing("Story", Frozen("1"), (Step(Scene.read(page, choices), "A"),))


@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("attacks", {"event": ["2025-07-01-kayes"]}),
        ("attacks", {"source": ["thurston-202507"], "without": ["karr-2026"]}),
        ("attacks", {"region": ["Kayes", "timbuktu"]}),
        ("corridors", {"road": ["dakar_kayes_bamako"], "on": ["2025-09-03"]}),
        ("corridors", {"item": ["kayes-2025b"], "panel": ["sieges"]}),
        ("evidence", {"contradiction": ["july-1-meaning"]}),
        ("expansion", {"slice": ["fuel-blockade"], "against": ["easing"]}),
        ("expansion", {"by": ["month"], "slice": ["2025-07"]}),
    ],
)
def test_what_the_data_have_is_not_listed(data, page, choices):
    assert missing(story(page, **choices), data) == []


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [
        ("attacks", "event", "2030-01-01-nowhere"),
        ("attacks", "source", "no-such-source"),
        ("attacks", "without", "no-such-source"),
        ("attacks", "region", "Atlantis"),
        ("corridors", "road", "road-to-nowhere"),
        ("corridors", "item", "no-such-spell"),
        ("evidence", "contradiction", "no-such-thing"),
        ("expansion", "slice", "no-such-phase"),
        ("expansion", "against", "no-such-phase"),
    ],
)
def test_what_the_data_lack_is_named_with_step_field_and_version(data, page, name, value):
    told = missing(story(page, **{name: [value]}), data)

    assert told == [
        (
            f"Step 1, “{name}”: {value} is not in these data (version {data.version}). The step"
            " opens without it; choose again and keep the step anew."
        )
    ]


def test_a_day_outside_the_data_is_told_with_the_days_there_are(data):
    told = missing(story("corridors", on=["2031-05-06"]), data)

    assert "6 May 2031 (4 October 2017 – " in told[0]


def test_very_many_names_make_one_sentence(data):
    told = missing(story(source=[f"s{n}" for n in range(150)]), data)

    assert len(told) == 1
    assert "s0, s1, s2, s3, s4 and 145 others is not in" in told[0]


def test_steps_are_called_by_their_number_in_the_file(data):
    briefing = story(event=["gone"])
    record = json.loads(write_briefing(briefing))
    record["steps"].insert(0, {"page": "moon", "title": "B"})

    found = read_briefing(json.dumps(record).encode(), data=data)

    assert [told.partition(" ")[2][0] for told in found.problems] == ["1", "2"]


def test_a_briefing_of_a_loaded_dataset_says_so_on_other_data(data, restricted):
    made = dataclasses.replace(story(), data=Frozen.of(restricted, dataset="key"))

    told = missing(made, data)

    assert made.data.licence == "restricted"
    assert len(told) == 1
    assert str(restricted.about["title"]) in told[0]
    assert "the tables of this host" in told[0]
    assert missing(made, restricted) == []


def test_a_scene_that_no_file_can_hold_is_refused_in_words():
    with pytest.raises(BriefingError, match=r"steps/0/choices/source.*at most 200 items"):
        write_briefing(story(source=[f"s{n}" for n in range(201)]))


def test_a_briefing_that_would_be_too_large_keeps_the_facts_of_fewer_events():
    kept = {f"{n:0199d}": "0" * 28 for n in range(500)}
    step = dataclasses.replace(story().steps[0], frozen=Kept("1", total=500, events=kept))

    raw = write_briefing(dataclasses.replace(story(), steps=(step,) * 20))

    again = read_briefing(raw).briefing.steps[0].frozen
    assert len(raw) <= 1_000_000
    assert 0 < len(again.events) < 500
    assert list(again.events) == list(kept)[-len(again.events) :]
    assert again.total == 500


def test_a_briefing_whose_words_alone_are_too_large_is_refused_with_the_cure():
    step = Step(Scene("attacks"), "A", "ߒ" * 5000, "ߒ" * 5000)

    with pytest.raises(BriefingError, match=r"Allowed: at most 1,000,000\. Shorten notes"):
        write_briefing(dataclasses.replace(story(), steps=(step,) * 60))
