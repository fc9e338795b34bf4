"""What the tests share: the bundled data, read once, and tiny tables and layers made by hand."""

import asyncio
import csv
import dataclasses
import os
from pathlib import Path

import geopandas as gpd
import postgres_fixtures
import pytest
import shapely
from starlette.applications import Starlette
from starlette.middleware import Middleware
from typer.testing import CliRunner

from sahel_map import cli, i18n, server, settings, store
from sahel_map.lines import LINES_FILE, draw_legs, write_legs
from sahel_map.roads import convert_waypoints
from sahel_map.schema import TABLES
from sahel_map.server import lifespan
from sahel_map.tables import read_table

EVENT = {
    "event_id": "2025-07-01-west-town",
    "date_start": "2025-07-01",
    "date_end": "2025-07-01",
    "date_precision": "day",
    "title": "Attack on West Town",
    "place_id": "west-town",
    "place": "West Town",
    "admin1_stated": "West",
    "country": "MLI",
    "lat": "10.5",
    "lon": "0.5",
    "geo_precision": "town",
    "event_type": "complex_attack",
    "actor": "JNIM",
    "actor_groups": "jnim",
    "target": "army camp",
    "corridor_id": "",
    "fatalities_measure": "soldiers_killed",
    "fatalities_low": "3",
    "fatalities_high": "5",
    "summary": "Gunmen attacked the camp.",
    "confidence": "high",
    "source_ids": "news-one",
    "conflicts": "",
    "last_checked": "2025-12-01",
}
SOURCE = {
    "source_id": "news-one",
    "title": "Attack in the west",
    "publisher": "News One",
    "author": "",
    "published": "2025-07-02",
    "url": "https://news.example/one",
    "kind": "news",
    "language": "en",
    "origin": "",
    "licence": "copyright",
    "note": "",
}
PLACE = {
    "place_id": "west-town",
    "name": "West Town",
    "alt_names": "Tombouctou;Kéllé",
    "admin1": "West",
    "country": "MLI",
    "lat": "10.5",
    "lon": "0.5",
    "kind": "settlement",
    "geonames_id": "123",
    "coord_source": "GeoNames",
    "note": "",
}
CLAIM = {
    "claim_id": "west.01",
    "event_ids": "2025-07-01-west-town",
    "claimant": "the army",
    "claimant_kind": "authorities",
    "measure": "soldiers_killed",
    "low": "3",
    "high": "3",
    "scope": "event",
    "source_id": "news-one",
    "note": "",
}
INDICATOR = {
    "indicator_id": "fighters-2024",
    "topic": "forces",
    "measure": "fighters",
    "subject": "JNIM",
    "title": "Fighters of JNIM",
    "low": "5000",
    "high": "6000",
    "unit": "fighters",
    "qualifier": "between",
    "period_start": "2024-01-01",
    "period_end": "2024-12-31",
    "place_ids": "",
    "claimant": "UN",
    "claimant_kind": "research",
    "source_id": "news-one",
    "note": "",
}
CONTRADICTION = {
    "contradiction_id": "west-toll",
    "topic": "tolls",
    "kind": "dispute",
    "title": "Soldiers killed at West Town",
    "event_ids": "2025-07-01-west-town",
    "reading": "Nothing read here allows a choice.",
    "reading_source_ids": "news-one",
}
POSITION = {
    "contradiction_id": "west-toll",
    "position_id": "west-toll.01",
    "holder": "the army",
    "holder_kind": "authorities",
    "position": "3 soldiers.",
    "low": "3",
    "high": "3",
    "source_ids": "news-one",
}
CORRIDOR = {
    "corridor_id": "west_east",
    "short_name": "East road",
    "name": "West Town to East Town by Middle",
    "mode": "road",
    "road_numbers": "MLI: RN1",
    "length_km": "115",
    "length_source_id": "news-one",
    "length_note": "",
    "from_place": "West Town",
    "to_place": "East Town",
    "border_post": "",
    "commodities": "fuel;food",
    "feeds_bamako": "yes",
    "approach": "East gate",
    "source_ids": "news-one;news-late",
    "note": "Paved.",
    "confidence": "high",
}
WAYPOINT = {
    "corridor_id": "west_east",
    "seq": "1",
    "place": "West Town",
    "country": "MLI",
    "lat": "10.5",
    "lon": "0.5",
    "coord_source": "GeoNames:123",
    "alignment_confidence": "high",
}
SHARE = {
    "corridor_id": "west_east",
    "share_of": "trade",
    "low": "40",
    "high": "40",
    "qualifier": "",
    "year": "2025",
    "claimant": "News One",
    "source_id": "news-one",
    "note": "",
}
BLOCKADE = {
    "spell_id": "west-siege",
    "kind": "town_siege",
    "place_id": "west-town",
    "place": "West Town",
    "country": "MLI",
    "lat": "10.5",
    "lon": "0.5",
    "corridor_ids": "west_east;middle_gourma",
    "start": "2025-07-01",
    "start_precision": "day",
    "end": "",
    "end_precision": "unknown",
    "last_confirmed": "2025-08-20",
    "status": "enforced",
    "passage": "",
    "imposed_by": "JNIM",
    "summary": "Nobody may leave the town.",
    "demands": "The army is to go.",
    "effects": "Prices doubled.",
    "source_ids": "news-one;news-late",
    "confidence": "high",
}
AGREEMENT = {
    "agreement_id": "west-deal",
    "place_id": "west-town",
    "place": "West Town",
    "country": "MLI",
    "lat": "10.5",
    "lon": "0.5",
    "date": "2025-07-25",
    "date_precision": "day",
    "kind": "local_agreement",
    "parties": "elders;JNIM",
    "summary": "Farmers may go to their fields.",
    "outcome": "Held for a week.",
    "source_ids": "news-two;news-late",
    "confidence": "medium",
}
MILESTONE = {
    "milestone_id": "fuel-1",
    "date": "2025-07-02",
    "date_precision": "day",
    "kind": "tanker_attack",
    "corridor_id": "west_east",
    "label": "Ambush",
    "place": "East road",
    "destination": "bamako",
    "event_id": "2025-07-02-east-road",
    "summary": "Tankers burned.",
    "tankers_destroyed_low": "3",
    "tankers_destroyed_high": "5",
    "tankers_arrived_low": "",
    "tankers_arrived_high": "",
    "count_scope": "event",
    "claimant_note": "Drivers counted.",
    "source_ids": "news-one;news-late",
    "confidence": "medium",
}
PHASE = {
    "slice_id": "first-days",
    "start": "2025-06-01",
    "end": "2025-07-31",
    "title": "The first days",
    "summary": "Attacks begin in the west.",
    "source_ids": "news-one;news-late",
    "boundary_note": "Begins with the first attack; our reading.",
}
GOOD = {
    "events.csv": EVENT,
    "sources.csv": SOURCE,
    "places.csv": PLACE,
    "claims.csv": CLAIM,
    "indicators.csv": INDICATOR,
    "contradictions.csv": CONTRADICTION,
    "positions.csv": POSITION,
    "corridors.csv": CORRIDOR,
    "corridor_waypoints.csv": WAYPOINT,
    "corridor_shares.csv": SHARE,
    "blockades.csv": BLOCKADE,
    "agreements.csv": AGREEMENT,
    "fuel.csv": MILESTONE,
    "slices.csv": PHASE,
}

