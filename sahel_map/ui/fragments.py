"""Fragments: parts of a page that run by themselves, in the reader's language."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from sahel_map.errors import StoreError
from sahel_map.server.turns import SCRIPTS
from sahel_map.ui import login, view

__all__ = ["fragment", "playing_fragment", "told"]

P = ParamSpec("P")


@contextmanager
def told() -> Iterator[None]:
    """Say where something that is drawn needs what the store does not give."""
    try:
        yield
    except StoreError as error:
        st.error(str(error), icon=":material/cloud_off:")


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """Make a function a Streamlit fragment that opens and writes the view as a page does."""

    @st.fragment
    @wraps(draw)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with SCRIPTS.turn(f"part: {draw.__module__.rpartition('.')[2]}"):
            login.stay_out()
            view.open_view(part=True)
            with told():
                draw(*args, **kwargs)
            view.write_url()

    return run


def playing_fragment(
    page: str, seconds: float, advance: Callable[[], None], draw: Callable[[], None]
) -> None:
    """Draw a part of a page that moves on by itself while its days or slices run.

    Args:
        page: The page that plays.
        seconds: How long each step stands.
        advance: Moves the view on by one step.
        draw: Draws the part from the view.
    """
    ticking = view.playing(page)
    fresh = [True]  # until the run of the whole page, which is no tick, is over

    def run() -> None:
        with SCRIPTS.turn(f"part: {page} playing"):
            ticked = ticking and not view.by_reader() and not fresh
            fresh.clear()
            login.stay_out()
            view.open_view(part=True)
            if ticked and view.playing(page):
                advance()
            if ticking != view.playing(page):
                # Whether a fragment ticks is settled when the page runs.
                view.write_url()
                st.rerun()
            with told():
                draw()
            view.write_url()

    # A fragment that ticks runs again by itself; its first run belongs to the page.
    st.fragment(run, run_every=seconds if ticking else None)()
