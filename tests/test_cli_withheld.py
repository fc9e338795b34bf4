"""Every command in every format on a restricted dataset: no trace of an event is printed."""

import json

import pytest
import typer
from acled_fixtures import RECORD
from import_fixtures import acled_file, imported

from sahel_map import cli, store
from sahel_map.withholding import FEWEST

pytest_plugins = ["dataset_fixtures"]

WITHHELD = "Single events are withheld"
DEATHS = "7319"
LAT, LON = "12.7391", "-8.2187"
TRACES = ("sentinel", "snt", DEATHS, LAT, LON, "2025-07-17", "17 July", "17 Jul")
"""Words, identifiers, deaths, coordinates and the day of the one event that stands alone."""

ROAD = "dakar_kayes_bamako"
DATED = ("--from", "2025-07-01", "--to", "2025-07-31")
COMMANDS = {
    "validate": [[]],
    "doctor": [[]],
    "events": [
        [],
        ["--from", "2025-07-16", "--to", "2025-07-18"],
        ["--source", "by-first-gazette"],
        ["--region", "nowhere"],
    ],
    "claims": [["acled-snt9"], ["acled-snt"], ["anything"]],
    "sources": [[], ["--single"], ["--drop", "by-first-gazette"], ["--drop", "by-first"]],
    "numbers": [[], ["--known", "2026-01-01"]],
    "sieges": [["--on", "2025-07-20"]],
    "corridors status": [["--on", "2025-07-20"], ["--on", "2025-07-18"], ["--on", "2030-01-01"]],
    "corridors measure": [
        ["--corridor", ROAD, *DATED],
        ["--corridor", ROAD, *DATED, "--every", "day"],
        ["--corridor", ROAD, *DATED, "--every", "month"],
        ["--corridor", "nowhere", *DATED],
    ],
    "corridors draw": [[]],
    "corridors snap": [["roads.gpkg", "--dry-run"]],
    "expansion": [
        ["--show", show, *how]
        for show in ("slices", "bands", "regions", "arrivals", "actors")
        for how in ([], ["--by", "month", *DATED, "--group", "all"], ["--areas", "district"])
    ],
    "boundaries list": [[]],
}
"""What is asked of each command that reads a data folder."""

WITHOUT_EVENTS = {
    "serve", "import", "boundaries add", "boundaries remove", "brief", "briefings", "versions",
    "diff", "audit", "backup", "restore", "store checksum", "store migrate", "store status",
}  # fmt: skip
"""Commands that print no events of a folder: the report of an import goes to whoever has its file;
what a pack, a difference or a backup holds is tested where it is made."""

FORMATS = ("table", "json", "csv", "geojson")


def commands(group, above=""):
    """Yield the names of all commands with what they can be asked."""
    for name, command in group.commands.items():
        whole = f"{above}{name}"
        if hasattr(command, "commands"):
            yield from commands(command, f"{whole} ")
        else:
            yield whole, command


ALL = dict(commands(typer.main.get_command(cli.app)))


def allowed(name):
    """Return the formats of a command, None where it has no choice."""
    for parameter in ALL[name].params:
        if "--format" in parameter.opts:
            return tuple(form.value for form in type(parameter.default))
    return (None,)


ASKED = [
    (name, arguments, form)
    for name, asked in COMMANDS.items()
    for arguments in asked
    for form in allowed(name)
]


