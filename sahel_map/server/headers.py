"""Headers: the browser itself enforces that nothing leaves this host, and is known again."""

import re
import secrets
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sahel_map.frontend import cdn_host
from sahel_map.server.cookies import Jar
from sahel_map.settings import embed_in

__all__ = ["OWNER_COOKIE", "ContentSecurity", "Ownership", "content_security_policy",
           "with_own_secret"]  # fmt: skip

OWNER_COOKIE: Final = "sahel_map_owner"
"""By it a browser is known again as the owner of the datasets that it has loaded."""

_GIVEN: Final = re.compile(OWNER_COOKIE + "=[A-Za-z0-9_-]{32}", re.ASCII)


def with_own_secret(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """Return a header without an owner's secret that this host never gave.

    What belongs to somebody who is logged in is known by the subject of their login, which is no
    secret: nobody may come with it as the secret of a browser.
    """
    name, text = header
    if name != b"cookie" or OWNER_COOKIE.encode() not in text:
        return header
    # As text, as cookies are read: there, more signs than those of ASCII are blanks around a name.
    pairs = (pair.strip() for pair in text.decode("latin-1").split(";"))
    kept = (pair for pair in pairs if not pair.startswith(OWNER_COOKIE) or _GIVEN.fullmatch(pair))
    return name, "; ".join(kept).encode("latin-1")


def content_security_policy(*, embedded: bool = False) -> str:
    """Return the Content-Security-Policy.

    Only a page that is asked for as embedded, without anything to click that changes what a
    reader owns, may be shown in the frame of another site.

    Inline scripts and styles and eval are what the map component and the charts need. A CDN
    appears only where the map libraries are not installed on this host.
    """
    cdn = cdn_host()
    ancestors = embed_in() if embedded else "'self'"
    also = f" {cdn}" if cdn else ""
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'unsafe-inline' 'unsafe-eval'{also}",
            f"style-src 'self' 'unsafe-inline'{also}",
            f"img-src 'self' data: blob:{also}",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self' blob: data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {ancestors}",
        ]
    )


class ContentSecurity:
    """ASGI middleware that adds the security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policies = {
            embedded: content_security_policy(embedded=embedded) for embedded in (False, True)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        embedded = Request(scope).query_params.get("embed", "").lower() == "true"

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = self.policies[embedded]
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "no-referrer"
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Ownership:
    """ASGI middleware that gives each browser a secret of its own, as a cookie.

    Scripts cannot read it, other sites cannot send it, and it ends with the browser's session.
    """

    def __init__(self, app: ASGIApp, path: str = "/") -> None:
        self.app = app
        self.path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; give a page's answer the cookie where the browser has none."""
        if scope["type"] != "http" or Request(scope).cookies.get(OWNER_COOKIE):
            await self.app(scope, receive, send)
            return
        asks_for_page = "text/html" in Request(scope).headers.get("accept", "")

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Only with the page itself: its assets may be kept by shared caches.
                page = headers.get("content-type", "").startswith("text/html")
                # A browser that still has the page is told so without its type.
                page |= message["status"] == HTTPStatus.NOT_MODIFIED and asks_for_page
                if page:
                    jar = Jar.of(Request(scope), self.path)
                    jar.put(headers, OWNER_COOKIE, secrets.token_urlsafe(24))
            await send(message)

        await self.app(scope, receive, send_with_cookie)
