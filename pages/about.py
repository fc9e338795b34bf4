"""About: what this is and is not, how events are coded, sources, licences, words, citation."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.ui import about, basis, blocks
from sahel_map.ui.about_expansion import about_expansion
from sahel_map.ui.about_roads import about_roads

data = basis.data()

st.header(_("About Sahel Map"), anchor=False)
about.what_this_is(data)

st.subheader(_("How events are chosen and coded"), anchor="coding")
about.coding(data)

about_roads(data)
about_expansion()

st.subheader(_("Symbols, precision and confidence"), anchor="symbols")
about.symbols()

st.subheader(_("Sources"), anchor="sources")
about.sources(data)

st.subheader(_("Words"), anchor="words")
about.glossary()

st.subheader(_("Licences"), anchor="licences")
about.licences(data)

st.subheader(_("How to cite"), anchor="cite")
about.how_to_cite(data)
blocks.footer(data)
