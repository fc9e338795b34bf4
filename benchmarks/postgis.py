"""A million events in PostGIS beside the same in files: counts, tiles, and the first copy."""

import datetime as dt
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from benchmarks.databases import temporary_postgres
from benchmarks.made_acled import write_made_acled
from benchmarks.report import HEADINGS, Row, against, machine, middle, table
from benchmarks.sessions import percentile
from sahel_map import vocabulary as v
from sahel_map.importers.reading import Wish
from sahel_map.importers.run import import_file
from sahel_map.importers.terms import Terms
from sahel_map.people import ANYBODY
from sahel_map.selection import Selection
from sahel_map.settings import ROOT
from sahel_map.store import Ref, load, with_events
from sahel_map.store.postgis import PostgisStore, SqlQueries
from sahel_map.tiles.draw import points_tile
from sahel_map.tiles.grid import BITS, Chosen, Grid, places_of
from sahel_map.tiles.hexagons import Hexagons

__all__ = ["PARTS", "Answers", "InDatabase", "measure", "told"]

EVENTS: Final = 1_000_000
_TODAY: Final = dt.date(2026, 11, 1)
_KEY: Final = "a-million-made-events-01"
_MOST: Final = 0.15
_QUESTIONS: Final = 20
"""Questions for each run that is asked for, so that a 95th percentile says something."""

_VIEW: Final = 9
"""Tiles of one view: they come together, with one selection."""

_RESOLUTION: Final = 4
"""Of hexagons."""

_WORDS: Final = ("village", "burkina", "titima", "islamic")
"""In all of the made events, in a quarter, in a few, and in a quarter again."""


@dataclass(frozen=True)
class Answers:
    """Seconds, of the database and of the frame in memory, for the same questions."""

    ours: Sequence[float]
    memory: Sequence[float]


@dataclass(frozen=True)
class InDatabase:
    """What was measured; seconds.

    Attributes:
        counts: Filtered counts without words.
        words: Filtered counts with a word.
        hexagons: Counts in hexagons.
        tiles: Tiles of views, each view with a selection of its own.
        take: To enter a million events as a first version.
        again: To enter a second version that changes a few.
        fetch: To make the copy of a version on a host that has none, and open it.
        open: To open the folder of the same events.
    """

    counts: Answers
    words: Answers
    hexagons: Answers
    tiles: Answers
    take: float
    again: float
    fetch: float
    open: float


def _selections(number: int, *, words: bool) -> list[Selection]:
    """Return selections as readers make them, no two of them alike."""
    chance = random.Random(7 + words)  # noqa: S311
    kinds, actors = list(v.EVENT_TYPES), ["jnim", "isgs", "army_ml", "unidentified"]
    actors = [code for code in actors if code in v.ACTORS]
    found: dict[Selection, None] = {}
    while len(found) < number:
        first = dt.date(1997, 1, 1) + dt.timedelta(days=chance.randrange(9_000))
        last = first + dt.timedelta(days=chance.randrange(30, 4_000))
        some = chance.random
        selection = Selection(
            first=first if some() < 0.7 else None,  # noqa: PLR2004
            last=last if some() < 0.7 else None,  # noqa: PLR2004
            types=tuple(chance.sample(kinds, 4)) if some() < 0.3 else (),  # noqa: PLR2004
            actors=tuple(chance.sample(actors, 1)) if some() < 0.3 else (),  # noqa: PLR2004
            countries=tuple(chance.sample(["MLI", "BFA", "NER"], 2)) if some() < 0.3 else (),  # noqa: PLR2004
            regions=("Mopti",) if some() < 0.1 else (),  # noqa: PLR2004
            precision=chance.choice(["country", "town"]),
            text=chance.choice([*_WORDS, f"number {chance.randrange(999)}"]) if words else "",
        )
        found[selection] = None
    return list(found)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _counts(queries: SqlQueries, events: pd.DataFrame, selections: Sequence[Selection]) -> Answers:
    ours, memory = [], []
    for selection in selections:
        found: list[int] = []
        ours.append(_timed(lambda: found.append(queries.count(selection))))  # noqa: B023
        memory.append(_timed(lambda: found.append(int(selection.mask(events).sum()))))  # noqa: B023
        if found[0] != found[1]:
            msg = f"{selection.sentence()}: {found[0]} in the database, {found[1]} in memory"
            raise RuntimeError(msg)
    return Answers(ours, memory)


def _hexagons(
    queries: SqlQueries, events: pd.DataFrame, selections: Sequence[Selection]
) -> Answers:
    spots = queries.spots()
    if spots is None:
        msg = "the made events have too many spots"
        raise RuntimeError(msg)
    asked, read = Hexagons.of(spots, _RESOLUTION), Hexagons.of(events, _RESOLUTION)

    def of_database(selection: Selection) -> pd.DataFrame:
        counts = np.zeros(len(spots), np.int64)
        number, many = queries.by_spot(selection).T
        counts[number] = many
        return asked.counts(counts)

    def of_memory(selection: Selection) -> pd.DataFrame:
        return read.counts(selection.mask(events).to_numpy())

    ours, memory = [], []
    for selection in selections:
        found: list[pd.DataFrame] = []
        for work, taken in ((of_database, ours), (of_memory, memory)):
            taken.append(_timed(lambda: found.append(work(selection))))  # noqa: B023
        if not found[0].equals(found[1]):
            msg = f"other hexagons: {selection.sentence()}"
            raise RuntimeError(msg)
    return Answers(ours, memory)


def _of_database(queries: SqlQueries, selection: Selection) -> Chosen:
    return Chosen.of_keys(queries.keys(selection))


