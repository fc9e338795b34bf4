"""The queue: what waits for a second person, what is one's own, what is settled."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from sahel_map import agreeing
from sahel_map.agreeing import Proposal
from sahel_map.i18n import gettext as _
from sahel_map.store import Dataset
from sahel_map.ui import team
from sahel_map.ui.review_card import proposal_card, proposal_link
from sahel_map.ui.suggest_links import new_links

__all__ = ["queue"]

_FIRST: Final = 20
"""Suggestions that are drawn before more are asked for."""


def _list(found: Sequence[Proposal], data: Dataset, *, key: str, empty: str) -> None:
    if not found:
        st.caption(empty)
        return
    more = len(found) - _FIRST
    every = more > 0 and st.toggle(_("Show {n} more").format(n=more), key=f"review-more-{key}")
    for told in found if every else found[:_FIRST]:
        with st.container(border=True, key=f"review-{key}-{told.id}"):
            proposal_link(told, data)
            proposal_card(told, data)


def queue(data: Dataset) -> None:
    """Draw the suggestions that wait, one's own, and those that are settled.

    Args:
        data: The data of this host.
    """
    store, who = team.store(), team.who()
    told = agreeing.queue(store, who, states=("open", "returned", "conflict"))
    settled = agreeing.queue(store, who, states=("accepted", "withdrawn"))[::-1]
    mine = [one for one in told if one.who == who.subject]
    others = [one for one in told if one not in mine]
    waiting = [one for one in others if one.state == "open"]
    back = [one for one in others if one.state != "open"]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("A suggestion counts when somebody else than its author has accepted it."))
        st.space("stretch")
        new_links()
    names = [
        _("Waiting ({n})").format(n=len(waiting)),
        _("Yours ({n})").format(n=len(mine)),
        _("With their authors ({n})").format(n=len(back)),
        _("Settled"),
    ]
    first, second, third, fourth = st.tabs(names)
    with first:
        _list(waiting, data, key="waiting", empty=_("Nothing waits for you."))
    with second:
        _list(mine, data, key="mine", empty=_("Nothing of yours is on its way."))
    with third:
        _list(back, data, key="back", empty=_("Nothing was sent back, nothing is in conflict."))
    with fourth:
        _list(settled, data, key="settled", empty=_("Nothing has been settled yet."))
