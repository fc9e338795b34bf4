"""What kind of file something is, by its first bytes; a name can say anything."""

import re
from typing import Final

__all__ = ["HEAD", "kind_of", "plain_text"]

HEAD: Final = 1 << 16
"""How many first bytes ``kind_of`` wants."""

_MAGIC: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"SQLite format 3\0", "sqlite"),
    (b"PAR1", "parquet"),
    (b"\x00\x00\x27\x0a", "shape"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"version https://git-lfs", "pointer"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
)
_BINARY_WINDOW: Final = 8192
_SPACE: Final = b" \t\r\n\xef\xbb\xbf"
_PAGE: Final = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_MARKUP: Final = re.compile(rb"<[?!a-z]", re.IGNORECASE)
_SCRIPT: Final = re.compile(
    rb"(?:(?:var|let|const)\s+[\w$]+|(?:window|module|exports)(?:\.[\w$]+)+)\s*=\s*[\[{(]"
)
# A heading may stand in brackets, so more is asked than the bracket itself.
_JSON: Final = re.compile(rb'\{\s*(?:"|\}|\Z)|\[\s*(?:[{\["\]0-9-]|true|false|null|\Z)')
_NO_DATA: Final = re.compile(rb"\s*no data (?:has been|was|were) found", re.IGNORECASE)
_TAR: Final = slice(257, 262)
_DBASE: Final = frozenset(b"\x03\x30\x31\x43\x83\x8b\xf5")
_MONTHS, _MONTH_DAYS = 12, 31


def kind_of(head: bytes) -> str:
    """Return the kind of file that begins with these bytes.

    Args:
        head: The first ``HEAD`` bytes, or all of a shorter file.

    Returns:
        A container: zip, gzip, sqlite, parquet, shape, dbase, json, utf16 or text; or what is
        refused: empty, ole, pdf, picture, program, archive, pointer, web_page, xml, script,
        no_data or binary.
    """
    if not head.strip(_SPACE):
        return "empty"
    # A dBASE table opens with bytes that mean nothing in text; it is told before binary data.
    if _is_dbase(head):
        return "dbase"
    for magic, kind in _MAGIC:
        if head.startswith(magic) and _is_meant(kind, head):
            return kind
    if head[_TAR] == b"ustar":
        return "archive"
    return "binary" if b"\0" in head[:_BINARY_WINDOW] else _kind_of_text(head.lstrip(_SPACE))


def _is_meant(kind: str, head: bytes) -> bool:
    # Two letters may well begin a heading; a program's are followed by binary data.
    return kind != "program" or b"\0" in head[:_BINARY_WINDOW] or head.startswith(b"#!/")


def _kind_of_text(text: bytes) -> str:
    if _JSON.match(text):
        return "json"
    if _SCRIPT.match(text):
        return "script"
    if _NO_DATA.match(text):
        return "no_data"
    if _MARKUP.match(text):
        return "web_page" if _PAGE.search(text) else "xml"
    return "text"


def _is_dbase(head: bytes) -> bool:
    if len(head) < 33 or head[0] not in _DBASE:  # noqa: PLR2004  (32 and the end of fields)
        return False
    length = int.from_bytes(head[8:10], "little")
    dated = 1 <= head[2] <= _MONTHS and 1 <= head[3] <= _MONTH_DAYS
    return dated and length > 32 and b"\r" in head[32:length] and b"\0" in head[:32]  # noqa: PLR2004


def plain_text(head: bytes) -> str:
    """Return the beginning of a text on one line, to be quoted in a message."""
    return " ".join(head[:300].decode("utf-8", "replace").split())[:120]
