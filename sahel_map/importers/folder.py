"""The folder of an imported dataset: one small file says which others hold.

``dataset.json`` is replaced in one step when everything else is written, so that a reader meets
the dataset of before or of after an import, and an import that is interrupted changes nothing.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from sahel_map.errors import DataError
from sahel_map.i18n import gettext

__all__ = ["ABOUT_FILE", "KINDS", "WHOSE", "DatasetFolder"]

ABOUT_FILE: Final = "dataset.json"
_LOCK: Final = ".import.lock"
_STAGING: Final = ".importing-"
KINDS: Final = ("events", "report", "rejected")
"""What dataset.json names besides itself; the names change with every import."""

WHOSE: Final = ("owner", "owner_name", "shared", "visibility", "delay_days", "round_km")
"""What a host says of a dataset: whose it is and who sees what, whoever brings it up to date."""

_VERSION: Final = 10
"""Hexadecimal digits in those names."""


class DatasetFolder:
    """A folder with dataset.json and the files that it names."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def about(self) -> dict[str, Any]:
        """Return what dataset.json says; empty when the folder holds no imported dataset."""
        path = self.path / ABOUT_FILE
        if not path.is_file():
            return {}
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, FileNotFoundError):  # no JSON, or deleted at this moment
            return {}
        return about if isinstance(about, dict) and "events" in about else {}

    def file(self, kind: str) -> Path | None:
        """Return the path of the events, the report or the rejected rows, None without any."""
        name = self.about().get(kind)
        # Names, not paths: nothing outside the folder is ever opened.
        return self.path / name if isinstance(name, str) and name == Path(name).name else None

    def opened(self) -> tuple[dict[str, Any], Path]:
        """Return what dataset.json says, and the path of the events that it names.

        Raises:
            DataError: The folder holds no imported dataset, or its events are missing.
        """
        about, path = self.about(), self.file("events")
        if path is None or not path.is_file():
            message = gettext("{folder} holds no imported events: run `sahel-map import` into it.")
            raise DataError(message.format(folder=self.path))
        return about, path

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Give a folder to write in that nobody reads, and take it away afterwards.

        Raises:
            DataError: Another import into this folder is running, or it cannot be written to.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / _LOCK)
            with lock.acquire(timeout=0):
                for left in self.path.glob(f"{_STAGING}*"):
                    shutil.rmtree(left, ignore_errors=True)  # of an import that was killed
                with tempfile.TemporaryDirectory(prefix=_STAGING, dir=self.path) as staging:
                    yield Path(staging)
        except Timeout as error:
            message = gettext("Another import into {folder} is running; wait until it has ended.")
            raise DataError(message.format(folder=self.path)) from error
        except OSError as error:
            message = gettext("{folder} cannot be written to ({problem}): choose another folder.")
            raise DataError(message.format(folder=self.path, problem=error)) from error

    def commit(self, staging: Path, about: dict[str, Any], digest: str) -> None:
        """Take staged files over, each under a name of this version, and make them count.

        Args:
            staging: The folder of ``staging()``, with files called after what they hold.
            about: What dataset.json is to say, their names apart.
            digest: Hexadecimal digits that tell this version from others.
        """
        version = digest[:_VERSION]
        named = dict(about)
        for staged in sorted(staging.iterdir()):
            kind = staged.stem
            if kind in KINDS:
                named[kind] = f"{kind}-{version}{staged.suffix}"
                with staged.open("rb") as handle:
                    os.fsync(handle.fileno())
                staged.replace(self.path / named[kind])
        self._replace_about(staging, named)
        for kind in KINDS:
            # Of the version before, and of imports that were killed at this very step.
            for path in self.path.glob(f"{kind}-{'[0-9a-f]' * _VERSION}.*"):
                if path.name != named.get(kind):
                    path.unlink(missing_ok=True)

    def amend(self, **changes: Any) -> None:  # noqa: ANN401  (what JSON holds)
        """Change what dataset.json says, in one step."""
        with self.staging() as staging:
            self._replace_about(staging, {**self.about(), **changes})

    def _replace_about(self, staging: Path, about: dict[str, Any]) -> None:
        fresh = staging / ABOUT_FILE
        with fresh.open("w", encoding="utf-8") as handle:
            json.dump(about, handle, ensure_ascii=False, indent=1, default=str)
            handle.write("\n")
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(self.path / ABOUT_FILE)
