"""The report of an import: every row that was read, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, ngettext, number_text
from sahel_map.importers.notes import Happening, Notes
from sahel_map.vocabulary.terms import Term

__all__ = ["Report"]


def _examples(happening: Happening) -> list[dict[str, Any]]:
    return [
        {"row": row, "value": before, **({"used": after} if after else {})}
        for row, before, after in happening.examples
    ]


def _counted(counts: Mapping[str, int], terms: Mapping[str, Term]) -> list[dict[str, Any]]:
    return [
        {"code": code, "what": gettext(terms[code].label), "rows": n}
        for code, n in counts.items()
        if n
    ]


@dataclass
class Report:
    """What an import did.

    Attributes:
        about: File, format, licence class, container, encoding, time and software.
        rows_read: Records of the file, rejected ones included.
        new: Events that were not there before.
        replaced: Events of which the file has a newer state.
        merged: Rows that made no event of their own, by code of ``vocabulary.MERGES``.
        left_aside: Rows of countries that were not asked for.
        notes: Repairs, flags and rejections with examples.
        events: Events in the dataset after the import.
        before: Events in the dataset before it.
        gone: Events that the file should have and no longer has; kept, and flagged.
    """

    about: dict[str, Any]
    notes: Notes
    rows_read: int = 0
    new: int = 0
    replaced: int = 0
    merged: dict[str, int] = field(default_factory=dict)
    left_aside: int = 0
    events: int = 0
    before: int = 0
    gone: int = 0

    @property
    def accounted(self) -> int:
        """The rows whose fate is known; equal to ``rows_read``, or rows were lost."""
        made = self.new + self.replaced + sum(self.merged.values())
        return made + self.left_aside + self.notes.rejected_rows

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON has it, words in the current language."""
        repairs, rejections = self.notes.repaired.items(), self.notes.rejected.items()
        return {
            **self.about,
            "rows_read": self.rows_read,
            "events": self.events,
            "before": self.before,
            "new": self.new,
            "replaced": self.replaced,
            "gone": self.gone,
            "left_aside": self.left_aside,
            "merged": _counted(self.merged, v.MERGES),
            "repaired": [
                {
                    "code": code,
                    "column": column,
                    "what": gettext(v.REPAIRS[code].label),
                    "rows": found.count,
                    "examples": _examples(found),
                }
                for (code, column), found in repairs
            ],
            "flagged": [
                {
                    "code": code,
                    "what": gettext(v.FLAGS[code].label),
                    "rows": found.count,
                    "examples": _examples(found),
                }
                for code, found in self.notes.flagged.items()
            ],
            "rejected": [
                {
                    "code": code,
                    "column": column,
                    "what": gettext(v.REJECTIONS[code].label),
                    "rows": found.count,
                    "examples": _examples(found),
                }
                for (code, column), found in rejections
            ],
        }

    def sentence(self) -> str:
        """Say in words what became of the rows."""
        n = self.rows_read
        parts = [ngettext("{n} row read", "{n} rows read", n).format(n=number_text(n))]
        merged, rejected = sum(self.merged.values()), self.notes.rejected_rows
        counts = [
            (self.new, ngettext("{n} new event", "{n} new events", self.new)),
            (
                self.replaced,
                ngettext(
                    "{n} event replaced by a newer state",
                    "{n} events replaced by a newer state",
                    self.replaced,
                ),
            ),
            (merged, ngettext("{n} row merged", "{n} rows merged", merged)),
            (
                self.left_aside,
                ngettext(
                    "{n} row of another country left aside",
                    "{n} rows of other countries left aside",
                    self.left_aside,
                ),
            ),
            (rejected, ngettext("{n} row rejected", "{n} rows rejected", rejected)),
            (
                self.gone,
                ngettext(
                    "{n} earlier event no longer in the file, kept and flagged",
                    "{n} earlier events no longer in the file, kept and flagged",
                    self.gone,
                ),
            ),
        ]
        parts += [text.format(n=number_text(count)) for count, text in counts if count]
        return "; ".join(parts) + "."
