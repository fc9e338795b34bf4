"""The command line: what it prints, where, and with which exit code."""

import csv
import io
import json
import re
import shutil

import pytest

from sahel_map import __version__, frontend
from sahel_map.exports import COLUMNS
from sahel_map.schema import OPTIONAL

COMMANDS = ("serve", "validate", "events", "claims", "sources", "numbers", "doctor")
FAULT_COLUMNS = ["severity", "file", "row", "column", "value", "allowed"]
SEVEN_POSTS = {
    "Diboli": "Kayes",
    "Kayes": "Kayes",
    "Sandaré": "Kayes",
    "Nioro du Sahel": "Kayes",
    "Gogui": "Kayes",
    "Molodo": "Ségou",
    "Niono": "Ségou",
}


@pytest.fixture
def broken(data_dir, tmp_path):
    """The bundled events with more than ten faults, no two alike, and where each of them stands."""
    folder = shutil.copytree(data_dir, tmp_path / "data", ignore=shutil.ignore_patterns(*OPTIONAL))

    def edit(name: str, changes: dict[int, dict[str, str]]) -> None:
        path = folder / name
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        for line, values in changes.items():
            rows[line - 2] |= values
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    day = {"date_start": "2024-05-10", "date_end": "2024-05-10", "date_precision": "day"}
    point = {"lat": "14.5", "lon": "-4.0", "geo_precision": "town", "country": "MLI"}
    edit(
        "events.csv",
        {
            2: {"date_start": "4 October 2017"},
            3: day | {"date_end": "2024-05-09"},
            4: day | {"date_precision": "week"},
            5: {"country": "Mali"},
            6: point | {"lat": "95"},
            7: point | {"geo_precision": "region"},
            8: {"event_type": "battle"},
            9: {"actor_groups": "martians"},
            10: {"fatalities_low": "9", "fatalities_high": "3"},
            11: {"source_ids": "nobody"},
            12: {"place_id": "nowhere"},
            13: {"confidence": "sure"},
            14: {"event_id": "twice"},
            15: {"event_id": "twice"},
            16: point | {"lat": "0.5", "lon": "9.5", "admin1_stated": "Kayes"},
            17: {"summary": " "},
        },
    )
    with (folder / "events.csv").open("a", encoding="utf-8") as handle:
        handle.write("one,value,too,few\n")
    unused = "oasis,Oasis,,Kidal,MLI,19,1,mirage,,,\n"
    with (folder / "places.csv").open("a", encoding="utf-8") as handle:
        handle.write(unused)
    with (folder / "sources.csv").open("ab") as handle:
        handle.write("ouest,L'été,Ouest,,2025,,news,fr,,copyright,\n".encode("latin-1"))
    last = {
        name: len((folder / name).read_bytes().decode("latin-1").splitlines())
        for name in ("events.csv", "places.csv", "sources.csv")
    }
    expected = {
        ("events.csv", 2, "date_start", "4 October 2017"),
        ("events.csv", 3, "date_end", "2024-05-09"),
        ("events.csv", 4, "date_precision", "week"),
        ("events.csv", 5, "country", "Mali"),
        ("events.csv", 6, "lat", "95"),
        ("events.csv", 7, "geo_precision", "region"),
        ("events.csv", 8, "event_type", "battle"),
        ("events.csv", 9, "actor_groups", "martians"),
        ("events.csv", 10, "fatalities_high", "3"),
        ("events.csv", 11, "source_ids", "nobody"),
        ("events.csv", 12, "place_id", "nowhere"),
        ("events.csv", 13, "confidence", "sure"),
        ("events.csv", 14, "event_id", "twice"),
        ("events.csv", 15, "event_id", "twice"),
        ("events.csv", 16, "lat", "0.5, 9.5"),
        ("events.csv", 17, "summary", " "),
        ("events.csv", last["events.csv"], "", "4"),
        ("places.csv", last["places.csv"], "kind", "mirage"),
        ("sources.csv", last["sources.csv"], "title", "L'\ufffdt\ufffd"),
    }
    return folder, expected


def on_the_first_of_july(run, *more: str) -> list[dict]:
    """Return what the command prints of 1 July 2025."""
    day = ("--from", "2025-07-01", "--to", "2025-07-01")
    return json.loads(run("events", *day, *more, "--format", "json").stdout)


def test_the_seven_posts_of_the_first_of_july_are_in_kayes_and_segou(run):
    types = ("--type", "armed_attack", "--type", "complex_attack")

    events = on_the_first_of_july(run, *types)

    assert {event["place"]: event["admin1"] for event in events} == SEVEN_POSTS
    assert len(events) == 7


