"""Two replicas behind nginx, as a team hosts them: sticky, over TLS, and one of them may die."""

import re
import time

import httpx
import pytest
from nginx_fixtures import BASE, UPLOAD_MB, Site, site
from playwright.sync_api import expect

from benchmarks.proxy import NGINX

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(NGINX is None, reason="nginx is not here"),
]

LOST = re.compile(r"WebSocket connection|ERR_CONNECTION|status of 50[234]|_stcore/")
"""What a browser says when the server of its session dies."""


@pytest.fixture(scope="module")
def proxy(start_server, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAHEL_MAP_LOG_LEVEL", "DEBUG")
        replicas = [start_server(base_path=BASE) for _ in range(2)]
    with site(tmp_path_factory.mktemp("nginx"), replicas) as at:
        yield Site(at, replicas)


@pytest.fixture
def browse(visit, proxy):
    """Open a browser on the site; its certificate is of the tests' own making."""
    return lambda: visit(on=proxy, ignore_https_errors=True)


@pytest.fixture
def ask(proxy):
    """Ask the site without a browser."""
    with httpx.Client(base_url=proxy.base, verify=False, timeout=10) as client:  # noqa: S501
        yield client


def until(happened, seconds=20):
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def asked_for(replica):
    """Return how many requests of a page and its parts a replica has logged."""
    return len(re.findall(r"access \[\w+\] (?:GET|PUT) /sahel/", replica.log()))


def test_the_map_is_there_over_tls_under_the_path(browse, proxy):
    tab = browse().open_map(event="2025-09-14-lakamane-convoy")

    sockets = [url for url in tab.watch.requests if url.startswith("ws")]
    assert sockets
    assert all(url.startswith(proxy.base.replace("https", "wss")) for url in sockets)
    assert all(url.startswith(proxy.base) for url in tab.watch.requests if url.startswith("https"))
    [owner] = [
        cookie for cookie in tab.page.context.cookies() if cookie["name"] == "sahel_map_owner"
    ]
    assert owner["secure"]


def test_a_browser_stays_with_its_replica_and_others_go_to_the_other_too(browse, proxy):
    until(lambda: proxy.sessions() == [0, 0])
    first = browse().open_map()
    mine = proxy.sessions().index(1)
    other = proxy.replicas[1 - mine]
    before = asked_for(other), asked_for(proxy.replicas[mine])

    first.open_map(show="clusters")
    first.open_map(show="dots")

    assert asked_for(other) == before[0]
    assert asked_for(proxy.replicas[mine]) > before[1]
    # Who has fewest connections changes with every file of a page: not the second, but one soon.
    for _ in range(4):
        browse().open_map()
        if all(proxy.sessions()):
            break
    assert all(proxy.sessions())


def test_plain_requests_are_sent_on_to_https(proxy):
    answer = httpx.get(f"{proxy.plain}/{BASE}/attacks?actor=jnim")

    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://localhost/{BASE}/attacks?actor=jnim"


@pytest.mark.parametrize("path", ["metrics", "_stcore/metrics"])
def test_figures_do_not_leave_the_house(path, ask):
    assert ask.get(path).status_code == 404


def test_scripts_travel_compressed(ask):
    page = ask.get("").text
    script = re.search(r'src="\./(static/js/index[^"]+)"', page)[1]

    answer = ask.get(script, headers={"accept-encoding": "gzip"})

    assert answer.headers["content-encoding"] == "gzip"
    assert answer.num_bytes_downloaded < len(answer.content) / 2


@pytest.mark.parametrize(
    ("path", "megabytes", "refused"),
    [
        ("_stcore/upload_file/x/y", UPLOAD_MB * 0.5, False),
        ("_stcore/upload_file/x/y", UPLOAD_MB * 1.5, True),
        ("attacks", 1.5, True),
    ],
)
def test_what_is_larger_than_may_be_loaded_is_refused(path, megabytes, refused, ask):
    answer = ask.put(path, content=bytes(int(megabytes * 2**20)))

    assert (answer.status_code == 413) == refused


@pytest.mark.parametrize("named", ["127.0.0.1:1", "192.0.2.1:8501", "localhost:22", "sahel_map"])
def test_a_cookie_leads_nowhere_but_to_a_replica(named, ask):
    answer = ask.get("healthz", headers={"cookie": f"sahel_map_replica={named}"})

    assert answer.status_code == 200


def test_figures_and_health_know_that_a_proxy_asks(proxy):
    answer = httpx.get(
        f"{proxy.replicas[0].origin}/metrics", headers={"x-forwarded-for": "192.0.2.9"}
    )

    assert answer.status_code == 403


def test_when_a_replica_dies_its_browsers_go_on_at_the_other_with_their_view(browse, proxy):
    until(lambda: proxy.sessions() == [0, 0])
    tab = browse().open_map(actor="jnim", to="2025-09-30")
    shown, address = tab.map.get_attribute("data-events"), tab.page.url
    mine = proxy.sessions().index(1)

    proxy.replicas[mine]._process.kill()
    until(lambda: proxy.sessions()[1 - mine] == 1)
    tab.settle()

    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    tab.wait_for_map()
    assert tab.map.get_attribute("data-events") == shown
    assert tab.page.url == address
    tab.open_map(show="clusters")
    assert all(LOST.search(said) for said in tab.watch.complaints), tab.watch.complaints
    tab.watch.complaints.clear()
