"""Units shaded by restricted events: classes of round numbers, and no unit of too few."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from sahel_map.boundaries import level_key
from sahel_map.i18n import gettext, number_text
from sahel_map.maps import event_group
from sahel_map.maps.legend import SHADES
from sahel_map.measures.counts import class_breaks, finest_level
from sahel_map.outcome import Outcome
from sahel_map.scenes.event_map import region_columns
from sahel_map.store import Dataset
from sahel_map.withholding import FEWEST

__all__ = ["shaded_map", "shaded_units"]

_ROUND: Final = (1, 2, 5)
"""Round numbers, each times a power of ten."""


def _round_numbers() -> Iterator[int]:
    power = 1
    while True:
        yield from (step * power for step in _ROUND)
        power *= 10


def _rounded_up(n: float) -> int:
    """Return the lowest round number that is no less, above the fewest that are told."""
    return next(bound for bound in _round_numbers() if bound >= n and bound > FEWEST)


def shaded_units(units: pd.Series) -> pd.Series:
    """Return the units of enough events with how many each has.

    Where what is left is too few, so that it could be had by subtraction from all, the least of
    the other units is left out with it (complementary suppression; Hundepool et al. 2012,
    "Statistical Disclosure Control", ch. 4).

    Args:
        units: The unit of each event, empty where it lies in no single one.
    """
    counts = units[units != ""].value_counts()
    counts = counts[counts >= FEWEST]
    if 0 < len(units) - int(counts.sum()) < FEWEST:
        counts = counts.iloc[:-1]
    return counts


def _ranges(bounds: list[int]) -> list[str]:
    lowest = [FEWEST, *(bound + 1 for bound in bounds)]
    return [
        f"{number_text(low)} – {number_text(high)}"
        for low, high in zip(lowest, bounds, strict=False)
    ]


def _legend(title: str, ranges: list[str], shades: tuple[str, ...]) -> dict[str, Any]:
    items = [{"swatch": colour, "text": text} for colour, text in zip(shades, ranges, strict=False)]
    note = gettext(
        "Units with fewer than {n} events, and any that would tell how many these have, are not"
        " shaded"
    )
    parts = [{"title": title, "items": items}, {"title": note.format(n=FEWEST), "items": []}]
    return {"title": gettext("Legend"), "parts": parts}


def shaded_map(outcome: Outcome, data: Dataset, level: int | None) -> dict[str, Any]:
    """Return the view of restricted events: units in classes of round numbers, without counts.

    Args:
        outcome: The selected events.
        data: The data they come from.
        level: The level whose units are shaded; the finest that fits, where none is given.

    Returns:
        What ``show`` of the map script draws.
    """
    levels = [1, *data.finer]
    joined = outcome.placed(*region_columns(data))
    shown = level or finest_level(joined, levels)
    units = joined[level_key(shown)].astype(str)
    counts = shaded_units(units)
    enough = joined[units.isin(counts.index).to_numpy()]
    view = event_group(enough, data.admin1, mode="regions", finer=data.finer, level=shown).view
    bounds = sorted({_rounded_up(bound) for bound in class_breaks(counts)})
    shades, ranges = SHADES[max(len(bounds), 1) - 1], _ranges(bounds)
    classes = {str(unit): bisect_left(bounds, int(n)) for unit, n in counts.items()}
    words = {**view["words"], "no_events": gettext("Not shaded")}
    if len(outcome) and not classes:
        words["empty"] = gettext("No unit has enough events to be shaded.")
    return {
        **view,
        "units": {
            unit: {"count": None, "text": ranges[at], "colour": shades[at]}
            for unit, at in classes.items()
        },
        "legend": _legend(view["legend"]["parts"][0]["title"], ranges, shades),
        "words": words,
    }
