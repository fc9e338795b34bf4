"""The store that the settings name: one for a process, made again when they change."""

import threading
from typing import TYPE_CHECKING, Final

from sahel_map.settings import Settings, cache_dir, configured
from sahel_map.store.files import FileStore

if TYPE_CHECKING:
    from sahel_map.store.interface import Store

__all__ = ["open_store"]

_guard: Final = threading.Lock()
_open: "dict[int, tuple[Settings, Store]]" = {}


def _made(settings: Settings) -> "Store":
    if settings.hosted:
        # Who keeps files alone needs no driver of a database.
        from sahel_map.store.postgis import PostgisStore  # noqa: PLC0415

        return PostgisStore(settings.store)
    team = settings.login != "off"
    return FileStore(settings.imports, base=settings.data, cache=cache_dir(), team=team)


def open_store() -> "Store":
    """Return the store of this host; nothing is connected before it is needed.

    Raises:
        SettingsError: A variable of the environment has a value that is not allowed.
    """
    settings = configured()
    # Settings that are read once are one object for as long as no variable changes.
    known = _open.get(id(settings))
    if known is None or known[0] is not settings:
        with _guard:
            known = _open.get(id(settings))
            if known is None or known[0] is not settings:
                for _, other in _open.values():
                    other.close()
                _open.clear()
                known = _open[id(settings)] = (settings, _made(settings))
    return known[1]
