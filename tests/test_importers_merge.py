"""Rows of one file that stand for one event: which stands, what is joined, what is counted."""

import numpy as np
import pandas as pd
import pytest
from acled_fixtures import RECORD
from import_fixtures import TODAY, acled_file, held, ids, imported

from sahel_map.importers import merge
from sahel_map.importers.canonical import canonical_frame
from sahel_map.importers.geoparquet import EventsFile
from sahel_map.importers.merge import Keys, merge_rows

FAMA, JNIM, DOZO = RECORD["actor1"], RECORD["actor2"], "Dozo Communal Militia (Mali)"


def event(event_id="a", **values):
    """A made-up event."""
    return {
        "event_id": event_id, "date_start": TODAY, "date_end": TODAY, "title": "Invented clash",
        "country": "MLI", "stamp": 0,
    } | values  # fmt: skip


def party(actor, **values):
    """The row of an event that names one of its parties."""
    return event(**{"actor": actor, "title": f"Armed clash: {actor}", **values})


def staged(path, *events, block=2):
    """Stage events in blocks of so many rows, and return their keys."""
    keys = Keys()
    with EventsFile(path) as file:
        for first in range(0, len(events), block):
            table = pd.DataFrame(list(events[first : first + block]))
            rows = np.arange(first + 1, first + 1 + len(table))
            frame = canonical_frame(rows, **{name: table[name] for name in table})
            keys.add(frame)
            file.write(frame)
    return keys


@pytest.fixture
def merged(tmp_path):
    """Merge events that are staged two to a row group."""

    def decide(*events, by_party=True):
        path = tmp_path / "staged.parquet"
        return merge_rows(staged(path, *events), path, by_party=by_party)

    return decide


def test_events_of_different_identifiers_all_stand(merged):
    found = merged(event("a"), event("b"), event("c"))

    assert found.keep.tolist() == [True, True, True]
    assert found.counts == {}


def test_the_newest_state_stands_wherever_it_is_in_the_file(merged):
    found = merged(event(stamp=2), event(stamp=9), event("b"), event(stamp=5))

    assert found.keep.tolist() == [False, True, True, False]
    assert found.counts == {"older": 2}


def test_of_identical_rows_the_first_stands(merged):
    found = merged(event(), event("b"), event(), event())

    assert found.keep.tolist() == [True, True, False, False]
    assert found.counts == {"identical": 2}


def test_rows_are_identical_whatever_is_missing_in_the_rows_around_them(merged):
    known = {"fatalities_low": 3, "fatalities_high": 3}

    found = merged(event(**known), event("b", **known), event(**known), event("c"))

    assert found.counts == {"identical": 1}


def test_of_rows_with_other_values_the_last_stands(merged):
    found = merged(event(place="one"), event(place="two"), event(place="three"))

    assert found.keep.tolist() == [False, False, True]
    assert found.counts == {"restated": 2}


def test_a_new_title_alone_is_no_other_party(merged):
    found = merged(event(actor="one", title="First"), event(actor="one", title="Second"))

    assert found.keep.tolist() == [False, True]
    assert found.counts == {"restated": 1}


def test_three_parties_become_one_event_on_its_first_row(merged):
    found = merged(
        party("one", actor_groups="jnim"),
        party("two", actor_groups="fama"),
        event("b"),
        party("three", actor_groups="jnim;dozo"),
    )

    assert found.keep.tolist() == [True, False, True, False]
    assert found.counts == {"actors": 2}
    assert found.parties.loc[0].to_dict() == {
        "actor": "one; two; three",
        "actor_groups": "jnim;fama;dozo",
        "title": "Armed clash: one – two – three",
        "flags": "",
    }


def test_a_party_that_another_row_names_as_well_stands_once(merged):
    found = merged(
        party("one; two", title="Armed clash: one – two"),
        party("two; one", title="Armed clash: two – one"),
    )

    joined = found.parties.loc[0]
    assert joined["actor"] == "one; two"
    assert joined["title"] == "Armed clash: one – two"


def test_what_was_flagged_of_one_party_is_no_other_event(merged):
    found = merged(party("one", flags="far_point"), party("two", flags="far_point;ambiguous_actor"))

    assert found.counts == {"actors": 1}
    assert found.parties.loc[0, "flags"] == "far_point;ambiguous_actor"


def test_titles_of_other_kinds_are_not_joined(merged):
    found = merged(
        event(actor="one", title="Invented title"), event(actor="two", title="Other: made up")
    )

    assert found.parties.loc[0, "title"] == "Invented title"


def test_two_events_with_two_parties_each_stay_apart(merged):
    found = merged(party("one"), event("b", actor="three"), party("two"), event("b", actor="four"))

    assert found.keep.tolist() == [True, True, False, False]
    assert found.parties["actor"].to_dict() == {0: "one; two", 1: "three; four"}


def test_where_a_format_has_no_rows_of_parties_the_later_row_stands(merged):
    found = merged(party("one"), party("two"), by_party=False)

    assert found.keep.tolist() == [False, True]
    assert found.counts == {"restated": 1}
    assert found.parties.empty


def test_older_rows_of_a_party_are_left_out_before_parties_are_joined(merged):
    found = merged(party("one", stamp=5), party("two", stamp=5), party("three", stamp=4))

    assert found.counts == {"older": 1, "actors": 1}
    assert found.parties.loc[0, "actor"] == "one; two"


def test_identifiers_with_one_digest_are_not_one_event(merged, monkeypatch):
    monkeypatch.setattr(merge, "id_digests", lambda ids: np.zeros(len(ids), np.uint64))

    found = merged(event("a"), event("b"), event("a"), event("c"))

    assert found.keep.tolist() == [True, True, False, True]
    assert found.counts == {"identical": 1}


def test_a_monadic_export_becomes_the_events_of_the_dyadic_one(tmp_path):
    turned = {"actor1": JNIM, "actor2": FAMA}
    several = {"event_id_cnty": "MLI2", "actor1": DOZO, "actor2": DOZO}
    acled_file(tmp_path / "dyadic.csv", {}, several)
    acled_file(tmp_path / "monadic.csv", {}, turned, several, several)

    imported(tmp_path / "dyadic.csv", tmp_path / "one")
    report = imported(tmp_path / "monadic.csv", tmp_path / "two")

    apart = [{**event, "row": 0} for event in held(tmp_path / "one")]
    assert [{**event, "row": 0} for event in held(tmp_path / "two")] == apart
    assert report.merged == {"actors": 1, "identical": 1}
    assert sum(event["fatalities_low"] for event in held(tmp_path / "two")) == 6


def test_the_words_of_a_joined_event_are_found_by_a_search(tmp_path):
    acled_file(tmp_path / "file.csv", {"actor2": ""}, {"actor1": JNIM, "actor2": ""}, *ids(2))

    imported(tmp_path / "file.csv", tmp_path / "data")

    joined = held(tmp_path / "data")[1]
    assert joined["title"] == f"Armed clash: {FAMA} – {JNIM}"
    assert joined["actor_groups"] == "fama;jnim"
    assert "group for support" in joined["search_text"]
