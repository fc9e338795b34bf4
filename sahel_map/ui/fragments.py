"""Fragments: parts of a page that run by themselves, in the reader's language."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from sahel_map.ui import view

__all__ = ["fragment"]

P = ParamSpec("P")


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """Make a function a Streamlit fragment that opens and writes the view as a page does."""

    @st.fragment
    @wraps(draw)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        view.open_view()
        draw(*args, **kwargs)
        view.write_url()

    return run
