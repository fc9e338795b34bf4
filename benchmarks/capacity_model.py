"""From readers to replicas: how many sessions a replica carries, and how many replicas they need.

A replica spends ``change`` processor seconds on a change of a filter and ``first`` on the page that
a reader opens. A reader who changes something every ``every`` seconds and stays for ``stay``
seconds therefore takes ``change / every + first / stay`` of a core, and a replica that is to use a
share of one core, so that it has room for moments in which many come at once, carries::

    sessions = share / (change / every + first / stay)
    replicas = ceil(readers / sessions)

Readers are those who are there at once. From visits: readers = visits an hour times stay / 3600.
"""

import math
from dataclasses import dataclass

__all__ = ["Costs", "Habits", "cores", "database_feeds", "readers", "replicas", "sessions"]


@dataclass(frozen=True)
class Costs:
    """What was measured; processor seconds.

    Attributes:
        first: Of a replica, for the page that a reader opens.
        change: Of a replica, for a change of a filter.
        database: Of the database, for a change.
        proxy: Of nginx, for a change.
    """

    first: float
    change: float
    database: float
    proxy: float


@dataclass(frozen=True)
class Habits:
    """What is assumed.

    Attributes:
        every: Seconds from a reader's change to the next.
        stay: Seconds that a reader stays.
        share: Of one core that a replica is to use, over 0 and at most 1.
    """

    every: float = 10.0
    stay: float = 600.0
    share: float = 0.6


def readers(visits_an_hour: float, habits: Habits) -> float:
    """Return how many readers are there at once, on average."""
    return visits_an_hour * habits.stay / 3600


def sessions(costs: Costs, habits: Habits) -> float:
    """Return how many sessions one replica carries.

    Raises:
        ValueError: A share that is out of range.
    """
    if not 0 < habits.share <= 1:
        message = f"`share` is a share of one core, over 0 and at most 1, not {habits.share!r}"
        raise ValueError(message)
    return habits.share / (costs.change / habits.every + costs.first / habits.stay)


def replicas(there: float, costs: Costs, habits: Habits) -> int:
    """Return how many replicas so many readers need who are there at once, at least one."""
    return max(1, math.ceil(there / sessions(costs, habits)))


def cores(there: float, costs: Costs, habits: Habits) -> float:
    """Return the processors that replicas, database and nginx use for so many readers.

    A first page is counted for the replicas alone: it costs database and nginx little.
    """
    change = costs.change + costs.database + costs.proxy
    return there * (change / habits.every + costs.first / habits.stay)


def database_feeds(costs: Costs) -> float:
    """Return how many replicas, each on a whole core, keep one core of the database busy."""
    return costs.change / costs.database if costs.database > 0 else math.inf
