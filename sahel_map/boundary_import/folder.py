"""A folder of layers as it stands, and what is to stand there instead: all of it or nothing."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely
import shapely.geometry

from sahel_map.boundaries import LEVELS, level_columns, level_file, level_key
from sahel_map.errors import BoundaryError
from sahel_map.i18n import gettext
from sahel_map.settings import ROOT, STORAGE_CRS

__all__ = ["BUNDLED", "REPLACED", "Folder", "as_features", "digest", "read_folder", "write_folder"]

BUNDLED: Final = ROOT / "data" / "geo"
MANIFEST: Final = "manifest.json"

REPLACED: Final = "admin1_replaced.geojson"
"""Units of the first level that stood here before others took their place."""

_LAYERS: Final = (
    "admin0.geojson", "admin1.geojson", "rivers.geojson", "lakes.geojson", "towns.geojson",
)  # fmt: skip

Feature = dict[str, Any]


@dataclass
class Folder:
    """The layers of a folder while they are changed.

    Attributes:
        path: The folder, ``geo/`` of a data folder.
        features: GeoJSON features by file: the levels and ``REPLACED``.
        manifest: What is known of every file.
        copies: Bundled files that the folder lacks and gets.
        digests: Of the files as they were read, so that a change by others is noticed.
        touched: Files whose features were changed; the others keep their bytes.
    """

    path: Path
    features: dict[str, list[Feature]]
    manifest: dict[str, Any]
    copies: tuple[str, ...]
    digests: dict[str, str]
    touched: set[str] = field(default_factory=set)

    def units(self, level: int, country: str, *, file: str = "") -> gpd.GeoDataFrame:
        """Return the units of a country on a level, indexed by their ids, in degrees."""
        name = file or level_file(level)
        mine = [f for f in self.features.get(name, []) if f["properties"]["country"] == country]
        properties = pd.DataFrame(
            [feature["properties"] for feature in mine],
            columns=None if mine else level_columns(level),
        )
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in mine]
        frame = gpd.GeoDataFrame(properties, geometry=shapes, crs=STORAGE_CRS)
        return frame.set_index(level_key(level), drop=False)

    def ids_elsewhere(self, level: int, country: str) -> set[str]:
        """Return the ids of other countries' units on a level."""
        features = self.features.get(level_file(level), [])
        others = [f["properties"] for f in features if f["properties"]["country"] != country]
        return {str(properties[level_key(level)]) for properties in others}

    def replace(self, file: str, country: str, features: list[Feature]) -> list[Feature]:
        """Put features in the place of a country's; return those that stood there."""
        before = self.features.get(file, [])
        mine = [f["properties"]["country"] == country for f in before]
        at = mine.index(True) if any(mine) else len(before)
        kept = [f for f, own in zip(before, mine, strict=True) if not own]
        self.touched.add(file)
        self.features[file] = [*kept[:at], *features, *kept[at:]]
        return [f for f, own in zip(before, mine, strict=True) if own]


def digest(content: bytes) -> str:
    """Return the sha256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def as_features(units: gpd.GeoDataFrame) -> list[Feature]:
    """Return units as GeoJSON features (RFC 7946), in their order."""
    shapes = shapely.orient_polygons(shapely.normalize(units.geometry.to_numpy()))
    table = pd.DataFrame(units.drop(columns=units.geometry.name)).astype(object)
    rows = table.where(table.notna(), None).to_dict("records")
    return [
        {"type": "Feature", "properties": row, "geometry": shapely.geometry.mapping(shape)}
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _as_bytes(features: list[Feature]) -> bytes:
    compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    lines = ",\n".join(compact.encode(feature) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def _features(path: Path, level: int) -> list[Feature]:
    """Return the features of a layer of this project's own."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        features: list[Feature] = content["features"]
        complete = all(
            {"country", level_key(level)} <= set(feature["properties"]) for feature in features
        )
    except (ValueError, KeyError, TypeError) as error:
        message = gettext("{file} cannot be read ({problem}): put it right, or delete it.")
        raise BoundaryError(message.format(file=path, problem=error)) from error
    crs = str(content.get("crs", ""))
    if not complete or (crs and "CRS84" not in crs and "4326" not in crs):
        message = gettext("{file} is no layer of units in degrees with the columns {columns}.")
        columns = f"{level_key(level)}, country"
        raise BoundaryError(message.format(file=path, columns=columns))
    return features


