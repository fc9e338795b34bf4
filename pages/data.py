"""Data: choose or load a dataset, see what became of its rows, set two side by side."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui import basis, blocks
from sahel_map.ui.audit import audit_log
from sahel_map.ui.data_beside import data_beside
from sahel_map.ui.data_choice import data_choice
from sahel_map.ui.data_report import shown_report
from sahel_map.ui.data_rules import data_rules
from sahel_map.ui.data_upload import data_upload
from sahel_map.ui.data_versions import data_versions

data = basis.data()

st.header(_("Data"), anchor=False)
data_choice()
data_rules()
data_versions()
st.subheader(_("Load a file"), anchor=False)
data_upload()
shown_report()
st.subheader(_("Two datasets side by side"), anchor=False)
data_beside()
audit_log()
blocks.footer(data)
