"""The log: in the form that was asked for, and without what is nobody's business."""

import io
import json
import logging

import pytest
from asgi_fixtures import asked
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sahel_map.server import Observed, logs


@pytest.fixture
def written(monkeypatch):
    """Set the log up as the settings say; return what was written. All is as before afterwards."""
    out = io.StringIO()
    root = logging.getLogger()
    names = ["sahel_map", "uvicorn", "uvicorn.access", "uvicorn.error"]
    loggers = [root, *map(logging.getLogger, names)]
    before = [(one, one.handlers, one.level, one.propagate, one.disabled) for one in loggers]

    def set_up(**settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"SAHEL_MAP_LOG_{name.upper()}", value)
        monkeypatch.setattr("sys.stderr", out)
        logs.set_up()
        return out

    yield set_up
    for one, handlers, level, propagate, disabled in before:
        one.handlers, one.propagate, one.disabled = handlers, propagate, disabled
        one.setLevel(level)


@pytest.fixture
def site():
    async def answer(request):
        logging.getLogger("sahel_map.test").warning("within")
        return PlainTextResponse("", int(request.path_params["status"]))

    async def broken(_request):
        raise RuntimeError

    routes = [Route("/broken", broken), Route("/{where:path}/{status:int}", answer)]
    return Starlette(routes=routes, middleware=[Middleware(Observed)])


def lines(out):
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_id_status_and_time(written, site):
    out = written(format="json")

    answer = asked(site, "/attacks/200", headers={"x-request-id": "proxy-id-1"})

    within, line = lines(out)
    assert line["level"] == "INFO"
    assert line["logger"] == "sahel_map.server.access"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/attacks/200", 200)
    assert isinstance(line["ms"], int)
    assert line["request"] == within["request"] == answer.headers["x-request-id"] == "proxy-id-1"


@pytest.mark.parametrize("given", ["", "short", "with space in it", "a" * 65, "id\u00e9entifier"])
def test_an_id_that_is_none_is_replaced(given, written, site):
    written()

    answer = asked(site, "/attacks/200", headers={"x-request-id": given.encode("latin-1")})

    assert len(answer.headers["x-request-id"]) == 16
    assert answer.headers["x-request-id"] != given


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/attacks/200", "INFO"),
        ("/assets/tiles/200", "DEBUG"),
        ("/static/js/200", "DEBUG"),
        ("/attacks/404", "WARNING"),
        ("/assets/tiles/404", "WARNING"),
        ("/attacks/503", "WARNING"),
        ("/broken", "WARNING"),
    ],
)
def test_refusals_and_errors_are_warnings_and_tiles_are_for_those_who_look(
    path, level, written, site
):
    out = written(format="json", level="DEBUG")

    asked(site, path)

    assert [line["level"] for line in lines(out) if line["logger"].endswith("access")] == [level]


def test_below_the_level_nothing_is_written(written, site):
    out = written(level="ERROR")

    asked(site, "/attacks/404")

    assert out.getvalue() == ""


def test_neither_queries_nor_cookies_nor_tokens_nor_addresses_are_written(written, site):
    out = written(level="DEBUG")
    key = "Q2hhbmdlIHRoaXMga2V5"

    asked(
        site,
        f"/x/{key}/someone@example.org/%1b[31m/404?actor=jnim&token=hush",
        headers={"cookie": "pass=biscuit", "authorization": "Bearer sesame"},
    )

    text = out.getvalue()
    assert "/x/…/…/" in text
    for word in (key, "someone", "example.org", "jnim", "hush", "biscuit", "sesame", "\x1b"):
        assert word not in text


def test_a_path_cannot_write_lines_of_its_own(written, site):
    out = written()

    asked(site, "/x%0a2026-01-01 INFO all is well/404")

    assert len(out.getvalue().splitlines()) == 1


def test_text_has_the_id_of_the_request_in_it(written, site):
    out = written()

    answer = asked(site, "/attacks/200")

    assert f"INFO sahel_map.server.access [{answer.headers['x-request-id']}] GET" in out.getvalue()


def test_what_the_server_itself_says_has_the_same_form(written):
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    out = written(format="json")

    logging.getLogger("uvicorn.error").warning("Something of %s", "note")
    logging.getLogger("uvicorn.access").info("GET /?whole=address")

    [line] = lines(out)
    assert line["message"] == "Something of note"
    assert set(line) == {"time", "level", "logger", "request", "message"}
