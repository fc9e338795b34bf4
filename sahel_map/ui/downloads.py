"""Downloads of exactly what is shown."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from sahel_map.exports import Provenance, counts_csv, to_csv, to_geojson, to_gpkg
from sahel_map.i18n import gettext as _
from sahel_map.outcome import Outcome
from sahel_map.selection import Selection
from sahel_map.store import Dataset
from sahel_map.ui import basis

__all__ = ["downloads"]


def _written(
    write: Callable[[pd.DataFrame, Provenance], bytes], outcome: Outcome, about: Provenance
) -> bytes:
    return write(outcome.events, about)


def downloads(outcome: Outcome, selection: Selection, data: Dataset) -> None:
    """Offer the selected events as CSV, GeoJSON and GeoPackage; made when asked for."""
    words = ". ".join(filter(None, [selection.sentence(), basis.shown().sentence()]))
    provenance = Provenance.of(words, data)
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(_("Download these events:"))
    if data.restricted:
        row.download_button(
            _("Counts per month and region, CSV"),
            partial(_written, counts_csv, outcome, provenance),
            "sahel-map-counts.csv",
            "text/csv",
            on_click="ignore",
            key="download-counts",
            icon=":material/download:",
        )
        st.caption(provenance.withheld)
        return
    kinds = [
        ("CSV", to_csv, "csv", "text/csv"),
        ("GeoJSON", to_geojson, "geojson", "application/geo+json"),
        ("GeoPackage", to_gpkg, "gpkg", "application/geopackage+sqlite3"),
    ]
    for label, write, suffix, mime in kinds:
        row.download_button(
            label,
            partial(_written, write, outcome, provenance),
            f"sahel-map-events.{suffix}",
            mime,
            on_click="ignore",
            key=f"download-{suffix}",
            icon=":material/download:",
        )
