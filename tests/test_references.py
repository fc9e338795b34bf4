"""Between tables: what leads nowhere is named once, where it stands, and the rest still loads."""

import pandas as pd
import pytest

from sahel_map import store
from sahel_map.schema import OPTIONAL, TABLES

WEST, ROAD, GOURMA, MALI = (
    "2025-07-01-west-town",
    "2025-07-02-east-road",
    "2025-07-28-gourma",
    "2025-08-15-mali",
)
SOURCE = "a source_id of sources.csv"
EVENT = "an event_id of events.csv"
PLACE = "a place_id of places.csv"
CORRIDOR = "a corridor_id of corridors.csv"
USABLE = "at least one source whose own row is valid"
TWO = "two or more valid rows in positions.csv"
NO_LESS = "a number not below low"
ALL = (
    "events", "sources", "claims", "indicators", "contradictions", "positions", "corridors",
    "corridor_shares", "blockades", "agreements", "fuel", "slices",
)  # fmt: skip
LONE = ("contradictions.csv", 2, "contradiction_id", "west-toll", TWO)

BROKEN = [
    ("claims.csv", 8, {"source_id": "nobody"}, "source_id", "nobody", SOURCE),
    ("indicators.csv", 2, {"source_id": "nobody"}, "source_id", "nobody", SOURCE),
    (
        "contradictions.csv",
        2,
        {"reading_source_ids": "news-one;nobody"},
        "reading_source_ids",
        "nobody",
        SOURCE,
    ),
    ("positions.csv", 2, {"source_ids": "nobody;news-one"}, "source_ids", "nobody", SOURCE),
    ("claims.csv", 4, {"event_ids": f"{WEST};gone"}, "event_ids", "gone", EVENT),
    ("contradictions.csv", 3, {"event_ids": f"gone;{ROAD}"}, "event_ids", "gone", EVENT),
    ("indicators.csv", 3, {"place_ids": "west-town;nowhere"}, "place_ids", "nowhere", PLACE),
    (
        "positions.csv",
        2,
        {"contradiction_id": "quarrel"},
        "contradiction_id",
        "quarrel",
        "a contradiction_id of contradictions.csv",
    ),
    (
        "claims.csv",
        8,
        {"source_id": ""},
        "source_id",
        "",
        "lower-case letters, digits, hyphens, dots and underscores",
    ),
    (
        "claims.csv",
        5,
        {"source_id": "news-late"},
        "source_id",
        "news-late",
        "one of the sources of its event: news-two, news-one",
    ),
    (
        "claims.csv",
        5,
        {"source_id": "news-late", "event_ids": f"{ROAD};"},
        "source_id",
        "news-late",
        "one of the sources of its event: news-two, news-one",
    ),
    (
        "claims.csv",
        5,
        {"source_id": "news-late", "scope": "part"},
        "source_id",
        "news-late",
        "one of the sources of its event: news-two, news-one",
    ),
    *(
        (
            "claims.csv",
            4,
            {"scope": scope},
            "event_ids",
            f"{WEST};{ROAD}",
            "one event_id; a claim about several events has the scope several",
        )
        for scope in ("event", "part")
    ),
    ("claims.csv", 2, {"low": "6"}, "high", "3", NO_LESS),
    ("indicators.csv", 2, {"low": "7000"}, "high", "6000", NO_LESS),
    ("positions.csv", 2, {"low": "4"}, "high", "3", NO_LESS),
    ("corridors.csv", 3, {"source_ids": "news-two;nobody"}, "source_ids", "nobody", SOURCE),
    ("corridors.csv", 2, {"length_source_id": "nobody"}, "length_source_id", "nobody", SOURCE),
    ("corridor_shares.csv", 2, {"corridor_id": "west_east;path"}, "corridor_id", "path", CORRIDOR),
    ("corridor_shares.csv", 3, {"source_id": "nobody"}, "source_id", "nobody", SOURCE),
    ("blockades.csv", 2, {"place_id": "nowhere"}, "place_id", "nowhere", PLACE),
    ("blockades.csv", 4, {"corridor_ids": "path;north_river"}, "corridor_ids", "path", CORRIDOR),
    ("blockades.csv", 5, {"source_ids": "nobody"}, "source_ids", "nobody", SOURCE),
    ("agreements.csv", 3, {"place_id": "nowhere"}, "place_id", "nowhere", PLACE),
    ("agreements.csv", 2, {"source_ids": "news-two;nobody"}, "source_ids", "nobody", SOURCE),
    ("fuel.csv", 2, {"corridor_id": "path"}, "corridor_id", "path", CORRIDOR),
    ("fuel.csv", 2, {"event_id": "gone"}, "event_id", "gone", EVENT),
    ("fuel.csv", 5, {"source_ids": "nobody;news-one"}, "source_ids", "nobody", SOURCE),
    ("events.csv", 3, {"corridor_id": "west_east;path"}, "corridor_id", "path", CORRIDOR),
    (
        "events.csv",
        2,
        {"fatalities_low": "6"},
        "fatalities_high",
        "5",
        "a number not below fatalities_low",
    ),
]


