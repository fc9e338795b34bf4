"""What the expansion page measures: how time is cut, whose attacks, where the south-west is."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.measures.expansion import Expansion, districts_of
from sahel_map.scenes.choices import CALENDAR, areas_in, cutting_in, terms_in
from sahel_map.server.lifespan import spread
from sahel_map.store import Dataset
from sahel_map.ui import basis, view
from sahel_map.ui.controls import choose
from sahel_map.ui.datasets import shown_key

__all__ = ["choices", "chosen"]


def chosen(data: Dataset) -> tuple[Expansion, list[str]]:
    """Return the measures of the view, and what is wrong with its slices."""
    view.carry(areas=areas_in(view.get, data))
    cutting, terms = cutting_in(view.get, data), terms_in(view.get, data)
    return spread(basis.shown().basis, cutting, terms, shown_key())


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
    if by in CALENDAR:
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
