"""What a team agrees on: the queue, one suggestion, or the form of a new one."""

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.people import Act
from sahel_map.server.lifespan import HOST, dataset
from sahel_map.ui import team, view
from sahel_map.ui.review_proposal import one_proposal
from sahel_map.ui.review_queue import queue
from sahel_map.ui.suggest import suggestion

__all__ = ["review"]


def review() -> None:
    """Draw what the address asks for, for who may suggest; others read who may."""
    if not (team.takes_part() and team.can(Act.suggest)):
        st.info(_("Editors of the team see here what is suggested, and decide on it."))
        return
    data = dataset(HOST)
    with team.guarded():
        if view.get("suggest"):
            suggestion(data)
        elif view.get("proposal"):
            one_proposal(view.get("proposal"), data)
        else:
            queue(data)
