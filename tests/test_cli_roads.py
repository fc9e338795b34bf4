"""The roads on the command line: statuses, measures and sieges, and the lines drawn anew."""

import csv
import io
import json
import re
import shutil

import pytest

DAKAR = "dakar_kayes_bamako"
WEEKS = ("--from", "2025-07-01", "--to", "2026-03-31")
MEASURE = ("corridors", "measure", "--corridor", DAKAR, *WEEKS)
STATUS_KEYS = {
    "corridor_id", "name", "status", "reason", "reason_text", "days_since", "share_under_threat",
    "last_incident", "spell", "unconfirmed_spell",
}  # fmt: skip
MEASURE_COLUMNS = [
    "date", "status", "reason", "spell_id", "days_since", "incidents_30", "density_30",
    "density_30_mali", "share_30", "share_90", "corridor_id", "buffer_km", "data_version",
]  # fmt: skip


@pytest.fixture
def read(run):
    """Run a command, which must succeed, and read the JSON that it prints."""

    def ask(*arguments: object):
        result = run(*arguments, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return ask


@pytest.fixture
def table(run):
    """Run a command, which must succeed, and read the CSV that it prints."""

    def ask(*arguments: object) -> list[dict[str, str]]:
        result = run(*arguments, "--format", "csv")
        assert result.exit_code == 0, result.stderr
        return list(csv.DictReader(io.StringIO(result.stdout)))

    return ask


def by_road(rows):
    return {row["corridor_id"]: row for row in rows}


def test_every_road_has_its_status_its_reason_and_what_it_rests_on(read, data):
    rows = read("corridors", "status", "--on", "2025-09-20")

    assert [row["corridor_id"] for row in rows] == list(data.roads.corridors.index)
    assert len(rows) == 29
    assert all(set(row) == STATUS_KEYS for row in rows)
    assert all(row["reason_text"] for row in rows)
    assert all(0 <= row["share_under_threat"] <= 1 for row in rows)


def test_the_dakar_road_was_closed_after_the_convoy_burned_at_lakamane(read):
    road = by_road(read("corridors", "status", "--on", "2025-09-20"))[DAKAR]

    assert (road["status"], road["reason"], road["days_since"]) == ("closed", "enforced_attack", 6)
    assert road["reason_text"].startswith("blockade enforced by JNIM")
    assert road["reason_text"].endswith("; last attack 6 days before")
    incident = road["last_incident"]
    assert (incident["event_id"], incident["date"]) == (
        "2025-09-14-lakamane-convoy",
        "2025-09-14",
    )
    assert incident["title"]
    assert incident["source_ids"]
    assert (road["spell"]["status"], road["spell"]["source_ids"] != "") == ("enforced", True)
    assert road["spell"]["start"] <= "2025-09-20"


def test_three_months_before_the_dakar_road_was_under_no_blockade(read):
    road = by_road(read("corridors", "status", "--on", "2025-06-15"))[DAKAR]

    assert road["status"] in {"contested", "open"}


def test_incidents_and_spells_are_never_later_than_the_day(read):
    rows = read("corridors", "status", "--on", "2025-09-20")

    incidents = [row["last_incident"]["date"] for row in rows if row["last_incident"]]
    starts = [row["spell"]["start"] for row in rows if row["spell"]]
    assert incidents
    assert max(incidents) <= "2025-09-20"
    assert starts
    assert max(starts) <= "2025-09-20"


@pytest.mark.parametrize("day", ["1999-01-01", "2030-01-01", "0001-01-01", "9999-12-31"])
def test_a_day_outside_the_data_has_no_status_and_says_so(run, day):
    result = run("corridors", "status", "--on", day, "--format", "json")
    rows = json.loads(result.stdout)

    assert result.exit_code == 0
    assert {(row["status"], row["reason"]) for row in rows} == {("no_data", "outside")}
    assert {row["last_incident"] for row in rows} == {None}
    assert f"{day} lies outside the days with event data" in result.stderr


def test_a_day_inside_the_data_is_not_called_outside(run):
    assert "outside" not in run("corridors", "status", "--on", "2025-09-20").stderr


def test_statuses_as_a_table_come_with_the_gateways_and_the_trade(run, data):
    result = run("corridors", "status", "--on", "2025-09-20")

    assert all(name in result.stdout for name in data.roads.corridors["short_name"])
    assert "11 roads" in result.stderr
    assert "feed Bamako" in result.stderr
    assert "55 to 100 percent" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("corridors", "status", "--on", "20 June 2025"), "--on: '20 June 2025' is not a date"),
        (("corridors", "status", "--on", "2025-02-30"), "write YYYY-MM-DD"),
        (("corridors", "status", "--on", ""), "--on: '' is not a date"),
        (("sieges", "--on", "2025-9-1"), "--on: '2025-9-1' is not a date"),
        (("sieges", "--on", "2025-09-01", "--known", "now"), "--known: 'now' is not a date"),
        ((*MEASURE, "--from", "x"), "--from: 'x' is not a date"),
        ((*MEASURE, "--to", "x"), "--to: 'x' is not a date"),
        ((*MEASURE, "--from", "2026-04-01"), "--from 2026-04-01 lies after --to 2026-03-31"),
        ((*MEASURE, "--buffer", "7"), "--buffer: 7 is not one of 5, 10, 20"),
        ((*MEASURE, "--buffer", "1"), "--buffer: 1 is not one of 5, 10, 20"),
        (
            ("corridors", "status", "--on", "2025-09-20", "--buffer", "1"),
            "--buffer: 1 is not one of 5, 10, 20",
        ),
        ((*MEASURE, "--corridor", "dakar_kayes_bamak"), "'dakar_kayes_bamak' is not a known"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_can(run, arguments, words):
    result = run(*arguments)

    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_the_nearest_road_is_named_first(run):
    result = run(*MEASURE, "--corridor", "dakar_kayes_bamak")

    assert f"Nearest: {DAKAR}," in result.stderr


def test_a_road_is_measured_week_by_week_to_the_very_last_day(table, data):
    rows = table(*MEASURE, "--every", "week")

    assert list(rows[0]) == MEASURE_COLUMNS
    assert (rows[0]["date"], rows[-2]["date"], rows[-1]["date"]) == (
        "2025-07-06",
        "2026-03-29",
        "2026-03-31",
    )
    assert len(rows) == 40  # 39 Sundays and the day on which the last week is cut
    about = {(row["corridor_id"], row["buffer_km"], row["data_version"]) for row in rows}
    assert about == {(DAKAR, "10.0", data.version)}
    assert "closed" in {row["status"] for row in rows}


@pytest.mark.parametrize(
    ("every", "days"),
    [("day", 274), ("month", 9)],
)
def test_a_road_is_measured_by_day_and_by_month_too(table, every, days):
    rows = table(*MEASURE, "--every", every)

    assert len(rows) == days
    assert rows[-1]["date"] == "2026-03-31"


def test_statuses_and_measures_of_a_day_are_the_same(read):
    state = by_road(read("corridors", "status", "--on", "2025-09-20"))[DAKAR]
    day = ("--from", "2025-09-20", "--to", "2025-09-20")
    [row] = read("corridors", "measure", "--corridor", DAKAR, *day, "--every", "day")

    assert (row["status"], row["reason"], row["days_since"]) == (
        state["status"],
        state["reason"],
        state["days_since"],
    )
    assert row["share_90"] == pytest.approx(state["share_under_threat"], abs=1e-4)


def test_days_outside_the_data_have_no_numbers_and_say_so(run):
    span = ("--from", "2029-12-30", "--to", "2030-01-05")
    result = run("corridors", "measure", "--corridor", DAKAR, *span, "--format", "json")
    rows = json.loads(result.stdout)

    assert result.exit_code == 0
    assert [row["status"] for row in rows] == ["no_data"] * 2
    assert {row["incidents_30"] for row in rows} == {row["share_90"] for row in rows} == {None}
    assert "2030-01-05 lies outside the days with event data" in result.stderr


def test_a_wider_buffer_never_finds_fewer_incidents(table):
    narrow, usual, wide = (table(*MEASURE, "--buffer", buffer) for buffer in (5, 10, 20))

    for a, b, c in zip(narrow, usual, wide, strict=True):
        assert int(a["incidents_30"]) <= int(b["incidents_30"]) <= int(c["incidents_30"])
    assert max(float(row["share_90"]) for row in narrow) < max(
        float(row["share_90"]) for row in wide
    )
    assert {row["buffer_km"] for row in wide} == {"20.0"}


def test_confirmed_sieges_are_no_more_than_possible_ones(run):
    result = run("sieges", "--on", "2025-12-01", "--format", "json")
    summary = json.loads(result.stdout)

    assert (summary["on"], 0 < summary["confirmed"] <= summary["possible"]) == ("2025-12-01", True)
    places = {(row["country"], row["place"]) for row in summary["sieges"]}
    sure = {row["place"] for row in summary["sieges"] if row["state"] == "confirmed"}
    assert (len(places), len(sure)) == (summary["possible"], summary["confirmed"])
    assert {row["state"] for row in summary["sieges"]} <= {"confirmed", "possible", "unconfirmed"}
    assert all(row["source_ids"] and row["imposed_by"] for row in summary["sieges"])
    words = f"{summary['confirmed']} towns confirmed, up to {summary['possible']} possible."
    assert words in result.stderr


def test_sieges_known_on_a_day_rest_on_nothing_published_later(read, data):
    known = read("sieges", "--on", "2025-12-01", "--known", "2025-09-10")
    later = read("sieges", "--on", "2025-12-01")

    cited = {source for row in known["sieges"] for source in row["source_ids"].split(";")}
    starts = [row["start"] for row in known["sieges"]]
    assert known["sieges"]
    assert max(starts) <= "2025-09-10"
    assert max(data.sources.loc[sorted(cited), "published"]) <= "2025-09-10"
    assert max(row["last_confirmed"] for row in known["sieges"]) <= "2025-09-10"
    assert {row["spell_id"] for row in later["sieges"]} > {
        row["spell_id"] for row in known["sieges"] if row["start"] == max(starts)
    }


@pytest.mark.parametrize(("known", "there"), [("2025-09-13", False), ("2025-09-30", True)])
def test_a_status_rests_only_on_attacks_known_by_then(run, known, there):
    result = run("corridors", "status", "--on", "2025-09-20", "--known", known, "--format", "json")

    assert result.exit_code == 0
    assert ("2025-09-14-lakamane-convoy" in result.stdout) == there


@pytest.mark.parametrize(
    "command",
    [("corridors", "status", "--on", "2025-09-01"), ("sieges", "--on", "2025-09-01"), MEASURE],
)
def test_a_folder_without_roads_is_told_in_one_sentence(run, folder, command):
    result = run(*command, "--data", folder)

    assert result.exit_code == 1
    assert "This data folder has no corridors.csv" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["draw", "snap"])
def test_without_waypoints_there_is_nothing_to_draw(run, folder, tmp_path, command):
    arguments = [tmp_path / "roads.gpkg"] if command == "snap" else []

    result = run("corridors", command, *arguments, "--data", folder)

    assert result.exit_code == 1
    assert "corridor_waypoints.csv was not found" in result.stderr
    assert not (folder / "geo" / "corridors.geojson").exists()


def test_drawing_the_bundled_roads_gives_the_bundled_file(run, data_dir, tmp_path):
    (tmp_path / "geo").mkdir()
    shutil.copy(data_dir / "corridor_waypoints.csv", tmp_path)
    drawn, bundled = (folder / "geo" / "corridors.geojson" for folder in (tmp_path, data_dir))

    result = run("corridors", "draw", "--data", tmp_path)

    assert result.exit_code == 0
    assert drawn.read_bytes() == bundled.read_bytes()
    written = re.search(r"(\d+) legs written to", result.stderr)[1]
    assert int(written) == len(json.loads(drawn.read_text(encoding="utf-8"))["features"])
