"""Finished pictures of a map: a PNG to paste into a slide, an SVG for a printed page."""

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from PIL import Image, PngImagePlugin

from sahel_map.figures.extent import Box
from sahel_map.figures.layers import Layers
from sahel_map.figures.lettering import wrapped
from sahel_map.figures.map import draw_map
from sahel_map.figures.palette import with_palette
from sahel_map.figures.sheet import Sheet, Words
from sahel_map.figures.stylesheet import solid
from sahel_map.scenes.sight import Drawing

__all__ = ["INCHES", "Frame", "to_png", "to_svg"]

INCHES: Final = (10.0, 6.25)
"""Width and height of a picture; at 96 dots to the inch its symbols are as large as on a screen."""

_SOFTWARE: Final = "Sahel Map"

_EDGE: Final = 16.0
_MM: Final = 25.4
_FULL_WIDTH: Final = 9.0
"""Inches of paper from which symbols have their full size; down to 70 percent of it they shrink."""
_SMALLEST: Final = 0.7

_RASTER_DPI: Final = 200
"""Of what is drawn as pixels inside an SVG."""

# Text, hatches and settings of matplotlib are shared by all threads.
_LOCK: Final = threading.Lock()


@dataclass(frozen=True)
class Frame:
    """What stands around a picture, in the language of the reader.

    Attributes:
        title: What it shows.
        caption: What is drawn and what is not.
        source: Sources, licence and what the boundaries are.
        version: Version of the data, and the day.
    """

    title: str
    caption: str
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines of text of one kind."""

    lines: list[str]
    size: float
    colour: str
    bold: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * 1.36

    def draw(self, sheet: Sheet, top: float) -> float:
        """Write the lines from a height on and return where they end."""
        step = self.size * 1.36
        for number, line in enumerate(self.lines):
            words = Words(self.size, solid(self.colour), bold=self.bold)
            sheet.text(line, _EDGE, top + (number + 0.5) * step, words)
        return top + self.height


@contextmanager
def _matplotlib() -> Iterator[None]:
    """Keep matplotlib to this thread, with its own defaults and nobody's settings."""
    with _LOCK, mpl.rc_context(mpl.rcParamsDefault):
        mpl.rcParams["svg.hashsalt"] = _SOFTWARE
        yield


def _paragraphs(
    drawing: Drawing, frame: Frame, width: float
) -> tuple[list[_Paragraph], list[_Paragraph]]:
    """Return what stands over the map, and what under it."""

    def paragraph(text: str, size: float, colour: str, most: int) -> _Paragraph:
        return _Paragraph(wrapped(text, size, width, most=most), size, colour)

    title = wrapped(frame.title, 18, width, most=2, bold=True)
    above = [_Paragraph(title, 18, "var(--ink)", bold=True)]
    above.append(paragraph(drawing.title, 12.5, "var(--ink-soft)", 1))
    below = [
        paragraph(frame.caption, 11.5, "var(--ink)", 3),
        paragraph(frame.source, 9.2, "var(--ink-soft)", 3),
        paragraph(frame.version, 9.2, "var(--ink-soft)", 1),
    ]
    return above, below


def to_png(drawing: Drawing, layers: Layers, frame: Frame, *, dpi: int) -> bytes:
    """Return a picture of a map, 10 by 6.25 inches, complete in itself.

    Args:
        drawing: The map.
        layers: The ground of the data that it shows.
        frame: The words around it.
        dpi: Dots to the inch, 150 for a screen or 300 for print.
    """
    with _matplotlib():
        sheet = Sheet(*INCHES, 1.0, copies=False)
        above, below = _paragraphs(drawing, frame, sheet.width - 2 * _EDGE)
        top = _EDGE - 4
        for paragraph in above:
            top = paragraph.draw(sheet, top)
        foot = sheet.height - _EDGE + 6 - sum(part.height + 2 for part in below)
        box = Box(_EDGE, top + 6, sheet.width - _EDGE, foot - 4)
        draw_map(sheet, box, drawing, layers)
        for paragraph in below:
            foot = paragraph.draw(sheet, foot) + 2
        sheet.figure.set_dpi(dpi)
        canvas = FigureCanvasAgg(sheet.figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")  # type: ignore[no-untyped-call]
    said = PngImagePlugin.PngInfo()
    texts = {"Title": frame.title, "Source": frame.source, "Software": _SOFTWARE}
    for name, text in texts.items():
        said.add_itxt(name, text.encode(errors="replace").decode())
    found = io.BytesIO()
    with_palette(pixels).save(found, "png", dpi=(dpi, dpi), pnginfo=said, compress_level=6)
    return found.getvalue()


_PATH: Final = re.compile(rb' d="[^"]*"')
_STRAIGHT: Final = re.compile(rb"(\d+\.\d)\d+")
_CURVED: Final = re.compile(rb"(\d+\.\d\d)\d+")
_HALO: Final = re.compile(
    rb'(<g id="halo-\d+">\s*(?:<g clip-path="[^"]*">\s*)?<!--[^>]*-->\s*<g style="fill: (#\w+))'
)
_HALO_WIDTH: Final = rb"1400"
"""In units of the outlines of letters, 6400 to the size of the font."""


def to_svg(drawing: Drawing, layers: Layers, *, width_mm: float, height_mm: float) -> bytes:
    """Return a map with its legend and scale bar as SVG, without words around it.

    Text is drawn as outlines, so that it looks alike wherever it is printed.

    Args:
        drawing: The map.
        layers: The ground of the data that it shows.
        width_mm: Width of the picture.
        height_mm: Its height.
    """
    width, height = width_mm / _MM, height_mm / _MM
    scale = min(1.0, max(_SMALLEST, width / _FULL_WIDTH))
    found = io.BytesIO()
    with _matplotlib():
        sheet = Sheet(width, height, scale, copies=True)
        draw_map(sheet, Box(0.5, 0.5, sheet.width - 0.5, sheet.height - 0.5), drawing, layers)
        sheet.figure.patch.set_visible(False)
        sheet.figure.set_dpi(_RASTER_DPI)
        canvas = FigureCanvasSVG(sheet.figure)
        canvas.print_svg(found, metadata={"Date": None, "Creator": _SOFTWARE})  # type: ignore[no-untyped-call]
    return _slimmed(found.getvalue())


def _short(path: re.Match[bytes]) -> bytes:
    """Return a path with short coordinates, straight ones without letters that may be left out."""
    if b"Q" in path[0]:
        return path[0]
    if b"C" in path[0]:
        return _CURVED.sub(rb"\1", path[0])
    return _STRAIGHT.sub(rb"\1", path[0]).replace(b" \nL ", b" ")


def _slimmed(text: bytes) -> bytes:
    """Return the file with short coordinates, and with halos as broad outlines.

    Lines of the ground keep tenths of a point, which is 0.04 mm, and round symbols hundredths.
    """
    short = _PATH.sub(_short, text)
    outline = b"; stroke: \\2; stroke-linejoin: round; stroke-width: " + _HALO_WIDTH
    return _HALO.sub(rb"\1" + outline, short)
