"""The ground of a picture: which part is shown, how long a distance is, and whence its colours."""

import math

import pytest
from figure_fixtures import Paper, near, over, rgb

from sahel_map import figures
from sahel_map.figures.extent import Box, Extent
from sahel_map.figures.ground import draw_borders, draw_land, draw_units
from sahel_map.figures.legend import blocks_of, column_height, strip_height, strip_of
from sahel_map.figures.lettering import drawable, text_width, wrapped
from sahel_map.figures.names import Occupied, draw_names
from sahel_map.figures.sheet import Round, mark_path
from sahel_map.figures.stylesheet import Look, look, paint, read_stylesheet, solid

RADIUS = 6_378_137


def mercator(lat):
    """Return the northing of a latitude in Web Mercator, by its own formula."""
    return RADIUS * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


@pytest.fixture(scope="module")
def layers(data):
    return figures.Layers.of(data)


def test_the_ground_that_must_be_seen_lies_in_the_middle_of_its_room():
    extent = Extent.fit(Box(10, 20, 1010, 420), ((10, -12), (18, 4)), room=200)

    left, bottom = extent.point(10, -12)
    right, top = extent.point(18, 4)
    assert (left + right) / 2 == pytest.approx(610)
    assert (top + bottom) / 2 == pytest.approx(220)


def test_the_scale_is_the_largest_that_shows_all_of_the_ground():
    extent = Extent.fit(Box(0, 0, 824, 10_000), ((10, -12), (18, 4)))

    # 800 pixels are left between margins of 12 for 16 degrees of longitude.
    assert extent.metres == pytest.approx(math.radians(16) * RADIUS / 800)


def test_a_point_lies_where_web_mercator_puts_it():
    extent = Extent(Box(5, 7, 105, 107), west=math.radians(-10) * RADIUS, north=mercator(20),
                    metres=10_000)  # fmt: skip

    x, y = extent.point(15, -8)

    assert x == pytest.approx(5 + math.radians(2) * RADIUS / 10_000)
    assert y == pytest.approx(7 + (mercator(20) - mercator(15)) / 10_000)


def test_the_zoom_is_that_of_the_web_map():
    # 156543.03 metres to a pixel at zoom 0, half of it at each step.
    extent = Extent(Box(0, 0, 100, 100), west=0, north=0, metres=156_543.034 / 2**6)

    assert extent.zoom == pytest.approx(6)


def test_the_scale_bar_is_true_on_the_middle_latitude():
    # 1000 metres of the map to a pixel; at 60 degrees the ground is half as long.
    middle = mercator(60)
    extent = Extent(Box(0, 0, 100, 100), west=0, north=middle + 50_000, metres=1000)

    bar = extent.scale_bar(110)

    assert extent.latitude == pytest.approx(60)
    assert (bar.km, round(bar.pixels, 3)) == (50, 100)


@pytest.mark.parametrize(("longest", "km"), [(110, 100), (210, 200), (310, 300), (510, 500)])
def test_a_scale_bar_has_a_round_number_and_fits(longest, km):
    extent = Extent(Box(0, 0, 100, 100), west=0, north=50_000, metres=1000)

    bar = extent.scale_bar(longest)

    assert bar.km == km
    assert bar.pixels <= longest


def test_shapes_outside_the_map_become_empty_and_keep_their_place(layers):
    extent = Extent.fit(Box(0, 0, 500, 500), ((13, -9), (14, -8)))

    shapes = extent.shapes(layers.countries.geometry)

    seen = {
        name
        for name, shape in zip(layers.countries["name"], shapes, strict=True)
        if not shape.is_empty
    }
    assert len(shapes) == len(layers.countries)
    assert seen == {"Mali"}


def test_variables_and_rules_are_read_from_a_stylesheet():
    sheet = read_stylesheet(
        """/* .no { fill: red; } */
        :root { --ink: #102030; } :root.dark { --ink: #ffffff; }
        .a.b { fill: none; } .a, .c { stroke-width: 2; } .dark .a { stroke-width: 9; }
        @media screen { .d { stroke: none; } :root { --ink: #000000; } } .e { fill: none; }"""
    )

    assert sheet.variables == {"--ink": "#102030"}
    assert [(set(classes), dict(said)) for classes, said in sheet.rules] == [
        ({"a"}, {"stroke-width": "2"}),
        ({"c"}, {"stroke-width": "2"}),
        ({"e"}, {"fill": "none"}),
        ({"a", "b"}, {"fill": "none"}),
    ]


def test_colours_are_those_of_the_light_theme_of_the_web_map():
    assert [paint(f"var(--shade-{step})") for step in range(5)] == [
        (*(rgb(f"--shade-{step}") / 255), 1.0) for step in range(5)
    ]


def test_a_rule_of_more_classes_overrules_one_of_fewer_and_both_overrule_attributes():
    found = look("dot missing", "#112233", stroke_width=9, fill_opacity=1)

    assert found.stroke == (*(rgb("#112233") / 255), 1.0)
    assert found.fill == (*(solid("var(--halo)")[:3]), 0.65)
    assert found.width == 2.2


