"""Attacks made by hand with the words that a reading, a question or a file needs of them."""

import dataclasses

from expansion_fixtures import SITES, Hit, made

PLACES = SITES | {"Ségou": (-6.2, 13.4), "Mopti": (-4.2, 14.5), "Gao": (0.0, 16.3)}
"""A place in each of six regions and in Bamako."""


def some(name: str, number: int, day: str, region: str = "Mopti", **more) -> list[Hit]:
    """Return so many attacks on one day at the place of a region."""
    lon, lat = PLACES[region]
    return [Hit(f"{name}-{n}", day, lon, lat, **more) for n in range(number)]


def told(data, *groups: list[Hit]):
    """Return a dataset of these attacks, each with a title and a place."""
    result = made(data, *[hit for group in groups for hit in group])
    names = result.events["event_id"]
    events = result.events.assign(title="Attack " + names, place="Place of " + names)
    return dataclasses.replace(result, events=events)
