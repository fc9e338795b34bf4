"""A little app behind passes, and how browsers call it that are logged in, or say that they are."""

import asyncio
import json
from http.cookies import SimpleCookie

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route, WebSocketRoute

from sahel_map.people import Person, Role, write_pass
from sahel_map.server.cookies import PASS_COOKIE
from sahel_map.server.passes import Passes, person_of

SECRET = "a secret of this test, long enough to sign"  # noqa: S105
TILE = "/assets/tiles/host/v/points/1/0/0.png"
HERE = "http://map.example"
CLAIMS = {
    role: {"iss": "https://id.example", "sub": role, "email": f"{role}@{role}s.example"}
    for role in ("viewer", "editor", "admin", "stranger")
}


def person(role):
    """Return somebody as their login names them."""
    said = CLAIMS[role]
    return Person(f"{said['iss']} {said['sub']}", said["email"], Role[role])


def pass_of(role):
    """Return the cookie of a pass, without a login beside it."""
    return f"{PASS_COOKIE}={write_pass(person(role))}"


def claims_of(cookies):
    """Read a login as this test writes it: what is signed in truth is plain here."""
    try:
        return json.loads(cookies.get("login", "").replace("'", '"').replace("|", ","))
    except ValueError:
        return None


def login(role, **more):
    """Return the cookie of somebody who is logged in."""
    text = json.dumps(CLAIMS[role] | more, separators=(",", ":"))
    return "login=" + text.replace('"', "'").replace(",", "|")


async def _echo(request):
    person = person_of(request)
    return JSONResponse(
        {"subject": person.subject, "role": person.role.name, "cookies": dict(request.cookies)},
        headers={"cache-control": request.query_params.get("cache", "no-cache")},
    )


async def _file(_request):
    said = 'attachment; filename="events.csv"'
    return PlainTextResponse("a,b", headers={"content-disposition": said})


def _callback(role):
    async def answer(_request):
        reply = RedirectResponse("/", status_code=302)
        if role:
            reply.headers.append("set-cookie", f"{login(role)}; Path=/; HttpOnly")
        return reply

    return answer


async def _logout(_request):
    return RedirectResponse("/", status_code=302)


async def _stream(websocket):
    await websocket.accept()
    await websocket.close()


def app(prefix="", arrives=""):
    """Return an app whose every path answers who called it.

    Args:
        prefix: The path it is served under.
        arrives: Who comes back from the provider.
    """
    routes = [
        Route(f"{prefix}/media/events.csv", _file),
        Route(f"{prefix}/oauth2callback", _callback(arrives)),
        Route(f"{prefix}/auth/logout", _logout),
        WebSocketRoute(f"{prefix}/_stcore/stream", _stream),
        Route("/{path:path}", _echo, methods=["GET", "PUT", "POST", "DELETE", "OPTIONS"]),
    ]
    return Starlette(
        routes=routes, middleware=[Middleware(Passes, claims=claims_of, prefix=prefix)]
    )


class Answer:
    """What came back."""

    def __init__(self, sent):
        start = next(m for m in sent if m["type"] == "http.response.start")
        self.status = start["status"]
        self.headers = [(name.decode(), value.decode()) for name, value in start["headers"]]
        self.body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")

    def header(self, name):
        return dict(self.headers).get(name)

    @property
    def caller(self):
        return json.loads(self.body)

    @property
    def cookies(self):
        """Cookies that are set, by their names."""
        found = SimpleCookie()
        for name, value in self.headers:
            if name == "set-cookie":
                found.load(value)
        return found


def _scope(kind, path, cookie, headers, more):
    headers = {"host": "map.example", **headers} | ({"cookie": cookie} if cookie else {})
    path, _, query = path.partition("?")
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [
            (n.replace("_", "-").encode(), v.encode("latin-1")) for n, v in headers.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        **more,
    }


def call(path, cookie="", method="GET", on=None, scheme="http", **headers):
    """Call a path; ``on`` is the app, by default one of this file."""
    scope = _scope("http", path, cookie, headers, {"method": method, "scheme": scheme})
    sent, asked = [], [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        while not asked:
            await asyncio.sleep(3600)
        return asked.pop()

    async def send(message):
        sent.append(message)

    asyncio.run((on or app())(scope, receive, send))
    return Answer(sent)


def shake_hands(path="/_stcore/stream", cookie="", on=None, **headers):
    """Open a WebSocket; return whether it was accepted."""
    scope = _scope("websocket", path, cookie, headers, {"scheme": "ws", "subprotocols": []})
    sent, asked = [], [{"type": "websocket.connect"}]

    async def receive():
        return asked.pop() if asked else {"type": "websocket.disconnect", "code": 1000}

    async def send(message):
        sent.append(message)

    asyncio.run((on or app())(scope, receive, send))
    return sent[0]["type"] == "websocket.accept"
