"""Copies of versions on this host: folders that never change, thrown away when they are many."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.importers.folder import KINDS, DatasetFolder

__all__ = ["Copies"]

_WORK: Final = "work"
_MAKING: Final = ".making-"
_DIGEST: Final = 10
_SEEN: Final = ".seen"

_MOST_BYTES: Final = 10e9
_IN_USE: Final = 3600.0
"""Seconds for which a copy is kept after it was last asked for, however many there are."""

_LEFT: Final = 86_400.0
"""Seconds after which a workplace is that of an import that was killed."""


def _seen(folder: Path) -> float:
    try:
        return (folder / _SEEN).stat().st_mtime
    except OSError:
        return 0.0


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


class Copies:
    """The copies of a host.

    Args:
        cache: The folder that holds them; it may be emptied at any time.
        kind: The folder in it.
        most: Bytes beyond which those go that were asked for longest ago.
    """

    def __init__(self, cache: Path, *, kind: str = "versions", most: float = _MOST_BYTES) -> None:
        self._cache, self._kind, self._most = cache, kind, most

    def there(self, key: str, number: int, digest: str = "") -> Path | None:
        """Return the copy of a version, None where there is none.

        Args:
            key: The dataset.
            number: The version.
            digest: Of its events: after a restore, another version may have its number. The copy
                that was asked for last, when nobody can say.
        """
        found = (self._cache / self._kind / key).glob(f"{number}-{digest[:_DIGEST]}*")
        for folder in sorted(found, key=_seen, reverse=True):
            if folder.is_dir():
                try:
                    (folder / _SEEN).touch()
                except OSError:  # thrown away at this moment, or a folder that is only read
                    if not folder.is_dir():
                        return None
                return folder
        return None

    def made(self, key: str, number: int, digest: str, make: Callable[[Path], str]) -> Path:
        """Return the copy of a version; make it where there is none, once for all who ask.

        Args:
            key: The dataset.
            number: The version.
            digest: As of ``there``.
            make: Writes into a folder, and returns the digest of what it has written.
        """
        place = self._cache / self._kind / key
        with self._writing():
            place.mkdir(parents=True, exist_ok=True)
            with FileLock(place / f".{number}.lock"):
                found = self.there(key, number, digest)
                if found is not None:
                    return found
                for left in place.glob(f"{_MAKING}{number}-*"):
                    shutil.rmtree(left, ignore_errors=True)
                making = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{number}-", dir=place))
                try:
                    copy = place / f"{number}-{make(making)[:_DIGEST]}"
                    (making / _SEEN).touch()
                    making.chmod(0o755)
                    making.replace(copy)
                finally:
                    shutil.rmtree(making, ignore_errors=True)
                self._sweep()
        return copy

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = gettext("{folder} cannot be written to ({problem}): choose another folder.")
            raise StoreError(message.format(folder=self._cache, problem=error)) from error

    def _sweep(self) -> None:
        folders = sorted((self._cache / self._kind).glob("*/[0-9]*-*"), key=_seen, reverse=True)
        total, now = 0, time.time()
        for folder in folders:
            try:
                total += _size(folder)
            except OSError:  # thrown away by another process
                continue
            if total > self._most and now - _seen(folder) > _IN_USE:
                shutil.rmtree(folder, ignore_errors=True)

    def forget(self, key: str) -> None:
        """Throw away the copies of a dataset."""
        shutil.rmtree(self._cache / self._kind / key, ignore_errors=True)

    @contextmanager
    def workplace(self, copy: Path | None) -> Iterator[Path]:
        """Give a folder to write in, with the files of a copy; take it away afterwards.

        Raises:
            StoreError: The cache cannot be written to.
        """
        place = self._cache / _WORK
        with ExitStack() as while_used:
            with self._writing():
                place.mkdir(parents=True, exist_ok=True)
                self._sweep_work(place)
                name = while_used.enter_context(
                    tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True)
                )
                folder = Path(name)
                held = DatasetFolder(copy) if copy else None
                for kind in KINDS:
                    path = held.file(kind) if held else None
                    if path is not None and path.is_file():
                        # No link: what is written there must not reach the copy.
                        shutil.copy2(path, folder / path.name)
            yield folder

    @staticmethod
    def _sweep_work(place: Path) -> None:
        for left in place.iterdir():
            with suppress(FileNotFoundError):  # its import ends at this moment
                if time.time() - left.stat().st_mtime > _LEFT:
                    shutil.rmtree(left, ignore_errors=True)
