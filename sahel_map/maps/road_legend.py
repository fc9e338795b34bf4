"""What the legend of the road map says: only what the map of the moment draws."""

from typing import Any, Final

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, number_text

__all__ = ["MARKS", "road_legend"]

MARKS: Final = {
    "post": "M-5,-5H5V5H-5Z",
    "deal": "M0,-8L7,0L0,8L-7,0Z",
    "lifted": "M0,-8L7.5,6H-7.5Z",
    "other": "M-5,-5L5,-5L5,5L-5,5Z",
}
"""SVG paths of the symbols, about the origin."""


def _statuses(view: dict[str, Any]) -> dict[str, Any]:
    items: list[dict[str, Any]] = [
        {
            "line": {"colour": status.colour, "weight": status.weight, "dash": status.dash},
            "text": gettext(status.label),
        }
        for status in v.STATUSES.values()
    ]
    if any(road["stale"] for road in view["roads"].values()):
        status = v.STATUSES["no_data"]
        line = {"colour": status.colour, "weight": 3, "dash": status.dash, "faint": True}
        items.append({"line": line, "text": gettext("last word out of date")})
    return {"title": "", "items": items}


def _lines(view: dict[str, Any], buffer_km: float) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    if view["guessed"]:
        hatched = {"colour": "none", "weight": 0, "hatched": True}
        items.append({"line": hatched, "text": gettext("course a guess: 20 km counted")})
    if view["glow"]:
        glow = {"colour": "#d55e00", "weight": 11, "faint": True}
        items.append({"line": glow, "text": gettext("attacked lately, fading in a month")})
    if view["posts"]:
        items.append({"mark": MARKS["post"], "symbol": "post", "text": gettext("border post")})
    title = gettext("Lines join towns; attacks count within {km} km").format(
        km=number_text(buffer_km)
    )
    return {"title": title, "folded": True, "items": items}


def _sieges(view: dict[str, Any]) -> dict[str, Any]:
    present = {siege["state"] for siege in view["sieges"]}
    words = {
        "confirmed": gettext("confirmed on this day"),
        "possible": gettext("possible: declared, disputed"),
        "unconfirmed": gettext("no longer confirmed"),
    }
    return {
        "title": gettext("Towns under siege"),
        "items": [
            {"ring": state, "text": text} for state, text in words.items() if state in present
        ],
    }


def _attacks(view: dict[str, Any]) -> dict[str, Any]:
    neutral = "#e69f00"
    items: list[dict[str, Any]] = [
        {"colour": neutral, "r": 5, "text": gettext("attack on a road, fading in 90 days")}
    ]
    if any(not event["counted"] for event in view["events"]):
        items.append(
            {
                "colour": v.CATEGORIES["state"].colour,
                "symbol": "dot missing",
                "r": 5,
                "text": gettext("state operation, not counted"),
            }
        )
    return {"title": "", "items": items}


def _deals(view: dict[str, Any]) -> dict[str, Any]:
    present = {deal["mark"] for deal in view["agreements"]}
    words = {
        "deal": gettext("agreement, ceasefire or truce"),
        "lifted": gettext("siege lifted"),
        "other": gettext("talks, demands and other"),
    }
    return {
        "title": gettext("Agreements"),
        "items": [
            {"mark": MARKS[mark], "symbol": f"deal {mark}", "text": text}
            for mark, text in words.items()
            if mark in present
        ],
    }


def road_legend(view: dict[str, Any], buffer_km: float) -> dict[str, Any]:
    """Return the legend of a view of the roads.

    Args:
        view: The view as the map script gets it.
        buffer_km: How far from a road attacks count, kilometres.
    """
    parts = []
    if view["lines"]:
        parts.append(_statuses(view))
    if view["events"]:
        parts.append(_attacks(view))
    if view["sieges"]:
        parts.append(_sieges(view))
    if view["agreements"]:
        parts.append(_deals(view))
    if view["lines"]:
        parts.append(_lines(view, buffer_km))
    # Beside the strips the map is narrow, and the statuses stand above it too.
    return {"title": gettext("Legend"), "parts": parts, "wide": 900}
