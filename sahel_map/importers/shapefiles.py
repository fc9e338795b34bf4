"""The parts of a shapefile, brought together under names of our own so that they can be read."""

import codecs
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from sahel_map.importers.encodings import Readable, is_utf8
from sahel_map.importers.refusals import refusal

__all__ = ["PARTS", "Opener", "gather", "siblings"]

PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_NEEDED: Final = (".shp", ".dbf")
_CHUNK: Final = 1 << 20
_WESTERN: Final = re.compile(r"(?:iso8859-(?:1|15)|cp125\d|utf-8|ascii)$")

Opener = Callable[[], AbstractContextManager[Readable]]
"""Opens one part for reading."""


def siblings(path: Path) -> dict[str, Opener]:
    """Return the parts that stand beside a file under the same name."""

    def opener(part: Path) -> Opener:
        return lambda: part.open("rb")

    return {
        beside.suffix.casefold(): opener(beside)
        for beside in sorted(path.parent.glob("*"))
        if beside.stem == path.stem and beside.suffix.casefold() in PARTS and beside.is_file()
    }


def gather(parts: Mapping[str, Opener], folder: Path, file: str) -> tuple[Path, str]:
    """Copy the parts of one shapefile into a folder.

    Args:
        parts: By suffix, one of ``PARTS``.
        folder: Where to; a scratch folder of ours.
        file: The file's name, for a refusal.

    Returns:
        The .shp; and how its attributes are encoded. What the .cpg says counts only where it is
        an encoding of Western text and the attributes are not plainly UTF-8: it is often wrong.

    Raises:
        RefusedFile: The geometries or the attributes are missing.
    """
    missing = [suffix for suffix in _NEEDED if suffix not in parts]
    if missing:
        raise refusal(file, "shape_part", missing=", ".join(missing))
    for suffix, opener in parts.items():
        if suffix != ".cpg":
            with opener() as part, (folder / f"layer{suffix}").open("wb") as copy:
                shutil.copyfileobj(part, copy, _CHUNK)
    stated = _short_text(parts[".cpg"]) if ".cpg" in parts else ""
    return folder / "layer.shp", _encoding(folder / "layer.dbf", stated)


def _short_text(opener: Opener) -> str:
    with opener() as part:
        return part.read(100).decode("ascii", "replace").strip()


def _encoding(table: Path, stated: str) -> str:
    if _is_utf8(table):
        return "utf-8"
    try:
        known = codecs.lookup(stated).name if stated else ""
    except LookupError:
        known = ""
    return known if _WESTERN.match(known) and known != "utf-8" else "cp1252"


def _is_utf8(table: Path) -> bool:
    """Return whether the records of a dBASE table are UTF-8; cells never share a character."""
    with table.open("rb") as handle:
        head = handle.read(12)
        length = int.from_bytes(head[10:12], "little")
        handle.seek(int.from_bytes(head[8:10], "little"))
        step = max(1, _CHUNK // max(1, length)) * max(1, length)
        while octets := handle.read(step):
            if not is_utf8(octets):
                return False
    return True
