"""The button that makes a pack, with a bar to watch, and the file to take away."""

import datetime as dt
import threading
from typing import Final

import streamlit as st

from sahel_map.briefing import Briefing
from sahel_map.errors import SahelMapError
from sahel_map.i18n import gettext as _
from sahel_map.pack import content_of, files_of, slug_of, zipped
from sahel_map.server.turns import SCRIPTS
from sahel_map.ui import view
from sahel_map.ui.controls import plain
from sahel_map.ui.ground import ground

__all__ = ["pack_button"]

_PACKS: Final = threading.Semaphore(1)
"""Packs are made one at a time: each takes seconds of a processor that others need for maps."""


def _make(briefing: Briefing, problems: tuple[str, ...]) -> bytes:
    bar = st.progress(0.0, _("Waiting for another pack to be made"))

    def told(share: float, text: str) -> None:
        bar.progress(min(share, 1.0), text)

    made = dt.datetime.now(tz=dt.UTC).date()
    try:
        with SCRIPTS.pause(), _PACKS:
            content = content_of(briefing, ground(), made=made, problems=problems)
            return zipped(files_of(content, progress=told))
    finally:
        bar.empty()


def pack_button(briefing: Briefing, *, key: str, problems: tuple[str, ...] = ()) -> None:
    """Draw the button that packs a briefing; once it is made, the one that downloads it.

    Args:
        briefing: The briefing.
        key: What tells it from other packs of the page.
        problems: What could not be opened of the briefing; the pack says so.
    """
    row = st.container(horizontal=True, vertical_alignment="center", key=f"pack-{key}")
    asked = row.button(
        _("Make the pack"),
        key=f"make-{key}",
        icon=":material/inventory_2:",
        help=_(
            "One HTML file that opens without a network, a PDF, the maps at 150 and 300 dpi, the"
            " tables and a citation, as one zip file. Presenter notes are left out."
        ),
    )
    # Kept for the session, the last one alone: a pack is some megabytes.
    name = (key, briefing)
    if asked:
        try:
            view.hold("pack", (name, _make(briefing, problems)))
        except SahelMapError as error:
            st.error(plain(str(error)))
            return
    kept = view.held("pack")
    if kept and kept[0] == name:
        row.download_button(
            _("Download the pack"),
            kept[1],
            f"{slug_of(briefing.title)}.zip",
            "application/zip",
            on_click="ignore",
            key=f"download-{key}",
            icon=":material/download:",
            type="primary",
        )
