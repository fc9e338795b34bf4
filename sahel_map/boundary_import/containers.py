"""Find the layers of a file, also inside a .zip, and choose one."""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

import pyogrio

from sahel_map.boundary_import.content import kind_of
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext

__all__ = ["UNPACKED_LIMIT", "Layer", "layers_in", "the_layer"]

UNPACKED_LIMIT: Final = 1 << 30
"""How many bytes a .zip may unpack to: 1 GiB, many times the largest layer of one country."""

_CHUNK: Final = 1 << 20
_LAYERS: Final = frozenset({".shp", ".geojson", ".json", ".topojson", ".gpkg"})
_SIDES: Final = frozenset({".dbf", ".shx", ".prj", ".cpg"})
_PACKED: Final = frozenset({".zip", ".7z", ".rar", ".gz"})


@dataclass(frozen=True)
class Layer:
    """One layer of a file.

    Attributes:
        name: What ``--layer`` chooses it by.
        path: The file to read: the one given, or one unpacked from it.
        inner: The layer inside a file of several, or None where it has only one.
        kind: ``json``, ``gpkg`` or ``shp``.
    """

    name: str
    path: Path
    inner: str | None
    kind: str


def _refusal(name: str, reason: str) -> BoundaryError:
    return BoundaryError(f"{name} {reason}")


def _check_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """Return the members worth unpacking, or raise what is wrong with any of them."""
    for member in archive.infolist():
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        climbs = ".." in parts or member.filename.startswith(("/", "\\")) or ":" in parts[0][:2]
        if climbs or stat.S_ISLNK(member.external_attr >> 16):
            reason = gettext(
                "holds {member!r}, which would be written outside its folder. Nothing was unpacked."
            )
            raise _refusal(name, reason.format(member=member.filename))
    wanted = [
        member
        for member in archive.infolist()
        if not member.is_dir()
        and PurePosixPath(member.filename).suffix.lower() in _LAYERS | _SIDES
        # macOS packs a hidden "._" file beside each.
        and not PurePosixPath(member.filename).name.startswith(".")
    ]
    if any(member.flag_bits & 1 for member in wanted):
        raise _refusal(name, gettext("is locked with a password. Unpack it first."))
    return wanted


def _unpack(path: Path, folder: Path) -> list[tuple[str, Path]]:
    """Unpack the layers of a .zip; return each with its name inside."""
    too_large = _refusal(
        path.name,
        gettext("unpacks to more than {limit} MiB. Unpack it and give the layer itself.").format(
            limit=UNPACKED_LIMIT >> 20
        ),
    )
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = _check_members(archive, path.name)
            if sum(member.file_size for member in wanted) > UNPACKED_LIMIT:
                raise too_large
            left = UNPACKED_LIMIT
            for member in wanted:
                target = folder / member.filename.replace("\\", "/")
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as sink:
                    # What a member says of its own size need not be true.
                    while chunk := source.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise too_large
                        sink.write(chunk)
                found.append((member.filename, target))
            packed = [n for n in archive.namelist() if PurePosixPath(n).suffix.lower() in _PACKED]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        reason = gettext("is a broken .zip ({problem}). Download it again.")
        raise _refusal(path.name, reason.format(problem=error)) from error
    if not found and packed:
        reason = gettext("holds only other packed files: {members}. Unpack it first.")
        raise _refusal(path.name, reason.format(members=", ".join(packed)))
    return found


def _inner(path: Path) -> list[str]:
    """Return the names of the layers of areas inside a file."""
    try:
        layers = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except pyogrio.errors.DataSourceError as error:
        reason = gettext("cannot be read: {problem}. It may be cut short; download it again.")
        raise _refusal(path.name, reason.format(problem=error)) from error
    return [name for name, kind in layers if kind is not None]


def _layers_of(path: Path, label: str, *, whole: bool) -> list[Layer]:
    kind = kind_of(path)
    if kind == "shp":
        return [Layer(label if not whole else path.stem, path, None, kind)]
    names = _inner(path)
    if kind == "json" and len(names) == 1:
        return [Layer(label if not whole else names[0], path, names[0], kind)]
    return [Layer(name if whole else f"{label}:{name}", path, name, kind) for name in names]


def _lone_sides(files: list[tuple[str, Path]]) -> str:
    for name, path in files:
        if path.suffix.lower() in _SIDES:
            return name
    return ""


def _no_shp(*names: str) -> BoundaryError:
    reason = gettext(
        "is one part of a shapefile, and its .shp, which has the areas, is missing. Put all parts"
        " (.shp, .shx, .dbf, .prj) into one folder or .zip."
    )
    return _refusal(": ".join(names), reason)


def _layers_in_zip(path: Path, folder: Path) -> list[Layer]:
    files = _unpack(path, folder)
    layers: list[Layer] = []
    faults: list[BoundaryError] = []
    for name, inside in files:
        if inside.suffix.lower() in _LAYERS:
            try:
                layers += _layers_of(inside, name, whole=False)
            except BoundaryError as error:
                faults.append(error)
    if layers:
        return layers
    if faults:
        raise faults[0]
    if lone := _lone_sides(files):
        raise _no_shp(path.name, lone)
    reason = gettext(
        "holds no layer of areas: GeoJSON, TopoJSON, a GeoPackage or a shapefile is needed."
    )
    raise _refusal(path.name, reason)


@contextmanager
def layers_in(path: Path) -> Iterator[list[Layer]]:
    """Give the layers of a file for as long as they are needed; what was unpacked is then deleted.

    Raises:
        BoundaryError: The file is missing, no layer, or a .zip that must not be unpacked.
    """
    if path.is_dir():
        raise _refusal(
            str(path), gettext("is a folder. Give the file itself: of a shapefile, the .shp.")
        )
    if not path.is_file():
        raise _refusal(str(path), gettext("was not found."))
    if path.suffix.lower() in _SIDES:
        whole = [p for p in path.parent.glob(f"{path.stem}.*") if p.suffix.lower() == ".shp"]
        if not whole:
            raise _no_shp(path.name)
        path = whole[0]
    with TemporaryDirectory(prefix="sahel-map-") as scratch:
        if kind_of(path) == "zip":
            yield _layers_in_zip(path, Path(scratch))
        else:
            yield _layers_of(path, path.name, whole=True)


def the_layer(layers: list[Layer], wanted: str | None, file: str) -> Layer:
    """Return the layer that is meant.

    Raises:
        BoundaryError: None is named and there are several, or the named one is not there.
    """
    fitting = layers
    if wanted is not None:
        fitting = [layer for layer in layers if layer.name == wanted]
        fitting = fitting or [
            layer
            for layer in layers
            if wanted in {PurePosixPath(layer.name).name, PurePosixPath(layer.name).stem,
                          layer.inner}
        ]  # fmt: skip
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(layer.name for layer in layers)
    if not layers:
        raise _refusal(file, gettext("has no layer of areas."))
    if not fitting:
        reason = gettext("has no layer {wanted!r}, but these: {names}.")
        raise _refusal(file, reason.format(wanted=wanted, names=names))
    reason = gettext("has several layers: {names}. Name one with --layer.")
    raise _refusal(file, reason.format(names=names))
