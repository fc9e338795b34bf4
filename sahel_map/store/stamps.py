"""When the files of a folder changed last: asked several times in every run of every page."""

import json
import os
import zlib
from functools import lru_cache
from pathlib import Path

from sahel_map.importers.folder import ABOUT_FILE, WHOSE, DatasetFolder
from sahel_map.store.load import FILES

__all__ = ["stamp"]


@lru_cache(maxsize=256)
def _watched(folder: Path) -> tuple[str, ...]:
    return tuple(str(folder / name) for name in FILES if name != ABOUT_FILE)


@lru_cache(maxsize=256)
def _said(folder: Path, _changed: int) -> int:
    """Return a digest of what dataset.json says of imported events, 0 without any.

    It names its events by their digest, so that what it says stands for them too. Whose they are,
    and who sees them, is no part of them.
    """
    about = DatasetFolder(folder).about()
    said = {name: value for name, value in about.items() if name not in WHOSE}
    return zlib.crc32(json.dumps(said, sort_keys=True).encode()) if said else 0


def _changed(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116  (a fifth of the time of Path's)
    except (FileNotFoundError, NotADirectoryError):
        return 0


def stamp(folder: Path) -> tuple[int, ...]:
    """Return when the files of a folder changed last: another stamp means other data."""
    about = _changed(str(folder / ABOUT_FILE))
    said = _said(folder, about)
    return said or about, *map(_changed, _watched(folder))
