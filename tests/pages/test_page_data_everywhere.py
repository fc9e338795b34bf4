"""Every page over datasets that were loaded, in both languages."""

import pytest
from data_pages import browse, load
from upload_fixtures import ACLED, OWN, TABLE, UCDP

PAGES = ("overview", "attacks", "corridors", "expansion", "evidence", "numbers", "data", "about")
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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("acled.csv", "Events: acled (ACLED), licence class restricted. Seen only by whoever"),
        ("ucdp.csv", "Events: ucdp (UCDP GED), licence class open. May be shown and passed on"),
    ],
)
def test_the_foot_of_a_page_states_the_licence_of_the_events_that_it_shows(visit, name, said):
    key = load(visit(page="data"), name, FILES[name])

    for target in ("attacks", "corridors", "data"):
        foot = " ".join(visit(page=target, data=key).captions[-2:]).replace("\\", "")

        assert said in foot
        assert "roads, blockades and published numbers CC BY 4.0" in foot
        assert "tables CC BY 4.0" not in foot


def test_the_foot_of_a_page_of_bundled_events_states_theirs(visit):
    foot = visit(page="attacks").captions[-1]

    assert "tables CC BY 4.0" in foot
    assert "licence class" not in foot


def test_the_about_page_does_not_call_loaded_events_ours(visit):
    key = load(visit(page="data"), "acled.csv", ACLED)

    page = visit(page="about", data=key)

    assert "Events: acled (ACLED), licence class restricted." in page.words
    assert "These events are not ours" in page.words
    [citation] = [code.value for code in page.app.code]
    assert "CC BY 4.0" not in citation
    assert "licence class restricted" in citation
    assert "Tables of events" not in page.words


def test_counts_of_restricted_events_are_taken_away_with_what_was_merged(visit, files):
    key = load(visit(page="data"), "acled.csv", ACLED)

    visit(data=key)

    text = files["sahel-map-counts.csv"].decode()
    assert "fewer than 5 events" in text
    assert "acled-mli" not in text
    assert "Invented town" not in text


def test_files_of_roads_tell_of_no_restricted_event(visit, files):
    key = load(visit(page="data"), "acled.csv", ACLED)

    visit(page="corridors", data=key)

    assert files["sahel-map-roads.gpkg"].startswith(b"SQLite format 3")
    for name in ("sahel-map-roads.csv", "sahel-map-roads.geojson"):
        text = files[name].decode()
        assert "acled-mli" not in text
        assert "days_since" not in text
        assert "Single events are withheld" in text
