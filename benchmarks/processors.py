"""What processes take: processor time, with what they started, and memory, what is shared once."""

from collections.abc import Iterator
from contextlib import suppress

import psutil
import psycopg

__all__ = ["machine_seconds", "memory", "postmaster", "seconds"]


def _family(pid: int) -> Iterator[psutil.Process]:
    """Give the children first: the time of one that ends meanwhile is then its parent's."""
    first = psutil.Process(pid)
    yield from first.children(recursive=True)
    yield first


def seconds(pid: int) -> float:
    """Return the processor seconds of a process and all that it started, ended or not."""
    spent = 0.0
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            spent += times.user + times.system + times.children_user + times.children_system
    return spent


def memory(pid: int) -> float:
    """Return the bytes of resident memory of a process and all that it started.

    What they share is counted once: as much as the one that shares most.
    """
    own, shared = 0, [0]
    for process in _family(pid):
        with suppress(psutil.NoSuchProcess):
            held = process.memory_info()
            own += held.rss - held.shared
            shared.append(held.shared)
    return float(own + max(shared))


def machine_seconds() -> float:
    """Return the processor seconds of all processes of the machine since it started."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)


def postmaster(address: str) -> int:
    """Return the process of PostgreSQL that all its others are children of.

    Args:
        address: A database of it, on this machine.
    """
    with psycopg.connect(address) as connection:
        mine = psutil.Process(connection.info.backend_pid)
        return int(mine.ppid())
