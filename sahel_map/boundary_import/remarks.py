"""What is said of a layer that is added, each with its count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sahel_map.i18n import gettext, noop

__all__ = ["KINDS", "REMARKS", "Remark", "counted"]

KINDS: Final = ("assumed", "repaired", "told")
"""Decided without being asked; changed so that it can be used; kept, and worth knowing."""

REMARKS: Final[dict[str, tuple[str, str]]] = {
    "layer": ("assumed", noop("The only layer of the file: {values}")),
    "level": ("assumed", noop("The level, from the headings: {values}")),
    "column": ("assumed", noop("The column of each part: {values}")),
    "country": ("assumed", noop("The country, from the file: {values}")),
    "crs": ("assumed", noop("No coordinate system is named and all points lie within 180 and 90"
                            " degrees: taken as longitude and latitude (EPSG:4326)")),
    "encoding": ("assumed", noop("The encoding of the texts: {values}")),
    "family": ("assumed", noop("The origin, from the headings: {values}")),
    "vintage": ("assumed", noop("The vintage, from a column of the file: {values}")),
    "crs_overridden": ("told", noop("The coordinate system that the file names was set aside:"
                                    " {values}")),
    "other_countries": ("told", noop("Rows of other countries, left out: {n}")),
    "no_shape": ("repaired", noop("Rows without a shape, left out: {n}")),
    "not_areas": ("repaired", noop("Rows with points or lines among the areas, left out: {n}")),
    "unclosed": ("repaired", noop("Shapes with rings that were not closed, closed: {n}")),
    "invalid": ("repaired", noop("Shapes whose lines cross themselves, repaired: {n}")),
    "joined": ("repaired", noop("Rows that share a code or name, joined into {values} units: {n}")),
    "spaces": ("repaired", noop("Names with odd or doubled spaces, cleaned: {n}")),
    "sentinel": ("repaired", noop("Codes that stand for none ({values}), taken as missing: {n}")),
    "made_ids": ("repaired", noop("Units without a code, identified by country and name: {n}")),
    "prefixed": ("repaired", noop("Codes that another country has too, put behind the country's"
                                  " own: {n}")),
    "no_name": ("repaired", noop("Units without a name, named by their code or number: {n}")),
    "unrounded": ("told", noop("Units too small for coordinates of 1 m, kept as they came: {n}")),
    "garbled": ("told", noop("Names with lost or garbled letters, kept as they came ({n}):"
                             " {values}. Another column may have them whole: --name")),
    "same_shape": ("told", noop("Units with the very shape of another: {n}")),
    "overlap": ("told", noop("Part of the units' area that lies in more than one: {values}")),
    "coverage": ("told", noop("Part of the country, as the layer before drew it, that the units"
                              " cover: {values}")),
    "parent_by_area": ("told", noop("Units whose unit above is the one they lie in mostly: {n}")),
    "parent_nearest": ("told", noop("Units outside every unit above, given to the nearest: {n}")),
    "parent_differs": ("told", noop("Units that lie mostly in another unit than the one the file"
                                    " states, which stands ({n}): {values}")),
    "no_parents": ("told", noop("The folder has no unit of the level above: the units stand under"
                                " none")),
    "parents_anew": ("told", noop("Units of the level below, given to their new units above: {n}")),
    "names_lost": ("told", noop("Names of the layer before that no unit has now ({n}): {values}")),
    "gadm": ("told", noop("GADM may be used but not passed on: keep the folder to yourself")),
    "unlicensed": ("told", noop("No licence is stated: --licence says under which terms the layer"
                                " may be passed on")),
}  # fmt: skip
"""By code: its kind and what it says."""

_SHOWN: Final = 8
"""How many names or codes a remark lists."""


@dataclass(frozen=True)
class Remark:
    """One thing said of a layer.

    Attributes:
        code: A code of ``REMARKS``.
        count: How many rows or units it is about, 0 where it is about the file.
        values: What it names, all of them.
    """

    code: str
    count: int = 0
    values: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """One of ``KINDS``."""
        return REMARKS[self.code][0]

    @property
    def text(self) -> str:
        """The remark in the current language, with the first of its values."""
        shown = ", ".join(self.values[:_SHOWN]) + (" …" if len(self.values) > _SHOWN else "")
        return gettext(REMARKS[self.code][1]).format(n=self.count, values=shown)

    def as_record(self) -> dict[str, Any]:
        """Return the remark as it stands in a report and in the manifest."""
        return {"what": self.code, "count": self.count, "values": list(self.values)}


def counted(code: str, count: int, values: Iterable[str] = ()) -> list[Remark]:
    """Return a remark, or none when there is nothing to count."""
    return [Remark(code, count, tuple(values))] if count else []
