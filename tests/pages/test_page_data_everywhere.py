"""Every page over datasets that were loaded, in both languages."""

import pytest
from data_pages import browse, load
from upload_fixtures import ACLED, OWN, TABLE, UCDP

PAGES = ("attacks", "corridors", "expansion", "evidence", "numbers", "data", "about")
FILES = {"acled.csv": ACLED, "ucdp.csv": UCDP, "own.csv": OWN, "table.csv": TABLE}


@pytest.fixture(autouse=True)
def cookies(monkeypatch, tmp_path):
    return browse(monkeypatch, tmp_path / "imports")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FILES)
def test_every_page_opens_on_a_loaded_dataset(visit, language, name):
    page = visit(language, page="data")
    places = {"map_lat": "Nord", "map_lon": "Est"} if name == "table.csv" else {}
    key = load(page, name, FILES[name], **places)

    for target in PAGES:
        page.go(target)

        assert page.query["data"] == key, target
        assert any(name.partition(".")[0] in notice for notice in page.notices), target


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_loaded_event_opens_on_the_map_and_in_its_dossier(visit, language):
    page = visit(language, page="data")
    key = load(page, "acled.csv", ACLED)

    opened = visit(language, data=key, event="acled-mli900001")
    assert "Invented town 1" in opened.panel
    opened.go("evidence")

    assert "Invented town 1" in opened.words


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("mode", ["points", "clusters", "heat", "hexagons", "regions"])
def test_every_way_of_showing_opens_on_a_loaded_dataset(visit, language, mode):
    key = load(visit(language, page="data"), "acled.csv", ACLED)

    page = visit(language, data=key, show=mode)

    assert page.map_view["mode"] == mode
