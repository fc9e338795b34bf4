"""The report of an import: every row that was read, and what became of it."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext as _
from sahel_map.i18n import ngettext, number_text
from sahel_map.importers.folder import WHOSE, DatasetFolder
from sahel_map.server import collection
from sahel_map.settings import data_dir
from sahel_map.ui import datasets
from sahel_map.ui.controls import heading, plain
from sahel_map.wording import pair_text

__all__ = ["data_report", "shown_report"]

_TERMS = {
    "merged": v.MERGES,
    "repaired": v.REPAIRS,
    "flagged": v.FLAGS,
    "rejected": v.REJECTIONS,
}


def _table(rows: list[dict[str, Any]], group: str) -> pd.DataFrame:
    def example(one: dict[str, Any]) -> str:
        parts = [
            pair_text(str(shown["row"]), str(shown["value"]))
            + (f" → {shown['used']}" if "used" in shown else "")
            for shown in one.get("examples", [])
        ]
        return " | ".join(parts)

    table = pd.DataFrame(
        {
            "what": [v.label(_TERMS[group], one["code"]) for one in rows],
            "column": [one.get("column", "") for one in rows],
            "rows": [one["rows"] for one in rows],
            "examples": [example(one) for one in rows],
        }
    )
    return table.loc[:, (table != "").any()]


def _group(title: str, rows: list[dict[str, Any]], group: str) -> None:
    if not rows:
        return
    heading(title)
    st.dataframe(
        _table(rows, group),
        hide_index=True,
        column_config={
            "what": st.column_config.TextColumn(_("What"), width=330),
            "column": st.column_config.TextColumn(_("Column"), width=130),
            "rows": st.column_config.NumberColumn(_("Rows"), width="small"),
            "examples": st.column_config.TextColumn(_("First rows, as they came"), width=420),
        },
    )


def data_report(folder: Path, *, mine: bool) -> None:
    """Draw the report of the last import into a dataset.

    Args:
        folder: What the import has left, as the store gives it.
        mine: Whether the reader has loaded it: rejected rows are given back to nobody else.
    """
    held = DatasetFolder(folder)
    path = held.file("report")
    if path is None or not path.is_file():
        return
    report = json.loads(path.read_text(encoding="utf-8"))
    for name in WHOSE:
        report.pop(name, None)
    merged = sum(one["rows"] for one in report["merged"])
    rejected = sum(one["rows"] for one in report["rejected"])
    st.subheader(_("Report of the last import"), anchor=False)
    st.caption(
        plain(
            _("{file}, read on {day} as {format} ({container}, {encoding}).").format(
                file=report["file"],
                day=report["imported_at"][:10],
                format=v.label(v.FORMATS, report["format"]),
                container=report["container"],
                encoding=report["encoding"],
            )
        )
    )
    figures = {
        _("Rows read"): report["rows_read"],
        _("New events"): report["new"],
        _("Replaced"): report["replaced"],
        _("Rows merged"): merged,
        _("Rejected"): rejected,
        _("Events now"): report["events"],
    }
    row = st.container(horizontal=True, key="report-figures")
    for label, n in figures.items():
        row.metric(label, number_text(n), width="content")
    if report["left_aside"]:
        st.caption(
            ngettext(
                "{n} row of another country was left aside.",
                "{n} rows of other countries were left aside.",
                report["left_aside"],
            ).format(n=number_text(report["left_aside"]))
        )
    if report["gone"]:
        st.caption(
            ngettext(
                "{n} earlier event is no longer in the file; it is kept and flagged.",
                "{n} earlier events are no longer in the file; they are kept and flagged.",
                report["gone"],
            ).format(n=number_text(report["gone"]))
        )
    _group(_("Rejected: not taken in, and kept as they came"), report["rejected"], "rejected")
    row = st.container(horizontal=True)
    rows = held.file("rejected")
    if mine and rows is not None and rows.is_file():
        row.download_button(
            _("Download the rejected rows"),
            rows.read_bytes,
            f"rejected-{Path(report['file']).stem}.csv",
            "application/octet-stream",
            on_click="ignore",
            icon=":material/download:",
            help=_(
                "Each row byte for byte as it came, behind its number and the reason. Mend it in a"
                " text editor and load it again: the two columns in front are skipped."
            ),
        )
    row.download_button(
        _("Download the report"),
        json.dumps(report, ensure_ascii=False, indent=1).encode(),
        "import-report.json",
        "application/json",
        on_click="ignore",
        icon=":material/download:",
    )
    _group(_("Merged: rows that made no event of their own"), report["merged"], "merged")
    _group(_("Repaired: values that were changed to be read"), report["repaired"], "repaired")
    _group(_("Flagged: kept, and worth knowing"), report["flagged"], "flagged")


def shown_report() -> None:
    """Draw the report of the dataset that the pages show, where it was imported."""
    ref = datasets.shown_ref()
    if ref.veiled:  # the examples of a report are rows as they came
        return
    if not ref.key:
        data_report(data_dir(), mine=False)
    else:
        entry = collection.find(str(ref), datasets.reader())
        data_report(entry.papers, mine=entry.mine)
