"""The About page's section on the expansion: what is measured, and what it cannot say."""

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.i18n import join_list
from sahel_map.ui import templates

__all__ = ["about_expansion"]


def about_expansion() -> None:
    """Explain slices, shares, bands, first arrivals and the classes of change."""
    st.subheader(_("How the expansion is measured"), anchor="expansion")
    points = [
        _("**Slices of time** are phases, calendar periods or your own days. An attack belongs to"
          " the slice that holds its whole date; one that fits no single slice is counted beside"
          " them, never shared out."),
        _("**The south-west** is {regions}, with the regions carved out of them in 2023 where the"
          " boundaries have them. With Ségou the share is another: the page shows both.").format(
              regions=join_list([_(name) for name in v.REGION_SETS["southwest"].regions])
          ),
        _("**Chance and choices** are kept apart. The interval says how far a share of so few"
          " attacks can be off by chance; the band says where other sources, precision, confidence"
          " or definitions put it."),
        _("**First reached** means the first listed attack in an area: one that nobody listed would"
          " change it. The events that made it are named."),
        _("**The mean centre** is an average of places, not a place where something happened. The"
          " formulas, their sources and their tests stand in docs/measures.md."),
    ]  # fmt: skip
    st.markdown("\n".join(f"- {point}" for point in points))
    templates.show(
        "terms.html",
        terms=[
            (f"{term.mark} {_(term.label)}", _(term.meaning))
            for term in v.CHANGES.values()
            if term.mark
        ],
    )
