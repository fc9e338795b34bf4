"""What kind of file this is, by its headings."""

from collections.abc import Sequence
from typing import Final

from sahel_map.importers import acled, mapped, own, ucdp
from sahel_map.importers.terms import Format

__all__ = ["FORMATS", "recognise"]

FORMATS: Final[dict[str, Format]] = {module.CODE: module for module in (acled, ucdp, own, mapped)}
"""Code of ``vocabulary.FORMATS`` to its module, in the order in which they are tried."""


def recognise(header: Sequence[str]) -> Format | None:
    """Return the format of a table with these headings, or None where its columns must be told."""
    headings = list(header)
    known = (kind for kind in FORMATS.values() if kind.CODE != mapped.CODE)
    return next((kind for kind in known if kind.fits(headings)), None)
