"""The Attacks page: filters, sentence, table, map arguments, links, without a browser."""

import datetime as dt
import html
from typing import NamedTuple

import pyarrow as pa
import pytest

from sahel_map.selection import Selection
from sahel_map.wording import dates_text

EVENT = "2025-09-14-lakamane-convoy"


def expected(data, **choices):
    return Selection(**choices).outcome(data.events)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "events are selected"), ("fr", "événements")]
)
def test_page_runs_in_both_languages(visit, data, language, word):
    page = visit(language)
    assert word in page.sentence
    assert page.rows == len(expected(data).events)
    assert len(page.map_view["events"]) == len(expected(data).drawn)
    assert page.map_view["language"] == language


def test_widget_keys_are_the_parameters_of_the_link(visit):
    app = visit(show="regions").app
    keys = {
        widget.key
        for kind in (
            "text_input", "date_input", "multiselect", "selectbox", "toggle", "button_group",
        )
        for widget in app.get(kind)
    }  # fmt: skip
    assert keys - {"span"} == {
        "lang", "q", "from", "to", "type", "actor", "country", "region", "precision",
        "confidence", "known", "show", "per_area", "bars",
    }  # fmt: skip


class Filter(NamedTuple):
    """A widget, what a reader sets it to, how that stands in the URL, and the selection."""

    kind: str
    key: str
    value: object
    in_url: str | list[str]
    choices: dict


FILTERS = [
    Filter("text_input", "q", "tombouctou", "tombouctou", {"text": "tombouctou"}),
    Filter("date_input", "from", dt.date(2025, 7, 1), "2025-07-01", {"first": dt.date(2025, 7, 1)}),
    Filter("date_input", "to", dt.date(2025, 6, 30), "2025-06-30", {"last": dt.date(2025, 6, 30)}),
    Filter(
        "multiselect", "type", ["ambush", "ied"], ["ambush", "ied"], {"types": ("ambush", "ied")}
    ),
    Filter("multiselect", "actor", ["jnim"], "jnim", {"actors": ("jnim",)}),
    Filter("multiselect", "country", ["MLI"], "MLI", {"countries": ("MLI",)}),
    Filter("multiselect", "region", ["Kayes"], "Kayes", {"regions": ("Kayes",)}),
    Filter("selectbox", "precision", "town", "town", {"precision": "town"}),
    Filter("selectbox", "confidence", "high", "high", {"confidence": "high"}),
]


@pytest.mark.parametrize("case", FILTERS, ids=lambda case: case.key)
def test_filter_changes_sentence_table_map_and_link(visit, data, case):
    page = visit()
    everything, before = page.rows, page.sentence
    page.set(case.kind, case.key, case.value)
    outcome = expected(data, **case.choices)
    assert 0 < len(outcome.events) < everything
    assert page.rows == len(outcome.events)
    assert {event["id"] for event in page.map_view["events"]} == set(outcome.drawn.index)
    assert page.sentence != before
    assert html.escape(Selection(**case.choices).sentence(), quote=False) in page.sentence
    assert page.query == {case.key: case.in_url}


@pytest.mark.parametrize("case", FILTERS, ids=lambda case: case.key)
def test_link_sets_the_filter(visit, data, case):
    page = visit(**{case.key: case.in_url})
    assert getattr(page.app, case.kind)(key=case.key).value == case.value
    assert page.rows == len(expected(data, **case.choices).events)
    assert page.query == {case.key: case.in_url}


def test_filter_works_in_french(visit, data):
    page = visit("fr", type=["convoy_attack"])
    page.set("selectbox", "confidence", "high")
    outcome = expected(data, types=("convoy_attack",), confidence="high")
    assert page.rows == len(outcome.events)
    assert "Attaque d’un convoi" in page.sentence
    assert page.query == {"type": "convoy_attack", "confidence": "high"}


def test_quick_period_sets_both_dates_and_all_clears_them(visit, data):
    last = data.verified()["date_end"].max().date()
    page = visit()
    for days in (30, 90, 365):
        page.set("button_group", "span", str(days))
        first = last - dt.timedelta(days=days - 1)
        assert page.query == {"from": first.isoformat(), "to": last.isoformat()}
        assert page.app.date_input(key="from").value == first
        assert page.rows == len(expected(data, first=first, last=last).events)
    page.set("date_input", "to", last - dt.timedelta(days=1))
    assert page.app.button_group(key="span").value is None
    page.set("button_group", "span", "all")
    assert page.query == {}


def test_clear_button_puts_every_filter_back_but_not_the_way_of_showing(visit, data):
    page = visit(
        q="kayes", type=["ambush"], region=["Kayes"], precision="town", show="heat", bars="week",
        **{"from": "2025-01-01", "to": "2025-12-31"},
    )  # fmt: skip
    page.press(label="Clear all filters")
    assert page.query == {"show": "heat", "bars": "week"}
    assert page.rows == len(expected(data).events)
    assert page.app.text_input(key="q").value == ""


def test_link_opens_an_event_inside_and_outside_its_selection(visit, data):
    page = visit(event=EVENT, type=["convoy_attack"])
    assert html.escape(data.events.at[EVENT, "title"]) in page.panel
    assert page.map_view["selected"] == EVENT
    page = visit(event=EVENT, type=["ied"])
    assert html.escape(data.events.at[EVENT, "title"]) in page.panel
    captions = [caption.value for caption in page.app.caption]
    assert "outside the selection" in captions
    assert page.query == {"event": EVENT, "type": "ied"}


