"""What the steps of build_geo.py share: constants, tables, and small changes of form."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import geopandas as gpd
import pandas as pd
import shapely

TABLES = Path(__file__).resolve().parent / "geo"

DEGREES = "EPSG:4326"

DECIMALS = 4
REGION = shapely.box(-19, 3, 17, 28)


def read_table(name: str) -> pd.DataFrame:
    """Read one table of scripts/geo/; an empty cell is an empty string."""
    return pd.read_csv(TABLES / f"{name}.csv", dtype=str, keep_default_na=False)


def stop(message: str) -> NoReturn:
    """End the build with a message on standard error."""
    raise SystemExit(message)


def rounded(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Round every coordinate; equal vertices stay equal, so shared borders stay shared."""
    return shapes.transform(lambda xy: xy.round(DECIMALS) + 0.0)


def as_points(rows: pd.DataFrame) -> gpd.GeoDataFrame:
    """Turn lat and lon into rounded points."""
    points = gpd.points_from_xy(rows["lon"].round(DECIMALS), rows["lat"].round(DECIMALS))
    return gpd.GeoDataFrame(rows, geometry=points, crs=DEGREES)
