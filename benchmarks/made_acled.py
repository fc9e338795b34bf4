"""A made file in ACLED's shape, of any size, with a known share of the oddities of real ones.

``python -m benchmarks.made_acled OUT.csv --rows 1000000 --dirty 0.01`` writes it and prints, as
JSON, how many of each oddity it holds: what an import's report has to say of it. Every row is
invented, and its notes say so.
"""

import argparse
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from benchmarks.made_places import COUNTRIES, Places, made_places
from benchmarks.made_words import ASSOCIATES, DETAILS, KINDS, PARTIES, SCALES, SOURCES, TAGS

__all__ = ["COLUMNS", "ODDITIES", "write_made_acled"]

COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip

ODDITIES: Final = (
    "newer", "identical", "ragged", "future", "spelling", "line_breaks", "odd_spaces", "dates",
    "null_island",
)  # fmt: skip
"""What ``--dirty`` sprinkles in, in equal parts, never two in one row.

``newer`` are further rows of an event with a later stamp and one death more, before or after the
first; ``identical`` are rows that stand there twice; ``ragged`` are records of too few or too many
values; ``future`` have a day of the year 2099; ``spelling`` have a sub-event type in capitals;
``line_breaks`` stand within notes; ``odd_spaces`` are no-break spaces before a longitude; ``dates``
are in the four other spellings that were seen; ``null_island`` are coordinates 0, 0.
"""

_NEWER, _IDENTICAL, _RAGGED, *_IN_PLACE = range(len(ODDITIES))
_FUTURE, _SPELLING, _BREAKS, _SPACES, _DATES, _ISLAND = _IN_PLACE

_FIRST: Final = np.datetime64("1997-01-01")
_LAST: Final = np.datetime64("2026-10-31")
_FAR_OFF: Final = np.datetime64("2099-06-30")
_MONTH_SECONDS: Final = 30 * 86400
_PRECISIONS: Final = np.array([1, 2, 3], np.int8)
_BATCH: Final = 100_000
_MOST_DEATHS: Final = 200

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class _Draws:
    """What chance decides of each event, one item an event, in the order of their days."""

    day: Array
    place: Array
    kind: Array
    time_precision: Array
    geo_precision: Array
    deaths: Array
    stamp: Array
    pick: Array
    oddity: Array


@dataclass(frozen=True)
class _Records:
    """The rows of the table: which event each is of, and whether it is its newer state."""

    event: Array
    newer: Array


def _draw(places: Places, count: int, odd: int, random: np.random.Generator) -> _Draws:
    days = np.arange(_FIRST, _LAST + 1)
    age = np.linspace(0.0, 1.0, len(days))
    density = 0.05 + age**4  # few in the first years, most in the last
    day = np.sort(random.choice(days, count, p=density / density.sum()))
    # In each country a few places have most of its events.
    weight = np.empty(len(places.name))
    for number, country in enumerate(COUNTRIES):
        here = np.flatnonzero(places.country == number)
        rank = 1.0 / np.arange(3, len(here) + 3)
        weight[here] = country.weight * rank / rank.sum()
    kinds = np.array([kind.share for kind in KINDS])
    kind = random.choice(len(KINDS), count, p=kinds / kinds.sum()).astype(np.int8)
    deadly = np.array([one.deadly for one in KINDS])[kind]
    deaths = np.where(random.random(count) < deadly, random.geometric(0.2, count), 0)
    late = random.integers(3 * 86400, 700 * 86400, count)
    oddity = np.full(count, -1, np.int8)
    kept = [number for number in range(len(ODDITIES)) if number != _RAGGED]
    oddity[random.permutation(count)[: odd * len(kept)]] = np.repeat(kept, odd)
    return _Draws(
        day=day,
        place=random.choice(len(weight), count, p=weight / weight.sum()).astype(np.int16),
        kind=kind,
        time_precision=random.choice(_PRECISIONS, count, p=[0.85, 0.11, 0.04]),
        geo_precision=random.choice(_PRECISIONS, count, p=[0.72, 0.23, 0.05]),
        deaths=np.minimum(deaths, _MOST_DEATHS),
        stamp=day.astype("datetime64[s]").astype(np.int64) + late,
        pick=random.integers(0, 1 << 31, count),
        oddity=oddity,
    )


def _lay_out(draws: _Draws, random: np.random.Generator) -> _Records:
    """Return the rows: each event once, and those that come again somewhere else once more."""
    count = len(draws.day)
    again = np.flatnonzero(np.isin(draws.oddity, [_NEWER, _IDENTICAL]))
    at = np.sort(random.integers(0, count + 1, len(again)))
    again = random.permutation(again)
    event = np.insert(np.arange(count), at, again)
    second = np.insert(np.zeros(count, bool), at, np.ones(len(again), bool))
    return _Records(event, second & (draws.oddity[event] == _NEWER))


