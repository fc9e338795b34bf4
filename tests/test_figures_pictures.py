"""Finished pictures: size, words, legend, and every view of the bundled data in both languages."""

import datetime as dt
import re
import threading
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from figure_fixtures import FRAME, Paper, drawing, near, opened, over, rgb, show_view

from sahel_map import figures, i18n
from sahel_map.figures.extent import Box
from sahel_map.figures.lettering import wrapped
from sahel_map.figures.map import draw_map
from sahel_map.figures.sheet import Sheet
from sahel_map.maps import ROAD_VIEWS, event_group, road_group, slice_group
from sahel_map.maps.events import MODES
from sahel_map.maps.many import hexagon_group
from sahel_map.measures.expansion import Terms, expansion
from sahel_map.measures.road_days import road_days
from sahel_map.measures.slicing import Cutting, slices_of
from sahel_map.scenes.sight import Drawing
from sahel_map.tiles.hexagons import Hexagons

DAY = dt.date(2025, 11, 5)
HOSTILE = (
    "$x_1$ \\alpha </text><script>alert(1)</script> & مرحبا ߒߞߏ 漢字 \u202e\x00 ${y} {{ 7 * 7 }}"
)
ASSAULT = "#d55e00"


@pytest.fixture(scope="module")
def layers(data):
    return figures.Layers.of(data)


@pytest.fixture(scope="module")
def statuses(data):
    return road_days(data.verified(), data.roads)


@pytest.fixture(scope="module")
def spread(data):
    found, _ = slices_of(data, Cutting("phase"))
    return expansion(data, found, Terms())


@pytest.fixture(scope="module")
def shown(data):
    """The view that most tests share: all events as points."""
    return drawing(event_group(data.verified(), data.admin1))


def texts_of(item, layers, box=None):
    """Return all texts of a map."""
    paper = Paper()
    paper.sheet = Sheet(10, 5, 1.0, copies=False)
    draw_map(paper.sheet, box or Box(0, 0, 960, 480), item, layers)
    return paper.texts()


@pytest.mark.parametrize("dpi", [150, 300])
def test_a_picture_has_ten_by_six_and_a_quarter_inches_of_dots(shown, layers, dpi):
    picture = opened(figures.to_png(shown, layers, FRAME, dpi=dpi))

    assert picture.size == (10 * dpi, int(6.25 * dpi))
    assert picture.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)
    assert picture.info["Title"] == "A title"
    assert picture.info["Source"] == "A source."
    assert picture.info["Software"] == "Sahel Map"


@pytest.mark.parametrize(("dpi", "most"), [(150, 400_000), (300, 1_200_000)])
def test_a_picture_is_small_enough_to_send(shown, layers, dpi, most):
    assert len(figures.to_png(shown, layers, FRAME, dpi=dpi)) < most


def test_plain_colours_survive_the_palette(shown, layers):
    picture = opened(figures.to_png(shown, layers, FRAME, dpi=100)).convert("RGB")

    colours = {colour for _, colour in picture.getcolors(1_000_000)}
    for name in ("#ffffff", "--sea", "--land", "--land-focus"):
        assert tuple(rgb(name)) in colours
    assert any(near(colour, over(ASSAULT, 0.88), 2) for colour in colours)


def test_the_same_picture_is_the_same_file_every_time(shown, layers):
    def both():
        svg = figures.to_svg(shown, layers, width_mm=180, height_mm=110)
        return figures.to_png(shown, layers, FRAME, dpi=60), svg

    assert both() == both()


