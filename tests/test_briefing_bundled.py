"""The bundled briefings are true of the bundled data: every view, every name, every number."""

import dataclasses
import json
import re

import jsonschema
import pytest
from briefing_facts import FACTS
from briefing_world import filled, tonka_km, world

from sahel_map.basis import Basis
from sahel_map.briefing import SCHEMA_FILE, bundled, changes, freeze, missing, read_briefing
from sahel_map.i18n import activate
from sahel_map.measures.expansion import Terms
from sahel_map.measures.slicing import Cutting
from sahel_map.scenes import Ground, look

SLUGS = ("tour", "western-offensive", "fuel-blockade", "south-west")
STEPS = [(slug, number) for slug in SLUGS for number in range(1, len(bundled()[slug].steps) + 1)]
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")


@pytest.fixture(scope="session")
def ground(data):
    """The bundled data with their measures."""
    return Ground.of(data)


@pytest.fixture(scope="session")
def plain(data_dir, ground):
    """The tables as plain rows."""
    return world(data_dir, ground)


def words(slug, number) -> str:
    """Return what a step says, to everybody and to the presenter."""
    step = bundled()[slug].steps[number - 1]
    return f"{step.note} {step.presenter}"


def test_four_briefings_are_bundled_the_tour_first():
    assert tuple(bundled()) == SLUGS
    assert bundled()["western-offensive"].title == (
        "From Kayes to Tonka: the western offensive, July to November 2025"
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_bundled_file_follows_the_schema_and_opens_without_a_word(slug, data, data_dir):
    raw = (data_dir / "briefings" / f"{slug}.json").read_bytes()

    jsonschema.validate(json.loads(raw), json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    opened = read_briefing(raw, data=data)

    assert opened.problems == ()
    assert opened.briefing.slug == slug
    assert 6 <= len(opened.briefing.steps) <= 9


@pytest.mark.parametrize("slug", SLUGS)
def test_every_event_road_and_source_that_is_named_exists(slug, data):
    assert missing(bundled()[slug], data) == []


@pytest.mark.parametrize(("slug", "number"), STEPS)
def test_a_step_shows_something_and_was_frozen_with_these_data(slug, number, data, ground):
    step = bundled()[slug].steps[number - 1]

    sight = look(step.scene, ground)

    assert sight.drawings or sight.lines
    assert len(sight.events) or sight.tables or sight.lines
    assert len(sight.sources) > 0
    # Out of date? python scripts/freeze_briefings.py
    assert changes(step.frozen, sight) == []
    assert step.frozen == freeze(sight)
    assert bundled()[slug].data.version == data.version


@pytest.mark.parametrize(("slug", "number"), STEPS)
def test_an_event_that_a_step_opens_is_among_those_it_shows(slug, number, ground):
    step = bundled()[slug].steps[number - 1]
    wanted = step.scene.get("event")

    shown = look(step.scene, ground).events.index

    assert wanted is None or wanted in shown


@pytest.mark.parametrize(("slug", "number"), STEPS)
def test_a_step_has_two_to_four_sentences_and_says_what_not_to_claim(slug, number):
    step = bundled()[slug].steps[number - 1]

    assert 2 <= len(re.findall(r"[.?](?:\s|$)", step.note)) <= 4
    assert step.presenter.startswith("Say: ")
    assert "Do not " in step.presenter


@pytest.mark.parametrize(
    ("slug", "number", "text", "values"), FACTS, ids=[f"{f[0]}-{f[1]}-{f[2][:30]}" for f in FACTS]
)
def test_a_number_in_a_note_is_what_the_tables_say(slug, number, text, values, plain):
    told = filled(text, values(plain))

    assert told.casefold() in words(slug, number).casefold()


@pytest.mark.parametrize(("slug", "number"), STEPS)
def test_every_number_of_a_step_is_checked_or_is_a_day(slug, number, plain):
    rest = words(slug, number).casefold()
    for fact in FACTS:
        if fact[:2] == (slug, number):
            rest = rest.replace(filled(fact[2], fact[3](plain)).casefold(), "")
    rest = re.sub(rf"\b\d{{1,2}} ({'|'.join(MONTHS)})".casefold(), "", rest)
    years = {"2019", "2021", "2023", "2024", "2025", "2026"}

    assert [found for found in re.findall(r"\d[\d,]*", rest) if found.strip(",") not in years] == []


@pytest.mark.parametrize(("slug", "number"), STEPS)
def test_every_day_of_a_step_is_a_day_of_the_tables_or_of_the_view(slug, number, plain):
    tables = (plain.events, plain.blockades, plain.fuel, plain.slices, plain.claims)
    known = {value for table in tables for row in table for value in row.values()}
    notes = " ".join(str(value) for value in known)
    step = bundled()[slug].steps[number - 1]
    known |= {text for texts in step.scene.query().values() for text in texts}

    days = [
        (f"{year or 2025}-{MONTHS.index(month) + 1:02d}-{int(day):02d}", f"{day} {month}")
        for day, month, year in DAY.findall(words(slug, number))
    ]

    assert [day for day, told in days if day not in known and told not in notes] == []


def test_no_event_of_1_july_2025_has_a_number_of_deaths(plain):
    rows = [row for row in plain.events if row["date_start"] == row["date_end"] == "2025-07-01"]

    assert len(rows) == 8
    assert {(row["fatalities_low"], row["fatalities_high"]) for row in rows} == {("", "")}


def test_kayes_has_more_listed_events_in_2025_than_any_other_region(plain):
    verified = [
        row["admin1_stated"]
        for row in plain.events
        if row["confidence"] != "unverified" and row["country"] == "MLI"
        and row["date_start"][:4] == row["date_end"][:4] == "2025"
    ]  # fmt: skip

    assert max(set(verified), key=verified.count) == "Kayes"


def test_the_first_attacks_that_the_south_west_tells_of_are_those_of_the_table(ground):
    found, _problems = ground.spread(Basis(), Cutting("phase"), Terms())
    first = found.regions.set_index("area_id")["event_ids"]
    names = ground.narrowed(Basis()).data.admin1["name"]
    by_name = {names[area]: events for area, events in first.items()}

    assert by_name["Kayes"] == ("2023-01-08-sibikoro",)
    assert by_name["Sikasso"] == ("2025-06-05-mahou",)
    assert by_name["Koulikoro"] == ("2021-07-kwala-abduction",)


def test_the_straight_line_from_tonka_to_timbuktu_fits_the_lower_of_the_two_figures(plain):
    assert 100 <= tonka_km(plain) < 125


def test_a_bundled_briefing_speaks_the_language_of_its_reader():
    activate("fr")
    try:
        found = bundled()["tour"]
    finally:
        activate("en")

    assert found.language == "fr"
    assert bundled()["tour"].language == "en"


def test_a_data_folder_without_briefings_has_none(tmp_path):
    assert bundled(tmp_path) == {}


def test_a_data_folder_has_its_own_briefings_after_the_known_ones(tmp_path, data_dir):
    folder = tmp_path / "briefings"
    folder.mkdir()
    raw = (data_dir / "briefings" / "tour.json").read_bytes()
    for name in ("another", "tour"):
        (folder / f"{name}.json").write_bytes(raw)

    assert list(bundled(tmp_path)) == ["tour", "another"]


def test_what_a_step_showed_is_out_of_date_when_the_data_change(ground, data):
    step = bundled()["western-offensive"].steps[0]
    fewer = dataclasses.replace(data, events=data.events.drop("2025-07-01-kayes"))

    assert changes(step.frozen, look(step.scene, Ground.of(fewer))) != []
    assert changes(step.frozen, look(step.scene, ground)) == []
