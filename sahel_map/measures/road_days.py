"""The statuses of all roads on all days at once, as arrays with a row a road and a column a day."""

import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from sahel_map.measures.roadside import DEFAULT_BUFFER_KM, roadside
from sahel_map.measures.segments import Segments, cut_segments
from sahel_map.measures.status import (
    ACUTE,
    CLOSED_DAYS,
    COVERED_DAYS,
    FORCES,
    LIT_SHARE,
    NEVER,
    PERSISTENT,
    REASON_CODES,
    REASONS,
    STALE_DAYS,
    Grid,
    RoadDays,
    force_of,
)
from sahel_map.roads import Roads
from sahel_map.store import data_days

__all__ = ["road_days", "status_grids", "threatened_share"]


def _columns(days: pd.DatetimeIndex, first: pd.Timestamp, last: pd.Timestamp) -> slice:
    return slice(days.searchsorted(first), days.searchsorted(last, side="right"))


def _spell_grids(
    roads: Roads, days: pd.DatetimeIndex
) -> tuple[dict[str, Grid], Grid, tuple[str, ...]]:
    """Return the spell in force for each way it bears on a road, and the one out of date."""
    shape = (len(roads.corridors), len(days))
    grids = {force: np.full(shape, -1, dtype=np.int16) for force in FORCES}
    stale = np.full(shape, -1, dtype=np.int16)
    row_of = {corridor_id: row for row, corridor_id in enumerate(roads.corridors.index)}
    spells = roads.blockades[roads.blockades["confidence"] != "unverified"]
    spells = spells.sort_values(["start", "spell_id"])
    spell: Any
    for number, spell in enumerate(spells.itertuples()):
        forces = force_of(spell)
        held = spell.last_confirmed if pd.isna(spell.end) else spell.end
        for row in [row_of[c] for c in spell.corridor_ids if c in row_of]:
            for force in forces:
                grids[force][row, _columns(days, spell.start, held)] = number
            if pd.isna(spell.end) and set(forces) != {"touched"}:
                day_after = held + pd.Timedelta(days=1)
                until = held + pd.Timedelta(days=STALE_DAYS)
                stale[row, _columns(days, day_after, until)] = number
    return grids, stale, tuple(spells.index)


def _days_since(near: pd.DataFrame, roads: Roads, days: pd.DatetimeIndex) -> Grid:
    since = np.full((len(roads.corridors), len(days)), NEVER, dtype=np.int32)
    row_of = {name: row for row, name in enumerate(roads.corridors.index)}
    grid_days = days.to_numpy().astype("datetime64[D]")
    for corridor_id, mine in near[near["counted"]].groupby("corridor_id")["day"]:
        attacks = np.unique(mine.to_numpy().astype("datetime64[D]"))
        last = np.searchsorted(attacks, grid_days, side="right") - 1
        seen = last >= 0
        row = row_of[str(corridor_id)]
        since[row, seen] = (grid_days[seen] - attacks[last[seen]]).astype(np.int32)
    return since


def threatened_share(segments: Segments, days: pd.DatetimeIndex, *, window: int) -> Grid:
    """Return the share of each road's length with an attack near it within some days.

    Args:
        segments: The stretches, with the events that light each.
        days: The days to find it for, one after another without gaps.
        window: Days that an attack lights a stretch, its own day counted as the first.

    Returns:
        Rows of roads, columns of days, from 0 to 1.
    """
    share: Grid = np.zeros((len(segments.corridor_ids), len(days)))
    lit = segments.lit
    if lit.empty or not len(days):
        return share
    row_of = {name: row for row, name in enumerate(segments.corridor_ids)}
    # Only stretches that some attack lights for a road can have a share at all.
    on = lit["corridor_id"].map(row_of).to_numpy(dtype=int) * len(segments.lines)
    pairs, rows = np.unique(on + lit["segment"].to_numpy(dtype=int), return_inverse=True)
    roads, stretches = np.divmod(pairs, len(segments.lines))
    changes = np.zeros((len(pairs), len(days) + 1), dtype=np.int32)
    start = (lit["day"] - days[0]).dt.days.to_numpy()
    np.add.at(changes, (rows, start.clip(0, len(days))), 1)
    np.add.at(changes, (rows, (start + window).clip(0, len(days))), -1)
    # One place after the last day takes what begins or ends beyond the grid.
    burning = changes.cumsum(axis=1)[:, :-1] > 0
    km = segments.of_corridors[roads, stretches]
    np.add.at(share, roads, burning * km[:, None])
    length = segments.of_corridors.sum(axis=1, keepdims=True)
    np.divide(share, length, out=share, where=length > 0)
    return share


