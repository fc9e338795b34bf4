"""The levels of regions on the Attacks and Expansion pages, without a browser."""

import pytest
from level_fixtures import communes, districts, with_levels
from slice_pages import map_of, readings, small

KAYES_DAY = {"from": "2025-07-01", "to": "2025-07-01", "region": "Kayes", "precision": "town"}
"""One day's attacks: on Diboli and Kayes in the west, Sandaré and Nioro, Gogui on the border."""


@pytest.fixture(name="fine")
def _fine(data, data_dir, tmp_path, monkeypatch):
    """Show the bundled tables beside made-up districts and communes."""
    layer = districts(data.admin1)
    target = with_levels(data_dir, tmp_path / "data", layer, communes(layer))
    monkeypatch.setenv("SAHEL_MAP_DATA", str(target))


def counts(page):
    return {unit: cell["count"] for unit, cell in page.map_view["units"].items()}


def titles(page):
    return [part["title"] for part in page.map_view["legend"]["parts"]]


def control(page):
    return next((group for group in page.app.button_group if group.key == "level"), None)


@pytest.mark.usefixtures("fine")
def test_the_finest_level_that_fits_is_shaded_and_the_reader_can_choose_another(visit):
    page = visit(show="regions", **KAYES_DAY)

    assert control(page).options == ["Finest that fits", "Regions", "Districts", "Communes"]
    assert counts(page) == {"ML-1-0-n": 2, "ML-1-1-n": 2, "ML-1-2-n": 1}
    assert titles(page)[0] == "Events per commune"
    assert "level" not in page.query
    page.set("button_group", "level", "2")
    assert counts(page) == {"ML-1-0": 2, "ML-1-1": 2, "ML-1-2": 1}
    assert page.query["level"] == "2"
    page.set("button_group", "level", "1")
    assert counts(page) == {"ML-1": 5}


@pytest.mark.usefixtures("fine")
def test_most_bundled_events_are_too_vague_so_regions_are_shaded(visit):
    page = visit(show="regions")

    assert titles(page)[0] == "Events per region"
    assert any(title.startswith("A finer level would leave") for title in titles(page))


@pytest.mark.usefixtures("fine")
def test_a_link_opens_its_level_and_the_switch_stays_beside_it(visit):
    page = visit("fr", show="regions", level="2", per_area="1", **KAYES_DAY)

    assert set(counts(page)) == {"ML-1-0", "ML-1-1", "ML-1-2"}
    assert page.app.toggle(key="per_area").value is True


@pytest.mark.parametrize("level", ["2", "3", "7", "<b>"])
def test_without_further_layers_there_is_no_choice_of_level(visit, level):
    page = visit(show="regions", level=level, **KAYES_DAY)

    assert control(page) is None
    assert counts(page) == {"ML-1": 5}
    assert len(titles(page)) == 1


def test_a_level_that_is_not_there_falls_back(visit, data, data_dir, tmp_path, monkeypatch):
    target = with_levels(data_dir, tmp_path / "data", districts(data.admin1))
    monkeypatch.setenv("SAHEL_MAP_DATA", str(target))

    page = visit(show="regions", level="3", **KAYES_DAY)

    assert control(page).value == "finest"
    assert set(counts(page)) == {"ML-1-0", "ML-1-1", "ML-1-2"}


@pytest.mark.usefixtures("fine")
def test_other_modes_offer_no_level(visit):
    assert control(visit(show="hexagons")) is None
    assert control(visit()) is None


@pytest.mark.usefixtures("fine")
def test_an_open_event_says_its_district_and_commune(visit):
    panel = visit(event="2025-07-01-kayes").panel

    assert "Kayes A" in panel
    assert "Kayes A North" in panel


@pytest.mark.usefixtures("fine")
def test_the_expansion_page_offers_districts_and_calls_them_so(visit):
    page = visit(page="expansion", areas="district", look="arrivals")

    assert "Districts" in page.app.selectbox(key="areas").options
    assert map_of(page)["levels"] == [2]
    assert any("new" in figure and "district" in figure for figure in small(page))
    assert not any("area new" in figure or "areas new" in figure for figure in small(page))
    assert any("Kayes A, Kayes" in text for text in page.texts)
    assert any("located in no district" in text for text in page.captions + readings(page))
    page.set("button_group", "look", "regions")
    assert any("Attacks per district and slice" in body for body in page.html)
    assert any("Kayes A, Kayes" in body for body in page.html)
    assert "Districts by slices" in page.app.button_group(key="look").options


def test_a_link_to_districts_falls_to_regions_where_none_are_loaded(visit):
    page = visit(page="expansion", areas="district")

    assert "levels" not in map_of(page)
    assert page.app.selectbox(key="areas").value == "region"
    assert "Districts" not in page.app.selectbox(key="areas").options
