"""The baseline server of the Overview: one page with one line of text, no map and no data."""

from pathlib import Path

import streamlit as st

app = st.App(str(Path(__file__).with_name("text_page.py")))
