"""Blocks of made-up records, as an opened file gives them, and what a format makes of them."""

import datetime as dt

import numpy as np
import pandas as pd

from sahel_map.importers.blocks import Block
from sahel_map.importers.notes import Notes
from sahel_map.importers.terms import Terms

TODAY = dt.date(2026, 11, 21)
TERMS = Terms(today=TODAY)

GED = {
    "id": "501",
    "relid": "MLI-2025-1-9-501",
    "year": "2025",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_name": "Mali: Government",
    "dyad_name": "Government of Mali - JNIM",
    "side_a": "Government of Mali",
    "side_b": "JNIM",
    "source_office": "Invented Press",
    "source_headline": "An invented headline",
    "where_prec": "1",
    "where_coordinates": "Invented town",
    "where_description": "A place made up",
    "adm_1": "Mopti region",
    "adm_2": "Invented cercle",
    "latitude": "14.5",
    "longitude": "-4.25",
    "geom_wkt": "POINT (-4.25 14.5)",
    "country": "Mali",
    "country_id": "432",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2025-07-01 00:00:00.000",
    "date_end": "2025-07-01 00:00:00.000",
    "best": "3",
    "high": "5",
    "low": "2",
}
"""An event that never was, as GED writes one, in the columns that are read."""


def block_of(records: list[dict[str, str]], first_row: int = 1) -> Block:
    """A block whose records come from bytes that name their row."""
    text = pd.DataFrame(records, index=pd.RangeIndex(len(records)), dtype="str")
    rows = np.arange(first_row, first_row + len(records), dtype=np.int64)
    return Block(text, rows, lambda place: b"record %d" % rows[place])


def converted(kind, *records: dict[str, str], base=None, **terms) -> tuple[pd.DataFrame, Notes]:
    """What a format makes of records, each the base with changes, and what it tells."""
    notes = Notes()
    block = block_of([(base or {}) | record for record in records])
    return kind.convert(block, notes, Terms(today=TODAY, **terms)), notes


def counts(happenings) -> dict:
    """How often each kind of thing happened."""
    return {key: happening.count for key, happening in happenings.items()}
