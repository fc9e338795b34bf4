"""A provider of logins, servers that ask it, and people who log in, each in a browser of their own.

Test files that use them name this file in ``pytest_plugins``. The provider is a real one that
speaks OpenID Connect on loopback; it lets everybody be whoever they say.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

import pytest
from conftest import START_SECONDS, WAIT_MS, Dashboard, Server, Watch
from playwright.sync_api import expect

SECRET = "a secret of this test, long enough to sign"  # noqa: S105
ADMITTED = {
    "SAHEL_MAP_ADMINS": "*@admins.example",
    "SAHEL_MAP_EDITORS": "*@editors.example",
    "SAHEL_MAP_VIEWERS": "*@viewers.example",
}


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def address_of(name, role):
    """Return the e-mail address of somebody whom the lists give a role; no list knows strangers."""
    return f"{name}@{role}s.example"


class Provider:
    """A provider of logins in a process of its own."""

    def __init__(self):
        port = free_port()
        self.base = f"http://localhost:{port}"
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-H", "localhost",
             "-p", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.configuration, timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        self.stop()
        pytest.fail("the provider of logins did not start")

    @property
    def configuration(self):
        return f"{self.base}/.well-known/openid-configuration"

    def know(self, subject, **claims):
        """Let the provider know somebody, and what it is to say of them."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.base}/users/{quote(subject)}",
            data=json.dumps(claims).encode(),
            headers={"content-type": "application/json"},
            method="PUT",
        )
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310
            pass

    def stop(self):
        self._process.terminate()
        self._process.wait()


class HostedServer(Server):
    """A dashboard as ``sahel-map serve`` runs it, with a login.

    Attributes:
        secrets: What it must never say.
    """

    secrets = (SECRET, "the client's")

    def __init__(self, log, provider, login, base_path, settings):
        port = free_port()
        self.origin = f"http://localhost:{port}"
        self.base = self.origin + (f"/{base_path}" if base_path else "")
        self._log = log
        environment = {
            name: text for name, text in os.environ.items() if not name.startswith("SAHEL_MAP_")
        }
        environment |= {
            "SAHEL_MAP_LOGIN": login,
            "SAHEL_MAP_SECRET": SECRET,
            "SAHEL_MAP_OIDC_URL": provider.configuration,
            "SAHEL_MAP_OIDC_CLIENT": "sahel-map",
            "SAHEL_MAP_OIDC_SECRET": "the client's",
            "SAHEL_MAP_PUBLIC_URL": self.base,
            **ADMITTED,
            **settings,
        }
        command = [sys.executable, "-c", "from sahel_map.cli import app; app()", "serve",
                   "--port", str(port)]  # fmt: skip
        if base_path:
            command += ["--base-path", base_path]
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                command, env=environment, stdout=output, stderr=subprocess.STDOUT
            )
        self._wait_until_healthy()


@pytest.fixture(scope="session")
def provider():
    """Give a provider of logins; it stops at the end of the session."""
    running = Provider()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def start_hosted_server(provider, tmp_path_factory):
    """Start a server with a login; other settings by the names of their variables."""
    servers = []

    def start(login="required", base_path="", **settings):
        folder = tmp_path_factory.mktemp("hosted")
        settings = {"SAHEL_MAP_IMPORTS": str(folder / "imports"), **settings}
        servers.append(HostedServer(folder / "server.log", provider, login, base_path, settings))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


class Person(Dashboard):
    """A browser tab of somebody, who may log in and out."""

    def __init__(self, page, server, watch, provider):
        super().__init__(page, server, watch)
        self.provider = provider

    def log_in(self, subject):
        """Press the button at the wall, or in the row of tools, and be somebody."""
        self.page.locator(":is(.st-key-wall-in, .st-key-log-in) button:visible").click()
        self.answer_provider(subject)

    def answer_provider(self, subject):
        """Say at the provider who one is, and wait to be back."""
        self.page.wait_for_url(f"{self.provider.base}/**")
        self.page.get_by_placeholder("sub").fill(subject)
        self.page.get_by_role("button", name="Authorize").click()
        self.page.wait_for_url(f"{self.server.base}/**")
        self.settle()

    def log_out(self):
        """Log out here and at the provider."""
        self.page.locator(".st-key-account button:visible").click()
        self.page.locator(".st-key-log-out button:visible").click()
        self.page.wait_for_url(f"{self.provider.base}/**")
        self.page.get_by_role("button", name="End session").click()
        self.page.wait_for_url(f"{self.server.base}/**")
        self.settle()

    def settle(self):
        """Wait until the page has been drawn and the server has nothing left to say."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        expect(
            self.page.locator("[data-testid=stMain] [data-testid=stElementContainer]").first
        ).to_be_attached()


@pytest.fixture
def someone(chromium, provider):
    """Open a tab in a browser of its own that has not logged in; any fault fails the test."""
    watched = []

    def new(server, *, width=1280, height=900, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="en-GB", **options
        )
        context.set_default_timeout(WAIT_MS)
        # The provider's page would take its style from another host; it works without.
        local = {urlsplit(server.origin).netloc, urlsplit(provider.base).netloc}
        context.route(lambda url: urlsplit(url).netloc not in local, lambda route: route.abort())
        watch = Watch(context, server.origin)
        watched.append((context, watch, server, len(server.log())))
        return Person(context.new_page(), server, watch, provider)

    yield new
    for context, *_ in watched:
        context.close()
    for _, watch, server, start in watched:
        ours = [text for text in watch.complaints if provider.base not in text]
        assert [text for text in ours if server.origin in text] == [], "the browser complained"
        said = server.log()[start:]
        assert "Traceback" not in said, f"a script of the server failed: ...{said[-2000:]}"


@pytest.fixture
def logged_in(someone, provider):
    """Log somebody in on a server, as viewer, editor or admin, in a browser of their own."""

    def new(server, name, role, *, path="/", **options):
        subject = address_of(name, role)
        provider.know(subject, email=subject, email_verified=True, name=name.title())
        tab = someone(server, **options)
        tab.open(path=path)
        tab.settle()
        tab.log_in(subject)
        return tab

    return new
