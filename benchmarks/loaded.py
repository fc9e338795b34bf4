"""A dataset of made events in a store, as if somebody had loaded it for everybody."""

import datetime as dt
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.made_acled import write_made_acled
from sahel_map.importers.reading import Wish
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.people import ANYBODY
from sahel_map.store.files import FileStore
from sahel_map.store.postgis import PostgisStore

__all__ = ["KEY", "load_made"]

KEY: Final = "made-events-for-everybody-0000001"
"""The name of the dataset."""

_TODAY: Final = dt.date(2026, 11, 1)
_EVERYBODY: Final = {"visibility": "public", "shared": True, "owner": "", "owner_name": ""}


def load_made(store: FileStore | PostgisStore, events: int) -> None:
    """Load so many made events into a store, open to everybody, as the first version of ``KEY``."""
    with tempfile.TemporaryDirectory() as scratch:
        rows = Path(scratch) / "made.csv"
        write_made_acled(rows, events)
        wish = Wish(
            Terms(today=_TODAY),
            format_code="acled",
            licence="open",
            more=tuple(_EVERYBODY.items()),
        )
        with store.workplace(KEY) as place:
            import_file(rows, place, wish)
            store.take(KEY, place, ANYBODY, act="imported", note="made")
