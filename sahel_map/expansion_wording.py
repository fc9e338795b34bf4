"""The expansion in words: slices, choices, and a reading made from the numbers alone."""

from typing import Any

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import (
    date_text,
    gettext,
    join_list,
    month_text,
    ngettext,
    number_text,
    percent_text,
    span_text,
)
from sahel_map.measures.expansion import Expansion
from sahel_map.measures.slices import CALENDAR, LOOSE, Slice, calendar_slices
from sahel_map.store import Dataset

__all__ = [
    "area_name",
    "area_slice",
    "band_text",
    "compass_text",
    "km_text",
    "missing_text",
    "no_district_text",
    "reached_text",
    "share_text",
    "slice_name",
    "slice_span",
    "variant_text",
]


def slice_name(cut: Slice) -> str:
    """Return what a slice is called: a phase's title, or its period in words."""
    if cut.title:
        return gettext(cut.title)
    # A phase whose title is not known on this basis may have any identifier.
    kinds = [by for by in CALENDAR if calendar_slices(by, cut.first, cut.first) == (cut,)]
    if not kinds:
        return slice_span(cut)
    year, _, part = cut.slice_id.partition("-")
    wordings = {
        "year": "{year}",
        "half": gettext("January to June {year}")
        if part == "H1"
        else gettext("July to December {year}"),
        "quarter": gettext("Q{quarter} {year}"),
        "month": month_text(cut.first),
    }
    return wordings[kinds[0]].format(year=year, quarter=part[1:])


def slice_span(cut: Slice) -> str:
    """Return the days of a slice in words."""
    return date_text(cut.first) if cut.first == cut.last else span_text(cut.first, cut.last)


def km_text(km: float) -> str:
    """Return a distance in whole kilometres."""
    return gettext("{n} km").format(n=number_text(round(km)))


def compass_text(bearing: float) -> str:
    """Return the nearest of eight directions, degrees clockwise from north."""
    return gettext(v.COMPASS[round(bearing / 45) % len(v.COMPASS)])


def variant_text(variant: str, detail: str) -> str:
    """Return another choice in words; empty for the reader's own."""
    if not variant:
        return gettext("as chosen here")
    terms: dict[str, Any] = {"confidence": v.CONFIDENCE, "definition": v.REGION_SETS}
    named = v.label(terms[variant], detail) if variant in terms else detail
    return v.label(v.VARIANTS, variant).format(detail=named)


def share_text(row: Any) -> str:  # noqa: ANN401  (a row of Expansion.table)
    """Return the share of a slice in words, with the interval that chance leaves."""
    if not row.attacks:
        return gettext("no share, without attacks")
    return gettext("{share} ({level} interval {low} to {high})").format(
        share=percent_text(row.share),
        level=percent_text(0.95),
        low=percent_text(row.share_low),
        high=percent_text(row.share_high),
    )


def band_text(band: Any, *, share: bool = True) -> str:  # noqa: ANN401  (a row of the bands)
    """Return what a figure rests on: between which values other choices put it, and which.

    Empty where there is no figure under the reader's own choices.

    Args:
        band: A row of ``Expansion.bands``.
        share: Whether the figure is a share; otherwise it is kilometres or a count.
    """
    if not band.variants or pd.isna(band.chosen):
        return ""
    word = percent_text if share else (lambda value: number_text(round(value)))
    if word(band.low) == word(band.high):
        text = gettext("No other precision, source, confidence or definition changes it.")
    else:
        text = gettext(
            "The choices put it between {low} ({low_choice}) and {high} ({high_choice})."
        ).format(
            low=word(band.low),
            low_choice=variant_text(band.low_variant, str(band.low_detail)),
            high=word(band.high),
            high_choice=variant_text(band.high_variant, str(band.high_detail)),
        )
    if band.emptied:
        gone = gettext("Without “{source}” nothing would be left.").format(source=band.emptied)
        text = f"{text} {gone}"
    return text


def missing_text(found: Expansion) -> str:
    """Say what of the south-west the boundary layer lacks; empty when nothing."""
    where = found.southwest
    if where.code == "new-borders" and not where.carved:
        return gettext("The boundary layer has no regions of 2023: the old ones are used.")
    if not where.missing:
        return ""
    return gettext(
        "The boundary layer has no region called {names}: attacks that it joins to other regions"
        " are not counted as south-west."
    ).format(names=join_list(list(where.missing), style="or"))


def no_district_text(found: Expansion, at: int | None = None) -> str:
    """Say how many attacks, of a slice or of all, no district is told of; empty where none is.

    Empty too where districts are not the chosen kind of area.
    """
    n = found.in_no_district(at) if found.terms.areas == "district" else 0
    if not n:
        return ""
    text = ngettext(
        "{n} attack is located in no district closely enough to count for one.",
        "{n} attacks are located in no district closely enough to count for one.",
        n,
    )
    return text.format(n=number_text(n))


def reached_text(area: Any) -> str:  # noqa: ANN401  (a row of the areas)
    """Return the days between which an area was first reached."""
    earliest, latest = area.earliest.date(), area.latest.date()
    return date_text(latest) if earliest == latest else span_text(earliest, latest)


def area_name(area_id: str, kind: str, data: Dataset) -> str:
    """Return the name of a region, or of a district with its region; empty for a hexagon."""
    if kind == "region":
        return gettext(str(data.admin1["name"].get(area_id, "")))
    layer = data.finer.get(2)
    if kind != "district" or layer is None or area_id not in layer.index:
        return ""
    within = gettext(str(data.admin1["name"].get(layer.at[area_id, "parent_id"], "")))
    name = gettext(str(layer.at[area_id, "name"]))
    return f"{name}, {within}" if within else name


def area_slice(at: int, found: Expansion, *, before: bool) -> str:
    """Return in which slice an area was first reached, in words."""
    if at >= 0:
        return slice_name(found.slices[at])
    if before:
        return gettext("before the first slice")
    return gettext("across slices") if at == LOOSE else gettext("outside all slices")
