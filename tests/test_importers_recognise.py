"""Which format a table is, by its headings alone."""

import pytest
from record_fixtures import GED

from sahel_map import vocabulary as v
from sahel_map.importers import acled, own, ucdp
from sahel_map.importers.recognise import FORMATS, is_deletions, recognise, sought
from sahel_map.schema import EVENTS

ACLED = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "kind"),
    [(ACLED, acled), (list(GED), ucdp), (list(EVENTS.columns), own)],
    ids=["acled", "ucdp", "own"],
)
@pytest.mark.parametrize("spelling", [str.lower, str.upper])
def test_each_format_is_known_by_its_headings_in_any_case(header, kind, spelling):
    assert recognise([spelling(name) for name in header]) is kind


@pytest.mark.parametrize(
    "header",
    [
        [],
        ["date", "place", "deaths"],
        ["id", "date", "latitude", "longitude", "location", "description", "sources"],
        ["iso3", "month", "events", "fatalities"],
        [name for name in GED if name != "best"],
    ],
)
def test_any_other_table_is_for_its_reader_to_explain(header):
    assert recognise(header) is None


def test_there_is_a_module_for_each_format_of_the_vocabulary():
    assert list(FORMATS) == list(v.FORMATS)
    for code, kind in FORMATS.items():
        assert code == kind.CODE
        assert kind.LICENCE in v.LICENCE_CLASSES


def test_files_of_acled_are_restricted_and_those_of_ucdp_open():
    licences = {code: kind.LICENCE for code, kind in FORMATS.items()}

    assert licences == {"acled": "restricted", "ucdp": "open", "own": "own", "mapped": "own"}


def test_the_headings_that_are_sought_are_those_by_which_a_format_is_known():
    assert set(sought()) == {"acled", "ucdp", "own"}
    for code, headings in sought().items():
        assert FORMATS[code].fits(list(headings))
        for heading in headings:
            assert not FORMATS[code].fits([other for other in headings if other != heading])


@pytest.mark.parametrize(
    ("header", "deletions"),
    [
        (["event_id_cnty", "deleted_timestamp"], True),
        (["EVENT_ID_CNTY", "Deleted_Timestamp", ""], True),
        (["event_id_cnty", "timestamp"], False),
        (["id", "deleted_timestamp"], False),
        ([*ACLED, "deleted"], False),
    ],
)
def test_a_list_of_withdrawn_events_is_known_by_its_headings(header, deletions):
    assert is_deletions(header) is deletions
