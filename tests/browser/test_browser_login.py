"""Logging in and out at a real provider: who gets in, what each role meets, whose cookies count."""

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from sahel_map.ledger import audit, open_ledger
from sahel_map.server.cookies import PASS_COOKIE

pytest_plugins = ["login_fixtures"]
pytestmark = pytest.mark.browser

PAGES = [
    "",
    "attacks",
    "corridors",
    "expansion",
    "evidence",
    "numbers",
    "briefing",
    "data",
    "about",
]
SEEN = ["assets/geo/x/admin1.geojson", "assets/preview/attacks-en.png",
        "component/streamlit_folium.st_folium/index.html"]  # fmt: skip
OPEN = ["healthz", "favicon.png", "_stcore/health"]
UPLOAD = "_stcore/upload_file/nobody/file"


@pytest.fixture(scope="module")
def imports(tmp_path_factory):
    return tmp_path_factory.mktemp("imports")


@pytest.fixture(scope="module")
def closed(start_hosted_server, imports):
    return start_hosted_server("required", SAHEL_MAP_IMPORTS=str(imports))


@pytest.fixture(scope="module")
def half_open(start_hosted_server):
    return start_hosted_server("optional")


def statuses(tab, paths):
    """Ask for paths with the cookies of a browser."""
    ask = tab.page.context.request
    return {path: ask.get(f"{tab.server.base}/{path}").status for path in paths}


def may_upload(tab, size):
    """Return whether an upload with the cookies of a browser comes as far as Streamlit.

    There it ends, for it belongs to no session and lacks Streamlit's own token.
    """
    answer = tab.page.context.request.put(
        f"{tab.server.base}/{UPLOAD}", data=b"x" * size, headers={"origin": tab.server.origin}
    )
    return answer.headers.get("cache-control") != "no-store"


def cookie(tab, name):
    return next((c for c in tab.page.context.cookies() if c["name"] == name), None)


def expect_wall(tab):
    expect(tab.page.locator(".st-key-login-wall")).to_be_visible()
    expect(tab.page.locator("[data-testid=stSidebar]")).to_have_count(0)
    expect(tab.page.locator("[data-testid=stTopNavLink]")).to_have_count(0)


def test_a_closed_dashboard_shows_a_wall_on_every_page_and_nothing_else(someone, closed):
    tab = someone(closed)

    answer = tab.open(path="/attacks", q="Farabougou")

    expect_wall(tab)
    assert "Farabougou" not in answer.text()
    assert "<title>Sahel Map</title>" in answer.text()
    assert "og:image" not in answer.text()
    assert statuses(tab, PAGES) == dict.fromkeys(PAGES, 200)
    assert statuses(tab, SEEN) == dict.fromkeys(SEEN, 401)
    assert statuses(tab, OPEN) == dict.fromkeys(OPEN, 200)
    assert tab.page.context.request.get(f"{closed.base}/healthz").json() == {"status": "ok"}
    assert not may_upload(tab, 10)


@pytest.mark.parametrize(
    ("role", "large", "figures", "reviews"),
    [("viewer", False, 403, 0), ("editor", True, 403, 1), ("admin", True, 200, 1)],
)
def test_each_role_comes_back_to_its_link_and_meets_what_is_for_it(
    logged_in, closed, role, large, figures, reviews
):
    tab = logged_in(closed, "ann", role, path="/about?show=clusters")

    assert urlsplit(tab.page.url).path == "/about"
    tab.expect_url(show="clusters")
    expect(tab.page.locator("[data-testid=stTopNavLink]", has_text="Review")).to_have_count(reviews)
    tab.page.locator(".st-key-account button:visible").click()
    expect(tab.page.get_by_text(f"You are {role} here, and may:")).to_be_visible()
    expect(tab.page.get_by_text(f"ann@{role}s.example")).to_be_visible()
    assert cookie(tab, PASS_COOKIE)["httpOnly"]
    assert set(statuses(tab, [*PAGES, *OPEN]).values()) == {200}
    assert set(statuses(tab, SEEN).values()) <= {200, 404}
    assert statuses(tab, ["_stcore/metrics"]) == {"_stcore/metrics": figures}
    assert (may_upload(tab, 3_000_000), may_upload(tab, 10)) == (large, True)


def test_who_logs_out_stands_before_the_wall_and_their_cookies_open_nothing(logged_in, closed):
    tab = logged_in(closed, "bea", "editor")

    tab.log_out()

    expect_wall(tab)
    assert (cookie(tab, PASS_COOKIE), cookie(tab, "_streamlit_user")) == (None, None)
    assert set(statuses(tab, SEEN).values()) == {401}


def noted(imports, who):
    """What stands in the audit log of somebody, the oldest first."""
    book = open_ledger(imports / "store.sqlite")
    with book.begin() as connection:
        rows = audit.entries(connection, who=who)
    book.close()
    return list(reversed(rows))


