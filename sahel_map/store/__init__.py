"""Where events live: the tables of a data folder, or imported events beside those tables."""

from sahel_map.store.dataset import Dataset, search_text
from sahel_map.store.imported import open_dataset, stamp, with_events
from sahel_map.store.load import FILES, GEO_FILES, LAYERS, load

__all__ = [
    "FILES", "GEO_FILES", "LAYERS", "Dataset", "load", "open_dataset", "search_text", "stamp",
    "with_events",
]  # fmt: skip
