"""Passes: who gets one, what it opens, and what is refused however it is asked for."""

import time

import pytest
from login_rows import HERE, SECRET, TILE, app, call, login, pass_of, person, shake_hands

from sahel_map.people import Person, Role, read_pass, write_pass
from sahel_map.server.cookies import BACK_COOKIE, PASS_COOKIE, way_back
from sahel_map.server.headers import OWNER_COOKIE
from sahel_map.server.passage import Rule, page_names, rule_of

pytest_plugins = ["login_host"]
pytestmark = pytest.mark.usefixtures("host")


@pytest.mark.parametrize("path", [TILE, "/media/x.csv", "/assets/geo/d/admin1.geojson",
                                  "/assets/preview/attacks-en.png", "/component/x/index.html",
                                  "/_stcore/bidi-components/x", "/nonsense"])  # fmt: skip
def test_where_a_login_is_required_nothing_of_the_data_opens_without_a_pass(path):
    answer = call(path)

    assert (answer.status, answer.body) == (401, b"Log in to see this.")
    assert answer.header("cache-control") == "no-store"
    assert answer.header("content-type").startswith("text/plain")


@pytest.mark.parametrize("path", ["/", "/attacks", "/attacks/", "/assets/lib/leaflet.js",
                                  "/assets/app/d/page.js", "/assets/page/d/style.css",
                                  "/static/js/index.js", "/favicon.png", "/healthz", "/readyz",
                                  "/_stcore/health", "/_stcore/host-config", "/auth/login",
                                  "/attacks/_stcore/health"])  # fmt: skip
def test_code_health_and_the_pages_that_draw_the_wall_are_open(path):
    assert call(path).status == 200


@pytest.mark.parametrize("role", ["viewer", "editor", "admin"])
def test_a_pass_opens_what_its_role_may_see(role):
    answer = call(TILE, pass_of(role))

    assert answer.status == 200
    assert answer.caller["role"] == role


def test_a_login_opens_the_same_before_any_pass_was_given():
    assert call(TILE, login("viewer")).caller["role"] == "viewer"


def test_somebody_whom_no_list_admits_is_refused_and_gets_no_pass():
    assert call(TILE, login("stranger")).status == 403
    assert PASS_COOKIE not in call("/attacks", login("stranger")).cookies


@pytest.mark.parametrize("spoil", [
    lambda text: text[:-4], lambda text: text[1:], lambda text: text.swapcase(),
    lambda text: text + "A", lambda _: "", lambda _: "admin", lambda text: text.partition(".")[0],
])  # fmt: skip
def test_a_pass_that_was_tampered_with_opens_nothing(spoil):
    assert call(TILE, f"{PASS_COOKIE}={spoil(write_pass(person('admin')))}").status == 401


def test_a_pass_of_another_secret_opens_nothing(host):
    host(secret=SECRET + "!")
    foreign = pass_of("admin")
    host(secret=SECRET)

    assert call(TILE, foreign).status == 401


def test_an_expired_pass_opens_nothing(monkeypatch):
    old, now = pass_of("admin"), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 8 * 3600 + 2)

    assert call(TILE, old).status == 401


def test_a_pass_of_a_higher_role_than_the_lists_give_today_is_worth_what_they_give(host):
    before = pass_of("admin")

    host(admins="chief@press.example", viewers="*@admins.example")

    assert call(TILE, before).caller["role"] == "viewer"


def test_a_pass_of_somebody_whom_no_list_names_any_more_opens_nothing(host):
    before = pass_of("editor")

    host(editors="chief@press.example")

    assert call(TILE, before).status == 401


def test_a_name_that_looks_like_an_admins_address_raises_nobody():
    mimic = Person("https://id.example mimic", "chief@admins.example", Role.viewer)

    assert call(TILE, f"{PASS_COOKIE}={write_pass(mimic)}").caller["role"] == "viewer"


def test_a_login_counts_before_a_pass_of_somebody_else():
    answer = call(TILE, f"{login('viewer')}; {pass_of('admin')}")

    assert answer.caller == answer.caller | {"role": "viewer", "subject": person("viewer").subject}


@pytest.mark.parametrize("path", [
    "//assets/lib/x", "/assets//lib/x", "/assets/../media/x", "/assets/lib/../tiles/x",
    "/assets/lib/./x", "/assets/lib/%2e%2e/tiles/x", "/assets/lib\\..\\tiles", "/assets/lib/\x00",
    "/assets/lib/x\n", "assets/lib/x", "/./attacks", "/attacks/..", "/_stcore/agent/mcp",
    "/app/static/x",
])  # fmt: skip
def test_a_path_that_could_be_read_in_two_ways_is_there_for_nobody(path):
    assert call(path, pass_of("admin")).status == 404


