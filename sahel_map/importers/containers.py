"""Any file of events, opened as blocks of text records; what it is, its content says."""

import gzip
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from sahel_map.importers.archives import Archive, Member
from sahel_map.importers.batches import Batches
from sahel_map.importers.blocks import Block, Source
from sahel_map.importers.columnar import open_parquet
from sahel_map.importers.delimited import Delimited
from sahel_map.importers.documents import LAYER, Document, place_of_records
from sahel_map.importers.encodings import Readable, Recoded
from sahel_map.importers.layers import open_layer
from sahel_map.importers.notes import Notes
from sahel_map.importers.refusals import REFUSALS, RefusedFile, refusal, size_text
from sahel_map.importers.shapefiles import PARTS, Opener, gather, siblings
from sahel_map.importers.signatures import HEAD, kind_of, plain_text
from sahel_map.importers.streams import Bounded, Prepended, head_of
from sahel_map.importers.workbooks import Workbook

__all__ = ["MAX_BYTES", "open_source"]

MAX_BYTES: Final = 2 << 30
"""Bytes of the largest file that is read, unless more are asked for."""

_BOM: Final = b"\xef\xbb\xbf"
_ENCRYPTED_MARK: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK_MARKS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_ON_DISK: Final = frozenset({"sqlite", "parquet"})
_COPIED: Final = 1 << 22


