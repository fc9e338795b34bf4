"""The folder of a dataset: one file says which others count; nothing is there by halves."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from acled_fixtures import HEADER, RECORD
from filelock import FileLock
from import_fixtures import (
    CORPUS,
    acled_file,
    csv_text,
    dataset_files,
    held,
    ids,
    imported,
)

from sahel_map.errors import DataError
from sahel_map.importers import acled, run
from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.geoparquet import EventsFile
from sahel_map.importers.preview import preview
from sahel_map.importers.refusals import RefusedFile
from sahel_map.store import open_dataset

KILLED = -signal.SIGKILL


@pytest.fixture
def folder(tmp_path):
    """A folder with a dataset of two made-up events, one row rejected."""
    acled_file(tmp_path / "first.csv", *ids(1, 2), {"event_date": "soon"})
    imported(tmp_path / "first.csv", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def second(tmp_path):
    """A file with one event more."""
    return acled_file(tmp_path / "second.csv", *ids(1, 2, 3))


def boom(*_arguments, **_named):
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (run, "open_source"),
        (acled, "convert"),
        (run, "merge_rows"),
        (run, "known_of"),
        (run, "meet"),
        (EventsFile, "write"),
        (EventsFile, "describe"),
        (DatasetFolder, "commit"),
        (DatasetFolder, "_replace_about"),
    ],
)
def test_an_import_that_fails_at_any_stage_leaves_the_dataset_as_it_was(
    owner, name, folder, second, monkeypatch
):
    before = dataset_files(folder)
    monkeypatch.setattr(owner, name, boom)

    with pytest.raises(ZeroDivisionError):
        imported(second, folder)

    assert dataset_files(folder) == before
    assert len(open_dataset(folder).events) == 2
    assert not list(folder.glob(".importing-*"))


def test_after_a_failure_at_the_last_step_the_next_import_takes_away_what_was_left(
    folder, second, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(DatasetFolder, "_replace_about", boom)
        with pytest.raises(ZeroDivisionError):
            imported(second, folder)
    assert len(list(folder.glob("events-*.parquet"))) == 2

    imported(second, folder)

    assert {path.name for path in folder.iterdir()} == {
        *dataset_files(folder),
        "dataset.json",
        ".import.lock",
    }


def test_files_of_the_version_before_are_taken_away(folder, second):
    before = dataset_files(folder)

    imported(second, folder)

    assert [name for name in before if (folder / name).exists()] == ["dataset.json"]
    assert DatasetFolder(folder).file("rejected") is None


def test_what_others_keep_in_the_folder_stays(folder, second):
    kept = [folder / "events-notes.txt", folder / "report-final.pdf", folder / "rejected.csv"]
    for path in kept:
        path.write_text("invented")

    imported(second, folder)

    assert all(path.exists() for path in kept)


def killed_at(step, file, out):
    """Import in a process of its own that kills itself at a step; return how it ended."""
    code = (
        "import datetime as dt, os, signal, sys\n"
        "from pathlib import Path\n"
        "from sahel_map.importers import run\n"
        "from sahel_map.importers.geoparquet import EventsFile\n"
        "from sahel_map.importers.folder import DatasetFolder\n"
        "from sahel_map.importers.reading import Wish\n"
        "from sahel_map.importers.terms import Terms\n"
        "def die(*_, **__):\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        f"{step} = die\n"
        "run.import_file(Path(sys.argv[1]), Path(sys.argv[2]), Wish(Terms(dt.date(2026, 11, 21))))"
    )
    return subprocess.run([sys.executable, "-c", code, file, out], check=False).returncode


@pytest.mark.parametrize(
    "step", ["run.merge_rows", "EventsFile.describe", "DatasetFolder._replace_about"]
)
def test_an_import_that_is_killed_leaves_the_dataset_and_the_next_one_is_complete(
    step, folder, second
):
    before = dataset_files(folder)

    ended = killed_at(step, second, folder)

    assert ended == KILLED
    assert dataset_files(folder) == before
    assert len(open_dataset(folder).events) == 2
    assert list(folder.glob(".importing-*"))
    report = imported(second, folder)
    assert (report.new, report.events) == (1, 3)
    assert not list(folder.glob(".importing-*"))
    assert len(list(folder.glob("events-*"))) == 1


def test_the_command_killed_from_outside_leaves_the_dataset(folder, tmp_path):
    rows = (RECORD | {"event_id_cnty": f"MLI{number}"} for number in range(60_000))
    big = tmp_path / "big.csv"
    big.write_text(csv_text(rows, HEADER), encoding="utf-8")
    before = dataset_files(folder)
    program = "from sahel_map.cli import app; app()"
    command = [sys.executable, "-c", program, "import", big, "--out", folder]

    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(folder.glob(".importing-*/staged.parquet")):
        assert process.poll() is None, "the import ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)

    assert process.wait() == KILLED
    assert dataset_files(folder) == before
    assert len(open_dataset(folder).events) == 2
    assert imported(big, folder).events == 60_000
    assert not list(folder.glob(".importing-*"))


def test_of_two_imports_at_one_time_the_second_is_refused(folder, second):
    before = dataset_files(folder)

    with (
        FileLock(folder / ".import.lock"),
        pytest.raises(DataError, match=r"Another import into .*data is running; wait"),
    ):
        imported(second, folder)

    assert dataset_files(folder) == before


def test_while_an_import_runs_a_second_one_into_the_folder_is_refused(folder, second, monkeypatch):
    refused = []

    def meanwhile(*arguments, **named):
        with pytest.raises(DataError, match="is running"):
            imported(second, folder)
        refused.append(True)
        return merge_rows(*arguments, **named)

    merge_rows = run.merge_rows
    monkeypatch.setattr(run, "merge_rows", meanwhile)

    report = imported(second, folder)

    assert refused == [True]
    assert report.new == 1


def test_a_folder_that_cannot_be_made_is_explained(tmp_path, second):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("invented")

    for out in (in_the_way, in_the_way / "data"):
        with pytest.raises(DataError, match=r"cannot be written to .*: choose another folder"):
            imported(second, out)

    assert in_the_way.read_text() == "invented"


def test_a_full_disk_is_explained_and_leaves_the_dataset(folder, second, monkeypatch):
    before = dataset_files(folder)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(EventsFile, "write", full)

    with pytest.raises(DataError, match=r"cannot be written to .*No space left on device"):
        imported(second, folder)

    assert dataset_files(folder) == before


def test_a_folder_of_tables_is_not_hidden_behind_imported_events(tmp_path, second):
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "events.csv").write_text("event_id\n")
    (tables / "dataset.json").write_text('{"coverage": "full"}')

    with pytest.raises(DataError, match="holds tables of its own"):
        imported(second, tables)

    assert json.loads((tables / "dataset.json").read_text()) == {"coverage": "full"}
    assert {path.name for path in tables.iterdir()} == {"events.csv", "dataset.json"}


def test_a_folder_whose_events_are_missing_is_filled_again(folder, second):
    DatasetFolder(folder).file("events").unlink()

    report = imported(second, folder)

    assert (report.before, report.new, report.events) == (0, 3, 3)


def test_a_folder_whose_dataset_json_is_damaged_is_filled_again(folder, second):
    (folder / "dataset.json").write_text('{"events": "eve')

    report = imported(second, folder)

    assert report.events == 3
    assert len(list(folder.glob("events-*"))) == 1


def test_dataset_json_cannot_name_files_elsewhere(folder, tmp_path):
    (tmp_path / "elsewhere.parquet").write_bytes(b"invented")
    about = json.loads((folder / "dataset.json").read_text())
    (folder / "dataset.json").write_text(json.dumps({**about, "events": "../elsewhere.parquet"}))

    with pytest.raises(DataError, match="holds no imported events"):
        DatasetFolder(folder).opened()


def test_an_amended_dataset_keeps_its_files(folder):
    before = dataset_files(folder)

    DatasetFolder(folder).amend(shared=True)

    after = dataset_files(folder)
    assert json.loads(after.pop("dataset.json")) == {
        **json.loads(before.pop("dataset.json")),
        "shared": True,
    }
    assert after == before


def test_a_refused_file_leaves_the_dataset_as_it_was(folder):
    before = dataset_files(folder)

    with pytest.raises(DataError):
        imported(CORPUS / "no-data.csv", folder)

    assert dataset_files(folder) == before


def test_a_file_of_which_every_row_is_rejected_changes_nothing(folder, tmp_path):
    before = dataset_files(folder)
    acled_file(tmp_path / "all.csv", {"event_date": "soon"}, {"event_date": "later"})

    with pytest.raises(DataError, match=r"gives no event: 2 rows read; 2 rows rejected.*Nothing"):
        imported(tmp_path / "all.csv", folder)

    assert dataset_files(folder) == before


def test_a_file_that_gives_no_event_is_told_as_what_it_was_read(folder, tmp_path):
    acled_file(tmp_path / "all.csv", {"event_date": "soon"})

    with pytest.raises(
        DataError, match=r"read as ACLED; its columns are: event_id_cnty, event_date, year"
    ):
        imported(tmp_path / "all.csv", folder)


def test_a_table_of_no_known_format_is_told_what_was_found_and_what_was_sought(tmp_path):
    (tmp_path / "other.csv").write_text("quand,ou\n2025-07-01,Ici\n", encoding="utf-8")

    with pytest.raises(DataError) as refused:
        imported(tmp_path / "other.csv", tmp_path / "out")

    said = str(refused.value)
    assert "columns of no known format: quand, ou." in said
    assert "ACLED is known by event_id_cnty, event_date, event_type, actor1" in said
    assert "UCDP GED is known by id, type_of_violence, date_start, best" in said
    assert "Say which column holds what" in said


@pytest.mark.parametrize("asked", [{}, {"format_code": "acled"}])
def test_a_list_of_withdrawn_events_is_refused_with_the_cure(folder, tmp_path, asked):
    before = dataset_files(folder)
    text = "event_id_cnty,deleted_timestamp\nMLI900001,1752105600\n"
    (tmp_path / "deleted.csv").write_text(text, encoding="utf-8")

    with pytest.raises(RefusedFile, match=r"withdrawn.*newer export.*flagged as gone") as refused:
        imported(tmp_path / "deleted.csv", folder, **asked)
    with pytest.raises(RefusedFile):
        preview(tmp_path / "deleted.csv", name="deleted.csv", max_bytes=10_000)

    assert refused.value.code == "deletions"
    assert dataset_files(folder) == before


def test_what_the_folder_says_of_its_dataset(folder):
    about, path = DatasetFolder(folder).opened()

    assert path.parent == folder
    assert (about["format"], about["licence_class"], about["coverage"]) == (
        "acled",
        "restricted",
        "full",
    )
    assert (about["file"], about["title"], about["events_count"]) == ("first.csv", "first", 2)
    assert len(held(folder)) == 2


def test_a_dataset_that_is_deleted_while_it_is_looked_at_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(type(tmp_path), "is_file", lambda _path: True)  # as of a moment ago

    assert DatasetFolder(tmp_path).about() == {}
