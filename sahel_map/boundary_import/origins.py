"""Where the units of each country and level come from, as the manifest keeps it."""

from dataclasses import dataclass
from typing import Any, Final

from sahel_map.boundaries import level_file
from sahel_map.boundary_import.folder import Folder

__all__ = ["Origin", "forget_layer", "is_added", "record_layer", "records_of"]

_TEXTS: Final = ("source", "vintage", "licence")
_KEPT: Final = ("file", "layer", "country", "units", *_TEXTS, "columns", "crs", "encoding")


@dataclass(frozen=True)
class Origin:
    """Who made a layer, of when it is and under which terms it may be passed on, in words."""

    source: str
    vintage: str
    licence: str

    def as_record(self) -> dict[str, str]:
        """Return the words by their names."""
        return {"source": self.source, "vintage": self.vintage, "licence": self.licence}


def records_of(folder: Folder, level: int) -> list[dict[str, Any]]:
    """Return what the manifest says of layers that were added on a level."""
    entry = folder.manifest["files"].get(level_file(level), {})
    added: list[dict[str, Any]] = entry.get("added", [])
    return added


def is_added(folder: Folder, level: int, country: str) -> bool:
    """Whether the units of a country on a level were added."""
    return any(record["country"] == country for record in records_of(folder, level))


def _write(folder: Folder, level: int, added: list[dict[str, Any]]) -> None:
    """Set the entry of a level's file to the words of all that is in it."""
    files, name = folder.manifest["files"], level_file(level)
    entry = files.get(name, {})
    before = entry.get("before", {} if "added" in entry else entry)
    if not added:
        if before:
            files[name] = before
        else:
            files.pop(name, None)
        return
    words = {}
    for text in _TEXTS:
        parts = [before[text]] if text in before else []
        parts += [f"{record['country']}: {record[text]}" for record in added]
        words[text] = " | ".join(parts)
    files[name] = before | words | ({"before": before} if before else {}) | {"added": added}


def record_layer(folder: Folder, report: dict[str, Any], level: int, sha256: str) -> None:
    """Keep in the manifest where a layer comes from, and what was assumed and repaired."""
    said = {
        kind: [{k: v for k, v in remark.items() if k != "text"} for remark in report[kind]]
        for kind in ("assumed", "repaired")
    }
    record = {name: report[name] for name in _KEPT} | {"file_sha256": sha256} | said
    others = [r for r in records_of(folder, level) if r["country"] != report["country"]]
    added = sorted([*others, record], key=lambda r: str(r["country"]))
    _write(folder, level, added)


def forget_layer(folder: Folder, level: int, country: str) -> None:
    """Take out of the manifest what it says of a layer that was added."""
    _write(folder, level, [r for r in records_of(folder, level) if r["country"] != country])
