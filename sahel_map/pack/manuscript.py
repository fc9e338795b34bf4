"""The text of a pack as plain values: what the template of the printed pages sets.

Text is data from here on. Nothing of it is ever part of the template's source, so that no
character in it means anything.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

import pandas as pd

from sahel_map.i18n import current, date_text, gettext, ngettext, number_text
from sahel_map.pack.content import Content, Leaf
from sahel_map.pack.imprint import cautions, cut_off, how_to_read, layers, licences
from sahel_map.scenes.sight import Sight
from sahel_map.withholding import named_sources
from sahel_map.wording import published_text

__all__ = ["SOURCES", "manuscript"]

SOURCES: Final = 24
"""Sources that a printed view lists at most; the others stand in its sources.csv."""

_OVERLONG: Final = re.compile(r"\S{36}(?=\S)")
"""What of a word without a space it may be broken after, so that it stays on the page."""

_LONGEST_TITLE: Final = 200
"""Characters of the title of a source that are printed."""

_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows: they would turn our own words as well."""


def _printable(text: str) -> str:
    kept = (
        character
        for character in text.replace("\r\n", "\n").replace("\t", " ")
        if character == "\n"
        or (unicodedata.category(character) not in {"Cc", "Cs"} and character not in _DIRECTIONS)
    )
    return "".join(kept)


def _breakable(text: str) -> str:
    """Return a text without what cannot be printed, its overlong words made breakable."""
    return _OVERLONG.sub("\\g<0>\u200b", _printable(text))


def _one_line(text: str) -> str:
    return _breakable(" ".join(text.split()))


def _apart(text: str) -> str:
    """Return a line whose writing from right to left leaves what stands after it in its place."""
    line = _one_line(text)
    turns = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)
    # First strong isolate, pop directional isolate (Unicode Standard Annex 9).
    return f"\u2068{line}\u2069" if turns else line


def _paragraphs(text: str) -> list[str]:
    parts = (part.strip() for part in _breakable(text).split("\n\n"))
    return [part for part in parts if part]


def _cleaned(texts: Iterable[str]) -> list[str]:
    return [cleaned for text in texts if (cleaned := _one_line(text))]


def _web(url: str) -> tuple[str, str]:
    """Return an address of the web and its host; nothing of any other address."""
    address = _printable(url).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return "", ""
    return address, _one_line(parts.hostname.removeprefix("www."))


def _source(number: int, row: Any) -> dict[str, Any]:  # noqa: ANN401  (a row of itertuples)
    url, host = _web(str(row.url))
    return {
        "number": number,
        "publisher": _apart(str(row.publisher)),
        "author": _apart(str(row.author)),
        "title": _apart(textwrap.shorten(str(row.title), _LONGEST_TITLE, placeholder=" …")),
        "date": published_text(str(row.published)),
        "url": url,
        "host": host,
    }


def _listed(sight: Sight) -> tuple[pd.DataFrame, int]:
    """Return the sources that may be named, and how many of them, the first, are of statements."""
    allowed = set(named_sources(sight.data))
    table = sight.sources[[name in allowed for name in sight.sources.index]]
    stated = dict.fromkeys(name for line in sight.lines for name in line.source_ids)
    ahead = [name for name in stated if name in table.index]
    others = [name for name in table.index if name not in stated]
    return table.loc[[*ahead, *others]], len(ahead)


def _more(n: int) -> str:
    text = ngettext("{n} more source in sources.csv", "{n} more sources in sources.csv", n)
    return text.format(n=number_text(n)) if n else ""


def _leaf(leaf: Leaf) -> dict[str, Any]:
    sight = leaf.sight
    table, stated = _listed(sight)
    shown = table.iloc[:SOURCES]
    numbers = {str(name): number for number, name in enumerate(shown.index, start=1)}
    title = _one_line(leaf.title) or _one_line(sight.title) or str(leaf.number)
    return {
        "number": leaf.number,
        "title": title,
        "selection": _one_line(sight.selection),
        "note": _paragraphs(leaf.note),
        "changed": _cleaned(leaf.changed),
        "drawings": [
            {
                "map": f"map-{leaf.number}-{index}",
                "title": _one_line(drawing.title),
                "caption": _one_line(drawing.caption),
                # A picture without words would be nothing to who cannot see it.
                "alt": ". ".join(_cleaned([title, drawing.title, drawing.caption])),
            }
            for index, drawing in enumerate(sight.drawings)
        ],
        "numbers": [
            {
                "label": _one_line(number.label),
                "text": _one_line(number.text),
                "note": _one_line(number.note),
            }
            for number in sight.numbers
        ],
        "lines": [
            {
                "text": _apart(line.text),
                "sources": sorted({numbers[name] for name in line.source_ids if name in numbers}),
            }
            for line in sight.lines
        ],
        "cautions": _cleaned(sight.cautions),
        "sources": [_source(number, row) for number, row in enumerate(shown.itertuples(), 1)],
        "stated": min(stated, len(shown)),
        # By how many of them fit on the page.
        "more": [_more(len(table) - n) for n in range(len(shown) + 1)],
    }


def _references() -> str:
    return gettext(
        "Numbers behind a statement point to the sources of the same view. A claim is given as its"
        " claimant made it, with its doubt."
    )


def _words() -> dict[str, str]:
    return {
        "about": gettext("About this pack"),
        "cautions": gettext("To bear in mind"),
        "changed": gettext("Changed since it was kept"),
        "cite": gettext("How to cite"),
        "contents": gettext("Contents"),
        "cut_off": gettext("Data to"),
        "layers": gettext("What the maps are drawn on"),
        "licences": gettext("Licences"),
        "lines": gettext("What is stated"),
        "made": gettext("Made on"),
        "page": gettext("{n} of {total}"),
        "reading": gettext("How to read it"),
        "sources": gettext("Sources"),
        "version": gettext("Version"),
    }


def manuscript(content: Content) -> dict[str, Any]:
    """Return all that the printed pages say, as JSON holds it, in the current language."""
    # A document must have a title (PDF/UA-1).
    title = _one_line(content.title) or "Sahel Map"
    return {
        "language": current(),
        "title": title,
        "running": textwrap.shorten(title, 44, placeholder=" …"),
        "summary": _paragraphs(content.summary),
        "cut_off": cut_off(content.data),
        "version": _one_line(content.data.version),
        "made": date_text(content.made),
        "day": [content.made.year, content.made.month, content.made.day],
        "leaves": [_leaf(leaf) for leaf in content.leaves],
        "cautions": _cleaned(cautions(content)),
        "citation": _one_line(content.citation),
        "licences": _cleaned(licences(content.data)),
        "layers": _cleaned(layers(content.data)),
        "reading": _cleaned([*how_to_read(content.data), _references()]),
        "words": _words(),
    }
