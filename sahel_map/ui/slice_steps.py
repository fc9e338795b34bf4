"""From slice to slice, and from attack to attack: play, buttons and arrow keys."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map.expansion_wording import slice_name
from sahel_map.i18n import gettext as _
from sahel_map.measures.expansion import Expansion
from sahel_map.store import Dataset
from sahel_map.ui import templates, view
from sahel_map.ui.controls import choose, dossier_link
from sahel_map.ui.event_card import card

__all__ = ["PAGE", "advance", "slice_steps", "step_to", "walk_card"]

PAGE = "expansion"
"""The page whose slices run."""


def advance(found: Expansion) -> None:
    """Move on by one slice, and stop at the last."""
    at = found.number(view.get("slice"))
    last = len(found.slices) - 1
    if 0 <= at < last:
        at += 1
        view.carry(slice=found.slices[at].slice_id)
    if at >= last:
        view.play(None)


def _on_play(first: str, *, from_start: bool) -> None:
    view.change()
    if view.playing(PAGE):
        view.play(None)
        return
    if from_start:
        view.change(slice=first)
    view.play(PAGE)


def _order(found: Expansion) -> list[str]:
    """Return the attacks that fit a slice, in order of date."""
    frame = found.attacks.frame[found.at >= 0]
    return list(frame.sort_values(["date_start", "date_end"], kind="stable").index)


def step_to(found: Expansion, steps: int) -> None:
    """Go to another attack; the slice follows it."""
    order = _order(found)
    if not order:
        return
    now = view.get("event")
    if now in order:
        place = min(max(order.index(now) + steps, 0), len(order) - 1)
    else:
        at = found.number(view.get("slice"))
        mine = [n for n, name in enumerate(order) if found.at[_row(found, name)] >= at]
        place = mine[0] if mine else 0
    target = order[place]
    view.change(event=target, slice=found.slices[found.at[_row(found, target)]].slice_id)


def _row(found: Expansion, event_id: str) -> int:
    return list(found.attacks.frame.index).index(event_id)


def slice_steps(row: DeltaGenerator, found: Expansion, at: int) -> None:
    """Draw play, steps, a list of the slices, and what the map shows of them."""
    names = {cut.slice_id: slice_name(cut) for cut in found.slices}
    order = list(names)
    playing = view.playing(PAGE)
    row.button(
        _("Pause") if playing else _("Play"),
        key="slice-play",
        icon=":material/pause:" if playing else ":material/play_arrow:",
        on_click=_on_play,
        args=(order[0],),
        kwargs={"from_start": at == len(order) - 1},
        help=_("Let the slices run"),
    )
    for key, target, icon, words in (
        ("back", max(at - 1, 0), ":material/chevron_left:", _("Slice before")),
        ("on", min(at + 1, len(order) - 1), ":material/chevron_right:", _("Next slice")),
    ):
        row.button(
            words,
            key=f"slice-{key}",
            icon=icon,
            on_click=view.change,
            kwargs={"slice": order[target]},
            help=words,
        )
    row.container(width=200).selectbox(
        _("Slice"),
        order,
        format_func=lambda code: names.get(code, code),
        label_visibility="collapsed",
        disabled=playing,
        on_change=None if playing else _on_pick,
        **view.shown("slice-pick", order[at]),
    )
    spans = {"slice": _("This slice"), "since": _("Since the start")}
    choose(row, _("Attacks on the map"), spans, "through")
    row.toggle(
        _("Step event by event"),
        help=_("Go from attack to attack with the arrow keys ← and →."),
        **view.controlled("walk"),
    )


def _on_pick() -> None:
    picked = view.returned("slice-pick")
    view.change(**({"slice": picked} if picked else {}))


def walk_card(found: Expansion, data: Dataset) -> None:
    """Draw the open attack with the buttons to the one before and after it."""
    order = _order(found)
    event_id = view.get("event")
    place = order.index(event_id) if event_id in order else None
    row = st.container(horizontal=True, vertical_alignment="center", gap="small", key="walk-steps")
    for key, steps, words in (
        ("left", -1, _("Attack before")),
        ("right", 1, _("Next attack")),
    ):
        row.button(
            words,
            key=f"walk-{key}",
            icon=f":material/arrow_{'back' if steps < 0 else 'forward'}:",
            on_click=step_to,
            args=(found, steps),
            disabled=place == (0 if steps < 0 else len(order) - 1) or not order,
            shortcut=key,
        )
    if place is not None:
        row.caption(_("{n} of {total}").format(n=place + 1, total=len(order)))
    if event_id not in data.events.index:
        st.caption(_("Press → for the first attack of this slice."))
        return
    templates.show("event.html", card=card(data.events.loc[event_id], data))
    dossier_link()
