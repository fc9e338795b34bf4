"""Pieces that several pages share: style, notices, the sentence above every figure."""

from pathlib import Path

import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.citation import events_licence
from sahel_map.i18n import current, date_text, ngettext
from sahel_map.i18n import gettext as _
from sahel_map.outcome import Outcome
from sahel_map.selection import Selection
from sahel_map.store import Dataset
from sahel_map.ui import filters, templates, view
from sahel_map.ui.controls import plain

__all__ = [
    "data_notice", "empty", "footer", "leads_hidden", "licence_meaning", "sentence", "style",
]  # fmt: skip

_STYLE = Path(__file__).with_name("style.css")


def style() -> None:
    """Add the layout rules to the page, and say which language it is in."""
    st.html(_STYLE)
    st.html(f'<i data-page-language="{current()}" hidden></i>')


def data_notice(data: Dataset) -> None:
    """Say which rows are not shown because they are broken, and offer them for download."""
    if data.rejected.empty:
        return
    n = len(data.rejected)
    with st.container(key="data-notice"):
        st.warning(
            ngettext(
                "{n} row of the data is broken and not shown; all others are.",
                "{n} rows of the data are broken and not shown; all others are.",
                n,
            ).format(n=n)
            + " "
            + _("The command `sahel-map validate` names every fault."),
            icon=":material/warning:",
        )
        with st.expander(_("Show the broken rows")):
            st.dataframe(data.rejected, hide_index=True)
            st.download_button(
                _("Download the broken rows"),
                data.rejected.to_csv(index=False).encode("utf-8-sig"),
                "rejected-rows.csv",
                "text/csv",
                on_click="ignore",
            )


def sentence(selection: Selection, outcome: Outcome, data: Dataset) -> None:
    """Say in words what is selected, how much of it is shown, and what a sample cannot say."""
    templates.show(
        "sentence.html",
        selection=selection.sentence(),
        outcome=outcome.sentence(),
        caution=""
        if data.full
        else _(
            "A curated sample, not a census: counts show what is listed, not all that happened."
        ),
    )


def empty(selection: Selection, data: Dataset) -> None:
    """Explain why nothing is selected, and offer ways back."""
    known = {*data.present("admin1"), *data.admin1["name"]} - {""}
    strange = [name for name in selection.regions if name not in known]
    text = _("No event fits this selection.")
    if strange:
        text += " " + _("The boundaries in use have no region called {names}.").format(
            names=", ".join(f"“{name}”" for name in strange)
        )
    if selection.backwards:
        text += " " + _("The first day lies after the last.")
    with st.container(border=True, key="empty"):
        st.text(text)
        ways = st.container(horizontal=True)
        if selection.regions:
            ways.button(_("All regions"), on_click=view.restore, args=("region",))
        if selection.first or selection.last:
            ways.button(_("All dates"), on_click=view.restore, args=("from", "to"))
        if selection.text:
            ways.button(_("No search words"), on_click=view.restore, args=("q",))
        ways.button(_("Clear all filters"), on_click=filters.clear, key="empty-clear")


def leads_hidden(n: int) -> str:
    """Say how many things are hidden because only compilers carry them, and how to see them."""
    if not n:
        return ""
    text = ngettext(
        "{n} that only compilers carry is a lead and hidden; choose the lowest confidence to see"
        " it.",
        "{n} that only compilers carry are leads and hidden; choose the lowest confidence to see"
        " them.",
        n,
    )
    return " " + text.format(n=n)


def licence_meaning(data: Dataset) -> str:
    """Return what the licence class of the loaded events allows."""
    return _(v.LICENCE_CLASSES[data.about["licence_class"]].meaning)


def footer(data: Dataset) -> None:
    """State the data's cut-off, version, and the licence of what is shown."""
    days = data.days
    boundaries = data.manifest.get("files", {}).get("admin1.geojson", {})
    source = str(boundaries.get("source", "Natural Earth"))
    if data.about:
        # What is shown are these events: ours is the ground that they are shown on.
        st.caption(plain(f"{events_licence(data)} {licence_meaning(data)}"))
        text = _(
            "Data to {day} · version {version} · roads, blockades and published numbers CC BY 4.0"
            " · boundaries {source}, {vintage} · no legal opinion on any border"
        )
    else:
        text = _(
            "Data to {day} · version {version} · tables CC BY 4.0 · boundaries {source},"
            " {vintage} · no legal opinion on any border"
        )
    st.caption(
        text.format(
            day=date_text(days[1]) if days else _("no day, without events"),
            version=data.version,
            source="Natural Earth" if source.startswith("Natural Earth") else plain(source),
            vintage=_(str(boundaries.get("vintage") or "")) or _("vintage unknown"),
        )
    )
