"""The form of a suggestion: what it would change, what is wrong with it, what it rests on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from sahel_map import agreeing
from sahel_map.errors import ConflictError
from sahel_map.i18n import gettext as _
from sahel_map.people import Act, allow
from sahel_map.store import Dataset
from sahel_map.ui import team, view
from sahel_map.ui.controls import heading, plain
from sahel_map.ui.record_columns import KEYS
from sahel_map.ui.record_difference import beside, difference
from sahel_map.ui.record_draft import Draft
from sahel_map.ui.record_faults import field_faults
from sahel_map.ui.record_words import option_text, record_name, table_name
from sahel_map.ui.suggest_drafts import forget, keep, kept, opened
from sahel_map.ui.suggest_form import fields

__all__ = ["suggestion"]

_PLACE: Final = "suggest"
_LONGEST: Final = 2_000
_ROADS: Final = "blockades.csv"


def _amend(asked: str, **changes: Any) -> None:  # noqa: ANN401  (values of a draft)
    """Change the draft as it is kept now: several widgets may report at once."""
    draft = kept(asked)
    if draft is not None:
        keep(asked, replace(draft, **changes))
    view.change()


def _leave(asked: str) -> None:
    forget(asked)
    view.change(suggest="")


def _faults(draft: Draft) -> dict[str, list[str]]:
    return {} if draft.remove else field_faults(draft.table, draft.after)


def _missing(draft: Draft) -> list[str]:
    said = {_("Say what it rests on."): draft.source, _("Say why."): draft.note}
    return [words for words, text in said.items() if not text.strip()]


def _send(asked: str, draft: Draft) -> str:
    store, who = team.store(), team.who()
    after = None if draft.remove else dict(draft.after)
    said: dict[str, Any] = {"after": after, "source": draft.source.strip()}
    said["note"] = draft.note.strip()
    number = draft.proposal
    if number:
        now = agreeing.current(store, draft.table, draft.record)
        if agreeing.differences(draft.before, now):
            raise ConflictError(_("The record has changed since you opened it; look at it again."))
        agreeing.resubmit(store, who, number, draft.revision, **said)
    else:
        record = draft.record or draft.after[KEYS[draft.table]]
        number = agreeing.suggest(
            store, who, table=draft.table, record=record, act=draft.act, before=draft.before, **said
        ).id
    _leave(asked)
    view.change(proposal=number)
    return _("Sent. It changes nothing until a second person has accepted it.")


def _on_send(asked: str) -> None:
    draft = kept(asked)
    if draft is None:
        return
    if _faults(draft) or _missing(draft):
        _amend(asked, tried=True)
    else:
        team.act(_PLACE, lambda: _send(asked, draft))


def _reasons(asked: str, draft: Draft, data: Dataset) -> None:
    def on_source() -> None:
        _amend(asked, source=str(view.returned("suggest-rests-on") or ""))

    def on_note() -> None:
        _amend(asked, note=str(view.returned("suggest-why") or ""))

    st.selectbox(
        _("What it rests on"),
        list(dict.fromkeys([*data.sources.index, *([draft.source] if draft.source else [])])),
        index=None,
        format_func=lambda name: option_text("source", name, None, data),
        placeholder=_("Choose a source, or write an address or a document"),
        accept_new_options=True,
        on_change=on_source,
        **view.shown("suggest-rests-on", draft.source or None),
    )
    st.text_area(
        _("Why"),
        max_chars=_LONGEST,
        height=90,
        placeholder=_("For the person who looks at it: what changes, and why"),
        on_change=on_note,
        **view.shown("suggest-why", draft.note),
    )


def _moved(asked: str, draft: Draft, now: Mapping[str, str] | None, data: Dataset) -> bool:
    """Say that somebody else has changed the record since it was opened; return whether so."""
    if draft.before is None or draft.before == now:
        return False
    st.warning(
        _(
            "A change of this record by somebody else was accepted since you opened it. Nothing"
            " you typed is lost: compare, then go on from the record as it is now."
        ),
        icon=":material/call_split:",
    )
    versions = {
        _("When you opened it"): draft.before,
        _("As you want it"): draft.after,
        _("As it is now"): now,
    }
    beside(draft.table, versions, data)
    rebased = draft.on(now)
    st.button(
        _("Go on from the record as it is now"),
        key="suggest-rebase",
        on_click=_amend,
        args=(asked,),
        kwargs={"before": rebased.before, "after": rebased.after},
        disabled=now is None,
    )
    return True


def _head(asked: str, draft: Draft, data: Dataset) -> None:
    title = table_name(draft.table)
    if draft.before is not None:
        title = record_name(draft.table, draft.record, draft.before, data)
    st.subheader(plain(title), anchor=False)
    st.info(
        _(
            "The status of a road or a siege follows from these records. It changes only when a"
            " second person has accepted your suggestion; until then everybody sees it as it is."
        )
        if draft.table == _ROADS
        else _("Nothing changes for anybody until a second person has accepted it."),
        icon=":material/group:",
    )
    if draft.before is not None:
        st.toggle(
            _("Remove this record"),
            on_change=lambda: _amend(asked, remove=bool(view.returned("suggest-remove"))),
            **view.shown("suggest-remove", draft.remove),
        )


def _form(asked: str, draft: Draft, data: Dataset) -> dict[str, list[str]]:
    """Draw the fields with what is wrong in them, and return that."""
    faults = _faults(draft)

    def take(name: str, text: str) -> None:
        now = kept(asked) or draft
        _amend(asked, after=now.put(name, text, data).after)

    if not draft.remove:
        told = draft.tried or draft.before is not None
        fields(draft, faults if told else {}, data, take)
    return faults


def _draw(asked: str, draft: Draft, data: Dataset) -> None:
    now = agreeing.current(team.store(), draft.table, draft.record) if draft.record else None
    _head(asked, draft, data)
    moved = _moved(asked, draft, now, data)
    faults = _form(asked, draft, data)
    heading(_("What changes"))
    after = None if draft.remove else draft.after
    difference(draft.table, agreeing.differences(draft.before, after), data)
    _reasons(asked, draft, data)
    if draft.tried:
        wrong = [_("Some fields are not right yet: see what stands in red.")] if faults else []
        if wrong := wrong + _missing(draft):
            st.error(" ".join(wrong))
    team.said(_PLACE)
    st.button(
        _("Send the suggestion"),
        key="suggest-send",
        type="primary",
        icon=":material/send:",
        disabled=moved or not draft.changed,
        on_click=_on_send,
        args=(asked,),
    )


def suggestion(data: Dataset) -> None:
    """Draw the form that the address asks for, with the difference that it would make.

    Args:
        data: The data of this host.
    """
    asked = str(view.get("suggest"))
    st.button(
        _("Back without sending"),
        key="suggest-leave",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=_leave,
        args=(asked,),
    )
    allow(team.who(), Act.suggest)
    draft = opened(asked, data)
    if draft is None:
        st.warning(_("There is no such record here."))
    else:
        _draw(asked, draft, data)
