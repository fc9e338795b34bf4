"""The first page of a visit: its language, what it tells of the view, and what it leaves alone."""

import re
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

from sahel_map import frontend
from sahel_map.server import ContentSecurity, IndexPage
from sahel_map.server.headers import content_security_policy

PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="UTF-8" /><title>Streamlit</title>'
    '<script type="module" src="./static/js/index.js"></script></head><body></body></html>'
)


pytest_plugins = ["dataset_fixtures"]


def app(prefix=""):
    async def page(_):
        return HTMLResponse(PAGE, headers={"etag": "abc", "last-modified": "yesterday"})

    async def text(_):
        return PlainTextResponse('<html lang="en"></head>')

    routes = [
        Route("/healthz", text),
        Route("/_stcore/page", page),
        Route("/static/frame.html", page),
        Route("/{path:path}", page),
    ]
    middleware = [Middleware(ContentSecurity), Middleware(IndexPage, prefix=prefix)]
    return Starlette(routes=routes, middleware=middleware)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self):
        return self.body.decode()


@pytest.fixture
def see(ask):
    """Ask for an address of the app, and return the answer."""

    def request(address, prefix="", **headers):
        path, _, query = address.partition("?")
        status, told, body = ask(path, query, app=app(prefix), host="map.example", **headers)
        return Answer(status, dict(told), body)

    return request


def told(text):
    """Return what a page says of itself to sites that preview it."""
    return dict(re.findall(r'<meta property="og:([a-z_:]+)" content="([^"]*)">', text))


def test_the_page_is_whole_and_has_our_script(see):
    text = see("/attacks").text

    assert '<script type="module" src="./static/js/index.js"></script>' in text
    assert f'<script src="/assets/app/{frontend.app_digest()}/page.js" defer></script>' in text
    assert text.endswith("</head><body></body></html>")


def test_length_and_headers_fit_the_page_that_is_sent(see):
    answer = see("/attacks")

    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "etag" not in answer.headers
    assert "last-modified" not in answer.headers
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("query", "accepts", "language"),
    [
        ("?lang=fr", "en", "fr"),
        ("", "fr-FR,fr;q=0.9", "fr"),
        ("?lang=xx", "de", "en"),
        ("", "", "en"),
    ],
)
def test_the_language_is_that_of_the_view_or_else_of_the_browser(see, query, accepts, language):
    text = see(f"/attacks{query}", accept_language=accepts).text

    assert f'<html lang="{language}">' in text
    assert told(text)["locale"] == language


def test_a_view_is_told_by_its_page_and_its_selection(see):
    text = see("/attacks?from=2025-07-01&region=Kayes&lang=en").text

    assert "<title>Attacks · Sahel Map</title>" in text
    about = told(text)
    assert about["title"] == "Attacks · Sahel Map"
    assert about["description"].startswith("All kinds of events, in Kayes, from 1 July 2025 on. ")
    assert about["url"] == "http://map.example/attacks?from=2025-07-01&amp;region=Kayes&amp;lang=en"
    assert about["image"] == "http://map.example/assets/preview/attacks-en.png"


def test_a_link_does_not_tell_whose_data_or_which_frame(see):
    about = told(see("/attacks?embed=true&data=abcdef&from=2025-07-01").text)

    assert about["url"] == "http://map.example/attacks?from=2025-07-01"


def test_behind_a_proxy_addresses_are_those_of_the_reader(see):
    about = told(see("/", x_forwarded_proto="https").text)

    assert about["url"] == "https://map.example/"


def test_under_a_path_prefix_everything_lies_below_it(see):
    text = see("/ops/sahel/corridors", prefix="ops/sahel").text

    assert '<script src="/ops/sahel/assets/app/' in text
    assert told(text)["image"] == "http://map.example/ops/sahel/assets/preview/corridors-en.png"
    assert "Roads · Sahel Map" in text


@pytest.mark.parametrize("path", ["/no-such-page", "/data", "/about"])
def test_a_page_without_a_view_is_told_in_general(see, path):
    assert told(see(path).text)["title"] == "Sahel Map"


def test_hostile_text_in_an_address_stays_text(see):
    hostile = "/attacks?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"

    text = see(hostile).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told(text)["description"]


@pytest.mark.parametrize("path", ["/healthz", "/_stcore/page", "/static/frame.html"])
def test_what_is_no_page_of_ours_is_left_alone(see, path):
    assert "og:title" not in see(path).text


def test_a_browser_that_has_the_page_gets_it_anew(see):
    answer = see("/attacks", if_none_match="abc")

    assert answer.status == 200
    assert "og:title" in answer.text


def test_only_an_embedded_page_may_stand_in_the_frame_of_another_site(see):
    plain = see("/attacks").headers["content-security-policy"]
    embedded = see("/attacks?embed=true").headers["content-security-policy"]

    assert plain.endswith("frame-ancestors 'self'")
    assert embedded.endswith("frame-ancestors *")


@pytest.mark.parametrize(
    ("setting", "ancestors"),
    [
        ("https://one.example https://two.example", "https://one.example https://two.example"),
        ("'self'", "'self'"),
        ("", "'self'"),
        ("https://one.example; script-src *", "script-src *"),
    ],
)
def test_a_host_names_the_sites_that_may_show_its_pages(monkeypatch, setting, ancestors):
    monkeypatch.setenv("SAHEL_MAP_EMBED_IN", setting)

    policy = content_security_policy(embedded=True)

    assert policy.endswith(f"frame-ancestors {ancestors}")
    assert policy.count(";") == content_security_policy().count(";")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_picture_of_a_page_is_a_png_that_is_made_once(get, language):
    status, headers, body = get(f"/assets/preview/attacks-{language}.png")
    again = get(f"/assets/preview/attacks-{language}.png")[2]

    assert (status, headers["content-type"]) == (200, "image/png")
    assert body.startswith(b"\x89PNG")
    assert again is body or again == body


@pytest.mark.parametrize("name", ["nothing-en", "attacks-xx", "attacks", "../healthz"])
def test_there_is_no_picture_of_anything_else(get, name):
    assert get(f"/assets/preview/{name}.png")[0] == 404
