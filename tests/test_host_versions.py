"""The versions of the data of this host: the software's tables with what a team agreed on."""

import json
import os
import shutil

import pytest
import sqlalchemy as sa
from ledger_people import AMINATA

from sahel_map.errors import ConflictError, StoreError
from sahel_map.ledger import migrate, open_ledger, versions
from sahel_map.ledger.proposals import proposals_in
from sahel_map.store import load
from sahel_map.store.host import HOST, bring_base, materialise, tables_of, write_tables
from sahel_map.store.records import bytes_of, record_of, text_of, with_record

pytest_plugins = ["ledger_fixtures"]

WEST = "2025-07-01-west-town"
ROAD = "2025-07-02-east-road"


def with_value(tables, table, record, **values):
    """Return tables in which one record has other values."""
    return {**tables, table: bytes_of(with_record(text_of(tables[table]), record, values))}


def agree(ledger, table, record, **values):
    """Enter a version in which a team has changed one record."""
    with ledger.begin() as connection:
        number = versions.current(connection, HOST)
        tables = with_value(tables_of(connection, number), table, record, **values)
        return write_tables(connection, tables, AMINATA, after=number, act="edited", note="why")


def release(folder, table, record, **values):
    """Change the tables of the software as a new release would: later than those before."""
    path = folder / table
    later = max(one.stat().st_mtime for one in folder.glob("*")) + 10
    path.write_bytes(bytes_of(with_record(text_of(path.read_bytes()), record, values)))
    os.utime(path, (later, later))


def held(ledger, table, record):
    """Return a record of the newest version."""
    with ledger.begin() as connection:
        tables = tables_of(connection, versions.current(connection, HOST))
    return record_of(text_of(tables[table]), record)


def in_conflict(ledger):
    """Return the suggestions that stand in conflict."""
    with ledger.begin() as connection:
        return proposals_in(connection, HOST, {"conflict"})


def test_the_tables_of_the_software_are_version_one(ledger, evidence_folder):
    number = bring_base(ledger, evidence_folder)

    with ledger.begin() as connection:
        (version,) = versions.versions_of(connection, HOST)
        tables = tables_of(connection, 1)
    assert number == 1
    assert (version["act"], version["events"], version["added"]) == ("base", 4, None)
    assert tables["events.csv"] == (evidence_folder / "events.csv").read_bytes()
    assert "geo/corridors.geojson" in tables
    assert "geo/admin1.geojson" not in tables


def test_the_same_tables_make_no_second_version(ledger, evidence_folder):
    assert [bring_base(ledger, evidence_folder) for _ in range(2)] == [1, 1]


def test_a_host_of_imported_events_keeps_no_versions(ledger, evidence_folder):
    (evidence_folder / "dataset.json").write_text(json.dumps({"events": "events-0.parquet"}))

    assert bring_base(ledger, evidence_folder) == 0
    with ledger.begin() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM blob")).scalar_one() == 0


def test_the_version_of_the_software_is_its_own_folder(ledger, evidence_folder, tmp_path):
    bring_base(ledger, evidence_folder)

    first = materialise(ledger, 1, evidence_folder, tmp_path / "cache")
    ledger.close()
    again = materialise(ledger, 1, evidence_folder, tmp_path / "cache")

    assert first == again == evidence_folder


def test_a_version_is_laid_out_beside_the_layers_of_the_software(ledger, evidence_folder, tmp_path):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")

    folder = materialise(ledger, 2, evidence_folder, tmp_path / "cache")

    assert load(folder).events.at[WEST, "title"] == "Attack at dawn"
    assert (folder / "geo" / "admin1.geojson").is_symlink()
    assert load(evidence_folder).events.at[WEST, "title"] == "Attack on West Town"


def test_a_version_that_was_laid_out_once_needs_no_database(
    ledger, evidence_folder, tmp_path, monkeypatch
):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")
    first = materialise(ledger, 2, evidence_folder, tmp_path / "cache")

    monkeypatch.setattr(ledger, "begin", None)

    assert materialise(ledger, 2, evidence_folder, tmp_path / "cache") == first


def test_two_stores_over_one_cache_each_show_what_their_team_agreed_on(
    ledger, evidence_folder, tmp_path
):
    other = open_ledger(tmp_path / "other.sqlite")
    migrate(other)
    for one, words in ((ledger, "Ours."), (other, "Theirs.")):
        bring_base(one, evidence_folder)
        agree(one, "events.csv", WEST, summary=words)

    shown = [
        materialise(one, 2, evidence_folder, tmp_path / "cache") / "events.csv"
        for one in (ledger, other)
    ]

    assert ["Ours." in path.read_text(encoding="utf-8") for path in shown] == [True, False]
    other.close()


def test_a_version_that_nobody_made_is_refused(ledger, evidence_folder, tmp_path):
    bring_base(ledger, evidence_folder)

    with pytest.raises(StoreError, match="no version 9"):
        materialise(ledger, 9, evidence_folder, tmp_path / "cache")


def test_a_cache_that_cannot_be_written_to_is_named(ledger, evidence_folder, tmp_path):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="file cannot be written to"):
        materialise(ledger, 2, evidence_folder, tmp_path / "file")


