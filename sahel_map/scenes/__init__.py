"""Scenes: views as values. A page with its choices, and what it shows in words, maps and tables.

A link, a step of a briefing and a page of a printed pack are all the same scene, looked at in
different ways; nothing here knows a browser.
"""

from sahel_map.scenes.ground import Ground
from sahel_map.scenes.look import look
from sahel_map.scenes.parameters import PARAMS
from sahel_map.scenes.scene import PAGES, Scene, selection_of
from sahel_map.scenes.sight import Drawing, KeyNumber, Line, Sight

__all__ = [
    "PAGES", "PARAMS", "Drawing", "Ground", "KeyNumber", "Line", "Scene", "Sight", "look",
    "selection_of",
]  # fmt: skip