def _of_memory(grid: Grid, events: pd.DataFrame, selection: Selection) -> Chosen:
    return grid.subset(selection.mask(events).to_numpy())


def _tiles(queries: SqlQueries, events: pd.DataFrame, selections: Sequence[Selection]) -> Answers:
    """Draw views of tiles: the first of a view asks, the others have its points."""
    chance, grid = np.random.default_rng(5), Grid.of(events)
    ours, memory = [], []
    for selection in selections:
        zoom = int(chance.integers(4, 10))
        anywhere = grid.every.keys[[int(chance.integers(len(grid.every)))]]
        column, row = (int(place[0]) >> (BITS - zoom) for place in places_of(anywhere))
        points: list[Chosen] = []
        asked = (
            partial(_of_database, queries, selection),
            partial(_of_memory, grid, events, selection),
        )
        for tile in range(_VIEW):
            x, y = ((at + step) % 2**zoom for at, step in
                    ((column, tile % 3 - 1), (row, tile // 3 - 1)))  # fmt: skip

            def drawn(of: Callable[[], Chosen], place: int, x: int = x, y: int = y) -> bytes:
                if len(points) == place:  # noqa: B023
                    points.append(of())  # noqa: B023
                return points_tile(points[place], zoom, x, y)  # noqa: B023

            pictures: list[bytes] = []
            for place, taken in enumerate((ours, memory)):
                work = partial(drawn, asked[place], place)
                taken.append(_timed(lambda: pictures.append(work())))  # noqa: B023
            if pictures[0] != pictures[1]:
                msg = f"another picture: {selection.sentence()}, {zoom}/{x}/{y}"
                raise RuntimeError(msg)
    return Answers(ours, memory)


def _entered(store: PostgisStore, folder: Path) -> float:
    with store.workplace(_KEY) as place:
        for path in place.iterdir():
            path.unlink()
        for path in folder.iterdir():
            shutil.copy2(path, place / path.name)
        return _timed(lambda: store.take(_KEY, place, ANYBODY, act="imported"))


def measure(runs: int, folder: Path) -> InDatabase:
    """Enter the events of a folder, and ask for them in both places in turn.

    Args:
        runs: How often, times ``_QUESTIONS``.
        folder: The folder of an import.
    """
    base = load(ROOT / "data")
    with temporary_postgres() as address, tempfile.TemporaryDirectory() as scratch:
        here = PostgisStore(address, cache=Path(scratch) / "here")
        take = _entered(here, folder)
        again = _entered(here, folder)
        there = PostgisStore(address, cache=Path(scratch) / "there")
        there.keys()
        fetch = _timed(lambda: there.folder(Ref(_KEY)))
        opened: list = []
        seconds = _timed(lambda: opened.append(with_events(folder, base).events))
        events, queries = opened[0], here.queries(Ref(_KEY))
        if queries is None:
            msg = "the database does not answer"
            raise RuntimeError(msg)
        plain, worded = (
            _selections(_QUESTIONS * (runs + 1), words=words) for words in (False, True)
        )
        # The first round warms up.
        _counts(queries, events, plain[:_QUESTIONS])
        _counts(queries, events, worded[:_QUESTIONS])
        found = InDatabase(
            counts=_counts(queries, events, plain[_QUESTIONS:]),
            words=_counts(queries, events, worded[_QUESTIONS:]),
            hexagons=_hexagons(queries, events, plain[_QUESTIONS:]),
            tiles=_tiles(queries, events, plain[_QUESTIONS:]),
            take=take,
            again=again,
            fetch=fetch,
            open=seconds,
        )
        here.close()
        there.close()
    return found


def _first_and_last(seconds: Sequence[float]) -> str:
    return f"{middle(seconds, 'ms', scale=1e-3)}, p95 {percentile(seconds, 95) * 1000:.0f} ms"


def _row(name: str, answers: Answers, *, target: bool = True) -> Row:
    return Row(
        name,
        _first_and_last(answers.ours),
        _first_and_last(answers.memory),
        against(answers.ours, answers.memory),
        "p95 under 150 ms" if target else "",
        percentile(answers.ours, 95) < _MOST if target else None,
    )


def _rows(runs: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as scratch:
        rows, folder = Path(scratch) / "made.csv", Path(scratch) / "made"
        write_made_acled(rows, EVENTS)
        import_file(rows, folder, Wish(Terms(today=_TODAY), format_code="acled"))
        rows.unlink()
        found = measure(runs, folder)
    return [
        _row(f"{EVENTS:,} events in PostGIS: a filtered count; baseline: in memory", found.counts),
        _row("… a filtered count with a word", found.words),
        _row("… counted in hexagons of 45 km", found.hexagons),
        _row(f"… a tile, {_VIEW} to a view, each view with its own filters", found.tiles),
        Row("… entered as a first version", f"{found.take:.0f} s"),
        Row("… the same once more, nothing changed", f"{found.again:.0f} s"),
        Row("… a copy on a host that has none; baseline: its folder opened",
            f"{found.fetch:.1f} s", f"{found.open:.1f} s"),
    ]  # fmt: skip


def told(runs: int) -> str:
    """Measure it, and return the table in Markdown."""
    rows = [row.cells() for row in _rows(runs)]
    said = f"{machine()}. Medians with their range, and the 95th percentile, of {runs} times "
    said += f"{_QUESTIONS} questions each, no two alike, after as many to warm up."
    return "\n\n".join([table(HEADINGS, rows), said])


PARTS: Final = {"postgis": _rows}
