"""Constants and the few settings a host may change through the environment.

Environment:
    SAHEL_MAP_DATA: folder with events.csv, sources.csv, places.csv and geo/.
        Default: ``data/`` beside ``app.py``.
    SAHEL_MAP_IMPORTS: folder in which datasets that readers load are kept, and nothing else.
        Default: ``imports/`` beside ``app.py``.
    SAHEL_MAP_EMBED_IN: sites that may show pages with ``?embed=true`` in a frame, separated by
        spaces, such as ``https://intranet.example``. Default: ``*``, any site; ``'self'``: none.
    SAHEL_MAP_FRONTEND: folder with the installed map libraries.
        Default: ``frontend/dist/`` beside ``app.py``.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

STORAGE_CRS = "EPSG:4326"
"""Longitude and latitude in degrees: files, web maps, never measurements."""

AREA_CRS = "ESRI:102022"
"""Africa Albers Equal Area Conic, metres: areas and densities."""

JOIN_TOLERANCE_KM = 5.0
"""How far outside its stated country a point may lie and still be joined to that country.

Natural Earth 1:10m is generalised by up to a few kilometres along borders; Gogui, a Malian
border post, lies some 0.3 km inside Mauritania on it.
"""


def data_dir() -> Path:
    """Return the folder that holds the data tables."""
    return Path(os.environ.get("SAHEL_MAP_DATA", ROOT / "data"))


def imports_dir() -> Path:
    """Return the folder in which datasets that readers load are kept."""
    return Path(os.environ.get("SAHEL_MAP_IMPORTS", ROOT / "imports"))


def geo_dir(folder: Path | None = None) -> Path:
    """Return the folder of the map layers: that of a data folder, or the bundled one without any.

    Args:
        folder: A data folder; by default the one of this host.
    """
    own = (folder or data_dir()) / "geo"
    return own if (own / "admin1.geojson").is_file() else ROOT / "data" / "geo"


def frontend_dir() -> Path:
    """Return the folder that holds the installed map libraries."""
    return Path(os.environ.get("SAHEL_MAP_FRONTEND", ROOT / "frontend" / "dist"))


def embed_in() -> str:
    """Return the sites that may show embedded pages, as the ``frame-ancestors`` of a CSP."""
    sites = os.environ.get("SAHEL_MAP_EMBED_IN", "*").split()
    # A sign that ends a directive would let the setting write other parts of the policy.
    return " ".join(site for site in sites if not set(site) & set(";,")) or "'self'"
