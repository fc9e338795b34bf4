"""The folder of a version, made again of its rows."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pacsv
import sqlalchemy as sa

from sahel_map.errors import StoreError
from sahel_map.i18n import gettext
from sahel_map.importers.canonical import COLUMNS
from sahel_map.importers.folder import ABOUT_FILE
from sahel_map.importers.geoparquet import EventsFile
from sahel_map.ledger.versions import bodies_of
from sahel_map.store.postgis.driver import copied_out
from sahel_map.store.postgis.merging import content_digest
from sahel_map.store.postgis.tables import tables_of

__all__ = ["write_about", "write_folder", "write_papers"]

_BLOCK: Final = 1 << 24
"""Bytes of text that are read at a time."""

_READ: Final = pacsv.ReadOptions(column_names=list(COLUMNS), block_size=_BLOCK, use_threads=False)
_PARSED: Final = pacsv.ParseOptions(newlines_in_values=True)
_CONVERTED: Final = pacsv.ConvertOptions(
    column_types=COLUMNS,
    null_values=[""],
    true_values=["t"],
    false_values=["f"],
    strings_can_be_null=True,
    quoted_strings_can_be_null=False,
)


def _write_events(
    connection: sa.Connection, part: int, number: int, path: Path, about: Mapping[str, Any]
) -> None:
    table = tables_of(part).events
    # A day is written as the session says, and a number with as many digits as it needs.
    connection.execute(sa.text("SET LOCAL datestyle = 'ISO'"))
    with EventsFile(path) as events:
        with copied_out(connection, table, COLUMNS, number) as rows:
            reader = pacsv.open_csv(
                rows, read_options=_READ, parse_options=_PARSED, convert_options=_CONVERTED
            )
            for batch in reader:
                events.write(pa.Table.from_batches([batch]))
        events.describe(dict(about))


def write_about(folder: Path, about: Mapping[str, Any]) -> None:
    """Write the dataset.json of a folder that nobody reads yet."""
    text = json.dumps(about, ensure_ascii=False, indent=1, default=str)
    (folder / ABOUT_FILE).write_text(text + "\n", encoding="utf-8")


def write_papers(connection: sa.Connection, version: Mapping[str, Any], folder: Path) -> None:
    """Write what the import of a version has left beside its events, and its dataset.json.

    Args:
        connection: In a transaction.
        version: Its row in the ledger.
        folder: Where to write.
    """
    bodies = bodies_of(connection, version["dataset"], version["number"])
    for name, body in bodies.items():
        (folder / Path(name).name).write_bytes(body)
    write_about(folder, version["about"])


def write_folder(
    connection: sa.Connection, version: Mapping[str, Any], part: int, folder: Path
) -> None:
    """Write the folder of a version of a loaded dataset.

    Args:
        connection: In a transaction.
        version: Its row in the ledger.
        part: The number of the dataset's tables.
        folder: Where to write: an empty folder.

    Raises:
        StoreError: The rows are not those that the version was made of.
    """
    about = dict(version["about"])
    path = folder / Path(about["events"]).name
    _write_events(connection, part, version["number"], path, about)
    if content_digest(path) != version["digest"]:
        message = gettext(
            "Version {n} of this dataset is not whole in the database: its events are not those"
            " that were entered. Restore it from a backup."
        )
        raise StoreError(message.format(n=version["number"]))
    write_papers(connection, version, folder)
