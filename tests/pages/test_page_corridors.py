"""The Roads page: the day, its statuses, the four panels below the map, and what a link may ask."""

import datetime as dt
import html
import json
import re

import pytest
from test_page_as_known import days_of, visible

from sahel_map import vocabulary as v
from sahel_map.basis import Basis
from sahel_map.i18n import date_text
from sahel_map.measures.corridors import incidents
from sahel_map.measures.road_days import road_days
from sahel_map.measures.sieges import sieges_on
from sahel_map.measures.tankers import fuel_rows
from sahel_map.road_wording import share_text, spell_name
from sahel_map.rules import split_list

ROAD = "dakar_kayes_bamako"
PANELS = ("roads", "road", "fuel", "sieges", "agreements")
KNOWN = dt.date(2025, 9, 10)
HOSTILE = "</script><img src=x onerror=alert(1)> ${1+1} {{1+1}} **b** :red[x] [a](b)"
CHIP = re.compile(r"</i>(\d+) ([^<]+)</span>")
DAY_FILES = [
    *[f"sahel-map-roads.{kind}" for kind in ("csv", "geojson", "gpkg")],
    *[f"sahel-map-{table}.csv" for table in ("blockades", "agreements", "fuel")],
]


def summary(page):
    """Return the sentence of the day above the map."""
    [text] = [body for body in page.html if 'class="road-summary"' in body]
    return text


def chips(page):
    """Return the number of roads in each status, as the page says."""
    codes = {status.label.lower(): code for code, status in v.STATUSES.items()}
    return {codes[label]: int(n) for n, label in CHIP.findall(summary(page))}


def map_of(page):
    """Return the view that the map script is handed."""
    layer = page.map_arguments["feature_group"]
    start = layer.index("{", layer.index("SahelMap.roads("))
    return json.JSONDecoder().raw_decode(layer[start:])[0]


def part(page, name):
    """Return the HTML of one part of the page, or an empty text."""
    return next((body for body in page.html if f'class="{name}"' in body), "")


def dossier(page):
    return html.unescape("".join(part(page, name) for name in ("road-head", "event road-facts")))


def spells(page):
    return html.unescape(part(page, "event spells"))


def counted(found, day):
    counts = found.on(day)["status"].value_counts()
    return {code: int(counts.get(code, 0)) for code in v.STATUSES}


def later(texts):
    """Return the texts with a day after the one of the view."""
    return [(words, text[:300]) for text in texts for day, words in days_of(text) if day > KNOWN]


@pytest.fixture(scope="module")
def found(data):
    return road_days(data.verified(), data.roads, buffer_km=10.0)


@pytest.fixture(scope="module")
def narrow(data):
    return Basis(KNOWN).narrow(data).data


@pytest.fixture
def small(evidence_folder, monkeypatch):
    """A data folder of four events and three roads, which the pages read and a test may break."""
    monkeypatch.setenv("SAHEL_MAP_DATA", str(evidence_folder))
    return evidence_folder


def test_page_opens_on_the_last_day_with_event_data(visit, found):
    page = visit(page="corridors")
    last = found.data_days[1]
    assert f"<b>{date_text(last)}</b>" in summary(page)
    assert map_of(page)["day"] == last.isoformat()
    assert page.app.slider(key="road-slider").value == last
    assert chips(page) == counted(found, last)
    assert page.query == {}


@pytest.mark.parametrize("day", ["2024-02-20", "2025-09-14", "2025-10-17", "2026-02-01"])
def test_day_of_a_link_is_shown_with_the_statuses_of_the_measures(visit, found, day):
    page = visit(page="corridors", on=day)
    wanted = dt.date.fromisoformat(day)
    states = found.on(wanted)["status"]
    assert f"<b>{date_text(wanted)}</b>" in summary(page)
    assert chips(page) == counted(found, wanted)
    assert sum(chips(page).values()) == len(states)
    drawn = {name: road["status"] for name, road in map_of(page)["roads"].items()}
    assert drawn == states.to_dict()
    assert page.app.date_input(key="road-field").value == wanted
    assert page.query == {"on": day}


def test_days_of_the_ban_have_closed_roads(visit):
    assert chips(visit(page="corridors", on="2025-09-14"))["closed"] > 0


