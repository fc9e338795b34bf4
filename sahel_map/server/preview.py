"""Pictures of the pages for sites that show a preview of a link."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sahel_map.basis import Basis
from sahel_map.errors import SahelMapError
from sahel_map.figures import Frame, Layers, to_png
from sahel_map.i18n import LANGUAGES, activate, date_text, gettext
from sahel_map.people import Act, may
from sahel_map.scenes import PAGES, Ground, Scene, look
from sahel_map.server.collection import Reader, as_seen
from sahel_map.server.lifespan import narrowed
from sahel_map.server.once import kept
from sahel_map.server.passes import person_of
from sahel_map.store import Ref

__all__ = ["preview_route"]

_DPI: Final = 120
"""Some 1200 pixels wide, what sites ask for."""


def _public() -> str:
    """Return what the public sees of the data of this host: whose preview it is, nobody knows."""
    return str(as_seen(Ref(), Reader(None)))


@kept(maxsize=2 * len(PAGES))
def _picture(page: str, language: str, key: str, _version: str) -> bytes:
    activate(language)
    data = narrowed(Basis(), key).data
    ground = Ground.of(data)
    sight = look(Scene(page), ground)
    if not sight.drawings:
        sight = look(Scene("attacks"), ground)
    drawing, last = sight.drawings[0], data.days[1] if data.days else None
    told = gettext("Data to {day}").format(day=date_text(last)) if last else ""
    frame = Frame(
        title=f"Sahel Map · {gettext(PAGES[page])}",
        caption=sight.selection,
        source=" ".join(sight.cautions),
        version=told,
    )
    return to_png(drawing, Layers.of(data), frame, dpi=_DPI)


def _preview(request: Request) -> Response:
    page, _, language = str(request.path_params["name"]).rpartition("-")
    if page not in PAGES or language not in LANGUAGES:
        return Response(status_code=404)
    if not may(person_of(request), Act.see):
        return Response(status_code=401, headers={"cache-control": "no-store"})
    try:
        key = _public()
        picture = _picture(page, language, key, narrowed(Basis(), key).data.version)
    except SahelMapError:
        return Response(status_code=503)
    return Response(picture, media_type="image/png", headers={"cache-control": "max-age=3600"})


def preview_route() -> Route:
    """Return the route of the pictures: ``/preview/<page>-<language>.png``."""
    return Route("/preview/{name}.png", _preview)
