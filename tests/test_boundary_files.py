"""Files of boundaries as they come: every shape of file, and why some are refused."""

import json
import zipfile

import geopandas as gpd
import pytest
import shapely
from boundary_fixtures import (
    EAST,
    WEST,
    add,
    cod1,
    data_folder,
    geojson,
    layer,
    said,
    shapefile,
    snapshot,
    topojson,
    zipped,
)

from sahel_map.errors import BoundaryError


@pytest.fixture
def data(tmp_path, units):
    """A data folder with Mali's West and East."""
    return data_folder(tmp_path / "data", units)


def gpkg(path, frame):
    frame.to_file(path)
    return path


WRITERS = {
    "units.geojson": geojson,
    "units.json": geojson,
    "units.topojson": topojson,
    "topology.json": topojson,
    "units.gpkg": gpkg,
    "units.shp": shapefile,
}


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "zipped"])
@pytest.mark.parametrize("name", WRITERS)
def test_each_kind_of_file_gives_the_same_units(data, tmp_path, name, pack):
    path = WRITERS[name](tmp_path / name, cod1())
    if pack:
        path = zipped(tmp_path / "packed.zip", path, under="folder/")

    found = add(path, data)

    assert found.names == {"ML01": "West", "ML02": "East"}
    shapes = gpd.read_file(data / "geo" / "admin1.geojson").set_index("admin1_id").geometry
    assert shapes["ML01"].bounds == WEST
    assert shapes["ML02"].bounds == EAST


