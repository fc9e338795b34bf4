"""The changing layer: the events of a view as points, clusters, heat or shaded regions."""

from typing import Any, Final, Literal, get_args

import folium
import geopandas as gpd
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import current, gettext, ngettext, number_text
from sahel_map.maps.base import ScriptLayer
from sahel_map.maps.legend import HEAT, SHADES, event_legend, heat_legend, region_legend
from sahel_map.measures.counts import class_breaks, count_by_unit
from sahel_map.wording import dates_text, deaths_text, precision_text, where_text

__all__ = ["MODES", "Mode", "event_feature", "event_group"]

Mode = Literal["points", "clusters", "heat", "hexagons", "regions"]
MODES: Final = get_args(Mode)


def _whole(value: object) -> int | None:
    return None if pd.isna(value) else int(value)  # type: ignore[call-overload]


def event_feature(event: Any) -> dict[str, Any]:  # noqa: ANN401  (a row of itertuples)
    """Return what the map script draws of an event that has a point."""
    radius = v.GEO_PRECISION[event.geo_precision].radius_km
    wide = event.geo_precision in ("near", "area") and radius is not None
    return {
        "id": event.event_id,
        "lat": event.lat,
        "lon": event.lon,
        "category": event.category,
        "precision": event.geo_precision,
        "radius_m": radius * 1000 if wide and radius else 0,
        "low": _whole(event.fatalities_low),
        "high": _whole(event.fatalities_high),
        "title": gettext(event.title),
        "date": dates_text(event),
        "where": where_text(event),
        "deaths_text": deaths_text(event),
        "precision_text": precision_text(event.geo_precision) if wide else "",
    }


def _units(
    events: pd.DataFrame, admin1: gpd.GeoDataFrame, *, per_area: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    table, wider = count_by_unit(events, admin1)
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
    return cells, region_legend(breaks, per_area=per_area, wider=wider)


def event_group(  # noqa: PLR0913  (each is a choice of its own)
    events: pd.DataFrame,
    admin1: gpd.GeoDataFrame,
    *,
    mode: Mode = "points",
    per_area: bool = False,
    selected: str | None = None,
    focus: tuple[tuple[float, float], tuple[float, float]] | None = None,
    linked: bool = False,
) -> folium.FeatureGroup:
    """Return the feature group that draws the events of a view.

    Args:
        events: Located events; those without a point are drawn only as part of a region.
        admin1: The layer that the events were joined to.
        mode: Points with their precision, clusters, a heat surface, or shaded regions.
        per_area: Shade by events per 10,000 km2 instead of plain counts.
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
        "events": []
        if mode == "regions"
        else [event_feature(event) for event in drawn.itertuples()],
        "colours": {code: term.colour for code, term in v.CATEGORIES.items()},
        "units": None,
        "gradient": HEAT,
        "words": {
            "stack": gettext("{n} events coded here"),
            "stack_hint": gettext("Click to fan them out"),
            "no_events": gettext("No selected events"),
            "empty": "" if len(events) else gettext("No event fits this selection."),
        },
    }
    if mode == "regions":
        view["units"], view["legend"] = _units(events, admin1, per_area=per_area)
    elif mode == "heat":
        view["legend"] = heat_legend()
    else:
        view["legend"] = event_legend(drawn, points=mode == "points")
    group = folium.FeatureGroup(name="events")
    ScriptLayer("show", view).add_to(group)
    return group