@pytest.fixture
def change(evidence_folder, edit_row):
    """Change values of one row and load the folder again."""

    def edit(name: str, line: int, **values: str) -> store.Dataset:
        edit_row(evidence_folder / name, line, **values)
        return store.load(evidence_folder)

    return edit


def named(data: store.Dataset) -> set[tuple]:
    """Return where each fault stands and what would have been right."""
    return {(f.file, f.row, f.column, f.value, f.allowed) for f in data.faults}


def table_of(data: store.Dataset, stem: str) -> pd.DataFrame:
    """Return the table of a file, with those of the roads where they are kept."""
    at = data if hasattr(data, stem) or stem == "slices" else data.roads
    names = {"corridor_shares": "shares", "slices": "phases"}
    return getattr(at, names.get(stem, stem))


def held(data: store.Dataset) -> dict[str, list[int]]:
    """Return the lines that were left out by file."""
    return data.rejected.groupby("file")["row"].agg(list).to_dict()


def test_a_folder_whose_tables_fit_together_has_no_faults(evidence):
    assert evidence.faults == ()
    assert len(evidence.rejected) == 0


@pytest.mark.parametrize(("name", "line", "values", "fault"), [(*b[:3], b[3:]) for b in BROKEN])
def test_a_bad_row_is_named_and_alone_left_out(change, evidence, name, line, values, fault):
    data = change(name, line, **values)

    column = fault[0]
    assert (name, line, *fault) in named(data)
    elsewhere = {fault[:3] for fault in named(data)} - {(name, line, column)}
    assert elsewhere == ({LONE[:3]} if name == "positions.csv" else set())
    assert held(data) == {name: [line]}
    stem = name.removesuffix(".csv")
    for table in ALL:
        lost = 1 if table == stem else 0
        assert len(table_of(data, table)) == len(table_of(evidence, table)) - lost


def test_a_rejected_row_of_each_table_is_kept_as_it_came(evidence_folder, edit_row):
    lines = {}
    for name in OPTIONAL:
        first = next(iter(TABLES[name].columns))
        edit_row(evidence_folder / name, 2, **{first: f'A "bad", {name}'})
        lines[name] = (evidence_folder / name).read_text(encoding="utf-8").splitlines()[1]

    rejected = store.load(evidence_folder).rejected

    kept = rejected[rejected["row"] == 2]
    assert dict(zip(kept["file"], kept["record"], strict=True)) == lines


def test_an_event_without_a_claim_is_a_warning_and_stays(change):
    data = change("claims.csv", 8, event_ids=WEST)

    [fault] = data.faults
    assert (fault.file, fault.row, fault.value) == ("events.csv", 5, MALI)
    assert fault.severity == "warning"
    assert fault.allowed == "at least one row of claims.csv about this event"
    assert MALI in data.events.index


