"""The plain dashboard of a tutorial: each run builds the whole map anew, marker by marker."""

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import st_folium


@st.cache_data
def read_events() -> pd.DataFrame:
    """Return the bundled events."""
    return pd.read_csv("data/events.csv", parse_dates=["date_start"])


events = read_events()
st.title("Attacks in the Sahel")
since = st.sidebar.date_input("From", events["date_start"].min(), key="from")
events = events[events["date_start"].dt.date >= since]
attacks = folium.Map(location=[14.5, -4.5], zoom_start=6)
for _, event in events.dropna(subset=["lat", "lon"]).iterrows():
    folium.CircleMarker(
        [event["lat"], event["lon"]],
        radius=5,
        color="crimson",
        fill=True,
        popup=f"{event['date_start']:%Y-%m-%d}: {event['title']}",
    ).add_to(attacks)
st_folium(attacks, key="attacks", use_container_width=True, height=640)
st.dataframe(events)