def read_folder(path: Path) -> Folder:
    """Read the layers of a folder; where it has no first level, the bundled ones stand for it.

    Raises:
        BoundaryError: The data folder is missing, or a layer in it is broken.
    """
    if not path.parent.is_dir():
        message = gettext("The data folder {path} does not exist. Create it first.")
        raise BoundaryError(message.format(path=path.parent))
    lacking = not (path / level_file(1)).is_file()
    copies = tuple(name for name in (*_LAYERS, MANIFEST) if lacking and not (path / name).is_file())
    features: dict[str, list[Feature]] = {}
    digests: dict[str, str] = {}
    for name, level in [*((level_file(n), n) for n in LEVELS), (REPLACED, 1)]:
        source = (BUNDLED if name in copies else path) / name
        if source.is_file():
            features[name] = _features(source, level)
        digests[name] = digest((path / name).read_bytes()) if (path / name).is_file() else ""
    source = (BUNDLED if MANIFEST in copies else path) / MANIFEST
    manifest = {}
    if source.is_file():
        try:
            manifest = json.loads(source.read_text(encoding="utf-8"))
        except ValueError as error:
            message = gettext("{file} cannot be read ({problem}): put it right, or delete it.")
            raise BoundaryError(message.format(file=source, problem=error)) from error
    manifest.setdefault("files", {})
    return Folder(path, features, manifest, copies, digests)


def _contents(folder: Folder) -> dict[str, bytes | None]:
    """Return what each file is to hold, None where it is to go; the manifest comes last."""
    contents: dict[str, bytes | None] = {
        name: (BUNDLED / name).read_bytes() for name in folder.copies if name != MANIFEST
    }
    files = folder.manifest["files"]
    for name in sorted(folder.touched):
        features = folder.features[name]
        contents[name] = _as_bytes(features) if features or name == level_file(1) else None
        if name in files and features:
            files[name] |= {"features": len(features), "sha256": digest(contents[name] or b"")}
    text = json.dumps(folder.manifest, ensure_ascii=False, indent=2) + "\n"
    return contents | {MANIFEST: text.encode()}


def _put(staged: Path, target: Path, names: Mapping[str, bytes | None]) -> None:
    """Move files to their places; when anything goes wrong, put back what was there."""
    kept = staged / "before"
    kept.mkdir()
    for name in names:
        if (target / name).is_file():
            shutil.copy2(target / name, kept / name)
    try:
        for name, content in names.items():
            if content is None:
                (target / name).unlink(missing_ok=True)
            else:
                (staged / name).replace(target / name)
    except BaseException:
        for name in names:
            if (kept / name).is_file():
                (kept / name).replace(target / name)
            else:
                (target / name).unlink(missing_ok=True)
        raise


def write_folder(folder: Folder) -> list[str]:
    """Write the changed layers and the manifest; return the names of the files that changed.

    Everything is written beside the folder first and then moved into place, file by file, the
    manifest last. When that fails or is interrupted, the folder is put back as it was.

    Raises:
        BoundaryError: Somebody else has changed a layer since it was read, or nothing can be
            written there.
    """
    contents = _contents(folder)
    for name, before in folder.digests.items():
        now = folder.path / name
        if (digest(now.read_bytes()) if now.is_file() else "") != before:
            message = gettext("{file} was changed by another program meanwhile. Nothing was"
                              " written; run the command again.")  # fmt: skip
            raise BoundaryError(message.format(file=now))
    try:
        staged = Path(mkdtemp(prefix=".geo-", dir=folder.path.parent))
        try:
            changed = {
                name: content
                for name, content in contents.items()
                if content != (
                    (folder.path / name).read_bytes() if (folder.path / name).is_file() else None
                )
            }  # fmt: skip
            for name, content in changed.items():
                if content is not None:
                    (staged / name).write_bytes(content)
            if folder.path.is_dir():
                _put(staged, folder.path, changed)
            else:
                staged.chmod(0o755)
                staged.replace(folder.path)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        message = gettext("{path} cannot be written ({problem}). Nothing was changed.")
        raise BoundaryError(message.format(path=folder.path, problem=error)) from error
    return list(changed)
