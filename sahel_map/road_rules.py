"""Rules about the roads between tables and lines: lengths, and lines that are up to date."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import pandas as pd

from sahel_map.i18n import noop
from sahel_map.lines import LEG_COLUMNS, LINES_FILE, draw_legs
from sahel_map.roads import convert_waypoints
from sahel_map.rules import packed_rule
from sahel_map.tables import Fault, TableRead

__all__ = ["LENGTH_RATIO", "LONGEST_LEG_KM", "line_faults"]

Reads = Mapping[str, TableRead]

LONGEST_LEG_KM: Final = 120.0
"""A longer leg says nothing about where the road runs."""

LENGTH_RATIO: Final = (0.75, 1.05)
"""Length of the line over the stated length by road: a line through towns is shorter."""


def _row_of(read: TableRead, **wanted: str) -> int | None:
    rows = read.text
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    return int(str(rows.index[0])) if len(rows) else None


def _long_legs(reads: Reads, drawn: gpd.GeoDataFrame) -> list[Fault]:
    read = reads["corridor_waypoints.csv"]
    rule = packed_rule(noop("a point at most {values} km from the one before"), ["120"])
    faults = []
    for leg in drawn[drawn["length_km"] > LONGEST_LEG_KM].to_dict("records"):
        row = _row_of(read, corridor_id=leg["corridor_id"], place=leg["to_place"])
        value = f"{leg['to_place']}: {leg['length_km']:.0f} km"
        faults.append(Fault("corridor_waypoints.csv", row, "lat", value, rule))
    return faults


def _unlike_lengths(reads: Reads, drawn: gpd.GeoDataFrame) -> list[Fault]:
    lengths = drawn.groupby("corridor_id")["length_km"].sum()
    rule = noop("a length of which the line is 0.75 to 1.05, or a length_note that says why not")
    few = noop("a corridor with two or more waypoints")
    faults = []
    for row, corridor in reads["corridors.csv"].rows.iterrows():
        corridor_id, line = corridor["corridor_id"], int(str(row))
        if corridor_id not in lengths.index:
            faults.append(Fault("corridors.csv", line, "corridor_id", corridor_id, few))
            continue
        stated = float(corridor["length_km"] or "nan")
        ratio = lengths[corridor_id] / stated if stated else 0.0
        low, high = LENGTH_RATIO
        if not pd.isna(ratio) and not low <= ratio <= high and not corridor["length_note"]:
            value = f"{stated:.0f} ({ratio:.2f})"
            faults.append(Fault("corridors.csv", line, "length_km", value, rule))
    return faults


def line_faults(reads: Reads, legs: gpd.GeoDataFrame) -> list[Fault]:
    """Name legs that are too long, lines unlike their stated length, and lines out of date.

    The rows stay usable: a road drawn badly is still a road with a status.

    Args:
        reads: The tables as read.
        legs: The legs of the line file.
    """
    waypoints = reads["corridor_waypoints.csv"].rows
    if waypoints.empty:
        return []
    drawn = draw_legs(convert_waypoints(waypoints))
    faults = [*_long_legs(reads, drawn), *_unlike_lengths(reads, drawn)]
    key = [name for name in LEG_COLUMNS if name not in {"drawn", "length_km"}]
    if set(drawn[key].itertuples(index=False)) != set(legs[key].itertuples(index=False)):
        rule = noop("the legs of corridor_waypoints.csv; run `sahel-map corridors draw`")
        faults.append(Fault(LINES_FILE, None, "leg_id", str(len(legs)), rule))
    return faults
