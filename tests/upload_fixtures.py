"""Files that a reader may load, as bytes, all of their events made up."""

import csv
import io

from acled_fixtures import HEADER, RECORD
from record_fixtures import GED

EVENT = {
    "event_id": "2025-07-01-invented-town",
    "date_start": "2025-07-01",
    "date_end": "2025-07-01",
    "date_precision": "day",
    "title": "An invented attack",
    "place_id": "invented-town",
    "place": "Invented town",
    "admin1_stated": "Mopti",
    "country": "MLI",
    "lat": "14.5",
    "lon": "-4.25",
    "geo_precision": "town",
    "event_type": "ambush",
    "actor": "JNIM",
    "actor_groups": "jnim",
    "target": "an invented patrol",
    "corridor_id": "",
    "fatalities_measure": "",
    "fatalities_low": "",
    "fatalities_high": "",
    "summary": "Nothing of this ever happened.",
    "confidence": "high",
    "source_ids": "Invented Press",
    "conflicts": "",
    "last_checked": "2025-12-01",
}
"""An event that never was, as events.csv has one."""

TABLE = (
    b"Jour,Lieu,Pays,Nature,Nord,Est,Morts,Auteur\n"
    b"2025-07-01,Invented town,Mali,Embuscade,14.5,-4.25,3,JNIM\n"
    b"2025-07-02,Invented village,Mali,Vol de vaches,14.6,-4.5,0,inconnu\n"
    b"2025-07-03,Invented camp,Niger,Embuscade,13.5,2.1,,JNIM\n"
    b"someday,Nowhere,Mali,Embuscade,14.7,-4.75,1,JNIM\n"
)
"""A table of no known format, with a row whose day nobody can read."""


def csv_of(records, header=None):
    """Write records as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, header or list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


def acled(*changes):
    """Write a file with ACLED's columns: an invented record for each set of changes."""
    return csv_of([RECORD | change for change in changes], HEADER)


def acled_row(number, **changes):
    """Return changes that make an event of its own, a day and half a degree further on."""
    return {
        "event_id_cnty": f"MLI9{number:05}",
        "event_date": f"2025-07-{number:02}",
        "location": f"Invented town {number}",
        "latitude": str(12 + number / 2),
    } | changes


def ucdp(*changes):
    """Write a file with the columns of UCDP GED."""
    return csv_of([GED | change for change in changes])


def own(*changes):
    """Write a file with the columns of events.csv."""
    return csv_of([EVENT | change for change in changes])


ACLED = acled(
    acled_row(1),
    acled_row(2),
    acled_row(2),
    acled_row(3, event_date="2099-01-01", notes="Rows of the future; “as they came”"),
    acled_row(4, country="Niger", iso="562", admin1="Tillabery", latitude="14.2", longitude="1.4"),
)
"""Five rows: three events, one of them written twice, and a row that is rejected."""

UCDP = ucdp({}, {"id": "502", "relid": "MLI-2025-1-9-502", "latitude": "14.75"})

OWN = own({}, {"event_id": "2025-07-02-invented-town", "title": "A second invented attack"})
