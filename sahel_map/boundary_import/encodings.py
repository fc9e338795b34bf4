"""In which encoding the texts of a shapefile are, whatever its .cpg says."""

import codecs
import struct
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["dbf_encoding", "side_file"]

_FALLBACKS: Final = ("cp1252", "latin-1")
_FIELD: Final = 32


def side_file(path: Path, suffix: str) -> Path | None:
    """Return the part of a shapefile with a suffix, in whatever case its name is written."""
    for candidate in path.parent.iterdir():
        if candidate.stem == path.stem and candidate.suffix.lower() == suffix:
            return candidate
    return None


def _texts(dbf: bytes) -> Iterator[bytes]:
    """Yield the values of all columns of text, without their padding."""
    rows, start, width = struct.unpack_from("<IHH", dbf, 4)
    columns, at = [], 1
    for offset in range(_FIELD, start - 1, _FIELD):
        if dbf[offset : offset + 1] == b"\r":
            break
        length = dbf[offset + 16]
        if dbf[offset + 11 : offset + 12] == b"C":
            columns.append((at, at + length))
        at += length
    for row in range(rows):
        begin = start + row * width
        for first, last in columns:
            yield dbf[begin + first : begin + last].rstrip(b" \x00")


def _decoded(texts: set[bytes], encoding: str) -> str | None:
    """Return all texts in an encoding, or None where one of them cannot be."""
    decoded = []
    for text in texts:
        # A column may cut a letter of several bytes in two at its end.
        for end in range(len(text), max(len(text) - 4, -1), -1):
            try:
                decoded.append(text[:end].decode(encoding))
                break
            except (UnicodeDecodeError, LookupError):
                if encoding != "utf-8":
                    return None
        else:
            return None
    return "".join(decoded)


def _plausible(text: str | None) -> bool:
    """Whether letters beyond ASCII are Latin or Arabic, as names in the Sahel are written."""
    if text is None:
        return False
    foreign = {c for c in text if ord(c) > 127}  # noqa: PLR2004
    if any(unicodedata.category(c) == "Cc" for c in foreign):
        return False
    letters = [unicodedata.name(c, "") for c in foreign if c.isalpha()]
    return all(name.startswith(("LATIN", "ARABIC", "MODIFIER", "FEMININE", "MASCULINE"))
               for name in letters)  # fmt: skip


def _known(name: str) -> str:
    """Return a codec for the name in a .cpg file, "" where there is none."""
    plain = name.strip()
    if plain.isdigit():
        plain = {"65001": "utf-8", "88591": "iso-8859-1"}.get(plain, f"cp{plain}")
    plain = plain.upper().removeprefix("ANSI ").replace("ISO 8859", "ISO-8859")
    try:
        return codecs.lookup(f"cp{plain}" if plain.isdigit() else plain).name
    except (LookupError, ValueError):
        return ""


def dbf_encoding(shp: Path) -> tuple[str, str]:
    """Return the encoding of a shapefile's texts and what its .cpg says, "" without one.

    UTF-8 is believed by the bytes themselves; else what the .cpg says, where it gives letters
    that names here are written in; else Windows-1252.
    """
    dbf, cpg = side_file(shp, ".dbf"), side_file(shp, ".cpg")
    stated = cpg.read_text(encoding="latin-1").strip() if cpg else ""
    texts = set(_texts(dbf.read_bytes())) if dbf else set()
    if _decoded(texts, "utf-8") is not None:
        return "utf-8", stated
    named = _known(stated)
    if named and named != "utf-8" and _plausible(_decoded(texts, named)):
        return named, stated
    return next((e for e in _FALLBACKS if _decoded(texts, e) is not None), "latin-1"), stated
