"""Overview: what changed in the last days of the data, the latest events, and a small map."""

from sahel_map.ui import basis, blocks
from sahel_map.ui.overview import overview

data = basis.data()
overview(data)
blocks.footer(data)
