"""Review: what the team suggests, and what it has agreed on."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui.review import review

st.header(_("Review"), anchor=False)
review()
