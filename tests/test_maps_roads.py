"""The changing layer of the roads: what the script of the map is handed, and what it explains."""

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest
from streamlit_folium import generate_leaflet_string

from sahel_map import vocabulary as v
from sahel_map.maps import ROAD_VIEWS, base_map, road_group
from sahel_map.measures.road_days import road_days

DAY = dt.date(2025, 7, 20)
HOSTILE = "</script><script>alert(1)</script>`${x}` {{ 7 * 7 }} & <b>"


@pytest.fixture(scope="module")
def found(evidence):
    """The statuses of two roads and a river, with one attack on 2 July 2025."""
    return road_days(evidence.verified(), evidence.roads)


@pytest.fixture(scope="module")
def bundled(data):
    """The statuses of the bundled roads."""
    return road_days(data.verified(), data.roads)


@pytest.fixture
def shown(evidence, found):
    """Return what the script is handed of the tiny roads."""

    def show(day=DAY, roads=evidence.roads, **chosen):
        return view(road_group(evidence.events, found, roads, day, **chosen))

    return show


@pytest.fixture
def shown_bundled(data, bundled):
    """Return what the script is handed of the bundled roads."""

    def show(day, **chosen):
        return view(road_group(data.events, bundled, data.roads, day, **chosen))

    return show


def wire(group) -> str:
    """Return the script that streamlit-folium sends for a group, by the steps it takes."""
    group.add_to(base_map("abc", "roads"))
    group.render()
    return generate_leaflet_string(group)


def view(group) -> dict:
    """Return the JSON that reaches the browser, read out of the script itself."""
    call = wire(group).split("SahelMap.roads(")[1]
    return json.JSONDecoder().raw_decode(call.partition(", ")[2])[0]


def legend_texts(shown):
    return [item["text"] for part in shown["legend"]["parts"] for item in part["items"]]


def test_there_are_five_maps_with_their_ground_and_their_layers(shown):
    layers = {}
    for name, chosen in ROAD_VIEWS.items():
        drawn = shown(name=name)
        (south, west), (north, east) = drawn["focus"]
        assert south < north
        assert west < east
        assert (drawn["name"], drawn["lines"]) == (name, chosen.roads)
        layers[name] = [part for part in ("events", "sieges", "agreements") if drawn[part]]

    assert layers == {
        "roads": ["events", "sieges"],
        "sieges-south": ["sieges"],
        "sieges-sahel": ["sieges"],
        "agreements-centre": ["agreements"],
        "agreements-south": ["agreements"],
    }
    assert [name for name, chosen in ROAD_VIEWS.items() if chosen.roads] == [
        "roads",
        "sieges-south",
    ]


def test_a_map_without_attacks_has_no_glow_and_no_border_posts(shown_bundled):
    whole, sieges = (shown_bundled(dt.date(2025, 9, 20), name=n) for n in ("roads", "sieges-south"))

    assert whole["glow"]
    assert whole["posts"]
    assert (sieges["glow"], sieges["posts"], sieges["events"]) == ([], [], [])


def test_every_road_has_name_status_and_reason(shown):
    roads = shown()["roads"]

    assert {code: (road["name"], road["status"]) for code, road in roads.items()} == {
        "west_east": ("East road", "escort_only"),
        "middle_gourma": ("Gourma road", "contested"),
        "north_river": ("River", "escort_only"),
    }
    assert roads["west_east"]["reason"] == ("blockade enforced by JNIM; last attack 18 days before")
    assert {road["stale"] for road in roads.values()} == {False}


def test_a_road_of_which_the_last_word_is_old_is_marked_and_explained(shown):
    late = shown(day=dt.date(2025, 8, 10))

    assert (late["roads"]["north_river"]["status"], late["roads"]["north_river"]["stale"]) == (
        "no_data",
        True,
    )
    assert "last word out of date" in legend_texts(late)
    assert "last word out of date" not in legend_texts(shown())


def test_statuses_of_all_bundled_roads_reach_the_map(shown_bundled, bundled):
    day = dt.date(2025, 9, 20)
    drawn = shown_bundled(day)

    assert {code: road["status"] for code, road in drawn["roads"].items()} == (
        bundled.on(day)["status"].to_dict()
    )
    assert drawn["order"] == list(v.STATUSES) == list(drawn["styles"])
    assert all(style["colour"] and style["label"] for style in drawn["styles"].values())


