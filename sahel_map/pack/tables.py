"""The files of a pack: what each view shows as CSV and GeoJSON, the sources, what is in it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import pandas as pd

from sahel_map.citation import citation
from sahel_map.exports import Provenance, counts_csv, to_csv, to_geojson
from sahel_map.i18n import date_text, gettext
from sahel_map.pack.content import Content, Leaf
from sahel_map.pack.imprint import cautions, cut_off, how_to_read, layers, licences
from sahel_map.road_exports import table_csv, to_road_geojson
from sahel_map.scenes import Sight
from sahel_map.store import Dataset
from sahel_map.withholding import named_sources, withholding
from sahel_map.wording import pair_text

__all__ = ["leaf_files", "pack_files"]

_BY_SELECTION: Final = frozenset({"attacks"})
"""Pages that show the selected events: those whose counts stand for them where restricted."""

_CLASHING: Final = {"licence": "source_licence", "note": "source_note"}
"""Columns of the sources table that a file's own statements have as well."""

Writer = Callable[[], bytes]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _basis_words(sight: Sight) -> list[str]:
    basis = sight.scene.basis
    known, without = basis.known, gettext("without {names}").format(names=", ".join(basis.without))
    if sight.data.restricted:
        # A source may carry a single event.
        without = gettext("Some sources are left out.").rstrip(".")
    return [
        gettext("As known on {day}").format(day=date_text(known)) if known else "",
        without if basis.without else "",
    ]


def _words(leaf: Leaf) -> str:
    sight = leaf.sight
    told = [sight.selection.rstrip(". "), *_basis_words(sight)]
    return ". ".join(_one_line(part) for part in told if part)


def _named(sources: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    allowed = set(named_sources(data))
    kept = sources[[name in allowed for name in sources.index]]
    return kept.rename(columns=_CLASHING)


def _statements(leaf: Leaf) -> pd.DataFrame:
    lines = leaf.sight.lines
    return pd.DataFrame(
        {
            "text": [line.text for line in lines],
            "source_ids": [";".join(line.source_ids) for line in lines],
        }
    )


def _key_numbers(leaf: Leaf) -> pd.DataFrame:
    numbers = leaf.sight.numbers
    return pd.DataFrame(
        {
            name: [getattr(number, name) for number in numbers]
            for name in ("code", "label", "text", "low", "high")
        }
        | {"remark": [number.note for number in numbers]}
    )


def _rows(leaf: Leaf, about: Provenance) -> dict[str, Writer]:
    """Return the files of single events, statements and numbers; for data that may be passed on."""
    sight, files = leaf.sight, dict[str, Writer]()
    if len(sight.events):
        files["events.csv"] = partial(to_csv, sight.events, about)
        files["events.geojson"] = partial(to_geojson, sight.events, about)
    if sight.numbers:
        files["numbers.csv"] = partial(table_csv, _key_numbers(leaf), about)
    if sight.lines:
        files["statements.csv"] = partial(table_csv, _statements(leaf), about)
    return files


def _counts(leaf: Leaf, about: Provenance) -> dict[str, Writer]:
    """Return what stands for restricted events: how many there are per month, region and kind."""
    sight = leaf.sight
    if sight.scene.page not in _BY_SELECTION:
        return {}
    events = sight.scene.selection.outcome(sight.data.events).events
    return {"counts.csv": partial(counts_csv, events, about)} if len(events) else {}


def _writers(leaf: Leaf) -> dict[str, Writer]:
    sight = leaf.sight
    data, about = sight.data, Provenance.of(_words(leaf), sight.data)
    files = _counts(leaf, about) if data.restricted else _rows(leaf, about)
    for name, table in sight.tables.items():
        kept = withholding(table, data)
        files[f"{name}.csv"] = partial(table_csv, kept, about)
        if {"corridor_id", "status", "day"} <= set(kept.columns):
            files[f"{name}.geojson"] = partial(to_road_geojson, kept, data.roads, about)
    files["sources.csv"] = partial(table_csv, _named(sight.sources, data), about)
    return files


def leaf_files(leaf: Leaf) -> dict[str, bytes]:
    """Return what a view shows as files, by their names.

    Of restricted events only counts are given, as ``withholding`` permits; in its other tables
    what rests on single events is left out.

    Args:
        leaf: The view.

    Returns:
        ``events.csv`` and ``events.geojson`` where events are shown, ``counts.csv`` instead where
        they are restricted; ``numbers.csv`` and ``statements.csv``; each table that is shown as
        CSV, roads with their lines as GeoJSON too; ``sources.csv``. Each file states selection,
        data version and licence.
    """
    return {name: write() for name, write in _writers(leaf).items()}


def _all_sources(content: Content) -> bytes:
    named = [
        _named(leaf.sight.sources, leaf.sight.data).assign(views=str(leaf.number))
        for leaf in content.leaves
    ]
    about = Provenance.of(_one_line(content.title), content.data)
    if not named:
        empty = content.data.sources.iloc[:0].rename(columns=_CLASHING)
        return table_csv(empty.assign(views=""), about)
    rows = pd.concat(named).drop(columns="cited", errors="ignore")
    views = rows.groupby(level=0)["views"].agg(";".join)
    table = rows[~rows.index.duplicated()]
    return table_csv(table.assign(views=views.reindex(table.index)), about)


def _citations(content: Content) -> str:
    views = [
        citation(leaf.sight.data, content.made, title=leaf.title, selection=_words(leaf))
        for leaf in content.leaves
    ]
    parts = [_one_line(content.citation)]
    if views:
        parts += [gettext("A single view:"), *views]
    return "\n\n".join(parts) + "\n"


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, "-" * len(title), *(f"- {_one_line(line)}" for line in lines)])


def _view(leaf: Leaf, *, tables: bool) -> str:
    lines = [
        f"{leaf.number}. {_one_line(leaf.title)}",
        f"   {pair_text(gettext('Selection'), _words(leaf))}",
    ]
    if tables:
        lines.append(f"   tables/{leaf.number:02d}-…/: {', '.join(_writers(leaf))}")
    return "\n".join(lines)


def _readme(content: Content, *, tables: bool) -> str:
    title, data = _one_line(content.title), content.data
    facts: Mapping[str, str] = {
        gettext("Made on"): date_text(content.made),
        gettext("Data to"): cut_off(data),
        gettext("Version"): data.version,
    }
    views = gettext("Views")
    told = cautions(content)
    parts = [
        f"{title}\n{'=' * len(title)}",
        _one_line(content.summary),
        "\n".join(pair_text(name, value) for name, value in facts.items()),
        _section(gettext("To bear in mind"), told) if told else "",
        f"{views}\n{'-' * len(views)}",
        *(_view(leaf, tables=tables) for leaf in content.leaves),
        _section(gettext("How to read it"), how_to_read(data)),
        _section(gettext("Licences"), licences(data)),
        _section(gettext("What the maps are drawn on"), layers(data)),
        _section(gettext("How to cite"), [content.citation]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def pack_files(content: Content, *, tables: bool = True) -> dict[str, bytes]:
    """Return the files that speak of a pack as a whole, by their names.

    Args:
        content: What the pack contains.
        tables: Whether the files of each view are part of the pack.

    Returns:
        ``sources.csv`` (every source that a view rests on, with the numbers of the views),
        ``citation.txt``, and ``README.txt`` (the views with their selection and files, versions,
        licences, what was withheld), in the current language.
    """
    return {
        "README.txt": _readme(content, tables=tables).encode(),
        "citation.txt": _citations(content).encode(),
        "sources.csv": _all_sources(content),
    }
