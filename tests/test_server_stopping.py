"""A stop as whoever runs the server sees it: nothing new begins, what runs ends, the code is 0."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from asgi_fixtures import asked, connected
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from sahel_map.server import Draining, standing, stopping

PATIENCE = 30
"""Seconds that a server may take to start or to stop."""

PROGRAM = """
import sys, threading, time, uvicorn
from contextlib import asynccontextmanager
from pathlib import Path
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from sahel_map.server import stopping
from sahel_map.server.turns import SCRIPTS

port, stopping.LONGEST, stopping._NOTICE = int(sys.argv[1]), float(sys.argv[2]), 0.5

def work(seconds, path):
    with SCRIPTS.turn(), SCRIPTS.pause():
        time.sleep(seconds)
        Path(path).write_text("whole")

def begin(request):
    seconds, path = float(request.query_params["seconds"]), request.query_params["path"]
    threading.Thread(target=work, args=(seconds, path), daemon=True).start()
    return PlainTextResponse("begun")

@asynccontextmanager
async def lifespan(_app):
    with stopping.drained_before_end():
        yield

app = Starlette(
    routes=[Route("/begin", begin)], middleware=[Middleware(stopping.Draining)], lifespan=lifespan
)
uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")


class Host:
    """A server in its own process that works when it is asked to."""

    def __init__(self, longest):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-c", PROGRAM, str(self.port), str(longest)]
        self.process = subprocess.Popen(command)
        deadline = time.monotonic() + PATIENCE
        while self.get("/") is None:
            assert time.monotonic() < deadline
            assert self.process.poll() is None
            time.sleep(0.05)

    def get(self, path, accept="*/*"):
        """Return the status of an answer, None where nobody listens."""
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, headers={"accept": accept})
        try:
            with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310
                return reply.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return None


@pytest.fixture
def start():
    hosts = []

    def make(longest=PATIENCE):
        hosts.append(Host(longest))
        return hosts[-1]

    yield make
    for host in hosts:
        host.process.kill()
        host.process.wait()


def test_what_runs_when_the_stop_comes_ends_whole_and_the_exit_code_is_zero(start, tmp_path):
    host, made = start(), tmp_path / "made"
    assert host.get(f"/begin?seconds=1.5&path={made}") == 200

    host.process.send_signal(signal.SIGTERM)

    assert host.process.wait(PATIENCE) == 0
    assert made.read_text(encoding="utf-8") == "whole"


def test_what_does_not_end_is_left_after_a_bounded_time(start, tmp_path):
    host, made = start(longest=1), tmp_path / "made"
    assert host.get(f"/begin?seconds={PATIENCE}&path={made}") == 200

    host.process.send_signal(signal.SIGTERM)

    assert host.process.wait(PATIENCE / 2) == 0
    assert not made.exists()


def test_while_it_stops_no_session_begins_and_those_there_are_served(start, tmp_path):
    host = start()
    host.get(f"/begin?seconds=2&path={tmp_path / 'made'}")

    host.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)

    assert host.get("/attacks", accept="text/html,*/*") == 503
    assert host.get("/assets/nothing") == 404


def test_a_second_signal_breaks_nothing_off(start, tmp_path):
    host, made = start(), tmp_path / "made"
    host.get(f"/begin?seconds=1.5&path={made}")

    host.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    host.process.send_signal(signal.SIGTERM)

    assert host.process.wait(PATIENCE) == 0
    assert made.exists()


@pytest.fixture
def site():
    async def session(websocket):
        await websocket.accept()

    routes = [
        Route("/", lambda _: PlainTextResponse("page")),
        WebSocketRoute("/_stcore/stream", session),
        *standing.standing_routes("/sub"),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Draining)])


@pytest.fixture
def about_to_end(monkeypatch):
    monkeypatch.setattr(stopping._STATE, "stopping", True)


@pytest.mark.usefixtures("about_to_end")
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/sub/healthz", "/sub/readyz"])
def test_health_says_that_it_stops(path, site):
    answer = asked(site, path)

    assert answer.status == 503
    assert '"status":"stopping"' in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("about_to_end")
def test_a_page_is_to_be_asked_for_again(site):
    answer = asked(site, "/", headers={"accept": "text/html"})

    assert answer.status == 503
    assert answer.headers["retry-after"] == "5"


@pytest.mark.usefixtures("about_to_end")
def test_a_new_session_is_sent_elsewhere(site):
    start, *_ = connected(site, "/_stcore/stream")

    assert start["type"] == "websocket.http.response.start"
    assert start["status"] == 503


def test_otherwise_sessions_and_pages_pass(site):
    [accepted, *_] = connected(site, "/_stcore/stream")

    assert accepted["type"] == "websocket.accept"
    assert asked(site, "/", headers={"accept": "text/html"}).text == "page"


def test_a_host_is_ready_while_it_has_its_data(site, data):
    answer = asked(site, "/readyz")

    assert answer.status == 200
    assert f'"events":{len(data.events)}' in answer.text
    assert '"store":"there"' in answer.text


def test_a_host_without_data_is_not_ready(site, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(tmp_path))

    assert asked(site, "/readyz").status == 503


def test_a_store_that_is_away_is_told_and_what_is_here_is_served(site, monkeypatch):
    monkeypatch.setattr(standing, "_away", lambda: True)

    answer = asked(site, "/readyz")

    assert answer.status == 200
    assert '"store":"away"' in answer.text
