"""The pack as one HTML file: what stands in it, and that nothing in it is run or loaded."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from pack_fixtures import SIX, made

from sahel_map import i18n
from sahel_map.errors import PackError
from sahel_map.pack.content import Leaf
from sahel_map.pack.html import to_html

HOSTILE = "</script><script>alert(1)</script><img src=x> ${1+1} `x` {{7*7}} {% raw %}"
EVENT = "2025-07-01-west-town"


class Page(HTMLParser):
    """What a parser that knows the rules of HTML finds in a file."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.scripts, self._open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        inside = self._open[-1] if self._open else ""
        (self.scripts if inside == "script" else self.texts).append(data)

    def all(self, name, **attributes):
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return [
            found for tag, found in self.tags if tag == name and wanted.items() <= found.items()
        ]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    @property
    def pack(self):
        return json.loads(self.scripts[0])


@pytest.fixture(scope="module")
def six_views(data):
    """Every kind of map over the bundled data, made once: it takes seconds."""
    return to_html(made(data, *SIX))


@pytest.fixture(scope="module")
def six_page(six_views):
    return Page(six_views)


@pytest.fixture
def page(evidence):
    return Page(to_html(made(evidence, ("attacks", {}))))


def hostile_leaf(leaf: Leaf) -> Leaf:
    sight = dataclasses.replace(
        leaf.sight,
        title=HOSTILE,
        selection=HOSTILE,
        cautions=(HOSTILE,),
        events=leaf.sight.events.assign(title=HOSTILE, place=HOSTILE),
        tables={HOSTILE: pd.DataFrame({HOSTILE: [HOSTILE]})},
        drawings=tuple(
            dataclasses.replace(
                drawing,
                caption=HOSTILE,
                title=HOSTILE,
                view={**drawing.view, "events": [{**drawing.view["events"][0], "title": HOSTILE}]},
            )
            for drawing in leaf.sight.drawings
        ),
    )
    return dataclasses.replace(leaf, title=HOSTILE, note=HOSTILE, sight=sight, changed=(HOSTILE,))


def test_the_file_says_its_title_language_cut_off_version_and_cautions(page, evidence):
    assert page.all("html", lang="en")
    assert "Kayes under blockade" in page.text
    assert evidence.version in page.text
    assert "Data to " in page.text
    assert "Packed on 1 August 2026" in page.text
    assert "A sample, not a census." in page.text


