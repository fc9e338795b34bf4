"""Where map libraries come from: this host when all are there, else their locked copies."""

import json

import pytest

from sahel_map import frontend, settings


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """An empty folder of libraries, to be filled by the test."""
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path))
    return tmp_path


def install(keys) -> None:
    """Put empty files where libraries belong."""
    for key in keys:
        path = frontend.local_path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


@pytest.mark.usefixtures("folder")
def test_a_host_with_every_library_asks_nobody_else():
    install(frontend.FILES)

    assert frontend.is_local()
    assert frontend.cdn_host() is None
    assert {
        frontend.library_url(key).startswith("../../assets/lib/") for key in frontend.FILES
    } == {True}


@pytest.mark.usefixtures("folder")
def test_one_missing_library_sends_all_to_the_cdn():
    install(list(frontend.FILES)[1:])

    assert not frontend.is_local()
    assert frontend.cdn_host() == "https://cdn.jsdelivr.net"
    assert {
        frontend.library_url(key).startswith("https://cdn.jsdelivr.net/npm/")
        for key in frontend.FILES
    } == {True}


def test_a_library_has_the_same_path_here_and_there(folder):
    there = frontend.library_url("heat")
    install(frontend.FILES)
    here = frontend.library_url("heat")

    assert here.removeprefix("../../assets/lib/") == there.removeprefix(frontend.CDN)
    assert frontend.local_path("heat") == folder / here.removeprefix("../../assets/lib/")


def test_every_package_is_pinned_to_one_version_in_both_files():
    folder = settings.ROOT / "frontend"
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert {package for package, _ in frontend.FILES.values()} == set(wanted)
    assert {package: frontend.version_of(package) for package in wanted} == wanted


def test_the_locked_packages_have_checksums():
    lock = json.loads(
        (settings.ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    )
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert [name for name, entry in packages.items() if not entry.get("integrity")] == []


def test_our_own_script_has_an_address_that_names_its_content():
    assert len(frontend.app_digest()) == 10
    assert frontend.app_digest() == frontend.app_digest()
    assert set(frontend.app_digest()) <= set("0123456789abcdef")
