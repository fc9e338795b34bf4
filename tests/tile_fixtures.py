"""Made events for the tests of tiles: where, what kind, when, and how well known."""

import io

import numpy as np
import pandas as pd
from PIL import Image

from sahel_map.tiles.grid import BITS, Grid


def events_at(*points, **columns):
    """Events at latitudes and longitudes; other columns by name, a value for all or for each."""
    lat, lon = np.array(points, float).reshape(-1, 2).T
    table = pd.DataFrame({"lat": lat, "lon": lon})
    plain = {"category": "assault", "date_start": "2025-07-01", "geo_precision": "town"}
    table = table.assign(**(plain | columns))
    return table.assign(date_start=pd.to_datetime(table["date_start"]))


def degrees(x, y, zoom):
    """Latitude and longitude of a pixel of the world, by the inverse of the sphere's Mercator."""
    across = 256 * 2**zoom
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.asarray(y) / across))))
    return lat, np.asarray(x) / across * 360 - 180


def events_on(zoom, *pixels, **columns):
    """Events at pixels of the world at a zoom."""
    places = [degrees(x, y, zoom) for x, y in pixels]
    return events_at(*places, **columns)


def chosen_on(zoom, *pixels, **columns):
    """All points of events at pixels of the world at a zoom."""
    return Grid.of(events_on(zoom, *pixels, **columns)).every


def pixels_of(png):
    """Red, green, blue and alpha of a picture by row and column."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA")).astype(int)


def units(pixel, zoom):
    """A pixel of the world at a zoom in units of the grid."""
    return pixel * 2 ** (BITS - zoom - 8)
