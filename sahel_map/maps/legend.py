"""What the legend says, as data for the map script and for the pictures on the About page."""

from collections.abc import Collection
from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, ngettext, number_text

__all__ = ["HEAT", "SHADES", "event_legend", "heat_legend", "hexagon_legend", "region_legend",
           "tile_legend"]  # fmt: skip

_NEUTRAL: Final = "#808890"

_RAMP: Final = ("#fbd9c0", "#f5a97f", "#e6754a", "#bf4524", "#7d2410")
SHADES: Final = (
    (_RAMP[2],),
    (_RAMP[1], _RAMP[3]),
    (_RAMP[0], _RAMP[2], _RAMP[4]),
    (_RAMP[0], _RAMP[1], _RAMP[3], _RAMP[4]),
    _RAMP,
)
"""Light to dark, for one to five classes."""

HEAT: Final = {"0.2": "#f5c9a0", "0.45": "#f0934e", "0.7": "#d55e00", "1": "#7d2410"}


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
    items = [{"swatch": c, "text": t} for c, t in zip(HEAT.values(), steps, strict=True)]
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
