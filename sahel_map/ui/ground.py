"""The data of the view with the measures that the server keeps for all readers."""

from functools import partial

from sahel_map.scenes import PAGES, Ground, Scene
from sahel_map.server import lifespan
from sahel_map.ui import view
from sahel_map.ui.datasets import shown_key

__all__ = ["ground", "scene_of"]


def ground() -> Ground:
    """Return the data of the view, from which scenes are looked at."""
    key = shown_key()
    return Ground(
        narrowed=partial(lifespan.narrowed, key=key),
        outcome=partial(lifespan.outcome, key=key),
        statuses=partial(lifespan.statuses, key=key),
        spread=partial(lifespan.spread, key=key),
        hexagons=partial(lifespan.hexagons, key=key),
    )


def scene_of(page: str) -> Scene | None:
    """Return the view of a page as a scene; None where the page shows nothing of the data."""
    return Scene.of(page, view.values()) if page in PAGES else None
