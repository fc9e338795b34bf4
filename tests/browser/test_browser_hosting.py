"""How the dashboard is served: under a path, to a phone, in few bytes; and what it gives away."""

import base64
import csv
import io
import json
import zlib

import pyogrio
import pytest
from playwright.sync_api import expect

from sahel_map.selection import Selection

pytestmark = pytest.mark.browser

EVENT = "2025-09-14-lakamane-convoy"
BASE = "ops/sahel"


@pytest.fixture(scope="module")
def behind_path(start_server):
    return start_server(base_path=BASE)


def test_page_map_and_assets_work_under_a_path_and_stay_in_it(visit, behind_path, data):
    tab = visit(on=behind_path)
    tab.open_map(show="clusters", event=EVENT)
    tab.expect_events(len(Selection().outcome(data.events).drawn))
    expect(tab.map.locator(".stack").first).to_be_visible()
    expect(tab.map.locator(".load-fault")).to_have_count(0)
    expect(tab.panel).to_be_visible()
    tab.page.get_by_role("link", name="About").click()
    expect(tab.page.get_by_role("heading", name="About Sahel Map")).to_be_visible()
    assert tab.page.url.startswith(f"{behind_path.origin}/{BASE}/about")
    tab.open(path="/about")
    expect(tab.page.get_by_role("heading", name="About Sahel Map")).to_be_visible()
    tab.settle()
    local = [url for url in tab.watch.requests if url.startswith(("http", "ws"))]
    assert any("/assets/lib/" in url for url in local)
    assert any("/assets/geo/" in url for url in local)
    outside = [url for url in local if f"{behind_path.origin[4:]}/{BASE}/" not in url]
    assert outside == []


def test_phone_shows_the_map_first_and_the_panel_below_it(phone, data):
    phone.open_map()
    phone.expect_events(len(Selection().outcome(data.events).drawn))
    assert phone.sideways() <= 0
    frame = phone.page.locator("iframe[src*=streamlit_folium]")
    box = frame.bounding_box()
    assert box["y"] < 844 / 2, "the map starts in the upper half of the screen"
    assert box["x"] >= 0
    assert box["width"] > 330
    assert box["height"] > 300
    on_top = """([x, y]) => document.elementFromPoint(x, y)?.tagName"""
    middle = [box["x"] + box["width"] / 2, (box["y"] + min(844, box["y"] + box["height"])) / 2]
    assert phone.page.evaluate(on_top, middle) == "IFRAME", "nothing lies over the map"

    phone.open_map(event=EVENT, type="convoy_attack", **{"from": "2025-07-01", "to": "2025-09-30"})
    panel = phone.panel.bounding_box()
    below = frame.bounding_box()
    assert panel["y"] >= below["y"] + below["height"] - 1
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 390
    assert phone.sideways() <= 0


def test_phone_tap_on_a_dot_opens_its_panel(phone, data):
    link = {"from": "2025-07-01", "to": "2025-09-30"}
    phone.open_map(type="convoy_attack", **link)
    phone.dot(EVENT).tap()
    expect(phone.panel.get_by_role("heading").first).to_have_text(data.events.at[EVENT, "title"])


def test_phone_about_page_does_not_scroll_sideways(phone):
    phone.open(path="/about")
    expect(phone.page.get_by_role("heading", name="How to cite")).to_be_attached()
    phone.settle()
    assert phone.sideways() <= 0


@pytest.fixture
def downloaded(tab, tmp_path):
    """Open a filtered view and download it in a format."""

    def download(suffix):
        target = tmp_path / f"events.{suffix}"
        tab.open_map(type="convoy_attack", **{"from": "2025-07-01", "to": "2025-09-30"})
        with tab.page.expect_download() as download:
            tab.press(f"download-{suffix}")
        assert download.value.suggested_filename.endswith(f".{suffix}")
        download.value.save_as(target)
        return target

    return download


@pytest.fixture(scope="module")
def chosen(data):
    selection = Selection(
        first=data.events["date_start"].min().date().replace(2025, 7, 1),
        last=data.events["date_start"].min().date().replace(2025, 9, 30),
        types=("convoy_attack",),
    )
    events = selection.outcome(data.events).events
    assert 1 < len(events) < 10
    return selection, list(events.index)


def test_csv_holds_the_selected_events_and_where_they_come_from(downloaded, chosen, data):
    selection, ids = chosen
    rows = list(csv.DictReader(io.StringIO(downloaded("csv").read_text(encoding="utf-8-sig"))))
    assert [row["event_id"] for row in rows] == ids
    for row in rows:
        assert row["selection"] == selection.sentence()
        assert row["data_version"] == data.version
        assert "CC BY 4.0" in row["licence"]


def test_geojson_holds_the_selected_events_and_where_they_come_from(downloaded, chosen, data):
    selection, ids = chosen
    collection = json.loads(downloaded("geojson").read_text(encoding="utf-8"))
    assert [feature["id"] for feature in collection["features"]] == ids
    assert collection["metadata"]["selection"] == selection.sentence()
    assert collection["metadata"]["data_version"] == data.version
    lakamane = next(f for f in collection["features"] if f["id"] == EVENT)
    point = data.events.loc[EVENT]
    assert lakamane["geometry"]["coordinates"] == [point["lon"], point["lat"]]


def test_geopackage_holds_the_selected_events_and_where_they_come_from(downloaded, chosen, data):
    selection, ids = chosen
    path = downloaded("gpkg")
    layer = pyogrio.read_dataframe(path, layer="events")
    about = pyogrio.read_dataframe(path, layer="provenance")
    assert list(layer["event_id"]) == ids
    assert about.at[0, "selection"] == selection.sentence()
    assert about.at[0, "data_version"] == data.version


class Traffic:
    """What the server sends over the page's websocket."""

    def __init__(self, page):
        self.messages = []
        self.extensions = ""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._on_frame)
        session.on("Network.webSocketHandshakeResponseReceived", self._on_handshake)

    def _on_frame(self, event):
        frame = event["response"]
        text = frame["payloadData"]
        self.messages.append(base64.b64decode(text) if frame["opcode"] == 2 else text.encode())

    def _on_handshake(self, event):
        headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
        self.extensions = headers.get("sec-websocket-extensions", "")

    def sizes(self):
        """Return the bytes as the page sees them, and compressed as the server compresses."""
        squeeze = zlib.compressobj(level=6, wbits=-12, memLevel=5)
        wire = 0
        for message in self.messages:
            wire += len(squeeze.compress(message)) + len(squeeze.flush(zlib.Z_SYNC_FLUSH))
        return sum(map(len, self.messages)), wire


def test_filter_change_and_click_send_few_bytes(tab, record_property):
    """The largest filter change (unverified leads too) and a click, both on the whole map."""
    traffic = Traffic(tab.page)

    def measure(name, step):
        traffic.messages.clear()
        step()
        seen, wire = traffic.sizes()
        record_property(f"{name}: bytes before compression", seen)
        record_property(f"{name}: bytes on the wire", wire)
        return wire

    measure("first visit", tab.open_map)
    assert "permessage-deflate" in traffic.extensions

    def show_leads():
        tab.redrawn_after(lambda: tab.choose("confidence", "unverified lead"))

    def click():
        tab.redrawn_after(tab.map.locator(".stack").first.click)

    assert 0 < measure("filter change", show_leads) < 100_000
    assert 0 < measure("click", click) < 100_000
