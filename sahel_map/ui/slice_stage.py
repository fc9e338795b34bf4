"""The expansion page: warning, choices, small maps, the big map or two, reading and panels."""

from typing import Final

import streamlit as st

from sahel_map.expansion_reading import reading
from sahel_map.expansion_wording import missing_text, slice_name, slice_span
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.maps import Manner, slice_caption, slice_group
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import choose, heading, plain
from sahel_map.ui.event_card import source_words, words
from sahel_map.ui.fragments import playing_fragment
from sahel_map.ui.glossary import GLOSSARY
from sahel_map.ui.leaflet import show_map
from sahel_map.ui.map_stage import head_start
from sahel_map.ui.slice_choice import choices, chosen
from sahel_map.ui.slice_multiples import multiples
from sahel_map.ui.slice_panels import panels
from sahel_map.ui.slice_steps import PAGE, advance, slice_steps, step_to, walk_card
from sahel_map.wording import pair_text

__all__ = ["expansion_stage"]

_MAP: Final = "slice-map"
_OTHER: Final = "slice-map-other"
_CARD: Final = 520
"""Pixels of the open attack's card, which scrolls by itself: the map stays beside it."""

_TICK: Final = 2.2
"""Seconds a slice stands while the slices run: time to see what is new in it."""


def _warning(data: Dataset) -> None:
    if data.full:
        return
    n = len(data.verified())
    text = ngettext(
        "This is a curated sample of {n} event, not a census. Every share and every “first” on this"
        " page follows what was collected, not only what happened; load a full dataset to measure.",
        "This is a curated sample of {n} events, not a census. Every share and every “first” on"
        " this page follows what was collected, not only what happened; load a full dataset to"
        " measure.",
        n,
    )
    with st.container(key="sample-warning"):
        st.warning(text.format(n=number_text(n)), icon=":material/warning:")


def _on_map(key: str, found: Expansion) -> None:
    clicked = view.returned(key) or {}
    if "steps" in clicked:
        step_to(found, view.steps_since(key, clicked.get("load"), int(clicked["steps"])))
    elif clicked.get("event"):
        view.change(event=str(clicked["event"]))
    else:
        view.change()


def _map(
    found: Expansion, data: Dataset, at: int, *, key: str = _MAP, linked: bool = False
) -> None:
    cumulative = view.get("through") == "since"
    manner = Manner(
        cumulative=cumulative,
        selected=view.get("event"),
        stepping=view.get("walk"),
        linked=linked,
    )
    with st.container(key="slice-stage" if key == _MAP else "slice-stage-other"):
        show_map(
            data,
            slice_group(found, data, at, manner),
            "slices",
            key=key,
            height=560,
            on_change=lambda: _on_map(key, found),
        )
        st.caption(
            plain(slice_caption(found, data, at, cumulative=cumulative)),
            help="  \n".join(
                pair_text(f"**{_(term)}**", _(GLOSSARY[term]))
                for term in ("Mean centre", "Ellipse")
            ),
        )


def _sources(found: Expansion, data: Dataset, at: int) -> None:
    cut = found.slices[at]
    if not cut.summary:
        return
    st.markdown(plain(_(cut.summary)))
    with st.expander(_("Why these days, and the sources of this phase")):
        st.markdown(plain(_(cut.boundary_note)))
        cited = data.cited(cut.source_ids)
        templates.show(
            "dossier_sources.html",
            sources=[source_words(row) for row in cited.itertuples()],
            words=words(),
        )


def _reading(found: Expansion, data: Dataset, at: int) -> None:
    cut = found.slices[at]
    name, span = slice_name(cut), slice_span(cut)
    heading(plain(name))
    if span != name:
        st.caption(span)
    _sources(found, data, at)
    templates.show("reading.html", texts=reading(found, at, data))
    st.caption(_("Read off the numbers by rule; nothing here is an opinion."))


def _compare(found: Expansion, data: Dataset, at: int) -> None:
    """Draw two slices side by side on maps that show the same ground."""
    names = {cut.slice_id: slice_name(cut) for cut in found.slices}
    other = view.get("against")
    before = list(names).index(other) if other in names else max(at - 1, 0)
    left, right = st.columns(2, gap="medium")
    with left:
        st.selectbox(
            _("Compared with"),
            list(names),
            format_func=lambda code: names.get(code, code),
            on_change=_on_against,
            **view.shown("slice-against", list(names)[before]),
        )
        _map(found, data, before, key=_OTHER, linked=True)
        templates.show("reading.html", texts=reading(found, before, data))
    with right:
        st.selectbox(
            _("Slice"),
            list(names),
            format_func=lambda code: names.get(code, code),
            on_change=_on_this,
            **view.shown("slice-this", list(names)[at]),
        )
        _map(found, data, at, linked=True)
        templates.show("reading.html", texts=reading(found, at, data))


def _on_against() -> None:
    view.change(against=view.returned("slice-against"))


def _on_this() -> None:
    view.change(slice=view.returned("slice-this"))


def _one(found: Expansion, data: Dataset, at: int) -> None:
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _map(found, data, at)
    with right:
        if view.get("walk"):
            with st.container(height=_CARD, border=True, key="walk-card"):
                walk_card(found, data)
        _reading(found, data, at)


def _stage(data: Dataset) -> None:
    found, problems = chosen(data)
    _warning(data)
    choices(data)
    for text in [*problems, missing_text(found)]:
        if text:
            st.warning(plain(text), icon=":material/info:")
    if not found.slices:
        return
    at = found.number(view.get("slice"))
    multiples(found, at)
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", key="slice-steps")
    stages = {"one": _("One slice"), "two": _("Compare two")}
    choose(row, _("Maps"), stages, "stage")
    slice_steps(row, found, at)
    if view.get("stage") == "two":
        _compare(found, data, at)
    else:
        _one(found, data, at)
    head_start()
    panels(found, data, at)


def expansion_stage(data: Dataset) -> None:
    """Draw the expansion into the south-west.

    Args:
        data: The data of the view.
    """
    playing_fragment(PAGE, _TICK, lambda: advance(chosen(data)[0]), lambda: _stage(data))
