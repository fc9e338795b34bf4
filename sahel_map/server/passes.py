"""Passes: who calls a route, and whether they may.

A login is a signed cookie of Streamlit's. From it each browser gets a pass, signed with the secret
of this host and good for hours: every route knows by it who calls, on every replica.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sahel_map.i18n import gettext
from sahel_map.people import ANYBODY, Person, read_pass, role_of, write_pass
from sahel_map.server.cookies import BACK_COOKIE, PASS_COOKIE, Jar, way_back
from sahel_map.server.headers import with_own_secret
from sahel_map.server.logins import admitted, own_origin
from sahel_map.server.noted import REFUSALS, TAKEN, noted
from sahel_map.server.passage import Rule, rule_of, stands
from sahel_map.settings import configured

__all__ = ["Claims", "Passes", "person_of"]

Claims = Callable[[Mapping[str, str]], dict[str, Any] | None]
"""Reads what the provider said of somebody from their login cookie; None without a login."""

_PERSON: Final = "sahel_map.person"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_BY_SCRIPT: Final = frozenset({"cors", "no-cors", "same-origin"})
"""How browsers say, over TLS and on the machine itself, that no link was followed."""

_log = logging.getLogger(__name__)


def _holder(shown: Person) -> Person:
    """Return whose pass was shown, with no role that the lists would not give them today."""
    settings = configured()
    if not shown.known or settings.role_claim:
        return shown
    now = role_of({"email": shown.name}, settings)
    return ANYBODY if now is None else Person(shown.subject, shown.name, min(shown.role, now))


def person_of(caller: HTTPConnection | Scope) -> Person:
    """Return who calls a route.

    Args:
        caller: The request, or its scope.
    """
    scope = caller.scope if isinstance(caller, HTTPConnection) else caller
    if _PERSON in scope:
        person: Person = scope[_PERSON]
        return person
    if configured().login == "off":
        return ANYBODY
    return _holder(read_pass(HTTPConnection(scope).cookies.get(PASS_COOKIE)))


@dataclass(frozen=True, slots=True)
class _Caller:
    """Who calls, and what their cookies say.

    Attributes:
        person: Who it is, with the role that counts now.
        logged_in: Whether they have a login, also one that no list admits.
        stale: Whether their browser needs another pass than it has.
        left: Whether their browser has a pass but no login any more.
        doubtful: Whether they show a pass that is not, or no longer, one of this host.
    """

    person: Person
    logged_in: bool
    stale: bool
    left: bool
    doubtful: bool


def _caller(cookies: Mapping[str, str], claims: Claims) -> _Caller:
    said, text = claims(cookies), cookies.get(PASS_COOKIE)
    if said:
        person = admitted(said) or ANYBODY
        stale = person.known and read_pass(text, share=0.5) != person
        return _Caller(person, True, stale, bool(text) and not person.known, False)
    shown = read_pass(text)
    return _Caller(_holder(shown), False, False, bool(text), bool(text) and not shown.known)


class Passes:
    """ASGI middleware that hands out passes and lets nobody through who may not go.

    Args:
        app: What it guards.
        claims: Reads a login from its cookie.
        prefix: The path that the app is served under.
    """

    def __init__(self, app: ASGIApp, claims: Claims, prefix: str = "") -> None:
        self.app = app
        self.claims = claims
        self.prefix = f"/{prefix.strip('/')}" if prefix.strip("/") else ""
        self.on = configured().login != "off"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with who calls, or refuse it."""
        if not self.on or scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope["headers"] = [with_own_secret(pair) for pair in scope["headers"]]
        connection = HTTPConnection(scope)
        caller = _caller(connection.cookies, self.claims)
        path = str(scope["path"])
        rule = rule_of(path, self.prefix)
        why = self._refusal(connection, caller, rule)
        if why is not None:
            await self._refuse(scope, receive, send, caller, why)
            return
        scope[_PERSON] = caller.person
        if scope["type"] == "http":
            send = _Answer(send, connection, caller, rule, self.prefix, self.claims)
        await self.app(scope, receive, send)

    def _refusal(
        self, connection: HTTPConnection, caller: _Caller, rule: Rule
    ) -> HTTPStatus | None:
        method = str(connection.scope.get("method", "GET"))
        if rule is Rule.shut:
            return HTTPStatus.NOT_FOUND
        changing = connection.scope["type"] == "websocket" or method not in _SAFE
        if changing and not _is_ours(connection):
            return HTTPStatus.FORBIDDEN
        if method == "OPTIONS":
            return None
        length = connection.headers.get("content-length", "")
        size = int(length) if length.isascii() and length.isdigit() else None
        if stands(rule, caller.person, method, size):
            return None
        if rule is Rule.page:
            return HTTPStatus.METHOD_NOT_ALLOWED
        return HTTPStatus.FORBIDDEN if caller.logged_in else HTTPStatus.UNAUTHORIZED

    async def _refuse(
        self, scope: Scope, receive: Receive, send: Send, caller: _Caller, why: HTTPStatus
    ) -> None:
        # Who is simply not logged in is no attacker: a link that was shared, a page left open.
        if caller.doubtful or why is not HTTPStatus.UNAUTHORIZED:
            held = REFUSALS.take()
            if held is not None:
                about = {"status": int(why), "pass": "refused" if caller.doubtful else "none"}
                path = str(scope["path"])[:200]
                _log.warning("Refused: %r, %s, %d more held back", path, about, held)
                await run_in_threadpool(
                    noted, caller.person, "refused", path, held_back=held, **about
                )
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        words = {
            HTTPStatus.UNAUTHORIZED: gettext("Log in to see this."),
            HTTPStatus.FORBIDDEN: gettext("This is not for your role, or not asked from here."),
        }.get(why, why.phrase)
        headers = {"cache-control": "no-store"}
        await PlainTextResponse(words, status_code=why, headers=headers)(scope, receive, send)


