"""One suggestion: what it would change, how it came here, and what can be done with it."""

from functools import partial
from typing import Final

import streamlit as st

from sahel_map import agreeing
from sahel_map.agreeing import Proposal
from sahel_map.i18n import gettext as _
from sahel_map.people import Act
from sahel_map.store import Dataset
from sahel_map.ui import team, view
from sahel_map.ui.controls import heading, plain
from sahel_map.ui.record_difference import beside
from sahel_map.ui.review_card import proposal_card, proposal_name, steps_list
from sahel_map.ui.review_history import record_history
from sahel_map.ui.story import page_path
from sahel_map.ui.suggest_drafts import AGAIN

__all__ = ["one_proposal"]

_PLACE: Final = "review"
_COMMENT: Final = "review-comment"
_LONGEST: Final = 2_000


def _accept(number: int, revision: int) -> str:
    text = str(view.returned(_COMMENT) or "").strip()
    version = agreeing.accept(team.store(), team.who(), number, revision, text)
    view.hold(_COMMENT, "")
    return _("Accepted: it made version {n} of the data, which everybody sees now.").format(
        n=version
    )


def _send_back(number: int, revision: int) -> str:
    text = str(view.returned(_COMMENT) or "").strip()
    agreeing.send_back(team.store(), team.who(), number, revision, text)
    view.hold(_COMMENT, "")
    return _("Sent back to its author, with your comment.")


def _withdraw(number: int, revision: int) -> str:
    agreeing.withdraw(team.store(), team.who(), number, revision)
    return _("Withdrawn.")


def _decision(told: Proposal) -> None:
    heading(_("Your decision"))
    st.text_area(
        _("Comment"),
        max_chars=_LONGEST,
        height=90,
        key=_COMMENT,
        help=_("Needed when it is sent back: what would make it right?"),
    )
    row = st.container(horizontal=True)
    row.button(
        _("Accept"),
        key="review-accept",
        type="primary",
        icon=":material/check:",
        on_click=team.act,
        args=(_PLACE, partial(_accept, told.id, told.revision)),
    )
    row.button(
        _("Send back"),
        key="review-return",
        icon=":material/undo:",
        on_click=team.act,
        args=(_PLACE, partial(_send_back, told.id, told.revision)),
    )


def _again_link(told: Proposal) -> None:
    st.page_link(
        page_path("review"),
        label=_("Edit and send again"),
        icon=":material/edit:",
        query_params=view.query(suggest=f"{AGAIN}/{told.id}", proposal=0),
    )


def _own(told: Proposal) -> None:
    texts = {
        "open": _("This is your suggestion: somebody else has to look at it and accept it."),
        "returned": _("It was sent back to you: see the comment below, edit it, send it again."),
        "conflict": _(
            "The record has changed since you suggested this; nothing was overwritten. Take it up"
            " again on the record as it is now, or withdraw it."
        ),
    }
    st.info(texts[told.state], icon=":material/person:")
    with st.container(horizontal=True, vertical_alignment="center"):
        _again_link(told)
        st.button(
            _("Withdraw"),
            key="review-withdraw",
            icon=":material/delete:",
            on_click=team.act,
            args=(_PLACE, partial(_withdraw, told.id, told.revision)),
        )


def _others(told: Proposal) -> None:
    if told.state == "open" and team.can(Act.review):
        _decision(told)
        return
    st.info(
        _("It waits for its author. Who sends it again instead becomes an author too."),
        icon=":material/hourglass:",
    )
    _again_link(told)


def _conflict(told: Proposal, data: Dataset) -> None:
    now = agreeing.current(team.store(), told.table_name, told.record)
    heading(_("What differs"))
    versions = {
        _("When it was suggested"): told.before,
        _("As suggested"): told.after,
        _("As it is now"): now,
    }
    beside(told.table_name, versions, data)


def one_proposal(number: int, data: Dataset) -> None:
    """Draw a suggestion with its steps, its record's history, and what the reader may do.

    Args:
        number: The number of the suggestion.
        data: The data of this host.
    """
    store, who = team.store(), team.who()
    st.button(
        _("All suggestions"),
        key="review-back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=view.restore,
        args=("proposal",),
    )
    team.said(_PLACE)
    team.said("suggest")
    told = agreeing.proposal(store, who, number)
    st.subheader(plain(proposal_name(told, data)), anchor=False)
    if told.state == "conflict":
        proposal_card(told, data, changes=False)
        _conflict(told, data)
    else:
        proposal_card(told, data)
    steps = agreeing.steps(store, who, number)
    authors = {told.who, *(step.who for step in steps if step.what == "open")}
    if told.state not in {"accepted", "withdrawn"}:
        (_own if who.subject in authors else _others)(told)
    heading(_("How it came here"))
    steps_list(steps)
    record_history(told.table_name, [told.record], data)
