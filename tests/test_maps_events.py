"""The changing layer: one entry for each event that has a point, as JSON that stays JSON."""

import json

import pandas as pd
import pytest
from streamlit_folium import generate_leaflet_string

from sahel_map import vocabulary as v
from sahel_map.i18n import activate
from sahel_map.maps import base_map, event_group
from sahel_map.maps.events import MODES
from sahel_map.maps.legend import SHADES

WEST, MONTH, ROAD, LEAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-east-month",
    "2025-07-02-east-road",
    "2025-07-05-lead",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)


def document(group) -> str:
    """Return the page that shows a group on the base map."""
    base = base_map("abc")
    base.add_child(group)
    return base.get_root().render()


def wire(group) -> str:
    """Return the script that streamlit-folium sends for a group, by the steps it takes."""
    group.add_to(base_map("abc"))
    group.render()
    return generate_leaflet_string(group)


def view(script: str) -> dict:
    """Return the JSON that reaches the browser, read out of the script itself."""
    call = script.split("SahelMap.show(")[1]
    return json.JSONDecoder().raw_decode(call.partition(", ")[2])[0]


def test_there_is_one_entry_for_each_event_with_a_point(six):
    shown = view(document(event_group(six.events, six.admin1)))

    assert [event["id"] for event in shown["events"]] == [WEST, ROAD, LEAD, GOURMA]
    assert shown["mode"] == "points"


def test_events_known_only_by_region_or_country_are_never_a_point(data):
    shown = view(document(event_group(data.events, data.admin1)))

    assert {event["precision"] for event in shown["events"]} <= {"exact", "town", "near", "area"}
    drawable = data.events["geo_precision"].isin(["exact", "town", "near", "area"])
    assert [event["id"] for event in shown["events"]] == list(data.events.index[drawable])


def test_an_entry_says_what_the_map_draws_and_the_reader_reads(six):
    west, road, lead, gourma = view(document(event_group(six.events, six.admin1)))["events"]

    assert west == {
        "id": WEST,
        "lat": 10.5,
        "lon": 0.5,
        "category": "assault",
        "precision": "town",
        "radius_m": 0,
        "low": 3,
        "high": 5,
        "title": "Attack on West Town",
        "date": "1 July 2025",
        "where": "West Town, West, Mali",
        "deaths_text": "Soldiers killed: 3 to 5",
        "precision_text": "",
    }
    assert (road["low"], road["high"], road["radius_m"]) == (0, 0, 25_000)
    assert road["precision_text"] == "Within about 25 km of the point."
    assert (lead["low"], lead["high"]) == (None, None)
    assert (gourma["low"], gourma["high"], gourma["radius_m"]) == (20, None, 50_000)


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_its_legend_and_its_name(six, mode):
    shown = view(document(event_group(six.events, six.admin1, mode=mode)))

    assert shown["mode"] == mode
    assert shown["legend"]["title"] == "Legend"
    assert bool(shown["events"]) == (mode != "regions")
    assert bool(shown["units"]) == (mode == "regions")


def test_regions_are_shaded_by_their_counts(six):
    many_in_the_west = pd.concat([six.events, six.events.loc[[WEST, WEST]]])

    shown = view(document(event_group(many_in_the_west, six.admin1, mode="regions")))

    # West has four events, one of them a lead; East two, one without a point; Gourma one.
    # Quantiles of 1, 2, 4 that are values themselves: 1, 2 and 4, so three classes.
    light, middle, dark = SHADES[2]
    assert shown["units"] == {
        "ML-W": {"count": 4, "colour": dark, "text": "4 events; 4 per 10,000 km²"},
        "ML-E": {"count": 2, "colour": middle, "text": "2 events; 0.5 per 10,000 km²"},
        "BF-G": {"count": 1, "colour": light, "text": "1 event; 1 per 10,000 km²"},
    }


