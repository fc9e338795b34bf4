"""The briefings that come with the data, and the way to open one from a file."""

from dataclasses import replace
from functools import partial

import streamlit as st

from sahel_map.briefing import Briefing, bundled, read_briefing, write_briefing
from sahel_map.errors import SahelMapError
from sahel_map.i18n import date_text, ngettext
from sahel_map.i18n import gettext as _
from sahel_map.ui import basis, briefcase, story, view
from sahel_map.ui.controls import plain
from sahel_map.ui.pack_button import pack_button

__all__ = ["made_text", "open_file", "shelf"]


def made_text(briefing: Briefing) -> str:
    """Return how many steps a briefing has, and with which data it was made."""
    n = len(briefing.steps)
    parts = [ngettext("{n} step", "{n} steps", n).format(n=n)]
    if briefing.data.made:
        parts.append(_("made on {day}").format(day=date_text(briefing.data.made)))
    if briefing.data.last_day:
        parts.append(_("data to {day}").format(day=date_text(briefing.data.last_day)))
    parts.append(_("version {version}").format(version=briefing.data.version))
    return " · ".join(parts)


def _take(briefing: Briefing) -> None:
    briefcase.keep(replace(briefing, slug=""))
    view.change()


def _card(slug: str, briefing: Briefing) -> None:
    with st.container(border=True, key=f"shelf-{slug}"):
        st.markdown(f"**{plain(briefing.title)}**")
        st.markdown(plain(briefing.summary))
        st.caption(plain(made_text(briefing)))
        row = st.container(horizontal=True, gap="small")
        box = row.container(width="content", key=f"present-{slug}")
        story.present_link(box, slug, briefing, 1, _("Present"), ":material/slideshow:")
        row.button(
            _("Make it mine"),
            key=f"take-{slug}",
            icon=":material/edit:",
            on_click=_take,
            args=(briefing,),
            help=_("Puts a copy below, to change. Your own briefing is replaced."),
        )
        row.download_button(
            _("File"),
            partial(write_briefing, briefing),
            f"{slug}.json",
            "application/json",
            on_click="ignore",
            key=f"file-{slug}",
            icon=":material/download:",
            help=_("A small file to send; somebody else opens it on this page."),
        )
        pack_button(briefing, key=slug)


def shelf() -> None:
    """Draw the bundled briefings."""
    try:
        known = bundled()
    except SahelMapError as error:
        st.error(plain(str(error)))
        return
    if not known:
        st.caption(_("No briefing comes with these data."))
        return
    for pair in _pairs(list(known.items())):
        for box, (slug, briefing) in zip(st.columns(2, gap="medium"), pair, strict=False):
            with box:
                _card(slug, briefing)


def _pairs(items: list[tuple[str, Briefing]]) -> list[list[tuple[str, Briefing]]]:
    return [items[at : at + 2] for at in range(0, len(items), 2)]


def open_file() -> None:
    """Draw the way from a briefing file to the reader's own briefing."""
    st.subheader(_("Open a briefing file"), anchor="open")
    upload = st.file_uploader(
        _("A briefing file that somebody made with Sahel Map"),
        type=["json"],
        max_upload_size=1,
        key="briefing-file",
        help=_("What cannot be opened is listed; the rest is there."),
    )
    if upload is None:
        return
    try:
        opened = read_briefing(upload.getvalue(), data=basis.whole())
    except SahelMapError as error:
        st.error(plain(str(error)))
        return
    briefing = opened.briefing
    st.markdown(f"**{plain(briefing.title)}** · {plain(made_text(briefing))}")
    for problem in opened.problems:
        st.warning(plain(problem), icon=":material/info:")
    st.button(
        _("Open it instead of my briefing") if briefcase.mine() else _("Open it"),
        key="briefing-open",
        type="primary",
        on_click=_take,
        args=(briefing,),
        disabled=not briefing.steps,
    )
