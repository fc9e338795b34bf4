"""Which level, columns and country a file's headings speak for, and when it has to be said."""

import pytest
from boundary_fixtures import (
    EAST,
    EAST_A,
    EAST_B,
    WEST,
    add,
    cod1,
    cod2,
    data_folder,
    features,
    geojson,
    layer,
    said,
    shapefile,
)

from sahel_map.boundary_import.headings import recognised
from sahel_map.errors import BoundaryError


@pytest.fixture
def data(tmp_path, units):
    """A data folder with Mali's West and East."""
    return data_folder(tmp_path / "data", units)


@pytest.fixture
def trial(data, tmp_path):
    """Add a layer with some columns for trial, and return the report."""

    def run(frame, **choices):
        return add(geojson(tmp_path / "units.geojson", frame), data, dry=True, **choices)

    return run


def two(west, east):
    """Return West and East with the values of each."""
    return layer((WEST, west), (EAST, east))


GADM = (
    {"GID_0": "MLI", "COUNTRY": "Mali", "GID_1": "MLI.1_1", "NAME_1": "West",
     "VARNAME_1": "Occident|Couchant", "NL_NAME_1": "NA", "TYPE_1": "Région", "HASC_1": "ML.WE"},
    {"GID_0": "MLI", "COUNTRY": "Mali", "GID_1": "MLI.2_1", "NAME_1": "East", "VARNAME_1": "",
     "NL_NAME_1": "NA", "TYPE_1": "Région", "HASC_1": "ML.EA"},
)  # fmt: skip
GEOBOUNDARIES = (
    {"shapeName": "West", "shapeISO": "", "shapeID": "1B1", "shapeGroup": "MLI",
     "shapeType": "ADM1"},
    {"shapeName": "East", "shapeISO": "", "shapeID": "1B2", "shapeGroup": "MLI",
     "shapeType": "ADM1"},
)  # fmt: skip
NATURAL_EARTH = (
    {"adm1_code": "MLI-1", "iso_3166_2": "ML-1", "iso_a2": "ML", "adm0_a3": "MLI", "name": "West",
     "name_alt": "Occident", "name_fr": "Ouest", "name_en": "West", "gn_id": -1},
    {"adm1_code": "MLI-2", "iso_3166_2": "ML-2", "iso_a2": "-99", "adm0_a3": "MLI",
     "name": "East", "name_alt": None, "name_fr": "Est", "name_en": "East", "gn_id": -99},
)  # fmt: skip
NEW_COD = (
    {"adm1_name": "West", "adm1_name1": "Occident", "adm1_pcode": "ML01", "adm0_pcode": "ML",
     "adm0_name": "Mali", "valid_on": "2024-05-01"},
    {"adm1_name": "East", "adm1_name1": "", "adm1_pcode": "ML02", "adm0_pcode": "ML",
     "adm0_name": "Mali", "valid_on": "2024-05-01"},
)  # fmt: skip
OLD_COD = (
    {"admin0Name": "Mali", "admin0Pcod": "ML", "admin1Name": "West", "admin1Pcod": "ML01",
     "admin1RefN": "Ouest", "admin1AltN": None},
    {"admin0Name": "Mali", "admin0Pcod": "ML", "admin1Name": "East", "admin1Pcod": "ML02",
     "admin1RefN": "Est", "admin1AltN": None},
)  # fmt: skip
RECOGNISED = {
    "GADM": (GADM, "NAME_1", "GID_1", "GADM", ["MLI.1_1", "MLI.2_1"]),
    "geoBoundaries": (GEOBOUNDARIES, "shapeName", "shapeID", "geoBoundaries", ["1B1", "1B2"]),
    "Natural Earth": (NATURAL_EARTH, "name_en", "iso_3166_2", "Natural Earth", ["ML-1", "ML-2"]),
    "OCHA": (NEW_COD, "adm1_name", "adm1_pcode", "OCHA COD-AB", ["ML01", "ML02"]),
    "HDX": (OLD_COD, "admin1Name", "admin1Pcod", "OCHA COD-AB", ["ML01", "ML02"]),
}


@pytest.mark.parametrize("family", RECOGNISED)
def test_the_headings_of_the_usual_sources_are_recognised(trial, family):
    rows, name, code, source, ids = RECOGNISED[family]

    found = trial(two(*rows))

    assert (found.columns.level, found.country) == (1, "MLI")
    assert (found.columns.name, found.columns.code) == (name, code)
    assert list(found.names) == ids
    assert found.origin.source == source
    assert {"level", "column", "country", "family"} <= set(said(found))