@pytest.mark.parametrize(
    ("language", "words"), [("en", "lies outside the days with event data"), ("fr", "hors des")]
)
@pytest.mark.parametrize("day", ["1995-05-05", "2017-10-03", "2040-01-01"])
def test_day_outside_the_data_says_so_in_words(visit, data, language, words, day):
    page = visit(language, "corridors", on=day)
    assert words in part(page, "road-summary")
    assert {road["status"] for road in map_of(page)["roads"].values()} == {"no_data"}
    assert set(page.table("status")["status"]) == {v.label(v.STATUSES, "no_data")}
    assert len(page.table("status")) == len(data.roads.corridors)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("day", ["1995-05-05", "2099-01-01"])
def test_day_outside_the_data_opens_with_every_panel(visit, day, panel):
    page = visit(page="corridors", on=day, panel=panel, road=ROAD)
    assert chips(page) == dict.fromkeys(v.STATUSES, 0) | {"no_data": 29}


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1980-01-01", "1990-01-01", "2100-12-31", "2200-01-01", "9999-12-31"]
)
def test_day_that_no_field_can_hold_does_no_harm(visit, day):
    assert chips(visit(page="corridors", on=day)).keys() == v.STATUSES.keys()


@pytest.mark.parametrize(("day", "key"), [("1990-01-01", "road-back"), ("2100-12-31", "road-on")])
def test_step_beyond_the_last_day_that_can_be_chosen_does_no_harm(visit, day, key):
    page = visit(page="corridors", on=day, step="month").press(key=key)
    assert chips(page)["no_data"] == 29


@pytest.mark.parametrize(
    "query",
    [
        {"map": "moon", "panel": "attic", "buffer": "3", "step": "year", "years": "none"},
        {"on": "yesterday", "road": ""},
        {"on": "2025-02-30", "map": "<script>", "buffer": "-10"},
    ],
)
def test_nonsense_in_a_link_is_dropped(visit, found, query):
    page = visit(page="corridors", **query)
    assert page.query == {}
    assert not page.app.warning
    assert chips(page) == counted(found, found.data_days[1])
    assert map_of(page)["name"] == "roads"
    assert page.app.button_group(key="buffer").value == "10"


def test_buffer_that_needs_real_roads_is_as_the_default_on_schematic_lines(visit, data, found):
    assert (data.roads.legs["drawn"] == "schematic").all()
    page = visit(page="corridors", on="2025-10-17", buffer="1")
    assert chips(page) == counted(found, dt.date(2025, 10, 17))


def test_unknown_road_is_told_and_another_can_be_chosen(visit, data):
    page = visit(page="corridors", panel="road", road="el_dorado")
    [warning] = page.app.warning
    assert "el_dorado" in warning.value.replace("\\", "")
    assert "Choose a road here" in page.notices[0]
    assert page.query == {"panel": "road"}
    page.set("selectbox", "road", ROAD)
    assert data.roads.corridors.at[ROAD, "name"] in dossier(page)
    assert page.query == {"panel": "road", "road": ROAD}
    page.press(key="road-none")
    assert page.query == {"panel": "road"}
    assert dossier(page) == ""


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_panel_opens_in_both_languages(visit, language, panel):
    page = visit(language, "corridors", on="2025-10-17", panel=panel, road=ROAD)
    assert page.app.button_group(key="panel").value == panel
    keys = {table.key for table in page.app.dataframe}
    assert ("road-table" in keys) == (panel == "roads")
    assert ("fuel-table" in keys) == (panel == "fuel")
    assert bool(dossier(page)) == (panel == "road")
    assert bool(spells(page)) == (panel in ("road", "sieges", "agreements"))
    day = {"en": "17 October 2025", "fr": "17 octobre 2025"}[language]
    assert f"<b>{day}</b>" in summary(page)


@pytest.mark.parametrize("name", ["roads", "sieges-south", "sieges-sahel"])
def test_maps_of_sieges_hand_over_the_sieges_of_the_day(visit, data, name):
    view = map_of(visit(page="corridors", on="2025-10-17", map=name))
    running = sieges_on(data.roads, dt.date(2025, 10, 17)).drop_duplicates(["country", "place"])
    assert {siege["id"]: siege["state"] for siege in view["sieges"]} == running["state"].to_dict()
    assert bool(view["events"]) == (name == "roads")
    assert view["lines"] == (name != "sieges-sahel")


