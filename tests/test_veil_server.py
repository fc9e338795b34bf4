"""Which data the public of a host is given: its own tables veiled, and those around loaded ones."""

import pytest

from sahel_map.people import ANYBODY
from sahel_map.server import lifespan
from sahel_map.server.collection import Reader, as_seen
from sahel_map.store import Ref

pytest_plugins = ["dataset_fixtures"]

KEY = "a-key-that-nobody-guesses"


@pytest.fixture(autouse=True)
def _delayed(lay, monkeypatch):
    """A host whose public sees its events 400 days later, with a loaded dataset."""
    monkeypatch.setenv("SAHEL_MAP_DELAY_DAYS", "400")
    lay("ucdp", KEY)


def test_the_tables_around_loaded_events_are_as_late_as_the_hosts_own(data):
    shown = lifespan.dataset(str(as_seen(Ref(KEY), Reader(None, ANYBODY))))

    cut = lifespan.dataset("~").veil.up_to
    assert shown.roads.fuel["date"].max().date() <= cut < data.roads.fuel["date"].max().date()
    assert len(shown.events) == len(lifespan.dataset(KEY).events)
    assert shown.veil.around


def test_the_team_sees_all_of_it(data):
    assert len(lifespan.dataset(KEY).roads.fuel) == len(data.roads.fuel)
    assert lifespan.dataset(KEY).veil is None
