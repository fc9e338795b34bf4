"""The reader's own briefing: its words, its steps in their order, what can be done with it."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from sahel_map.briefing import LONGEST, Briefing, Step, changes, freeze, write_briefing
from sahel_map.i18n import gettext as _
from sahel_map.pack import slug_of
from sahel_map.scenes import PAGES, look
from sahel_map.ui import briefcase, story, view
from sahel_map.ui.briefing_shelf import made_text
from sahel_map.ui.controls import plain
from sahel_map.ui.ground import ground
from sahel_map.ui.pack_button import pack_button

__all__ = ["own_briefing"]


def _change(briefing: Briefing) -> None:
    briefcase.keep(briefing)
    view.change()


def _on_words(briefing: Briefing) -> None:
    title = str(view.returned("briefing-title") or "").strip() or briefing.title
    summary = str(view.returned("briefing-summary") or "")
    _change(briefing.retitled(title, summary))


def _on_step(briefing: Briefing, number: int) -> None:
    step = briefing.steps[number - 1]
    title = str(view.returned(f"step-title-{number}") or "").strip() or step.title
    changed = replace(
        step,
        title=title,
        note=str(view.returned(f"step-note-{number}") or ""),
        presenter=str(view.returned(f"step-presenter-{number}") or ""),
    )
    _change(briefing.change(number, changed))


def _on_refreeze(briefing: Briefing, number: int) -> None:
    step = briefing.steps[number - 1]
    _change(briefing.change(number, replace(step, frozen=freeze(look(step.scene, ground())))))


def _moves(briefing: Briefing, number: int) -> None:
    row = st.container(horizontal=True, gap="small", vertical_alignment="center")
    last = len(briefing.steps)
    box = row.container(width="content", key=f"step-present-{number}")
    words = _("Present from here")
    story.present_link(box, briefcase.MINE, briefing, number, words, ":material/slideshow:")
    row.button(
        _("Up"),
        key=f"step-up-{number}",
        icon=":material/arrow_upward:",
        disabled=number == 1,
        on_click=_change,
        args=(briefing.move(number, number - 1),) if number > 1 else (briefing,),
    )
    row.button(
        _("Down"),
        key=f"step-down-{number}",
        icon=":material/arrow_downward:",
        disabled=number == last,
        on_click=_change,
        args=(briefing.move(number, number + 1),) if number < last else (briefing,),
    )
    row.button(
        _("Remove"),
        key=f"step-remove-{number}",
        icon=":material/delete:",
        on_click=_change,
        args=(briefing.remove(number),),
    )


def _changed(briefing: Briefing, number: int) -> None:
    step = briefing.steps[number - 1]
    told = changes(step.frozen, look(step.scene, ground()))
    if not told:
        return
    for text in told:
        st.warning(plain(text), icon=":material/history:")
    st.button(
        _("Keep what it shows now"),
        key=f"step-refreeze-{number}",
        on_click=_on_refreeze,
        args=(briefing, number),
    )


def _step(briefing: Briefing, number: int, step: Step) -> None:
    page = _(PAGES[step.scene.page])
    with st.expander(f"{number}. **{plain(step.title)}** · {page}", key=f"step-{number}"):
        given: dict[str, Any] = {"on_change": _on_step, "args": (briefing, number)}
        st.text_input(
            _("Title"),
            max_chars=LONGEST["title"],
            **given,
            **view.shown(f"step-title-{number}", step.title),
        )
        st.text_area(
            _("Caption, for everybody"),
            max_chars=LONGEST["note"],
            height=100,
            **given,
            **view.shown(f"step-note-{number}", step.note),
        )
        st.text_area(
            _("Notes, for the presenter"),
            max_chars=LONGEST["presenter"],
            height=80,
            **given,
            **view.shown(f"step-presenter-{number}", step.presenter),
        )
        _changed(briefing, number)
        _moves(briefing, number)


def _ways(briefing: Briefing) -> None:
    row = st.container(horizontal=True, gap="small", key="briefing-ways")
    if briefing.steps:
        box = row.container(width="content", key="present-mine")
        story.present_link(box, briefcase.MINE, briefing, 1, _("Present"), ":material/slideshow:")
    row.download_button(
        _("File"),
        partial(write_briefing, briefing),
        f"{slug_of(briefing.title)}.json",
        "application/json",
        on_click="ignore",
        key="file-mine",
        icon=":material/download:",
        help=_("A small file to send; somebody else opens it on this page."),
    )
    row.button(
        _("Start anew"),
        key="briefing-clear",
        icon=":material/restart_alt:",
        on_click=_change,
        args=(None,),
        help=_("Forgets your briefing: download its file first if you want to keep it."),
    )


def own_briefing() -> None:
    """Draw the reader's own briefing, to read through, change, present and take away."""
    st.subheader(_("Your briefing"), anchor="mine")
    briefing = briefcase.mine()
    if briefing is None:
        st.caption(
            _(
                "Nothing yet. On any page, choose a view, then “Share and brief”, and add it; or"
                " make one of the briefings above yours; or open a file."
            )
        )
        return
    given: dict[str, Any] = {"on_change": _on_words, "args": (briefing,)}
    st.text_input(
        _("Title"),
        max_chars=LONGEST["title"],
        **given,
        **view.shown("briefing-title", briefing.title),
    )
    st.text_area(
        _("Summary"),
        max_chars=LONGEST["summary"],
        height=80,
        **given,
        **view.shown("briefing-summary", briefing.summary),
    )
    st.caption(plain(made_text(briefing)))
    for number, step in enumerate(briefing.steps, start=1):
        _step(briefing, number, step)
    _ways(briefing)
    if briefing.steps:
        pack_button(briefing, key="mine")
    st.caption(
        _(
            "This host keeps your briefing for this browser only, and not for ever: its file is"
            " yours to keep."
        )
    )
