"""The dataset of the attacks in ``recent_rows``, and what is measured of its last 30 days.

Test files that use them name this file in ``pytest_plugins``.
"""

import pytest
from recent_rows import ATTACKS, STATUSES, Days, with_attacks

from sahel_map.measures.recent import recent
from sahel_map.selection import Selection


@pytest.fixture(scope="session")
def summer(data):
    """The dataset of these attacks."""
    return with_attacks(data, *ATTACKS)


@pytest.fixture(scope="session")
def found(summer):
    """What is measured of its last 30 days."""
    return recent(summer, Selection(), 30, roads=Days(STATUSES))
