"""Every small file of tests/corpus through a whole import: what it becomes, or why it does not.

The files are invented; each imitates one oddity that was seen in real ones.
"""

import pytest
from import_fixtures import CORPUS, accounted, held, imported, outcome

from sahel_map.errors import DataError
from sahel_map.importers.folder import DatasetFolder
from sahel_map.store import open_dataset

FRENCH = {
    "event_id": "N°", "date_start": "Date de l'incident", "place": "Lieu",
    "admin1_stated": "Région", "country": "Pays", "event_type": "Type", "lat": "Latitude",
    "lon": "Longitude", "fatalities_best": "Morts",
}  # fmt: skip
POINTS = {
    "event_id": "ref", "date_start": "date", "place": "name", "lat": "latitude",
    "lon": "longitude", "country": "country",
}  # fmt: skip
TIMEMAP = {
    "event_id": "id", "date_start": "date", "place": "location", "lat": "latitude",
    "lon": "longitude", "summary": "description",
}  # fmt: skip

ASKED = {
    "incidents-fr.csv": {"mapping": FRENCH, "codes": {"event_type": {"Embuscade": "ambush"}}},
    "points.geojson": {"mapping": POINTS},
    "timemap.json": {"mapping": TIMEMAP, "day_order": "month-first"},
}
"""What an import is asked for where its headings do not say it."""


def made(kind, rows, events, **groups):
    """What is expected of a file: its format, its rows, its events, and counts by code."""
    nothing = {"merged": {}, "repaired": {}, "flagged": {}, "rejected": {}}
    return kind, {"rows": rows, "events": events} | nothing | groups


READ = {
    "acled.csv": made("acled", 2, 2),
    "acled-bom-crlf.csv": made("acled", 2, 2, repaired={"spaces": 1}),
    "acled-semicolon.csv": made("acled", 2, 2, repaired={"number": 1}),
    "acled-2016-cp1252.csv": made(
        "acled", 2, 2, repaired={"encoding": 2, "spaces": 3, "date": 2}, flagged={"year_differs": 1}
    ),
    "acled-utf16.csv": made("acled", 1, 1),
    "acled-hxl.csv": made("acled", 1, 1),
    "acled-monadic.csv": made("acled", 5, 3, merged={"actors": 1, "identical": 1}),
    "acled-monadic-one-actor.csv": made("acled", 3, 2, merged={"actors": 1}),
    "acled-vintages.csv": made("acled", 5, 2, merged={"older": 2, "restated": 1}),
    "acled-dates.csv": made(
        "acled", 9, 5, repaired={"date": 4}, rejected={"bad_date": 2, "no_date": 1, "future": 1}
    ),
    "acled-coordinates.csv": made(
        "acled", 9, 9,
        repaired={"spaces": 1, "number": 1, "swapped": 1},
        flagged={
            "no_point": 2, "null_island": 1, "far_point": 1, "unknown_country": 1,
            "country_differs": 1,
        },
    ),
    "acled-ragged.csv": made("acled", 6, 3, rejected={"ragged": 2, "unclosed": 1}),
    "acled-codes.csv": made(
        "acled", 7, 5,
        repaired={"code": 2},
        flagged={
            "unknown_type": 1, "unknown_precision": 1, "ambiguous_actor": 1, "no_deaths": 1,
        },
        rejected={"no_id": 2},
    ),
    "acled-api.json": made("acled", 2, 2),
    "acled-r-row-names.csv": made("acled", 2, 2),
    "acled-hostile-text.csv": made("acled", 9, 9),
    "acled-rejected.csv": made("acled", 2, 1, rejected={"bad_date": 1}),
    "ged.csv": made(
        "ucdp", 8, 5,
        flagged={"geometry_differs": 1, "provisional": 1, "estimates": 1, "unclear": 1},
        rejected={"no_id": 1, "reversed": 1, "future": 1},
    ),
    "ged-candidate-without-header.csv": made("ucdp", 2, 2),
    "own-events.csv": made("own", 2, 2, flagged={"unknown_place": 2}),
    "own-events-faults.csv": made(
        "own", 6, 1,
        merged={"restated": 1}, flagged={"unknown_place": 2},
        rejected={"rule": 3, "future": 1},
    ),
    "incidents-fr.csv": made(
        "mapped", 4, 2,
        merged={"restated": 1},
        repaired={"encoding": 4, "date": 3, "number": 1},
        flagged={"unknown_type": 2, "no_point": 2, "no_deaths": 1},
        rejected={"bad_date": 1},
    ),
    "points.geojson": made("mapped", 2, 2, flagged={"no_point": 1}),
    "timemap.json": made(
        "mapped", 2, 1,
        repaired={"date": 1}, flagged={"unknown_country": 1}, rejected={"bad_date": 1},
    ),
}  # fmt: skip

REFUSED = {
    "lfs-pointer.csv": "git lfs pull",
    "no-data.csv": "No data has been found",
    "acled-api-error.json": "An invented refusal",
    "aggregate.csv": "counts events by period and area",
    "log-in-page.csv": "is a web page",
    "only-header.csv": "has a header and no row under it",
    "empty.csv": "is empty",
    "unknown-columns.csv": "colour, shape",
    "layer.js": "is a JavaScript file",
    "settings.json": "neither a list of records",
    "broken.json": "breaks off or is damaged",
    "areas.geojson": r"holds areas or lines \(Polygon\)",
    "picture.csv": "is a picture",
}


