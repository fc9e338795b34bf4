"""The cookies of this host: who owns a dataset, the pass of a login, the way back to a page."""

from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qsl, quote, unquote, urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response

from sahel_map.settings import configured

__all__ = ["BACK_COOKIE", "PASS_COOKIE", "Jar", "way_back"]

PASS_COOKIE: Final = "sahel_map_pass"  # noqa: S105  (its name)
"""By it routes know who calls."""

BACK_COOKIE: Final = "sahel_map_back"
"""The page at which somebody came who then logs in: a link that a colleague has sent."""

_LONGEST: Final = 1800
_MINUTES: Final = 30


def way_back(text: str | None, prefix: str = "") -> str | None:
    """Return the page of this host to which a cookie leads back, None where it leads elsewhere.

    Args:
        text: The cookie.
        prefix: The path that the app is served under.
    """
    address = unquote(text or "")
    inside = address.startswith(f"{prefix}/") and not address.startswith("//")
    return address if inside and address.isprintable() and "\\" not in address else None


@dataclass(frozen=True, slots=True)
class Jar:
    """Writes cookies into an answer: no script reads them, no other site sends them.

    Attributes:
        path: Where they count: the path that the app is served under.
        secure: Whether they go over https alone.
    """

    path: str
    secure: bool

    @classmethod
    def of(cls, connection: HTTPConnection, prefix: str) -> Self:
        """Return the jar of a request; ``prefix`` is the path that the app is served under."""
        public = configured().public_url.lower().startswith("https:")
        return cls(prefix or "/", public or connection.scope["scheme"] == "https")

    def put(
        self, headers: MutableHeaders, name: str, text: str, *, hours: float | None = None
    ) -> None:
        """Let the browser keep a cookie for some hours, by default until it is closed."""
        carrier = Response()
        carrier.set_cookie(
            name,
            text,
            max_age=None if hours is None else round(hours * 3600),
            path=self.path,
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
        headers.append("set-cookie", carrier.headers["set-cookie"])

    def drop(self, headers: MutableHeaders, name: str) -> None:
        """Let the browser forget a cookie."""
        carrier = Response()
        carrier.delete_cookie(
            name, path=self.path, secure=self.secure, httponly=True, samesite="lax"
        )
        headers.append("set-cookie", carrier.headers["set-cookie"])

    def remember(self, headers: MutableHeaders, connection: HTTPConnection) -> None:
        """Let the browser keep the address of the page that it asks for."""
        query = connection.scope["query_string"].decode("latin-1")
        pairs = [pair for pair in parse_qsl(query) if pair[0] != "embed"]
        address = str(connection.scope["path"]) + (f"?{urlencode(pairs)}" if pairs else "")
        text = quote(address, safe="/?=&-_.~")
        if len(text) <= _LONGEST:
            self.put(headers, BACK_COOKIE, text, hours=_MINUTES / 60)