SQUARE = {"type": "Polygon", "coordinates": [[[0, 10], [1, 10], [1, 11], [0, 11], [0, 10]]]}
REFUSED = {
    "bare shape": (json.dumps(SQUARE), r"a bare shape without names.*FeatureCollection"),
    "empty": ("", r"is empty"),
    "blank": (" \n\n", r"is empty"),
    "git-lfs": ("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", r"git lfs pull"),
    "git-annex": ("/annex/objects/SHA256E-s1--1.geojson\n", r"git annex get"),
    "var": ('var x = {"type":"FeatureCollection","features":[]};', r"is JavaScript.*outermost"),
    "callback": ('load({"type":"FeatureCollection","features":[]})', r"is JavaScript"),
    "module": ('export default {"type":"FeatureCollection"}', r"is JavaScript"),
    "web page": ("<!DOCTYPE html><html></html>", r"is a web page"),
    "list": ('[{"name": "West"}]', r"is a list, not a layer"),
    "other json": ('{"name": "West"}', r"neither GeoJSON nor TopoJSON"),
    "table": ("name,code\nWest,ML01\n", r"no layer of areas that can be read.*ogr2ogr"),
    "packed": ("\x1f", r"no layer of areas"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_layer_is_refused_with_its_reason(data, tmp_path, case):
    text, reason = REFUSED[case]
    path = tmp_path / "units.geojson"
    path.write_text(text, encoding="utf-8")
    before = snapshot(data)

    with pytest.raises(BoundaryError, match=rf"^units\.geojson .*{reason}"):
        add(path, data)
    assert snapshot(data) == before


def test_a_file_that_is_cut_short_is_refused(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", cod1())
    path.write_bytes(path.read_bytes()[:-60])

    with pytest.raises(BoundaryError, match="cut short"):
        add(path, data)


@pytest.mark.parametrize(
    ("shape", "kind"),
    [(shapely.Point(0, 10), "Point"), (shapely.LineString([(0, 10), (1, 11)]), "LineString")],
)
def test_points_and_lines_are_no_units(data, tmp_path, shape, kind):
    path = geojson(tmp_path / "units.geojson", layer((shape, {"ADM1_FR": "West"})))

    with pytest.raises(BoundaryError, match=f"no areas but {kind}"):
        add(path, data)


def test_a_layer_without_any_shape_is_refused(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", layer((None, {"ADM1_FR": "West"})))

    with pytest.raises(BoundaryError, match="no row with a shape"):
        add(path, data)


def test_a_folder_and_a_missing_file_are_said_to_be_that(data, tmp_path):
    with pytest.raises(BoundaryError, match=r"is a folder.*the \.shp"):
        add(tmp_path, data)
    with pytest.raises(BoundaryError, match=r"none\.geojson was not found"):
        add(tmp_path / "none.geojson", data)


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "zipped"])
@pytest.mark.parametrize(
    ("part", "reason"),
    [(".dbf", r"without its \.dbf, which has the names"), (".shx", r"SHAPE_RESTORE_SHX")],
)
def test_a_shapefile_without_a_needed_part_is_refused(data, tmp_path, part, reason, pack):
    path = shapefile(tmp_path / "units.shp", cod1(), without=[part])
    if pack:
        path = zipped(tmp_path / "packed.zip", path)

    with pytest.raises(BoundaryError, match=reason):
        add(path, data)


@pytest.mark.parametrize("pack", [False, True], ids=["plain", "zipped"])
def test_parts_without_the_shp_are_refused(data, tmp_path, pack):
    shapefile(tmp_path / "units.shp", cod1())
    (tmp_path / "units.shp").unlink()
    path = tmp_path / "units.dbf"
    if pack:
        path = zipped(tmp_path / "packed.zip", path)

    with pytest.raises(BoundaryError, match=r"its \.shp, which has the areas, is missing"):
        add(path, data)


def test_another_part_of_a_whole_shapefile_stands_for_it(data, tmp_path):
    shapefile(tmp_path / "units.shp", cod1())

    assert list(add(tmp_path / "units.dbf", data).names) == ["ML01", "ML02"]


def test_degrees_are_assumed_without_a_prj_and_it_is_said(data, tmp_path):
    path = shapefile(tmp_path / "units.shp", cod1(), without=[".prj"])

    found = add(path, data)

    assert "crs" in said(found)
    assert (found.reading.declared, found.reading.crs) == ("", "EPSG:4326")


def test_metres_without_a_prj_need_the_system_to_be_named(data, tmp_path):
    path = shapefile(tmp_path / "units.shp", cod1().to_crs("EPSG:32631"), without=[".prj"])

    with pytest.raises(BoundaryError, match=r"the \.prj is missing.*--crs EPSG:32630"):
        add(path, data)
    found = add(path, data, crs="EPSG:32631")

    assert found.reading.crs == "EPSG:32631"
    box = gpd.read_file(data / "geo" / "admin1.geojson").set_index("admin1_id").geometry["ML01"]
    assert box.bounds == pytest.approx(WEST, abs=1e-5)


def test_metres_that_are_said_to_be_degrees_are_refused(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", cod1().to_crs("EPSG:32631"))
    path.write_text(path.read_text().replace("32631", "4326"), encoding="utf-8")

    with pytest.raises(BoundaryError, match=r"said to be in degrees.*--crs"):
        add(path, data)


def test_a_system_that_is_named_stands_above_the_files_own_and_it_is_said(data, tmp_path):
    frame = cod1().to_crs("EPSG:32631").set_crs("EPSG:32630", allow_override=True)
    path = gpkg(tmp_path / "units.gpkg", frame)

    found = add(path, data, crs="EPSG:32631")

    assert [r.values for r in found.remarks if r.code == "crs_overridden"] == [("EPSG:32630",)]


def test_a_layer_that_lies_elsewhere_is_refused(data, tmp_path):
    swapped = cod1()
    swapped["geometry"] = shapely.transform(swapped.geometry.to_numpy(), lambda xy: xy[:, ::-1])
    path = geojson(tmp_path / "units.geojson", swapped)

    with pytest.raises(BoundaryError, match=r"longitude 10\.0 and 11\.0.*nowhere in MLI.*swapped"):
        add(path, data)


def test_an_unknown_system_is_refused(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", cod1())

    with pytest.raises(BoundaryError, match=r"--crs 'Lambert' is no coordinate system"):
        add(path, data, crs="Lambert")


def test_the_member_that_ocha_writes_for_degrees_is_understood(data, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path = geojson(tmp_path / "units.geojson", cod1(), crs=crs)

    found = add(path, data)

    assert found.reading.crs in {"OGC:CRS84", "EPSG:4326"}
    assert "crs" not in said(found)


@pytest.mark.parametrize(
    ("written", "cpg", "taken", "told"),
    [
        ("cp1252", "iso-ir-138", "cp1252", "cp1252 (the .cpg says iso-ir-138)"),
        ("cp1252", "UTF-8", "cp1252", "cp1252 (the .cpg says UTF-8)"),
        ("cp1252", None, "cp1252", "cp1252 (there is no .cpg)"),
        ("cp1252", "CP1252", "cp1252", ""),
        ("utf-8", "ISO-8859-1", "utf-8", "utf-8 (the .cpg says ISO-8859-1)"),
        ("utf-8", "UTF-8", "utf-8", ""),
        ("utf-8", "rubbish", "utf-8", "utf-8 (the .cpg says rubbish)"),
    ],
)
def test_names_are_read_right_whatever_the_cpg_says(data, tmp_path, written, cpg, taken, told):
    frame = cod1().replace({"West": "Ténenkoué"})
    path = shapefile(tmp_path / "units.shp", frame, encoding=written)
    path.with_suffix(".cpg").unlink()
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)

    found = add(path, data)

    assert found.names["ML01"] == "Ténenkoué"
    assert found.reading.encoding == taken
    assert [r.values[0] for r in found.remarks if r.code == "encoding"] == [told] * bool(told)


def test_a_letter_that_a_column_cuts_in_two_is_left_out(data, tmp_path):
    path = shapefile(tmp_path / "units.shp", cod1(), encoding="utf-8")
    dbf = path.with_suffix(".dbf")
    half = "é".encode()[:1]
    field = dbf.read_bytes()[32:].find(b"ADM1_FR") + 32
    length = dbf.read_bytes()[field + 16]
    cut = b"W" * (length - 1) + half
    dbf.write_bytes(dbf.read_bytes().replace(b"West".ljust(length), cut))

    found = add(path, data)

    assert found.names["ML01"] == "W" * (length - 1)


def test_json_that_is_not_utf_8_is_read_as_windows_1252_and_it_is_said(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", cod1().replace({"West": "Ténenkou"}))
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))

    found = add(path, data)

    assert found.names["ML01"] == "Ténenkou"
    assert found.reading.encoding == "cp1252"
    assert "encoding" in said(found)


def test_a_byte_order_mark_is_no_obstacle(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", cod1())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert add(path, data).names["ML01"] == "West"


def test_a_hundred_and_three_columns_are_no_obstacle(data, tmp_path):
    path = geojson(tmp_path / "units.geojson", cod1(**{f"x{n}": "" for n in range(99)}))

    found = add(path, data)

    assert (found.columns.name, found.columns.code) == ("ADM1_FR", "ADM1_PCODE")


def test_several_layers_are_listed_and_one_can_be_chosen(data, tmp_path):
    path = gpkg(tmp_path / "units.gpkg", cod1())
    cod1().rename(columns={"ADM1_FR": "other"}).to_file(path, layer="other")

    with pytest.raises(BoundaryError, match=r"several layers: units, other\. Name one.*--layer"):
        add(path, data)
    with pytest.raises(BoundaryError, match=r"has no layer 'third', but these: units, other"):
        add(path, data, layer="third")

    assert add(path, data, layer="units").layer == "units"


def test_of_several_files_in_a_zip_one_is_chosen_by_its_name(data, tmp_path):
    one = geojson(tmp_path / "one.geojson", cod1())
    two = topojson(tmp_path / "two.json", cod1(), "a", "b")
    path = zipped(tmp_path / "packed.zip", one, two, under="in/")

    with pytest.raises(BoundaryError, match=r"in/one\.geojson, in/two\.json:a, in/two\.json:b"):
        add(path, data)

    assert add(path, data, layer="one", dry=True).layer == "in/one.geojson"
    assert add(path, data, layer="a", dry=True).layer == "in/two.json:a"


def test_what_is_no_layer_in_a_zip_is_passed_over(data, tmp_path):
    one = geojson(tmp_path / "one.geojson", cod1())
    about = tmp_path / "metaData.json"
    about.write_text('{"licence": "made up"}', encoding="utf-8")
    path = zipped(tmp_path / "packed.zip", one, about)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._one.geojson", "\x00")

    found = add(path, data)

    assert found.layer == "one.geojson"
    assert "layer" in said(found)
