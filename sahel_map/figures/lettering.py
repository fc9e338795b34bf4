"""Text on paper: which font, how wide, broken into lines; hostile text becomes letters or boxes."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

__all__ = ["drawable", "font", "shortened", "text_width", "wrapped"]

_FILES: Final = {
    (False, False): "DejaVuSans.ttf",
    (True, False): "DejaVuSans-Bold.ttf",
    (False, True): "DejaVuSans-Oblique.ttf",
}
"""Bold, italic: fonts that come with matplotlib, the same on every machine; they have N'Ko."""

_BOX: Final = "□"
_BREAKS: Final = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_LONGEST: Final = 600
"""Characters of a line that are looked at; no line of a picture has room for as many."""

_MEASURED: Final = 100.0
"""Size at which text is measured, so that hinting has no say."""


@cache
def _path(*, bold: bool, italic: bool) -> Path:
    return Path(mpl.get_data_path()) / "fonts" / "ttf" / _FILES[bold, italic and not bold]


def font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return a font.

    Args:
        size: In points.
        bold: Whether it is heavy.
        italic: Whether it slopes; a bold one never does.
    """
    return FontProperties(fname=_path(bold=bold, italic=italic), size=size)


@cache
def _letters(*, bold: bool) -> frozenset[int]:
    return frozenset(get_font(_path(bold=bold, italic=False)).get_charmap())


def drawable(text: str, *, bold: bool = False) -> str:
    """Return text as it can be drawn: on one line, without controls, boxes for unknown letters."""
    letters = _letters(bold=bold)
    flat = _BREAKS.sub(" ", text).strip(" ")
    kept = [c for c in flat if unicodedata.category(c) not in ("Cc", "Cf")]
    return "".join(c if ord(c) in letters else _BOX for c in kept)


@lru_cache(maxsize=4096)
def _unit_width(text: str, bold: bool, italic: bool) -> float:  # noqa: FBT001  (a cache's key)
    style = font(_MEASURED, bold=bold, italic=italic)
    found: Any = text_to_path.get_text_width_height_descent(text, style, ismath=False)
    return float(found[0]) / _MEASURED


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Return how wide drawable text is, in the unit of its size."""
    return _unit_width(text, bold, italic) * size


def shortened(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """Return text that fits a width, with an ellipsis where something was cut off."""
    if text_width(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle] + "…", size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def wrapped(
    text: str, size: float, width: float, *, most: int = 99, bold: bool = False
) -> list[str]:
    """Return text broken into lines.

    Args:
        text: Any text; it is made drawable first.
        size: Of the letters, in the unit of the width.
        width: Of the lines. A longer word is cut.
        most: So many lines at most; the last then ends in an ellipsis.
        bold: Whether the font is heavy.
    """
    lines = [""]
    words = drawable(text[: most * _LONGEST], bold=bold).split(" ")
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {' '.join(words[number : number + 40])}"
            break
    return [shortened(line, size, width, bold=bold) for line in lines if line]
