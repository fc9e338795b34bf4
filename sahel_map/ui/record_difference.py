"""Differences of a record, column by column, and its versions side by side."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext
from sahel_map.store import Dataset
from sahel_map.ui import templates
from sahel_map.ui.record_words import column_name, differing, value_items

__all__ = ["beside", "difference"]


def difference(table: str, rows: Iterable[tuple[str, Any, Any]], data: Dataset) -> None:
    """Draw what becomes of each column that changes: what goes, what comes.

    Args:
        table: File of the record.
        rows: Column, old and new value.
        data: Where names are looked up.
    """
    shown = [row for row in differing(table, rows, data) if row["gone"] or row["new"]]
    if not shown:
        st.caption(_("Nothing changes."))
        return
    for row in shown:
        n = len(row["kept"])
        row["kept_text"] = ngettext("{n} stays", "{n} stay", n).format(n=n)
    words = {"gone": _("goes:"), "new": _("comes:")}
    templates.show("difference.html", rows=shown, words=words)


def beside(table: str, versions: Mapping[str, Mapping[str, Any] | None], data: Dataset) -> None:
    """Draw versions of a record side by side: the columns in which they differ.

    Args:
        table: File of the record.
        versions: Words for each version to its values; None where there is no record.
        data: Where names are looked up.
    """
    rows: Sequence[Mapping[str, Any]] = [row or {} for row in versions.values()]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [
        {
            "name": column_name(table, name),
            "cells": [value_items(table, name, str(row.get(name) or ""), data) for row in rows],
        }
        for name in columns
        if len({row.get(name) or "" for row in rows}) > 1
    ]
    templates.show("versions_beside.html", names=list(versions), rows=cells)
