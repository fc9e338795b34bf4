"""What is refused when somebody suggests it, and what is said then."""

import pytest
from ledger_people import AMINATA

from sahel_map import agreeing
from sahel_map.errors import DataError

pytest_plugins = ["ledger_fixtures"]

WEST = "2025-07-01-west-town"
SOURCE = "Radio Kayes, 2 July"


@pytest.mark.parametrize("source", ["", " \n\t"])
def test_a_suggestion_rests_on_something(local, source):
    with pytest.raises(DataError, match="source: say what the change rests on"):
        agreeing.suggest(
            local, AMINATA, table="events.csv", record=WEST, act="change",
            after={"title": "Other"}, source=source,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"date_start": "1 July"}, r"events.csv, date_start: '1 July' .* YYYY-MM-DD"),
        ({"source_ids": "nobody"}, r"events.csv, source_ids: 'nobody' .* a source_id of sources"),
        ({"source_ids": ""}, r"events.csv, source_ids: '' .* one or more values"),
        ({"lat": "9.5", "country": "MRT"}, r"events.csv, lat: .* inside the stated country"),
        ({"fatalities_high": "9"}, r"fatalities_low: '3-9' .* range that its claims give: 3-5"),
        ({"colour": "red"}, "events.csv has no column colour"),
        ({"event_id": "other"}, "an identifier never changes"),
        ({"title": "a\x00b"}, r"title: the control character U\+0000"),
        ({"title": "a\u202eb"}, r"title: the control character U\+202E"),
        ({"title": "x" * 4001}, "title: at most 4000 characters, these are 4001"),
        ({"title": " Attack on\nWest Town"}, "Nothing differs"),
    ],
)
def test_what_breaks_a_rule_is_refused_when_it_is_suggested(local, values, said):
    with pytest.raises(DataError, match=said):
        agreeing.suggest(
            local, AMINATA, table="events.csv", record=WEST, act="change", after=values,
            source=SOURCE,
        )  # fmt: skip

    assert agreeing.queue(local, AMINATA) == []


def test_a_table_that_is_not_open_is_refused(local):
    with pytest.raises(DataError, match=r"'fuel\.csv' is not open for suggestions"):
        agreeing.suggest(
            local, AMINATA, table="fuel.csv", record="fuel-1", act="change",
            after={"label": "x"}, source=SOURCE,
        )  # fmt: skip


def test_a_new_identifier_must_be_new_and_others_must_be_there(local):
    with pytest.raises(DataError, match="has a record 'news-one' already"):
        agreeing.suggest(
            local, AMINATA, table="sources.csv", record="news-one", act="add",
            after={"title": "x"}, source=SOURCE,
        )  # fmt: skip
    with pytest.raises(DataError, match="has no record 'nothing'"):
        agreeing.suggest(
            local, AMINATA, table="sources.csv", record="nothing", act="remove", after=None,
            source=SOURCE,
        )  # fmt: skip
