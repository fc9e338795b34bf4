"""The reader's own briefing, and those that can be shown: bundled ones and their own."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sahel_map.briefing import Briefing, Frozen, bundled
from sahel_map.errors import BriefingError
from sahel_map.i18n import current
from sahel_map.i18n import gettext as _
from sahel_map.server.drafts import DRAFTS
from sahel_map.ui import basis
from sahel_map.ui.datasets import owner, shown_ref

__all__ = ["MINE", "briefing_of", "keep", "mine", "new", "offered"]

MINE: Final = "mine"
"""What stands in an address for the reader's own briefing: other readers have none by it."""


def mine() -> Briefing | None:
    """Return the reader's own briefing, None before anything was added."""
    return DRAFTS.of(owner())


def keep(briefing: Briefing | None) -> None:
    """Keep the reader's own briefing, or forget it."""
    DRAFTS.keep(owner(), briefing)


def new() -> Briefing:
    """Return an empty briefing on the data of the view."""
    made = dt.datetime.now(tz=dt.UTC).date()
    return Briefing(
        title=_("My briefing"),
        data=Frozen.of(basis.whole(), dataset=shown_ref().key, made=made),
        language=current(),
    )


def offered() -> Mapping[str, Briefing]:
    """Return the briefings that come with the data; none where one of their files is broken."""
    try:
        return bundled()
    except BriefingError:
        # Pages go on without them; the Briefings page says why.
        return {}


def briefing_of(name: str) -> Briefing | None:
    """Return a briefing by the name that stands in an address, None where there is none."""
    if name == MINE:
        return mine()
    return offered().get(name)