def test_regions_may_be_shaded_by_density(six):
    cells = view(document(event_group(six.events, six.admin1, mode="regions", per_area=True)))[
        "units"
    ]

    # Per 10,000 km2: East 0.5, Gourma 1, West 2: a class each.
    light, middle, dark = SHADES[2]
    assert {unit: cell["colour"] for unit, cell in cells.items()} == {
        "ML-E": light,
        "BF-G": middle,
        "ML-W": dark,
    }


def test_regions_own_up_to_events_of_no_single_unit(six):
    parts = view(document(event_group(six.events, six.admin1, mode="regions")))["legend"]["parts"]

    assert parts[-1]["title"] == "1 event is known only for a wider area and is not shaded"


def test_the_selected_event_is_named(six):
    assert view(document(event_group(six.events, six.admin1, selected=ROAD)))["selected"] == ROAD
    assert view(document(event_group(six.events, six.admin1)))["selected"] is None


def test_an_empty_view_says_so(six):
    empty = view(document(event_group(six.events.iloc[:0], six.admin1)))

    assert empty["events"] == []
    assert empty["words"]["empty"] == "No event fits this selection."
    assert view(document(event_group(six.events, six.admin1)))["words"]["empty"] == ""


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_can_be_empty(six, mode):
    shown = view(document(event_group(six.events.iloc[:0], six.admin1, mode=mode)))

    assert shown["events"] == []
    assert not shown["units"]


def test_the_digest_changes_with_the_view_and_only_with_it(six):
    first, same = (view(document(event_group(six.events, six.admin1)))["digest"] for _ in range(2))
    other = view(document(event_group(six.events, six.admin1, selected=ROAD)))["digest"]

    assert first == same
    assert first != other


def test_colours_are_those_of_the_vocabulary(six):
    colours = view(document(event_group(six.events, six.admin1)))["colours"]

    assert colours == {code: term.colour for code, term in v.CATEGORIES.items()}


def test_a_view_is_in_the_language_of_the_reader(data):
    tonka = data.events.loc[["2025-11-07-cisse-execution"]]
    english = view(document(event_group(tonka, data.admin1)))

    activate("fr")
    french = view(document(event_group(tonka, data.admin1)))

    assert (english["language"], french["language"]) == ("en", "fr")
    assert english["events"][0]["date"] == "7 November 2025"
    assert french["events"][0]["date"] == "7 novembre 2025"
    assert french["events"][0]["where"] == "Tonka, Tombouctou, Mali"
    assert english["events"][0]["title"] != french["events"][0]["title"]


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        'quote " and \\" backslash \\',
        "back`tick ${alert(1)}",
        "line\u2028separator\u2029",
        "{{ 7 * 7 }}",
        "{{'map_div'}}",
        "{% for %}",
        "{# a comment #}",
        "<!--<script>",
        "هجوم على قافلة",
        "ߓߡߊߞߐ߫",
    ],
)
def test_a_hostile_title_stays_inside_its_string(six, title):
    harmless = document(event_group(six.events, six.admin1))
    events = six.events.assign(title=title, place=title)
    page = document(event_group(events, six.admin1))

    assert [event["title"] for event in view(page)["events"]] == [title] * 4
    assert page.count("<script") == harmless.count("<script")
    assert page.count("</script") == harmless.count("</script")
    assert page.count("`") == harmless.count("`")
    assert "<img" not in page
    assert "\u2028" not in page


@pytest.mark.parametrize("title", ["{% for %}", "{{'map_div'}}", "feature_group_0", "_div"])
def test_a_title_reaches_the_browser_as_it_is(six, title):
    script = wire(event_group(six.events.assign(title=title), six.admin1))

    assert [event["title"] for event in view(script)["events"]] == [title] * 4


def test_drawing_does_not_change_the_events(six):
    before = six.events.copy(deep=True)

    for mode in MODES:
        event_group(six.events, six.admin1, mode=mode)

    assert six.events.equals(before)
