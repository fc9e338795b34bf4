"""The route of the tiles: many events of a selection, drawn on the server.

``/assets/tiles/{dataset}/{version}/{kind}/{z}/{x}/{y}.png``, the selection in the query. The
version makes an address name one picture for good, so that browsers never ask twice. A dataset
that a reader has loaded is drawn for those alone who may see it, and what the public sees later or
coarser is never drawn for it as it is.
"""

import re
from http import HTTPStatus
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sahel_map.basis import Basis
from sahel_map.errors import DataError, SahelMapError
from sahel_map.frontend import PREFIX
from sahel_map.i18n import gettext
from sahel_map.maps.legend import HEAT, HEAT_DARK
from sahel_map.people import Act, may
from sahel_map.selection import Selection
from sahel_map.server import collection
from sahel_map.server.collection import Reader
from sahel_map.server.headers import OWNER_COOKIE
from sahel_map.server.lifespan import chosen, dataset
from sahel_map.server.once import kept
from sahel_map.server.passes import person_of
from sahel_map.server.queries import from_query, to_query
from sahel_map.store import Ref
from sahel_map.tiles.address import Window
from sahel_map.tiles.draw import heat_scale, heat_tile, points_tile

__all__ = ["HOST_NAME", "tile_address", "tile_route"]

HOST_NAME: Final = "host"
"""What the data of this host are called in an address."""

_KINDS: Final = ("points", "heat")
_NUMBER: Final = re.compile("[0-9]{1,9}")
_YEAR: Final = 31_536_000


def tile_address(kind: str, key: str, version: str, selection: Selection, basis: Basis) -> str:
    """Return the address of the tiles of a selection, with ``{z}``, ``{x}`` and ``{y}`` in it.

    ``{theme}`` and ``{scale}`` are for the map script to fill, too.
    """
    query = to_query(selection, basis)
    name = version.rpartition("+")[2]
    # Whether they are veiled is for the route to say, by who asks.
    ref = Ref.read(key)
    whose = f"{'' if ref.key else HOST_NAME}{Ref(ref.key, ref.version)}"
    return (
        f"{PREFIX}tiles/{whose}/{name}/{kind}/{{z}}/{{x}}/{{y}}.png"
        f"?theme={{theme}}&scale={{scale}}{'&' if query else ''}{query}"
    )


@kept(maxsize=256)
def _peak(key: str, _version: str, basis: Basis, selection: Selection, z: int) -> float:
    return heat_scale(chosen(selection, basis, key), z)


def _drawn(request: Request, key: str, version: str) -> bytes:
    path, query = request.path_params, request.query_params
    selection, basis = from_query(query)
    z, x, y = (int(path[name]) for name in "zxy")
    scale = 2 if query.get("scale") == "2" else 1
    Window.of_tile(z, x, y)  # refuses an address before anything is counted for it
    points = chosen(selection, basis, key)
    dark = query.get("theme") == "dark"
    if path["kind"] == "heat":
        peak = _peak(key, version, basis, selection, z)
        ramp = HEAT_DARK if dark else HEAT
        return heat_tile(points, z, x, y, ramp=ramp, peak=peak, scale=scale)
    if dark:
        return points_tile(points, z, x, y, scale=scale, theme="dark")
    return points_tile(points, z, x, y, scale=scale, theme="light")


def _refusal(why: str, status: HTTPStatus) -> Response:
    # What is refused now may be there later: a dataset that its owner then shares.
    headers = {"cache-control": "no-store"}
    return PlainTextResponse(why, status_code=status, headers=headers)


def _asked(name: str, reader: Reader) -> Ref:
    """Return what an address names, as somebody who may see it is shown it.

    Raises:
        SahelMapError: There is no such dataset or version, or the reader may not see it.
    """
    if name == HOST_NAME or name.startswith(f"{HOST_NAME}@"):
        if not may(reader.person, Act.see):
            raise DataError(gettext("Log in to see this."))
        host = Ref.read(name.removeprefix(HOST_NAME))
        return collection.as_seen(Ref(version=host.version), reader)
    return collection.as_seen(collection.find(name, reader).ref, reader)


def _open_to_all(ref: Ref) -> bool:
    """Return whether the public may see what an address names, so that any cache may keep it."""
    nobody = Reader(None)
    return not ref.key and may(nobody.person, Act.see) and collection.as_seen(ref, nobody) == ref


def _tile(request: Request) -> Response:
    path = request.path_params
    reader = Reader(request.cookies.get(OWNER_COOKIE), person_of(request))
    try:
        ref = _asked(path["dataset"], reader)
        version = dataset(str(ref)).version.rpartition("+")[2]
    except SahelMapError as error:
        return _refusal(str(error), HTTPStatus.NOT_FOUND)
    numbered = all(_NUMBER.fullmatch(path[name]) for name in "zxy")
    if path["kind"] not in _KINDS or path["version"] != version or not numbered:
        # Another version is other data: a picture of these must not be kept under its address.
        return _refusal(gettext("There is no such tile."), HTTPStatus.NOT_FOUND)
    try:
        picture = _drawn(request, str(ref), version)
    except SahelMapError as error:
        return _refusal(str(error), HTTPStatus.BAD_REQUEST)
    shared = _open_to_all(ref)
    headers = {"cache-control": f"{'public' if shared else 'private'}, max-age={_YEAR}, immutable"}
    if not shared:
        # Who has the browser next has another cookie, and asks anew.
        headers["vary"] = "cookie"
    return Response(picture, media_type="image/png", headers=headers)


def tile_route() -> Route:
    """Return the route of the tiles, to be mounted under the assets."""
    return Route("/tiles/{dataset}/{version}/{kind}/{z}/{x}/{y}.png", _tile)
