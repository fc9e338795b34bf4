"""ACLED's kinds of event, of all years, as ours."""

import numpy as np
import pandas as pd
import pytest
from acled_fixtures import RECORD, event, events

from sahel_map.importers.acled_codes import headings_of, read_kinds

CURRENT = {
    "Battles": {
        "Government regains territory": "state_operation",
        "Non-state actor overtakes territory": "capture_of_town",
        "Armed clash": "armed_clash",
    },
    "Protests": {
        "Excessive force against protesters": "protest",
        "Protest with intervention": "protest",
        "Peaceful protest": "protest",
    },
    "Riots": {"Violent demonstration": "riot", "Mob violence": "riot"},
    "Explosions/Remote violence": {
        "Chemical weapon": "explosive",
        "Air/drone strike": "air_strike",
        "Suicide bomb": "suicide_bombing",
        "Shelling/artillery/missile attack": "shelling",
        "Remote explosive/landmine/IED": "ied",
        "Grenade": "explosive",
    },
    "Violence against civilians": {
        "Sexual violence": "sexual_violence",
        "Attack": "attack_on_civilians",
        "Abduction/forced disappearance": "abduction",
    },
    "Strategic developments": {
        "Agreement": "agreement",
        "Arrests": "arrests",
        "Change to group/activity": "other",
        "Disrupted weapons use": "state_operation",
        "Headquarters or base established": "other",
        "Looting/property destruction": "looting",
        "Non-violent transfer of territory": "withdrawal",
        "Other": "other",
    },
}
PAIRS = [(kind, sub, code) for kind, subs in CURRENT.items() for sub, code in subs.items()]


@pytest.mark.parametrize(("kind", "sub", "code"), PAIRS)
def test_each_of_the_sub_types_has_its_code(kind, sub, code):
    frame, notes = events({"event_type": kind, "sub_event_type": sub})

    assert frame["event_type"][0] == code
    assert frame["coded_as"][0] == f"{kind}: {sub}"
    assert (notes.repaired, notes.flagged) == ({}, {})


def test_there_are_twenty_five_sub_types():
    assert len(PAIRS) == 25


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("Battle-No change of territory", "armed_clash"),
        ("Battle-Government regains territory", "state_operation"),
        ("Battle-Non-state actor overtakes territory", "capture_of_town"),
        ("Remote violence", "explosive"),
        ("Violence against civilians", "attack_on_civilians"),
        ("Riots/Protests", "protest"),
        ("Strategic development", "other"),
        ("Headquarters or base established", "other"),
        ("Non-violent transfer of territory", "withdrawal"),
    ],
)
def test_the_types_of_files_before_2019_have_their_codes(kind, code):
    frame, notes = events({"event_type": kind, "sub_event_type": "", "interaction": ""})

    assert frame["event_type"][0] == code
    assert frame["coded_as"][0] == kind
    assert (notes.repaired, notes.flagged) == ({}, {})


@pytest.mark.parametrize(
    ("interaction", "actor", "code"),
    [
        ("15", "Rioters (Mali)", "riot"),
        ("50", "Made-up party", "riot"),
        ("60", "Rioters (Mali)", "protest"),
        ("", "Rioters (Mali)", "riot"),
        ("", "Protesters (Mali)", "protest"),
        ("State forces-Rioters", "Police Forces of Mali (2013-)", "riot"),
    ],
)
def test_riots_are_told_from_protests_by_who_took_part(interaction, actor, code):
    found = event(
        event_type="Riots/Protests", sub_event_type="", interaction=interaction, actor1=actor
    )

    assert found["event_type"] == code


def test_rioters_make_no_riot_of_another_kind():
    assert event(interaction="15")["event_type"] == "armed_clash"


@pytest.mark.parametrize(
    ("kind", "sub", "column", "own"),
    [
        ("Battles", "ARMED CLASH", "sub_event_type", "Armed clash"),
        ("Battles", "Armed clashes", "sub_event_type", "Armed clash"),
        ("Battles", "Armed  Clash", "sub_event_type", "Armed clash"),
        ("battle", "Armed clash", "event_type", "Battles"),
        ("Battle - No change of territory", "", "event_type", "Battle-No change of territory"),
        ("Violence Against Civilian", "Attacks", "sub_event_type", "Attack"),
        ("Explosions / Remote violence", "Air / drone strikes", "sub_event_type",
         "Air/drone strike"),
    ],
)  # fmt: skip
def test_other_spellings_are_read_and_told(kind, sub, column, own):
    frame, notes = events({"event_type": kind, "sub_event_type": sub})

    assert "unknown_type" not in notes.flagged
    assert notes.repaired["code", column].examples[0][2] == own
    assert frame["event_type"][0] != "other"


def test_an_unknown_sub_type_leaves_the_type():
    frame, notes = events({"sub_event_type": "Duel at dawn"})

    assert frame["event_type"][0] == "armed_clash"
    assert frame["coded_as"][0] == "Battles: Duel at dawn"
    assert notes.flagged == {}


def test_an_unknown_kind_is_other_and_flagged_with_its_words():
    frame, notes = events({"event_type": "Sport", "sub_event_type": "Football"}, {})

    assert frame["event_type"].tolist() == ["other", "armed_clash"]
    assert frame["flags"].tolist() == ["unknown_type", ""]
    assert notes.flagged["unknown_type"].examples == [(1, "Sport: Football", "")]


def test_sub_types_are_read_where_the_type_is_missing():
    found = event(event_type="", sub_event_type="Abduction/forced disappearance")

    assert found["event_type"] == "abduction"
    assert found["acted_known"]
    assert found["coded_as"] == "Abduction/forced disappearance"


def test_no_rows_have_no_kinds():
    none = pd.Series([], dtype="str")

    assert len(read_kinds(none, none, np.array([], dtype=bool)).code) == 0


def test_headings_are_found_in_every_spelling():
    found = headings_of(["GWNO", "Event ID Cnty", "ALLY_ACTOR_1", "LATITUDE", "geo-precision"])

    assert found == {
        "event_id_cnty": "Event ID Cnty",
        "assoc_actor_1": "ALLY_ACTOR_1",
        "gwno": "GWNO",
        "latitude": "LATITUDE",
        "geo_precision": "geo-precision",
    }


def test_headings_that_a_shapefile_has_cut_are_found():
    cut = {name[:10] for name in RECORD if not name.startswith("assoc")} | {
        "assoc_acto", "assoc_ac_1",
    }  # fmt: skip

    assert set(RECORD) & set(headings_of(list(RECORD))) == set(headings_of(sorted(cut)))


def test_the_current_name_of_a_column_goes_before_an_older_one():
    found = headings_of(["ally_actor_1", "assoc_actor_1", "actor", "actor1"])

    assert found == {"assoc_actor_1": "assoc_actor_1", "actor1": "actor1"}
