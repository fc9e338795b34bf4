"""Figures: the maps of a scene as pictures, drawn on the server like the map in the browser."""

from sahel_map.figures.layers import Layers
from sahel_map.figures.picture import Frame, to_png, to_svg

__all__ = ["Frame", "Layers", "to_png", "to_svg"]
