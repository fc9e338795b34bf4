"""Servers, Chromium and a page object for the browser tests.

Every page is watched: a request to another host, an error on the console, an uncaught exception
or a violation of the Content-Security-Policy fails the test that caused it.
"""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from sahel_map.measures.expansion import expansion
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.settings import ROOT

START_SECONDS = 60
WAIT_MS = 15_000
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (violation) =>
  console.error(`CSP ${violation.effectiveDirective} blocked ${violation.blockedURI}`));
"""
STREAMLIT_LOOKS_FOR_ITS_PATH = re.compile(
    r"404 .*/(about|attacks|briefing|corridors|data|evidence|expansion|numbers|review)"
    r"/_stcore/(health|host-config)$"
)
"""On a deep link its script tries the page's own path first: two answers of 404 are its habit."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MAP_FRAME = "iframe[src*=streamlit_folium]"

expect.set_options(timeout=WAIT_MS)


def pytest_collection_modifyitems(items):
    """Run browser tests last: they are slow, and Playwright keeps an event loop running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


class Server:
    """A dashboard server in its own process; its output goes to a file."""

    def __init__(self, log, *options, base_path="", data=None):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.origin = f"http://localhost:{port}"
        self.base = self.origin + (f"/{base_path}" if base_path else "")
        self._log = Path(log)
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        if base_path:
            command += ["--server.baseUrlPath", base_path]
        environment = dict(os.environ)
        environment.pop("SAHEL_MAP_DATA", None)
        if data:
            environment["SAHEL_MAP_DATA"] = str(data)
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_healthy()

    def _wait_until_healthy(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.base}/healthz", timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        self.stop()
        pytest.fail(f"the server did not start:\n{self.log()}")

    def log(self):
        return COLOURS.sub("", self._log.read_text(encoding="utf-8", errors="replace"))

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@pytest.fixture(scope="session")
def start_server(tmp_path_factory):
    """Start a server with other data or another base path; all stop at the end of the session."""
    servers = []

    def start(*options, **settings):
        log = tmp_path_factory.mktemp("server") / "server.log"
        servers.append(Server(log, *options, **settings))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def server(start_server):
    return start_server()


@pytest.fixture(scope="session")
def copy_data(tmp_path_factory):
    """Make a copy of data/ whose tables are passed through functions, row by row.

    A function returns the rows that stand in place of the one it is given.
    """

    def copy(**changes):
        folder = tmp_path_factory.mktemp("data") / "data"
        shutil.copytree(ROOT / "data", folder)
        for table, change in changes.items():
            path = folder / f"{table}.csv"
            with path.open(encoding="utf-8", newline="") as handle:
                rows = list(csv.DictReader(handle))
            with path.open("w", encoding="utf-8", newline="") as handle:
                writer = csv.DictWriter(handle, list(rows[0]))
                writer.writeheader()
                for row in rows:
                    writer.writerows(change(row))
        return folder

    return copy


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not on PATH; CI must have it: apt-get install chromium")
        pytest.skip("Chromium is not on PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Watch:
    """Records what the pages of a browser context ask for and complain about."""

    def __init__(self, context, origin):
        self.origin = origin
        self.requests = []
        self.complaints = []
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        context.on("page", self._on_page)

    def _on_page(self, page):
        page.on("websocket", lambda websocket: self.requests.append(websocket.url))

    def _on_console(self, message):
        text = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not STREAMLIT_LOOKS_FOR_ITS_PATH.search(text):
            self.complaints.append(f"console: {text}")

    def foreign(self):
        """Return the requests that left the server."""
        host = urlsplit(self.origin).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).netloc != host
        ]


class SliceMap:
    """The map of a slice, of which the page can have two."""

    def __init__(self, page, key="slice-stage"):
        self.holder = page.locator(f".st-key-{key} iframe")
        self.box = self.holder.content_frame.locator("#map_div")

    def wait(self):
        expect(self.box).to_have_attribute("data-drawn", "slices")
        expect(self.box).to_have_attribute("data-ready", "base")

    def expect_slice(self, slice_id):
        expect(self.box).to_have_attribute("data-slice", slice_id)

    @property
    def ground(self):
        """The middle of the map and its zoom."""
        return self.box.evaluate(
            "() => { const { map } = SahelMap.state; const { lat, lng } = map.getCenter();"
            " return [lat, lng, map.getZoom()]; }"
        )

    def mark(self):
        """Put a mark on the map and its frame, which both lose when they are replaced."""
        for node in (self.box, self.holder):
            node.evaluate("(node) => { node.mark = 'kept'; }")

    def expect_same(self):
        assert self.box.evaluate("(node) => node.mark") == "kept", "the map was loaded anew"
        assert self.holder.evaluate("(node) => node.mark") == "kept", "the frame was replaced"


class Dashboard:
    """One browser tab on the dashboard."""

    def __init__(self, page, server, watch):
        self.page = page
        self.server = server
        self.watch = watch
        self.map = page.frame_locator(MAP_FRAME).locator("#map_div")
        self.panel = page.locator(".st-key-event-panel")
        self.sentence = page.locator(".sentence")

    def open(self, *, path="/", **query):
        """Open a page, by a link when a query is given; return the answer."""
        text = urlencode(query, doseq=True)
        return self.page.goto(f"{self.server.base}{path}{'?' + text if text else ''}")

    def open_map(self, **query):
        """Open the Attacks page and wait for its map."""
        self.open(path="/attacks", **query)
        self.wait_for_map()
        return self

    def open_slices(self, **query):
        """Open the Expansion page by a link; return its map, marked, when it is drawn."""
        self.open(path="/expansion", **query)
        shown = self.slice_map()
        shown.wait()
        self.settle()
        shown.mark()
        return shown

    def slice_map(self, key="slice-stage"):
        """Return a map of the Expansion page."""
        return SliceMap(self.page, key)

    def wait_for_map(self):
        expect(self.map).to_have_attribute("data-ready", "base")
        expect(self.map).to_have_attribute("data-view", re.compile("."))
        self.settle()

    def settle(self):
        """Wait until the server has nothing left to say."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")

    @property
    def frame(self):
        """The window of the map, for questions to its script."""
        return self.page.frame(url=re.compile("streamlit_folium"))

    @property
    def digest(self):
        return self.map.get_attribute("data-view")

    def redrawn_after(self, action):
        """Do something and wait until the map shows another view."""
        before = self.digest
        action()
        expect(self.map).not_to_have_attribute("data-view", before)
        self.settle()

    def expect_events(self, count):
        expect(self.map).to_have_attribute("data-events", str(count))

    def dot(self, event_id):
        return self.map.locator(f'path.dot[data-event="{event_id}"]')

    def stack(self, lat, lon):
        return self.map.locator(f'.stack[data-stack="{lat:.9g},{lon:.9g}"]')

    def expect_url(self, **wanted):
        """Wait until the query holds exactly these parameters, the language aside."""
        self.page.wait_for_function(
            """(wanted) => {
              const query = new URLSearchParams(location.search);
              query.delete("lang");
              const sorted = (pairs) => JSON.stringify([...pairs].sort());
              return sorted(query) === sorted(wanted);
            }""",
            arg=[[name, value] for name, value in wanted.items()],
            timeout=WAIT_MS,
        )

    def sideways(self):
        """Return by how many pixels the page is wider than the window."""
        return self.page.evaluate(
            """() => Math.max(...[document.scrollingElement, document.querySelector(".stMain")]
                 .map((box) => box.scrollWidth - box.clientWidth))"""
        )

    def expect_rows(self, count):
        """Wait until the table has this many events."""
        grid = self.page.locator("[data-testid=stDataFrame] table[role=grid]")
        expect(grid).to_have_attribute("aria-rowcount", str(count + 1))

    @property
    def query(self):
        return parse_qs(urlsplit(self.page.url).query)

    def choose(self, key, option):
        """Add an option to a list of choices in the sidebar."""
        box = self.page.locator(f".st-key-{key}")
        box.get_by_role("combobox").click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.keyboard.press("Escape")

    def button(self, key):
        # One with a tooltip is in the page twice, for wide and for narrow screens.
        return self.page.locator(f".st-key-{key} button:visible")

    def press(self, key):
        """Press the button of a key."""
        self.button(key).click()

    def switch(self, key, option):
        """Choose one of a row of choices."""
        self.page.locator(f".st-key-{key}").get_by_role("radio", name=option, exact=True).click()


