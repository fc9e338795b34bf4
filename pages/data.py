"""Data: choose or load a dataset, see what became of its rows, set two side by side."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui import basis, blocks
from sahel_map.ui.data_beside import data_beside
from sahel_map.ui.data_choice import data_choice
from sahel_map.ui.data_report import shown_report
from sahel_map.ui.data_upload import data_upload

data = basis.data()

st.header(_("Data"), anchor=False)
data_choice()
st.subheader(_("Load a file"), anchor=False)
data_upload()
shown_report()
st.subheader(_("Two datasets side by side"), anchor=False)
data_beside()
blocks.footer(data)
