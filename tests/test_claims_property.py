"""The headlines of all events at once against the range of each event's claims on their own."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from sahel_map.claims import convert_claims, headlines, spread

EVENTS = ["a", "b", "c"]
DEATHS = ["soldiers_killed", "civilians_killed"]

number = st.sampled_from(["", "", "0", "1", "2", "9999999"])
claim = st.tuples(
    st.sampled_from([*EVENTS, "a; b", "elsewhere"]),
    st.sampled_from(DEATHS),
    number,
    number,
    st.sampled_from(["event", "event", "several"]),
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.lists(claim, max_size=8), st.lists(st.sampled_from([*DEATHS, ""]), min_size=3, max_size=3)
)
def test_headlines_are_the_ranges_of_each_events_own_claims(rows, counted):
    columns = ["event_ids", "measure", "low", "high", "scope"]
    table = pd.DataFrame(rows, columns=columns, dtype=str)
    claims = convert_claims(table.assign(claim_id=[f"c{n}" for n in range(len(rows))]))
    measures = pd.Series(counted, index=EVENTS)

    ours = headlines(claims, measures)

    for event_id, measure in measures.items():
        about = claims["event_ids"].map(lambda ids, one=event_id: one in ids).astype(bool)
        own = claims[about & (claims["scope"] == "event") & (claims["measure"] == measure)]
        low, high, is_open = ours.loc[event_id]
        told = (None if pd.isna(low) else low, None if pd.isna(high) else high, is_open)
        assert told == spread(own)
