"""Hostile text and broken rows in the data folder."""

import csv
import io

import pytest
from playwright.sync_api import expect

from sahel_map.selection import Selection
from sahel_map.store import load

pytestmark = pytest.mark.browser

TEXT = (
    "L'`attaque` </script><script>window.__hacked=1</script> ${1+1} {{1+1}} "
    "<img src=x onerror=window.__hacked=1> $x^2$ **bold** :red[x] [a](b) تمبكتو ߒߞߏ"
)
EVENT = "2025-09-14-lakamane-convoy"
NEIGHBOUR = "hostile-neighbour"
COLUMNS = ("title", "place", "actor", "target", "summary", "conflicts")
DISPUTE = "lakamane-convoy-tankers"
SOURCE = "hostile-source"


def marked(name):
    """Return the hostile text with a mark, so that a test knows which field it sees."""
    return f"{name} {TEXT}"


def hostile_events(row):
    if row["event_id"] != EVENT:
        return [row]
    neighbour = row | {"event_id": NEIGHBOUR, "title": "A neighbour"}
    attack = row | {name: marked(name) for name in COLUMNS} | {"source_ids": SOURCE}
    return [attack, neighbour]


def hostile_sources(row):
    if row["source_id"] != "aashah-20250906":
        return [row]
    names = ("title", "publisher", "author")
    url = "https://example.org/\"onmouseover='window.__hacked=1'><b>${1+1}"
    return [row, row | {name: marked(name) for name in names} | {"source_id": SOURCE, "url": url}]


def hostile_places(row):
    if row["place_id"] == "kaniera-lakamane-road":
        row["alt_names"] = marked("alias")
    return [row]


def hostile_claims(row):
    if row["event_ids"] == EVENT:
        row |= {"claimant": marked("claimant"), "note": marked("note"), "source_id": SOURCE}
    return [row]


def hostile_contradictions(row):
    if row["contradiction_id"] == DISPUTE:
        row |= {"title": marked("dispute"), "reading": marked("reading")}
    return [row]


def hostile_positions(row):
    if row["contradiction_id"] == DISPUTE:
        row |= {"holder": marked("holder"), "position": marked("position")}
    return [row]


def hostile_indicators(row):
    if row["measure"] == "attacks_half_year":
        row |= {"title": marked("number"), "claimant": marked("claimant"), "note": marked("note")}
    return [row]


@pytest.fixture(scope="module")
def folder(copy_data):
    return copy_data(
        events=hostile_events,
        sources=hostile_sources,
        places=hostile_places,
        claims=hostile_claims,
        contradictions=hostile_contradictions,
        positions=hostile_positions,
        indicators=hostile_indicators,
    )


@pytest.fixture(scope="module")
def hostile_server(start_server, folder):
    return start_server(data=folder)


@pytest.fixture
def hostile(visit, hostile_server, folder):
    """Return a tab on the hostile data; at the end, nothing in the data may have been run."""
    loaded = load(folder)
    assert loaded.rejected.empty, "the hostile rows must reach the pages"
    tab = visit(on=hostile_server)
    yield tab
    assert tab.page.evaluate("window.__hacked") is None
    assert [frame.evaluate("window.__hacked") for frame in tab.page.frames[1:]] in ([], [None])
    assert not [url for url in tab.watch.requests if url.endswith("/x")]


def test_hostile_text_leaves_the_map_intact(hostile, folder):
    outcome = Selection().outcome(load(folder).events)
    hostile.open_map()
    hostile.expect_events(len(outcome.drawn))
    hostile.expect_rows(len(outcome.events))
    event = hostile.frame.evaluate(
        "(id) => SahelMap.state.view.events.find((event) => event.id === id)", EVENT
    )
    assert event["title"] == marked("title")
    assert event["where"].startswith(marked("place"))


def test_hostile_text_is_text_in_the_tooltips(hostile):
    hostile.open_map(event=EVENT, type="convoy_attack")
    hostile.dot(EVENT).hover()
    tip = hostile.map.locator(".tip")
    expect(tip.locator("b")).to_have_text(marked("title"))
    expect(tip).to_contain_text(marked("place"))
    expect(tip.locator("img, script, strong")).to_have_count(0)


def test_hostile_text_is_text_in_the_panel(hostile):
    hostile.open_map(event=EVENT)
    expect(hostile.panel.get_by_role("heading").first).to_have_text(marked("title"))
    names = [name for name in COLUMNS if name != "title"]
    for name in [*names, "publisher", "author", "alias", "claimant"]:
        expect(hostile.panel).to_contain_text(marked(name))
    link = hostile.panel.locator("li a")
    expect(link).to_have_text(marked("title"))
    assert link.get_attribute("href").startswith('https://example.org/"onmouseover=')
    expect(hostile.panel.locator("img, script, .katex, strong, em")).to_have_count(0)
    link.hover()


