"""Expansion: how attacks spread into the south-west, slice by slice, and how sure that is."""

from sahel_map.ui import basis, blocks
from sahel_map.ui.slice_stage import expansion_stage

data = basis.data()
expansion_stage(data)
blocks.footer(data)
