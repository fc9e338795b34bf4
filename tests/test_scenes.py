"""Scenes: an address read into a value, and what each page shows, counted here once more."""

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene_facts import counted, named, notes

from sahel_map import i18n
from sahel_map import vocabulary as v
from sahel_map.errors import SceneError
from sahel_map.maps.events import MODES
from sahel_map.maps.roads import ROAD_VIEWS
from sahel_map.scenes import PAGES, PARAMS, Ground, Scene, look
from sahel_map.scenes.parameters import NOT_SHOWN

pytest_plugins = ["scene_fixtures"]

SAMPLE = "A curated sample, not a census: counts show what is listed, not all that happened."
CONVOY = "2025-09-14-lakamane-convoy"
ROAD = "dakar_kayes_bamako"
DAY = dt.date(2025, 10, 17)

VARIANTS = [
    *(("attacks", {"show": mode, "per_area": dense}) for mode in MODES for dense in (False, True)),
    *(("attacks", {"show": "regions", "level": level}) for level in ("1", "2", "3")),
    ("attacks", {"event": CONVOY}),
    ("attacks", {"q": "no such words"}),
    ("attacks", {"known": dt.date(2025, 7, 2), "without": ("karr-2026",)}),
    *(("corridors", {"map": name, "on": DAY}) for name in ROAD_VIEWS),
    ("corridors", {"road": ROAD, "on": DAY, "buffer": "20"}),
    ("corridors", {"on": dt.date(2100, 1, 1)}),
    *(("expansion", {"by": by}) for by in v.SLICINGS),
    *(("expansion", {"areas": areas}) for areas in v.AREAS),
    ("expansion", {"stage": "two", "through": "slice"}),
    ("expansion", {"by": "own", "own": "nonsense;2025-01-01..2024-01-01"}),
    ("expansion", {"by": "own", "own": "2025-01-01..2025-06-30"}),
    *(("evidence", {"part": part}) for part in ("dossier", "contradictions", "sources", "known")),
    ("evidence", {"part": "contradictions", "topic": ("tolls",), "find": "Mondoro"}),
    *(("numbers", {"numbers": topic}) for topic in v.INDICATOR_TOPICS),
    *(("overview", {"span": span}) for span in ("30", "90")),
]
NAMES = [f"{page} {choices}" for page, choices in VARIANTS]


# Reading and writing addresses.

TEXTS = st.lists(st.text(max_size=250), max_size=3)
KNOWN = st.sampled_from(
    ["1", "0", "2025-09-14", "regions", "jnim", "JNIM", "MLI", "two", "month", "3", "90", "BFA",
     "sieges-sahel", "dossier", "points", "12.5,-8.1,6", "finest", "high", "unverified", "77"]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first texts of a run take seconds
@given(
    page=st.sampled_from(list(PAGES)),
    texts=st.dictionaries(st.sampled_from(list(PARAMS)), TEXTS | st.lists(KNOWN, max_size=3)),
)
def test_a_scene_survives_its_own_address(page, texts):
    scene = Scene.read(page, texts)

    again = Scene.read(page, scene.query())

    assert again == scene
    assert set(scene.choices) <= set(texts) - NOT_SHOWN
    assert all(PARAMS[name].default != value for name, value in scene.choices.items())


@pytest.mark.parametrize("page", ["about", "", "Attacks", "../attacks"])
def test_an_unknown_page_is_refused_with_those_that_are(page):
    with pytest.raises(SceneError, match="attacks, corridors"):
        Scene.read(page, {})


def test_what_is_unknown_or_nonsense_is_left_out():
    texts = {"map": ["moon"], "on": ["yesterday"], "evil": ["1"], "type": ["x"], "show": []}

    assert Scene.read("attacks", texts).choices == {}


def test_whose_data_and_which_walk_are_no_part_of_a_scene():
    texts = {name: ["2"] for name in NOT_SHOWN} | {"lang": ["fr"], "q": ["fuel"]}

    assert Scene.read("attacks", texts).choices == {"q": "fuel"}
    assert Scene.of("attacks", {"walk": True, "data": "mine"}).choices == {}


def test_the_last_of_several_texts_counts():
    assert Scene.read("attacks", {"show": ["heat", "regions"]}).get("show") == "regions"


# Every page in every manner.


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("page", "choices"), VARIANTS, ids=NAMES)
def test_every_view_says_what_it_shows(ground, page, choices, language):
    i18n.activate(language)

    sight = look(Scene.of(page, choices), ground)

    assert sight.title
    assert sight.selection
    assert sight.cautions.count(i18n.gettext(SAMPLE)) == 1
    assert all(drawing.caption.strip()[0].isalnum() for drawing in sight.drawings)
    assert all(number.label and number.text for number in sight.numbers)
    assert all(line.text.strip() for line in sight.lines)
    codes = [number.code for number in sight.numbers]
    assert len(codes) == len(set(codes))
    texts = [line.text for line in sight.lines]
    assert not set(texts) & {number.note for number in sight.numbers}
    known = set(sight.data.sources.index)
    assert set(sight.sources.index) <= known
    assert {name for line in sight.lines for name in line.source_ids} <= set(sight.sources.index)
    assert (sight.sources["cited"] > 0).all()
    json.dumps([drawing.view for drawing in sight.drawings], allow_nan=False)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_maps_and_numbers_are_in_the_language_of_the_reader(ground, language):
    i18n.activate(language)

    sight = look(Scene("attacks"), ground)

    assert sight.drawings[0].view["language"] == language
    assert sight.numbers[0].label == {"en": "Events", "fr": "Événements"}[language]


