"""Figures of how this server does, for Prometheus: ``/metrics``.

No figure carries what somebody wrote, loaded or is called: labels are names of this program's
own parts, and of nothing else.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sahel_map.server.once import used
from sahel_map.settings import configured

__all__ = ["REGISTRY", "SESSIONS", "SESSIONS_BEGUN", "STORE_AWAY", "TILES", "WAITED", "importing",
           "metrics_routes", "ran", "watch_store"]  # fmt: skip

disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY: Final = CollectorRegistry()
"""The figures of this process; each replica is asked by itself."""

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

SESSIONS: Final = Gauge(
    "sahel_map_sessions", "Sessions that are open: browser tabs.", registry=REGISTRY
)
SESSIONS_BEGUN: Final = Counter(
    "sahel_map_sessions_begun", "Sessions that were opened, again or anew.", registry=REGISTRY
)
WAITED: Final = Histogram(
    "sahel_map_turn_wait_seconds",
    "Time that scripts of pages waited for their turn.",
    buckets=_SECONDS,
    registry=REGISTRY,
)
TILES: Final = Histogram(
    "sahel_map_tile_seconds",
    "Time from the request for a tile to its whole answer.",
    ["kind", "status"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
STORE_AWAY: Final = Gauge(
    "sahel_map_store_away", "1 while the database of the store is away.", registry=REGISTRY
)
_RUNS: Final = Histogram(
    "sahel_map_run_seconds",
    "Time that a run of a page, or of a part of one, took from its first turn on.",
    ["page"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
_IMPORTS: Final = Counter(
    "sahel_map_imports", "Imports of files that have ended.", ["outcome"], registry=REGISTRY
)
_IMPORTED: Final = Counter(
    "sahel_map_imported_rows", "Rows read by imports that count.", registry=REGISTRY
)
_IMPORTING: Final = Histogram(
    "sahel_map_import_seconds",
    "Time that imports took, those that failed included.",
    buckets=(0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600),
    registry=REGISTRY,
)
_QUERIES: Final = Histogram(
    "sahel_map_store_query_seconds",
    "Time that a statement took in the store.",
    ["database"],
    buckets=_SECONDS,
    registry=REGISTRY,
)


class _Kept(Collector):
    """The results that readers share, by the function that makes them."""

    def collect(self) -> Iterable[Metric]:
        """Give hits, misses and sizes as they are now."""
        hits = CounterMetricFamily(
            "sahel_map_cache_hits", "Results that were there.", labels=["function"]
        )
        misses = CounterMetricFamily(
            "sahel_map_cache_misses", "Results that had to be made.", labels=["function"]
        )
        size = GaugeMetricFamily(
            "sahel_map_cache_results", "Results that are kept.", labels=["function"]
        )
        for name, (hit, missed, held) in used().items():
            hits.add_metric([name], hit)
            misses.add_metric([name], missed)
            size.add_metric([name], held)
        return [hits, misses, size]


REGISTRY.register(_Kept())
ProcessCollector(registry=REGISTRY)


def ran(page: str, seconds: float) -> None:
    """Note how long a run of a page took."""
    _RUNS.labels(page).observe(seconds)


@contextmanager
def importing() -> Iterator[Callable[[int], None]]:
    """Note how an import goes; give what is to be told how many rows count in the end."""
    began = time.perf_counter()
    outcome = "failed"

    def counted(rows: int) -> None:
        nonlocal outcome
        outcome = "done"
        _IMPORTED.inc(rows)

    try:
        yield counted
    finally:
        _IMPORTS.labels(outcome).inc()
        _IMPORTING.observe(time.perf_counter() - began)


def _before(_c: Any, _cursor: Any, _text: Any, _p: Any, context: Any, _many: Any) -> None:  # noqa: ANN401
    context.sahel_began = time.perf_counter()


def _after(connection: Any, _cursor: Any, _text: Any, _p: Any, context: Any, _many: Any) -> None:  # noqa: ANN401
    seconds = time.perf_counter() - context.sahel_began
    _QUERIES.labels(connection.dialect.name).observe(seconds)


def watch_store(away: Callable[[], bool]) -> None:
    """Note from now on how long every statement takes, and whether the database is away.

    Args:
        away: Asked whenever the figures are.
    """
    import sqlalchemy as sa  # noqa: PLC0415  (who keeps files alone need not wait for it)

    STORE_AWAY.set_function(lambda: float(away()))
    if not sa.event.contains(sa.Engine, "before_cursor_execute", _before):
        sa.event.listen(sa.Engine, "before_cursor_execute", _before)
        sa.event.listen(sa.Engine, "after_cursor_execute", _after)


_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
"""What a proxy adds: a request with one of these comes from elsewhere, whoever hands it on."""


def _local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _metrics(request: Request) -> Response:
    token = configured().metrics_token.get_secret_value()
    if not token and not _local(request):
        return PlainTextResponse("For this machine alone.", HTTPStatus.FORBIDDEN)
    wanted, given = f"Bearer {token}", request.headers.get("authorization", "")
    if token and not secrets.compare_digest(given.encode(), wanted.encode()):
        headers = {"www-authenticate": "Bearer"}
        return PlainTextResponse("A token is needed.", HTTPStatus.UNAUTHORIZED, headers)
    headers = {"cache-control": "no-store"}
    return Response(generate_latest(REGISTRY), headers=headers, media_type=CONTENT_TYPE_LATEST)


def metrics_routes(prefix: str = "") -> list[Route]:
    """Return the routes of the figures, with and without the path prefix of the app."""
    return [Route(path, _metrics) for path in dict.fromkeys(["/metrics", f"{prefix}/metrics"])]
