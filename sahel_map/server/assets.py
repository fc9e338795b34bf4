"""Same-origin routes: map libraries, our own map script, boundary layers, health."""

import os
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sahel_map.server.metrics import metrics_routes
from sahel_map.server.preview import preview_route
from sahel_map.server.standing import standing_routes
from sahel_map.server.tiles import tile_route
from sahel_map.settings import frontend_dir, geo_dir

__all__ = ["routes"]


class _Immutable(StaticFiles):
    """Files whose address names their content, so that browsers never ask again."""

    async def check_config(self) -> None:
        """Let a folder that is not there answer 404: the libraries may not be installed."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:  # noqa: PLR2004
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


class _Digested(_Immutable):
    """Files under ``<digest>/name``: the digest is there for the browser's cache alone."""

    def get_path(self, scope: Scope) -> str:
        return super().get_path(scope).partition(os.sep)[2]

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        # A folder of data files: only map layers go out, whatever else a team keeps there.
        if not path.endswith((".geojson", ".js", ".css")):
            return "", None
        return super().lookup_path(path)


def _own_dir(package: str, name: str = "") -> Path:
    with as_file(files(package).joinpath(name)) as folder:
        return folder


def routes(base_path: str = "") -> Sequence[BaseRoute]:
    """Return the routes to mount beside the pages.

    Args:
        base_path: The path prefix the app is served under (``server.baseUrlPath``).
    """
    prefix = "/" + base_path.strip("/") if base_path.strip("/") else ""
    assets = [
        Mount("/lib", _Immutable(directory=frontend_dir(), check_dir=False)),
        Mount("/app", _Digested(directory=_own_dir("sahel_map.maps", "static"))),
        Mount("/page", _Digested(directory=_own_dir("sahel_map.ui"))),
        tile_route(),
        preview_route(),
        Mount("/geo", _Digested(directory=geo_dir(), check_dir=False)),
    ]
    return [
        *standing_routes(prefix),
        *metrics_routes(prefix),
        Mount(f"{prefix}/assets", routes=assets),
    ]
