"""A server of folium's markers, the same routes and options as ``app.py``."""

from pathlib import Path

import streamlit as st

from sahel_map import server

app = st.App(
    str(Path(__file__).with_name("plain_many_page.py")),
    routes=server.routes(st.get_option("server.baseUrlPath")),
)