@pytest.mark.parametrize(
    ("sources", "value", "allowed"),
    [("", "", "one or more values, separated by semicolons"), ("nobody", "nobody", SOURCE)],
)
def test_an_event_without_a_source_is_named_and_left_out(change, sources, value, allowed):
    data = change("events.csv", 5, source_ids=sources)

    assert ("events.csv", 5, "source_ids", value, allowed) in named(data)
    assert list(data.events.index) == [WEST, ROAD, GOURMA]
    assert held(data)["events.csv"] == [5]


def test_two_sources_with_one_address_are_both_named_and_stay(change):
    address = "https://news.example/one"

    data = change("sources.csv", 4, url=address)

    unique = "an identifier that stands in one row only"
    assert named(data) == {("sources.csv", line, "url", address, unique) for line in (2, 4)}
    assert len(data.sources) == 4


@pytest.mark.parametrize(
    ("line", "values", "given", "wanted"),
    [
        (2, {"fatalities_high": "6"}, "3-6", "3-5"),
        (2, {"fatalities_low": "", "fatalities_high": ""}, "-", "3-5"),
        (2, {"fatalities_low": "80", "fatalities_high": "80"}, "80-80", "3-5"),
        (2, {"fatalities_measure": "militants_killed"}, "3-5", "-"),
        (2, {"fatalities_measure": ""}, "3-5", "-"),
        (3, {"fatalities_high": "12"}, "10-12", "10-"),
        (4, {"fatalities_low": "0"}, "0-40", "-40"),
        (5, {"fatalities_low": "1", "fatalities_high": "1"}, "1-1", "-"),
    ],
)
def test_a_headline_that_its_claims_do_not_give_is_named_with_the_right_one(
    change, line, values, given, wanted
):
    data = change("events.csv", line, **values)

    allowed = f"the range that its claims give: {wanted}"
    assert named(data) == {("events.csv", line, "fatalities_low", given, allowed)}
    assert data.errors()
    assert len(data.events) == 4
    event = data.events.iloc[line - 2]
    ends = [event["fatalities_low"], event["fatalities_high"]]
    assert "-".join("" if pd.isna(end) else str(end) for end in ends) == wanted


@pytest.mark.parametrize(
    "values",
    [
        {"claimant_kind": "rebels"},
        {"low": "about five"},
        {"high": "4"},
        {"claim_id": "West 2"},
        {"source_id": "nobody"},
        {"source_id": "no-date"},
        {"event_ids": f"{WEST};{ROAD}"},
        {"measure": "deaths"},
    ],
)
def test_a_broken_claim_is_no_second_fault_at_its_event(change, values):
    data = change("claims.csv", 3, **values)

    assert {(f.file, f.row) for f in data.faults} == {("claims.csv", 3)}
    assert data.events.at[WEST, "fatalities_high"] == 3


def test_a_broken_claim_that_is_the_only_one_is_no_second_fault_at_its_event(change):
    data = change("claims.csv", 8, claimant="")

    assert {(f.file, f.row) for f in data.faults} == {("claims.csv", 8)}


def test_a_claim_with_too_few_values_is_no_second_fault_at_its_event(evidence_folder):
    path = evidence_folder / "claims.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].rpartition(",")[0]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    data = store.load(evidence_folder)

    assert {(f.file, f.row) for f in data.faults} == {("claims.csv", 3)}
    assert data.rejected["record"].tolist() == [lines[2]]


def test_a_broken_event_is_no_second_fault_at_its_claims_or_contradictions(change):
    data = change("events.csv", 2, confidence="sure")

    assert {(f.file, f.row, f.column) for f in data.faults} == {("events.csv", 2, "confidence")}
    assert list(data.events.index) == [ROAD, GOURMA, MALI]


def test_nothing_that_is_left_rests_on_a_source_that_is_not(change):
    data = change("sources.csv", 4, kind="rumour")

    known = set(data.sources.index)
    assert "news-late" not in known
    assert set(data.claims["source_id"]) <= known
    assert set(data.indicators["source_id"]) <= known
    assert list(data.events.index) == [WEST, ROAD, GOURMA]