SIX_EVENTS = [
    {},
    {
        "event_id": "2025-07-east-month",
        "date_end": "2025-07-31",
        "date_precision": "month",
        "title": "Threats in the east",
        "place_id": "east-region",
        "place": "East region",
        "admin1_stated": "East",
        "lat": "",
        "lon": "",
        "geo_precision": "region",
        "event_type": "statement",
        "fatalities_measure": "",
        "fatalities_low": "",
        "fatalities_high": "",
        "confidence": "low",
    },
    {
        "event_id": "2025-07-02-east-road",
        "date_start": "2025-07-02",
        "date_end": "2025-07-02",
        "title": "Patrol ambushed",
        "place_id": "east-road",
        "place": "East road",
        "admin1_stated": "East",
        "lon": "1.5",
        "geo_precision": "near",
        "event_type": "ambush",
        "fatalities_low": "0",
        "fatalities_high": "0",
        "confidence": "medium",
        "source_ids": "news-two;news-one",
    },
    {
        "event_id": "2025-07-05-lead",
        "date_start": "2025-07-05",
        "date_end": "2025-07-05",
        "title": "A lead",
        "event_type": "ied",
        "actor": "unidentified",
        "actor_groups": "unidentified",
        "fatalities_measure": "",
        "fatalities_low": "",
        "fatalities_high": "",
        "confidence": "unverified",
    },
    {
        "event_id": "2025-07-28-gourma",
        "date_start": "2025-07-28",
        "date_end": "2025-08-03",
        "date_precision": "week",
        "title": "Village attacked",
        "place_id": "gourma",
        "place": "Gourma",
        "admin1_stated": "Est",
        "country": "BFA",
        "lat": "9.5",
        "geo_precision": "area",
        "event_type": "armed_attack",
        "actor": "JNIM or ISGS",
        "actor_groups": "jnim;isgs",
        "fatalities_measure": "civilians_killed",
        "fatalities_low": "20",
        "fatalities_high": "",
    },
    {
        "event_id": "2025-08-15-mali",
        "date_start": "2025-08-15",
        "date_end": "2025-08-15",
        "title": "A statement",
        "place_id": "mali",
        "place": "Mali",
        "admin1_stated": "",
        "lat": "",
        "lon": "",
        "geo_precision": "country",
        "event_type": "statement",
        "fatalities_measure": "",
        "fatalities_low": "",
        "fatalities_high": "",
    },
]
"""In the order in which a dataset holds them: by first day, last day, id."""

