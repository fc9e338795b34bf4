"""A PostgreSQL for the time of a measurement."""

import os
import pwd
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psycopg

__all__ = ["temporary_postgres"]

_SETTINGS: Final = {
    "fsync": "off",
    "jit": "off",
    "maintenance_work_mem": "512MB",
    "max_parallel_workers_per_gather": "2",
    "max_wal_size": "4GB",
    "shared_buffers": "512MB",
    "work_mem": "64MB",
}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def temporary_postgres(**settings: str) -> Iterator[str]:
    """Give the address of an empty database of a PostgreSQL that ends with the block.

    Args:
        settings: Settings of PostgreSQL beside those of the benchmark, or instead of them.
    """
    binary = max(Path("/usr/lib/postgresql").glob("*/bin"))
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder, port = Path(name), _free_port()
        if user:
            owner = pwd.getpwnam(user)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = str(folder / "data")

        def run(command: str, *options: str) -> None:
            subprocess.run([str(binary / command), "-D", data, *options], check=True, user=user,
                           cwd=folder, stdout=subprocess.DEVNULL)  # fmt: skip

        run("initdb", "-A", "trust", "-U", "sahel", "--no-sync")
        asked = " ".join(f"-c {name}={value}" for name, value in (_SETTINGS | settings).items())
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {asked}"
        run("pg_ctl", "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            address = f"postgresql://sahel@127.0.0.1:{port}"
            with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
                connection.execute("CREATE DATABASE sahel")
            yield f"{address}/sahel"
        finally:
            with suppress(subprocess.CalledProcessError):
                run("pg_ctl", "-m", "immediate", "stop")
