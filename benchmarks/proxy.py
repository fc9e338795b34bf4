"""nginx before replicas, from the template that administrators install, on loopback."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sahel_map.settings import ROOT

__all__ = ["NGINX", "Proxied", "proxying"]

NGINX: Final = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
"""The program, None where it is not installed."""

_LOOPBACK: Final = "127.0.0.1"
_PATIENCE: Final = 20.0
"""Seconds that nginx may take to listen or to end."""

_WHOLE: Final = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{ worker_connections 2048; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


@dataclass(frozen=True)
class Proxied:
    """Where a running nginx listens.

    Attributes:
        plain: The port that sends requests on to https.
        secure: The port with TLS; its certificate is of its own making.
        pid: Its process; it has no others.
    """

    plain: int
    secure: int
    pid: int


def _free_ports(count: int) -> list[int]:
    with ExitStack() as probes:
        taken = [probes.enter_context(socket.create_server((_LOOPBACK, 0))) for _ in range(count)]
        return [int(probe.getsockname()[1]) for probe in taken]


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [*command, *names, "-keyout", key, "-out", certificate],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    return certificate, key


def _site(replicas: Sequence[int], told: dict[str, object]) -> str:
    addresses = [f"{_LOOPBACK}:{port}" for port in replicas]
    lines = " ".join(f"server {one} max_fails=1 fail_timeout=5s;" for one in addresses)
    told = told | {
        "SERVER_NAME": "localhost",
        "REPLICAS": lines,
        "REPLICA_ADDRESSES": "|".join(addresses).replace(".", r"\."),
    }
    text = (ROOT / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")
    for name, value in told.items():
        text = text.replace(f"${{{name}}}", str(value))
    return text


@contextmanager
def proxying(
    folder: Path, replicas: Sequence[int], *, base_path: str = "", upload_mb: int = 400
) -> Iterator[Proxied]:
    """Run nginx before replicas until the block ends.

    Args:
        folder: Where its files may lie.
        replicas: The ports of the replicas on loopback.
        base_path: The path prefix with its slash, such as ``/sahel``.
        upload_mb: The largest upload, MB.

    Raises:
        RuntimeError: nginx is not installed, or did not listen in time.
    """
    if NGINX is None:
        message = "nginx is not installed: apt-get install nginx-light."
        raise RuntimeError(message)
    plain, secure = _free_ports(2)
    certificate, key = _certificate(folder)
    told = {
        "HTTP_PORT": f"{_LOOPBACK}:{plain}",
        "HTTPS_PORT": f"{_LOOPBACK}:{secure}",
        "CERTIFICATE": certificate,
        "CERTIFICATE_KEY": key,
        "BASE_PATH": base_path,
        "UPLOAD_MB": upload_mb,
    }
    config = folder / "nginx.conf"
    config.write_text(_WHOLE.format(folder=folder, site=_site(replicas, told)), encoding="utf-8")
    command = [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(config)]
    subprocess.run([*command, "-t", "-q"], check=True)
    process = subprocess.Popen(command)
    deadline = time.monotonic() + _PATIENCE
    try:
        while not _listens(secure):
            if process.poll() is not None or time.monotonic() > deadline:
                message = f"nginx does not listen on port {secure}."
                raise RuntimeError(message)
            time.sleep(0.02)
        yield Proxied(plain, secure, process.pid)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((_LOOPBACK, port)) == 0