@pytest.mark.parametrize("path", ["/Assets/lib/x", "/ASSETS/LIB/x", "/assets/library/x",
                                  "/Static/x", "/Attacks", "/attacks/more", "/healthz/x/../y",
                                  "/staticx", "/auth/login2"])  # fmt: skip
def test_a_path_that_only_looks_like_an_open_one_is_not_open(path):
    assert call(path).status in {401, 404}


def test_under_a_prefix_the_same_paths_are_open_and_shut():
    inside = app("/ops/sahel")

    assert call("/ops/sahel/assets/lib/x", on=inside).status == 200
    assert call("/ops/sahel/attacks", on=inside).status == 200
    assert call("/ops/sahel", on=inside).status == 200
    assert call("/healthz", on=inside).status == 200
    assert call("/ops/sahel" + TILE, on=inside).status == 401
    assert call("/assets/lib/x", on=inside).status == 401
    assert call("/ops/sahelx/assets/lib/x", on=inside).status == 401
    assert call("/ops/sahel/../assets/lib/x", on=inside).status == 404


def test_every_page_of_the_dashboard_is_in_the_table():
    assert {"overview", "attacks", "data", "about"} <= page_names()
    assert {rule_of(f"/{name}") for name in page_names()} == {Rule.page}


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 403), ("admin", 200)])
def test_the_servers_own_figures_are_for_admins(role, status):
    assert call("/_stcore/metrics", pass_of(role)).status == (200 if status == 200 else 401)
    assert call("/_stcore/metrics", login(role)).status == status


@pytest.mark.parametrize(("role", "large", "small"), [
    ("", 401, 401), ("viewer", 403, 200), ("editor", 200, 200), ("admin", 200, 200),
])  # fmt: skip
def test_only_who_may_load_datasets_uploads_more_than_a_briefing(role, large, small):
    cookie = login(role) if role else ""

    def upload(size):
        path = "/_stcore/upload_file/session/file"
        return call(path, cookie, "PUT", origin=HERE, content_length=str(size)).status

    assert (upload(50_000_000), upload(900_000)) == (large, small)


def test_an_upload_that_does_not_say_how_large_it_is_counts_as_large():
    path = "/_stcore/upload_file/session/file"

    assert call(path, login("viewer"), "PUT", origin=HERE).status == 403


@pytest.mark.parametrize(("origin", "status"), [
    (HERE, 200), ("http://MAP.example", 200), ("https://map.example.evil.example", 403),
    ("null", 403), ("", 403), ("http://map.example@evil.example", 403),
    ("http://evil.example", 403),
])  # fmt: skip
def test_what_changes_something_is_asked_for_by_pages_of_this_host_alone(origin, status):
    said = {"origin": origin} if origin else {}
    path = "/_stcore/upload_file/session/file"

    answer = call(path, login("editor"), "DELETE", **said)

    assert answer.status == status


@pytest.mark.parametrize(("origin", "accepted"), [(HERE, True), ("http://evil.example", False)])
def test_the_websocket_opens_for_pages_of_this_host_alone(origin, accepted):
    assert shake_hands(origin=origin) is accepted


def test_the_websocket_does_not_open_without_an_origin():
    assert not shake_hands(cookie=login("admin"))


def test_behind_a_proxy_with_another_name_the_public_address_is_an_origin_of_ours(host):
    host(public_url="https://public.example/sahel")

    assert shake_hands(origin="https://public.example")


def test_a_page_hands_out_a_pass_that_no_script_reads_and_no_other_site_sends():
    cookie = call("/attacks", login("editor")).cookies[PASS_COOKIE]

    assert read_pass(cookie.value) == person("editor")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "lax")
    assert (cookie["path"], cookie["max-age"], cookie["secure"]) == ("/", "28800", "")


def test_over_https_a_pass_goes_over_https_alone(host):
    assert call("/attacks", login("editor"), scheme="https").cookies[PASS_COOKIE]["secure"]
    host(public_url="https://map.example")
    assert call("/attacks", login("editor")).cookies[PASS_COOKIE]["secure"]


def test_under_a_prefix_a_pass_stays_in_it():
    answer = call("/ops/attacks", login("editor"), on=app("/ops"))

    assert answer.cookies[PASS_COOKIE]["path"] == "/ops"


def test_what_any_cache_may_keep_hands_out_no_pass():
    assert PASS_COOKIE not in call("/assets/lib/x", login("editor")).cookies
    assert PASS_COOKIE not in call(TILE, login("editor")).cookies


