"""What the team says of an event, among itself: never part of what is shown or handed out."""

from functools import partial
from typing import Final

import streamlit as st

from sahel_map import agreeing
from sahel_map.agreeing import Comment
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext
from sahel_map.ui import team, templates, view

__all__ = ["comments"]

_PLACE: Final = "comments"
_LONGEST: Final = 2_000


def _send(event_id: str) -> str:
    key = f"comment-text-{event_id}"
    agreeing.comment(team.store(), team.who(), event_id, str(view.returned(key) or "").strip())
    view.hold(key, "")
    return ""


def _take_back(number: int) -> str:
    agreeing.take_back(team.store(), team.who(), number)
    return ""


def _comment(said: Comment) -> None:
    shown = {"who": said.who_name, "at": team.moment_text(said.at), "text": said.text}
    with st.container(key=f"comment-{said.id}", gap=None):
        templates.show("comments.html", comment=shown)
        if said.who == team.who().subject:
            st.button(
                _("Take back"),
                key=f"comment-back-{said.id}",
                type="tertiary",
                on_click=team.act,
                args=(_PLACE, partial(_take_back, said.id)),
            )


def comments(event_id: str) -> None:
    """Draw what the team has said of an event, and the field for more.

    Args:
        event_id: The event, of the data of this host.
    """
    told = agreeing.comments(team.store(), team.who(), event_id)
    n = len(told)
    title = ngettext("{n} comment of the team", "{n} comments of the team", n).format(n=n)
    with st.expander(title, icon=":material/forum:", key="comments"):
        st.caption(_("For the team alone: never in exports, packs, briefings or public views."))
        for said in told:
            _comment(said)
        team.said(_PLACE)
        st.text_area(
            _("Your comment"),
            max_chars=_LONGEST,
            height=80,
            key=f"comment-text-{event_id}",
        )
        st.button(
            _("Comment"),
            key="comment-send",
            icon=":material/send:",
            on_click=team.act,
            args=(_PLACE, partial(_send, event_id)),
        )
