"""A file becomes a version of a dataset: who may do that, and how it is counted."""

from pathlib import Path

from sahel_map.importers.reading import Progress, Wish
from sahel_map.importers.report import Report
from sahel_map.importers.run import import_file
from sahel_map.people import Act, allow
from sahel_map.server.collection import Reader
from sahel_map.server.metrics import importing
from sahel_map.store import open_store

__all__ = ["load_file"]


def load_file(
    path: Path,
    key: str,
    wish: Wish,
    reader: Reader,
    *,
    progress: Progress = lambda _done, _rows: None,
) -> Report:
    """Import a file into a dataset of the store, as its next version.

    Args:
        path: The file.
        key: The dataset: a new one, or one of the reader's own.
        wish: What is asked for.
        reader: Who loads it.
        progress: Called with the part that is done, 0 to 1, and the rows read so far.

    Raises:
        ForbiddenError: Somebody of their role may not.
        DataError: The file is no table of events, or the dataset is of another format.
        StoreError: Another import into it is running, or the store cannot be reached.
    """
    allow(reader.person, Act.load)
    store = open_store()
    with importing() as counted, store.workplace(key) as folder:
        report = import_file(path, folder, wish, progress=progress)
        store.take(key, folder, reader.person, act="imported")
        counted(report.rows_read)
    return report
