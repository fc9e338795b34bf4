"""The view as known on 3 June 2025: nothing later may be visible, on any page."""

import calendar
import datetime as dt
import re

import pyogrio
import pytest

from sahel_map.basis import Basis, published_by
from sahel_map.selection import Selection

DAY = dt.date(2025, 6, 3)
KNOWN = DAY.isoformat()
MILESTONES = ("known-2025-06-03", "known-2025-07-02", "known-2025-09-15", "known-2025-12-31")
JULY = "2025-07-01-"

MONTHS = {
    name: number
    for language in (
        "January February March April May June July August September October November December",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(language.split(), 1)
}
WORDED = re.compile(
    rf"(?:\b(\d{{1,2}})(?:er)?\s)?\b({'|'.join(MONTHS)})\s(20\d\d)\b", re.IGNORECASE
)
WRITTEN = re.compile(r"(?<!\d)(20[12]\d)([-/]?)(0[1-9]|1[0-2])(?:\2([0-3]\d))?(?!\d)")
LOOSE = re.compile(r"(?<![\w.])(202[6-9])(?![\w.])|\b(?:summer|autumn|late|end of)\s(2025)\b")
ACCESSED = re.compile(r"Accessed .*?\d{4}|Consulté .*?\d{4}")
IDENTIFIER = re.compile(r"\$\$ID-[0-9a-f]+(-[0-9a-f]{64})?")

VIEWS = [
    ("overview", {}),
    ("overview", {"span": "90", "confidence": "unverified"}),
    ("attacks", {}),
    ("attacks", {"show": "clusters", "confidence": "unverified", "bars": "week"}),
    ("attacks", {"show": "regions"}),
    *[("evidence", {"part": part}) for part in ("dossier", "contradictions", "sources", "known")],
    ("evidence", {"part": "sources", "confidence": "unverified"}),
    *[
        ("numbers", {"numbers": topic})
        for topic in ("violence", "territory", "economy", "forces", "distances")
    ],
    ("about", {}),
]


def last_day(year, month, day):
    return dt.date(year, month, day or calendar.monthrange(year, month)[1])


def days_of(text):
    """Return the last day that each date in a text can mean, with the words for it."""
    found = []
    for match in WORDED.finditer(text):
        month = MONTHS[match[2].lower() if match[2].lower() in MONTHS else match[2].capitalize()]
        found.append((last_day(int(match[3]), month, int(match[1] or 0)), match[0]))
    for match in WRITTEN.finditer(text):
        if not match[2] and not match[4]:
            continue  # six digits are a number
        year, month, day = int(match[1]), int(match[3]), int(match[4] or 0)
        if not day and re.match(r"-[a-z]", text[match.end() :]):
            day = 1  # an identifier with the month in which its event began
        if day <= calendar.monthrange(year, month)[1]:
            found.append((last_day(year, month, day), match[0]))
    found += [(dt.date.max, match[0]) for match in LOOSE.finditer(text)]
    return found


def later(texts):
    """Return the texts with a date after the day, each with that date."""
    return [(words, text[:300]) for text in texts for day, words in days_of(text) if day > DAY]


def visible(page):
    """Return the page's texts without those that may name a later day."""
    texts = [IDENTIFIER.sub("", text) for text in page.texts]
    ours = {button.label for button in page.app.button if button.key in MILESTONES}
    ours |= {f"-{key}" for key in MILESTONES}
    return [ACCESSED.sub("", text) for text in texts if text not in ours]


def without_bars(texts):
    """Drop the ends of the bars in which the day lies: a bar is a whole month or week."""
    bars = ("June 2025", "juin 2025", "2025-06-30 00:00:00", "2025-06-08 00:00:00")
    return [text for text in texts if text not in bars]


def values_of(content, path):
    """Return every value of a downloaded file, text by text."""
    if path.suffix != ".gpkg":
        return re.split(r"[,\n]", content.decode("utf-8-sig"))
    path.write_bytes(content)
    layers = [pyogrio.read_dataframe(path, layer=name) for name in ("events", "provenance")]
    return [str(value) for layer in layers for value in layer.to_numpy().ravel()]


@pytest.fixture(scope="module")
def narrow(data):
    return Basis(DAY).narrow(data)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 June 2025", DAY),
        ("in June 2025", dt.date(2025, 6, 30)),
        ("le 1er juillet 2025", dt.date(2025, 7, 1)),
        ("a/2025/06/04/b", dt.date(2025, 6, 4)),
        ("2025-07", dt.date(2025, 7, 31)),
        ("rfi-20250612-x", dt.date(2025, 6, 12)),
        ("during 2026", dt.date.max),
        ("Décembre 2025", dt.date(2025, 12, 31)),
    ],
)
def test_guard_of_these_tests_sees_dates(text, day):
    assert [found for found, _ in days_of(text)] == [day]


