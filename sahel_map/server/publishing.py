"""What the public sees of a loaded dataset: whether, how much later, on how coarse a grid."""

from typing import Final

from sahel_map.errors import DataError
from sahel_map.i18n import gettext
from sahel_map.people import Act, allow
from sahel_map.server import collection
from sahel_map.settings import Settings
from sahel_map.store import open_store

__all__ = ["LONGEST_DELAY", "WIDEST_GRID", "publish", "rules_of"]


def _most(name: str) -> int:
    """Return the most that a setting of the host allows: no dataset allows more."""
    return next(int(one.le) for one in Settings.model_fields[name].metadata if hasattr(one, "le"))


LONGEST_DELAY: Final = _most("delay_days")
"""Days."""

WIDEST_GRID: Final = _most("round_km")
"""Kilometres."""


def rules_of(entry: collection.Entry) -> tuple[str, int, float]:
    """Return who sees a dataset, the days of delay and the km of the grid for the public."""
    about = entry.about
    return entry.visibility, int(about.get("delay_days") or 0), float(about.get("round_km") or 0)


def publish(
    key: str, reader: collection.Reader, *, visibility: str, delay_days: int, round_km: float
) -> None:
    """Set who sees a dataset, and how much later and coarser the public does.

    Args:
        key: The dataset.
        reader: Who asks.
        visibility: A code of ``vocabulary.VISIBILITIES``.
        delay_days: Days by which the public sees it later.
        round_km: Side of the grid to which the public's points are rounded, km.

    Raises:
        ForbiddenError: The reader may not publish.
        DataError: They do not see the dataset, its licence forbids it, or a number is out of
            bounds; nothing was changed.
    """
    allow(reader.person, Act.publish)
    if not 0 <= delay_days <= LONGEST_DELAY or not 0 <= round_km <= WIDEST_GRID:
        message = gettext("A delay is 0 to {days} days, a grid 0 to {km} km: nothing was changed.")
        raise DataError(message.format(days=LONGEST_DELAY, km=WIDEST_GRID))
    entry = collection.find(key, reader)
    if rules_of(entry)[1:] != (delay_days, round_km):
        # First how, then whether: never a moment in which the public sees more than it should.
        collection.note_act(
            reader.person, "rules", entry.key, delay_days=delay_days, round_km=round_km
        )
        open_store().amend(entry.key, delay_days=delay_days, round_km=round_km)
    if visibility != entry.visibility:
        collection.share(entry.key, reader, visibility=visibility)
