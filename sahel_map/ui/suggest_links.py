"""The ways to the form of a record, for who may suggest a change of it."""

from typing import Final

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.people import Act
from sahel_map.settings import ROOT
from sahel_map.ui import team, view
from sahel_map.ui.record_columns import NEW

__all__ = ["ABOUT", "new_links", "suggest_link"]

ABOUT: Final = "+"
"""Stands before what a new record is about, where a key would stand."""


def suggest_link(text: str, table: str, record: str = "", *, about: str = "", icon: str) -> None:
    """Draw the way to the form of a record; nothing for who may not suggest.

    Args:
        text: Its words.
        table: File of the record.
        record: The key of the record; empty for a new one.
        about: What a new record is about: an event or a road.
        icon: Its icon.
    """
    if not (team.takes_part() and team.on_host() and team.can(Act.suggest)):
        return
    asked = f"{table}/{ABOUT + about if about else record}"
    st.page_link(
        ROOT / "pages" / "review.py",
        label=text,
        icon=icon,
        query_params=view.query(suggest=asked, proposal=0),
    )


def new_links() -> None:
    """Draw the ways to the forms of new records."""
    if not team.can(Act.suggest):
        return
    with st.popover(_("New record"), icon=":material/add:"):
        for table, words in NEW.items():
            suggest_link(_(words), table, icon=":material/add:")
