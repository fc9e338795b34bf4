"""The look of things on paper, read from the stylesheet of the web map: nothing is stated twice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sahel_map import maps

__all__ = ["HATCH_OPACITY", "RGBA", "Look", "look", "paint", "read_stylesheet", "solid"]

RGBA = tuple[float, float, float, float]
"""Red, green, blue and opacity, each 0 to 1."""

_FILE: Final = Path(maps.__file__).parent / "static" / "map.css"

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CONDITION: Final = re.compile(r"@[^{}]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASSES: Final = re.compile(r"(?:\.[\w-]+)+")
_VARIABLE: Final = re.compile(r"var\((--[\w-]+)\)")
_HEX: Final = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_RGB: Final = re.compile(r"rgba?\(([\d.]+), *([\d.]+), *([\d.]+)(?:, *([\d.]+))?\)")

_HATCH: Final = "url(#hatch)"
HATCH_OPACITY: Final = 0.45
"""Of the lines of the pattern that map.js defines."""

_NOTHING: Final = ("none", "transparent", "")


@dataclass(frozen=True, slots=True)
class Look:
    """How a shape is painted; lengths in pixels of the web map.

    Attributes:
        fill: The colour inside, None for none.
        hatch: The colour of diagonal lines inside, None for none.
        stroke: The colour of the outline, None for none.
        width: Its width.
        dash: Lengths of strokes and gaps in turn, empty where it is unbroken.
    """

    fill: RGBA | None = None
    hatch: RGBA | None = None
    stroke: RGBA | None = None
    width: float = 0.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the stylesheet says for the light theme.

    Attributes:
        variables: The custom properties of ``:root``.
        rules: Declarations by the classes that an element must have, the more special later.
    """

    variables: Mapping[str, str]
    rules: tuple[tuple[frozenset[str], Mapping[str, str]], ...]


def _declarations(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split(";") if ":" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def read_stylesheet(text: str) -> _Sheet:
    """Return the variables of ``:root`` and the rules whose selector is classes and nothing else.

    What holds under a condition, such as ``@media``, is left out.

    Args:
        text: A stylesheet without ``!important``.
    """
    variables: dict[str, str] = {}
    rules = []
    for selectors, body in _RULE.findall(_CONDITION.sub("", _COMMENT.sub("", text))):
        declared = _declarations(body)
        for selector in (part.strip() for part in selectors.split(",")):
            if selector == ":root":
                variables |= declared
            elif _CLASSES.fullmatch(selector):
                rules.append((frozenset(selector[1:].split(".")), declared))
    # Sorting keeps the order of the file among rules of the same number of classes.
    return _Sheet(variables, tuple(sorted(rules, key=lambda rule: len(rule[0]))))


@cache
def _sheet() -> _Sheet:
    return read_stylesheet(_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1024)
def paint(colour: str, opacity: float = 1.0) -> RGBA | None:
    """Return a colour as the stylesheet writes it, or None for no colour.

    Args:
        colour: ``#rrggbb``, ``rgb()``, ``rgba()``, ``var(--name)`` or ``none``.
        opacity: What its own opacity is multiplied with.

    Raises:
        ValueError: It is none of these.
    """
    text = _VARIABLE.sub(lambda found: _sheet().variables[found[1]], colour).strip()
    if text in _NOTHING:
        return None
    if found := _HEX.fullmatch(text):
        red, green, blue = (int(channel, 16) / 255 for channel in found.groups())
        return red, green, blue, opacity
    if found := _RGB.fullmatch(text):
        red, green, blue = (float(channel) / 255 for channel in found.groups()[:3])
        return red, green, blue, opacity * float(found[4] or 1)
    msg = f"paint() needs #rrggbb, rgb(), rgba(), var() or none, got {colour!r}."
    raise ValueError(msg)


def solid(colour: str, opacity: float = 1.0) -> RGBA:
    """Return a colour that is one; see ``paint``.

    Raises:
        ValueError: It is none, or not written as ``paint`` reads it.
    """
    found = paint(colour, opacity)
    if found is None:
        msg = f"solid() needs a colour, got {colour!r}."
        raise ValueError(msg)
    return found


def look(classes: str, colour: str = "none", **attributes: str | float) -> Look:
    """Return how an SVG element is painted: its attributes, overruled by the rules of its classes.

    Args:
        classes: The classes, with blanks between them.
        colour: What ``currentColor`` stands for.
        attributes: Presentation attributes, ``_`` for ``-``, such as ``stroke_width=2``.
    """
    given = tuple((name.replace("_", "-"), str(value)) for name, value in attributes.items())
    return _look(frozenset(classes.split()), colour, given)


@lru_cache(maxsize=1024)
def _look(classes: frozenset[str], colour: str, given: tuple[tuple[str, str], ...]) -> Look:
    said = {"fill-opacity": "1", "stroke-opacity": "1", "opacity": "1", "stroke-width": "1"}
    said |= dict(given)
    for needed, declared in _sheet().rules:
        if needed <= classes:
            said |= declared
    whole = float(said["opacity"])
    inside = whole * float(said["fill-opacity"])
    fill = said.get("fill", "none").replace("currentColor", colour)
    stroke = said.get("stroke", "none").replace("currentColor", colour)
    # The pattern takes its colour from the outline's where the script has set none of its own.
    ink = colour if colour != "none" else said.get("color", stroke)
    dash = said.get("stroke-dasharray", "none")
    return Look(
        fill=None if fill == _HATCH else paint(fill, inside),
        hatch=paint(ink, inside * HATCH_OPACITY) if fill == _HATCH else None,
        stroke=None if stroke == _HATCH else paint(stroke, whole * float(said["stroke-opacity"])),
        width=float(said["stroke-width"]),
        dash=() if dash in _NOTHING else tuple(float(part) for part in dash.split()),
    )
