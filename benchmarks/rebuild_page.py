"""The dashboard's own frame with the events inside the base map, as folium is mostly used.

The map's script then differs after every filter change, and streamlit-folium mounts it anew.
"""

import runpy
from typing import Any

import folium
from streamlit_folium import st_folium

from sahel_map.settings import ROOT
from sahel_map.ui import leaflet


def rebuilt(fig: folium.Map, *, feature_group_to_add: folium.FeatureGroup, **options: Any) -> Any:  # noqa: ANN401
    """Show a map with its events built into it."""
    feature_group_to_add.add_to(fig)
    return st_folium(fig, **options)


vars(leaflet)["st_folium"] = rebuilt
runpy.run_path(str(ROOT / "sahel_map" / "ui" / "frame.py"))