def test_the_policy_of_the_file_lets_it_ask_for_nothing(page):
    (policy,) = page.all("meta", **{"http-equiv": "Content-Security-Policy"})

    rules = dict(rule.split(maxsplit=1) for rule in policy["content"].split("; "))
    assert rules == {
        "default-src": "'none'",
        "script-src": "'unsafe-inline'",
        "style-src": "'unsafe-inline'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_loaded_and_only_links_lead_out(six_page):
    page = six_page

    loading = {"src", "srcset", "data", "poster", "background"}
    assert [tag for tag, found in page.tags if loading & set(found)] == []
    assert page.all("link") == []
    assert {tag for tag, found in page.tags if found.get("href", "").startswith("http")} == {"a"}
    assert re.findall(r"url\((?!#hatch)", json.dumps(page.pack["shared"]["styles"])) == []
    assert "sourceMappingURL" not in json.dumps(page.pack["shared"]["scripts"])


def test_six_views_of_the_bundled_data_stay_under_four_megabytes(six_views):
    assert len(six_views.encode()) < 4_000_000


def test_each_view_has_a_heading_an_address_and_its_maps(six_page):
    numbers = [found["id"] for found in six_page.all("section", class_="leaf")]
    assert numbers == [f"view-{number}" for number in range(1, 7)]
    assert len(six_page.all("figure", class_="map")) == 6
    assert {found["href"] for found in six_page.all("a") if found["href"].startswith("#view")} == {
        f"#{name}" for name in numbers
    }


def test_libraries_and_layers_stand_in_the_file_once_and_only_those_that_are_needed(page, six_page):
    six = six_page.pack["shared"]
    one = page.pack["shared"]

    def holds(shared, word):
        return sum(word in text for text in shared["scripts"])

    words = ("L.markerClusterGroup=", "L.heatLayer=", "SahelMap.roads =", "SahelMap.slices =")
    assert [holds(six, word) for word in words] == [1, 1, 1, 1]
    assert [holds(one, word) for word in words] == [0, 0, 0, 0]
    assert "corridors.geojson" in six["config"]["layers"]
    assert "corridors.geojson" not in one["config"]["layers"]


def test_boundaries_are_rounded_to_a_thousandth_of_a_degree(six_page):
    layers = six_page.pack["shared"]["config"]["layers"]

    numbers = re.findall(
        r"-?\d+\.\d+", json.dumps(layers["admin1.geojson"]["features"][0]["geometry"])
    )
    assert len(numbers) > 100
    assert max(len(number.partition(".")[2]) for number in numbers) == 3


def test_a_click_finds_what_is_known_of_an_event_with_its_sources(page, evidence):
    pack = page.pack

    card = pack["cards"][pack["leaves"][0]["details"]["event"][EVENT]]
    event = evidence.events.loc[EVENT]
    assert card["title"] == event["title"]
    assert card["text"] == event["summary"]
    names = [pack["sources"][number]["title"] for number in card["sources"]]
    assert names == list(evidence.sources_of(EVENT)["title"])


def test_everything_on_a_map_that_can_be_clicked_has_its_card(six_page):
    pack = six_page.pack

    roads = pack["leaves"][4]
    view = roads["drawings"][0]["view"]
    assert set(roads["details"]["corridor"]) == set(view["roads"])
    assert set(roads["details"]["siege"]) == {siege["id"] for siege in view["sieges"]}
    assert set(roads["details"]["agreement"]) == {deal["id"] for deal in view["agreements"]}
    slices = pack["leaves"][5]
    areas = {area["event"] for area in slices["drawings"][0]["view"]["areas"]}
    assert areas
    assert areas <= set(slices["details"]["event"])


def test_a_card_that_two_views_open_is_kept_once(evidence):
    one = Page(to_html(made(evidence, ("attacks", {})))).pack
    two = Page(to_html(made(evidence, ("attacks", {}), ("attacks", {"show": "clusters"})))).pack

    assert len(two["cards"]) == len(one["cards"])
    assert two["sources"] == one["sources"]


def test_hostile_words_are_text_everywhere(evidence):
    content = made(evidence, ("attacks", {}), title=HOSTILE, summary=HOSTILE, citation=HOSTILE)
    leaves = (hostile_leaf(content.leaves[0]),)
    text = to_html(dataclasses.replace(content, leaves=leaves, cautions=(HOSTILE,)))

    page = Page(text)
    assert len(page.all("script")) == 2
    assert page.all("img") == []
    assert page.text.count(" ".join(HOSTILE.split())) >= 10
    assert page.pack["leaves"][0]["drawings"][0]["view"]["events"][0]["title"] == HOSTILE


def test_an_address_that_is_not_of_the_web_is_no_link(evidence):
    sources = evidence.sources.assign(url="javascript:alert(1)")
    hostile = dataclasses.replace(evidence, sources=sources)

    page = Page(to_html(made(hostile, ("attacks", {}))))
    assert {found["href"][0] for found in page.all("a")} == {"#"}
    assert {source["url"] for source in page.pack["sources"]} == {""}


def test_a_long_table_of_events_is_cut_and_says_how_many_more_there_are(evidence):
    content = made(evidence, ("attacks", {"confidence": "unverified"}))
    leaf = content.leaves[0]
    many = pd.concat([leaf.sight.events] * 60)
    sight = dataclasses.replace(leaf.sight, events=many)

    page = Page(
        to_html(dataclasses.replace(content, leaves=(dataclasses.replace(leaf, sight=sight),)))
    )
    assert len([found for found in page.all("button") if "data-event" in found]) == 200
    left = len(many) - 200
    assert left > 0
    assert f"{left} more rows in the CSV file." in page.text


def test_the_newest_events_stand_first_in_the_table(page, evidence):
    listed = [found["data-event"] for found in page.all("button") if "data-event" in found]

    days = list(evidence.events.loc[listed, "date_start"])
    assert len(days) > 1
    assert days == sorted(days, reverse=True)


def test_sources_beyond_the_fifteenth_are_folded_away(six_views):
    listed = six_views[six_views.index('<ol class="sources">') :]
    open_part, folded = listed[: listed.index("</ol>")], listed[listed.index("<details>") :]
    assert open_part.count("<li") == 15
    assert 'start="16"' in folded


def test_a_withheld_event_is_not_in_the_file_and_the_pack_says_so(evidence):
    restricted = dataclasses.replace(
        evidence,
        about={"licence_class": "restricted", "title": "Theirs", "format": "acled"},
    )

    text = to_html(made(restricted, ("attacks", {})))
    page = Page(text)
    title = evidence.events.at[EVENT, "title"]
    assert title not in text
    assert EVENT not in text
    assert "Single events are withheld" in page.text


def test_a_french_file_is_french(evidence):
    i18n.activate("fr")

    page = Page(to_html(made(evidence, ("attacks", {}))))
    assert page.all("html", lang="fr")
    assert "1er août 2026" in page.text
    assert page.pack["language"] == "fr"
    assert page.pack["leaves"][0]["drawings"][0]["view"]["language"] == "fr"


def test_a_pack_without_views_is_a_page_that_says_so(evidence):
    page = Page(to_html(made(evidence)))

    assert "This briefing holds no view." in page.text
    assert page.pack["shared"] is None


def test_a_view_without_a_title_has_that_of_what_it_shows(evidence):
    content = made(evidence, ("attacks", {}))
    named = dataclasses.replace(content.leaves[0], title="My own words")

    plain = Page(to_html(content)).text
    own = Page(to_html(dataclasses.replace(content, leaves=(named,)))).text
    title = content.leaves[0].sight.title
    assert title in plain
    assert "My own words" not in plain
    assert "My own words" in own
    assert title in own


def test_a_host_without_the_map_libraries_is_told_how_to_get_them(evidence, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path))

    with pytest.raises(PackError, match="make frontend"):
        to_html(made(evidence, ("attacks", {})))
