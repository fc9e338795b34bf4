"""The printed pages of a pack: what stands on them, that nothing runs off them, the same bytes."""

import dataclasses
import io
import json
import re
import time

import numpy as np
import pytest
import typst
from PIL import Image
from printed_fixtures import (
    MADE,
    content_made,
    inside,
    leaf_made,
    maps_of,
    sources_made,
    svg_made,
)

from sahel_map import i18n
from sahel_map.errors import PackError
from sahel_map.pack import document
from sahel_map.pack.document import MAP_MM, to_pdf, to_png
from sahel_map.pack.manuscript import SOURCES, manuscript
from sahel_map.scenes.sight import KeyNumber, Line

pytest_plugins = ["dataset_fixtures"]

HOSTILE = (
    r'#panic("x") $a^2$ *b* _c_ @ref <label> \e `raw` = head // no /* no */ [x] {y} "q" ~ مرحبا ߒߞߏ'
)
PPI = 60


@pytest.fixture
def french():
    """Speak French for one test."""
    i18n.activate("fr")
    yield
    i18n.activate("en")


@pytest.fixture(autouse=True)
def calm(caplog):
    """Fail a test during which typst had something to say, such as a layout without an end."""
    yield
    assert [record.message for record in caplog.get_records("call")] == []


def elements(content, selector):
    """Return what typst finds in the set pages."""
    inputs = {"pack": json.dumps(manuscript(content))}
    inputs |= {f"map-{leaf}-{index}": svg_made().decode() for leaf, index in maps_of(content)}
    found = typst.query(
        str(document._TEMPLATES / "pack.typ"),
        selector,
        root=str(document._TEMPLATES),
        sys_inputs=inputs,
    )
    return json.loads(found)


def words(body) -> str:
    """Return the text of an element's body."""
    if isinstance(body, dict):
        return "".join(words(body.get(key)) for key in ("text", "body", "children", "child"))
    if isinstance(body, list):
        return "".join(map(words, body))
    return body if isinstance(body, str) else ""


def grey(picture: bytes):
    """Return a picture as an array of grey values."""
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


def pages(content):
    """Return the set pages as arrays of grey values, 255 for white."""
    return [grey(one) for one in to_png(content, maps_of(content), ppi=PPI)]


def ink(page, *, left=0.0, right=210.0, top=0.0, bottom=297.0) -> int:
    """Return how many pixels of a part of a page, in millimetres, are not white."""
    x0, x1, y0, y1 = (round(mm / 25.4 * PPI) for mm in (left, right, top, bottom))
    return int((page[y0:y1, x0:x1] < 250).sum())


def bound(content) -> str:
    """Return what stands in the objects of the PDF of a pack."""
    return inside(to_pdf(content, maps_of(content)))


def test_a_pack_has_a_first_page_one_for_each_small_view_and_a_last_one(data):
    content = content_made(data, leaf_made(data, 1), leaf_made(data, 2))

    assert "/Count 4" in bound(content)


def test_a_pack_without_views_still_says_what_it_is(data):
    assert "/Count 2" in bound(content_made(data))


def test_the_file_names_its_title_author_language_day_and_standard(data):
    text = bound(content_made(data, leaf_made(data)))

    assert "/Title(The roads in March)" in text
    assert "/Author(Sahel Map)" in text
    assert "/Lang(en)" in text
    assert "/CreationDate(D:20260301" in text
    assert "<pdfuaid:part>1</pdfuaid:part>" in text
    assert "/Marked true" in text


@pytest.mark.usefixtures("french")
def test_the_file_is_in_the_language_of_its_maker(data):
    content = content_made(data, leaf_made(data))

    assert "/Lang(fr)" in bound(content)
    assert manuscript(content)["made"] == "1er mars 2026"


def test_every_map_has_words_for_who_cannot_see_it(data):
    leaf = leaf_made(data, title="Attacks")

    assert "/Alt(Attacks. All events are drawn.)" in bound(content_made(data, leaf))


def test_the_same_content_gives_the_same_bytes(data):
    content = content_made(data, leaf_made(data))

    assert to_pdf(content, maps_of(content)) == to_pdf(content, maps_of(content))


