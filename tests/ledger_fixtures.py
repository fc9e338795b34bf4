"""A ledger of each kind for a test, and a host with a login over it."""

from types import SimpleNamespace

import pytest

from sahel_map.ledger import migrate, open_ledger

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def place(request, tmp_path):
    """Return where a ledger may be: the path of a file, or the address of an empty database."""
    if request.param == "sqlite":
        return tmp_path / "store.sqlite"
    return request.getfixturevalue("database")


@pytest.fixture
def empty(place):
    """Return a ledger without tables."""
    opened = open_ledger(place)
    yield opened
    opened.close()


@pytest.fixture
def ledger(empty):
    """Return a ledger with its tables."""
    migrate(empty)
    return empty


@pytest.fixture
def with_login(evidence_base, monkeypatch):
    """Set a host up with a login, over four events with all that is said of them."""
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "required")
    monkeypatch.setenv("SAHEL_MAP_DATA", str(evidence_base))


@pytest.fixture
def hosted(ledger, with_login):  # noqa: ARG001  (sets the host up)
    """Return a store of that host."""
    return SimpleNamespace(ledger=ledger)


@pytest.fixture
def local(tmp_path, with_login):  # noqa: ARG001  (sets the host up)
    """Return a store of that host in a file, where the kind of database makes no difference."""
    opened = open_ledger(tmp_path / "store.sqlite")
    migrate(opened)
    yield SimpleNamespace(ledger=opened)
    opened.close()
