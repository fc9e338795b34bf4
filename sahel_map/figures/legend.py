"""The legend on paper: all of it, in one column or with a strip of what is folded on a screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely

from sahel_map.figures.extent import Box
from sahel_map.figures.lettering import wrapped
from sahel_map.figures.sheet import Round, Sheet, Words
from sahel_map.figures.stylesheet import HATCH_OPACITY, look, solid

__all__ = [
    "WIDTH", "Block", "blocks_of", "column_height", "draw_column", "draw_strip", "strip_height",
    "strip_of",
]  # fmt: skip

WIDTH: Final = 232.0
_PADDING: Final = 10.0
_SAMPLE: Final = 30.0
_GAP: Final = 8.0
_TEXT: Final = 10.8
_TITLE: Final = 10.2
_LINE: Final = 14.0
_AIR: Final = 2.0
_BETWEEN: Final = 7.0

_FAINT: Final = 0.45
"""Opacity of the sample of a faint line, as in map.js."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An item: its sample, the lines of its text, and its height."""

    item: Mapping[str, Any]
    lines: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the legend, laid out.

    Attributes:
        title: The lines of its title, none without one.
        rows: Its items.
        folded: Whether a screen shows it only when asked.
    """

    title: tuple[str, ...]
    rows: tuple[_Row, ...]
    folded: bool

    @property
    def height(self) -> float:
        """Its height in pixels."""
        return len(self.title) * _LINE + sum(row.height for row in self.rows)


def _sample_height(item: Mapping[str, Any]) -> float:
    if "swatch" in item or "line" in item:
        return 15.0
    if "ring" in item or "mark" in item:
        return 20.0
    return float(2 * item.get("r", 6) + 4)


def blocks_of(legend: Mapping[str, Any]) -> list[Block]:
    """Return the parts of a legend as the map script is handed it, laid out in a column."""
    inner = WIDTH - 2 * _PADDING
    blocks = []
    for part in legend["parts"]:
        rows = []
        for item in part["items"]:
            lines = wrapped(item["text"], _TEXT, inner - _SAMPLE - _GAP)
            height = max(len(lines) * _LINE, _sample_height(item)) + _AIR
            rows.append(_Row(item, tuple(lines), height))
        title = tuple(wrapped(part["title"], _TITLE, inner))
        blocks.append(Block(title, tuple(rows), bool(part.get("folded"))))
    return blocks


def column_height(blocks: Sequence[Block]) -> float:
    """Return the height of a legend in one column, its name and edges included."""
    return 2 * _PADDING + _LINE + 3 + _stack_height(blocks)


def strip_of(blocks: Sequence[Block], width: float) -> list[list[Block]]:
    """Return the columns of a strip: tall blocks are broken, or short ones share a column.

    Args:
        blocks: What stands in the strip.
        width: Of the strip.
    """
    if not blocks:
        return []
    room = max(int(width // WIDTH), 1)
    if len(blocks) > room:
        return _shared(blocks, room)
    columns = [1] * len(blocks)
    for _ in range(room - len(blocks)):
        tallest = max(range(len(blocks)), key=lambda i: blocks[i].height / columns[i])
        columns[tallest] += 1
    parts = [_split(block, number) for block, number in zip(blocks, columns, strict=True)]
    return [[part] for split in parts for part in split]


def _shared(blocks: Sequence[Block], room: int) -> list[list[Block]]:
    """Put blocks into columns of about the same height, in their order."""
    share = sum(block.height + _BETWEEN for block in blocks) / room
    columns: list[list[Block]] = [[]]
    for block in blocks:
        full = _stack_height(columns[-1]) + block.height / 2 > share
        if columns[-1] and full and len(columns) < room:
            columns.append([])
        columns[-1].append(block)
    return columns


def _stack_height(blocks: Sequence[Block]) -> float:
    return sum(block.height for block in blocks) + _BETWEEN * max(len(blocks) - 1, 0)


def _split(block: Block, columns: int) -> list[Block]:
    """Break a block into columns of about the same height; later ones have an empty title."""
    share = sum(row.height for row in block.rows) / columns
    parts: list[list[_Row]] = [[]]
    for row in block.rows:
        full = sum(found.height for found in parts[-1]) + row.height / 2 > share
        if parts[-1] and full and len(parts) < columns:
            parts.append([])
        parts[-1].append(row)
    wide = columns * WIDTH - 2 * _PADDING
    title = tuple(wrapped(" ".join(block.title), _TITLE, wide))
    blank = ("",) * len(title)
    return [
        Block(blank if number else title, tuple(rows), block.folded)
        for number, rows in enumerate(parts)
    ]


def strip_height(columns: Sequence[Sequence[Block]]) -> float:
    """Return the height of a strip, nothing where there is none."""
    return _PADDING + max(map(_stack_height, columns)) if columns else 0.0


def draw_column(sheet: Sheet, box: Box, name: str, blocks: Sequence[Block]) -> None:
    """Draw a legend as a panel over the map.

    Args:
        sheet: Where to draw.
        box: The panel.
        name: What stands over it.
        blocks: Its parts.
    """
    sheet.box(box, look("", fill="#ffffff", stroke="var(--line)"), corner=6)
    left, top = box.left + _PADDING, box.top + _PADDING
    sheet.text(name, left, top + _LINE / 2, Words(11.2, solid("var(--ink)"), bold=True))
    top += _LINE + 3
    for block in blocks:
        top = _draw_block(sheet, left, top, block) + _BETWEEN


def draw_strip(sheet: Sheet, box: Box, columns: Sequence[Sequence[Block]]) -> None:
    """Draw the columns of a strip side by side on plain paper."""
    for number, blocks in enumerate(columns):
        top = box.top + _PADDING
        for block in blocks:
            top = _draw_block(sheet, box.left + number * WIDTH, top, block) + _BETWEEN


def _draw_block(sheet: Sheet, left: float, top: float, block: Block) -> float:
    for line in block.title:
        sheet.text(line, left, top + _LINE / 2, Words(_TITLE, solid("var(--ink-soft)")))
        top += _LINE
    for row in block.rows:
        middle = top + row.height / 2
        _draw_sample(sheet, left + _SAMPLE / 2, middle, row.item)
        first = middle - (len(row.lines) - 1) * _LINE / 2
        for number, line in enumerate(row.lines):
            at = first + number * _LINE
            sheet.text(line, left + _SAMPLE + _GAP, at, Words(_TEXT, solid("var(--ink)")))
        top += row.height
    return top


def _draw_swatch(sheet: Sheet, x: float, y: float, item: Mapping[str, Any]) -> None:
    box = Box(x - 15, y - 6.5, x + 15, y + 6.5)
    sheet.box(box, look("", fill=item["swatch"], stroke="var(--line)"), corner=2)


def _draw_line(sheet: Sheet, x: float, y: float, item: Mapping[str, Any]) -> None:
    line = item["line"]
    if line.get("hatched"):
        box = shapely.box(x - 15, y - 6.5, x + 15, y + 6.5)
        sheet.hatch(box, solid("var(--ink-soft)", HATCH_OPACITY))
        return
    own = look("", stroke="var(--ink)" if line.get("ink") else line["colour"],
               stroke_width=line["weight"], stroke_dasharray=line.get("dash", ""),
               stroke_opacity=_FAINT if line.get("faint") else 1)  # fmt: skip
    sheet.lines([shapely.LineString([(x - 14, y), (x + 14, y)])], [own], cap="butt")


def _draw_siege(sheet: Sheet, x: float, y: float, item: Mapping[str, Any]) -> None:
    sheet.rounds([Round(x, y, 8, look(f"siege {item['ring']}"))])


def _draw_mark(sheet: Sheet, x: float, y: float, item: Mapping[str, Any]) -> None:
    sheet.mark(item["mark"], (x, y), look(item.get("symbol") or "mark", fill="var(--ink)"))


def _draw_circle(sheet: Sheet, x: float, y: float, item: Mapping[str, Any]) -> None:
    symbol, colour = item.get("symbol") or "dot", item["colour"]
    if "missing" in symbol:
        manner = look(symbol, colour)
    elif "extent" in symbol or "reach" in symbol:
        manner = look(symbol, colour, stroke=colour)
    else:
        manner = look(symbol, fill=colour)
    rounds = [Round(x, y, item.get("r") or 6, manner)]
    if item.get("dot"):
        rounds.append(Round(x, y, 3, look("dot", fill=colour)))
    sheet.rounds(rounds)


_SAMPLES: Final[Mapping[str, Callable[[Sheet, float, float, Mapping[str, Any]], None]]] = {
    "swatch": _draw_swatch,
    "line": _draw_line,
    "ring": _draw_siege,
    "mark": _draw_mark,
}


def _draw_sample(sheet: Sheet, x: float, y: float, item: Mapping[str, Any]) -> None:
    kind = next((kind for kind in _SAMPLES if item.get(kind)), None)
    (_SAMPLES[kind] if kind else _draw_circle)(sheet, x, y, item)
