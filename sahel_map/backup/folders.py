"""The folders of a store that keeps files: each file once, however many versions share it."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.importers.folder import ABOUT_FILE, DatasetFolder
from sahel_map.store.ref import KEY

__all__ = ["Kept", "lay", "listed", "read_listed", "settle"]

_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TRIES: Final = 20
_STAGING: Final = ".restoring"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a dataset.

    Attributes:
        key: The dataset.
        path: Where in its folder, with ``/`` between the parts.
        sha256: What it holds.
        size: Bytes.
        source: Where to read it; None when it comes out of a backup.
    """

    key: str
    path: str
    sha256: str
    size: int
    source: Path | None = None

    def line(self) -> bytes:
        """Return it as a line of JSON."""
        told = {"key": self.key, "path": self.path, "sha256": self.sha256, "size": self.size}
        return json.dumps(told, sort_keys=True).encode() + b"\n"


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not _PART.fullmatch(path.name) or path.is_symlink():
            continue
        if path.is_dir():
            yield from _visible(path)
        elif path.is_file():
            yield path


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _of(folder: Path, known: dict[tuple[int, int], str]) -> list[Kept]:
    about = (folder / ABOUT_FILE).read_bytes()
    kept = []
    for path in _visible(folder):
        found = path.stat()
        # Versions share their files as hard links: each is read once.
        same = (found.st_dev, found.st_ino)
        if same not in known:
            known[same] = _digest(path)
        name = path.relative_to(folder).as_posix()
        kept.append(Kept(folder.name, name, known[same], found.st_size, path))
    if (folder / ABOUT_FILE).read_bytes() != about:
        raise FileNotFoundError(folder)
    return kept


def listed(root: Path) -> list[Kept]:
    """Return the files of all datasets of a folder of imports, in the order of their names.

    A dataset into which somebody imports at this moment is looked at again.

    Raises:
        StoreError: It changes faster than it can be read.
    """
    kept: list[Kept] = []
    if not root.is_dir():
        return kept
    for folder in sorted(root.iterdir()):
        if not KEY.fullmatch(folder.name) or not folder.is_dir():
            continue
        known: dict[tuple[int, int], str] = {}
        for last in (*[False] * (_TRIES - 1), True):
            if not DatasetFolder(folder).about():
                break  # deleted meanwhile, or never finished
            try:
                kept += _of(folder, known)
                break
            except FileNotFoundError as error:
                if last:
                    message = gettext("Dataset {key} changes all the time; try again later.")
                    raise StoreError(message.format(key=folder.name)) from error
    return kept


def read_listed(lines: bytes) -> list[Kept]:
    """Return the files that a backup lists.

    Raises:
        StoreError: A name leads out of the folder of its dataset.
    """
    kept = []
    for line in lines.splitlines():
        told = json.loads(line)
        one = Kept(str(told["key"]), str(told["path"]), str(told["sha256"]), int(told["size"]))
        parts = one.path.split("/")
        if not (
            KEY.fullmatch(one.key)
            and _DIGEST.fullmatch(one.sha256)
            and all(_PART.fullmatch(part) for part in parts)
        ):
            message = gettext("The backup names the file {name}, which no dataset has.")
            raise StoreError(message.format(name=repr(f"{one.key}/{one.path}"[:120])))
        kept.append(one)
    return kept


def settle(root: Path, *, empty: bool) -> Path:
    """Take away what a restore left that was ended, and return the folder in which one works.

    Args:
        root: The folder of imports.
        empty: Whether the ledger holds nothing: then what was laid out never counted.
    """
    staging = root / _STAGING
    names = staging / "keys"
    if empty and names.is_file():
        for key in names.read_text(encoding="ascii").split():
            if KEY.fullmatch(key):
                shutil.rmtree(root / key, ignore_errors=True)
    shutil.rmtree(staging, ignore_errors=True)
    return staging


def _durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lay(root: Path, staging: Path, kept: list[Kept]) -> None:
    """Put staged files into the folders of their datasets, and these into their place.

    Args:
        root: The folder of imports.
        staging: Holds the files under their digests; which datasets are put in place stands in it
            first, for ``settle``.
        kept: Where each file belongs.
    """
    keys = sorted({one.key for one in kept})
    for one in kept:
        target = staging / "folders" / one.key / one.path
        target.parent.mkdir(parents=True, exist_ok=True)
        source = staging / one.sha256
        # dataset.json is replaced, never written to: all may be links to the same file.
        try:
            os.link(source, target)
        except OSError:  # a file system without hard links
            shutil.copyfile(source, target)
    names = staging / "keys"
    names.write_text("\n".join(keys), encoding="ascii")
    _durable(names)
    for key in keys:
        (staging / "folders" / key).replace(root / key)
    _durable(root)