@pytest.fixture
def secret(kept, monkeypatch):
    """The folder of a restricted dataset, which all commands of this file read once."""
    folder, data = kept
    read = store.open_dataset
    monkeypatch.setattr(store, "open_dataset", lambda path: data if path == folder else read(path))
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A restricted dataset near the road to Kayes: twelve plain events, one that must not leak."""
    folder = tmp_path_factory.mktemp("secret")
    plain = {
        "actor1": "JNIM: Group for Support of Islam and Muslims",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Remote explosive/landmine/IED",
        "latitude": "12.75",
        "longitude": "-8.25",
        "location": "Sentinel ford",
        "notes": "A sentinel of a note.",
        "source": "First Gazette",
        "fatalities": "1",
    }
    rows = [
        plain | {"event_id_cnty": f"SNT{n}", "event_date": f"2025-0{6 + n % 2}-{10 + n}"}
        for n in range(12)
    ]
    alone = {
        "event_id_cnty": "SNT99",
        "event_date": "2025-07-17",
        "latitude": LAT,
        "longitude": LON,
        "location": "Sentinel well",
        "source": "Sentinel Gazette",
        "fatalities": DEATHS,
        "sub_event_type": "Looting/property destruction",
        "event_type": "Strategic developments",
    }
    imported(acled_file(folder / "acled.csv", *rows, plain | alone), folder / "data")
    return folder / "data", store.open_dataset(folder / "data")


def ask(run, name, arguments, form, folder):
    """Run a command; return what it printed on both streams, and its exit code."""
    words = [*name.split(), *arguments]
    if form is not None:
        words += ["--format", form]
    where = [folder] if name == "validate" else ["--data", folder]
    result = run(*words, *where)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_every_command_is_tried():
    assert set(ALL) == set(COMMANDS) | WITHOUT_EVENTS
    assert {form for name in COMMANDS for form in allowed(name)} == {*FORMATS, None}


def test_the_dataset_has_what_is_looked_for(secret):
    data = store.open_dataset(secret)

    assert data.restricted
    assert len(data.events) == 13
    alone = data.events.loc["acled-snt99"]
    told = f"{alone['place']} {alone['fatalities_low']} {alone['lat']} {alone['lon']} {RECORD}"
    assert all(word in told for word in ("Sentinel well", DEATHS, LAT, LON))


@pytest.mark.parametrize(
    ("name", "arguments", "form"), ASKED, ids=[f"{n} {' '.join(a)} {f}" for n, a, f in ASKED]
)
def test_no_command_prints_a_trace_of_a_restricted_event(run, secret, name, arguments, form):
    result = ask(run, name, arguments, form, secret)

    echoed = {word.casefold() for word in arguments}
    printed = result.output.replace(str(secret), "").casefold()
    found = [
        word
        for word in TRACES
        if word.casefold() in printed and not any(word.casefold() in said for said in echoed)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("events", []),
        ("sources", []),
        ("numbers", []),
        ("corridors status", ["--on", "2025-07-20"]),
        ("corridors measure", ["--corridor", ROAD, *DATED, "--every", "month"]),
        ("expansion", []),
        ("expansion", ["--show", "arrivals"]),
    ],
)
def test_a_command_says_that_it_withholds_and_why(run, secret, name, arguments):
    for form in allowed(name):
        if form == "geojson":
            continue
        result = ask(run, name, arguments, form, secret)

        assert result.exit_code == 0
        assert result.stderr.count(WITHHELD) == 1
        assert "lets them be worked with, not passed on" in result.stderr


@pytest.mark.parametrize(
    ("name", "arguments", "form"),
    [
        ("claims", ["acled-snt99"], "json"),
        ("sources", ["--single"], "json"),
        ("sources", ["--drop", "by-first-gazette"], "table"),
        ("events", [], "geojson"),
        ("corridors measure", ["--corridor", ROAD, *DATED, "--every", "week"], "csv"),
    ],
)
def test_what_is_of_single_events_alone_is_refused(run, secret, name, arguments, form):
    result = ask(run, name, arguments, form, secret)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert WITHHELD in result.stderr


def test_the_roads_keep_their_status_without_the_last_attack(run, secret):
    result = ask(run, "corridors status", ["--on", "2025-07-20"], "json", secret)

    rows = {row["corridor_id"]: row for row in json.loads(result.stdout)}
    assert rows[ROAD]["status"] == "contested"
    assert not {"last_incident", "days_since", "reason_text"} & set(rows[ROAD])


def test_the_roads_of_open_events_keep_the_last_attack(run, data_dir):
    result = run(
        "corridors", "status", "--on", "2025-10-31", "--data", data_dir, "--format", "json"
    )

    rows = json.loads(result.stdout)
    assert any(row["last_incident"] and row["days_since"] is not None for row in rows)
    assert WITHHELD not in result.stderr


def test_events_are_counted_by_month_and_small_cells_together(run, secret):
    result = ask(run, "events", [], "json", secret)

    # Six mines a month in June and July; the looting stands alone, fewer than five in all.
    rows = json.loads(result.stdout)
    counts = [(row["period"], row["event_type"], row["events"], row["fatalities_low"])
              for row in rows]  # fmt: skip
    assert counts == [
        ("", "", None, None),
        ("2025-06", "ied", 6, 6),
        ("2025-07", "ied", 6, 6),
    ]
    assert rows[0]["events_below"] == FEWEST
    assert "1 of 3 cells has fewer than 5 events" in result.stderr


def test_a_table_of_a_road_says_what_it_withholds(run, secret):
    arguments = ["--corridor", ROAD, *DATED, "--every", "month"]
    result = ask(run, "corridors measure", arguments, "csv", secret)

    assert WITHHELD in result.stdout
    assert "licence class restricted" in result.stdout
