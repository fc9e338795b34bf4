"""Whatever a briefing holds comes back from its file; whatever a file holds, nothing breaks."""

import datetime as dt
import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sahel_map import vocabulary as v
from sahel_map.briefing import (
    SCHEMA_FILE,
    Briefing,
    Frozen,
    Kept,
    Step,
    read_briefing,
    write_briefing,
)
from sahel_map.errors import BriefingError
from sahel_map.i18n import LANGUAGES
from sahel_map.scenes import PAGES, PARAMS, KeyNumber, Scene

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
CODES = {
    name: rule["items"]["enum"]
    for name, rule in SCHEMA["$defs"]["choices"]["properties"].items()
    if "enum" in rule.get("items", {})
}

SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXTS = st.text(SIGNS, max_size=30)
TITLES = TEXTS.filter(str.strip)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
NAMES = st.text(SIGNS, min_size=1, max_size=20)
NUMBERS = st.none() | st.floats(-1e15, 1e15, allow_nan=False)
VALUES = {
    name: st.lists(st.sampled_from(codes), min_size=1, max_size=4) for name, codes in CODES.items()
}
VALUES |= {name: st.lists(st.sampled_from(list(v.COUNTRIES)), min_size=1) for name in ("country",)}
VALUES |= {name: DAYS.map(lambda day: [day.isoformat()]) for name in ("from", "to", "known", "on")}
VALUES["near"] = st.just(["14.4,-11.45,8.25"])
CHOICES = st.dictionaries(st.sampled_from(sorted(PARAMS)), st.none()).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: VALUES.get(name, st.lists(NAMES, min_size=1, max_size=3)) for name in names}
    )
)
SCENES = st.builds(Scene.read, st.sampled_from(sorted(PAGES)), CHOICES)
KEPT = st.builds(
    Kept,
    version=TEXTS,
    language=st.sampled_from(sorted(LANGUAGES)),
    numbers=st.lists(
        st.builds(KeyNumber, code=NAMES, label=TEXTS, text=TEXTS, low=NUMBERS, high=NUMBERS),
        max_size=4,
    ).map(lambda numbers: {number.code: number for number in numbers}),
    total=st.none() | st.integers(0, 10**9),
    events=st.dictionaries(
        NAMES, st.text("0123456789abcdef", min_size=28, max_size=28), max_size=5
    ),
    roads=st.dictionaries(NAMES, TEXTS, max_size=3),
    sieges=st.dictionaries(NAMES, TEXTS, max_size=3),
    slices=st.dictionaries(NAMES, NUMBERS, max_size=3),
)
STEPS = st.builds(Step, SCENES, TITLES, TEXTS, TEXTS, st.none() | KEPT)
BRIEFINGS = st.builds(
    Briefing,
    title=TITLES,
    data=st.builds(
        Frozen,
        version=TEXTS,
        title=TEXTS,
        dataset=TEXTS,
        licence=st.sampled_from(sorted(v.LICENCE_CLASSES)),
        last_day=st.none() | DAYS,
        made=st.none() | DAYS,
    ),
    steps=st.lists(STEPS, max_size=4).map(tuple),
    summary=TEXTS,
    language=st.sampled_from(sorted(LANGUAGES)),
    slug=st.text("abc-09", max_size=10),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["page", "title", "choices", "frozen", "events", "q", "version", "x"]),
            inner,
        )
    ),
    max_leaves=20,
)


@given(BRIEFINGS)
@settings(max_examples=60, deadline=None)
def test_a_briefing_comes_back_from_its_file_as_it_was(briefing):
    opened = read_briefing(write_briefing(briefing))

    assert opened.problems == ()
    assert opened.briefing == briefing


@given(BRIEFINGS)
@settings(max_examples=30, deadline=None)
def test_a_file_follows_the_published_schema_and_is_always_the_same(briefing):
    raw = write_briefing(briefing)

    jsonschema.validate(json.loads(raw), SCHEMA)
    assert write_briefing(read_briefing(raw).briefing) == raw


@pytest.mark.parametrize(
    "name", sorted(set(PARAMS) & set(SCHEMA["$defs"]["choices"]["properties"]))
)
def test_every_choice_of_a_view_comes_back(name):
    given_texts = {"near": ["14.4,-11.45,8.25"], "country": ["MLI", "BFA"]}
    texts = (
        given_texts.get(name)
        or CODES.get(name)
        or (["2025-07-01"] if name in {"from", "to", "known", "on"} else ["Ténénkou"])
    )
    other = [text for text in texts if PARAMS[name].read([text]) != PARAMS[name].default]
    scene = Scene.read("attacks", {name: other[-1:]})
    briefing = Briefing("A", Frozen("1"), (Step(scene, "B"),))

    again = read_briefing(write_briefing(briefing)).briefing.steps[0].scene

    assert again == scene
    assert set(again.choices) == {name}


@given(JSON, JSON, JSON)
@settings(max_examples=100, deadline=None)
def test_any_json_opens_and_can_be_written_again(step, steps, data):
    record = {
        "format": "sahel-map-briefing",
        "steps": [step, {"page": "attacks", "choices": steps}],
    }
    record["data"] = data

    opened = read_briefing(json.dumps(record).encode())

    assert read_briefing(write_briefing(opened.briefing)).briefing == opened.briefing


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_refused_in_words_or_opened(raw):
    try:
        read_briefing(raw)
    except BriefingError as error:
        assert str(error)  # noqa: PT017  (either is right)
