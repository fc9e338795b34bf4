"""The columns of the records that a team may suggest: their words, and how each is entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sahel_map import vocabulary as v
from sahel_map.i18n import noop
from sahel_map.vocabulary import Term

__all__ = ["COLUMNS", "KEYS", "NEW", "ROWS", "TABLE_NAMES", "Column", "Kind"]

Kind = Literal[
    "choice", "choices", "count", "country", "corridors", "day", "event", "events", "language",
    "place", "source", "sources", "text", "words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a form shows it.

    Attributes:
        label: Its words, a gettext source string.
        kind: How its value is entered and read.
        terms: Code to words, where it holds codes.
        help: What belongs there.
    """

    label: str
    kind: Kind = "text"
    terms: Mapping[str, Term] | None = None
    help: str = ""


_COUNTED: Final = {"": Term(noop("not stated"))} | {code: v.MEASURES[code] for code in v.DEATHS}
_LICENCES: Final = {code: Term(code) for code in v.SOURCE_LICENCES}
_LISTED: Final = noop("Several are separated by semicolons.")
_FROM_CLAIMS: Final = noop(
    "It follows from the claims about the event: suggest a claim, or a change of one."
)
_LAT: Final = Column(noop("Latitude"), help=noop("Degrees north, WGS 84."))
_LON: Final = Column(noop("Longitude"), help=noop("Degrees east, WGS 84; west is negative."))
_PLACE: Final = Column(
    noop("Place in the gazetteer"), "place", help=noop("Fills in name, country and point.")
)
_SOURCES: Final = Column(noop("Sources"), "sources")
_CONFIDENCE: Final = Column(noop("Confidence"), "choice", v.CONFIDENCE)
_SUMMARY: Final = Column(noop("Summary"), "words")

COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "events.csv": {
        "event_id": Column(noop("Identifier")),
        "date_start": Column(noop("First day"), "day"),
        "date_end": Column(noop("Last day"), "day"),
        "date_precision": Column(noop("Precision of the date"), "choice", v.DATE_PRECISION),
        "title": Column(noop("Title")),
        "place_id": _PLACE,
        "place": Column(noop("Place")),
        "admin1_stated": Column(noop("Region, as sources state it")),
        "country": Column(noop("Country"), "country"),
        "lat": _LAT,
        "lon": _LON,
        "geo_precision": Column(noop("Precision of the place"), "choice", v.GEO_PRECISION),
        "event_type": Column(noop("Kind of event"), "choice", v.EVENT_TYPES),
        "actor": Column(noop("Who acted"), help=noop("In words, as the sources say it.")),
        "actor_groups": Column(noop("Groups"), "choices", v.ACTORS),
        "target": Column(noop("Target"), help=noop("Who or what was hit.")),
        "corridor_id": Column(noop("Roads that sources name"), "corridors"),
        "fatalities_measure": Column(noop("Deaths: who is counted"), "choice", _COUNTED),
        "fatalities_low": Column(
            noop("Deaths, lowest"), "count",
            help=_FROM_CLAIMS,
        ),
        "fatalities_high": Column(noop("Deaths, highest"), "count", help=_FROM_CLAIMS),
        "summary": _SUMMARY,
        "confidence": _CONFIDENCE,
        "source_ids": _SOURCES,
        "conflicts": Column(noop("Where sources disagree"), "words"),
        "last_checked": Column(noop("Checked"), "day"),
    },
    "claims.csv": {
        "claim_id": Column(noop("Identifier")),
        "event_ids": Column(noop("Events"), "events"),
        "claimant": Column(noop("Who says so")),
        "claimant_kind": Column(noop("Side"), "choice", v.CLAIMANT_KINDS),
        "measure": Column(noop("What is said"), "choice", v.MEASURES),
        "low": Column(noop("Lowest number"), "count"),
        "high": Column(noop("Highest number"), "count"),
        "scope": Column(noop("Of what"), "choice", v.SCOPES),
        "source_id": Column(noop("Source"), "source", help=noop("One that the event cites.")),
        "note": Column(noop("In words"), "words"),
    },
    "sources.csv": {
        "source_id": Column(noop("Identifier")),
        "title": Column(noop("Title")),
        "publisher": Column(noop("Publisher")),
        "author": Column(noop("Author"), help=_LISTED),
        "published": Column(
            noop("Published"), help=noop("YYYY-MM-DD, or YYYY-MM, or YYYY; empty if undated.")
        ),
        "url": Column(noop("Address"), help=noop("Begins with http or https.")),
        "kind": Column(noop("Kind"), "choice", v.SOURCE_KINDS),
        "language": Column(noop("Language"), "language", help=noop("A code such as fr or ar.")),
        "origin": Column(noop("Repeats"), help=noop("The agency or outlet that it repeats.")),
        "licence": Column(noop("Licence"), "choice", _LICENCES),
        "note": Column(noop("Note"), "words"),
    },
    "blockades.csv": {
        "spell_id": Column(noop("Identifier")),
        "kind": Column(noop("Kind"), "choice", v.SPELL_KINDS),
        "place_id": _PLACE,
        "place": Column(noop("Place")),
        "country": Column(noop("Country"), "country"),
        "lat": _LAT,
        "lon": _LON,
        "corridor_ids": Column(noop("Roads"), "corridors"),
        "start": Column(noop("Start"), "day"),
        "start_precision": Column(noop("Precision of the start"), "choice", v.SPELL_PRECISION),
        "end": Column(noop("End"), "day", help=noop("Empty while it lasts.")),
        "end_precision": Column(noop("Precision of the end"), "choice", v.SPELL_PRECISION),
        "last_confirmed": Column(noop("Last confirmed"), "day"),
        "status": Column(noop("Status"), "choice", v.SPELL_STATUSES),
        "passage": Column(noop("What passes"), "choice", v.PASSAGES),
        "imposed_by": Column(noop("Imposed by")),
        "summary": _SUMMARY,
        "demands": Column(noop("Demands"), "words"),
        "effects": Column(noop("Effects"), "words"),
        "source_ids": _SOURCES,
        "confidence": _CONFIDENCE,
    },
    "agreements.csv": {
        "agreement_id": Column(noop("Identifier")),
        "place_id": _PLACE,
        "place": Column(noop("Place")),
        "country": Column(noop("Country"), "country"),
        "lat": _LAT,
        "lon": _LON,
        "date": Column(noop("Date"), "day"),
        "date_precision": Column(noop("Precision of the date"), "choice", v.SPELL_PRECISION),
        "kind": Column(noop("Kind"), "choice", v.AGREEMENT_KINDS),
        "parties": Column(noop("Between"), help=_LISTED),
        "summary": _SUMMARY,
        "outcome": Column(noop("What became of it"), "words"),
        "source_ids": _SOURCES,
        "confidence": _CONFIDENCE,
    },
}  # fmt: skip
"""Table to its columns, in the order of the file."""

