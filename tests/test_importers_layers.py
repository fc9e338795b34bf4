"""Map layers and Parquet: attributes as text, points as degrees."""

import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from container_fixtures import numbers, raws, read, read_path, records

from sahel_map.importers.refusals import RefusedFile

POINTS = gpd.GeoDataFrame(
    {"event_id": ["a", "b", "c"], "killed": [3.0, 2.5, None], "day": ["2025-07-01", None, "x"]},
    geometry=[shapely.Point(-5.5, 13.25), None, shapely.Point(1, 2)],
    crs="EPSG:4326",
)
"""Made-up events: whole and broken numbers, something missing everywhere."""

READ = [
    ["a", "3", "2025-07-01", "-5.5", "13.25"],
    ["b", "2.5", "", "", ""],
    ["c", "", "x", "1", "2"],
]


def save(frame, path):
    """Write a layer in the format of a suffix; return its path without one."""
    named = path.parent / f"made{path.suffix}"
    frame.to_parquet(named) if path.suffix == ".parquet" else frame.to_file(named)
    return named.rename(path.parent / "content")


def zipped_parts(tmp_path, frame, *suffixes, cpg=None):
    """Return a zip with these parts of a shapefile."""
    folder = tmp_path / "parts"
    folder.mkdir()
    frame.to_file(folder / "made up.shp", encoding="cp1252" if cpg else "utf-8")
    if cpg:
        (folder / "made up.cpg").write_text(cpg)
    path = tmp_path / "content"
    with zipfile.ZipFile(path, "w") as archive:
        for suffix in suffixes:
            archive.write(folder / f"made up{suffix}", f"../up/made up{suffix.upper()}")
    return path


@pytest.mark.parametrize(
    ("suffix", "container"), [(".geojson", "layer"), (".gpkg", "layer"), (".parquet", "parquet")]
)
def test_points_become_longitude_and_latitude(tmp_path, suffix, container):
    path = save(POINTS, tmp_path / f"x{suffix}")

    source, blocks, _, _ = read_path(path, block_rows=2)

    assert source.container == container
    assert source.header == ["event_id", "killed", "day", "longitude", "latitude"]
    assert records(blocks) == READ
    assert numbers(blocks) == [1, 2, 3]
    assert source.details["crs"] == "EPSG:4326"
    assert raws(blocks)[0] == b"a,3,2025-07-01,-5.5,13.25"
    assert source.raw_header == b"event_id,killed,day,longitude,latitude"
    assert source.progress() == 1.0


def test_a_layer_in_other_coordinates_is_brought_to_degrees(tmp_path):
    path = save(POINTS.to_crs("EPSG:32630"), tmp_path / "x.gpkg")

    source, blocks, _, _ = read_path(path)

    assert records(blocks) == READ
    assert source.details["crs"] == "EPSG:32630"


def test_coordinates_among_the_attributes_stay_and_the_point_stands_beside_them(tmp_path):
    path = save(POINTS.assign(Latitude="13", LON="-6"), tmp_path / "x.geojson")

    source, blocks, _, _ = read_path(path)

    assert source.header == ["event_id", "killed", "day", "Latitude", "LON", "geometry_wkt"]
    assert records(blocks)[0][3:] == ["13", "-6", "POINT (-5.5 13.25)"]
    assert records(blocks)[1][3:] == ["13", "-6", ""]


def test_a_topology_of_points_is_read_and_its_coordinates_are_assumed(tmp_path):
    point = {"type": "Point", "coordinates": [1.5, 2.5], "properties": {"event_id": "7"}}
    content = {
        "type": "Topology",
        "objects": {"events": {"type": "GeometryCollection", "geometries": [point]}},
        "arcs": [],
    }

    source, blocks, _, _ = read(tmp_path, json.dumps(content))

    row = blocks[0].text.iloc[0]
    assert row[["event_id", "longitude", "latitude"]].tolist() == ["7", "1.5", "2.5"]
    assert source.details["crs"] == "EPSG:4326 (assumed)"


def test_nested_and_mixed_attributes_are_kept_as_text(tmp_path):
    features = [
        {
            "type": "Feature",
            "properties": {"id": "007", "tags": {"a": [1, "é"]}, "n": 1},
            "geometry": {"type": "Point", "coordinates": [1, 2]},
        },
        {
            "type": "Feature",
            "properties": {"id": "8", "n": "x"},
            "geometry": {"type": "Point", "coordinates": [3, 4]},
        },
    ]

    _, blocks, _, _ = read(
        tmp_path, json.dumps({"features": features, "type": "FeatureCollection"})
    )

    first, second = records(blocks)
    assert first[0] == "007"
    assert json.loads(first[1]) == {"a": [1, "é"]}
    assert [first[2], second[2]] == ["1", "x"]