def test_maps_of_agreements_hand_over_no_later_agreement(visit, data):
    deals = data.roads.agreements
    day = dt.date(2025, 10, 17)
    for name in ("agreements-centre", "agreements-south"):
        view = map_of(visit(page="corridors", on=day.isoformat(), map=name))
        drawn = deals.loc[[deal["id"] for deal in view["agreements"]]]
        assert len(drawn) > 3
        assert not (drawn["date"].dt.date > day).any()
        assert (drawn["confidence"] != "unverified").all()
        assert (view["sieges"], view["events"], view["lines"]) == ([], [], False)


def test_table_has_every_road_gravest_first_and_its_length(visit, data, found):
    day = dt.date(2025, 10, 17)
    table = visit(page="corridors", on=day.isoformat()).table("carries")
    roads = data.roads.corridors
    assert len(table) == len(roads) == 29
    order = [status.label for status in v.STATUSES.values()]
    ranks = [order.index(label) for label in table["status"]]
    assert ranks == sorted(ranks)
    labels = found.on(day)["status"].map(lambda code: v.label(v.STATUSES, code))
    said = dict(zip(table["name"], table["status"], strict=True))
    assert said == dict(zip(roads["short_name"], labels, strict=True))
    lengths = dict(zip(table["name"], table["km"], strict=True))
    assert lengths["Dakar road, by Kayes"] == 1382
    assert (table["reason"] != "").all()


def test_buffer_changes_the_table_as_the_measures_say(visit, data, found):
    day = dt.date(2025, 10, 17)
    page = visit(page="corridors", on=day.isoformat())
    page.set("button_group", "buffer", "20")
    wide = road_days(data.verified(), data.roads, buffer_km=20.0)
    assert chips(page) == counted(wide, day)
    assert page.query == {"on": day.isoformat(), "buffer": "20"}
    shares = sorted(page.table("carries")["share"])
    assert shares == pytest.approx(sorted(100 * wide.on(day)["lit_share"]))
    assert shares != pytest.approx(sorted(100 * found.on(day)["lit_share"]))


def test_steps_follow_the_chosen_length(visit):
    page = visit(page="corridors", on="2025-10-31", step="month")
    assert page.press(key="road-back").query["on"] == "2025-09-30"
    page.set("button_group", "step", "day")
    assert page.press(key="road-on").query["on"] == "2025-10-01"
    page.set("button_group", "step", "week")
    assert page.press(key="road-on").query == {"on": "2025-10-08"}


def test_slider_and_field_choose_the_day(visit, found):
    page = visit(page="corridors").set("slider", "road-slider", dt.date(2025, 9, 14))
    assert page.query == {"on": "2025-09-14"}
    assert page.app.date_input(key="road-field").value == dt.date(2025, 9, 14)
    page.set("date_input", "road-field", dt.date(2019, 6, 1))
    assert page.query == {"on": "2019-06-01"}
    assert page.app.slider(key="road-slider").value == dt.date(2019, 6, 1)
    assert chips(page) == counted(found, dt.date(2019, 6, 1))


def test_milestones_with_a_short_name_lead_to_their_day(visit, data):
    named = fuel_rows(data.roads).query("label != ''")
    page = visit(page="corridors")
    offered = {b.key: b.label for b in page.app.button if (b.key or "").startswith("milestone-")}
    assert offered == {f"milestone-{key}": label for key, label in named["label"].items()}
    for key, milestone in named.iterrows():
        page.press(key=f"milestone-{key}")
        assert page.query == {"on": milestone["date"].date().isoformat()}


def test_play_from_the_end_begins_a_year_before_and_writes_the_url_when_paused(visit, found):
    page = visit(page="corridors").press(key="road-play")
    start = found.data_days[1] - dt.timedelta(days=365)
    assert f"<b>{date_text(start)}</b>" in summary(page)
    assert [b.label for b in page.app.button if b.key == "road-play"] == ["Pause"]
    assert page.query == {}
    page.press(key="road-play")
    assert [b.label for b in page.app.button if b.key == "road-play"] == ["Play"]
    assert page.query == {"on": map_of(page)["day"]}


