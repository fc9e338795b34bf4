"""The versions of a dataset on the disk: folders of their own whose files are hard links.

``versions/3`` beside the dataset's files holds what its third version was. It is made under
another name and then renamed: a version is there as a whole, or not.
"""

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sahel_map.importers.folder import ABOUT_FILE, KINDS, WHOSE, DatasetFolder

__all__ = ["digest_of", "keep_version", "made_at", "same", "version_folder"]

_FOLDER: Final = "versions"
_MAKING: Final = ".making-"


def version_folder(dataset: Path, number: int) -> Path:
    """Return the folder of a version of a dataset."""
    return dataset / _FOLDER / str(number)


def made_at(about: Mapping[str, Any]) -> dt.datetime:
    """Return when the events were imported of which dataset.json speaks; now where it is silent."""
    try:
        moment = dt.datetime.fromisoformat(str(about.get("imported_at")))
    except ValueError:
        return dt.datetime.now(tz=dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two dataset.json speak of the same import."""
    return all(one.get(name) == other.get(name) for name in ("events", "imported_at"))


def digest_of(dataset: Path) -> str:
    """Return the SHA-256 over the files that the dataset.json of a folder names."""
    total = hashlib.sha256()
    held = DatasetFolder(dataset)
    for kind in KINDS:
        path = held.file(kind)
        if path is not None and path.is_file():
            with path.open("rb") as handle:
                total.update(kind.encode() + hashlib.file_digest(handle, "sha256").digest())
    return total.hexdigest()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def keep_version(dataset: Path, number: int) -> dict[str, Any]:
    """Keep what a dataset holds now as one of its versions; return what is said of it.

    A folder of this number that is there was left by somebody who did not get to enter it.
    """
    held = DatasetFolder(dataset)
    about = {name: value for name, value in held.about().items() if name not in WHOSE}
    target = version_folder(dataset, number)
    target.parent.mkdir(exist_ok=True)
    for left in target.parent.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=target.parent))
    for kind in KINDS:
        path = held.file(kind)
        if path is not None and path.is_file():
            _link(path, making / path.name)
    text = json.dumps(about, ensure_ascii=False, indent=1, default=str)
    (making / ABOUT_FILE).write_text(text + "\n", encoding="utf-8")
    making.chmod(0o755)
    if target.exists():
        shutil.rmtree(target)
    making.replace(target)
    return about
