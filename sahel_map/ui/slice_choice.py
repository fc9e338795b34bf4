"""What the expansion page measures: how time is cut, whose attacks, where the south-west is."""

import datetime as dt
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.measures.expansion import COUNTRY, Expansion, Terms, districts_of
from sahel_map.measures.slicing import Cutting
from sahel_map.server.lifespan import spread
from sahel_map.store import Dataset, data_days
from sahel_map.ui import basis, view
from sahel_map.ui.controls import choose
from sahel_map.ui.datasets import shown_key

__all__ = ["choices", "chosen", "recent_since"]

_RECENT_YEARS: Final = 4
"""So many calendar years are cut unless all are asked for."""

_CALENDAR: Final = ("year", "half", "quarter", "month")


def recent_since(data: Dataset) -> dt.date | None:
    """Return the first day of the recent years, or None when all years are asked for."""
    events = data.verified()
    days = data_days(events[events["country"] == COUNTRY])
    if days is None or view.get("years") == "all":
        return None
    return max(days[0], dt.date(days[1].year - _RECENT_YEARS + 1, 1, 1))


def chosen(data: Dataset) -> tuple[Expansion, list[str]]:
    """Return the measures of the view, and what is wrong with its slices."""
    by = view.get("by")
    since = recent_since(data) if by in _CALENDAR else None
    areas = view.get("areas")
    if areas == "district" and districts_of(data) is None:
        # A link may name districts where none are loaded.
        areas = "region"
        view.carry(areas=areas)
    terms = Terms(
        view.get("group"), view.get("southwest"), areas, view.get("weight"), view.get("confidence")
    )
    own = view.get("own") if by == "own" else ""
    return spread(basis.shown().basis, Cutting(by, own, since), terms, shown_key())


def _labels(terms: dict[str, v.Term], *codes: str) -> dict[str, str]:
    return {code: _(terms[code].label) for code in codes or terms}


def _more(box: DeltaGenerator, data: Dataset) -> None:
    with box.popover(_("Definitions"), icon=":material/tune:"):
        st.selectbox(
            _("What counts as the south-west"),
            list(v.REGION_SETS),
            format_func=lambda code: _(v.REGION_SETS[code].label),
            **view.controlled("southwest"),
        )
        areas = [code for code in v.AREAS if code != "district" or districts_of(data) is not None]
        st.selectbox(
            _("Areas that are reached"),
            areas,
            format_func=lambda code: _(v.AREAS[code].label),
            help=" ".join(_(v.AREAS[code].meaning) for code in areas),
            **view.controlled("areas"),
        )
        st.selectbox(
            _("Weight in the mean centre"),
            list(v.WEIGHTS),
            format_func=lambda code: _(v.WEIGHTS[code].label),
            **view.controlled("weight"),
        )
        st.caption(
            _(
                "The sidebar's confidence applies on this page; its other filters do not, since a"
                " share needs the whole country."
            )
        )


def choices(data: Dataset) -> None:
    """Draw how time is cut and what is counted."""
    row = st.container(horizontal=True, vertical_alignment="center", key="slice-choice")
    by = choose(row, _("How time is cut"), _labels(dict(v.SLICINGS)), "by")
    if by in _CALENDAR:
        choose(row, _("Years"), {"recent": _("recent"), "all": _("all years")}, "years")
    row.space("stretch")
    choose(row, _("Whose attacks"), _labels(dict(v.GROUPS)), "group")
    _more(row, data)
    if by == "own":
        st.text_input(
            _("Days on which your slices begin, or FIRST..LAST, separated by commas"),
            placeholder="2024-09-17, 2025-07-01, 2025-09-03..2025-11-09",
            max_chars=190,
            **view.controlled("own"),
        )
