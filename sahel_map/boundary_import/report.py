"""What a reader settles when adding a layer, and the report of what was done."""

from dataclasses import dataclass, replace
from typing import Any

from sahel_map.boundary_import.columns import Columns
from sahel_map.boundary_import.names import Matching
from sahel_map.boundary_import.origins import Origin
from sahel_map.boundary_import.reading import Reading
from sahel_map.boundary_import.remarks import KINDS, Remark

__all__ = ["Addition", "Choices"]


@dataclass(frozen=True)
class Choices:
    """What a reader settles with options; None where the file is to say."""

    level: int | None = None
    name: str | None = None
    code: str | None = None
    parent: str | None = None
    country: str | None = None
    vintage: str | None = None
    source: str | None = None
    licence: str | None = None
    layer: str | None = None
    crs: str | None = None


@dataclass(frozen=True)
class Addition:
    """What was added, or would be.

    Attributes:
        file: Name of the file, and ``layer`` in it.
        country: ISO 3166-1 alpha-3.
        columns: What was read from which column.
        reading: The coordinate system and the encoding.
        rows: Rows of the layer that are of the country; ``units`` were made of them.
        known: Which level's names the units were matched with: ``admin1``, for instance.
        matching: Which units have known names.
        names: The name of each unit, by its id.
        origin: Vintage, source and licence.
        remarks: What was assumed, repaired and is worth knowing.
        written: The files that changed; none in a dry run.
    """

    file: str
    layer: str
    country: str
    columns: Columns
    reading: Reading
    rows: int
    known: str
    matching: Matching
    names: dict[str, str]
    origin: Origin
    remarks: tuple[Remark, ...]
    written: tuple[str, ...] = ()

    @property
    def unknown(self) -> list[str]:
        """The names of the units that match none known."""
        return [self.names[unit_id] for unit_id in self.matching.unmatched]

    def with_files(self, written: list[str]) -> "Addition":
        """Return the report with the files that were written."""
        return replace(self, written=tuple(written))

    def as_record(self) -> dict[str, Any]:
        """Return the report as it is printed in JSON."""
        said: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
        for remark in self.remarks:
            said[remark.kind].append(remark.as_record() | {"text": remark.text})
        return {
            "file": self.file,
            "layer": self.layer,
            "level": self.columns.level,
            "country": self.country,
            "columns": self.columns.as_record(),
            "crs": {"declared": self.reading.declared, "taken": self.reading.crs},
            "encoding": self.reading.encoding,
            "rows": self.rows,
            "units": len(self.names),
            **said,
            "names": {
                "known_from": self.known,
                "matched": len(self.matching.matched),
                "unmatched": self.unknown,
            },
            **self.origin.as_record(),
            "written": list(self.written),
        }
