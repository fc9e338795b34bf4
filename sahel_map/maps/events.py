"""The changing layer: the events of a view as points, clusters, heat or shaded regions."""

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

import geopandas as gpd
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import level_key
from sahel_map.i18n import current, gettext, ngettext, number_text
from sahel_map.maps.base import ScriptGroup
from sahel_map.maps.features import event_features
from sahel_map.maps.legend import (
    HEAT,
    HEAT_DARK,
    SHADES,
    event_legend,
    heat_legend,
    region_legend,
    unit_legend,
)
from sahel_map.measures.counts import class_breaks, count_by_unit, finest_level

__all__ = ["MODES", "Mode", "event_group"]

Mode = Literal["points", "clusters", "heat", "hexagons", "regions"]
MODES: Final = get_args(Mode)


def _legend(
    events: pd.DataFrame, level: int, breaks: list[float], *, per_area: bool, wider: int
) -> dict[str, Any]:
    if level == 1:
        return region_legend(breaks, per_area=per_area, wider=wider)
    vague = int((events[f"admin{level}_method"] == "imprecise").sum())
    return unit_legend(breaks, level, per_area=per_area, vague=vague, outside=wider - vague)


def _shaded(
    events: pd.DataFrame,
    levels: Mapping[int, gpd.GeoDataFrame],
    level: int | None,
    *,
    per_area: bool,
) -> dict[str, Any]:
    """Return what a view says of shaded units: the level, their cells and the legend."""
    chosen = level if level in levels else None
    shown = chosen or finest_level(events, list(levels))
    cells, legend = _units(events, levels[shown], shown, per_area=per_area)
    if chosen is None and shown < max(levels):
        finer = min(known for known in levels if known > shown)
        left = int((events[level_key(finer)] == "").sum())
        note = ngettext(
            "A finer level would leave {n} event unshaded",
            "A finer level would leave {n} events unshaded",
            left,
        )
        legend["parts"].append({"title": note.format(n=number_text(left)), "items": []})
    # The layer that is shaded comes last; those before it name the units that its units lie in.
    drawn = [known for known in sorted(levels) if 1 < known <= shown]
    return {"units": cells, "legend": legend, **({"levels": drawn} if drawn else {})}


def _units(
    events: pd.DataFrame, units: gpd.GeoDataFrame, level: int, *, per_area: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    table, wider = count_by_unit(events, units, level=level)
    column = "per_10000_km2" if per_area else "events"
    values = table[column]
    breaks = class_breaks(values)
    cells = {}
    for unit_id, row in table[values > 0].to_dict("index").items():
        value, n = row[column], int(row["events"])
        step = next(i for i, bound in enumerate(breaks) if value <= bound)
        count = ngettext("{n} event", "{n} events", n).format(n=n)
        density = number_text(round(float(row["per_10000_km2"]), 2))
        cells[str(unit_id)] = {
            "count": n,
            "colour": SHADES[len(breaks) - 1][step],
            "text": gettext("{count}; {density} per 10,000 km²").format(
                count=count, density=density
            ),
        }
    return cells, _legend(events, level, breaks, per_area=per_area, wider=wider)


def event_group(  # noqa: PLR0913  (each is a choice of its own)
    events: pd.DataFrame,
    admin1: gpd.GeoDataFrame,
    *,
    mode: Mode = "points",
    per_area: bool = False,
    finer: Mapping[int, gpd.GeoDataFrame] | None = None,
    level: int | None = None,
    selected: str | None = None,
    focus: tuple[tuple[float, float], tuple[float, float]] | None = None,
    linked: bool = False,
) -> ScriptGroup:
    """Return the feature group that draws the events of a view.

    Args:
        events: Located events; those without a point are drawn only as part of a region.
        admin1: The layer that the events were joined to.
        mode: Points with their precision, clusters, a heat surface, or shaded regions.
        per_area: Shade by events per 10,000 km2 instead of plain counts.
        finer: Level to the layer below admin-1 that the events were joined to as well.
        level: The level whose units are shaded; the finest that fits, where it is not there.
        selected: The event to mark.
        focus: South-west and north-east corners (lat, lon) to show instead of the whole country.
        linked: Whether another map of the page shows the same ground.
    """
    drawn = events[events["lat"].notna()]
    view: dict[str, Any] = {
        "mode": mode,
        "language": current(),
        "selected": selected,
        "focus": focus,
        "linked": linked,
        "events": [] if mode == "regions" else event_features(events),
        "colours": {code: term.colour for code, term in v.CATEGORIES.items()},
        "units": None,
        "gradient": HEAT,
        "gradient_dark": HEAT_DARK,
        "words": {
            "stack": gettext("{n} events coded here"),
            "stack_hint": gettext("Click to fan them out"),
            "no_events": gettext("No selected events"),
            "empty": "" if len(events) else gettext("No event fits this selection."),
        },
    }
    if mode == "regions":
        view |= _shaded(events, {1: admin1, **(finer or {})}, level, per_area=per_area)
    elif mode == "heat":
        view["legend"] = heat_legend()
    else:
        view["legend"] = event_legend(drawn, points=mode == "points")
    return ScriptGroup("events", "show", view)
