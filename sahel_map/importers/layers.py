"""Map layers of points, batch by batch: GeoJSON, TopoJSON, GeoPackage and shapefiles."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from sahel_map.importers.batches import Batches
from sahel_map.importers.refusals import refusal

__all__ = ["open_layer"]

_POINTS: Final = ("Point", "MultiPoint")
_ANY: Final = "Unknown"
_FAULTS: Final = (
    DataLayerError, DataSourceError, FieldError, GeometryError, pa.ArrowException, OSError,
    UnicodeDecodeError, RuntimeError,
)  # fmt: skip


def open_layer(
    path: Path, file: str, block_rows: int, closing: ExitStack, *, layer: str | None = None,
    encoding: str | None = None,
) -> tuple[Batches, int]:  # fmt: skip
    """Open a map layer.

    Args:
        path: Where it is.
        file: Its name, for a refusal.
        block_rows: How many records a block has.
        closing: Closes it.
        layer: Which layer of several; None for the first with points.
        encoding: How a shapefile's attributes are encoded.

    Returns:
        Its records, and how many there are; 0 where that is not known.

    Raises:
        RefusedFile: It cannot be read, or has no points.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # what GDAL mends by itself
        try:
            chosen, others = _chosen(path, file, layer)
            options = {"DATE_AS_STRING": "YES"} if _is_text(path) else {}
            meta, reader = closing.enter_context(
                pyogrio.open_arrow(
                    path,
                    layer=chosen,
                    batch_size=block_rows,
                    use_pyarrow=True,
                    encoding=encoding,
                    **options,
                )
            )
            total = int(pyogrio.read_info(path, layer=chosen)["features"])
        except _FAULTS as error:
            raise refusal(file, "broken_layer", problem=error) from error
        has_points = meta["geometry_type"] is not None
        geometry = (meta["geometry_name"] or "wkb_geometry") if has_points else ""
        batches = Batches(_batches(reader, file), file, geometry, meta["crs"])
    batches.details |= {"layer": chosen} | ({"skipped_layers": others} if others else {})
    return batches, max(0, total)


def _batches(reader: pa.RecordBatchReader, file: str) -> Iterator[pa.RecordBatch]:
    try:
        yield from reader
    except _FAULTS as error:
        raise refusal(file, "broken_layer", problem=error) from error


def _is_text(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(64).lstrip(b" \t\r\n\xef\xbb\xbf").startswith((b"{", b"["))


def _chosen(path: Path, file: str, wanted: str | None) -> tuple[str, list[str]]:
    """Return the layer to read, and the names of the others."""
    kinds: dict[str, Any] = {name: kind or "" for name, kind in pyogrio.list_layers(path)}
    if not kinds:
        raise refusal(file, "only_header")
    if wanted is not None and wanted not in kinds:
        raise refusal(file, "no_sheet", sheet=wanted, names=", ".join(kinds))
    ranked = sorted(kinds, key=lambda name: _rank(kinds[name])) if wanted is None else [wanted]
    chosen = ranked[0]
    if _rank(kinds[chosen]) == _rank("Polygon"):
        raise refusal(file, "not_points", kind=", ".join(sorted(set(kinds.values()))))
    return chosen, [name for name in kinds if name != chosen]


def _rank(kind: str) -> int:
    """Return how well a kind of geometry suits events: 0 best, 3 not at all."""
    plain = kind.removeprefix("3D ").removeprefix("2.5D ").removeprefix("Measured ").split(" ")[0]
    if plain in _POINTS:
        return 0
    if plain == _ANY:
        return 1
    return 2 if not kind else 3