@pytest.fixture
def visit(chromium, server):
    """Open tabs, each in a browser context of its own; complain at the end about any fault."""
    watched = []

    def new(on=None, *, width=1280, height=900, locale="en-GB", **options):
        where = on or server
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale=locale, **options
        )
        context.set_default_timeout(WAIT_MS)
        watch = Watch(context, where.origin)
        watched.append((context, watch, where, len(where.log())))
        return Dashboard(context.new_page(), where, watch)

    yield new
    for context, *_ in watched:
        context.close()
    for _, watch, where, start in watched:
        assert watch.foreign() == [], "the browser asked another host"
        assert watch.complaints == [], "the browser complained"
        said = where.log()[start:]
        assert "Traceback" not in said, f"a script of the server failed: ...{said[-2000:]}"


@pytest.fixture(scope="session")
def spread(data):
    """Return the expansion as its page shows it at first: by phases."""
    return expansion(data, slices_of(data, Cutting("phase"))[0])


@pytest.fixture
def phone(visit):
    """Return one tab on a narrow screen that is touched."""
    return visit(width=390, height=844, is_mobile=True, has_touch=True, device_scale_factor=2)


@pytest.fixture
def tab(visit):
    """Return one tab on the bundled data."""
    return visit()


@pytest.fixture
def expect_open(tab, spread):
    """Wait until map, small maps and address are those of a slice, on the same map as before."""
    order = [cut.slice_id for cut in spread.slices]

    def expect_all(shown, number, **query):
        shown.expect_slice(order[number])
        tab.settle()
        tab.expect_url(slice=order[number], **query)
        outlined = tab.page.locator("[class*=st-key-multiple-]:has(.multiple.chosen)")
        expect(outlined).to_have_count(1)
        expect(outlined).to_have_class(re.compile(rf"\bst-key-multiple-{number}\b"))
        shown.expect_same()

    return expect_all
