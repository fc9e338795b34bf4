"""What pages show to the team alone: to whom, on which data, and what came of what they did."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from sahel_map.errors import SahelMapError
from sahel_map.i18n import date_text
from sahel_map.people import ANYBODY, Act, Person, may
from sahel_map.settings import configured
from sahel_map.store import Ref, open_store
from sahel_map.store.interface import Store
from sahel_map.ui import basis, login, view
from sahel_map.ui.controls import plain
from sahel_map.ui.datasets import shown_key

__all__ = ["act", "can", "guarded", "moment_text", "on_host", "said", "store", "takes_part",
           "who"]  # fmt: skip

_DONE = "team-done-"
_WRONG = "team-wrong-"


def who() -> Person:
    """Return who the reader is."""
    if configured().login == "off":
        return ANYBODY
    return login.person()


def can(what: Act) -> bool:
    """Return whether the reader may do something here."""
    return may(who(), what)


def takes_part() -> bool:
    """Return whether the reader sees what the team says among itself.

    Never in a briefing that is presented, nor in the frame of another site: others look on there.
    """
    return can(Act.comment) and not view.get("briefing") and not st.context.is_embedded


def on_host() -> bool:
    """Return whether the view shows the tables of this host, which the team agrees on."""
    return not Ref.read(shown_key()).key and not basis.whole().about


def store() -> Store:
    """Return the store of this host."""
    return open_store()


def moment_text(at: dt.datetime) -> str:
    """Return a moment in words, UTC."""
    moment = at.astimezone(dt.UTC)
    return f"{date_text(moment.date())}, {moment:%H:%M} UTC"


@contextmanager
def guarded() -> Iterator[None]:
    """Show what went wrong in the block instead of the rest of it."""
    try:
        yield
    except SahelMapError as error:
        st.error(plain(str(error)))


def act(place: str, work: Callable[[], str]) -> None:
    """Do something for a widget, and leave what came of it for the run that follows.

    Args:
        place: Where ``said`` tells it.
        work: Does it, and returns what is told when it is done.
    """
    view.change()
    try:
        view.leave(_DONE + place, work())
    except SahelMapError as error:
        view.leave(_WRONG + place, str(error))


def said(place: str) -> None:
    """Tell what came of the last act at a place."""
    if wrong := view.left(_WRONG + place):
        st.error(plain(wrong))
    if done := view.left(_DONE + place):
        st.success(plain(done))