def _covered(events: pd.DataFrame, roads: Roads, days: pd.DatetimeIndex) -> Grid:
    """Return where a road's countries have an event, of any kind, within ``COVERED_DAYS``."""
    covered = np.zeros((len(roads.corridors), len(days)), dtype=bool)
    if not len(days):
        return covered
    in_countries: dict[str, Grid] = {}
    for country, starts in events.groupby("country")["date_start"]:
        seen = np.zeros(len(days) + 1, dtype=np.int32)
        offset = (starts - days[0]).dt.days.to_numpy()
        np.add.at(seen, offset.clip(0, len(days)), 1)
        np.add.at(seen, (offset + COVERED_DAYS).clip(0, len(days)), -1)
        in_countries[str(country)] = seen.cumsum()[:-1] > 0
    row_of = {name: row for row, name in enumerate(roads.corridors.index)}
    for end in ("from_country", "to_country"):
        for corridor_id, country in roads.legs[["corridor_id", end]].drop_duplicates().to_numpy():
            if country in in_countries:
                covered[row_of[corridor_id]] |= in_countries[country]
    return covered


def status_grids(
    events: pd.DataFrame,
    roads: Roads,
    near: pd.DataFrame,
    segments: Segments,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> RoadDays:
    """Return the status of every road on every day, given which events lie where.

    Args:
        events: Located events, without unverified leads.
        roads: Corridors, legs and spells; unverified spells are left aside.
        near: The events of each road, as ``roadside`` returns them.
        segments: The stretches of the roads, as ``cut_segments`` returns them.
        first: First day; that of the first event when None.
        last: Last day; that of the last event when None.
    """
    extent = data_days(events)
    nothing = (dt.date(2000, 1, 2), dt.date(2000, 1, 1))
    whole = extent or nothing
    days = pd.date_range(first or whole[0], last or whole[1])
    grids, stale, spell_ids = _spell_grids(roads, days)
    since = _days_since(near, roads, days)
    lit = threatened_share(segments, days, window=PERSISTENT)
    inside = np.zeros(len(days), dtype=bool)
    if extent:
        inside = (days >= pd.Timestamp(extent[0])) & (days <= pd.Timestamp(extent[1]))
    tests = {
        "outside": np.broadcast_to(~inside, since.shape),
        "enforced_attack": (grids["enforced"] >= 0) & (since <= CLOSED_DAYS),
        **{force: grid >= 0 for force, grid in grids.items()},
        "recent_attack": since <= ACUTE,
        # Lengths add up to a tenth only nearly.
        "lit_share": lit >= LIT_SHARE - 1e-9,
        "out_of_date": stale >= 0,
        "clear": _covered(events, roads, days),
        "no_events": np.ones(since.shape, dtype=bool),
    }
    order = ["outside", *[reason for reason in REASONS if reason != "outside"]]
    codes = [REASON_CODES.index(reason) for reason in order]
    reason = np.select([tests[name] for name in order], codes).astype(np.int8)
    spell = np.full(since.shape, -1, dtype=np.int16)
    for force, grid in [("enforced_attack", grids["enforced"]), *grids.items()]:
        decided = reason == REASON_CODES.index(force)
        spell[decided] = grid[decided]
    return RoadDays(
        corridor_ids=tuple(roads.corridors.index),
        days=days,
        spell_ids=spell_ids,
        reason=reason,
        spell=spell,
        stale=np.where(inside, stale, -1).astype(np.int16),
        since=since,
        lit=lit,
        near=near,
        segments=segments,
        buffer_km=segments.buffer_km,
        data_days=extent,
    )


def road_days(
    events: gpd.GeoDataFrame,
    roads: Roads,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    buffer_km: float = DEFAULT_BUFFER_KM,
) -> RoadDays:
    """Return the status of every road on every day; arguments as for ``status_grids``.

    Args:
        events: Located events in degrees, without unverified leads.
        roads: Corridors, legs and spells.
        first: First day; that of the first event when None.
        last: Last day; that of the last event when None.
        buffer_km: How far from a road an attack may lie, kilometres.
    """
    near = roadside(events, roads, buffer_km=buffer_km)
    segments = cut_segments(events, near, roads, buffer_km=buffer_km)
    return status_grids(events, roads, near, segments, first=first, last=last)