def _is_ours(connection: HTTPConnection) -> bool:
    """Return whether a page of this host asks: browsers say so, and pages cannot change it."""
    origin = connection.headers.get("origin", "").lower()
    if not origin:
        return False
    host = connection.headers.get("host", "").lower()
    return origin == own_origin(configured()) or (bool(host) and urlsplit(origin).netloc == host)


class _Answer:
    """Sends an answer on, with the cookies that the caller's browser is to keep or lose."""

    def __init__(
        self,
        send: Send,
        connection: HTTPConnection,
        caller: _Caller,
        rule: Rule,
        prefix: str,
        claims: Claims,
    ) -> None:
        self._send = send
        self._connection = connection
        self._caller = caller
        self._rule = rule
        self._prefix = prefix
        self._claims = claims
        self._path = str(connection.scope["path"]).removeprefix(prefix).rstrip("/")
        self._bare = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._bare:
            message = {**message, "body": b""}
        await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        jar = Jar.of(self._connection, self._prefix)
        if self._path == "/oauth2callback":
            await self._arrived(headers, jar)
        elif self._path == "/auth/logout":
            await self._gone(headers, jar)
        elif self._path.startswith("/media/"):
            await self._taken(message["status"], headers)
        if self._rule is Rule.page and message["status"] == HTTPStatus.OK:
            self._at_page(headers, jar)
        # Where the public may come, the routes of the assets know what any cache may keep.
        theirs = configured().login == "optional" and self._path.startswith("/assets/")
        if self._rule is not Rule.open and not theirs:
            _keep_private(headers)

    async def _arrived(self, headers: MutableHeaders, jar: Jar) -> None:
        """Note a log-in, hand out a pass, and lead back to the page it began at."""
        fresh = cookie_parser("; ".join(
            cookie.partition(";")[0] for cookie in headers.getlist("set-cookie")
        ))  # fmt: skip
        said = self._claims(fresh)
        if not said:
            return
        person = admitted(said)
        if person is None:
            await run_in_threadpool(noted, ANYBODY, "login refused", str(said.get("sub", ""))[:200])
            return
        await run_in_threadpool(noted, person, "login")
        jar.put(headers, PASS_COOKIE, write_pass(person), hours=configured().pass_hours)
        back = way_back(self._connection.cookies.get(BACK_COOKIE), self._prefix)
        if back:
            headers["location"] = back
            jar.drop(headers, BACK_COOKIE)

    async def _gone(self, headers: MutableHeaders, jar: Jar) -> None:
        if self._caller.person.known and self._caller.logged_in:
            await run_in_threadpool(noted, self._caller.person, "logout")
        jar.drop(headers, PASS_COOKIE)

    async def _taken(self, status: int, headers: MutableHeaders) -> None:
        """Note a download: every file that pages offer goes this way.

        A button's script looks whether its file is there before anybody presses it, and reads no
        more than the status (``checkSourceUrlResponse`` of Streamlit): it is not sent the file.
        """
        said = headers.get("content-disposition", "")
        whole = self._connection.scope["method"] == "GET" and status == HTTPStatus.OK
        if not (whole and said.startswith("attachment")):
            return
        if self._connection.headers.get("sec-fetch-mode") in _BY_SCRIPT:
            self._bare = True
            headers["content-length"] = "0"
            headers["cache-control"] = "no-store"  # nothing of this answers for the file itself
            for name in ("content-encoding", "etag", "last-modified"):
                del headers[name]
            return
        person = self._caller.person
        file = said.partition(";")[2].strip()
        if TAKEN.first((person, self._path)):
            await run_in_threadpool(noted, person, "export", file)

    def _at_page(self, headers: MutableHeaders, jar: Jar) -> None:
        if self._caller.stale:
            text = write_pass(self._caller.person)
            jar.put(headers, PASS_COOKIE, text, hours=configured().pass_hours)
        elif self._caller.left:
            jar.drop(headers, PASS_COOKIE)
        if not self._caller.logged_in:
            jar.remember(headers, self._connection)


def _keep_private(headers: MutableHeaders) -> None:
    """Let no cache that others share keep what was asked for by a person."""
    said = headers.get("cache-control", "")
    if "public" in said:
        headers["cache-control"] = said.replace("public", "private")
    headers.add_vary_header("cookie")