def test_a_pass_is_renewed_when_half_of_its_time_is_over(monkeypatch):
    cookie, now = f"{login('editor')}; {pass_of('editor')}", time.time()

    monkeypatch.setattr(time, "time", lambda: now + 3.9 * 3600)
    assert PASS_COOKIE not in call("/attacks", cookie).cookies
    monkeypatch.setattr(time, "time", lambda: now + 4.1 * 3600)
    assert PASS_COOKIE in call("/attacks", cookie).cookies


def test_a_pass_of_another_role_is_replaced_at_the_next_page(host):
    cookie = f"{login('editor')}; {pass_of('editor')}"

    host(editors="nobody@press.example", viewers="*@editors.example")

    given = call("/attacks", cookie).cookies[PASS_COOKIE].value
    assert read_pass(given).role is Role.viewer


def test_a_pass_is_taken_back_after_a_log_out():
    at_log_out = call("/auth/logout", f"{login('editor')}; {pass_of('editor')}")
    at_a_page = call("/attacks", pass_of("editor"))

    for answer in (at_log_out, at_a_page):
        assert (answer.cookies[PASS_COOKIE].value, answer.cookies[PASS_COOKIE]["max-age"]) == (
            "",
            "0",
        )


def test_who_comes_back_from_the_provider_has_a_pass_at_once():
    answer = call("/oauth2callback?code=x", on=app(arrives="editor"))

    assert read_pass(answer.cookies[PASS_COOKIE].value) == person("editor")


def test_a_link_that_somebody_came_by_is_where_they_are_after_logging_in():
    first = call("/attacks?show=heat&embed=true&q=a%20b")
    kept = first.cookies[BACK_COOKIE]

    answer = call("/oauth2callback", f"{BACK_COOKIE}={kept.value}", on=app(arrives="viewer"))

    assert (kept["httponly"], kept["samesite"]) == (True, "lax")
    assert answer.header("location") == "/attacks?show=heat&q=a+b"
    assert answer.cookies[BACK_COOKIE]["max-age"] == "0"


@pytest.mark.parametrize("text", ["//evil.example", "https://evil.example/", "/\\evil.example", "",
                                  "/a%0d%0aset-cookie:x", "%2F%2Fevil.example", None,
                                  "javascript:alert(1)"])  # fmt: skip
def test_no_cookie_leads_anybody_to_another_site(text):
    assert way_back(text) is None


def test_the_way_back_stays_under_the_prefix():
    assert way_back("/ops/attacks", "/ops") == "/ops/attacks"
    assert way_back("/attacks", "/ops") is None


def test_what_a_person_was_shown_is_kept_by_no_cache_that_others_share():
    answer = call(f"{TILE}?cache=public, max-age=9", login("viewer"))

    assert answer.header("cache-control") == "private, max-age=9"
    assert "cookie" in answer.header("vary")


def test_code_may_be_kept_by_any_cache():
    answer = call("/assets/lib/x?cache=public, max-age=9")

    assert answer.header("cache-control") == "public, max-age=9"
    assert answer.header("vary") is None


def test_with_an_optional_login_the_public_sees_and_takes_away_but_loads_nothing(host):
    host(login="optional")

    assert call(TILE).caller["role"] == "public"
    assert call("/media/x.csv").status == 200
    path, size = "/_stcore/upload_file/session/file", "50000000"
    assert call(path, "", "PUT", origin=HERE, content_length=size).status == 401


def test_without_a_login_nothing_is_guarded_written_or_changed(host):
    host(login="off")

    for path in (TILE, "/attacks", "/_stcore/metrics", "/_stcore/agent/mcp"):
        answer = call(f"{path}?cache=public", f"{login('admin')}; {pass_of('admin')}")
        assert answer.status == 200
        assert answer.caller["role"] == "public"
        assert dict(answer.headers).keys() == {"content-length", "content-type", "cache-control"}
        assert answer.header("cache-control") == "public"
    assert shake_hands()
    assert call("/x", "", "DELETE").status == 200


def test_nobody_comes_with_the_subject_of_a_login_as_the_secret_of_their_browser(host):
    host(login="optional")
    subject = person("editor").subject
    good = "A" * 32

    for text in (subject, f'"{subject}"', good + " ", "A" * 31):
        assert OWNER_COOKIE not in call(TILE, f"{OWNER_COOKIE}={text}; a=1").caller["cookies"] or (
            text.strip() == good
        )
    assert call(TILE, f"a=1; {OWNER_COOKIE}={good}").caller["cookies"] == {
        "a": "1", OWNER_COOKIE: good,
    }  # fmt: skip


@pytest.mark.parametrize("blank", ["\xa0", "\x85", "\x1f", " \xa0 "])
def test_no_blank_before_its_name_lets_a_foreign_secret_through(host, blank):
    host(login="optional")
    own = person("editor").own

    assert call(TILE, f"a=1; {blank}{OWNER_COOKIE}={own}").caller["cookies"] == {"a": "1"}
