"""What queries need of events, as numbers: made of the events as a page would read them.

So that a question to the database has the answer that the same question to a frame has.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from sahel_map import __version__
from sahel_map import vocabulary as v
from sahel_map.locate.places import distinct
from sahel_map.settings import ROOT, geo_dir
from sahel_map.store.imported import SPOT, with_events
from sahel_map.store.load import load
from sahel_map.store.postgis.tables import NEVER, NOWHERE, NUMBERS, ranks
from sahel_map.zorder import codes_at

__all__ = ["UNTOLD", "Coded", "coded", "coding", "spots_of"]

Array = npt.NDArray[Any]

_COLUMNS: Final = (
    "date_start", "date_end", "category", "confidence", "event_type", "admin1", "actor_groups",
    "source_ids", "search_text", *SPOT,
)  # fmt: skip

MOST_SPOTS: Final = 100_000
"""Spots beyond which they are not told apart: with a spot of its own for each event, counting by
spot would be no shorter than reading the events."""

UNTOLD: Final = ""
"""Stands for the spots that are not told apart."""

_OTHERWISE: Final = 2**15 - 1
"""The rank of a code that the vocabulary lacks: no filter lets it through."""

_MONDAY: Final = -3
"""The day on which week 0 began; as in ``measures.counts``."""


@dataclass(frozen=True, eq=False)
class Coded:
    """Events in the order of their file.

    Attributes:
        numbers: The columns of ``tables.NUMBERS`` but those of versions and those of values.
        values: For each column of ``tables.CODED`` the number of each event's value, and the
            values as texts; lists are separated by ``;``.
        lat: Latitude, degrees (EPSG:4326), missing where an event is not drawn.
        lon: Longitude, degrees.
        words: What a search looks through.
    """

    numbers: dict[str, Array]
    values: dict[str, tuple[Array, list[str]]]
    lat: Array
    lon: Array
    words: pd.Series


def _joined(value: Any) -> str:  # noqa: ANN401  (a text or a tuple of them)
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _numbered(column: pd.Series) -> tuple[Array, list[str]]:
    codes, distinct = pd.factorize(column)
    return codes.astype(np.int32), [_joined(value) for value in distinct]


def _ranked(column: pd.Series, terms: Sequence[str] | dict[str, Any], otherwise: int) -> Array:
    codes, distinct = pd.factorize(column)
    places = ranks(terms)
    table = np.array([places.get(str(value), otherwise) for value in distinct] or [0], np.int16)
    return table[codes]


def _spots(frame: pd.DataFrame) -> tuple[Array, list[str]]:
    """Return the number of each event's spot, and the spots as texts, which ``spots_of`` reads."""
    columns = [frame[name] for name in SPOT]
    numbers, first = distinct(*(pd.factorize(one, use_na_sentinel=False)[0] for one in columns))
    if len(first) > MOST_SPOTS:
        return np.zeros(len(frame), np.int32), [UNTOLD]
    rows = zip(*(one.iloc[first].tolist() for one in columns), strict=True)
    told = ([None if pd.isna(one) else one for one in row] for row in rows)
    return numbers.astype(np.int32), [json.dumps(row) for row in told]


def spots_of(texts: Sequence[str]) -> pd.DataFrame:
    """Return spots of their texts, in their order, with the columns of ``imported.SPOT``."""
    frame = pd.DataFrame([json.loads(text) for text in texts], columns=list(SPOT))
    return frame.astype({"lat": float, "lon": float})


def _days(column: pd.Series) -> Array:
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def _fitting(first: Array, last: Array) -> Array:
    return np.where(first == last, first, NEVER).astype(np.int32)


def coded(folder: Path, ids: pd.Index) -> Coded:
    """Read what queries need of imported events.

    Args:
        folder: The folder of an import.
        ids: The events, in the order that is wanted.
    """
    events = with_events(folder, load(ROOT / "data", geo=geo_dir())).events
    order = events.index.get_indexer(ids)
    frame = pd.DataFrame(events[list(_COLUMNS)]).iloc[order]
    first, last = _days(frame["date_start"]), _days(frame["date_end"])
    months = [day.astype("datetime64[D]").astype("datetime64[M]").astype(int)
              for day in (first, last)]  # fmt: skip
    weeks = [(day - _MONDAY) // 7 for day in (first, last)]
    lat, lon = (frame[name].to_numpy(float, na_value=np.nan) for name in ("lat", "lon"))
    drawn = ~(np.isnan(lat) | np.isnan(lon))
    place = np.full(len(frame), NOWHERE, np.int64)
    place[drawn] = codes_at(lat[drawn], lon[drawn]).astype(np.int64)
    other = ranks(v.CATEGORIES)["other"]
    return Coded(
        numbers={
            "first": first.astype(np.int32),
            "last": last.astype(np.int32),
            "month": _fitting(*months),
            "week": _fitting(*weeks),
            "place": place,
            "precision": _ranked(frame["geo_precision"], v.GEO_PRECISION, _OTHERWISE),
            "confidence": _ranked(frame["confidence"], v.CONFIDENCE, _OTHERWISE),
            "category": _ranked(frame["category"], v.CATEGORIES, other),
        },
        values={
            "kind": _numbered(frame["event_type"]),
            "country": _numbered(frame["country"]),
            "region": _numbered(frame["admin1"]),
            "groups": _numbered(frame["actor_groups"]),
            "sources": _numbered(frame["source_ids"]),
            "spot": _spots(frame),
        },
        lat=np.where(drawn, lat, np.nan),
        lon=np.where(drawn, lon, np.nan),
        words=frame["search_text"],
    )


@lru_cache(maxsize=4)
def _digest(path: Path, _changed: int) -> str:
    terms = {
        "kinds": {code: kind.category for code, kind in v.EVENT_TYPES.items()},
        "grades": [list(v.CATEGORIES), list(v.GEO_PRECISION), list(v.CONFIDENCE)],
        "numbers": list(NUMBERS),
        "drawn": [code for code, term in v.GEO_PRECISION.items() if term.radius_km],
    }
    said = zlib.crc32(json.dumps(terms).encode())
    layer = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return f"{__version__}+{said:08x}{layer}"


def coding() -> str:
    """Return what names the layer and the vocabulary by which events are coded now."""
    path = geo_dir() / "admin1.geojson"
    return _digest(path, path.stat().st_mtime_ns)
