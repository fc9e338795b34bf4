"""The About page's section on roads: what a status means and what it cannot say."""

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.i18n import number_text
from sahel_map.store import Dataset
from sahel_map.ui import templates

__all__ = ["about_roads"]


def about_roads(data: Dataset) -> None:
    """Explain the statuses of roads, sieges and how lines are drawn; nothing without roads."""
    roads = data.roads
    if roads.corridors.empty:
        return
    st.subheader(_("How roads are read"), anchor="roads")
    points = [
        _("**{n} roads and one river** are followed day by day. A status is ours: the first rule"
          " that fits, from dated blockades and from attacks near the road. The rules, their"
          " numbers and their tests stand in docs/measures.md.").format(
              n=number_text(int((roads.corridors["mode"] == "road").sum()))
          ),
        _("**Lines join towns**, 15 to 60 km apart, so the true road can lie some kilometres off."
          " Attacks count within 10 km; where the course between two towns is a guess, within"
          " 20 km, and the line is hatched. With a layer of real roads the lines can follow them."),
        _("**A blockade counts** while a dated source confirms it. After the last confirmation it"
          " is out of date, not ongoing: a road without other news then has no data."),
        _("**Fewer attacks** can mean an open road, no traffic, or a truce. Declared is not"
          " enforced: the dossier of a road keeps declared, enforced and observed apart."),
        _("**Sieges** are confirmed, possible (declared, disputed or loosely dated) or no longer"
          " confirmed. The towns are those of these tables; others count more."),
    ]  # fmt: skip
    st.markdown("\n".join(f"- {point}" for point in points))
    templates.show(
        "road_terms.html",
        terms=[
            (_(status.label), _(status.meaning), status.colour, status.weight, status.dash)
            for status in v.STATUSES.values()
        ],
    )
