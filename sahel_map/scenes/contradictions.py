"""Contradictions as a scene: the one that is open, or those of the chosen topics and kinds."""

from typing import Any, Final

import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.boundaries import fold
from sahel_map.i18n import gettext, join_list, ngettext, number_text
from sahel_map.measures.sourcing import rest_on_leads
from sahel_map.rules import split_list
from sahel_map.scenes.choices import Getter
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import KeyNumber, Line, Sight
from sahel_map.scenes.withheld import may_be_shown
from sahel_map.store import Dataset
from sahel_map.wording import number_range_text, pair_text

__all__ = ["contradictions", "contradictions_found", "contradictions_known", "span_text_of"]

_ORDER: Final = ("error", "dispute", "definition")


def contradictions_known(get: Getter, data: Dataset) -> pd.DataFrame:
    """Return the contradictions that count in a view, whatever its filters.

    Those of which every position rests on compilers alone are leads: they are left out unless
    unverified leads count, or the view names one.

    Args:
        get: The choices.
        data: The data.
    """
    table = data.contradictions
    if get("confidence") == "unverified":
        return table
    lead = rest_on_leads(data.positions["source_ids"], data)
    by_id = lead.groupby(data.positions["contradiction_id"]).all()
    hidden = [name for name in by_id.index[by_id] if name != get("contradiction")]
    return table.drop(hidden, errors="ignore")


def _texts(table: pd.DataFrame, data: Dataset) -> pd.Series:
    """Return what a search looks through: title, reading, positions and who holds them."""
    held = data.positions.assign(
        said=data.positions["position"].map(gettext), who=data.positions["holder"].map(gettext)
    ).groupby("contradiction_id")
    own = table["title"].map(gettext) + " " + table["reading"].map(gettext)
    for column in ("said", "who"):
        own = own + " " + held[column].agg(" ".join).reindex(table.index).fillna("")
    return own.map(fold)


def contradictions_found(get: Getter, data: Dataset) -> pd.DataFrame:
    """Return the contradictions that pass the filters of a view, errors first.

    Args:
        get: The choices.
        data: The data.
    """
    table = contradictions_known(get, data)
    for name in ("topic", "kind"):
        if get(name):
            table = table[table[name].isin(get(name))]
    texts = _texts(table, data)
    for word in fold(get("find")).split():
        texts = texts[texts.str.contains(word, regex=False)]
    table = table.loc[texts.index]
    order = table["kind"].map(_ORDER.index)
    return table.iloc[order.argsort(kind="stable")]


def span_text_of(positions: pd.DataFrame) -> str:
    """Return the numbers that positions span, or nothing where they are words."""
    numbers = pd.concat([positions["low"], positions["high"]]).dropna()
    return number_range_text(numbers.min(), numbers.max()) if len(numbers) else ""


def _position(row: Any) -> Line:  # noqa: ANN401  (a row of positions)
    text = pair_text(gettext(row.holder), gettext(row.position))
    return Line(text, tuple(split_list(row.source_ids)))


def _lines(row: Any, positions: pd.DataFrame) -> list[Line]:  # noqa: ANN401
    span = span_text_of(positions)
    title = gettext(row.title)
    lines = [Line(pair_text(title, span) if span else title)]
    lines += [_position(position) for position in positions.itertuples()]
    if row.reading:
        reading = pair_text(gettext("Our reading"), gettext(row.reading))
        lines.append(Line(reading, tuple(split_list(row.reading_source_ids))))
    return lines


def _words(get: Getter) -> str:
    parts = [gettext("Contradictions")]
    for name, terms in (("topic", v.CONTRADICTION_TOPICS), ("kind", v.CONTRADICTION_KINDS)):
        if get(name):
            parts.append(join_list([v.label(terms, code) for code in get(name)], style="or"))
    if get("find").strip():
        parts.append(gettext("with the words “{text}”").format(text=get("find").strip()))
    return ", ".join(parts)


def _hidden_text(n: int) -> str:
    text = ngettext("{n} unverified lead is hidden", "{n} unverified leads are hidden", n)
    return text.format(n=number_text(n)) if n else ""


def contradictions(at: Vantage) -> Sight:
    """Return the contradiction that is open, or those that pass the filters."""
    scene, data = at.scene, at.data
    opened = scene.get("contradiction")
    one = opened in data.contradictions.index
    table = data.contradictions.loc[[opened]] if one else contradictions_found(scene.get, data)
    held = data.positions[data.positions["contradiction_id"].isin(table.index)]
    lines = [
        line
        for row in table.itertuples()
        for line in _lines(row, held[held["contradiction_id"] == row.Index])
    ]
    hidden = 0 if one else len(data.contradictions) - len(contradictions_known(scene.get, data))
    title = gettext(str(table.iloc[0]["title"])) if one else gettext("Contradictions")
    return Sight(
        scene=scene,
        data=data,
        title=title,
        selection=title if one else _words(scene.get),
        drawings=(),
        numbers=(
            KeyNumber.of(
                "contradictions", gettext("Contradictions"), len(table), _hidden_text(hidden)
            ),
            KeyNumber.of("positions", gettext("Positions"), len(held)),
        ),
        lines=tuple(lines),
        sources=cited_sources([*held["source_ids"], *table["reading_source_ids"]], data),
        events=may_be_shown(data.events.iloc[:0], data),
    )
