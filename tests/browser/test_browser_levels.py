"""Districts and communes on the maps: fetched when they are shown, shaded, named, put away."""

import pytest
from level_fixtures import communes, districts, write_levels
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

KAYES_DAY = {"from": "2025-07-01", "to": "2025-07-01", "region": "Kayes", "precision": "town"}
"""One day's attacks: on Diboli and Kayes in the west, Sandaré and Nioro, Gogui on the border."""

SHADED = "path.unit:not([data-count=''])"


@pytest.fixture(scope="module")
def fine(start_server, copy_data, data):
    """A server of the bundled tables beside made-up districts and communes."""
    folder = copy_data()
    layer = districts(data.admin1)
    write_levels(folder / "geo", layer, communes(layer))
    return start_server(data=folder)


def expect_counts(tab, level, *counts):
    """Wait until the units of a level, "" for regions, are shaded, and no others."""
    expect(tab.map).to_have_attribute("data-level", level)
    shaded = tab.map.locator(SHADED)
    expect(shaded).to_have_count(len(counts))
    found = shaded.evaluate_all("(paths) => paths.map((path) => Number(path.dataset.count))")
    assert sorted(found) == sorted(counts)


def layers_asked(tab):
    names = [url.rsplit("/", 1)[-1] for url in tab.watch.requests]
    return {name for name in names if name in {"admin2.geojson", "admin3.geojson"}}


def test_the_reader_goes_from_the_finest_level_to_others_and_back(visit, fine):
    tab = visit(fine)
    tab.open_map(show="regions", **KAYES_DAY)
    expect_counts(tab, "3", 2, 2, 1)
    expect(tab.map.locator(".legend")).to_contain_text("Events per commune")

    tab.redrawn_after(lambda: tab.switch("level", "Districts"))
    expect_counts(tab, "2", 2, 2, 1)
    tab.expect_url(show="regions", level="2", **KAYES_DAY)
    tab.redrawn_after(lambda: tab.switch("level", "Regions"))
    expect_counts(tab, "", 5)
    tab.redrawn_after(lambda: tab.switch("show", "Points"))
    expect(tab.map.locator(SHADED)).to_have_count(0)
    expect(tab.map.locator("path.unit.finer")).to_have_count(0)


def test_pointing_at_a_commune_names_it_with_all_it_lies_in(visit, fine):
    tab = visit(fine)
    tab.open_map(show="regions", level="3", **KAYES_DAY)
    expect_counts(tab, "3", 2, 2, 1)

    tab.map.locator("path.unit.finer[data-count='1']").hover()

    tip = tab.map.locator(".tip")
    expect(tip).to_contain_text("Kayes C North, Kayes C, Kayes")
    expect(tip).to_contain_text("1 event")


def test_layers_are_fetched_when_they_are_shown_and_not_before(visit, fine):
    tab = visit(fine)
    tab.open_map(**KAYES_DAY)
    assert layers_asked(tab) == set()

    tab.redrawn_after(lambda: tab.switch("show", "Regions"))
    tab.redrawn_after(lambda: tab.switch("level", "Districts"))
    expect_counts(tab, "2", 2, 2, 1)
    assert "admin2.geojson" in layers_asked(tab)


def test_the_bundled_layers_offer_no_level_and_fetch_none(tab):
    tab.open_map(show="regions", **KAYES_DAY)

    expect_counts(tab, "", 5)
    expect(tab.page.locator(".st-key-level")).to_have_count(0)
    assert layers_asked(tab) == set()


def test_the_expansion_draws_the_districts_that_were_reached(visit, fine):
    tab = visit(fine)
    tab.open_slices(by="year", areas="district")

    # All seven made-up districts have an attack that is placed in a town.
    reached = tab.slice_map().box.locator("path.area-reached")
    expect(reached).to_have_count(7)
    areas = reached.evaluate_all("(paths) => paths.map((path) => path.dataset.area)")
    assert sorted(areas) == [
        "ML-1-0", "ML-1-1", "ML-1-2", "ML-2-0", "ML-2-1", "ML-5-0", "ML-5-1",
    ]  # fmt: skip
