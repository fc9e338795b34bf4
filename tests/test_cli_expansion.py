"""The expansion on the command line: its measures, its tables, and what it refuses."""

import csv
import io
import json

import pytest

from sahel_map import vocabulary as v

SAMPLE = (
    "A curated sample, not a census: shares of it follow what was collected, not only what"
    " happened."
)
SHOWN = ["slices", "bands", "regions", "arrivals", "actors"]
FIGURES = ["share", "new_areas", "median_km", "nearest_km", "centre_km"]


@pytest.fixture(autouse=True)
def _read_once(monkeypatch, data):
    """Reading the bundled tables for each command would take most of the run."""
    monkeypatch.setattr("sahel_map.cli.expansion.load", lambda _folder: data)


@pytest.fixture
def read(run):
    """Run the command, which must succeed, and read the JSON that it prints."""

    def ask(*arguments: object):
        result = run("expansion", *arguments, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout, parse_constant=pytest.fail)

    return ask


@pytest.fixture
def table(run):
    """Run the command, which must succeed, and read the CSV that it prints."""

    def ask(*arguments: object) -> list[dict[str, str]]:
        result = run("expansion", *arguments, "--format", "csv")
        assert result.exit_code == 0, result.stderr
        return list(csv.DictReader(io.StringIO(result.stdout)))

    return ask


@pytest.mark.parametrize(
    "asked", [("--by", "quarter"), ("--by", "phase"), ("--by", "year", "--region-set", "southwest")]
)
def test_each_slice_has_its_share_band_arrivals_middle_and_distances(read, data, asked):
    answer = read(*asked)

    assert (answer["data_version"], answer["coverage"]) == (data.version, "sample")
    assert answer["terms"]["region_set"] == "southwest"
    assert sum(cut["attacks"] for cut in answer["slices"]) > 50
    for cut in answer["slices"]:
        assert list(cut["bands"]) == FIGURES
        band = cut["bands"]["share"]
        assert set(cut["first_reached"]) == {"region", "area"}
        assert len(cut["first_reached"]["area"]) == cut["new_areas"]
        assert len(cut["first_reached"]["region"]) == cut["new_regions"]
        if cut["attacks"]:
            assert cut["share_low"] <= cut["share"] <= cut["share_high"]
            assert cut["share"] == round(cut["inside"] / cut["attacks"], 4)
            assert band["low"] <= cut["share"] <= band["high"]
            assert cut["reading"]
        else:
            assert cut["share"] is cut["share_low"] is band["low"] is None
        measured = [cut[name] is not None for name in ("centre_lon", "centre_lat", "centre_km",
                    "nearest_km", "median_km")]  # fmt: skip
        assert set(measured) == {cut["placed"] > 0}


def test_by_phase_the_slices_are_the_named_ones_with_their_sources(read, data):
    cuts = read()["slices"]

    assert [cut["slice_id"] for cut in cuts] == data.phases.index.tolist()
    assert [cut["name"] for cut in cuts] == data.phases["title"].tolist()
    assert all(cut["source_ids"] for cut in cuts)
    assert (cuts[4]["first"], cuts[4]["last"]) == ("2025-09-03", "2025-11-09")


def test_what_is_printed_is_the_same_twice(run):
    first, second = (run("expansion", "--by", "year", "--format", "json") for _ in range(2))

    assert first.stdout == second.stdout


@pytest.mark.parametrize("show", SHOWN)
def test_every_table_can_be_printed_in_every_format(run, read, table, show):
    printed = run("expansion", "--show", show)
    answer, rows = read("--show", show), table("--show", show)
    records = answer["slices"] if show == "slices" else answer

    assert printed.exit_code == 0
    assert printed.stdout.startswith("Attributed to JNIM")
    assert "nan" not in printed.stdout
    assert printed.stdout.count("\n│ ") == len(records) == len(rows) > 0
    assert set(rows[0]) - {"selection", "data_version", "licence", "note"} <= set(records[0])


def test_csv_says_what_was_chosen_and_from_which_data(table, data):
    rows = table("--by", "year", "--group", "isgs", "--confidence", "high", "--areas", "region")

    assert {row["selection"] for row in rows} == {"year; isgs; southwest; region; high"}
    assert {row["data_version"] for row in rows} == {data.version}
    assert {row["note"] for row in rows} == {"A curated sample, not a census."}


def test_the_remark_on_the_sample_goes_to_the_error_stream(run):
    for form in ("table", "json", "csv"):
        result = run("expansion", "--by", "year", "--format", form)

        assert result.stderr.strip() == SAMPLE
        assert SAMPLE not in result.stdout


def test_own_days_make_slices_to_the_last_day_with_an_event_in_mali(read, data):
    events = data.verified()
    last = events.loc[events["country"] == "MLI", "date_end"].max().date()

    cuts = read("--by", "own", "--own", "2025-01-01..2025-03-31, 2025-09-03")["slices"]

    assert [(cut["first"], cut["last"]) for cut in cuts] == [
        ("2025-01-01", "2025-03-31"),
        ("2025-09-03", last.isoformat()),
    ]


def test_first_and_last_days_choose_calendar_slices(read):
    cuts = read("--by", "quarter", "--from", "2025-05-06", "--to", "2025-10-01")["slices"]

    assert [cut["slice_id"] for cut in cuts] == ["2025-Q2", "2025-Q3", "2025-Q4"]


