"""Where the browser gets its map libraries: from this host, or from a CDN where they are missing.

Versions are pinned in ``frontend/package-lock.json``; ``scripts/install_frontend.py`` copies the
files named here into ``frontend/dist``. Nothing third-party is kept in the repository.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from sahel_map.settings import ROOT, frontend_dir

__all__ = [
    "CDN",
    "FILES",
    "PREFIX",
    "app_digest",
    "cdn_host",
    "is_local",
    "library_url",
    "version_of",
]

CDN: Final = "https://cdn.jsdelivr.net/npm/"
"""Serves the files of npm packages under the same paths as the packages have them."""

PREFIX: Final = "../../assets/"
"""The asset routes, relative to the page inside the map component's frame.

Relative, so that a path prefix (``server.baseUrlPath``) or a proxy needs no configuration.
"""

FILES: Final[dict[str, tuple[str, str]]] = {
    "leaflet": ("leaflet", "dist/leaflet.js"),
    "leaflet-css": ("leaflet", "dist/leaflet.css"),
    "cluster": ("leaflet.markercluster", "dist/leaflet.markercluster.js"),
    "heat": ("leaflet.heat", "dist/leaflet-heat.js"),
}
"""Key to npm package and the path of one of its files."""


@cache
def _locked() -> dict[str, str]:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    prefix = "node_modules/"
    return {
        name.removeprefix(prefix): entry["version"]
        for name, entry in lock["packages"].items()
        if name.startswith(prefix)
    }


def version_of(package: str) -> str:
    """Return the locked version of an npm package."""
    return _locked()[package]


def _relative(key: str) -> str:
    package, path = FILES[key]
    return f"{package}@{version_of(package)}/{path}"


def local_path(key: str) -> Path:
    """Return where a library's file is on this host, whether or not it is there."""
    return frontend_dir() / _relative(key)


def is_local() -> bool:
    """Return whether every library is on this host."""
    return all(local_path(key).is_file() for key in FILES)


def cdn_host() -> str | None:
    """Return the one foreign host the browser may load from, or None when all is local."""
    return None if is_local() else CDN.removesuffix("npm/").rstrip("/")


def library_url(key: str) -> str:
    """Return the address of a library for the map frame."""
    return f"{PREFIX}lib/{_relative(key)}" if is_local() else CDN + _relative(key)


@cache
def app_digest() -> str:
    """Return a digest of our own scripts and styles, which changes their address."""
    total = hashlib.sha256()
    for name in ("map.js", "map.css", "page.js", "roads.js", "slices.js"):
        total.update(files("sahel_map.maps").joinpath("static", name).read_bytes())
    total.update(files("sahel_map.ui").joinpath("style.css").read_bytes())
    return total.hexdigest()[:10]
