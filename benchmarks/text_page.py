"""The least that shows text."""

import streamlit as st

st.title("Data")
