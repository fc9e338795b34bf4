"""One suggestion in words: what, who, when, why, on what it rests, and what it would change."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from sahel_map import agreeing
from sahel_map import vocabulary as v
from sahel_map.agreeing import Proposal, Step
from sahel_map.i18n import gettext as _
from sahel_map.store import Dataset
from sahel_map.ui import team, templates, view
from sahel_map.ui.controls import plain
from sahel_map.ui.record_difference import difference
from sahel_map.ui.record_words import option_text, record_name, table_name
from sahel_map.ui.story import page_path

__all__ = ["STATE_COLOURS", "proposal_card", "proposal_link", "proposal_name", "steps_list"]

STATE_COLOURS: Final = {
    "open": "#e69f00",
    "returned": "#cc79a7",
    "accepted": "#009e73",
    "withdrawn": "#808890",
    "conflict": "#d55e00",
}


def proposal_name(told: Proposal, data: Dataset) -> str:
    """Return how a suggestion is called: the record that it is about."""
    return record_name(told.table_name, told.record, told.after or told.before, data)


def proposal_link(told: Proposal, data: Dataset) -> None:
    """Draw the way to a suggestion."""
    st.page_link(
        page_path("review"),
        label=f"**{plain(proposal_name(told, data))}**",
        query_params=view.query(proposal=told.id, suggest=""),
    )


def _source(told: Proposal, data: Dataset) -> tuple[str, str]:
    """Return what a suggestion rests on in words, and its address where it has one."""
    said = told.source
    if said in data.sources.index:
        url = str(data.sources.at[said, "url"])
        return option_text("source", said, None, data), url
    # Anything but the web could run code from a link.
    return said, said if said.startswith(("https://", "http://")) else ""


def proposal_card(told: Proposal, data: Dataset, *, changes: bool = True) -> None:
    """Draw a suggestion.

    Args:
        told: The suggestion.
        data: Where names are looked up.
        changes: Whether what it would change stands below.
    """
    source, url = _source(told, data)
    facts = [
        (_("Suggested by"), _("{name}, {moment}").format(
            name=told.who_name, moment=team.moment_text(told.at))),
        (_("Record"), told.record),
        (_("Why"), told.note),
    ]  # fmt: skip
    card = {
        "colour": STATE_COLOURS.get(told.state, "#808890"),
        "state": v.label(v.PROPOSAL_STATES, told.state),
        "told": f"{v.label(v.PROPOSAL_ACTS, told.act)} · {table_name(told.table_name)} · {told.id}",
        "facts": [(name, text) for name, text in facts if text],
        "rests": _("Rests on"),
        "source": source,
        "url": url,
    }
    templates.show("proposal.html", card=card)
    if changes:
        difference(told.table_name, agreeing.differences(told.before, told.after), data)


def steps_list(steps: Sequence[Step]) -> None:
    """Draw what became of a suggestion, step by step, the first at the top."""
    shown: list[dict[str, Any]] = [
        {
            "what": v.label(v.PROPOSAL_STATES, step.what),
            "who": step.who_name,
            "at": team.moment_text(step.at),
            "text": step.comment,
        }
        for step in steps
    ]
    templates.show("steps.html", steps=shown)
