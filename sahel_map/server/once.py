"""Results that many readers share: kept for the next, and made once however many ask at a time."""

import threading
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Final, Protocol, TypeVar
from weakref import WeakValueDictionary

__all__ = ["kept", "used"]

Result = TypeVar("Result")


class _Uses(Protocol):
    @property
    def hits(self) -> int: ...
    @property
    def misses(self) -> int: ...
    @property
    def currsize(self) -> int: ...


_USES: Final[dict[str, Callable[[], _Uses]]] = {}


class _Turn:
    """Whose turn it is to make a result; the same thread may ask again while it makes it."""

    def __init__(self) -> None:
        self.lock = threading.RLock()


def kept(maxsize: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Return a decorator that keeps the results of a function that were asked for last.

    Of requests that come together, such as those for the tiles of one map, the first makes the
    result and the others wait for it: each on its own would take its memory and time again.

    Args:
        maxsize: How many results are kept.
    """

    def decorate(make: Callable[..., Result]) -> Callable[..., Result]:
        latest = lru_cache(maxsize=maxsize)(make)
        turns: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()
        guard = threading.Lock()
        name = f"{make.__module__.rpartition('.')[2]}.{make.__name__.lstrip('_')}"
        _USES[name] = latest.cache_info

        @wraps(make)
        def ask(*arguments: Hashable) -> Result:
            with guard:
                turn = turns.setdefault(arguments, _Turn())
            with turn.lock:
                return latest(*arguments)

        return ask

    return decorate


def used() -> dict[str, tuple[int, int, int]]:
    """Return how often each function's results were there, were not, and how many are kept.

    Returns:
        Module and name of the function to its hits, misses and kept results.
    """
    found = {name: ask() for name, ask in _USES.items()}
    return {name: (one.hits, one.misses, one.currsize) for name, one in found.items()}
