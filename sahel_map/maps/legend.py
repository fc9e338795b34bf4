"""What the legend says, as data for the map script and for the pictures on the About page."""

from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, ngettext, noop, number_text

__all__ = ["HEAT", "HEAT_DARK", "SHADES", "event_legend", "heat_legend", "hexagon_legend",
           "region_legend", "tile_legend", "unit_legend"]  # fmt: skip

_NEUTRAL: Final = "#808890"

_RAMP: Final = tuple(f"var(--shade-{step})" for step in range(5))
SHADES: Final = (
    (_RAMP[2],),
    (_RAMP[1], _RAMP[3]),
    (_RAMP[0], _RAMP[2], _RAMP[4]),
    (_RAMP[0], _RAMP[1], _RAMP[3], _RAMP[4]),
    _RAMP,
)
"""From little to much, for one to five classes; map.css says how they look in each theme."""

_PER_UNIT: Final = {2: noop("Events per district"), 3: noop("Events per commune")}
_PER_AREA: Final = {
    2: noop("Events per 10,000 km², by district"),
    3: noop("Events per 10,000 km², by commune"),
}

HEAT: Final = {"0.2": "#f5c9a0", "0.45": "#f0934e", "0.7": "#d55e00", "1": "#7d2410"}
HEAT_DARK: Final = {"0.2": "#8a4019", "0.45": "#b3500f", "0.7": "#f0934e", "1": "#fde3c8"}
"""On either ground, much stands out more than little; map.css has the same for the legend."""


def _kinds(present: Collection[str]) -> list[dict[str, Any]]:
    return [
        {"colour": term.colour, "text": gettext(term.label)}
        for code, term in v.CATEGORIES.items()
        if code in present
    ]


def event_legend(drawn: pd.DataFrame, *, points: bool) -> dict[str, Any]:
    """Return the legend of a view of points or clusters: only what the view contains."""
    parts: list[dict[str, Any]] = [{"title": "", "items": _kinds(set(drawn["category"]))}]
    if points:
        parts += [_death_samples(), _precision_samples()]
    return {"title": gettext("Legend"), "parts": parts}


def _death_samples() -> dict[str, Any]:
    return {
        "title": gettext("Size: deaths reported"),
        "folded": True,
        "items": [
            {
                "colour": _NEUTRAL,
                "symbol": "dot missing",
                "r": 5.5,
                "text": gettext("not reported"),
            },
            {"colour": _NEUTRAL, "r": 4, "text": gettext("none")},
            {"colour": _NEUTRAL, "r": 8.6, "text": "5"},
            {"colour": _NEUTRAL, "r": 13, "text": "25"},
            {
                "colour": _NEUTRAL,
                "symbol": "reach",
                "dot": True,
                "r": 10,
                "text": gettext("disc: lowest; dotted ring: highest figure"),
            },
        ],
    }


def _precision_samples() -> dict[str, Any]:
    def sample(code: str, **symbol: object) -> dict[str, Any]:
        return {"colour": _NEUTRAL, "text": gettext(v.GEO_PRECISION[code].meaning), **symbol}

    return {
        "title": gettext("Place: how well it is known"),
        "folded": True,
        "items": [
            {"colour": _NEUTRAL, "r": 4, "text": gettext("At the site or in the town.")},
            sample("near", symbol="extent near", dot=True, r=9),
            sample("area", symbol="extent area", dot=True, r=12),
        ],
    }


def tile_legend(present: Collection[str]) -> dict[str, Any]:
    """Return the legend of points that are drawn on the server, many to a dot."""
    samples = [
        {"colour": _NEUTRAL, "r": 3, "text": gettext("few events")},
        {"colour": _NEUTRAL, "r": 7, "text": gettext("many events")},
    ]
    parts = [
        {"title": gettext("Colour: the commonest kind"), "items": _kinds(present)},
        {"title": gettext("Size: number of events"), "items": samples},
        {"title": gettext("Click for the events of a place."), "items": []},
    ]
    return {"title": gettext("Legend"), "parts": parts}


def heat_legend() -> dict[str, Any]:
    """Return the legend of the heat surface."""
    steps = [gettext("few events"), "", "", gettext("many events")]
    items = [{"swatch": f"var(--heat-{n})", "text": text} for n, text in enumerate(steps)]
    note = gettext("Each event counts once; colours are relative to this view.")
    return {"title": gettext("Legend"), "parts": [{"title": note, "items": items}]}


def region_legend(breaks: list[float], *, per_area: bool, wider: int) -> dict[str, Any]:
    """Return the legend of shaded regions.

    Args:
        breaks: Upper bounds of the classes.
        per_area: Whether values are per 10,000 km2.
        wider: How many events belong to no single unit and are not shaded.
    """
    title = gettext("Events per 10,000 km²") if per_area else gettext("Events per region")
    return _shades_legend(title, breaks, per_area=per_area, wider=wider)


def unit_legend(
    breaks: list[float], level: int, *, per_area: bool, vague: int, outside: int
) -> dict[str, Any]:
    """Return the legend of shaded districts or communes.

    Args:
        breaks: Upper bounds of the classes.
        level: Their level, 2 or 3.
        per_area: Whether values are per 10,000 km2.
        vague: How many events are not located closely enough for a unit of the level.
        outside: How many are, and lie in no unit of the layer.
    """
    title = gettext((_PER_AREA if per_area else _PER_UNIT)[level])
    legend = _shades_legend(title, breaks, per_area=per_area, wider=0)
    notes = []
    if vague:
        note = ngettext(
            "{n} event is not located closely enough and is not shaded",
            "{n} events are not located closely enough and are not shaded",
            vague,
        )
        notes.append(note.format(n=number_text(vague)))
    if outside:
        note = ngettext(
            "{n} event lies in no unit of this layer and is not shaded",
            "{n} events lie in no unit of this layer and are not shaded",
            outside,
        )
        notes.append(note.format(n=number_text(outside)))
    legend["parts"] += [{"title": note, "items": []} for note in notes]
    return legend


def hexagon_legend(breaks: list[float], *, per_area: bool, wider: int) -> dict[str, Any]:
    """Return the legend of shaded hexagons; see ``region_legend``."""
    title = gettext("Events per 10,000 km²") if per_area else gettext("Events per hexagon")
    return _shades_legend(title, breaks, per_area=per_area, wider=wider)


def _shades_legend(
    title: str, breaks: list[float], *, per_area: bool, wider: int
) -> dict[str, Any]:
    items = []
    lower = 0.0
    for colour, bound in zip(SHADES[max(len(breaks), 1) - 1], breaks, strict=False):
        if per_area:
            text = f"{number_text(round(lower, 2))} – {number_text(round(bound, 2))}"
        else:
            first = int(lower) + 1
            text = number_text(first)
            if first != bound:
                text = f"{text} – {number_text(int(bound))}"
        items.append({"swatch": colour, "text": text})
        lower = bound
    parts = [{"title": title, "items": items}]
    if wider:
        note = ngettext(
            "{n} event is known only for a wider area and is not shaded",
            "{n} events are known only for a wider area and are not shaded",
            wider,
        ).format(n=number_text(wider))
        parts.append({"title": note, "items": []})
    return {"title": gettext("Legend"), "parts": parts}
