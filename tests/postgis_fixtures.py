"""A store in a database of its own.

Test files that use it name this file in ``pytest_plugins``.
"""

import pytest

from sahel_map.store.postgis import PostgisStore


@pytest.fixture
def make_store(database, tmp_path):
    """Give stores over one database, each with a cache of its own: hosts beside each other."""
    made = []

    def make(name="cache", address=database):
        made.append(PostgisStore(address, cache=tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def in_postgis(make_store):
    """A store in an empty database."""
    return make_store()
