"""Presenting: a briefing step by step, each the live view under its title and caption."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sahel_map.briefing import Briefing, Step, changes
from sahel_map.i18n import gettext as _
from sahel_map.scenes import PARAMS, look
from sahel_map.settings import ROOT
from sahel_map.ui import templates, view
from sahel_map.ui.briefcase import briefing_of
from sahel_map.ui.controls import plain
from sahel_map.ui.event_card import source_words, words
from sahel_map.ui.ground import ground

__all__ = ["Shown", "arrive", "bar", "page_path", "present_link", "shown", "sources"]

_LISTED: Final = 8
"""Sources that stand under a step; the page below has them all."""

_BY_LINK: Final = frozenset({"briefing", "at", "lang", "notes", "data", "version"})
"""What stands in an address that leaves the view to the step."""


@dataclass(frozen=True)
class Shown:
    """The step that is presented."""

    briefing: Briefing
    number: int

    @property
    def step(self) -> Step:
        """The step itself."""
        return self.briefing.steps[self.number - 1]


def page_path(page: str) -> str:
    """Return the script of a page."""
    return str(ROOT / "pages" / f"{page}.py")


def shown() -> Shown | None:
    """Return what is presented, None outside of a briefing."""
    name = view.get("briefing")
    briefing = briefing_of(name) if name else None
    if briefing is None or not briefing.steps:
        return None
    return Shown(briefing, min(view.get("at"), len(briefing.steps)))


def step_query(name: str, number: int, step: Step) -> dict[str, list[str]]:
    """Return the query of the address of a step, in the language and on the data of the view.

    Args:
        name: The name of the briefing, as it stands in an address.
        number: The step, from 1.
        step: The step.
    """
    here = {key: view.get(key) for key in ("lang", "data", "version", "notes")}
    walk = {"briefing": name, "at": number, **here}
    told = {key: PARAMS[key].texts(value) for key, value in walk.items()
            if value != PARAMS[key].default}  # fmt: skip
    return {**step.scene.query(), **told}


def present_link(
    box: DeltaGenerator, name: str, briefing: Briefing, number: int, label: str, icon: str
) -> None:
    """Draw the link to a step of a briefing: one entry of the browser's history, like any page.

    Args:
        box: Where to draw it.
        name: The name of the briefing, as it stands in an address.
        briefing: The briefing.
        number: The step, from 1; beyond the ends there is nothing to link to.
        label: Its words.
        icon: Its icon.
    """
    if not 1 <= number <= len(briefing.steps):
        return
    step = briefing.steps[number - 1]
    box.page_link(
        page_path(step.scene.page),
        label=label,
        icon=icon,
        query_params=step_query(name, number, step),
        width="content",
    )


def _leave() -> None:
    view.change(briefing="", at=1, notes=False)


def arrive(given: Sequence[str], page: str) -> None:
    """Open the view of a step where the reader came by a link that names the step alone.

    Args:
        given: The names of the query parameters that the reader came with.
        page: The page that is open.
    """
    at = shown()
    if at is None or not set(given) <= _BY_LINK or not view.first_run():
        return
    scene = at.step.scene
    view.stand(scene.choices)
    if scene.page != page:
        st.switch_page(page_path(scene.page), query_params=view.query())


def _buttons(at: Shown) -> None:
    name = view.get("briefing")
    row = st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="story-buttons"
    )
    for key, number, label, icon in (
        ("back", at.number - 1, _("Back"), ":material/arrow_back:"),
        ("on", at.number + 1, _("Next"), ":material/arrow_forward:"),
    ):
        box = row.container(width="content", key=f"story-{key}")
        present_link(box, name, at.briefing, number, label, icon)
    row.markdown(
        f"**{plain(at.step.title)}** · "
        + _("step {n} of {total}").format(n=at.number, total=len(at.briefing.steps))
    )
    row.space("stretch")
    row.toggle(_("Presenter notes"), **view.controlled("notes"))
    row.button(_("Full screen"), key="full-screen", icon=":material/fullscreen:", type="tertiary")
    row.button(
        _("Leave"),
        key="story-leave",
        icon=":material/close:",
        type="tertiary",
        shortcut="Esc",
        on_click=_leave,
    )


def bar(at: Shown) -> None:
    """Draw the steps' buttons with title, caption and, for the presenter, the notes.

    Args:
        at: The step that is presented.
    """
    with st.container(key="story"):
        _buttons(at)
        if at.step.note:
            templates.show("story_note.html", text=at.step.note)
        if view.get("notes") and at.step.presenter:
            with st.container(border=True, key="story-notes"):
                st.caption(_("Presenter notes"))
                templates.show("story_note.html", text=at.step.presenter)


def sources(at: Shown) -> None:
    """Draw what the step rests on, and how it differs from when it was kept.

    Args:
        at: The step that is presented.
    """
    sight = look(at.step.scene, ground())
    told = changes(at.step.frozen, sight)
    with st.container(key="story-sources"):
        for text in told:
            st.caption(plain(text))
        if sight.sources.empty:
            return
        with st.expander(_("Sources of this step ({n})").format(n=len(sight.sources))):
            rows = sight.sources.head(_LISTED).itertuples()
            templates.show(
                "dossier_sources.html", sources=[source_words(row) for row in rows], words=words()
            )
            if len(sight.sources) > _LISTED:
                st.caption(
                    _("The {n} most cited; the pages and the pack have them all.").format(n=_LISTED)
                )