def open_source(
    path: Path,
    notes: Notes,
    *,
    name: str | None = None,
    sheet: str | None = None,
    block_rows: int = 50_000,
    max_bytes: int = MAX_BYTES,
) -> Source:
    """Open a file of events, whatever it is packed in.

    Read are delimited text, JSON, GeoJSON, TopoJSON, GeoPackage, shapefiles, Parquet and xlsx;
    text, JSON, layers and Parquet also out of one gzip or zip.

    Args:
        path: The file; its name does not matter.
        notes: Is told of records that are no rows of the table, and of repairs.
        name: The file's name as the reader knows it; None for that of the path.
        sheet: The sheet of a workbook or the layer of a GeoPackage; None for what suits.
        block_rows: How many records a block has at most.
        max_bytes: The size of the largest file that is read.

    Returns:
        The file, to be closed by its ``close`` or as a context manager.

    Raises:
        RefusedFile: It is no table of events; why, and what to do, is its message.
    """
    file = name or path.name
    _check_path(path, file, max_bytes)
    closing = ExitStack()
    try:
        return _open_path(path, _Asked(file, notes, sheet, block_rows, closing))
    except BaseException:
        closing.close()
        raise


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every container needs to know; ``closing`` closes what is opened for it."""

    file: str
    notes: Notes
    sheet: str | None
    block_rows: int
    closing: ExitStack

    def folder(self) -> Path:
        """Return a new empty folder that is gone after the reading."""
        made = tempfile.TemporaryDirectory(prefix="sahel-map-", ignore_cleanup_errors=True)
        return Path(self.closing.enter_context(made))

    def copied(self, handle: Readable) -> Path:
        """Return a file with the bytes of a stream, for readers that must jump about in it."""
        path = self.folder() / "content"
        with path.open("wb") as copy:
            shutil.copyfileobj(handle, copy, _COPIED)
        return path


Progress = Callable[[], float]


def _check_path(path: Path, file: str, max_bytes: int) -> None:
    if not path.exists():
        raise refusal(file, "missing")
    if path.is_dir():
        raise refusal(file, "folder")
    size = path.stat().st_size
    if size > max_bytes:
        raise refusal(file, "too_large", size=size_text(size), limit=size_text(max_bytes))


def _open_path(path: Path, asked: _Asked) -> Source:
    try:
        handle = asked.closing.enter_context(path.open("rb"))
    except OSError as error:
        raise refusal(asked.file, "unreadable", problem=error.strerror or error) from error
    head = head_of(handle, HEAD)
    kind = kind_of(head)
    size = path.stat().st_size

    def progress() -> float:
        return 1.0 if handle.closed else min(1.0, handle.tell() / size)

    if kind == "zip":
        return _open_zip(path, asked)
    if kind == "gzip":
        handle.seek(0)
        packed = asked.closing.enter_context(gzip.GzipFile(fileobj=handle))
        return _open_packed(Bounded(packed, asked.file, handle.tell), asked, progress)
    if kind in {"shape", "dbase"}:
        return _open_shapefile(siblings(path), asked)
    if kind == "ole":
        raise refusal(asked.file, _kind_of_office(handle))
    if kind in _ON_DISK:
        return _open_on_disk(path, kind, asked)
    return _open_stream(handle, head, asked, progress, path)


def _kind_of_office(handle: BinaryIO) -> str:
    handle.seek(0)
    before, kind = b"", "other_workbook"
    while octets := handle.read(_COPIED):
        window = before[-len(_ENCRYPTED_MARK) :] + octets
        if _ENCRYPTED_MARK in window:
            return "encrypted"
        if any(mark in window for mark in _WORKBOOK_MARKS):
            kind = "old_excel"
        before = octets
    return kind


def _open_zip(path: Path, asked: _Asked) -> Source:
    archive = Archive(path, asked.file, asked.closing)
    if archive.is_workbook:
        return _open_workbook(path, asked)
    found = archive.member()
    if not isinstance(found, Member):
        return _open_shapefile(found, asked)
    handle = archive.opened(found.info, asked.closing)
    inner = replace(asked, file=f"{asked.file} ({found.name[:80]!r})")
    source = _open_packed(handle, inner, lambda: min(1.0, handle.done / found.info.file_size))
    source.details["member"] = found.name
    return replace(source, name=asked.file)


def _open_packed(handle: Readable, asked: _Asked, progress: Progress) -> Source:
    """Open what was packed once; what is packed in it again is not looked for."""
    head = head_of(handle, HEAD)
    kind = kind_of(head)
    whole = Prepended(head, handle)
    if kind in _ON_DISK:
        return _open_on_disk(asked.copied(whole), kind, asked)
    if kind == "zip":
        path = asked.copied(whole)
        if Archive(path, asked.file, asked.closing).is_workbook:
            return _open_workbook(path, asked)
    if kind in {"zip", "gzip"}:
        raise refusal(asked.file, "archive")
    return _open_stream(handle, head, asked, progress)


def _open_stream(
    handle: Readable, head: bytes, asked: _Asked, progress: Progress, path: Path | None = None
) -> Source:
    """Open text that is read from its beginning to its end.

    Args:
        handle: Gives what follows the head.
        head: The first bytes.
        asked: What is asked for.
        progress: How much has been read.
        path: Where the bytes are on disk, if they are there as they come.
    """
    kind = kind_of(head)
    whole: Readable = Prepended(head, handle)
    recoded = kind == "utf16"
    if recoded:
        whole, path = Recoded(whole, asked.file), None
        head = head_of(whole, HEAD)
        kind = kind_of(head)
        whole = Prepended(head, whole)
    if kind == "json":
        source = _open_json(whole, head, asked, progress, path)
    elif kind == "text":
        table = Delimited(whole, asked.file)
        source = _source("csv", table, table.blocks(asked.notes, asked.block_rows), progress, asked)
    else:
        raise _refused(kind, head, asked.file)
    if recoded:
        source.details["encoding"] = "utf-16"
    return source


def _refused(kind: str, head: bytes, file: str) -> RefusedFile:
    if kind == "no_data":
        return refusal(file, kind, problem=plain_text(head))
    if kind in {"shape", "dbase"}:
        return refusal(file, "shape_part", missing=", ".join(PARTS[:3]))
    return refusal(file, kind if kind in REFUSALS else "binary")


def _open_json(
    whole: Readable, head: bytes, asked: _Asked, progress: Progress, path: Path | None
) -> Source:
    plain = head.removeprefix(_BOM)
    place = place_of_records(plain, asked.file)
    if place == LAYER:
        path = path or asked.copied(whole)
        opened = open_layer(path, asked.file, asked.block_rows, asked.closing)
        return _batched("layer", opened, asked)
    head_of(whole, len(head) - len(plain))
    document = Document(whole, place, asked.file, asked.block_rows)
    return _source("json", document, document.blocks(asked.notes), progress, asked)


def _open_on_disk(path: Path, kind: str, asked: _Asked) -> Source:
    if kind == "parquet":
        opened = open_parquet(path, asked.file, asked.block_rows, asked.closing)
        return _batched("parquet", opened, asked)
    opened = open_layer(path, asked.file, asked.block_rows, asked.closing, layer=asked.sheet)
    return _batched("layer", opened, asked)


def _open_shapefile(parts: Mapping[str, Opener], asked: _Asked) -> Source:
    path, encoding = gather(parts, asked.folder(), asked.file)
    opened = open_layer(path, asked.file, asked.block_rows, asked.closing, encoding=encoding)
    source = _batched("layer", opened, asked)
    source.details["encoding"] = encoding
    return source


def _open_workbook(path: Path, asked: _Asked) -> Source:
    book = Workbook(path, asked.file, asked.sheet, asked.closing)
    return _source("xlsx", book, book.blocks(asked.notes, asked.block_rows), book.progress, asked)


def _batched(container: str, opened: tuple[Batches, int], asked: _Asked) -> Source:
    batches, total = opened

    def progress() -> float:
        return min(1.0, batches.read / total) if total else 0.0

    return _source(container, batches, batches.blocks(), progress, asked)


def _source(
    container: str,
    table: Delimited | Document | Workbook | Batches,
    blocks: Iterator[Block],
    progress: Progress,
    asked: _Asked,
) -> Source:
    return Source(
        name=asked.file,
        container=container,
        header=table.header,
        raw_header=table.raw_header,
        delimiter=table.delimiter,
        encoding=table.encoding,
        blocks=blocks,
        progress=progress,
        details=table.details,
        closing=asked.closing,
    )
