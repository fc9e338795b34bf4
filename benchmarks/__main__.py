"""Measure, print the table, and with ``--write`` put it into docs/performance.md."""

import argparse
import sys
from collections.abc import Callable
from statistics import median
from typing import Final

from benchmarks import (
    at_size,
    expansion,
    filter_change,
    first_map,
    first_text,
    memory,
    pack,
    postgis,
    report,
    roads,
    wire,
)
from benchmarks.report import Row, against, middle
from sahel_map.frontend import is_local

_MOST_FIRST: Final = 1.2
_MOST_CHANGE: Final = 1 / 3
_MOST_WIRE: Final = 100e3
_MOST_SESSION: Final = 4e6
_MOST_STATUS: Final = 1 / 20
_MOST_SECONDS: Final = 2.0
_MOST_MEASURES: Final = 0.1
_MOST_SLICES: Final = 1.5

_STEPS: Final = {
    "boot": "Streamlit's own scripts loaded",
    "frame": "map frame opened",
    "scripts": "map scripts loaded",
    "layers": "boundary layers loaded",
}


def _first_map(runs: int) -> list[Row]:
    seen = first_map.measure(runs)
    ratio = against(seen.ours, seen.bare)
    rows = [
        Row(
            "First map painted, new visitor, warm server",
            middle(seen.ours, "ms"),
            middle(seen.bare, "ms"),
            ratio,
            "at most 1.2",
            ratio <= _MOST_FIRST,
        ),
        Row("… of it until the base map is painted", middle(seen.base, "ms")),
        Row("… of it until the events are painted", middle(seen.events, "ms")),
    ]
    for step, (ours, bare) in seen.steps.items():
        mine, theirs = ("" if at is None else f"{at:.0f} ms" for at in (ours, bare))
        rows.append(Row(f"… on the way: {_STEPS[step]}", mine, theirs))
    start = Row(
        "Cold start of the server until it answers",
        middle(seen.ours_start, "s", scale=1000, digits=1),
        middle(seen.bare_start, "s", scale=1000, digits=1),
        against(seen.ours_start, seen.bare_start),
    )
    return [*rows, start]


def _first_text(runs: int) -> list[Row]:
    seen = first_text.measure(runs)
    ratio = against(seen.ours, seen.bare)
    return [
        Row(
            "First text of the Overview painted, new visitor, warm server",
            middle(seen.ours, "ms"),
            middle(seen.bare, "ms"),
            ratio,
            "at most 1.2",
            ratio <= _MOST_FIRST,
        ),
        Row("… until all its figures are painted", middle(seen.figures, "ms")),
        Row("… until its map is painted", middle(seen.map, "ms")),
    ]


def _filter_change(runs: int) -> list[Row]:
    seen = filter_change.measure(runs)
    ratio = against(seen.ours, seen.rebuilt)
    kept, rebuilt = seen.ours_kept, seen.rebuilt_kept
    return [
        Row(
            "Filter change painted",
            middle(seen.ours, "ms"),
            middle(seen.rebuilt, "ms"),
            ratio,
            "at most 0.33",
            ratio <= _MOST_CHANGE,
        ),
        Row(
            "… changes after which the frame is the same",
            f"{kept.same_frame} of {kept.changes}",
            f"{rebuilt.same_frame} of {rebuilt.changes}",
            target="all",
            met=kept.same_frame == kept.changes,
        ),
        Row(
            "… after which centre and zoom are the same",
            f"{kept.same_view} of {kept.changes}",
            f"{rebuilt.same_view} of {rebuilt.changes}",
            target="all",
            met=kept.same_view == kept.changes,
        ),
        Row(
            "… blank pictures among those filmed",
            f"{kept.blank} of {kept.pictures}",
            f"{rebuilt.blank} of {rebuilt.pictures}",
            target="none",
            met=kept.pictures > 0 and kept.blank == 0,
        ),
    ]


def _wire(runs: int) -> list[Row]:
    seen = wire.measure(runs)
    return [
        Row(
            "Bytes of a filter change on the wire, largest",
            f"{max(seen.ours) / 1000:.1f} kB",
            f"{max(seen.rebuilt) / 1000:.1f} kB",
            max(seen.ours) / max(seen.rebuilt),
            "under 100 kB",
            max(seen.ours) < _MOST_WIRE,
        ),
        Row("… the same before compression", f"{max(seen.unpacked) / 1000:.1f} kB"),
    ]


