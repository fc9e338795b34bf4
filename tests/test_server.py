"""Routes and headers: what goes out, what never does, and what the browser is told."""

import asyncio
import gc
import json
import os
import shutil

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.staticfiles import StaticFiles

from sahel_map import frontend, settings
from sahel_map.server import (
    ContentSecurity,
    Ownership,
    content_security_policy,
    lifespan,
    routes,
)
from sahel_map.server.headers import OWNER_COOKIE

pytest_plugins = ["dataset_fixtures"]

FOREVER = "public, max-age=31536000, immutable"


@pytest.fixture
def team_folder(folder, monkeypatch):
    """A data folder in which a team keeps more than map layers."""
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))
    for name in ("acled.csv", "private.gpkg", ".hidden.geojson.bak", "manifest.json"):
        (folder / "geo" / name).write_text("secret", encoding="utf-8")
    (folder / "geo" / "inner").mkdir()
    (folder / "geo" / "inner" / "cercles.geojson").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture
def libraries(monkeypatch, tmp_path):
    """A host with every library: their content does not matter here."""
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path / "dist"))
    for key in frontend.FILES:
        path = frontend.local_path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("content", encoding="utf-8")


def test_health_tells_version_and_number_of_events(get, data):
    status, headers, body = get("/healthz")

    assert status == 200
    assert json.loads(body) == {"status": "ok", "data": data.version, "events": 177}
    assert headers["content-type"] == "application/json"


def test_health_says_what_is_missing_where_there_are_no_data(get, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(tmp_path))

    status, _, body = get("/healthz")

    assert status == 503
    assert json.loads(body)["status"] == "no data"
    assert "events.csv was not found" in json.loads(body)["error"]


def test_boundaries_go_out_whole_and_are_kept_by_the_browser(get):
    status, headers, body = get("/assets/geo/x/admin1.geojson")

    assert status == 200
    assert headers["cache-control"] == FOREVER
    assert body == (settings.ROOT / "data" / "geo" / "admin1.geojson").read_bytes()


@pytest.mark.parametrize("name", ["map.js", "map.css"])
def test_our_own_script_and_style_go_out_under_any_digest(get, name):
    status, headers, body = get(f"/assets/app/{frontend.app_digest()}/{name}")

    assert status == 200
    assert headers["cache-control"] == FOREVER
    assert headers["content-type"].startswith("text/")
    assert body == (settings.ROOT / "sahel_map" / "maps" / "static" / name).read_bytes()


@pytest.mark.usefixtures("libraries")
def test_every_address_of_a_library_is_served(get):
    for key in frontend.FILES:
        path = "/assets/" + frontend.library_url(key).removeprefix(frontend.PREFIX)
        status, headers, body = get(path)

        assert (status, body) == (200, b"content"), path
        assert headers["cache-control"] == FOREVER


@pytest.mark.usefixtures("team_folder")
@pytest.mark.parametrize(
    "path",
    [
        "/assets/geo/x/acled.csv",
        "/assets/geo/x/private.gpkg",
        "/assets/geo/x/.hidden.geojson.bak",
        "/assets/geo/x/manifest.json",
        "/assets/geo/acled.csv",
        "/assets/geo/x/",
        "/assets/geo/x",
        "/assets/geo/",
        "/assets/geo/x/inner",
        "/assets/geo/x/nothing.geojson",
    ],
)
def test_only_map_layers_leave_the_data_folder(get, path):
    status, _, body = get(path)

    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/assets/geo/x/../events.csv",
        "/assets/geo/x/../../events.csv",
        "/assets/geo/x/../../../pyproject.toml",
        "/assets/geo/../../app.py",
        "/assets/geo/x/..\\..\\events.csv",
        "/assets/geo/x/%2e%2e/events.csv",
        "/assets/geo//etc/passwd",
        "/assets/app/x/../../../../pyproject.toml",
        "/assets/app/x/../base.py",
        "/assets/lib/../../pyproject.toml",
        "/assets/lib//etc/passwd",
        "/assets/lib/../package.json",
    ],
)
def test_no_path_leads_out_of_the_served_folders(get, path):
    status, _, body = get(path)

    assert status == 404
    assert b"[project]" not in body
    assert b"event_id" not in body