def test_hostile_text_is_text_in_the_list_of_events_coded_here(hostile):
    hostile.open_map(event=NEIGHBOUR)
    hostile.panel.locator("summary").filter(has_text="coded here").click()
    other = hostile.page.locator(f".st-key-go-{EVENT} button")
    expect(other).to_contain_text(marked("title"))
    expect(other.locator("img, script, .katex, strong, em, a, code")).to_have_count(0)


def test_hostile_text_is_text_in_the_tables(hostile):
    hostile.open_map(type="convoy_attack", **{"from": "2025-09-01", "to": "2025-09-30"})
    cells = hostile.page.locator("[data-testid=stDataFrame] td")
    for name in ("title", "place"):
        expect(cells.filter(has_text=marked(name)).first).to_be_attached()


def test_hostile_text_is_text_in_the_dossier(hostile):
    hostile.open(path="/evidence", event=EVENT)
    head = hostile.page.locator(".dossier")
    expect(head.get_by_role("heading").first).to_have_text(marked("title"))
    stated = hostile.page.locator(".agreement .stated").first
    expect(stated).to_contain_text(f"{marked('claimant')}: {marked('note')}")
    expect(hostile.page.locator(".event li").first).to_contain_text(marked("publisher"))
    for name in ("claimant", "note"):
        cells = hostile.page.locator("[data-testid=stDataFrame] td")
        expect(cells.filter(has_text=marked(name)).first).to_be_attached()
    hostile.wait_for_map()
    hidden = ".event img, .event script, .agreement img, .agreement script, .event .katex"
    expect(hostile.page.locator(hidden)).to_have_count(0)


def test_hostile_text_is_text_in_a_contradiction_and_a_number(hostile):
    hostile.open(path="/evidence", part="contradictions", contradiction=DISPUTE)
    card = hostile.page.locator(f".st-key-contradiction-{DISPUTE}")
    expect(card.locator("summary")).to_contain_text(marked("dispute"))
    for name in ("holder", "position", "reading"):
        expect(card.locator(".contradiction")).to_contain_text(marked(name))
    expect(card.locator("img, script, .katex, summary a, summary code")).to_have_count(0)
    hostile.open(path="/numbers")
    cards = hostile.page.locator(".cards")
    for name in ("number", "claimant", "note"):
        expect(cards).to_contain_text(marked(name))
    expect(cards.locator("img, script, .katex")).to_have_count(0)


def test_hostile_unknown_region_is_text_in_the_explanation(hostile):
    hostile.open_map(region=marked("Atlantis"))
    expect(hostile.page.locator(".st-key-empty")).to_contain_text(f"“{marked('Atlantis')}”")
    expect(hostile.sentence).to_contain_text(f"in {marked('Atlantis')}")
    expect(hostile.page.locator(".st-key-region")).to_contain_text(marked("Atlantis"))


@pytest.fixture(scope="module")
def broken_server(start_server, copy_data):
    def break_one(row):
        if row["event_id"] != EVENT:
            return [row]
        return [row, row | {"event_id": "broken-event", "date_start": "2025-13-45"}]

    folder = copy_data(events=break_one)
    with (folder / "events.csv").open("a", encoding="utf-8") as handle:
        handle.write("ragged-event,only,three\n")
    return start_server(data=folder)


def test_broken_rows_are_told_and_all_others_shown(visit, broken_server, data):
    outcome = Selection().outcome(data.events)
    tab = visit(on=broken_server)
    tab.open_map(event="broken-event")
    notice = tab.page.locator(".st-key-data-notice").get_by_role("alert")
    expect(notice).to_contain_text("2 rows of the data are broken")
    tab.expect_events(len(outcome.drawn))
    expect(tab.panel).to_have_count(0)
    tab.expect_url()


def test_broken_rows_can_be_taken_away_as_they_came(visit, broken_server):
    tab = visit(on=broken_server)
    tab.open_map()
    notice = tab.page.locator(".st-key-data-notice")
    notice.locator("summary").click()
    with tab.page.expect_download() as download:
        notice.locator("[data-testid=stDownloadButton] button").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = {row["record"]: row for row in csv.DictReader(io.StringIO(text))}
    assert {row["file"] for row in rows.values()} == {"events.csv"}
    [bad_date] = [row for row in rows.values() if "2025-13-45" in row["record"]]
    assert "date_start" in bad_date["reason"]
    assert [record.partition(",")[0] for record in rows] == ["broken-event", "ragged-event"]
    assert "ragged-event,only,three" in rows
