"""A PostgreSQL with PostGIS of the tests' own, started once and ended with them."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Cluster", "cluster", "installed"]


def _binary(name: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


def installed() -> bool:
    """Return whether PostgreSQL and PostGIS are on this machine."""
    extensions = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    return bool(_binary("pg_ctl") and any(extensions))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A database cluster in a folder; databases are made from a template with PostGIS."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._made = 0

    def _run(self, *command: str) -> None:
        # PostgreSQL refuses to run as root.
        user = "postgres" if os.geteuid() == 0 else None
        subprocess.run(command, check=True, user=user, cwd=self.folder, stdout=subprocess.DEVNULL)

    def make(self) -> None:
        """Make the cluster and start it."""
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        data = str(self.folder / "data")
        self._run(str(_binary("initdb")), "-D", data, "-A", "trust", "-U", "sahel", "--no-sync")
        self.start()
        self.execute("CREATE DATABASE template_sahel", database="postgres")
        self.execute("CREATE EXTENSION postgis", database="template_sahel")

    def start(self) -> None:
        """Start the server; its data are as it left them."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(self.folder / "log")
        data = str(self.folder / "data")
        self._run(str(_binary("pg_ctl")), "-D", data, "-l", log, "-o", options, "-w", "start")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: ``fast`` ends its clients, ``immediate`` is a crash."""
        self._run(str(_binary("pg_ctl")), "-D", str(self.folder / "data"), "-m", mode, "stop")

    def execute(self, command: str, *, database: str) -> None:
        """Run one statement as the superuser."""
        import psycopg  # noqa: PLC0415  (only where PostgreSQL is)

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            connection.execute(command)  # type: ignore[arg-type]

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://sahel@127.0.0.1:{self.port}/{database}"

    def database(self) -> str:
        """Return the address of a new, empty database with PostGIS."""
        self._made += 1
        name = f"sahel_{os.getpid()}_{self._made}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template_sahel", database="postgres")
        return self.address(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Give a running cluster, and take it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="sahel-pg-", ignore_cleanup_errors=True) as folder:
        made = Cluster(Path(folder))
        made.make()
        try:
            yield made
        finally:
            made.stop("immediate")
