"""The commands for a store: its state, its checksum, a backup and back, the audit log."""

import csv
import io
import json

import pytest

from sahel_map.ledger import head
from sahel_map.ledger.audit import note
from sahel_map.people import Person, Role
from sahel_map.store import open_store

pytest_plugins = ["dataset_fixtures"]

ADA = Person("issuer|ada", "=cmd@example.org", Role.admin)


@pytest.fixture
def noted(lay):
    """A store with a dataset and two rows in its audit log."""
    lay("ucdp")
    with open_store().ledger.begin() as connection:
        note(connection, ADA, "share", "a-dataset", visibility="team")
        note(connection, ADA, "rules", "a-dataset", delay_days=30)
    yield
    open_store().close()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Make another, empty store this host's."""

    def move():
        open_store().close()
        monkeypatch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path / "elsewhere"))

    return move


@pytest.mark.usefixtures("noted")
def test_a_store_is_backed_up_and_restored_with_the_same_checksum(run, elsewhere, tmp_path):
    file = tmp_path / "store.tar.gz"
    before = run("store", "checksum").stdout

    written = run("backup", file)
    elsewhere()
    restored = run("restore", file)

    assert (written.exit_code, restored.exit_code) == (0, 0)
    assert len(before.strip()) == 64
    assert run("backup", "--checksum").stdout == before
    assert before.strip() in " ".join(written.stderr.split())


@pytest.mark.usefixtures("noted")
def test_a_check_restores_nothing(run, elsewhere, tmp_path):
    run("backup", tmp_path / "b")
    elsewhere()

    checked = run("restore", tmp_path / "b", "--check")

    assert checked.exit_code == 0
    assert "is whole: 1 loaded dataset" in checked.stderr
    assert open_store().keys() == []


@pytest.mark.usefixtures("noted")
def test_a_restore_into_a_full_store_ends_with_one(run, tmp_path):
    run("backup", tmp_path / "b")

    refused = run("restore", tmp_path / "b")

    assert refused.exit_code == 1
    assert "not empty" in " ".join(refused.stderr.split())


@pytest.mark.parametrize("arguments", [["backup"], ["backup", "file", "--checksum"]])
def test_a_backup_without_a_purpose_is_refused(run, shelf, arguments):
    assert run(*arguments).exit_code == 2
    assert not (shelf / "file").exists()


def test_the_state_of_a_store_that_was_never_made_is_told_and_makes_none(run, shelf):
    told = json.loads(run("store", "status", "--format", "json").stdout)

    assert (told["revision"], told["head"], told["current"]) == (None, head(), False)
    assert list(shelf.iterdir()) == []


@pytest.mark.usefixtures("shelf")
def test_migrate_brings_the_tables_up_to_date_once(run):
    first, second = run("store", "migrate"), run("store", "migrate")

    assert f"at revision {head()} now" in first.stderr
    assert f"at revision {head()} already" in second.stderr
    told = json.loads(run("store", "status", "--format", "json").stdout)
    assert told["current"]
    assert told["rows"]["audit"] == 0


def test_the_state_of_a_store_never_shows_its_password(run, database, monkeypatch):
    address = database.replace("sahel@", "sahel:a-secret@")
    monkeypatch.setenv("SAHEL_MAP_STORE", address)

    told = run("store", "status")

    assert "a-secret" not in told.stdout + told.stderr
    assert "sahel:***@127.0.0.1" in told.stdout


@pytest.mark.usefixtures("noted")
def test_the_audit_log_is_printed_newest_first_and_narrowed(run):
    every = json.loads(run("audit", "--format", "json").stdout)
    shares = json.loads(run("audit", "--act", "share", "--format", "json").stdout)
    later = run("audit", "--since", "2999-01-01", "--format", "json").stdout

    assert [row["act"] for row in every] == ["rules", "share"]
    assert every[0]["detail"] == {"delay_days": 30}
    assert [row["act"] for row in shares] == ["share"]
    assert json.loads(later) == []


@pytest.mark.usefixtures("noted")
def test_the_audit_log_as_csv_runs_no_formula(run):
    rows = list(csv.DictReader(io.StringIO(run("audit", "--format", "csv").stdout)))

    assert [row["who_name"] for row in rows] == ["'=cmd@example.org"] * 2


def test_a_day_that_is_none_is_refused(run, shelf):
    refused = run("audit", "--since", "yesterday")

    assert refused.exit_code == 2
    assert "--since" in refused.stderr
    assert list(shelf.iterdir()) == []
