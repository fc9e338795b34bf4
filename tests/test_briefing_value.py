"""A briefing as a value: steps come, go and move, and every operation returns a new one."""

import dataclasses
import datetime as dt

import pytest

from sahel_map.briefing import Briefing, Frozen, Step
from sahel_map.errors import BriefingError
from sahel_map.scenes import Scene


def step(title) -> Step:
    """Return a step that shows the Attacks page."""
    return Step(Scene("attacks"), title)


@pytest.fixture
def abc():
    """A briefing of the steps A, B and C."""
    return Briefing("Three", Frozen("1"), (step("A"), step("B"), step("C")))


def titles(briefing) -> str:
    """Return the titles of the steps in one word."""
    return "".join(step.title for step in briefing.steps)


def test_a_step_is_added_last(abc):
    assert titles(abc.add(step("D"))) == "ABCD"


def test_a_step_is_added_with_the_number_it_shall_have(abc):
    assert titles(abc.add(step("D"), number=1)) == "DABC"
    assert titles(abc.add(step("D"), number=3)) == "ABDC"


def test_a_step_is_removed_by_its_number(abc):
    assert titles(abc.remove(2)) == "AC"


@pytest.mark.parametrize(
    ("number", "to", "order"),
    [(1, 3, "BCA"), (3, 1, "CAB"), (2, 2, "ABC"), (1, 99, "BCA"), (3, -5, "CAB"), (1, 2, "BAC")],
)
def test_a_step_moves_to_the_number_it_is_given(abc, number, to, order):
    assert titles(abc.move(number, to)) == order


def test_the_briefing_that_was_stays_as_it_was(abc):
    abc.add(step("D")).remove(1).move(1, 3).retitle(1, "X")

    assert titles(abc) == "ABC"


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_number_that_no_step_has_is_refused_with_those_there_are(abc, number):
    with pytest.raises(BriefingError, match=f"no step {number}. Allowed: 1 to 3"):
        abc.remove(number)


def test_a_step_gets_another_title_and_keeps_its_note(abc):
    changed = abc.renote(2, note="words").retitle(2, "Z")

    assert titles(changed) == "AZC"
    assert changed.steps[1].note == "words"


def test_a_caption_changes_without_the_presenter_notes_and_the_reverse(abc):
    once = abc.renote(1, note="for all", presenter="for me")

    assert once.renote(1, note="new").steps[0].presenter == "for me"
    assert once.renote(1, presenter="").steps[0].note == "for all"
    assert once.renote(1, presenter="").steps[0].presenter == ""


def test_a_briefing_gets_another_title_and_keeps_its_summary(abc):
    told = abc.retitled("One", "what it tells")

    assert told.retitled("Two") == dataclasses.replace(told, title="Two")


def test_more_steps_than_a_briefing_holds_are_refused(abc):
    full = dataclasses.replace(abc, steps=tuple(map(step, map(str, range(60)))))

    with pytest.raises(BriefingError, match=r"61 steps\. Allowed: at most 60"):
        full.add(step("one more"))


@pytest.mark.parametrize(("field", "most"), [("title", 200), ("note", 5000), ("presenter", 5000)])
def test_a_text_of_a_step_may_be_so_long_and_no_longer(field, most):
    words = {"title": "A", field: "é" * most}

    assert len(getattr(Step(Scene("attacks"), **words), field)) == most
    with pytest.raises(BriefingError, match=f"at most {most:,}"):
        Step(Scene("attacks"), **{**words, field: "é" * (most + 1)})


@pytest.mark.parametrize("title", ["", "  \n"])
def test_a_step_and_a_briefing_need_a_title(title):
    with pytest.raises(BriefingError, match="needs a title"):
        step(title)
    with pytest.raises(BriefingError, match="needs a title"):
        Briefing(title, Frozen("1"))


def test_signs_that_no_document_can_hold_become_visible_marks():
    kept = Step(Scene("attacks"), "A\x00B", "line\r\nnext\tcell", "half \ud800 pair")

    assert (kept.title, kept.note, kept.presenter) == (
        "A\N{REPLACEMENT CHARACTER}B", "line\nnext\tcell", "half \N{REPLACEMENT CHARACTER} pair",
    )  # fmt: skip


def test_a_hostile_text_stays_the_text_it_is():
    text = "<script>alert('1')</script> ${x} `y` =cmd|' ' ߒߞߏ العربية"

    assert Step(Scene("attacks"), text, text).note == text


@pytest.mark.parametrize("slug", ["Über", "a b", "../x", "a" * 81])
def test_a_short_name_that_could_be_a_path_is_refused(slug):
    with pytest.raises(BriefingError, match="small letters, digits and hyphens"):
        Briefing("A", Frozen("1"), slug=slug)


def test_a_language_that_there_is_not_is_refused():
    with pytest.raises(BriefingError, match=r"'de' is not known\. Allowed: en, fr"):
        Briefing("A", Frozen("1"), language="de")


def test_the_data_of_a_briefing_are_named_by_version_and_last_day(data):
    made = Frozen.of(data, made=dt.date(2026, 1, 2))

    assert made.version == data.version
    assert (made.title, made.licence, made.made) == ("", "open", dt.date(2026, 1, 2))
    # The last day of events.csv that is not an unverified lead.
    assert made.last_day == dt.date(2026, 5, 2)
