"""What the pages rest on: the loaded data, or what the chosen sources alone give."""

import streamlit as st

from sahel_map.basis import Narrowed
from sahel_map.i18n import gettext as _
from sahel_map.scenes.choices import basis_in
from sahel_map.server.lifespan import dataset, narrowed
from sahel_map.store import Dataset
from sahel_map.ui import datasets, view
from sahel_map.veil import veil_text

__all__ = ["data", "notice", "shown", "whole"]


def whole() -> Dataset:
    """Return the dataset of the view, with all its sources."""
    return dataset(datasets.shown_key())


def shown() -> Narrowed:
    """Return the data of the view with what they leave out."""
    return narrowed(basis_in(view.get, whole()), datasets.shown_key())


def data() -> Dataset:
    """Return the data of the view."""
    return shown().data


def notice() -> None:
    """Say above every page that it shows less than the data hold, and offer the way back."""
    narrow = shown()
    # The place is kept also when there is nothing to say: what comes and goes above the map
    # would have the browser load the map anew.
    slot = st.container(key="basis-slot")
    veiled = veil_text(narrow.data)
    if veiled:
        slot.caption(f":material/blur_on: {veiled}")
    if narrow.basis.whole:
        return
    text = narrow.sentence() + "."
    if narrow.basis.known:
        text += " " + _(
            "Kinds, places and grades of the events are as coded today; words written with"
            " later sources are not shown."
        )
    with slot.container(key="basis-notice"):
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.info(text, icon=":material/history:")
        right.button(
            _("Back to all sources"),
            on_click=view.restore,
            args=("known", "without"),
            key="whole",
            width="stretch",
        )