_NO_LENGTH = {"length_km": "", "length_source_id": ""}
_NO_POINT = {"place_id": "", "place": "", "lat": "", "lon": ""}
_MIDDLE = {"place": "Middle", "lon": "1.0", "alignment_confidence": "medium"}
_GOURMA_STOP = {"place": "Gourma", "country": "BFA", "lat": "9.5", "alignment_confidence": "low"}
_NORTH_STOP = {"place": "North Port", "country": "MRT", "lat": "11.5", "lon": "1.0"}
ROADS = {
    "corridors.csv": [
        {},
        _NO_LENGTH
        | {
            "corridor_id": "middle_gourma",
            "short_name": "Gourma road",
            "name": "Middle to Gourma by West Town",
            "from_place": "Middle",
            "to_place": "Gourma",
            "feeds_bamako": "no",
            "approach": "",
            "source_ids": "news-two",
        },
        {
            "corridor_id": "north_river",
            "short_name": "River",
            "name": "North Port to Middle",
            "mode": "river",
            "road_numbers": "",
            "length_km": "90",
            "length_source_id": "news-late",
            "length_note": "Measured at low water.",
            "from_place": "North Port",
            "to_place": "Middle",
            "feeds_bamako": "no",
            "approach": "",
            "source_ids": "news-late",
        },
    ],
    "corridor_waypoints.csv": [
        {},
        _MIDDLE | {"seq": "2"},
        {"seq": "3", "place": "East Town", "lon": "1.5"},
        _MIDDLE | {"corridor_id": "middle_gourma"},
        {"corridor_id": "middle_gourma", "seq": "2"},
        _GOURMA_STOP | {"corridor_id": "middle_gourma", "seq": "3"},
        _NORTH_STOP | {"corridor_id": "north_river"},
        _MIDDLE | {"corridor_id": "north_river", "seq": "2"},
    ],
    "corridor_shares.csv": [
        {},
        {
            "corridor_id": "west_east;middle_gourma",
            "share_of": "imports",
            "low": "60.5",
            "high": "",
            "source_id": "news-late",
        },
    ],
    "blockades.csv": [
        {},
        _NO_POINT
        | {
            "spell_id": "east-checkpoints",
            "kind": "corridor_checkpoint",
            "corridor_ids": "west_east",
            "start": "2025-07-10",
            "start_precision": "week",
            "end": "2025-08-15",
            "end_precision": "month",
            "last_confirmed": "",
            "status": "lifted",
            "source_ids": "news-one;news-two",
        },
        {
            "spell_id": "fuel-ban",
            "kind": "fuel_blockade",
            "corridor_ids": "west_east;north_river",
            "start": "2025-09-01",
            "end": "2025-09-05",
            "end_precision": "day",
            "last_confirmed": "",
            "status": "declared",
            "source_ids": "news-late;no-date",
        },
        _NO_POINT
        | {
            "spell_id": "river-ban",
            "kind": "river_blockade",
            "corridor_ids": "north_river",
            "start": "2025-07-15",
            "start_precision": "month",
            "last_confirmed": "2025-07-20",
            "status": "partially_eased",
            "passage": "convoys",
            "source_ids": "news-two",
        },
    ],
    "agreements.csv": [
        {},
        {
            "agreement_id": "old-talks",
            "date": "",
            "date_precision": "unknown",
            "kind": "other",
            "source_ids": "news-one",
        },
    ],
    "fuel.csv": [
        {},
        {
            "milestone_id": "fuel-4",
            "date": "2025-08-30",
            "kind": "count",
            "corridor_id": "",
            "event_id": "",
            "destination": "mali",
            "tankers_destroyed_low": "100",
            "tankers_destroyed_high": "",
            "count_scope": "cumulative",
            "source_ids": "news-late",
        },
        {
            "milestone_id": "fuel-3",
            "date": "2025-07-20",
            "kind": "convoy_arrived",
            "event_id": "",
            "tankers_destroyed_low": "",
            "tankers_destroyed_high": "",
            "tankers_arrived_low": "50",
            "tankers_arrived_high": "60",
            "source_ids": "news-two",
        },
        {
            "milestone_id": "fuel-2",
            "date": "2025-07-15",
            "date_precision": "week",
            "kind": "shortage",
            "corridor_id": "",
            "event_id": "",
            "tankers_destroyed_low": "",
            "tankers_destroyed_high": "",
            "count_scope": "",
            "source_ids": "news-one",
        },
    ],
    "slices.csv": [
        {},
        {
            "slice_id": "later-days",
            "start": "2025-08-01",
            "end": "2025-08-31",
            "title": "Later days",
            "source_ids": "news-late",
        },
    ],
}
"""Three corridors; ``west_east`` and ``middle_gourma`` run both ways over one leg."""

