"""Zips that must not be unpacked, or have nothing in them."""

import stat
import zipfile

import pytest
from boundary_fixtures import add, cod1, data_folder, geojson, zipped

from sahel_map.boundary_import import containers
from sahel_map.errors import BoundaryError


@pytest.fixture
def data(tmp_path, units):
    """A data folder with Mali's West and East."""
    return data_folder(tmp_path / "data", units)


@pytest.mark.parametrize(
    "member", ["../out.geojson", "a/../../out.geojson", "/out.geojson", "..\\out.geojson", "C:/o"]
)
def test_a_zip_that_climbs_out_of_its_folder_is_refused(data, tmp_path, member):
    path = tmp_path / "packed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "{}")

    with pytest.raises(BoundaryError, match=r"outside its folder\. Nothing was unpacked"):
        add(path, data)
    assert not list(tmp_path.rglob("out.geojson"))


def test_a_link_in_a_zip_is_refused(data, tmp_path):
    path = tmp_path / "packed.zip"
    link = zipfile.ZipInfo("units.geojson")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/hostname")

    with pytest.raises(BoundaryError, match="outside its folder"):
        add(path, data)


def test_a_zip_that_unpacks_to_too_much_is_refused(data, tmp_path, monkeypatch):
    path = zipped(tmp_path / "packed.zip", geojson(tmp_path / "units.geojson", cod1()))
    size = (tmp_path / "units.geojson").stat().st_size
    monkeypatch.setattr(containers, "UNPACKED_LIMIT", size)
    assert add(path, data, dry=True).names

    monkeypatch.setattr(containers, "UNPACKED_LIMIT", size - 1)
    with pytest.raises(BoundaryError, match="unpacks to more than"):
        add(path, data)


def test_a_zip_that_lies_about_its_size_is_stopped_while_it_unpacks(data, tmp_path, monkeypatch):
    path = zipped(tmp_path / "packed.zip", geojson(tmp_path / "units.geojson", cod1()))
    monkeypatch.setattr(containers, "UNPACKED_LIMIT", 100)
    # zipfile itself stops at the size that a member states; the check must not rest on that.
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", property(lambda _: 1, lambda *_: None))
    chunks = [b"x" * 60] * 3
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda *_: chunks.pop() if chunks else b"")

    with pytest.raises(BoundaryError, match="unpacks to more than"):
        add(path, data)


def test_the_limit_is_one_gibibyte():
    assert containers.UNPACKED_LIMIT == 1024**3


def test_a_zip_with_a_password_is_refused(data, tmp_path):
    path = zipped(tmp_path / "packed.zip", geojson(tmp_path / "units.geojson", cod1()))
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)

    with pytest.raises(BoundaryError, match="locked with a password"):
        add(path, data)


def test_a_zip_that_is_cut_short_is_refused(data, tmp_path):
    path = zipped(tmp_path / "packed.zip", geojson(tmp_path / "units.geojson", cod1()))
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(BoundaryError, match=r"is a broken \.zip"):
        add(path, data)


def test_a_zip_with_damaged_content_is_refused(data, tmp_path):
    path = zipped(tmp_path / "packed.zip", geojson(tmp_path / "units.geojson", cod1()))
    content = bytearray(path.read_bytes())
    content[60:80] = bytes(20)
    path.write_bytes(content)

    with pytest.raises(BoundaryError, match=r"is a broken \.zip"):
        add(path, data)


def test_a_zip_of_zips_has_to_be_unpacked_first(data, tmp_path):
    inner = zipped(tmp_path / "inner.zip", geojson(tmp_path / "units.geojson", cod1()))
    path = zipped(tmp_path / "packed.zip", inner)

    with pytest.raises(BoundaryError, match=r"only other packed files: inner\.zip"):
        add(path, data)


def test_a_zip_without_a_layer_is_refused(data, tmp_path):
    (tmp_path / "readme.txt").write_text("made up", encoding="utf-8")
    path = zipped(tmp_path / "packed.zip", tmp_path / "readme.txt")

    with pytest.raises(BoundaryError, match="holds no layer of areas"):
        add(path, data)


def test_of_a_zip_whose_only_layer_is_unusable_the_reason_is_given(data, tmp_path):
    (tmp_path / "units.geojson").write_text("var x = {};", encoding="utf-8")
    path = zipped(tmp_path / "packed.zip", tmp_path / "units.geojson")

    with pytest.raises(BoundaryError, match=r"units\.geojson is JavaScript"):
        add(path, data)
