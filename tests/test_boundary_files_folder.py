"""What stands in a data folder after a layer was added, was not, or was taken away again."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from boundary_fixtures import add, cod1, cod2, data_folder, features, geojson, said, snapshot

from sahel_map.boundaries import ADMIN1_COLUMNS, level_columns, read_admin1, read_level
from sahel_map.boundary_import import folder as folders
from sahel_map.boundary_import import layers_of, remove_level
from sahel_map.errors import BoundaryError


@pytest.fixture
def data(tmp_path, units):
    """A data folder with Mali's West and East."""
    return data_folder(tmp_path / "data", units)


@pytest.fixture
def regions(tmp_path):
    """A file of two regions."""
    return geojson(tmp_path / "regions.geojson", cod1())


@pytest.fixture
def cercles(tmp_path):
    """A file of three cercles."""
    return geojson(tmp_path / "cercles.geojson", cod2())


def _far(tmp_path):
    """Write the three cercles where Mali really lies, for folders with the bundled layers."""
    frame = cod2()
    frame["geometry"] = frame.geometry.translate(-5, 3)
    return geojson(tmp_path / "real.geojson", frame)


def manifest(data):
    return json.loads((data / "geo" / "manifest.json").read_text(encoding="utf-8"))


def test_a_first_level_takes_the_place_of_the_countrys_units_and_of_no_others(data, regions):
    add(regions, data)

    layer = read_admin1(data / "geo" / "admin1.geojson")
    assert list(layer.index) == ["ML01", "ML02", "MR-N", "BF-G", "BF-T"]
    assert set(ADMIN1_COLUMNS) <= set(layer.columns)
    assert layer.crs == "EPSG:4326"


def test_deeper_levels_stand_in_files_of_their_own(data, cercles):
    before = (data / "geo" / "admin1.geojson").read_bytes()
    add(cercles, data)
    add(cercles, data, level=3, name="ADM2_FR", code="ADM2_PCODE", parent="ADM2_PCODE")

    second, third = read_level(data / "geo", 2), read_level(data / "geo", 3)
    assert [*second.columns] == [*level_columns(2), "geometry"]
    assert [*third.columns] == [*level_columns(3), "geometry"]
    assert list(third["parent_id"]) == list(second.index) == ["ML0101", "ML0201", "ML0202"]
    assert (data / "geo" / "admin1.geojson").read_bytes() == before


def test_a_level_that_a_folder_lacks_is_empty_and_has_its_columns(data):
    empty = read_level(data / "geo", 2)

    assert len(empty) == 0
    assert list(empty.columns) == [*level_columns(2), "geometry"]
    assert empty.crs == "EPSG:4326"
    assert empty.index.name == "admin2_id"


def test_the_first_level_is_read_like_any(data):
    assert read_level(data / "geo", 1).equals(read_admin1(data / "geo" / "admin1.geojson"))


def test_a_deeper_level_without_its_columns_is_an_error(data, regions):
    shutil.copy(regions, data / "geo" / "admin2.geojson")

    with pytest.raises(BoundaryError, match=r"admin2\.geojson lacks the columns admin2_id"):
        read_level(data / "geo", 2)


def test_a_second_layer_of_a_level_takes_the_place_of_the_first(data, cercles):
    add(cercles, data)
    add(cercles, data, name="ADM2_PCODE")

    assert [f["name"] for f in features(data, "admin2.geojson")] == ["ML0101", "ML0201", "ML0202"]


def test_a_folder_without_boundaries_gets_the_bundled_ones_first(tmp_path, data_dir):
    data = tmp_path / "new"
    data.mkdir()

    add(_far(tmp_path), data)

    names = {"admin0", "admin1", "rivers", "lakes", "towns", "admin2"}
    written = {p.name for p in (data / "geo").iterdir()}
    assert written == {f"{name}.geojson" for name in names} | {"manifest.json"}
    bundled = data_dir / "geo" / "admin1.geojson"
    assert (data / "geo" / "admin1.geojson").read_bytes() == bundled.read_bytes()
    assert manifest(data)["files"]["rivers.geojson"]["licence"] == "public domain"
    assert (data / "geo").stat().st_mode & 0o777 == 0o755


def test_a_folder_that_does_not_exist_is_refused(tmp_path, regions):
    with pytest.raises(BoundaryError, match="does not exist"):
        add(regions, tmp_path / "typo")
    assert not (tmp_path / "typo").exists()


def test_the_manifest_says_where_units_come_from_and_what_was_repaired(data, regions):
    add(regions, data, vintage="2024", source="Made up", licence="CC BY 4.0")

    entry = manifest(data)["files"]["admin1.geojson"]
    path = data / "geo" / "admin1.geojson"
    assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert entry["features"] == 5
    assert entry["vintage"] == "MLI: 2024"
    (record,) = entry["added"]
    assert (record["source"], record["licence"]) == ("Made up", "CC BY 4.0")
    assert record["file_sha256"] == hashlib.sha256(regions.read_bytes()).hexdigest()
    assert record["columns"]["name"] == "ADM1_FR"
    assert record["repaired"] == []
    assert {remark["what"] for remark in record["assumed"]} == {
        "level", "column", "country", "family",
    }  # fmt: skip


def test_the_words_of_the_layer_below_stay_in_the_manifest(data, regions):
    known = {"source": "S", "vintage": "V", "licence": "L", "scale": "1:10m"}
    path = data / "geo" / "manifest.json"
    path.write_text(json.dumps({"files": {"admin1.geojson": known}}), encoding="utf-8")

    add(regions, data, vintage="2024", source="Made up", licence="CC BY 4.0")
    entry = manifest(data)["files"]["admin1.geojson"]

    assert entry["vintage"] == "V | MLI: 2024"
    assert entry["scale"] == "1:10m"


