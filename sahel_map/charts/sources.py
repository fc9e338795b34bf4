"""Sources by kind and language: how many there are."""

from typing import cast

import altair as alt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext, language_text

__all__ = ["kinds_chart"]

_NAMED = 4
"""Languages with a colour of their own; the others are drawn together."""


def kinds_chart(sources: pd.DataFrame) -> alt.Chart:
    """Return stacked bars of sources per kind, split by language.

    Args:
        sources: ``kind`` and ``language``, a row a source.
    """
    common = list(sources["language"].value_counts().index[:_NAMED])
    other = gettext("other languages")
    table = sources.assign(
        kind=[v.label(v.SOURCE_KINDS, code) for code in sources["kind"]],
        language=[language_text(c) if c in common else other for c in sources["language"]],
    )
    counts = table.groupby(["kind", "language"]).size().rename("sources").reset_index()
    order = list(table["kind"].value_counts().index)
    names = [language_text(code) for code in common]
    domain = [*names, *([other] if other in set(table["language"]) else [])]
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
                sort=domain,
                scale=alt.Scale(
                    domain=domain,
                    range=["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#808890"][: len(domain)],
                ),
                legend=alt.Legend(orient="top", columns=2),
            ),
            tooltip=[
                alt.Tooltip("kind:N", title=gettext("Kind")),
                alt.Tooltip("language:N", title=gettext("Language")),
                alt.Tooltip("sources:Q", title=gettext("Sources")),
            ],
        )
        .properties(height=alt.Step(22))
    )
    return cast("alt.Chart", chart)