def test_dossier_names_length_border_posts_shares_and_sources(visit, data):
    page = visit(page="corridors", on="2025-10-17", panel="road", road=ROAD)
    text = dossier(page)
    road = data.roads.corridors.loc[ROAD]
    assert road["name"] in text
    assert "1,382 km by road" in text
    assert len(road["border_post"]) == 2
    for post in road["border_post"]:
        assert post in text
    mine = data.roads.shares[data.roads.shares["corridor_ids"].map(lambda ids: ROAD in ids)]
    assert len(mine) > 2
    for share in mine.itertuples():
        assert f"<b>{share_text(share)}</b>" in text
        assert data.sources.at[share.source_id, "url"] in text
    for source in split_list(road["source_ids"]):
        assert data.sources.at[source, "publisher"] in text


def test_dossier_lists_every_blockade_of_the_road_with_its_sources(visit, data):
    text = spells(visit(page="corridors", on="2025-10-17", panel="road", road=ROAD))
    named = data.roads.blockades[
        data.roads.blockades["corridor_ids"].map(lambda ids: ROAD in ids)
        & (data.roads.blockades["confidence"] != "unverified")
    ]
    assert text.count("<summary>") == len(named) > 3
    for spell in named.itertuples():
        assert f"<b>{spell_name(spell)}</b>" in text
        assert spell.summary in text
        for source in split_list(spell.source_ids):
            assert data.sources.at[source, "title"] in text


def test_dossier_lists_every_incident_newest_first(visit, data, found):
    page = visit(page="corridors", panel="road", road=ROAD)
    near = incidents(found, ROAD, counted=False)
    table = page.table("counted")
    assert list(table["title"]) == list(data.events.loc[near["event_id"][::-1], "title"])
    assert table["day"].is_monotonic_decreasing


def test_every_road_has_a_dossier_on_the_map_and_below_it(visit, data):
    page = visit(page="corridors", on="2025-10-17", panel="road")
    for road, name in data.roads.corridors["name"].items():
        page.set("selectbox", "road", road)
        assert name in dossier(page)
        assert map_of(page)["selected"] == road
        assert map_of(page)["band"]


def test_fuel_panel_tells_every_report_with_who_says_so_and_who_printed_it(visit, data):
    page = visit(page="corridors", on="2026-05-02", panel="fuel")
    rows = fuel_rows(data.roads)
    table = page.table("who")
    assert len(table) == len(rows)
    assert list(table["what"]) == list(rows["summary"])[::-1]
    assert (table["sources"] != "").all()
    assert any(caption.startswith("Up to this day: ") for caption in page.captions)


def test_siege_panel_has_a_card_for_each_town_of_the_day(visit, data):
    day = dt.date(2025, 10, 17)
    page = visit(page="corridors", on=day.isoformat(), panel="sieges")
    running = sieges_on(data.roads, day).drop_duplicates(["country", "place"])
    text = spells(page)
    assert text.count("<summary>") == len(running) > 5
    for place in running["place"]:
        assert place in text
    assert text.count("confirmed on this day") == (running["state"] == "confirmed").sum() > 0
    assert set(page.table("days")["place"]) >= set(running["place"])


@pytest.mark.parametrize(
    ("panel", "table"), [("sieges", "blockades"), ("agreements", "agreements")]
)
def test_siege_or_agreement_of_a_link_is_open_and_first(visit, data, panel, table):
    page = visit(page="corridors", on="2025-10-17", panel=panel)
    assert '<details class="spell" open>' not in spells(page)
    drawn = map_of(visit(page="corridors", on="2025-10-17"))[panel]
    item = drawn[-1]["id"]
    text = spells(visit(page="corridors", on="2025-10-17", panel=panel, item=item))
    first = text[: text.index("</details>")]
    assert '<details class="spell" open>' in first
    assert getattr(data.roads, table).at[item, "summary"] in first
    assert text.count('<details class="spell" open>') == 1
    nowhere = visit(page="corridors", on="2025-10-17", panel=panel, item="nowhere")
    assert spells(nowhere) == spells(page)


