"""The versions of a record: who suggested what, who accepted it, and when."""

from collections.abc import Sequence

import streamlit as st

from sahel_map import agreeing
from sahel_map import vocabulary as v
from sahel_map.agreeing import Change
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext
from sahel_map.store import Dataset
from sahel_map.ui import team, templates
from sahel_map.ui.record_difference import difference
from sahel_map.ui.record_words import record_name

__all__ = ["record_history"]

_LISTED = 20
"""Versions of a record that are drawn, the newest."""


def _told(change: Change) -> dict[str, str]:
    who = v.label(v.VERSION_ACTS, change.act)
    if change.proposed_by:
        who = _("suggested by {author}, accepted by {reviewer}").format(
            author=change.proposed_by, reviewer=change.accepted_by
        )
    return {
        "what": _("Version {n}").format(n=change.number),
        "who": who,
        "at": team.moment_text(change.at),
        "text": change.note,
    }


def record_history(table: str, records: Sequence[str], data: Dataset) -> None:
    """Draw the versions of some records of a table, each with what it changed.

    Args:
        table: File of the records.
        records: Their keys.
        data: Where names are looked up.
    """
    found = {key: agreeing.history(team.store(), team.who(), table, key) for key in records}
    n = sum(map(len, found.values()))
    if not n:
        return
    title = ngettext("{n} version", "{n} versions", n).format(n=n)
    with st.expander(title, icon=":material/history:", key=f"versions-{table.partition('.')[0]}"):
        for key, changes in found.items():
            if len(records) > 1 and changes:
                newest = changes[0]
                st.caption(record_name(table, key, newest.after or newest.before, data))
            for change in changes[:_LISTED]:
                templates.show("steps.html", steps=[_told(change)])
                if change.before is not None:
                    rows = agreeing.differences(change.before, change.after)
                    difference(table, rows, data)