def test_the_only_other_event_of_that_day_is_the_abduction_at_the_cement_plant(run):
    events = on_the_first_of_july(run)

    [other] = [event for event in events if event["place"] not in SEVEN_POSTS]
    assert len(events) == 8
    assert other["event_type"] == "abduction"
    assert "Diamond Cement" in other["title"] + other["summary"]


def test_the_posts_are_joined_by_their_points(run):
    methods = {
        event["place"]: event["admin1_method"]
        for event in on_the_first_of_july(run)
        if event["place"] in SEVEN_POSTS
    }

    assert methods.pop("Gogui") == "nearest"
    assert set(methods.values()) == {"within"}


def test_the_bundled_data_are_valid(run):
    result = run("validate")

    assert result.exit_code == 0
    assert re.search(r"14 tables, [0-9]{3} events: 0 errors", result.stderr)


def test_validate_names_every_fault_of_a_broken_copy_at_once(run, broken):
    folder, expected = broken

    result = run("validate", folder, "--format", "json")

    faults = [fault for fault in json.loads(result.stdout) if fault["severity"] == "error"]
    found = {(f["file"], f["row"], f["column"], f["value"]) for f in faults}
    assert len(expected) > 10
    assert found == expected
    assert all(fault["allowed"] for fault in faults)
    assert result.exit_code == 1


def test_validate_shows_every_fault_in_its_table_too(run, broken):
    folder, expected = broken

    result = run("validate", folder)

    rows = {
        tuple(cell.strip() for cell in line.strip("│").split("│"))
        for line in result.stdout.splitlines()
        if line.startswith("│")
    }
    shown = {(row[1], row[2], row[3], row[4]) for row in rows if row[0] == "error"}
    assert shown == {(f, str(line), column, value.strip()) for f, line, column, value in expected}
    assert result.exit_code == 1


def test_validate_prints_objects_under_the_columns_of_its_table(run):
    faults = json.loads(run("validate", "--format", "json").stdout)

    assert faults
    assert {tuple(fault) for fault in faults} == {tuple(FAULT_COLUMNS)}


def test_a_table_without_faults_prints_an_empty_list(run, folder):
    result = run("validate", folder, "--format", "json")

    assert json.loads(result.stdout) == []
    assert result.exit_code == 0


def test_validate_of_a_folder_that_is_not_there_is_one_sentence(run, tmp_path):
    result = run("validate", tmp_path / "nowhere")

    assert result.exit_code == 1
    assert "events.csv was not found" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_events_are_objects_under_the_columns_of_the_export(run, folder):
    events = json.loads(run("events", "--data", folder, "--format", "json").stdout)

    assert [tuple(event) for event in events] == [COLUMNS] * 5
    assert events[0]["event_id"] == "2025-07-01-west-town"


def test_events_as_csv_are_read_back(run, folder):
    text = run("events", "--data", folder, "--format", "csv").stdout

    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0])[: len(COLUMNS)] == COLUMNS
    assert {row["selection"] for row in rows} == {"All kinds of events, at any date"}
    assert [row["fatalities_low"] for row in rows] == ["3", "", "0", "20", ""]


def test_events_as_geojson_are_read_back_with_their_selection(run, folder):
    text = run("events", "--data", folder, "--country", "BFA", "--format", "geojson").stdout

    collection = json.loads(text)
    assert [feature["id"] for feature in collection["features"]] == ["2025-07-28-gourma"]
    assert (
        collection["metadata"]["selection"] == "All kinds of events, in Burkina Faso, at any date"
    )