def _texts(values: list[str] | tuple[str, ...], which: Array) -> pa.Array:
    return pa.array(values, pa.string()).take(pa.array(which))


def _days(draws: _Draws, event: Array) -> tuple[pa.Array, Array]:
    """Return the days as written, and their years."""
    odd = draws.oddity[event]
    day = np.where(odd == _FUTURE, _FAR_OFF, draws.day[event])
    every, position = np.unique(day, return_inverse=True)
    known = [one.astype(object) for one in every]
    spelt = [
        f"{one:{form}}"
        for form in ("%Y-%m-%d", "%d %B %Y", "%-d-%b-%y", "%d/%m/%Y", "%Y-%m-%d 00:00:00+00:00")
        for one in known
    ]
    form = np.where(odd == _DATES, 1 + draws.pick[event] % 4, 0)
    years = day.astype("datetime64[Y]").astype(np.int64) + 1970
    return _texts(spelt, form * len(every) + position), years


def _party(draws: _Draws, event: Array, country: Array, *, second: bool) -> list[pa.Array]:
    """Return the name of a party and its kind, both empty where there is none."""
    flat = [party for parties in PARTIES.values() for party in parties]
    choices = []
    for kind in KINDS:
        letters = kind.second if second else kind.first
        choices.append([flat.index(party) for letter in letters for party in PARTIES[letter]])
    most = max(len(chosen) for chosen in choices)
    nobody = len(flat)
    table = np.array([np.resize(chosen or [nobody], most) for chosen in choices])
    turn = (draws.pick[event] >> (8 if second else 0)) % most
    chosen = table[draws.kind[event], turn]
    names = [party.name.replace("{c}", one.name) for party in flat for one in COUNTRIES]
    names += [""] * len(COUNTRIES)
    inters = [*(party.inter for party in flat), ""]
    return [_texts(names, chosen * len(COUNTRIES) + country), _texts(inters, chosen)]


def _interaction(first: pa.Array, second: pa.Array) -> pa.Array:
    alone = pc.equal(second, "")
    ending = pc.if_else(alone, pa.scalar(" only"), pc.binary_join_element_wise("-", second, ""))
    return pc.binary_join_element_wise(first, ending, "")


