"""Packs: all files of six views, by the library and by the command, against plain plotting."""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final

import geopandas as gpd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure

from benchmarks.report import Row, against, middle
from sahel_map.briefing import Briefing, bundled, write_briefing
from sahel_map.pack import Content, content_of, files_of
from sahel_map.scenes import Ground
from sahel_map.settings import data_dir, geo_dir
from sahel_map.store import Dataset, load

__all__ = ["PARTS", "Packs", "measure"]

_VIEWS: Final = 6
_MOST_SECONDS: Final = 30.0
_MADE: Final = date(2026, 1, 1)
_GROUND: Final = ("admin0", "admin1", "rivers", "lakes")
_DPI: Final = (150, 300)


@dataclass(frozen=True)
class Packs:
    """Seconds, one entry a run.

    Attributes:
        ours: For all files of six views with maps.
        plain: For their maps alone, drawn by geopandas without names, legend or words, as two
            PNG files and one PDF each.
        command: For the same six views by ``sahel-map brief``, from its start to its end.
        megabytes: Size of the page that needs no network.
    """

    ours: Sequence[float]
    plain: Sequence[float]
    command: Sequence[float]
    megabytes: float


def _six(data: Dataset) -> Briefing:
    """Return a briefing of six views that have a map."""
    whole = bundled()["western-offensive"]
    content = content_of(whole, Ground.of(data), made=_MADE)
    mapped = [leaf.number for leaf in content.leaves if leaf.sight.drawings][:_VIEWS]
    steps = tuple(whole.steps[number - 1] for number in mapped)
    return replace(whole, slug="", steps=steps)


def _plain(content: Content) -> None:
    layers = [gpd.read_file(geo_dir() / f"{name}.geojson").to_crs(3857) for name in _GROUND]
    for leaf in content.leaves:
        for _drawing in leaf.sight.drawings:
            figure = Figure(figsize=(10, 6.25))
            axes = figure.add_subplot()
            for layer in layers:
                layer.plot(ax=axes, linewidth=0.5, edgecolor="grey", facecolor="none")
            placed = leaf.sight.events[leaf.sight.events["lat"].notna()]
            if len(placed):
                placed.to_crs(3857).plot(ax=axes, column="category")
            for dpi in _DPI:
                figure.set_dpi(dpi)
                FigureCanvasAgg(figure).print_png(io.BytesIO())
            FigureCanvasPdf(figure).print_pdf(io.BytesIO())


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _command(briefing: Path, out: Path) -> None:
    command = [str(Path(sys.executable).with_name("sahel-map")), "brief"]
    subprocess.run(
        [*command, "--briefing", str(briefing), "--out", str(out)], check=True, capture_output=True
    )


def measure(runs: int) -> Packs:
    """Make the pack of six views, its maps the plain way, and the same by the command, in turn."""
    data = load(data_dir())
    briefing = _six(data)
    ours, plain, command, sizes = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "six.json"
        path.write_bytes(write_briefing(briefing))
        for _run in range(runs):
            made: dict[str, bytes] = {}

            def pack(made: dict[str, bytes] = made) -> None:
                content = content_of(briefing, Ground.of(data), made=_MADE)
                made.update(files_of(content))

            ours.append(_timed(pack))
            sizes.append(sum(len(raw) for name, raw in made.items() if name.endswith(".html")))
            content = content_of(briefing, Ground.of(data), made=_MADE)
            plain.append(_timed(lambda content=content: _plain(content)))  # type: ignore[misc]
            command.append(_timed(lambda: _command(path, Path(folder) / "out")))
    return Packs(ours, plain, command, max(sizes) / 1e6)


def _rows(runs: int) -> list[Row]:
    seen = measure(min(runs, 3))
    return [
        Row(
            f"Pack of {_VIEWS} views: all its files",
            middle(seen.ours, "s", digits=1),
            middle(seen.plain, "s", digits=1),
            against(seen.ours, seen.plain),
            "under 30 s",
            median(seen.ours) < _MOST_SECONDS,
        ),
        Row(
            "… by the command line, from its start",
            middle(seen.command, "s", digits=1),
            target="under 30 s",
            met=median(seen.command) < _MOST_SECONDS,
        ),
        Row(
            "… size of its page that needs no network",
            f"{seen.megabytes:.1f} MB",
            target="under 4 MB",
            met=seen.megabytes < 4,  # noqa: PLR2004
        ),
    ]


PARTS: Final = {"pack": _rows}
