"""The codes of an import: where rows come from, what happened to them, who may see them."""

from sahel_map.i18n import noop
from sahel_map.vocabulary.terms import Term

__all__ = [
    "FLAGS",
    "FORMATS",
    "LICENCE_CLASSES",
    "MERGES",
    "NAMED",
    "REJECTIONS",
    "RELAYS",
    "REPAIRS",
]

FORMATS: dict[str, Term] = {
    "acled": Term("ACLED", noop("Armed Conflict Location & Event Data, event rows.")),
    "ucdp": Term("UCDP GED", noop("Uppsala Conflict Data Program, georeferenced events.")),
    "own": Term(noop("Sahel Map table"), noop("A table with the columns of events.csv.")),
    "mapped": Term(noop("Other table"), noop("A table whose columns the reader has assigned.")),
}

RELAYS = ("acled", "ucdp")
"""Formats whose compilers read sources and code what these say: whatever sources they name, all
that a file says is theirs."""

NAMED = "by-"
"""What the ``source_id`` of a source begins with that an imported event names: a name, and no
document that was read here."""

LICENCE_CLASSES: dict[str, Term] = {
    "open": Term(noop("open"), noop("May be shown and passed on with its attribution.")),
    "own": Term(noop("own"), noop("The team's own data; passing it on is the team's decision.")),
    "restricted": Term(
        noop("restricted"),
        noop(
            "Seen only by whoever loaded it, and by a team that they share it with; only"
            " aggregates leave the dashboard."
        ),
    ),
}

REPAIRS: dict[str, Term] = {
    "encoding": Term(noop("The file is not UTF-8; it was read as Windows-1252")),
    "spaces": Term(noop("Odd or doubled spaces were taken out")),
    "control": Term(noop("Invisible control characters were taken out")),
    "date": Term(noop("A date in another spelling was read")),
    "number": Term(noop("A number in another spelling was read")),
    "code": Term(noop("A code in another spelling was read")),
    "swapped": Term(noop("Latitude and longitude were swapped; they were put in order")),
    "precision": Term(noop("The stated precision did not fit the dates; the dates stand")),
}
"""What was changed in a value so that it could be used; each is counted with examples."""

FLAGS: dict[str, Term] = {
    "year_differs": Term(noop("The year column differs from the date; the date stands")),
    "country_differs": Term(noop("The country code differs from the country; the name stands")),
    "unknown_country": Term(noop("The country is not known; the event has none")),
    "country_by_code": Term(noop("The country's name is not known; its code stands")),
    "no_point": Term(noop("No usable coordinates; the event is listed by its region")),
    "null_island": Term(noop("Coordinates 0, 0; the event is listed by its region")),
    "far_point": Term(noop("The point lies far from the stated country")),
    "geometry_differs": Term(noop("A second geometry differs; latitude and longitude stand")),
    "unknown_type": Term(noop("The kind of event is not known; it is filed under other")),
    "unknown_precision": Term(noop("The precision is not known; the widest was taken")),
    "estimates": Term(noop("Estimates of deaths are out of order; their whole range is shown")),
    "no_deaths": Term(noop("The number of deaths is missing or unreadable")),
    "ambiguous_actor": Term(noop("The source leaves open which of two groups it was")),
    "provisional": Term(noop("The source has given a party only a provisional name")),
    "unclear": Term(noop("The source marks the event as not clearly identified")),
    "unknown_road": Term(noop("A road that corridors.csv does not have; it counts for none")),
    "unknown_place": Term(noop("A place that places.csv does not have; it is kept as written")),
    "gone": Term(noop("A newer file of the same period no longer has the event")),
}
"""What a reader should know of an event that was kept."""

REJECTIONS: dict[str, Term] = {
    "ragged": Term(noop("Another number of values than the header has")),
    "unclosed": Term(noop("A quotation mark that is never closed")),
    "no_id": Term(noop("No identifier")),
    "no_date": Term(noop("No date")),
    "bad_date": Term(noop("A date that cannot be read")),
    "reversed": Term(noop("The last day lies before the first")),
    "future": Term(noop("A date in the future")),
    "too_long": Term(noop("A record longer than any event")),
    "rule": Term(noop("A value that the rules of the table do not allow")),
}
"""Why a row was not taken in; the row itself is kept, as it came."""

MERGES: dict[str, Term] = {
    "actors": Term(noop("The same event once for each party")),
    "identical": Term(noop("The same row again")),
    "restated": Term(noop("The same event again with other values; the later row stands")),
    "older": Term(noop("An older state of an event that is there in a newer one")),
    "unchanged": Term(noop("An event that is there already, unchanged")),
}
"""Why a row made no event of its own."""
