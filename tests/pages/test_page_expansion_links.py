"""What a link to the Expansion page may ask, own slices, and data folders that lack something."""

import datetime as dt
import json

import pytest
from slice_pages import (
    button,
    copy_data,
    drawn,
    keys,
    map_of,
    maps_of,
    measures,
    readings,
    small,
    warnings,
)
from test_page_as_known import DAY, KNOWN, later, visible

from sahel_map.basis import Basis

LOOKS = ("share", "regions", "arrivals", "questions")
HOSTILE = "</script><img src=x onerror=alert(1)> ${1+1} {{1+1}} {% x %} `b` **b** :red[x] [a](b)"


def plain(texts):
    return [text.replace("\\", "") for text in texts]


def own_page(visit, text):
    """Open the page with slices of one's own, and return it with the days of its slices."""
    page = visit(page="expansion", by="own", own=text)
    options = page.app.selectbox(key="slice-pick").options if small(page) else []
    return page, options


@pytest.fixture(scope="module")
def phases(data):
    return [cut.slice_id for cut in measures(data).slices]


@pytest.mark.parametrize("value", ["", "nonsense", "<script>", "0", "-1", "2025-02-30", "x" * 900])
def test_nonsense_in_any_part_of_a_link_falls_back(visit, phases, value):
    names = ["by", "group", "southwest", "areas", "weight", "through", "stage", "walk", "look"]
    page = visit(page="expansion", **dict.fromkeys(names, value), years=value, own=value)
    assert map_of(page)["slice"] == phases[-1]
    assert len(small(page)) == len(phases)
    assert warnings(page) == []
    assert set(page.query) <= {"own"}
    rows = {"by": "phase", "group": "jnim", "stage": "one", "through": "since", "look": "share"}
    assert {key: page.app.button_group(key=key).value for key in rows} == rows
    boxes = [page.app.selectbox(key=key).value for key in ("southwest", "areas", "weight")]
    assert boxes == ["southwest", "hex3", "events"]


@pytest.mark.parametrize("value", ["", "nowhere", "<b>", "2025-Q9", "x" * 900])
def test_slice_or_event_that_is_not_here_falls_back(visit, phases, value):
    page = visit(page="expansion", slice=value, against=value, event=value, stage="two")
    assert [view["slice"] for view in maps_of(page)] == phases[-2:]
    walking = visit(page="expansion", slice=value, event=value, walk="1")
    assert map_of(walking)["slice"] == phases[-1]
    assert walking.panel is None
    walking.press(key="walk-right")
    assert walking.panel is not None


def test_slice_of_another_cut_falls_back_and_is_found_again(visit, phases):
    page = visit(page="expansion", slice=phases[2]).set("button_group", "by", "year")
    assert map_of(page)["slice"] not in phases
    assert page.set("button_group", "by", "phase").query["slice"] == phases[2]
    assert map_of(page)["slice"] == phases[2]


def test_link_to_everything_is_kept_as_it_is_in_another_language(visit):
    query = {
        "by": "quarter", "years": "all", "group": "all", "southwest": "with-segou",
        "areas": "hex4", "weight": "deaths", "through": "slice", "stage": "two",
        "slice": "2025-Q3", "against": "2024-Q3", "look": "regions",
    }  # fmt: skip
    page = visit(page="expansion", **query)
    assert page.query == query
    assert [view["slice"] for view in maps_of(page)] == ["2024-Q3", "2025-Q3"]
    page.speak("fr")
    assert page.query == query
    assert [view["language"] for view in maps_of(page)] == ["fr", "fr"]


def test_own_slices_are_asked_for_where_none_are_written(visit):
    page, _ = own_page(visit, "")
    assert len(warnings(page)) == 1
    assert not maps_of(page)
    page.set("text_input", "own", "2025-01-01, 2025-07-01")
    assert page.query == {"by": "own", "own": "2025-01-01, 2025-07-01"}
    assert len(small(page)) == 2
    assert warnings(page) == []