# Attacks.


def test_the_selected_events_are_counted_and_shown(seen, data):
    events = data.events
    mine = events[(events["country"] == "BFA") & (events["confidence"] != "unverified")]

    sight = seen("attacks", country=("BFA",))

    low, high = mine["fatalities_low"], mine["fatalities_high"]
    assert set(sight.events.index) == set(mine.index)
    assert counted(sight)["events"] == (len(mine), len(mine))
    assert counted(sight)["deaths"][0] == low.fillna(0).sum()
    limitless = (low.notna() & high.isna()).any() or mine["fatalities_open"].any()
    assert (counted(sight)["deaths"][1] is None) == limitless
    assert counted(sight)["regions"][0] == len(set(mine["admin1"]) - {""})
    assert f"of {len(events)} in the data" == notes(sight)["events"]
    assert set(sight.sources.index) == named(mine["source_ids"])
    most = sight.sources["cited"].iloc[0]
    assert most == max(sum(name in ids.split(";") for ids in mine["source_ids"])
                       for name in sight.sources.index)  # fmt: skip


@pytest.mark.parametrize("mode", ["points", "clusters", "heat"])
def test_what_is_drawn_one_by_one_is_what_has_a_point(seen, mode):
    sight = seen("attacks", show=mode)

    drawn = {event["id"] for event in sight.drawings[0].view["events"]}
    assert sight.drawings[0].view["mode"] == mode
    assert drawn == set(sight.events.index[sight.events["lat"].notna()])


def test_regions_are_shaded_by_the_events_in_them(seen):
    sight = seen("attacks", show="regions", level="1")

    shaded = {unit: cell["count"] for unit, cell in sight.drawings[0].view["units"].items()}
    expected = sight.events["admin1_id"].value_counts()
    assert shaded == expected.drop("", errors="ignore").to_dict()


def test_an_open_event_is_told_with_its_sources_first(seen, data):
    sight = seen("attacks", event=CONVOY)

    cited = data.events.at[CONVOY, "source_ids"].split(";")
    assert sight.title == data.events.at[CONVOY, "title"]
    assert sight.lines[0].text.startswith("14 September 2025: ")
    assert set(sight.lines[0].source_ids) == set(cited)
    assert list(sight.sources.index[: len(cited)]) == cited
    assert sight.drawings[0].view["selected"] == CONVOY


def test_an_unknown_event_is_no_event(seen):
    plain, unknown = seen("attacks"), seen("attacks", event="2025-13-99-nowhere")

    assert unknown.title == plain.title
    assert unknown.lines == ()
    assert list(unknown.sources.index) == list(plain.sources.index)


def test_more_events_than_can_be_drawn_become_hexagons(data):
    many = pd.concat([data.events.assign(event_id=data.events["event_id"] + f"-{n}")
                      for n in range(60)])  # fmt: skip
    data = dataclasses.replace(data, events=many.set_index("event_id", drop=False))

    for mode, drawn in {"points": "hexagons", "heat": "hexagons", "regions": "regions"}.items():
        drawing = look(Scene.of("attacks", {"show": mode}), Ground.of(data)).drawings[0]

        assert drawing.view["mode"] == drawn
        assert drawing.view["events"] == []
        said = "More than 5,000 events: counts by hexagon stand for them." in drawing.caption
        assert said == (drawn != mode)
