"""The canonical event: what every format makes and every page reads."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

__all__ = ["COLUMNS", "SCHEMA", "TEXTS", "canonical_frame", "to_arrow"]

_TEXT: Final = pa.string()

COLUMNS: Final[dict[str, pa.DataType]] = {
    "event_id": _TEXT,
    "raw_id": _TEXT,
    "stamp": pa.int64(),
    "date_start": pa.date32(),
    "date_end": pa.date32(),
    "date_precision": _TEXT,
    "title": _TEXT,
    "place": _TEXT,
    "place_id": _TEXT,
    "admin1_stated": _TEXT,
    "admin2_stated": _TEXT,
    "country": _TEXT,
    "lat": pa.float64(),
    "lon": pa.float64(),
    "geo_precision": _TEXT,
    "event_type": _TEXT,
    "coded_as": _TEXT,
    "actor": _TEXT,
    "target": _TEXT,
    "acted_known": pa.bool_(),
    "actor_groups": _TEXT,
    "corridor_id": _TEXT,
    "fatalities_measure": _TEXT,
    "fatalities_low": pa.int64(),
    "fatalities_best": pa.int64(),
    "fatalities_high": pa.int64(),
    "fatalities_open": pa.bool_(),
    "summary": _TEXT,
    "confidence": _TEXT,
    "source_names": _TEXT,
    "flags": _TEXT,
    "row": pa.int64(),
}
"""Column to type, in the order of the file.

``event_id`` is the address of an event: lower case, unique in its dataset; ``raw_id`` the source's
own. ``stamp`` is the second since 1970 at which the source last changed the row, 0 where it does
not say. ``date_start`` and ``date_end`` bound when it can have happened. ``country`` is ISO 3166-1
alpha-3 or "". ``lat`` and ``lon`` are degrees (EPSG:4326) as coded, missing where unusable; whether
they may be drawn is said by ``geo_precision``. ``coded_as`` is the kind of event in the source's
words. ``actor`` acted where ``acted_known``; else it names all parties. ``actor_groups``,
``corridor_id``, ``source_names`` and ``flags`` are ``;`` lists. ``place_id`` and ``corridor_id``
name rows of places.csv and corridors.csv, whether or not they are there. ``fatalities_*`` are
missing where the source is silent; ``fatalities_measure`` is one of ``vocabulary.DEATHS``, or "";
``fatalities_open`` says that the highest is only a minimum. ``row`` is the record's number
in its file.
"""

TEXTS: Final = tuple(name for name, kind in COLUMNS.items() if kind == _TEXT)

SCHEMA: Final = pa.schema([pa.field(name, kind) for name, kind in COLUMNS.items()])


def canonical_frame(rows: np.ndarray, **columns: Any) -> pd.DataFrame:  # noqa: ANN401
    """Return canonical events from columns, in order and with defaults for those not given.

    Args:
        rows: The number of each record in its file; gives the length.
        columns: Values by name of ``COLUMNS``: arrays, series, or one value for all.

    Raises:
        KeyError: A column that no canonical event has.
    """
    strange = columns.keys() - COLUMNS.keys()
    if strange:
        msg = f"no columns of a canonical event: {', '.join(sorted(strange))}"
        raise KeyError(msg)
    given = {"stamp": 0, "fatalities_measure": "people_killed", **columns, "row": rows}
    table = {}
    for name, kind in COLUMNS.items():
        value = given.get(name, _default(kind))
        if isinstance(value, pd.Series):
            value = value.array
        table[name] = pd.Series(value, index=pd.RangeIndex(len(rows)), dtype=_dtype(kind))
    return pd.DataFrame(table)


def _default(kind: pa.DataType) -> Any:  # noqa: ANN401
    if kind == _TEXT:
        return ""
    if kind == pa.bool_():
        return False
    return None


def _dtype(kind: pa.DataType) -> str:
    if kind == _TEXT:
        return "str"
    if kind == pa.bool_():
        return "bool"
    if kind == pa.int64():
        return "Int64"
    return "float64" if kind == pa.float64() else "datetime64[s]"


def to_arrow(frame: pd.DataFrame) -> pa.Table:
    """Return canonical events as an Arrow table of ``SCHEMA``."""
    return pa.Table.from_pandas(frame, schema=SCHEMA, preserve_index=False)