def test_a_selected_road_gives_its_band_and_takes_the_focus(shown):
    drawn = shown(selected="middle_gourma")

    assert drawn["selected"] == "middle_gourma"
    # The road runs from 9.5 N 0.5 E to 10.5 N 1 E; a quarter of a degree is left around it.
    assert drawn["focus"] == [[9.25, 0.25], [10.75, 1.25]]
    assert {band["guessed"] for band in drawn["band"]} == {False, True}
    for band in drawn["band"]:
        assert all(ring[0] == ring[-1] for ring in band["rings"])
    guessed, sure = (
        [x for b in drawn["band"] if b["guessed"] == flag for ring in b["rings"] for x, _ in ring]
        for flag in (True, False)
    )
    assert min(guessed) == pytest.approx(0.5 - 20 / 109, abs=0.01)  # 20 km, whatever is asked for
    assert min(sure) == pytest.approx(0.5 - 10 / 109, abs=0.01)


@pytest.mark.parametrize(
    "chosen", [{}, {"selected": "nowhere"}, {"selected": "west_east", "name": "sieges-sahel"}]
)
def test_a_road_that_is_not_drawn_cannot_be_selected(shown, chosen):
    drawn = shown(**chosen)

    assert (drawn["selected"], drawn["band"]) == (None, [])
    assert drawn["focus"] == [list(c) for c in ROAD_VIEWS[chosen.get("name", "roads")].focus]


def test_only_attacks_on_the_selected_road_are_drawn(shown):
    attacks = [[event["id"] for event in shown(selected=s)["events"]] for s in (None, "west_east")]

    assert attacks == [["2025-07-02-east-road"]] * 2
    assert shown(selected="middle_gourma")["events"] == []


@pytest.mark.parametrize(
    ("days", "fade"),
    [(-1, None), (0, 0.95), (14, 0.95), (15, 0.7), (30, 0.7), (31, 0.4), (44, 0.4)],
)
def test_an_attack_is_drawn_from_its_day_on_and_fades(shown, days, fade):
    events = shown(day=dt.date(2025, 7, 2) + dt.timedelta(days=days))["events"]

    assert [event["fade"] for event in events] == ([] if fade is None else [fade])


def test_attacks_are_those_of_the_ninety_days_before(shown_bundled, data):
    day = dt.date(2025, 11, 20)
    drawn = {event["id"] for event in shown_bundled(day)["events"]}

    age = (pd.Timestamp(day) - data.events["date_start"].loc[sorted(drawn)]).dt.days
    assert age.between(0, 89).all()
    assert len(drawn) > 10


def test_state_operations_are_drawn_apart_and_explained(shown_bundled, data):
    drawn = shown_bundled(dt.date(2025, 11, 20))
    apart = {event["id"] for event in drawn["events"] if not event["counted"]}

    assert apart
    assert set(data.events["event_type"].loc[sorted(apart)]) <= set(v.STATE_TYPES)
    assert "state operation, not counted" in legend_texts(drawn)


def test_sieges_have_their_state_once_a_town(shown, evidence):
    spells = evidence.roads.blockades
    extra = {
        "declared": {"place": "Declared", "status": "declared"},
        "lapsed": {"place": "Lapsed", "last_confirmed": pd.Timestamp("2025-07-05")},
        "again": {"status": "disputed"},
        "lead": {"place": "Lead", "confidence": "unverified"},
    }
    west = spells.loc["west-siege"]
    rows = [pd.Series({**west, "spell_id": name, **change}) for name, change in extra.items()]
    more = pd.DataFrame(rows).set_index("spell_id", drop=False).rename_axis(index=None)
    roads = dataclasses.replace(evidence.roads, blockades=pd.concat([spells, more]))
    roads.blockades.loc["lapsed", "confirmed_to"] = pd.Timestamp("2025-07-05")

    sieges = {siege["id"]: siege for siege in shown(roads=roads, name="sieges-sahel")["sieges"]}

    assert {name: siege["state"] for name, siege in sieges.items()} == {
        "west-siege": "confirmed",
        "declared": "possible",
        "lapsed": "unconfirmed",
    }
    assert sieges["west-siege"]["texts"][:2] == [
        "West Town",
        "Under siege on this day, by its sources.",
    ]


