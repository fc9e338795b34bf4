"""Sharing a view: its link, a form for other sites, a citation, a place in the briefing."""

import datetime as dt
import html
from typing import Final
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map.briefing import LONGEST, step_of
from sahel_map.citation import citation
from sahel_map.errors import SahelMapError
from sahel_map.i18n import date_text
from sahel_map.i18n import gettext as _
from sahel_map.scenes import Sight, look
from sahel_map.server.turns import SCRIPTS
from sahel_map.ui import basis, briefcase, login, story, templates, view
from sahel_map.ui.controls import plain
from sahel_map.ui.ground import ground, scene_of
from sahel_map.ui.pack_button import pack_button

__all__ = ["tools", "whole_view"]

_ADDED: Final = "briefing-added"
_TOUR: Final = "tour"
"""The bundled briefing that shows a first visitor round."""


def _address(*, embedded: bool = False) -> str:
    """Return the address of the view as it stands."""
    query = [(name, text) for name, texts in view.query().items() for text in texts]
    query += [("embed", "true")] if embedded else []
    base = (st.context.url or "").partition("?")[0]
    return f"{base}?{urlencode(query)}" if query else base


def _links(sight: Sight) -> None:
    st.markdown(f"**{_('Link')}**")
    st.code(_address(), language=None, wrap_lines=True)
    if view.get("data") or view.get("beside"):
        st.caption(_("The link names a dataset that was loaded: it opens where that is shared."))
    with st.expander(_("Show this view on another site")):
        title = html.escape(sight.title, quote=True)
        frame = html.escape(_address(embedded=True), quote=True)
        st.code(
            f'<iframe src="{frame}" title="{title}" width="100%" height="760"'
            ' style="border:0" loading="lazy" allowfullscreen></iframe>',
            language="html",
            wrap_lines=True,
        )
    st.markdown(f"**{_('Citation')}**")
    today = dt.datetime.now(tz=dt.UTC).date()
    text = citation(
        basis.whole(), today, title=sight.title, selection=sight.selection, address=_address()
    )
    st.code(text, language=None, wrap_lines=True)


def _add(sight: Sight) -> None:
    """Draw the form that puts the view into the reader's briefing."""
    briefing = briefcase.mine() or briefcase.new()
    last = len(briefing.steps) + 1
    with st.form("add-step", border=False):
        title = st.text_input(
            _("Title"), sight.title[: LONGEST["title"]], max_chars=LONGEST["title"]
        )
        note = st.text_area(_("Caption, for everybody"), max_chars=LONGEST["note"], height=90)
        presenter = st.text_area(
            _("Notes, for the presenter"), max_chars=LONGEST["presenter"], height=70
        )
        place = st.number_input(_("Position in the briefing"), 1, last, last, step=1)
        if not st.form_submit_button(_("Add to my briefing"), type="primary"):
            return
    try:
        step = step_of(sight, title.strip() or sight.title, note=note, presenter=presenter)
        briefcase.keep(briefing.add(step, number=int(place)))
    except SahelMapError as error:
        st.error(plain(str(error)))
        return
    view.leave(_ADDED, title)
    st.rerun()


def _dialog(page: str) -> None:
    scene = scene_of(page)
    if scene is None:
        return
    sight = look(scene, ground())
    link, briefing, pack = st.tabs([_("Link and citation"), _("Briefing"), _("Files")])
    with link:
        _links(sight)
    with briefing:
        _add(sight)
    with pack:
        st.markdown(_("This view as one page that needs no network, as PDF, pictures and tables."))
        one = briefcase.new().add(step_of(sight)).retitled(sight.title[: LONGEST["title"]])
        pack_button(one, key="view")


def whole_view(page: str) -> None:
    """Draw, under an embedded page, the way to the same view with all that stands around it.

    Args:
        page: The page, by the name of its file.
    """
    data = basis.data()
    last = data.days[1] if data.days else None
    row = st.container(horizontal=True, vertical_alignment="center", key="whole-view")
    row.link_button(_("Open in Sahel Map"), _address(), icon=":material/open_in_new:")
    if last and page != "overview":
        row.caption(_("Data to {day}").format(day=date_text(last)))


def tools(page: str) -> None:
    """Draw the buttons that take a view away: its link, and what else can be done with it.

    Args:
        page: The page, by the name of its file.
    """
    added = view.left(_ADDED)
    if added:
        st.toast(_("Added to your briefing: {title}").format(title=plain(added)))
    if view.get("briefing"):
        st.info(
            _(
                "The link names a briefing that is not here: somebody's own, or one of other data."
                " What else it names is shown."
            )
        )
    row = st.container(
        horizontal=True,
        horizontal_alignment="right",
        vertical_alignment="center",
        gap="small",
        key="view-tools",
    )
    tour = briefcase.offered().get(_TOUR)
    if page == "overview" and tour:
        words = _("New here? Take the tour")
        story.present_link(row, _TOUR, tour, 1, words, ":material/tour:")
        row.space("stretch")
    row.button(
        _("Copy link"),
        key="copy-link",
        icon=":material/link:",
        type="tertiary",
        help=_("Copies the address of exactly this view."),
    )
    templates.show("copied.html", words=_("Link copied"))
    if scene_of(page) is not None:
        _share(row, page)
    login.badge(row)


def _share(row: DeltaGenerator, page: str) -> None:
    """Draw the button that opens what can be done with the view."""

    @st.dialog(_("Share this view"), width="large")
    def share() -> None:
        with SCRIPTS.turn():
            login.stay_out()
            view.open_view(part=True)
            _dialog(page)

    if row.button(
        _("Share and brief"),
        key="share",
        icon=":material/ios_share:",
        type="tertiary",
        help=_("Link, citation, a place in your briefing, and files to take away."),
    ):
        share()
