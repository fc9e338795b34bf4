"""Attacks: the selected events on a map, through time and in a table."""

import streamlit as st

from sahel_map.ui import basis, blocks, filters
from sahel_map.ui.downloads import downloads
from sahel_map.ui.map_stage import head_start, map_stage
from sahel_map.ui.table import event_table
from sahel_map.ui.timeline import timeline

data = basis.data()
selection = filters.current()
outcome = filters.outcome()

heading = st.container()
map_stage(outcome, data)
with heading:
    blocks.sentence(selection, outcome, data)
    if not len(outcome):
        blocks.empty(selection, data)
head_start()
timeline(selection)
if len(outcome):
    event_table(outcome)
    downloads(outcome, selection, data)
blocks.footer(data)