def test_agreement_panel_lists_those_up_to_the_day_with_their_sources(visit, data):
    day = dt.date(2025, 10, 17)
    text = spells(visit(page="corridors", on=day.isoformat(), panel="agreements"))
    deals = data.roads.agreements.query("confidence != 'unverified'")
    listed = deals[deals["date"].isna() | (deals["date"].dt.date <= day)]
    assert text.count("<summary>") == len(listed) > 5
    assert len(listed) < len(deals)
    for deal in listed.itertuples():
        assert deal.summary in text
        for source in split_list(deal.source_ids):
            assert data.sources.at[source, "title"] in text


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_later_is_visible_as_known_on_an_earlier_day(visit, files, narrow, language, panel):
    page = visit(language, "corridors", known=KNOWN.isoformat(), panel=panel, road=ROAD)
    assert later(visible(page)) == []
    assert narrow.roads.blockades["start"].dt.date.max() <= KNOWN
    tables = {name: text for name, text in files.items() if name.endswith(".csv")}
    assert tables
    for name, content in tables.items():
        assert later(re.split(r"[,\n]", content.decode("utf-8-sig"))) == [], name


def test_guard_against_later_days_sees_them_without_the_earlier_day(visit):
    for panel in PANELS:
        assert later(visible(visit(page="corridors", panel=panel, road=ROAD)))


def test_nothing_later_is_visible_in_any_dossier_of_a_road(visit, narrow):
    page = visit(page="corridors", known=KNOWN.isoformat(), panel="road")
    for road, name in narrow.roads.corridors["name"].items():
        page.set("selectbox", "road", road)
        assert name in dossier(page)
        assert later(visible(page)) == []


def test_later_spells_and_reports_are_gone_as_known_on_an_earlier_day(visit, data, narrow):
    known = {"known": KNOWN.isoformat(), "on": "2025-09-09"}
    held = narrow.roads.blockades
    assert 0 < len(held) < len(data.roads.blockades)
    page = visit(page="corridors", panel="road", road=ROAD, **known)
    mine = held[held["corridor_ids"].map(lambda ids: ROAD in ids)]
    assert spells(page).count("<summary>") == (mine["confidence"] != "unverified").sum()
    fuel = visit(page="corridors", panel="fuel", **known).table("who")
    assert 0 < len(fuel) == len(fuel_rows(narrow.roads)) < len(fuel_rows(data.roads))
    sieges = visit(page="corridors", panel="sieges", **known).table("days")
    towns = held[(held["kind"] == "town_siege") & (held["confidence"] != "unverified")]
    assert set(sieges["place"]) == set(towns["place"])


@pytest.mark.parametrize("panel", PANELS)
def test_day_before_the_first_event_leaves_roads_without_data(visit, panel):
    page = visit(page="corridors", known="2015-01-01", panel=panel, road=ROAD)
    assert "There are no events, so no road has a status." in summary(page)
    assert chips(page)["no_data"] == 29


def test_source_left_out_takes_its_share_and_its_reports_with_it(visit, data):
    shares = data.roads.shares
    source = shares.loc[shares["corridor_id"] == ROAD, "source_id"].iloc[0]
    link = data.sources.at[source, "url"]
    whole = visit(page="corridors", panel="road", road=ROAD)
    part_of = visit(page="corridors", panel="road", road=ROAD, without=[source])
    assert link in dossier(whole)
    assert link not in dossier(part_of)
    assert dossier(part_of).count("<li><b>") == dossier(whole).count("<li><b>") - sum(
        shares["source_id"].eq(source) & shares["corridor_ids"].map(lambda ids: ROAD in ids)
    )
    only = next(ids for ids in fuel_rows(data.roads)["source_ids"] if ";" not in ids)
    left = Basis(without=(only,)).narrow(data).data
    page = visit(page="corridors", panel="fuel", without=[only])
    assert len(page.table("who")) == len(fuel_rows(left.roads)) < len(fuel_rows(data.roads))


def test_roads_of_the_day_can_be_taken_away(visit, files, found):
    day = dt.date(2025, 10, 17)
    visit(page="corridors", on=day.isoformat())
    assert files.keys() == set(DAY_FILES)
    table = files["sahel-map-roads.csv"].decode("utf-8-sig")
    for name in found.corridor_ids:
        assert f"\n{name}," in table
    assert "Roads on 17 October 2025; attacks within 10 km of a road count" in table
    lines = json.loads(files["sahel-map-roads.geojson"])
    assert lines["features"]
    assert files["sahel-map-roads.gpkg"].startswith(b"SQLite format 3")
    for name in DAY_FILES[3:]:
        assert files[name].decode("utf-8-sig").count("\n") > 20


