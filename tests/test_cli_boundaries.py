"""The command that adds, lists and removes boundaries."""

import json

import pytest
from boundary_fixtures import cod1, cod2, data_folder, features, geojson, snapshot


@pytest.fixture
def data(tmp_path, units):
    """A data folder with Mali's West and East."""
    return data_folder(tmp_path / "data", units)


@pytest.fixture
def cercles(tmp_path):
    """A file of three cercles."""
    return geojson(tmp_path / "cercles.geojson", cod2())


def test_a_layer_is_added_and_all_that_was_assumed_is_printed(run, data, cercles):
    result = run("boundaries", "add", cercles, "--data", data)

    assert result.exit_code == 0, result.stderr
    assert "assumed" in result.stdout
    assert "The level, from the headings: 2 (ADM2_FR)" in result.stdout
    assert "Names known from admin1" in result.stdout
    assert "Written to" in result.stderr
    assert len(features(data, "admin2.geojson")) == 3


def test_the_report_can_be_had_as_json(run, data, cercles):
    result = run("boundaries", "add", cercles, "--data", data, "--format", "json", "--dry-run")

    report = json.loads(result.stdout)
    assert (report["level"], report["country"], report["units"]) == (2, "MLI", 3)
    assert report["dry_run"] is True
    assert report["written"] == []
    assert {remark["what"] for remark in report["assumed"]} >= {"level", "column", "country"}
    assert all(remark["text"] for remark in report["assumed"])
    assert report["names"] == {
        "known_from": "admin1",
        "matched": 1,
        "unmatched": ["Near East", "Far East"],
    }


def test_a_trial_says_that_nothing_was_written(run, data, cercles):
    before = snapshot(data)

    result = run("boundaries", "add", cercles, "--data", data, "--dry-run")

    assert "Boundaries that would be added" in result.stdout
    assert "Nothing was written." in result.stderr
    assert snapshot(data) == before


def test_every_option_settles_its_choice(run, data, tmp_path):
    frame = cod1().rename(columns={"ADM1_FR": "zone", "ADM1_PCODE": "key"})
    path = geojson(tmp_path / "zones.geojson", frame[["zone", "key", "geometry"]])
    options = {
        "--level": 1, "--name": "zone", "--code": "key", "--country": "MLI", "--vintage": "2024",
        "--source": "Made up", "--licence": "CC BY 4.0", "--layer": "zones", "--crs": "EPSG:4326",
        "--parent": "zone",
    }  # fmt: skip
    flat = [part for pair in options.items() for part in pair]

    result = run("boundaries", "add", path, "--data", data, *flat, "--format", "json")

    assert result.exit_code == 0, result.stderr
    report = json.loads(result.stdout)
    assert report["assumed"] == []
    assert report["columns"] == {
        "name": "zone", "code": "key", "parent": ["zone"], "other_names": [],
    }  # fmt: skip
    assert (report["source"], report["vintage"], report["licence"]) == (
        "Made up", "2024", "CC BY 4.0",
    )  # fmt: skip


def test_a_file_that_cannot_be_used_ends_the_command_with_its_reason(run, data, tmp_path):
    path = tmp_path / "units.geojson"
    path.write_text("var x = {};", encoding="utf-8")

    result = run("boundaries", "add", path, "--data", data)

    assert result.exit_code == 1
    assert "is JavaScript" in result.stderr
    assert result.stdout == ""


def test_a_level_beyond_the_third_is_no_choice(run, data, cercles):
    assert run("boundaries", "add", cercles, "--data", data, "--level", 4).exit_code == 2


def test_layers_are_listed_and_removed(run, data, cercles):
    run("boundaries", "add", cercles, "--data", data)

    listed = run("boundaries", "list", "--data", data)
    assert "OCHA COD-AB" in listed.stdout
    removed = run("boundaries", "remove", "--level", 2, "--country", "mli", "--data", data)
    assert removed.exit_code == 0, removed.stderr
    assert "Level 2 of MLI now has 0 units" in removed.stderr
    again = run("boundaries", "remove", "--level", 2, "--country", "MLI", "--data", data)
    assert again.exit_code == 1
    rows = json.loads(run("boundaries", "list", "--data", data, "--format", "json").stdout)
    assert {row["level"] for row in rows} == {1}


def test_a_list_says_when_a_layer_was_changed_by_hand(run, data, cercles):
    run("boundaries", "add", cercles, "--data", data)
    path = data / "geo" / "admin2.geojson"
    path.write_bytes(path.read_bytes() + b"\n")

    assert "changed since" in run("boundaries", "list", "--data", data).stderr


def test_hostile_names_are_printed_as_text(run, data, tmp_path):
    frame = cod1().replace({"West": "[red]<script>'`${x}"})
    path = geojson(tmp_path / "units.geojson", frame)

    result = run("boundaries", "add", path, "--data", data)

    assert "[red]<script>'`${x}" in result.stdout