def test_a_version_counts_what_it_added_changed_and_removed(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    with ledger.begin() as connection:
        tables = tables_of(connection, 1)
        events = with_record(text_of(tables["events.csv"]), WEST, {"title": "Other"})
        sources = with_record(text_of(tables["sources.csv"]), "new", {"source_id": "new"})
        claims = with_record(text_of(tables["claims.csv"]), "west.01", None)
        fresh = zip(("events.csv", "sources.csv", "claims.csv"), (events, sources, claims),
                    strict=True)  # fmt: skip
        tables |= {name: bytes_of(text) for name, text in fresh}
        write_tables(connection, tables, AMINATA, after=1, act="edited", note="")
        newest = versions.versions_of(connection, HOST)[0]

    assert [newest[name] for name in ("added", "changed", "removed")] == [1, 1, 1]
    assert newest["who_name"] == "aminata@example.org"


def test_nobody_writes_over_a_version_that_they_did_not_know(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")

    with ledger.begin() as connection:
        tables = tables_of(connection, 1)
        with pytest.raises(ConflictError, match="version 2"):
            write_tables(connection, tables, AMINATA, after=1, act="edited", note="")


def test_a_new_release_keeps_what_the_team_agreed_on(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")
    release(evidence_folder, "events.csv", ROAD, title="Ambush of a patrol")

    number = bring_base(ledger, evidence_folder)

    assert number == 3
    assert held(ledger, "events.csv", WEST)["title"] == "Attack at dawn"
    assert held(ledger, "events.csv", ROAD)["title"] == "Ambush of a patrol"
    assert in_conflict(ledger) == []


def test_what_a_release_contradicts_waits_for_people(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")
    release(evidence_folder, "events.csv", WEST, title="Attack at noon")

    bring_base(ledger, evidence_folder)

    (waiting,) = in_conflict(ledger)
    assert held(ledger, "events.csv", WEST)["title"] == "Attack at noon"
    assert waiting["before"]["title"] == "Attack on West Town"
    assert waiting["after"]["title"] == "Attack at dawn"


def test_what_a_release_has_taken_over_is_no_conflict(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")
    release(evidence_folder, "events.csv", WEST, title="Attack at dawn")

    bring_base(ledger, evidence_folder)

    assert in_conflict(ledger) == []
    assert held(ledger, "events.csv", WEST)["title"] == "Attack at dawn"


def test_a_change_that_a_release_makes_invalid_waits_for_people_alone(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    agree(ledger, "events.csv", WEST, title="Attack at dawn")
    agree(ledger, "sources.csv", "fresh", **_source())
    agree(ledger, "agreements.csv", "old-talks", source_ids="news-one;no-date")
    text = text_of((evidence_folder / "sources.csv").read_bytes())
    (evidence_folder / "sources.csv").write_bytes(bytes_of(with_record(text, "no-date", None)))

    bring_base(ledger, evidence_folder)

    # Others still cite the source that is gone: those faults are the release's own.
    assert [row["table_name"] for row in in_conflict(ledger)] == ["agreements.csv"]
    assert held(ledger, "agreements.csv", "old-talks")["source_ids"] == "news-one"
    assert held(ledger, "events.csv", WEST)["title"] == "Attack at dawn"
    assert held(ledger, "sources.csv", "fresh") is not None


def _source():
    return {
        "source_id": "fresh", "title": "T", "publisher": "P", "kind": "news", "language": "en",
        "licence": "copyright",
    }  # fmt: skip


def test_headline_numbers_follow_the_claims_of_the_team_in_a_new_release(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    agree(ledger, "claims.csv", "west.01", low="2", high="2")
    release(evidence_folder, "claims.csv", "west.02", low="9", high="9")

    bring_base(ledger, evidence_folder)

    event = held(ledger, "events.csv", WEST)
    assert (event["fatalities_low"], event["fatalities_high"]) == ("2", "9")
    assert in_conflict(ledger) == []


def test_a_replica_that_was_not_updated_yet_does_not_bring_the_old_tables_back(
    ledger, evidence_folder, tmp_path
):
    old = shutil.copytree(evidence_folder, tmp_path / "old")
    bring_base(ledger, old)
    release(evidence_folder, "events.csv", ROAD, title="Ambush of a patrol")
    bring_base(ledger, evidence_folder)

    assert bring_base(ledger, old) == 2
    assert held(ledger, "events.csv", ROAD)["title"] == "Ambush of a patrol"


def test_tables_that_were_put_back_by_hand_count(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    release(evidence_folder, "events.csv", ROAD, title="A mistake")
    bring_base(ledger, evidence_folder)
    release(evidence_folder, "events.csv", ROAD, title="Patrol ambushed")

    assert bring_base(ledger, evidence_folder) == 3
    assert held(ledger, "events.csv", ROAD)["title"] == "Patrol ambushed"


def test_a_file_that_versions_share_is_kept_once(ledger, evidence_folder):
    bring_base(ledger, evidence_folder)
    with ledger.begin() as connection:
        before = connection.execute(sa.text("SELECT count(*) FROM blob")).scalar_one()
    agree(ledger, "events.csv", WEST, title="Attack at dawn")

    with ledger.begin() as connection:
        after = connection.execute(sa.text("SELECT count(*) FROM blob")).scalar_one()
    assert after == before + 1
