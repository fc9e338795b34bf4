"""A pack as a PDF: designed pages, set by typst, the same bytes for the same content."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import typst

from sahel_map.errors import PackError
from sahel_map.i18n import gettext
from sahel_map.pack.content import Content
from sahel_map.pack.manuscript import manuscript

__all__ = ["MAP_MM", "Maps", "to_pdf", "to_png"]

_LOG = logging.getLogger(__name__)

Maps = Mapping[tuple[int, int], bytes]
"""Maps as SVG, by the number of the view and the place among its drawings, from 0."""

MAP_MM: Final[Mapping[int, tuple[float, float]]] = {1: (174.0, 112.0), 2: (174.0, 100.0)}
"""Width and height of each map in millimetres, by how many maps a view has."""

_TEMPLATES: Final = Path(__file__).with_name("templates")
_STANDARDS: Final[list[Any]] = ["ua-1"]
"""PDF/UA-1 (ISO 14289-1): tagged, with language, title and words for every picture."""


@cache
def _fonts() -> typst.Fonts:
    # Those of typst and of Matplotlib, never the host's: the same pages come out everywhere.
    shipped = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(shipped)])


def _compiled(content: Content, maps: Maps, **form: Any) -> Any:  # noqa: ANN401
    """Return the file, or one a page, that typst makes of a pack."""
    pictures = {
        f"map-{leaf.number}-{index}": maps[leaf.number, index].decode()
        for leaf in content.leaves
        for index in range(len(leaf.sight.drawings))
    }
    try:
        result, warnings = typst.compile_with_warnings(
            str(_TEMPLATES / "pack.typ"),
            root=str(_TEMPLATES),
            font_paths=_fonts(),
            sys_inputs={"pack": json.dumps(manuscript(content)), **pictures},
            **form,
        )
    except typst.TypstError as error:
        text = gettext("The pages of “{title}” cannot be set: {reason}.")
        message = text.format(title=content.title, reason=error.message.rstrip("."))
        raise PackError(message) from error
    for warning in warnings:
        _LOG.warning("setting the pages: %s", warning)
    return result


def to_pdf(content: Content, maps: Maps) -> bytes:
    """Return a pack as a tagged PDF (PDF/UA-1) on A4 pages, in the current language.

    Args:
        content: What the pack contains.
        maps: The maps as SVG, by number of the view and place among its drawings; ``MAP_MM``
            says how large each is printed.

    Raises:
        PackError: The pages cannot be set, such as where a map is no SVG.
        KeyError: A drawing has no map.
    """
    return bytes(_compiled(content, maps, format="pdf", pdf_standards=_STANDARDS))


def to_png(content: Content, maps: Maps, *, ppi: float = 110.0) -> list[bytes]:
    """Return the pages of ``to_pdf`` as PNG pictures.

    Args:
        content: What the pack contains.
        maps: The maps as SVG.
        ppi: Pixels an inch.
    """
    pages = _compiled(content, maps, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]