def test_a_layer_that_lies_elsewhere_is_not_served_through_a_link(get, team_folder, tmp_path):
    (tmp_path / "elsewhere.geojson").write_text("secret", encoding="utf-8")
    (team_folder / "geo" / "link.geojson").symlink_to(tmp_path / "elsewhere.geojson")

    status, _, body = get("/assets/geo/x/link.geojson")

    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize("base_path", ["team/map", "/team/map/"])
def test_a_path_prefix_moves_the_assets_and_adds_a_health_route(get, base_path):
    assert get("/team/map/assets/app/x/map.js", base_path)[0] == 200
    assert get("/team/map/healthz", base_path)[0] == 200
    assert get("/healthz", base_path)[0] == 200
    assert get("/assets/app/x/map.js", base_path)[0] == 404


def test_a_host_without_libraries_answers_that_they_are_not_there(get, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path / "never-installed"))

    status, _, _ = get("/assets/lib/leaflet@1.9.4/dist/leaflet.js")

    assert status == 404


def test_a_missing_file_is_not_kept_by_the_browser(get):
    status, headers, _ = get("/assets/app/x/missing.js")

    assert status == 404
    assert "cache-control" not in headers


@pytest.mark.usefixtures("libraries")
def test_the_policy_allows_this_host_alone_when_the_libraries_are_there():
    policy = dict(rule.split(" ", 1) for rule in content_security_policy().split("; "))

    assert policy == {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "frame-src": "'self' blob: data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }


def test_the_policy_names_the_cdn_only_where_libraries_are_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path))

    policy = dict(rule.split(" ", 1) for rule in content_security_policy().split("; "))

    with_cdn = {name for name, sources in policy.items() if "https://cdn.jsdelivr.net" in sources}
    assert with_cdn == {"script-src", "style-src", "img-src"}
    assert "http://" not in str(policy)


def test_every_answer_carries_the_security_headers(get):
    for path in ("/healthz", "/assets/app/x/map.js", "/nothing"):
        _, headers, _ = get(path)

        assert headers["content-security-policy"] == content_security_policy()
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_headers_of_the_pages_themselves_are_kept(get):
    app = ContentSecurity(PlainTextResponse("page", headers={"x-own": "kept"}))

    _, headers, body = get("/", app=app)

    assert body == b"page"
    assert headers["x-own"] == "kept"
    assert "content-security-policy" in headers


def test_what_is_not_http_passes_untouched():
    seen = []

    async def inner(scope, receive, send):
        seen.append((scope["type"], receive, send))

    async def run():
        await ContentSecurity(inner)({"type": "websocket"}, "receive", "send")

    asyncio.run(run())

    assert seen == [("websocket", "receive", "send")]


def test_data_are_read_once_and_again_only_after_a_file_has_changed(folder, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))
    first = lifespan.dataset()
    again = lifespan.dataset()
    line = (folder / "sources.csv").read_text(encoding="utf-8").splitlines()[1]
    with (folder / "sources.csv").open("a", encoding="utf-8") as handle:
        handle.write(line.replace("news-one", "third").replace("example/one", "example/3") + "\n")
    os.utime(folder / "sources.csv", ns=(1, 1))

    changed = lifespan.dataset()

    assert first is again
    assert changed is not first
    assert len(first.sources) == 2
    assert changed.version != first.version


async def start() -> bool:
    """Start as the server does, and say whether it came up."""
    async with lifespan.warm_up(None):
        return True


