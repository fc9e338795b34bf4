"""Headings of boundary files: whose they are, which level they name, and what stands under them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

__all__ = ["FAMILIES", "Heading", "family_level", "recognised"]

FAMILIES: Final = {
    "cod": "OCHA COD-AB",
    "gadm": "GADM",
    "geoboundaries": "geoBoundaries",
    "naturalearth": "Natural Earth",
    "plain": "",
}
"""Whose headings, by code; names that are the same in every language."""

_LANGUAGES: Final = "en|fr|ar|es|pt|ha|bm"


@dataclass(frozen=True)
class Heading:
    """A heading that is understood.

    Attributes:
        column: As it stands in the file.
        family: A code of ``FAMILIES``.
        level: 0 for the country, or None where the heading does not say.
        role: ``name``, ``code``, ``alt`` (other names), ``type`` or ``valid`` (a day).
        language: ISO 639-1, "" where the heading does not say.
        rank: Lower is preferred.
    """

    column: str
    family: str
    level: int | None
    role: str
    language: str = ""
    rank: int = 0


_PATTERNS: Final = tuple(
    (family, role, level, re.compile(pattern, re.IGNORECASE))
    for family, role, level, pattern in [
        ("naturalearth", "code", 1, r"iso_3166_2"),
        ("naturalearth", "code", 1, r"adm1_code"),
        ("naturalearth", "alt", 1, r"name_alt"),
        ("cod", "code", None, r"adm(?:in)?_?(?P<n>\d)_?p?cod(?:e|es)?"),
        ("cod", "alt", None, rf"adm(?:in)?_?(?P<n>\d)_?alt\d?_?(?:na?m?e?)?\d?_?(?:{_LANGUAGES})?"),
        ("cod", "alt", None, r"adm(?:in)?_?(?P<n>\d)_?ref_?(?:na?m?e?)?"),
        ("cod", "alt", None, r"adm(?:in)?_?(?P<n>\d)_?name[1-9]"),
        ("cod", "name", None, rf"adm(?:in)?_?(?P<n>\d)_?na(?:me?)?_?(?P<lang>{_LANGUAGES})?"),
        ("cod", "name", None, rf"adm(?:in)?_?(?P<n>\d)_?(?P<lang>{_LANGUAGES})"),
        ("cod", "valid", None, r"valid_?on"),
        ("gadm", "code", None, r"gid_(?P<n>\d)"),
        ("gadm", "alt", None, r"(?:var|nl_)name_(?P<n>\d)"),
        ("gadm", "name", None, r"name_(?P<n>\d)"),
        ("geoboundaries", "name", None, r"shapename"),
        ("geoboundaries", "code", None, r"shapeiso"),
        ("geoboundaries", "code", None, r"shapeid"),
        ("geoboundaries", "type", None, r"shapetype"),
        ("plain", "name", None, rf"(?:name|nom)(?:_(?P<lang>{_LANGUAGES}))?"),
        ("plain", "code", None, r"p_?code|code"),
    ]
)


def _heading(column: str) -> Heading | None:
    for rank, (family, role, level, pattern) in enumerate(_PATTERNS):
        match = pattern.fullmatch(column)
        if match:
            found = match.groupdict()
            number = found.get("n")
            language = (found.get("lang") or "").lower()
            stated = int(number) if number else level
            return Heading(column, family, stated, role, language, rank)
    return None


def recognised(columns: Iterable[str]) -> list[Heading]:
    """Return the headings that are understood, the preferred first."""
    found = [heading for column in columns if (heading := _heading(column)) is not None]
    if any(heading.family == "naturalearth" for heading in found):
        # There ``name`` is the name of the first level.
        found = [
            replace(h, family="naturalearth", level=1) if h.family == "plain" else h for h in found
        ]
    return sorted(found, key=lambda heading: heading.rank)


def family_level(value: str) -> int | None:
    """Return the level that geoBoundaries' ``shapeType`` names, such as 2 for ADM2."""
    match = re.fullmatch(r"ADM(\d)", value.strip(), re.IGNORECASE)
    return int(match[1]) if match else None
