"""Requests to an ASGI app without a server: one answer, or one session."""

import asyncio
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

__all__ = ["Answer", "asked", "connected"]


@dataclass(frozen=True)
class Answer:
    """What an app answered."""

    status: int
    headers: dict
    text: str


def _scope(kind, address, headers, client):
    parts = urlsplit(address)
    return {
        "type": kind,
        "http_version": "1.1",
        "method": "GET",
        "scheme": "ws" if kind == "websocket" else "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [
            (name.encode(), text if isinstance(text, bytes) else text.encode())
            for name, text in (headers or {}).items()
        ],
        "client": client,
        "server": ("localhost", 80),
        "subprotocols": [],
        "extensions": {"websocket.http.response": {}} if kind == "websocket" else {},
    }


def asked(app, address, *, headers=None, client=("127.0.0.1", 50_000)):
    """Return the answer to a GET request; an app that fails answers 500."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    async def call():
        try:
            await app(_scope("http", address, headers, client), receive, send)
        except RuntimeError:
            if not sent:
                raise

    asyncio.run(call())
    start = sent[0]
    told = {name.decode(): value.decode() for name, value in start["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(start["status"], told, body.decode())


def connected(app, address, during=None):
    """Open a session, do something while it is open, and end it; return what the app sent."""
    sent = []
    waiting = [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1000}]

    async def receive():
        message = waiting.pop(0)
        if message["type"] == "websocket.disconnect" and during is not None:
            during()
        return message

    async def send(message):
        sent.append(message)

    asyncio.run(app(_scope("websocket", address, None, ("127.0.0.1", 50_000)), receive, send))
    return sent