def test_a_waypoint_of_a_corridor_that_nobody_lists_is_named_and_left_out(change):
    data = change("corridor_waypoints.csv", 9, corridor_id="path")

    assert ("corridor_waypoints.csv", 9, "corridor_id", "path", CORRIDOR) in named(data)
    assert held(data) == {"corridor_waypoints.csv": [9]}


def test_roads_that_rest_on_a_broken_source_alone_are_named_and_left_out(change):
    data = change("sources.csv", 4, kind="rumour")

    rows = [("corridors.csv", 4), ("corridor_shares.csv", 3), ("fuel.csv", 3)]
    assert {(f.file, f.row) for f in data.faults if f.allowed == USABLE} >= set(rows)
    assert list(data.roads.corridors.index) == ["west_east", "middle_gourma"]
    assert set(data.roads.legs["corridor_id"]) == {"west_east", "middle_gourma"}
    assert list(data.roads.fuel.index) == ["fuel-1", "fuel-2", "fuel-3"]


def test_without_corridors_an_event_may_name_any(change, evidence_folder):
    for name in OPTIONAL:
        (evidence_folder / name).unlink()

    data = change("events.csv", 3, corridor_id="path")

    assert data.faults == ()
    assert data.events.at[ROAD, "corridor_id"] == ("path",)


def test_a_contradiction_with_one_position_is_named_and_stays(change):
    data = change("positions.csv", 3, contradiction_id="road-date")

    assert named(data) == {LONE}
    assert data.errors()
    assert list(data.contradictions.index) == ["west-toll", "road-date"]


@pytest.mark.parametrize(
    "missing",
    [
        ["claims.csv"],
        ["indicators.csv"],
        ["contradictions.csv", "positions.csv"],
        ["corridor_shares.csv", "blockades.csv", "agreements.csv", "fuel.csv"],
        list(OPTIONAL),
    ],
)
def test_a_missing_optional_table_is_empty_and_no_fault(evidence_folder, missing):
    for name in missing:
        (evidence_folder / name).unlink()

    data = store.load(evidence_folder)

    assert data.faults == ()
    assert len(data.events) == 4
    for name in missing:
        stem = name.removesuffix(".csv")
        table = table_of(data, "legs" if stem == "corridor_waypoints" else stem)
        assert len(table) == 0
        if stem != "corridor_waypoints":
            assert list(table.columns)[: len(TABLES[name].columns)] == list(TABLES[name].columns)


def test_contradictions_without_their_positions_are_all_named(evidence_folder):
    (evidence_folder / "positions.csv").unlink()

    data = store.load(evidence_folder)

    assert named(data) == {LONE, ("contradictions.csv", 3, "contradiction_id", "road-date", TWO)}


def test_all_faults_of_all_tables_are_named_at_once(evidence_folder, edit_row):
    edit_row(evidence_folder / "events.csv", 3, fatalities_high="12")
    edit_row(evidence_folder / "claims.csv", 8, source_id="nobody")
    edit_row(evidence_folder / "indicators.csv", 2, unit="leagues")
    edit_row(evidence_folder / "positions.csv", 2, source_ids="nobody")

    faults = store.load(evidence_folder).faults

    assert {(f.file, f.row) for f in faults} == {
        ("events.csv", 3),
        ("claims.csv", 8),
        ("indicators.csv", 2),
        ("positions.csv", 2),
        ("contradictions.csv", 2),
    }


SLICE = {
    "slice_id": "first",
    "start": "2025-01-01",
    "end": "2025-03-31",
    "title": "The first months",
    "summary": "What happened first.",
    "source_ids": "news-one;news-two",
    "boundary_note": "Ends with a siege.",
}
SECOND = {"slice_id": "second", "start": "2025-04-01", "end": "2025-06-30", "title": "Later"}


