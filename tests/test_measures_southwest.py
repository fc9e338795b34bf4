"""Where the south-west is: the bundled regions of before 2023, and layers made by hand."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from sahel_map import settings
from sahel_map import vocabulary as v
from sahel_map.measures.southwest import southwest

OLD = ("Kayes", "Koulikoro", "Sikasso", "Bamako", "Ségou", "Mopti")
CARVED = ("Nioro", "Kita", "Nara", "Dioïla", "Bougouni", "Koutiala")


def make_layer(*names: str, country: str = "MLI", region: dict[str, str] | None = None):
    """Return units in a row, each with its own name as identifier."""
    groups = region or {}
    rows = [(name, name, "", "", groups.get(name, ""), country, 1000.0) for name in names]
    columns = ["admin1_id", "name", "name_fr", "alt_names", "region", "country", "area_km2"]
    layer = gpd.GeoDataFrame(
        rows,
        columns=columns,
        geometry=[shapely.box(n, 12, n + 1, 13) for n in range(len(names))],
        crs=settings.STORAGE_CRS,
    )
    return layer.set_index("admin1_id", drop=False)


def located(*rows: tuple[str, str]) -> pd.DataFrame:
    """Return events by unit and by name of region, either of which may be empty."""
    index = pd.Index([f"e{n}" for n in range(len(rows))])
    return pd.DataFrame(rows, columns=["admin1_id", "admin1"], index=index, dtype=str)


def test_the_bundled_layer_has_the_regions_of_before_2023(data):
    found = southwest(data.admin1)

    assert found.code == "southwest"
    assert found.units == {"ML-1", "ML-2", "ML-3", "ML-BKO"}
    assert found.missing == ()
    assert not found.carved


def test_the_wider_definition_adds_segou_alone(data):
    wider, narrow = southwest(data.admin1, "with-segou"), southwest(data.admin1)

    assert wider.units - narrow.units == {"ML-4"}
    assert narrow.units < wider.units
    assert wider.missing == ()


def test_without_carved_regions_the_new_borders_are_the_old_ones(data):
    new, old = southwest(data.admin1, "new-borders"), southwest(data.admin1)

    assert new.units == old.units
    assert not new.carved


def test_no_unit_of_another_country_is_in_it():
    layer = pd.concat([make_layer(*OLD), make_layer("Kayes bis", country="SEN")])
    layer.loc["Kayes bis", "name"] = "Kayes"

    assert southwest(layer).units == {"Kayes", "Koulikoro", "Sikasso", "Bamako"}
    assert southwest(layer, country="SEN").units == {"Kayes bis"}


def test_what_was_carved_out_of_the_south_west_counts_to_it():
    found = southwest(make_layer(*OLD, *CARVED, "San", "Bandiagara"))

    assert found.units == {"Kayes", "Koulikoro", "Sikasso", "Bamako", *CARVED}
    assert found.missing == ()
    assert found.carved


def test_san_was_carved_out_of_segou_and_counts_with_it_alone():
    found = southwest(make_layer(*OLD, *CARVED, "San", "Bandiagara"), "with-segou")

    assert found.units == {"Kayes", "Koulikoro", "Sikasso", "Bamako", "Ségou", "San", *CARVED}


def test_in_the_new_borders_only_the_four_names_count():
    found = southwest(make_layer(*OLD, *CARVED, "San"), "new-borders")

    assert found.units == {"Kayes", "Koulikoro", "Sikasso", "Bamako"}
    assert found.carved


@pytest.mark.parametrize("code", list(v.REGION_SETS))
def test_one_region_of_2023_is_enough_to_know_the_newer_borders(code):
    assert southwest(make_layer(*OLD, "San"), code).carved
    assert not southwest(make_layer(*OLD, "Bandiagara"), code).carved


def test_regions_that_a_layer_lacks_are_named_in_the_order_of_the_definition():
    found = southwest(make_layer("Mopti", "Kayes", "Gao"), "with-segou")

    assert found.units == {"Kayes"}
    assert found.missing == ("Koulikoro", "Sikasso", "Bamako", "Ségou")


def test_a_layer_of_elsewhere_has_none_of_it(units):
    found = southwest(units)

    assert found.units == frozenset()
    assert found.missing == ("Kayes", "Koulikoro", "Sikasso", "Bamako")
    assert not found.inside(located(("ML-W", "West"), ("ML-E", "East"))).any()


def test_regions_carved_out_that_a_layer_lacks_are_not_missed():
    assert southwest(make_layer(*OLD, "Nioro")).missing == ()


def test_finer_units_count_by_the_region_that_groups_them():
    groups = {"Diéma": "Kayes", "Kolondiéba": "Sikasso", "Djenné": "Mopti"}

    found = southwest(make_layer(*groups, region=groups))

    assert found.units == {"Diéma", "Kolondiéba"}
    assert found.missing == ("Koulikoro", "Bamako")


def test_names_of_a_layer_may_be_without_accents_and_in_capitals():
    found = southwest(make_layer("KAYES", "koulikoro", "Sikasso", "BAMAKO", "SEGOU", "dioila"))

    assert found.units == {"KAYES", "koulikoro", "Sikasso", "BAMAKO", "dioila"}
    assert southwest(make_layer("SEGOU"), "with-segou").units == {"SEGOU"}


def test_an_event_is_inside_by_its_unit_or_by_the_region_that_it_states():
    found = southwest(make_layer(*OLD))
    events = located(
        ("Kayes", "Kayes"),
        ("Mopti", "Mopti"),
        ("", "Sikasso"),  # states a region alone
        ("", "Mopti"),
        ("", ""),
        ("Kayes", ""),  # its unit alone is known
        ("", "Kayes region"),
    )

    expected = pd.Series([True, False, True, False, False, True, False], index=events.index)
    pd.testing.assert_series_equal(found.inside(events), expected, check_names=False)


def test_a_stated_region_is_known_without_accents_and_in_any_case():
    found = southwest(make_layer(*OLD, "Dioïla"), "with-segou")

    events = located(("", "SEGOU"), ("", "  ségou "), ("", "dioila"), ("", "KAYES"), ("", "Segu"))
    assert found.inside(events).tolist() == [True, True, True, True, False]


def test_a_carved_region_that_is_only_stated_counts_though_the_layer_lacks_it():
    events = located(("", "Bougouni"), ("", "Kita"), ("", "San"))

    assert southwest(make_layer(*OLD)).inside(events).tolist() == [True, True, False]
    assert southwest(make_layer(*OLD), "with-segou").inside(events).tolist() == [True, True, True]


def test_in_the_new_borders_a_carved_region_that_is_only_stated_does_not_count():
    events = located(("", "Bougouni"), ("", "Sikasso"), ("Kita", "Kita"), ("Kayes", "Kayes"))

    found = southwest(make_layer(*OLD, *CARVED), "new-borders")

    assert found.inside(events).tolist() == [False, True, False, True]


def test_the_layers_own_names_of_its_units_are_known_for_events_that_state_them():
    groups = {"Diéma": "Kayes", "Djenné": "Mopti"}
    found = southwest(make_layer(*groups, region=groups))

    assert found.inside(located(("", "Diema"), ("", "Djenne"))).tolist() == [True, False]


def test_no_events_are_nowhere(data):
    inside = southwest(data.admin1).inside(located())

    assert inside.tolist() == []
    assert inside.dtype == bool


def test_looking_does_not_change_the_events(data):
    before = data.events.copy()

    southwest(data.admin1).inside(data.events)

    pd.testing.assert_frame_equal(pd.DataFrame(data.events), pd.DataFrame(before))
