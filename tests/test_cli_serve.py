"""``sahel-map serve`` as the system that runs it sees it: start, health, end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PATIENCE = 60
"""Seconds that a server may take to start or to stop."""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(happened):
    """Wait until something has happened."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(port):
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5) as reply:
            return reply.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def taken(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_whoever_ends_the_command_ends_its_server():
    port = free_port()
    program = "from sahel_map.cli import app; app()"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: answers(port) or process.poll() is not None)

        process.send_signal(signal.SIGTERM)

        assert process.wait(PATIENCE) == 0
        until(lambda: not taken(port))
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory as Linux tells it")
def test_what_stays_beside_the_server_takes_a_few_megabytes(tmp_path):
    sleeper = tmp_path / "server"
    sleeper.write_text("#!/bin/sh\necho runs\nexec sleep 60\n", encoding="utf-8")
    sleeper.chmod(0o700)
    program = (
        "from sahel_map.cli import app, hosting;"
        f"hosting.shutil.which = lambda *_, **__: {str(sleeper)!r};"
        "app()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "serve"], stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert process.stdout.readline() == b"runs\n"
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        [kilobytes] = [row.split()[1] for row in status.splitlines() if row.startswith("VmRSS")]

        assert int(kilobytes) < 40_000
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()
