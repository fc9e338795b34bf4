"""The commands that tell how a dataset of the store came to be what it is."""

import csv
import io
import json

import pytest
from import_fixtures import acled_file, csv_text
from record_fixtures import GED

from sahel_map.store import open_store

pytest_plugins = ["dataset_fixtures"]


@pytest.fixture
def loaded(run, shelf, tmp_path):  # noqa: ARG001  (where they are kept)
    """Load rows of UCDP GED into a new dataset, or one that is there; return its key."""

    def load(*rows, into="new"):
        file = tmp_path / "made.csv"
        file.write_text(csv_text([GED | row for row in rows], list(GED)), encoding="utf-8")
        done = run("import", file, "--into", into)
        assert done.exit_code == 0, done.output
        return open_store().keys()[0]

    return load


@pytest.fixture
def twice(loaded):
    key = loaded({"id": "1", "best": "3", "high": "9"}, {"id": "2"})
    return loaded({"id": "1", "best": "4", "high": "9"}, {"id": "2"}, {"id": "3"}, into=key)


def test_what_an_admin_loads_is_for_everybody_where_nobody_logs_in(loaded):
    key = loaded({"id": "1"})

    assert len(key) >= 32
    assert open_store().about(key)["visibility"] == "public"


def test_what_an_admin_loads_is_for_the_team_where_there_is_one(loaded, monkeypatch):
    monkeypatch.setenv("SAHEL_MAP_LOGIN", "optional")

    key = loaded({"id": "1"})

    assert open_store().about(key)["visibility"] == "team"


def test_the_versions_of_a_dataset_are_listed(run, twice):
    done = run("versions", "--data", twice, "--format", "json")

    newest, first = json.loads(done.stdout)
    assert (newest["number"], newest["events"], newest["added"], newest["changed"]) == (2, 3, 1, 1)
    assert (first["number"], first["events"], first["added"]) == (1, 2, None)
    assert (first["act"], first["note"], first["who"]) == (
        "imported", "made.csv", "sahel-map import",
    )  # fmt: skip
    assert "imported" in run("versions", "--data", twice).stdout


def test_what_changed_is_said_in_lines(run, twice):
    done = run("diff", "--since", "1", "--data", twice)

    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "events.csv: 1 added, 1 changed, 0 removed"
    assert "      fatalities_best: '3' -> '4'" in lines
    assert any(line.startswith("  + ged-3") for line in lines)


def test_what_changed_is_written_as_csv_and_json(run, twice):
    written = run("diff", "--since", "1", "--data", twice, "--format", "csv").stdout
    told = run("diff", "--since", "1", "--data", twice, "--format", "json").stdout

    rows = list(csv.DictReader(io.StringIO(written)))
    plain = [(row["record"], row["act"], row["column"], row["old"], row["new"]) for row in rows]
    assert ("ged-1", "change", "fatalities_best", "3", "4") in plain
    assert ("ged-3", "add", "", "", "") in plain
    assert [row["record"] for row in json.loads(told)] == [row["record"] for row in rows]


def test_nothing_differs_from_the_newest(run, twice):
    done = run("diff", "--since", "2", "--data", twice)

    assert done.exit_code == 0
    assert "Nothing differs" in done.stderr


@pytest.mark.parametrize(
    ("since", "code", "words"),
    [
        ("7", 2, "there is no such version; they are 1 to 2"),
        ("soon", 2, "is not a date"),
        ("2020-01-01", 1, "nothing is known before it"),
    ],
)
def test_a_moment_that_names_no_version_is_refused(run, twice, since, code, words):
    done = run("diff", "--since", since, "--data", twice)

    assert done.exit_code == code
    assert words in done.stderr


def test_a_dataset_that_is_not_there_is_refused_with_those_that_are(run, twice):
    for command in (["versions"], ["diff", "--since", "1"]):
        done = run(*command, "--data", "no-such-dataset-here")

        assert done.exit_code == 2
        assert twice in done.stderr


@pytest.mark.usefixtures("shelf")
def test_bundled_data_without_a_team_have_no_versions(run):
    done = run("versions")

    assert done.exit_code == 1
    assert "as they came" in done.stderr


@pytest.mark.usefixtures("shelf")
def test_rows_of_restricted_events_are_counted_and_not_printed(run, tmp_path):
    run("import", acled_file(tmp_path / "acled.csv", {"event_id_cnty": "MLI1"}), "--into", "new")
    [key] = open_store().keys()
    more = acled_file(
        tmp_path / "acled.csv",
        {"event_id_cnty": "MLI1"},
        {"event_id_cnty": "MLI2", "location": "Secret well"},
    )
    run("import", more, "--into", key)

    table = run("diff", "--since", "1", "--data", key)
    record = run("diff", "--since", "1", "--data", key, "--format", "json")

    assert "events.csv: 1 added" in table.stderr
    assert "Secret well" not in table.output + record.output
    assert record.exit_code != 0


def test_where_the_events_go_is_said_once(run, tmp_path):
    file = tmp_path / "made.csv"
    file.write_text("date,place\n", encoding="utf-8")

    for places in ([], ["--out", tmp_path / "out", "--into", "new"]):
        done = run("import", file, *places)

        assert done.exit_code == 2
        assert "--out FOLDER" in done.stderr
