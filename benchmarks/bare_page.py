"""The least that shows a map: an empty ``st_folium`` with the same local Leaflet."""

import folium
from streamlit_folium import st_folium

from sahel_map.frontend import library_url

bare = folium.Map(location=[14.5, -4.5], tiles=None, zoom_start=6)
bare.default_js = [("leaflet", library_url("leaflet"))]
bare.default_css = [("leaflet", library_url("leaflet-css"))]
st_folium(bare, key="bare", returned_objects=[], use_container_width=True, height=640)