def test_complete_iso_codes_are_taken_before_ids_that_change_with_each_release(trial):
    rows = [
        dict(row, shapeISO=iso) for row, iso in zip(GEOBOUNDARIES, ("ML-1", "ML-2"), strict=True)
    ]

    assert list(trial(two(*rows)).names) == ["ML-1", "ML-2"]


@pytest.mark.parametrize("second", ["ML-1", "", "-99"])
def test_incomplete_or_repeated_iso_codes_are_not_taken(trial, second):
    rows = [
        dict(row, shapeISO=iso) for row, iso in zip(GEOBOUNDARIES, ("ML-1", second), strict=True)
    ]

    assert list(trial(two(*rows)).names) == ["1B1", "1B2"]


def test_the_level_is_the_deepest_whose_names_vary(trial):
    first = trial(cod1(ADM2_FR="", ADM3_FR=None))
    second = trial(cod2().assign(ADM3_FR="the same"))

    assert (first.columns.level, second.columns.level) == (1, 2)
    assert second.columns.name == "ADM2_FR"
    assert second.columns.parents == ("ADM1_PCODE", "ADM1_FR")


def test_names_in_several_languages_are_one_name_and_other_names(data, tmp_path):
    rows = cod1(ADM1_EN="", ADM1_AR="")
    rows["ADM1_EN"] = ["Westland", "Eastland"]
    rows["ADM1_AR"] = ["غرب", "شرق"]

    found = add(geojson(tmp_path / "units.geojson", rows), data)
    west = features(data, "admin1.geojson")[0]

    assert found.columns.name == "ADM1_EN"
    assert (west["name"], west["name_fr"]) == ("Westland", "West")
    assert west["alt_names"].split(";")[:2] == ["West", "غرب"]


def test_a_level_that_cannot_be_told_has_to_be_said(trial):
    rows = two({"NAME_1": "West", "NAME_2": "West", "GID_0": "MLI"},
               {"NAME_1": "East", "NAME_2": "EAST", "GID_0": "MLI"})  # fmt: skip

    with pytest.raises(BoundaryError, match=r"the levels 1, 2 are the same.*--level"):
        trial(rows)

    assert trial(rows, level=2).columns.name == "NAME_2"


def test_unknown_headings_are_listed_with_the_options_that_settle_them(trial):
    rows = two({"Zone": "West", "size": 3.5, "Chef": "A", "same": "x"},
               {"Zone": "East", "size": 4.5, "Chef": "B", "same": "x"})  # fmt: skip

    with pytest.raises(BoundaryError, match=r"--level, and with --name .*: Zone, Chef\."):
        trial(rows, country="MLI")
    with pytest.raises(BoundaryError, match=r"names of level 1 stand.*--name: Zone, Chef\."):
        trial(rows, country="MLI", level=1)

    found = trial(rows, country="MLI", level=1, name="zone")

    assert list(found.names.values()) == ["West", "East"]
    assert "column" not in said(found)


def test_two_columns_of_names_that_differ_have_to_be_chosen_from(trial):
    rows = cod1(NAME_1="other")

    with pytest.raises(BoundaryError, match=r"several columns and differ: ADM1_FR, NAME_1|NAME_1"):
        trial(rows.rename(columns={"ADM1_FR": "ADM1_NAME"}))

    assert trial(rows.rename(columns={"ADM1_FR": "ADM1_NAME"}), name="ADM1_NAME").names


def test_a_column_that_is_not_there_is_named_with_the_nearest(trial):
    with pytest.raises(BoundaryError, match=r"--code: .* no column 'ADM1_CODE'.*ADM1_PCODE"):
        trial(cod1(), code="ADM1_CODE")


def test_a_fourth_level_can_only_be_joined_into_a_level_above(trial):
    rows = cod2().assign(ADM4_FR=["a", "b", "c"])

    with pytest.raises(BoundaryError, match=r"of level 4; levels 1, 2, 3 can be added"):
        trial(rows)

    assert len(trial(rows, level=1).names) == 2


def test_rows_of_mixed_levels_are_refused(trial):
    rows = [dict(GEOBOUNDARIES[0]), dict(GEOBOUNDARIES[1], shapeType="ADM2")]

    with pytest.raises(BoundaryError, match="mixes the levels ADM1, ADM2"):
        trial(two(*rows))


def test_codes_of_a_level_above_the_names_are_noticed(trial):
    rows = layer(*((box, {"n": n, "c": c}) for box, n, c in [
        (WEST, "a", "ML01"), (EAST_A, "b", "ML01"), (EAST_B, "c", "ML01")]))  # fmt: skip

    with pytest.raises(BoundaryError, match=r"the 1 codes of c stand for 3 names of n.*--code"):
        trial(rows, level=2, name="n", code="c", country="MLI")


