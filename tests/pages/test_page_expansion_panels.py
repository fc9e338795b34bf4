"""The parts below the maps of the Expansion page: shares, regions, arrivals, questions, files."""

import html
import json
import re

import pytest
from slice_pages import button, keys, map_of, measures

from sahel_map import vocabulary as v
from sahel_map.expansion_questions import questions
from sahel_map.i18n import activate
from sahel_map.measures.published import computed
from sahel_map.ui.controls import plain

ROW = re.compile(r'<tr( class="inside")?><th scope="row">([^<]+)</th>(.*?)</tr>', re.DOTALL)
CELL = re.compile(r"<td[^>]*?( class=\"first\")?>(.*?)</td>", re.DOTALL)


@pytest.fixture(scope="module")
def phases(data):
    return measures(data)


def part(page, mark):
    """Return the one HTML of the page that has a mark."""
    [body] = [body for body in page.html if mark in body]
    return body


def rows_of(page):
    """Return the table of regions: by region whether it is inside, and its cells."""
    body = part(page, '<table class="changes">').partition("<tbody>")[2]
    return {
        html.unescape(name): (bool(inside), CELL.findall(cells))
        for inside, name, cells in ROW.findall(body)
    }


def asked(page):
    return {
        radio.key.split("-before")[0].removeprefix("answer-"): radio for radio in page.app.radio
    }


def test_share_panel_has_a_chart_of_every_slice_with_attacks(visit, phases):
    page = visit(page="expansion", years="all")
    [chart] = page.app.get("vega_lite_chart")
    drawn = page.charts[0].dropna(subset="slice").set_index("slice")
    table = phases.table[phases.table["attacks"] > 0].set_index("slice_id")
    assert set(drawn.index) == set(table.index)
    for name, row in table.iterrows():
        bar = drawn.loc[[name]].iloc[0]
        assert bar["share"] == pytest.approx(100 * row["share"])
        assert bar["low"] == pytest.approx(100 * row["share_low"])
        assert bar["band_low"] <= bar["share"] <= bar["band_high"]
    assert "slice" in [param["name"] for param in json.loads(chart.proto.spec)["params"]]


def test_recent_years_are_on_the_chart_unless_all_are_asked_for(visit):
    def first_year(page):
        [chart] = page.app.get("vega_lite_chart")
        scales = [lay["encoding"]["x"]["scale"] for lay in json.loads(chart.proto.spec)["layer"]]
        return next(scale["domain"][0]["year"] for scale in scales if "domain" in scale)

    page = visit(page="expansion")
    recent = first_year(page)
    page.set("button_group", "years", "all")
    assert page.query == {"years": "all"}
    assert first_year(page) < recent


def test_published_shares_stand_beside_ours_with_the_reason(visit, data):
    page = visit(page="expansion")
    body = html.unescape(part(page, "nearly 20"))
    published = data.indicators[data.indicators["measure"] == "southwest_share"]
    assert sorted(published["low"]) == [8, 20]
    assert re.search(r"(?<!\d)8(?!\d)\s*(%|percent)", body)
    assert re.search(r"nearly 20\s*(%|percent)", body)
    for row in published.itertuples():
        ours = computed(row, data)
        assert f"{ours.low:g}" in body
        assert f"{ours.events} event" in body
        assert ours.reason in body
        assert data.sources.at[row.source_id, "publisher"] in body
        assert ours.low != row.low


def test_published_numbers_on_the_spread_have_cards_of_their_own(visit, data):
    spread = data.indicators[data.indicators["measure"].isin(v.SPREAD_MEASURES)]
    page = visit(page="expansion")
    text = html.unescape("".join(page.html))
    assert len(spread) > 3
    for title in spread["title"].unique():
        assert title in text


def test_attacks_of_the_slice_are_told_actor_by_actor(visit, phases):
    at = 4
    page = visit(page="expansion", slice=phases.slices[at].slice_id)
    table = page.table("inside")
    jnim = table[table["actor"] == v.label(v.ACTORS, "jnim")].iloc[0]
    assert jnim["attacks"] == phases.table["attacks"].iloc[at]
    assert jnim["inside"] == phases.table["inside"].iloc[at]
    assert jnim["share"] == pytest.approx(100 * phases.table["share"].iloc[at])
    assert (table["low"] <= table["share"]).all()
    assert (table["share"] <= table["high"]).all()


def test_regions_have_a_row_each_and_a_cell_a_slice(visit, data, phases):
    rows = rows_of(visit(page="expansion", look="regions"))
    mali = data.admin1[data.admin1["country"] == "MLI"]
    assert rows.keys() == set(mali["name"])
    assert {len(cells) for _, cells in rows.values()} == {len(phases.slices)}
    inside = {name for name, (within, _) in rows.items() if within}
    assert inside == {"Kayes", "Koulikoro", "Sikasso", "Bamako"}
    assert set(list(rows)[:4]) == inside, "the south-west stands first"


def test_regions_show_counts_class_marks_and_first_attacks(visit, data, phases):
    rows = rows_of(visit(page="expansion", look="regions"))
    firsts = phases.regions.set_index("area_id")["at"].to_dict()
    marks = set()
    for unit, group in phases.changes.groupby("admin1_id"):
        _, cells = rows[data.admin1.at[unit, "name"]]
        for (first, body), change in zip(cells, group.itertuples(), strict=True):
            text = (
                html.unescape(re.sub('<span class="unseen">.*?</span>|<[^>]+>', "", body))
                .replace("★", "")
                .split()
            )
            quiet = change.kind == "few" and not change.events
            mark = "" if quiet else v.CHANGES[change.kind].mark
            count = [] if change.kind == "no_data" else [str(change.events)]
            assert text == [*count, *([mark] if mark else [])]
            assert bool(first) == ("★" in body) == (firsts.get(unit) == change.at)
            marks.add(change.kind)
    assert {"large_rise", "fall", "few", "first"} <= marks
    assert sum(body.count("★") for _, cells in rows.values() for _, body in cells) == sum(
        at >= 0 for at in firsts.values()
    )


