"""Every scene, pack and briefing of a restricted dataset: no trace of an event leaves."""

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_fixtures import acled_file, imported
from scene_facts import counted, notes

from sahel_map import store
from sahel_map import vocabulary as v
from sahel_map.briefing import MOST_STEPS, Briefing, Frozen, step_of, write_briefing
from sahel_map.maps.events import MODES
from sahel_map.maps.roads import ROAD_VIEWS
from sahel_map.pack import content_of, files_of
from sahel_map.pack.manuscript import manuscript
from sahel_map.scenes import Ground, Line, Scene, look
from sahel_map.scenes.shaded import shaded_units
from sahel_map.scenes.withheld import may_be_told, told_lines
from sahel_map.withholding import FEWEST, withholding

DEATHS = "7319"
LAT, LON = "14.5327", "-4.0871"
DAY = dt.date(2025, 7, 20)
DAYS = (11, 13, 15, 16, 19, 21)
ROAD = "dakar_kayes_bamako"
TRACES = ("sentinel", "gazette", "snt", DEATHS, "7,319", LAT, LON, "2025-07-17", "17 July")
"""Words, identifiers, deaths, coordinates and the day of the one event that stands alone."""

VARIANTS = [
    *(("attacks", {"show": mode, "per_area": dense}) for mode in MODES for dense in (False, True)),
    ("attacks", {"show": "regions", "level": "1", "event": "acled-snt99"}),
    ("attacks", {"type": ("ied",)}),
    ("attacks", {"from": dt.date(2025, 7, 17), "to": dt.date(2025, 7, 18)}),
    ("attacks", {"without": ("by-sentinel-gazette",)}),
    ("attacks", {"known": dt.date(2025, 9, 1)}),
    *(("corridors", {"map": name, "on": DAY}) for name in ROAD_VIEWS),
    ("corridors", {"on": DAY, "road": ROAD}),
    ("corridors", {"on": DAY, "without": ("by-sentinel-gazette",), "buffer": "20"}),
    *(("expansion", {"by": by, "own": "2025-07-01..2025-07-31"}) for by in v.SLICINGS),
    *(("expansion", {"areas": areas, "through": "slice"}) for areas in v.AREAS),
    ("expansion", {"stage": "two", "by": "month", "event": "acled-snt99"}),
    ("evidence", {"event": "acled-snt99"}),
    *(("evidence", {"part": part}) for part in ("contradictions", "sources", "known")),
    *(("numbers", {"numbers": topic}) for topic in v.INDICATOR_TOPICS),
    *(("overview", {"span": span}) for span in ("30", "90")),
]
NAMES = [f"{page} {choices}" for page, choices in VARIANTS]


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """Restricted events: twelve near Kati, six near Kayes, and one near Mopti that stands alone."""
    folder = tmp_path_factory.mktemp("secret")
    plain = {
        "actor1": "JNIM: Group for Support of Islam and Muslims",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Remote explosive/landmine/IED",
        "location": "Sentinel ford",
        "notes": "A sentinel of a note.",
        "source": "First Gazette",
        "fatalities": "1",
    }
    kati = {"admin1": "Koulikoro", "latitude": "12.75", "longitude": "-8.25"}
    kayes = {"admin1": "Kayes", "latitude": "14.45", "longitude": "-11.44"}
    alone = {
        "admin1": "Mopti",
        "latitude": LAT,
        "longitude": LON,
        "location": "Sentinel well",
        "source": "Sentinel Gazette",
        "fatalities": DEATHS,
        "event_date": "2025-07-17",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
    }
    rows = [
        plain | (kati if n < 12 else kayes)
        | {"event_id_cnty": f"SNT{n}", "event_date": f"2025-0{6 + n % 2}-{DAYS[n % 6]}"}
        for n in range(18)
    ]  # fmt: skip
    rows.append(plain | alone | {"event_id_cnty": "SNT99"})
    imported(acled_file(folder / "acled.csv", *rows), folder / "data")
    return store.open_dataset(folder / "data")


@pytest.fixture(scope="module")
def ground(secret):
    """The restricted events with measures that all tests share."""
    return Ground.of(secret)


@pytest.fixture(scope="module")
def open_ground(secret):
    """The same events under a licence that lets them be passed on."""
    about = {**secret.about, "licence_class": "open"}
    return Ground.of(dataclasses.replace(secret, about=about))


