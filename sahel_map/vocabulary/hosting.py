"""Codes of a dashboard that a team shares: versions, suggestions, who sees a dataset."""

from typing import Final

from sahel_map.i18n import noop
from sahel_map.vocabulary.terms import Term

__all__ = ["PROPOSAL_ACTS", "PROPOSAL_STATES", "VERSION_ACTS", "VISIBILITIES"]

VERSION_ACTS: Final = {
    "base": Term(noop("came with the software")),
    "imported": Term(noop("imported")),
    "edited": Term(noop("agreed change")),
    "restored": Term(noop("restored from a backup")),
}
"""How a version of a dataset came about."""

PROPOSAL_ACTS: Final = {
    "add": Term(noop("new record")),
    "change": Term(noop("change")),
    "remove": Term(noop("removal")),
}
"""What a suggestion does to a record."""

PROPOSAL_STATES: Final = {
    "open": Term(noop("waits for a second person")),
    "returned": Term(noop("sent back")),
    "accepted": Term(noop("accepted")),
    "withdrawn": Term(noop("withdrawn")),
    "conflict": Term(noop("in conflict with a later change")),
}
"""Where a suggestion stands."""

VISIBILITIES: Final = {
    "private": Term(noop("for its owner alone")),
    "team": Term(noop("for the team")),
    "public": Term(noop("for everybody")),
}
"""Who sees a dataset. A restricted one is never public, and rows of it are never handed out."""
