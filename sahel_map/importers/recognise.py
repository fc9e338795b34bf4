"""What kind of file this is, by its headings."""

from collections.abc import Sequence
from typing import Final

from sahel_map.importers import acled, mapped, own, ucdp
from sahel_map.importers.terms import Format

__all__ = ["FORMATS", "is_deletions", "recognise", "sought"]

FORMATS: Final[dict[str, Format]] = {module.CODE: module for module in (acled, ucdp, own, mapped)}
"""Code of ``vocabulary.FORMATS`` to its module, in the order in which they are tried."""


def recognise(header: Sequence[str]) -> Format | None:
    """Return the format of a table with these headings, or None where its columns must be told."""
    headings = list(header)
    known = (kind for kind in FORMATS.values() if kind.CODE != mapped.CODE)
    return next((kind for kind in known if kind.fits(headings)), None)


def sought() -> dict[str, tuple[str, ...]]:
    """Return the headings by which each format is known, by its code."""
    return {acled.CODE: acled.NEEDED, ucdp.CODE: ucdp.NEEDED, own.CODE: own.needed()}


def is_deletions(header: Sequence[str]) -> bool:
    """Return whether a table is ACLED's list of the identifiers that it has withdrawn."""
    headings = {heading.strip().casefold() for heading in header if heading.strip()}
    deleted = any(name.startswith("deleted") for name in headings)
    return "event_id_cnty" in headings and deleted and "event_date" not in headings