def test_events_as_a_table_name_the_selection_and_each_event(run, folder):
    result = run("events", "--data", folder, "--type", "ambush")

    assert "Ambush, at any date" in result.stdout
    assert "Patrol ambushed" in result.stdout
    assert "Attack on West Town" not in result.stdout
    assert "1 of 6" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("--from", "2025-07-02", "--to", "2025-08-03"), ["02-east-road", "28-gourma"]),
        (("--actor", "isgs"), ["28-gourma"]),
        (("--region", "wést"), ["01-west-town"]),
        (("--region", "East", "--region", "West", "--precision", "near"), ["01-", "02-"]),
        (("--confidence", "unverified", "--type", "ied"), ["05-lead"]),
        (("--text", "KELLE"), ["01-west-town"]),
        (("--source", "news-two"), ["02-east-road"]),
        (("--source", "news-two", "--source", "news-one", "--type", "ambush"), ["02-east-road"]),
        (("--from", "2026-01-01"), []),
    ],
)
def test_events_take_the_filters_of_the_page(run, folder, arguments, ids):
    result = run("events", "--data", folder, *arguments, "--format", "json")

    found = [event["event_id"].removeprefix("2025-07-") for event in json.loads(result.stdout)]
    assert len(found) == len(ids)
    assert all(name.startswith(start) for name, start in zip(found, ids, strict=True))
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--from", "1 July 2025"), "--from: '1 July 2025' is not a date; write YYYY-MM-DD."),
        (("--to", "2025-02-30"), "--to: '2025-02-30' is not a date; write YYYY-MM-DD."),
        (("--from", "2025-W27-2"), "--from: '2025-W27-2' is not a date; write YYYY-MM-DD."),
        (("--type", "battle"), "types: 'battle' is not known. Allowed: armed_attack,"),
        (("--actor", "martians"), "actors: 'martians' is not known. Allowed: jnim,"),
        (("--country", "Mali"), "countries: 'Mali' is not known. Allowed: MLI,"),
        (("--precision", "village"), "precision: 'village' is not known. Allowed: exact,"),
        (("--confidence", "sure"), "confidence: 'sure' is not known. Allowed: high,"),
        (("--region", "Atlantis"), "--region: no region is called 'Atlantis'."),
        (("--known", "June 2025"), "--known: 'June 2025' is not a date; write YYYY-MM-DD."),
    ],
)
def test_a_value_that_is_not_known_is_refused_in_one_sentence(run, folder, arguments, message):
    result = run("events", "--data", folder, *arguments, "--format", "json")

    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_an_unknown_region_is_answered_with_those_that_have_events(run, folder):
    result = run("events", "--data", folder, "--region", "Atlantis")

    assert "Regions with events: East, Gourma, West." in result.stderr


@pytest.mark.parametrize("text", ["[/x]", "[red]", "[bold]ambush[/bold]", "[link=x]"])
def test_words_in_square_brackets_are_words_not_markup(run, folder, text):
    result = run("events", "--data", folder, "--text", text)

    assert result.exit_code == 0
    assert f"“{text}”" in result.stdout


def test_titles_in_square_brackets_are_shown_as_they_are(run, folder):
    path = folder / "events.csv"
    text = path.read_text(encoding="utf-8").replace("Patrol ambushed", "[/b] patrol [red]hit")
    path.write_text(text, encoding="utf-8")

    result = run("events", "--data", folder, "--type", "ambush")

    assert result.exit_code == 0
    assert "[/b] patrol [red]hit" in result.stdout


def test_an_unknown_format_is_refused_with_those_that_exist(run, folder):
    result = run("events", "--data", folder, "--format", "xml")

    assert result.exit_code == 2
    assert "geojson" in result.stderr


def test_doctor_says_what_is_installed_and_how_old_the_data_are(run, data):
    rows = json.loads(run("doctor", "--format", "json").stdout)["checks"]

    assert {tuple(row) for row in rows} == {("check", "state", "detail", "ok")}
    state = {row["check"]: row["state"] for row in rows}
    assert state["sahel-map"] == __version__
    assert state["events"] == str(len(data.events))
    assert state["faults"] == "0"
    assert state["data version"] == data.version
    assert state["admin1.geojson"].startswith("layer dated 2019-08-15")
    assert {"geopandas", "streamlit", "folium"} <= set(state)


def test_doctor_says_where_map_libraries_come_from(run, folder, monkeypatch, tmp_path):
    monkeypatch.setenv("SAHEL_MAP_FRONTEND", str(tmp_path / "empty"))

    rows = json.loads(run("doctor", "--data", folder, "--format", "json").stdout)["checks"]

    [leaflet] = [row for row in rows if row["check"] == "leaflet (leaflet)"]
    assert leaflet["state"] == "CDN"
    assert leaflet["detail"] == frontend.library_url("leaflet")
    assert leaflet["detail"].startswith("https://cdn.jsdelivr.net/npm/leaflet@")


def test_doctor_prints_a_table_and_says_what_is_to_be_mended(run, folder, tmp_path):
    shown = run("doctor", "--data", folder)
    failed = run("doctor", "--data", tmp_path / "nowhere")

    assert shown.exit_code == 0
    assert "geopandas" in shown.stdout
    assert failed.exit_code == 1
    assert "events.csv was not found" in " ".join(failed.stdout.replace("│", " ").split())


def test_help_names_every_command(run):
    text = run("--help").stdout

    assert all(name in text for name in COMMANDS)
    assert run().exit_code == 2
