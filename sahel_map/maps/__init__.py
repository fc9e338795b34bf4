"""Folium maps: a constant base and one changing layer of events.

Streamlit-folium rebuilds a map whenever the base map's script changes, so that script is the
same text on every run. What changes goes into a feature group as one piece of JSON, which
``static/map.js`` draws. Coordinates are (lat, lon) from here on.
"""

from sahel_map.maps.base import ScriptGroup, base_map
from sahel_map.maps.events import event_group
from sahel_map.maps.many import hexagon_group, tiles_group
from sahel_map.maps.roads import ROAD_VIEWS, road_caption, road_group
from sahel_map.maps.slices import Manner, slice_caption, slice_group

__all__ = [
    "ROAD_VIEWS", "Manner", "ScriptGroup", "base_map", "event_group", "hexagon_group",
    "road_caption", "road_group", "slice_caption", "slice_group", "tiles_group",
]  # fmt: skip
