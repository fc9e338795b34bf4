"""Where events live: the tables of a data folder, or imported events beside those tables."""

from sahel_map.store.dataset import Dataset, data_days, search_text
from sahel_map.store.imported import open_dataset, with_events
from sahel_map.store.load import FILES, GEO_FILES, LAYERS, load
from sahel_map.store.opened import open_store
from sahel_map.store.ref import Ref
from sahel_map.store.stamps import stamp

__all__ = [
    "FILES", "GEO_FILES", "LAYERS", "Dataset", "Ref", "data_days", "load", "open_dataset",
    "open_store", "search_text", "stamp", "with_events",
]  # fmt: skip