def test_gateways_are_told_slice_by_slice(visit, phases):
    table = visit(page="expansion", look="regions").table("escort_only")
    assert len(table) == int((phases.exposure["days"] > 0).sum()) > 5
    total = int(phases.exposure["gateways"].iloc[0])
    assert table[list(v.STATUSES)].sum(axis=1).tolist() == pytest.approx([total] * len(table),
                                                                         abs=0.3)  # fmt: skip


@pytest.mark.parametrize("areas", ["hex3", "hex4", "region"])
def test_arrivals_have_a_button_for_each_event_that_made_them(visit, data, areas):
    page = visit(page="expansion", look="arrivals", areas=areas)
    found = measures(data, areas=areas)
    wanted = []
    tables = {"region": found.regions} | {areas: found.areas}
    for kind, table in tables.items():
        for number, row in enumerate(table.itertuples(), start=1):
            wanted += [f"arrived-{kind}-{number}-{event}" for event in row.event_ids]
    assert sorted(keys(page, "arrived-")) == sorted(wanted)
    assert len(wanted) > 5
    for key in keys(page, "arrived-region-"):
        event = key.split("-", 3)[3]
        assert button(page, key).label.replace("\\", "") == data.events.at[event, "title"]


def test_of_very_many_areas_the_first_are_listed_and_the_others_counted(
    visit, phases, files, monkeypatch
):
    monkeypatch.setattr("sahel_map.ui.slice_panels._MOST_LISTED", 5)
    page = visit(page="expansion", look="arrivals")
    numbers = {key.split("-")[2] for key in keys(page, "arrived-hex3-")}
    assert numbers == {"1", "2", "3", "4", "5"}
    more = [caption for caption in page.captions if caption.startswith(f"{len(phases.areas) - 5} ")]
    assert len(more) == 1
    table = files["sahel-map-expansion-arrivals.csv"].decode("utf-8-sig")
    assert all(area in table for area in phases.areas["area_id"])


def test_event_that_made_an_arrival_opens_and_closes(visit, data, phases):
    event = phases.regions["event_ids"].iloc[-1][0]
    page = visit(page="expansion", look="arrivals")
    page.press(key=f"arrived-region-{len(phases.regions)}-{event}")
    assert page.query == {"look": "arrivals", "event": event}
    title = data.events.at[event, "title"]
    assert any(title in text.value.replace("\\", "") for text in page.app.markdown)
    assert map_of(page)["selected"] == event
    page.press(key="slice-event-close")
    assert page.query == {"look": "arrivals"}
    assert "slice-event-close" not in [b.key for b in page.app.button]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_right_answer_is_said_to_be_right_and_a_wrong_one_names_the_right(
    visit, data, phases, language
):
    page = visit(language, "expansion", look="questions")
    activate(language)
    wanted = {question.code: question for question in questions(phases, data)}
    assert asked(page).keys() == wanted.keys()
    assert len(wanted) > 4
    for code, question in wanted.items():
        radio = asked(page)[code]
        assert radio.options == [plain(option) for option in question.options]
        assert radio.value is None
        wrong = question.options[question.answer - 1]
        assert not page.app.success
        page.set("radio", radio.key, question.options[question.answer])
        [right] = page.app.success
        assert question.why in right.value.replace("\\", "")
        page.set("radio", radio.key, wrong)
        assert not page.app.success
        told = page.app.warning[-1].value.replace("\\", "")
        assert question.options[question.answer] in told
        assert question.why in told


def test_answer_shows_the_events_it_rests_on(visit, data, phases):
    question = next(q for q in questions(phases, data) if q.event_ids)
    page = visit(page="expansion", look="questions")
    key = asked(page)[question.code].key
    assert not keys(page, "asked-")
    page.set("radio", key, question.options[question.answer])
    assert keys(page, "asked-") == [f"asked-{question.code}-{e}" for e in question.event_ids]
    page.press(key=f"asked-{question.code}-{question.event_ids[0]}")
    assert page.query["event"] == question.event_ids[0]


def test_answer_is_open_again_when_the_slices_are_others(visit, data, phases):
    page = visit(page="expansion", look="questions")
    first = next(iter(questions(phases, data)))
    page.set("radio", asked(page)[first.code].key, first.options[first.answer])
    assert page.app.success
    page.set("button_group", "by", "year")
    assert not page.app.success
    assert {radio.value for radio in page.app.radio} == {None}


def test_measures_are_offered_as_files_that_say_what_they_rest_on(visit, files, data):
    page = visit(page="expansion", by="half", group="all")
    texts = {}
    for name in ("slices", "bands", "regions", "arrivals"):
        assert page.app.get("download_button")
        texts[name] = files[f"sahel-map-expansion-{name}.csv"].decode("utf-8-sig")
        assert v.label(v.SLICINGS, "half") in texts[name]
        assert v.label(v.GROUPS, "all") in texts[name]
        assert data.version in texts[name]
    found = measures(data, "half", group="all")
    for cut in found.slices:
        assert f"\n{cut.slice_id}," in texts["slices"]
    for makers in found.areas["event_ids"]:
        assert all(event in texts["arrivals"] for event in makers)
    for unit in found.units["name"]:
        assert unit in texts["regions"]


def test_no_file_is_offered_without_slices(visit, files):
    visit(page="expansion", by="own")
    assert not [name for name in files if name and "expansion" in name]