def test_threads_draw_the_same_as_one(shown, layers):
    alone = figures.to_png(shown, layers, FRAME, dpi=50)
    found = []

    def draw():
        found.append(figures.to_png(shown, layers, FRAME, dpi=50))

    threads = [threading.Thread(target=draw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [alone] * 3


def legend_lines(view):
    """Return the lines of every item of a legend, as they are broken on paper."""
    items = [item for part in view["legend"]["parts"] for item in part["items"]]
    return [wrapped(item["text"], 10.8, 232 - 20 - 38) for item in items]


@pytest.mark.parametrize("height", [480, 360, 260])
def test_the_whole_legend_is_drawn_also_where_the_map_is_low(data, layers, statuses, height):
    item = drawing(road_group(data.verified(), statuses, data.roads, DAY))

    texts = texts_of(item, layers, Box(0, 0, 960, height))

    lines = legend_lines(item.view)
    assert len(lines) >= 12
    assert all(line in texts for broken in lines for line in broken)


def test_what_lies_on_the_map_stays_inside_it(data, layers, statuses):
    item = drawing(road_group(data.verified(), statuses, data.roads, DAY))

    found = opened(figures.to_png(item, layers, FRAME, dpi=96)).convert("RGB")

    edges = np.asarray(found)
    for side in (edges[:, :12], edges[:, -12:], edges[-4:]):
        assert (side == 255).all()


def test_the_words_around_a_map_are_drawn(shown, layers, monkeypatch):
    written = []
    own = Sheet.text
    monkeypatch.setattr(
        Sheet, "text", lambda self, text, *rest: (written.append(text), own(self, text, *rest))
    )
    second = Drawing(shown.function, shown.view, shown.caption, "The second of two")

    figures.to_png(second, layers, FRAME, dpi=40)

    assert {"A title", "The second of two", "A caption.", "A source.", "A version."} <= set(written)


def test_hostile_text_is_drawn_as_text(layers):
    view = show_view(
        {},
        language="en",
        words={"empty": HOSTILE},
        legend={
            "title": HOSTILE,
            "parts": [{"title": HOSTILE, "items": [{"colour": "#000000", "text": HOSTILE}]}],
        },
    )
    item = Drawing("show", view, HOSTILE, HOSTILE)
    frame = figures.Frame(HOSTILE * 30, HOSTILE * 30, HOSTILE * 30, HOSTILE * 30)

    picture = opened(figures.to_png(item, layers, frame, dpi=50))
    svg = figures.to_svg(item, layers, width_mm=120, height_mm=90)

    assert picture.size == (500, 312)
    tags = {element.tag.partition("}")[2] for element in ET.fromstring(svg).iter()}  # noqa: S314  (our own)
    assert "script" not in tags


def test_an_svg_has_the_size_of_the_paper_and_no_title(shown, layers):
    svg = figures.to_svg(shown, layers, width_mm=127, height_mm=101.6)

    root = ET.fromstring(svg)  # noqa: S314  (our own)
    assert (root.get("width"), root.get("height")) == ("360pt", "288pt")
    assert len(svg) < 600_000
    assert b"A title" not in svg
    assert b"Date" not in svg


def test_the_names_of_an_svg_have_a_halo(shown, layers):
    svg = figures.to_svg(shown, layers, width_mm=180, height_mm=110).decode()

    halos = re.findall(r'<g id="halo-\d+">', svg)
    outlined = re.findall(r"fill: #fdfcf8; stroke: #fdfcf8; stroke-linejoin: round", svg)
    assert len(halos) > 10
    assert len(outlined) == len(halos)


def test_events_outside_the_picture_are_counted(layers):
    inside, outside = {}, {"id": "far", "lat": 6.4, "lon": 3.4}

    texts = texts_of(Drawing("show", show_view(inside, outside), ""), layers)

    assert "1 event lies outside this picture" in texts


def test_a_view_without_a_ground_of_its_own_reaches_as_far_as_its_events(layers):
    north = {"id": "far", "lat": 19.9, "lon": 2.0}

    texts = texts_of(Drawing("show", show_view({}, north, focus=None), ""), layers)

    assert not [text for text in texts if "outside" in text]


def test_a_view_of_nothing_says_so(layers):
    view = show_view(words={"empty": "No event fits this selection."})

    assert "No event fits this selection." in texts_of(Drawing("show", view, ""), layers)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_drawn(data, layers, mode, language):
    i18n.activate(language)
    events = data.verified()
    group = (
        hexagon_group(Hexagons.of(events, 4), np.ones(len(events), dtype=bool), per_area=False)
        if mode == "hexagons"
        else event_group(events, data.admin1, mode=mode)
    )

    svg = figures.to_svg(drawing(group), layers, width_mm=180, height_mm=110)

    assert 50_000 < len(svg) < 600_000


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ROAD_VIEWS)
def test_every_view_of_the_roads_is_drawn(data, layers, statuses, name, language):
    i18n.activate(language)
    group = road_group(data.verified(), statuses, data.roads, DAY, name=name)

    svg = figures.to_svg(drawing(group), layers, width_mm=180, height_mm=110)

    assert 50_000 < len(svg) < 600_000


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_slice_is_drawn(data, layers, spread, language):
    i18n.activate(language)

    for at in range(len(spread.slices)):
        item = drawing(slice_group(spread, data, at))
        assert len(figures.to_svg(item, layers, width_mm=120, height_mm=90)) > 50_000


def test_a_selected_road_is_drawn_with_its_buffer(data, layers, statuses):
    corridor = data.roads.corridors.index[0]
    group = road_group(data.verified(), statuses, data.roads, DAY, selected=corridor)

    picture = figures.to_png(drawing(group), layers, FRAME, dpi=40)

    assert opened(picture).size == (400, 250)