def test_the_events_of_a_place_are_named_with_the_colon_of_the_language(visit, data):
    here = data.events[data.events["place_id"] == "nioro-du-sahel"]
    page = visit("fr", event=here.index[0])

    labels = [b.label for b in page.app.button if (b.key or "").startswith("go-")]
    named = [label.replace("\\", "") for label in labels]  # as Markdown shows it
    dated = [f"{dates_text(other)}\N{NO-BREAK SPACE}: " for other in here.iloc[1:].itertuples()]
    assert named
    assert [label for label in named if not label.startswith(tuple(dated))] == []


def test_panel_walks_and_closes(visit, data):
    order = list(expected(data, types=("convoy_attack",)).events.index)
    page = visit(event=order[0], type=["convoy_attack"])
    page.press(key="event-next")
    assert page.query["event"] == order[1]
    page.press(key="event-previous")
    assert page.query["event"] == order[0]
    page.press(key="event-close")
    assert page.query == {"type": "convoy_attack"}
    assert page.panel is None


@pytest.mark.parametrize("mode", ["points", "clusters", "heat", "regions"])
def test_map_loads_nothing_from_another_host(visit, mode):
    page = visit(show=mode)
    arguments = page.map_arguments
    links = arguments["js_links"] + arguments["css_links"]
    assert links
    assert not [link for link in links if "//" in link]
    for name in ("script", "feature_group", "html", "header"):
        assert "http://" not in (arguments[name] or "").replace("http://www.w3.org/", "")
        assert "https://" not in (arguments[name] or "")
    assert page.map_view["mode"] == mode


def test_map_stays_the_same_component_whatever_changes(visit):
    page = visit()
    component, script = page.component.id, page.map_arguments["script"]
    layer = page.map_arguments["feature_group"]

    def same():
        nonlocal layer
        before, layer = layer, page.map_arguments["feature_group"]
        assert layer != before, "the view itself must change"
        return (page.component.id, page.map_arguments["script"]) == (component, script)

    page.set("multiselect", "type", ["ambush"])
    assert same()
    page.set("button_group", "show", "clusters")
    assert same()
    page.speak("fr")
    assert same()
    page.press(label="Effacer tous les filtres")
    assert same()


def test_map_asks_for_no_run_but_for_clicks(visit):
    assert visit().map_arguments["returned_objects"] == []


def test_empty_selection_is_explained_with_ways_back(visit, data):
    page = visit(region=["Atlantis"], q="xyzzy")
    texts = [text.value for text in page.app.text]
    assert any("No event fits" in text and "“Atlantis”" in text for text in texts)
    assert page.rows == 0
    assert page.map_view["events"] == []
    assert page.map_view["words"]["empty"]
    page.press(label="All regions")
    assert page.query == {"q": "xyzzy"}
    page.press(label="No search words")
    assert page.query == {}
    assert page.rows == len(expected(data).events)


def test_region_that_exists_but_has_no_event_is_not_called_unknown(visit):
    page = visit(region=["Kayes"], q="xyzzy")
    texts = " ".join(text.value for text in page.app.text)
    assert "No event fits" in texts
    assert "Kayes" not in texts


def test_unverified_leads_are_hidden_until_asked_for(visit, data):
    leads = set(data.events.index[data.events["confidence"] == "unverified"])
    assert leads
    page = visit()
    shown = {event["id"] for event in page.map_view["events"]}
    assert not shown & leads
    assert f"{len(leads)} unverified leads are hidden" in page.sentence
    assert "unverified lead" not in set(page.app.dataframe[-1].value["confidence"])
    page.set("selectbox", "confidence", "unverified")
    assert page.rows == len(data.events)
    assert "unverified leads included" in page.sentence
    assert "hidden" not in page.sentence


def test_table_is_newest_first_and_in_the_language(visit, data):
    newest = expected(data).events.iloc[-1]
    first = visit().app.dataframe[-1].value.iloc[0]
    assert first["title"] == newest["title"]
    assert first["start"] == newest["date_start"]
    french = visit("fr").app.dataframe[-1].value
    english = visit("en").app.dataframe[-1].value
    assert set(french["confidence"]).isdisjoint(set(english["confidence"]) - {"medium"})
    assert (french["title"] != english["title"]).mean() > 0.9


@pytest.mark.parametrize(
    "query",
    [
        {"type": "xyz"},
        {"type": ["xyz", "<script>alert(1)</script>"]},
        {"from": "banana", "to": "2025-02-30"},
        {"from": "0000-00-00"},
        {"confidence": "9", "precision": "-1"},
        {"show": "zz", "bars": "year", "per_area": "q"},
        {"event": "none"},
        {"event": "x" * 10_000, "type": "y" * 10_000},
        {"lang": "xx", "nobody": "asked"},
        {"country": "ML", "actor": "JNIM"},
        {"region": "  "},
    ],
)
def test_nonsense_in_a_link_is_dropped(visit, data, query):
    page = visit(**query)
    assert page.rows == len(expected(data).events)
    assert page.panel is None
    assert page.query == {}


def test_day_outside_the_data_is_kept_and_empty(visit):
    page = visit(**{"from": "2099-01-01"})
    assert page.rows == 0
    assert page.app.date_input(key="from").value == dt.date(2099, 1, 1)
    assert page.query == {"from": "2099-01-01"}


def test_dates_in_the_wrong_order_give_an_explained_empty_view(visit):
    page = visit(**{"from": "2025-12-31", "to": "2025-01-01"})
    assert page.rows == 0
    assert any("No event fits" in text.value for text in page.app.text)
    page.press(key="timeline-all")
    assert page.query == {}


def test_timeline_has_bars_per_month_or_week(visit):
    def bars(page):
        [chart] = page.app.get("vega_lite_chart")
        return len(pa.ipc.open_stream(chart.proto.data.data).read_all())

    assert bars(visit(bars="week")) > bars(visit()) > 0
