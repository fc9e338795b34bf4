"""The published schema says of each choice what the pages read, and the documentation names it."""

import json

import jsonschema
import pytest

from sahel_map import settings
from sahel_map import vocabulary as v
from sahel_map.briefing import LONGEST, MOST_STEPS, SCHEMA_FILE
from sahel_map.maps.events import MODES
from sahel_map.maps.roads import ROAD_VIEWS
from sahel_map.scenes import PAGES, PARAMS
from sahel_map.scenes.parameters import NOT_SHOWN

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
CHOICES = SCHEMA["$defs"]["choices"]["properties"]
CODES = {
    name: rule["items"]["enum"] for name, rule in CHOICES.items() if "enum" in rule.get("items", {})
}
VOCABULARIES = {
    "type": v.EVENT_TYPES, "actor": v.ACTORS, "precision": v.GEO_PRECISION,
    "confidence": v.CONFIDENCE, "show": MODES, "topic": v.CONTRADICTION_TOPICS,
    "kind": v.CONTRADICTION_KINDS, "numbers": v.INDICATOR_TOPICS, "map": ROAD_VIEWS,
    "by": v.SLICINGS, "group": v.GROUPS, "southwest": v.REGION_SETS, "areas": v.AREAS,
    "weight": v.WEIGHTS,
}  # fmt: skip


def test_the_schema_follows_json_schema_2020_12():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"].startswith("urn:")


def test_every_choice_that_is_shown_is_in_the_schema_and_no_other():
    assert set(CHOICES) == set(PARAMS) - NOT_SHOWN


@pytest.mark.parametrize("name", sorted(CODES))
def test_a_code_of_the_schema_is_one_that_the_page_reads(name):
    read = {code: PARAMS[name].texts(PARAMS[name].read([code])) for code in CODES[name]}

    assert read == {code: [code] for code in CODES[name]}


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_the_schema_has_every_code_of_a_vocabulary(name):
    assert CODES[name] == list(VOCABULARIES[name])


def test_the_schema_has_the_pages_there_are():
    assert SCHEMA["$defs"]["step"]["properties"]["page"]["enum"] == list(PAGES)


def test_the_schema_has_the_limits_of_a_briefing():
    step = SCHEMA["$defs"]["step"]["properties"]
    top = SCHEMA["properties"]
    told = {name: step[name]["maxLength"] for name in ("title", "note", "presenter")}
    told |= {name: top[name]["maxLength"] for name in ("id", "title", "summary")}

    assert told == dict(LONGEST)
    assert top["steps"]["maxItems"] == MOST_STEPS


def test_the_licences_of_the_schema_are_those_of_datasets():
    assert SCHEMA["$defs"]["data"]["properties"]["licence"]["enum"] == list(v.LICENCE_CLASSES)


def test_the_documentation_links_the_schema_and_names_every_field_of_a_file():
    text = (settings.ROOT / "docs" / "briefings.md").read_text(encoding="utf-8")
    fields = {
        *SCHEMA["properties"],
        *(
            name
            for kind in ("data", "step", "frozen")
            for name in SCHEMA["$defs"][kind]["properties"]
        ),
    }

    assert "(../sahel_map/briefing/briefing.schema.json)" in text
    assert {name for name in fields if f"`{name}`" not in text} == set()
