"""One small map a slice, all of one ground and scale, so that the movement is seen at once."""

from typing import Any, Final

import streamlit as st

from sahel_map.expansion_wording import slice_name, slice_span
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text, percent_text
from sahel_map.maps.multiples import multiple
from sahel_map.measures.expansion import Expansion
from sahel_map.ui import templates, view
from sahel_map.ui.controls import plain
from sahel_map.wording import pair_text, quantity_text

__all__ = ["multiples"]


_MANY: Final = 16
"""More maps than this are drawn smaller, in a part of the page that scrolls by itself."""


def _open(slice_id: str) -> None:
    view.play(None)
    view.change(slice=slice_id)


def _says(found: Expansion, at: int) -> str:
    row: Any = found.table.iloc[at]
    if not row.days:
        return _("outside the data")
    n = int(row.attacks)
    count = quantity_text("attacks", n, n)
    if not n:
        return count
    return _("{count}, {share} south-west").format(count=count, share=percent_text(row.share))


def _fresh(found: Expansion, n: int) -> str:
    if found.terms.areas == "district":
        return ngettext("{n} district new", "{n} districts new", n).format(n=number_text(n))
    return ngettext("{n} area new", "{n} areas new", n).format(n=number_text(n))


def multiples(found: Expansion, at: int) -> None:
    """Draw the small maps; a click on one opens its slice.

    Args:
        found: The measures.
        at: The number of the open slice.
    """
    many = len(found.slices) > _MANY
    with st.container(horizontal=True, key="multiples-many" if many else "multiples"):
        for number, cut in enumerate(found.slices):
            name, says = slice_name(cut), _says(found, number)
            new = int(found.table["new_areas"].iloc[number])
            with st.container(key=f"multiple-{number}", gap=None):
                templates.show(
                    "multiple.html",
                    picture=templates.picture("multiple.svg", **multiple(found, number)),
                    name=name,
                    span=slice_span(cut) if cut.title else "",
                    says=says,
                    heard=pair_text(name, says),
                    fresh=_fresh(found, new) if new else "",
                    chosen=number == at,
                )
                st.button(
                    _("Open the slice {name}").format(name=plain(name)),
                    key=f"open-{number}",
                    on_click=_open,
                    args=(cut.slice_id,),
                )
    st.caption(
        _(
            "Orange: areas reached for the first time in the loaded data. Blue: reached before."
            " Small dots: attacks of the slice; ring and line: its mean centre and the way from the"
            " one before; diamond: Bamako; outlined: the south-west. Click a map to open it."
        )
    )
