"""Figures as rows of a Markdown table, with the machine and the versions they were taken on."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from sahel_map.settings import ROOT

__all__ = [
    "DOCUMENT", "HEADINGS", "Marks", "Row", "against", "conditions", "machine", "middle", "table",
    "write",
]  # fmt: skip

DOCUMENT: Final = ROOT / "docs" / "performance.md"

HEADINGS: Final = ("Figure", "Dashboard", "Baseline", "Ratio", "Target", "")
"""What stands above the cells of a ``Row``."""

_PACKAGES: Final = ("streamlit", "streamlit-folium", "folium", "geopandas")


@dataclass(frozen=True)
class Marks:
    """The lines between which figures stand in a document."""

    begin: str
    end: str


_FIGURES: Final = Marks(
    "<!-- figures: written by python -m benchmarks --write -->", "<!-- end of figures -->"
)


@dataclass(frozen=True)
class Row:
    """One figure beside its baseline.

    Attributes:
        name: What is measured.
        ours: The dashboard's value, with its unit.
        baseline: The baseline's value, with its unit; empty when there is none.
        ratio: Ours by baseline, or None.
        target: The target in words; empty when there is none.
        met: Whether the target is met, or None.
    """

    name: str
    ours: str
    baseline: str = ""
    ratio: float | None = None
    target: str = ""
    met: bool | None = None

    def cells(self) -> list[str]:
        """Return the row's texts."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = "" if self.met is None else "met" if self.met else "**missed**"
        return [self.name, self.ours, self.baseline, ratio, self.target, met]


def against(ours: Sequence[float], baseline: Sequence[float]) -> float:
    """Return the ratio of two medians."""
    return median(ours) / median(baseline)


def middle(values: Sequence[float], unit: str, *, scale: float = 1.0, digits: int = 0) -> str:
    """Return the median with its range: ``212 ms (190-250)``."""
    low, mid, high = (
        f"{value / scale:.{digits}f}" for value in (min(values), median(values), max(values))
    )
    return f"{mid} {unit} ({low}–{high})"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    rule = ["---"] * len(headings)
    return "\n".join(_line(cells) for cells in [headings, rule, *rows])


def _chromium_version() -> str:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        return f"Playwright {importlib.metadata.version('playwright')}'s Chromium"
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"Chromium [\d.]+", told.stdout)
    return found.group() if found else "Chromium"


def machine() -> str:
    """Return the machine and the versions, without a full stop."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def conditions(runs: int) -> str:
    """Return sentences on the machine, the versions and the number of runs."""
    load = os.getloadavg()[0]
    return (
        f"{machine()}, {_chromium_version()} (headless). "
        f"Medians of {runs} runs with their range; server and browser share the cores "
        f"(load {load:.1f} at the end)."
    )


def write(figures: str, document: Path = DOCUMENT, marks: Marks = _FIGURES) -> None:
    """Put the figures between the marks of a document.

    Raises:
        ValueError: The document lacks the marks.
    """
    text = document.read_text(encoding="utf-8")
    before, begin, rest = text.partition(marks.begin)
    _, end, after = rest.partition(marks.end)
    if not begin or not end:
        message = f"{document.name} lacks {marks.begin!r} and {marks.end!r} around its figures."
        raise ValueError(message)
    whole = f"{before}{marks.begin}\n\n{figures}\n\n{marks.end}{after}"
    document.write_text(whole, encoding="utf-8")
