"""The rows on many events and many readers: import, join, tiles, sessions."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import Final

from benchmarks import imports, locate, many_events, sessions, tiles
from benchmarks.report import Row, against, middle

__all__ = ["PARTS"]

_MOST_JOIN: Final = 1.0
_MOST_FOLDER: Final = 3.0
_MOST_TILE: Final = 30e-3
_MOST_GRID: Final = 40e6
_MOST_BUILD: Final = 1.0
_MOST_IMPORT: Final = 1 / 3
_MOST_IMPORT_MEMORY: Final = 1.5e9
_MOST_ARRIVAL: Final = 3.0
_MOST_ANSWER: Final = 1.0
_MOST_LOADED: Final = 0.1
_MOST_MEMORY: Final = 4e6
_MOST_FIRST: Final = 1.3
_MOST_CHANGE: Final = 700
_MOST_WIRE: Final = 150e3
_MOST_OF_MANY: Final = 2.0
_MANY: Final = 100
_SOME: Final = 50


def _tiles(runs: int) -> list[Row]:
    found = tiles.measure(runs)
    few, many = (found.plain[number] for number in tiles.PLAIN)
    rows = [
        Row(
            f"Order of {tiles.EVENTS:,} made events, built once",
            middle(found.build, "ms", scale=1e-3),
            target="under 1 s",
            met=median(found.build) < _MOST_BUILD,
        ),
        Row(
            "… its memory",
            f"{found.memory / 1e6:.0f} MB",
            target="under 40 MB",
            met=found.memory < _MOST_GRID,
        ),
        Row("… half of them selected", middle(found.subset, "ms", scale=1e-3)),
        Row("… scale of the heat surface, once a zoom", middle(found.scale, "ms", scale=1e-3)),
        Row("… a click in the fullest town, zoom 8", middle(found.click, "ms", scale=1e-3)),
    ]
    for name, drawings in (("dots", found.points), ("heat", found.heat)):
        for zoom, tile in drawings.items():
            row = Row(
                f"Fullest tile of {name} at zoom {zoom}: {tile.events:,} events; "
                f"baseline: a page of {many.events:,} circle markers",
                f"{middle(tile.seconds, 'ms', scale=1e-3)}, {tile.size / 1e3:.0f} kB",
                f"{middle(many.seconds, 'ms', scale=1e-3)}, {many.size / 1e3:,.0f} kB",
                against(tile.seconds, many.seconds),
                "under 30 ms",
                median(tile.seconds) < _MOST_TILE,
            )
            rows.append(row)
    plain = Row(
        f"… a page of {few.events:,} circle markers",
        "",
        f"{middle(few.seconds, 'ms', scale=1e-3)}, {few.size / 1e3:,.0f} kB",
    )
    return [*rows, plain]


def _locate(runs: int) -> list[Row]:
    found = locate.measure(runs)
    ratio = against(found.ours, found.plain)
    return [
        Row(
            f"{locate.EVENTS:,} events at {locate.PLACES:,} places joined to their regions",
            middle(found.ours, "s", digits=2),
            middle(found.plain, "s", digits=2),
            ratio,
            "at most 1.0",
            ratio <= _MOST_JOIN,
        ),
        Row("… as a table with categories", middle(found.table, "s", digits=2)),
        Row("… of them outside their country as drawn", f"{found.outside:.1%}"),
        Row(
            f"A folder of {locate.ROWS:,} events read, checked and joined",
            middle(found.folder, "s", digits=2),
            target="under 3 s",
            met=median(found.folder) < _MOST_FOLDER,
        ),
    ]


def _import(runs: int) -> list[Row]:
    seen = imports.measure(min(runs, 3))
    ours, plain = ([one.seconds for one in side] for side in (seen.ours, seen.plain))
    ratio = against(ours, plain)
    full = [one.seconds for one in seen.full]
    peak = [one.peak for one in seen.full]
    return [
        Row(
            f"Import of {imports.COMPARED:,} rows in ACLED's shape",
            middle(ours, "s", digits=1),
            middle(plain, "s", digits=1),
            ratio,
            "at most 0.33",
            ratio <= _MOST_IMPORT,
        ),
        Row(f"… of {imports.FULL:,} rows", middle(full, "s", digits=1)),
        Row(
            "… its memory at the most",
            middle(peak, "MB", scale=1e6),
            target="at most 1.5 GB",
            met=max(peak) <= _MOST_IMPORT_MEMORY,
        ),
    ]


def _percentiles(seconds: Sequence[float]) -> str:
    half, most = (sessions.percentile(seconds, percent) for percent in (50, 95))
    return f"{half:.2f} s, p95 {most:.2f} s"


def _sessions(_runs: int) -> list[Row]:
    many = sessions.measure(_MANY)
    some, plain = sessions.measure(_SOME), sessions.measure_plain(_SOME)
    rows = []
    for name, most, of in (
        ("to the first map", _MOST_ARRIVAL, "first"),
        ("from a filter change to the new map", _MOST_ANSWER, "changes"),
    ):
        waited, fewer, baseline = (getattr(load, of) for load in (many, some, plain))
        last = sessions.percentile(waited, 95)
        ratio = sessions.percentile(fewer, 95) / sessions.percentile(baseline, 95)
        rows += [
            Row(f"{_MANY} sessions: {name}", _percentiles(waited),
                target=f"p95 under {most:.0f} s", met=last < most),
            Row(f"{_SOME} sessions: {name}", _percentiles(fewer), _percentiles(baseline), ratio,
                "p95 at most 0.1", ratio <= _MOST_LOADED),
        ]  # fmt: skip
    return [
        *rows,
        Row(
            f"… memory per further session, {_MANY} of them, after their changes",
            f"{many.per_session / 1e6:.2f} MB",
            f"{plain.per_session / 1e6:.2f} MB",
            target="under 4 MB",
            met=many.per_session < _MOST_MEMORY,
        ),
        Row("… processor time of the server for a first page", f"{some.arriving * 1e3:.0f} ms",
            f"{plain.arriving * 1e3:.0f} ms", some.arriving / plain.arriving),
        Row("… and for a filter change", f"{some.changing * 1e3:.0f} ms",
            f"{plain.changing * 1e3:.0f} ms", some.changing / plain.changing),
        Row("… share of one core that the clients take", f"{many.client:.0%}"),
    ]  # fmt: skip


def _million(runs: int) -> list[Row]:
    found = many_events.measure(runs)
    ratio = against(found.first, found.few)
    last = sessions.percentile(found.changes, 95)
    first, change = (sessions.percentile(of, 95) for of in (found.load.first, found.load.changes))
    rows = [
        Row(f"First map of {many_events.EVENTS:,} events painted; baseline: the bundled ones",
            middle(found.first, "ms"), middle(found.few, "ms"), ratio,
            "at most 1.3", ratio <= _MOST_FIRST),
        Row("… a filter change painted",
            f"{middle(found.changes, 'ms')}, p95 {last:.0f} ms",
            target="p95 under 700 ms", met=last < _MOST_CHANGE),
        Row("… its bytes on the wire, tiles included, largest", f"{max(found.wire) / 1e3:.0f} kB",
            target="under 150 kB", met=max(found.wire) < _MOST_WIRE),
        Row(f"… {many_events.READERS} sessions together: to the first map",
            _percentiles(found.load.first), target="p95 under 2 s", met=first < _MOST_OF_MANY),
        Row("… each changes a filter every 5 s", _percentiles(found.load.changes),
            target="p95 under 2 s", met=change < _MOST_OF_MANY),
    ]  # fmt: skip
    for number, taken in found.plain.items():
        name = f"… first map of {number:,} events, a marker of folium for each"
        rows.append(Row(name, "", middle(taken, "ms"), against(found.first, taken)))
    return rows


PARTS: Final[dict[str, Callable[[int], list[Row]]]] = {
    "locate": _locate,
    "tiles": _tiles,
    "import": _import,
    "sessions": _sessions,
    "million": _million,
}
