"""The first row of a table: headings that can serve as names, and rows that only look like data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sahel_map.importers.refusals import refusal
from sahel_map.importers.rejects import OWN_COLUMNS

__all__ = ["UCDP_HEADER", "Heading", "headings", "is_headerless", "is_tags"]

UCDP_HEADER: Final = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The columns of UCDP GED in order; candidate files were published without a header row."""

_SPACE: Final = " \t\r\n\v\f\u00a0\u200b\ufeff"
_COUNTS: Final = frozenset({"events", "event_count", "number_of_events", "total_events"})
_PERIODS: Final = frozenset(
    {"month", "year", "week", "month_year", "reference_period_start", "period"}
)
_EVENT_OF_ITS_OWN: Final = re.compile(
    r"event_?id.*|.*event_?date|date|day|date_start|start_date|relid|notes"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of a table.

    Attributes:
        names: One a column, unique.
        own: How many columns of ours stand before them.
        details: What a report says of them: ``renamed``, the names that were made.
    """

    names: list[str]
    own: int = 0
    details: dict[str, Any] = field(default_factory=dict)


def headings(values: Sequence[str], file: str) -> Heading:
    """Return names for the columns of a table, from its first row.

    Args:
        values: The first row.
        file: The file's name, for a refusal.

    Raises:
        RefusedFile: The table counts events by period instead of listing them.
    """
    own = len(OWN_COLUMNS) if tuple(values[: len(OWN_COLUMNS)]) == OWN_COLUMNS else 0
    names: list[str] = []
    renamed: list[str] = []
    taken = {value.strip(_SPACE) for value in values}
    for position, value in enumerate(values[own:], start=1):
        name = value.strip(_SPACE)
        if not name or name in names:
            name = _free_name(name, position, taken | set(names))
            renamed.append(name)
        names.append(name)
    _check_events(names, file)
    return Heading(names, own, {"renamed": renamed} if renamed else {})


def _free_name(name: str, position: int, taken: set[str]) -> str:
    number = 2 if name else position
    stem = name or "column"
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _check_events(names: list[str], file: str) -> None:
    plain = {re.sub(r"[\s-]+", "_", name.casefold()): name for name in names}
    telling = [plain[name] for name in plain if name in _COUNTS | _PERIODS]
    if not (plain.keys() & _COUNTS and plain.keys() & _PERIODS):
        return
    if not any(_EVENT_OF_ITS_OWN.fullmatch(name) for name in plain):
        raise refusal(file, "aggregate", names=", ".join(telling))


def is_tags(values: Sequence[str]) -> bool:
    """Return whether a row holds HXL tags (#adm1+code), which describe columns and no event."""
    filled = [value.strip(_SPACE) for value in values if value.strip(_SPACE)]
    return bool(filled) and all(re.match(r"#[a-z]", value) for value in filled)


def is_headerless(values: Sequence[str]) -> bool:
    """Return whether the first row is a record of UCDP GED instead of its header."""
    return len(values) == len(UCDP_HEADER) and values[0].strip(_SPACE).isdecimal()
