"""Districts and communes: joined to all events, shaded where they fit, carried by files."""

import csv
import dataclasses
import io
import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from level_fixtures import communes, districts, with_levels
from streamlit_folium import generate_leaflet_string

from sahel_map import store
from sahel_map.exports import COLUMNS, Provenance, to_csv, to_geojson
from sahel_map.maps import base_map, event_group
from sahel_map.measures.counts import count_by_unit, finest_level

ABOUT = Provenance("all", "1")


@pytest.fixture(scope="module")
def fine(data, data_dir, tmp_path_factory):
    """The bundled tables beside made-up districts and communes of three regions."""
    layer = districts(data.admin1)
    target = tmp_path_factory.mktemp("levels") / "data"
    return store.load(with_levels(data_dir, target, layer, communes(layer)))


def view(group) -> dict:
    """Return the JSON that the map script is handed."""
    group.add_to(base_map("abc"))
    group.render()
    call = generate_leaflet_string(group).split("SahelMap.show(")[1]
    return json.JSONDecoder().raw_decode(call.partition(", ")[2])[0]


def notes(shown: dict) -> list[str]:
    """Return the lines of a legend that have no samples."""
    return [part["title"] for part in shown["legend"]["parts"] if not part["items"]]


# Kayes lies between 12.264 and 8.132 degrees west: thirds of 1.377 degrees end at 10.887 and 9.509.
@pytest.mark.parametrize(
    ("event_id", "district", "commune"),
    [
        ("2025-07-01-kayes", "ML-1-0", "ML-1-0-n"),  # 11.44 west, 14.45 north
        ("2025-07-01-sandare", "ML-1-1", "ML-1-1-n"),  # 10.31 west, 14.70 north
        ("2025-07-01-nioro", "ML-1-1", "ML-1-1-n"),  # 9.59 west, 15.23 north
        ("2023-01-08-sibikoro", "ML-1-2", "ML-1-2-s"),  # 8.99 west, 12.96 north
    ],
)
def test_events_of_tables_are_joined_to_every_level_that_is_loaded(
    fine, event_id, district, commune
):
    event = fine.events.loc[event_id]

    assert (event["admin2_id"], event["admin2_method"]) == (district, "within")
    assert (event["admin3_id"], event["admin3_method"]) == (commune, "within")
    assert event["admin2"] == fine.finer[2].at[district, "name"]


def test_an_event_known_to_its_region_or_less_closely_than_a_town_has_no_district(fine):
    vague = fine.events[~fine.events["geo_precision"].isin(["exact", "town"])]

    assert set(vague["geo_precision"]) == {"near", "area", "region", "country"}
    assert set(vague["admin2_id"]) == set(vague["admin3_id"]) == {""}
    assert set(vague["admin2_method"]) == {"imprecise"}


def test_without_further_layers_nothing_is_added(data):
    assert data.finer == {}
    assert [name for name in data.events if name.startswith(("admin2_i", "admin3"))] == []


def joined(*units: str) -> pd.DataFrame:
    """Return events of one region by their district; "-" is located in none, "" too vaguely."""
    table = pd.DataFrame({"admin2_id": [unit.strip("-") for unit in units]})
    methods = [{"": "imprecise", "-": "none"}.get(unit, "within") for unit in units]
    return table.assign(admin1_id="R", lat=0.5, admin2_method=methods)


def test_a_border_post_drawn_just_abroad_has_the_nearest_district_of_its_country(fine):
    gogui = fine.events.loc["2025-07-01-gogui"]

    # Gogui lies at 9.3 degrees west, in the eastern third, some 0.3 km inside Mauritania.
    assert (gogui["admin1_method"], gogui["admin2_method"]) == ("nearest", "nearest")
    assert gogui["admin2_id"] == "ML-1-2"


@pytest.mark.parametrize(
    ("units", "level"),
    [
        (["A"] * 9 + [""], 2),  # nine in ten
        (["A"] * 9 + ["-"], 2),
        (["A"] * 8 + ["", "-"], 1),
        (["A"] * 17 + [""] * 2, 1),  # 17 of 19 is 0.895
        (["A"], 2),
        ([""], 1),
        ([], 1),
    ],
)
def test_a_level_fits_from_nine_events_in_ten_on(units, level):
    assert finest_level(joined(*units), [1, 2]) == level


@pytest.mark.parametrize(("third", "level"), [(9, 3), (8, 2)])
def test_the_finest_level_that_fits_is_taken(third, level):
    events = joined(*["A"] * 10).assign(admin3_id=["a"] * third + [""] * (10 - third))

    assert finest_level(events, [3, 1, 2]) == level
    assert finest_level(events, [3, 1]) == (3 if level == 3 else 1)


