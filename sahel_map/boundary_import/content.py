"""What a file holds, by its first bytes, whatever its name says."""

import re
from pathlib import Path
from typing import Final

from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext

__all__ = ["kind_of"]

_HEAD: Final = 4096

_SCRIPT: Final = re.compile(
    rb"\s*(?:(?:var|let|const|export)\s|[\w$.\[\]'\"]+\s*=\s*[{\[]|[\w$.]+\s*\(\s*[{\[])"
)
_COLLECTION: Final = re.compile(rb'"type"\s*:\s*"(?:Feature|FeatureCollection|Topology)"')
_SHAPE: Final = re.compile(
    rb'"type"\s*:\s*"(?:Multi)?(?:Polygon|Point|LineString)"|"type"\s*:\s*"GeometryCollection"'
)


def _json_fault(path: Path, head: bytes) -> str:
    if not head.startswith(b"{"):
        return gettext("is a list, not a layer: a GeoJSON FeatureCollection is needed.")
    content = path.read_bytes()
    if _COLLECTION.search(content):
        return ""
    if _SHAPE.search(content):
        return gettext(
            "is a bare shape without names. A unit needs a name: put the shape into a"
            " FeatureCollection whose features have properties."
        )
    return gettext("is JSON, but neither GeoJSON nor TopoJSON.")


def _fault_of_text(head: bytes) -> str:
    lowered = head[:200].lower()
    if head.startswith(b"version https://git-lfs"):
        return gettext(
            "is only a pointer to a file kept elsewhere (Git LFS). Fetch the file itself, with"
            " `git lfs pull`."
        )
    if b"/annex/objects/" in head:
        return gettext(
            "is only a pointer to a file kept elsewhere (git-annex). Fetch the file itself, with"
            " `git annex get`."
        )
    if lowered.startswith((b"<!doctype html", b"<html")):
        return gettext("is a web page, not a layer: the download went wrong. Download it again.")
    if _SCRIPT.match(head):
        return gettext(
            "is JavaScript, not a layer. Keep only what stands between the outermost brackets and"
            " save it as .geojson."
        )
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")):
        return gettext("is packed in a way that is not read here. Unpack it first, or pack it"
                       " as .zip.")  # fmt: skip
    return gettext(
        "is no layer of areas that can be read. GeoJSON, TopoJSON, GeoPackage and shapefiles are,"
        " also in a .zip; convert others, for instance with `ogr2ogr units.gpkg FILE`."
    )


def kind_of(path: Path) -> str:
    """Return what a file holds: ``zip``, ``json``, ``gpkg`` or ``shp``.

    Raises:
        BoundaryError: It holds nothing that can be read as a layer; the message says what it is.
    """
    with path.open("rb") as handle:
        raw = handle.read(_HEAD)
    head = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    fault = ""
    if not head.strip(b"\x00"):
        fault = gettext("is empty. Download or export it again.")
    elif raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    elif raw.startswith(b"SQLite format 3\x00"):
        return "gpkg"
    elif raw.startswith(b"\x00\x00\x27\x0a"):
        return "shp"
    elif head.startswith((b"{", b"[")):
        fault = _json_fault(path, head)
    else:
        fault = _fault_of_text(head)
    if fault:
        message = f"{path.name} {fault}"
        raise BoundaryError(message)
    return "json"
