"""The citation: what is cited in full, whose the events are, and which view of them."""

import datetime as dt

import pytest

from sahel_map import i18n
from sahel_map.basis import Basis
from sahel_map.citation import citation

pytest_plugins = ["dataset_fixtures"]

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def french():
    """Speak French for one test."""
    i18n.activate("fr")
    yield
    i18n.activate("en")


def test_the_collection_is_cited_with_version_cut_off_licence_and_access_date(data):
    last = max(data.verified()["date_end"]).date()

    assert citation(data, DAY) == (
        "Sahel Map: events in Mali and the central Sahel. Version "
        f"{data.version}, data to {last.day} {last:%B %Y}. CC BY 4.0. Accessed 1 March 2026."
    )


def test_a_view_is_cited_with_its_title_its_filters_and_its_address(data):
    text = citation(
        data,
        DAY,
        title="Attacks on Kayes",
        selection="Ambush, in Kayes",
        address="https://host.example/?type=ambush",
    )

    assert text == (
        f"{citation(data, DAY)} View: “Attacks on Kayes”. Filters: Ambush, in Kayes."
        " https://host.example/?type=ambush"
    )


def test_filters_that_end_with_a_full_stop_get_no_second_one(data):
    assert citation(data, DAY, selection="In Kayes. Without leads.").endswith(
        "Filters: In Kayes. Without leads."
    )


def test_loaded_events_are_named_as_those_of_whoever_published_them(restricted):
    text = citation(restricted, DAY)

    assert f"Events: {restricted.about['title']} (" in text
    assert "licence class" in text
    assert "CC BY 4.0" not in text


def test_a_title_over_several_lines_is_cited_on_one(data):
    assert "“One two”" in citation(data, DAY, title="One\n\n two ")


@pytest.mark.usefixtures("french")
def test_the_citation_is_in_the_language_of_the_reader(data):
    assert "1er mars 2026" in citation(data, DAY)
    assert "Accessed" not in citation(data, DAY)


def test_data_without_events_have_no_cut_off(narrowed_to_nothing):
    assert "data to no day, without events" in citation(narrowed_to_nothing, DAY)


@pytest.fixture
def narrowed_to_nothing(data):
    """The bundled tables as known on a day before all of their sources."""
    return Basis(known=dt.date(1900, 1, 1)).narrow(data).data
