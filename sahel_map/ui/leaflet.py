"""The map component, as every page uses it."""

from collections.abc import Callable
from typing import Any

from streamlit_folium import st_folium

from sahel_map.maps import base_map
from sahel_map.store import Dataset

__all__ = ["show_map"]


def show_map(
    data: Dataset,
    group: Any,  # noqa: ANN401  (folium is known to maps alone)
    *scripts: str,
    key: str,
    height: int,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw a feature group over the base map, as wide as there is room.

    Args:
        data: The data whose boundaries are the ground.
        group: What changes on the map.
        scripts: What the map can draw besides events.
        key: By which the view knows what the map reports.
        height: Height in pixels.
        on_change: Called when the map reports a click of its own script; nothing else runs a page.
    """
    st_folium(
        base_map(data.geo_version, *scripts),
        key=key,
        feature_group_to_add=group,
        returned_objects=[],
        on_change=on_change,
        use_container_width=True,
        height=height,
        # A page of its own, with the map in it, is not needed: the component takes the scripts.
        render=False,
    )