def test_repairs_stand_in_the_manifest(data, tmp_path):
    frame = cod1()
    frame.loc[2] = frame.loc[1]
    add(geojson(tmp_path / "regions.geojson", frame), data)

    (record,) = manifest(data)["files"]["admin1.geojson"]["added"]
    assert record["repaired"] == [{"what": "joined", "count": 3, "values": ["2"]}]


def test_a_trial_writes_nothing(data, regions):
    before = snapshot(data)

    found = add(regions, data, dry=True)

    assert found.written == ()
    assert len(found.names) == 2
    assert snapshot(data) == before


# Failing


@pytest.mark.parametrize("moves", [0, 1, 2, 3])
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_add_that_fails_or_is_interrupted_leaves_the_folder_as_it_was(
    data, regions, cercles, monkeypatch, error, moves
):
    add(cercles, data)
    before = snapshot(data)
    replace, done = Path.replace, []

    def breaking(path, target):
        if path.parent.name.startswith(".geo-"):
            if len(done) == moves:
                raise error
            done.append(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", breaking)
    with pytest.raises((BoundaryError, KeyboardInterrupt)):
        add(regions, data)

    assert len(done) == moves
    assert snapshot(data) == before


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_interrupted_first_add_leaves_no_folder_of_layers(tmp_path, monkeypatch, error):
    data = tmp_path / "new"
    data.mkdir()

    def breaking(*_):
        raise error

    monkeypatch.setattr(Path, "write_bytes", breaking)
    with pytest.raises((BoundaryError, KeyboardInterrupt)):
        add(_far(tmp_path), data)

    assert snapshot(data) == {}


def test_a_change_by_somebody_else_meanwhile_is_noticed(data, regions, monkeypatch):
    path = data / "geo" / "admin1.geojson"
    contents = folders._contents

    def meanwhile(folder):
        made = contents(folder)
        path.write_bytes(path.read_bytes() + b"\n")
        return made

    monkeypatch.setattr(folders, "_contents", meanwhile)
    with pytest.raises(BoundaryError, match=r"admin1\.geojson was changed by another program"):
        add(regions, data)

    assert [f["name"] for f in features(data, "admin1.geojson")] == ["West", "East"]


@pytest.mark.parametrize("name", ["admin1.geojson", "manifest.json"])
def test_a_broken_file_in_the_folder_is_named_and_left_alone(data, regions, name):
    (data / "geo" / name).write_text("{", encoding="utf-8")
    before = snapshot(data)

    with pytest.raises(BoundaryError, match=rf"{name} cannot be read"):
        add(regions, data)
    assert snapshot(data) == before


# Taking away


def test_a_removed_first_level_gives_way_to_what_it_replaced(data, regions, units):
    add(regions, data)
    add(regions, data, name="ADM1_PCODE")
    number, _, _ = remove_level(data, 1, "MLI")

    assert number == 2
    layer = read_admin1(data / "geo" / "admin1.geojson")
    assert list(layer.index) == list(units.index)
    assert list(layer["alt_names"]) == list(units["alt_names"])
    assert not (data / "geo" / "admin1_replaced.geojson").exists()
    assert manifest(data)["files"] == {}


def test_bundled_layers_are_byte_for_byte_as_before_once_all_is_removed(tmp_path, data_dir):
    data = tmp_path / "copy"
    shutil.copytree(data_dir / "geo", data / "geo")
    before = snapshot(data)
    path = _far(tmp_path)

    add(path, data)
    add(path, data, level=1)
    remove_level(data, 1, "MLI")
    remove_level(data, 2, "MLI")

    assert snapshot(data) == before


def test_units_follow_the_level_above_when_it_changes(data, regions, cercles):
    add(cercles, data)
    found = add(regions, data)
    assert [f["parent_id"] for f in features(data, "admin2.geojson")] == ["ML01", "ML02", "ML02"]
    assert said(found)["parents_anew"] == 3

    remove_level(data, 1, "MLI")
    assert [f["parent_id"] for f in features(data, "admin2.geojson")] == ["ML-W", "ML-E", "ML-E"]


def test_only_what_was_added_can_be_removed(data, cercles):
    before = snapshot(data)
    with pytest.raises(BoundaryError, match=r"level 1 was added for MLI.*Added there: -"):
        remove_level(data, 1, "MLI")
    assert snapshot(data) == before

    add(cercles, data)
    with pytest.raises(BoundaryError, match=r"Added there: 2: MLI"):
        remove_level(data, 2, "BFA")


def test_the_layers_of_a_folder_are_listed_by_level_and_country(data, cercles):
    add(cercles, data, vintage="2024", licence="CC BY-IGO")

    rows = [(r["level"], r["country"], r["units"], r["added"]) for r in layers_of(data)]

    assert rows == [
        (1, "BFA", 2, False), (1, "MLI", 2, False), (1, "MRT", 1, False), (2, "MLI", 3, True),
    ]  # fmt: skip
    last = layers_of(data)[-1]
    assert (last["source"], last["vintage"], last["licence"], last["file"]) == (
        "OCHA COD-AB", "2024", "CC BY-IGO", "cercles.geojson",
    )  # fmt: skip


def test_a_layer_that_was_changed_by_hand_is_noticed(data, cercles):
    add(cercles, data)
    path = data / "geo" / "admin2.geojson"
    assert layers_of(data)[-1]["as_recorded"]

    path.write_bytes(path.read_bytes() + b"\n")

    assert not layers_of(data)[-1]["as_recorded"]
