"""An import from beginning to end: what is asked for, other containers, every row accounted for."""

import gzip
import json
import zipfile

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from acled_fixtures import HEADER, RECORD
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_fixtures import (
    CORPUS,
    accounted,
    acled_file,
    csv_text,
    held,
    ids,
    imported,
    outcome,
    wish,
)

from sahel_map.errors import DataError
from sahel_map.importers import run
from sahel_map.importers.folder import DatasetFolder
from sahel_map.importers.report import Report
from sahel_map.importers.run import import_file

ROWS = [RECORD | change for change in (*ids(1, 2), {"event_date": "soon"})]
EXPECTED = {
    "rows": 3, "events": 2, "merged": {}, "repaired": {}, "flagged": {},
    "rejected": {"bad_date": 1},
}  # fmt: skip


def workbook(path):
    """The made-up rows on the second sheet of a workbook; the first is of licence text."""
    book = openpyxl.Workbook()
    book.active.title = "Terms of use"
    book.active.append(["These terms are invented."])
    sheet = book.create_sheet("Data of Mali")
    sheet.append(HEADER)
    for row in ROWS:
        sheet.append([row[name] for name in HEADER])
    book.save(path)


def zipped(path, name="folder/../../../climbing.csv"):
    """The made-up rows in a zip whose member has a name that climbs out of a folder."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, csv_text(ROWS))


def frame():
    return pd.DataFrame(ROWS, columns=HEADER)


CONTAINERS = {
    "file.xlsx": workbook,
    "file.zip": zipped,
    "file.csv.gz": lambda path: path.write_bytes(gzip.compress(csv_text(ROWS).encode())),
    "file.parquet": lambda path: frame().to_parquet(path),
    "file.json": lambda path: path.write_text(json.dumps(ROWS)),
    "file.gpkg": lambda path: gpd.GeoDataFrame(
        frame(), geometry=gpd.points_from_xy([-4.25] * 3, [14.5] * 3), crs="EPSG:4326"
    ).to_file(path, driver="GPKG"),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_whatever_holds_the_rows_they_become_the_same_events(name, tmp_path):
    CONTAINERS[name](tmp_path / name)

    report = imported(tmp_path / name, tmp_path / "data")

    assert outcome(report) == EXPECTED
    assert report.accounted == 3
    assert [event["summary"] for event in held(tmp_path / "data")] == [RECORD["notes"]] * 2


@pytest.mark.parametrize("name", CONTAINERS)
def test_the_rejected_row_of_any_container_can_be_mended_and_imported(name, tmp_path):
    CONTAINERS[name](tmp_path / name)
    kept = tmp_path / "kept.csv"
    imported(tmp_path / name, tmp_path / "data", rejected=kept)

    kept.write_text(
        kept.read_text(encoding="utf-8").replace(",soon,", ",2025-07-11,"), encoding="utf-8"
    )
    report = imported(kept, tmp_path / "data")

    assert (report.rows_read, report.new, report.gone, report.events) == (1, 1, 0, 3)


def test_a_member_with_a_climbing_name_leaves_nothing_outside_the_folder(tmp_path):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    zipped(inner / "file.zip")

    imported(inner / "file.zip", inner / "data")

    assert not list(tmp_path.rglob("climbing*"))
    assert {path.name for path in inner.iterdir()} == {"file.zip", "data"}


def test_countries_that_were_not_asked_for_are_left_aside_and_counted(tmp_path):
    niger = {"country": "Niger", "iso": "562", "longitude": "3", "latitude": "15"}
    acled_file(tmp_path / "file.csv", *ids(1, 2), {"event_id_cnty": "NER1", **niger})

    report = imported(tmp_path / "file.csv", tmp_path / "data", countries=["NER"])

    assert (report.rows_read, report.new, report.left_aside) == (3, 1, 2)
    assert report.accounted == 3
    assert [event["country"] for event in held(tmp_path / "data")] == ["NER"]


def test_a_file_without_events_of_the_countries_asked_for_gives_none(tmp_path):
    acled_file(tmp_path / "file.csv", *ids(1, 2))

    with pytest.raises(DataError, match="2 rows of other countries left aside"):
        imported(tmp_path / "file.csv", tmp_path / "data", countries=["NER"])

    assert not (tmp_path / "data" / "dataset.json").exists()


def test_rejected_rows_are_handed_back_even_if_there_are_no_others(tmp_path):
    acled_file(tmp_path / "file.csv", {"event_date": "soon"})

    with pytest.raises(DataError, match=r"A date that cannot be read \(1\)"):
        imported(tmp_path / "file.csv", tmp_path / "data", rejected=tmp_path / "kept.csv")

    assert b"MLI900001" in (tmp_path / "kept.csv").read_bytes()


def test_a_copy_of_rejected_rows_that_cannot_be_written_is_explained(tmp_path):
    acled_file(tmp_path / "file.csv", *ids(1))

    with pytest.raises(DataError, match=r"kept.csv cannot be written .*choose another place"):
        imported(tmp_path / "file.csv", tmp_path / "data", rejected=tmp_path / "no" / "kept.csv")

    assert not (tmp_path / "data" / "dataset.json").exists()


def test_what_is_asked_for_is_said_of_the_dataset(tmp_path):
    file = acled_file(tmp_path / "file.csv", *ids(1))
    asked = wish(
        licence="own", title="Ours", full=False, name="As Uploaded.csv", more=(("owner", "me"),)
    )

    import_file(file, tmp_path / "data", asked)

    about, _ = DatasetFolder(tmp_path / "data").opened()
    assert (about["licence_class"], about["title"], about["coverage"], about["owner"]) == (
        "own",
        "Ours",
        "sample",
        "me",
    )
    assert about["file"] == "As Uploaded.csv"
    assert about["bytes"] == file.stat().st_size


@pytest.mark.parametrize(
    ("name", "licence", "coverage"),
    [
        ("acled.csv", "restricted", "full"),
        ("ged.csv", "open", "full"),
        ("own-events.csv", "own", "sample"),
    ],
)
def test_a_format_has_its_licence_and_coverage(name, licence, coverage, tmp_path):
    imported(CORPUS / name, tmp_path / "data")

    about, _ = DatasetFolder(tmp_path / "data").opened()
    assert (about["licence_class"], about["coverage"]) == (licence, coverage)


def test_the_encoding_that_is_told_is_that_of_the_file(tmp_path):
    report = imported(CORPUS / "acled-utf16.csv", tmp_path / "data")

    assert report.as_dict()["encoding"] == "utf-16"


def test_the_report_of_the_folder_is_the_one_that_is_returned(tmp_path):
    acled_file(tmp_path / "file.csv", *ids(1), {"event_date": "soon"})

    report = imported(tmp_path / "file.csv", tmp_path / "data")

    path = DatasetFolder(tmp_path / "data").file("report")
    assert json.loads(path.read_text(encoding="utf-8")) == report.as_dict()


def test_progress_rises_to_the_whole(tmp_path):
    told = []

    import_file(
        acled_file(tmp_path / "file.csv", *ids(1, 2)),
        tmp_path / "data",
        wish(),
        progress=lambda done, rows: told.append((done, rows)),
    )

    assert told == sorted(told)
    assert told[-1] == (1.0, 2)


def test_lost_rows_stop_the_import(tmp_path, monkeypatch):
    monkeypatch.setattr(Report, "accounted", property(lambda _: 1))

    with pytest.raises(RuntimeError, match="2 rows were read, 1 are accounted for"):
        imported(acled_file(tmp_path / "file.csv", *ids(1, 2)), tmp_path / "data")

    assert not (tmp_path / "data" / "dataset.json").exists()


def test_a_format_that_is_not_known_here_is_named_as_it_is(tmp_path):
    acled_file(tmp_path / "file.csv", *ids(1))
    imported(tmp_path / "file.csv", tmp_path / "data")
    DatasetFolder(tmp_path / "data").amend(format="of-a-later-version")

    with pytest.raises(DataError, match="holds of-a-later-version"):
        imported(tmp_path / "file.csv", tmp_path / "data")


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "event_id_cnty": st.sampled_from(["MLI1", "MLI2", "mli2", "MLI 3", "", "NULL", "=1+1"]),
        "event_date": st.sampled_from(
            ["2025-07-01", "2 July 2025", "03/07/2025", "soon", "", "2099-01-01"]
        ),
        "actor1": st.sampled_from(["one", "two", "Civilians (Mali)"]),
        "timestamp": st.sampled_from(["", "1752105600", "1752105601", "soon"]),
        "country": st.sampled_from(["Mali", "Niger", "Atlantis", ""]),
        "fatalities": st.sampled_from(["0", "3", "many", ""]),
        "latitude": st.sampled_from(["14.5", "0", "", "x"]),
        "notes": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    },
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.lists(CHANGES, min_size=1, max_size=8),
    more=st.lists(CHANGES, max_size=4),
    block=st.integers(1, 4),
    countries=st.sampled_from([[], ["MLI"]]),
)
def test_every_row_of_any_table_is_accounted_for(
    changes, more, block, countries, tmp_path_factory, monkeypatch
):
    monkeypatch.setattr(run, "open_source", in_blocks(block))
    folder = tmp_path_factory.mktemp("any")
    for table in (changes, changes + more):
        file = acled_file(folder / "file.csv", *table)
        try:
            told = imported(file, folder / "data", countries=countries).as_dict()
        except DataError as error:
            assert "gives no event" in str(error)  # noqa: PT017
            continue
        assert told["rows_read"] == len(table)
        assert accounted(told) == len(table)
        events = held(folder / "data")
        assert len({event["event_id"] for event in events}) == len(events) == told["events"]
        path = DatasetFolder(folder / "data").file("rejected")
        rejected = sum(one["rows"] for one in told["rejected"])
        assert (path is not None) == (rejected > 0)


OPENED = run.open_source


def in_blocks(rows):
    """Open files in blocks of so many rows, so that row groups are small."""

    def opened(*arguments, **named):
        return OPENED(*arguments, **named, block_rows=rows)

    return opened


@pytest.mark.parametrize("block", [1, 2, 3, 50])
def test_the_size_of_blocks_does_not_matter(block, tmp_path, monkeypatch):
    turned = {"actor1": RECORD["actor2"], "actor2": RECORD["actor1"]}
    acled_file(
        tmp_path / "file.csv", {}, {"event_id_cnty": "MLI2", "fatalities": ""}, turned,
        {"event_id_cnty": "MLI2", "fatalities": ""}, {"event_id_cnty": "MLI3", "timestamp": "9"},
        {"event_id_cnty": "MLI3"}, {"event_date": "soon"},
    )  # fmt: skip
    monkeypatch.setattr(run, "open_source", in_blocks(block))

    report = imported(tmp_path / "file.csv", tmp_path / "data")
    again = imported(tmp_path / "file.csv", tmp_path / "data")

    assert report.merged == {"actors": 1, "identical": 1, "older": 1}
    assert (report.new, report.notes.rejected_rows) == (3, 1)
    assert again.merged == {"unchanged": 3, "actors": 1, "identical": 1, "older": 1}
