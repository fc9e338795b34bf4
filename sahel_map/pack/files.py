"""The files of a pack, one after another, so that a progress bar can follow."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from sahel_map.figures import Frame, Layers, to_png, to_svg
from sahel_map.i18n import date_text, gettext
from sahel_map.pack.content import Content, Leaf
from sahel_map.pack.document import MAP_MM, Maps, to_pdf
from sahel_map.pack.html import to_html
from sahel_map.pack.imprint import cut_off
from sahel_map.pack.tables import leaf_files, pack_files

__all__ = ["DPI", "PARTS", "drawn_maps", "files_of", "slug_of", "zipped"]

PARTS: Final = ("html", "pdf", "png", "tables")
"""What a pack can be made of."""

DPI: Final = (150, 300)
"""Resolutions of the pictures: for a screen and for paper."""

_LONGEST: Final = 48

Progress = Callable[[float, str], None]
"""Is told which share is done, 0 to 1, and what comes next."""


def slug_of(text: str) -> str:
    """Return a text as part of a file name: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > _LONGEST:
        # Between two words, where there are two.
        words = words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]
    return words or "view"


def _name(leaf: Leaf, index: int) -> str:
    part = f"-{index + 1}" if len(leaf.sight.drawings) > 1 else ""
    return f"{leaf.number:02d}-{slug_of(leaf.title)}{part}"


def _frame(leaf: Leaf, index: int, content: Content) -> Frame:
    drawing = leaf.sight.drawings[index]
    parts = [leaf.title, drawing.title]
    return Frame(
        title=": ".join(filter(None, parts)),
        caption=f"{leaf.sight.selection.rstrip('.')}. {drawing.caption}",
        source=_sources(leaf),
        version=gettext("Sahel Map, data version {version}, data to {last}; made on {day}").format(
            version=content.data.version, last=cut_off(content.data), day=date_text(content.made)
        ),
    )


def _sources(leaf: Leaf) -> str:
    """Return the publishers behind a view, those most cited first, and whose the ground is."""
    names = list(dict.fromkeys(leaf.sight.sources["publisher"]))
    shown = ", ".join(names[:6])
    if len(names) > 6:  # noqa: PLR2004  (a line holds no more)
        shown = gettext("{names} and {n} more").format(names=shown, n=len(names) - 6)
    ground = gettext("Boundaries: Natural Earth, generalised, no legal opinion.")
    return " ".join(filter(None, [gettext("Sources: {names}.").format(names=shown), ground]))


def _pictures(content: Content, layers: Layers) -> Iterator[tuple[str, bytes]]:
    for leaf in content.leaves:
        for index, drawing in enumerate(leaf.sight.drawings):
            for dpi in DPI:
                picture = to_png(drawing, layers, _frame(leaf, index, content), dpi=dpi)
                yield f"maps/{_name(leaf, index)}-{dpi}dpi.png", picture


def drawn_maps(content: Content, layers: Layers) -> Maps:
    """Return the maps of a pack as its document prints them."""
    maps = {}
    for leaf in content.leaves:
        for index, drawing in enumerate(leaf.sight.drawings):
            width, height = MAP_MM[min(len(leaf.sight.drawings), max(MAP_MM))]
            maps[leaf.number, index] = to_svg(drawing, layers, width_mm=width, height_mm=height)
    return maps


def _tables(content: Content) -> Iterator[tuple[str, bytes]]:
    for leaf in content.leaves:
        folder = f"tables/{leaf.number:02d}-{slug_of(leaf.title)}"
        for name, raw in leaf_files(leaf).items():
            yield f"{folder}/{name}", raw


def files_of(
    content: Content, *, parts: Sequence[str] = PARTS, progress: Progress | None = None
) -> Iterator[tuple[str, bytes]]:
    """Make the files of a pack.

    Args:
        content: What is packed.
        parts: Which of ``PARTS`` are made; the citation and what the pack says of itself always
            are.
        progress: Is told how far the work is before each file.

    Yields:
        The path of each file inside the pack, and its content.
    """
    tell = progress or (lambda _share, _text: None)
    layers = Layers.of(content.data)
    drawings = sum(len(leaf.sight.drawings) for leaf in content.leaves)
    # A picture is the unit of work: the PDF draws each map once more.
    units = {"html": 1, "pdf": drawings, "png": drawings * len(DPI), "tables": 1}
    whole, done = sum(units[part] for part in parts) or 1, 0
    name = slug_of(content.title)
    if "html" in parts:
        tell(done / whole, gettext("The page that needs no network"))
        yield f"{name}.html", to_html(content).encode()
        done += units["html"]
    if "png" in parts:
        for path, raw in _pictures(content, layers):
            tell(done / whole, gettext("The maps as pictures"))
            yield path, raw
            done += 1
    if "pdf" in parts:
        tell(done / whole, gettext("The document"))
        yield f"{name}.pdf", to_pdf(content, drawn_maps(content, layers))
        done += units["pdf"]
    if "tables" in parts:
        tell(done / whole, gettext("The tables"))
        yield from _tables(content)
    yield from pack_files(content, tables="tables" in parts).items()
    tell(1.0, gettext("Done"))


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as one zip archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, raw in files:
            # The same content makes the same bytes: the earliest time that a zip can hold.
            about = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(about, raw)
    return held.getvalue()
