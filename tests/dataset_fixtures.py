"""Imported datasets of made-up events, in the collection of a host, and requests for their tiles.

Test files that use them name this file in ``pytest_plugins``.
"""

import asyncio
import shutil

import pytest
from dataset_rows import ACLED_ROWS, KEY, OWNER
from import_fixtures import acled_file, csv_text, imported
from record_fixtures import GED
from starlette.applications import Starlette
from starlette.middleware import Middleware

from sahel_map import server, store
from sahel_map.importers.folder import DatasetFolder
from sahel_map.server import collection
from sahel_map.server.headers import OWNER_COOKIE


@pytest.fixture(scope="session")
def imports(tmp_path_factory):
    """Three folders of imported events: ``acled`` (restricted), ``ucdp`` (open) and ``own``."""
    folder = tmp_path_factory.mktemp("imported")
    imported(acled_file(folder / "acled.csv", *ACLED_ROWS), folder / "acled")
    (folder / "ucdp.csv").write_text(csv_text([GED], list(GED)), encoding="utf-8")
    imported(folder / "ucdp.csv", folder / "ucdp")
    return folder


@pytest.fixture(scope="session")
def restricted(imports, data):
    """The ACLED-shaped events beside the bundled tables."""
    return store.with_events(imports / "acled", data)


@pytest.fixture(scope="session")
def ours(tmp_path_factory, data_dir, data):
    """The bundled events, imported from events.csv as a team would import a table of its own."""
    folder = tmp_path_factory.mktemp("ours")
    imported(data_dir / "events.csv", folder / "data")
    return store.with_events(folder / "data", data)


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """The folder of an empty collection."""
    folder = tmp_path / "imports"
    folder.mkdir()
    monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(folder))
    return folder


@pytest.fixture
def lay(shelf, imports):
    """Put a copy of imported events on the shelf as an owner's."""

    def put(kind="acled", key=KEY, owner=OWNER, **says):
        shutil.copytree(imports / kind, shelf / key)
        held = DatasetFolder(shelf / key)
        held.amend(owner=collection.owner_digest(owner), **says)
        return shelf / key

    return put


@pytest.fixture
def ask():
    """Ask the routes as a browser with a cookie would; the answer is status, headers and body."""

    def request(path, query="", owner=None, app=None, scheme="http", **headers):
        app = app or Starlette(
            routes=server.routes(), middleware=[Middleware(server.ContentSecurity)]
        )
        named = dict(headers)
        if owner is not None:
            named["cookie"] = f'other=1; {OWNER_COOKIE}="{owner}"'
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": scheme,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode()) for name, value in named.items()
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        sent = []
        asked = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive():
            while not asked:  # a client that stays until it has its answer
                await asyncio.sleep(3600)
            return asked.pop()

        async def send(message):
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        start = next(m for m in sent if m["type"] == "http.response.start")
        told = [(name.decode(), value.decode()) for name, value in start["headers"]]
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        return start["status"], told, body

    return request