def test_agreements_are_those_up_to_the_day_and_undated_ones_where_all_are_kept(shown):
    def drawn(day, name):
        return [deal["id"] for deal in shown(day=day, name=name)["agreements"]]

    before, after, later = dt.date(2025, 7, 24), dt.date(2025, 7, 25), dt.date(2026, 8, 1)
    assert drawn(before, "roads") == []
    assert drawn(after, "roads") == ["west-deal"]
    assert drawn(later, "roads") == []
    assert drawn(before, "agreements-centre") == ["old-talks"]
    assert drawn(later, "agreements-south") == ["west-deal", "old-talks"]


def test_no_name_can_end_the_script_or_start_code(evidence, found):
    roads = evidence.roads
    hostile = dataclasses.replace(
        roads,
        corridors=roads.corridors.assign(short_name=HOSTILE),
        blockades=roads.blockades.assign(place=HOSTILE, imposed_by=HOSTILE),
        agreements=roads.agreements.assign(place=HOSTILE, summary=HOSTILE, outcome=HOSTILE),
    )
    events = evidence.events.assign(title=HOSTILE)
    group = road_group(events, found, hostile, dt.date(2025, 7, 25))

    script = wire(group)
    drawn = view(group)

    call = next(text for text in script.splitlines() if "SahelMap.roads(" in text)
    assert not set(call) & set("<>&`$")
    assert {road["name"] for road in drawn["roads"].values()} == {HOSTILE}
    assert drawn["sieges"][0]["texts"][0] == HOSTILE
    assert drawn["agreements"][0]["texts"][3] == HOSTILE
    assert drawn["events"][0]["texts"][0] == HOSTILE


def test_the_base_map_is_the_same_text_for_every_day_and_road(evidence, found):
    scripts = set()
    for day, road in ((DAY, None), (dt.date(2025, 8, 10), "west_east")):
        base = base_map("abc", "roads")
        base.add_child(road_group(evidence.events, found, evidence.roads, day, selected=road))
        scripts.add(generate_leaflet_string(base_map("abc", "roads")))

    assert len(scripts) == 1
    assert scripts == {generate_leaflet_string(base_map("abc"))}


def test_the_map_of_the_roads_loads_one_script_more():
    plain, roads = base_map("abc"), base_map("abc", "roads")

    assert [name for name, _ in roads.default_js] == [
        *[name for name, _ in plain.default_js],
        "sahel-roads",
    ]
    assert roads.default_css == plain.default_css
    assert dict(roads.default_js)["sahel-roads"].endswith("/roads.js")


def test_the_legend_explains_what_is_drawn_and_no_more(shown):
    whole = shown(day=dt.date(2025, 7, 25))
    sieges = shown(name="sieges-sahel")
    deals = shown(name="agreements-south")

    for label in ("Closed", "Escort only", "Contested", "Open", "No data"):
        assert label in legend_texts(whole)
        assert label not in legend_texts(sieges)
    assert [part["title"] for part in sieges["legend"]["parts"]] == ["Towns under siege"]
    assert [part["title"] for part in deals["legend"]["parts"]] == ["Agreements"]
    assert "attacks count within 10 km" in whole["legend"]["parts"][-1]["title"]
    assert legend_texts(deals) == ["talks, demands and other"]
    assert "agreement, ceasefire or truce" in legend_texts(whole)
    assert "siege lifted" not in legend_texts(whole)


@pytest.mark.parametrize("name", list(ROAD_VIEWS))
@pytest.mark.parametrize("day", [dt.date(1999, 1, 1), dt.date(2030, 1, 1)])
def test_a_day_outside_the_data_is_drawn_without_status(shown_bundled, name, day):
    drawn = shown_bundled(day, name=name)

    assert {road["status"] for road in drawn["roads"].values()} == {"no_data"}
    assert (drawn["events"], drawn["glow"]) == ([], [])
