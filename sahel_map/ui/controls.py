"""Widgets that several parts share, tied to the view."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map.i18n import date_text
from sahel_map.i18n import gettext as _
from sahel_map.settings import ROOT
from sahel_map.store import Dataset
from sahel_map.ui import view
from sahel_map.ui.glossary import GLOSSARY

__all__ = ["bold", "choose", "dossier_link", "heading", "open_event", "opened_event", "plain"]

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Return text that a label shows as it is: labels are Markdown, imported text is not."""
    return _PUNCTUATION.sub(r"\\\1", text)


def bold(text: str) -> None:
    """Draw the title of a chart or table."""
    st.markdown(f"**{text}**")


def heading(text: str, *, term: str | None = None) -> None:
    """Draw the heading of a part below a page's own headings.

    Args:
        text: The heading, as Markdown.
        term: A word of the glossary, explained beside the heading.
    """
    st.markdown(f"#### {text}", help=_(GLOSSARY[term]) if term else None)


def choose(box: DeltaGenerator, label: str, labels: Mapping[str, str], name: str) -> str:
    """Draw a row of choices of which one is always taken, and return it.

    Args:
        box: Where to draw it.
        label: What is chosen, for screen readers.
        labels: Code to words, in order.
        name: The choice of the view that it shows and changes.
    """
    box.segmented_control(
        label,
        list(labels),
        format_func=lambda code: labels[code],
        required=True,
        label_visibility="collapsed",
        **view.controlled(name),
    )
    return str(view.get(name))


def open_event(box: DeltaGenerator, text: str, event_id: str, *, key: str, **choices: str) -> None:
    """Draw a link-like button that opens an event.

    Args:
        box: Where to draw it.
        text: Its words, shown as they are.
        event_id: The event it opens.
        key: What tells it from other buttons to the same event.
        choices: What else of the view it changes.
    """
    box.button(
        plain(text),
        key=f"{key}-{event_id}",
        on_click=view.change,
        kwargs={"event": event_id, **choices},
        type="tertiary",
    )


def opened_event(data: Dataset, *, key: str) -> None:
    """Name the event that was opened on a map, with the way to its dossier; nothing without one.

    Args:
        data: The data of the view.
        key: Names the line, and its button.
    """
    event_id = view.get("event")
    event: Any = data.event(event_id)
    if event is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        day = date_text(event["date_start"].date())
        st.markdown(f"**{plain(_(event.title))}** · {day}")
        dossier_link()
        st.button(_("Close"), key=f"{key}-close", on_click=view.restore, args=("event",))


def dossier_link() -> None:
    """Draw the way to the open event's dossier."""
    st.page_link(
        ROOT / "pages" / "evidence.py",
        label=_("Open the dossier: every claim with its source"),
        icon=":material/balance:",
    )
