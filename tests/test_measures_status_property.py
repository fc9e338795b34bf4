"""The statuses of all days at once against the definition row by row, on random spells."""

import dataclasses
import datetime as dt
from random import Random

from plain_status import Plain, plain_statuses
from road_fixtures import Attack, Stop, make_events, make_roads, make_spells

from sahel_map import vocabulary as v
from sahel_map.measures.road_days import road_days
from sahel_map.measures.status import NEVER, REASON_CODES, REASONS, STATUS_CODES

DAY_ONE = dt.date(2024, 1, 1)
SPAN = 640
"""Days looked at, from ``DAY_ONE``: enough for a spell to go out of date and be forgotten."""

NETWORK = make_roads(
    {
        "north": [Stop("A", 0), Stop("B", 33), Stop("C", 80)],
        "branch": [Stop("D", 33, 90, "SEN"), Stop("B", 33), Stop("C", 80)],
        "crossing": [Stop("E", 20, -41, "BFA", "low"), Stop("F", 20, 37, "BFA")],
    }
)
"""Two roads that share the stretch from B to C, and one that crosses the first."""

NAMES = [*NETWORK.corridors.index, "elsewhere"]
TYPES = [*v.ROAD_WEIGHTS, *v.STATE_TYPES, "abduction"]
PLACES = [(0, 0), (-8, 0), (20, 0), (33, 4), (60, 9.5), (60, 15), (25, -35), (33, 70), (300, 0)]


def text(day):
    return (DAY_ONE + dt.timedelta(days=day)).isoformat()


def some_spell(random, number):
    start, length = random.randrange(SPAN - 40), random.randrange(120)
    is_open = random.random() < 0.5
    return {
        "spell_id": f"spell-{number}",
        "kind": random.choice(list(v.SPELL_KINDS)),
        "status": random.choice(list(v.SPELL_STATUSES)),
        "passage": random.choice(["", "", *v.PASSAGES]),
        "corridor_ids": ";".join(random.sample(NAMES, random.randint(0, 2))),
        "start": text(start),
        "end": "" if is_open else text(start + length),
        "end_precision": "unknown" if is_open else "day",
        "last_confirmed": text(start + length if is_open else start),
        "confidence": random.choice(["high", "medium", "low", "unverified"]),
    }


def some_event(random, number):
    day = random.randrange(SPAN - 40)
    north, east = random.choice(PLACES)
    return Attack(
        f"event-{number}",
        text(day),
        north,
        east,
        event_type=random.choice(TYPES),
        geo_precision=random.choice(["exact", "town", "near", "area"]),
        corridor_id=tuple(random.sample(NAMES, random.choice([0, 0, 1, 2]))),
        country=random.choice(["MLI", "SEN", "BFA", "NER"]),
        last=text(day + random.randrange(4)),
    )


def rounded(row):
    """Return a row without the last digits of its share, which depend on the order of adding."""
    return row._replace(lit_share=round(row.lit_share, 9))


def rows_of(found):
    """Return what the grids say, in the words of the plain definition."""
    names = [*found.spell_ids, ""]
    status, rows = found.status, {}
    for at, corridor_id in enumerate(found.corridor_ids):
        for column, day in enumerate(found.days.date):
            since = int(found.since[at, column])
            row = Plain(
                STATUS_CODES[status[at, column]],
                REASON_CODES[found.reason[at, column]],
                names[found.spell[at, column]],
                names[found.stale[at, column]],
                None if since == NEVER else since,
                float(found.lit[at, column]),
            )
            rows[corridor_id, day] = rounded(row)
    return rows


def test_every_road_and_day_has_the_status_that_the_plain_definition_gives():
    seen = set()

    # Seeds of our own: what else the process has imported sways the examples of hypothesis, and
    # then which of the rare rules they hold.
    for seed in range(60):
        random = Random(seed)
        spells = [some_spell(random, number) for number in range(random.randint(0, 8))]
        attacks = [some_event(random, number) for number in range(random.randint(0, 14))]
        roads = dataclasses.replace(NETWORK, blockades=make_spells(*spells))
        events = make_events(*attacks)
        first, last = DAY_ONE, DAY_ONE + dt.timedelta(days=SPAN - 1)

        found = road_days(events, roads, first=first, last=last)

        plain = plain_statuses(events, roads, found.near, found.segments, first=first, last=last)
        wrong = {
            key: (row, plain[key])
            for key, row in rows_of(found).items()
            if row != rounded(plain[key])
        }
        assert not wrong, (seed, next(iter(wrong.items())))
        assert len(plain) == SPAN * len(NETWORK.corridors)
        seen.update(row.reason for row in plain.values())

    assert seen == set(REASONS), "the examples leave rules untried"
