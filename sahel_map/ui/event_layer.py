"""What changes on a map of events: points, clusters, heat, tiles of many, hexagons or regions."""

from typing import Any, Final

from sahel_map.i18n import gettext, noop
from sahel_map.maps import hexagon_group, tiles_group
from sahel_map.maps.events import MODES, Mode
from sahel_map.outcome import Outcome
from sahel_map.scenes.event_map import event_map
from sahel_map.server.lifespan import hexagons
from sahel_map.server.tiles import tile_address
from sahel_map.store import Dataset
from sahel_map.ui import basis, filters, view

__all__ = ["chosen_mode", "event_layer", "levels", "tiled"]

_LEVELS: Final = {1: noop("Regions"), 2: noop("Districts"), 3: noop("Communes")}


def chosen_mode() -> Mode:
    """Return as what the view shows events."""
    return next(known for known in MODES if known == view.get("show"))


def tiled(outcome: Outcome) -> bool:
    """Return whether the map shows tiles: more points than a browser draws with ease."""
    return outcome.many and chosen_mode() in {"points", "clusters", "heat"}


def levels() -> dict[str, str]:
    """Return the levels that can be shaded, in words; none where regions are all there is."""
    finer = basis.data().finer
    if not finer:
        return {}
    named = {str(level): gettext(_LEVELS[level]) for level in (1, *sorted(finer))}
    return {"finest": gettext("Finest that fits"), **named}


def _level() -> int | None:
    """Return the level that the reader chose, None for the finest that fits."""
    offered = levels()
    if offered and view.get("level") not in offered:
        # A link may name a level that the loaded layers lack.
        view.carry(level="finest")
    return None if view.get("level") == "finest" else int(view.get("level"))


def event_layer(outcome: Outcome, data: Dataset, key: str, *, linked: bool = False) -> Any:  # noqa: ANN401
    """Return what changes on the map of a view; folium is known to ``maps`` alone.

    Args:
        outcome: The selected events.
        data: The data they come from.
        key: The key of the dataset.
        linked: Whether another map of the page shows the same ground.
    """
    mode, narrow, per_area = chosen_mode(), basis.shown().basis, bool(view.get("per_area"))
    if mode == "hexagons":
        found = hexagons(filters.current(), narrow, int(view.get("hex")), key)
        return hexagon_group(*found, per_area=per_area, linked=linked)
    if tiled(outcome):
        kind = "heat" if mode == "heat" else "points"
        return tiles_group(
            tile_address(kind, key, data.version, filters.current(), narrow),
            kind=kind,
            events=outcome.points,
            categories=outcome.kinds,
            near=view.get("near"),
            linked=linked,
        )
    return event_map(
        outcome,
        data,
        mode,
        per_area=per_area,
        level=_level(),
        selected=view.get("event"),
        linked=linked,
    )