def test_a_level_above_the_rows_joins_them_and_says_so(trial):
    found = trial(cod2(), level=1)

    assert found.names == {"ML01": "West", "ML02": "East"}
    assert said(found)["joined"] == 3


def test_names_that_repeat_without_a_code_need_one(trial):
    rows = layer((WEST, {"n": "Twin"}), (EAST_A, {"n": "Twin"}), (EAST_B, {"n": "Sole"}))

    with pytest.raises(BoundaryError, match=r"several rows \(twin\).*--code.*--parent"):
        trial(rows, level=2, name="n", country="MLI")


def test_names_that_repeat_are_told_apart_by_the_unit_above(trial):
    rows = layer((WEST, {"n": "Twin", "u": "West"}), (EAST_A, {"n": "Twin", "u": "East"}),
                 (EAST_B, {"n": "Twin", "u": "East"}))  # fmt: skip

    found = trial(rows, level=2, name="n", parent="u", country="MLI")

    assert found.names == {"MLI-twin": "Twin", "MLI-twin-2": "Twin"}
    assert said(found)["made_ids"] == 2


# The country


def test_a_country_that_the_file_does_not_name_has_to_be_said(trial):
    rows = cod1().drop(columns=["ADM0_FR", "ADM0_PCODE", "ADM1_PCODE"])

    with pytest.raises(BoundaryError, match=r"does not say of which country.*--country.*MLI, "):
        trial(rows)

    assert trial(rows, country="mli").country == "MLI"


def test_the_country_is_known_by_the_beginning_of_its_codes(trial):
    found = trial(cod1().drop(columns=["ADM0_FR", "ADM0_PCODE"]))

    assert [r.values for r in found.remarks if r.code == "country"] == [("MLI (ADM1_PCODE)",)]


@pytest.mark.parametrize("name", ["Mali", "MALI", "Mali (le)"])
def test_the_country_is_known_by_its_name(trial, name):
    rows = cod1().drop(columns=["ADM0_PCODE", "ADM1_PCODE"]).assign(ADM0_FR=name)

    assert trial(rows).country == "MLI"


def test_of_several_countries_one_is_chosen_and_the_others_are_counted(trial):
    rows = layer((WEST, {"NAME_1": "West", "GID_0": "MLI"}),
                 (EAST, {"NAME_1": "East", "GID_0": "MLI"}),
                 ((0, 9, 1, 10), {"NAME_1": "South", "GID_0": "BFA"}))  # fmt: skip

    with pytest.raises(BoundaryError, match=r"units of BFA, MLI \(column GID_0\).*--country"):
        trial(rows)
    found = trial(rows, country="MLI")

    assert list(found.names.values()) == ["West", "East"]
    assert said(found)["other_countries"] == 1


def test_a_country_that_the_file_lacks_or_that_is_not_covered_is_refused(trial):
    with pytest.raises(BoundaryError, match="has no unit of NER, but of MLI"):
        trial(cod1(), country="NER")
    with pytest.raises(BoundaryError, match=r"--country 'TCD' is not one of MLI, "):
        trial(cod1(), country="TCD")
    with pytest.raises(BoundaryError, match=r"has units of TCD .*one of MLI, "):
        trial(cod1().assign(ADM0_PCODE="TD", ADM0_FR="Tchad"))


def test_sentinels_name_no_country(trial):
    found = trial(cod1(iso_a2="-99", iso_a3="-99"))

    assert found.country == "MLI"


def test_headings_cut_to_ten_letters_are_recognised_in_a_shapefile(data, tmp_path):
    rows = two(*OLD_COD)
    path = shapefile(tmp_path / "units.shp", rows)

    found = add(path, data, dry=True)

    assert (found.columns.name, found.columns.code) == ("admin1Name", "admin1Pcod")


def test_a_heading_is_understood_in_one_way_only():
    names = [
        "ADM2_FR",
        "adm2_name1",
        "ADM2ALT1FR",
        "NAME_2",
        "VARNAME_2",
        "ADM2_PCODE",
        "Shape_Area",
    ]

    roles = {h.column: (h.level, h.role) for h in recognised(names)}

    assert roles == {
        "ADM2_FR": (2, "name"),
        "adm2_name1": (2, "alt"),
        "ADM2ALT1FR": (2, "alt"),
        "NAME_2": (2, "name"),
        "VARNAME_2": (2, "alt"),
        "ADM2_PCODE": (2, "code"),
    }
