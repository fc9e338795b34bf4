"""The script of every page: configuration, filters, navigation, then the page itself."""

from pathlib import Path

import streamlit as st

from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.server.turns import SCRIPTS
from sahel_map.settings import ROOT
from sahel_map.ui import basis, blocks, datasets, filters, view


def main() -> None:
    """Draw the frame and run the chosen page."""
    st.set_page_config(
        page_title="Sahel Map", page_icon="🗺️", layout="wide", initial_sidebar_state=336
    )
    view.open_view()
    blocks.style()
    try:
        basis.whole()
    except SahelMapError as error:
        st.error(_("The data could not be read.") + f" {error}")
        st.stop()
    pages = ROOT / "pages"
    page = st.navigation(
        [
            st.Page(
                pages / "attacks.py", title=_("Attacks"), icon=":material/explosion:", default=True
            ),
            st.Page(pages / "corridors.py", title=_("Roads"), icon=":material/route:"),
            st.Page(pages / "expansion.py", title=_("Expansion"), icon=":material/open_in_full:"),
            st.Page(pages / "evidence.py", title=_("Evidence"), icon=":material/balance:"),
            st.Page(pages / "numbers.py", title=_("Numbers"), icon=":material/tag:"),
            st.Page(pages / "data.py", title=_("Data"), icon=":material/database:"),
            st.Page(pages / "about.py", title=_("About"), icon=":material/info:"),
        ],
        position="top",
    )
    if not view.playing(page.url_path):
        view.play(None)  # days and slices run only where they are seen
    blocks.data_notice(basis.whole())
    datasets.notice()
    basis.notice()
    # The page before the filters: its map is what the reader waits for, and what the filters
    # show comes from the view, not the other way round.
    page.run()
    st.logo(Path(__file__).with_name("logo.svg"), size="large")
    filters.sidebar(basis.data())
    view.write_url()


with SCRIPTS.turn():
    main()
