"""Names of parties, as sources write them, to the groups that the dashboard tells apart."""

import numpy as np
import pandas as pd
import pytest

from sahel_map.importers.actors import are_civilians, groups_of


def groups(name: str, **terms) -> str:
    return groups_of(pd.Series([name], dtype="str"), **terms)[0][0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("JNIM: Group for Support of Islam and Muslims", "jnim"),
        ("JNIM", "jnim"),
        ("jnim fighters", "jnim"),
        ("GSIM", "jnim"),
        ("Katiba Macina", "jnim"),
        ("Katiba Serma", "jnim"),
        ("Katiba Gourma", "jnim"),
        ("Ansar Dine", "jnim"),
        ("Islamic State (West Africa) - Greater Sahara Faction", "isgs"),
        ("Islamic State (Sahel)", "isgs"),
        ("Islamic State - Sahel Province", "isgs"),
        ("ISGS", "isgs"),
        ("IS", "isgs"),
        ("État islamique au Sahel", "isgs"),
        ("FLA: Azawad Liberation Front", "fla"),
        ("CSP-DPA: Permanent Strategic Framework", "fla"),
        ("CMA: Coordination of Movements of the Azawad", "fla"),
        ("MNLA: National Movement for the Liberation of Azawad", "fla"),
        ("Military Forces of Mali (2021-)", "fama"),
        ("Police Forces of Mali (2021-) Gendarmerie", "fama"),
        ("Government of Mali", "fama"),
        ("Forces armées maliennes", "fama"),
        ("Wagner Group", "africa_corps"),
        ("Military Forces of Russia (2000-) Africa Corps", "africa_corps"),
        ("Dozo Communal Militia (Mali)", "dozo"),
        ("Dan Na Ambassagou", "dozo"),
        ("Military Forces of Burkina Faso (2022-)", "state_other"),
        ("Military Forces of Malawi (2020-)", "state_other"),
        ("Government of Niger", "state_other"),
        ("VDP: Volunteer for Defense of Homeland", "state_other"),
        ("Operation Barkhane", "state_other"),
        ("MINUSMA: United Nations Mission", "state_other"),
        ("G5S: Joint Force", "other"),
        ("G5 Sahel Joint Force", "state_other"),
        ("Unidentified Armed Group (Mali)", "unidentified"),
        ("Protesters (Mali)", "other"),
        ("Rioters (Mali)", "other"),
        ("Ansaroul Islam", "other"),
        ("Boko Haram", "other"),
        ("Islamic State (West Africa) - Lake Chad Faction", "other"),
        ("Islamic State West Africa Province", "other"),
        ("Invented Communal Militia (Mali)", "other"),
    ],
)
def test_a_name_gives_its_group(name, expected):
    assert groups(name) == expected


@pytest.mark.parametrize(
    "name", ["Isis hunters of Thisville", "Flamingo club", "Wagnerian society", "Famagusta choir",
             "Cmaj band", "Revolutionary Armed Forces of Colombia", "Civilian Joint Task Force"],
)  # fmt: skip
def test_letters_within_a_word_are_no_group(name):
    assert groups(name) == "other"


@pytest.mark.parametrize("name", ["", " ; ", "Civilians (Mali)", "CIVILIANS", "Civilian"])
def test_nobody_and_civilians_are_no_group(name):
    assert groups(name) == ""


def test_several_parties_give_their_groups_once_in_the_order_of_the_vocabulary():
    names = (
        "Wagner Group; Military Forces of Mali (2021-);Military Forces of Mali (2020-2021); JNIM"
    )

    assert groups(names) == "jnim;fama;africa_corps"


@pytest.mark.parametrize(
    ("dyad", "expected"),
    [
        ("Government of Mali - JNIM", "jnim;fama"),
        ("JNIM - Civilians", "jnim"),
        ("IS - JNIM", "jnim;isgs"),
        ("Government of Mali, Government of Niger", "fama;state_other"),
    ],
)
def test_a_dyad_gives_the_groups_of_both_sides(dyad, expected):
    assert groups(dyad) == expected


def test_civilians_beside_a_group_leave_the_group():
    assert groups("Civilians (Mali); Rioters (Mali)") == "other"


def test_a_name_that_leaves_two_groups_open_gives_both_and_is_marked():
    names = pd.Series(["Islamic State and/or JNIM", "JNIM; ISGS", "JNIM et/ou EIGS"], dtype="str")

    found, open_ = groups_of(names)

    assert found.tolist() == ["jnim;isgs"] * 3
    assert open_.tolist() == [True, False, True]


def test_a_bare_islamic_state_elsewhere_is_not_the_one_of_the_sahel():
    names = pd.Series(["IS", "Government of Nigeria - IS", "ISGS", "IS", "IS"], dtype="str")
    country = np.array(["MLI", "NGA", "NGA", "SYR", ""], dtype=object)

    found, _ = groups_of(names, country=country)

    assert found.tolist() == ["isgs", "state_other;other", "isgs", "other", "isgs"]


def test_civilians_are_told_from_those_who_only_sound_so():
    names = pd.Series(
        ["Civilians (Mali)", "", "Civilian Joint Task Force", "Civilians; JNIM"], dtype="str"
    )

    assert are_civilians(names).tolist() == [True, False, False, False]


def test_no_rows_give_no_groups():
    found, open_ = groups_of(pd.Series([], dtype="str"), country=np.array([], dtype=object))

    assert len(found) == len(open_) == 0
