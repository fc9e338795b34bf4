"""The script of every page: configuration, filters, navigation, then the page itself."""

from pathlib import Path

import streamlit as st

from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.people import Act
from sahel_map.server.turns import SCRIPTS
from sahel_map.ui import (
    basis,
    blocks,
    datasets,
    filters,
    login,
    sharing,
    story,
    team,
    templates,
    view,
)
from sahel_map.ui.fragments import told


def _pages() -> list[st.Page]:
    named = {
        "overview": (_("Overview"), ":material/dashboard:"),
        "attacks": (_("Attacks"), ":material/explosion:"),
        "corridors": (_("Roads"), ":material/route:"),
        "expansion": (_("Expansion"), ":material/open_in_full:"),
        "evidence": (_("Evidence"), ":material/balance:"),
        "numbers": (_("Numbers"), ":material/tag:"),
        "briefing": (_("Briefings"), ":material/slideshow:"),
        "data": (_("Data"), ":material/database:"),
        "about": (_("About"), ":material/info:"),
    }
    if team.can(Act.suggest):
        named["review"] = (_("Review"), ":material/rate_review:")
    return [
        st.Page(story.page_path(name), title=title, icon=icon, default=name == "overview")
        for name, (title, icon) in named.items()
    ]


def _whole(page: st.Page, name: str) -> None:
    """Draw a page with all that stands around it."""
    tools = st.container()
    blocks.data_notice(basis.whole())
    datasets.store_notice()
    datasets.notice()
    basis.notice()
    # The page before the filters: its map is what the reader waits for, and what the filters
    # show comes from the view, not the other way round.
    page.run()
    with tools:
        sharing.tools(name)
    st.logo(Path(__file__).with_name("logo.svg"), size="large")
    filters.sidebar(basis.data())


def _presented(page: st.Page, at: story.Shown) -> None:
    """Draw a page as a step of a briefing, which has nothing around it but its words."""
    story.bar(at)
    basis.notice()
    page.run()
    story.sources(at)


def _embedded(page: st.Page, name: str) -> None:
    """Draw a page in the frame of another site."""
    basis.notice()
    page.run()
    sharing.whole_view(name)


def main() -> None:
    """Draw the frame and run the chosen page."""
    st.set_page_config(
        page_title="Sahel Map", page_icon="🗺️", layout="wide", initial_sidebar_state=336
    )
    given = list(st.query_params)
    view.open_view()
    blocks.style()
    bare = st.context.is_embedded or not login.may_come_in()
    page = st.navigation(_pages(), position="hidden" if bare else "top")
    if not login.let_in():
        st.stop()
    try:
        basis.whole()
    except SahelMapError as error:
        st.error(_("The data could not be read.") + f" {error}")
        st.stop()
    name = page.url_path or "overview"
    SCRIPTS.call(name)
    st.set_page_config(page_title=f"{page.title} · Sahel Map")
    if name != "overview":  # its own heading is the day up to which the data go
        templates.show("page_title.html", title=page.title)
    if not view.playing(name):
        view.play(None)  # days and slices run only where they are seen
    story.arrive(given, name)
    at = story.shown()
    with told():
        if at is not None:
            _presented(page, at)
        elif st.context.is_embedded:
            _embedded(page, name)
        else:
            _whole(page, name)
    view.close_view()


with SCRIPTS.turn("page"):
    main()