SQUARES = gpd.GeoDataFrame(
    {"name": ["West", "East"], "parent_id": "R", "area_km2": [10_000.0, 20_000.0]},
    index=pd.Index(["A", "B"], name="admin2_id"),
    geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
    crs=4326,
)
REGION = gpd.GeoDataFrame(
    {"name": ["All"], "area_km2": [30_000.0]},
    index=pd.Index(["R"], name="admin1_id"),
    geometry=[shapely.box(0, 0, 2, 1)],
    crs=4326,
)


def shaded(events: pd.DataFrame, **choices) -> dict:
    return view(event_group(events, REGION, mode="regions", finer={2: SQUARES}, **choices))


def test_units_of_any_level_are_counted_with_their_density():
    table, left = count_by_unit(joined("A", "B", "B", "B", ""), SQUARES, level=2)

    assert table["events"].to_dict() == {"A": 1, "B": 3}
    assert table["per_10000_km2"].tolist() == pytest.approx([1.0, 1.5])
    assert left == 1


def test_districts_are_shaded_where_they_fit_and_the_left_out_are_told():
    shown = shaded(joined(*"AAAAAABBB", ""))

    assert {unit: cell["count"] for unit, cell in shown["units"].items()} == {"A": 6, "B": 3}
    assert shown["levels"] == [2]
    assert shown["legend"]["parts"][0]["title"] == "Events per district"
    assert notes(shown) == ["1 event is not located closely enough and is not shaded"]


def test_regions_are_shaded_where_districts_do_not_fit_and_it_says_what_these_would_leave():
    shown = shaded(joined("A", "B", "", "-"))

    assert {unit: cell["count"] for unit, cell in shown["units"].items()} == {"R": 4}
    assert "levels" not in shown
    assert shown["legend"]["parts"][0]["title"] == "Events per region"
    assert notes(shown) == ["A finer level would leave 2 events unshaded"]


def test_the_readers_level_is_shaded_whether_it_fits_or_not():
    fine = shaded(joined("A", "", "", "-"), level=2, per_area=True)
    coarse = shaded(joined("A", "A"), level=1)

    assert list(fine["units"]) == ["A"]
    assert fine["legend"]["parts"][0]["title"] == "Events per 10,000 km², by district"
    assert notes(fine) == [
        "2 events are not located closely enough and are not shaded",
        "1 event lies in no unit of this layer and is not shaded",
    ]
    assert list(coarse["units"]) == ["R"]
    assert notes(coarse) == []


def test_a_level_that_is_not_loaded_falls_to_the_finest_that_fits():
    assert list(shaded(joined("A"), level=3)["units"]) == ["A"]


def test_a_map_without_further_layers_is_the_same_whatever_level_is_asked(six):
    groups = [
        event_group(six.events, six.admin1, mode="regions", level=level) for level in (None, 3)
    ]
    plain, asked = map(view, groups)

    assert plain == asked
    assert "levels" not in plain


def test_files_carry_the_units_of_every_level_beside_the_region(fine):
    kayes = fine.events.loc[["2025-07-01-kayes"]]

    [row] = csv.DictReader(io.StringIO(to_csv(kayes, ABOUT).decode("utf-8-sig")))
    [feature] = json.loads(to_geojson(kayes, ABOUT))["features"]

    told = {
        "admin2": "Kayes A",
        "admin2_id": "ML-1-0",
        "admin2_method": "within",
        "admin3": "Kayes A North",
        "admin3_id": "ML-1-0-n",
        "admin3_method": "within",
    }
    assert {name: row[name] for name in told} == told
    assert {name: feature["properties"][name] for name in told} == told
    names = list(row)
    after = names.index("admin1_stated")
    assert names[after + 1 : after + 7] == list(told)


def test_files_state_the_licence_of_each_layer_that_they_name(fine, data):
    about = {"source": "A survey", "licence": "CC BY-IGO"}
    files = {**fine.manifest["files"], "admin2.geojson": about}

    named = Provenance.of("all", dataclasses.replace(fine, manifest={"files": files})).licence

    assert named == f"{Provenance.of('all', data).licence}; admin2.geojson: A survey, CC BY-IGO"


def test_files_without_further_layers_have_the_columns_they_had(data):
    row = next(csv.reader(io.StringIO(to_csv(data.events.head(1), ABOUT).decode("utf-8-sig"))))

    assert tuple(row[: len(COLUMNS)]) == COLUMNS
    assert not [name for name in row if name.startswith(("admin2", "admin3"))]


def test_a_layer_of_one_country_leaves_events_of_others_without_a_district(fine):
    abroad = fine.events[fine.events["country"] != "MLI"]

    assert len(abroad) > 0
    assert set(abroad["admin2_id"]) == {""}
    assert dataclasses.replace(fine).finer[2]["country"].unique().tolist() == ["MLI"]