def test_another_day_gives_other_bytes(data):
    content = content_made(data, leaf_made(data))
    later = dataclasses.replace(content, made=MADE.replace(day=2))

    assert to_pdf(content, maps_of(content)) != to_pdf(later, maps_of(later))


def test_no_font_of_the_host_is_used(data):
    content = content_made(data, leaf_made(data, title=HOSTILE))

    names = set(re.findall(r"/FontName/[A-Z]{6}\+([A-Za-z]+)", bound(content)))
    assert names
    assert {
        name for name in names if not name.startswith(("Libertinus", "DejaVu", "Last"))
    } == set()


def test_hostile_text_stays_text(data):
    leaf = leaf_made(
        data,
        title=HOSTILE,
        note=HOSTILE,
        changed=(HOSTILE,),
        selection=HOSTILE,
        numbers=(KeyNumber("x", HOSTILE, HOSTILE, note=HOSTILE),),
        lines=(Line(HOSTILE),),
        sources=sources_made(2, title=HOSTILE, author=HOSTILE),
        cautions=(HOSTILE,),
    )
    content = content_made(data, leaf, title=HOSTILE, summary=HOSTILE, citation=HOSTILE)
    plain = content_made(data, leaf_made(data))

    headings = [words(found["body"]) for found in elements(content, "heading")]
    harmless = [words(found["body"]) for found in elements(plain, "heading")]
    assert headings == [HOSTILE, HOSTILE, *harmless[2:]]
    assert "/Marked true" in bound(content)


@pytest.mark.parametrize(
    "text", ["a\x00b\x07c", "a\ud800b", "\u202edesrever\u202c", "\uffff", "😀𐤀"]
)
def test_what_cannot_be_printed_does_not_stop_the_press(data, text):
    content = content_made(data, leaf_made(data, title=f"T{text}", note=text), title=f"T{text}")

    assert "<pdfuaid:part>1</pdfuaid:part>" in bound(content)


def test_characters_that_turn_the_direction_are_left_out(data):
    content = content_made(data, leaf_made(data, title="\u202eabc"))

    assert manuscript(content)["leaves"][0]["title"] == "abc"


def test_a_title_written_from_right_to_left_leaves_the_date_after_it_in_its_place(data):
    table = sources_made(2)
    table["title"] = ["مرحبا", "Attack in the west"]

    [found] = manuscript(content_made(data, leaf_made(data, sources=table)))["leaves"]
    # Between the marks that set a direction apart (Unicode Standard Annex 9).
    assert found["sources"][0]["title"] == "\u2068مرحبا\u2069"
    assert found["sources"][1]["title"] == "Attack in the west"


def test_only_addresses_of_the_web_are_links(data):
    table = sources_made(4)
    table["url"] = ["https://news.example/1", "javascript:alert(1)", "http://[::1", ""]
    content = content_made(data, leaf_made(data, sources=table, lines=()))

    targets = re.findall(r"/URI ?\(([^)]*)\)", bound(content))
    assert set(targets) == {"https://news.example/1"}


def test_sources_are_numbered_those_of_the_statements_first(data):
    lines = (Line("One.", ("source-3",)), Line("Two.", ("source-1", "source-3")))
    leaf = leaf_made(data, sources=sources_made(3), lines=lines)

    [found] = manuscript(content_made(data, leaf))["leaves"]
    assert [source["publisher"] for source in found["sources"]] == [
        "Publisher 3",
        "Publisher 1",
        "Publisher 2",
    ]
    assert [line["sources"] for line in found["lines"]] == [[1], [1, 2]]


def test_what_is_not_printed_of_many_sources_is_counted(data):
    leaf = leaf_made(data, sources=sources_made(SOURCES + 16))

    [found] = manuscript(content_made(data, leaf))["leaves"]
    assert len(found["sources"]) == SOURCES
    assert found["more"][SOURCES] == "16 more sources in sources.csv"
    assert found["more"][SOURCES - 1] == "17 more sources in sources.csv"


def test_forty_sources_do_not_make_a_view_longer_than_its_page(data):
    leaf = leaf_made(data, sources=sources_made(40), lines=())

    assert "/Count 3" in bound(content_made(data, leaf))