def test_good_own_slices_are_cut_as_written(visit, data):
    page, options = own_page(visit, "2024-09-17, 2025-07-01; 2025-09-03..2025-11-09")
    assert warnings(page) == []
    assert options == [
        "17 September 2024 – 30 June 2025",
        "1 July – 2 September 2025",
        "3 September – 9 November 2025",
    ]
    begins, ends = dt.date(2025, 9, 3), dt.date(2025, 11, 9)
    page.set("button_group", "through", "slice")
    days = data.events.loc[drawn(map_of(page)), ["date_start", "date_end"]]
    assert len(days) > 5
    assert days["date_start"].dt.date.min() >= begins
    assert days["date_end"].dt.date.max() <= ends


@pytest.mark.parametrize(
    ("text", "told", "left"),
    [
        ("2025-06-01..2025-01-01", ["2025-06-01..2025-01-01"], 0),
        ("2025-06-01..2025-01-01, 2025-07-01", ["2025-06-01..2025-01-01"], 1),
        ("2025-01-01..2025-06-30, 2025-03-01..2025-08-01", ["2025-03-01..2025-08-01"], 1),
        ("last summer", ["last summer"], 0),
        ("x" * 900, ["x" * 190], 0),
        ("2025-01-01, 2025-02-30, x..y, 2025-03-01..", ["2025-02-30", "x..y", "2025-03-01.."], 1),
        (HOSTILE.replace(",", "")[:150], [HOSTILE[:150]], 0),
        ("2025-01-01..2025-02-01..2025-03-01", ["2025-01-01..2025-02-01..2025-03-01"], 0),
    ],
)
def test_bad_own_slices_are_named_and_the_others_cut(visit, text, told, left):
    page, _ = own_page(visit, text)
    problems = plain(warnings(page))
    assert len(problems) == len(told)
    for item, problem in zip(told, problems, strict=True):
        assert item in problem
    assert len(small(page)) == left


def test_text_of_own_slices_is_shown_as_text(visit):
    page, _ = own_page(visit, "**b** :red[x] [a](http://evil.example)")
    [problem] = warnings(page)
    for mark in ("**b**", ":red[x]", "[a](http"):
        assert mark not in problem, "Markdown of a link is drawn as Markdown"


@pytest.mark.parametrize("years", ["0001-01-01..0001-12-31", "1990-01-01..1990-12-31",
                                   "2040-01-01..2040-12-31", "9999-01-01..9999-12-31"])  # fmt: skip
@pytest.mark.parametrize("look", LOOKS)
def test_own_slices_outside_the_data_are_explained(visit, years, look):
    page = visit(page="expansion", by="own", own=years, look=look)
    assert len(small(page)) == 1
    assert "outside the data" in small(page)[0]
    assert "outside the data" in readings(page)[0]
    assert warnings(page) == []


def test_own_slices_before_the_recent_years_are_on_the_chart(visit):
    years = ["2021-01-01..2021-12-31", "2022-01-01..2022-12-31"]
    page = visit(page="expansion", by="own", own=", ".join(years))
    assert "outside the data" not in small(page)[0]
    [chart] = page.app.get("vega_lite_chart")
    scales = [layer["encoding"]["x"]["scale"] for layer in json.loads(chart.proto.spec)["layer"]]
    first, last = next(scale["domain"] for scale in scales if "domain" in scale)
    assert first["year"] <= 2021 <= last["year"], "the chart begins after the slices end"
    assert set(years) <= set(page.charts[0]["slice"].dropna())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_later_is_visible_as_known_on_an_earlier_day(visit, files, data, language, look):
    page = visit(language, "expansion", known=KNOWN, look=look, confidence="unverified")
    # A bar of the chart ends with the day, at the next midnight, which no tooltip names.
    midnight = f"{DAY + dt.timedelta(days=1)} 00:00:00"
    assert later([text for text in visible(page) if text != midnight]) == []
    narrow = Basis(DAY).narrow(data).data
    assert set(drawn(map_of(page))) <= set(narrow.events.index)
    assert small(page)
    texts = [content.decode("utf-8-sig") for content in files.values()]
    assert later([line for text in texts for line in text.splitlines()]) == []


def test_guard_against_later_days_sees_them_without_the_earlier_day(visit):
    assert all(later(visible(visit(page="expansion", look=look))) for look in LOOKS)


