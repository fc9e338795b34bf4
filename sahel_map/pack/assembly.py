"""From a briefing to the content of its pack: each step looked at, and what has changed since."""

import datetime as dt

from sahel_map.basis import Basis
from sahel_map.briefing import Briefing, Step, changes
from sahel_map.citation import citation
from sahel_map.pack.content import Content, Leaf
from sahel_map.scenes import Ground, look

__all__ = ["content_of"]


def _leaf(number: int, step: Step, ground: Ground) -> Leaf:
    sight = look(step.scene, ground)
    changed = tuple(changes(step.frozen, sight))
    return Leaf(number, step.title or sight.title, step.note, sight, changed)


def content_of(
    briefing: Briefing,
    ground: Ground,
    *,
    made: dt.date,
    problems: tuple[str, ...] = (),
    address: str = "",
) -> Content:
    """Return what a pack of a briefing contains, in the current language.

    Presenter notes are for the presenter alone and stay out.

    Args:
        briefing: The briefing.
        ground: The data and where measures are found.
        made: The day on which it is packed.
        problems: What could not be opened of the briefing.
        address: Where the briefing is found, for the citation.
    """
    data = ground.narrowed(Basis()).data
    leaves = tuple(_leaf(n, step, ground) for n, step in enumerate(briefing.steps, start=1))
    filters = "; ".join(dict.fromkeys(leaf.sight.selection for leaf in leaves))
    return Content(
        title=briefing.title,
        summary=briefing.summary,
        leaves=leaves,
        data=data,
        made=made,
        citation=citation(data, made, title=briefing.title, selection=filters, address=address),
        cautions=(
            *dict.fromkeys(caution for leaf in leaves for caution in leaf.sight.cautions),
            *problems,
        ),
    )
