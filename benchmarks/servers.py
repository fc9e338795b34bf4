"""Start and stop the servers that are measured, all with the options of ``.streamlit/``."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from sahel_map.settings import ROOT

__all__ = ["BARE", "HOST", "OURS", "REBUILD", "TEXT", "Server", "free_port", "serving"]

HOST: Final = "localhost"
OURS: Final = ROOT / "app.py"
BARE: Final = ROOT / "benchmarks" / "bare_app.py"
REBUILD: Final = ROOT / "benchmarks" / "rebuild_app.py"
TEXT: Final = ROOT / "benchmarks" / "text_app.py"

_PATIENCE: Final = 60.0
"""Seconds a server may take to answer."""


@dataclass(frozen=True)
class Server:
    """A running server.

    Attributes:
        port: The port it listens on, on ``HOST``.
        pid: Its process.
        start_seconds: From the start of the process to the first answer.
        map_page: The name of the page with the large map; empty where it is the first.
    """

    port: int
    pid: int
    start_seconds: float
    map_page: str = ""

    @property
    def url(self) -> str:
        """The address of its first page."""
        return f"http://{HOST}:{self.port}/"

    @property
    def map_url(self) -> str:
        """The address of its page with the large map."""
        return self.url + self.map_page

    def rss(self) -> int:
        """Return the resident memory of the process and its children, in bytes."""
        process = psutil.Process(self.pid)
        return sum(one.memory_info().rss for one in [process, *process.children(recursive=True)])

    def connections(self) -> int:
        """Return how many connections to its port are open; those to its store do not count."""
        held = psutil.Process(self.pid).net_connections(kind="tcp")
        open_ = [one for one in held if one.status == psutil.CONN_ESTABLISHED]
        return sum(bool(one.laddr) and one.laddr.port == self.port for one in open_)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((HOST, 0)) as taken:
        return int(taken.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        address = f"http://{HOST}:{port}/_stcore/health"
        with urllib.request.urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def serving(app: Path, **settings: str) -> Iterator[Server]:
    """Serve an app until the block ends.

    Args:
        app: The app.
        settings: Environment variables that it finds set.

    Raises:
        RuntimeError: The server stopped or did not answer in time.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(app), f"--server.port={port}"]
    # Views are changed in turn to measure what travels: the browser is not to keep the last ones.
    command.append("--global.maxCachedMessageAge=2")
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > _PATIENCE:
                message = (
                    f"{app.name} does not answer on port {port}: run `streamlit run {app.name}`."
                )
                raise RuntimeError(message)
            time.sleep(0.01)
        map_page = "attacks" if app == OURS else ""
        yield Server(port, process.pid, time.perf_counter() - began, map_page)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