def _associates(inter: pa.Array, pick: Array, country: Array) -> pa.Array:
    """Return whom civilians are counted among, for some of them."""
    names = [text.format(c=one.name) for text in ASSOCIATES for one in COUNTRIES]
    told = _texts(names, pick // 17 % len(ASSOCIATES) * len(COUNTRIES) + country)
    return pc.if_else(pc.equal(inter, "Civilians"), told, "")


def _notes(draws: _Draws, event: Array, date: pa.Array, place: pa.Array) -> pa.Array:
    words = _texts([kind.sub.lower() for kind in KINDS], draws.kind[event])
    gap = np.where(draws.oddity[event] == _BREAKS, 1, 0)
    end = pc.binary_join_element_wise(" Number ", pa.array(event).cast(pa.string()), ".", "")
    return pc.binary_join_element_wise(
        "Made for a test: ", words, " near ", place, " on ", date, ".", _texts([" ", "\n"], gap),
        _texts(DETAILS, draws.pick[event] % len(DETAILS)), end, "",
    )  # fmt: skip


def _table(draws: _Draws, records: _Records, ids: pa.Array, places: Places) -> pa.Table:
    event = records.event
    place, kind, pick, odd = (
        one[event] for one in (draws.place, draws.kind, draws.pick, draws.oddity)
    )
    country = places.country[place].astype(np.int64)
    date, year = _days(draws, event)
    name = _texts(places.name, place)
    actor1, inter1 = _party(draws, event, country, second=False)
    actor2, inter2 = _party(draws, event, country, second=True)
    subs = [kind.sub for kind in KINDS]
    island = odd == _ISLAND
    nothing = _texts([""], np.zeros(len(event), np.int8))
    nowhere = len(places.name)
    lons = [*places.lon, "0", *("\u00a0" + lon for lon in places.lon)]
    region = ["Northern Africa" if one.code == "DZA" else "Western Africa" for one in COUNTRIES]
    columns = {
        "event_id_cnty": ids.take(pa.array(event)),
        "event_date": date,
        "year": year,
        "time_precision": draws.time_precision[event],
        "disorder_type": _texts([one.disorder for one in KINDS], kind),
        "event_type": _texts([one.event for one in KINDS], kind),
        "sub_event_type": _texts(
            [*subs, *(sub.upper() for sub in subs)], kind + len(subs) * (odd == _SPELLING)
        ),
        "actor1": actor1,
        "assoc_actor_1": nothing,
        "inter1": inter1,
        "actor2": actor2,
        "assoc_actor_2": _associates(inter2, pick, country),
        "inter2": inter2,
        "interaction": _interaction(inter1, inter2),
        "civilian_targeting": pc.if_else(pc.equal(inter2, "Civilians"), "Civilian targeting", ""),
        "iso": np.array([one.iso for one in COUNTRIES])[country],
        "region": _texts(region, country),
        "country": _texts([one.name for one in COUNTRIES], country),
        "admin1": _texts(places.admin1, place),
        "admin2": _texts(places.admin2, place),
        "admin3": name,
        "location": name,
        "latitude": _texts([*places.lat, "0"], np.where(island, nowhere, place)),
        "longitude": _texts(
            lons, np.where(island, nowhere, place + (odd == _SPACES) * (nowhere + 1))
        ),
        "geo_precision": draws.geo_precision[event],
        "source": _texts(SOURCES, pick // 7 % len(SOURCES)),
        "source_scale": _texts(SCALES, pick // 11 % len(SCALES)),
        "notes": _notes(draws, event, date, name),
        "fatalities": draws.deaths[event] + records.newer,
        "tags": _texts(TAGS, pick // 13 % len(TAGS)),
        "timestamp": draws.stamp[event] + _MONTH_SECONDS * records.newer,
    }
    return pa.table({name: columns[name] for name in COLUMNS})


def _ids(draws: _Draws, places: Places) -> pa.Array:
    """Return the identifiers: numbered within each country in the order of the days."""
    country = places.country[draws.place]
    number = np.zeros(len(country), np.int64)
    for one in range(len(COUNTRIES)):
        here = country == one
        number[here] = np.arange(1, here.sum() + 1)
    prefixes = _texts([one.prefix for one in COUNTRIES], country)
    return pc.binary_join_element_wise(prefixes, pa.array(number).cast(pa.string()), "")


def _ragged(number: int) -> bytes:
    short = f'"TORN{number}","2024-01-01",2024,"made for a test: too few values"\n'
    long = f'"TORN{number}","2024-01-01",2024' + ',"made for a test: too many values"' * 40 + "\n"
    return (short if number % 2 else long).encode()


def _write(path: Path, draws: _Draws, records: _Records, places: Places, torn: int) -> None:
    ids = _ids(draws, places)
    total = len(records.event)
    breaks = np.linspace(0, total, torn + 2).astype(int)[1:-1]
    with path.open("wb") as sink:
        sink.write((",".join(f'"{name}"' for name in COLUMNS) + "\n").encode())
        written = 0
        for begin in range(0, total, _BATCH):
            rows = slice(begin, begin + _BATCH)
            part = _Records(records.event[rows], records.newer[rows])
            table = _table(draws, part, ids, places)
            here = breaks[(breaks >= begin) & (breaks < begin + _BATCH)] - begin
            edges = [0, *here.tolist(), len(part.event)]
            options = csv.WriteOptions(include_header=False)
            for turn, (start, end) in enumerate(pairwise(edges)):
                if turn:
                    written += 1
                    sink.write(_ragged(written))
                csv.write_csv(table.slice(start, end - start), sink, options)


def write_made_acled(path: Path, rows: int, *, seed: int = 1, dirty: float = 0.0) -> dict[str, int]:
    """Write a made file; the same bytes for the same arguments and versions of the libraries.

    Args:
        path: Where to.
        rows: Records under the header, all oddities included.
        seed: Of the random numbers.
        dirty: Share of the records with an oddity, 0 to 0.5.

    Returns:
        How many records and of each of ``ODDITIES`` were written; and, by ``events`` and
        ``deaths``, how many events an import should then hold with how many deaths, after the
        ragged and the future were rejected and repeated events met in their newest state.

    Raises:
        ValueError: A share that is out of range.
    """
    if not 0 <= dirty <= 0.5:  # noqa: PLR2004
        message = f"`dirty` is a share from 0 to 0.5, not {dirty!r}"
        raise ValueError(message)
    random = np.random.default_rng(seed)
    odd = round(rows * dirty / len(ODDITIES))
    places = made_places(random)
    draws = _draw(places, rows - 3 * odd, odd, random)
    records = _lay_out(draws, random)
    _write(path, draws, records, places, odd)
    held = draws.oddity != _FUTURE
    deaths = draws.deaths + (draws.oddity == _NEWER)
    return {
        "rows": rows,
        "events": int(held.sum()),
        "deaths": int(deaths[held].sum()),
        **dict.fromkeys(ODDITIES, odd),
    }


def main() -> None:
    """Write the file that the command line asks for and print what is in it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.made_acled", description=__doc__)
    parser.add_argument("out", type=Path, help="the CSV file to write")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dirty", type=float, default=0.0, help="share of odd records (0)")
    chosen = parser.parse_args()
    counts = write_made_acled(chosen.out, chosen.rows, seed=chosen.seed, dirty=chosen.dirty)
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
