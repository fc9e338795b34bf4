"""The Numbers page as a scene: what others have published on a topic."""

from typing import Any

from sahel_map import vocabulary as v
from sahel_map.i18n import gettext
from sahel_map.measures.sourcing import rest_on_leads
from sahel_map.scenes.cited import cited_sources
from sahel_map.scenes.ground import Vantage
from sahel_map.scenes.sight import KeyNumber, Line, Sight
from sahel_map.scenes.withheld import may_be_shown
from sahel_map.wording import indicator_text, pair_text, period_text

__all__ = ["numbers"]


def _line(row: Any) -> Line:  # noqa: ANN401  (a row of indicators)
    said = pair_text(gettext(row.title), indicator_text(row))
    about = ", ".join(filter(None, [gettext(row.claimant), period_text(row)]))
    return Line(gettext("{said} ({note})").format(said=said, note=about), (row.source_id,))


def numbers(at: Vantage) -> Sight:
    """Return what the Numbers page shows of its topic."""
    scene, data = at.scene, at.data
    topic = scene.get("numbers")
    rows = data.indicators[data.indicators["topic"] == topic]
    if scene.get("confidence") != "unverified":
        rows = rows[~rest_on_leads(rows["source_id"], data)]
    title = v.label(v.INDICATOR_TOPICS, topic)
    n, voices = len(rows), int(rows["claimant"].nunique())
    return Sight(
        scene=scene,
        data=data,
        title=gettext("Published numbers: {topic}").format(topic=title),
        selection=title,
        drawings=(),
        numbers=(
            KeyNumber.of("published", gettext("Published numbers"), n),
            KeyNumber.of("claimants", gettext("Claimants"), voices),
        ),
        lines=tuple(_line(row) for row in rows.itertuples()),
        sources=cited_sources(rows["source_id"], data),
        events=may_be_shown(data.events.iloc[:0], data),
    )
