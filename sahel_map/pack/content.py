"""What a pack contains, before it becomes a page, a document or a picture."""

import datetime as dt
from dataclasses import dataclass

from sahel_map.scenes import Sight
from sahel_map.store import Dataset

__all__ = ["Content", "Leaf"]


@dataclass(frozen=True)
class Leaf:
    """One view of a pack.

    Attributes:
        number: Its place, from 1.
        title: What its author calls it.
        note: What its author says of it, plain text in paragraphs; may be empty.
        sight: What it shows.
        changed: How what it shows differs from when it was kept, in sentences.
    """

    number: int
    title: str
    note: str
    sight: Sight
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """A briefing as it is packed, in the current language.

    Attributes:
        title: The title of the whole.
        summary: What it is about; may be empty.
        leaves: Its views in order.
        data: The data of all views, not narrowed.
        made: The day on which it is packed.
        citation: How to cite it, with access date.
        cautions: What must be said of the whole: a sample, withheld rows, what could not be
            opened.
    """

    title: str
    summary: str
    leaves: tuple[Leaf, ...]
    data: Dataset
    made: dt.date
    citation: str
    cautions: tuple[str, ...] = ()
