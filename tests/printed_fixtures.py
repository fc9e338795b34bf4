"""Packs made by hand: views with a map each, key numbers, statements and sources."""

import dataclasses
import datetime as dt
import re
import zlib

import pandas as pd

from sahel_map.maps import event_group
from sahel_map.pack.content import Content, Leaf
from sahel_map.scenes.scene import Scene
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight

MADE = dt.date(2026, 3, 1)


def svg_made(width: float = 174, height: float = 112) -> bytes:
    """Return a light blue sheet of a size in millimetres."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}">'
        f'<rect width="{width}" height="{height}" fill="#ccddee"/></svg>'
    ).encode()


def sources_made(number: int, **columns) -> pd.DataFrame:
    """Return so many sources, each with its own publisher, title and address."""
    row = {
        "author": "",
        "published": "2025-07-02",
        "kind": "news",
        "language": "en",
        "origin": "",
        "licence": "copyright",
        "note": "",
    } | columns
    rows = [
        {
            "source_id": f"source-{n}",
            "title": f"Title of document {n}",
            "publisher": f"Publisher {n}",
            "url": f"https://news.example/{n}",
            **row,
            "cited": number - n + 1,
        }
        for n in range(1, max(number, 1) + 1)
    ]
    return pd.DataFrame(rows[:number], columns=list(rows[0])).set_index("source_id", drop=False)


def sight_made(data, **changes) -> Sight:
    """Return what a view of all events shows, with one map and two key numbers."""
    if "sources" in changes:
        data = dataclasses.replace(data, sources=changes["sources"].drop(columns="cited"))
    events = data.verified()
    group = event_group(events, data.admin1)
    shown = {
        "scene": Scene("attacks"),
        "data": data,
        "title": "All events",
        "selection": "All kinds of events, at any date",
        "drawings": (Drawing(group.function, group.view, "All events are drawn."),),
        "numbers": (
            KeyNumber("events", "Events", "5", 5, 5),
            KeyNumber("deaths", "Deaths reported", "3 to 25", 3, 25, "2 events without a figure"),
        ),
        "lines": (Line("The army claims a victory.", ("news-one",)),),
        "sources": data.sources.assign(cited=1),
        "events": events,
    }
    return Sight(**(shown | changes))


def leaf_made(data, number: int = 1, *, title="A view", note="", changed=(), **changes) -> Leaf:
    """Return a view of a pack."""
    return Leaf(number, title, note, sight_made(data, **changes), changed)


def content_made(data, *leaves: Leaf, **changes) -> Content:
    """Return a pack of views."""
    told = {
        "title": "The roads in March",
        "summary": "What a meeting must know.",
        "data": data,
        "made": MADE,
        "citation": "Cite it so.",
    }
    return Content(leaves=leaves, **(told | changes))


def maps_of(content: Content) -> dict[tuple[int, int], bytes]:
    """Return a plain picture for every map of a pack."""
    return {
        (leaf.number, index): svg_made()
        for leaf in content.leaves
        for index in range(len(leaf.sight.drawings))
    }


def inside(pdf: bytes) -> str:
    """Return what stands in the objects of a PDF, its compressed streams unpacked."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")
