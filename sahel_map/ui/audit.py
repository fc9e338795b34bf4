"""Who did what on this host, and when: for admins."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from sahel_map.exports import safe_csv
from sahel_map.i18n import gettext as _
from sahel_map.i18n import number_text
from sahel_map.ledger.audit import entries
from sahel_map.people import Act
from sahel_map.ui import team

__all__ = ["audit_log"]

_MOST: Final = 1000
_COLUMNS: Final = ("at", "who_name", "role", "act", "subject", "detail", "who")


def _row(entry: Mapping[str, Any]) -> dict[str, Any]:
    detail = entry["detail"]
    told = json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else ""
    return {name: entry[name] for name in _COLUMNS} | {"detail": told}


def _found() -> list[Mapping[str, Any]]:
    """Draw the filters, and return what they leave of the log."""
    act, who, first, last = st.columns(4)
    done = act.text_input(_("Act"), placeholder="share", key="audit-act")
    by = who.text_input(_("By"), placeholder="name@example.org", key="audit-who")
    since = first.date_input(_("From"), None, key="audit-first", format="YYYY-MM-DD")
    until = last.date_input(_("To"), None, key="audit-last", format="YYYY-MM-DD")
    with team.store().ledger.begin() as connection:
        return entries(
            connection,
            act=done.strip() or None,
            who=by.strip() or None,
            first=since,
            last=until,
            limit=_MOST,
        )


def _table(found: list[Mapping[str, Any]]) -> None:
    table = pd.DataFrame([_row(entry) for entry in found], columns=list(_COLUMNS))
    st.dataframe(
        table.assign(at=[entry["at"].replace(tzinfo=None) for entry in found]),
        hide_index=True,
        column_order=_COLUMNS[:-1],
        column_config={
            "at": st.column_config.DatetimeColumn(_("When (UTC)"), format="YYYY-MM-DD HH:mm:ss"),
            "who_name": st.column_config.TextColumn(_("Who")),
            "role": st.column_config.TextColumn(_("Role"), width="small"),
            "act": st.column_config.TextColumn(_("Act"), width="small"),
            "subject": st.column_config.TextColumn(_("Of what")),
            "detail": st.column_config.TextColumn(_("Detail"), width="large"),
        },
    )
    day = dt.datetime.now(tz=dt.UTC).date()
    st.download_button(
        _("Download the audit log (CSV)"),
        safe_csv(table.assign(at=[entry["at"].isoformat(timespec="seconds") for entry in found])),
        f"audit-{day}.csv",
        "text/csv",
        on_click="ignore",
        key="audit-csv",
    )


def audit_log() -> None:
    """Draw the audit log with its filters, for who may read it."""
    if not team.can(Act.audit):
        return
    with st.expander(_("Audit log"), icon=":material/fact_check:"), team.guarded():
        found = _found()
        if not found:
            st.caption(_("Nothing is noted that fits."))
            return
        if len(found) == _MOST:
            st.caption(
                _("The newest {n} are shown; narrow the days to see older ones.").format(
                    n=number_text(_MOST)
                )
            )
        _table(found)