@pytest.fixture
def sliced(evidence_folder):
    """Write slices that differ from ``SLICE`` and load the folder."""

    def load(*rows: dict[str, str]) -> store.Dataset:
        table = pd.DataFrame([SLICE | row for row in rows])
        table.to_csv(evidence_folder / "slices.csv", index=False)
        return store.load(evidence_folder)

    return load


def test_slices_that_follow_each_other_are_phases_in_the_order_of_their_days(sliced):
    data = sliced(SECOND, {})

    assert data.faults == ()
    assert list(data.phases.index) == ["first", "second"]
    assert data.phases["start"].tolist() == [pd.Timestamp(2025, 1, 1), pd.Timestamp(2025, 4, 1)]
    assert data.phases["end"].tolist() == [pd.Timestamp(2025, 3, 31), pd.Timestamp(2025, 6, 30)]


def test_without_slices_there_are_no_phases_and_no_fault(evidence_folder):
    (evidence_folder / "slices.csv").unlink(missing_ok=True)

    data = store.load(evidence_folder)

    assert data.faults == ()
    assert len(data.phases) == 0
    assert list(data.phases.columns) == list(SLICE)


@pytest.mark.parametrize("start", ["2025-03-31", "2025-02-01", "2025-01-01"])
def test_a_slice_that_begins_before_an_earlier_one_has_ended_is_left_out(sliced, start):
    data = sliced(SECOND | {"start": start}, {})

    allowed = "a day after the end of first"
    assert named(data) == {("slices.csv", 2, "start", start, allowed)}
    assert list(data.phases.index) == ["first"]
    assert held(data) == {"slices.csv": [2]}


def test_a_slice_after_one_that_overlaps_is_held_against_the_one_that_stays(sliced):
    """The second overlaps the first and goes; the third overlaps the second alone and stays."""
    third = {"slice_id": "third", "start": "2025-05-01", "end": "2025-07-31", "title": "Last"}

    data = sliced({}, SECOND | {"start": "2025-03-01"}, third)

    assert {(f.row, f.allowed) for f in data.faults} == {(3, "a day after the end of first")}
    assert list(data.phases.index) == ["first", "third"]


def test_a_slice_within_another_is_named_though_a_third_lies_between_them(sliced):
    """Sorted by their first days, the last is held against the longest and not its neighbour."""
    inner = {"slice_id": "inner", "start": "2025-02-01", "end": "2025-02-02", "title": "Inner"}

    data = sliced({"end": "2025-12-31"}, inner, SECOND)

    allowed = "a day after the end of first"
    assert {(f.row, f.allowed) for f in data.faults} == {(3, allowed), (4, allowed)}


def test_a_slice_that_ends_before_it_begins_is_left_out_and_overlaps_nothing(sliced):
    data = sliced({"end": "2024-12-31"}, SECOND)

    allowed = "a day that is not before start"
    assert named(data) == {("slices.csv", 2, "end", "2024-12-31", allowed)}
    assert list(data.phases.index) == ["second"]


def test_a_slice_of_one_day_is_right(sliced):
    assert sliced({"end": "2025-01-01"}).faults == ()


def test_a_slice_with_an_unknown_source_is_left_out(sliced):
    data = sliced({"source_ids": "news-one;nobody"}, SECOND)

    assert named(data) == {("slices.csv", 2, "source_ids", "nobody", SOURCE)}
    assert list(data.phases.index) == ["second"]


def test_a_slice_that_rests_on_a_broken_source_alone_is_left_out(sliced, change):
    sliced({"source_ids": "news-late"}, SECOND)

    data = change("sources.csv", 4, kind="rumour")

    assert ("slices.csv", 2, "source_ids", "news-late", USABLE) in named(data)
    assert list(data.phases.index) == ["second"]


@pytest.mark.parametrize("column", ["title", "summary", "boundary_note", "source_ids"])
def test_a_slice_without_its_words_or_sources_is_left_out(sliced, column):
    data = sliced({column: ""}, SECOND)

    assert {fault[:3] for fault in named(data)} == {("slices.csv", 2, column)}
    assert list(data.phases.index) == ["second"]