def test_all_attacks_are_at_least_those_of_any_actor(read):
    every, jnim = (read("--group", group, "--by", "year") for group in ("all", "jnim"))

    assert every["terms"]["group_name"] == "All attacks"
    pairs = [
        (a["attacks"], b["attacks"]) for a, b in zip(every["slices"], jnim["slices"], strict=True)
    ]
    assert all(a >= b for a, b in pairs)
    assert sum(a for a, _ in pairs) > sum(b for _, b in pairs)


@pytest.mark.parametrize("group", v.ACTORS)
def test_every_actor_can_be_asked_for(read, group):
    assert read("--group", group, "--by", "year")["terms"]["group"] == group


@pytest.mark.parametrize("region_set", v.REGION_SETS)
def test_every_definition_can_be_asked_for(read, region_set):
    answer = read("--by", "year", "--region-set", region_set)

    segou = {"ML-4"} if region_set == "with-segou" else set()
    assert set(answer["terms"]["units"]) == {"ML-1", "ML-2", "ML-3", "ML-BKO"} | segou


def test_the_borders_of_2023_need_a_layer_that_has_them(run):
    """Without one the numbers are those of the old borders, whatever the title says."""
    new, old = (
        run("expansion", "--region-set", code, "--format", "csv")
        for code in ("new-borders", "southwest")
    )

    assert new.exit_code == 0
    assert new.stdout.replace("new-borders", "southwest") == old.stdout
    assert new.stderr != old.stderr


@pytest.mark.parametrize(
    ("option", "codes"),
    [
        ("--areas", [code for code in v.AREAS if code != "district"]),
        ("--weight", v.WEIGHTS),
        ("--confidence", v.CONFIDENCE),
    ],
)
def test_every_code_of_a_choice_is_taken(read, option, codes):
    name = option.removeprefix("--")

    told = [read("--by", "year", option, code)["terms"][name] for code in codes]
    assert told == list(codes)


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--by", "week", ", ".join(v.SLICINGS)),
        ("--group", "nobody", ", ".join(["all", *v.ACTORS])),
        ("--region-set", "north", ", ".join(v.REGION_SETS)),
        ("--areas", "hex5", ", ".join(v.AREAS)),
        ("--weight", "alike", ", ".join(v.WEIGHTS)),
        ("--confidence", "none", ", ".join(v.CONFIDENCE)),
        ("--show", "all", ", ".join(f"'{name}'" for name in SHOWN)),
        ("--format", "xml", "'table', 'json', 'csv'"),
        ("--from", "2025", "write YYYY-MM-DD"),
        ("--to", "2025-02-30", "write YYYY-MM-DD"),
        ("--known", "now", "write YYYY-MM-DD"),
        ("--by", "", ", ".join(v.SLICINGS)),
    ],
)
def test_a_value_that_is_not_known_is_refused_with_those_that_are(run, option, value, allowed):
    result = run("expansion", option, value)

    assert result.exit_code == 2
    assert allowed in result.stderr
    assert f"'{value}'" in result.stderr
    assert option in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--by", "own"), "Write the days on which your slices begin, separated by commas."),
        (
            ("--by", "own", "--own", "soon"),
            "“soon” is neither a day, YYYY-MM-DD, nor two of them: FIRST..LAST.",
        ),
        (
            ("--by", "own", "--own", "2025-02-01..2025-01-01"),
            "“2025-02-01..2025-01-01” ends before it begins; write the earlier day first.",
        ),
        (
            ("--by", "year", "--from", "2026-01-01", "--to", "2025-01-01"),
            "2026-01-01 lies after 2025-01-01: write the earlier day first.",
        ),
        (("--by", "own", "--own", ","), "Write the days on which your slices begin"),
    ],
)
def test_days_that_make_no_slices_are_refused_in_one_sentence(run, asked, said):
    result = run("expansion", *asked)

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "asked",
    [
        ("--by", "year", "--to", "9999-12-31"),
        ("--by", "month", "--from", "9999-12-01", "--to", "9999-12-31"),
        ("--by", "month", "--from", "0001-01-01"),
        ("--by", "own", "--own", "0001-01-01, 9999-12-31"),
    ],
)
def test_days_at_the_ends_of_the_calendar_are_answered_or_refused_but_never_break(run, asked):
    result = run("expansion", *asked, "--format", "csv")

    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in {0, 2}


def test_what_was_known_on_a_day_rests_on_nothing_later(read):
    answer = read("--known", "2025-09-10", "--by", "month")

    assert answer["slices"][-1]["slice_id"] == "2025-09"
    last = answer["slices"][-1]
    assert last["days"] <= 10
    for cut in answer["slices"]:
        for area in cut["first_reached"]["region"]:
            assert area["latest"] <= "2025-09-10"


def test_phases_known_on_a_day_end_with_it(read):
    cuts = read("--known", "2025-10-15")["slices"]

    assert cuts[-1]["slice_id"] == "fuel-blockade"
    assert cuts[-1]["last"] == "2025-10-15"
    assert cuts[-1]["name"] == "3 September – 15 October 2025"


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("year", "There are no events in this country: time cannot be cut."),
        ("own", "There are no events in this country: time cannot be cut."),
    ],
)
def test_before_the_first_source_there_is_nothing_to_cut(run, by, said):
    own = ("--own", "2025-01-01") if by == "own" else ()
    result = run("expansion", "--known", "1990-01-01", "--by", by, *own)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip() == said


def test_before_the_first_source_the_folder_is_not_said_to_lack_a_table_that_it_has(run):
    result = run("expansion", "--known", "1990-01-01")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no slices.csv" not in result.stderr
