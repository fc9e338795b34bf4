"""Drawings for the tests of pictures, and the colours of what they draw."""

import io
import re
from types import SimpleNamespace

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from sahel_map import settings
from sahel_map.figures import Frame
from sahel_map.figures.extent import Box, Extent
from sahel_map.figures.sheet import Sheet
from sahel_map.scenes.sight import Drawing

CSS = (settings.ROOT / "sahel_map/maps/static/map.css").read_text(encoding="utf-8")

FRAME = Frame("A title", "A caption.", "A source.", "A version.")

MALI = ((10.0, -12.0), (18.0, 4.0))
"""South-west and north-east of the ground of most tests."""

EVENT = {
    "id": "one", "lat": 14.0, "lon": -4.0, "category": "assault", "precision": "town",
    "radius_m": 0, "low": 5, "high": 5,
}  # fmt: skip
"""What is drawn of an event; its words are not."""


def drawing(group, title=""):
    """Return a map layer as a drawing."""
    return Drawing(group.function, group.view, "A caption.", title)


def opened(png):
    """Return a picture."""
    return Image.open(io.BytesIO(png))


class Paper:
    """An empty sheet of 600 by 400 pixels with a ground on it, to draw on and to look at."""

    def __init__(self, corners=MALI, dots=2):
        self.dots = dots
        self.sheet = Sheet(600 / 96, 400 / 96, 1.0, copies=False)
        self.extent = Extent.fit(Box(0, 0, 600, 400), corners)

    def pixels(self):
        """Return the colours, an array of rows, columns and channels of 0 to 255."""
        self.sheet.figure.set_dpi(96 * self.dots)
        canvas = FigureCanvasAgg(self.sheet.figure)
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)

    def colour_at(self, lat, lon, right=0, down=0):
        """Return the colour at a place, or some pixels off it."""
        x, y = self.extent.point(lat, lon)
        return tuple(self.pixels()[int((y + down) * self.dots), int((x + right) * self.dots)])

    def texts(self):
        """Return all texts on the sheet."""
        return [found.get_text() for found in self.sheet.figure.findobj(Text) if found.get_text()]


def rgb(colour):
    """Return the channels of ``#rrggbb``, or of a variable of the light theme such as ``--ink``."""
    if colour.startswith("--"):
        light = CSS.split(":root.dark")[0]
        colour = re.search(rf"{colour}: (#\w{{6}})", light)[1]
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def over(colour, opacity, ground="#ffffff"):
    """Return a colour laid over another."""
    return opacity * rgb(colour) + (1 - opacity) * rgb(ground)


def near(found, expected, tolerance=3):
    """Return whether two colours are the same but for rounding."""
    return bool(np.abs(np.array(found) - np.array(expected)).max() <= tolerance)


def show_view(*events, **more):
    """Return a view of events as the map script is handed it, in English."""
    colours = {"assault": "#d55e00", "road": "#e69f00", "state": "#009e73"}
    return {
        "mode": "points", "language": "en", "selected": None, "focus": MALI,
        "events": [{**EVENT, **event} for event in events], "colours": colours, "units": None,
        "words": {"empty": ""}, "legend": {"title": "Legend", "parts": []},
    } | more  # fmt: skip


def road_view(*, selected=None, **statuses):
    """Return a view of roads with a status each, and nothing else on it."""
    order = ["closed", "open", "no_data"]
    weights = dict(zip(order, (5.5, 2.6, 3.0), strict=True))
    colours = dict(zip(order, ("#d55e00", "#2f86c1", "#808890"), strict=True))
    styles = {
        name: SimpleNamespace(colour=colours[name], weight=weights[name], dash="").__dict__
        for name in order
    }
    return {
        "language": "en", "focus": MALI, "lines": True, "selected": selected, "order": order,
        "styles": styles, "events": [], "sieges": [], "posts": [], "agreements": [], "band": [],
        "glow": [], "marks": {},
        "roads": {name: {"status": status, "stale": False} for name, status in statuses.items()},
        "words": {"empty": ""}, "legend": {"title": "Legend", "parts": []},
    }  # fmt: skip