_WEST, _ROAD, _GOURMA, _MALI = (SIX_EVENTS[number] for number in (0, 2, 4, 5))
EVIDENCE = {
    "events.csv": [
        _WEST | {"source_ids": "news-one;news-late", "conflicts": "Tolls differ."},
        _ROAD | {"corridor_id": "west_east", "fatalities_low": "10", "fatalities_high": ""},
        _GOURMA | {"source_ids": "no-date;news-two", "fatalities_low": "", "fatalities_high": "40"},
        _MALI | {"source_ids": "news-late"},
    ],
    "sources.csv": [
        {},
        {
            "source_id": "news-two",
            "publisher": "News Two",
            "published": "2025-07",
            "url": "https://news.example/two",
            "origin": "News One",
        },
        {
            "source_id": "news-late",
            "publisher": "News Late",
            "published": "2025-09-10",
            "url": "https://news.example/late",
        },
        {"source_id": "no-date", "publisher": "No Date", "published": "", "url": ""},
    ],
    "claims.csv": [
        {},
        {
            "claim_id": "west.02",
            "claimant": "JNIM",
            "claimant_kind": "jnim",
            "low": "5",
            "high": "5",
            "source_id": "news-late",
        },
        {
            "claim_id": "west.03",
            "event_ids": "2025-07-01-west-town;2025-07-02-east-road",
            "measure": "militants_killed",
            "low": "80",
            "high": "80",
            "scope": "several",
        },
        {
            "claim_id": "road.01",
            "event_ids": "2025-07-02-east-road",
            "claimant": "residents",
            "claimant_kind": "local",
            "low": "10",
            "high": "",
            "source_id": "news-two",
        },
        {
            "claim_id": "gourma.01",
            "event_ids": "2025-07-28-gourma",
            "claimant": "News Two",
            "claimant_kind": "press",
            "measure": "civilians_killed",
            "low": "",
            "high": "40",
            "source_id": "news-two",
        },
        {
            "claim_id": "gourma.02",
            "event_ids": "2025-07-28-gourma",
            "claimant": "No Date",
            "claimant_kind": "press",
            "measure": "civilians_killed",
            "low": "",
            "high": "30",
            "source_id": "no-date",
        },
        {
            "claim_id": "mali.01",
            "event_ids": "2025-08-15-mali",
            "claimant": "JNIM",
            "claimant_kind": "jnim",
            "measure": "outcome",
            "low": "",
            "high": "",
            "source_id": "news-late",
            "note": "announces a siege",
        },
    ],
    "indicators.csv": [
        {},
        {
            "indicator_id": "share-2025",
            "topic": "violence",
            "measure": "southwest_share",
            "title": "Share in the south-west",
            "low": "20",
            "high": "20",
            "unit": "percent",
            "qualifier": "nearly",
            "period_start": "2025-01-01",
            "period_end": "2025-12-31",
            "place_ids": "west-town",
            "source_id": "news-late",
        },
    ],
    "contradictions.csv": [
        {},
        {
            "contradiction_id": "road-date",
            "topic": "dates",
            "kind": "definition",
            "title": "Day of the ambush",
            "event_ids": "2025-07-02-east-road",
        },
    ],
    "positions.csv": [
        {},
        {
            "position_id": "west-toll.02",
            "holder": "JNIM",
            "holder_kind": "jnim",
            "position": "5 soldiers.",
            "low": "5",
            "high": "5",
            "source_ids": "news-late",
        },
        {
            "contradiction_id": "road-date",
            "position_id": "road-date.01",
            "position": "2 July.",
            "low": "",
            "high": "",
        },
        {
            "contradiction_id": "road-date",
            "position_id": "road-date.02",
            "holder": "News Two",
            "holder_kind": "press",
            "position": "July.",
            "low": "",
            "high": "",
            "source_ids": "news-two",
        },
    ],
    **ROADS,
}
"""Four events with all that is said of them and their roads; ``news-two`` repeats ``news-one``."""


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory):
    """Whatever folders the host of the run has set, the tests are about those of the repository.

    What they load and write goes elsewhere.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SAHEL_MAP_DATA", raising=False)
        patch.delenv("SAHEL_MAP_FRONTEND", raising=False)
        patch.setenv("SAHEL_MAP_IMPORTS", str(tmp_path_factory.mktemp("imports")))
        yield


@pytest.fixture(autouse=True)
def _english():
    """Tests may change the language; the next one starts in English again."""
    i18n.activate("en")
    yield
    i18n.activate("en")


@pytest.fixture(scope="session")
def data():
    """The bundled data, read once: reading it in every test would take most of the run."""
    return lifespan.dataset()


@pytest.fixture(scope="session")
def data_dir():
    """The bundled data folder: its files are read, copied and never changed."""
    return settings.ROOT / "data"


@pytest.fixture(scope="session")
def units():
    """Squares of one degree, so that any point's unit is plain to see.

    West and East of Mali side by side on latitude 10 to 11, Mauritania's North above both, and
    below them the provinces Gourma and Tapoa, which Burkina Faso groups into the region Est.
    """
    rows = [
        ("ML-W", "West", "Ouest", "Far West;Occident", "West", "MLI", 10_000, (0, 10, 1, 11)),
        ("ML-E", "East", "Levant", "", "East", "MLI", 40_000, (1, 10, 2, 11)),
        ("MR-N", "North", "Nord", "", "North", "MRT", 20_000, (0, 11, 2, 12)),
        ("BF-G", "Gourma", "Gourma", "", "Est", "BFA", 10_000, (0, 9, 1, 10)),
        ("BF-T", "Tapoa", "Tapoa", "", "Est", "BFA", 10_000, (1, 9, 2, 10)),
    ]
    columns = ["admin1_id", "name", "name_fr", "alt_names", "region", "country", "area_km2"]
    layer = gpd.GeoDataFrame(
        [row[:-1] for row in rows],
        columns=columns,
        geometry=[shapely.box(*row[-1]) for row in rows],
        crs=settings.STORAGE_CRS,
    )
    return layer.set_index("admin1_id", drop=False)


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def write_table(tmp_path):
    """Write a table that is right except for the changes of each row, and return its path."""

    def write(name: str, *changes: dict[str, str]) -> Path:
        _write(tmp_path / name, [GOOD[name] | change for change in changes])
        return tmp_path / name

    return write


@pytest.fixture(scope="session")
def edit_row():
    """Change values of one row of a file, because faults come one at a time."""

    def edit(path: Path, line: int, **values: str) -> None:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        rows[line - 2] |= values
        _write(path, rows)

    return edit


def _draw(folder: Path) -> None:
    name = "corridor_waypoints.csv"
    waypoints = read_table(folder / name, TABLES[name]).rows
    write_legs(draw_legs(convert_waypoints(waypoints)), folder / "geo" / LINES_FILE)


@pytest.fixture(scope="session")
def make_folder(units):
    """Write a whole data folder around a few events, so that ``load`` needs no real data."""

    def make(
        folder: Path,
        changes: list[dict[str, str]],
        tables: dict[str, list[dict[str, str]]] | None = None,
    ) -> Path:
        events = [EVENT | change for change in changes]
        (folder / "geo").mkdir(parents=True)
        places = {
            event["place_id"]: {"place_id": event["place_id"], "name": event["place"]}
            for event in events
        }
        places["west-town"] = {}
        bare = {"alt_names": "", "geonames_id": ""}
        second = {"source_id": "news-two", "url": "https://news.example/two"}
        written = {
            "places.csv": [(bare if change else {}) | change for change in places.values()],
            "sources.csv": [{}, second],
        } | (tables or {})
        for name, rows in (written | {"events.csv": changes}).items():
            _write(folder / name, [GOOD[name] | row for row in rows])
        (folder / "geo" / "admin1.geojson").write_text(
            units.to_json(drop_id=True), encoding="utf-8"
        )
        if "corridor_waypoints.csv" in written:
            _draw(folder)
        return folder

    return make


@pytest.fixture
def folder(make_folder, tmp_path):
    """A folder of six events that a test may break."""
    return make_folder(tmp_path / "tiny", SIX_EVENTS)


@pytest.fixture(scope="session")
def _six(make_folder, tmp_path_factory):
    """The six events, read once."""
    return store.load(make_folder(tmp_path_factory.mktemp("six") / "tiny", SIX_EVENTS))


@pytest.fixture
def six(_six):
    """Six located events that differ in precision, dates, deaths, confidence; each test its own."""
    return dataclasses.replace(_six, events=_six.events.copy())


@pytest.fixture
def evidence_folder(make_folder, tmp_path):
    """A folder of four events with every table and its lines that a test may break."""
    return make_folder(tmp_path / "evidence", EVIDENCE["events.csv"], EVIDENCE)


@pytest.fixture(scope="session")
def evidence_base(make_folder, tmp_path_factory):
    """The folder of the four events with their evidence; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("evidence") / "tiny"
    return make_folder(folder, EVIDENCE["events.csv"], EVIDENCE)


