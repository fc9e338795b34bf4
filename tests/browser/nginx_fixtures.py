"""Replicas behind nginx that look like one server to a test."""

import urllib.request

from benchmarks.proxy import proxying

__all__ = ["BASE", "UPLOAD_MB", "Site", "site"]

BASE = "sahel"
UPLOAD_MB = 1


class Site:
    """What readers reach, and the replicas behind it."""

    def __init__(self, at, replicas):
        self.plain = f"http://localhost:{at.plain}"
        self.origin = f"https://localhost:{at.secure}"
        self.base = f"{self.origin}/{BASE}"
        self.replicas = replicas

    def log(self):
        """Return what the replicas have logged."""
        return "".join(replica.log() for replica in self.replicas)

    def sessions(self):
        """Return how many sessions each replica has, by its own figures; None of one gone."""
        return [_sessions(replica.origin) for replica in self.replicas]


def _sessions(origin):
    try:
        with urllib.request.urlopen(f"{origin}/metrics", timeout=5) as reply:  # noqa: S310
            lines = reply.read().decode().splitlines()
    except OSError:
        return None
    [line] = [line for line in lines if line.startswith("sahel_map_sessions ")]
    return int(float(line.split()[1]))


def site(folder, replicas):
    """Run nginx before replicas; give ports within a block."""
    ports = [int(one.origin.rpartition(":")[2]) for one in replicas]
    return proxying(folder, ports, base_path=f"/{BASE}", upload_mb=UPLOAD_MB)
