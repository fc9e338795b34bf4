"""Corridors: the roads and besieged towns on a day, through time, and one by one."""

from sahel_map.ui import basis, blocks
from sahel_map.ui.road_stage import roads

data = basis.data()
roads(data)
blocks.footer(data)