@pytest.fixture(scope="session")
def evidence(evidence_base):
    """The four events with their evidence, read once; tests leave it as it is."""
    return store.load(evidence_base)


@pytest.fixture
def run(monkeypatch):
    """Run the command as a shell would, on a terminal so wide that no cell is broken."""
    monkeypatch.setenv("COLUMNS", "500")
    # What runs several tests at once may have set a width before the consoles were made.
    for console in (cli.base.out, cli.base.err):
        monkeypatch.setattr(console, "width", 500)

    def command(*arguments: object):
        return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])

    return command


@pytest.fixture
def get():
    """Ask the routes for a path without a server, as an ASGI server would.

    Starlette's own test client needs httpx, which this project does not.
    """

    def ask(path: str, base_path: str = "", app=None):
        app = app or Starlette(
            routes=server.routes(base_path), middleware=[Middleware(server.ContentSecurity)]
        )
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        sent = []

        asked = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive():
            while not asked:  # a client that stays until it has its answer
                await asyncio.sleep(3600)
            return asked.pop()

        async def send(message):
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        start = next(m for m in sent if m["type"] == "http.response.start")
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        return start["status"], headers, body

    return ask


@pytest.fixture(scope="session")
def cluster():
    """Give a PostgreSQL with PostGIS of this worker's own."""
    if not postgres_fixtures.installed():
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL and PostGIS are not installed")
        pytest.skip("PostgreSQL and PostGIS are not installed")
    with postgres_fixtures.cluster() as running:
        yield running


@pytest.fixture
def database(cluster):
    """Return the address of an empty database with PostGIS."""
    return cluster.database()
