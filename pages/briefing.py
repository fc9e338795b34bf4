"""Briefing: stories of views that come with the data, and the reader's own to put together."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui import basis, blocks
from sahel_map.ui.briefing_desk import own_briefing
from sahel_map.ui.briefing_shelf import open_file, shelf

data = basis.data()

st.header(_("Briefings"), anchor=False)
st.markdown(
    _(
        "A briefing is a numbered story of live views. Present it full-screen with the arrow keys,"
        " send it as a small file, or take it away as a pack that needs no network."
    )
)
shelf()
own_briefing()
open_file()
blocks.footer(data)
