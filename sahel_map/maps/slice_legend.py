"""Colours and legend of the slices: when areas were first reached, and what the lines are."""

from typing import Any, Final

import numpy as np
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.expansion_wording import slice_name
from sahel_map.i18n import gettext, noop
from sahel_map.maps.legend import event_legend
from sahel_map.measures.expansion import Expansion
from sahel_map.measures.slices import LOOSE, OUTSIDE

__all__ = ["BEFORE_COLOUR", "FEW", "LOOSE_COLOUR", "area_colour", "slice_colours", "slice_legend"]

_SCALE: Final = ("#4a3a8c", "#33638d", "#1f8a8c", "#3bb273", "#a3cf3a", "#f0d43a")
BEFORE_COLOUR: Final = "#8d949b"
LOOSE_COLOUR: Final = "#b07aa1"
GAP_COLOUR: Final = "#c2a878"

FEW: Final = 5
"""A mean centre of fewer attacks is drawn hollow."""

_LISTED: Final = 9
"""So many slices have a line of their own in the legend; of more, only some have."""

_WIDE: Final = 620
"""Pixels from which a map has room for an open legend beside the ground it shows."""


def slice_colours(size: int) -> list[str]:
    """Return a colour a slice, from early (dark) to late (bright)."""
    channels = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _SCALE])
    places = np.linspace(0, len(_SCALE) - 1, max(size, 1)) if size > 1 else np.array([2.0])
    steps = np.arange(len(_SCALE))
    mixed = np.column_stack([np.interp(places, steps, channels[:, i]) for i in range(3)])
    return ["#" + "".join(f"{round(value):02x}" for value in row) for row in mixed]


def area_colour(area: Any, colours: list[str]) -> str:  # noqa: ANN401  (a row of the areas)
    """Return the colour of an area by the slice in which it was first reached."""
    if area.at >= 0:
        return str(colours[area.at])
    if area.at == LOOSE:
        return LOOSE_COLOUR
    return BEFORE_COLOUR if area.before else GAP_COLOUR


def slice_legend(found: Expansion, drawn: pd.DataFrame, at: int) -> dict[str, Any]:
    """Return the legend of a slice: only what its map contains."""
    colours = slice_colours(len(found.slices))
    last = pd.Timestamp(found.slices[at].last)
    reached = found.areas[found.areas["latest"] <= last]
    used = sorted({int(number) for number in reached["at"] if number >= 0})
    if len(used) > _LISTED:
        picks = np.linspace(0, len(used) - 1, _LISTED).round().astype(int)
        used = [used[i] for i in dict.fromkeys(picks.tolist())]
    items = [{"swatch": colours[i], "text": slice_name(found.slices[i])} for i in used]
    if reached["before"].any():
        items.insert(0, {"swatch": BEFORE_COLOUR, "text": gettext("before the first slice")})
    if (reached["at"] == LOOSE).any():
        items.append({"swatch": LOOSE_COLOUR, "text": gettext("across slices")})
    if ((reached["at"] == OUTSIDE) & ~reached["before"]).any():
        items.append({"swatch": GAP_COLOUR, "text": gettext("outside all slices")})
    few = gettext("Track of the mean centre; hollow: fewer than {n} attacks")
    marks = [
        {"line": {"colour": v.SOUTHWEST_COLOUR, "weight": 2.4, "dash": ""},
         "text": gettext("The south-west")},
        {"line": {"colour": "#1c1c1c", "weight": 2.2, "dash": "", "ink": True},
         "text": few.format(n=FEW)},
        {"line": {"colour": "#1c1c1c", "weight": 1.4, "dash": "5 4", "ink": True},
         "text": gettext("Standard deviational ellipse of this slice")},
    ]  # fmt: skip
    kinds = event_legend(drawn, points=True)
    by_district = found.terms.areas == "district"
    title = noop("District first reached") if by_district else noop("Area first reached")
    parts = [
        {"title": gettext(title), "items": items},
        {"title": gettext("Attacks"), "items": kinds["parts"][0]["items"]},
        {"title": gettext("Lines"), "items": marks, "folded": True},
        *kinds["parts"][1:],
    ]
    shown = [part for part in parts if part["items"]]
    # The south-west lies where the legend does: the ground begins beside it wherever it is open.
    return {"title": gettext("Legend"), "parts": shown, "room": _WIDE, "wide": _WIDE}
