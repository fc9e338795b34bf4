"""Made-up records with ACLED's columns, as its files of several years have them."""

from record_fixtures import converted

from sahel_map.importers import acled

HEADER = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
]  # fmt: skip
"""The columns since March 2023, in order."""

HEADER_2016 = [
    "GWNO", "EVENT_ID_CNTY", "EVENT_DATE", "YEAR", "TIME_PRECISION", "EVENT_TYPE", "ACTOR1",
    "ALLY_ACTOR_1", "INTER1", "ACTOR2", "ALLY_ACTOR_2", "INTER2", "INTERACTION", "COUNTRY",
    "ADMIN1", "ADMIN2", "ADMIN3", "LOCATION", "LATITUDE", "LONGITUDE", "GEO_PRECISION", "SOURCE",
    "NOTES", "FATALITIES",
]  # fmt: skip

RECORD = dict.fromkeys(HEADER, "") | {
    "event_id_cnty": "MLI900001",
    "event_date": "2025-07-09",
    "year": "2025",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Mali (2021-)",
    "inter1": "State forces",
    "actor2": "JNIM: Group for Support of Islam and Muslims",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "iso": "466",
    "region": "Western Africa",
    "country": "Mali",
    "admin1": "Mopti",
    "admin2": "Invented cercle",
    "location": "Invented town",
    "latitude": "14.5",
    "longitude": "-4.25",
    "geo_precision": "1",
    "source": "Invented Press; Made-up Radio",
    "source_scale": "National",
    "notes": "An invented clash near an invented town.",
    "fatalities": "3",
    "timestamp": "1752105600",
}
"""An event that never was."""

RECORD_2016 = dict.fromkeys(HEADER_2016, "") | {
    "GWNO": "432",
    "EVENT_ID_CNTY": "900RTA",
    "EVENT_DATE": "29/12/2015",
    "YEAR": "2015",
    "TIME_PRECISION": "1",
    "EVENT_TYPE": "Battle-No change of territory",
    "ACTOR1": "Military Forces of Mali (2013-)",
    "ALLY_ACTOR_1": "Made-up Militia",
    "ACTOR2": "Ansar Dine",
    "COUNTRY": "Mali",
    "ADMIN1": "Gao",
    "LOCATION": "Invented town",
    "LATITUDE": "16.25",
    "LONGITUDE": "-0.05",
    "GEO_PRECISION": "1",
    "SOURCE": "Invented Press",
    "FATALITIES": "0",
}


def events(*changes: dict[str, str], base=RECORD, **terms):
    """Events of made-up records with changes, and what was told."""
    return converted(acled, *changes, base=base, **terms)


def event(base=RECORD, **changes: str):
    """The one event of a record with changes."""
    return events(changes, base=base)[0].iloc[0]


def without(*columns: str) -> dict[str, str]:
    """The made-up record in a file that lacks some columns."""
    return {name: value for name, value in RECORD.items() if name not in columns}