@pytest.mark.parametrize("by", ["phase", "year", "month", "own"])
def test_day_before_everything_leaves_an_explained_page(visit, by):
    page = visit(page="expansion", known="2015-01-01", by=by, own="2024-01-01")
    assert not maps_of(page)
    assert len(warnings(page)) == 1
    assert not any("slices.csv" in text for text in warnings(page)), "the folder has slices.csv"


@pytest.mark.parametrize("known", ["2020-06-01", "2021-08-01", "2022-08-01", "2024-01-01"])
@pytest.mark.parametrize("by", ["phase", "year"])
def test_page_opens_as_known_on_any_day(visit, known, by):
    page = visit(page="expansion", known=known, by=by)
    if by == "phase" and known < "2022":  # no source of a phase was out by then
        assert "no named phases" in warnings(page)[0]
        return
    assert small(page)
    assert map_of(page)["slice"]


@pytest.mark.parametrize("name", ["slices.csv", "corridors.csv", "indicators.csv"])
@pytest.mark.parametrize("look", LOOKS)
def test_data_folder_without_a_table_has_a_page(visit, data_dir, tmp_path, monkeypatch, name, look):
    with_it = {"corridors.csv": ("blockades.csv", "corridor_waypoints.csv", "corridor_shares.csv",
                                 "fuel.csv", "agreements.csv")}  # fmt: skip
    copy_data(data_dir, tmp_path / "copy", monkeypatch, name, *with_it.get(name, ()))
    page = visit(page="expansion", look=look)
    if name == "slices.csv":
        assert "no named phases" in warnings(page)[0]
        assert not small(page)
        page.set("button_group", "by", "half")
    assert len(small(page)) > 5
    assert map_of(page)["events"]
    assert ("gateways" in readings(page)[0]) == (name != "corridors.csv")
    if look == "share":
        published = any("nearly 20" in body for body in page.html)
        assert published == (name != "indicators.csv")


def test_layer_without_the_regions_of_the_south_west_names_those_it_looked_for(
    visit, folder, monkeypatch
):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))
    for look in LOOKS:
        page = visit(page="expansion", by="month", areas="region", look=look)
        [told] = warnings(page)
        for name in ("Kayes", "Koulikoro", "Sikasso", "Bamako"):
            assert name in told
        assert map_of(page)["southwest"] == []
        assert len(small(page)) == 2
        assert len(map_of(page)["areas"]) == 2
    segou = visit(page="expansion", by="month", southwest="with-segou")
    assert "Ségou" in warnings(segou)[0]


def test_attacks_in_the_south_alone_have_small_maps(visit, data_dir, tmp_path, monkeypatch):
    rows = (data_dir / "events.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [rows[0], *[row for row in rows[1:] if ",Sikasso," in row or ",Kayes," in row]]
    copy_data(data_dir, tmp_path / "copy", monkeypatch, events__csv="".join(kept))
    page = visit(page="expansion", by="year")
    assert small(page)
    assert button(page, "slice-play")
    assert keys(page, "open-")


def test_words_of_phases_are_shown_as_text(visit, data_dir, tmp_path, monkeypatch):
    table = (data_dir / "slices.csv").read_text(encoding="utf-8").splitlines()
    bad = "**b** :red[x] <script>alert(1)</script> [a](http://evil.example)"
    cells = ["hostile", "2025-01-01", "2026-06-30", bad, bad, "thurston-202507", bad]
    copy_data(
        data_dir, tmp_path / "copy", monkeypatch, slices__csv=f"{table[0]}\n{','.join(cells)}\n"
    )
    page = visit(page="expansion", look="questions")
    assert len(small(page)) == 1
    shown = [*page.app.markdown, *page.app.caption, *page.app.button]
    texts = [getattr(node, "label", None) or node.value for node in shown]
    texts += [option for radio in page.app.radio for option in radio.options]
    for text in map(str, texts):
        assert "**b**" not in text
        assert ":red[x]" not in text
        assert "[a](http" not in text
    assert not any("<script>" in body for body in page.html)
