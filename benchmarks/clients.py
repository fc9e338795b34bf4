"""Sessions without a browser: WebSocket clients that speak Streamlit's protocol."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.servers import HOST, Server

__all__ = ["Session", "is_map", "opened", "opened_securely"]

_MAP: Final = "streamlit_folium.st_folium"
_LOCALE: Final = "en-GB"
_PATIENCE: Final = 300
"""Seconds that a server may take to accept a session."""


def is_map(message: ForwardMsg) -> bool:
    """Return whether a message carries a map, its events included."""
    return bool(message.delta.new_element.component_instance.component_name == _MAP)


class Session:
    """An open session: asks for runs of the page, as a browser does, and receives what they send.

    Attributes:
        widgets: The id of each row of pills and each day to choose that was shown, by its key.
    """

    def __init__(self, socket: ClientConnection, page: str, query: str = "") -> None:
        self.widgets: dict[str, str] = {}
        self._socket = socket
        self._page = page
        self._query = query

    async def open_page(self, seen: Callable[[ForwardMsg], None] | None = None) -> None:
        """Ask for the page and receive all of it.

        Args:
            seen: Called with each message when it has come.

        Raises:
            RuntimeError: The page shows an error.
        """
        await self._run(self._request(), seen)

    async def choose(
        self, key: str, value: str, seen: Callable[[ForwardMsg], None] | None = None
    ) -> None:
        """Set a widget and receive all that the page sends then.

        Args:
            key: The widget's key; the page must have shown it.
            value: The pill, as it reads, or the day, YYYY-MM-DD.
            seen: Called with each message when it has come.

        Raises:
            RuntimeError: The page shows an error.
        """
        request = self._request()
        state = request.rerun_script.widget_states.widgets.add(id=self.widgets[key])
        state.string_array_value.data.append(value)
        await self._run(request, seen)

    def _request(self) -> BackMsg:
        request = BackMsg()
        request.rerun_script.query_string = self._query
        request.rerun_script.page_name = self._page
        request.rerun_script.context_info.locale = _LOCALE
        return request

    async def _run(self, request: BackMsg, seen: Callable[[ForwardMsg], None] | None) -> None:
        await self._socket.send(request.SerializeToString())
        kind = None
        while kind != "script_finished":
            message = ForwardMsg.FromString(await self._socket.recv(decode=False))
            if seen is not None:
                seen(message)
            kind = message.WhichOneof("type")
            if kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "delta":
                self._learn(message)

    def _learn(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(element.exception.message)
        if kind in {"button_group", "date_input"}:
            # An id ends with the key that the page's script gave.
            name: str = getattr(element, kind).id
            self.widgets[name.rpartition("-")[2]] = name


@asynccontextmanager
async def _connected(
    origin: str, page: str, trusting: ssl.SSLContext | None, query: str
) -> AsyncIterator[Session]:
    async with connect(
        f"{origin.replace('http', 'ws', 1)}/_stcore/stream",
        ssl=trusting,
        subprotocols=[Subprotocol("streamlit")],
        origin=Origin(origin),
        max_size=None,
        open_timeout=_PATIENCE,
        ping_interval=None,  # a busy server is to be measured, not hung up on
    ) as socket:
        yield Session(socket, page, query)


def opened(server: Server, query: str = "", page: str = "") -> AbstractAsyncContextManager[Session]:
    """Connect to a server as a new visitor of one of its pages until the block ends.

    Args:
        server: The server.
        query: The view that the visitor's address names.
        page: The page; the one with the large map, when not given.
    """
    return _connected(f"http://{HOST}:{server.port}", page or server.map_page, None, query)


def opened_securely(port: int, query: str = "") -> AbstractAsyncContextManager[Session]:
    """Connect to the proxy as a new visitor of the page of attacks until the block ends.

    Args:
        port: Its port with TLS; whatever certificate it shows is believed.
        query: The view that the visitor's address names.
    """
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return _connected(f"https://{HOST}:{port}", "attacks", trusting, query)
