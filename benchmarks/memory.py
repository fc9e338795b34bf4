"""Memory per session: what twenty more visitors add to the server's resident memory."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.servers import BARE, HOST, OURS, Server, serving

__all__ = ["EXTRA", "Memory", "measure"]

EXTRA: Final = 20
"""Sessions beside the first."""

_REST: Final = 1.0
"""Seconds the server has to tidy up before its memory is read."""


@dataclass(frozen=True)
class Memory:
    """Bytes of resident memory, one entry a run.

    Attributes:
        ours: Per further session of the dashboard.
        bare: Per further session of the bare page.
        ours_one: The dashboard's server with one session.
        bare_one: The bare page's server with one session.
    """

    ours: Sequence[float]
    bare: Sequence[float]
    ours_one: Sequence[int]
    bare_one: Sequence[int]


def _receive_page(socket: ClientConnection) -> None:
    """Ask for the page as a browser does and receive all of it.

    Raises:
        RuntimeError: The page shows an error.
    """
    ask = BackMsg()
    ask.rerun_script.query_string = ""
    ask.rerun_script.context_info.locale = "en-GB"
    socket.send(ask.SerializeToString())
    message = ForwardMsg()
    while message.WhichOneof("type") != "script_finished":
        message.ParseFromString(socket.recv(timeout=60, decode=False))
        if message.delta.new_element.HasField("exception"):
            raise RuntimeError(message.delta.new_element.exception.message)


def _open_session(server: Server, sessions: ExitStack) -> None:
    socket = sessions.enter_context(
        connect(
            f"ws://{HOST}:{server.port}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            origin=Origin(f"http://{HOST}:{server.port}"),
            max_size=None,
        )
    )
    _receive_page(socket)


def _one_run(app: Path) -> tuple[float, int]:
    with serving(app) as server, ExitStack() as sessions:
        _open_session(server, sessions)
        time.sleep(_REST)
        one = server.rss()
        for _ in range(EXTRA):
            _open_session(server, sessions)
        time.sleep(_REST)
        return (server.rss() - one) / EXTRA, one


def measure(runs: int) -> Memory:
    """Start both servers in turn, each time afresh, and let the sessions come one by one."""
    ours, bare = [], []
    for _ in range(runs):
        ours.append(_one_run(OURS))
        bare.append(_one_run(BARE))
    return Memory(
        ours=[each for each, _ in ours],
        bare=[each for each, _ in bare],
        ours_one=[one for _, one in ours],
        bare_one=[one for _, one in bare],
    )
