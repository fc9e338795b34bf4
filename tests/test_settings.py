"""What a host may change through the environment."""

from pathlib import Path

from pyproj import CRS

from sahel_map import settings


def test_the_folders_are_beside_the_app_unless_the_host_says_otherwise(monkeypatch):
    monkeypatch.delenv("SAHEL_MAP_DATA", raising=False)
    monkeypatch.delenv("SAHEL_MAP_FRONTEND", raising=False)

    assert settings.data_dir() == settings.ROOT / "data"
    assert settings.frontend_dir() == settings.ROOT / "frontend" / "dist"
    assert (settings.ROOT / "app.py").is_file()


def test_a_host_may_move_both_folders(monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DATA", "/srv/data")
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", "/srv/libraries")

    assert settings.data_dir() == Path("/srv/data")
    assert settings.frontend_dir() == Path("/srv/libraries")


def test_storage_is_in_degrees_and_areas_in_metres():
    assert CRS(settings.STORAGE_CRS).is_geographic
    assert CRS(settings.AREA_CRS).is_projected
    assert CRS(settings.AREA_CRS).axis_info[0].unit_name == "metre"


def test_the_tolerance_of_the_join_is_five_kilometres():
    assert settings.JOIN_TOLERANCE_KM == 5.0
