"""``sahel-map import``: what it prints, where it writes, and how it refuses."""

import csv
import io
import json

import openpyxl
import pytest
from acled_fixtures import HEADER, RECORD
from import_fixtures import CORPUS, acled_file, dataset_files, held, ids
from test_importers_own import ROW as OWN

from sahel_map import vocabulary as v
from sahel_map.cli.importing import Coverage, DayOrder, Kind, Licence
from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.values import DAY_ORDERS


@pytest.fixture
def load(run, tmp_path):
    """Import a file into the folder ``data``."""

    def import_(file, *options):
        return run("import", file, "--out", tmp_path / "data", *options)

    import_.out = tmp_path / "data"
    return import_


@pytest.fixture
def file(tmp_path):
    """Two made-up events, and a row without a day."""
    return acled_file(tmp_path / "file.csv", *ids(1, 2), {"event_date": "soon"})


def about(load):
    return json.loads((load.out / "dataset.json").read_text(encoding="utf-8"))


def flat(text):
    """Words of a message, however they are broken into lines."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("choices", "codes"),
    [(Kind, v.FORMATS), (Licence, v.LICENCE_CLASSES), (DayOrder, DAY_ORDERS)],
)
def test_the_choices_are_those_of_the_vocabularies(choices, codes):
    assert [choice.value for choice in choices] == list(codes)


def test_the_coverages_are_those_that_a_dataset_can_have(load, file):
    for coverage in Coverage:
        load(file, "--coverage", coverage.value)

        assert about(load)["coverage"] == coverage.value


def test_the_report_is_printed_and_written_as_the_same_json(load, file, tmp_path):
    result = load(
        file, "--report", tmp_path / "report.json", "--rejected", tmp_path / "rejected.csv",
        "--format", "json",
    )  # fmt: skip

    assert result.exit_code == 0
    printed = json.loads(result.stdout)
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == printed
    assert (printed["rows_read"], printed["new"], printed["events"]) == (3, 2, 2)
    assert "MLI900001,soon" in (tmp_path / "rejected.csv").read_text(encoding="utf-8")
    assert flat(result.stderr) == "3 rows read; 2 new events; 1 row rejected."


def test_the_table_tells_what_happened_and_an_example(load, file):
    result = load(file)

    shown = flat(result.stdout.replace("│", " ").replace("┃", " "))
    assert result.exit_code == 0
    assert "ACLED: file.csv" in shown
    assert "rows read 3" in shown
    assert "new events 2" in shown
    assert "A date that cannot be read event_date 1 3: soon" in shown
    assert "events 2" in shown


def test_markup_in_a_file_is_printed_as_it_is(load, tmp_path):
    acled_file(tmp_path / "[red]file.csv", {}, {"event_date": "[bold]soon[/bold]"})

    result = load(tmp_path / "[red]file.csv")

    assert "[red]file.csv" in result.stdout
    assert "[bold]soon[/bold]" in flat(result.stdout)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lfs-pointer.csv", "Git LFS pointer"),
        ("no-data.csv", "No data has been found"),
        ("unknown-columns.csv", "colour, shape"),
        ("no-such-file.csv", "there is no such file"),
    ],
)
def test_a_refused_file_ends_with_the_reason(name, reason, load):
    result = load(CORPUS / name)

    assert result.exit_code == 1
    assert reason in flat(result.stderr)
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("options", "cure"),
    [
        (("--map", "place"), "write COLUMN=HEADING; the columns are: date_start"),
        (("--map", "flags=Lieu"), "--map flags=Lieu: write COLUMN=HEADING"),
        (("--code", "event_type"), "such as event_type:Embuscade=ambush"),
        (("--code", "place:Here=there"), "these columns have codes: event_type"),
        (("--code", "event_type:Embuscade=picnic"), "the codes of event_type are: "),
        (("--country", "Mali"), "write a code of ISO 3166-1 alpha-3, such as MLI"),
        (("--country", "mli"), "such as MLI"),
        (("--as", "acld"), "'acled', 'ucdp', 'own', 'mapped'"),
        (("--licence", "free"), "'open', 'own', 'restricted'"),
        (("--coverage", "all"), "'sample', 'full'"),
        (("--day-order", "year-first"), "'day-first', 'month-first'"),
        (("--max-size", "0"), "0.001"),
    ],
)
def test_an_option_that_makes_no_sense_is_met_with_its_cure(options, cure, load, file):
    result = load(file, *options)

    words = flat(result.stderr.replace("│", " "))
    assert result.exit_code == 2
    assert cure in words
    assert not load.out.exists()


@pytest.mark.parametrize("option", ["--report", "--rejected"])
def test_a_place_that_cannot_be_written_is_said_before_the_import(option, load, file, tmp_path):
    for place in (tmp_path, tmp_path / "no" / "file.csv"):
        result = load(file, option, place)

        assert result.exit_code == 2
        assert "write the name of a file in a folder that is there" in flat(result.stderr)
    assert not load.out.exists()


@pytest.mark.parametrize("option", ["--report", "--rejected"])
def test_the_file_that_is_read_is_not_written_over(option, load, file):
    before = file.read_bytes()

    result = load(file, option, file)

    assert result.exit_code == 2
    assert "is the file that is read" in flat(result.stderr)
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_written_to_is_explained(run, file):
    result = run("import", file, "--out", file / "data")

    assert result.exit_code == 1
    assert "cannot be written to" in flat(result.stderr)
    assert "choose another folder" in flat(result.stderr)


def test_only_countries_that_are_asked_for_are_kept(load, tmp_path):
    niger = {"country": "Niger", "iso": "562", "longitude": "3", "latitude": "15"}
    acled_file(tmp_path / "file.csv", *ids(1, 2), {"event_id_cnty": "NER1", **niger})

    result = load(tmp_path / "file.csv", "--country", "NER", "--format", "json")

    report = json.loads(result.stdout)
    assert (report["left_aside"], report["new"]) == (2, 1)
    assert [event["country"] for event in held(load.out)] == ["NER"]
    assert "2 rows of other countries left aside" in flat(result.stderr)


def test_title_licence_and_coverage_are_kept(load, file):
    load(file, "--title", "Our Mali", "--licence", "own", "--coverage", "sample")

    told = about(load)
    assert (told["title"], told["licence_class"], told["coverage"]) == (
        "Our Mali",
        "own",
        "sample",
    )


def test_the_sheet_that_is_named_is_read(load, tmp_path):
    book = openpyxl.Workbook()
    for number, name in enumerate(("First sheet", "Second sheet"), start=1):
        sheet = book.create_sheet(name)
        sheet.append(HEADER)
        row = RECORD | {"event_id_cnty": f"MLI{number}"}
        sheet.append([row[name] for name in HEADER])
    book.save(tmp_path / "book.xlsx")

    load(tmp_path / "book.xlsx", "--sheet", "Second sheet")
    missing = load(tmp_path / "book.xlsx", "--sheet", "Third")

    assert [event["event_id"] for event in held(load.out)] == ["acled-mli2"]
    assert missing.exit_code == 1
    assert "has no sheet “Third”" in flat(missing.stderr)


@pytest.mark.parametrize(
    ("options", "day"), [((), "2025-04-03"), (("--day-order", "month-first"), "2025-03-04")]
)
def test_days_in_figures_are_read_in_the_order_asked_for(options, day, load, tmp_path):
    acled_file(tmp_path / "file.csv", {"event_date": "03/04/2025"})

    load(tmp_path / "file.csv", *options)

    assert held(load.out)[0]["date_start"].isoformat() == day


def test_a_file_beyond_the_size_that_is_read_is_refused(load, tmp_path):
    (tmp_path / "file.csv").write_bytes(b"a,b\n" + b"1,2\n" * (1 << 19))

    result = load(tmp_path / "file.csv", "--max-size", "0.001")

    assert result.exit_code == 1
    assert "at most 1 MiB are read" in flat(result.stderr)


def test_any_table_is_imported_by_naming_its_columns(load):
    pairs = {
        "event_id": "N°",
        "date_start": "Date de l'incident",
        "place": "Lieu",
        "country": "Pays",
        "event_type": "Type",
        "lat": "Latitude",
        "lon": "Longitude",
    }
    options = [part for pair in pairs.items() for part in ("--map", "=".join(pair))]

    result = load(
        CORPUS / "incidents-fr.csv", *options, "--code", "event_type:Embuscade=ambush",
        "--code", "country:Mali=MLI",
    )  # fmt: skip

    events = {event["event_id"]: event for event in held(load.out)}
    assert result.exit_code == 0
    assert events["a1"]["event_type"] == "ambush"
    assert (events["a1"]["lat"], events["a1"]["country"]) == (14.5, "MLI")
    assert events["a2"]["event_type"] == "other"


def test_a_heading_that_the_table_lacks_is_named(load):
    result = load(CORPUS / "incidents-fr.csv", "--map", "date_start=Jour")

    assert result.exit_code == 1
    assert "no column Jour for date_start; it has: N°, Date de l'incident" in flat(result.stderr)


def test_the_format_can_be_told(load):
    result = load(CORPUS / "acled.csv", "--as", "ucdp")

    assert result.exit_code == 1
    assert "gives no event: 2 rows read; 2 rows rejected. No identifier (2)" in flat(result.stderr)


def test_a_second_import_brings_the_dataset_up_to_date(load, file, tmp_path):
    load(file)
    acled_file(tmp_path / "newer.csv", *ids(1, 2, 3))

    result = load(tmp_path / "newer.csv")

    assert flat(result.stderr) == "3 rows read; 1 new event; 2 rows merged."


def test_another_format_is_refused_and_changes_nothing(load, file):
    load(file)
    before = dataset_files(load.out)

    result = load(CORPUS / "ged.csv")

    assert result.exit_code == 1
    assert "holds ACLED; UCDP GED has other identifiers" in flat(result.stderr)
    assert dataset_files(load.out) == before


@pytest.mark.parametrize(("name", "events"), [("acled.csv", 2), ("ged.csv", 5)])
def test_an_imported_dataset_is_valid(name, events, load, run):
    load(CORPUS / name)

    result = run("validate", load.out)

    assert result.exit_code == 0
    assert f"{events} events: 0 errors, 0 warnings" in flat(result.stderr)


def test_the_doctor_knows_an_imported_dataset(load, run):
    load(CORPUS / "ged.csv")

    result = run("doctor", "--data", load.out)

    assert result.exit_code == 0
    assert "events 5" in flat(result.stdout.replace("│", " "))


def test_open_events_are_listed(load, run):
    load(CORPUS / "ged.csv")

    result = run("events", "--data", load.out, "--format", "json")

    listed = {event["event_id"]: event for event in json.loads(result.stdout)}
    assert set(listed) == {"ged-501", "ged-502", "ged-503", "ged-504", "ged-505"}
    assert (listed["ged-502"]["fatalities_low"], listed["ged-502"]["fatalities_high"]) == (2, 5)


def test_the_expansion_is_counted_from_imported_events(load, run, tmp_path):
    attack = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    sides = {"actor1": RECORD["actor2"], "actor2": "Civilians (Mali)"}
    day = {"event_date": "2025-07-09", "admin1": "Kayes", "latitude": "14.45", "longitude": "-11.4"}
    rows = [{**one, **attack, **sides, **day} for one in ids(1, 2, 3, 4, 5)]
    acled_file(tmp_path / "file.csv", *rows)
    load(tmp_path / "file.csv")

    result = run("expansion", "--data", load.out, "--format", "json")

    slices = json.loads(result.stdout)["slices"]
    assert result.exit_code == 0
    assert sum(one["attacks"] for one in slices) == 5


def test_the_status_of_corridors_is_told_from_imported_events(load, run):
    load(CORPUS / "ged.csv")

    result = run("corridors", "status", "--on", "2025-07-02", "--data", load.out)

    assert result.exit_code == 0
    assert "11 roads feed Bamako" in flat(result.stderr)


def test_formulas_in_own_events_are_neutralised_in_an_exported_table(load, run, tmp_path):
    signs = {"a": "=cmd|' /C calc'!A1", "b": "+1", "c": "-1", "d": "@SUM(A1)"}
    text = io.StringIO()
    writer = csv.DictWriter(text, list(OWN))
    writer.writeheader()
    writer.writerows(OWN | {"event_id": key, "title": sign} for key, sign in signs.items())
    (tmp_path / "own.csv").write_text(text.getvalue(), encoding="utf-8")
    load(tmp_path / "own.csv")

    result = run("events", "--data", load.out, "--format", "csv")

    assert [event["title"] for event in held(load.out)] == list(signs.values())
    lines = [line for line in result.stdout.splitlines() if not line.startswith("#")]
    titles = {row["event_id"]: row["title"] for row in csv.DictReader(lines)}
    assert titles == {key: f"'{sign}" for key, sign in signs.items()}


def test_single_events_of_a_restricted_dataset_are_not_exported(load, run, file):
    load(file)

    result = run("events", "--data", load.out, "--format", "csv")

    assert "An invented clash" not in result.stdout


def test_a_dataset_of_the_page_stays_its_owners_when_the_command_brings_it_up(load, tmp_path):
    load(acled_file(tmp_path / "first.csv", *ids(1)))
    DatasetFolder(load.out).amend(owner="the digest of a secret", shared=True)

    result = load(acled_file(tmp_path / "second.csv", *ids(1, 2)))

    assert result.exit_code == 0
    told = about(load)
    assert (told["owner"], told["shared"]) == ("the digest of a secret", True)
    assert told["events_count"] == 2


def test_a_dataset_of_the_command_has_no_owner(load, file):
    load(file)

    assert not {"owner", "shared"} & set(about(load))