def told(sight):
    """Everything that a sight shows, as one text."""
    parts = [
        sight.title,
        sight.selection,
        *sight.cautions,
        *(str(dataclasses.asdict(number)) for number in sight.numbers),
        *(f"{line.text} {line.source_ids}" for line in sight.lines),
        *(f"{one.title} {one.caption} {one.function}" for one in sight.drawings),
        *(json.dumps(one.view, ensure_ascii=False) for one in sight.drawings),
        sight.sources.to_csv(),
        sight.events.to_csv(),
        *(table.to_csv() for table in sight.tables.values()),
    ]
    return "\n".join(parts)


def traces(text, echoed=""):
    """What in a text tells of the event that stands alone, the reader's own words aside."""
    # A source of the roads came out on that day of another year.
    lowered = text.replace("17 July 2017", "").casefold()
    return [word for word in TRACES if word.casefold() in lowered and word not in echoed]


@pytest.mark.parametrize(("page", "choices"), VARIANTS, ids=NAMES)
def test_no_scene_has_a_trace_of_a_restricted_event(ground, page, choices):
    sight = look(Scene.of(page, choices), ground)

    # Who asks for a day by its name is told the day that was asked for.
    echoed = "17 July" if "from" in choices else ""
    assert traces(told(sight), echoed) == []
    assert len(sight.events) == 0
    assert sum("Single events are withheld" in caution for caution in sight.cautions) == 1


@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("attacks", {}),
        ("attacks", {"without": ("by-sentinel-gazette",)}),
        ("corridors", {"on": DAY}),
        ("expansion", {}),
        ("evidence", {"event": "acled-snt99"}),
        ("overview", {}),
    ],
)
def test_the_same_events_leave_traces_where_they_may(open_ground, page, choices):
    assert traces(told(look(Scene.of(page, choices), open_ground)))


@pytest.mark.parametrize(("page", "choices"), VARIANTS, ids=NAMES)
def test_no_scene_tells_a_count_of_too_few_events(ground, page, choices):
    sight = look(Scene.of(page, choices), ground)

    for number in sight.numbers:
        if number.code in {"events", "attacks", "attacks_against", "attacks_90", "days"}:
            assert number.low in {None, 0} or number.low >= FEWEST
    for table in sight.tables.values():
        for name in {"attacks", "inside", "placed", "gateways_attacks", "straddling"} & {*table}:
            assert not pd.to_numeric(table[name]).between(1, FEWEST - 1).any(), name
        if "attacks" in table:
            for part in ("inside", "placed"):
                assert not (table["attacks"] - table[part]).between(1, FEWEST - 1).any(), part
    assert sight.tables.get("roads", pd.DataFrame()).columns.isin(["days_since"]).sum() == 0


def test_what_is_left_of_all_is_not_told_either(ground):
    sight = look(Scene("attacks", {"type": ("ied",)}), ground)

    assert counted(sight)["events"] == (18, 18)
    assert notes(sight)["events"] == ""
    assert notes(look(Scene("attacks"), ground))["events"] == "of 19 in the data"


def test_too_few_events_have_neither_a_number_nor_deaths(ground):
    sight = look(Scene("attacks", {"from": dt.date(2025, 7, 17)}), ground)

    (number,) = sight.numbers
    assert (number.text, number.low, number.high) == ("fewer than 5", None, None)


def test_the_first_and_last_day_are_those_of_single_events(ground, open_ground):
    assert "days" in counted(look(Scene("attacks"), open_ground))
    assert "days" not in counted(look(Scene("attacks"), ground))


def test_a_unit_that_would_tell_the_last_one_is_not_shaded(ground, secret):
    sight = look(Scene("attacks", {"show": "regions", "level": "1"}), ground)

    view = sight.drawings[0].view
    kati = set(secret.events.loc[secret.events["admin1"] == "Koulikoro", "admin1_id"])
    assert set(view["units"]) == kati
    assert [cell["count"] for cell in view["units"].values()] == [None]
    # Twelve events: the class ends at a round number, so that it is no count.
    assert [item["text"] for item in view["legend"]["parts"][0]["items"]] == ["5 – 20"]
    assert "Units with fewer than 5 events" in view["legend"]["parts"][1]["title"]
    assert view["words"]["no_events"] == "Not shaded"