ROWS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "events.csv": (
        ("title",),
        ("date_start", "date_end", "date_precision"),
        ("place_id", "place", "geo_precision"),
        ("lat", "lon", "country"),
        ("admin1_stated", "corridor_id"),
        ("event_type", "actor_groups"),
        ("actor", "target"),
        ("fatalities_measure", "fatalities_low", "fatalities_high"),
        ("summary",),
        ("conflicts",),
        ("source_ids",),
        ("confidence", "last_checked"),
    ),
    "claims.csv": (
        ("event_ids",),
        ("claimant", "claimant_kind"),
        ("measure", "low", "high"),
        ("scope", "source_id"),
        ("note",),
    ),
    "sources.csv": (
        ("title",),
        ("publisher", "author"),
        ("published", "url"),
        ("kind", "language", "licence"),
        ("origin",),
        ("note",),
    ),
    "blockades.csv": (
        ("status", "passage", "last_confirmed"),
        ("start", "start_precision"),
        ("end", "end_precision"),
        ("kind", "imposed_by"),
        ("corridor_ids",),
        ("place_id", "place"),
        ("lat", "lon", "country"),
        ("summary",),
        ("demands",),
        ("effects",),
        ("source_ids",),
        ("confidence",),
    ),
    "agreements.csv": (
        ("kind", "parties"),
        ("date", "date_precision"),
        ("place_id", "place"),
        ("lat", "lon", "country"),
        ("summary",),
        ("outcome",),
        ("source_ids",),
        ("confidence",),
    ),
}
"""Table to what stands beside each other in its form; identifiers are made, not entered."""

KEYS: Final[Mapping[str, str]] = {table: next(iter(columns)) for table, columns in COLUMNS.items()}
"""Table to the column that names its records."""

TABLE_NAMES: Final[Mapping[str, str]] = {
    "events.csv": noop("Event"),
    "claims.csv": noop("Claim"),
    "sources.csv": noop("Source"),
    "blockades.csv": noop("Blockade or siege"),
    "agreements.csv": noop("Agreement"),
}
"""Table to what one of its records is called."""

NEW: Final[Mapping[str, str]] = {
    "events.csv": noop("New event"),
    "claims.csv": noop("New claim"),
    "sources.csv": noop("New source"),
    "blockades.csv": noop("New blockade or siege"),
    "agreements.csv": noop("New agreement"),
}
"""Table to the words that offer a new record."""
