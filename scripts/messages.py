"""Bring the French catalogues up to date with the source strings and the data.

Run it after changing a string: ``make messages``. New strings are added with an empty
translation, strings that are gone are dropped, translations are kept. The tests fail while any
translation is empty.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "sahel_map" / "locale" / "fr" / "LC_MESSAGES"
KEYWORDS = {"_": None, "gettext": None, "noop": None, "ngettext": (1, 2)}
DATA_FIELDS = {
    "events.csv": ("title", "place", "actor", "target", "summary", "conflicts"),
    "claims.csv": ("claimant", "note"),
    "indicators.csv": ("title", "subject", "claimant", "note"),
    "contradictions.csv": ("title", "reading"),
    "positions.csv": ("holder", "position"),
    "corridors.csv": (
        "short_name", "name", "length_note", "from_place", "to_place", "border_post",
        "commodities", "approach", "note",
    ),
    "corridor_shares.csv": ("claimant", "note"),
    "blockades.csv": ("place", "imposed_by", "summary", "demands", "effects"),
    "agreements.csv": ("place", "parties", "summary", "outcome"),
    "fuel.csv": ("label", "place", "summary", "claimant_note"),
    "slices.csv": ("title", "summary", "boundary_note"),
}  # fmt: skip
"""The columns of the data that readers see as words."""

LIST_FIELDS = ("border_post", "commodities", "parties")
"""Columns whose items are words of their own."""

NAME_FIELDS: dict[str, tuple[str, ...]] = {"corridor_waypoints.csv": ("place",)}
"""Names that stay as they are unless the catalogue has a French form."""

BRIEFING_FIELDS = ("title", "summary", "note", "presenter")
"""The words of a bundled briefing and of its steps."""

GROUND_FIELDS = ("source", "vintage", "licence")
"""What the manifest of the ground says of each layer."""

Message = str | tuple[str, str]


def interface_messages() -> dict[Message, list[tuple[str, int]]]:
    """Return every translatable string of the code, with where it stands."""
    found: dict[Message, list[tuple[str, int]]] = {}
    for folder in ("sahel_map", "pages"):
        for name, line, message, *_ in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            key = message if isinstance(message, str) else (str(message[0]), str(message[1]))
            found.setdefault(key, []).append((f"{folder}/{name}", line))
    return found


def _column_texts(tables: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name, fields in tables.items():
        with (ROOT / "data" / name).open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                for field in fields:
                    text = row[field]
                    items = text.split(";") if field in LIST_FIELDS else [text]
                    yield from (item.strip() for item in items if item.strip())


def _briefing_texts() -> Iterator[str]:
    for path in sorted((ROOT / "data" / "briefings").glob("*.json")):
        briefing = json.loads(path.read_text(encoding="utf-8"))
        for record in (briefing, *briefing["steps"]):
            yield from (record[name] for name in BRIEFING_FIELDS if record.get(name))


def _ground_texts() -> Iterator[str]:
    manifest = json.loads((ROOT / "data" / "geo" / "manifest.json").read_text(encoding="utf-8"))
    for about in manifest["files"].values():
        yield from (about[name] for name in GROUND_FIELDS)


def data_messages() -> Iterator[tuple[str, str]]:
    """Yield every string of the data that readers see, with its translation where data has one."""
    yield from ((text, "") for text in _column_texts(DATA_FIELDS))
    yield from ((text, "") for text in _briefing_texts())
    yield from ((text, "") for text in _ground_texts())
    units = json.loads((ROOT / "data" / "geo" / "admin1.geojson").read_text(encoding="utf-8"))
    for feature in units["features"]:
        unit = feature["properties"]
        for name, french in ((unit["name"], unit["name_fr"]), (unit["region"], unit["region_fr"])):
            if name and french and name != french:
                yield name, french


def _existing(path: Path) -> Catalog:
    if not path.is_file():
        return Catalog(locale="fr")
    with path.open("rb") as handle:
        return read_po(handle, locale="fr")


def _catalogue(old: Catalog) -> Catalog:
    new = Catalog(
        locale="fr", project="Sahel Map", header_comment="# French translations.", fuzzy=False
    )
    new.creation_date = old.creation_date
    new.revision_date = old.revision_date
    return new


def _write(path: Path, catalog: Catalog, *, places: bool) -> int:
    # No dates: a catalogue changes only when a string does.
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        write_po(handle, catalog, width=100, no_location=not places, omit_header=False)
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    dated = (
        '"POT-Creation-Date', '"PO-Revision-Date', '"Last-Translator', '"Generated-By',
        '"Report-Msgid', '"Project-Id', '"Language-Team',
    )  # fmt: skip
    lines = [line for line in text if not line.startswith(dated)]
    path.write_text("".join(lines), encoding="utf-8")
    empty = [
        m for m in catalog if m.id and not (all(m.string or ()) if m.pluralizable else m.string)
    ]
    for message in empty:
        print(f"{path.name}: no translation: {message.id!r}", file=sys.stderr)
    return len(empty)


def update() -> int:
    """Rewrite both catalogues and return how many translations are missing."""
    path = CATALOGUES / "interface.po"
    old = _existing(path)
    new = _catalogue(old)
    for message, places in sorted(interface_messages().items(), key=lambda item: str(item[0])):
        known = old.get(message if isinstance(message, str) else message[0])
        files = sorted({(name, 0) for name, _ in places})
        # A string that was counted and no longer is, or the reverse, is a new one.
        same = known is not None and known.pluralizable == isinstance(message, tuple)
        new.add(message, known.string if known and same else "", locations=files)
    missing = _write(path, new, places=True)
    path = CATALOGUES / "data.po"
    old = _existing(path)
    events = _catalogue(old)
    for text, french in data_messages():
        if new.get(text) is None and events.get(text) is None:
            known = old.get(text)
            events.add(text, french or (known.string if known else ""))
    for text in _column_texts(NAME_FIELDS):
        if new.get(text) is None and events.get(text) is None:
            known = old.get(text)
            events.add(text, known.string if known and known.string else text)
    return missing + _write(path, events, places=False)


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