@pytest.mark.parametrize("number", [6, 9, 12, 15, 18, 21, 24])
def test_every_source_of_a_statement_is_printed_however_little_room_is_left(data, number):
    stated = tuple(
        Line(f"Statement {n} of a long dossier.", (f"source-{n}",)) for n in range(1, number + 1)
    )
    content = content_made(data, leaf_made(data, sources=sources_made(30), lines=stated))

    printed = {str(found["dest"]) for found in elements(content, "link")}
    assert {f"https://news.example/{n}" for n in range(1, number + 1)} <= printed
    assert re.search(r"/Count [34]\b", bound(content))


LONG = "Une circulation interrompue entre Diboli et Kayes, selon plusieurs transporteurs. " * 12


@pytest.mark.parametrize(
    "changes",
    [
        {"title": LONG, "note": f"{LONG}\n\n{LONG}\n\n{LONG}"},
        {"title": "x" * 400, "note": "y" * 3000, "selection": "z" * 900},
        {"numbers": tuple(KeyNumber(str(n), LONG[:80], LONG[:60], note=LONG) for n in range(9))},
        {"lines": tuple(Line(LONG) for _ in range(30))},
        {"sources": sources_made(40, title=LONG, author=LONG, publisher="p" * 300)},
        {"cautions": (LONG,) * 6, "changed": (LONG,) * 6},
        {"drawings": (), "numbers": (), "lines": (), "sources": sources_made(0)},
    ],
    ids=["long", "unbroken", "numbers", "lines", "sources", "cautions", "empty"],
)
def test_nothing_runs_off_a_page(data, changes):
    content = content_made(data, leaf_made(data, **changes), title="w" * 200)

    for page in pages(content)[1:]:
        assert ink(page, right=17.0) == 0
        assert ink(page, left=193.0) == 0
        assert ink(page, top=293.0) == 0
        # Between the text and the footer.
        assert ink(page, top=279.5, bottom=283.0) == 0
        assert ink(page, top=284.0, bottom=292.0) > 0


def test_a_view_with_two_maps_has_both_on_one_page(data):
    leaf = leaf_made(data)
    [drawing] = leaf.sight.drawings
    sight = dataclasses.replace(
        leaf.sight, drawings=(drawing, dataclasses.replace(drawing, title="Later"))
    )
    content = content_made(data, dataclasses.replace(leaf, sight=sight))

    found = elements(content, "image")
    assert [one["alt"] for one in found if "drawn" in one["alt"]] == [
        "A view. All events are drawn.",
        "A view. Later. All events are drawn.",
    ]
    wide, high = MAP_MM[2]
    maps = dict.fromkeys(maps_of(content), svg_made(wide, high))
    page = grey(to_png(content, maps, ppi=PPI)[1])
    blue = int((abs(page.astype(int) - 218) < 3).sum())
    assert blue == pytest.approx(2 * wide * high * (PPI / 25.4) ** 2, rel=0.02)


def test_a_map_that_is_no_picture_is_told_as_an_error(data):
    content = content_made(data, leaf_made(data))

    with pytest.raises(PackError, match="The pages of “The roads in March” cannot be set"):
        to_pdf(content, {(1, 0): b"<svg"})


def test_the_first_page_says_what_is_withheld(restricted, data):
    leaf = leaf_made(restricted, drawings=(), events=restricted.events.iloc[:0])

    told = " ".join(manuscript(content_made(restricted, leaf))["cautions"])
    assert "Single events are withheld" in told
    assert "withheld" not in " ".join(manuscript(content_made(data))["cautions"])


def test_sources_that_restricted_events_cite_are_not_printed(restricted):
    cited = {name for listed in restricted.events["source_ids"] for name in listed.split(";")}
    table = restricted.sources.loc[[*sorted(cited), restricted.sources.index[0]]]
    leaf = leaf_made(restricted, drawings=(), events=restricted.events.iloc[:0])
    sight = dataclasses.replace(leaf.sight, sources=table.assign(cited=1))

    [found] = manuscript(content_made(restricted, dataclasses.replace(leaf, sight=sight)))["leaves"]
    assert [source["title"] for source in found["sources"]] == [table["title"].iloc[-1]]


def test_six_views_are_set_within_seconds(data):
    leaves = [leaf_made(data, n, sources=sources_made(40)) for n in range(1, 7)]
    content = content_made(data, *leaves)

    begun = time.perf_counter()
    to_pdf(content, maps_of(content))
    assert time.perf_counter() - begun < 5
