"""Packs made of views of a dataset, for tests of what they become."""

import datetime as dt

from sahel_map.pack.content import Content, Leaf
from sahel_map.scenes import Ground, Scene, look

SIX = (
    ("attacks", {}),
    ("attacks", {"show": "clusters"}),
    ("attacks", {"show": "regions", "from": dt.date(2025, 1, 1)}),
    ("attacks", {"show": "heat"}),
    ("corridors", {}),
    ("expansion", {}),
)
"""Every way in which a map is drawn, as page and choices."""


def made(data, *scenes, **changes) -> Content:
    """Return a pack of scenes; changes are those of its fields."""
    ground = Ground.of(data)
    leaves = tuple(
        Leaf(number, "", "", look(Scene.of(page, choices), ground))
        for number, (page, choices) in enumerate(scenes, 1)
    )
    about = {
        "title": "Kayes under blockade",
        "summary": "For the call at noon.",
        "leaves": leaves,
        "data": data,
        "made": dt.date(2026, 8, 1),
        "citation": "Sahel Map, version 1. Accessed 1 August 2026.",
        "cautions": ("A sample, not a census.",),
    }
    return Content(**about | changes)
