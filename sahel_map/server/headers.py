"""Security headers: the browser itself enforces that nothing leaves this host."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sahel_map.frontend import cdn_host

__all__ = ["ContentSecurity", "content_security_policy"]


def content_security_policy() -> str:
    """Return the Content-Security-Policy.

    Inline scripts and styles and eval are what the map component and the charts need. A CDN
    appears only where the map libraries are not installed on this host.
    """
    cdn = cdn_host()
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
        ]
    )


class ContentSecurity:
    """ASGI middleware that adds the security headers to every HTTP response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policy = content_security_policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["content-security-policy"] = self.policy
                headers["x-content-type-options"] = "nosniff"
                headers["referrer-policy"] = "no-referrer"
            await send(message)

        await self.app(scope, receive, send_with_headers)