def test_guard_of_these_tests_sees_what_a_page_sends(visit):
    words = later(visit(page="evidence", event="2025-09-14-lakamane-convoy").texts)
    assert {"14 September 2025", "2025-09-14"} <= {found for found, _ in words}
    assert later(visit().texts)


@pytest.mark.parametrize(
    ("page", "query"), VIEWS, ids=[f"{page}-{'-'.join(q.values())}" for page, q in VIEWS]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_later_is_visible(visit, files, tmp_path, language, page, query):
    texts = visible(visit(language, page, known=KNOWN, **query))
    assert later(without_bars(texts) if page == "attacks" else texts) == []
    assert bool(files) == (page == "attacks" or query.get("part") == "dossier")
    for name, content in files.items():
        assert later(values_of(content, tmp_path / name)) == [], name


def test_nothing_later_is_visible_in_all_contradictions(visit, narrow):
    page = visit(page="evidence", part="contradictions", known=KNOWN)
    page.set("toggle", "more-cards", True)
    assert len(page.app.expander) == len(narrow.data.contradictions)
    assert later(visible(page)) == []


def test_nothing_later_is_visible_in_any_dossier(visit, files, narrow):
    page = visit(page="evidence", known=KNOWN)
    for event_id in narrow.data.events.index:
        page.app.query_params["event"] = event_id
        page.run()
        assert page.app.selectbox(key="dossier-event").value == event_id
        assert later(visible(page)) == []
    for name, content in files.items():
        assert later(content.decode("utf-8-sig").split(",")) == [], name


def test_no_note_of_a_source_that_was_out_speaks_of_later_days(narrow):
    assert later(narrow.data.sources["note"]) == []


def test_no_event_of_the_map_is_later(visit, narrow):
    for page in (visit(known=KNOWN, confidence="unverified"), visit(page="evidence", known=KNOWN)):
        ids = {event["id"] for event in page.map_view["events"]}
        assert ids
        assert ids <= set(narrow.data.events.index)
        assert later(ids) == []


def test_filters_offer_no_event_that_is_later(visit):
    page = visit(page="evidence", known=KNOWN, confidence="unverified")
    offered = page.app.selectbox(key="dossier-event").options
    assert len(offered) > 50
    assert later(offered) == []


def test_attacks_of_1_july_are_on_no_page(visit, data):
    july = data.events[data.events.index.str.startswith(JULY)]
    assert len(july) >= 7
    for name in ("overview", "attacks", "evidence", "numbers"):
        text = visit(page=name, known=KNOWN, confidence="unverified").words
        assert JULY not in text
        for title in july["title"]:
            assert title not in text
    assert JULY in visit().words


@pytest.mark.parametrize("page", ["attacks", "evidence"])
def test_link_to_a_later_event_does_not_open_it(visit, data, page):
    later_event = "2025-09-14-lakamane-convoy"
    opened = visit(page=page, known=KNOWN, event=later_event)
    assert data.events.at[later_event, "title"] not in opened.words
    assert "tankers" not in (opened.panel or "")


def test_words_written_with_later_sources_are_withheld(visit, data, narrow):
    withheld = narrow.data.events.query("withheld").index[-1]
    panel = visit(known=KNOWN, event=withheld).panel
    assert "written with later sources" in panel
    assert data.events.at[withheld, "title"] not in panel
    assert data.events.at[withheld, "summary"][:30] not in panel


def test_undated_sources_are_counted_in_the_notice(visit, data):
    undated = int((data.sources["published"] == "").sum())
    assert undated > 5
    days = data.sources["published"].map(published_by)
    after = sum(day > DAY for day in days if day is not None)
    for name in ("overview", "attacks", "evidence", "numbers", "about"):
        notice = visit(page=name, known=KNOWN).notices[0]
        assert f"{undated} undated sources left out" in notice
        assert f"{after} later sources left out" in notice
        assert "As known on 3 June 2025" in notice


def test_download_says_on_which_basis_it_was_made(visit, files):
    visit(known=KNOWN)
    text = files["sahel-map-events.csv"].decode("utf-8-sig")
    assert "3 June 2025" in text.splitlines()[1]


def test_events_and_tolls_are_those_of_the_day(visit, narrow):
    page = visit(known=KNOWN)
    assert page.rows == len(Selection().outcome(narrow.data.events).events)
    assert page.query == {"known": KNOWN}


def test_hindsight_is_off_until_asked_for(visit):
    page = visit(page="evidence", part="known", known=KNOWN)
    assert page.app.toggle(key="hindsight").value is False
    assert not page.app.dataframe
    assert "Off, so that nothing later is visible." in page.captions
    page.set("toggle", "hindsight", True)
    told = page.table("now")
    assert len(told)
    assert (told["then"] != told["now"]).all()


def test_milestones_choose_the_day_and_today_brings_all_back(visit, data):
    page = visit(page="evidence", part="known")
    assert "No day is chosen" in page.notices[0]
    page.press(key="known-2025-06-03")
    assert page.query == {"part": "known", "known": KNOWN}
    [events] = [metric for metric in page.app.metric if metric.label == "Events known"]
    known = len(Basis(DAY).narrow(data).data.events)
    assert events.value == f"{known} / {len(data.events)}"
    page.press(key="known-today")
    assert page.query == {"part": "known"}


def test_day_chosen_in_the_sidebar_is_the_same(visit):
    page = visit(page="numbers").set("date_input", "known", DAY)
    assert page.query == {"known": KNOWN}
    assert "280 attacks" not in page.words


@pytest.mark.parametrize("day", [KNOWN, "2025-07-02", "2025-09-15"])
def test_events_of_one_day_and_kind_can_be_told_apart_in_the_dossier(visit, day):
    options = visit(page="evidence", known=day).app.selectbox(key="dossier-event").options
    assert [label for label in options if options.count(label) > 1] == []


def test_each_attack_of_1_july_opens_when_it_is_picked_on_the_day_after(visit, data):
    narrow = Basis(dt.date(2025, 7, 2)).narrow(data)
    july = [event_id for event_id in narrow.data.events.index if event_id.startswith(JULY)]
    assert len(july) >= 7
    page = visit(page="evidence", known="2025-07-02")
    for event_id in july:
        page.set("selectbox", "dossier-event", event_id)
        assert page.query["event"] == event_id


def test_quick_period_on_an_earlier_day_ends_by_that_day(visit):
    page = visit(known=KNOWN).set("button_group", "span", "90")
    assert page.query["to"] <= KNOWN
    assert page.rows > 0


@pytest.mark.parametrize("name", ["overview", "attacks", "evidence", "numbers", "about"])
def test_first_day_that_the_sidebar_offers_gives_an_explained_empty_page(visit, data, name):
    first = data.events["date_start"].min().date().isoformat()
    page = visit(page=name, known=first)
    assert "As known on 4 October 2017" in page.notices[0]
    assert page.panel is None
