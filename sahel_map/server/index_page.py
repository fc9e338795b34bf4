"""The page that browsers load first: its language, its title, and how it is shown when shared.

Streamlit serves one page for every address. Sites that show a preview of a link read no more than
that page, so what they show of a view has to stand in it.
"""

import html
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sahel_map.errors import SahelMapError
from sahel_map.frontend import app_digest
from sahel_map.i18n import LANGUAGES, activate, gettext
from sahel_map.people import Act, may
from sahel_map.scenes import PAGES, Scene
from sahel_map.server.passes import person_of

__all__ = ["IndexPage", "page_of", "rewritten"]

_HEAD: Final = re.compile(r"<html lang=\"[a-z-]*\">|<title>[^<]*</title>")


def page_of(path: str, prefix: str = "") -> str | None:
    """Return the page of an address, None where it is none of ``PAGES``.

    Args:
        path: The path of the address.
        prefix: The path that the app is served under.
    """
    name = path.removeprefix(prefix).strip("/") or "overview"
    return name if name in PAGES else None


def _language(request: Request) -> str:
    wanted = parse_qs(request.url.query).get("lang", [""])[-1]
    if wanted in LANGUAGES:
        return wanted
    first = request.headers.get("accept-language", "").partition(",")[0].partition("-")[0]
    return first if first in LANGUAGES else "en"


def _described(page: str | None, query: str, *, shut: bool) -> tuple[str, str]:
    """Return title and description of a view, in the current language."""
    if shut:
        return "Sahel Map", gettext("Log in to see this.")
    about = gettext("An interactive, offline conflict dashboard for Mali and the Sahel.")
    if page is None:
        return "Sahel Map", about
    title = f"{gettext(PAGES[page])} · Sahel Map"
    try:
        scene = Scene.read(page, parse_qs(query))
    except SahelMapError:
        return title, about
    chosen = scene.selection.sentence() if scene.choices else ""
    return title, f"{chosen}. {about}" if chosen else about


def _origin(request: Request) -> str:
    """Return scheme and host as the reader's browser knows them."""
    scheme = request.headers.get("x-forwarded-proto", request.url.scheme).partition(",")[0].strip()
    return f"{scheme}://{request.headers.get('host', request.url.netloc)}"


def rewritten(page: str, request: Request, prefix: str = "") -> str:
    """Return the first page with what tells of the view that is asked for.

    Args:
        page: The page as Streamlit serves it.
        request: The request for it.
        prefix: The path that the app is served under.
    """
    language = _language(request)
    activate(language)
    name = page_of(request.url.path, prefix)
    shut = not may(person_of(request), Act.see)
    title, about = _described(name, request.url.query, shut=shut)
    assets = f"{prefix}/assets"
    address = f"{_origin(request)}{request.url.path}"
    # A preview shows a view, not in which frame or on whose data it was seen.
    hidden = {"embed", "data", "version"}
    query = [pair for pair in parse_qsl(request.url.query) if pair[0] not in hidden]
    shared = f"{address}?{urlencode(query)}" if query else address
    picture = f"{_origin(request)}{assets}/preview/{name or 'overview'}-{language}.png"
    meta = {
        "og:type": "website",
        "og:site_name": "Sahel Map",
        "og:title": title,
        "og:description": about,
        "og:url": shared,
        "og:image": picture,
        "og:image:alt": title,
        "og:locale": language,
    }
    if shut:
        del meta["og:image"], meta["og:image:alt"], meta["og:url"]
    tags = [
        f'<meta name="description" content="{html.escape(about)}">',
        '<meta name="twitter:card" content="summary_large_image">',
        *(f'<meta property="{key}" content="{html.escape(text)}">' for key, text in meta.items()),
        # The script of the page adds its style too, last of all; here it comes before the first
        # text, so that nothing moves when it does.
        f'<link rel="stylesheet" href="{html.escape(assets)}/page/{app_digest()}/style.css">',
        f'<script src="{html.escape(assets)}/app/{app_digest()}/page.js" defer></script>',
    ]
    pieces = {"<html": f'<html lang="{language}">', "<titl": f"<title>{html.escape(title)}</title>"}
    page = _HEAD.sub(lambda found: pieces[found[0][:5]], page)
    return page.replace("</head>", "\n".join([*tags, "</head>"]), 1)


class IndexPage:
    """ASGI middleware that tells in the first page of a visit which view it is of."""

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        self.app = app
        self.prefix = f"/{prefix.strip('/')}" if prefix.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; rewrite its answer where that is the first page."""
        request = Request(scope) if scope["type"] == "http" else None
        if request is None or not self._asks_for_page(request):
            await self.app(scope, receive, send)
            return
        # What is rewritten must come whole and plain, never as "not modified".
        asked = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        await self.app(
            {**scope, "headers": asked}, receive, _Rewriter(send, self._rewriting(request))
        )

    def _asks_for_page(self, request: Request) -> bool:
        if request.method not in {"GET", "HEAD"}:
            return False
        path = request.url.path.removeprefix(self.prefix)
        return "." not in path.rsplit("/", 1)[-1] and not path.startswith(("/_stcore", "/assets"))

    def _rewriting(self, request: Request) -> Callable[[bytes], bytes]:
        return lambda body: rewritten(body.decode(), request, self.prefix).encode()


_CONDITIONS: Final = frozenset(
    {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range"}
)


class _Rewriter:
    """Sends an answer on; a page is held back until it is whole, and rewritten."""

    def __init__(self, send: Send, rewrite: Callable[[bytes], bytes]) -> None:
        self._send = send
        self._rewrite = rewrite
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        start, self._start = self._start, None
        headers = MutableHeaders(scope=start)
        body = self._rewrite(self._body) if self._body else b""
        for name in ("etag", "last-modified", "content-length"):
            if name in headers:
                del headers[name]
        if body:
            headers["content-length"] = str(len(body))
        headers["cache-control"] = "no-cache"
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})