def test_a_hatched_area_has_lines_of_its_own_colour_and_no_fill():
    found = look("extent area", "#112233", stroke="#112233")

    assert found.fill is None
    assert found.hatch == (*(rgb("#112233") / 255), 0.5 * 0.45)
    assert found.dash == (5.0, 4.0)


@pytest.mark.parametrize("colour", ["red", "#fff", "url(#x)"])
def test_a_colour_in_another_notation_is_refused(colour):
    with pytest.raises(ValueError, match="paint"):
        paint(colour)


def test_every_sample_of_a_symbol_can_be_painted():
    classes = ("siege confirmed", "siege possible", "siege unconfirmed", "post", "deal", "reach",
               "deal lifted", "deal other", "extent near", "chosen", "track-head")  # fmt: skip

    assert all(look(name, "#000000") != look("", "#000000") for name in classes)


def test_a_symbol_is_drawn_from_its_svg_path():
    path = mark_path("M-5,-5H5V5H-5Z", scale=2)

    assert path.vertices.tolist() == [[-10, -10], [10, -10], [10, 10], [-10, 10], [-10, -10]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\t c", "a b c"),
        ("ߒߞߏ", "ߒߞߏ"),
        ("a\u202eb\x00c", "abc"),
        ("漢", "□"),
        ("$\\frac{1}{2}$", "$\\frac{1}{2}$"),
    ],
)
def test_any_text_becomes_letters_or_boxes_on_one_line(text, shown):
    assert drawable(text) == shown


def test_text_is_broken_at_words_and_cut_where_there_is_no_more_room():
    width = text_width("one two", 10)

    assert wrapped("one two three", 10, width) == ["one two", "three"]
    (cut,) = wrapped("one two three four", 10, width, most=1)
    assert cut.startswith("one")
    assert cut.endswith("…")
    assert all(text_width(line, 10) <= width for line in wrapped("x" * 500, 10, width))


def test_land_sea_and_shaded_units_have_the_colours_of_the_web_map(layers):
    paper = Paper()
    cells = {"ML-1": {"colour": "var(--shade-3)", "count": "1 event"}}

    draw_land(paper.sheet, paper.extent, layers)
    draw_units(paper.sheet, paper.extent, layers, cells, ())
    draw_borders(paper.sheet, paper.extent, layers)

    shade = over("--shade-3", 0.82, "--land-focus")
    assert near(paper.colour_at(14.0, -10.5), shade)
    assert near(paper.colour_at(17.0, -2.0), rgb("--land-focus"))
    assert near(paper.colour_at(12.2, -2.6), rgb("--land"))


def test_names_keep_off_symbols_and_boxes_and_off_each_other(layers):
    paper = Paper()
    bamako = Round(*paper.extent.point(12.65, -8.0), 14, Look())

    draw_names(paper.sheet, paper.extent, layers, "en", Occupied([bamako], [], []))

    assert "San" in paper.texts()
    words = {text.get_text(): text for text in paper.sheet.figure.findobj()
             if hasattr(text, "get_text") and text.get_text()}  # fmt: skip
    x, y = words["Bamako"].get_position()
    wide = text_width("Bamako", 12.5 * 0.9, bold=True)
    nearest = math.hypot(min(max(bamako.x, x), x + wide) - bamako.x, y - bamako.y)
    assert nearest >= 14


def test_a_town_among_symbols_has_no_name_unless_it_is_the_capital(layers):
    paper = Paper()
    around = [
        Round(x + dx, y + dy, 6, Look())
        for x, y in (paper.extent.point(12.65, -8.0), paper.extent.point(13.3, -4.9))
        for dx in range(-120, 121, 10)
        for dy in range(-60, 61, 10)
    ]

    draw_names(paper.sheet, paper.extent, layers, "en", Occupied(around, [], []))

    assert "Bamako" in paper.texts()
    assert "San" not in paper.texts()


def test_names_are_in_the_language_of_the_view(layers):
    english, french = Paper(), Paper()

    draw_names(english.sheet, english.extent, layers, "en", Occupied([], [], []))
    draw_names(french.sheet, french.extent, layers, "fr", Occupied([], [], []))

    assert "Timbuktu" in english.texts()
    assert "Tombouctou" in french.texts()


def legend(*parts):
    return {"title": "Legend", "parts": parts}


def part(n, **more):
    items = [{"colour": "#000000", "text": f"item {i}"} for i in range(n)]
    return {"title": "Part", "items": items, **more}


def test_a_tall_block_of_a_strip_is_broken_into_columns_that_hold_all_its_items():
    blocks = blocks_of(legend(part(8)))

    columns = strip_of(blocks, 960)

    texts = [line for column in columns for block in column for row in block.rows
             for line in row.lines]  # fmt: skip
    assert len(columns) == 4
    assert texts == [f"item {i}" for i in range(8)]
    assert strip_height(columns) < column_height(blocks) / 2


def test_blocks_share_columns_where_there_are_more_than_fit():
    blocks = blocks_of(legend(*[part(2) for _ in range(6)]))

    columns = strip_of(blocks, 480)

    assert [len(column) for column in columns] == [3, 3]
