"""Figures for Prometheus: who may read them, what they count, and what never is in them."""

import asyncio

import pytest
import sqlalchemy as sa
from asgi_fixtures import asked, connected
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute

from sahel_map.server import Observed, metrics
from sahel_map.server.metrics import REGISTRY, metrics_routes
from sahel_map.server.once import kept
from sahel_map.server.turns import Turns

WORD = "of-the-prometheus-of-this-house"


def figure(name, **labels):
    """Return a figure as it is now, 0 before it was first counted."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


def told(path="/metrics", prefix="", **options):
    """Return the answer of a server to a request for its figures."""
    return asked(Starlette(routes=metrics_routes(prefix)), path, **options)


@pytest.mark.parametrize("client", ["127.0.0.1", "::1", "127.8.8.8"])
def test_this_machine_may_read_the_figures(client):
    answer = told(client=(client, 50_000))

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "# TYPE sahel_map_sessions gauge" in answer.text
    assert "process_resident_memory_bytes" in answer.text


@pytest.mark.parametrize("client", ["192.0.2.7", "2001:db8::7", "testclient"])
def test_other_machines_may_not(client):
    assert told(client=(client, 50_000)).status == 403


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-real-ip", "forwarded"])
def test_what_a_proxy_of_this_machine_hands_on_is_from_elsewhere(header):
    answer = told(headers={header: "127.0.0.1"})

    assert answer.status == 403


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {WORD}", 200),
        ("", 401),
        (f"Bearer {WORD}x", 401),
        (WORD, 401),
        ("Bearer ", 401),
        ("Bearer mûr", 401),
    ],
)
@pytest.mark.parametrize("client", ["127.0.0.1", "192.0.2.7"])
def test_with_a_token_it_alone_counts(given, status, client, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_METRICS_TOKEN", WORD)

    answer = told(client=(client, 50_000), headers={"authorization": given.encode()})

    assert answer.status == status
    assert (answer.headers.get("www-authenticate") == "Bearer") == (status == 401)


def test_the_figures_are_under_the_path_prefix_too():
    assert told("/ops/sahel/metrics", "/ops/sahel").status == 200


@pytest.fixture
def site():
    """A server of tiles and sessions that do nothing."""

    async def session(websocket):
        await websocket.accept()
        await websocket.receive()

    async def refused(websocket):
        await websocket.close()

    def tile(request):
        status = 404 if request.path_params["z"] == "99" else 200
        return PlainTextResponse("", status)

    routes = [
        Route("/sub/assets/tiles/{dataset}/{version}/{kind}/{z}/{x}/{y}.png", tile),
        WebSocketRoute("/_stcore/stream", session),
        WebSocketRoute("/refused", refused),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Observed)])


def test_sessions_are_counted_while_they_are_open(site):
    begun, before = figure("sahel_map_sessions_begun_total"), figure("sahel_map_sessions")

    within = []
    connected(site, "/_stcore/stream", lambda: within.append(figure("sahel_map_sessions")))

    assert within == [before + 1]
    assert figure("sahel_map_sessions") == before
    assert figure("sahel_map_sessions_begun_total") == begun + 1


def test_a_session_that_was_refused_does_not_count(site):
    begun = figure("sahel_map_sessions_begun_total")

    sent = connected(site, "/refused")

    assert [message["type"] for message in sent] == ["websocket.close"]
    assert figure("sahel_map_sessions_begun_total") == begun
    assert figure("sahel_map_sessions") == 0


@pytest.mark.parametrize(("zoom", "status"), [("5", "200"), ("99", "404")])
def test_tiles_are_measured_by_kind_and_status(zoom, status, site):
    labels = {"kind": "heat", "status": status}
    before = figure("sahel_map_tile_seconds_count", **labels)

    asked(site, f"/sub/assets/tiles/Q2hhbmdlIHRoaXMga2V5/1/heat/{zoom}/0/0.png?actor=someone")

    assert figure("sahel_map_tile_seconds_count", **labels) == before + 1


def test_no_label_holds_what_a_reader_wrote(site):
    asked(site, "/sub/assets/tiles/Q2hhbmdlIHRoaXMga2V5/1/whatever/1/0/0.png?actor=someone")

    text = told().text
    assert "Q2hhbmdl" not in text
    assert "someone" not in text
    assert "whatever" not in text


def test_results_that_were_there_and_were_not_are_counted_by_function():
    @kept(maxsize=2)
    def _doubled(number):
        return 2 * number

    for number in (1, 2, 1, 3):
        _doubled(number)

    name = "test_server_metrics.doubled"
    assert figure("sahel_map_cache_hits_total", function=name) == 1
    assert figure("sahel_map_cache_misses_total", function=name) == 3
    assert figure("sahel_map_cache_results", function=name) == 2


def test_imports_are_counted_with_their_rows_when_they_have_ended():
    rows, done = figure("sahel_map_imported_rows_total"), {"outcome": "done"}
    before = figure("sahel_map_imports_total", **done)

    with metrics.importing() as counted:
        counted(12)

    assert figure("sahel_map_imported_rows_total") == rows + 12
    assert figure("sahel_map_imports_total", **done) == before + 1


def test_an_import_that_failed_is_counted_as_that():
    rows, failed = figure("sahel_map_imported_rows_total"), {"outcome": "failed"}
    before = figure("sahel_map_imports_total", **failed)
    took = figure("sahel_map_import_seconds_count")

    with pytest.raises(ValueError, match="broken"), metrics.importing():
        raise ValueError("broken")  # noqa: EM101

    assert figure("sahel_map_imports_total", **failed) == before + 1
    assert figure("sahel_map_imported_rows_total") == rows
    assert figure("sahel_map_import_seconds_count") == took + 1


def test_a_run_is_told_with_the_name_that_it_has_in_the_end():
    waits, runs = [], []
    turns = Turns(longest=5, waited=waits.append, ran=lambda name, _: runs.append(name))

    with turns.turn("page"):
        turns.call("attacks")
        with turns.turn("inner"), turns.pause():
            pass

    assert runs == ["attacks"]
    assert len(waits) == 2


def test_what_runs_is_under_way_until_it_ends_even_in_a_pause():
    turns = Turns(longest=5)

    with turns.turn():
        [run] = turns.under_way()
        with turns.pause():
            assert turns.under_way() == {run}
        assert turns.under_way(60) == frozenset()

    assert turns.under_way() == frozenset()


def test_statements_of_the_store_are_measured_and_its_absence_is_told():
    away = []
    metrics.watch_store(lambda: bool(away))
    labels = {"database": "sqlite"}
    before = figure("sahel_map_store_query_seconds_count", **labels)
    engine = sa.create_engine("sqlite://")

    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    engine.dispose()
    away.append(True)

    assert figure("sahel_map_store_query_seconds_count", **labels) == before + 1
    assert figure("sahel_map_store_away") == 1


def test_a_lifespan_passes_unseen():
    seen = []

    async def app(scope, _receive, _send):
        seen.append(scope["type"])

    asyncio.run(Observed(app)({"type": "lifespan"}, None, None))

    assert seen == ["lifespan"]
