"""The file of a backup: a compressed tar of members with their digests, the list of them last."""

import gzip
import hashlib
import io
import json
import re
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final, Literal, Self

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext

__all__ = ["Archive", "Entry", "Manifest", "Member", "check", "checksum_of", "members_of"]

MANIFEST: Final = "manifest.json"
_NAME: Final = re.compile(
    r"manifest\.json|folders\.jsonl|(?:ledger/[a-z_]{1,63}\.jsonl)|(?:tables/[a-z0-9_]{1,63}\.copy)"
    r"|(?:files/[0-9a-f]{64})",
    re.ASCII,
)
_BROKEN: Final = (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError)
_CHUNK: Final = 1 << 20

Kind = Literal["files", "postgresql"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list of members says of one: its SHA-256, its bytes, its rows."""

    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class Member:
    """Something to be written: its name, what gives its pieces, and how many rows each is."""

    name: str
    pieces: Callable[[], Iterable[bytes]]
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        software: The version that wrote it.
        schema: The revision of the tables.
        kind: What the store kept its data in: files or postgresql.
        made_at: When, UTC, ISO 8601.
        datasets: How many loaded datasets it holds.
        checksum: SHA-256 over the contents of the store.
        members: What it holds, by name.
    """

    software: str
    schema: str
    kind: Kind
    made_at: str
    datasets: int
    checksum: str
    members: dict[str, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Return the manifest of a backup from what stands in it."""
        told = json.loads(text)
        members = {str(name): Entry(**entry) for name, entry in told.pop("members").items()}
        return cls(**told, members=members)

    def text(self) -> bytes:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def checksum_of(entries: dict[str, Entry]) -> str:
    """Return one SHA-256 over members, whatever order they come in."""
    total = hashlib.sha256()
    for name, entry in sorted(entries.items()):
        total.update(f"{name}\0{entry.sha256}\n".encode())
    return total.hexdigest()


class Archive:
    """A backup while it is written.

    Args:
        handle: Where to, open for writing.
        spool: A folder for one member at a time.
    """

    def __init__(self, handle: IO[bytes], spool: Path) -> None:
        self._zipped = gzip.GzipFile(fileobj=handle, mode="wb", compresslevel=4)
        self._tar = tarfile.open(fileobj=self._zipped, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._spool = spool
        self.entries: dict[str, Entry] = {}

    def add(self, member: Member) -> None:
        """Write a member, and note its digest."""
        digest, rows = hashlib.sha256(), 0
        with tempfile.TemporaryFile(dir=self._spool) as spooled:
            for piece in member.pieces():
                spooled.write(piece)
                digest.update(piece)
                rows += member.rows
            size = spooled.tell()
            spooled.seek(0)
            self._add(member.name, spooled, size)
        self.entries[member.name] = Entry(digest.hexdigest(), size, rows)

    def _add(self, name: str, body: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, body)

    def close(self, manifest: Manifest) -> None:
        """Write the manifest and end the file."""
        text = manifest.text()
        self._add(MANIFEST, io.BytesIO(text), len(text))
        self._tar.close()
        self._zipped.close()


class _Digesting(io.RawIOBase):
    """What is read of a member, and its digest so far."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body, self.digest = body, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (what io gives)
        piece = self._body.read(len(buffer))
        self.digest.update(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def _broken(path: Path, problem: object) -> StoreError:
    message = gettext(
        "{file} is no whole backup of this software ({problem}); nothing was written. Take another"
        " copy of it, or the backup before."
    )
    return StoreError(message.format(file=path, problem=problem))


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with gzip.open(path) as zipped, tarfile.open(fileobj=zipped, mode="r|") as tar:
            yield tar
            # What follows the last member tells whether the file is whole.
            while zipped.read(_CHUNK):
                pass
    except _BROKEN as error:
        raise _broken(path, error) from error


def _bodies(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    seen = set()
    for info in tar:
        # A name leads nowhere: it is one of ours, of a plain file, and comes once.
        if not info.isreg() or not _NAME.fullmatch(info.name) or info.name in seen:
            raise tarfile.TarError(repr(info.name[:80]))
        seen.add(info.name)
        body = tar.extractfile(info)
        if body is not None:
            yield info.name, body


def members_of(path: Path, manifest: Manifest) -> Iterator[tuple[str, IO[bytes]]]:
    """Give the members of a checked backup, each to be read to its end before the next.

    Raises:
        StoreError: It is not what was checked.
    """
    with _opened(path) as tar:
        for name, body in _bodies(tar):
            if name == MANIFEST:
                continue
            watched = _Digesting(body)
            with io.BufferedReader(watched, _CHUNK) as reader:
                yield name, reader
                while reader.read(_CHUNK):
                    pass
                if watched.digest.hexdigest() != manifest.members[name].sha256:
                    raise tarfile.TarError(name)


def check(path: Path) -> Manifest:
    """Read a backup to its end, and return what it says of itself.

    Raises:
        StoreError: It is cut off, altered, or none of ours.
    """
    found: dict[str, tuple[str, int]] = {}
    text = b""
    with _opened(path) as tar:
        for name, body in _bodies(tar):
            if name == MANIFEST:
                text = body.read()
                continue
            digest, size = hashlib.sha256(), 0
            while piece := body.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
            found[name] = digest.hexdigest(), size
        manifest = Manifest.read(text)
        listed = {name: (entry.sha256, entry.size) for name, entry in manifest.members.items()}
        if found != listed or checksum_of(manifest.members) != manifest.checksum:
            wrong = sorted(set(found.items()) ^ set(listed.items()))
            raise tarfile.TarError(wrong[0][0] if wrong else MANIFEST)
    return manifest
