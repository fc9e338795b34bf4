"""Selections as strategies, hostile ones among them, for the events of ``postgis_rows``."""

import datetime as dt

from hypothesis import strategies as st
from postgis_rows import WORDS

from sahel_map import vocabulary as v
from sahel_map.selection import Selection

HOSTILE = (
    "'; DROP TABLE dataset; --",
    '"; DELETE FROM event_1; --',
    "%' OR '1'='1",
    "%s %(x)s :x {0} \\' $1",
    "\\",
    "_",
    "nul\0nul",
)


def some(values, most=3):
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


days = st.none() | st.dates(dt.date(2023, 12, 15), dt.date(2025, 2, 1))
words = st.lists(
    st.sampled_from([*WORDS, *HOSTILE, "some", "number 1", "PLACE", "eclair", "jnim", "ni%", ""]),
    max_size=2,
).map(" ".join)
selections = st.builds(
    Selection,
    first=days,
    last=days,
    types=some(list(v.EVENT_TYPES)),
    actors=some(list(v.ACTORS)),
    countries=some(["MLI", "BFA", "NER"]),
    regions=some(["mopti", "GAO", "Sahel", "tillaberi", *HOSTILE[:4]]),
    sources=some(["named:press-a", "named:radio-c", *HOSTILE[:4]], 2),
    precision=st.sampled_from(list(v.GEO_PRECISION)),
    confidence=st.sampled_from(list(v.CONFIDENCE)),
    text=words,
)
