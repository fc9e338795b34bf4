"""The datasets that readers have loaded: where they lie, and who may see which.

A dataset has an unguessable key and an owner, the browser that loaded it; only a digest of the
owner's secret is kept. Others see a dataset when its owner shares it, which the licence of
restricted ones rules out.
"""

import hashlib
import re
import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sahel_map.errors import DataError
from sahel_map.i18n import gettext
from sahel_map.importers.folder import DatasetFolder
from sahel_map.settings import imports_dir

__all__ = ["KEPT_HOURS", "UPLOAD", "Entry", "entries", "find", "new_key", "owner_digest", "place",
           "remove", "share", "sweep"]  # fmt: skip

KEPT_HOURS: Final = 24
"""How long a dataset that is not shared is kept after it was last opened."""

UPLOAD: Final = ".upload-"
"""How the names of files begin that hold an upload while it is read."""

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}")
_SEEN: Final = ".seen"


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset of the collection.

    Attributes:
        key: Its name in links.
        path: Its folder.
        about: What its dataset.json says.
        mine: Whether the reader who asks has loaded it.
    """

    key: str
    path: Path
    about: dict[str, Any]
    mine: bool

    @property
    def restricted(self) -> bool:
        """Whether its rows are for its owner's eyes alone."""
        return bool(self.about.get("licence_class") == "restricted")

    @property
    def visible(self) -> bool:
        """Whether the reader who asks may see it."""
        return self.mine or (self.about.get("shared") is True and not self.restricted)


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(24)


def owner_digest(owner: str) -> str:
    """Return what is kept of an owner's secret."""
    return hashlib.sha256(owner.encode()).hexdigest()


def place(key: str) -> Path:
    """Return the folder of a key, which is inside the folder of the collection.

    Raises:
        DataError: The key is none that this collection gives.
    """
    if not _KEY.fullmatch(key):
        raise DataError(_unknown())
    return imports_dir() / key


def _unknown() -> str:
    return gettext(
        "This dataset is not here, or it is not yours to see: a dataset is seen by the browser"
        " that loaded it until it is shared, and a restricted one is never shared."
    )


def _entry(path: Path, owner: str | None) -> Entry | None:
    about = DatasetFolder(path).about()
    if not about:
        return None
    mine = bool(owner) and secrets.compare_digest(
        str(about.get("owner", "")), owner_digest(owner or "")
    )
    return Entry(path.name, path, about, mine)


def find(key: str, owner: str | None) -> Entry:
    """Return a dataset that a reader may see.

    Raises:
        DataError: There is none of this key, or the reader may not see it: both say the same.
    """
    path = place(key)
    entry = _entry(path, owner) if path.is_dir() else None
    if entry is None or not entry.visible:
        raise DataError(_unknown())
    try:
        (path / _SEEN).touch()
    except FileNotFoundError as error:  # deleted meanwhile, in another window
        raise DataError(_unknown()) from error
    return entry


def entries(owner: str | None) -> list[Entry]:
    """Return the datasets that a reader may see, the newest first."""
    folder = imports_dir()
    if not folder.is_dir():
        return []
    paths = [path for path in folder.iterdir() if path.is_dir() and _KEY.fullmatch(path.name)]
    found = [entry for path in paths if (entry := _entry(path, owner)) and entry.visible]
    return sorted(found, key=lambda entry: str(entry.about.get("imported_at")), reverse=True)


def share(key: str, owner: str, *, shared: bool) -> None:
    """Let all readers of this host see a dataset, or its owner alone again.

    Raises:
        DataError: It is not the reader's own, or its licence does not allow it.
    """
    entry = find(key, owner)
    if not entry.mine or (shared and entry.restricted):
        raise DataError(gettext("Only its owner may share a dataset, and never a restricted one."))
    DatasetFolder(entry.path).amend(shared=shared)


def remove(key: str, owner: str) -> None:
    """Delete a dataset of the reader's own.

    Raises:
        DataError: It is not the reader's own.
    """
    entry = find(key, owner)
    if not entry.mine:
        raise DataError(gettext("Only its owner may delete a dataset."))
    shutil.rmtree(entry.path)


def sweep(now: float | None = None) -> int:
    """Delete datasets that were not shared and not opened for ``KEPT_HOURS``; return how many.

    Uploads whose import was killed go after as long.
    """
    folder = imports_dir()
    if not folder.is_dir():
        return 0
    now = time.time() if now is None else now
    gone = 0
    for left in folder.glob(f"{UPLOAD}*"):
        with suppress(FileNotFoundError):  # its import ends at this moment
            if now - left.stat().st_mtime > KEPT_HOURS * 3600:
                left.unlink()
    for path in folder.iterdir():
        if not path.is_dir() or not _KEY.fullmatch(path.name):
            continue
        seen = path / _SEEN
        last = (seen if seen.exists() else path).stat().st_mtime
        shared = DatasetFolder(path).about().get("shared") is True
        if not shared and now - last > KEPT_HOURS * 3600:
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
    return gone
