"""Sources by kind and language: how many there are."""

from typing import Any, cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.charts.dates import localised
from sahel_map.i18n import gettext, language_text

__all__ = ["kinds_chart", "language_colours"]

_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7")
"""For the most common languages; the others are drawn together."""
_OTHERS = "#808890"


def language_colours(sources: pd.DataFrame) -> dict[str, str]:
    """Return the colour of each language by its name, most common first, the others as one."""
    common = sources["language"].value_counts().index
    colours = {language_text(code): c for code, c in zip(common, _COLOURS, strict=False)}
    if len(common) > len(_COLOURS):
        colours[gettext("other languages")] = _OTHERS
    return colours


def kinds_chart(sources: pd.DataFrame) -> alt.Chart:
    """Return stacked bars of sources per kind, split by language in ``language_colours``.

    Args:
        sources: ``kind`` and ``language``, a row a source.
    """
    colours = language_colours(sources)
    names = sources["language"].map(language_text)
    table = sources.assign(
        kind=[v.label(v.SOURCE_KINDS, code) for code in sources["kind"]],
        language=names.where(names.isin(list(colours)), gettext("other languages")),
    )
    counts = table.groupby(["kind", "language"]).size().rename("sources").reset_index()
    order = list(table["kind"].value_counts().index)
    chart = (
        alt.Chart(counts)
        .mark_bar(height=14)
        .encode(
            y=alt.Y(
                "kind:N",
                sort=order,
                title=None,
                axis=alt.Axis(labelLimit=240, ticks=False, labelOverlap=False),
            ),
            x=alt.X("sources:Q", title=gettext("Sources"), axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "language:N",
                title=None,
                sort=list(colours),
                scale=alt.Scale(domain=list(colours), range=list(colours.values())),
                # The page words the colours itself: beside a chart they do not fit a phone.
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("kind:N", title=gettext("Kind")),
                alt.Tooltip("language:N", title=gettext("Language")),
                alt.Tooltip("sources:Q", title=gettext("Sources")),
            ],
        )
        .properties(height=alt.Step(22))
    )
    said = [
        f"{row.kind}, {row.language}: {row.sources}" for row in cast("Any", counts.itertuples())
    ]
    return cast("alt.Chart", localised(chart, "; ".join(said)))