@pytest.fixture
def _thaw():
    """Objects frozen by a start would stay out of the collector for the rest of the run."""
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thaw")
def test_a_start_reads_the_data_before_the_first_visitor(folder, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))

    assert asyncio.run(start())

    assert gc.get_freeze_count() > 0
    # Whoever reads again would fail.
    monkeypatch.setattr("sahel_map.server.held.open_dataset", None)
    assert len(lifespan.dataset().events) == 6


@pytest.mark.usefixtures("_thaw")
def test_a_start_without_data_comes_up_and_logs_what_is_wrong(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(tmp_path))

    assert asyncio.run(start())

    assert "The data could not be read" in caplog.text
    assert "events.csv was not found" in caplog.text


def test_data_are_read_again_when_a_map_layer_appears(folder, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))
    first = lifespan.dataset()

    shutil.copy(folder / "geo" / "admin1.geojson", folder / "geo" / "admin0.geojson")

    assert lifespan.dataset().version != first.version


def page():
    """An app that gives a page, with the middleware that knows browsers again."""
    return Ownership(HTMLResponse("<title>page</title>"), path="/team")


def cookies(headers):
    """The cookies that an answer sets."""
    return [value for name, value in headers if name == "set-cookie"]


def test_a_browser_is_given_a_secret_with_a_page(ask):
    _, headers, body = ask("/", app=page())

    (cookie,) = cookies(headers)
    name_value, *attributes = cookie.split("; ")
    name, value = name_value.split("=")
    assert body == b"<title>page</title>"
    assert name == OWNER_COOKIE
    assert len(value) == 32
    assert {one.lower() for one in attributes} == {"httponly", "path=/team", "samesite=lax"}


def test_the_secret_goes_over_https_alone_where_the_page_does(ask):
    _, headers, _ = ask("/", app=page(), scheme="https")

    assert "secure" in cookies(headers)[0].lower().split("; ")


def test_the_secret_goes_over_https_alone_where_a_proxy_speaks_it(ask, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_PUBLIC_URL", "https://map.example/team")

    assert "secure" in cookies(ask("/", app=page())[1])[0].lower().split("; ")


def test_each_browser_has_a_secret_of_its_own(ask):
    found = {cookies(ask("/", app=page())[1])[0] for _ in range(20)}

    assert len(found) == 20


def test_a_browser_that_has_a_secret_keeps_it(ask):
    assert cookies(ask("/", app=page(), owner="known")[1]) == []


def test_an_empty_secret_is_replaced(ask):
    assert len(cookies(ask("/", app=page(), owner="")[1])) == 1


@pytest.mark.parametrize("kind", ["text/css", "application/json", "image/png", "text/plain"])
def test_what_is_no_page_sets_no_cookie(ask, kind):
    app = Ownership(PlainTextResponse("x", media_type=kind))

    assert cookies(ask("/", app=app, accept="text/html")[1]) == []


def test_no_route_of_our_own_sets_a_cookie(ask):
    for path in ("/healthz", "/assets/app/x/map.js", "/assets/tiles/host/0/points/0/0/0.png"):
        app = Ownership(Starlette(routes=routes()))

        assert cookies(ask(path, app=app)[1]) == [], path


def test_a_browser_that_still_has_the_page_is_given_a_secret_too(ask, tmp_path):
    (tmp_path / "index.html").write_text("page", encoding="utf-8")
    app = Ownership(StaticFiles(directory=tmp_path, html=True))
    mark = dict(ask("/", app=app)[1])["etag"]

    status, headers, body = ask("/", app=app, accept="text/html,*/*", if_none_match=mark)

    assert (status, body) == (304, b"")
    assert len(cookies(headers)) == 1
    assert cookies(ask("/", app=app, accept="image/*", if_none_match=mark)[1]) == []


def test_sockets_pass_the_owner_by():
    seen = []

    async def inner(scope, receive, send):
        seen.append((scope["type"], receive, send))

    asyncio.run(Ownership(inner)({"type": "websocket"}, "receive", "send"))

    assert seen == [("websocket", "receive", "send")]
