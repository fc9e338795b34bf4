"""What a step showed: kept small enough to send, and of restricted events only counts."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from sahel_map.briefing.briefing import Kept, Step, plain_text
from sahel_map.i18n import current
from sahel_map.scenes import KeyNumber, Scene, Sight

__all__ = ["FACETS", "MOST_EVENTS", "digest", "freeze", "newest", "siege_states", "step_of"]

MOST_EVENTS: Final = 500
"""Of so many events, the newest, a step keeps the facts."""

_SIGNS: Final = 4
_LONGEST_NAME: Final = 200

FACETS: Final[Mapping[str, tuple[str, ...]]] = {
    "days": ("date_start", "date_end", "date_precision"),
    "place": ("place", "country"),
    "point": ("lat", "lon", "geo_precision"),
    "kind": ("event_type",),
    "actor": ("actor",),
    "deaths": ("fatalities_measure", "fatalities_low", "fatalities_high"),
    "title": ("title",),
}
"""The facts of an event whose change is told, each with its columns, in the order of digests."""

_SINGLE: Final = ("event", "contradiction")
"""Choices that name a single event or what is said of one."""


def _written(value: Any) -> str:  # noqa: ANN401  (a cell of a table)
    if value is None or value is pd.NaT or value is pd.NA or value != value:  # noqa: PLR0124
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    # 100, 100.0 and a numpy 100 are the same number, whatever the type of its column.
    return f"{value:.5f}" if isinstance(value, int | float) else str(value)


def digest(event: Mapping[str, Any]) -> str:
    """Return a digest of an event's facts: four hexadecimal signs for each of ``FACETS``.

    Args:
        event: The columns of a located event by name.
    """
    parts = []
    for columns in FACETS.values():
        text = "\x1f".join(_written(event[name]) for name in columns)
        parts.append(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_SIGNS])
    return "".join(parts)


def newest(events: pd.DataFrame) -> pd.DataFrame:
    """Return the newest events whose facts are kept, the newest last."""
    columns = list(dict.fromkeys(name for names in FACETS.values() for name in names))
    return events[columns].sort_values("date_start", kind="stable").iloc[-MOST_EVENTS:]


def _digests(events: pd.DataFrame) -> dict[str, str]:
    kept = newest(events)
    rows: list[Any] = kept.astype(object).to_dict("records")
    return {
        str(name): digest(row)
        for name, row in zip(kept.index, rows, strict=True)
        if len(str(name)) <= _LONGEST_NAME
    }


def _number(number: KeyNumber) -> KeyNumber:
    low = None if number.low is None or pd.isna(number.low) else float(number.low)
    high = None if number.high is None or pd.isna(number.high) else float(number.high)
    return replace(
        number,
        label=plain_text(number.label)[:500],
        text=plain_text(number.text)[:500],
        low=low,
        high=high,
        note="",
    )


def siege_states(table: pd.DataFrame) -> dict[str, str]:
    """Return the state of each siege of ``besieged_towns`` by country and town."""
    rows: Any = table.itertuples()
    return {f"{row.country}/{row.place}": str(row.state) for row in rows}


def _shares(table: pd.DataFrame) -> dict[str, float | None]:
    shares = zip(table["slice_id"], table["share"], strict=True)
    return {str(name): None if pd.isna(share) else round(float(share), 2) for name, share in shares}


def freeze(sight: Sight) -> Kept:
    """Return what of a sight is kept with a step, to tell later what changed.

    Args:
        sight: What the scene shows. Its tables ``roads`` (``corridor_id``, ``status``),
            ``sieges`` (``country``, ``place``, ``state``) and ``slices`` (``slice_id``,
            ``share``) are kept where it has them.

    Returns:
        Key numbers, the digests of at most ``MOST_EVENTS`` events, and the states. Of restricted
        events only the numbers that a sight may pass on.
    """
    secret = sight.data.restricted
    tables = sight.tables
    return Kept(
        version=sight.data.version,
        language=current(),
        # The days of restricted events are those of single ones.
        numbers={
            number.code: _number(number)
            for number in sight.numbers
            if number.low is not None or not secret
        },
        total=None if secret else len(sight.events),
        events={} if secret else _digests(sight.events),
        roads=(
            {}
            if secret or "roads" not in tables
            else dict(zip(tables["roads"]["corridor_id"], tables["roads"]["status"], strict=True))
        ),
        sieges=siege_states(tables["sieges"]) if "sieges" in tables else {},
        slices={} if secret or "slices" not in tables else _shares(tables["slices"]),
    )


def step_of(sight: Sight, title: str = "", *, note: str = "", presenter: str = "") -> Step:
    """Return a step that shows what a sight shows, with what it shows now kept in it.

    Args:
        sight: What the scene shows.
        title: Its heading; by default that of the sight.
        note: The caption.
        presenter: Notes for the presenter alone.

    Returns:
        The step. Where events are restricted it does not name the one that is open.

    Raises:
        BriefingError: A text is too long.
    """
    scene = sight.scene
    if sight.data.restricted:
        scene = Scene(
            scene.page,
            {name: value for name, value in scene.choices.items() if name not in _SINGLE},
        )
    return Step(scene, title or sight.title[:200], note, presenter, freeze(sight))