def test_what_somebody_does_is_noted_and_no_secret_is_logged(logged_in, closed, imports):
    tab = logged_in(closed, "cem", "editor", path="/attacks")
    with tab.page.expect_download() as download:
        tab.press("download-csv")
    tab.log_out()

    assert Path(download.value.path()).stat().st_size > 10_000
    rows = noted(imports, "cem@editors.example")
    assert [row["act"] for row in rows] == ["login", "export", "logout"]
    assert "sahel-map-events.csv" in rows[1]["subject"]
    assert [secret for secret in closed.secrets if secret in closed.log()] == []


def test_a_page_that_offers_a_file_has_not_taken_it(logged_in, closed, imports):
    tab = logged_in(closed, "eda", "admin", path="/data")
    with tab.page.expect_response(lambda got: urlsplit(got.url).path.startswith("/media/")) as look:
        tab.page.reload()

    assert look.value.headers["content-length"] == "0"
    assert [row["act"] for row in noted(imports, "eda@admins.example")] == ["login"]
    tab.page.get_by_text("Audit log").first.click()
    with tab.page.expect_download() as download:
        tab.press("audit-csv")
    assert Path(download.value.path()).stat().st_size > 0
    assert [row["act"] for row in noted(imports, "eda@admins.example")] == ["login", "export"]


def test_somebody_whom_no_list_admits_is_told_so_and_sees_nothing(someone, closed):
    tab = someone(closed)
    tab.open()
    tab.log_in("dan@elsewhere.example")

    expect_wall(tab)
    expect(tab.page.get_by_text("this dashboard does not admit you")).to_be_visible()
    assert cookie(tab, PASS_COOKIE) is None
    assert set(statuses(tab, SEEN).values()) == {403}
    expect(tab.page.locator(".st-key-wall-out button:visible")).to_be_enabled()


def test_a_pass_without_its_login_draws_the_wall_and_is_taken_away(logged_in, someone, closed):
    theirs = cookie(logged_in(closed, "eve", "admin"), PASS_COOKIE)
    tab = someone(closed)
    tab.page.context.add_cookies([theirs])

    tab.open(path="/attacks")

    expect_wall(tab)
    assert cookie(tab, PASS_COOKIE) is None


@pytest.mark.parametrize("value", ["forged", "WyJhIiwiYiIsImFkbWluIl0.aaaaaa.bbbb", ""])
def test_a_forged_pass_opens_nothing(someone, closed, value):
    tab = someone(closed)
    tab.page.context.add_cookies([{"name": PASS_COOKIE, "value": value, "url": closed.base}])

    assert set(statuses(tab, SEEN).values()) == {401}


def test_an_expired_pass_opens_nothing_until_its_login_gives_another(
    start_hosted_server, logged_in, someone
):
    server = start_hosted_server("required", SAHEL_MAP_PASS_HOURS="0.001")  # noqa: S106
    owner = logged_in(server, "fay", "viewer")
    owner.open(path="/about")
    theirs = cookie(owner, PASS_COOKIE) | {"expires": -1}
    owner.page.wait_for_timeout(6000)
    tab = someone(server)
    tab.page.context.add_cookies([theirs])

    assert set(statuses(tab, SEEN).values()) == {401}
    assert 401 not in statuses(owner, SEEN).values()


def handshake(server, **headers):
    """Return the status with which the server answers the opening of a WebSocket."""
    parts = urlsplit(server.base)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol": "streamlit",
    }
    connection.request("GET", f"{parts.path}/_stcore/stream", headers=asked | headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_other_sites_open_no_websocket(closed):
    assert handshake(closed, Origin=closed.origin) == 101
    assert handshake(closed, Origin="https://evil.example") == 403
    assert handshake(closed) == 403


def test_the_public_of_a_half_open_dashboard_sees_what_is_public_and_may_log_in(someone, half_open):
    tab = someone(half_open)
    tab.open(path="/about")
    tab.settle()

    assert set(statuses(tab, SEEN).values()) <= {200, 404}
    assert (may_upload(tab, 3_000_000), may_upload(tab, 10)) == (False, True)
    tab.log_in("gus@editors.example")

    expect(tab.page.locator(".st-key-account button:visible")).to_have_text(re.compile("gus"))
    tab.log_out()
    expect(tab.page.locator(".st-key-log-in button:visible")).to_be_visible()


def test_somebody_whom_no_list_admits_sees_what_is_public_of_a_half_open_dashboard(
    someone, half_open
):
    tab = someone(half_open)
    tab.open(path="/about")
    tab.settle()
    tab.log_in("dan@elsewhere.example")

    expect(tab.page.get_by_text("You see what is public.")).to_be_visible()
    expect(tab.page.locator("[data-testid=stSidebar]")).to_be_visible()
    expect(tab.page.locator(".st-key-public-out button:visible")).to_be_enabled()


def test_under_a_path_people_log_in_and_their_cookies_stay_in_it(start_hosted_server, logged_in):
    server = start_hosted_server("required", base_path="ops/sahel")

    tab = logged_in(server, "ian", "viewer", path="/numbers")

    assert urlsplit(tab.page.url).path == "/ops/sahel/numbers"
    assert cookie(tab, PASS_COOKIE)["path"] == "/ops/sahel"
    expect(tab.page.locator(".st-key-account button:visible")).to_be_visible()
