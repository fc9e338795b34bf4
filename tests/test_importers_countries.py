"""Names and codes of countries, as files write them."""

import pandas as pd
import pytest

from sahel_map import vocabulary as v
from sahel_map.importers.countries import country_codes


def texts(*values: str) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def code(name: str) -> str:
    return country_codes(texts(name))[0][0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mali", "MLI"),
        ("MALI", "MLI"),
        (" mali ", "MLI"),
        ("Burkina-Faso", "BFA"),
        ("Niger", "NER"),
        ("Nigeria", "NGA"),
        ("Guinea", "GIN"),
        ("Guinée", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Equatorial Guinea", "GNQ"),
        ("Sénégal", "SEN"),
        ("Mauritanie", "MRT"),
        ("Algérie", "DZA"),
        ("Ivory Coast", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Democratic Republic of Congo", "COD"),
        ("DR Congo (Zaire)", "COD"),
        ("Congo (Kinshasa)", "COD"),
        ("Republic of Congo", "COG"),
        ("Congo", "COG"),
        ("eSwatini", "SWZ"),
        ("Kingdom of eSwatini (Swaziland)", "SWZ"),
        ("Myanmar (Burma)", "MMR"),
        ("Zimbabwe (Rhodesia)", "ZWE"),
        ("Yemen (North Yemen)", "YEM"),
        ("Sao Tome and Principe", "STP"),
        ("The Gambia", "GMB"),
        ("Gambia, The", "GMB"),
        ("Cabo Verde", "CPV"),
        ("South Sudan", "SSD"),
        ("Sudan", "SDN"),
        ("United States of America", "USA"),
        ("Bosnia-Herzegovina", "BIH"),
        ("Kosovo", "XKX"),
        ("Saint Helena, Ascension and Tristan da Cunha", "SHN"),
    ],
)
def test_a_name_is_known_in_the_spellings_of_data_sets(name, expected):
    assert code(name) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("ML", "MLI"), ("mli", "MLI"), ("466", "MLI"), ("466.0", "MLI"), ("12", "DZA"), ("UK", "GBR")],
)
def test_a_code_in_place_of_a_name_is_read(written, expected):
    assert code(written) == expected


@pytest.mark.parametrize("name", ["", "Atlantis", "Sahel", "0", "9999", "Western Africa", "M"])
def test_what_is_no_country_has_no_code(name):
    assert code(name) == ""


def test_every_country_of_the_map_is_known_by_each_of_its_codes():
    for alpha3, alpha2 in v.COUNTRIES.items():
        assert country_codes(texts(alpha3, alpha2))[0].tolist() == [alpha3, alpha3]


def test_a_withdrawn_code_gives_the_one_in_force():
    assert code("ZAR") == "COD"
    assert code("BUR") == "MMR"


def test_the_name_stands_where_the_code_names_another_country():
    codes, differs, _ = country_codes(texts("Mali", "Mali", "Mali"), iso=texts("854", "466", "BFA"))

    assert codes.tolist() == ["MLI", "MLI", "MLI"]
    assert differs.tolist() == [True, False, True]


def test_a_code_that_is_empty_or_unknown_contradicts_nothing():
    _, differs, _ = country_codes(texts("Mali", "Mali", "Nowhere"), iso=texts("", "0", "854"))

    assert not differs.any()


def test_the_code_decides_where_the_name_is_empty_or_unknown():
    codes, _, by_code = country_codes(
        texts("", "Nowhere", "", "Nowhere", "Mali"), iso=texts("854", "BFA", "", "", "466")
    )

    assert codes.tolist() == ["BFA", "BFA", "", "", "MLI"]
    assert by_code.tolist() == [False, True, False, False, False]


def test_the_number_of_gleditsch_and_ward_comes_last():
    codes, _, _ = country_codes(
        texts("", "", "Niger", ""),
        iso=texts("", "854", "", ""),
        gleditsch_ward=texts("432.0", "432", "432", "1234567"),
    )

    assert codes.tolist() == ["MLI", "BFA", "NER", ""]


def test_no_rows_give_no_codes():
    codes, differs, by_code = country_codes(texts(), iso=texts(), gleditsch_ward=texts())

    assert len(codes) == len(differs) == len(by_code) == 0