def _memory(runs: int) -> list[Row]:
    seen = memory.measure(runs)
    each = median(seen.ours)
    return [
        Row(
            f"Memory per further session ({memory.EXTRA} of them)",
            middle(seen.ours, "MB", scale=1e6, digits=2),
            middle(seen.bare, "MB", scale=1e6, digits=2),
            against(seen.ours, seen.bare),
            "under 4 MB",
            each < _MOST_SESSION,
        ),
        Row(
            "Memory of the server with one session",
            middle(seen.ours_one, "MB", scale=1e6),
            middle(seen.bare_one, "MB", scale=1e6),
            against(seen.ours_one, seen.bare_one),
        ),
    ]


def _roads(runs: int) -> list[Row]:
    found = roads.measure_statuses(runs)
    days = roads.measure_days(runs)
    ratio = against(found.ours, found.plain)
    return [
        Row(
            f"Status of all roads on all days since 2023 ({found.corridor_days:,}), placed events",
            middle(found.ours, "ms", scale=1e-3),
            middle(found.plain, "ms", scale=1e-3),
            ratio,
            "at most 0.05",
            ratio <= _MOST_STATUS,
        ),
        Row(
            "… with distances and stretches, from the tables",
            middle(found.whole, "ms", scale=1e-3),
            target="under 2 s",
            met=median(found.whole) < _MOST_SECONDS,
        ),
        Row(
            "Day of the road map changed, painted",
            middle(days.step, "ms"),
            middle(days.link, "ms"),
            against(days.step, days.link),
        ),
        Row(
            "… changes after which the map is the same",
            f"{days.same_frame} of {len(days.step)}",
            target="all",
            met=days.same_frame == len(days.step),
        ),
    ]


def _expansion(runs: int) -> list[Row]:
    found = expansion.measure_all(runs)
    play = expansion.measure_play(runs)
    ratio = against(found.ours, found.plain)
    name = f"All measures of {found.slices} months over {found.events:,} events"
    return [
        Row(
            f"{name}, sources left out in turn",
            middle(found.ours, "s", digits=2),
            middle(found.plain, "s", digits=1),
            ratio,
            "at most 0.1",
            ratio <= _MOST_MEASURES,
        ),
        Row("… in seconds", middle(found.ours, "s", digits=2), target="under 1.5 s",
            met=median(found.ours) < _MOST_SLICES),
        Row(
            "Next slice of the expansion, painted",
            middle(play.step, "ms"),
            middle(play.link, "ms"),
            against(play.step, play.link),
        ),
        Row(
            "… changes after which the map is the same",
            f"{play.same_frame} of {len(play.step)}",
            target="all",
            met=play.same_frame == len(play.step),
        ),
    ]  # fmt: skip


_PARTS: Final[dict[str, Callable[[int], list[Row]]]] = {
    "first-map": _first_map,
    "first-text": _first_text,
    "filter-change": _filter_change,
    "wire": _wire,
    "memory": _memory,
    "roads": _roads,
    "expansion": _expansion,
    **pack.PARTS,
    **at_size.PARTS,
    **postgis.PARTS,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, help="runs of each figure (7)")
    parser.add_argument("--only", choices=_PARTS, action="append", help="one part; repeatable")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    return parser.parse_args()


def main() -> int:
    """Run the chosen measurements."""
    chosen = _arguments()
    if chosen.runs < 1 or (chosen.write and chosen.only):
        print("--runs takes 1 or more, and --write goes without --only.", file=sys.stderr)
        return 2
    if not is_local():
        print("The map libraries are not installed: run `make frontend`.", file=sys.stderr)
        return 1
    rows = []
    for name in chosen.only or _PARTS:
        print(f"measuring {name} …", file=sys.stderr)
        rows += _PARTS[name](chosen.runs)
    cells = [row.cells() for row in rows]
    figures = f"{report.table(report.HEADINGS, cells)}\n\n{report.conditions(chosen.runs)}"
    print(figures)
    if chosen.write:
        report.write(figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
