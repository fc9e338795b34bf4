"""Downloads of exactly what is shown."""

from functools import partial

import pandas as pd
import streamlit as st

from sahel_map.exports import Provenance, to_csv, to_geojson, to_gpkg
from sahel_map.i18n import gettext as _
from sahel_map.selection import Selection
from sahel_map.store import Dataset
from sahel_map.ui import basis

__all__ = ["downloads"]


def downloads(events: pd.DataFrame, selection: Selection, data: Dataset) -> None:
    """Offer the selected events as CSV, GeoJSON and GeoPackage; made when asked for."""
    words = ". ".join(filter(None, [selection.sentence(), basis.shown().sentence()]))
    provenance = Provenance(words, data.version, data.full)
    row = st.container(horizontal=True, vertical_alignment="center")
    row.markdown(_("Download these events:"))
    kinds = [
        ("CSV", to_csv, "csv", "text/csv"),
        ("GeoJSON", to_geojson, "geojson", "application/geo+json"),
        ("GeoPackage", to_gpkg, "gpkg", "application/geopackage+sqlite3"),
    ]
    for label, write, suffix, mime in kinds:
        row.download_button(
            label,
            partial(write, events, provenance),
            f"sahel-map-events.{suffix}",
            mime,
            on_click="ignore",
            key=f"download-{suffix}",
            icon=":material/download:",
        )