def test_a_zipped_shapefile_is_read_whatever_its_parts_are_called(tmp_path):
    frame = POINTS.assign(day="Ségou")
    path = zipped_parts(tmp_path, frame, ".shp", ".dbf", ".shx", ".prj", ".cpg")

    source, blocks, _, _ = read_path(path)

    assert records(blocks)[0] == ["a", "3", "Ségou", "-5.5", "13.25"]
    assert source.details["encoding"] == "utf-8"


def test_a_wrong_statement_of_the_encoding_does_not_garble_a_shapefile(tmp_path):
    frame = POINTS.assign(day="Ségou")
    path = zipped_parts(tmp_path, frame, ".shp", ".dbf", ".shx", ".cpg", cpg="iso-ir-138")

    source, blocks, _, _ = read_path(path)

    assert records(blocks)[0][2] == "Ségou"
    assert source.details["encoding"] == "cp1252"
    assert source.details["crs"] == "EPSG:4326 (assumed)"


@pytest.mark.parametrize(("parts", "missing"), [((".shp", ".shx"), ".dbf"), ((".dbf",), ".shp")])
def test_a_part_of_a_shapefile_is_refused_and_the_missing_one_named(tmp_path, parts, missing):
    with pytest.raises(RefusedFile, match=missing) as caught:
        read_path(zipped_parts(tmp_path, POINTS, *parts))

    assert caught.value.code == "shape_part"


def test_parts_that_lie_side_by_side_are_read_together(tmp_path):
    POINTS.to_file(tmp_path / "made up.shp")

    _, blocks, _, _ = read_path(tmp_path / "made up.dbf")

    assert [record[0] for record in records(blocks)] == ["a", "b", "c"]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_areas_are_refused_and_sent_to_the_boundaries(tmp_path, suffix):
    areas = POINTS.assign(geometry=[shapely.box(1, 2, 3, 4)] * 3)

    with pytest.raises(RefusedFile, match="sahel-map boundaries add") as caught:
        read_path(save(areas, tmp_path / f"x{suffix}"))

    assert caught.value.code == "not_points"


def test_areas_are_refused_though_the_first_has_no_shape(tmp_path):
    areas = POINTS.assign(geometry=[None, None, shapely.box(1, 2, 3, 4)])
    areas.to_file(tmp_path / "made.gpkg")

    with pytest.raises(RefusedFile) as caught:
        read_path(tmp_path / "made.gpkg", block_rows=1)

    assert caught.value.code == "not_points"


def test_a_package_is_read_by_its_layer_of_points(tmp_path):
    path = tmp_path / "made.gpkg"
    POINTS.assign(geometry=[shapely.box(1, 2, 3, 4)] * 3).to_file(path, layer="areas")
    POINTS.to_file(path, layer="events")
    POINTS.iloc[:1].to_file(path, layer="others")

    source, blocks, _, _ = read_path(path)
    _, asked, _, _ = read_path(path, sheet="others")

    assert source.details["layer"] == "events"
    assert source.details["skipped_layers"] == ["areas", "others"]
    assert len(records(blocks)) == 3
    assert len(records(asked)) == 1


def test_numbers_that_are_no_degrees_need_a_coordinate_system(tmp_path):
    frame = POINTS.assign(geometry=[shapely.Point(700_000, 1_500_000)] * 3).set_crs(
        None, allow_override=True
    )

    with pytest.raises(RefusedFile, match="coordinate system") as caught:
        read_path(save(frame, tmp_path / "x.parquet"))

    assert caught.value.code == "unknown_crs"


def test_a_table_of_parquet_is_read_as_text(tmp_path):
    frame = pd.DataFrame(
        {
            "id": [1.0, 2.0],
            "kind": pd.Categorical(["a", None]),
            "day": pd.to_datetime(["2025-07-01", None]),
            "stamp": pd.to_datetime(["2025-07-01 06:30", None]),
            "ok": [True, False],
            "many": [["x", "y"], None],
        }
    )
    frame.to_parquet(tmp_path / "content")

    source, blocks, _, _ = read_path(tmp_path / "content")

    first, second = records(blocks)
    assert first[:3] == ["1", "a", "2025-07-01"]
    assert first[3].startswith("2025-07-01 06:30:00")
    assert first[4:] == ["true", '["x", "y"]']
    assert second == ["2", "", "", "", "false", ""]
    assert set(map(str, blocks[0].text.dtypes)) == {"str"}
    assert source.container == "parquet"


def test_a_parquet_file_without_rows_is_refused(tmp_path):
    pd.DataFrame({"id": pd.Series([], dtype="str")}).to_parquet(tmp_path / "content")

    with pytest.raises(RefusedFile) as caught:
        read_path(tmp_path / "content")

    assert caught.value.code == "only_header"
