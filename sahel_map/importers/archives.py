"""Zip files: which of their members is the table, read without ever unpacking one by its name."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from sahel_map.importers.delimiters import looks_tabular
from sahel_map.importers.encodings import Readable
from sahel_map.importers.refusals import refusal, size_text
from sahel_map.importers.shapefiles import PARTS, Opener
from sahel_map.importers.signatures import HEAD, kind_of
from sahel_map.importers.streams import FREE_BYTES, MAX_RATIO, MAX_UNPACKED, Bounded, head_of

__all__ = ["Archive", "Member"]

_SHOWN: Final = 5
_LOOKED_AT: Final = 200
_MAX_STRINGS: Final = 512 << 20
_STRINGS: Final = "xl/sharedStrings.xml"
_ENCRYPTED: Final = 0x1
_TABLES: Final = frozenset({"json", "sqlite", "parquet", "utf16", "zip"})
_PARTS: Final = frozenset({"shape", "dbase"})
_BESIDE: Final = frozenset({*PARTS, ".qpj", ".qmd", ".xml"})
_OFFICE: Final = ("xl/workbook.bin", "word/document.xml", "ppt/presentation.xml", "mimetype")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a zip.

    Attributes:
        name: Its name, only ever shown.
        kind: What ``signatures.kind_of`` says of it.
        info: Where it stands in the zip.
    """

    name: str
    kind: str
    info: zipfile.ZipInfo


class Archive:
    """A zip file, opened; its stated sizes are credible.

    Args:
        path: Where it is.
        file: Its name, for a refusal.
        closing: Closes it.

    Raises:
        RefusedFile: Damaged, protected by a password, or made to fill a disk.
    """

    def __init__(self, path: Path, file: str, closing: ExitStack) -> None:
        self._file = file
        try:
            handle = closing.enter_context(path.open("rb"))
            self._zip = closing.enter_context(zipfile.ZipFile(handle))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise refusal(file, "broken_archive", problem=error) from error
        self._infos = [info for info in self._zip.infolist() if not _is_hidden(info)]
        self._check_sizes()

    def _check_sizes(self) -> None:
        # What zipfile unpacks of a member never exceeds the size the zip states for it.
        size = sum(info.file_size for info in self._infos)
        packed = sum(info.compress_size for info in self._infos)
        if size > MAX_UNPACKED or (size > FREE_BYTES and size > MAX_RATIO * max(1, packed)):
            raise refusal(self._file, "bomb", size=size_text(size))
        if any(info.flag_bits & _ENCRYPTED for info in self._infos):
            raise refusal(self._file, "encrypted")

    @property
    def is_workbook(self) -> bool:
        """Whether the zip is an .xlsx workbook.

        Raises:
            RefusedFile: It is another office document, or a workbook too large for memory.
        """
        sizes = {info.filename: info.file_size for info in self._infos}
        if "xl/workbook.xml" in sizes:
            if sizes.get(_STRINGS, 0) > _MAX_STRINGS:
                raise refusal(self._file, "heavy_workbook", size=size_text(sizes[_STRINGS]))
            return True
        if any(name in sizes for name in _OFFICE):
            raise refusal(self._file, "other_workbook")
        return False

    def member(self) -> Member | dict[str, Opener]:
        """Return the one member that holds a table, or the parts of the one shapefile.

        Raises:
            RefusedFile: There is no table, or several.
        """
        members = [self._look(info) for info in self._infos[:_LOOKED_AT]]
        parts = [one for one in members if one.kind in _PARTS]
        stems = {_stem(one.name) for one in parts}
        tables = [one for one in members if self._is_table(one) and not _is_beside(one, stems)]
        if len(tables) + len(stems) > 1:
            names = _listed([one.name for one in (*tables, *parts)])
            raise refusal(self._file, "zip_several", names=names)
        if stems:
            return self._parts(stems.pop())
        if tables:
            return tables[0]
        if len(members) == 1:
            return members[0]  # what it is instead is told of itself
        names = _listed([one.name for one in members]) or "–"
        raise refusal(self._file, "zip_empty", names=names)

    def opened(self, info: zipfile.ZipInfo, closing: ExitStack) -> Bounded:
        """Return a member for reading."""
        try:
            handle = closing.enter_context(self._zip.open(info))
        except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError) as error:
            raise refusal(self._file, "broken_archive", problem=error) from error
        except RuntimeError as error:
            raise refusal(self._file, "encrypted") from error
        return Bounded(handle, self._file, lambda: info.compress_size)

    def _look(self, info: zipfile.ZipInfo) -> Member:
        with ExitStack() as closing:
            return Member(info.filename, kind_of(self._head(info, closing)), info)

    def _head(self, info: zipfile.ZipInfo, closing: ExitStack) -> bytes:
        return head_of(self.opened(info, closing), HEAD)

    def _is_table(self, member: Member) -> bool:
        if member.kind != "text":
            return member.kind in _TABLES
        with ExitStack() as closing:
            return looks_tabular(self._head(member.info, closing))

    def _parts(self, stem: str) -> dict[str, Opener]:
        parts: dict[str, Opener] = {}
        for info in self._infos:
            name = PurePosixPath(info.filename)
            if name.suffix.casefold() in PARTS and _stem(info.filename) == stem:
                parts[name.suffix.casefold()] = self._opener(info)
        return parts

    def _opener(self, info: zipfile.ZipInfo) -> Opener:
        @contextmanager
        def opener() -> Iterator[Readable]:
            with ExitStack() as closing:
                yield self.opened(info, closing)

        return opener


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    return info.is_dir() or any(part == "__MACOSX" or part.startswith("._") for part in parts)


def _stem(name: str) -> str:
    return str(PurePosixPath(name).with_suffix("")).casefold()


def _is_beside(member: Member, stems: set[str]) -> bool:
    """Return whether a text only describes a shapefile: its projection has commas, too."""
    return _stem(member.name) in stems and PurePosixPath(member.name).suffix.casefold() in _BESIDE


def _listed(names: list[str]) -> str:
    shown = ", ".join(repr(name)[1:-1][:80] for name in names[:_SHOWN])
    return f"{shown} …" if len(names) > _SHOWN else shown
