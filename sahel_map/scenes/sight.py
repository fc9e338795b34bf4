"""What a scene shows: the content of a page, a picture or a file, before it has a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import geopandas as gpd
import pandas as pd

from sahel_map.i18n import number_text
from sahel_map.scenes.scene import Scene
from sahel_map.store import Dataset

__all__ = ["Drawing", "KeyNumber", "Line", "Sight"]


@dataclass(frozen=True)
class Drawing:
    """A map, as the map script is handed it.

    Attributes:
        function: The function of the map script: ``show``, ``roads`` or ``slices``.
        view: What it draws, as JSON holds it, with its legend.
        caption: One sentence of what is drawn and what is not.
        title: What tells it from another map of the same scene; empty where it is alone.
    """

    function: str
    view: Mapping[str, Any]
    caption: str
    title: str = ""


@dataclass(frozen=True)
class KeyNumber:
    """A number that a scene rests on.

    Attributes:
        code: Its name in files, the same in every language.
        label: What is counted.
        text: The number in words, a range where it is one.
        low: The lowest value, None where it is no number.
        high: The highest value.
        note: What must be known to read it; may be empty.
    """

    code: str
    label: str
    text: str
    low: float | None = None
    high: float | None = None
    note: str = ""

    @classmethod
    def of(cls, code: str, label: str, n: int, note: str = "") -> Self:
        """Return a plain count."""
        return cls(code, label, number_text(n), n, n, note)


@dataclass(frozen=True)
class Line:
    """A statement with its sources.

    Attributes:
        text: What is stated, in our words.
        source_ids: What it rests on.
    """

    text: str
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sight:
    """What a scene shows of the data.

    Attributes:
        scene: The scene.
        data: The data it was looked at in, narrowed to its basis.
        title: What it shows, in a few words.
        selection: What is selected, in a sentence without counts.
        drawings: Its maps: none, one or two.
        numbers: Its key numbers.
        lines: Statements: claims of a dossier, published numbers, what can be read off the
            numbers.
        sources: Rows of the sources table, those most cited first, with ``cited`` counts.
        events: The events that are shown, located; empty where they must not be passed on.
        tables: Other tables that are shown, by file name without suffix.
        cautions: What must be said beside it: a sample, a narrowed basis, withheld rows.
    """

    scene: Scene
    data: Dataset
    title: str
    selection: str
    drawings: tuple[Drawing, ...]
    numbers: tuple[KeyNumber, ...]
    lines: tuple[Line, ...]
    sources: pd.DataFrame
    events: gpd.GeoDataFrame
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