@given(st.lists(st.integers(1, 30), max_size=8), st.integers(0, 12))
def test_what_is_not_shaded_cannot_be_had_by_subtraction(sizes, loose):
    units = pd.Series([f"u{n}" for n, size in enumerate(sizes) for _ in range(size)] + [""] * loose)

    kept = shaded_units(units.astype(str))

    left = len(units) - int(kept.sum())
    assert (kept >= FEWEST).all()
    assert left == 0 or left >= FEWEST or kept.empty
    assert all(kept[name] == sizes[int(name[1:])] for name in kept.index)


def test_with_no_unit_of_enough_events_the_map_says_so(ground):
    sight = look(Scene("attacks", {"from": dt.date(2025, 7, 17)}), ground)

    view = sight.drawings[0].view
    assert view["units"] == {}
    assert view["words"]["empty"] == "No unit has enough events to be shaded."


def test_a_part_and_its_rest_must_both_be_enough(secret, data):
    told_of_ten = [n for n in range(11) if may_be_told(n, 10, secret)]

    assert told_of_ten == [0, 5, 10]
    assert all(may_be_told(n, 10, data) for n in range(11))


def test_shares_of_too_few_inside_or_outside_are_masked(secret):
    table = pd.DataFrame(
        {"slice_id": list("abcd"), "attacks": [10, 10, 10, 3], "inside": [2, 5, 8, 3],
         "placed": [10, 7, 5, 3], "share": [0.2, 0.5, 0.8, 1.0], "share_low": 0.1,
         "share_high": 0.9, "share_band_low": 0.1, "share_band_high": 0.9}
    )  # fmt: skip

    kept = withholding(table, secret)

    assert list(kept["share"].notna()) == [False, True, False, False]
    assert list(kept["share_band_low"].notna()) == [False, True, False, False]
    assert list(kept["placed"].notna()) == [True, False, True, False]
    assert list(kept["attacks"].notna()) == [True, True, True, False]


def test_a_basis_names_no_source_and_counts_no_event(ground):
    left_out = look(Scene("attacks", {"without": ("by-sentinel-gazette",)}), ground)
    known = look(Scene("numbers", {"known": dt.date(2025, 9, 1)}), ground)

    assert "Some sources are left out." in left_out.cautions
    assert "As known on 1 September 2025." in known.cautions


def test_a_statement_does_not_name_a_source_of_restricted_events(secret, data):
    line = Line("A statement.", ("by-sentinel-gazette", "karr-2026"))

    (told_line,) = told_lines((line,), secret)

    assert told_line.source_ids == ("karr-2026",)
    assert told_lines((line,), data) == (line,)


def test_maps_have_the_legend_of_what_they_draw(ground, open_ground):
    def texts(base, page, **choices):
        view = look(Scene(page, choices), base).drawings[0].view
        return json.dumps(view["legend"])

    for words in ("attack on a road", "attacked lately"):
        assert words in texts(open_ground, "corridors", on=DAY)
        assert words not in texts(ground, "corridors", on=DAY)
    for words in ("Explosives", "mean centre", "Area first reached", "ellipse"):
        assert words in texts(open_ground, "expansion")
        assert words not in texts(ground, "expansion")
    assert "The south-west" in texts(ground, "expansion")


# Packs and briefings.


@pytest.fixture(scope="module")
def briefing(ground, secret):
    """A briefing of all the views of this file whose own words have no trace."""
    sights = [
        look(Scene.of(page, choices), ground)
        for page, choices in VARIANTS
        if "from" not in choices and "without" not in choices
    ]
    steps = tuple(step_of(sight, f"View {n}") for n, sight in enumerate(sights))
    frozen = Frozen.of(secret, dataset="", made=DAY)
    return Briefing("A briefing", frozen, steps[:MOST_STEPS])


def test_a_briefing_file_has_no_trace(briefing):
    raw = write_briefing(briefing).decode()

    assert len(briefing.steps) > 30
    assert traces(raw) == []


@pytest.fixture(scope="module")
def content(briefing, ground):
    """What a pack of the briefing contains."""
    return content_of(briefing, ground, made=DAY)


def test_no_file_of_a_pack_has_a_trace(content):
    files = dict(files_of(content, parts=("html", "tables")))

    assert any(name.endswith(".html") for name in files)
    assert any(name.endswith("counts.csv") for name in files)
    assert not [name for name in files if "events" in name]
    # What the libraries and our own scripts say is the same for everybody.
    found = {name: traces(raw.decode()) for name, raw in files.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_printed_pages_have_no_trace(content):
    assert traces(json.dumps(manuscript(content), ensure_ascii=False)) == []
