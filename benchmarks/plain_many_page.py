"""The plain way to show many events: a circle marker for each, as ``SAHEL_MAP_EVENTS`` says."""

import os

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from benchmarks.tiles import made
from sahel_map.frontend import library_url


@st.cache_data
def made_events(number: int) -> pd.DataFrame:
    """Return made events around the towns of Mali."""
    return made(number)


plain = folium.Map(location=[14.5, -4.5], tiles=None, zoom_start=6)
plain.default_js = [("leaflet", library_url("leaflet"))]
plain.default_css = [("leaflet", library_url("leaflet-css"))]
for event in made_events(int(os.environ["SAHEL_MAP_EVENTS"])).itertuples():
    folium.CircleMarker([event.lat, event.lon], radius=4, fill=True).add_to(plain)
st_folium(plain, key="plain", returned_objects=[], use_container_width=True, height=640)
