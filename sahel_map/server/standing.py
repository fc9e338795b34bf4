"""Whether this server lives, and whether it is ready for readers."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sahel_map.errors import SahelMapError
from sahel_map.server import logs, metrics
from sahel_map.server.lifespan import dataset
from sahel_map.server.passes import person_of
from sahel_map.server.stopping import stopping
from sahel_map.settings import configured
from sahel_map.store.opened import open_store

__all__ = ["set_up", "standing_routes"]


def _away() -> bool:
    return configured().hosted and open_store().away


def set_up() -> None:
    """Begin to log and to measure as the settings ask for."""
    logs.set_up()
    if configured().hosted:
        metrics.watch_store(_away)


def _answer(about: dict[str, Any], status: int = HTTPStatus.OK) -> JSONResponse:
    return JSONResponse(about, status, headers={"cache-control": "no-store"})


def _said() -> tuple[dict[str, Any], int]:
    unavailable = HTTPStatus.SERVICE_UNAVAILABLE
    if stopping():
        return {"status": "stopping"}, unavailable
    try:
        data = dataset()
    except SahelMapError as error:
        return {"status": "no data", "error": str(error)}, unavailable
    return {"status": "ok", "data": data.version, "events": data.total}, HTTPStatus.OK


def _told(caller: Request) -> tuple[dict[str, Any], int]:
    """Return what is said to a caller: where people log in, the public learns no numbers."""
    said, status = _said()
    if configured().login != "off" and not person_of(caller).known:
        said = {"status": said["status"]}
    return said, status


def _health(caller: Request) -> JSONResponse:
    return _answer(*_told(caller))


def _ready(caller: Request) -> JSONResponse:
    said, status = _told(caller)
    # The data of this host can be on it while the database, which others need, is away.
    return _answer(said | {"store": "away" if _away() else "there"}, status)


def standing_routes(prefix: str = "") -> list[Route]:
    """Return the routes ``/healthz`` and ``/readyz``, with and without the prefix of the app."""
    answers = {"/healthz": _health, "/readyz": _ready}
    return [
        Route(path, answer)
        for name, answer in answers.items()
        for path in dict.fromkeys([name, f"{prefix}{name}"])
    ]