def test_one_road_can_be_taken_away(visit, files, found):
    visit(page="corridors", panel="road", road=ROAD)
    assert {f"{ROAD}-measures.csv", f"{ROAD}-incidents.csv"} <= files.keys()
    text = files[f"{ROAD}-incidents.csv"].decode("utf-8-sig")
    for event_id in incidents(found, ROAD, counted=False)["event_id"]:
        assert event_id in text
    assert files[f"{ROAD}-measures.csv"].decode("utf-8-sig").count(f"{ROAD}") > 50


def test_language_switch_keeps_day_road_and_panel(visit, data):
    page = visit(page="corridors", on="2025-10-17", panel="road", road=ROAD, map="sieges-south")
    before = page.query
    page.speak("fr")
    assert page.query == before
    assert "17 octobre 2025" in summary(page)
    assert map_of(page)["language"] == "fr"
    assert "1 382 km" in re.sub(r"\s", " ", dossier(page))
    assert data.roads.corridors.at[ROAD, "length_note"] not in dossier(page)


def test_event_of_a_link_is_named_with_the_way_to_its_dossier(visit, data):
    event = "2025-09-14-lakamane-convoy"
    page = visit(page="corridors", event=event)
    texts = [text.value.replace("\\", "") for text in page.app.markdown]
    assert f"**{data.events.at[event, 'title']}** · 14 September 2025" in texts
    page.press(key="road-event-close")
    assert page.query == {}
    assert not any(data.events.at[event, "title"] in text.value for text in page.app.markdown)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "there are no roads to show"), ("fr", "corridors.csv")]
)
def test_data_folder_without_roads_says_so(visit, folder, monkeypatch, language, words):
    monkeypatch.setenv("SAHEL_MAP_DATA", str(folder))
    page = visit(language, "corridors", on="2025-07-02", panel="road", road=ROAD)
    assert words in page.notices[0]
    assert not page.app.get("component_instance")


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.usefixtures("small")
def test_small_data_folder_has_a_page_of_roads(visit, panel):
    page = visit(page="corridors", panel=panel, road="west_east")
    assert sum(chips(page).values()) == 3
    assert not page.app.warning


@pytest.mark.parametrize("panel", PANELS)
def test_broken_road_rows_are_told_and_all_others_shown(visit, small, edit_row, panel):
    edit_row(small / "blockades.csv", 2, start="2025-13-45")
    edit_row(small / "agreements.csv", 2, lat="north")
    edit_row(small / "fuel.csv", 3, date="someday")
    edit_row(small / "corridor_shares.csv", 2, low="half")
    with (small / "corridors.csv").open("a", encoding="utf-8") as handle:
        handle.write("ragged_road,only,three\n")
    page = visit(page="corridors", panel=panel, road="west_east")
    [warning] = page.app.warning
    assert warning.value.startswith("5 rows of the data are broken")
    assert sum(chips(page).values()) == 3


def test_hostile_text_of_the_roads_is_shown_as_text(visit, small, edit_row):
    edit_row(small / "corridors.csv", 2, short_name=f"short {HOSTILE}", name=f"name {HOSTILE}")
    edit_row(small / "blockades.csv", 2, summary=f"spell {HOSTILE}", imposed_by=f"who {HOSTILE}")
    edit_row(small / "fuel.csv", 2, label=f"label {HOSTILE}", summary=f"fuel {HOSTILE}")
    page = visit(page="corridors", panel="road", road="west_east", on="2025-07-10")
    assert not page.app.warning, "the hostile rows must reach the page"
    assert f"name {HOSTILE}" in dossier(page)
    assert f"spell {HOSTILE}" in spells(page)
    assert f"who {HOSTILE}" in spells(page)
    assert not [body for body in page.html if "<img" in body]
    layer = page.map_arguments["feature_group"]
    assert "<img" not in layer
    assert "{{1" not in layer
    assert map_of(page)["roads"]["west_east"]["name"] == f"short {HOSTILE}"
    [milestone] = [b.label for b in page.app.button if b.key == "milestone-fuel-1"]
    assert "**b**" not in milestone
    assert milestone.replace("\\", "") == f"label {HOSTILE}"


def test_the_kind_of_a_source_stands_apart_from_its_title(visit):
    shown = "".join(visit(page="corridors", panel="road", road="ouaga_kongoussi_djibo").html)

    assert "</a> <small>(" in shown
    assert "</a><small>(" not in shown