REJECTING = [
    name
    for name, (_, told) in READ.items()
    if told["rejected"] and name.endswith(".csv") and name != "acled-rejected.csv"
]


def test_every_file_of_the_corpus_is_expected_to_become_something():
    files = {path.name for path in CORPUS.iterdir() if not path.name.startswith(".")}

    assert files == READ.keys() | REFUSED.keys()
    assert not READ.keys() & REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_file_becomes_the_events_that_it_holds(name, tmp_path):
    kind, expected = READ[name]

    report = imported(CORPUS / name, tmp_path / "data", **ASKED.get(name, {}))

    told = report.as_dict()
    assert told["format"] == kind
    assert outcome(report) == expected
    assert accounted(told) == told["rows_read"]
    assert len(held(tmp_path / "data")) == expected["events"]


@pytest.mark.parametrize("name", READ)
def test_a_file_imported_twice_changes_nothing(name, tmp_path):
    asked = ASKED.get(name, {})
    imported(CORPUS / name, tmp_path / "data", **asked)
    before = held(tmp_path / "data")

    report = imported(CORPUS / name, tmp_path / "data", **asked)

    assert held(tmp_path / "data") == before
    assert (report.new, report.replaced, report.gone) == (0, 0, 0)
    assert report.merged["unchanged"] == len(before)
    assert accounted(report.as_dict()) == report.rows_read


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_none_of_events_is_refused_with_the_reason(name, tmp_path):
    with pytest.raises(DataError, match=REFUSED[name]) as refused:
        imported(CORPUS / name, tmp_path / "data")

    assert name in str(refused.value)
    assert not (tmp_path / "data" / "dataset.json").exists()


def test_a_dataset_of_each_format_can_be_opened(tmp_path):
    sizes = {}
    for name in ("acled.csv", "ged.csv", "own-events.csv", "incidents-fr.csv"):
        imported(CORPUS / name, tmp_path / name, **ASKED.get(name, {}))
        sizes[name] = len(open_dataset(tmp_path / name).events)

    assert sizes == {"acled.csv": 2, "ged.csv": 5, "own-events.csv": 2, "incidents-fr.csv": 2}


@pytest.mark.parametrize("name", REJECTING)
def test_rejected_rows_stand_in_their_file_as_they_came(name, tmp_path):
    report = imported(CORPUS / name, tmp_path / "data", **ASKED.get(name, {}))

    kept = DatasetFolder(tmp_path / "data").file("rejected").read_bytes()

    came = (CORPUS / name).read_bytes().replace(b"\r\n", b"\n").split(b"\n")
    lines = kept.split(b"\n")[1:-1]
    assert len(lines) == report.notes.rejected_rows
    for line in lines:
        assert any(line.endswith(record) for record in came if record), line


def test_of_rejected_rows_rejected_again_our_columns_are_made_anew(tmp_path):
    imported(CORPUS / "acled-rejected.csv", tmp_path / "data")

    kept = DatasetFolder(tmp_path / "data").file("rejected").read_bytes()

    came = (CORPUS / "acled-rejected.csv").read_bytes()
    record = came[came.index(b"MLI900002") :]
    fault = b"2,A date that cannot be read (event_date): still soon,"
    assert kept.partition(b"\n")[2] == fault + record


@pytest.mark.parametrize("name", [*REJECTING, "acled-rejected.csv"])
def test_a_file_of_rejected_rows_is_rejected_again_row_by_row(name, tmp_path):
    asked = ASKED.get(name, {})
    first = imported(CORPUS / name, tmp_path / "data", **asked, rejected=tmp_path / "again.csv")

    with pytest.raises(DataError, match="gives no event"):
        imported(
            tmp_path / "again.csv", tmp_path / "other", **asked, rejected=tmp_path / "twice.csv"
        )

    once, twice = ((tmp_path / name).read_bytes() for name in ("again.csv", "twice.csv"))
    assert once.count(b"\n") == twice.count(b"\n") == first.notes.rejected_rows + 1


def test_names_that_seem_formulas_or_markup_pass_as_text(tmp_path):
    imported(CORPUS / "acled-hostile-text.csv", tmp_path / "data")

    events = held(tmp_path / "data")

    assert [event["summary"] for event in events] == [
        "=cmd|'/C calc'!A1",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "<script>alert('x')</script> & <b>",
        '"quoted" `back` ${x}',
        "☠️🔥",
        "وصف مخترع",
        "ߒߞߏ ߞߊ߲",
    ]
    assert [event["place"] for event in events] == [event["summary"] for event in events]


def test_the_text_of_1252_and_of_utf_16_is_read_as_written(tmp_path):
    imported(CORPUS / "acled-2016-cp1252.csv", tmp_path / "one")
    imported(CORPUS / "acled-utf16.csv", tmp_path / "two")

    old, recoded = held(tmp_path / "one"), held(tmp_path / "two")

    assert old[0]["summary"] == "The soldiers’ camp near Ségou, all invented."
    assert (old[1]["lon"], old[1]["actor"]) == (
        -0.05,
        "Military Forces of Mali (2013-); Made-up Militia; Ansar Dine",
    )
    assert recoded[0]["place"] == "Ségou-la-Fausse"
