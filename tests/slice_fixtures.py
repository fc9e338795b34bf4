"""Attacks with all their words, and what the map script is handed of their slices."""

import json

from expansion_fixtures import SITES, Hit, made, spans
from streamlit_folium import generate_leaflet_string

from sahel_map.maps import base_map

MOPTI, GAO, TIMBUKTU, ROUND = (-3.9, 14.4), (0.0, 16.3), (-3.0, 16.8), (-5.5, 13.4)
"""Places outside the south-west, in hexagons of their own; the attacks of slice c lie round one."""

CUTS = spans(
    ("2025-01-01", "2025-03-31"),
    ("2025-04-01", "2025-06-30"),
    ("2025-07-01", "2025-09-30"),
    ("2025-10-01", "2025-12-31"),
)

HITS = (
    Hit("old", "2024-06-01", *MOPTI),
    Hit("a1", "2025-01-10", *SITES["Koulikoro"], deaths=4),
    Hit("a-region", "2025-02-01", None, None, geo_precision="region", admin1="Sikasso"),
    Hit("a2", "2025-02-10", *GAO, geo_precision="near"),
    Hit("a3", "2025-03-31", *SITES["Koulikoro"]),
    Hit("loose", "2025-03-20", *TIMBUKTU, last="2025-04-10"),
    Hit("b1", "2025-05-05", *SITES["Sikasso"], category="road"),
    Hit("b2", "2025-05-06", *SITES["Koulikoro"]),
    Hit("lead", "2025-05-07", *SITES["Kayes"], confidence="unverified"),
    *[Hit(f"c{n}", f"2025-07-{n:02d}", ROUND[0] + n / 50, ROUND[1]) for n in range(1, 6)],
    Hit("c-wide", "2025-08-01", *SITES["Bamako"], geo_precision="area"),
)
"""One attack before the slices, one over the end of the first, one lead; none in the last."""


def worded(data, *hits, **columns):
    """Return the bundled dataset with other events, whose words are those of a bundled one."""
    small = made(data, *hits)
    model = data.events.iloc[0]
    wanting = [name for name in data.events if name not in small.events]
    words = {name: [model[name]] * len(small.events) for name in wanting}
    words |= {"title": list(small.events.index)} | columns
    for name, values in words.items():
        small.events[name] = values
    return small


def wire(group) -> str:
    """Return the script that streamlit-folium sends for a group, by the steps it takes."""
    group.add_to(base_map("abc", "slices"))
    group.render()
    return generate_leaflet_string(group)


def view_in(script: str) -> dict:
    """Return the JSON that reaches the browser, read out of the script itself."""
    call = script.split("SahelMap.slices(")[1]
    return json.JSONDecoder().raw_decode(call.partition(", ")[2])[0]


def legend_items(view, number=None):
    """Return the items of the legend, or of one of its parts."""
    parts = view["legend"]["parts"]
    return [
        item for part in (parts if number is None else [parts[number]]) for item in part["items"]
    ]
