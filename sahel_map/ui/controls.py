"""Widgets that several parts share, tied to the view."""

import re
from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map.ui import view

__all__ = ["choose", "heading", "open_event", "plain"]

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str) -> str:
    """Return text that a label shows as it is: labels are Markdown, imported text is not."""
    return _PUNCTUATION.sub(r"\\\1", text)


def heading(text: str) -> None:
    """Draw the heading of a part below a page's own headings."""
    st.markdown(f"#### {text}")


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
