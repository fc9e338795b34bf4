"""What the map script draws of single events."""

from functools import lru_cache
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import current, gettext
from sahel_map.outcome import FEW
from sahel_map.rows import rows_of
from sahel_map.wording import dates_text, deaths_text, precision_text, where_text

__all__ = ["DRAWN", "event_features"]

DRAWN: Final = (
    "event_id", "lat", "lon", "category", "geo_precision", "fatalities_low", "fatalities_high",
    "fatalities_open", "fatalities_measure", "title", "place", "admin1", "country", "date_start",
    "date_end", "date_precision",
)  # fmt: skip
"""The columns that are drawn or worded of an event."""


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


@lru_cache(maxsize=2 * FEW)
def _feature(_language: str, event: Any) -> dict[str, Any]:  # noqa: ANN401  (a row)
    # Kept for all sessions: most of what a filter changes is which events are drawn, not what.
    radius = v.GEO_PRECISION[event.geo_precision].radius_km
    wide = event.geo_precision in ("near", "area") and radius is not None
    return {
        "id": event.event_id,
        "lat": event.lat,
        "lon": event.lon,
        "category": event.category,
        "precision": event.geo_precision,
        "radius_m": radius * 1000 if wide and radius else 0,
        "low": _whole(event.fatalities_low),
        "high": _whole(event.fatalities_high),
        "title": gettext(event.title),
        "date": dates_text(event),
        "where": where_text(event),
        "deaths_text": deaths_text(event),
        "precision_text": precision_text(event.geo_precision) if wide else "",
    }


def event_features(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what is drawn of the events that have a point; shared, read-only.

    Args:
        events: Located events with the columns of ``DRAWN``.
    """
    rows = rows_of(events, *DRAWN)
    return [_feature(current(), row) for row in rows if pd.notna(row.lat)]
